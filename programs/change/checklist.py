"""The eight steps (after Kotter), each met or not by what the records say, never by a tick.

Every step names its records with links, and what to do next while it isn't met.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.change import queries
from programs.change.choices import StepName
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, Program
from programs.commitments import queries as commitment_queries
from programs.commitments.choices import FrictionState
from programs.commitments.models import Friction
from programs.concerns import queries as concern_queries
from programs.hosting.models import HostingPattern
from programs.objectives.choices import ObjectiveState
from programs.relationships.models import Tie
from programs.surveys import queries as survey_queries
from programs.surveys.choices import WaveKind, WaveState
from programs.surveys.models import Wave
from programs.visits.models import Visit

CLOSED = (WaveState.CLOSED, WaveState.REPORTED)
ENOUGH_ENROLLED = 5
"""Fewer volunteers than this are a trial, not a movement."""
LATER_DAYS = 90


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


def steps_of(program: Program, *, today: date) -> list[Step]:
    """Return the eight steps of a programme as the records stand today."""
    makers: Sequence[Callable[[Program, date], Step]] = (
        _urgency,
        _coalition,
        _vision,
        _volunteers,
        _barriers,
        _wins,
        _sustain,
        _anchor,
    )
    return [make(program, today) for make in makers]


def _cohorts(program: Program) -> QuerySet[Cohort]:
    return Cohort.objects.filter(program=program)


def _urgency(program: Program, today: date) -> Step:
    url = reverse("surveys:index")
    is_closed = survey_queries.baseline_is_closed(program)
    story = survey_queries.gap_story(program)
    evidence = [
        Evidence(_("Baseline closed and released"), url, is_closed),
        Evidence(_("The perception gap of the main statement is known"), url, bool(story)),
    ]
    return Step(StepName.URGENCY, evidence, _("Ask the baseline and close it before the first visits."))


def _coalition(program: Program, today: date) -> Step:
    sponsors = queries.sponsors_of(program)
    done = sum(one.done for one in sponsors)
    visits = sum(one.visits for one in sponsors)
    bare = [one for one in queries.coverage_of(program, today=today) if not one.champions]
    sponsor_url = reverse("change:sponsors", args=[program.pk])
    acted = ngettext("%(count)s sponsor action done", "%(count)s sponsor actions done", done) % {"count": done}
    went = ngettext("%(count)s visit made by a sponsor", "%(count)s visits made by sponsors", visits)
    covered = ngettext("%(count)s department without a champion", "%(count)s departments without a champion", len(bare))
    evidence = [
        Evidence(acted, sponsor_url, done > 0),
        Evidence(went % {"count": visits}, sponsor_url, visits > 0),
        Evidence(covered % {"count": len(bare)}, reverse("change:champions", args=[program.pk]), not bare),
    ]
    return Step(
        StepName.COALITION, evidence, _("Let the sponsor go on a visit, and find a champion for each department.")
    )


def _vision(program: Program, today: date) -> Step:
    drafts = program.consultations.count()
    agreed = program.objectives.exclude(state=ObjectiveState.DRAFT).count()
    shared = ngettext("%(count)s shared objective agreed", "%(count)s shared objectives agreed", agreed)
    asked = ngettext("%(count)s draft put to comment", "%(count)s drafts put to comment", drafts) % {"count": drafts}
    evidence = [
        Evidence(
            _("The purpose of the programme is written down"),
            reverse("cohorts:program", args=[program.pk]),
            bool(program.purpose.strip()),
        ),
        Evidence(shared % {"count": agreed}, reverse("objectives:index"), agreed > 0),
        Evidence(asked, reverse("concerns:you_said"), drafts > 0),
    ]
    return Step(StepName.VISION, evidence, _("Write down what it is for, agree an objective, put a draft to comment."))


def _volunteers(program: Program, today: date) -> Step:
    enrolled = (
        Enrollment.objects.filter(cohort__program=program, withdrawn_at=None)
        .exclude(cohort__stage=Stage.ARCHIVED)
        .count()
    )
    said = program.planned_messages.exclude(said_on=None).count()
    people = ngettext("%(count)s person enrolled", "%(count)s people enrolled", enrolled) % {"count": enrolled}
    told = ngettext("%(count)s planned message said", "%(count)s planned messages said", said) % {"count": said}
    evidence = [
        Evidence(people, reverse("cohorts:program", args=[program.pk]), enrolled >= ENOUGH_ENROLLED),
        Evidence(told, reverse("plans:plan", args=[program.pk]), said > 0),
    ]
    return Step(StepName.VOLUNTEERS, evidence, _("Say what is planned, and invite people to enrol."))


def _barriers(program: Program, today: date) -> Step:
    hosts = Cohort.departments.through.objects.filter(cohort__program=program).values("department")
    solved = Friction.objects.filter(department__in=hosts, state=FrictionState.RESOLVED).count()
    figures = concern_queries.figures_of(program, on=today)
    fixed = ngettext("%(count)s friction resolved", "%(count)s frictions resolved", solved) % {"count": solved}
    answered = ngettext("%(count)s concern answered", "%(count)s concerns answered", figures.answered)
    evidence = [
        Evidence(fixed, reverse("commitments:frictions"), solved > 0),
        Evidence(answered % {"count": figures.answered}, reverse("concerns:index"), figures.answered > 0),
        Evidence(_("No answer to a concern is overdue"), reverse("concerns:index"), figures.overdue == 0),
    ]
    return Step(StepName.BARRIERS, evidence, _("Answer what worries people and resolve one friction."))


def _wins(program: Program, today: date) -> Step:
    wins = len(commitment_queries.quick_wins(_cohorts(program), with_pairs=True))
    shown = ngettext("%(count)s quick win confirmed", "%(count)s quick wins confirmed", wins) % {"count": wins}
    evidence = [Evidence(shown, reverse("commitments:quick_wins"), wins > 0)]
    return Step(StepName.WINS, evidence, _("Help one promise over the line and let its beneficiary confirm it."))


def _sustain(program: Program, today: date) -> Step:
    later = Wave.objects.filter(program=program, state__in=CLOSED)
    later = later.filter(kind__in=[WaveKind.MIDPOINT, WaveKind.END, WaveKind.FOLLOW_UP])
    came = Visit.objects.filter(cohort__program=program, state__in=queries.CAME).order_by()
    cohorts = came.values("cohort").distinct().count()
    run = ngettext("Visits in %(count)s cohort", "Visits in %(count)s cohorts", cohorts) % {"count": cohorts}
    evidence = [
        Evidence(_("A second wave closed after the baseline"), reverse("surveys:index"), later.exists()),
        Evidence(run, reverse("cohorts:program", args=[program.pk]), cohorts > 1),
    ]
    return Step(StepName.SUSTAIN, evidence, _("Plan the next cohort, and ask again what has changed."))


def _anchor(program: Program, today: date) -> Step:
    hosts = Cohort.departments.through.objects.filter(cohort__program=program).values("department")
    patterns = HostingPattern.objects.filter(offering__department__in=hosts, until_on__gte=today).count()
    ties = Tie.objects.filter(visit__cohort__program=program, after_days__gte=LATER_DAYS).count()
    changes = program.changes_made.count()
    cohort_url = reverse("cohorts:program", args=[program.pk])
    weekly = ngettext(
        "%(count)s rule for recurring hosting days", "%(count)s rules for recurring hosting days", patterns
    )
    noted = ngettext("%(count)s change noted", "%(count)s changes noted", changes) % {"count": changes}
    evidence = [
        Evidence(weekly % {"count": patterns}, reverse("hosting:index"), patterns > 0),
        Evidence(_("Ties are looked at 90 days after visits"), cohort_url, ties >= program.score_threshold),
        Evidence(noted, reverse("concerns:you_said"), changes > 0),
    ]
    return Step(StepName.ANCHOR, evidence, _("Make hosting days recur, and look at ties after 90 days."))
