"""The eight steps (after Kotter), each met or not by what the records say, never by a tick.

Every step names its records with links, and what to do next while it isn't met.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.change.choices import StepName
from programs.change.records import Records

ENOUGH_ENROLLED = 5
"""Fewer volunteers than this are a trial, not a movement."""


@dataclass(frozen=True)
class Evidence:
    """One record or count that backs a step, and the page where it can be read."""

    text: str
    url: str
    is_there: bool


@dataclass(frozen=True)
class Step:
    """One step: met when all of its evidence is there; `next` is what to do about the first that isn't."""

    name: StepName
    evidence: Sequence[Evidence]
    next: str

    @property
    def is_met(self) -> bool:
        """Whether the records back the whole step."""
        return all(one.is_there for one in self.evidence)

    @property
    def url(self) -> str:
        """Return the page on which what is missing can be mended."""
        return next((one.url for one in self.evidence if not one.is_there), "")


def steps_of(found: Records) -> list[Step]:
    """Return the eight steps of a programme as its records stand."""
    makers: Sequence[Callable[[Records], Step]] = (
        _urgency,
        _coalition,
        _vision,
        _volunteers,
        _barriers,
        _wins,
        _sustain,
        _anchor,
    )
    return [make(found) for make in makers]


def _urgency(found: Records) -> Step:
    url = reverse("surveys:index")
    evidence = [
        Evidence(_("Baseline closed and released"), url, found.counts["baselines"] > 0),
        Evidence(_("The perception gap of the main statement is known"), url, bool(found.gap)),
    ]
    return Step(StepName.URGENCY, evidence, _("Ask the baseline and close it before the first visits."))


def _coalition(found: Records) -> Step:
    done = sum(one.done for one in found.sponsors)
    visits = sum(one.visits for one in found.sponsors)
    bare = [one for one in found.coverage if not one.champions]
    sponsor_url = reverse("change:sponsors", args=[found.program.pk])
    acted = ngettext("%(count)s sponsor action done", "%(count)s sponsor actions done", done) % {"count": done}
    went = ngettext("%(count)s visit made by a sponsor", "%(count)s visits made by sponsors", visits)
    covered = ngettext("%(count)s department without a champion", "%(count)s departments without a champion", len(bare))
    evidence = [
        Evidence(acted, sponsor_url, done > 0),
        Evidence(went % {"count": visits}, sponsor_url, visits > 0),
        Evidence(covered % {"count": len(bare)}, reverse("change:champions", args=[found.program.pk]), not bare),
    ]
    return Step(
        StepName.COALITION, evidence, _("Let the sponsor go on a visit, and find a champion for each department.")
    )


def _vision(found: Records) -> Step:
    drafts, agreed = found.counts["drafts"], found.counts["objectives"]
    shared = ngettext("%(count)s shared objective agreed", "%(count)s shared objectives agreed", agreed)
    asked = ngettext("%(count)s draft put to comment", "%(count)s drafts put to comment", drafts) % {"count": drafts}
    evidence = [
        Evidence(
            _("The purpose of the programme is written down"),
            reverse("cohorts:program", args=[found.program.pk]),
            bool(found.program.purpose.strip()),
        ),
        Evidence(shared % {"count": agreed}, reverse("objectives:index"), agreed > 0),
        Evidence(asked, reverse("concerns:you_said"), drafts > 0),
    ]
    return Step(StepName.VISION, evidence, _("Write down what it is for, agree an objective, put a draft to comment."))


def _volunteers(found: Records) -> Step:
    enrolled, said = found.counts["enrolled"], found.counts["messages"]
    people = ngettext("%(count)s person enrolled", "%(count)s people enrolled", enrolled) % {"count": enrolled}
    told = ngettext("%(count)s planned message said", "%(count)s planned messages said", said) % {"count": said}
    evidence = [
        Evidence(people, reverse("cohorts:program", args=[found.program.pk]), enrolled >= ENOUGH_ENROLLED),
        Evidence(told, reverse("plans:plan", args=[found.program.pk]), said > 0),
    ]
    return Step(StepName.VOLUNTEERS, evidence, _("Say what is planned, and invite people to enrol."))


def _barriers(found: Records) -> Step:
    solved, figures = found.counts["resolved"], found.concerns
    fixed = ngettext("%(count)s friction resolved", "%(count)s frictions resolved", solved) % {"count": solved}
    answered = ngettext("%(count)s concern answered", "%(count)s concerns answered", figures.answered)
    evidence = [
        Evidence(fixed, reverse("commitments:frictions"), solved > 0),
        Evidence(answered % {"count": figures.answered}, reverse("concerns:index"), figures.answered > 0),
        Evidence(_("No answer to a concern is overdue"), reverse("concerns:index"), figures.overdue == 0),
    ]
    return Step(StepName.BARRIERS, evidence, _("Answer what worries people and resolve one friction."))


def _wins(found: Records) -> Step:
    shown = ngettext("%(count)s quick win confirmed", "%(count)s quick wins confirmed", found.wins)
    evidence = [Evidence(shown % {"count": found.wins}, reverse("commitments:quick_wins"), found.wins > 0)]
    return Step(StepName.WINS, evidence, _("Help one promise over the line and let its beneficiary confirm it."))


def _sustain(found: Records) -> Step:
    cohorts = found.counts["cohorts"]
    run = ngettext("Visits in %(count)s cohort", "Visits in %(count)s cohorts", cohorts) % {"count": cohorts}
    again = found.counts["later_waves"] > 0
    evidence = [
        Evidence(_("A second wave closed after the baseline"), reverse("surveys:index"), again),
        Evidence(run, reverse("cohorts:program", args=[found.program.pk]), cohorts > 1),
    ]
    return Step(StepName.SUSTAIN, evidence, _("Plan the next cohort, and ask again what has changed."))


def _anchor(found: Records) -> Step:
    patterns, changes = found.counts["patterns"], found.counts["changes"]
    weekly = ngettext(
        "%(count)s rule for recurring hosting days", "%(count)s rules for recurring hosting days", patterns
    )
    noted = ngettext("%(count)s change noted", "%(count)s changes noted", changes) % {"count": changes}
    are_ties_seen = found.counts["later_ties"] >= found.program.score_threshold
    cohort_url = reverse("cohorts:program", args=[found.program.pk])
    evidence = [
        Evidence(weekly % {"count": patterns}, reverse("hosting:index"), patterns > 0),
        Evidence(_("Ties are looked at 90 days after visits"), cohort_url, are_ties_seen),
        Evidence(noted, reverse("concerns:you_said"), changes > 0),
    ]
    return Step(StepName.ANCHOR, evidence, _("Make hosting days recur, and look at ties after 90 days."))
