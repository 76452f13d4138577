"""Who sees and does what with concerns, drafts and changes.

Everybody who is signed in reads what is listed. Leads see all of their programme; whoever is
named to answer sees that one; an author sees their own. Names are for leads and owners only.
"""

from django.db.models import Q, QuerySet

from programs.cohorts.access import programs_led_by
from programs.concerns.choices import LISTED
from programs.concerns.models import Concern, Consultation, Remark
from programs.people.models import Person


def concerns_visible_to(person: Person) -> QuerySet[Concern]:
    """Return the concerns whose page somebody may open."""
    return Concern.objects.filter(Q(state__in=LISTED) | Q(author=person) | _handled(person)).distinct()


def concerns_handled_by(person: Person) -> QuerySet[Concern]:
    """Return the concerns that somebody may answer: those of programmes they lead, and their own tasks."""
    return Concern.objects.filter(_handled(person)).distinct()


def concerns_led_by(person: Person) -> QuerySet[Concern]:
    """Return the concerns that somebody may hand out, merge and keep off the list."""
    return Concern.objects.filter(program__in=programs_led_by(person))


def concerns_raised_by(person: Person) -> QuerySet[Concern]:
    """Return the concerns that somebody raised under their name. Anonymous ones are found by token alone."""
    return Concern.objects.filter(author=person)


def consultations_visible_to(person: Person) -> QuerySet[Consultation]:
    """Return the drafts that somebody may read and comment on: everybody who is active, all of them."""
    return Consultation.objects.all() if person.is_active else Consultation.objects.none()


def remarks_led_by(person: Person) -> QuerySet[Remark]:
    """Return the comments that somebody may take off the page or answer with a change."""
    return Remark.objects.filter(consultation__program__in=programs_led_by(person))


def _handled(person: Person) -> Q:
    return Q(owner=person) | Q(program__in=programs_led_by(person))
