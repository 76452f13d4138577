"""What other rooms and pages ask: waves, audiences, and figures that have passed the gateway."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from programs.cohorts.models import Cohort, Program
from programs.people.models import Department, Person
from programs.surveys import figures, tokens, wordings
from programs.surveys.choices import ItemScale, Side, WaveKind, WaveState
from programs.surveys.disclosure import SIDES, Thresholds
from programs.surveys.figures import GapStory, ItemStory, Question, ReleasedWave
from programs.surveys.instruments import SHIPPED
from programs.surveys.models import Instrument, Invitation, Item, Wave, WaveRelease
from programs.visits.choices import VisitState
from programs.visits.models import Visit

RELEASED = (WaveState.CLOSED, WaveState.REPORTED)
FROZEN = (
    "construct",
    "position",
    "block",
    "scope",
    "scale",
    "is_reversed",
    "in_index",
    "is_primary",
    "is_per_department",
    "about",
    "options",
    "version",
    "text_it",
    "text_business",
)
"""What a wave keeps of an item."""


class ReleaseTampered(Exception):
    """The stored tables of a release don't have the hash they were released with."""


# Figures ------------------------------------------------------------------------------------


def released_waves(program: Program) -> tuple[ReleasedWave, ...]:
    """Return the figures of every closed wave of a programme, in the order of closing. One query."""
    rows = WaveRelease.objects.filter(wave__program=program).order_by("released_at", "pk")
    return tuple(released_wave(row) for row in rows)


def released_wave(row: WaveRelease) -> ReleasedWave:
    """Return the figures of one release. Raises ReleaseTampered if they were changed afterwards."""
    if hash_of(row.tables) != row.sha256:
        raise ReleaseTampered(f"release {row.pk}")
    return figures.from_json(ReleasedWave, row.tables)


def release_of(wave: Wave) -> ReleasedWave | None:
    """Return the figures of one wave, or None before it closed."""
    row = WaveRelease.objects.filter(wave=wave).first()
    return released_wave(row) if row else None


def hash_of(tables: dict[str, Any]) -> str:
    """Return the SHA-256 of released tables in their canonical form."""
    canonical = json.dumps(tables, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def released_before(wave: Wave, released: ReleasedWave) -> list[ReleasedWave]:
    """Return the baseline that a release was compared with and the waves since, each in its turn."""
    if released.compared_with is None:
        return []
    found = []
    for one in released_waves(wave.program):
        if one.wave == released.wave:
            break
        if released.compared_with in {one.wave, one.compared_with}:
            found.append(one)
    return found


def departments_released_to(person: Person) -> list[tuple[Wave, Department]]:
    """Return the latest release of each questionnaire in which each department that a person heads stands alone."""
    headed = list(person.led_departments.all())
    if not headed:
        return []
    latest: dict[tuple[int, int, int], tuple[Wave, Department]] = {}
    for row in WaveRelease.objects.select_related("wave__program").order_by("released_at", "pk"):
        released = released_wave(row)
        latest |= {
            (row.wave.program_id, row.wave.instrument_id, department.pk): (row.wave, department)
            for department in headed
            if _stands_alone(released, department)
        }
    return list(latest.values())


def _stands_alone(released: ReleasedWave, department: Department) -> bool:
    key = f"department-{department.pk}"
    return any(group.key == key for side in SIDES for group in released.groups(side))


def plan_of(program: Program) -> dict[str, Any]:
    """Return what a survey of a programme would start from: heads as they are, and the latest D1 where known."""
    heads = Counter(
        dict(
            Person.objects.filter(is_active=True, department__isnull=False)
            .order_by()
            .values_list("department__is_it")
            .annotate(n=Count("pk"))
        )
    )
    story = gap_story(program)
    latest = (story.headline.after or story.headline.before) if story else None
    known = latest if latest and latest.it.is_exact and latest.business.is_exact else None
    return {
        "before": round(known.business.value or 0.44, 2) if known else 0.44,
        "it_before": round(known.it.value or 0.75, 2) if known else 0.75,
        "change": 0.10,
        "it": heads[True],
        "business": heads[False],
        "response": 0.60,
        "is_linked": True,
        "departments": Department.objects.filter(is_it=False, people__isnull=False).distinct().count(),
        "icc": 0.05,
        "against": 0.10,
    }


def gap_story(program: Program) -> GapStory | None:
    """Return the perception gap of a programme before and after, or None until a baseline has closed. One query."""
    return story_of(released_waves(program))


def story_of(waves: Sequence[ReleasedWave]) -> GapStory | None:
    """Return the perception gap before and after, or None without a baseline.

    Before is the baseline with which the latest wave was compared; after is that wave.
    """
    baselines = [wave for wave in waves if wave.kind == WaveKind.BASELINE]
    if not baselines:
        return None
    after = next((wave for wave in reversed(waves) if wave.compared_with is not None), None)
    before = next((wave for wave in baselines if after and wave.wave == after.compared_with), baselines[-1])
    items = [
        ItemStory(
            question,
            before.gap(question.construct),
            next((gap for gap in after.gaps if gap.construct == question.construct), None) if after else None,
            after.gap_change(question.construct) if after else None,
        )
        for question in before.questions
        if question.is_gap
    ]
    return GapStory(before, after, tuple(items)) if items else None


def rated_wave(waves: Sequence[ReleasedWave]) -> ReleasedWave | None:
    """Return the latest wave in which departments were rated one by one, whatever else it asked."""
    return next((wave for wave in reversed(waves) if wave.rated), None)


def baseline_is_closed(program: Program, cohort: Cohort | None = None) -> bool:
    """Say whether a baseline of the programme (for all cohorts, or for this one) has closed."""
    baselines = Wave.objects.filter(program=program, kind=WaveKind.BASELINE, state__in=RELEASED)
    if cohort is not None:
        baselines = baselines.filter(Q(cohort__isnull=True) | Q(cohort=cohort))
    return baselines.exists()


# Waves and audiences ---------------------------------------------------------------------------


def with_counts(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """Add how many were invited and have answered. Show the latter only through `rules.rounded_count`."""
    return waves.select_related("program", "instrument", "cohort").annotate(
        invited=Count("invitations", distinct=True),
        answered=Count("invitations", filter=Q(invitations__done_on__isnull=False), distinct=True),
    )


def audience_of(wave: Wave) -> QuerySet[Person]:
    """Return whom a draft is about: active people of its side and departments, or of all.
    `audiences.drawn` says who of them is invited.
    """
    people = Person.objects.filter(is_active=True, department__isnull=False).select_related("department")
    if wave.side:
        people = people.filter(department__is_it=wave.side == Side.IT)
    chosen = wave.departments.all()
    return people.filter(department__in=chosen) if chosen.exists() else people


def waves_sent(program: Program) -> QuerySet[Wave]:
    """Return the waves of a programme that were opened, in their order."""
    return program.waves.exclude(state=WaveState.DRAFT).select_related("instrument").order_by("opened_at", "pk")


def side_of(person: Person) -> str:
    """Return the side a person answers on: that of their department."""
    return Side.IT if person.department is not None and person.department.is_it else Side.BUSINESS


def visits_before(wave: Wave, day: date) -> Counter[int]:
    """Return how many visits of the programme (of the wave's cohort, if it has one) each person had made by a day."""
    made = _visits_made(wave, day).values_list("visitor").annotate(n=Count("pk"))
    return Counter(dict(made))


def hosts_before(wave: Wave, day: date) -> set[int]:
    """Return the departments that had been visited by a day."""
    return set(_visits_made(wave, day).values_list("department", flat=True).distinct())


def _visits_made(wave: Wave, day: date) -> QuerySet[Visit]:
    made = Visit.objects.filter(
        cohort__program=wave.program, on__lt=day, state__in=(VisitState.ATTENDED, VisitState.DEBRIEFED)
    )
    return (made.filter(cohort=wave.cohort) if wave.cohort else made).order_by()


def thresholds_for(program: Program) -> Thresholds:
    """Return the thresholds of a programme's next wave: never lower than in an earlier one."""
    earlier = [wave.frozen["thresholds"] for wave in program.waves.exclude(state=WaveState.DRAFT)]
    return Thresholds(
        max([program.score_threshold, *(one["score"] for one in earlier)]),
        max([program.item_threshold, *(one["item"] for one in earlier)]),
    )


def frozen_items(instrument: Instrument) -> list[dict[str, Any]]:
    """Return the items of an instrument as they are frozen into a wave, worded in every language."""
    return [
        {name: getattr(item, name) for name in FROZEN} | {"translations": wordings.in_every_language(item)}
        for item in instrument.items.order_by("position")
    ]


def items_of(key: str) -> list[dict[str, Any]]:
    """Return the items of a questionnaire in the form in which waves freeze them: as it is
    installed, or as it ships. Nothing is written. Empty for a key that is neither.
    """
    instrument = Instrument.objects.filter(key=key).first()
    if instrument is not None:
        rows = instrument.items.order_by("position")
        return [
            {name: getattr(item, name) for name in FROZEN} | {"translations": item.translations, "pk": item.pk}
            for item in rows
        ]
    shipped = next((one for one in SHIPPED if one.key == key), None)
    return [
        {
            "construct": item.construct,
            "position": place,
            "block": item.block,
            "scope": item.scope,
            "scale": item.scale,
            "is_reversed": item.is_reversed,
            "in_index": item.in_index,
            "is_primary": item.is_primary,
            "is_per_department": item.is_per_department,
            "about": item.about,
            "options": list(item.options),
            "version": 1,
            "text_it": item.it,
            "text_business": item.business or item.it,
            "translations": {},
            "pk": None,
        }
        for place, item in enumerate(shipped.items if shipped else (), 1)
    ]


def waves_that_asked(item: Item) -> list[Wave]:
    """Return the sent waves of a programme that asked an item as it is worded now: rewording breaks their trend."""
    program, family = item.instrument.program_id, item.instrument.family or item.instrument.key
    sent = Wave.objects.filter(program=program).exclude(state=WaveState.DRAFT).select_related("program", "instrument")
    sent = sent.filter(Q(instrument__family=family) | Q(instrument__key=family)).order_by("opened_at")
    now = (item.construct, item.text_it, item.text_business)
    return [
        wave
        for wave in sent
        if any((one["construct"], one["text_it"], one["text_business"]) == now for one in wave.frozen.get("items", ()))
    ]


def open_invitations_of(person: Person) -> list[tuple[Invitation, str]]:
    """Return the invitations a signed-in person hasn't answered yet, each with its address."""
    waiting = Invitation.objects.filter(person=person, done_on__isnull=True, wave__state=WaveState.OPEN)
    waiting = waiting.filter(wave__is_elsewhere=False)
    return [(one, tokens.path_of(one)) for one in waiting.select_related("wave__instrument", "wave__program")]


def has_baseline(program: Program) -> bool:
    """Say whether a programme has a baseline that was sent, asked here or imported."""
    return program.waves.filter(kind=WaveKind.BASELINE).exclude(state=WaveState.DRAFT).exists()


NAMED = ("construct", "scope", "scale", "is_reversed", "text_it", "text_business", "in_index", "is_primary")
"""What a figure keeps of an item."""


def questions_of(items: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    """Return the items among frozen ones that are rated from 1 to 5: those of which figures are made."""
    for item in items:
        if item["scale"] in {ItemScale.AGREEMENT, ItemScale.FREQUENCY} and not item.get("is_per_department"):
            yield Question(**{name: item[name] for name in NAMED})


def rating_questions_of(items: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    """Return the items among frozen ones that are asked for each department somebody works with."""
    for item in items:
        if item.get("is_per_department"):
            yield Question(**{name: item[name] for name in NAMED})


def other_questions_of(items: Sequence[Mapping[str, Any]]) -> Iterator[Question]:
    """Return the items among frozen ones on other scales than 1 to 5, but for guesses and own words."""
    for item in items:
        if item["scale"] in {ItemScale.RECOMMEND, ItemScale.YES_NO, ItemScale.CHOICES}:
            yield Question(**{name: item[name] for name in NAMED}, options=tuple(item.get("options", ())))


def rateable_departments(score: int) -> dict[str, str]:
    """Return the departments that can be rated, name by key: those with `score` people or more, because
    a rating of fewer would be one of a person.
    """
    rows = Department.objects.annotate(n=Count("people", filter=Q(people__is_active=True))).filter(n__gte=score)
    return {str(one.pk): one.name for one in rows.order_by("-is_it", "name")}
