"""One department beside all of them: what a department lead takes into the room."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs import charts
from programs.journals.choices import InsightKind
from programs.reports import sentences
from programs.reports.choices import Sentence
from programs.reports.documents import blocks, delivery, voices
from programs.reports.documents.blocks import Chart, KeyFigure, Section, Summary, Table, count
from programs.reports.documents.method import limit_lines
from programs.reports.documents.perception import hidden_words
from programs.reports.figures import DepartmentVisits, ReportFigures, Ties
from programs.reports.sentences import Told
from programs.surveys.choices import Side
from programs.surveys.documents import wave_name
from programs.surveys.figures import SIDE_GROUP, GapStory, IndexResult, Question, ReleasedWave, Share

CONSTRUCTS = ("D1", "D2", "D4", "D5")
"""The statements that a department report shows (outcomes §6)."""

TO_TALK_ABOUT = 2


def names_of(figures: ReportFigures) -> dict[str, str]:
    """Return the departments that have a report of their own, by key, in the order of their names."""
    found = {row.key: row.name for row in figures.participation.departments if row.key}
    if figures.story is not None:
        latest = figures.story.after or figures.story.before
        found |= {group.key: group.name for group in latest.groups(Side.BUSINESS) if group.name}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def summary_of(figures: ReportFigures, key: str) -> Summary:
    """Return the first page of a department's report."""
    name = names_of(figures)[key]
    wave = _latest(figures)
    title, lines = Told(Sentence.DEPARTMENT_HIDDEN, {"department": name}), []
    asked = list(_statements(wave, key)) if wave else []
    if asked and asked[0][1].is_shown:
        question, here, company = asked[0]
        facts = {"department": name, "here": blocks.told(here), "company": blocks.told(company)}
        title = Told(Sentence.DEPARTMENT, facts)
        lines = [Told(Sentence.MEASURE, {"item": sentences.bare(question.text_business)}), Told(Sentence.ONE_COMPARED)]
    return Summary(
        title=str(title),
        lines=tuple(str(line) for line in lines),
        key_figures=_key_figures(figures, wave, key),
        gap=_chart(asked) if asked else None,
        columns=(),
        certainty=None,
    )


def sections_of(figures: ReportFigures, key: str) -> tuple[Section, ...]:
    """Return what follows the first page: the index, visits and promises, what was learned, contacts,
    what to talk about, the limits.
    """
    wave, visits = _latest(figures), _visits_of(figures, key)
    asked = list(_statements(wave, key)) if wave else []
    found = []
    if visits is not None:
        facts = {
            "visitors": count(visits.visitors),
            "visits": count(visits.visits),
            "hours": count(charts.whole(visits.hours)),
        }
        rows = (
            (_("Attended"), count(visits.visits)),
            (_("Visitors"), count(visits.visitors)),
            (_("Agreed by both sides"), count(visits.agreed)),
            (_("Confirmed by the person they were for"), count(visits.confirmed)),
        )
        table = Table(_("Visits and promises"), (_("Step"), _("Count")), rows)
        found.append(Section("visits", _("Visits"), (str(Told(Sentence.HOSTED, facts)),), tables=(table,)))
    else:
        missing = _("No visits yet, or too few to show who met whom without pointing at people.")
        found.append(Section("visits", _("Visits"), (missing,)))
    found += [_learned(figures, key), _contacts(figures, key)]
    talk = tuple(str(line) for line in to_talk_about(asked))
    if talk:
        found.append(Section("talk", _("Two conversations worth having"), boxed=talk, box_title=_("Ask each other")))
    if figures.story is not None:
        found.insert(0, _index(figures.story, key))
    limits = Section(
        "limits",
        _("How sure are we?"),
        box_title=_("What this report can’t show"),
        boxed=limit_lines(figures),
    )
    return (*found, limits)


def _index(story: GapStory, key: str) -> Section:
    """Return the partnership index of the department over the waves, beside all departments."""
    rows = []
    for wave in (story.before, story.after):
        if wave is not None:
            here, everyone = (_index_of(wave, group) for group in (key, SIDE_GROUP))
            rows.append((wave_name(wave), *_index_cells(here), *_index_cells(everyone)))
    title = _("Partnership index")
    if all(row[1] == "–" for row in rows):
        return Section("index", title, (_("Not shown: too few answers here, or statements that don’t go together."),))
    head = (_("Wave"), _("Here"), _("95% interval"), _("n"), _("All departments"), _("95% interval"), _("n"))
    note = _("Mean of the statements about working together, 0 to 100; groups below 10 people are rounded to 5.")
    return Section("index", title, tables=(Table(_("Partnership index by wave"), head, tuple(rows), note),))


def _index_of(wave: ReleasedWave, group: str) -> IndexResult | None:
    return next((one for one in wave.indexes if one.side == Side.BUSINESS and one.group.key == group), None)


def _index_cells(found: IndexResult | None) -> tuple[str, str, str]:
    if found is None or found.value is None:
        return "–", "–", "–"
    bounds = None if found.low is None or found.high is None else (found.low / 100, found.high / 100)
    return count(charts.whole(found.value)), blocks.interval(*(bounds or (None, None))), count(found.n)


def _learned(figures: ReportFigures, key: str) -> Section:
    """Return what visitors said they saw here, as counts of people, and quotes for this report."""
    quotes, selected_by = voices.department_quotes(figures, key)
    rows = tuple(
        (one.title, str(InsightKind(one.kind).label), count(one.people))
        for one in figures.department_themes
        if one.department == key
    )
    note = _("Cards that their authors opened to leads; what fewer people said is left out.")
    head = (_("Theme"), _("Kind"), _("People"))
    table = Table(_("Heard from visitors of this department"), head, rows, note, words=(0, 1))
    missing = _("Nothing was said by enough visitors of this department to be told.")
    return Section(
        "learned",
        _("What visitors learned here"),
        () if rows or quotes else (missing,),
        tables=(table,) if rows else (),
        quotes=quotes,
        quoted_by=selected_by,
    )


def _contacts(figures: ReportFigures, key: str) -> Section:
    """Return contacts between this department and its visitors."""
    found = next((one.ties for one in figures.department_ties if one.department == key), Ties())
    return delivery.ties_section(found, key="contacts", title=_("Contacts with IT"))


def to_talk_about(asked: list[tuple[Question, Share, Share]]) -> list[Told]:
    """Return the two statements that the fewest of the department agree with, as questions."""
    shown = [(here, question) for question, here, _company in asked if here.is_shown and not question.is_reversed]
    lowest = sorted(shown, key=lambda pair: (pair[0].value or 0, pair[1].construct))[:TO_TALK_ABOUT]
    return [
        Told(Sentence.TALK_ABOUT, {"here": blocks.told(here), "item": sentences.bare(question.text_business)})
        for here, question in lowest
    ]


def _latest(figures: ReportFigures) -> ReleasedWave | None:
    return None if figures.story is None else figures.story.after or figures.story.before


def _visits_of(figures: ReportFigures, key: str) -> DepartmentVisits | None:
    return next((row for row in figures.participation.departments if row.key == key), None)


def _statements(wave: ReleasedWave, key: str) -> Iterator[tuple[Question, Share, Share]]:
    """Yield each statement with the department's share and that of all departments."""
    for question in wave.questions:
        if question.construct in CONSTRUCTS:
            here = wave.share(question.construct, Side.BUSINESS, key)
            yield question, here, wave.share(question.construct, Side.BUSINESS)


def _chart(asked: list[tuple[Question, Share, Share]]) -> Chart:
    title = _("The department beside all departments")
    rows = [
        charts.ForestRow(
            question.text_business,
            blocks.estimate(here),
            _("%(here)s · %(company)s") % {"here": blocks.told(here), "company": blocks.told(company)},
            None if company.value is None else company.value * 100,
        )
        for question, here, company in asked
    ]
    pattern = blocks.pattern()
    ticks = tuple((float(value), charts.percent(value, pattern)) for value in (0, 25, 50, 75, 100))
    words = charts.ForestWords(_("here · all"), _("All departments"), hidden_words())
    wide, narrow = blocks.drawn(
        charts.forest, rows, name="department", title=title, axis=charts.Axis(0, 100, ticks), words=words
    )
    measure = _("Per cent who agree, latest wave. Square: this department, bar: 95% interval; circle: all departments.")
    return Chart("department", title, measure, wide, narrow, table=_table(asked))


def _table(asked: list[tuple[Question, Share, Share]]) -> Table:
    rows = [
        (
            question.text_business,
            blocks.told(here),
            blocks.interval(here.low, here.high),
            count(here.n),
            blocks.told(company),
            count(company.n),
        )
        for question, here, company in asked
    ]
    head = (_("Statement"), _("Here"), _("95% interval"), _("n"), _("All departments"), _("n"))
    return Table(_("Agreement here and in all departments"), head, tuple(rows))


def _key_figures(figures: ReportFigures, wave: ReleasedWave | None, key: str) -> tuple[KeyFigure, ...]:
    visits = _visits_of(figures, key)
    return (
        _rate_figure(wave, key),
        KeyFigure(
            _("Visits"),
            count(visits.visits if visits else None),
            _("%(count)s visitors") % {"count": count(visits.visitors)} if visits else hidden_words(),
            _("attended; %(hours)s hours") % {"hours": count(charts.whole(visits.hours)) if visits else "–"},
        ),
        KeyFigure(
            _("Promises kept"),
            count(visits.confirmed if visits else None),
            _("of %(agreed)s agreed") % {"agreed": count(visits.agreed)} if visits else hidden_words(),
            _("confirmed by the person they were for"),
        ),
    )


def _rate_figure(wave: ReleasedWave | None, key: str) -> KeyFigure:
    label, definition = _("Response"), _("answered at least 70% of the statements")
    rate = next((rate for rate in wave.rates if rate.group.key == key), None) if wave else None
    if rate is None or rate.value is None:
        return KeyFigure(label, "–", hidden_words(), definition)
    facts = {"answered": count(rate.answered), "invited": count(rate.invited)}
    shown = sentences.share(rate.value, blocks.pattern())
    return KeyFigure(label, shown, _("%(answered)s of %(invited)s") % facts, definition)
