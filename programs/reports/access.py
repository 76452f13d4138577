"""Who may see reports: the lead and the sponsor of the programme. Nobody else, not even by its name."""

from django.db.models import QuerySet

from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Cohort
from programs.people.models import Person
from programs.reports.models import Document, Snapshot


def cohorts_visible_to(person: Person) -> QuerySet[Cohort]:
    """Cohorts whose reports the person may read, newest first."""
    roles = person.program_roles.values("program")
    return Cohort.objects.filter(program__in=roles).select_related("program").order_by("-starts_on", "name")


def cohorts_reported_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts that the person may freeze into a snapshot: the lead's."""
    led = person.program_roles.filter(kind=ProgramRoleKind.LEAD).values("program")
    return cohorts_visible_to(person).filter(program__in=led)


def snapshots_visible_to(person: Person) -> QuerySet[Snapshot]:
    """Snapshots that the person may read."""
    return Snapshot.objects.filter(cohort__in=cohorts_visible_to(person)).select_related("cohort__program", "made_by")


def documents_visible_to(person: Person) -> QuerySet[Document]:
    """Documents that the person may read."""
    return Document.objects.filter(snapshot__in=snapshots_visible_to(person)).select_related(
        "snapshot__cohort__program"
    )
