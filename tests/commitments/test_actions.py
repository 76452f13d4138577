import datetime

import pytest

from programs.audit.models import Entry
from programs.commitments import actions, queries
from programs.commitments.choices import CommitmentRefusal, CommitmentState, FrictionState
from programs.notifications.models import Letter


@pytest.fixture
def commitment(attended_visit, visitor, host, now):
    return actions.propose_commitment(
        made_at=attended_visit,
        text="Send the file on the second working day",
        owner=visitor,
        beneficiary=host,
        due_on=now.date() + datetime.timedelta(days=7),
        is_visible=True,
        by=visitor,
        at=now,
    )


def _friction(host, now, **fields):
    return actions.report_friction(
        department=host.department,
        system="Ledger",
        step="The export times out",
        minutes_lost=20,
        times_a_month=4,
        workaround="",
        visit=None,
        by=host,
        at=now,
        **fields,
    )


def test_take_step_goes_from_promise_to_quick_win(commitment, visitor, host, now):
    actions.take_step(commitment=commitment, step="agree", by=host, at=now)
    actions.take_step(commitment=commitment, step="deliver", by=visitor, at=now)
    closed = actions.take_step(commitment=commitment, step="confirm", by=host, at=now)

    assert closed.state == CommitmentState.CONFIRMED
    assert queries.quick_wins(type(commitment.visit.cohort).objects.all()) == [commitment]
    assert list(Letter.objects.order_by("id").values_list("to__name", flat=True)) == [
        "Hugo Host",
        "Vera Visser",
        "Hugo Host",
        "Vera Visser",
    ]
    assert set(Entry.objects.values_list("deed", flat=True)) == {
        "propose_commitment",
        "agree_commitment",
        "deliver_commitment",
        "confirm_commitment",
    }


def test_take_step_lets_nobody_close_their_own_promise(commitment, visitor, host, now):
    actions.take_step(commitment=commitment, step="agree", by=host, at=now)
    actions.take_step(commitment=commitment, step="deliver", by=visitor, at=now)

    with pytest.raises(actions.CommitmentRefused) as refused:
        actions.take_step(commitment=commitment, step="confirm", by=visitor, at=now)

    assert refused.value.reasons == {CommitmentRefusal.NOT_YOURS}


def test_remind_owners_reminds_once_on_each_of_three_days(commitment, host, now):
    actions.take_step(commitment=commitment, step="agree", by=host, at=now)
    days = [now + datetime.timedelta(days=offset) for offset in range(16)]

    reminded = [actions.remind_owners(at=day) for day in days for _ in range(2)]

    assert sum(reminded) == 3
    assert Letter.objects.filter(kind="commitments/due").count() == 3


def test_move_friction_tells_the_host_at_each_step(host, visitor, now):
    friction = _friction(host, now)
    due_on = now.date() + datetime.timedelta(days=5)

    actions.move_friction(friction=friction, step="acknowledge", by=visitor, at=now, due_on=due_on)
    actions.move_friction(friction=friction, step="start", by=visitor, at=now)
    closed = actions.move_friction(friction=friction, step="resolve", by=visitor, at=now, reason="Fixed in release 12")

    assert (closed.state, closed.owner, closed.due_on) == (FrictionState.RESOLVED, visitor, due_on)
    assert Letter.objects.filter(to=host, kind="commitments/friction").count() == 3


def test_move_friction_needs_a_reason_not_to_fix(host, visitor, now):
    friction = _friction(host, now)

    with pytest.raises(actions.CommitmentRefused) as refused:
        actions.move_friction(friction=friction, step="refuse", by=visitor, at=now)

    assert refused.value.reasons == {CommitmentRefusal.NEEDS_REASON}
