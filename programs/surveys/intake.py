"""Raw answers on their way into the gateway. Only closing a wave reads them, through here.

An import contract keeps pages, forms, documents and all rooms above away from this module.
"""

import numpy as np
from django.db.models import Q
from django.utils import timezone

from programs.surveys import figures
from programs.surveys.choices import ItemScale, WaveKind
from programs.surveys.disclosure import SIDES, Answers, Earlier, Facts, Guesses, Thresholds
from programs.surveys.models import Headcount, Response, Wave, WaveRelease
from programs.surveys.queries import questions_of, released_wave

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
