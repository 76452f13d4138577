"""Named reads of the relationships room. Shared pages get counts, never people."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort
from programs.hosting.models import Offering
from programs.people.models import Department, Person
from programs.relationships import access, network, rules
from programs.relationships.choices import LATER_DAYS, RosterState, TieSource
from programs.relationships.models import Listing, Roster, RosterPlace, RosterRow, Tie
from programs.surveys.disclosure import merging
from programs.surveys.statistics.shares import Interval, wilson
from programs.visits.choices import STANDING, VisitState
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
    return _counted([row for _department, row in _ties_of_visits(cohort)])


def ties_shown_by_department(cohort: Cohort, *, k: int) -> dict[int, TieFigures]:
    """Count the ties of a cohort's visits by visited department, where `k` people answered and as many
    are left when it is subtracted from the whole. One query.
    """
    found: dict[int, list[_TieRow]] = defaultdict(list)
    for department, row in _ties_of_visits(cohort):
        found[department].append(row)
    decision = merging.merge_people({department: {row[1] for row in rows} for department, rows in found.items()}, k)
    return {department: _counted(found[department]) for department in decision.alone}


_TieRow = tuple[int, int, int, int, int]
"""Visit, person, other, and the strength of their tie before and now."""


def _ties_of_visits(cohort: Cohort) -> list[tuple[int, _TieRow]]:
    """Return what people said of each other after visits, with the visited department. One query."""
    ties = Tie.objects.filter(visit__cohort=cohort, source=TieSource.VISIT)
    found = ties.values_list("visit__department_id", "visit_id", "person_id", "other_id", "before", "now")
    return [(place, (visit, person, other, before or 0, now)) for place, visit, person, other, before, now in found]


def _counted(rows: Sequence[_TieRow]) -> TieFigures:
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


def listing_of(person: Person) -> Listing:
    """Return what `person` lets others see, the defaults where nothing was chosen."""
    return Listing.objects.filter(person=person).first() or Listing(person=person)


def others_of(visit: Visit, person: Person) -> list[Person]:
    """Return whom `person` met on a visit and may name: the visitor, or the contact and the deputy."""
    met = [visit.visitor, visit.day.offering.contact, visit.day.offering.deputy]
    if visit.visitor_id != person.pk:
        met = [visit.visitor]
    keys = {other.pk for other in met if other and other != person}
    return list(access.listed().filter(pk__in=keys).order_by("name", "pk"))


def visits_to_check_in_on(person: Person) -> list[Visit]:
    """Attended visits after which `person` has not said yet how well they know the other side."""
    ties = Tie.objects.filter(person=person, source=TieSource.VISIT)
    answered = set(ties.values_list("visit_id", flat=True))
    return [visit for visit in access.visits_to_check_in_on(person) if visit.pk not in answered]


def visits_to_look_back_on(person: Person, today: date) -> QuerySet[Visit]:
    """Return visits that were answered about at first, and not yet at the latest time to look back, as `due`.

    A time that passed unanswered is not asked for again.
    """
    said = Tie.objects.filter(visit=OuterRef("pk"), person=person)
    passed = [When(on__lte=today - timedelta(days=days), then=Value(days)) for days in reversed(LATER_DAYS)]
    visits = access.visits_to_check_in_on(person).annotate(due=Case(*passed, default=None, output_field=IntegerField()))
    return visits.filter(
        Exists(said.filter(after_days=None)), ~Exists(said.filter(after_days=OuterRef("due"))), due__isnull=False
    )


def later_check_ins_due(person: Person, today: date) -> list[tuple[Visit, int]]:
    """Return the visits to look back on today, with the days after the visit that are asked about."""
    visits = visits_to_look_back_on(person, today)
    return [(visit, days) for visit in visits if (days := rules.later_due(visit.on, today))]


def rosters_to_answer(person: Person) -> QuerySet[RosterPlace]:
    """Return the open rosters that `person` has neither answered nor declined."""
    return access.places_of(person).filter(done_on=None, declined_on=None)


def _hidden_people() -> set[int]:
    """Return everyone who doesn't let others name them."""
    return set(Listing.objects.filter(is_listed=False).values_list("person_id", flat=True))


@dataclass(frozen=True)
class Contact:
    """The latest word of a person about another, and how it was first."""

    other: Person
    first: Tie
    latest: Tie


def contacts_of(person: Person) -> list[Contact]:
    """Return whom `person` says they know, strongest first: for their own page only."""
    rows = Tie.objects.filter(person=person, other__in=access.listed())
    by_other: dict[int, list[Tie]] = defaultdict(list)
    for tie in rows.select_related("other__department").order_by("on", "id"):
        by_other[tie.other_id].append(tie)
    found = [Contact(ties[0].other, ties[0], ties[-1]) for ties in by_other.values()]
    return sorted(found, key=lambda contact: (-contact.latest.now, contact.other.name, contact.other.pk))


@dataclass(frozen=True)
class Introduction:
    """A department in which a person knows nobody, and who could change that."""

    department: Department
    offering: Offering | None
    people: tuple[Person, ...]


def ties_to_introduce(person: Person) -> QuerySet[Tie]:
    """Return the ties of colleagues who offer to introduce others, into departments other than their own."""
    ties = Tie.objects.filter(
        now__gte=rules.TIE, other__in=access.listed(), person__in=access.listed(), person__listing__introduces=True
    )
    apart = ties.exclude(person=person).exclude(person__department=F("other__department"))
    return apart.select_related("person__department", "other__department").order_by("person__name", "person_id", "pk")


def next_introductions(person: Person) -> QuerySet[Tie]:
    """Return who could introduce `person` where they know nobody and have no visit, made or planned.

    Only into departments of their running cohorts; colleagues of one's own department come first.
    """
    there = OuterRef("other__department")
    known = Tie.objects.filter(person=person, now__gte=rules.TIE, other__department=there)
    visit = Visit.objects.filter(visitor=person, department=there, state__in=STANDING)
    enrolled = {"enrollments__person": person, "enrollments__withdrawn_at": None}
    running = Cohort.objects.filter(stage=Stage.RUNNING, departments=there, **enrolled)
    found = ties_to_introduce(person).filter(Exists(running), ~Exists(known), ~Exists(visit))
    if person.department_id is None:
        return found
    is_near = Case(When(person__department=person.department_id, then=0), default=1)
    return found.exclude(other__department=person.department_id).order_by(is_near, "person__name", "person_id", "pk")


def introductions_for(person: Person, cohort: Cohort) -> list[Introduction]:
    """Return host departments that `person` has no tie into, those with someone to ask first.

    `people` know somebody there and chose to introduce colleagues; people of one's own
    department come first. Whom they know is not told.
    """
    mine = {c.other.department_id for c in contacts_of(person) if c.latest.now >= rules.TIE}
    departments = cohort.departments.exclude(pk__in=[pk for pk in {*mine, person.department_id} if pk])
    helpers: dict[int, dict[int, Person]] = defaultdict(dict)
    for tie in ties_to_introduce(person).filter(other__department__in=departments):
        helpers[tie.other.department_id or 0][tie.person_id] = tie.person
    offerings = {row.department_id: row for row in Offering.objects.filter(state="published").order_by("-pk")}
    found = [
        Introduction(
            department,
            offerings.get(department.pk),
            tuple(sorted(helpers[department.pk].values(), key=lambda p: p.department_id != person.department_id)[:3]),
        )
        for department in departments.order_by("name")
    ]
    return sorted(found, key=lambda one: (not one.people, one.offering is None))


def bridging_of(person: Person, cohort: Cohort) -> network.Bridging | None:
    """Return how `person` joins others in the latest closed roster of a cohort: for their own page."""
    roster = _closed(cohort).last()
    return network.bridging(network.graph_of(answers_of(roster)), person.pk) if roster else None


# Rosters --------------------------------------------------------------------------------


def with_counts(rosters: QuerySet[Roster]) -> QuerySet[Roster]:
    """Add how many people are asked, and how many have answered."""
    return rosters.annotate(asked=Count("places"), answered=Count("places", filter=Q(places__done_on__isnull=False)))


def departments_asked(place: RosterPlace) -> list[Department]:
    """Return the departments a person is asked about: hosts, IT, and last their own."""
    wanted = Q(cohorts=place.roster.cohort) | Q(is_it=True) | Q(pk=place.person.department_id or 0)
    departments = Department.objects.filter(wanted).distinct().order_by("name")
    return sorted(departments, key=lambda department: department.pk == place.person.department_id)


def people_to_name(departments: Collection[Department], person: Person) -> dict[int, list[Person]]:
    """Return who may be named in each department, by name. One query."""
    found: dict[int, list[Person]] = {department.pk: [] for department in departments}
    for other in access.listed().filter(department__in=departments).exclude(pk=person.pk).order_by("name", "pk"):
        found[other.department_id or 0].append(other)
    return found


def earlier_answer(place: RosterPlace) -> dict[str, object]:
    """Return what was answered before, as `RosterForm` takes it. Those who are hidden now are left out."""
    found: dict[str, object] = {"is_agreed": place.consented_on is not None}
    hidden = _hidden_people()
    for row in place.rows.prefetch_related("ties__other"):
        ties = [tie for tie in row.ties.all() if tie.other_id not in hidden]
        found[f"nobody_{row.department_id}"] = not ties
        for line, tie in enumerate(ties):
            found[f"name_{row.department_id}_{line}"] = tie.other.name
            found[f"strength_{row.department_id}_{line}"] = tie.now
    return found


def _closed(cohort: Cohort) -> QuerySet[Roster]:
    return Roster.objects.filter(cohort=cohort, state=RosterState.CLOSED).order_by("closed_at", "pk")


def answers_of(roster: Roster) -> network.Answers:
    """Return what a roster says, without those who don't want to be named. Three queries."""
    people = access.listed()
    rows = RosterRow.objects.filter(place__roster=roster, place__done_on__isnull=False)
    ties = Tie.objects.filter(row__place__roster=roster, row__place__done_on__isnull=False, other__in=people)
    return network.Answers(
        home={pk: department or 0 for pk, department in Person.objects.values_list("pk", "department_id")},
        rows=frozenset(rows.values_list("place__person_id", "department_id")),
        strengths={(person, other): now for person, other, now in ties.values_list("person_id", "other_id", "now")},
    )


def answers_before_and_after(cohort: Cohort) -> tuple[Roster, network.Answers, Roster | None, network.Answers] | None:
    """Return the first and the latest closed roster of a cohort with their answers; None before one is closed."""
    closed = list(_closed(cohort))
    if not closed:
        return None
    first = answers_of(closed[0])
    if len(closed) == 1:
        return closed[0], first, None, first
    return closed[0], first, closed[-1], answers_of(closed[-1])


def parts_of(roster: Roster) -> dict[int, str]:
    """Return why each person of a roster was asked."""
    return dict(roster.places.values_list("person_id", "part"))


def visited(cohort: Cohort) -> set[network.Pair]:
    """Return (visitor, department) of every attended visit."""
    states = [VisitState.ATTENDED, VisitState.DEBRIEFED]
    return set(Visit.objects.filter(cohort=cohort, state__in=states).values_list("visitor_id", "department_id"))


def hosts_and_visitors(cohort: Cohort) -> set[network.Pair]:
    """Return (visitor, contact) of every attended visit."""
    states = [VisitState.ATTENDED, VisitState.DEBRIEFED]
    visits = Visit.objects.filter(cohort=cohort, state__in=states)
    return set(visits.values_list("visitor_id", "day__offering__contact_id"))


@dataclass(frozen=True)
class Persistence:
    """Of `asked` ties right after visits, how many were still ties so many days later."""

    after_days: int
    people: int
    kept: int
    asked: int

    @property
    def interval(self) -> Interval:
        """The share that lasted, with its Wilson interval."""
        return wilson(self.kept, self.asked)


def persistence(cohort: Cohort) -> Sequence[Persistence]:
    """Return how ties of visits lasted at each later check-in, among those answered. One query."""
    rows = Tie.objects.filter(visit__cohort=cohort).values_list(
        "visit_id", "person_id", "other_id", "after_days", "now"
    )
    said = {(visit, person, other, after): now for visit, person, other, after, now in rows}
    began = [key[:3] for key, now in said.items() if key[3] is None and now >= rules.TIE]
    found = []
    for days in LATER_DAYS:
        asked = [(key[1], said[*key, days]) for key in began if (*key, days) in said]
        kept = sum(now >= rules.TIE for _person, now in asked)
        found.append(Persistence(days, len({person for person, _now in asked}), kept, len(asked)))
    return found
