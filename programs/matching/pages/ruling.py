"""The rules of a cohort's matching: what is required, what is weighed, and what that means for one person."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.cohorts import queries as cohort_queries
from programs.cohorts.choices import RepeatPolicy
from programs.cohorts.models import Cohort, CoverageFloor, Enrollment
from programs.hosting.models import HostingDay
from programs.matching import queries, wishes
from programs.matching.choices import OutOfQuestion, Preset
from programs.matching.model import UNRANKED, Wish
from programs.matching.models import MatchingRules, MatchingRun
from programs.visits import queries as visit_queries

SHOWN = 8
"""How many departments of a sample person are shown."""


@dataclass(frozen=True)
class Required:
    """A rule that no plan breaks: what it says in this cohort, and where it is set."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Option:
    """The best day of a department for somebody, with the parts of its score."""

    day: HostingDay
    wish: Wish

    @property
    def choice(self) -> int:
        """The part that the place on the list brings."""
        wish = self.wish
        return wish.score - wish.newness - wish.goals - wish.asked - wish.owed

    @property
    def rank(self) -> int | None:
        """The place on the list; None for a department that is not on it."""
        return self.wish.rank if self.wish.rank < UNRANKED else None


@dataclass(frozen=True)
class Sample:
    """What the rules mean for one person: possible days, the best of each department, and what rules days out."""

    enrollment: Enrollment
    possible: int
    days: int
    options: Sequence[Option]
    ruled_out: Sequence[str]


def rules(cohort: Cohort, found: MatchingRules, enrollment: Enrollment | None, at: datetime.datetime) -> dict[str, Any]:
    """Return the page of a cohort's rules; `found` may be unsaved weights that are only tried out."""
    return {
        "cohort": cohort,
        "required": required(cohort),
        "floors": floors_of(cohort),
        "sample": sample(found, enrollment, at) if enrollment else None,
    }


def floors_of(cohort: Cohort) -> QuerySet[CoverageFloor]:
    """Return the coverage floors of a cohort with their departments, the earliest first."""
    return CoverageFloor.objects.filter(cohort=cohort).select_related("department").order_by("from_on", "pk")


def required(cohort: Cohort) -> list[Required]:
    """Return the rules that hold always, as booking has them."""
    program = cohort.program
    once = _("in this cohort") if program.repeat_policy == RepeatPolicy.COHORT else _("ever")
    edit, teams = reverse("cohorts:edit_cohort", args=[cohort.pk]), reverse("availability:teams")
    return [
        Required(_("Places of a hosting day, and its smallest group"), reverse("hosting:index")),
        Required(_("One visit a day, and %(days)s days between two visits") % {"days": cohort.spacing_days}, edit),
        Required(
            _("Each department once %(when)s") % {"when": once},
            reverse("cohorts:edit_program", args=[program.pk]),
        ),
        Required(_("Cover of each team, with people on call counted as away"), teams),
        Required(_("Hosting hours of departments and hosts"), reverse("hosting:departments")),
        Required(_("Blackouts and public holidays"), reverse("availability:blackouts")),
        Required(_("Calendars, blocked dates and reach of each person")),
        Required(
            _("Exclusions, and people somebody would rather avoid"), reverse("cohorts:exclusions", args=[cohort.pk])
        ),
    ]


def sample(found: MatchingRules, enrollment: Enrollment, at: datetime.datetime) -> Sample:
    """Return what some rules mean for one person, before anything is run."""
    run = MatchingRun(cohort=found.cohort, preset=Preset.BEST_FIT)
    row = cohort_queries.enrollments_of(found.cohort).get(pk=enrollment.pk)
    days = list(queries.days_to_match(found.cohort, at))
    openings = visit_queries.openings([row], days, at=at)
    scorer = replace(
        wishes.scorer_for(run, [row], days), weights=wishes.weights_of(found), only_listed=found.only_listed
    )
    best: dict[int, Option] = {}
    possible = 0
    for day, wish in scorer.wishes(row, days):
        if openings[row.pk, day.pk]:
            continue
        possible += 1
        department = day.offering.department_id
        if department not in best or wish.score > best[department].wish.score:
            best[department] = Option(day, wish)
    against = Counter(str(refusal.reason) for day in days for refusal in openings[row.pk, day.pk])
    return Sample(
        enrollment=row,
        possible=possible,
        days=len(days),
        options=sorted(best.values(), key=lambda option: (-option.wish.score, option.day.pk))[:SHOWN],
        ruled_out=[
            f"{OutOfQuestion(code).label} ({count})" for code, count in against.most_common() if code in OutOfQuestion
        ],
    )
