"""Who met whom: teams and departments, the weeks of visits, contacts before and after, what lasted."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import charts
from programs.relationships.choices import Part
from programs.reports import sentences
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table, count
from programs.reports.documents.perception import hidden_words
from programs.reports.figures import Lasting, Network, NetworkCell, OriginFlow, Reached, ReportFigures, VisitPeriod
from programs.surveys.documents import wave_name
from programs.surveys.figures import GapStory
from programs.templatetags.figures import then

ON_ONE_CHART = 14
"""How many departments fit into a printed matrix."""

MOST_PAIRS = 100
"""How many pairs of departments are printed; files hold them all."""

MOST_WINS = 12
"""How many quick wins a report names, the newest, and how many open promises, the next to be due."""


def section(figures: ReportFigures) -> Section:
    """Return who met whom and when, or that no visit may be shown."""
    drawings = [_flow_chart(figures.flows, figures.flows_from), _timeline(figures.periods, figures.story)]
    found = tuple(chart for chart in drawings if chart is not None)
    missing = _("No visits yet, or too few to show who met whom without pointing at people.")
    return Section("met", _("Who met whom, and when"), () if found else (missing,), found)


def _flow_chart(flows: Sequence[OriginFlow], flows_from: str) -> Chart | None:
    """Draw visits from teams or sites to host departments, where at least one of them stands alone."""
    if not any(flow.origin for flow in flows):
        return None
    flows = _few_hosts(flows)
    sums: dict[str, int] = defaultdict(int)
    for flow in flows:
        sums[flow.origin] += flow.visits
    most = max((origin for origin in sums if origin), key=lambda origin: sums[origin])
    share = charts.percent(100 * sums[most] / sum(sums.values()), blocks.pattern())
    title = _("%(team)s made %(share)s of these visits") % {"team": most, "share": share}
    if sums[""] > sum(sums.values()) / 2:
        title = _("Most visits came from groups too small to be shown alone")
    origins, others = _("Teams of visitors"), _("Other teams")
    if flows_from == "site":
        origins, others = _("Sites of visitors"), _("Other sites")
    ribbons = [charts.Ribbon(flow.origin or others, flow.department, flow.visits) for flow in flows]
    words = {"left": origins, "right": _("Host departments")}
    wide, narrow = blocks.drawn(charts.bipartite, ribbons, name="flows", title=title, **words)
    table = Table(
        _("Visits by origin and department"),
        (origins, _("Host departments"), _("Visits")),
        tuple((flow.origin or others, flow.department, count(flow.visits)) for flow in flows),
        _("Groups with few visitors in a department are counted together."),
        words=(1,),
    )
    return Chart("flows", title, _("Height: attended visits. Numbers: visits in total."), wide, narrow, table=table)


def _few_hosts(flows: Sequence[OriginFlow]) -> list[OriginFlow]:
    """Return flows to the departments most visited; all others are one, so that the chart fits on a page."""
    sums: dict[str, int] = defaultdict(int)
    for flow in flows:
        sums[flow.department] += flow.visits
    hosts = sorted(sums, key=lambda host: (-sums[host], host))
    if len(hosts) <= ON_ONE_CHART:
        return list(flows)
    rest = _("Other departments (%(count)s)") % {"count": len(hosts) - ON_ONE_CHART + 1}
    shown: dict[tuple[str, str], int] = defaultdict(int)
    for flow in flows:
        shown[flow.origin, flow.department if flow.department in hosts[: ON_ONE_CHART - 1] else rest] += flow.visits
    return [OriginFlow(origin, host, visits) for (origin, host), visits in shown.items()]


def _timeline(periods: Sequence[VisitPeriod], story: GapStory | None) -> Chart | None:
    if not periods:
        return None
    busiest = max(periods, key=lambda one: one.visits / ((one.end - one.start).days + 1))
    title = _("Most visits a week took place from %(start)s to %(end)s") % _days(busiest.start, busiest.end)
    drawn = [charts.Period(one.start, one.end, one.visits, _span(one.start, one.end)) for one in periods]
    wide, narrow = blocks.drawn(charts.timeline, drawn, _waves(periods, story), name="timeline", title=title)
    rows = tuple((_span(one.start, one.end), count(one.visits)) for one in periods)
    table = Table(_("Attended visits over time"), (_("Weeks"), _("Visits")), rows)
    measure = _("Attended visits; weeks are joined until each bar holds enough people. Below: survey waves.")
    return Chart("timeline", title, measure, wide, narrow, table=table)


def _days(start: date, end: date) -> dict[str, str]:
    return {"start": date_format(start, "j F"), "end": date_format(end, "j F Y")}


def _span(start: date, end: date) -> str:
    return f"{date_format(start, 'j M')} – {date_format(end, 'j M')}"


def _waves(periods: Sequence[VisitPeriod], story: GapStory | None) -> list[charts.Moment]:
    waves = [wave for wave in (story.before, story.after) if wave is not None] if story else []
    return [charts.Moment(wave.opened_on, wave.closed_on, wave_name(wave)) for wave in waves]


def network_section(figures: ReportFigures) -> Section:
    """Return contacts between departments before and after, and how long contacts lasted."""
    found = figures.network
    charts_found = [_persistence(figures.lasting, figures.item_threshold)]
    lines: list[str] = []
    tables: list[Table] = []
    if found is not None:
        charts_found.insert(0, _matrix(found))
        lines = list(_network_lines(found))
        if any(one.people is not None for one in found.reached):
            tables.append(_reached(found.reached))
    drawings = tuple(chart for chart in charts_found if chart is not None)
    if not drawings and not tables:
        lines.append(_("No roster has been closed, or too few people answered it to show contacts of departments."))
    return Section("network", _("Contacts between departments"), tuple(lines), drawings, tuple(tables))


def _network_lines(found: Network) -> list[str]:
    lines = [
        _("%(answered)s of %(asked)s people asked answered the latest roster.")
        % {"answered": count(found.answered), "asked": count(found.asked)}
    ]
    if found.new is not None:
        facts = {"new": count(found.new), "lost": count(found.lost), "kept": count(found.kept)}
        lines.append(_("%(new)s new working contacts, %(lost)s no longer in touch, %(kept)s kept.") % facts)
    if len(found.where_visited) == 4:
        lines.append(_where(found.where_visited))
    return lines


def _where(cells: Sequence[int]) -> str:
    """Say how often new contacts came where people visited and where they didn't (outcomes §3.2 b)."""
    there, not_there, elsewhere, not_elsewhere = cells
    facts = {
        "there": sentences.share(there / (there + not_there) if there + not_there else None, blocks.pattern()),
        "pairs": count(there + not_there),
        "elsewhere": sentences.share(
            elsewhere / (elsewhere + not_elsewhere) if elsewhere + not_elsewhere else None, blocks.pattern()
        ),
        "others": count(elsewhere + not_elsewhere),
    }
    return (
        _(
            "New contacts in %(there)s of %(pairs)s visited person–department pairs, in %(elsewhere)s of %(others)s "
            "pairs not visited."
        )
        % facts
    )


def _matrix(found: Network) -> Chart | None:
    """Draw contacts out of each department into each other one, before → after."""
    shown = [row for row in found.rows if any(cell is not None for cell in row.cells)]
    if not shown:
        return None
    title = _("Contacts from department to department, before and after")
    size = min(len(found.departments), ON_ONE_CHART)
    cells = [[_cell(cell, is_self=at == to) for to, cell in enumerate(row.cells[:size])]
             for at, row in enumerate(found.rows[:size])]  # fmt: skip
    most = max([cell.value for row in cells for cell in row if cell.value is not None] + [1])
    rows = [charts.GridRow(row.department, tuple(line)) for row, line in zip(found.rows[:size], cells, strict=True)]
    words = charts.GridWords(hidden_words(), _("before → after; the darker, the more contacts after"))
    wide, narrow = blocks.drawn(
        charts.heat_map,
        rows,
        found.departments[:size],
        name="matrix",
        title=title,
        most=most,
        words=words,
        is_numbered=True,
    )
    table = _pairs(found) if len(found.departments) > ON_ONE_CHART else _grid(found)
    measure = _("Rows: who names; columns, by the same numbers: who is named. People who answered both rosters.")
    return Chart("matrix", title, measure, wide, narrow, table=table)


def _grid(found: Network) -> Table:
    """Return the matrix in numbers: the columns are headed by the numbers of the rows."""
    head = (_("From, to"), *(str(at) for at in range(1, len(found.departments) + 1)))
    rows = tuple(
        (
            f"{at} {row.department}",
            *("–" if cell is None else then(cell.before, cell.after) for cell in row.cells),
        )
        for at, row in enumerate(found.rows, 1)
    )
    return Table(_("Contacts from department to department"), head, rows, _bounds_note())


def _pairs(found: Network) -> Table:
    """Return pairs of departments with a number of contacts that may be told; too many for a grid."""
    pairs = tuple(
        (row.department, to, cell.before, cell.after)
        for row in found.rows
        for to, cell in zip(found.departments, row.cells, strict=True)
        if cell is not None and any(told.isdigit() and told != "0" for told in (cell.before, cell.after))
    )
    head = (_("From"), _("To"), _("Before"), _("After"))
    return Table(_("Contacts from department to department"), head, pairs[:MOST_PAIRS], _bounds_note(), words=(1,))


def _bounds_note() -> str:
    return _("Small numbers are printed as a bound. Rows of departments from which too few answered are not shown.")


def _cell(cell: NetworkCell | None, *, is_self: bool) -> charts.Cell:
    if cell is None:
        return charts.Cell(is_blank=is_self)
    after = float(cell.after) if cell.after.isdigit() else 1.0
    return charts.Cell(after, then(cell.before, cell.after))


def _reached(reached: Sequence[Reached]) -> Table:
    head = (
        _("Group"),
        _("People"),
        _("Departments each, before"),
        _("Departments each, after"),
        _("Knew nobody, before"),
        _("Knew nobody, after"),
    )
    rows = [
        (
            str(Part(one.part).label),
            count(one.people),
            _each(one.ties_before, one.people),
            _each(one.ties_after, one.people),
            count(one.alone_before),
            count(one.alone_after),
        )
        for one in reached
        if one.people is not None
    ]
    return Table(_("Departments in which people can call somebody"), head, tuple(rows))


def _each(ties: int | None, people: int | None) -> str:
    return "–" if ties is None or not people else f"{ties / people:.1f}"


def _persistence(lasting: Sequence[Lasting], least: int) -> Chart | None:
    """Draw which share of contacts lasted; fewer than `least` answers are told as counts, never as per cent."""
    shown = [one for one in lasting if one.asked and one.kept is not None]
    if not shown:
        return None
    last = [one for one in shown if (one.asked or 0) >= least][-1:] or shown[-1:]
    facts = {"kept": count(last[0].kept), "asked": count(last[0].asked), "days": count(last[0].after_days)}
    title = _("%(kept)s of %(asked)s contacts were still there after %(days)s days") % facts
    days = _("%(days)s days")
    drawn = [charts.Kept(one.after_days, days % {"days": one.after_days}, _kept(one, least)) for one in lasting]
    words = charts.KeptWords(_("right after"), hidden_words(), blocks.pattern())
    wide, narrow = blocks.drawn(charts.persistence, drawn, name="persistence", title=title, words=words)
    rows = tuple((_("%(days)s days") % {"days": one.after_days}, count(one.kept), count(one.asked)) for one in lasting)
    table = Table(_("Contacts that lasted"), (_("After"), _("Still there"), _("Answers")), rows)
    measure = _(
        "Per cent of contacts made or kept right after a visit, of those asked about again; bars: 95% intervals."
    )
    return Chart("persistence", title, measure, wide, narrow, table=table)


def _kept(one: Lasting, least: int) -> charts.Estimate:
    if not one.asked or one.kept is None:
        return charts.Estimate()
    if one.asked < least:
        told = _("%(done)s of %(plan)s") % {"done": count(one.kept), "plan": count(one.asked)}
        return charts.Estimate(100 * one.kept / one.asked, n=one.asked, told=told)
    low, high = (None if bound is None else 100 * bound for bound in (one.low, one.high))
    return charts.Estimate(100 * one.kept / one.asked, low, high, one.asked)


def follow_ups_table(figures: ReportFigures) -> Table | None:
    """Return the promises that are still open, with owner and due date; nothing where there are none."""
    rows = tuple(
        (one.text, one.owner, one.department, date_format(one.due_on, "j F Y"))
        for one in figures.follow_ups[:MOST_WINS]
    )
    if not rows:
        return None
    note = ""
    if len(figures.follow_ups) > MOST_WINS:
        note = _("The next %(shown)s of %(all)s.") % {"shown": MOST_WINS, "all": len(figures.follow_ups)}
    return Table(
        _("Promises still open"), (_("Promise"), _("Owner"), _("Department"), _("Due")), rows, note, words=(0, 1, 2)
    )


def wins_table(figures: ReportFigures) -> Table | None:
    """Return the newest quick wins with owner and date; nothing where there are none."""
    rows = tuple(
        (win.text, win.owner, win.department, date_format(win.on, "j F Y")) for win in figures.wins[:MOST_WINS]
    )
    if not rows:
        return None
    note = ""
    if len(figures.wins) > MOST_WINS:
        note = _("The newest %(shown)s of %(all)s.") % {"shown": MOST_WINS, "all": len(figures.wins)}
    return Table(
        _("Quick wins"), (_("Promise"), _("Owner"), _("Department"), _("Confirmed")), rows, note, words=(0, 1, 2)
    )
