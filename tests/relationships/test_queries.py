import datetime

import pytest
from django.urls import reverse

from programs.notifications.models import Letter
from programs.relationships import actions, queries, tasks
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


@pytest.mark.parametrize(
    ("passed", "asked"), [(29, None), (30, 30), (74, 30), (80, None), (90, 90), (180, 180), (270, None)]
)
def test_later_check_ins_are_asked_in_their_time(both_answered, attended_visit, visitor, passed, asked):
    today = attended_visit.on + datetime.timedelta(days=passed)

    due = queries.later_check_ins_due(visitor, today)

    assert [days for _visit, days in due] == ([asked] if asked else [])


def test_later_check_ins_end_with_the_answer_and_need_a_first_one(both_answered, attended_visit, visitor, host, now):
    today = attended_visit.on + datetime.timedelta(days=31)

    actions.check_in_later(visit=attended_visit, after_days=30, answers={host: Strength(2)}, by=visitor, at=now)

    assert queries.later_check_ins_due(visitor, today) == []
    Tie.objects.filter(person=host).delete()
    assert queries.later_check_ins_due(host, today) == []


def test_persistence_counts_ties_that_lasted(both_answered, attended_visit, visitor, host, cohort, now):
    actions.check_in_later(visit=attended_visit, after_days=30, answers={host: Strength(1)}, by=visitor, at=now)
    actions.check_in_later(visit=attended_visit, after_days=30, answers={visitor: Strength(3)}, by=host, at=now)

    first, second, _third = queries.persistence(cohort)

    assert (first.asked, first.kept, first.people) == (2, 1, 2)
    assert second.asked == 0


def test_contacts_of_shows_the_latest_word(both_answered, attended_visit, visitor, host, now):
    later = now + datetime.timedelta(days=40)
    actions.check_in_later(visit=attended_visit, after_days=30, answers={host: Strength(4)}, by=visitor, at=later)

    (contact,) = queries.contacts_of(visitor)

    assert (contact.other, contact.first.before, contact.latest.now) == (host, 0, 4)


def test_ask_to_look_back_writes_one_letter_for_each_visit_and_time(both_answered, attended_visit, visitor):
    moment = datetime.datetime.combine(attended_visit.on + datetime.timedelta(days=31), datetime.time(7), datetime.UTC)

    tasks.ask_to_look_back.enqueue(moment.isoformat())
    tasks.ask_to_look_back.enqueue((moment + datetime.timedelta(days=1)).isoformat())

    assert Letter.objects.filter(kind="relationships/look_back", to=visitor).count() == 1
