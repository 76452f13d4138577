"""Reads about cards and findings: who said what, how many, since when, and what may be told outside."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from programs.cohorts.models import Program
from programs.commitments.choices import FrictionState
from programs.commitments.models import RoadmapItem
from programs.journals.choices import InsightKind, Visibility
from programs.journals.models import Finding, Insight, Reflection
from programs.surveys.disclosure.merging import Cell, merge, merge_people

MONTHS = 6
"""How far back the trend looks."""
HEARD_HEAD = ("finding", "kind", "people", "departments", "first heard", "last heard", "roadmap item", "state")


@dataclass(frozen=True)
class Heard:
    """A finding as it may be told outside the programme's leads: months by their first day."""

    title: str
    kind: InsightKind
    people: int
    departments: int
    first: date
    last: date
    roadmap_item: RoadmapItem | None


@dataclass(frozen=True)
class HeardHere:
    """A finding as it may be told to one department: how many of those who visited it said so."""

    department: int
    title: str
    kind: InsightKind
    people: int


@dataclass(frozen=True)
class Trend:
    """Cards that leads may read, by kind and month: `months` from the oldest, a row of counts for each kind."""

    months: list[date]
    rows: list[tuple[InsightKind, list[int]]]


def insights_for_leads(program: Program) -> QuerySet[Insight]:
    """Cards that their authors opened to the leads of a programme, or further, newest first."""
    return (
        Insight.objects.filter(reflection__visit__cohort__program=program, visibility__gte=Visibility.LEAD)
        .select_related("reflection__author", "reflection__visit__department", "finding")
        .order_by("-cut_at", "-id")
    )


def findings_of(program: Program) -> list[Finding]:
    """Findings with `people`, `departments` and `cards` counted over the cards that leads may
    read, the most widely heard first. One query.
    """
    open_cards = Q(insights__visibility__gte=Visibility.LEAD)
    return list(
        Finding.objects.filter(program=program)
        .select_related("roadmap_item")
        .annotate(
            people=Count("insights__reflection__author", filter=open_cards, distinct=True),
            departments=Count("insights__reflection__visit__department", filter=open_cards, distinct=True),
            cards=Count("insights", filter=open_cards, distinct=True),
        )
        .order_by("-people", "-departments", "title", "id")
    )


def cards_of(finding: Finding) -> QuerySet[Insight]:
    """The sources of a finding that leads may read, newest first."""
    return insights_for_leads(finding.program).filter(finding=finding)


def people_heard(program: Program) -> int:
    """Of how many people there is a card or a shared text that leads may read."""
    cards = insights_for_leads(program).values_list("reflection__author", flat=True)
    texts = Reflection.objects.filter(visit__cohort__program=program, visibility__gte=Visibility.LEAD).exclude(text="")
    return len({*cards, *texts.values_list("author", flat=True)})


def trend_of(insights: Iterable[Insight], *, until: date) -> Trend:
    """Count cards by kind over the last six months, `until`'s own included."""
    months = _months_before(until, MONTHS)
    counts: Counter[tuple[str, date]] = Counter(
        (insight.kind, timezone.localdate(insight.cut_at).replace(day=1)) for insight in insights
    )
    return Trend(months, [(kind, [counts[kind, month] for month in months]) for kind in InsightKind])


def heard_of(program: Program) -> list[Heard]:
    """Findings as figures that may leave the room, the most widely heard first. Two queries.

    The surveys' disclosure rule decides: what fewer people said than the programme's
    threshold asks for is left out, title and all, for its cards were opened to leads only.
    """
    heard = [_heard(row, cards) for row, cards in _with_open_cards(program)]
    shown = [one for one in heard if merge([Cell(0, scored=one.people)], program.score_threshold).is_side_shown]
    return sorted(shown, key=lambda one: (-one.people, -one.departments, one.title))


def heard_by_department(program: Program) -> list[HeardHere]:
    """Findings by visited department, the most widely heard first. Two queries.

    The rule is that of the surveys: a department stands alone with enough people, and only where
    those who said the same elsewhere are nobody or enough people too.
    """
    found = []
    for row, cards in _with_open_cards(program):
        said: dict[int, set[int]] = defaultdict(set)
        for card in cards:
            said[card.reflection.visit.department_id].add(card.reflection.author_id)
        decision = merge_people(said, program.score_threshold)
        found += [HeardHere(pk, row.title, InsightKind(row.kind), len(said[pk])) for pk in decision.alone]
    return sorted(found, key=lambda one: (-one.people, one.title, one.department))


def _with_open_cards(program: Program) -> list[tuple[Finding, list[Insight]]]:
    """Return findings with the cards that leads may read. Two queries."""
    cards = Insight.objects.filter(visibility__gte=Visibility.LEAD).select_related("reflection__visit")
    rows = (
        Finding.objects.filter(program=program, insights__visibility__gte=Visibility.LEAD)
        .distinct()
        .select_related("roadmap_item")
        .prefetch_related(Prefetch("insights", cards, to_attr="open_cards"))
    )
    return [(row, row.open_cards) for row in rows]


def heard_rows(heard: Iterable[Heard]) -> list[tuple[object, ...]]:
    """Return the rows of the "heard from n departments" file, under HEARD_HEAD."""
    return [
        (
            one.title,
            one.kind.value,
            one.people,
            one.departments,
            f"{one.first:%Y-%m}",
            f"{one.last:%Y-%m}",
            one.roadmap_item.title if one.roadmap_item else "",
            one.roadmap_item.state if one.roadmap_item else "",
        )
        for one in heard
    ]


def roadmap_of(program: Program) -> QuerySet[RoadmapItem]:
    """Items of a programme's roadmap with their findings and open frictions counted."""
    is_open = Q(frictions__state__in=[FrictionState.REPORTED, FrictionState.ACKNOWLEDGED, FrictionState.IN_PROGRESS])
    return (
        RoadmapItem.objects.filter(program=program)
        .annotate(
            findings_count=Count("findings", distinct=True),
            frictions_open=Count("frictions", filter=is_open, distinct=True),
        )
        .order_by("title", "id")
    )


def _heard(row: Finding, cards: list[Insight]) -> Heard:
    months = [timezone.localdate(card.cut_at).replace(day=1) for card in cards]
    return Heard(
        title=row.title,
        kind=InsightKind(row.kind),
        people=len({card.reflection.author_id for card in cards}),
        departments=len({card.reflection.visit.department_id for card in cards}),
        first=min(months),
        last=max(months),
        roadmap_item=row.roadmap_item,
    )


def _months_before(until: date, count: int) -> list[date]:
    """Return the first days of the last `count` months, oldest first."""
    number = until.year * 12 + until.month - 1
    return [date((number - back) // 12, (number - back) % 12 + 1, 1) for back in range(count - 1, -1, -1)]
