"""What the people side of a programme is read from: gathered once for a page, in thirteen queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from programs.change import queries
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, Program
from programs.commitments import queries as commitment_queries
from programs.commitments.choices import FrictionState
from programs.commitments.models import Friction
from programs.concerns import queries as concern_queries
from programs.concerns.models import ChangeMade, Consultation
from programs.core.counting import counted
from programs.hosting.models import HostingPattern
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Objective
from programs.plans.models import PlannedMessage
from programs.relationships.models import Tie
from programs.surveys import queries as survey_queries
from programs.surveys.choices import WaveKind, WaveState
from programs.surveys.figures import GapStory
from programs.surveys.models import Wave
from programs.visits.models import Visit

CLOSED = (WaveState.CLOSED, WaveState.REPORTED)
LATER_WAVES = (WaveKind.MIDPOINT, WaveKind.END, WaveKind.FOLLOW_UP)
LATER_DAYS = 90


@dataclass(frozen=True)
class Records:
    """A programme's records on a day. `counts` has one number for each kind that is only counted."""

    program: Program
    gap: GapStory | None
    sponsors: Sequence[queries.SponsorStory]
    coverage: Sequence[queries.Coverage]
    concerns: concern_queries.ConcernFigures
    wins: int
    counts: Mapping[str, int]


def records_of(program: Program, *, today: date) -> Records:
    """Return the records of a programme as they stand on a day."""
    cohorts = Cohort.objects.filter(program=program)
    return Records(
        program=program,
        gap=survey_queries.gap_story(program),
        sponsors=queries.sponsors_of(program),
        coverage=queries.coverage_of(program, today=today),
        concerns=concern_queries.figures_of(program, on=today),
        wins=len(commitment_queries.quick_wins(cohorts, with_pairs=True)),
        counts=_counts(program, today),
    )


def _counts(program: Program, today: date) -> Mapping[str, int]:
    """Count what the steps ask the number of. One query."""
    waves = Wave.objects.filter(program=program, state__in=CLOSED)
    hosts = Cohort.departments.through.objects.filter(cohort__program=program).values("department")
    came = Visit.objects.filter(cohort=OuterRef("pk"), state__in=queries.CAME)
    enrolled = Enrollment.objects.filter(cohort__program=program, withdrawn_at=None)
    patterns = HostingPattern.objects.filter(offering__department__in=hosts, until_on__gte=today)
    rows = {
        "baselines": waves.filter(kind=WaveKind.BASELINE),
        "later_waves": waves.filter(kind__in=LATER_WAVES),
        "drafts": Consultation.objects.filter(program=program),
        "objectives": Objective.objects.filter(program=program).exclude(state=ObjectiveState.DRAFT),
        "enrolled": enrolled.exclude(cohort__stage=Stage.ARCHIVED),
        "messages": PlannedMessage.objects.filter(program=program).exclude(said_on=None),
        "resolved": Friction.objects.filter(department__in=hosts, state=FrictionState.RESOLVED),
        "cohorts": Cohort.objects.filter(Exists(came), program=program),
        "patterns": patterns,
        "later_ties": Tie.objects.filter(visit__cohort__program=program, after_days__gte=LATER_DAYS),
        "changes": ChangeMade.objects.filter(program=program),
    }
    made = Program.objects.annotate(**{f"n_{name}": counted(found) for name, found in rows.items()})
    facts = made.values(*(f"n_{name}" for name in rows)).get(pk=program.pk)
    return {name: facts[f"n_{name}"] for name in rows}
