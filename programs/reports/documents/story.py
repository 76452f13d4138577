"""Puts a report together: the executive page, then the chapters."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import charts
from programs.reports import sentences
from programs.reports.documents import blocks, delivery, method, perception
from programs.reports.documents.blocks import Chart, KeyFigure, Report, Section, Summary, count
from programs.reports.figures import ReportFigures, code_of
from programs.surveys.figures import GapStory


def report(figures: ReportFigures, sha256: str) -> Report:
    """Return a report in the active language. The same figures give the same text and charts."""
    dates = {"start": date_format(figures.starts_on, "j F Y"), "end": date_format(figures.ends_on, "j F Y")}
    return Report(
        program=figures.program,
        company=figures.company,
        cohort=figures.cohort,
        dates=_("%(start)s to %(end)s") % dates,
        taken_on=date_format(figures.taken_on, "j F Y"),
        code=code_of(sha256),
        summary=_summary(figures),
        sections=_sections(figures),
    )


def _summary(figures: ReportFigures) -> Summary:
    story = figures.story
    return Summary(
        title=str(sentences.headline(story, blocks.pattern())),
        lines=tuple(str(line) for line in sentences.headline_lines(story, blocks.pattern())),
        key_figures=_key_figures(figures),
        gap=_first_gap(story) if story else None,
        columns=(delivery.plan_chart(figures), delivery.ties_chart(figures.ties, name="contacts")),
        certainty=method.certainty_table(figures),
        decision=figures.decision,
        decision_by=figures.decision_by,
    )


def _first_gap(story: GapStory) -> Chart:
    items = story.items[: perception.ON_FIRST_PAGE]
    title = str(sentences.gap_lines(story.headline)[0]).rstrip(".")
    return perception.gap_chart(story, items, name="gap-first", title=title, with_table=False)


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
    facts = {"item": sentences.bare(item.question.text_business)}
    return KeyFigure(
        label, sentences.difference(latest.value), comparison, _("points, IT minus business: “%(item)s”") % facts
    )


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
    return KeyFigure(_("Promises kept"), count(promises.confirmed), agreed, _("confirmed by the person they were for"))


def _sections(figures: ReportFigures) -> tuple[Section, ...]:
    story = figures.story
    found: list[Section | None] = [method.about_section(figures), delivery.people_section(figures.participation)]
    if story:
        found += [
            perception.gap_section(story),
            perception.spread_section(story),
            perception.departments_section(story),
            perception.change_section(story),
        ]
    found += [delivery.ties_section(figures.ties), delivery.promises_section(figures), *method.method_sections(figures)]
    return tuple(section for section in found if section is not None)
