"""What leads do with cards: merge them into findings, and point at the roadmap."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.commitments.models import RoadmapItem
from programs.journals import rules
from programs.journals.models import Finding, Insight
from programs.journals.refused import refuse
from programs.people.models import Person


@transaction.atomic
def merge_insights(
    *, program: Program, insights: Sequence[Insight], finding: Finding | None, title: str, by: Person, at: datetime
) -> Finding:
    """Put cards of one kind into a finding, a new one with a title of the lead's own or one that is there.

    The cards keep their words, authors and readers. Raises JournalRefused with every reason.
    """
    kinds = [insight.kind for insight in insights]
    refuse(rules.merge_refusals(kinds, finding_kind=finding.kind if finding else "", title=title))
    row = finding or Finding.objects.create(program=program, kind=kinds[0], title=title.strip(), made_by=by, made_at=at)
    Insight.objects.filter(pk__in=[insight.pk for insight in insights]).update(finding=row)
    audit.record("merge_insights", row, by=by, at=at, insights=[insight.pk for insight in insights])
    return row


@transaction.atomic
def part_insight(*, insight: Insight, by: Person, at: datetime) -> None:
    """Take a card out of its finding again. A finding without cards goes away."""
    finding = insight.finding
    if finding is None:
        return
    Insight.objects.filter(pk=insight.pk).update(finding=None)
    audit.record("part_insight", finding, by=by, at=at, insight=insight.pk)
    if not finding.insights.exists():
        finding.delete()


@transaction.atomic
def name_finding(
    *, finding: Finding, title: str, roadmap_item: RoadmapItem | None, by: Person, at: datetime
) -> Finding:
    """Change a finding's title and what it points at on the roadmap of its programme."""
    finding.title, finding.roadmap_item = title, roadmap_item
    finding.save(update_fields=["title", "roadmap_item"])
    audit.record("name_finding", finding, by=by, at=at, roadmap_item=roadmap_item.pk if roadmap_item else None)
    return finding
