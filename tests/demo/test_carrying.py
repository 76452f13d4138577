"""The demo's people carry the programme: every page of the people side has something to show."""

import datetime
import random

import pytest

from programs.change import checklist, queries
from programs.change.choices import Element
from programs.change.records import records_of
from programs.concerns import queries as concern_queries
from programs.demo import carrying, voices
from programs.plans import queries as plan_queries
from tests.factories.cohorts import make_cohort, make_enrollment, make_role
from tests.factories.people import make_department, make_person
from tests.factories.surveys import make_people

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def cast(program, it_department):
    finance, operations = make_department("Finance"), make_department("Operations")
    people = {
        "lena": make_person("Lena", department=make_department("People & Culture")),
        "sven": make_person("Sven", department=operations),
        "nadia": make_person("Nadia", department=it_department),
        "marco": make_person("Marco", department=it_department),
        "hanna": make_person("Hanna", department=finance),
    }
    make_role(program, people["lena"])
    make_role(program, people["sven"], kind="sponsor")
    hosts = [finance, operations, make_department("Procurement"), make_department("Legal")]
    cohort = make_cohort(program, departments=hosts, starts_on=TODAY, ends_on=TODAY + datetime.timedelta(days=60))
    make_enrollment(cohort, people["nadia"])
    for department in (*hosts, it_department):
        make_people(department, 60)
    return people


def test_carry_and_voices_leave_something_on_every_page(program, cast):
    voices.let_people_speak(program, cast, today=TODAY)
    carrying.carry(program, cast, today=TODAY, rng=random.Random(7))

    pulse = queries.pulse_of(program)
    coverage = {one.department.name: one for one in queries.coverage_of(program, today=TODAY)}
    assert {one.name: one.focus.element for one in pulse.groups}["IT"] == Element.ABLE
    assert len(pulse.months) == 2
    assert (coverage["Legal"].champions, len(coverage["Operations"].champions)) == ([], 2)
    assert coverage["Procurement"].silent
    assert queries.sponsors_of(program)[0].done == 2
    assert queries.public_thanks().count() == 3
    assert len(plan_queries.risks_of(program)) == 5
    assert plan_queries.milestones_of(program).count() == 7
    assert any(message.said_on is None for message in plan_queries.messages_of(program))
    assert concern_queries.figures_of(program, on=TODAY).median_days == 3
    assert len(checklist.steps_of(records_of(program, today=TODAY))) == 8
