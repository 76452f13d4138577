"""A problem has one canonical form."""

import pytest
from hypothesis import given

from programs.matching import model
from programs.matching.model import Day, Visitor, Wish, problem
from tests.matching.instances import problems


@given(problems(with_locks=True))
def test_from_json_undoes_as_json(made):
    written = model.as_json(made)

    read = model.from_json(written)

    assert model.as_json(read) == written


def test_fingerprint_does_not_depend_on_the_order_things_came_in():
    visitors, days = [Visitor(2, 1), Visitor(1, 1)], [Day(8, 1, 10, 1), Day(7, 1, 11, 1)]
    wishes = [Wish(2, 7, 5), Wish(1, 8, 6)]

    one = problem(visitors=visitors, days=days, wishes=wishes)
    other = problem(visitors=visitors[::-1], days=days[::-1], wishes=wishes[::-1])

    assert model.fingerprint(model.as_json(one)) == model.fingerprint(model.as_json(other))


def test_fingerprint_changes_with_a_single_place():
    one = problem(visitors=[], days=[Day(1, 1, 10, 1)], wishes=[])
    other = problem(visitors=[], days=[Day(1, 1, 10, 2)], wishes=[])

    assert model.fingerprint(model.as_json(one)) != model.fingerprint(model.as_json(other))


@pytest.mark.parametrize(
    ("visitors", "days", "wishes"),
    [
        ([Visitor(1, 1), Visitor(1, 2)], [], []),
        ([Visitor(1, 1)], [Day(1, 1, 10, 1)], [Wish(1, 2, 5)]),
        ([Visitor(1, 1)], [Day(1, 1, 10, 1)], [Wish(1, 1, 5), Wish(1, 1, 6)]),
        ([Visitor(1, 1)], [Day(1, 1, 10, 1)], [Wish(1, 1, 1001)]),
        ([Visitor(1, 1)], [Day(1, 1, 10, 1)], [Wish(1, 1, 5, rank=0)]),
        ([], [Day(1, 1, 10, -1)], []),
    ],
)
def test_problem_refuses_what_makes_no_sense(visitors, days, wishes):
    with pytest.raises(ValueError):
        problem(visitors=visitors, days=days, wishes=wishes)
