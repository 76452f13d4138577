"""Writing a journal and opening or closing it to others."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.gateways import photos
from programs.gateways.seal import seal, seal_bytes
from programs.journals import rules
from programs.journals.choices import JournalRefusal, Section, Visibility
from programs.journals.models import Photo, Reflection
from programs.journals.queries import photo_context, seal_context, text_for_author
from programs.journals.refused import JournalRefused, refuse
from programs.people.models import Person
from programs.visits.choices import VisitState
from programs.visits.models import Visit


@transaction.atomic
def write_section(
    *, visit: Visit, section: Section, text: str, seen_version: int, by: Person, at: datetime
) -> Reflection:
    """Keep the author's text, private unless the section was opened before.

    `seen_version` is the version the text was typed over: when another window saved
    since, nothing is overwritten. Raises JournalRefused; the caller still has the text.
    The log keeps that a section was begun, never what it says.
    """
    today = timezone.localdate(at)
    refuse(rules.opening_refusals(section, state=VisitState(visit.state), visited_on=visit.on, today=today))
    refuse(rules.text_refusals(text))
    reflection, is_new = Reflection.objects.get_or_create(
        visit=visit, author=by, section=section, defaults={"seal_id": uuid.uuid4(), "changed_at": at}
    )
    reflection = Reflection.objects.select_for_update().get(pk=reflection.pk)
    if reflection.version != seen_version:
        if text_for_author(reflection) == text:
            return reflection
        raise JournalRefused([Refusal(JournalRefusal.CHANGED_ELSEWHERE)])
    _store(reflection, text)
    reflection.version += 1
    reflection.changed_at = at
    reflection.save()
    if is_new:
        audit.record("write_section", reflection, by=by, at=at, section=section.value)
    return reflection


@transaction.atomic
def open_section(*, reflection: Reflection, visibility: Visibility, by: Person, at: datetime) -> Reflection:
    """Widen or narrow who may read a section. Only its author does; it takes effect at once."""
    reflection = Reflection.objects.select_for_update().get(pk=reflection.pk, author=by)
    text = text_for_author(reflection)
    before, reflection.visibility = reflection.visibility, visibility
    _store(reflection, text)
    reflection.save()
    audit.record("open_section", reflection, by=by, at=at, before=before, now=int(visibility))
    return reflection


@transaction.atomic
def add_photo(*, reflection: Reflection, content: bytes, description: str, by: Person, at: datetime) -> Photo:
    """Keep a photo with a section, sealed, as small as a page needs it and without its metadata.

    Whoever may read the section may see it. Raises JournalRefused.
    """
    reflection = Reflection.objects.select_for_update().get(pk=reflection.pk, author=by)
    if reflection.photos.count() >= rules.MOST_PHOTOS:
        raise JournalRefused([Refusal(JournalRefusal.TOO_MANY_PHOTOS, {"limit": rules.MOST_PHOTOS})])
    try:
        clean = photos.clean(content, most_bytes=rules.PHOTO_MEGABYTES * 1_000_000)
    except photos.TooLarge as error:
        raise JournalRefused([Refusal(JournalRefusal.PHOTO_TOO_LARGE, {"limit": rules.PHOTO_MEGABYTES})]) from error
    except photos.NotAPhoto as error:
        raise JournalRefused([Refusal(JournalRefusal.NOT_A_PHOTO)]) from error
    photo = Photo(
        reflection=reflection, seal_id=uuid.uuid4(), description=description, width=clean.width, height=clean.height
    )
    photo.sealed = seal_bytes(clean.jpeg, photo_context(photo))
    photo.save()
    audit.record("add_photo", reflection, by=by, at=at)
    return photo


@transaction.atomic
def remove_photo(*, photo: Photo, by: Person, at: datetime) -> None:
    """Delete a photo for good. Only the author of its section does."""
    reflection = Reflection.objects.get(pk=photo.reflection_id, author=by)
    photo.delete()
    audit.record("remove_photo", reflection, by=by, at=at)


def _store(reflection: Reflection, text: str) -> None:
    """Put the text where its visibility wants it: sealed while private, plain when shared."""
    if reflection.visibility == Visibility.PRIVATE:
        reflection.sealed, reflection.text = seal(text, seal_context(reflection)), ""
    else:
        reflection.sealed, reflection.text = None, text
