"""What stands out about a run before anybody looks at single placements: in plain words, with a next step."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.matching import queries, results
from programs.matching.choices import OutOfQuestion
from programs.matching.model import Floor
from programs.matching.models import MatchingRun, Placement

MOST_CAUSES = 4


@dataclass(frozen=True)
class Notice:
    """One thing that stands out, and the page where it is mended."""

    text: str
    url: str
    action: str


def notices(run: MatchingRun, placements: Sequence[Placement]) -> list[Notice]:
    """Return what explains a draft that is empty or thinner than it could be, the gravest first."""
    frozen = queries.frozen(run, "days", "floors", "wishes__0")
    if frozen["days"] is None:
        return []
    found = []
    if not frozen["wishes__0"]:
        found.append(_nothing_possible(run))
    found += _missed_floors(run, [Floor(*row) for row in frozen["floors"]], placements)
    if names := queries.departments_without_days(run, frozen["days"]):
        text = _("No day is open in these host departments: %(names)s.") % {"names": ", ".join(names)}
        found.append(Notice(text, reverse("hosting:index"), _("To their offerings")))
    if count := queries.people_without_wishes(run):
        text = ngettext(
            "%(count)s person has listed no department, so all count alike for them.",
            "%(count)s people have listed no department, so all count alike for them.",
            count,
        ) % {"count": count}
        found.append(Notice(text, reverse("cohorts:enrollments", args=[run.cohort_id]), _("To the enrolments")))
    return found


def _missed_floors(run: MatchingRun, every: Iterable[Floor], placements: Sequence[Placement]) -> list[Notice]:
    """Say which preferred floors the draft misses, and by how much: they ask for more than there is."""
    floors = [floor for floor in every if not floor.is_required]
    if not floors:
        return []
    names = results.names_for([], departments=(floor.department for floor in floors)).departments
    return [
        Notice(
            _("%(department)s gets %(held)s of the %(least)s visits asked for from %(start)s to %(end)s.")
            % {
                "department": names.get(floor.department, ""),
                "held": held,
                "least": floor.least,
                "start": _date(floor.from_on),
                "end": _date(floor.until_on),
            },
            reverse("matching:rules", args=[run.cohort_id]) + "#floors",
            _("Lower the floor, or ask for more days"),
        )
        for floor in floors
        if (held := _held(floor, placements)) < floor.least
    ]


def _held(floor: Floor, placements: Sequence[Placement]) -> int:
    """Return how many placements count for a floor."""
    return sum(
        row.day.offering.department_id == floor.department and floor.from_on <= row.day.on.toordinal() <= floor.until_on
        for row in placements
    )


def _date(ordinal: int) -> str:
    return formats.date_format(datetime.date.fromordinal(ordinal), "DATE_FORMAT")


def _nothing_possible(run: MatchingRun) -> Notice:
    """Say why nobody can go anywhere, the most frequent reasons first."""
    counts: Counter[str] = Counter()
    for refused in run.inputs.get("refused", {}).values():
        counts.update(refused)
    causes = [
        f"{OutOfQuestion(code).label} ({count})" for code, count in counts.most_common() if code in OutOfQuestion
    ][:MOST_CAUSES]
    text = _("Nobody can be placed on any day.")
    if causes:
        text += " " + _("What stands in the way most: %(causes)s.") % {"causes": ", ".join(causes)}
    return Notice(text, reverse("hosting:index"), _("Ask for more days"))
