"""Calling, moving, holding a review, and what becomes of its decisions."""

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.models import Cohort
from programs.commitments import access as commitment_access
from programs.commitments import actions as commitment_actions
from programs.commitments import queries as commitment_queries
from programs.commitments import returns
from programs.commitments.models import Commitment
from programs.notifications.models import Letter
from programs.reviews import actions, queries, rules
from programs.reviews.actions import ReviewRefused
from programs.reviews.choices import Reason, ReviewState
from programs.reviews.models import Review
from tests.factories.hosting import make_day
from tests.factories.objectives import make_measure, make_objective
from tests.factories.reviews import make_review
from tests.factories.visits import make_visit

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.fixture
def objective(program, visitor, host):
    return make_objective(program, visitor, host)


@pytest.fixture
def starts_at(now):
    return now + datetime.timedelta(days=14)


@pytest.fixture
def review(objective, lead, starts_at, now):
    return call(objective, lead, starts_at, now)


@pytest.fixture
def held(objective, lead, visitor, host, now):
    return make_review(
        objective, now - datetime.timedelta(days=1), called_by=lead, guests=[visitor, host], state="held"
    )


@pytest.fixture
def attended(enrollment, offering, now):
    return make_visit(enrollment, make_day(offering, now.date() - datetime.timedelta(days=7)), state="attended")


def call(objective, by, starts_at, now, **sides):
    sides = {"it_department": objective.it_department, "department": objective.department} | sides
    return actions.call_review(
        program=objective.program, starts_at=starts_at, minutes=60, place="Room 4", by=by, at=now, **sides
    )


def lines_of(letter):
    return bytes(letter.calendar).decode().replace("\r\n ", "").splitlines()


def test_everybody_who_speaks_for_the_pair_is_asked_with_one_event(review, visitor, host, lead):
    letters = {letter.to: lines_of(letter) for letter in Letter.objects.all()}

    assert set(letters) == {visitor, host, lead}
    assert len({line for lines in letters.values() for line in lines if line.startswith("UID:")}) == 1
    for person, lines in letters.items():
        assert "METHOD:REQUEST" in lines
        assert "SEQUENCE:0" in lines
        assert sum(line.startswith("ATTENDEE") and person.email in line for line in lines) == 1


def test_moving_raises_the_sequence_and_saving_the_same_tells_nobody(review, lead, starts_at, now):
    later = starts_at + datetime.timedelta(days=1)
    same = actions.move_review(review=review, starts_at=starts_at, minutes=60, place="Room 4", by=lead, at=now)
    quiet = Letter.objects.count()
    moved = actions.move_review(review=review, starts_at=later, minutes=45, place="Room 4", by=lead, at=now)

    assert (same.sequence, quiet) == (0, 3)
    assert moved.sequence == 1
    waiting = list(Letter.objects.filter(state="waiting"))
    assert len(waiting) == 3
    assert all("SEQUENCE:1" in lines_of(letter) for letter in waiting)


def test_calling_off_takes_the_event_out_of_calendars_that_have_it(review, lead, now):
    Letter.objects.update(state="sent", attempts=1)
    off = actions.call_off_review(review=review, by=lead, at=now)
    cancels = Letter.objects.filter(state="waiting")

    assert off.state == ReviewState.CALLED_OFF
    assert cancels.count() == 3
    for letter in cancels:
        lines = lines_of(letter)
        assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(lines)


def test_a_review_needs_it_a_future_and_no_other_one_planned(review, objective, lead, now):
    with pytest.raises(ReviewRefused) as refused:
        call(objective, lead, now, now, it_department=objective.department)
    with pytest.raises(ReviewRefused) as again:
        call(objective, lead, now + datetime.timedelta(days=30), now)

    assert refused.value.reasons == {Reason.ONE_SIDE_IS_IT, Reason.IN_THE_PAST, Reason.NOBODY}
    assert again.value.reasons == {Reason.ONE_AT_A_TIME}


def test_a_review_is_held_after_it_began_and_decided_on_after_it_was_held(review, lead, starts_at, now):
    for act in (
        lambda: actions.hold_review(review=review, summary="", by=lead, at=now),
        lambda: actions.record_decision(review=review, text="A cut-off date", by=lead, at=now),
    ):
        with pytest.raises(ReviewRefused):
            act()
    actions.hold_review(review=review, summary="All is well", by=lead, at=starts_at)
    decision = actions.record_decision(review=review, text="A cut-off date", by=lead, at=starts_at)

    assert Review.objects.get().state == ReviewState.HELD
    assert decision.commitment is None


def test_a_decision_becomes_one_promise_of_two_who_were_asked(held, objective, visitor, host, now):
    decision = actions.record_decision(review=held, text="A cut-off date", by=host, at=now)
    promise = {"decision": decision, "objective": objective, "owner": visitor, "beneficiary": host, "by": host}
    made = actions.promise_decision(**promise, due_on=now.date(), at=now)
    with pytest.raises(ReviewRefused) as refused:
        actions.promise_decision(**promise, due_on=now.date(), at=now)

    commitment = Commitment.objects.get()
    assert made.commitment == commitment
    assert (commitment.owner, commitment.beneficiary, commitment.text) == (visitor, host, "A cut-off date")
    assert (commitment.program, commitment.department) == (objective.program, objective.department)
    assert refused.value.reasons == {Reason.PROMISED}


def test_a_promise_serves_an_objective_of_the_pair_between_people_who_were_asked(
    held, program, lead, visitor, outsider, host, now
):
    decision = actions.record_decision(review=held, text="A cut-off date", by=host, at=now)
    foreign = make_objective(program, visitor, lead, title="Of another pair")

    with pytest.raises(ReviewRefused) as refused:
        actions.promise_decision(
            decision=decision,
            objective=foreign,
            owner=visitor,
            beneficiary=outsider,
            due_on=now.date(),
            by=host,
            at=now,
        )

    assert refused.value.reasons == {Reason.FOREIGN_OBJECTIVE, Reason.NOT_ASKED}


def test_a_promise_of_a_review_is_seen_won_and_told_like_any_other(
    held, cohort, objective, lead, visitor, host, outsider, now
):
    decision = actions.record_decision(review=held, text="A cut-off date", by=host, at=now)
    made = actions.promise_decision(
        decision=decision, objective=objective, owner=visitor, beneficiary=host, due_on=now.date(), by=host, at=now
    ).commitment
    in_brief = queries.brief_of(held, at=now).commitments
    for step, by in (("agree", visitor), ("deliver", visitor), ("confirm", host)):
        commitment_actions.take_step(commitment=made, step=step, by=by, at=now)

    wins = commitment_queries.quick_wins(Cohort.objects.all(), with_pairs=True)

    assert in_brief == wins == [made]
    assert commitment_queries.quick_wins(Cohort.objects.all()) == []
    assert [one.told for one in returns.answers_to(objective.department)] == ["A cut-off date"]
    assert commitment_access.commitments_visible_to(lead).get() == made
    assert not commitment_access.commitments_visible_to(outsider).exists()


# The brief --------------------------------------------------------------------------------------


def test_brief_of_shows_what_is_open_and_what_was_decided_last(held, review, attended, visitor, host, now):
    make_measure(held.program.objectives.get())
    actions.record_decision(review=held, text="A cut-off date", by=host, at=now)
    for text, is_visible in (("Seen", True), ("Kept", False)):
        Commitment.objects.create(
            visit=attended, text=text, owner=visitor, beneficiary=host, due_on=now.date(), is_visible=is_visible,
            proposed_by=host, proposed_at=now,
        )  # fmt: skip

    brief = queries.brief_of(review, at=now)

    assert [one.text for one in brief.commitments] == ["Seen"]
    assert brief.commitments_kept == 1
    assert brief.last == held
    assert [one.text for one in brief.last_decisions] == ["A cut-off date"]
    assert brief.measures == 1
    assert brief.visits_held == 0  # it took place before the last review


def test_next_start_keeps_the_wall_clock_over_a_change_of_clocks(now):
    last = datetime.datetime(2026, 1, 12, 10, 0, tzinfo=BERLIN)

    assert rules.next_start(last, BERLIN, now) == datetime.datetime(2026, 4, 13, 10, 0, tzinfo=BERLIN)


@given(st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2030, 1, 1)), st.integers(0, 900))
def test_next_start_is_ahead_and_on_the_same_weekday(last, days):
    last = last.replace(tzinfo=BERLIN)
    now = last + datetime.timedelta(days=days)

    found = rules.next_start(last, BERLIN, now)

    assert found > now
    assert found.astimezone(BERLIN).weekday() == last.weekday()
