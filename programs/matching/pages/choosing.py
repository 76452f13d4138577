"""Where somebody could be placed by hand: free days to choose, and others with what is in the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import formats

from programs.hosting.models import HostingDay
from programs.matching import queries
from programs.matching.actions.draft import ledger_of
from programs.matching.choices import Obstacle
from programs.matching.models import MatchingRun


@dataclass(frozen=True)
class Choices:
    """The days that somebody could be placed on: free ones to choose, and others with what is in the way."""

    days: Mapping[int, HostingDay]
    free: list[tuple[int, str]]
    blocked: list[tuple[str, str]]


def day_choices(found: MatchingRun, enrollment_id: int, leaving: int | None = None) -> Choices:
    """Return where somebody could go instead of a day (`leaving`), or besides what they have."""
    if not found.inputs:
        return Choices({}, [], [])
    problem, columns = queries.options_for(found, enrollment_id)
    ledger, places = ledger_of(found, problem), {day.key: place for place, day in enumerate(problem.days)}
    days = queries.days_by_key(columns)
    taken = queries.days_held(found, enrollment_id)
    choices = Choices(days, [], [])
    for day in sorted(days.values(), key=lambda one: (one.on, one.offering.title)):
        if day.pk in taken:
            continue
        blocked = ledger.obstacles(columns[day.pk], leaving=places.get(leaving) if leaving is not None else None)
        label = f"{formats.date_format(day.on, 'D j M')} · {day.offering.department} · {day.offering.title}"
        if blocked:
            choices.blocked.append((label, ", ".join(str(Obstacle(obstacle).label) for obstacle in blocked)))
        else:
            choices.free.append((day.pk, label))
    return choices
