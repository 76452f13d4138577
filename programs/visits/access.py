"""Who may see and do what with visits. What may not be seen is not there."""

from django.db.models import F, Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Enrollment
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay
from programs.people.models import Person
from programs.visits.models import CalendarInvitation, CounterOffer, Proposal, Release, Visit, WaitingPlace
from programs.visits.rules import Part


def is_lead_of(person: Person, visit: Visit) -> bool:
    """Say whether a person leads the programme of a visit."""
    return cohort_access.is_lead(person, visit.cohort.program)


def hosted_by(person: Person, prefix: str = "") -> Q:
    """Return the condition for what a person hosts: as contact, deputy or department lead.

    `prefix` is the path to the hosting day.
    """
    offering = f"{prefix}offering__"
    return (
        Q(**{f"{offering}contact": person})
        | Q(**{f"{offering}deputy": person})
        | Q(**{f"{offering}department__lead": person})
    )


def is_host_of(person: Person, day: HostingDay) -> bool:
    """Say whether a person answers for a hosting day."""
    offering = day.offering
    return person.pk in {offering.contact_id, offering.deputy_id, offering.department.lead_id}


def part_of(person: Person, visit: Visit) -> Part | None:
    """Return in which part a person deals with a visit; the nearest one counts."""
    if visit.visitor_id == person.pk:
        return Part.VISITOR
    if is_host_of(person, visit.day):
        return Part.HOST
    return Part.LEAD if is_lead_of(person, visit) else None


def visits_visible_to(person: Person) -> QuerySet[Visit]:
    """Return visits of which a person is the visitor, a host or the programme lead."""
    return (
        visits_loaded()
        .filter(
            Q(visitor=person)
            | hosted_by(person, "day__")
            | Q(cohort__program__in=cohort_access.programs_led_by(person))
        )
        .distinct()
    )


def own_visits(person: Person) -> QuerySet[Visit]:
    """Return the visits that a person makes."""
    return visits_loaded().filter(visitor=person)


def visits_answered_by(person: Person) -> QuerySet[Visit]:
    """Return the visits that a person may answer for: as host, or as programme lead."""
    return (
        visits_loaded()
        .filter(hosted_by(person, "day__") | Q(cohort__program__in=cohort_access.programs_led_by(person)))
        .distinct()
    )


def visits_hosted_by(person: Person) -> QuerySet[Visit]:
    """Return the visits to days that a person hosts."""
    return visits_loaded().filter(hosted_by(person, "day__"))


def visits_led_by(person: Person) -> QuerySet[Visit]:
    """Return the visits of the programmes that a person leads."""
    return visits_loaded().filter(cohort__program__in=cohort_access.programs_led_by(person))


def visits_loaded() -> QuerySet[Visit]:
    """Return visits with what every page and letter of them shows."""
    return Visit.objects.select_related(
        "visitor",
        "enrollment",
        "cohort__program",
        "day__offering__department__lead",
        "day__offering__site",
        "day__offering__contact",
        "day__offering__deputy",
    )


def days_visible_to(person: Person) -> QuerySet[HostingDay]:
    """Return the hosting days that a person may look at.

    Published ones of departments that host in a cohort of theirs; those they host; those of
    programmes they lead; and those they visit, whatever became of them.
    """
    enrolled = Enrollment.objects.filter(person=person, withdrawn_at=None)
    return (
        HostingDay.objects.filter(
            Q(offering__state=OfferingState.PUBLISHED, offering__department__cohorts__in=enrolled.values("cohort"))
            | Q(visits__visitor=person)
            | hosted_by(person)
            | Q(offering__department__cohorts__program__in=cohort_access.programs_led_by(person))
        )
        .distinct()
        .select_related("offering__department__lead", "offering__site", "offering__contact", "offering__deputy")
    )


def own_waiting_places(person: Person) -> QuerySet[WaitingPlace]:
    """Return a person's own places on waiting lists."""
    return WaitingPlace.objects.filter(enrollment__person=person).select_related(
        "enrollment__person", "enrollment__cohort__program", "day__offering__department", "day__offering__site",
        "day__offering__contact",
    )  # fmt: skip


def own_counter_offers(person: Person) -> QuerySet[CounterOffer]:
    """Return the counter-offers that a person is to answer."""
    return CounterOffer.objects.filter(visit__visitor=person).select_related(
        "by", "day__offering__department", "day__offering__site", "day__offering__contact",
        "visit__day__offering__department", "visit__day__offering__site",
    )  # fmt: skip


def releases_decided_by(person: Person) -> QuerySet[Release]:
    """Return the releases that a line manager is asked for."""
    return Release.objects.filter(manager=person).select_related(
        "visit__visitor", "visit__day__offering__department", "visit__day__offering__site", "cover"
    )


def own_claimed_answers(person: Person) -> QuerySet[CalendarInvitation]:
    """Return the calendar answers that came in a person's name and that only they can confirm."""
    return CalendarInvitation.objects.filter(person=person, is_claimed=True)


def proposals_answered_by(person: Person) -> QuerySet[Proposal]:
    """Return the proposed times that a person may answer: the other side's, or those of a programme they lead."""
    from_visitor = Q(by=F("visit__visitor")) & hosted_by(person, "visit__day__")
    from_host = Q(visit__visitor=person) & ~Q(by=person)
    led = Q(visit__cohort__program__in=cohort_access.programs_led_by(person))
    return Proposal.objects.filter(from_visitor | from_host | led).distinct().select_related("visit", "by")
