"""The monthly pulse: asked through the surveys room, shown as its gateway released it."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.change import actions, queries, rules, tasks
from programs.change.choices import ChangeRefusal, Element
from programs.change.models import PulsePlan, PulseTask
from programs.change.refused import ChangeRefused
from programs.surveys.figures import Note, Share
from programs.surveys.models import Invitation, Wave, WaveRelease
from tests.factories.change import make_pulse, make_pulse_plan, make_task
from tests.factories.cohorts import make_cohort
from tests.factories.people import make_department
from tests.factories.surveys import make_people

pytestmark = pytest.mark.django_db

SHARES = st.integers(0, 20).map(lambda twentieths: twentieths / 20)
EIGHT_FORTY = datetime.datetime(2026, 3, 2, 7, 40, tzinfo=datetime.UTC)
"""08:40 in Berlin, the server's zone."""


def _answers(person):
    """Most of IT can't find the time, most others don't know why. One in five says the opposite."""
    usual = (5, 5, 4, 2, 1) if person.department.is_it else (2, 5, 5, 5, 1)
    return tuple(6 - one for one in usual) if person.pk % 5 == 0 else usual


@pytest.fixture
def released(program, lead):
    """40 people of IT, of Sales and of Marketing each, and 6 of Legal, answered the pulse of February."""
    sizes = {make_department("Information Technology", is_it=True): 40, make_department("Sales"): 40}
    sizes |= {make_department("Marketing"): 40, make_department("Legal"): 6}
    people = [person for department, size in sizes.items() for person in make_people(department, size)]
    return make_pulse(program, lead, people, _answers)


# The first weak element --------------------------------------------------------------------------


def _shares(*values):
    return {element.value: Share(value=value, note=Note.SHOWN) for element, value in zip(Element, values, strict=True)}


def test_focus_of_is_the_first_in_order_not_the_lowest():
    assert rules.focus_of(_shares(0.8, 0.59, 0.9, 0.1, 0.0)) == rules.Focus(Element.WANT, is_sure=True)
    assert rules.focus_of(_shares(0.6, 0.6, 0.6, 0.6, 0.6)) == rules.Focus(None, is_sure=True)


def test_focus_of_takes_the_limit_of_the_programme():
    shares = _shares(0.65, 0.8, 0.8, 0.8, 0.8)

    assert rules.focus_of(shares).element is None
    assert rules.focus_of(shares, 70).element == Element.WHY
    assert rules.focus_of(shares, 65).element is None


def test_focus_of_uses_bounds_and_says_when_something_is_hidden():
    shares = _shares(0.9, 0.9, 0.1, 0.9, 0.9) | {"P1": Share(), "P3": Share(value=0.1, note=Note.AT_MOST)}

    assert rules.focus_of(shares) == rules.Focus(Element.HOW, is_sure=False)
    assert rules.focus_of({}) == rules.Focus(None, is_sure=False)


@given(st.lists(SHARES, min_size=5, max_size=5))
def test_focus_of_leaves_only_strong_elements_before_it(values):
    focus = rules.focus_of(_shares(*values))

    weak = [element for element, value in zip(Element, values, strict=True) if value < rules.WEAK_PERCENT / 100]
    assert focus.element == (weak[0] if weak else None)


# What is shown -----------------------------------------------------------------------------------


def test_pulse_of_shows_what_was_released_by_side_and_group(program, released, django_assert_num_queries):
    with django_assert_num_queries(1):
        pulse = queries.pulse_of(program)

    focus = {one.name: one.focus.element for one in pulse.groups}
    assert focus["IT"] == Element.ABLE
    assert focus["Business"] == Element.WHY
    assert [side for side, _shares in pulse.months[0][1]] == ["IT", "Business"]
    assert pulse.closed_on == released.closes_on
    by_name = {one.name: dict(one.shares) for one in pulse.groups}
    assert by_name["IT"][Element.WANT].value == pytest.approx(0.8)
    assert by_name["Business"][Element.WHY].value == pytest.approx(0.2, abs=0.02)


def test_pulse_of_never_shows_a_department_that_is_too_small(program, released):
    pulse = queries.pulse_of(program)

    names = [one.name for one in pulse.groups]
    assert "Legal" not in names
    assert "Other departments (3)" in names
    assert all(share.n is None or share.n >= 10 for one in pulse.groups for _element, share in one.shares)


def test_pulse_of_is_nothing_before_the_first_has_closed(program, lead):
    make_pulse_plan(program, lead)

    assert queries.pulse_of(program) is None


def test_pulse_page_suggests_what_helps_and_makes_a_task_of_it(client, program, released, lead, host):
    client.force_login(lead)
    due = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()

    page = client.get(reverse("change:pulse", args=[program.pk])).content.decode()
    url = reverse("change:add_task", args=[program.pk, "P4"]) + "?group=IT"
    form = client.get(url).content.decode()
    client.post(url, {"text": "Agree cover", "owner": host.pk, "due_on": due})

    task = PulseTask.objects.get()
    assert "Agree time and cover with the line managers" in page
    assert "Agree time and cover with the line managers" in form
    assert (task.group, task.element, task.owner, task.wave) == ("IT", "P4", host, released)


def test_add_task_knows_no_group_that_was_not_released(client, program, released, lead):
    client.force_login(lead)

    answer = client.get(reverse("change:add_task", args=[program.pk, "P1"]) + "?group=Legal")

    assert answer.status_code == 404


def test_add_task_refuses_a_due_date_of_the_past_and_finish_task_is_done_once(program, released, lead, now):
    given_ = {"program": program, "wave": released, "group": "IT", "element": "P4", "text": "T", "owner": lead}

    with pytest.raises(ChangeRefused) as refused:
        actions.add_task(**given_, due_on=now.date() - datetime.timedelta(days=1), by=lead, at=now)
    task = actions.add_task(**given_, due_on=now.date(), by=lead, at=now)
    actions.finish_task(task=task, by=lead, at=now)
    again = actions.finish_task(task=task, by=lead, at=now + datetime.timedelta(days=1))

    assert refused.value.reasons == {ChangeRefusal.DUE_IN_THE_PAST}
    assert again.done_on == now.date()
    assert Entry.objects.filter(deed="finish_pulse_task").count() == 1


# Each month --------------------------------------------------------------------------------------


def test_ask_pulse_goes_once_a_month_to_departments_that_take_part(program, enrollment, host, outsider, lead, now):
    plan = make_pulse_plan(program, lead)

    wave = actions.ask_pulse(plan=plan, at=now)
    again = actions.ask_pulse(plan=plan, at=now + datetime.timedelta(days=20))
    invited = set(Invitation.objects.filter(wave=wave).values_list("person__name", flat=True))

    assert again is None
    assert invited == {"Vera Visser", "Hugo Host"}
    assert (wave.instrument.key, wave.kind, wave.state) == ("pulse", "other", "open")
    assert wave.closes_on == now.date() + datetime.timedelta(days=10)


def test_ask_pulse_refuses_a_program_without_departments(program, lead, now):
    plan = make_pulse_plan(program, lead)
    make_cohort(program, stage="archived", departments=[make_department("Legal")])

    with pytest.raises(ChangeRefused) as refused:
        actions.ask_pulse(plan=plan, at=now)

    assert refused.value.reasons == {ChangeRefusal.NOBODY_TAKES_PART}
    assert not Wave.objects.exists()


def test_every_minute_asks_at_its_time_and_closes_what_is_over(program, enrollment, host, lead):
    make_pulse_plan(program, lead)

    tasks.every_minute(EIGHT_FORTY - datetime.timedelta(minutes=1))
    before = Wave.objects.count()
    tasks.every_minute(EIGHT_FORTY)
    tasks.every_minute(EIGHT_FORTY + datetime.timedelta(days=11))

    wave = Wave.objects.get()
    assert before == 0
    assert wave.state == "closed"
    assert WaveRelease.objects.filter(wave=wave).exists()


def test_every_minute_keeps_why_a_pulse_could_not_be_sent(program, enrollment, host, lead):
    program.survey_minutes = 0
    program.save()
    plan = make_pulse_plan(program, lead)

    tasks.every_minute(EIGHT_FORTY)

    plan.refresh_from_db()
    assert plan.refused_on == EIGHT_FORTY.date()
    assert "minutes" in plan.refused_because
    assert not Wave.objects.exists()


def test_a_plan_that_is_off_asks_nobody(program, enrollment, lead, now):
    plan = actions.plan_pulse(program=program, is_on=False, days_open=10, sample_percent=100, by=lead, at=now)

    assert actions.ask_pulse(plan=plan, at=now) is None
    assert PulsePlan.objects.get().is_on is False


@given(st.dates(), st.dates())
def test_is_pulse_due_once_in_each_month(day, opened):
    assert rules.is_pulse_due(day, opened) == ((day.year, day.month) != (opened.year, opened.month))
    assert rules.is_pulse_due(day, None)


def test_a_task_is_shown_to_its_owner(client, program, released, host):
    task = make_task(program, released, host)
    client.force_login(host)

    client.post(reverse("change:finish_task", args=[task.pk]))
    shown = client.get(reverse("change:task", args=[task.pk])).content.decode()

    task.refresh_from_db()
    assert task.done_on is not None
    assert "Name a champion" in shown
