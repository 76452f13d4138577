import datetime

import pytest
from django.db import IntegrityError, transaction

from programs.audit.models import Entry
from programs.concerns import actions, queries
from programs.concerns.choices import ConcernRefusal, ConcernState
from programs.concerns.models import Concern
from programs.concerns.refused import ConcernRefused
from programs.notifications.models import Letter
from tests.factories.cohorts import make_program
from tests.factories.concerns import FILED_ON, make_concern, make_consultation, make_remark


@pytest.fixture
def due(now):
    return now.date() + datetime.timedelta(days=7)


def test_take_on_concern_lists_it_and_tells_the_owner(program, lead, host, now, due):
    concern = make_concern(program)

    actions.take_on_concern(concern=concern, owner=host, due_on=due, by=lead, at=now)

    listed = queries.listed(program).get()
    assert (listed.state, listed.owner, listed.due_on) == (ConcernState.TAKEN_ON, host, due)
    assert list(Letter.objects.values_list("to__name", "kind")) == [("Hugo Host", "concerns/owned")]
    assert list(Entry.objects.values_list("deed", "actor__name")) == [("take_on_concern", "Lena Lead")]


def test_take_on_concern_refuses_a_due_date_of_the_past_and_a_merged_one(program, lead, host, now, due):
    answered = make_concern(program, token="a", state="answered", answer="Yes.", answered_on=FILED_ON)
    merged = make_concern(program, token="b", state="merged", merged_into=answered)

    with pytest.raises(ConcernRefused) as refused:
        actions.take_on_concern(
            concern=merged, owner=host, due_on=now.date() - datetime.timedelta(days=1), by=lead, at=now
        )

    assert refused.value.reasons == {ConcernRefusal.WRONG_STATE, ConcernRefusal.DUE_IN_THE_PAST}
    assert not Entry.objects.exists()


def test_answer_concern_tells_everyone_who_gave_a_name_once(program, lead, visitor, host, now):
    concern = make_concern(program, author=visitor)
    other = make_concern(program, "The same", author=host)
    actions.take_on_concern(concern=concern, owner=lead, due_on=now.date(), by=lead, at=now)
    actions.merge_concern(concern=other, into=concern, by=lead, at=now)

    actions.answer_concern(concern=concern, answer="Your deputy does.", by=lead, at=now)
    actions.answer_concern(concern=concern, answer="Your deputy does it.", by=lead, at=now + datetime.timedelta(days=3))

    told = Letter.objects.filter(kind="concerns/answered").order_by("to__name")
    assert [letter.to.name for letter in told] == ["Hugo Host", "Vera Visser"]
    kept = Concern.objects.get(pk=concern.pk)
    assert (kept.answer, kept.answered_on) == ("Your deputy does it.", now.date())


def test_merge_concern_brings_along_what_was_merged_before(program, lead, now):
    first = make_concern(program, token="1", state="answered", answer="Yes.", answered_on=FILED_ON)
    second = make_concern(program, token="2", state="taken_on", owner=lead, due_on=now.date())
    third = make_concern(program, token="3", state="merged", merged_into=second)

    actions.merge_concern(concern=second, into=first, by=lead, at=now)

    third.refresh_from_db()
    assert third.merged_into == first
    assert queries.listed(program).get().voices == 3


def test_merge_concern_gives_every_reason_at_once(program, lead, now):
    raised = make_concern(program, token="1")
    elsewhere = make_concern(make_program("Shop floor weeks"), token="2")

    with pytest.raises(ConcernRefused) as refused:
        actions.merge_concern(concern=raised, into=elsewhere, by=lead, at=now)
    with pytest.raises(ConcernRefused) as itself:
        actions.merge_concern(concern=raised, into=raised, by=lead, at=now)

    assert refused.value.reasons == {ConcernRefusal.OTHER_PROGRAM, ConcernRefusal.NOT_LISTED}
    assert itself.value.reasons == {ConcernRefusal.ITSELF, ConcernRefusal.NOT_LISTED}


def test_hold_concern_takes_it_off_the_list_and_says_why(program, lead, now):
    concern = make_concern(program, state="taken_on", owner=lead, due_on=now.date())

    held = actions.hold_concern(concern=concern, because="It names a colleague.", by=lead, at=now)

    assert held.held_because == "It names a colleague."
    assert not queries.listed(program).exists()


def test_reply_with_token_takes_turns_with_whoever_answers(program, lead, now):
    concern = make_concern(program, token="mine")

    actions.reply_to_concern(concern=concern, text="Which week?", by=lead, at=now)
    actions.reply_with_token(token="mine", text="The next one.", on=now.date())

    assert [(one.by, one.text) for one in queries.replies_to(concern)] == [
        (lead, "Which week?"),
        (None, "The next one."),
    ]
    assert queries.replied_to(Concern.objects.all()).get() == concern


def test_reply_with_token_knows_no_wrong_token_and_stops_a_flood(program, now):
    make_concern(program, token="mine")

    wrong = actions.reply_with_token(token="yours", text="Hello", on=now.date())
    for _turn in range(5):
        actions.reply_with_token(token="mine", text="Hello", on=now.date())
    with pytest.raises(ConcernRefused) as refused:
        actions.reply_with_token(token="mine", text="Hello", on=now.date())

    assert wrong is None
    assert refused.value.reasons == {ConcernRefusal.TOO_MANY}


def test_reply_to_concern_tells_an_author_and_keeps_their_side_apart(program, lead, visitor, now):
    concern = make_concern(program, author=visitor)

    actions.reply_to_concern(concern=concern, text="Which week?", by=lead, at=now)
    actions.reply_to_concern(concern=concern, text="The next one.", by=visitor, at=now)

    assert [one.by for one in queries.replies_to(concern)] == [lead, None]
    assert Letter.objects.get().to == visitor


def test_open_consultation_refuses_a_last_day_that_is_today(program, lead, now):
    with pytest.raises(ConcernRefused) as refused:
        actions.open_consultation(program=program, title="T", text="T", closes_on=now.date(), by=lead, at=now)

    assert refused.value.reasons == {ConcernRefusal.CLOSES_TOO_SOON}


def test_comment_on_draft_closes_after_its_last_day(program, lead, visitor, now):
    draft = make_consultation(program, lead, closes_on=now.date())

    actions.comment_on_draft(consultation=draft, text="Ten is better.", by=visitor, is_named=True, at=now)
    with pytest.raises(ConcernRefused) as refused:
        actions.comment_on_draft(
            consultation=draft, text="Or eleven.", by=visitor, is_named=True, at=now + datetime.timedelta(days=1)
        )

    assert refused.value.reasons == {ConcernRefusal.COMMENTS_CLOSED}
    assert draft.remarks.get().author == visitor


def test_note_change_answers_one_thing_of_its_own_program(program, lead, now):
    concern, remark = make_concern(program), make_remark(make_consultation(program, lead))
    elsewhere = make_program("Shop floor weeks")
    given = {"outcome": "changed", "text": "Days begin at ten.", "on": now.date(), "by": lead, "at": now}

    made = actions.note_change(program=program, concern=None, remark=remark, **given)
    with pytest.raises(ConcernRefused) as both:
        actions.note_change(program=program, concern=concern, remark=remark, **given)
    with pytest.raises(ConcernRefused) as other:
        actions.note_change(program=elsewhere, concern=concern, remark=None, **given)

    assert queries.changes_of(program).get() == made
    assert (both.value.reasons, other.value.reasons) == (
        {ConcernRefusal.TWO_SOURCES},
        {ConcernRefusal.OTHER_PROGRAM},
    )


def test_hold_remark_takes_it_off_for_all_but_leads_and_back(program, lead, now):
    remark = make_remark(make_consultation(program, lead))

    actions.hold_remark(remark=remark, by=lead, at=now)
    for_others = queries.remarks_on(remark.consultation, for_lead=False).count()
    for_lead = queries.remarks_on(remark.consultation, for_lead=True).count()
    actions.hold_remark(remark=remark, by=lead, at=now)

    assert (for_others, for_lead) == (0, 1)
    assert queries.remarks_on(remark.consultation, for_lead=False).count() == 1


def test_pass_on_concerns_of_puts_a_leavers_concerns_back(program, host, now):
    concern = make_concern(program, state="taken_on", owner=host, due_on=now.date())

    passed = actions.pass_on_concerns_of(host, by=None, at=now)

    concern.refresh_from_db()
    assert (passed, concern.state, concern.owner) == (1, ConcernState.RAISED, None)


@pytest.mark.parametrize("named", [True, False])
def test_the_database_refuses_a_concern_with_name_and_token_or_neither(program, visitor, named):
    fields = {"author": visitor, "token_hash": "x" * 64} if named else {"author": None, "token_hash": None}

    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.create(program=program, text="Who?", filed_on=FILED_ON, **fields)
