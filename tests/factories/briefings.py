"""Face cards, words, systems and agreements."""

import datetime
import io

from PIL import Image

from programs.briefings.models import Agreement, DepartmentSystem, FaceCard, GlossaryEntry, StrategyCheck

AT = datetime.datetime(2026, 2, 20, 9, 0, tzinfo=datetime.UTC)


def make_picture(size=(640, 480), *, kind="JPEG"):
    """The bytes of a photo."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def make_card(person, *, sentence="I think aloud.", languages="German, English", **fields):
    return FaceCard.objects.create(person=person, sentence=sentence, languages=languages, changed_at=AT, **fields)


def make_word(department, by, *, their_word="open", our_word="paid, not booked", **fields):
    return GlossaryEntry.objects.create(
        department=department, their_word=their_word, our_word=our_word, added_by=by, added_at=AT, **fields
    )


def make_system(department, name="Ledger", **fields):
    values = {"purpose": "Every booking of the close"} | fields
    return DepartmentSystem.objects.create(department=department, name=name, **values)


def make_agreement(visit, side, person, **fields):
    values = {"version": 1, "agreed_at": AT} | fields
    return Agreement.objects.create(visit=visit, side=side, person=person, **values)


def make_check(visit, **fields):
    values = {"goal": "Close on day three", "part": "", "sentence": "", "answered_at": AT} | fields
    return StrategyCheck.objects.create(visit=visit, **values)
