"""What comes back: benefits of promises, minutes lost to frictions, and what a department is told of both."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.cohorts.models import Cohort, Program
from programs.commitments import rules
from programs.commitments.choices import CommitmentState, FrictionState
from programs.commitments.models import Commitment, Friction, ItContact, SystemOwner
from programs.people.models import Department, Person
from programs.visits.models import Visit

CLOSED = (FrictionState.RESOLVED, FrictionState.WONT_FIX)
KEPT = (CommitmentState.AGREED, CommitmentState.DELIVERED, CommitmentState.DISPUTED, CommitmentState.CONFIRMED)
DEFAULT_WORKING_DAYS = 3
MINUTES_HEAD = (
    "system",
    "department",
    "open frictions",
    "minutes lost a month",
    "closed",
    "minutes won back",
)


@dataclass(frozen=True)
class Benefits:
    """Minutes a month that kept promises save: as owners estimate and as beneficiaries confirm.

    Both are counted once: of several promises about one friction only the largest figure.
    `again` is what was confirmed and left out for that reason, `unsaid` how many confirmed
    promises have no figure of their beneficiary.
    """

    promises: int
    estimated: int
    confirmed: int
    again: int
    unsaid: int


@dataclass(frozen=True)
class Minutes:
    """What one system costs one department: frictions and minutes a month, open ones and those
    that were resolved.
    """

    system: str
    department: str
    open: int
    lost: int
    closed: int
    won_back: int


@dataclass(frozen=True)
class Answer:
    """What a department told, and what was done about it so far; no names."""

    told: str
    did: str
    on: date
    is_done: bool


def benefits_of(cohort: Cohort) -> Benefits:
    """Add up what the confirmed promises of a cohort's visits save. One query."""
    return benefits_in(Commitment.objects.filter(visit__cohort=cohort, state=CommitmentState.CONFIRMED))


def benefits_in(confirmed: Iterable[Commitment]) -> Benefits:
    """Add up what confirmed promises save."""
    rows = list(confirmed)
    said = [(row.friction_id, row.confirmed_minutes) for row in rows if row.confirmed_minutes is not None]
    counted = rules.counted_once(said)
    return Benefits(
        promises=len(rows),
        estimated=rules.counted_once((row.friction_id, row.estimated_minutes or 0) for row in rows),
        confirmed=counted,
        again=sum(minutes for _friction, minutes in said) - counted,
        unsaid=len(rows) - len(said),
    )


def minutes_lost(frictions: QuerySet[Friction]) -> list[Minutes]:
    """Group frictions by system and department, the most minutes lost first. One query."""
    found: dict[tuple[str, str], list[Friction]] = defaultdict(list)
    for row in frictions.select_related("department").order_by("system", "department__name", "id"):
        found[row.system, row.department.name].append(row)
    table = [_minutes(system, department, rows) for (system, department), rows in found.items()]
    return sorted(table, key=lambda one: (-one.lost, one.system.casefold(), one.department))


def minutes_rows(table: list[Minutes]) -> list[tuple[object, ...]]:
    """Return the rows of the file, under MINUTES_HEAD."""
    return [(one.system, one.department, one.open, one.lost, one.closed, one.won_back) for one in table]


def answers_to(department: Department, *, limit: int | None = None, done_only: bool = False) -> list[Answer]:
    """Say what a department told and what was done, the latest first, without anybody's name. Two queries.

    The short form for mails and packs is `limit=3, done_only=True`. Promises are in it only
    where their two people let others see them. Texts of ours are in the active language.
    """
    frictions = Friction.objects.filter(department=department)
    about = Q(visit__department=department) | Q(objective__department=department)
    promises = Commitment.objects.filter(about, beneficiary__department=department, is_visible=True, state__in=KEPT)
    if done_only:
        frictions = frictions.filter(state__in=CLOSED)
        promises = promises.filter(state=CommitmentState.CONFIRMED)
    answers = [*(_about_friction(row) for row in frictions), *(_about_promise(row) for row in promises)]
    return sorted(answers, key=lambda one: (one.on, one.told), reverse=True)[:limit]


def owner_for(department: Department, system: str) -> Person | None:
    """Return who in IT a friction goes to: the owner of the system, else the department's contact."""
    owner = SystemOwner.objects.filter(name__iexact=system.strip(), owner__is_active=True).select_related("owner")
    contact = ItContact.objects.filter(department=department, person__is_active=True).select_related("person")
    for row in owner:
        return row.owner
    for named in contact:
        return named.person
    return None


def program_of(department: Department, visit: Visit | None) -> Program | None:
    """Return whose rules hold for a friction: the visit's programme, else the one in which the department hosts."""
    if visit is not None:
        return visit.cohort.program
    return Program.objects.filter(cohorts__departments=department).order_by("-cohorts__starts_on", "id").first()


def known_systems() -> list[str]:
    """Names of systems that frictions and owners mention, each once, to choose from while typing."""
    names = {*SystemOwner.objects.values_list("name", flat=True), *Friction.objects.values_list("system", flat=True)}
    return sorted({name.casefold(): name for name in sorted(names)}.values(), key=str.casefold)


def system_owners() -> QuerySet[SystemOwner]:
    """Systems and who owns them, by name."""
    return SystemOwner.objects.select_related("owner").order_by("name")


def departments_with_contact() -> QuerySet[Department]:
    """Departments outside IT with their contact there, if they have one."""
    return Department.objects.filter(is_it=False).select_related("it_contact__person").order_by("name")


def overdue_frictions(today: date) -> QuerySet[Friction]:
    """Frictions whose deadline has passed: to be taken on, or to be answered."""
    waits = Q(state=FrictionState.REPORTED, acknowledge_by__lt=today)
    waits |= Q(state__in=[FrictionState.ACKNOWLEDGED, FrictionState.IN_PROGRESS], due_on__lt=today)
    return Friction.objects.filter(waits).select_related("owner", "department", "visit__cohort__program")


def _minutes(system: str, department: str, rows: list[Friction]) -> Minutes:
    waiting = [row for row in rows if row.state not in CLOSED]
    resolved = [row for row in rows if row.state == FrictionState.RESOLVED]
    return Minutes(
        system=system,
        department=department,
        open=len(waiting),
        lost=sum(row.minutes_lost * row.times_a_month for row in waiting),
        closed=len(rows) - len(waiting),
        won_back=sum(row.minutes_lost * row.times_a_month for row in resolved),
    )


def _about_friction(row: Friction) -> Answer:
    state = FrictionState(row.state)
    did = f"{state.label}: {row.reason}" if row.reason else str(state.label)
    moment = row.closed_at or row.acknowledged_at or row.reported_at
    return Answer(f"{row.system}: {row.step}", did, timezone.localdate(moment), state in CLOSED)


def _about_promise(row: Commitment) -> Answer:
    is_done = row.state == CommitmentState.CONFIRMED
    did = _("Done, and confirmed by the person it was for") if is_done else _("Promised")
    moment = row.closed_at or row.delivered_at or row.agreed_at or row.proposed_at
    return Answer(row.text, did, timezone.localdate(moment), is_done)
