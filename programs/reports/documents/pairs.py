"""The brief of a pair of departments as a printed sheet: what they want to reach together and how it stands."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.commitments.queries import CommitmentFigures, FrictionFigures
from programs.objectives import documents as objective_documents
from programs.objectives.choices import Trend
from programs.objectives.queries import MeasureStory, ObjectiveStory
from programs.people.models import Department
from programs.reports.documents.blocks import KeyFigure, Section, Summary, Table, count

QUARTER = timedelta(days=92)


def brief_summary(
    it_department: Department,
    department: Department,
    stories: Sequence[ObjectiveStory],
    promises: CommitmentFigures,
    frictions: FrictionFigures,
) -> Summary:
    """Return the first page in the active language: both sides, four figures, what to talk about."""
    sides = {"it": it_department, "department": department}
    title = _("%(it)s and %(department)s: what we want to reach together") % sides
    measures = [measure for story in stories for measure in story.measures]
    good = sum(measure.status.trend in (Trend.REACHED, Trend.ON_TRACK) for measure in measures)
    figures = (
        KeyFigure(_("Objectives"), count(len(stories)), "", _("that both sides agreed")),
        _figure(_("Measures on track"), good, _("of %(all)s"), len(measures), _("or reached")),
        _figure(
            _("Promises kept"),
            promises.confirmed,
            _("of %(all)s"),
            promises.agreed,
            _("confirmed by the person they were for"),
        ),
        _figure(
            _("Frictions resolved"), frictions.resolved, _("of %(all)s"), frictions.reported, _("by the department")
        ),
    )
    return Summary(title, tuple(_to_talk_about(measures)), figures, gap=None, columns=(), certainty=None)


def _figure(label: str, value: int, of: str, whole: int, definition: str) -> KeyFigure:
    return KeyFigure(label, count(value), of % {"all": count(whole)}, definition)


def _to_talk_about(measures: Sequence[MeasureStory]) -> list[str]:
    """Return the measures that are behind or silent: what the review is for."""
    late = [one.measure.name for one in measures if one.status.trend in (Trend.BEHIND, Trend.SILENT)]
    if not late:
        return [_("Every measure is on track, reached, or waits for its first reading.")]
    return [_("To talk about: %(measures)s.") % {"measures": ", ".join(f"“{name}”" for name in late)}]


def brief_sections(stories: Sequence[ObjectiveStory], on: date) -> tuple[Section, ...]:
    """Return a chapter for each objective, and the readings of the last quarter."""
    found = [
        Section(
            f"objective-{story.objective.pk}",
            story.objective.title,
            (story.objective.why, _owners(story)),
            tables=(_measures(story),) if story.measures else (),
        )
        for story in stories
    ]
    readings = _readings(stories, on)
    if readings.rows:
        found.append(Section("readings", _("The last quarter"), tables=(readings,)))
    return tuple(found)


def _owners(story: ObjectiveStory) -> str:
    one = story.objective
    facts = {"it_owner": one.it_owner, "owner": one.owner, "until": date_format(one.ends_on, "j F Y")}
    return _("Owners: %(it_owner)s in IT, %(owner)s in the department; until %(until)s.") % facts


def _measures(story: ObjectiveStory) -> Table:
    rows = tuple(
        (
            one.measure.name,
            objective_documents.amount(one.measure.baseline, one.measure),
            objective_documents.amount(one.latest.value, one.measure) if one.latest else "–",
            objective_documents.amount(one.measure.target, one.measure),
            date_format(one.measure.target_on, "j F Y"),
            objective_documents.told(one.status),
        )
        for one in story.measures
    )
    head = (_("Measure"), _("Began at"), _("Now"), _("Target"), _("To be reached on"), _("How it stands"))
    return Table(_("Measures"), head, rows, words=(5,))


def _readings(stories: Sequence[ObjectiveStory], on: date) -> Table:
    rows = tuple(
        (
            one.measure.name,
            date_format(reading.on, "j F Y"),
            objective_documents.amount(reading.value, one.measure),
            reading.note or reading.source or "–",
        )
        for story in stories
        for one in story.measures
        for reading in one.readings
        if on - QUARTER < reading.on <= on
    )
    head = (_("Measure"), _("Day"), _("Value"), _("Source or note"))
    return Table(_("Readings of the last three months"), head, rows, words=(0, 3))
