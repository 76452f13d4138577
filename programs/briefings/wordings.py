"""The agreement of both sides, word for word, by version, and the three questions.

A change of meaning is a new version with a new number: what somebody agreed to stays readable
as it was. Corrections of a translation are none.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Clause:
    """One point of the agreement."""

    key: str
    title: Promise
    text: Promise


VERSIONS: Mapping[int, tuple[Clause, ...]] = {
    1: (
        Clause(
            "aims",
            _("What the day is for"),
            _(
                "We want to understand each other's work. One side shows and explains, the other watches and asks; "
                "nobody is judged."
            ),
        ),
        Clause(
            "confidentiality",
            _("What stays here"),
            _(
                "What we see and hear about people, customers and figures stays between us. "
                "Notes and photos only after asking."
            ),
        ),
        Clause(
            "limits",
            _("What is not part of it"),
            _(
                "What the department doesn't show is not asked for. No access rights are given, "
                "and nobody stands in for a colleague."
            ),
        ),
        Clause(
            "promises",
            _("No promises today"),
            _(
                "Ideas are written down. Promises are made at the debrief or later, with a date, "
                "by whoever can keep them."
            ),
        ),
        Clause(
            "stop",
            _("The host may stop"),
            _("The host may pause or end the day at any moment and need not say why. So may the visitor."),
        ),
    ),
}
CURRENT = max(VERSIONS)
"""The version that is agreed to today."""


def wording(version: int) -> tuple[Clause, ...]:
    """Return the points of a version. Raises KeyError for one that never was."""
    return VERSIONS[version]


QUESTIONS: Mapping[str, Promise] = {
    "goal": _("Which goal of %(department)s does your team's work touch most?"),
    "part": _("Where does IT help %(department)s with it today, and where does it stand in the way?"),
    "sentence": _("How would you explain IT's part in it to %(department)s, in one sentence?"),
}
"""What the visitor answers before the day, by the field that keeps the answer."""


def question(name: str, department: str) -> str:
    """Return one of the three questions about a department, in the active language."""
    return str(QUESTIONS[name]) % {"department": department}
