"""Who may see which letters, and who may read them.

A letter is its reader's. Administrators look after the outbox: they see who is told what
kind of news and how it went, not the text, and never who was reminded to answer. In the demo,
where mail goes nowhere, everyone who is signed in may read every letter.
"""

from django.conf import settings
from django.db.models import Q, QuerySet

from programs.notifications.models import Letter
from programs.people.models import Person

TELLING = ("surveys/reminded", "relationships/roster_reminded")
"""Letters that tell by being there what nobody may know: who hadn't answered."""


def letters_visible_to(person: Person) -> QuerySet[Letter]:
    """Return the letters that a person may know of."""
    if settings.DEMO:
        return Letter.objects.all()
    mine = Q(to=person)
    return Letter.objects.filter(mine | ~Q(kind__in=TELLING) if may_look_after_outbox(person) else mine)


def may_read(person: Person, letter: Letter) -> bool:
    """Say whether a person may read the text, and not only know that there is a letter."""
    return settings.DEMO or letter.to_id == person.pk


def letters_readable_by(person: Person) -> QuerySet[Letter]:
    """Return the letters whose text a person may read."""
    return Letter.objects.all() if settings.DEMO else Letter.objects.filter(to=person)


def may_look_after_outbox(person: Person) -> bool:
    """Say whether a person sees failures and may send a letter again."""
    return person.is_active and person.is_staff


def letters_to_send_again(person: Person) -> QuerySet[Letter]:
    """Return the letters that a person may put back into the queue."""
    return letters_visible_to(person) if may_look_after_outbox(person) else Letter.objects.none()
