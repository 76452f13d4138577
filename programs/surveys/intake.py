"""Raw answers on their way into the gateway. Only closing a wave reads them, through here.

An import contract keeps pages, forms, documents and all rooms above away from this module.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import Q
from django.utils import timezone

from programs.surveys import early, figures
from programs.surveys.choices import ItemScale, WaveKind
from programs.surveys.disclosure import (
    SIDES,
    Answers,
    Beside,
    Earlier,
    Facts,
    Guesses,
    OtherAnswers,
    Ratings,
    Thresholds,
)
from programs.surveys.models import Headcount, Rating, Response, Wave, WaveRelease
from programs.surveys.queries import other_questions_of, questions_of, rating_questions_of, released_wave

NOT_ANSWERED, CANT_JUDGE = -1, 0


def facts_of(wave: Wave) -> Facts:
    """Return what was frozen when the wave opened."""
    if wave.opened_at is None or wave.closed_at is None:
        raise ValueError("a wave is released when it closes")
    thresholds = wave.frozen["thresholds"]
    return Facts(
        wave=wave.pk,
        program=wave.program_id,
        kind=wave.kind,
        opened_on=timezone.localdate(wave.opened_at),
        closed_on=timezone.localdate(wave.closed_at),
        thresholds=Thresholds(thresholds["score"], thresholds["item"]),
        questions=tuple(questions_of(wave.frozen["items"])),
        invited={
            (row.side, row.department_id): row.invited for row in Headcount.objects.filter(wave=wave).order_by("pk")
        },
        names={int(key): name for key, name in wave.frozen["departments"].items()},
        hosted=frozenset(wave.frozen.get("hosted", ())),
        people={
            (row.side, row.department_id): row.people or row.invited
            for row in Headcount.objects.filter(wave=wave).order_by("pk")
        },
    )


def columns_of(wave: Wave) -> Answers:
    """Return the answers of a wave as columns, sorted by pseudonym. For the gateway only."""
    constructs = [question.construct for question in questions_of(wave.frozen["items"])]
    responses = Response.objects.filter(wave=wave).order_by("link")
    rows = responses.values_list("side", "department", "dose", "link", "answers")
    sides: list[int] = []
    departments: list[int] = []
    doses: list[int] = []
    links: list[str] = []
    values: list[list[int]] = []
    for side, department, dose, link, answers in rows.iterator(chunk_size=2000):
        sides.append(SIDES.index(side))
        departments.append(department or 0)
        doses.append(figures.DOSES.index(figures.Part(dose)) if dose else -1)
        links.append(link)
        values.append(
            [(answers[key] or CANT_JUDGE) if key in answers else NOT_ANSWERED for key in constructs],
        )
    return Answers(
        np.array(sides, np.int8),
        np.array(departments, np.int64),
        np.array(values, np.int8).reshape(len(values), len(constructs)),
        np.array(links, np.str_),
        np.array(doses, np.int8),
    )


def guesses_of(wave: Wave) -> tuple[Guesses, ...]:
    """Return who guessed what about the other side, beside their own answer. For the gateway only."""
    items = [item for item in wave.frozen["items"] if item["scale"] == ItemScale.SHARE and item.get("about")]
    rows = Response.objects.filter(wave=wave).order_by("link").values_list("side", "answers") if items else ()
    found = list(rows)
    return tuple(
        Guesses(
            item["about"],
            side,
            np.array([NOT_ANSWERED if one.get(item["construct"]) is None else one[item["construct"]] for one in said]),
            np.array([(one[item["about"]] or CANT_JUDGE) if item["about"] in one else NOT_ANSWERED for one in said]),
        )
        for item in items
        for side in SIDES
        if (said := [answers for its_side, answers in found if its_side == side])
    )


def beside_of(wave: Wave) -> Beside:
    """Return what a wave asked beside the items rated from 1 to 5. For the gateway only."""
    asked = tuple(other_questions_of(wave.frozen["items"]))
    rows = list(Response.objects.filter(wave=wave).order_by("link").values_list("side", "answers")) if asked else []
    return Beside(
        guesses=guesses_of(wave),
        other_questions=asked,
        others=tuple(_others(question, side, rows) for question in asked for side in SIDES),
        rating_questions=tuple(rating_questions_of(wave.frozen["items"])),
        ratings=ratings_of(wave),
        names={
            int(key): name for part in ("departments", "rateable") for key, name in wave.frozen.get(part, {}).items()
        },
        early=early.counts_of(wave),
    )


def _others(question: figures.Question, side: str, rows: Sequence[tuple[str, dict[str, Any]]]) -> OtherAnswers:
    """Return what a side answered to an item on another scale, without those who couldn't judge or skipped it."""
    key = question.construct
    said = [answers[key] for which, answers in rows if which == side and answers.get(key) is not None]
    if question.scale == ItemScale.CHOICES:
        table = [[int(place in chosen) for place in range(len(question.options))] for chosen in said]
        return OtherAnswers(question, side, np.array(table, np.int64).reshape(len(said), len(question.options)))
    return OtherAnswers(question, side, np.array(said, np.int64))


def ratings_of(wave: Wave) -> tuple[Ratings, ...]:
    """Return the ratings of each department, sorted by what they say. For the gateway only."""
    constructs = [question.construct for question in rating_questions_of(wave.frozen["items"])]
    found: dict[int, list[tuple[int, ...]]] = {}
    for about, department, answers in Rating.objects.filter(wave=wave).values_list("about", "department", "answers"):
        values = ((answers[key] or CANT_JUDGE) if key in answers else NOT_ANSWERED for key in constructs)
        found.setdefault(about, []).append((department or 0, *values))
    tables = {about: np.array(sorted(rows), np.int64) for about, rows in sorted(found.items())}
    return tuple(Ratings(about, table[:, 0], table[:, 1:].astype(np.int8)) for about, table in tables.items())


def earlier_for(wave: Wave) -> Earlier | None:
    """Return the latest baseline with a questionnaire of the same family that closed before this wave, with
    its answers and those of the waves that were compared with it since.
    """
    family = wave.instrument.family or wave.instrument.key
    alike = Q(wave__instrument__key=family) | Q(wave__instrument__family=family)
    released = WaveRelease.objects.filter(alike, wave__program_id=wave.program_id).exclude(wave=wave)
    baseline = released.filter(wave__kind=WaveKind.BASELINE).select_related("wave").order_by("released_at", "pk").last()
    if baseline is None:
        return None
    later = released.filter(released_at__gt=baseline.released_at).select_related("wave").order_by("released_at", "pk")
    between = [row for row in later if row.tables["compared_with"] == baseline.wave_id]
    return Earlier(
        released_wave(baseline),
        columns_of(baseline.wave),
        tuple(columns_of(row.wave) for row in between),
        tuple(released_wave(row) for row in between),
    )
