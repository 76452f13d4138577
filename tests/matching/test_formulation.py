"""The matrix: its relaxation is as tight as the rules allow, where hosting hours are scarce too."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from programs.matching.formulation import RowKind, formulate, most_within, values_of
from programs.matching.model import Budget, Day, LevelName, Visitor, Wish, problem
from programs.matching.search import Matrix, maximise

TUESDAY = 739_702


@given(st.integers(0, 40), st.lists(st.integers(1, 15), max_size=6))
def test_most_within_is_the_best_of_all_choices(limit, parts):
    sums = (sum(chosen) for count in range(len(parts) + 1) for chosen in combinations(parts, count))

    assert most_within(limit, parts) == max(one for one in sums if one <= limit)


def _scarce(minutes, *, budget, places=2):
    """Four people who would all come on any of the days of one department."""
    people = [Visitor(key, 1) for key in range(1, 5)]
    days = [
        Day(key, 1, TUESDAY + key, places, month=9, minutes=minutes) for key, minutes in enumerate(minutes, start=1)
    ]
    wishes = [Wish(who.key, day.key, 100) for who in people for day in days]
    return problem(visitors=people, days=days, wishes=wishes, budgets=[Budget(1, 9, budget)])


def _relaxed(made):
    matrix = Matrix(formulate(made))
    return maximise(matrix, matrix.formulation.objective(LevelName.PREFERENCE), seconds=10, is_relaxed=True).value


def test_formulate_lets_half_an_opening_hold_half_the_places():
    assert _relaxed(_scarce([240, 240, 240], budget=240)) == 200


def test_formulate_writes_a_day_with_one_place_as_one_row():
    made = _scarce([240, 240], budget=240, places=1)

    assert not (formulate(made).kind == RowKind.OPENING).any()
    assert _relaxed(made) == 100


def test_formulate_spends_no_hours_that_no_choice_of_days_adds_up_to():
    assert _relaxed(_scarce([180, 180, 180], budget=350)) == 200


def test_values_of_opens_the_days_that_a_plan_uses():
    made = _scarce([240, 240], budget=240, places=1)
    formulation = formulate(made)

    values = values_of(formulation, [(1, 1)])

    assert Matrix(formulation).holds(values)
    assert values[made.size : formulation.served_from].tolist() == [1, 0]
