"""Who may see and change programmes, cohorts and enrolments.

A lead looks after everything of their own programme; a sponsor reads; an administrator makes
programmes and names leads and sponsors. Enrolments are between the person and the lead. The
list of people somebody would rather not visit is that person's alone: no query here gives it
to anyone else.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts import rules
from programs.cohorts.choices import ProgramRoleKind, Stage
from programs.cohorts.models import Cohort, Enrollment, Exclusion, Program, ProgramRole
from programs.people.access import is_administrator, is_it
from programs.people.models import Department, Person

# Roles ---------------------------------------------------------------------------------


def _has_role(person: Person, program: Program, kind: ProgramRoleKind) -> bool:
    return person.is_active and ProgramRole.objects.filter(person=person, program=program, kind=kind).exists()


def is_lead(person: Person, program: Program) -> bool:
    """Whether somebody leads the programme."""
    return _has_role(person, program, ProgramRoleKind.LEAD)


def is_sponsor(person: Person, program: Program) -> bool:
    """Whether somebody sponsors the programme."""
    return _has_role(person, program, ProgramRoleKind.SPONSOR)


def leads_any_program(person: Person) -> bool:
    """Whether somebody leads at least one programme."""
    return programs_led_by(person).exists()


def programs_led_by(person: Person) -> QuerySet[Program]:
    """Return the programmes that somebody leads."""
    return _programs_with_role(person, ProgramRoleKind.LEAD)


def programs_sponsored_by(person: Person) -> QuerySet[Program]:
    """Return the programmes that somebody sponsors."""
    return _programs_with_role(person, ProgramRoleKind.SPONSOR)


def _programs_with_role(person: Person, kind: ProgramRoleKind) -> QuerySet[Program]:
    if not person.is_active:
        return Program.objects.none()
    return Program.objects.filter(Exists(ProgramRole.objects.filter(program=OuterRef("pk"), person=person, kind=kind)))


def leads_of(program: Program) -> QuerySet[Person]:
    """Return the active people who lead the programme."""
    return _people_with_role(program, ProgramRoleKind.LEAD)


def sponsors_of(program: Program) -> QuerySet[Person]:
    """Return the active people who sponsor the programme."""
    return _people_with_role(program, ProgramRoleKind.SPONSOR)


def _people_with_role(program: Program, kind: ProgramRoleKind) -> QuerySet[Person]:
    roles = ProgramRole.objects.filter(person=OuterRef("pk"), program=program, kind=kind)
    return Person.objects.filter(Exists(roles), is_active=True)


def leads_program_hosted_by(person: Person, department: Department) -> bool:
    """Whether somebody leads a programme in which the department hosts (in a cohort that isn't archived)."""
    return cohorts_led_by(person).filter(departments=department).exclude(stage=Stage.ARCHIVED).exists()


# Programmes ------------------------------------------------------------------------------


def programs_visible_to(person: Person) -> QuerySet[Program]:
    """Return the programmes whose page somebody may open: their leads, sponsors and administrators."""
    if is_administrator(person):
        return Program.objects.all()
    if not person.is_active:
        return Program.objects.none()
    return Program.objects.filter(Exists(ProgramRole.objects.filter(program=OuterRef("pk"), person=person)))


def programs_editable_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose rules and thresholds somebody may change."""
    return programs_led_by(person)


def may_create_program(person: Person) -> bool:
    """Whether somebody may make programmes and name leads and sponsors."""
    return is_administrator(person)


def may_name_roles(person: Person, program: Program) -> bool:
    """Whether somebody may name the leads and sponsors of a programme."""
    return is_administrator(person)


# Cohorts ---------------------------------------------------------------------------------


def cohorts_led_by(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts of the programmes that somebody leads."""
    return Cohort.objects.filter(program__in=programs_led_by(person)).select_related("program")


def cohorts_overseen_by(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts that somebody leads, sponsors or administers: who may read their figures."""
    return Cohort.objects.filter(program__in=programs_visible_to(person)).select_related("program")


def cohorts_visible_to(person: Person) -> QuerySet[Cohort]:
    """Return the cohorts that somebody has a part in: leads, sponsors and administrators, those
    who are enrolled, hosts' departments, and those who could enrol.
    """
    cohorts = Cohort.objects.select_related("program")
    if is_administrator(person):
        return cohorts
    if not person.is_active:
        return cohorts.none()
    me = Q(Exists(ProgramRole.objects.filter(program=OuterRef("program"), person=person)))
    me |= Q(Exists(Enrollment.objects.filter(cohort=OuterRef("pk"), person=person)))
    me |= Q(pk__in=Cohort.departments.through.objects.filter(department=person.department_id).values("cohort"))
    if is_it(person):
        me |= Q(stage__in=rules.ENROLLING)
    return cohorts.filter(me)


def may_lead(person: Person, cohort: Cohort) -> bool:
    """Whether somebody leads the programme of the cohort."""
    return is_lead(person, cohort.program)


def may_change_cohort(person: Person, cohort: Cohort) -> bool:
    """Whether somebody may change the cohort: its leads, until it is archived."""
    return cohort.stage != Stage.ARCHIVED and may_lead(person, cohort)


# Enrolments ------------------------------------------------------------------------------


def cohorts_open_to(person: Person, on: date) -> QuerySet[Cohort]:
    """Return the cohorts in which somebody can enrol on a day, or change their wishes.

    Visitors come from IT. Someone from elsewhere (a reverse visit) is enrolled by a lead,
    and may then change their wishes.
    """
    cohorts = Cohort.objects.select_related("program")
    if not person.is_active:
        return cohorts.none()
    is_in_time = Q(stage__in=rules.ENROLLING) & (Q(enrolls_until=None) | Q(enrolls_until__gte=on))
    invited = Q(Exists(Enrollment.objects.filter(cohort=OuterRef("pk"), person=person)))
    return cohorts.filter(is_in_time) if is_it(person) else cohorts.filter(is_in_time & invited)


def may_enroll(person: Person, cohort: Cohort, on: date) -> bool:
    """Whether somebody can enrol in the cohort on a day, or change their wishes."""
    return cohorts_open_to(person, on).filter(pk=cohort.pk).exists()


def enrollments_visible_to(person: Person) -> QuerySet[Enrollment]:
    """Return somebody's own enrolments, and those in cohorts that they lead."""
    mine = Q(person=person) | Q(cohort__program__in=programs_led_by(person))
    return Enrollment.objects.filter(mine).select_related("cohort__program", "person")


def exclusions_visible_to(person: Person) -> QuerySet[Exclusion]:
    """Return the exclusions of cohorts that somebody leads: nobody else sees who is kept from where."""
    return Exclusion.objects.filter(cohort__program__in=programs_led_by(person)).select_related(
        "cohort__program", "person", "department"
    )
