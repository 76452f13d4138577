"""The eight steps follow the records: each is missing at first, and met once its records are there."""

import datetime
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from programs.change import checklist
from programs.change.choices import StepName
from programs.change.records import records_of
from programs.commitments.models import Commitment, Friction
from programs.hosting.models import HostingPattern
from programs.relationships.models import Tie
from programs.surveys.models import Wave
from tests.factories.change import make_champion, make_sponsor_action
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.concerns import make_change, make_concern, make_consultation
from tests.factories.hosting import make_day
from tests.factories.objectives import make_objective
from tests.factories.people import make_person
from tests.factories.plans import make_message
from tests.factories.surveys import close, make_instrument, make_open_wave, make_people, record, some_answers
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 2)
AT = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def steps(program, lead):
    def made():
        return {one.name: one for one in checklist.steps_of(records_of(program, today=TODAY))}

    return made


def test_steps_of_an_empty_program_are_all_missing_with_a_page_to_mend_each(program, lead, cohort, steps):
    found = steps()

    assert list(found) == list(StepName)
    assert [one.name for one in found.values() if one.is_met] == []
    for one in found.values():
        assert one.next
        assert resolve(one.url)


def test_urgency_is_met_by_a_released_baseline(program, lead, host, visitor, steps):
    people = [*make_people(host.department, 30), *make_people(visitor.department, 30)]
    wave = make_open_wave(program, lead)
    before = steps()[StepName.URGENCY].is_met
    draw = random.Random(3)
    record(wave, [(person, some_answers(draw)) for person in people])
    close(wave, lead)

    assert not before
    assert steps()[StepName.URGENCY].is_met


def test_coalition_needs_a_sponsors_deed_a_sponsors_visit_and_champions(
    program, cohort, enrollment, offering, sponsor, host, visitor, steps
):
    make_sponsor_action(program, sponsor, done_on=TODAY, evidence="Town hall")
    own = make_enrollment(cohort, sponsor)
    make_visit(own, make_day(offering, datetime.date(2026, 3, 1)), state="attended")
    for person in (host, visitor, sponsor):
        before = steps()[StepName.COALITION].is_met
        make_champion(program, person)

    assert not before
    assert steps()[StepName.COALITION].is_met


def test_vision_needs_a_purpose_an_agreed_objective_and_a_draft_put_to_comment(program, lead, visitor, host, steps):
    program.purpose = "To know each other's work."
    program.save()
    make_objective(program, visitor, host)
    before = steps()[StepName.VISION]
    make_consultation(program, lead)

    assert [one.is_there for one in before.evidence] == [True, True, False]
    assert before.url == reverse("concerns:you_said")
    assert steps()[StepName.VISION].is_met


def test_volunteers_are_people_enrolled_and_a_message_said(program, cohort, lead, it_department, steps):
    make_message(program, lead, said_on=TODAY, letters=3)
    for number in range(5):
        before = steps()[StepName.VOLUNTEERS].is_met
        make_enrollment(cohort, make_person(f"Ivo {number}", department=it_department))

    assert not before
    assert steps()[StepName.VOLUNTEERS].is_met


def test_barriers_fall_by_a_resolved_friction_and_an_answer_and_rise_with_a_late_one(
    program, cohort, host, lead, steps
):
    Friction.objects.create(
        department=host.department, reported_by=host, system="Ledger", step="Slow", minutes_lost=5, times_a_month=4,
        state="resolved", owner=lead, due_on=TODAY, reported_at=AT,
    )  # fmt: skip
    make_concern(program, state="answered", answer="Yes.", answered_on=TODAY)
    met = steps()[StepName.BARRIERS].is_met
    make_concern(program, state="taken_on", owner=lead, due_on=TODAY - datetime.timedelta(days=1))

    assert met
    assert not steps()[StepName.BARRIERS].is_met


def test_wins_are_confirmed_promises_kept_within_90_days(program, enrollment, offering, visitor, host, steps):
    visit = make_visit(enrollment, make_day(offering, datetime.date(2026, 2, 16)), state="debriefed")
    row = Commitment.objects.create(
        visit=visit, text="T", owner=visitor, beneficiary=host, due_on=TODAY, proposed_by=visitor, proposed_at=AT,
        agreed_at=AT, delivered_at=AT, state="delivered",
    )  # fmt: skip
    before = steps()[StepName.WINS].is_met
    Commitment.objects.filter(pk=row.pk).update(state="confirmed", closed_at=AT)

    assert not before
    assert steps()[StepName.WINS].is_met


def test_it_goes_on_with_a_second_wave_and_visits_in_two_cohorts(program, enrollment, offering, visitor, steps):
    Wave.objects.create(program=program, instrument=make_instrument(), kind="end", state="closed", closes_on=TODAY)
    make_visit(enrollment, make_day(offering, datetime.date(2026, 3, 1)), state="attended")
    before = steps()[StepName.SUSTAIN].is_met
    later = make_enrollment(make_cohort(program, name="Autumn 2026"), visitor)
    make_visit(later, make_day(offering, datetime.date(2026, 2, 9)), state="attended")

    assert not before
    assert steps()[StepName.SUSTAIN].is_met


def test_a_habit_is_recurring_days_ties_after_90_days_and_changes(
    program, enrollment, offering, lead, visitor, host, steps
):
    HostingPattern.objects.create(
        offering=offering, weekday=0, from_on=TODAY, until_on=TODAY + datetime.timedelta(days=90), places=2
    )
    make_change(program, lead, concern=make_concern(program))
    visit = make_visit(enrollment, make_day(offering, datetime.date(2026, 2, 16)), state="debriefed")
    people = make_people(host.department, program.score_threshold)
    for place, person in enumerate(people):
        before = steps()[StepName.ANCHOR].is_met
        Tie.objects.create(visit=visit, person=person, other=visitor, now=2, source="check_in", after_days=90, on=TODAY)
        assert not before, place

    assert steps()[StepName.ANCHOR].is_met


def test_the_hub_shows_the_steps_and_what_to_do_next(client, program, cohort, lead):
    client.force_login(lead)

    shown = client.get(reverse("change:program", args=[program.pk])).content.decode()

    assert "Sponsors and champions carry it" in shown
    assert "Ask the baseline and close it before the first visits." in shown


def test_the_hub_and_the_steps_cost_the_same_for_one_record_and_for_many(client, program, lead, sponsor, cohort):
    def add(number):
        make_message(program, lead, text=f"Message {number}")
        make_sponsor_action(program, sponsor)
        make_change(program, lead, concern=make_concern(program))
        make_consultation(program, lead)
        make_champion(program, make_person(f"Champion {number}", department=lead.department))

    def cost(name):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name, args=[program.pk]))
        return len(asked)

    client.force_login(lead)
    add(0)
    few = [cost("change:program"), cost("change:checklist")]
    for number in range(1, 4):
        add(number)

    many = [cost("change:program"), cost("change:checklist")]

    assert few == many
    assert many[0] <= 20
    assert many[1] <= 15
