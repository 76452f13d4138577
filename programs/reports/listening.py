"""Reads behind what people said: forms after visits, the pulse, themes, words and quotes.

Each takes a fixed number of queries and returns what may be shown: figures come from releases
or from the rooms' own rules about the smallest group, and quotes with their authors' consent.
"""

from collections.abc import Sequence

from programs.change import queries as change_queries
from programs.change.choices import Element
from programs.cohorts.models import Cohort, Program
from programs.feedback import queries as feedback_queries
from programs.journals import findings, themes, voices
from programs.relationships import queries as relationship_queries
from programs.reports.figures import DepartmentTies, Ties, department_key
from programs.reports.said import (
    CodedTheme,
    DepartmentTheme,
    FormRelease,
    PulseGroup,
    PulseMonth,
    Quote,
    Readiness,
    ReportQuotes,
    Word,
    WordSet,
    Worry,
)
from programs.surveys.choices import ItemScale, Side
from programs.surveys.figures import ReleasedWave, Share

MOST_THEMES = 12
MOST_WORDS = 8


def forms(cohort: Cohort) -> tuple[FormRelease, ...]:
    """Return what was released of the forms after a cohort's visits, the latest first. One query."""
    return tuple(
        FormRelease(row.released_at.date(), row.sha256, figures)
        for row, figures in feedback_queries.releases_of(cohort)
    )


def readiness(program: Program) -> Readiness | None:
    """Return the released pulses of a programme; None before the first. One query."""
    pulse = change_queries.pulse_of(program)
    if pulse is None:
        return None
    return Readiness(
        closed_on=pulse.closed_on,
        groups=tuple(
            PulseGroup(
                side=str(one.side),
                group=one.group,
                shares=tuple(share for _element, share in one.shares),
                focus=str(one.focus.element.value) if one.focus.element else "",
                is_sure=one.focus.is_sure,
            )
            for one in pulse.groups
        ),
        months=tuple(
            PulseMonth(wave.closed_on, _elements(wave, Side.IT), _elements(wave, Side.BUSINESS))
            for wave in reversed(pulse.released)
        ),
        worries=tuple(_worries(pulse.released[0])),
        weak_percent=pulse.weak_percent,
    )


def _elements(wave: ReleasedWave, side: Side) -> tuple[Share, ...]:
    return tuple(wave.share(element.value, side) for element in Element)


def _worries(wave: ReleasedWave) -> Sequence[Worry]:
    """Return the answers that people could choose from a list, as they stand in it."""
    options = {one.construct: one.options for one in wave.other_questions if one.scale == ItemScale.CHOICES}
    return [
        Worry(options[one.construct][one.option], one)
        for one in wave.said
        if one.construct in options and one.option is not None
    ]


def coded_themes(cohort: Cohort) -> tuple[CodedTheme, ...]:
    """Return the themes that two leads found alike and enough people mentioned. A fixed number of queries."""
    return tuple(
        CodedTheme(one.key, one.name if not one.key else "", one.people, one.of, one.kappa or 0.0, one.entries)
        for one in themes.shares_of(cohort, limit=MOST_THEMES)
    )


def words(program: Program) -> tuple[WordSet, ...]:
    """Return words that mark texts opened to leads, each used by five people or more. One query."""
    found = vars(themes.keywords_of(program))
    return tuple(
        WordSet(key, tuple(Word(one.word, one.authors) for one in marked[:MOST_WORDS]))
        for key, marked in found.items()
        if marked
    )


def quotes(cohort: Cohort) -> tuple[ReportQuotes, ...]:
    """Return the chosen quotes of each report. Two queries."""
    return tuple(
        ReportQuotes(str(report.value), tuple(_quote(one) for one in found.quotes), found.selected_by)
        for report, found in voices.voices_by_report(cohort).items()
        if found.quotes
    )


def _quote(one: voices.Voice) -> Quote:
    source = one.source
    visited = department_key(one.department_id)
    return Quote(one.text, str(one.tone.value), visited, source.name, source.role, source.department)


def department_themes(program: Program) -> tuple[DepartmentTheme, ...]:
    """Return what enough visitors of a department said. Two queries."""
    return tuple(
        DepartmentTheme(department_key(one.department), one.title, str(one.kind.value), one.people)
        for one in findings.heard_by_department(program)
    )


def department_ties(cohort: Cohort) -> tuple[DepartmentTies, ...]:
    """Return contacts between visitors and hosts of each department of which enough people answered. One query."""
    k = cohort.program.score_threshold
    shown = relationship_queries.ties_shown_by_department(cohort, k=k)
    return tuple(DepartmentTies(department_key(pk), Ties.of(found, k=k)) for pk, found in sorted(shown.items()))
