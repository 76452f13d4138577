"""What a release compares, in words, charts, rows and files."""

import csv
import datetime
import io
import re

import pytest
from django.urls import reverse
from django.utils import translation

from programs import charts
from programs.surveys import comparisons, documents, planning, queries
from programs.surveys.figures import Level
from programs.surveys.models import WaveRelease
from programs.surveys.statistics import overclaims
from tests.charts.sheets import labels, size_of
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department
from tests.factories.surveys import close, discovery_answers, make_company, make_open_wave, make_people, record
from tests.factories.visits import make_visit

LATER = datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC)


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def baseline(program, lead, company):
    small = make_people(make_department("Board Office"), 6)
    wave = make_open_wave(program, lead, departments={person.department for person in [*company, *small]})
    record(wave, discovery_answers(company) + [(person, {"D1": 4, "D2": 2}) for person in small])
    close(wave, lead)
    return wave


@pytest.fixture
def end(program, cohort, lead, host, company, baseline):
    """The second wave, after 45 of IT visited Finance and Sales."""
    it = [person for person in company if person.department.is_it]
    hosting = [person.department for person in company if person.department.name in {"Finance", "Sales"}]
    day = datetime.date(2026, 3, 2)
    for number, person in enumerate(it[:45]):
        offering = make_offering(f"Day {number}", department=hosting[number % 2], contact=host, deputy=lead)
        make_visit(make_enrollment(cohort, person), make_day(offering, day), state="attended")
    departments = {person.department for person in company}
    wave = make_open_wave(
        program, lead, kind="end", departments=departments, at=LATER, closes_on=datetime.date(2026, 7, 24)
    )
    answering = [person for place, person in enumerate(company) if place % 9]
    record(wave, discovery_answers(answering, seed=11), on=wave.closes_on)
    close(wave, lead)
    return wave


@pytest.fixture
def released(end):
    return queries.released_wave(end.release)


def test_charts_begin_where_the_reader_does(released):
    """One test for both directions: the company behind it takes long to make."""
    places = {}

    for language in ("en-gb", "ar"):
        with translation.override(language):
            begins = " ".join(documents.wording(released.questions[0], "it").split()[:2])
            drawn = [
                documents.dumbbell(released, (), width=charts.NARROW),
                comparisons.spread(released, "it").wide,
                comparisons.movement(released)[0].picture.wide,
            ]
        firsts = [next(label for label in labels(svg) if begins in label.text) for svg in drawn]
        places[language] = [
            (first.left, size_of(svg)[0] - first.right) for first, svg in zip(firsts, drawn, strict=True)
        ]

    assert all(left < right for left, right in places["en-gb"])
    assert all(left > right for left, right in places["ar"])


@pytest.mark.parametrize(("sentence", "level"), comparisons.SENTENCES.items())
def test_every_sentence_claims_no_more_than_its_level_carries(sentence, level):
    assert overclaims(sentence, level) == []
    assert level < Level.BY_CHANCE


def test_the_lint_finds_a_sentence_that_claims_too_much():
    assert overclaims("The visits led to trust.", Level.COMPARED) == ["led to"]


def test_taking_part_stands_on_both_sides_with_n_and_the_caveat(released):
    it, business = comparisons.taking_part(released)

    assert it.parts == ("Made a visit", "Made none")
    assert business.parts == ("In departments that hosted", "In the other departments")
    assert "Nobody was assigned by chance" in it.sentence
    assert "not chosen by chance" in business.sentence
    assert "Too few departments" in it.footing
    assert all(share.n >= 10 for side in (it, business) for row in side.rows for _, share in row.shares)


def test_movement_adds_up_to_the_linked_people(released):
    (it, business) = comparisons.movement(released)

    for row in (*it.rows, *business.rows):
        one = row.movement
        assert one.up + one.same + one.down == one.n
        assert one.low <= one.value <= one.high
    assert "of the same" in business.picture.sentence
    assert not it.picture.sentence


def test_doubts_hold_bounds_and_how_those_began_who_did_not_come_back(released):
    rows = comparisons.doubts(released)

    assert len(rows) == 4
    for row in rows:
        low, high = row.worst
        assert low <= row.share.value <= high
        assert row.attrition.n_once + row.attrition.n_twice in {120, 400, 406}


def test_a_release_of_one_wave_compares_nothing(baseline):
    released = queries.released_wave(baseline.release)

    assert comparisons.movement(released) == []
    assert comparisons.taking_part(released) == []
    assert comparisons.department_changes(released, "business") == []
    assert not any(row.attrition for row in comparisons.doubts(released))


def test_results_show_every_comparison_with_a_table_and_charts_described_in_words(client, end, lead):
    client.force_login(lead)

    page = client.get(reverse("surveys:results", args=[end.pk])).text

    for heading in ("How the answers are spread", "How the same people moved", "Who took part", "How sure we can be"):
        assert heading in page
    assert page.count('class="chart"') == page.count("<desc") == 10
    assert len(re.findall(r'id="(chart-[^"]+)"', page)) == len(set(re.findall(r'id="(chart-[^"]+)"', page)))
    assert "Strongly disagree" in page


def test_comparisons_csv_holds_what_the_release_holds(client, end, lead, released):
    client.force_login(lead)

    text = client.get(reverse("surveys:comparisons_csv", args=[end.pk])).text

    rows = list(csv.DictReader(io.StringIO(text)))
    tables = [row["table"] for row in rows]
    assert tables.count("linked") == sum(one.is_linked for one in released.changes)
    assert tables.count("movement") == len(released.movements)
    assert tables.count("part") == len(released.parts)
    assert {row["level"] for row in rows if row["table"] == "contrast"} == {"2"}


def test_department_is_shown_to_its_head_and_to_nobody_elses(client, baseline, visitor, host, lead):
    sales, board = (
        next(one.department for one in baseline.invitations.all() if one.department.name == name)
        for name in ("Sales", "Board Office")
    )
    for department in (sales, board):
        department.lead = visitor
        department.save()
    client.force_login(visitor)

    shown = client.get(reverse("surveys:department", args=[baseline.pk, sales.pk]))
    small = client.get(reverse("surveys:department", args=[baseline.pk, board.pk]))
    index = client.get(reverse("surveys:index")).text
    whole = client.get(reverse("surveys:results", args=[baseline.pk]))
    client.force_login(host)
    foreign = client.get(reverse("surveys:department", args=[baseline.pk, sales.pk]))

    assert shown.status_code == 200
    assert "In Sales" in shown.text
    assert (small.status_code, whole.status_code, foreign.status_code) == (404, 404, 404)
    assert reverse("surveys:department", args=[baseline.pk, sales.pk]) in index
    assert "Board Office" not in index


def test_released_before_returns_the_baseline_and_waves_since(end, baseline, released):
    first = queries.released_wave(WaveRelease.objects.get(wave=baseline))

    assert [one.wave for one in queries.released_before(end, released)] == [baseline.pk]
    assert queries.released_before(baseline, first) == []


# The power calculator -----------------------------------------------------------------------------


def plan(**fields):
    usual = {"before": 0.44, "change": 0.10, "it": 120, "business": 400, "response": 1.0, "is_linked": False}
    return planning.Plan(**usual | {"departments": 400, "icc": 0.0} | fields)


def test_prospect_of_is_the_table_a_lead_sees():
    unlinked = planning.prospect_of(plan())
    linked = planning.prospect_of(plan(is_linked=True, change=0.15))
    sixty = planning.prospect_of(plan(business=60, departments=60))

    assert (unlinked.needed, unlinked.expected, unlinked.is_too_small) == (392, 400, False)
    assert linked.needed == 120
    assert round(100 * sixty.detectable) == 25
    assert sixty.is_too_small


def test_prospect_of_counts_colleagues_for_less():
    apart, together = planning.prospect_of(plan()), planning.prospect_of(plan(departments=10, icc=0.05))

    assert together.design_effect == pytest.approx(1 + 39 * 0.05)
    assert together.worth == 135
    assert together.power < apart.power
    assert together.invitations > apart.invitations


@pytest.mark.parametrize("fields", [{"change": 0.0}, {"change": 0.6}, {"before": 0.05, "change": -0.1}])
def test_prospect_of_refuses_a_change_beyond_everybody(fields):
    with pytest.raises(ValueError):
        planning.prospect_of(plan(**fields))


def test_power_starts_with_the_company_as_it_is_and_warns_plainly(client, lead, program, company):
    client.force_login(lead)
    address = reverse("surveys:power", args=[program.pk])
    usual = {"before": 44, "change": 10, "business": 60, "it": 20, "it_before": 75, "response": 100}
    usual |= {"departments": 60, "against": 10, "icc": "0"}

    start = client.get(address).text
    small = client.get(address, usual).text
    wrong = client.get(address, usual | {"change": 70}).text

    assert 'value="400"' in start or 'value="401"' in start
    assert "With 60 answers only a change above 25 points would stand out from noise." in small
    assert "Choose a change that ends between" in wrong
    assert "would stand out" not in wrong
