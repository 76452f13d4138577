"""What was done: who took part, which contacts were made, what was promised and delivered."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import charts
from programs.reports import sentences
from programs.reports.documents import blocks, encounters
from programs.reports.documents.blocks import Chart, Section, Table, count
from programs.reports.documents.perception import hidden_words
from programs.reports.figures import DepartmentVisits, Participation, ReportFigures, Ties


def people_section(participation: Participation) -> Section:
    """Return the flow of people and of visits, and the departments visited."""
    drawings = (_people_chart(participation), _visits_chart(participation))
    tables = (_departments_table(participation),) if participation.departments or participation.not_visited else ()
    return Section(
        "people",
        _("Who took part"),
        (str(sentences.took_part(participation)) + ".", str(sentences.visits_done(participation)) + "."),
        drawings if participation.people.enrolled or participation.visits.requested else (),
        tables,
    )


def _of(part: int | None, whole: int | None) -> str:
    """Write "98 (82%)", the share being that of the first step."""
    if part is None:
        return ""
    return f"{count(part)} ({charts.percent(100 * part / whole, blocks.pattern())})" if whole else count(part)


def _flow(name: str, title: str, measure: str, steps: Sequence[tuple[str, int | None]], head: tuple[str, str]) -> Chart:
    first = steps[0][1]
    drawn = [
        charts.Step(label, number, count(number) if at == 0 else _of(number, first))
        for at, (label, number) in enumerate(steps)
    ]
    wide, narrow = blocks.drawn(charts.flow, drawn, name=name, title=title, hidden=hidden_words())
    rows = [(step.label, count(step.count)) for step in drawn]
    return Chart(name, title, measure, wide, narrow, table=Table(measure.rstrip("."), head, tuple(rows)))


def _people_chart(participation: Participation) -> Chart:
    people = participation.people
    steps = [
        (_("People in IT"), people.it_staff),
        (_("Enrolled"), people.enrolled),
        (_("Had a confirmed visit"), people.placed),
        (_("Visited at least once"), people.visited),
        (_("Made all visits they wanted"), people.completed),
    ]
    return _flow(
        "people", str(sentences.took_part(participation)), _("People, step by step."), steps, (_("Step"), _("People"))
    )


def _visits_chart(participation: Participation) -> Chart:
    visits = participation.visits
    steps = [
        (_("Requested or placed"), visits.requested),
        (_("Confirmed"), visits.confirmed),
        (_("Attended"), visits.attended),
        (_("Debriefed"), visits.debriefed),
    ]
    chart = _flow(
        "visits", str(sentences.visits_done(participation)), _("Visits, step by step."), steps, (_("Step"), _("Visits"))
    )
    rows = (
        [
            *chart.table.rows,
            (_("Still ahead"), count(visits.ahead)),
            (_("Declined by the host"), count(visits.declined)),
            (_("Withdrawn by the visitor"), count(visits.withdrawn)),
            (_("Expired without an answer"), count(visits.expired)),
            (_("Cancelled after confirmation"), count(visits.cancelled)),
            (_("Missed"), count(visits.missed)),
        ]
        if chart.table
        else []
    )
    table = Table(_("Visits by how they went"), (_("Step"), _("Visits")), tuple(rows))
    return Chart(chart.name, chart.title, chart.measure, chart.wide, chart.narrow, table=table)


def _departments_table(participation: Participation) -> Table:
    rows = [
        (_department_name(row), count(row.visits), count(row.visitors), count(charts.whole(row.hours)))
        for row in participation.departments
    ]
    rows += [(name, hidden_words(), "–", "–") for name in participation.not_shown]
    rows += [(name, "0", "0", "0") for name in participation.not_visited]
    return Table(
        _("Attended visits by host department"),
        (_("Department"), _("Visits"), _("Visitors"), _("Hours")),
        tuple(rows),
        _("Departments with fewer than the smallest group of visitors are merged or not shown."),
    )


def _department_name(row: DepartmentVisits) -> str:
    return row.name or _("Other departments (%(count)s)") % {"count": row.departments}


def plan_chart(figures: ReportFigures) -> Chart:
    """Draw what was done against what was planned, for the executive page."""
    part, promises = figures.participation, figures.commitments
    bars = [
        _bar(_("Visits attended"), part.visits.attended, part.visits.planned),
        _bar(_("Host departments reached"), part.departments_reached, part.host_departments),
        _bar(_("Promises confirmed"), promises.confirmed, promises.agreed),
    ]
    title, measure = str(sentences.visits_done(part)), _("Done, of what was planned or agreed.")
    if not (part.visits.planned or part.host_departments or promises.agreed):
        return blocks.words_only("plan", title, _("Nothing is planned or agreed yet."))
    _wide, narrow = blocks.drawn(charts.against_plan, bars, name="plan", title=title, hidden=hidden_words())
    return Chart("plan", title, measure, narrow)


def _bar(label: str, done: int | None, plan: int) -> charts.PlanBar:
    if done is None:
        return charts.PlanBar(label, None, plan)
    told = _("%(done)s of %(plan)s") % {"done": count(done), "plan": count(plan)}
    return charts.PlanBar(label, done, plan or None, told if plan else count(done))


def ties_chart(ties: Ties, *, name: str, more: Sequence[sentences.Told] = ()) -> Chart:
    """Draw contacts before and after; `more` stands below with what else is known of contacts."""
    lines = (*sentences.contacts(ties), *more)
    title = str(lines[0])
    if not ties.is_shown:
        return blocks.words_only(name, title, hidden_words().capitalize() + ".")
    drawn = [_tie_line(_("are in contact about work"), ties.before, ties.now, ties.answers)]
    words = {"before": _("before the visit"), "after": _("now"), "most": 100, "hidden": hidden_words()}
    _wide, narrow = blocks.drawn(charts.slope, drawn, name=name, title=title, **words)
    facts = {"answers": count(ties.answers), "people": count(ties.people)}
    measure = _("Per cent of %(answers)s answers of %(people)s visitors and hosts about each other.") % facts
    return Chart(name, title, measure, narrow, lines=tuple(str(line) for line in lines[1:]))


def _tie_line(label: str, before: int | None, now: int | None, answers: int | None) -> charts.SlopeLine:
    if before is None or now is None or not answers:
        return charts.SlopeLine(label, None, None)
    first, second = 100 * before / answers, 100 * now / answers
    return charts.SlopeLine(
        label, first, second, charts.percent(first, blocks.pattern()), charts.percent(second, blocks.pattern())
    )


def ties_section(ties: Ties, *, key: str = "ties", title: str = "") -> Section:
    """Return the relationships that visits went with, of a cohort or of one department."""
    lines = tuple(str(line) for line in sentences.contacts(ties))
    rows = (
        (_("People who answered"), count(ties.people)),
        (_("Answers about another person"), count(ties.answers)),
        (_("In contact about work before the visit"), count(ties.before)),
        (_("In contact about work now"), count(ties.now)),
        (_("New contacts"), count(ties.new)),
        (_("Closer than before, new contacts included"), count(ties.strengthened)),
        (_("No longer in contact"), count(ties.lost)),
        (_("Pairs where both answered"), count(ties.pairs)),
        (_("Pairs where each names the other"), count(ties.mutual)),
    )
    table = Table(_("Contacts between visitors and hosts"), (_("Figure"), _("Count")), rows)
    first = lines[0].rstrip(".") + "."
    return Section(key, title or _("Relationships"), (first, *lines[1:]), tables=(table,) if ties.is_shown else ())


def promises_section(figures: ReportFigures) -> Section:
    """Return promises and frictions: what was agreed, what was closed, what still costs time."""
    promises, frictions = figures.commitments, figures.frictions
    steps = [
        (_("Proposed"), promises.proposed),
        (_("Agreed by both sides"), promises.agreed),
        (_("Delivered"), promises.delivered),
        (_("Confirmed by the person they were for"), promises.confirmed),
        (_("Delivered on time"), promises.confirmed_on_time),
    ]
    told = sentences.promises(promises)
    chart = _flow("promises", str(told[0]), _("Promises, step by step."), steps, (_("Step"), _("Promises")))
    tables = [table for table in (encounters.wins_table(figures), encounters.follow_ups_table(figures)) if table]
    if frictions.reported:
        tables.append(_frictions_table(figures))
    if figures.systems:
        tables.append(_systems_table(figures))
    lines = (
        str(told[0]) + ".",
        *(str(line) for line in (*told[1:], *sentences.benefits(figures.benefits))),
        str(sentences.open_frictions(frictions, figures.open_frictions)) + ".",
    )
    return Section("promises", _("Promises and frictions"), lines, (chart,) if promises.proposed else (), tuple(tables))


def _frictions_table(figures: ReportFigures) -> Table:
    frictions = figures.frictions
    rows = (
        (_("Reported by hosts"), count(frictions.reported)),
        (_("Acknowledged, with an owner and a due date"), count(frictions.acknowledged)),
        (_("Resolved"), count(frictions.resolved)),
        (_("Still open"), count(figures.open_frictions)),
        (_("Hours a month lost to open ones"), count(charts.whole(frictions.open_hours_a_month))),
    )
    return Table(_("Frictions and what became of them"), (_("Figure"), _("Count")), rows)


def _systems_table(figures: ReportFigures) -> Table:
    rows = tuple((loss.system, count(charts.whole(loss.hours_a_month))) for loss in figures.systems)
    caption = ngettext(
        "The system that costs hosts most time", "The %(count)s systems that cost hosts most time", len(rows)
    )
    note = _("Open frictions only: minutes lost each time × times a month, as hosts estimate them.")
    return Table(caption % {"count": len(rows)}, (_("System"), _("Hours a month")), rows, note)
