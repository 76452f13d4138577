"""Named reads of the concerns room. Lists take a constant number of queries."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When

from programs.cohorts.models import Program
from programs.concerns import rules
from programs.concerns.choices import LISTED, ConcernState
from programs.concerns.models import ChangeMade, Concern, ConcernReply, Consultation, Remark
from programs.people.models import Person


@dataclass(frozen=True)
class ConcernFigures:
    """How a programme deals with concerns. `median_days` from raised to answered."""

    raised: int
    waiting: int
    answered: int
    overdue: int
    median_days: float | None
    oldest_on: date | None


def hash_of(token: str) -> str:
    """Return the SHA-256 of a reply token: all that is kept of it (256 random bits need no salt)."""
    return hashlib.sha256(token.encode()).hexdigest()


def concern_of_token(token: str) -> Concern | None:
    """Return the anonymous concern that a reply token belongs to."""
    return with_voices(Concern.objects.filter(token_hash=hash_of(token.strip()))).first()


def with_voices(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    """Return concerns with owner, programme and what they were merged into, and how many `voices` each stands for."""
    return concerns.select_related("program", "owner", "author", "merged_into__owner").annotate(
        voices=Count("merged", distinct=True) + 1
    )


def listed(program: Program) -> QuerySet[Concern]:
    """Return what everybody reads: open ones first, oldest on top, then answered ones, newest on top."""
    is_answered = Case(When(state=ConcernState.ANSWERED, then=1), default=0, output_field=IntegerField())
    rows = with_voices(Concern.objects.filter(program=program, state__in=LISTED))
    return rows.annotate(is_done=is_answered).order_by("is_done", F("answered_on").desc(nulls_first=True), "filed_on")


def to_sort(program: Program) -> QuerySet[Concern]:
    """Return the concerns that nobody has taken on yet, and those kept off the list; oldest first."""
    rows = with_voices(Concern.objects.filter(program=program, state__in=[ConcernState.RAISED, ConcernState.HELD]))
    return rows.order_by("-state", "filed_on", "id")


def targets_for(concern: Concern) -> QuerySet[Concern]:
    """Return the concerns that one can be merged into."""
    return Concern.objects.filter(program=concern.program_id, state__in=LISTED).exclude(pk=concern.pk)


def figures_of(program: Program, *, on: date) -> ConcernFigures:
    """Count a programme's concerns as they stand on a day. One query and one of the answered ones."""
    rows = Concern.objects.filter(program=program)
    counts = rows.aggregate(
        raised=Count("pk"),
        waiting=Count("pk", filter=Q(state=ConcernState.RAISED)),
        answered=Count("pk", filter=Q(state=ConcernState.ANSWERED)),
        overdue=Count("pk", filter=Q(state=ConcernState.TAKEN_ON, due_on__lt=on)),
        oldest_on=Min("filed_on", filter=Q(state=ConcernState.RAISED)),
    )
    answered = rows.filter(Q(state=ConcernState.ANSWERED) | Q(merged_into__state=ConcernState.ANSWERED))
    days = answered.values_list("filed_on", "answered_on", "merged_into__answered_on")
    waits = [(filed, day) for filed, own, merged in days if (day := own or merged)]
    return ConcernFigures(median_days=rules.median_days(waits), **counts)


def replies_to(concern: Concern) -> QuerySet[ConcernReply]:
    """Return what was said between the two sides, in turn."""
    return concern.replies.select_related("by")


def with_raised(programs: QuerySet[Program]) -> QuerySet[Program]:
    """Return the programmes with concerns that nobody has taken on: how many (`new`), `since` when."""
    return programs.annotate(
        new=Count("concerns", filter=Q(concerns__state=ConcernState.RAISED)),
        since=Min("concerns__filed_on", filter=Q(concerns__state=ConcernState.RAISED)),
    ).filter(new__gt=0)


def to_answer_by(person: Person) -> QuerySet[Concern]:
    """Return the concerns that somebody has taken on and not answered, those due first on top."""
    return Concern.objects.filter(owner=person, state=ConcernState.TAKEN_ON).order_by("due_on", "id")


def replied_to(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    """Keep those whose last word is that of whoever raised them, with its day as `said_on`."""
    last = ConcernReply.objects.filter(concern=OuterRef("pk")).order_by("-turn")
    rows = concerns.exclude(state=ConcernState.HELD).annotate(
        last_by=Subquery(last.values("by")[:1]), said_on=Subquery(last.values("said_on")[:1])
    )
    return rows.filter(last_by=None, said_on__isnull=False)


# Drafts and changes ------------------------------------------------------------------------------


def consultations_of(program: Program) -> QuerySet[Consultation]:
    """Return a programme's drafts, those that close last on top, with their comments counted."""
    return program.consultations.annotate(said=Count("remarks", filter=Q(remarks__is_held=False)))


def remarks_on(consultation: Consultation, *, for_lead: bool) -> QuerySet[Remark]:
    """Return the comments on a draft; those that were taken off are for leads only."""
    rows = consultation.remarks.select_related("author").prefetch_related("changes")
    return rows if for_lead else rows.filter(is_held=False)


def changes_of(program: Program) -> QuerySet[ChangeMade]:
    """Return “You said, we changed”, newest first, with what was said."""
    return program.changes_made.select_related("concern", "remark__consultation")


def unanswered_remarks(program: Program) -> int:
    """Count the comments on closed and open drafts that no change answers yet."""
    return Remark.objects.filter(consultation__program=program, is_held=False, changes=None).count()
