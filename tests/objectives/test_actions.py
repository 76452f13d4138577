"""Agreeing on objectives, and noting readings."""

import dataclasses
import datetime
from decimal import Decimal

import pytest

from programs.notifications.models import Letter
from programs.objectives import actions, importing
from programs.objectives.actions import Figure, Goal, NewReading, ObjectiveRefused
from programs.objectives.choices import ObjectiveState, Reason
from programs.objectives.models import Reading
from tests.factories.objectives import make_measure, make_objective, make_reading

FIRST = datetime.date(2026, 2, 1)


@pytest.fixture
def goal(visitor, host):
    return Goal("Paid in five days", "Suppliers wait.", visitor, host, FIRST, FIRST + datetime.timedelta(days=300))


@pytest.fixture
def objective(program, visitor, host):
    return make_objective(program, visitor, host)


@pytest.fixture
def measure(objective):
    return make_measure(objective)


def drafted(program, goal, by, now, **sides):
    sides = {"it_department": goal.it_owner.department, "department": goal.owner.department} | sides
    return actions.draft_objective(program=program, goal=goal, by=by, at=now, **sides)


def test_an_objective_is_agreed_when_both_owners_have_said_yes(program, goal, visitor, host, lead, now):
    objective = drafted(program, goal, lead, now)
    asked = set(Letter.objects.values_list("to__name", flat=True))
    half = actions.agree_objective(objective=objective, by=visitor, at=now)
    whole = actions.agree_objective(objective=objective, by=host, at=now)

    assert asked == {visitor.name, host.name}
    assert half.state == ObjectiveState.DRAFT
    assert whole.state == ObjectiveState.AGREED
    assert Letter.objects.filter(to=visitor, subject__startswith="Both sides agreed").count() == 1


def test_nobody_agrees_twice_or_for_a_side_that_is_not_theirs(program, goal, visitor, lead, now):
    objective = drafted(program, goal, lead, now)
    actions.agree_objective(objective=objective, by=visitor, at=now)

    for person in (visitor, lead):
        with pytest.raises(ObjectiveRefused) as refused:
            actions.agree_objective(objective=objective, by=person, at=now)
        assert refused.value.reasons == {Reason.ALREADY_AGREED}


def test_a_change_takes_both_agreements_back_and_asks_anew(objective, goal, visitor, host, now):
    changed = actions.edit_objective(objective=objective, goal=goal, by=host, at=now)

    assert changed.state == ObjectiveState.DRAFT
    assert (changed.it_agreed_at, changed.agreed_at) == (None, None)
    assert [letter.to for letter in Letter.objects.all()] == [visitor]


def test_saving_without_a_change_keeps_the_agreements(objective, visitor, host, now):
    same = Goal(**{one.name: getattr(objective, one.name) for one in dataclasses.fields(Goal)})

    assert actions.edit_objective(objective=objective, goal=same, by=host, at=now).state == ObjectiveState.AGREED
    assert not Letter.objects.exists()


def test_an_objective_needs_it_on_one_side_and_owners_who_work_there(program, goal, host, finance, lead, now):
    wrong = dataclasses.replace(goal, it_owner=host, ends_on=FIRST - datetime.timedelta(days=1))

    with pytest.raises(ObjectiveRefused) as refused:
        drafted(program, wrong, lead, now, it_department=lead.department, department=finance)

    assert refused.value.reasons == {Reason.ONE_SIDE_IS_IT, Reason.OWNER_ELSEWHERE, Reason.ENDS_BEFORE}


def test_a_pair_has_one_objective_of_a_name(program, objective, goal, lead, now):
    with pytest.raises(ObjectiveRefused) as refused:
        drafted(program, dataclasses.replace(goal, title=objective.title), lead, now)

    assert refused.value.reasons == {Reason.TITLE_TAKEN}


def test_a_closed_objective_takes_nothing_more(objective, measure, goal, host, now):
    actions.close_objective(objective=objective, outcome="Reached", by=host, at=now)
    measure.refresh_from_db()

    for act in (
        lambda: actions.edit_objective(objective=objective, goal=goal, by=host, at=now),
        lambda: actions.add_measure(objective=objective, figure=figure(), by=host, at=now),
        lambda: actions.note_readings(readings=[NewReading(measure, FIRST, Decimal(8))], by=host, at=now),
    ):
        with pytest.raises(ObjectiveRefused) as refused:
            act()
        assert refused.value.reasons == {Reason.IS_CLOSED}


def figure(**fields):
    values = {
        "name": "Days to pay", "unit": "days", "direction": "down", "baseline": Decimal(10), "baseline_on": FIRST,
        "target": Decimal(5), "target_on": FIRST + datetime.timedelta(days=100), "every_days": 31,
    }  # fmt: skip
    return Figure(**values | fields)


def test_a_measure_that_points_the_wrong_way_is_refused_before_the_database_does(objective, host, now):
    with pytest.raises(ObjectiveRefused) as refused:
        actions.add_measure(objective=objective, figure=figure(target=Decimal(11)), by=host, at=now)

    assert refused.value.reasons == {Reason.WRONG_WAY}


def test_a_correction_needs_a_word_and_keeps_the_old_reading(measure, host, now):
    old = make_reading(measure, FIRST, "9")
    with pytest.raises(ObjectiveRefused) as refused:
        actions.note_readings(readings=[NewReading(measure, FIRST, Decimal(8))], by=host, at=now)
    [new] = actions.note_readings(
        readings=[NewReading(measure, FIRST, Decimal(8), note="A typing error")], by=host, at=now
    )

    old.refresh_from_db()
    assert refused.value.reasons == {Reason.NEEDS_NOTE}
    assert new.corrects == old
    assert (old.value, old.is_standing, new.is_standing) == (Decimal(9), False, True)


def test_readings_are_noted_all_or_not_at_all(measure, host, now):
    good = NewReading(measure, FIRST, Decimal(8))
    late = NewReading(measure, now.date() + datetime.timedelta(days=1), Decimal(8))

    with pytest.raises(ObjectiveRefused) as refused:
        actions.note_readings(readings=[good, late], by=host, at=now)

    assert refused.value.reasons == {Reason.FUTURE}
    assert not Reading.objects.exists()


def test_a_gap_is_noted_by_nobody_and_taken_over_once_for_a_wave(objective, host, now):
    measure = make_measure(objective, name="Gap", baseline="31", target="20", gap_item="D1")
    with pytest.raises(ObjectiveRefused) as refused:
        actions.note_readings(readings=[NewReading(measure, FIRST, Decimal(25))], by=host, at=now)
    taken = [
        actions.take_over_gap(measure=measure, wave=7, on=FIRST, points=Decimal(25), source="Midpoint", at=now)
        for _ in range(2)
    ]

    assert refused.value.reasons == {Reason.FROM_SURVEY}
    assert taken == [True, False]
    assert [row.value for row in measure.readings.all()] == [Decimal(25)]


# Files ----------------------------------------------------------------------------------------


def test_plan_for_says_of_each_row_what_it_would_do(objective, measure, now):
    make_reading(measure, FIRST, "9")
    content = (
        b"Measure;Date;Value;Note\n"
        b"days to pay;2026-02-08;8,5;\n"
        b"Days to pay;2026-02-01;8;counted anew\n"
        b"Days to pay;2026-02-08;7;\n"
        b"Nobody knows;yesterday;many;\n"
    )

    plan = importing.plan_for(objective, content, today=now.date())

    assert [[refusal.reason for refusal in line.refusals] for line in plan.lines] == [
        [],
        [],
        [Reason.TWICE],
        [Reason.UNKNOWN_MEASURE, Reason.NOT_A_DATE, Reason.NOT_A_NUMBER],
    ]
    assert plan.is_refused
    assert plan.lines[1].replaces.value == Decimal(9)
    assert plan.lines[0].reading.value == Decimal("8.5")


def test_plan_for_a_file_without_its_columns_or_rows_says_so(objective, now):
    missing = importing.plan_for(objective, b"measure,day\nDays to pay,2026-02-01\n", today=now.date())
    empty = importing.plan_for(objective, b"", today=now.date())

    assert [refusal.facts["name"] for refusal in missing.refusals] == ["date", "value"]
    assert empty.is_refused
