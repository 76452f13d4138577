"""Named reads of the commitments room."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet, Sum

from programs.cohorts.models import Cohort
from programs.commitments import rules
from programs.commitments.choices import CommitmentState, FrictionState
from programs.commitments.models import Commitment, Friction, Thanks
from programs.people.models import Person
from programs.visits.models import Visit

ORIGIN = ("visit__department", "visit__cohort__program", "objective__department", "objective__program")
"""What a promise's programme and department are read from."""
OPEN = (CommitmentState.PROPOSED, CommitmentState.AGREED, CommitmentState.DELIVERED, CommitmentState.DISPUTED)


@dataclass(frozen=True)
class CommitmentFigures:
    """How promises of a cohort fared. Counts of commitments, not of people."""

    proposed: int
    agreed: int
    delivered: int
    confirmed: int
    confirmed_on_time: int
    overdue: int
    quick_wins: int


@dataclass(frozen=True)
class FrictionFigures:
    """What slowed hosts down: how many, how many closed, and hours lost a month while open."""

    reported: int
    acknowledged: int
    resolved: int
    open_hours_a_month: float


def commitments_of(person: Person) -> QuerySet[Commitment]:
    """Promises that `person` made or waits for, open ones first, then by due date."""
    return (
        Commitment.objects.filter(Q(owner=person) | Q(beneficiary=person))
        .select_related("owner", "beneficiary", "visit__department", "visit__day__offering", "objective__department")
        .order_by(F("closed_at").asc(nulls_first=True), "due_on", "id")
    )


def helped_by(person: Person) -> QuerySet[Commitment]:
    """Open promises that `person` helps to keep, by due date."""
    return (
        Commitment.objects.filter(squad__person=person, state__in=OPEN)
        .select_related("owner", "beneficiary", "visit__department", "objective__department")
        .order_by("due_on", "id")
    )


def shown_in_full(pk: int) -> Commitment:
    """Return a promise with all that its page shows. Two queries."""
    rows = Commitment.objects.select_related("owner", "beneficiary", "proposed_by", "friction", *ORIGIN)
    return rows.prefetch_related("squad__person").get(pk=pk)


def waiting_for(person: Person) -> list[Commitment]:
    """Open promises whose next step is this person's: to agree, to deliver, to confirm. By due date."""
    mine = commitments_of(person).filter(state__in=OPEN)
    return [commitment for commitment in mine if next_step_of(commitment, person)]


def next_step_of(commitment: Commitment, person: Person) -> str:
    """Return "agree", "deliver" or "confirm" when it is `person`'s turn, else an empty string."""
    step = {
        CommitmentState.PROPOSED: "agree",
        CommitmentState.AGREED: "deliver",
        CommitmentState.DISPUTED: "deliver",
        CommitmentState.DELIVERED: "confirm",
    }.get(CommitmentState(commitment.state), "")
    if not step:
        return ""
    who = rules.who_may(
        step, owner=commitment.owner_id, beneficiary=commitment.beneficiary_id, proposed_by=commitment.proposed_by_id
    )
    return step if who == person.pk else ""


def other_side_of(visit: Visit, person: Person) -> Person:
    """Return the host's contact for the visitor, and the visitor for anyone of the host's side."""
    return visit.day.offering.contact if person.pk == visit.visitor_id else visit.visitor


def quick_wins(cohorts: QuerySet[Cohort], *, with_pairs: bool = False) -> list[Commitment]:
    """Quick wins of these cohorts' visits, newest first; `with_pairs` adds those of reviews in their programmes."""
    made = Q(visit__cohort__in=cohorts)
    if with_pairs:
        made |= Q(objective__program__in=cohorts.order_by().values("program"))
    confirmed = (
        Commitment.objects.filter(made, state=CommitmentState.CONFIRMED, is_visible=True)
        .select_related("owner", "beneficiary", *ORIGIN)
        .prefetch_related(Prefetch("thanks", Thanks.objects.select_related("person")))
        .order_by("-closed_at")
    )
    return [commitment for commitment in confirmed if is_quick_win(commitment)]


def commitment_figures(cohort: Cohort, *, on: date, visits: QuerySet[Visit] | None = None) -> CommitmentFigures:
    """Count a cohort's promises, or those of some of its visits, as they stand on a date."""
    found = Commitment.objects.filter(visit__cohort=cohort).select_related("visit__cohort__program")
    rows = list(found if visits is None else found.filter(visit__in=visits))
    confirmed = [row for row in rows if row.state == CommitmentState.CONFIRMED]
    return CommitmentFigures(
        proposed=len(rows),
        agreed=sum(row.agreed_at is not None for row in rows),
        delivered=sum(row.delivered_at is not None for row in rows),
        confirmed=len(confirmed),
        confirmed_on_time=sum(bool(row.delivered_at and row.delivered_at.date() <= row.due_on) for row in confirmed),
        overdue=sum(
            row.state in (CommitmentState.AGREED, CommitmentState.DISPUTED) and row.due_on < on for row in rows
        ),
        quick_wins=sum(is_quick_win(row) for row in confirmed),
    )


def friction_figures(cohort: Cohort, *, visits: QuerySet[Visit] | None = None) -> FrictionFigures:
    """Count frictions that hosts reported in connection with a cohort's visits, or with some of them."""
    found = Friction.objects.filter(visit__cohort=cohort)
    rows = list(found if visits is None else found.filter(visit__in=visits))
    still_open = [row for row in rows if row.state not in (FrictionState.RESOLVED, FrictionState.WONT_FIX)]
    return FrictionFigures(
        reported=len(rows),
        acknowledged=sum(row.acknowledged_at is not None for row in rows),
        resolved=sum(row.state == FrictionState.RESOLVED for row in rows),
        open_hours_a_month=sum(row.minutes_lost * row.times_a_month for row in still_open) / 60,
    )


def minutes_by_system(frictions: QuerySet[Friction]) -> list[tuple[str, int]]:
    """Minutes lost a month by system, open frictions only, most first."""
    lost: dict[str, int] = defaultdict(int)
    open_ones = frictions.exclude(state__in=[FrictionState.RESOLVED, FrictionState.WONT_FIX])
    for system, minutes in open_ones.values_list("system").annotate(lost=Sum(F("minutes_lost") * F("times_a_month"))):
        lost[system] += minutes
    return sorted(lost.items(), key=lambda pair: (-pair[1], pair[0]))


def is_quick_win(commitment: Commitment) -> bool:
    """Whether a promise is a quick win of its programme."""
    return rules.is_quick_win(
        state=CommitmentState(commitment.state),
        is_visible=commitment.is_visible,
        agreed_on=commitment.agreed_at and commitment.agreed_at.date(),
        closed_on=commitment.closed_at and commitment.closed_at.date(),
        days=commitment.program.quick_win_days,
    )
