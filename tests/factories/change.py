"""Champions, sponsors' actions, thanks, tasks and released pulses."""

import datetime

from programs.change.models import Champion, PulsePlan, PulseTask, SponsorAction, ThankYou
from programs.surveys import actions, answering
from programs.surveys.instruments import PULSE
from tests.factories.surveys import OPENED_AT, close, make_wave

ASKED_ON = datetime.date(2026, 1, 12)


def make_champion(program, person, *, state="accepted", **fields):
    fields.setdefault("since", ASKED_ON if state == "accepted" else None)
    fields.setdefault("asked_by", person)
    return Champion.objects.create(
        program=program, person=person, department=fields.pop("department", person.department), state=state,
        asked_on=ASKED_ON, **fields,
    )  # fmt: skip


def make_sponsor_action(program, sponsor, *, text="Open the kick-off", **fields):
    fields.setdefault("planned_on", datetime.date(2026, 3, 9))
    return SponsorAction.objects.create(program=program, sponsor=sponsor, text=text, **fields)


def make_thanks(sender, recipient, *, text="You stayed late for us.", at=OPENED_AT, **fields):
    return ThankYou.objects.create(sender=sender, recipient=recipient, text=text, sent_at=at, **fields)


def make_pulse_plan(program, by, **fields):
    return PulsePlan.objects.create(program=program, planned_by=by, **fields)


def make_pulse(program, lead, people, answers, *, at=OPENED_AT):
    """A released pulse: `answers` gives the five answers of each person."""
    wave = make_wave(
        program, lead, kind="other", instrument=actions.install_instrument(questionnaire=PULSE, by=lead, at=at)
    )
    wave = actions.open_wave(wave=wave, by=lead, at=at, today=at.date(), burden_reason="a test")
    rows = [(person, {f"P{place}": answer for place, answer in enumerate(answers(person), 1)}) for person in people]
    answering.record_responses(wave=wave, answers=rows, on=wave.closes_on)
    close(wave, lead)
    wave.refresh_from_db()
    return wave


def make_task(program, wave, owner, *, text="Name a champion", **fields):
    fields.setdefault("due_on", datetime.date(2026, 3, 20))
    return PulseTask.objects.create(
        program=program, wave=wave, group="IT", element="P1", text=text, owner=owner, **fields
    )
