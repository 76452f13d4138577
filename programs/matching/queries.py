"""What runs read: the frozen problem of a cohort, and runs, drafts and figures for pages."""

import datetime
import hashlib
import inspect
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from programs.availability import queries as availability_queries
from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Cohort, Enrollment
from programs.hosting import queries as hosting_queries
from programs.hosting.models import HostingDay
from programs.matching import model, wishes
from programs.matching.choices import ConsentAnswer, EditKind, Preset, RepairState, RunState
from programs.matching.model import Budget, Cover, Day, HostBudget, Pair, Problem, Visitor, Wish
from programs.matching.models import (
    Consent,
    DraftEdit,
    HostRequest,
    MatchingRun,
    Placement,
    Repair,
    RepairMove,
    Shortfall,
)
from programs.people.models import Department, Person
from programs.visits import queries as visit_queries
from programs.visits import rules as visit_rules
from programs.visits.choices import STANDING, WaitingState
from programs.visits.models import Visit, WaitingPlace

BEAT_PEOPLE = 500
"""After so many people reading a cohort says that it goes on."""
BY_PERSON_AND_DAY = ("enrollment__person__name", "enrollment_id", "day__starts_at", "pk")
MOST_COMPARED = 10
"""How many earlier runs a draft offers to be compared with."""

# What is solved ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Inputs:
    """A problem as it is frozen: `refused` counts, per enrolment, why days are out of the question.

    `rules` are the weights and switches that its scores were made with, for the record.
    """

    problem: Problem
    refused: Mapping[int, Mapping[str, int]]
    rules: Mapping[str, int | bool] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "problem": model.as_json(self.problem),
            "refused": {str(enrollment): dict(counts) for enrollment, counts in self.refused.items()},
            "rules": dict(self.rules),
        }


def days_to_match(cohort: Cohort, at: datetime.datetime) -> QuerySet[HostingDay]:
    """Return the coming days of a cohort that have a place left."""
    days = hosting_queries.bookable_days(cohort, at.date()).filter(starts_at__gt=at)
    return hosting_queries.with_places_left(days)


def problem_for(run: MatchingRun, at: datetime.datetime, beat: Callable[[], object] = lambda: None) -> Inputs:
    """Return what a run decides on, in the same number of queries however large the cohort is.

    `beat` is called now and then meanwhile: with 20,000 people reading takes minutes.

    Somebody may be placed on a day exactly if the one function that booking asks
    (`visits.queries.asker`) has nothing against it. What depends on other placements
    (places, cover, budgets, spacing) becomes rows of the problem, less what standing visits
    already use. Whom a visitor would rather avoid is kept apart without a word: no count and
    no explanation names it. Locks and what is to be kept come from the run that this one is based on.
    """
    enrollments = list(cohort_queries.enrollments_of(run.cohort))
    days = list(days_to_match(run.cohort, at))
    scorer = wishes.scorer_for(run, enrollments, days)
    forbidden = {(enrollment, day) for enrollment, day in run.forbidden}
    avoided = cohort_queries.avoided_people([row.pk for row in enrollments])
    refused: dict[int, Counter[str]] = {}

    def possible() -> Iterator[Wish]:
        against, near = visit_queries.asker(enrollments, days, at=at), _days_near(scorer, days)
        for number, enrollment in enumerate(enrollments):
            if number % BEAT_PEOPLE == BEAT_PEOPLE - 1:
                beat()
            counts = refused[enrollment.pk] = Counter()
            for day, wish in scorer.wishes(enrollment, near(enrollment)):
                refusals = against(enrollment, day)
                is_kept_apart = (enrollment.pk, day.pk) in forbidden or day.offering.contact_id in avoided[
                    enrollment.pk
                ]
                if not refusals and not is_kept_apart:
                    yield wish
                counts.update(str(refusal.reason) for refusal in refusals)

    locks, kept = _standing_draft(run)
    rules = wishes.rules_of(run.cohort)
    problem = model.problem(
        visitors=_visitors(enrollments, scorer.owed),
        days=_days(days),
        wishes=possible(),
        covers=_covers(enrollments, days),
        budgets=_budgets(days),
        host_budgets=_host_budgets(days),
        floors=wishes.floors_for(run.cohort, at.date().toordinal()),
        locks=locks,
        kept=kept,
        spacing=run.cohort.spacing_days,
        counts_first=run.preset == Preset.MOST_PLACED,
        balances_hosts=rules.balances_hosts,
    )
    return Inputs(problem, refused, wishes.values_of(rules))


def _days_near(scorer: wishes.Scorer, days: Iterable[HostingDay]) -> Callable[[Enrollment], list[HostingDay]]:
    """Return who → the days of departments that they could be sent to, in their order: few of very many."""
    numbered = list(enumerate(days))
    by_department: dict[int, list[tuple[int, HostingDay]]] = defaultdict(list)
    for number, day in numbered:
        by_department[day.offering.department_id].append((number, day))

    def near(enrollment: Enrollment) -> list[HostingDay]:
        listed = scorer.departments(enrollment)
        some = numbered if listed is None else [one for key in listed for one in by_department.get(key, ())]
        return [day for _, day in sorted(some, key=itemgetter(0))]

    return near


def _visitors(enrollments: Iterable[Enrollment], owed: Collection[int]) -> list[Visitor]:
    held = Counter(
        Visit.objects.filter(enrollment__in=[row.pk for row in enrollments], state__in=STANDING).values_list(
            "enrollment_id", flat=True
        )
    )
    return [
        Visitor(
            key=row.pk,
            wanted=max(0, row.wanted - held[row.pk]),
            team=row.person.team_id or -1,
            is_served=held[row.pk] > 0,
            is_owed=row.pk in owed,
        )
        for row in enrollments
    ]


def _days(days: Collection[HostingDay]) -> list[Day]:
    offered = Counter(
        WaitingPlace.objects.filter(day__in=[day.pk for day in days], state=WaitingState.OFFERED).values_list(
            "day_id", flat=True
        )
    )
    return [
        Day(
            key=day.pk,
            department=day.offering.department_id,
            on=day.on.toordinal(),
            places=max(0, day.places_left - offered[day.pk]),
            least=max(0, day.offering.minimum_group - day.taken),
            month=_month(day.on),
            minutes=0 if day.taken else round(hosting_queries.hours_of(day) * 60),
            host=day.offering.contact_id,
        )
        for day in days
    ]


def _month(on: datetime.date) -> int:
    return on.year * 12 + on.month - 1


def _covers(enrollments: Iterable[Enrollment], days: Collection[HostingDay]) -> list[Cover]:
    """How many more of each team with a cover rule may be away on each date."""
    teams = {row.person.team_id for row in enrollments if row.person.team_id}
    rules_of = availability_queries.covers(teams)
    if not rules_of or not days:
        return []
    dates = sorted({day.on for day in days})
    away = availability_queries.away(list(rules_of), dates[0], dates[-1])
    visiting: dict[tuple[int, datetime.date], set[int]] = defaultdict(set)
    rows = Visit.objects.filter(visitor__team__in=list(rules_of), state__in=STANDING, on__range=(dates[0], dates[-1]))
    for team, on, person in rows.values_list("visitor__team_id", "on", "visitor_id"):
        visiting[team or 0, on].add(person)
    return [
        Cover(team, on.toordinal(), max(0, cover.most_away - len(set(away.get((team, on), {})) | visiting[team, on])))
        for team, cover in rules_of.items()
        for on in dates
    ]


def _budgets(days: Iterable[HostingDay]) -> list[Budget]:
    limits = {
        day.offering.department_id: day.offering.department.hosting_hours_per_month
        for day in days
        if day.offering.department.hosting_hours_per_month is not None
    }
    given = hosting_queries.hours_given(set(limits), {(day.on.year, day.on.month) for day in days})
    return [
        Budget(department, year * 12 + month - 1, max(0, round((float(limits[department] or 0) - hours) * 60)))
        for (department, (year, month)), hours in given.items()
    ]


def _host_budgets(days: Iterable[HostingDay]) -> list[HostBudget]:
    limits = hosting_queries.host_hours({day.offering.contact_id for day in days})
    given = hosting_queries.hours_given_by_hosts(set(limits), {(day.on.year, day.on.month) for day in days})
    return [
        HostBudget(host, year * 12 + month - 1, max(0, round((limits[host] - hours) * 60)))
        for (host, (year, month)), hours in given.items()
    ]


def _standing_draft(run: MatchingRun) -> tuple[list[Pair], list[Pair]]:
    """Return the locks and all pairs of the draft that a run is based on."""
    if run.based_on_id is None:
        return [], []
    rows = list(Placement.objects.filter(run=run.based_on_id).values_list("enrollment_id", "day_id", "is_locked"))
    return [(who, day) for who, day, locked in rows if locked], [(who, day) for who, day, _ in rows]


def frozen(run: MatchingRun, *names: str) -> dict[str, Any]:
    """Return parts of a run's frozen problem, or None for one that isn't there, in one query.

    The rest stays in the database: the wishes of a very large cohort are 60 megabytes.
    """
    row = MatchingRun.objects.filter(pk=run.pk).values_list(*(f"inputs__problem__{name}" for name in names)).get()
    return dict(zip(names, row, strict=True))


def free_places(run: MatchingRun) -> Mapping[int, tuple[str, int]]:
    """Return department → its name and the places that the frozen problem has there, in two queries."""
    places: Counter[int] = Counter()
    for day in frozen(run, "days")["days"] or ():
        places[day[1]] += day[3]
    names = Department.objects.filter(pk__in=places).values_list("pk", "name")
    return {key: (name, places[key]) for key, name in names}


def options_for(run: MatchingRun, enrollment_id: int) -> tuple[Problem, dict[int, int]]:
    """Return the frozen problem, and day → wish of the days that somebody could be placed on."""
    problem = model.from_json(run.inputs["problem"])
    columns = {day: column for (who, day), column in problem.columns.items() if who == enrollment_id}
    return problem, columns


def wishes_of(run: MatchingRun, enrollment_id: int, at: datetime.datetime) -> list[Wish]:
    """Return where one person could be placed as their wishes and calendar are now, scored like a run's problem."""
    enrollments = list(cohort_queries.enrollments_of(run.cohort).filter(pk=enrollment_id))
    days = list(days_to_match(run.cohort, at))
    openings = visit_queries.openings(enrollments, days, at=at)
    scorer = wishes.scorer_for(run, enrollments, days)
    avoided = cohort_queries.avoided_people([enrollment_id])[enrollment_id]
    return [
        wish
        for row in enrollments
        for day, wish in scorer.wishes(row, days)
        if not openings[row.pk, day.pk] and day.offering.contact_id not in avoided
    ]


def pairs_of(run: MatchingRun) -> set[Pair]:
    """Return all pairs of enrolment and day of a draft."""
    return set(Placement.objects.filter(run=run).values_list("enrollment_id", "day_id"))


def people_by_enrollment(keys: Iterable[int]) -> Mapping[int, Person]:
    """Return enrolment → person, in one query."""
    rows = Enrollment.objects.filter(pk__in=set(keys)).select_related("person")
    return {row.pk: row.person for row in rows}


def days_held(run: MatchingRun, enrollment_id: int) -> set[int]:
    """Return the days that somebody has in a draft."""
    return set(Placement.objects.filter(run=run, enrollment=enrollment_id).values_list("day_id", flat=True))


def comparable_with(run: MatchingRun) -> list[MatchingRun]:
    """Return other runs of the cohort that hold a plan, the newest first; the one it is based on leads."""
    runs = (
        MatchingRun.objects.filter(cohort=run.cohort_id, state__in=[RunState.SOLVED, RunState.PUBLISHED])
        .exclude(pk=run.pk)
        .defer("inputs")
        .order_by("-started_at", "-pk")[:MOST_COMPARED]
    )
    return sorted(runs, key=lambda other: other.pk != run.based_on_id)


def rules_version() -> str:
    """Return a short hash of the rules of booking: another one means that they decide otherwise."""
    return hashlib.sha256(inspect.getsource(visit_rules).encode()).hexdigest()[:12]


# What pages show -----------------------------------------------------------------------------


def runs_of(cohorts: QuerySet[Cohort]) -> QuerySet[MatchingRun]:
    """Return runs, newest first, with how many placements, locks and people each has."""
    return (
        MatchingRun.objects.filter(cohort__in=cohorts)
        .select_related("cohort__program", "started_by")
        .defer("inputs")
        .annotate(
            placed=Count("placements", distinct=True),
            people=Count("placements__enrollment", distinct=True),
        )
        .order_by("-started_at", "-pk")
    )


def is_solving(cohort: Cohort) -> bool:
    """Whether a run of the cohort waits to be solved or is being solved."""
    return MatchingRun.objects.filter(cohort=cohort, state__in=[RunState.DRAFT, RunState.SOLVING]).exists()


def placements_of(run: MatchingRun) -> QuerySet[Placement]:
    """Return a run's placements with all that pages say about them, by person and day."""
    return (
        Placement.objects.filter(run=run)
        .select_related(
            "enrollment__person__team",
            "enrollment__person__site",
            "day__offering__department",
            "day__offering__site",
            "day__offering__contact",
            "visit",
        )
        .order_by(*BY_PERSON_AND_DAY)
    )


def draft_of(run: MatchingRun) -> list[Placement]:
    """Return the same placements, all of them, in three queries that make each person and day once.

    With 40,000 placements that is several times as quick as everything in each row.
    """
    rows = Placement.objects.filter(run=run)
    people = Enrollment.objects.filter(pk__in=rows.order_by().values("enrollment"))
    enrollments = {row.pk: row for row in people.select_related("person__team", "person__site")}
    days = {row.pk: row for row in hosting_queries.days_in_full().filter(pk__in=rows.order_by().values("day"))}
    placements = list(rows.select_related("visit").order_by(*BY_PERSON_AND_DAY))
    for placement in placements:
        placement.enrollment, placement.day = enrollments[placement.enrollment_id], days[placement.day_id]
    return placements


def shortfalls_of(run: MatchingRun) -> QuerySet[Shortfall]:
    """Return who gets less than wanted, those with the most missing first."""
    return (
        Shortfall.objects.filter(run=run)
        .select_related("enrollment__person__team")
        .order_by("-missing", "enrollment__person__name", "pk")
    )


def edits_of(run: MatchingRun) -> QuerySet[DraftEdit]:
    """Return what was done to a draft by hand, newest first."""
    return DraftEdit.objects.filter(run=run).select_related(
        "enrollment__person", "day__offering__department", "by", "undone_by", "undoes"
    )


def edits_to_undo(run: MatchingRun) -> QuerySet[DraftEdit]:
    """Return the edits of a draft that still hold, newest first."""
    return edits_of(run).exclude(kind=EditKind.UNDO).filter(undone_by=None)


def departments_without_days(run: MatchingRun, days: Iterable[Sequence[int]]) -> list[str]:
    """Return the names of the cohort's host departments for which a run's frozen `days` have no free place."""
    with_days = {day[1] for day in days if day[3]}
    rows = cohort_queries.host_departments_of(run.cohort).exclude(pk__in=with_days)
    return list(rows.order_by("name").values_list("name", flat=True))


def people_without_wishes(run: MatchingRun) -> int:
    """Return how many people of the cohort have listed no department."""
    return Enrollment.objects.filter(cohort=run.cohort_id, withdrawn_at=None, ranked=None).count()


def has_open_wishes(cohort: Cohort) -> bool:
    """Whether anybody in the cohort has fewer standing visits than they asked for."""
    held = Count("visits", filter=Q(visits__state__in=STANDING, visits__is_swap=False))
    rows = cohort_queries.standing_enrollments().filter(cohort=cohort).annotate(held=held)
    return rows.filter(held__lt=F("wanted")).exists()


def requests_of(run: MatchingRun) -> Mapping[str, HostRequest]:
    """Return what hosts of the cohort were asked for, by what it is about, in one query."""
    rows = HostRequest.objects.filter(cohort=run.cohort_id).select_related("to", "sent_by")
    return {row.about: row for row in rows}


def days_by_key(keys: Iterable[int]) -> Mapping[int, HostingDay]:
    """Return hosting days by key, with what pages read of them, in one query."""
    return {day.pk: day for day in hosting_queries.days_in_full().filter(pk__in=set(keys))}


def wanted_by_enrollment(cohort: Cohort) -> Mapping[int, int]:
    """Return enrolment → visits wanted, of those that stand."""
    return dict(Enrollment.objects.filter(cohort=cohort, withdrawn_at=None).values_list("pk", "wanted"))


def locked_pairs(run_id: int) -> list[Pair]:
    """Return the pairs of enrolment and day that a draft has locked."""
    return list(Placement.objects.filter(run=run_id, is_locked=True).values_list("enrollment_id", "day_id"))


def enrollments_with_visits(cohort: Cohort) -> set[int]:
    """Return the enrolments of a cohort that hold a standing visit."""
    rows = Visit.objects.filter(enrollment__cohort=cohort, state__in=STANDING)
    return set(rows.order_by().values_list("enrollment_id", flat=True).distinct())


def has_unbooked(run: MatchingRun) -> bool:
    """Whether a published run still holds placements that were neither booked nor refused."""
    return Placement.objects.filter(Q(run=run), visit=None, refusals=[]).exists()


# Repairs ---------------------------------------------------------------------------------------


def moves_of(repair: Repair) -> list[RepairMove]:
    """Return the changes of a repair with all that pages, letters and booking read, in one query."""
    rows = RepairMove.objects.filter(repair=repair).select_related(
        "enrollment__person__manager",
        "enrollment__cohort__program",
        "day__offering__department",
        "day__offering__site",
        "day__offering__contact",
        "day__offering__deputy",
        "leaves__day__offering__department",
        "leaves__day__offering__site",
        "leaves__day__offering__contact",
        "leaves__day__offering__deputy",
    )
    return list(rows.order_by("number"))


def repairs_of(cohort: Cohort) -> QuerySet[Repair]:
    """Return the repairs of a cohort, newest first, with how many were asked and have agreed."""
    return (
        Repair.objects.filter(cohort=cohort)
        .select_related("visit__visitor", "visit__day__offering__department", "visit__day__offering__site", "asked_by")
        .annotate(asked=Count("consents"), agreed=Count("consents", filter=Q(consents__answer=ConsentAnswer.YES)))
        .order_by("-asked_at", "-pk")
    )


def consents_of(repair: Repair) -> QuerySet[Consent]:
    """Return what everyone affected says, by name."""
    return Consent.objects.filter(repair=repair).select_related("person").order_by("person__name", "pk")


def open_consents_of(person: Person) -> QuerySet[Consent]:
    """Return the repairs that wait for somebody's answer, the most urgent first."""
    return (
        Consent.objects.filter(person=person, answer=ConsentAnswer.PENDING, repair__state=RepairState.ASKING)
        .select_related("repair__cohort", "repair__asked_by")
        .order_by("repair__expires_at", "pk")
    )
