"""What people said, as a snapshot freezes it: from releases and with consent only."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.feedback.models import FigureRelease
from programs.journals import actions as journal_actions
from programs.journals.actions import Wording
from programs.journals.choices import Attribution, Destination, QuoteRefusal, QuoteTone, Visibility
from programs.journals.models import Finding
from programs.relationships.models import Tie
from programs.reports import actions, documents, listening, queries, rules
from programs.reports.figures import from_json
from programs.surveys import queries as survey_queries
from programs.surveys.figures import to_json
from tests.conftest import TODAY
from tests.factories.change import make_pulse
from tests.factories.journals import make_insight, make_reflection
from tests.factories.people import make_department, make_person
from tests.factories.reports import make_attended_visit, make_forms
from tests.factories.surveys import make_people

TEXT = "It took nineteen minutes and nobody was surprised. They were kind about it."


# Forms and the pulse ------------------------------------------------------------------------------------


def make_release(cohort, figures, at):
    tables = to_json(figures)
    return FigureRelease.objects.create(
        cohort=cohort, tables=tables, sha256=survey_queries.hash_of(tables), released_at=at
    )


def test_forms_returns_releases_with_the_latest_first(cohort, now):
    latest, earlier = make_forms(cohort=cohort.pk)
    make_release(cohort, earlier.figures, now - datetime.timedelta(days=30))
    make_release(cohort, latest.figures, now)

    found = listening.forms(cohort)

    assert [one.released_on for one in found] == [now.date(), now.date() - datetime.timedelta(days=30)]
    assert [to_json(one.figures) for one in found] == [to_json(latest.figures), to_json(earlier.figures)]


def test_forms_refuses_a_release_that_was_changed_since(cohort, now):
    tables = to_json(make_forms(cohort=cohort.pk)[0].figures)
    FigureRelease.objects.create(cohort=cohort, tables=tables, sha256="0" * 64, released_at=now)

    with pytest.raises(survey_queries.ReleaseTampered):
        queries.snapshot(cohort, TODAY)


def test_readiness_has_the_sides_by_month_and_the_groups_of_the_latest(program, lead):
    it, sales = make_department("Information Technology", is_it=True), make_department("Sales")
    people = [*make_people(it, 40), *make_people(sales, 40)]
    make_pulse(program, lead, people, lambda one: (5, 4, 4, 2, 1) if one.pk % 4 else (2, 2, 2, 4, 4))

    found = listening.readiness(program)

    assert [len(month.it) for month in found.months] == [5]
    assert found.closed_on == found.months[0].closed_on
    assert {(one.side, one.group.is_side) for one in found.groups} >= {("it", True), ("business", True)}
    assert found.groups[0].focus == "P4"
    assert found.groups[0].shares == found.months[0].it


def test_readiness_before_the_first_pulse_is_nothing(program):
    assert listening.readiness(program) is None


# Quotes -------------------------------------------------------------------------------------------------


@pytest.fixture
def visit(cohort, visitor, host):
    return make_attended_visit(cohort, visitor, contact=host)


@pytest.fixture
def quote(cohort, visit, visitor, lead, now):
    """Words that the visitor gave to the executive page and the lead chose."""
    reflection = make_reflection(visit, visitor, TEXT, visibility=Visibility.LEAD, at=now)
    wording = Wording("It took nineteen minutes", Attribution.ROLE, Destination.BOARD, QuoteTone.CRITICAL)
    given = journal_actions.offer_quote(reflection=reflection, wording=wording, by=visitor, at=now)
    journal_actions.choose_quotes(cohort=cohort, destination=Destination.BOARD, quotes=[given], by=lead, at=now)
    return given


def test_take_snapshot_prints_the_quote_so_that_it_cant_be_taken_back(cohort, quote, visitor, lead, now):
    taken = actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY)

    with pytest.raises(journal_actions.JournalRefused) as refused:
        journal_actions.withhold_quote(quote=quote, by=visitor, at=now)

    assert refused.value.reasons == {QuoteRefusal.PRINTED}
    (board,) = from_json(taken.data).quotes
    assert [(one.text, one.role) for one in board.quotes] == [("It took nineteen minutes", "visitor")]
    assert board.selected_by == lead.name


def test_take_snapshot_has_no_quote_that_was_taken_back_before(cohort, quote, visitor, lead, now):
    journal_actions.withhold_quote(quote=quote, by=visitor, at=now)

    taken = actions.take_snapshot(cohort=cohort, by=lead, at=now, on=TODAY)

    assert from_json(taken.data).quotes == ()


def test_quotes_are_kept_without_a_language(cohort, quote):
    figures = queries.snapshot(cohort, TODAY)

    told = documents.report(figures, "0" * 64, edition="board").summary.voices.quotes

    assert [(one.text, one.who) for one in told] == [("“It took nineteen minutes”", "a visitor")]
    assert "a visitor" not in str(to_json(figures))


@pytest.mark.parametrize(
    ("quotes", "room", "expected"),
    [
        ([(False, 2), (False, 1), (True, 3), (True, 2)], 4, (1, 3)),
        ([(False, 2), (True, 3)], 4, (1,)),
        ([(False, 1), (True, 5)], 4, ()),
        ([(False, 1)], 4, ()),
        ([(True, 1)], 1, (0,)),
        ([], 4, ()),
    ],
)
def test_shortest_of_each_never_prints_praise_alone(quotes, room, expected):
    assert rules.shortest_of_each(quotes, room) == expected


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 9)), max_size=6), st.integers(-2, 9))
def test_shortest_of_each_fits_and_holds_a_critical_one(quotes, room):
    chosen = [quotes[at] for at in rules.shortest_of_each(quotes, room)]

    assert sum(lines for _critical, lines in chosen) <= max(room, 0)
    assert not chosen or sum(critical for critical, _lines in chosen) == 1


# By department ------------------------------------------------------------------------------------------


def told_visits(cohort, department, people):
    contact = make_person(f"Contact of {department}", department=department)
    return [make_attended_visit(cohort, person, contact=contact, on=TODAY - datetime.timedelta(days=7 + at))
            for at, person in enumerate(people)]  # fmt: skip


def make_visitors(count, name="Visitor"):
    it = make_department("Information Technology", is_it=True)
    return [make_person(f"{name} {at}", department=it) for at in range(count)]


def test_department_themes_need_enough_people_here_and_elsewhere(cohort, program, finance, lead, now):
    legal = make_department("Legal")
    visits = [*told_visits(cohort, finance, make_visitors(6)), *told_visits(cohort, legal, make_visitors(2, "Other"))]
    finding = Finding.objects.create(program=program, kind="pain", title="It waits", made_by=lead, made_at=now)
    cards = [make_insight(visit, visit.visitor, f"It waits {visit.pk}", at=now) for visit in visits]
    for card in cards[:6]:
        card.finding = finding
        card.save()

    only_here = listening.department_themes(program)
    for card in cards[6:]:
        card.finding = finding
        card.save()
    two_elsewhere = listening.department_themes(program)

    assert [(one.title, one.people) for one in only_here] == [("It waits", 6)]
    assert two_elsewhere == ()


def test_department_ties_need_enough_people_here_and_elsewhere(cohort, finance):
    legal = make_department("Legal")
    tie = {"before": 0, "now": 3, "on": TODAY}
    for visit in told_visits(cohort, finance, make_visitors(6)):
        Tie.objects.create(visit=visit, person=visit.visitor, other=visit.day.offering.contact, **tie)
    only_here = listening.department_ties(cohort)
    for visit in told_visits(cohort, legal, make_visitors(2, "Other")):
        Tie.objects.create(visit=visit, person=visit.visitor, other=visit.day.offering.contact, **tie)

    two_elsewhere = listening.department_ties(cohort)

    assert [(one.ties.people, one.ties.new) for one in only_here] == [(6, 6)]
    assert two_elsewhere == ()
