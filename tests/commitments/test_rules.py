import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.commitments import rules
from programs.commitments.choices import CommitmentRefusal, CommitmentState

OWNER, BENEFICIARY = 1, 2
DAY = datetime.date(2026, 3, 2)


def _refused(step, state, by, *, proposed_by=OWNER, reason="because"):
    who = rules.who_may(step, owner=OWNER, beneficiary=BENEFICIARY, proposed_by=proposed_by)
    return {
        refusal.reason
        for refusal in rules.step_refusals(step, state=state, by=by, who=who, who_name="Hugo", reason=reason)
    }


@given(st.sampled_from(CommitmentState), st.sampled_from([OWNER, BENEFICIARY, 3]))
def test_step_refusals_let_only_the_beneficiary_close(state, by):
    refused = _refused("confirm", state, by)

    assert (not refused) == (state == CommitmentState.DELIVERED and by == BENEFICIARY)


@pytest.mark.parametrize(("proposed_by", "agrees"), [(OWNER, BENEFICIARY), (BENEFICIARY, OWNER)])
def test_who_may_lets_the_other_side_agree(proposed_by, agrees):
    who = rules.who_may("agree", owner=OWNER, beneficiary=BENEFICIARY, proposed_by=proposed_by)

    assert who == agrees


def test_step_refusals_name_every_reason():
    refused = _refused("dispute", CommitmentState.AGREED, OWNER, reason=" ")

    assert refused == {CommitmentRefusal.WRONG_STATE, CommitmentRefusal.NOT_YOURS, CommitmentRefusal.NEEDS_REASON}


def test_proposal_refusals_want_two_people_and_a_future():
    refused = rules.proposal_refusals(owner=1, beneficiary=1, due_on=DAY - datetime.timedelta(1), today=DAY)

    assert [refusal.reason for refusal in refused] == [
        CommitmentRefusal.SAME_PERSON,
        CommitmentRefusal.DUE_IN_THE_PAST,
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"is_visible": False}, False),
        ({"state": CommitmentState.DELIVERED}, False),
        ({"closed_on": DAY + datetime.timedelta(91)}, False),
        ({"closed_on": DAY + datetime.timedelta(90)}, True),
        ({"agreed_on": None}, False),
    ],
)
def test_is_quick_win(changes, expected):
    given_ = {"state": CommitmentState.CONFIRMED, "is_visible": True, "agreed_on": DAY, "closed_on": DAY} | changes

    assert rules.is_quick_win(**given_) is expected
