"""What can be done with questionnaires and waves. Answers come in through `surveys.answering`.

Nothing here writes an answer, a token or a respondent into the audit log.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Cohort, Program
from programs.core.refusals import Refusal, RuleBroken
from programs.people.models import Department, Person
from programs.surveys import ballots, disclosure, figures, label, queries, rules, tasks, tokens
from programs.surveys.choices import SurveyRefusal, WaveState
from programs.surveys.instruments import SHIPPED, Questionnaire
from programs.surveys.models import Headcount, Instrument, Invitation, Item, LinkSalt, Wave, WaveRelease

INVITATIONS_AT_ONCE = 1000


class SurveyRefused(RuleBroken):
    """A wave or an answer was refused."""


@transaction.atomic
def install_instrument(*, questionnaire: Questionnaire, by: Person | None, at: datetime) -> Instrument:
    """Write a questionnaire that ships with Exchange, or return it as it is installed.

    An installed one is left alone: waves that are open carry its wording.
    """
    instrument, is_new = Instrument.objects.get_or_create(
        key=questionnaire.key, defaults={"title": questionnaire.title}
    )
    if is_new or not instrument.items.exists():
        Item.objects.bulk_create(
            Item(
                instrument=instrument,
                construct=item.construct,
                position=position,
                block=item.block,
                scope=item.scope,
                scale=item.scale,
                is_reversed=item.is_reversed,
                in_index=item.in_index,
                is_primary=item.is_primary,
                text_it=item.it,
                text_business=item.business or item.it,
            )
            for position, item in enumerate(questionnaire.items, 1)
        )
        audit.record("install_instrument", instrument, by=by, at=at, items=len(questionnaire.items))
    return instrument


def instrument_with_key(key: str, *, by: Person | None, at: datetime) -> Instrument:
    """Return an instrument by its key, installing it first if it is one that ships.

    Raises Instrument.DoesNotExist for a key that is neither.
    """
    shipped = next((one for one in SHIPPED if one.key == key), None)
    return install_instrument(questionnaire=shipped, by=by, at=at) if shipped else Instrument.objects.get(key=key)


@transaction.atomic
def draft_wave(
    *,
    program: Program,
    instrument: Instrument,
    kind: str,
    closes_on: date,
    by: Person,
    at: datetime,
    cohort: Cohort | None = None,
    departments: Iterable[Department] = (),
) -> Wave:
    """Prepare a wave for the people of some departments, or of all. Nobody is told yet."""
    wave = Wave.objects.create(
        program=program, cohort=cohort, instrument=instrument, kind=kind, closes_on=closes_on, state=WaveState.DRAFT
    )
    wave.departments.set(departments)
    audit.record("draft_wave", wave, by=by, at=at, kind=kind, closes_on=closes_on.isoformat())
    return wave


@transaction.atomic
def discard_wave(*, wave: Wave, by: Person, at: datetime) -> None:
    """Throw a draft away. Refused once it was opened."""
    wave = _in_state(wave, WaveState.DRAFT)
    audit.record("discard_wave", wave, by=by, at=at, kind=wave.kind)
    wave.delete()


@transaction.atomic
def open_wave(*, wave: Wave, by: Person, at: datetime, today: date) -> Wave:
    """Send a draft: freeze wording, thresholds, label, audience and headcounts, and invite.

    Thresholds are the programme's, but never lower than in an earlier wave. Letters go out
    in the background. Raises SurveyRefused.
    """
    wave = _in_state(wave, WaveState.DRAFT)
    people = list(queries.audience_of(wave))
    items = queries.frozen_items(wave.instrument)
    refusals = rules.refusals_for_opening(
        items=len(items),
        invited=len(people),
        has_link_key=bool(settings.LINK_KEY),
        closes_on=wave.closes_on,
        today=today,
    )
    if refusals:
        raise SurveyRefused(refusals)
    thresholds = queries.thresholds_for(wave.program)
    wave.frozen = {
        "items": items,
        "thresholds": {"score": thresholds.score, "item": thresholds.item},
        "label": label.frozen_label(thresholds.score, thresholds.item),
        "departments": {str(person.department_id): str(person.department) for person in people},
    }
    wave.frozen["hosted"] = sorted(queries.hosts_before(wave, today))
    wave.state, wave.opened_at = WaveState.OPEN, at
    wave.save()
    LinkSalt.objects.get_or_create(program=wave.program, defaults={"value": secrets.token_hex(32)})
    _invite(wave, people, today)
    audit.record("open_wave", wave, by=by, at=at, invited=len(people), thresholds=wave.frozen["thresholds"])
    tasks.send_invitations.enqueue(wave.pk, at.isoformat())
    return wave


def _invite(wave: Wave, people: Sequence[Person], today: date) -> None:
    """Write invitations, doses and the headcounts of sides and departments as they are today."""
    made = queries.visits_before(wave, today)
    doses = rules.coarse_doses(
        {person.pk: ((queries.side_of(person), person.department_id), made[person.pk]) for person in people}
    )
    invitations = [
        Invitation(
            wave=wave,
            person=person,
            side=queries.side_of(person),
            department=person.department,
            dose=doses.get(person.pk, ""),
            token_hash=tokens.hash_of(tokens.token_of(wave.pk, person.pk)),
        )
        for person in people
    ]
    Invitation.objects.bulk_create(invitations, batch_size=INVITATIONS_AT_ONCE)
    counted = Counter((one.side, one.department_id) for one in invitations)
    Headcount.objects.bulk_create(
        Headcount(wave=wave, side=side, department_id=department, invited=n)
        for (side, department), n in sorted(counted.items())
    )


@transaction.atomic
def close_wave(*, wave: Wave, by: Person | None, at: datetime) -> WaveRelease:
    """End a wave: shuffle the last papers in, release its tables once and for ever, and take the
    department off the answers of those too few to be shown. Raises SurveyRefused.
    """
    wave = _in_state(wave, WaveState.OPEN)
    ballots.shuffle(wave)
    wave.state, wave.closed_at = WaveState.CLOSED, at
    wave.save(update_fields=["state", "closed_at"])
    released = disclosure.release(queries.facts_of(wave), queries.columns_of(wave), queries.earlier_for(wave))
    ballots.coarsen(wave, named=_departments_on_their_own(released))
    row = _write_release(wave, released, at)
    audit.record("close_wave", wave, by=by, at=at, sha256=row.sha256)
    transaction.on_commit(ballots.scrub)
    return row


def _departments_on_their_own(released: figures.ReleasedWave) -> list[int]:
    groups = [rate.group for rate in released.rates if not rate.group.is_side]
    return [group.departments[0] for group in groups if group.key != figures.OTHERS_GROUP]


def _write_release(wave: Wave, released: figures.ReleasedWave, at: datetime) -> WaveRelease:
    tables = figures.to_json(released)
    return WaveRelease.objects.create(wave=wave, tables=tables, sha256=queries.hash_of(tables), released_at=at)


@transaction.atomic
def report_wave(*, wave: Wave, by: Person, at: datetime) -> Wave:
    """Note that the figures of a closed wave went into a report. Doing it again does nothing."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state == WaveState.REPORTED:
        return locked
    locked = _in_state(locked, WaveState.CLOSED)
    locked.state = WaveState.REPORTED
    locked.save(update_fields=["state"])
    audit.record("report_wave", locked, by=by, at=at)
    return locked


def _in_state(wave: Wave, state: WaveState) -> Wave:
    """Return the wave, locked, if it is in the state. Raises SurveyRefused otherwise."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.state != state:
        raise SurveyRefused([Refusal(SurveyRefusal.WRONG_STATE, {"state": locked.get_state_display().lower()})])
    return locked
