"""How good each visit would be for both sides: what scores are made of, read in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from programs.cohorts.models import Cohort, CoverageFloor, Enrollment, VisitorWish
from programs.hosting.models import HostingDay, Offering
from programs.matching import model, rules
from programs.matching.choices import Preset
from programs.matching.model import Floor, Wish
from programs.matching.models import MatchingRules, MatchingRun
from programs.matching.rules import Weights
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit

WEIGHED = ("choice_weight", "goals_weight", "asked_weight", "newness_weight", "owed_weight")
SWITCHES = ("only_listed", "balances_hosts")
TOOK_PLACE = (VisitState.ATTENDED, VisitState.DEBRIEFED)


def rules_of(cohort: Cohort) -> MatchingRules:
    """Return what matching weighs in a cohort: what a lead set, or the defaults (not saved)."""
    return MatchingRules.objects.filter(cohort=cohort).first() or MatchingRules(cohort=cohort)


def weights_of(found: MatchingRules) -> Weights:
    """Return the weights of a cohort's rules."""
    return Weights(
        choice=found.choice_weight,
        goals=found.goals_weight,
        asked=found.asked_weight,
        newness=found.newness_weight,
        owed=found.owed_weight,
    )


def values_of(found: MatchingRules) -> dict[str, int | bool]:
    """Return the weights and switches of a cohort's rules by field, as a run freezes them."""
    return {name: getattr(found, name) for name in (*WEIGHED, *SWITCHES)}


@dataclass(frozen=True)
class Scorer:
    """Everything that the scores of these people and days are made of.

    `ties` counts visits by team and department; `asked` are a department's wishes about
    visitors: ("person" | "team" | "skill", key) → strength from 1 to 3.
    """

    weights: Weights
    only_listed: bool
    ties: Mapping[tuple[int, int], int]
    asked: Mapping[int, Mapping[tuple[str, int], int]]
    learns: Mapping[int, frozenset[int]]
    brings: Mapping[int, frozenset[int]]
    shows: Mapping[int, frozenset[int]]
    owed: frozenset[int]

    def wishes(self, enrollment: Enrollment, days: Iterable[HostingDay]) -> Iterator[tuple[HostingDay, Wish]]:
        """Yield the days of departments that somebody could be sent to, each scored for both sides."""
        ranks = _ranks(enrollment)
        places = rules.places_of(ranks)
        length = len(set(places.values()))
        listed = self.departments(enrollment)
        known: dict[int, tuple[int, int, int, int, int]] = {}  # all days of an offering score alike
        for day in days:
            department = day.offering.department_id
            if listed is not None and department not in listed:
                continue
            points = known.get(day.offering_id)
            if points is None:
                points = known[day.offering_id] = self._scored(enrollment, day.offering, places.get(department), length)
            yield day, Wish(enrollment.pk, day.pk, sum(points), ranks.get(department) or model.UNRANKED, *points[1:])

    def departments(self, enrollment: Enrollment) -> Collection[int] | None:
        """Return the departments that somebody could be sent to; None: any."""
        return _ranks(enrollment) or None if self.only_listed else None

    def _scored(
        self, enrollment: Enrollment, offering: Offering, place: int | None, length: int
    ) -> tuple[int, int, int, int, int]:
        """Return the points of the list, and of each further part in the order of `Part`: the score is their sum."""
        weights, department = self.weights, offering.department_id
        newness = weights.newness_points(self.ties.get((enrollment.person.team_id or 0, department), 0))
        goals = weights.goals_points(self.learns[enrollment.pk], self.shows[offering.pk])
        asked = weights.asked_points(self._strength(enrollment, department))
        owed = weights.owed_points(is_owed=enrollment.pk in self.owed)
        return weights.choice_points(place, length), newness, goals, asked, owed

    def _strength(self, enrollment: Enrollment, department: int) -> int:
        """Return how much a department would like somebody to come: the strongest wish that names them."""
        wanted = self.asked.get(department, {})
        named = [("person", enrollment.person_id), ("team", enrollment.person.team_id or 0)]
        named += [("skill", skill) for skill in self.brings[enrollment.pk]]
        return max((wanted.get(whom, 0) for whom in named), default=0)


def scorer_for(run: MatchingRun, enrollments: Collection[Enrollment], days: Collection[HostingDay]) -> Scorer:
    """Return what scores a run's wishes, in the same number of queries however many there are."""
    found = rules_of(run.cohort)
    keys = [row.pk for row in enrollments]
    return Scorer(
        weights=weights_of(found),
        only_listed=found.only_listed and run.preset != Preset.MOST_PLACED,
        ties=_visits_by_team_and_department(days),
        asked=_asked(run.cohort),
        learns=_skills(Enrollment.learns.through.objects.filter(enrollment__in=keys), "enrollment_id"),
        brings=_skills(Enrollment.brings.through.objects.filter(enrollment__in=keys), "enrollment_id"),
        shows=_skills(
            Offering.shows.through.objects.filter(offering__in={day.offering_id for day in days}), "offering_id"
        ),
        owed=owed_enrollments(run.cohort, enrollments),
    )


def _ranks(enrollment: Enrollment) -> dict[int, int]:
    return {row.department_id: row.rank for row in enrollment.ranked.all()}


def _skills(rows: Iterable[object], of: str) -> Mapping[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        found[getattr(row, of)].add(row.skill_id)  # type: ignore[attr-defined]
    return defaultdict(frozenset, {key: frozenset(skills) for key, skills in found.items()})


def _asked(cohort: Cohort) -> Mapping[int, Mapping[tuple[str, int], int]]:
    asked: dict[int, dict[tuple[str, int], int]] = defaultdict(dict)
    for row in VisitorWish.objects.filter(cohort=cohort):
        whom = ("person", row.person_id) if row.person_id else ("team", row.team_id) if row.team_id else None
        asked[row.department_id][whom or ("skill", row.skill_id or 0)] = row.strength
    return asked


def _visits_by_team_and_department(days: Iterable[HostingDay]) -> Mapping[tuple[int, int], int]:
    """How often people of a team have been, or will be, in a department."""
    departments = {day.offering.department_id for day in days}
    rows = (
        Visit.objects.filter(state__in=STANDING, department__in=departments, visitor__team__isnull=False)
        .order_by()
        .values_list("visitor__team_id", "department_id")
        .annotate(visits=Count("pk"))
    )
    return {(team or 0, department): visits for team, department, visits in rows}


def owed_enrollments(cohort: Cohort, enrollments: Iterable[Enrollment]) -> frozenset[int]:
    """Return the enrolments of people who were in the programme's cohort before and had no visit there."""
    before = Cohort.objects.filter(program=cohort.program_id, starts_on__lt=cohort.starts_on).order_by("-starts_on")
    last = before.first()
    if last is None:
        return frozenset()
    were_in = Enrollment.objects.filter(cohort=last, withdrawn_at=None)
    had_one = Visit.objects.filter(enrollment__cohort=last, state__in=TOOK_PLACE).order_by().values("enrollment")
    missed = set(were_in.exclude(pk__in=had_one).order_by().values_list("person_id", flat=True))
    return frozenset(row.pk for row in enrollments if row.person_id in missed)


def floors_for(cohort: Cohort, today: int) -> list[Floor]:
    """Return what is left of a cohort's coverage floors, less the visits that stand; past ones are left out.

    `today` and the dates of floors are ordinals.
    """
    rows = list(CoverageFloor.objects.filter(cohort=cohort))
    if not rows:
        return []
    standing = list(
        Visit.objects.filter(enrollment__cohort=cohort, state__in=STANDING)
        .order_by()
        .values_list("department_id", "on")
    )
    floors = []
    for row in rows:
        held = sum(department == row.department_id and row.from_on <= on <= row.until_on for department, on in standing)
        if row.until_on.toordinal() >= today and row.least > held:
            span = row.from_on.toordinal(), row.until_on.toordinal()
            floors.append(Floor(row.department_id, *span, row.least - held, row.is_required))
    return floors
