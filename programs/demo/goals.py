"""What IT and two departments want to reach together, with their figures and a review held and one ahead."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from programs.cohorts.models import Program
from programs.commitments.models import Commitment
from programs.demo import company
from programs.home import gaps
from programs.hosting.models import Offering
from programs.objectives.models import Measure, Objective, Reading, Strategy
from programs.people.models import Person
from programs.reviews.models import Decision, Review, ReviewGuest

STATEMENT = (
    "Nordhaven grows by being the supplier that keeps its word: orders confirmed within a day, "
    "delivered when promised, and one answer to every customer whoever picks up the phone."
)
PART_OF_IT = (
    "IT carries that promise: one order from quote to invoice, figures that both sides trust, "
    "and changes made with the people who use them, in small steps."
)


def tell(program: Program, cast: Mapping[str, Person], *, today: date, at: datetime) -> None:
    """Make the objectives with their figures, those of the surveys among them, and the reviews."""
    hold_reviews(set_goals(program, cast, today=today), cast, today=today)
    gaps.take_over_gaps(at)


def set_goals(program: Program, cast: Mapping[str, Person], *, today: date) -> list[Objective]:
    """Write the strategy and three objectives: two agreed, with a year's figures, and a draft."""
    at = datetime.combine(today - timedelta(days=190), time(9), company.ZONE)
    Strategy.objects.create(
        program=program, statement=STATEMENT, part_of_it=PART_OF_IT, changed_at=at, changed_by=cast["lena"]
    )
    hanna, nadia = cast["hanna"], cast["nadia"]
    period = {"starts_on": today - timedelta(days=180), "ends_on": today + timedelta(days=185)}
    sides = {
        "program": program, "it_department": nadia.department, "department": hanna.department, "it_owner": nadia,
        "owner": hanna, "changed_at": at,
    }  # fmt: skip
    agreed = {"state": "agreed", "it_agreed_at": at, "agreed_at": at + timedelta(days=2)}
    close = Objective.objects.create(
        title="The month-end close needs no night shift",
        why="Three evenings a month go into files that could have come a day earlier.",
        **sides, **agreed, **period,
    )  # fmt: skip
    trust = Objective.objects.create(
        title="IT's priorities are the business's priorities",
        why="The discovery survey showed how far apart both sides see it.",
        **sides, **agreed, **period,
    )  # fmt: skip
    draft = Objective.objects.create(
        title="One place to ask about an invoice", why="Today there are four.", **sides, **period
    )
    start, end = period["starts_on"], period["ends_on"]
    evening = _measure(close, "Evening hours at the close", "hours", "down", "41", "12", start, end)
    _readings(evening, hanna, ["38", "36", "31", "28", "25"], every=30)
    late = _measure(close, "Files that arrive late", "files", "down", "9", "1", start, end)
    _readings(late, hanna, ["9", "8", "9", "8", "8"], every=30)
    _measure(
        trust, "Perception gap on priorities", "", "down", "31", "20", start - timedelta(days=30), end, gap_item="D2"
    )
    for offering in Offering.objects.filter(contact=hanna).order_by("pk")[:2]:
        offering.objectives.set([close])
    return [close, trust, draft]


def _measure(
    objective: Objective, name: str, unit: str, direction: str, baseline: str, target: str, start: date, end: date,
    gap_item: str = "",
) -> Measure:  # fmt: skip
    return Measure.objects.create(
        objective=objective, name=name, unit=unit, direction=direction, baseline=Decimal(baseline), baseline_on=start,
        target=Decimal(target), target_on=end, every_days=35, gap_item=gap_item,
    )  # fmt: skip


def _readings(measure: Measure, by: Person, values: list[str], *, every: int) -> None:
    for number, value in enumerate(values, 1):
        on = measure.baseline_on + timedelta(days=number * every)
        at = datetime.combine(on, time(17), company.ZONE)
        Reading.objects.create(measure=measure, on=on, value=Decimal(value), source="Time sheets", by=by, at=at)


def hold_reviews(objectives: list[Objective], cast: Mapping[str, Person], *, today: date) -> None:
    """One review held a quarter ago, one of its decisions a promise by now, and the next one within the week."""
    objective, lena = objectives[0], cast["lena"]
    then, soon = today - timedelta(days=86), today + timedelta(days=5)
    for on, state in ((then, "held"), (soon, "planned")):
        starts_at = datetime.combine(on, time(10), company.ZONE)
        review = Review.objects.create(
            program=objective.program, it_department=objective.it_department, department=objective.department,
            state=state, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), zone=str(company.ZONE),
            place="Meeting room Skagen", called_by=lena, called_at=starts_at - timedelta(days=21),
            changed_at=starts_at - timedelta(days=21), held_at=starts_at if state == "held" else None,
            summary="The evenings get shorter; the late files are the next thing to look at." if state == "held" else "",
        )  # fmt: skip
        for person in (cast["hanna"], cast["nadia"], lena):
            ReviewGuest.objects.create(review=review, person=person)
        if state == "held":
            promise = Commitment.objects.create(
                objective=objective, text="The bank file comes a day earlier", owner=cast["nadia"],
                beneficiary=cast["hanna"], due_on=on + timedelta(days=100), state="agreed",
                proposed_by=cast["hanna"], proposed_at=starts_at, agreed_at=starts_at + timedelta(days=1),
            )  # fmt: skip
            Decision.objects.create(review=review, text=promise.text, commitment=promise, by=lena, at=starts_at)
            Decision.objects.create(
                review=review, text="Both teams look at the late files together, once", by=lena, at=starts_at
            )
