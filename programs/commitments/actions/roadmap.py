"""What leads keep about IT's roadmap."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.commitments.choices import CommitmentRefusal, RoadmapState
from programs.commitments.models import RoadmapItem
from programs.commitments.refused import refuse
from programs.core.refusals import Refusal
from programs.people.models import Person


@transaction.atomic
def keep_roadmap_item(
    *,
    program: Program,
    title: str,
    system: str,
    link: str,
    state: RoadmapState,
    by: Person,
    at: datetime,
    item: RoadmapItem | None = None,
) -> RoadmapItem:
    """Add an item of the roadmap, or change `item`. Raises CommitmentRefused when the title is there already."""
    same = RoadmapItem.objects.filter(program=program, title=title)
    same = same.exclude(pk=item.pk) if item else same
    refuse([Refusal(CommitmentRefusal.ON_THE_ROADMAP)] if same.exists() else [])
    row = item or RoadmapItem(program=program)
    before = row.state if item else ""
    row.title, row.system, row.link, row.state = title, system, link, state
    row.save()
    audit.record("keep_roadmap_item", row, by=by, at=at, before=before, now=state.value)
    return row
