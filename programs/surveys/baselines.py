"""A baseline that was measured before Exchange: counts per side and item, released at once.

The wave it becomes is marked as imported wherever it is named. Nobody in it is linked with
anybody, and it can't be given twice or beside a baseline that was asked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.surveys import disclosure, figures, queries
from programs.surveys.choices import CountRefusal, WaveKind, WaveState
from programs.surveys.disclosure import Count
from programs.surveys.models import Instrument, Wave, WaveRelease
from programs.surveys.refused import SurveyRefused


@dataclass(frozen=True)
class Source:
    """Where counts come from: when people were asked, how many of each side, and in whose words."""

    opened_on: date
    closed_on: date
    invited_it: int
    invited_business: int
    told: str

    @property
    def invited(self) -> dict[str, int]:
        """Return how many people of each side were asked."""
        return {"it": self.invited_it, "business": self.invited_business}


def refusals_for(program: Program, counts: Sequence[Count]) -> list[Refusal]:
    """Return what keeps counts from becoming the baseline of a programme."""
    refusals = []
    if queries.has_baseline(program):
        refusals.append(Refusal(CountRefusal.BASELINE_EXISTS))
    if not counts:
        refusals.append(Refusal(CountRefusal.NOTHING))
    return refusals


@transaction.atomic
def import_baseline(
    *, program: Program, instrument: Instrument, source: Source, counts: Sequence[Count], by: Person, at: datetime
) -> Wave:
    """Make a closed baseline of counts and release it, all or nothing. Raises SurveyRefused."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    if refusals := refusals_for(locked, counts):
        raise SurveyRefused(refusals)
    thresholds = queries.thresholds_for(locked)
    wave = Wave.objects.create(
        program=locked,
        instrument=instrument,
        kind=WaveKind.BASELINE,
        state=WaveState.CLOSED,
        closes_on=source.closed_on,
        opened_at=_noon(source.opened_on),
        closed_at=_noon(source.closed_on),
        frozen={
            "items": queries.frozen_items(instrument),
            "thresholds": {"score": thresholds.score, "item": thresholds.item},
            "departments": {},
            "imported": {"told": source.told, "invited": source.invited},
        },
    )
    facts = disclosure.Facts(
        wave=wave.pk,
        program=locked.pk,
        kind=wave.kind,
        opened_on=source.opened_on,
        closed_on=source.closed_on,
        thresholds=thresholds,
        questions=tuple(queries.questions_of(wave.frozen["items"])),
        invited={(side, 0): n for side, n in source.invited.items()},
        names={},
    )
    tables = figures.to_json(disclosure.release_imported(facts, counts))
    row = WaveRelease.objects.create(wave=wave, tables=tables, sha256=queries.hash_of(tables), released_at=at)
    audit.record("import_baseline", wave, by=by, at=at, items=len(counts), told=source.told, sha256=row.sha256)
    return wave


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
