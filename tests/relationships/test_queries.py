import pytest
from django.urls import reverse

from programs.relationships import actions, queries
from programs.relationships.choices import Strength
from programs.relationships.models import Tie


@pytest.fixture
def both_answered(attended_visit, visitor, host, now):
    actions.check_in(visit=attended_visit, answers={host: (Strength(0), Strength(3))}, by=visitor, at=now)
    actions.check_in(visit=attended_visit, answers={visitor: (Strength(2), Strength(2))}, by=host, at=now)


def test_ties_made_counts_answers_and_mutual_pairs(both_answered, cohort):
    figures = queries.ties_made(cohort)

    assert figures == queries.TieFigures(
        people=2, answers=2, ties_before=1, ties_now=2, new=1, strengthened=1, lost=0, pairs_answered=1, pairs_mutual=1
    )


def test_ties_made_needs_both_sides_for_a_pair(attended_visit, visitor, host, cohort, now):
    actions.check_in(visit=attended_visit, answers={host: (Strength(0), Strength(4))}, by=visitor, at=now)

    figures = queries.ties_made(cohort)

    assert (figures.pairs_answered, figures.pairs_mutual) == (0, 0)


def test_check_in_replaces_an_earlier_answer(both_answered, attended_visit, visitor, host, now):
    actions.check_in(visit=attended_visit, answers={host: (Strength(1), Strength(1))}, by=visitor, at=now)

    assert Tie.objects.filter(person=visitor).values_list("before", "now").get() == (1, 1)


def test_visits_to_check_in_on_ends_with_the_answer(both_answered, attended_visit, visitor, outsider):
    assert queries.visits_to_check_in_on(visitor) == []
    assert queries.visits_to_check_in_on(outsider) == []


@pytest.mark.parametrize("typed", [{}, {"before_{}": "9", "now_{}": "1"}, {"before_{}": "x", "now_{}": ""}])
def test_check_in_answers_bad_input_on_the_page(client, attended_visit, visitor, host, typed):
    client.force_login(visitor)

    answer = client.post(
        reverse("relationships:check_in", args=[attended_visit.pk]),
        {name.format(host.pk): value for name, value in typed.items()},
    )

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.text
    assert not Tie.objects.exists()
