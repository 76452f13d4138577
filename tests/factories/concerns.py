"""Concerns, drafts and what came of them."""

import datetime
import uuid

from programs.concerns import queries
from programs.concerns.models import ChangeMade, Concern, Consultation, Remark

FILED_ON = datetime.date(2026, 2, 20)


def make_concern(program, text="Who does my work while I am away?", *, author=None, token="", **fields):
    """A concern with a name, or with a token: one of its own if none is given."""
    fields.setdefault("filed_on", FILED_ON)
    hashed = None if author else queries.hash_of(token or uuid.uuid4().hex)
    return Concern.objects.create(program=program, text=text, author=author, token_hash=hashed, **fields)


def make_consultation(program, by, *, title="How a day begins", **fields):
    fields.setdefault("opened_on", FILED_ON)
    fields.setdefault("closes_on", datetime.date(2026, 3, 20))
    return Consultation.objects.create(
        program=program, title=title, text="At nine, at the desk.", opened_by=by, **fields
    )


def make_remark(consultation, text="Ten is better for us.", *, author=None, **fields):
    return Remark.objects.create(
        consultation=consultation, text=text, author=author, said_on=fields.pop("said_on", FILED_ON), **fields
    )


def make_change(program, by, *, concern=None, remark=None, text="Days now begin at ten.", **fields):
    fields.setdefault("on", FILED_ON)
    return ChangeMade.objects.create(program=program, concern=concern, remark=remark, text=text, noted_by=by, **fields)
