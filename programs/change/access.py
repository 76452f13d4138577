"""Who sees and does what on the people side: leads do, sponsors read, people answer for themselves."""

from django.db.models import Q, QuerySet

from programs.change.models import Champion, PulseTask, SponsorAction, ThankYou
from programs.cohorts.access import programs_led_by, programs_visible_to
from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Program
from programs.people.models import Person


def programs_followed_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose people side somebody reads: leads, sponsors, administrators."""
    return programs_visible_to(person)


def programs_changed_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose people side somebody looks after."""
    return programs_led_by(person)


def programs_sponsored_or_led_by(person: Person) -> QuerySet[Program]:
    """Return the programmes in which somebody may plan sponsors' actions: sponsors their own, leads all."""
    kinds = [ProgramRoleKind.LEAD, ProgramRoleKind.SPONSOR]
    return Program.objects.filter(roles__person=person, roles__kind__in=kinds).distinct()


def tasks_handled_by(person: Person) -> QuerySet[PulseTask]:
    """Return the tasks that somebody may finish: their own, and all of programmes they lead."""
    return PulseTask.objects.filter(Q(owner=person) | Q(program__in=programs_led_by(person)))


def nominations_of(person: Person) -> QuerySet[Champion]:
    """Return somebody's own nominations and championships."""
    return Champion.objects.filter(person=person)


def champions_handled_by(person: Person) -> QuerySet[Champion]:
    """Return the champions whose time somebody may end: themselves, or in programmes they lead."""
    return Champion.objects.filter(Q(person=person) | Q(program__in=programs_led_by(person)))


def sponsor_actions_handled_by(person: Person) -> QuerySet[SponsorAction]:
    """Return the actions that somebody may note as done: the sponsor, and leads."""
    return SponsorAction.objects.filter(Q(sponsor=person) | Q(program__in=programs_led_by(person)))


def thanks_to(person: Person) -> QuerySet[ThankYou]:
    """Return the thanks that somebody received: they alone decide whether others may read them."""
    return ThankYou.objects.filter(recipient=person)


def thanks_visible_to(person: Person) -> QuerySet[ThankYou]:
    """Return the thanks that somebody may read: public ones, those they received, those they gave."""
    return ThankYou.objects.filter(Q(is_public=True) | Q(recipient=person) | Q(sender=person))
