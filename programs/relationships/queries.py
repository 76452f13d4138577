"""Named reads of the relationships room. Shared pages get counts, never people."""

from dataclasses import dataclass

from programs.cohorts.models import Cohort
from programs.people.models import Person
from programs.relationships import access, rules
from programs.relationships.models import Tie
from programs.visits.models import Visit


@dataclass(frozen=True)
class TieFigures:
    """What visits of a cohort did to relationships, as the people themselves say.

    Counts are of answers (one person about one other after one visit). `pairs_answered`
    are visits after which both sides answered about each other; `pairs_mutual` those in
    which both name a tie.
    """

    people: int
    answers: int
    ties_before: int
    ties_now: int
    new: int
    strengthened: int
    lost: int
    pairs_answered: int
    pairs_mutual: int


def ties_made(cohort: Cohort) -> TieFigures:
    """Count a cohort's ties before and after its visits. One query."""
    rows = list(
        Tie.objects.filter(visit__cohort=cohort).values_list("visit_id", "person_id", "other_id", "before", "now")
    )
    said = {(visit, person, other): now for visit, person, other, _before, now in rows}
    both = [now for (visit, person, other), now in said.items() if person < other and (visit, other, person) in said]
    mutual = [
        now
        for (visit, person, other), now in said.items()
        if person < other and now >= rules.TIE and said.get((visit, other, person), 0) >= rules.TIE
    ]
    return TieFigures(
        people=len({row[1] for row in rows}),
        answers=len(rows),
        ties_before=sum(row[3] >= rules.TIE for row in rows),
        ties_now=sum(row[4] >= rules.TIE for row in rows),
        new=sum(rules.is_new(before=row[3], now=row[4]) for row in rows),
        strengthened=sum(rules.is_strengthened(before=row[3], now=row[4]) for row in rows),
        lost=sum(rules.is_lost(before=row[3], now=row[4]) for row in rows),
        pairs_answered=len(both),
        pairs_mutual=len(mutual),
    )


def others_of(visit: Visit, person: Person) -> list[Person]:
    """Return whom `person` met on a visit: the visitor, or the contact and the deputy."""
    if visit.visitor_id != person.pk:
        return [visit.visitor]
    return [other for other in (visit.day.offering.contact, visit.day.offering.deputy) if other and other != person]


def visits_to_check_in_on(person: Person) -> list[Visit]:
    """Attended visits after which `person` has not said yet how well they know the other side."""
    answered = set(Tie.objects.filter(person=person).values_list("visit_id", flat=True))
    return [visit for visit in access.visits_to_check_in_on(person) if visit.pk not in answered]


def ties_of(person: Person) -> list[Tie]:
    """Return what `person` said about others, newest first: for their own page only."""
    return list(Tie.objects.filter(person=person).select_related("other__department", "visit").order_by("-on", "-id"))
