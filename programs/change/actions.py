"""What is done on the people side of a programme."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.audit import actions as audit
from programs.change import queries, rules
from programs.change.choices import ChampionState, ChangeRefusal
from programs.change.models import Champion, ChampionNote, PulsePlan, PulseTask, SponsorAction, ThankYou
from programs.change.refused import ChangeRefused
from programs.cohorts import access as cohort_access
from programs.cohorts.models import Program
from programs.core.refusals import Refusal
from programs.notifications.actions import queue_letter
from programs.people.models import Department, Person, Site
from programs.surveys import actions as survey_actions
from programs.surveys.choices import WaveKind, WaveState
from programs.surveys.instruments import PULSE
from programs.surveys.models import Wave

REMINDED_DAYS_BEFORE = 7
"""A sponsor is reminded so long before the day of an action, and on the day."""

# Pulse -------------------------------------------------------------------------------------------


@transaction.atomic
def plan_pulse(
    *, program: Program, is_on: bool, days_open: int, sample_percent: int, by: Person, at: datetime
) -> PulsePlan:
    """Ask for a programme's pulse each month from now on, or stop asking."""
    fields = {"is_on": is_on, "days_open": days_open, "sample_percent": sample_percent, "planned_by": by}
    cleared = {"refused_on": None, "refused_because": ""}
    plan, _is_new = PulsePlan.objects.update_or_create(program=program, defaults=fields | cleared)
    audit.record("plan_pulse", plan, by=by, at=at, is_on=is_on, days_open=days_open, sample_percent=sample_percent)
    return plan


@transaction.atomic
def ask_pulse(*, plan: PulsePlan, at: datetime) -> Wave | None:
    """Send this month's pulse to the departments that take part, through the surveys room.

    Does nothing where one was opened this month. Raises the refusal of the surveys room (too
    many minutes asked, say) or ChangeRefused where nobody takes part.
    """
    plan = PulsePlan.objects.select_for_update().select_related("program", "planned_by").get(pk=plan.pk)
    today = timezone.localdate(at)
    if not plan.is_on or not rules.is_pulse_due(today, queries.last_pulse_on(plan.program)):
        return None
    departments = list(queries.departments_taking_part(plan.program))
    if not departments:
        raise ChangeRefused([Refusal(ChangeRefusal.NOBODY_TAKES_PART)])
    wave = survey_actions.draft_wave(
        program=plan.program,
        instrument=survey_actions.instrument_with_key(PULSE.key, by=plan.planned_by, at=at),
        kind=WaveKind.OTHER,
        closes_on=today + timedelta(days=plan.days_open),
        departments=departments,
        sample_percent=plan.sample_percent,
        by=plan.planned_by,
        at=at,
    )
    return survey_actions.open_wave(wave=wave, by=plan.planned_by, at=at, today=today)


@transaction.atomic
def note_refused_pulse(*, plan: PulsePlan, because: str, at: datetime) -> None:
    """Keep why a month's pulse could not be sent, for the lead to read."""
    PulsePlan.objects.filter(pk=plan.pk).update(refused_on=timezone.localdate(at), refused_because=because)
    audit.record("note_refused_pulse", plan, by=None, at=at)


def close_pulses(*, at: datetime) -> int:
    """Close the open pulses of planned programmes whose last day is over; returns how many."""
    over = Wave.objects.filter(state=WaveState.OPEN, closes_on__lt=timezone.localdate(at))
    closed = 0
    for plan in PulsePlan.objects.select_related("program"):
        for wave in queries.pulse_waves(plan.program).filter(pk__in=over.values("pk")):
            survey_actions.close_wave(wave=wave, by=None, at=at)
            closed += 1
    return closed


@transaction.atomic
def add_task(
    *,
    program: Program,
    wave: Wave,
    group: str,
    element: str,
    text: str,
    owner: Person,
    due_on: date,
    by: Person,
    at: datetime,
) -> PulseTask:
    """Make a task of what a pulse suggests for a group. Raises ChangeRefused."""
    if due_on < timezone.localdate(at):
        raise ChangeRefused([Refusal(ChangeRefusal.DUE_IN_THE_PAST)])
    task = PulseTask.objects.create(
        program=program, wave=wave, group=group, element=element, text=text, owner=owner, due_on=due_on
    )
    audit.record("add_pulse_task", task, by=by, at=at, owner=owner.pk, element=element)
    return task


@transaction.atomic
def finish_task(*, task: PulseTask, by: Person, at: datetime) -> PulseTask:
    """Note that a task is done. Doing it again does nothing."""
    task = PulseTask.objects.select_for_update().get(pk=task.pk)
    if task.done_on is None:
        task.done_on = timezone.localdate(at)
        task.save(update_fields=["done_on"])
        audit.record("finish_pulse_task", task, by=by, at=at)
    return task


# Champions ---------------------------------------------------------------------------------------


@transaction.atomic
def nominate_champion(
    *, program: Program, person: Person, department: Department, site: Site | None, by: Person, at: datetime
) -> Champion:
    """Ask somebody to carry the programme in their department; nobody is one without their yes."""
    refusals = []
    if person.department_id != department.pk:
        facts = {"person": person.name, "department": department.name}
        refusals.append(Refusal(ChangeRefusal.NOT_OF_DEPARTMENT, facts))
    if queries.standing_champions(program).filter(person=person).exists():
        refusals.append(Refusal(ChangeRefusal.CHAMPION_ALREADY, {"person": person.name}))
    _refuse(refusals)
    champion = Champion.objects.create(
        program=program, person=person, department=department, site=site, asked_by=by, asked_on=timezone.localdate(at)
    )
    audit.record("nominate_champion", champion, by=by, at=at, person=person.pk, department=department.pk)
    context = {"champion": champion, "by": by, "link": _link("change:champions", program.pk)}
    queue_letter(to=person, kind="change/nominated", context=context, key=f"champion:{champion.pk}", at=at)
    return champion


@transaction.atomic
def answer_nomination(*, champion: Champion, is_yes: bool, by: Person, at: datetime) -> Champion:
    """Say yes or no to being a champion; only the person asked can. Raises ChangeRefused."""
    champion = Champion.objects.select_for_update(of=("self",)).select_related("person").get(pk=champion.pk)
    refusals = _not_theirs(champion.person, by)
    if champion.state != ChampionState.NOMINATED:
        refusals.append(Refusal(ChangeRefusal.WRONG_STATE, {"state": champion.get_state_display().lower()}))
    _refuse(refusals)
    champion.state = ChampionState.ACCEPTED if is_yes else ChampionState.DECLINED
    champion.since = timezone.localdate(at) if is_yes else None
    champion.save()
    audit.record("answer_nomination", champion, by=by, at=at, is_yes=is_yes)
    return champion


@transaction.atomic
def end_champion(*, champion: Champion, by: Person | None, at: datetime) -> Champion:
    """End somebody's time as a champion, or take a nomination back. Doing it again does nothing."""
    champion = Champion.objects.select_for_update().get(pk=champion.pk)
    if champion.state in (ChampionState.NOMINATED, ChampionState.ACCEPTED):
        champion.state = ChampionState.ENDED
        champion.save(update_fields=["state"])
        audit.record("end_champion", champion, by=by, at=at)
    return champion


@transaction.atomic
def note_deed(*, champion: Champion, text: str, on: date, by: Person, at: datetime) -> ChampionNote:
    """Note what a champion did on a day. Raises ChangeRefused."""
    champion = Champion.objects.select_related("person").get(pk=champion.pk)
    refusals = _not_theirs(champion.person, by) + _future(on, at)
    if champion.state != ChampionState.ACCEPTED:
        refusals.append(Refusal(ChangeRefusal.WRONG_STATE, {"state": champion.get_state_display().lower()}))
    _refuse(refusals)
    note = ChampionNote.objects.create(champion=champion, text=text, on=on)
    audit.record("note_deed", note, by=by, at=at, on=on.isoformat())
    return note


# Sponsors ----------------------------------------------------------------------------------------


@transaction.atomic
def plan_sponsor_action(
    *, program: Program, sponsor: Person, text: str, planned_on: date, by: Person, at: datetime
) -> SponsorAction:
    """Plan what a sponsor will do. Raises ChangeRefused for somebody who is no sponsor."""
    if not cohort_access.is_sponsor(sponsor, program):
        raise ChangeRefused([Refusal(ChangeRefusal.NO_SPONSOR, {"person": sponsor.name})])
    action = SponsorAction.objects.create(program=program, sponsor=sponsor, text=text, planned_on=planned_on)
    audit.record("plan_sponsor_action", action, by=by, at=at, sponsor=sponsor.pk, planned_on=planned_on.isoformat())
    return action


@transaction.atomic
def finish_sponsor_action(*, action: SponsorAction, on: date, evidence: str, by: Person, at: datetime) -> SponsorAction:
    """Note that a sponsor did it, when, and where it can be seen. Raises ChangeRefused."""
    action = SponsorAction.objects.select_for_update().get(pk=action.pk)
    refusals = [] if evidence.strip() else [Refusal(ChangeRefusal.NO_EVIDENCE)]
    _refuse(refusals + _future(on, at))
    action.done_on, action.evidence = on, evidence.strip()
    action.save()
    audit.record("finish_sponsor_action", action, by=by, at=at, on=on.isoformat())
    return action


def remind_sponsors(*, at: datetime) -> int:
    """Remind sponsors a week before what they planned and on the day; once each. Returns how many."""
    today, reminded = timezone.localdate(at), 0
    for days in (REMINDED_DAYS_BEFORE, 0):
        due = SponsorAction.objects.filter(done_on=None, planned_on=today + timedelta(days=days))
        for action in due.select_related("sponsor", "program"):
            with transaction.atomic():
                context = {"action": action, "link": _link("change:sponsors", action.program_id)}
                key = f"sponsor-action:{action.pk}:{action.planned_on:%Y%m%d}:{days}"
                if queue_letter(to=action.sponsor, kind="change/sponsor_due", context=context, key=key, at=at):
                    audit.record("remind_sponsor", action, by=None, at=at, days=days)
                    reminded += 1
    return reminded


# Thanks ------------------------------------------------------------------------------------------


@transaction.atomic
def thank(*, recipient: Person, text: str, by: Person, at: datetime) -> ThankYou:
    """Thank somebody; they are told, and nobody else reads it before they say so. Raises ChangeRefused."""
    if recipient == by:
        raise ChangeRefused([Refusal(ChangeRefusal.YOURSELF)])
    thanks = ThankYou.objects.create(sender=by, recipient=recipient, text=text, sent_at=at)
    audit.record("thank", thanks, by=by, at=at, recipient=recipient.pk)
    context = {"thanks": thanks, "link": _link("change:thanks")}
    queue_letter(to=recipient, kind="change/thanked", context=context, key=f"thanks:{thanks.pk}", at=at)
    return thanks


@transaction.atomic
def show_thanks(*, thanks: ThankYou, is_public: bool, by: Person, at: datetime) -> ThankYou:
    """Let everybody read thanks that one received, or keep them. Raises ChangeRefused for anyone else."""
    thanks = ThankYou.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=thanks.pk)
    _refuse(_not_theirs(thanks.recipient, by))
    thanks.is_public = is_public
    thanks.save(update_fields=["is_public"])
    audit.record("show_thanks", thanks, by=by, at=at, is_public=is_public)
    return thanks


# Leavers -----------------------------------------------------------------------------------------


@transaction.atomic
def end_change_of(person: Person, *, by: Person | None, at: datetime) -> int:
    """End the championships of somebody who leaves and give their open tasks to a lead; returns how many."""
    handed = 0
    for champion in queries.championships_of(person):
        end_champion(champion=champion, by=by, at=at)
        handed += 1
    for task in PulseTask.objects.filter(owner=person, done_on=None).select_related("program"):
        heir = cohort_access.leads_of(task.program).exclude(pk=person.pk).order_by("pk").first()
        if heir:
            task.owner = heir
            task.save(update_fields=["owner"])
            audit.record("pass_on_pulse_task", task, by=by, at=at, before=person.pk, after=heir.pk)
            handed += 1
    return handed


def _not_theirs(person: Person, by: Person) -> list[Refusal]:
    return [] if person == by else [Refusal(ChangeRefusal.NOT_YOURS, {"person": person.name})]


def _future(on: date, at: datetime) -> list[Refusal]:
    return [] if on <= timezone.localdate(at) else [Refusal(ChangeRefusal.FUTURE)]


def _refuse(refusals: Iterable[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise ChangeRefused(found)


def _link(name: str, *args: int) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"
