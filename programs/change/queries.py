"""Named reads of the change room. Lists take a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from programs.change import access, rules
from programs.change.choices import ChampionState, Element, Suggestion
from programs.change.models import Champion, PulseTask, SponsorAction, ThankYou
from programs.cohorts import access as cohort_access
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, Program
from programs.people.models import Department, Person
from programs.surveys import documents as survey_documents
from programs.surveys import queries as survey_queries
from programs.surveys.choices import Side
from programs.surveys.figures import Group, ReleasedWave, Share
from programs.surveys.instruments import PULSE
from programs.surveys.models import Wave, WaveRelease
from programs.visits.choices import VisitState
from programs.visits.models import Visit

CAME = (VisitState.ATTENDED, VisitState.DEBRIEFED)
MOST_MONTHS = 6


# Pulse -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class GroupPulse:
    """One group in the latest pulse: its shares by element, its first weak element, and what helps."""

    side: str
    group: Group
    name: str
    shares: Sequence[tuple[Element, Share]]
    focus: rules.Focus

    @property
    def suggestion(self) -> str:
        """Return what helps first, or nothing where no element is known to be weak."""
        return str(Suggestion(self.focus.element.value).label) if self.focus.element else ""


@dataclass(frozen=True)
class Pulse:
    """The released pulses of a programme: the latest by group, and the sides month by month."""

    wave: int
    closed_on: date
    groups: Sequence[GroupPulse]
    months: Sequence[tuple[date, Sequence[tuple[str, Sequence[Share]]]]]
    weak_percent: int
    released: Sequence[ReleasedWave] = ()
    """The pulses themselves, the latest first."""


def pulse_waves(program: Program) -> QuerySet[Wave]:
    """Return the waves of a programme that ask the readiness pulse or a copy of it."""
    is_pulse = Q(instrument__key=PULSE.key) | Q(instrument__family=PULSE.key)
    return Wave.objects.filter(is_pulse, program=program)


def pulse_of(program: Program) -> Pulse | None:
    """Return what the closed pulses of a programme released; None before the first. One query.

    Every figure has passed the gateway of the surveys room when its wave closed.
    """
    rows = WaveRelease.objects.filter(wave__in=pulse_waves(program)).order_by("-released_at", "-pk")[:MOST_MONTHS]
    released = [survey_queries.released_wave(row) for row in rows]
    if not released:
        return None
    latest = released[0]
    weak = program.weak_percent or rules.WEAK_PERCENT
    groups = [
        _group_pulse(latest, side, group, weak) for side in Side for group in (_whole(side), *latest.groups(side))
    ]
    months = [
        (one.closed_on, [(str(side.label), [one.share(element, side) for element in Element]) for side in Side])
        for one in released
    ]
    shown = [one for one in groups if _is_shown(one)]
    return Pulse(latest.wave, latest.closed_on, shown, months, weak, released)


def _whole(side: Side) -> Group:
    return Group("side", str(side.label))


def _group_pulse(wave: ReleasedWave, side: str, group: Group, weak_percent: int) -> GroupPulse:
    shares = [(element, wave.share(element, side, group.key)) for element in Element]
    focus = rules.focus_of({element.value: share for element, share in shares}, weak_percent)
    name = group.name if group.is_side else survey_documents.group_name(group)
    return GroupPulse(side, group, name, shares, focus)


def _is_shown(one: GroupPulse) -> bool:
    return any(share.is_shown for _element, share in one.shares)


def departments_taking_part(program: Program) -> QuerySet[Department]:
    """Return the departments of the visitors and hosts of cohorts that are not archived."""
    cohorts = Cohort.objects.filter(program=program).exclude(stage=Stage.ARCHIVED)
    visitors = Enrollment.objects.filter(cohort__in=cohorts, withdrawn_at=None)
    return Department.objects.filter(
        Q(pk__in=visitors.values("person__department")) | Q(cohorts__in=cohorts)
    ).distinct()


def tasks_of(program: Program) -> QuerySet[PulseTask]:
    """Return the tasks that came out of pulses: open ones first, by due day."""
    return program.pulse_tasks.select_related("owner").order_by(F("done_on").desc(nulls_first=True), "due_on", "pk")


# Champions ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """One department of a programme: its people, its champions, and the people each of them has.

    `silent` are those who noted nothing for four weeks; `bare_sites` have no champion of their own.
    """

    department: Department
    people: int
    champions: Sequence[Champion]
    asked: Sequence[Champion]
    silent: Sequence[Champion]
    bare_sites: Sequence[str]

    @property
    def load(self) -> int | None:
        """People to each champion, rounded up; None where there is no champion."""
        return -(-self.people // len(self.champions)) if self.champions else None

    @property
    def is_gap(self) -> bool:
        """Whether a lead should act: no champion, a site without one, or a silent one."""
        return not self.champions or bool(self.silent or self.bare_sites)


def coverage_of(program: Program, *, today: date) -> list[Coverage]:
    """Return who carries the programme in each department that takes part, gaps first. Four queries."""
    departments = list(departments_taking_part(program).order_by("name"))
    people, sites = _heads(departments)
    champions: dict[int, list[Champion]] = defaultdict(list)
    for one in standing_champions(program):
        champions[one.department_id].append(one)
    weeks = program.silent_weeks or rules.SILENT_WEEKS
    found = [_coverage(one, people[one.pk], sites[one.pk], champions[one.pk], today, weeks) for one in departments]
    return sorted(found, key=lambda one: (not one.is_gap, one.department.name))


def _heads(departments: Sequence[Department]) -> tuple[Counter[int], Mapping[int, Mapping[int, str]]]:
    counted: Counter[int] = Counter()
    sites: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Person.objects.filter(is_active=True, department__in=departments).order_by()
    for department, site, name, heads in rows.values_list("department", "site", "site__name").annotate(n=Count("pk")):
        counted[department] += heads
        if site:
            sites[department][site] = name
    return counted, sites


def _coverage(
    department: Department,
    people: int,
    sites: Mapping[int, str],
    rows: Sequence[Champion],
    today: date,
    weeks: int,
) -> Coverage:
    champions = [one for one in rows if one.state == ChampionState.ACCEPTED]
    silent = [one for one in champions if rules.is_silent(one.since or today, last_note_of(one), today, weeks)]
    is_everywhere = any(one.site_id is None for one in champions)
    covered = {one.site_id for one in champions}
    bare = [] if is_everywhere or not champions else sorted(name for key, name in sites.items() if key not in covered)
    asked = [one for one in rows if one.state == ChampionState.NOMINATED]
    return Coverage(department, people, champions, asked, silent, bare)


def standing_champions(program: Program) -> QuerySet[Champion]:
    """Return champions and those who were asked, with person and the day of their last note."""
    standing = [ChampionState.NOMINATED, ChampionState.ACCEPTED]
    rows = program.champions.filter(state__in=standing, person__is_active=True)
    return rows.select_related("person", "department", "site").annotate(last_note=Max("notes__on"))


def last_note_of(champion: Champion) -> date | None:
    """Return the day of a champion's last note, of one read by `standing_champions`."""
    return getattr(champion, "last_note", None)


def championships_of(person: Person) -> QuerySet[Champion]:
    """Return what somebody was asked or is: their standing nominations, with programme and notes."""
    standing = [ChampionState.NOMINATED, ChampionState.ACCEPTED]
    rows = access.nominations_of(person).filter(state__in=standing)
    return rows.select_related("program", "department", "site", "asked_by").prefetch_related("notes")


# Sponsors ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SponsorStory:
    """One sponsor: their own visits with the first day of one, and their actions."""

    sponsor: Person
    visits: int
    first_visit_on: date | None
    actions: Sequence[SponsorAction]
    is_first: bool

    @property
    def done(self) -> int:
        """How many actions were done."""
        return sum(one.done_on is not None for one in self.actions)


def sponsors_of(program: Program) -> list[SponsorStory]:
    """Return what each sponsor did; `is_first` says that they went before half of the visits. Three queries."""
    sponsors = list(cohort_access.sponsors_of(program).order_by("name"))
    visits = Visit.objects.filter(cohort__program=program, state__in=CAME).order_by()
    rows = sorted(visits.values_list("on", "visitor"))
    own: dict[int, list[date]] = defaultdict(list)
    for on, visitor in rows:
        own[visitor].append(on)
    by_sponsor: dict[int, list[SponsorAction]] = defaultdict(list)
    for action in program.sponsor_actions.order_by("planned_on", "pk"):
        by_sponsor[action.sponsor_id].append(action)
    middle = rows[len(rows) // 2][0] if rows else None
    found = []
    for one in sponsors:
        days = own[one.pk]
        is_first = bool(days) and middle is not None and days[0] <= middle
        found.append(SponsorStory(one, len(days), days[0] if days else None, by_sponsor[one.pk], is_first))
    return found


def open_sponsor_actions(person: Person, until: date) -> QuerySet[SponsorAction]:
    """Return what a sponsor planned for a day up to `until` and hasn't noted as done."""
    rows = SponsorAction.objects.filter(sponsor=person, done_on=None, planned_on__lte=until)
    return rows.select_related("program").order_by("planned_on")


# Thanks ------------------------------------------------------------------------------------------


def public_thanks() -> QuerySet[ThankYou]:
    """Return the thanks that their recipients let everybody read, newest first."""
    return ThankYou.objects.filter(is_public=True).select_related("sender", "recipient__department")


def thanks_received_by(person: Person) -> QuerySet[ThankYou]:
    """Return the thanks that somebody received, undecided ones first."""
    return access.thanks_to(person).select_related("sender").order_by("is_public", "-sent_at")


def last_pulse_on(program: Program) -> date | None:
    """Return the day on which the last pulse was opened."""
    opened = pulse_waves(program).aggregate(last=Max("opened_at"))["last"]
    return timezone.localdate(opened) if opened else None
