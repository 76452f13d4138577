"""Puts an edition together: its first page, then its chapters."""

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import charts
from programs.reports import sentences
from programs.reports.choices import Edition, Sentence
from programs.reports.documents import (
    after_visits,
    blocks,
    coordination,
    delivery,
    encounters,
    goals,
    method,
    movement,
    perception,
    privacy,
    readiness,
    voices,
)
from programs.reports.documents import department as departments
from programs.reports.documents.blocks import Chart, KeyFigure, Report, Section, Summary, count
from programs.reports.figures import ReportFigures, code_of
from programs.reports.models import Signature
from programs.surveys.figures import GapStory

ON_ONE_PAGE = 2
"""How many limits the executive page has room for; the programme report has them all."""


def report(
    figures: ReportFigures,
    sha256: str,
    *,
    edition: str = Edition.PROGRAM,
    department: str = "",
    signatures: Sequence[Signature] = (),
) -> Report:
    """Return an edition in the active language. The same figures give the same text and charts.

    Raises KeyError for a department that has no report of its own.
    """
    summary, sections = _parts(figures, Edition(edition), department)
    dates = {"start": date_format(figures.starts_on, "j F Y"), "end": date_format(figures.ends_on, "j F Y")}
    return Report(
        edition=str(Edition(edition).value),
        name=str(Edition(edition).label),
        program=figures.program,
        company=figures.company,
        cohort=figures.cohort,
        dates=_("%(start)s to %(end)s") % dates,
        taken_on=date_format(figures.taken_on, "j F Y"),
        code=code_of(sha256),
        summary=summary,
        sections=sections,
        limits=_first_limits(figures) if edition == Edition.BOARD else (),
        is_final=bool(signatures),
        standing=_standing(signatures),
        check_at=settings.PUBLIC_URL + reverse("reports:verify"),
    )


def _parts(figures: ReportFigures, edition: Edition, department: str) -> tuple[Summary, tuple[Section, ...]]:
    if edition == Edition.BOARD:
        return replace(_summary(figures), voices=voices.first_page(figures)), ()
    if edition == Edition.DEPARTMENT:
        return departments.summary_of(figures, department), departments.sections_of(figures, department)
    if edition == Edition.PRIVACY:
        return privacy.summary_of(figures), privacy.sections_of(figures)
    return _summary(figures), _sections(figures)


def _first_limits(figures: ReportFigures) -> tuple[str, ...]:
    """Return the first limits; that nothing is compared is part of the first one already."""
    found = sentences.limits(figures, blocks.pattern())
    compared = (Sentence.LIMIT_COMPARISON, Sentence.LIMIT_BESIDE)
    return tuple(str(line) for line in found if line.sentence not in compared)[:ON_ONE_PAGE]


def _standing(signatures: Sequence[Signature]) -> tuple[str, ...]:
    if not signatures:
        return (_("Draft: not signed by lead and sponsor yet"),)
    return tuple(
        _("Signed by %(name)s (%(part)s), %(date)s")
        % {"name": one.by, "part": one.get_part_display(), "date": date_format(timezone.localdate(one.at), "j F Y")}
        for one in signatures
    )


def _summary(figures: ReportFigures) -> Summary:
    story = figures.story
    return Summary(
        title=str(sentences.headline(story, blocks.pattern())),
        lines=tuple(str(line) for line in sentences.headline_lines(story, blocks.pattern())),
        key_figures=_key_figures(figures),
        gap=_first_gap(story) if story else None,
        columns=(
            delivery.plan_chart(figures),
            delivery.ties_chart(figures.ties, name="contacts", more=sentences.reach(figures.network)),
        ),
        certainty=method.certainty_table(figures),
        decision=figures.decision,
        decision_by=figures.decision_by,
        asks_for_decision=True,
    )


def _first_gap(story: GapStory) -> Chart:
    items = story.items[: perception.ON_FIRST_PAGE]
    title = str(sentences.gap_lines(story.headline)[0]).rstrip(".")
    chart = perception.gap_chart(story, items, name="gap-first", title=title, with_table=False)
    return replace(chart, lines=perception.gap_change_lines(items))


def _key_figures(figures: ReportFigures) -> tuple[KeyFigure, ...]:
    return (
        _gap_figure(figures.story),
        _visits_figure(figures),
        _people_figure(figures),
        _promises_figure(figures),
    )


def _gap_figure(story: GapStory | None) -> KeyFigure:
    label = _("Perception gap")
    if story is None:
        return KeyFigure(label, "–", _("no wave closed yet"), _("IT minus business, in points"))
    item = story.headline
    latest = item.after or item.before
    comparison = _("was %(gap)s") % {"gap": sentences.difference(item.before.value)} if item.after else _("baseline")
    if latest.value is None or item.before.value is None:
        comparison = perception.hidden_words()
    return KeyFigure(label, sentences.difference(latest.value), comparison, _("IT minus business, in points"))


def _visits_figure(figures: ReportFigures) -> KeyFigure:
    visits = figures.participation.visits
    hours = count(None if visits.hours is None else charts.whole(visits.hours))
    planned = _("of %(planned)s planned") % {"planned": count(visits.planned)}
    return KeyFigure(_("Visits"), count(visits.attended), planned, _("attended; %(hours)s hours") % {"hours": hours})


def _people_figure(figures: ReportFigures) -> KeyFigure:
    people = figures.participation.people
    enrolled = _("of %(enrolled)s enrolled") % {"enrolled": count(people.enrolled)}
    return KeyFigure(_("People"), count(people.visited), enrolled, _("visited at least one department"))


def _promises_figure(figures: ReportFigures) -> KeyFigure:
    promises = figures.commitments
    agreed = _("of %(agreed)s agreed") % {"agreed": count(promises.agreed)}
    definition = _("confirmed by the person they were for; quick wins: %(wins)s")
    return KeyFigure(
        _("Promises kept"), count(promises.confirmed), agreed, definition % {"wins": count(promises.quick_wins)}
    )


def _sections(figures: ReportFigures) -> tuple[Section, ...]:
    story = figures.story
    return (
        method.about_section(figures),
        goals.section(figures.goals),
        delivery.people_section(figures.participation),
        encounters.section(figures),
        *(_survey_sections(figures, story) if story else [perception.no_wave_section()]),
        delivery.ties_section(figures.ties),
        encounters.network_section(figures),
        readiness.section(figures.readiness),
        voices.concerns_section(figures.concerns),
        after_visits.section(figures),
        voices.themes_section(figures),
        delivery.promises_section(figures),
        *method.method_sections(figures),
    )


def _survey_sections(figures: ReportFigures, story: GapStory) -> tuple[Section, ...]:
    return (
        perception.gap_section(story, movement.waves_chart(story, figures.between)),
        perception.spread_section(story),
        perception.departments_section(story),
        perception.change_section(story),
        movement.movement_section(story),
        movement.compared_section(story),
        movement.dose_section(story),
        coordination.coordination_section(figures.coordination),
    )
