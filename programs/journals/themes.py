"""Reads about themes: what is still to be tagged, how well two leads agree, who mentions what."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import QuerySet

from programs.cohorts.models import Cohort, Program
from programs.journals import findings
from programs.journals.agreement import Agreement, agreement
from programs.journals.choices import HOST_SECTIONS, Section, Visibility
from programs.journals.keywords import Keyword, Text, keywords, words_of
from programs.journals.models import Coding, Insight, Reflection, Theme
from programs.journals.stop_words import STOP_WORDS
from programs.people.models import Person
from programs.surveys.disclosure.merging import Cell, merge
from programs.visits.models import Visit

Unit = tuple[str, int]
"""A text or a card: ("reflection", key) or ("insight", key)."""


@dataclass(frozen=True)
class ThemeFigure:
    """How many people mention a theme. `people` is None while two leads don't agree well enough."""

    theme: Theme
    name: str
    agreement: Agreement
    people: int | None
    of: int


@dataclass(frozen=True)
class ThemeShare:
    """A theme as a report prints it: x of n people mentioned it, and how well its two readers agree.

    `key` is that of a start theme, whose name is translated; one of a programme's own has a name only.
    """

    name: str
    people: int
    of: int
    key: str = ""
    kappa: float | None = None
    entries: int = 0


@dataclass(frozen=True)
class Keywords:
    """Words that mark texts: after a visit against before it, visitors' against hosts'."""

    after: list[Keyword]
    before: list[Keyword]
    visitors: list[Keyword]
    hosts: list[Keyword]


@dataclass(frozen=True)
class Progress:
    """How far the tagging has come: entries there are, read by this lead, and read by two."""

    entries: int
    mine: int
    by_two: int


def texts_for_leads(program: Program) -> QuerySet[Reflection]:
    """Texts that their authors opened to leads, or further. Private ones are never among them."""
    return (
        Reflection.objects.filter(visit__cohort__program=program, visibility__gte=Visibility.LEAD, sealed=None)
        .exclude(text="")
        .select_related("visit__department", "author")
        .order_by("id")
    )


def themes_of(program: Program) -> list[Theme]:
    """The themes that stand for themselves, in their order."""
    return list(program.themes.filter(merged_into=None).order_by("id"))


def next_entry(program: Program, coder: Person) -> Reflection | Insight | None:
    """Return what a lead tags next: what another lead has tagged comes first, so that two have read it."""
    entries = _entries(program)
    done = {_unit_of(row) for row in Coding.objects.filter(coder=coder)}
    others = {_unit_of(row) for row in Coding.objects.exclude(coder=coder)}
    waiting = [unit for unit in entries if unit not in done]
    waiting.sort(key=lambda unit: unit not in others)
    return entries[waiting[0]] if waiting else None


def entry_of(program: Program, kind: str, pk: int) -> Reflection | Insight | None:
    """Return a text ("reflection") or card ("insight") that leads of a programme may read."""
    if kind == "reflection":
        return texts_for_leads(program).filter(pk=pk).first()
    return findings.insights_for_leads(program).filter(pk=pk).first() if kind == "insight" else None


def progress_of(program: Program, coder: Person) -> Progress:
    """Say how far the tagging has come."""
    coders = _coders(program)
    mine = sum(coder.pk in by for by in coders.values())
    return Progress(len(_entries(program)), mine, sum(len(by) > 1 for by in coders.values()))


def figures_of(program: Program, cohort: Cohort | None = None) -> list[ThemeFigure]:
    """Count the people who mention each theme, the most mentioned first. A fixed number of queries.

    Agreement is that of the two leads who have read the most entries in common. A theme
    counts for an entry when everyone who read the entry tagged it; people whose entries nobody
    has read yet are not among those counted. Only themes with
    kappa >= .60 over >= 30 entries have a count (Landis and Koch's "substantial").
    """
    entries = _entries(program)
    if cohort is not None:
        entries = {unit: row for unit, row in entries.items() if _visit_of(row).cohort_id == cohort.pk}
    coders = _coders(program)
    pair = _busiest_pair(coders)
    of = len({_author_of(entries[unit]) for unit in coders if unit in entries})
    figures = [_figure(theme, entries, coders, pair, of) for theme in themes_of(program)]
    return sorted(figures, key=lambda one: (-(one.people or 0), one.name))


def shares_of(cohort: Cohort, *, limit: int = 3) -> list[ThemeShare]:
    """Return the themes that a report prints: agreed on by two leads, and said by enough people."""
    k = cohort.program.score_threshold
    shown = [
        ThemeShare(one.name, one.people, one.of, one.theme.key, one.agreement.kappa, one.agreement.entries)
        for one in figures_of(cohort.program, cohort)
        if one.people is not None and merge([Cell(0, scored=one.people)], k).is_side_shown
    ]
    return shown[:limit]


def keywords_of(program: Program) -> Keywords:
    """Find words that mark one set of texts against another, among texts opened to leads or further. One query."""
    by: dict[str, list[Text]] = defaultdict(list)
    for row in texts_for_leads(program):
        text = Text(row.author_id, words_of(row.text, STOP_WORDS))
        by["hosts" if row.section in HOST_SECTIONS else "visitors"].append(text)
        by["before" if row.section == Section.BEFORE else "after"].append(text)
    return Keywords(
        after=keywords(by["after"], by["before"]),
        before=keywords(by["before"], by["after"]),
        visitors=keywords(by["visitors"], by["hosts"]),
        hosts=keywords(by["hosts"], by["visitors"]),
    )


def _entries(program: Program) -> dict[Unit, Reflection | Insight]:
    texts: dict[Unit, Reflection | Insight] = {("reflection", row.pk): row for row in texts_for_leads(program)}
    cards = findings.insights_for_leads(program).order_by("id")
    return texts | {("insight", row.pk): row for row in cards}


def _coders(program: Program) -> dict[Unit, dict[int, set[int]]]:
    """For each entry that leads may still read, the themes that each coder gave it, merged ones as their heirs."""
    heirs = {theme.pk: theme.merged_into_id or theme.pk for theme in program.themes.all()}
    entries = _entries(program)
    found: dict[Unit, dict[int, set[int]]] = defaultdict(dict)
    for coding in Coding.objects.prefetch_related("themes"):
        unit = _unit_of(coding)
        if unit in entries:
            found[unit][coding.coder_id] = {heirs[theme.pk] for theme in coding.themes.all() if theme.pk in heirs}
    return found


def _busiest_pair(coders: dict[Unit, dict[int, set[int]]]) -> tuple[int, int] | None:
    """Return the two coders with the most entries in common, by their keys where two pairs are equal."""
    common = Counter(pair for by in coders.values() for pair in combinations(sorted(by), 2))
    return min(common, key=lambda pair: (-common[pair], pair)) if common else None


def _figure(
    theme: Theme,
    entries: dict[Unit, Reflection | Insight],
    coders: dict[Unit, dict[int, set[int]]],
    pair: tuple[int, int] | None,
    of: int,
) -> ThemeFigure:
    read = [by for by in coders.values() if pair and pair[0] in by and pair[1] in by]
    found = agreement(
        [theme.pk in by[pair[0]] for by in read] if pair else [],
        [theme.pk in by[pair[1]] for by in read] if pair else [],
    )
    said = {
        _author_of(entries[unit])
        for unit, by in coders.items()
        if unit in entries and all(theme.pk in given for given in by.values())
    }
    return ThemeFigure(theme, str(theme), found, len(said) if found.is_enough else None, of)


def _unit_of(coding: Coding) -> Unit:
    return ("reflection", coding.reflection_id) if coding.reflection_id else ("insight", coding.insight_id or 0)


def _author_of(entry: Reflection | Insight) -> int:
    return entry.author_id if isinstance(entry, Reflection) else entry.reflection.author_id


def _visit_of(entry: Reflection | Insight) -> Visit:
    return entry.visit if isinstance(entry, Reflection) else entry.reflection.visit


def theme_names(rows: Iterable[Coding]) -> list[str]:
    """Name the themes of codings, each once, in their order."""
    return list(dict.fromkeys(str(theme.merged_into or theme) for row in rows for theme in row.themes.all()))
