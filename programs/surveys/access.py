"""Who may see and do what with waves. Answers and invitations are shown to nobody."""

from django.db.models import Q, QuerySet

from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Program
from programs.people.models import Person
from programs.surveys.choices import WaveState
from programs.surveys.models import Instrument, Item, Wave

RELEASED = (WaveState.CLOSED, WaveState.REPORTED)


def programs_led_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose waves a person runs."""
    return Program.objects.filter(roles__person=person, roles__kind=ProgramRoleKind.LEAD).distinct()


def programs_asking(person: Person) -> QuerySet[Program]:
    """Return the programmes that ask a person something, or in which they have a role; an administrator all."""
    if person.is_superuser:
        return Program.objects.all()
    return Program.objects.filter(Q(roles__person=person) | Q(waves__invitations__person=person)).distinct()


def instruments_visible_to(person: Person) -> QuerySet[Instrument]:
    """Return the questionnaires that a lead may read: those that ship and those of their programmes."""
    led = programs_led_by(person)
    if not led.exists():
        return Instrument.objects.none()
    return Instrument.objects.filter(Q(program__isnull=True) | Q(program__in=led))


def items_editable_by(person: Person) -> QuerySet[Item]:
    """Return the items that a person may word anew: those of their programmes' own questionnaires."""
    return Item.objects.filter(instrument__program__in=programs_led_by(person))


def waves_led_by(person: Person) -> QuerySet[Wave]:
    """Return the waves that a person runs: those of the programmes they lead."""
    return Wave.objects.filter(program__in=programs_led_by(person))


def waves_visible_to(person: Person) -> QuerySet[Wave]:
    """Return the waves a person sees in the list: a lead all, a sponsor those that were released."""
    sponsored = Q(program__roles__person=person, program__roles__kind=ProgramRoleKind.SPONSOR, state__in=RELEASED)
    return Wave.objects.filter(Q(program__in=programs_led_by(person)) | sponsored).distinct()


def releases_visible_to(person: Person) -> QuerySet[Wave]:
    """Return the closed waves whose figures a person may read: leads, sponsors and administrators."""
    if person.is_superuser:
        return Wave.objects.filter(state__in=RELEASED, release__isnull=False)
    return waves_visible_to(person).filter(state__in=RELEASED, release__isnull=False)


def department_releases_visible_to(person: Person, department_id: int) -> QuerySet[Wave]:
    """Return the closed waves of which a person may read one department: whoever may read all of
    them, and the department's head. That it stands alone is checked on the release.
    """
    whole = releases_visible_to(person)
    if person.led_departments.filter(pk=department_id).exists():
        return Wave.objects.filter(state__in=RELEASED, release__isnull=False)
    return whole
