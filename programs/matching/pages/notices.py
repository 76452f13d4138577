"""What stands out about a run before anybody looks at single placements: in plain words, with a next step."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.matching import queries
from programs.matching.choices import OutOfQuestion
from programs.matching.models import MatchingRun

MOST_CAUSES = 4


@dataclass(frozen=True)
class Notice:
    """One thing that stands out, and the page where it is mended."""

    text: str
    url: str
    action: str


def notices(run: MatchingRun) -> list[Notice]:
    """Return what explains a draft that is empty or thinner than it could be, the gravest first."""
    if not run.inputs:
        return []
    problem = run.inputs["problem"]
    found = []
    if not problem["wishes"]:
        found.append(_nothing_possible(run))
    if names := queries.departments_without_days(run):
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
