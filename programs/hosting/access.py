"""Who may see and change offerings and hosting days.

- Everybody sees published offerings: they are the company's invitation.
- The contact and the deputy of an offering, its department's lead and the leads of programmes
  in which the department hosts see it in every state, and edit it and its days.
- Colleagues of the department see it in every state and may draft offerings of their own.
- Reviewing, publishing and withdrawing is for the department lead or such a programme lead.
  Where a department has no lead, the contact may publish: otherwise a host would wait for
  somebody who isn't there.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.cohorts import access as cohort_access
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, VisitorWish
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay, HostingPattern, Offering
from programs.objectives import access as objective_access
from programs.objectives.models import Objective
from programs.people.access import is_administrator
from programs.people.models import Department, Person

# Sets ------------------------------------------------------------------------------------


def _is_mine(person: Person, prefix: str = "") -> Q:
    """Contact or deputy of the offering, or lead of its department."""
    fields = (f"{prefix}contact", f"{prefix}deputy", f"{prefix}department__lead")
    return Q(**{fields[0]: person}) | Q(**{fields[1]: person}) | Q(**{fields[2]: person})


def _hosts_in_my_programs(person: Person, department: str) -> Exists:
    """The department hosts in a cohort, not yet archived, of a programme that the person leads."""
    through = Cohort.departments.through.objects.filter(
        department=OuterRef(department), cohort__program__in=cohort_access.programs_led_by(person)
    )
    return Exists(through.exclude(cohort__stage=Stage.ARCHIVED))


def offerings_hosted_by(person: Person) -> QuerySet[Offering]:
    """Return the offerings of which somebody is contact or deputy."""
    if not person.is_active:
        return Offering.objects.none()
    return Offering.objects.filter(Q(contact=person) | Q(deputy=person))


def offerings_answered_by(person: Person) -> QuerySet[Offering]:
    """Return the offerings for whose days somebody answers: as contact, deputy or department lead."""
    return Offering.objects.filter(_is_mine(person)) if person.is_active else Offering.objects.none()


def offerings_editable_by(person: Person) -> QuerySet[Offering]:
    """Return the offerings that somebody may edit, with their days."""
    if not person.is_active:
        return Offering.objects.none()
    return Offering.objects.filter(_is_mine(person) | Q(_hosts_in_my_programs(person, "department"))).distinct()


def offerings_publishable_by(person: Person) -> QuerySet[Offering]:
    """Return the offerings that somebody may review, publish and withdraw."""
    if not person.is_active:
        return Offering.objects.none()
    no_lead = Q(department__lead=None) | Q(department__lead__is_active=False)
    return Offering.objects.filter(
        Q(department__lead=person) | (Q(contact=person) & no_lead) | Q(_hosts_in_my_programs(person, "department"))
    ).distinct()


def offerings_visible_to(person: Person) -> QuerySet[Offering]:
    """Return the offerings whose page somebody may open."""
    if is_administrator(person):
        return Offering.objects.all()
    if not person.is_active:
        return Offering.objects.none()
    mine = _is_mine(person) | Q(_hosts_in_my_programs(person, "department"))
    if person.department_id:
        mine |= Q(department=person.department_id)
    return Offering.objects.filter(Q(state=OfferingState.PUBLISHED) | mine).distinct()


def days_visible_to(person: Person) -> QuerySet[HostingDay]:
    """Return the hosting days of the offerings that somebody may see."""
    return HostingDay.objects.filter(offering__in=offerings_visible_to(person)).select_related(
        "offering__department", "offering__site"
    )


def patterns_editable_by(person: Person) -> QuerySet[HostingPattern]:
    """Return the weekly rules of the offerings that somebody may edit."""
    return HostingPattern.objects.filter(offering__in=offerings_editable_by(person)).select_related(
        "offering__site", "offering__department"
    )


def days_editable_by(person: Person) -> QuerySet[HostingDay]:
    """Return the hosting days that somebody may change and call off."""
    return HostingDay.objects.filter(offering__in=offerings_editable_by(person)).select_related(
        "offering__department", "offering__site"
    )


def offerings_of_departments(person: Person) -> QuerySet[Offering]:
    """Return the offerings that concern somebody's work: those they may edit, and their department's."""
    own = offerings_editable_by(person)
    if not person.is_active or person.department_id is None:
        return own
    return own | Offering.objects.filter(department=person.department_id).distinct()


def possible_contacts(person: Person, offering: Offering) -> QuerySet[Person]:
    """Return who can be contact or deputy: active people of the departments for which somebody may
    draft offerings (of an existing offering: of its department), and whoever it is now.
    """
    if offering.pk is None:
        return Person.objects.filter(department__in=departments_offering_for(person), is_active=True)
    now = Q(pk__in=[offering.contact_id, offering.deputy_id or 0])
    return Person.objects.filter(Q(department=offering.department_id, is_active=True) | now)


def objectives_to_serve(person: Person, offering: Offering) -> QuerySet[Objective]:
    """Return the objectives that an offering can serve: its department's that aren't closed; of a new
    offering, those of the departments for which somebody may draft one.
    """
    departments = [offering.department_id] if offering.pk else departments_offering_for(person)
    return objective_access.objectives_of(departments)


def departments_offering_for(person: Person) -> QuerySet[Department]:
    """Return the departments for which somebody may draft an offering: their own, those they
    lead, and those that host in programmes they lead.
    """
    if not person.is_active:
        return Department.objects.none()
    mine = Q(pk=person.department_id) | Q(lead=person) | Q(_hosts_in_my_programs(person, "pk"))
    return Department.objects.filter(mine).distinct()


def departments_looked_after_by(person: Person) -> QuerySet[Department]:
    """Return the departments whose wishes about visitors and hosting hours concern somebody, by name.

    They lead it, they are contact or deputy of an offering of it, or they lead a programme
    in which it hosts.
    """
    if not person.is_active:
        return Department.objects.none()
    mine = Offering.objects.filter(Q(contact=person) | Q(deputy=person), department=OuterRef("pk"))
    found = Q(lead=person) | Q(Exists(mine)) | Q(_hosts_in_my_programs(person, "pk"))
    return Department.objects.filter(found).select_related("lead").order_by("name")


def hosts_budgeted_by(person: Person, department: Department) -> QuerySet[Person]:
    """Return the contacts of a department's offerings whose hours somebody may see and set: all, or themselves."""
    hosts = Person.objects.filter(offerings__department=department, is_active=True).distinct().order_by("name")
    return hosts if may_set_hours(person, department) else hosts.filter(pk=person.pk)


def wishes_looked_after_by(person: Person) -> QuerySet[VisitorWish]:
    """Return the wishes about visitors that somebody may let go."""
    return VisitorWish.objects.filter(department__in=departments_looked_after_by(person)).select_related("cohort")


def people_to_wish_for() -> QuerySet[Person]:
    """Return whom a department may name: everybody in IT, so that nothing is said of who is enrolled."""
    return Person.objects.filter(is_active=True, department__is_it=True).select_related("department", "team")


# Questions -------------------------------------------------------------------------------


def is_host(person: Person) -> bool:
    """Whether somebody is contact or deputy of an offering, or leads a department that has one."""
    return person.is_active and Offering.objects.filter(_is_mine(person)).exists()


def is_host_of(person: Person, offering: Offering) -> bool:
    """Whether somebody is contact, deputy or department lead of an offering: who answers for its visits."""
    return person.is_active and person.pk in {
        offering.contact_id,
        offering.deputy_id,
        offering.department.lead_id,
    }


def may_offer(person: Person) -> bool:
    """Whether there is a department for which somebody may draft an offering."""
    return departments_offering_for(person).exists()


def may_edit_offering(person: Person, offering: Offering) -> bool:
    """Whether somebody may edit an offering and its days."""
    return offerings_editable_by(person).filter(pk=offering.pk).exists()


def may_publish_offering(person: Person, offering: Offering) -> bool:
    """Whether somebody may review, publish and withdraw an offering."""
    return offerings_publishable_by(person).filter(pk=offering.pk).exists()


def may_set_hours(person: Person, department: Department) -> bool:
    """Whether somebody may set the hosting hours of a department and all its hosts."""
    leads = department.lead_id == person.pk or cohort_access.leads_program_hosted_by(person, department)
    return person.is_active and leads
