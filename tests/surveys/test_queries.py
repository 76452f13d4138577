"""Figures as other rooms get them."""

import datetime

import pytest

from programs.surveys import figures, queries
from programs.surveys.models import WaveRelease
from tests.factories.people import make_department
from tests.factories.surveys import (
    OPENED_AT,
    close,
    discovery_answers,
    make_company,
    make_open_wave,
    make_wave,
    record,
)


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def departments(company):
    return {person.department for person in company}


@pytest.fixture
def baseline(program, lead, company, departments):
    wave = make_open_wave(program, lead, departments=departments)
    record(wave, discovery_answers(company))
    close(wave, lead)
    return wave


@pytest.fixture
def end(program, lead, company, departments, baseline):
    wave = make_open_wave(
        program,
        lead,
        kind="end",
        departments=departments,
        at=datetime.datetime(2026, 7, 6, 9, 0, tzinfo=datetime.UTC),
        closes_on=datetime.date(2026, 7, 24),
    )
    record(wave, discovery_answers(company, seed=8), on=wave.closes_on)
    close(wave, lead)
    return wave


def test_released_waves_computes_the_discovery_from_single_answers(baseline, program):
    (released,) = queries.released_waves(program)

    it, business = released.share("D1", "it"), released.share("D1", "business")
    against = released.share("D3r", "business")
    gap = released.gap("D1")
    assert (it.value, it.n) == (0.75, 120)
    assert (business.value, business.n) == (0.44, 400)
    assert (against.value, against.n) == (0.56, 400)
    assert [round(bound, 4) for bound in (gap.value, gap.low, gap.high)] == [0.31, 0.2124, 0.3939]
    assert released.rate("business").value == 1.0
    assert len(released.groups("business")) == 9


def test_released_waves_changes_when_one_answer_is_another(program, lead, company, departments):
    rows = discovery_answers(company)
    for _, answers in rows:
        if answers["D1"] >= 4:
            answers["D1"] = 1
            break
    wave = make_open_wave(program, lead, departments=departments)
    record(wave, rows)

    close(wave, lead)

    (released,) = queries.released_waves(program)
    assert released.share("D1", "it").value == pytest.approx(89 / 120)


def test_released_waves_costs_one_query(end, program, django_assert_num_queries):
    with django_assert_num_queries(1):
        waves = queries.released_waves(program)

    assert [wave.kind for wave in waves] == ["baseline", "end"]


def test_released_wave_refuses_tables_that_were_changed(baseline):
    row = WaveRelease.objects.get(wave=baseline)
    row.tables["results"][0]["share"]["value"] = 0.99

    with pytest.raises(queries.ReleaseTampered):
        queries.released_wave(row)


def test_gap_story_is_empty_until_a_baseline_has_closed(program, lead, company, departments):
    make_open_wave(program, lead, departments=departments)

    assert queries.gap_story(program) is None
    assert not queries.baseline_is_closed(program)


def test_gap_story_has_no_after_until_a_second_wave_has_closed(baseline, program):
    story = queries.gap_story(program)

    assert queries.baseline_is_closed(program)
    assert story.after is None
    assert story.headline.question.construct == "D1"
    assert (story.headline.after, story.headline.change) == (None, None)


def test_gap_story_follows_linked_people(end, program):
    story = queries.gap_story(program)

    change = story.headline.change
    assert (story.before.kind, story.after.kind) == ("baseline", "end")
    assert change.business.is_linked
    assert change.business.n == 400
    assert change.business.up + change.business.down + change.business.stayed == 400
    assert change.value == pytest.approx(change.it.value - change.business.value)
    assert change.story == "no_clear_change"


def test_baseline_is_closed_looks_at_the_cohort(program, lead, company, departments, cohort):
    wave = make_open_wave(program, lead, departments=departments, cohort=cohort)
    record(wave, discovery_answers(company))
    close(wave, lead)

    assert queries.baseline_is_closed(program, cohort)
    assert not queries.baseline_is_closed(program, type(cohort)(pk=cohort.pk + 1, program=program))


def publish(wave, *groups):
    """A release that shows one item in some groups of the business, and nothing else."""
    day = OPENED_AT.date()
    results = tuple(
        figures.ItemResult("D1", "business", group, figures.Share(0.5, 0.3, 0.7, 20, note=figures.Note.SHOWN))
        for group in groups
    )
    released = figures.ReleasedWave(
        wave.pk, wave.program_id, wave.kind, day, day, 5, 10, None, (), (), results, (), (), (), (), ()
    )
    tables = figures.to_json(released)
    at = OPENED_AT + datetime.timedelta(days=wave.pk)
    return WaveRelease.objects.create(wave=wave, tables=tables, sha256=queries.hash_of(tables), released_at=at)


def test_departments_released_to_keeps_the_last_release_that_shows_the_department(program, lead):
    finance, legal = make_department("Finance"), make_department("Legal")
    lead.led_departments.set([finance, legal])
    first, other = make_wave(program, lead), make_wave(program, lead, kind="other")
    publish(first, figures.Group(f"department-{finance.pk}", "Finance", (finance.pk,)))
    publish(other)

    found = queries.departments_released_to(lead)

    assert found == [(first, finance)]


def test_waves_beside_the_programme_are_called_by_their_questionnaire(program, lead, django_assert_num_queries):
    make_open_wave(program, lead)
    make_open_wave(program, lead, kind="other")

    with django_assert_num_queries(1):
        names = [wave.name for wave in queries.waves_sent(program)]

    assert names == ["Baseline", "Discovery"]
