"""Promises in depth: both sides agree the wording, benefits count once, squads, thanks."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.commitments import access, actions, queries, returns, rules
from programs.commitments.choices import CommitmentRefusal, CommitmentState
from programs.commitments.models import Commitment, Friction, Thanks
from programs.notifications.models import Letter
from programs.surveys.models import Invitation
from programs.surveys.tasks import _told_by
from tests.factories.people import make_person


@pytest.fixture
def promise(attended_visit, visitor, host, now):
    def make(text="Send the file", **fields):
        values = {
            "owner": visitor,
            "beneficiary": host,
            "due_on": now.date() + datetime.timedelta(days=7),
            "is_visible": True,
        }
        return actions.propose_commitment(made_at=attended_visit, text=text, by=visitor, at=now, **(values | fields))

    return make


def _keep(commitment, now, *, estimated=None, confirmed=None, thanks="", days=0):
    at = now + datetime.timedelta(days=days)
    actions.take_step(commitment=commitment, step="agree", by=commitment.beneficiary, at=now)
    actions.take_step(commitment=commitment, step="deliver", by=commitment.owner, at=at, minutes=estimated)
    return actions.take_step(
        commitment=commitment, step="confirm", by=commitment.beneficiary, at=at, minutes=confirmed, thanks=thanks
    )


def test_reword_commitment_asks_the_side_that_proposed_before(promise, visitor, host, now):
    row = promise()

    reworded = actions.reword_commitment(
        commitment=row, text="Send it a day earlier", due_on=row.due_on, by=host, at=now
    )

    with pytest.raises(actions.CommitmentRefused) as refused:
        actions.take_step(commitment=reworded, step="agree", by=host, at=now)
    agreed = actions.take_step(commitment=reworded, step="agree", by=visitor, at=now)
    assert refused.value.reasons == {CommitmentRefusal.NOT_YOURS}
    assert (agreed.state, agreed.text) == (CommitmentState.AGREED, "Send it a day earlier")
    assert Letter.objects.filter(to=visitor, subject="Other words are proposed for a promise").exists()


def test_reword_commitment_refuses_the_same_words_others_and_what_is_agreed(promise, host, outsider, now):
    row = promise()
    with pytest.raises(actions.CommitmentRefused) as same:
        actions.reword_commitment(commitment=row, text=row.text, due_on=row.due_on, by=host, at=now)
    with pytest.raises(actions.CommitmentRefused) as foreign:
        actions.reword_commitment(commitment=row, text="Else", due_on=row.due_on, by=outsider, at=now)
    actions.take_step(commitment=row, step="agree", by=host, at=now)

    with pytest.raises(actions.CommitmentRefused) as late:
        actions.reword_commitment(commitment=row, text="Else", due_on=row.due_on, by=host, at=now)

    assert same.value.reasons == {CommitmentRefusal.NO_CHANGE}
    assert foreign.value.reasons == late.value.reasons == {CommitmentRefusal.WRONG_STATE}


def test_benefits_of_counts_the_minutes_of_one_friction_once(promise, cohort, host, now):
    friction = Friction.objects.create(
        department=host.department, reported_by=host, system="Ledger", step="Waits", minutes_lost=20, times_a_month=10,
        reported_at=now,
    )  # fmt: skip
    _keep(promise("One", friction=friction), now, estimated=300, confirmed=200)
    _keep(promise("Two", friction=friction), now, estimated=100, confirmed=150)
    _keep(promise("Three"), now, estimated=60, confirmed=30)
    _keep(promise("Four"), now, estimated=40)

    found = returns.benefits_of(cohort)

    assert found == returns.Benefits(promises=4, estimated=400, confirmed=230, again=150, unsaid=1)


def test_quick_wins_says_what_was_confirmed_estimated_and_left_out(client, promise, host, outsider, now):
    friction = Friction.objects.create(
        department=host.department, reported_by=host, system="Ledger", step="Waits", minutes_lost=20, times_a_month=10,
        reported_at=now,
    )  # fmt: skip
    _keep(promise("One", friction=friction), now, estimated=300, confirmed=200)
    _keep(promise("Two", friction=friction), now, estimated=100, confirmed=150)
    _keep(promise("Quiet", is_visible=False), now, estimated=900, confirmed=900)
    client.force_login(outsider)

    page = client.get(reverse("commitments:quick_wins")).text

    assert '<dd class="v">200</dd><dd class="d">as those they were for confirmed' in page
    assert '<dd class="v">300</dd><dd class="d">minutes a month, by those who promised' in page
    assert "That left 150 confirmed minutes out." in page
    assert "900" not in page


@given(st.lists(st.tuples(st.none() | st.integers(1, 3), st.integers(0, 500)), max_size=12))
def test_counted_once_never_counts_more_than_was_confirmed(benefits):
    counted = rules.counted_once(benefits)

    assert counted <= sum(minutes for _friction, minutes in benefits)
    assert counted == rules.counted_once([*benefits, *[one for one in benefits if one[0] is not None]])


def test_only_the_beneficiary_confirms_the_benefit(promise, now):
    row = _keep(promise(), now, estimated=300, confirmed=120)

    assert (row.estimated_minutes, row.confirmed_minutes) == (300, 120)


@pytest.mark.parametrize(("setting", "days", "is_win"), [(90, 80, True), (30, 31, False), (30, 30, True)])
def test_quick_wins_are_kept_within_the_programmes_days(promise, program, now, setting, days, is_win):
    program.quick_win_days = setting
    program.save()

    row = _keep(promise(), now, days=days)

    assert queries.is_quick_win(Commitment.objects.get(pk=row.pk)) is is_win


def test_say_thanks_counts_each_person_once_and_never_the_owner(promise, visitor, host, outsider, now):
    row = _keep(promise(), now, thanks="It saves us an hour")

    for _ in range(2):
        actions.say_thanks(commitment=row, by=outsider, at=now)
    with pytest.raises(actions.CommitmentRefused) as refused:
        actions.say_thanks(commitment=row, by=visitor, at=now)

    assert refused.value.reasons == {CommitmentRefusal.OWN_WIN}
    assert list(Thanks.objects.values_list("person__name", "words")) == [
        ("Hugo Host", "It saves us an hour"),
        ("Otto Outsider", ""),
    ]


def test_say_thanks_is_for_quick_wins_only(promise, outsider, now):
    with pytest.raises(actions.CommitmentRefused) as refused:
        actions.say_thanks(commitment=promise(), by=outsider, at=now)

    assert refused.value.reasons == {CommitmentRefusal.NO_WIN}


def test_the_board_thanks_and_costs_the_same_for_one_win_and_many(
    client, promise, outsider, now, django_assert_max_num_queries
):
    _keep(promise(), now, thanks="It saves us an hour", confirmed=60)
    client.force_login(outsider)
    client.get(reverse("commitments:quick_wins"))
    with django_assert_max_num_queries(30) as one:
        board = client.get(reverse("commitments:quick_wins")).text
    for number in range(4):
        _keep(promise(f"Promise {number}"), now, thanks=f"Thanks {number}")

    with django_assert_max_num_queries(30) as many:
        client.get(reverse("commitments:quick_wins"))

    assert "It saves us an hour" in board
    assert "60 minutes saved a month" in board
    assert len(many) == len(one)


def test_join_squad_shows_the_promise_to_who_helps_and_only_then(promise, it_department, visitor, now):
    row = promise()
    helper = make_person("Hanna Helper", department=it_department)
    before = access.commitments_visible_to(helper).exists()

    member = actions.join_squad(commitment=row, person=helper, by=visitor, at=now)

    with pytest.raises(actions.CommitmentRefused) as twice:
        actions.join_squad(commitment=row, person=helper, by=visitor, at=now)
    assert not before
    assert list(queries.helped_by(helper)) == [row]
    assert access.commitments_visible_to(helper).get() == row
    assert twice.value.reasons == {CommitmentRefusal.HELPS_ALREADY}
    assert Letter.objects.filter(to=helper).exists()

    actions.leave_squad(member=member, by=helper, at=now)

    assert not access.commitments_visible_to(helper).exists()


def test_a_helper_can_neither_deliver_nor_confirm(client, promise, it_department, visitor, host, now):
    row = promise()
    actions.take_step(commitment=row, step="agree", by=host, at=now)
    helper = make_person("Hanna Helper", department=it_department)
    actions.join_squad(commitment=row, person=helper, by=visitor, at=now)
    client.force_login(helper)

    answer = client.post(reverse("commitments:step", args=[row.pk, "deliver"]))

    assert answer.status_code == 409
    assert Commitment.objects.get().state == CommitmentState.AGREED


def test_leads_hear_of_a_promise_that_is_two_weeks_overdue_once(promise, lead, host, now):
    row = promise()
    actions.take_step(commitment=row, step="agree", by=host, at=now)
    days = [now + datetime.timedelta(days=number) for number in range(30)]

    for day in days:
        for _ in range(2):
            actions.remind_owners(at=day)

    (letter,) = Letter.objects.filter(kind="commitments/overdue")
    assert (letter.to, letter.queued_at.date()) == (lead, row.due_on + datetime.timedelta(days=14))


def test_what_was_done_stands_in_the_next_invitation_of_the_department(
    promise, host, visitor, now, django_assert_num_queries
):
    _keep(promise("Send the file a day earlier"), now)
    promise("Not agreed yet")

    known = {}
    told = _told_by(Invitation(person=host), known)
    with django_assert_num_queries(0):
        again = _told_by(Invitation(person=host), known)

    assert [one.told for one in told] == [one.told for one in again] == ["Send the file a day earlier"]
    assert _told_by(Invitation(person=visitor), known) == []
