"""Who carries the demo's programme: pulses, champions, sponsors' deeds, plans, risks, milestones and thanks."""

import random
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from programs.change import actions
from programs.change import queries as change_queries
from programs.cohorts.models import Cohort, Program
from programs.people.models import Person
from programs.plans import actions as plan_actions
from programs.surveys import actions as survey_actions
from programs.surveys import answering
from programs.surveys.instruments import PULSE
from programs.surveys.models import Wave
from programs.surveys.rules import Answer

MONTHS = (60, 30)
"""How many days ago the pulses were opened."""
READY = {"it": (0.86, 0.78, 0.72, 0.44, 0.5), "business": (0.52, 0.7, 0.66, 0.7, 0.48)}
"""Which share agrees, on average, in the order of the pulse: IT lacks the time, the business the reason."""
WORRIED = (0.46, 0.24, 0.18, 0.31, 0.15, 0.12)
"""Which share chooses each worry, in the order of the list."""
ANSWERED = 0.4
NO_CHAMPION = ("Legal",)
MESSAGES = (
    ("enroll", "everyone", "letter", "Why we spend days with each other", -170, "Town hall of the first cohort"),
    ("enroll", "managers", "meeting", "What a release means for your team", -60, "Round of line managers"),
    ("before", "visitors", "letter", "Your first visit, step by step", -42, "Letter of the second cohort"),
    ("before", "hosts", "page", "What visitors may see, and what not", -40, "https://intranet.nordhaven.example/hosts"),
    ("during", "everyone", "page", "The first quick wins", -6, ""),
    ("during", "dep_leads", "meeting", "Half-time: what we have heard so far", 9, ""),
    ("after", "sponsors", "meeting", "What changed, in figures", 70, ""),
)
RISKS = (
    ("Visits fall into month-end and are called off", 4, 4, "Month-end weeks are closed for visits.", "reduced", 12),
    ("Promises of debriefs are not kept", 3, 5, "Owners are reminded; overdue ones go to the lead.", "watched", -3),
    ("Visitors see personal data", 2, 5, "Data class on each offering; a demonstration account.", "reduced", 20),
    ("The same few departments host every time", 3, 3, "Floors of coverage in matching.", "watched", 25),
    ("The survey is taken for a test of people", 2, 2, "One page for the works council.", "over", 90),
)
MILESTONES = (
    ("First visit", "first", None, -195),
    ("Baseline closed", "baseline", None, -210),
    ("First quick win", "quick_win", None, -150),
    ("50 visits", "visits", 50, -120),
    ("Every host department visited", "all_depts", None, -30),
    ("250 visits", "visits", 250, 62),
    ("Agreement with the works council renewed", "by_hand", None, 30),
)
THANKS = (
    ("nadia", "hanna", "You let me close a real order, and nobody laughed.", True),
    ("hanna", "nadia", "The export runs on the second day now. That is an hour a week.", True),
    ("sven", "lena", "I learned more in one morning at the ramp than in ten reports.", True),
    ("marco", "nadia", "Thank you for telling the team about Finance.", None),
)
DEEDS = ("Coffee with the shift", "Showed the quick wins in the team meeting", "Two colleagues enrolled")


def carry(program: Program, cast: Mapping[str, Person], *, today: date, rng: random.Random) -> None:
    """Let people carry the programme, by the rooms' own actions, each at its own time."""
    lead = cast["lena"]
    waves = [_pulse(program, lead, today - timedelta(days=ago), rng) for ago in MONTHS]
    _act_on_pulse(program, waves[-1], lead, today)
    _find_champions(program, cast, today, rng)
    _lead_by_example(program, cast, today)
    _plan(program, lead, today)
    for sender, recipient, text, is_public in THANKS:
        thanks = actions.thank(recipient=cast[recipient], text=text, by=cast[sender], at=_at(lead, today, 9))
        if is_public is not None:
            actions.show_thanks(thanks=thanks, is_public=is_public, by=cast[recipient], at=_at(lead, today, 8))


def _pulse(program: Program, lead: Person, opened: date, rng: random.Random) -> Wave:
    at, closes_on = datetime.combine(opened, time(9), lead.zone), opened + timedelta(days=10)
    wave = survey_actions.draft_wave(
        program=program,
        instrument=survey_actions.instrument_with_key(PULSE.key, by=lead, at=at),
        kind="other",
        closes_on=closes_on,
        by=lead,
        at=at,
    )
    wave = survey_actions.open_wave(
        wave=wave, by=lead, at=at, today=opened, burden_reason="Five statements, one minute"
    )
    people = [one.person for one in wave.invitations.select_related("person__department").order_by("pk")]
    rows = [(person, _answers(person, rng)) for person in people if rng.random() < ANSWERED]
    answering.record_responses(wave=wave, answers=rows, on=closes_on - timedelta(days=2))
    survey_actions.close_wave(wave=wave, by=lead, at=datetime.combine(closes_on, time(18), lead.zone))
    return Wave.objects.get(pk=wave.pk)


def _answers(person: Person, rng: random.Random) -> dict[str, Answer]:
    side = "it" if person.department and person.department.is_it else "business"
    given: dict[str, Answer] = {
        f"P{place}": rng.choice((4, 5)) if rng.random() < share else rng.choice((1, 2, 3))
        for place, share in enumerate(READY[side], 1)
    }
    return given | {"P6": [place for place, share in enumerate(WORRIED) if rng.random() < share]}


def _act_on_pulse(program: Program, wave: Wave, lead: Person, today: date) -> None:
    at = _at(lead, today, 18)
    actions.plan_pulse(program=program, is_on=True, days_open=10, sample_percent=50, by=lead, at=at)
    actions.add_task(
        program=program, wave=wave, group="IT", element="P4", owner=lead, by=lead, at=at,
        text="Agree time and cover with the team leads of Platform and ERP", due_on=today + timedelta(days=6),
    )  # fmt: skip


def _find_champions(program: Program, cast: Mapping[str, Person], today: date, rng: random.Random) -> None:
    lead = cast["lena"]
    for department in change_queries.departments_taking_part(program).order_by("name"):
        if department.name in NO_CHAMPION:
            continue
        people = Person.objects.filter(department=department, is_active=True).exclude(
            pk__in=[p.pk for p in cast.values()]
        )
        for person in rng.sample(list(people.order_by("pk")), 1 if department.name != "Operations" else 2):
            champion = actions.nominate_champion(
                program=program, person=person, department=department, site=None, by=lead, at=_at(lead, today, 80)
            )
            actions.answer_nomination(champion=champion, is_yes=True, by=person, at=_at(lead, today, 78))
            ago = 40 if department.name == "Procurement" else rng.randint(2, 20)
            actions.note_deed(
                champion=champion, text=rng.choice(DEEDS), on=today - timedelta(days=ago), by=person,
                at=_at(lead, today, ago),
            )  # fmt: skip


def _lead_by_example(program: Program, cast: Mapping[str, Person], today: date) -> None:
    lead, sven = cast["lena"], cast["sven"]
    for text, ago, evidence in (
        ("Say in the town hall why we do this", 165, "Recording of the town hall"),
        ("Answer the first concerns in person", 45, "Concerns and answers, October"),
        ("Spend a day in the data centre", -12, ""),
    ):
        day = today - timedelta(days=ago)
        action = actions.plan_sponsor_action(
            program=program, sponsor=sven, text=text, planned_on=day, by=lead, at=_at(lead, today, max(ago, 0) + 9)
        )
        if evidence:
            actions.finish_sponsor_action(action=action, on=day, evidence=evidence, by=sven, at=_at(lead, today, ago))


def _plan(program: Program, lead: Person, today: date) -> None:
    at = _at(lead, today, 200)
    for stage, audience, channel, subject, days, evidence in MESSAGES:
        message = plan_actions.plan_message(
            program=program, stage=stage, audience=audience, channel=channel, subject=subject, text="", owner=lead,
            planned_on=today + timedelta(days=days), by=lead, at=at,
        )  # fmt: skip
        if evidence:
            on = today + timedelta(days=days)
            plan_actions.note_message(message=message, evidence=evidence, on=on, by=lead, at=_at(lead, today, -days))
    for text, likelihood, impact, mitigation, state, days in RISKS:
        plan_actions.add_risk(
            program=program, text=text, likelihood=likelihood, impact=impact, mitigation=mitigation, state=state,
            owner=lead, review_on=today + timedelta(days=days), by=lead, at=_at(lead, today, 40),
        )  # fmt: skip
    spring = Cohort.objects.filter(program=program).order_by("starts_on").first()
    for title, kind, target, days in MILESTONES:
        cohort = spring if kind == "all_depts" else None
        plan_actions.plan_milestone(
            program=program, cohort=cohort, title=title, kind=kind, target=target, due_on=today + timedelta(days=days),
            by=lead, at=_at(lead, today, 0),
        )  # fmt: skip


def _at(lead: Person, today: date, ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=ago), time(10, 30), lead.zone)
