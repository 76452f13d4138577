"""Released perception gaps as readings of measures: pulled from above, since surveys and objectives don't meet.

Only what a wave has released is read, so a reading is exactly the figure of the survey's own
page; where the release shows no gap, there is no reading.
"""

from datetime import datetime
from decimal import Decimal

from programs.objectives import actions as objective_actions
from programs.objectives.choices import ObjectiveState
from programs.objectives.models import Measure
from programs.surveys import queries as survey_queries
from programs.surveys.figures import ReleasedWave
from programs.surveys.models import Wave

EVERY_MINUTES = 10


def every_minute(at: datetime) -> None:
    """Look for newly released waves every ten minutes: releases are rare and reading them is not free."""
    if at.minute % EVERY_MINUTES == 0:
        take_over_gaps(at)


def take_over_gaps(at: datetime) -> int:
    """Note the gaps of waves that closed since a measure began, each wave once; return how many were new."""
    rows = Measure.objects.exclude(gap_item="").exclude(objective__state=ObjectiveState.CLOSED)
    measures = list(rows.select_related("objective__program"))
    taken = 0
    for program in {one.objective.program for one in measures}:
        names = {wave.pk: wave.get_kind_display() for wave in Wave.objects.filter(program=program)}
        for released in survey_queries.released_waves(program):
            for measure in (one for one in measures if one.objective.program_id == program.pk):
                points = _points(released, measure)
                if points is not None:
                    taken += objective_actions.take_over_gap(
                        measure=measure,
                        wave=released.wave,
                        on=released.closed_on,
                        points=points,
                        source=names[released.wave],
                        at=at,
                    )
    return taken


def _points(released: ReleasedWave, measure: Measure) -> Decimal | None:
    """Return the gap in whole points, as pages print it; None where nothing was released."""
    gap = next((one for one in released.gaps if one.construct == measure.gap_item), None)
    if gap is None or gap.value is None or released.closed_on < measure.baseline_on:
        return None
    return Decimal(round(gap.value * 100))
