"""Who sees and changes plans: leads change, sponsors and administrators read, owners do their part."""

from django.db.models import Q, QuerySet

from programs.cohorts.access import programs_led_by, programs_visible_to
from programs.cohorts.models import Program
from programs.people.models import Person
from programs.plans.models import Milestone, PlannedMessage, Risk


def programs_planned_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose plan somebody makes."""
    return programs_led_by(person)


def programs_followed_by(person: Person) -> QuerySet[Program]:
    """Return the programmes whose plan and risks somebody reads."""
    return programs_visible_to(person)


def messages_handled_by(person: Person) -> QuerySet[PlannedMessage]:
    """Return the messages that somebody may say: those they own, and all of programmes they lead."""
    return PlannedMessage.objects.filter(Q(owner=person) | Q(program__in=programs_led_by(person)))


def messages_planned_by(person: Person) -> QuerySet[PlannedMessage]:
    """Return the messages that somebody may change and drop."""
    return PlannedMessage.objects.filter(program__in=programs_led_by(person))


def risks_handled_by(person: Person) -> QuerySet[Risk]:
    """Return the risks that somebody may review: those they own, and all of programmes they lead."""
    return Risk.objects.filter(Q(owner=person) | Q(program__in=programs_led_by(person)))


def milestones_planned_by(person: Person) -> QuerySet[Milestone]:
    """Return the milestones that somebody may reach by hand and drop."""
    return Milestone.objects.filter(program__in=programs_led_by(person))
