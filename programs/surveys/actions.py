"""What can be done with questionnaires and waves. Answers come in through `surveys.answering`.

Nothing here writes an answer, a token or a respondent into the audit log.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Cohort, Program
from programs.core.refusals import Refusal
from programs.people.models import Department, Person
from programs.surveys import (
    audiences,
    ballots,
    disclosure,
    early,
    figures,
    intake,
    label,
    linking,
    queries,
    rules,
    tasks,
    tokens,
)
from programs.surveys.choices import SurveyRefusal, WaveKind, WaveState
from programs.surveys.instruments import SHIPPED, Questionnaire
from programs.surveys.models import Headcount, Instrument, Invitation, Item, LinkSalt, Wave, WaveRelease
from programs.surveys.refused import SurveyRefused

INVITATIONS_AT_ONCE = 1000


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
                is_per_department=item.is_per_department,
                about=item.about,
                options=list(item.options),
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
    side: str = "",
    sample_percent: int = 100,
    is_elsewhere: bool = False,
) -> Wave:
    """Prepare a wave for the people of some departments, or of all, on one side or both, or for
    a random sample of them. The draw's seed is logged. Nobody is told yet; of a wave that
    another tool collects, never.
    """
    wave = Wave.objects.create(
        program=program,
        cohort=cohort,
        instrument=instrument,
        kind=kind,
        closes_on=closes_on,
        state=WaveState.DRAFT,
        side=side,
        sample_percent=sample_percent,
        is_elsewhere=is_elsewhere,
        sample_seed=secrets.randbelow(2**31),
    )
    wave.departments.set(departments)
    facts: dict[str, Any] = {"kind": kind, "closes_on": closes_on.isoformat(), "side": side}
    facts |= {"sample_percent": sample_percent, "sample_seed": wave.sample_seed}
    audit.record("draft_wave", wave, by=by, at=at, **facts)
    return wave


@transaction.atomic
def discard_wave(*, wave: Wave, by: Person, at: datetime) -> None:
    """Throw a draft away. Refused once it was opened."""
    wave = _in_state(wave, WaveState.DRAFT)
    audit.record("discard_wave", wave, by=by, at=at, kind=wave.kind)
    wave.delete()


@transaction.atomic
def open_wave(*, wave: Wave, by: Person, at: datetime, today: date, burden_reason: str = "") -> Wave:
    """Send a draft: freeze wording, thresholds, label, audience and headcounts, and invite.

    Thresholds are the programme's, but never lower than in an earlier wave. Letters go out
    in the background. `burden_reason` says why people are asked for more than the programme's
    minutes; without one that is refused. Raises SurveyRefused.
    """
    wave = _in_state(wave, WaveState.DRAFT)
    found = audiences.drawn(wave)
    items = queries.frozen_items(wave.instrument)
    refusals = rules.refusals_for_opening(
        items=len(items),
        invited=len(found.invited),
        has_link_key=bool(settings.LINK_KEY),
        closes_on=wave.closes_on,
        today=today,
        destroyed_on=linking.destroyed_on(wave.program),
    )
    if not burden_reason.strip() and not wave.is_elsewhere:
        refusals += burden_of(wave, found, at=at)
    if refusals:
        raise SurveyRefused(refusals)
    _freeze(wave, found, items, today)
    wave.state, wave.opened_at = WaveState.OPEN, at
    wave.save()
    LinkSalt.objects.get_or_create(program=wave.program, defaults={"value": secrets.token_hex(32)})
    _invite(wave, found, today)
    facts: dict[str, Any] = {"invited": len(found.invited), "people": len(found.everyone)}
    facts |= {"sample_percent": wave.sample_percent, "sample_seed": wave.sample_seed}
    facts |= {"thresholds": wave.frozen["thresholds"], "burden_reason": burden_reason.strip()}
    audit.record("open_wave", wave, by=by, at=at, **facts)
    if not wave.is_elsewhere:
        tasks.send_invitations.enqueue(wave.pk, at.isoformat())
    return wave


def burden_of(wave: Wave, found: audiences.Drawn, *, at: datetime) -> list[Refusal]:
    """Return the refusal of a draft that asks people for more minutes in 30 days than the programme allows."""
    minutes = rules.minutes(rules.questions_asked(wave.instrument.items.values("is_per_department")))
    over = audiences.overburdened(wave, found.invited, minutes=minutes, at=at)
    if not over:
        return []
    facts = {"people": len(over), "minutes": max(over.values()), "limit": wave.program.survey_minutes}
    return [Refusal(SurveyRefusal.TOO_MUCH_ASKED, facts)]


def _freeze(wave: Wave, found: audiences.Drawn, items: list[dict[str, Any]], today: date) -> None:
    thresholds = queries.thresholds_for(wave.program)
    wave.frozen = {
        "items": items,
        "thresholds": {"score": thresholds.score, "item": thresholds.item},
        "label": label.frozen_label(thresholds.score, thresholds.item),
        "departments": {str(person.department_id): str(person.department) for person in found.everyone},
    }
    wave.frozen["hosted"] = sorted(queries.hosts_before(wave, today))
    if any(item["is_per_department"] for item in items):
        wave.frozen["rateable"] = queries.rateable_departments(thresholds.score)


def _invite(wave: Wave, found: audiences.Drawn, today: date) -> None:
    """Write invitations, doses and the headcounts of sides and departments as they are today."""
    made = queries.visits_before(wave, today)
    doses = rules.coarse_doses(
        {person.pk: ((queries.side_of(person), person.department_id), made[person.pk]) for person in found.invited}
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
        for person in found.invited
    ]
    Invitation.objects.bulk_create(invitations, batch_size=INVITATIONS_AT_ONCE)
    Headcount.objects.bulk_create(
        Headcount(wave=wave, side=side, department_id=department, people=people, invited=invited)
        for side, department, people, invited in found.counts
        if invited
    )


@transaction.atomic
def close_wave(*, wave: Wave, by: Person | None, at: datetime) -> WaveRelease:
    """End a wave: shuffle the last papers in, release its tables once and for ever, and take the
    department off the answers of those too few to be shown; off all of them, with the visits,
    unless later waves are compared with this one. Raises SurveyRefused.
    """
    wave = _in_state(wave, WaveState.OPEN)
    ballots.shuffle(wave)
    ballots.forget_handles(wave)
    wave.state, wave.closed_at = WaveState.CLOSED, at
    wave.save(update_fields=["state", "closed_at"])
    facts = intake.facts_of(wave)
    released = disclosure.release_whole(
        facts, intake.columns_of(wave), intake.earlier_for(wave), intake.beside_of(wave)
    )
    ballots.coarsen(wave, named=_departments_on_their_own(released), raters=_raters_on_their_own(released))
    ballots.part_sides(wave)
    if wave.kind != WaveKind.BASELINE:
        ballots.forget_places(wave)
    early.forget(wave)
    row = _write_release(wave, released, at)
    audit.record("close_wave", wave, by=by, at=at, sha256=row.sha256)
    transaction.on_commit(ballots.scrub)
    return row


def _departments_on_their_own(released: figures.ReleasedWave) -> list[int]:
    groups = [rate.group for rate in released.rates if not rate.group.is_side]
    return [group.departments[0] for group in groups if group.key != figures.OTHERS_GROUP]


def _raters_on_their_own(released: figures.ReleasedWave) -> dict[int, list[int]]:
    """Return whose ratings of each rated department keep the raters' department."""
    alone: dict[int, list[int]] = {}
    for row in released.rated:
        if not row.group.is_side and len(row.group.departments) == 1:
            alone.setdefault(row.about, []).append(row.group.departments[0])
    return alone


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
