"""Who somebody is in Exchange, and what waits for them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import ProgramRoleKind, Stage
from programs.cohorts.models import Enrollment, Program, ProgramRole
from programs.core.counting import counted
from programs.hosting.models import Offering
from programs.people.models import Department, Person
from programs.visits.choices import ReleaseState, VisitState
from programs.visits.models import Release, Visit


@dataclass(frozen=True)
class Standing:
    """The parts that a person has, how much waits for them in each, and what their programme is called."""

    is_visitor: bool = False
    is_host: bool = False
    is_department_lead: bool = False
    is_lead: bool = False
    is_sponsor: bool = False
    is_line_manager: bool = False
    is_administrator: bool = False
    requests_waiting: int = 0
    releases_waiting: int = 0
    program_name: str = ""
    company: str = ""

    @property
    def has_no_part(self) -> bool:
        """Whether there is nothing in Exchange for this person yet."""
        return not (
            self.is_visitor
            or self.is_host
            or self.is_department_lead
            or self.is_lead
            or self.is_sponsor
            or self.is_line_manager
            or self.is_administrator
        )


def standing_of(person: Person) -> Standing:
    """Return what somebody is and what waits for them, in one query."""
    me = OuterRef("pk")
    roles = ProgramRole.objects.filter(person=me)
    program = _mine_first(person)
    facts = (
        Person.objects.filter(pk=person.pk)
        .annotate(
            is_visitor=Exists(
                Enrollment.objects.filter(person=me, withdrawn_at=None).exclude(cohort__stage=Stage.ARCHIVED)
            ),
            is_host=Exists(Offering.objects.filter(Q(contact=me) | Q(deputy=me))),
            is_department_lead=Exists(Department.objects.filter(lead=me)),
            is_lead=Exists(roles.filter(kind=ProgramRoleKind.LEAD)),
            is_sponsor=Exists(roles.filter(kind=ProgramRoleKind.SPONSOR)),
            is_line_manager=Exists(Person.objects.filter(manager=me, is_active=True, enrollments__isnull=False)),
            requests_waiting=counted(
                Visit.objects.filter(
                    Q(day__offering__contact=me) | Q(day__offering__deputy=me), state=VisitState.REQUESTED
                )
            ),
            releases_waiting=counted(Release.objects.filter(manager=me, state=ReleaseState.PENDING)),
            program_name=Coalesce(Subquery(program.values("name")[:1]), Value("")),
            company=Coalesce(Subquery(program.values("company")[:1]), Value("")),
        )
        .values(
            "is_visitor",
            "is_host",
            "is_department_lead",
            "is_lead",
            "is_sponsor",
            "is_line_manager",
            "requests_waiting",
            "releases_waiting",
            "program_name",
            "company",
        )
        .get()
    )
    return Standing(is_administrator=person.is_staff, **facts)


def program_of(person: Person) -> Program | None:
    """Return the programme that somebody takes part in, else the first of the company."""
    return _mine_first(person).first()


def _mine_first(person: Person) -> QuerySet[Program]:
    """Order programmes: those that somebody leads, sponsors, visits or hosts in come first."""
    takes_part = (
        Q(roles__person=person) | Q(cohorts__enrollments__person=person) | Q(cohorts__departments=person.department_id)
    )
    is_mine = Exists(Program.objects.filter(takes_part, pk=OuterRef("pk")))
    return Program.objects.annotate(is_mine=is_mine).order_by("-is_mine", "pk")


DEMO_PASSWORD = "demo demo demo"  # noqa: S105 - printed on the sign-in page of the demo, where nothing is secret
DEMO_PARTS = {
    "nadia@nordhaven.example": _("IT visitor"),
    "hanna@nordhaven.example": _("Host"),
    "lena@nordhaven.example": _("Programme lead"),
    "sven@nordhaven.example": _("Sponsor"),
    "marco@nordhaven.example": _("Line manager"),
    "ada@nordhaven.example": _("Administrator"),
}


@dataclass(frozen=True)
class DemoAccount:
    """Somebody whom a guest of the demo can be, and what they are there."""

    person: Person
    part: Promise | str


def demo_accounts() -> list[DemoAccount]:
    """Return one account per role, in one query; nothing outside the demo."""
    if not settings.DEMO:
        return []
    people = Person.objects.filter(is_active=True).in_bulk(list(DEMO_PARTS), field_name="email")
    return [DemoAccount(people[email], part) for email, part in DEMO_PARTS.items() if email in people]
