"""Who may read what of a report.

Leads and sponsors read everything of their programme, drafts too. Once lead and sponsor have
signed, those who take part in the cohort may read its executive page, and a department lead the
report of their own department. To all others nothing exists, not even by its name.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Cohort
from programs.people.models import Person
from programs.reports.choices import Edition
from programs.reports.figures import department_key
from programs.reports.models import Batch, Document, PersonalDocument, Schedule, Snapshot


@dataclass(frozen=True)
class OwnDepartment:
    """A department of a department lead, with its key in reports."""

    key: str
    name: str


def cohorts_visible_to(person: Person) -> QuerySet[Cohort]:
    """Cohorts all of whose reports the person may read, newest first."""
    roles = person.program_roles.values("program")
    return Cohort.objects.filter(program__in=roles).select_related("program").order_by("-starts_on", "name")


def cohorts_reported_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts that the person may freeze into a snapshot: the lead's."""
    led = person.program_roles.filter(kind=ProgramRoleKind.LEAD).values("program")
    return cohorts_visible_to(person).filter(program__in=led)


def cohorts_shared_in(person: Person) -> QuerySet[Cohort]:
    """Cohorts in which the person visits, or whose host departments they belong to or lead."""
    visits = Q(enrollments__person=person, enrollments__withdrawn_at=None)
    hosts = Q(departments__lead=person) | Q(departments__people=person)
    return Cohort.objects.filter(visits | hosts).order_by().distinct()


def snapshots_visible_to(person: Person) -> QuerySet[Snapshot]:
    """Snapshots of which the person may read every edition."""
    return Snapshot.objects.filter(cohort__in=cohorts_visible_to(person)).select_related("cohort__program", "made_by")


def final_snapshots_visible_to(person: Person) -> QuerySet[Snapshot]:
    """Signed snapshots whose executive page the person may read."""
    final = Snapshot.objects.filter(final_at__isnull=False).select_related("cohort__program", "made_by")
    return final.filter(Q(cohort__in=cohorts_visible_to(person)) | Q(cohort__in=cohorts_shared_in(person)))


def snapshots_readable_as(person: Person, edition: str, department: str = "") -> QuerySet[Snapshot]:
    """Snapshots that the person may read in an edition; a department's report in that of `department`."""
    if edition == Edition.BOARD:
        return snapshots_visible_to(person) | final_snapshots_visible_to(person)
    if edition == Edition.DEPARTMENT and department in departments_led_by(person):
        final = Snapshot.objects.filter(final_at__isnull=False, cohort__in=cohorts_shared_in(person))
        return snapshots_visible_to(person) | final.select_related("cohort__program", "made_by")
    return snapshots_visible_to(person)


def departments_led_by(person: Person) -> set[str]:
    """Keys of the departments that the person leads."""
    return {department_key(pk) for pk in person.led_departments.values_list("pk", flat=True)}


def own_departments(person: Person) -> list[OwnDepartment]:
    """Return the departments that the person leads, for links to their reports."""
    rows = person.led_departments.order_by("name").values_list("pk", "name")
    return [OwnDepartment(department_key(pk), name) for pk, name in rows]


def may_sign(person: Person, snapshot: Snapshot) -> ProgramRoleKind | None:
    """Return the part for which the person may sign; nothing for others."""
    kinds = person.program_roles.filter(program=snapshot.cohort.program_id).values_list("kind", flat=True)
    open_parts = set(kinds) - set(snapshot.signatures.values_list("part", flat=True))
    return ProgramRoleKind(sorted(open_parts)[0]) if open_parts else None


def documents_visible_to(person: Person) -> QuerySet[Document]:
    """Documents that the person may read: what they may read as a page, as a file too."""
    final = Q(is_final=True, snapshot__cohort__in=cohorts_shared_in(person))
    board = final & Q(edition=Edition.BOARD)
    own = final & Q(edition=Edition.DEPARTMENT, department__in=departments_led_by(person))
    return Document.objects.filter(Q(snapshot__in=snapshots_visible_to(person)) | board | own).select_related(
        "snapshot__cohort__program"
    )


def personal_documents_of(person: Person) -> QuerySet[PersonalDocument]:
    """A person's own documents: nobody else's, whatever one's role."""
    return PersonalDocument.objects.filter(person=person).select_related("cohort__program")


def batches_visible_to(person: Person) -> QuerySet[Batch]:
    """Batches of the cohorts that the person leads."""
    return Batch.objects.filter(cohort__in=cohorts_reported_by(person)).select_related("cohort__program", "asked_by")


def schedules_led_by(person: Person) -> QuerySet[Schedule]:
    """Standing schedules that the person may end: those of cohorts they lead, and those that write to them."""
    mine = Q(to=person) | Q(cohort__in=cohorts_reported_by(person))
    return Schedule.objects.filter(mine, ended_at=None).select_related("cohort__program", "to")


def readers_of(cohort: Cohort) -> QuerySet[Person]:
    """Leads and sponsors of a cohort's programme: those who may get its reports by themselves."""
    roles = cohort.program.roles.values("person")
    return Person.objects.filter(pk__in=roles, is_active=True).order_by("name", "pk")


def snapshots_led_by(person: Person) -> QuerySet[Snapshot]:
    """Snapshots of the cohorts that the person leads."""
    return snapshots_visible_to(person).filter(cohort__in=cohorts_reported_by(person))
