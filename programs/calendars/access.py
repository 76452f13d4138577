"""Who may see which feed address, and which visits go into a calendar."""

from django.db.models import Q, QuerySet

from programs.calendars.choices import FOR_A_PERSON, FeedKind
from programs.calendars.models import FeedToken, ReceivedMail
from programs.cohorts import access as cohort_access
from programs.cohorts.models import Enrollment, Program
from programs.hosting.models import HostingDay
from programs.people.models import Department, Person
from programs.visits.choices import VisitState
from programs.visits.models import CalendarInvitation, Visit, VisitQuerySet


def feeds_of(person: Person) -> QuerySet[FeedToken]:
    """Return the person's own addresses that still answer; nobody sees another's."""
    return FeedToken.objects.live().filter(person=person)


def days_for_calendar(row: FeedToken) -> QuerySet[HostingDay]:
    """Return the hosting days that an address may show now, whatever it was made for.

    One's own are those one looks after as contact or deputy. Of a department or a programme
    that a person may subscribe to, they are the days on offer and those that are visited.
    """
    if row.kind == FeedKind.DEPARTMENT and row.department in departments_of(row.person):
        return HostingDay.objects.filter(offering__department=row.department_id)
    if row.kind == FeedKind.PROGRAM and row.program in programs_of(row.person):
        return HostingDay.objects.filter(offering__department__cohorts__program=row.program_id).distinct()
    if row.kind == FeedKind.HOSTING:
        return HostingDay.objects.filter(Q(offering__contact=row.person) | Q(offering__deputy=row.person))
    return HostingDay.objects.none()


def sees_names(row: FeedToken) -> bool:
    """Say whether the reader of a feed may know who comes: hosts, the department's lead, the programme's leads."""
    if row.kind == FeedKind.DEPARTMENT:
        return row.department is not None and row.department.lead_id == row.person_id
    if row.kind == FeedKind.PROGRAM:
        return row.program is not None and cohort_access.is_lead(row.person, row.program)
    return True


def departments_of(person: Person) -> QuerySet[Department]:
    """Return the departments whose days a person may subscribe to: their own, and those they lead."""
    return Department.objects.filter(Q(pk=person.department_id) | Q(lead=person))


def programs_of(person: Person) -> QuerySet[Program]:
    """Return the programmes whose days a person may subscribe to: those they take part in, lead or sponsor."""
    enrolled = Enrollment.objects.filter(person=person, withdrawn_at=None)
    mine = Q(pk__in=cohort_access.programs_visible_to(person)) | Q(pk__in=enrolled.values("cohort__program"))
    return Program.objects.filter(mine)


def visits_downloadable_by(person: Person) -> VisitQuerySet:
    """Return the visits that a person may take as a file: as visitor, contact or deputy."""
    hosted = Q(day__offering__contact=person) | Q(day__offering__deputy=person)
    return Visit.objects.filter(Q(visitor=person) | hosted)


def may_see_truth(person: Person) -> bool:
    """Say whether a person looks after calendars: programme leads do."""
    return cohort_access.leads_any_program(person)


def visits_led_by(person: Person) -> VisitQuerySet:
    """Return the confirmed visits of the programmes that a person leads."""
    led = cohort_access.programs_led_by(person)
    return Visit.objects.filter(cohort__program__in=led, state=VisitState.CONFIRMED, is_replaced=False)


def invitations_mended_by(person: Person) -> QuerySet[CalendarInvitation]:
    """Return the invitations that a lead may send again or let be."""
    visits = visits_led_by(person)
    return CalendarInvitation.objects.filter(Q(visit__in=visits) | Q(event__day__visits__in=visits)).distinct()


def mails_for(person: Person) -> QuerySet[ReceivedMail]:
    """Return the mail that nobody could place and that a lead should read."""
    if not may_see_truth(person):
        return ReceivedMail.objects.none()
    return ReceivedMail.objects.filter(verdict__in=FOR_A_PERSON, handled_at=None).defer("raw")
