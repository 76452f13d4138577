"""Planned messages, risks and milestones."""

import datetime

from programs.plans.models import Milestone, PlannedMessage, Risk

PLANNED_ON = datetime.date(2026, 3, 9)
REVIEWED_AT = datetime.datetime(2026, 2, 2, 9, 0, tzinfo=datetime.UTC)


def make_message(program, owner, *, subject="Why we do this", text="Because we know too little.", **fields):
    fields.setdefault("planned_on", PLANNED_ON)
    return PlannedMessage.objects.create(program=program, owner=owner, subject=subject, text=text, **fields)


def make_risk(program, owner, *, text="Visits fall into month-end", **fields):
    fields.setdefault("review_on", datetime.date(2026, 4, 1))
    return Risk.objects.create(program=program, owner=owner, text=text, reviewed_at=REVIEWED_AT, **fields)


def make_milestone(program, *, title="First visit", kind="first", **fields):
    fields.setdefault("due_on", PLANNED_ON)
    return Milestone.objects.create(program=program, title=title, kind=kind, **fields)
