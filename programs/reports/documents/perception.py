"""The survey's part of a report: two views of IT, how answers are spread, departments, change."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs import charts
from programs.reports import sentences
from programs.reports.choices import Sentence
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table, estimate, interval, told
from programs.reports.sentences import Told
from programs.surveys.choices import Agreement, ItemScale, Side
from programs.surveys.figures import OTHERS_GROUP, Change, Gap, GapStory, Group, ItemStory, Note, ReleasedWave, Share

ON_FIRST_PAGE = 2
"""The executive page shows the two primary statements."""

ON_ONE_CHART = 15
"""How many departments fit on one printed page, however long their names are."""


def hidden_words() -> str:
    """Return the fixed phrase for what is not shown."""
    return _("not shown to protect people")


def waves_of(story: GapStory) -> str:
    """Write which waves are compared, with their dates."""
    first = _wave_dates(story.before)
    if story.after is None:
        return first
    return _("%(first)s; then %(second)s") % {"first": first, "second": _wave_dates(story.after)}


def _wave_dates(wave: ReleasedWave) -> str:
    dates = {"opened": date_format(wave.opened_on, "j F Y"), "closed": date_format(wave.closed_on, "j F Y")}
    return _("%(opened)s to %(closed)s") % dates


def answers_of(story: GapStory) -> str:
    """Write how many people each side's headline figure rests on."""
    construct = story.headline.question.construct
    parts = []
    for wave in (story.before, story.after):
        if wave is not None:
            it, business = wave.share(construct, Side.IT), wave.share(construct, Side.BUSINESS)
            facts = {"it": blocks.count(it.n), "business": blocks.count(business.n)}
            parts.append(_("IT n %(it)s, business n %(business)s") % facts)
    return _("%(before)s before; %(after)s after") % {"before": parts[0], "after": parts[1]} if parts[1:] else parts[0]


def gap_chart(story: GapStory, items: Sequence[ItemStory], *, name: str, title: str, with_table: bool = True) -> Chart:
    """Draw IT and business per statement and wave, with the gap."""
    words = charts.DumbbellWords(
        it=str(Side.IT.label),
        business=str(Side.BUSINESS.label),
        gap=_("Gap"),
        hidden=hidden_words(),
        percent=blocks.pattern(),
    )
    measure = _("Per cent who agree. Circle: IT; square: business; hollow: before; solid: after. Bars: 95% intervals. ")
    drawn = [charts.DumbbellItem(item.question.text_business, _rows(item)) for item in items]
    wide, narrow = blocks.drawn(charts.dumbbell, drawn, name=name, title=title, words=words)
    return Chart(
        name, title, measure + answers_of(story) + ".", wide, narrow, table=_gap_table(items) if with_table else None
    )


def gap_change_lines(items: Sequence[ItemStory]) -> tuple[str, ...]:
    """Return one line with the change of each gap, its interval and whose it is; nothing before a second wave."""
    found = [item.change for item in items if item.change is not None and item.change.value is not None]
    if not found:
        return ()
    changes = [f"{sentences.difference(one.value, signed=True)} [{interval(one.low, one.high)}]" for one in found]
    text = _("Change of the gaps over all answers, in points with 95%% intervals: %(changes)s.")
    if all(one.it.is_linked and one.business.is_linked for one in found):
        text = _("Change of the gaps among the same people, in points with 95%% intervals: %(changes)s.")
    return (text % {"changes": "; ".join(changes)},)


def _rows(item: ItemStory) -> tuple[charts.DumbbellRow, ...]:
    first = _row(_("before") if item.after else _("baseline"), item.before, is_after=False)
    return (first, _row(_("after"), item.after, is_after=True)) if item.after else (first,)


def _row(wave: str, gap: Gap, *, is_after: bool) -> charts.DumbbellRow:
    value = None if gap.value is None else gap.value * 100
    return charts.DumbbellRow(wave, estimate(gap.it), estimate(gap.business), value, is_after)


def _gap_table(items: Sequence[ItemStory]) -> Table:
    head = (
        _("Statement"),
        _("Wave"),
        _("IT"),
        _("95% interval"),
        _("n"),
        _("Business"),
        _("95% interval"),
        _("n"),
        _("Gap"),
        _("95% interval"),
    )
    rows = []
    for item in items:
        for wave, gap in ((_("before") if item.after else _("baseline"), item.before), (_("after"), item.after)):
            if gap is not None:
                cells = [cell for share in (gap.it, gap.business) for cell in _share_cells(share)]
                rows.append(
                    (
                        item.question.text_business,
                        wave,
                        *cells,
                        sentences.difference(gap.value),
                        blocks.interval(gap.low, gap.high),
                    )
                )
    note = _("Shares in per cent, gaps in points: IT minus business. Differences are taken before rounding.")
    return Table(_("Agreement and gap by statement and wave"), head, tuple(rows), note)


def _share_cells(share: Share) -> tuple[str, str, str]:
    return told(share), blocks.interval(share.low, share.high), blocks.count(share.n)


def gap_section(story: GapStory, waves: Chart | None) -> Section:
    """Return every statement that both sides judged; `waves` shows them wave by wave."""
    title = _("Two views of IT")
    chart = gap_chart(story, story.items, name="gap", title=str(sentences.gap_lines(story.headline)[0]).rstrip("."))
    lines = [
        f"“{sentences.bare(item.question.text_business)}”: " + " ".join(str(line) for line in sentences.gap_lines(item))
        for item in story.items[:ON_FIRST_PAGE]
    ]
    return Section("gap", title, tuple(lines), (chart, waves) if waves else (chart,))


def spread_section(story: GapStory) -> Section:
    """Return the whole distribution of answers to the primary statements."""
    drawings = tuple(_spread(story, item) for item in story.items[:ON_FIRST_PAGE])
    return Section("spread", _("How the answers are spread"), (), drawings)


def _spread(story: GapStory, item: ItemStory) -> Chart:
    construct = item.question.construct
    shares = []
    for label, wave in ((_("before") if story.after else _("baseline"), story.before), (_("after"), story.after)):
        if wave is not None:
            shares += [(f"{side.label}, {label}", wave.share(construct, side)) for side in (Side.IT, Side.BUSINESS)]
    five = all(share.distribution is None or len(share.distribution) == 5 for _label, share in shares)
    levels = [str(level.label) for level in Agreement] if five else [_("Disagree"), _("Neither"), _("Agree")]
    rows = [charts.LikertRow(label, _parts(share, five=five), _aside(share)) for label, share in shares]
    title = _("“%(item)s”: all answers") % {"item": sentences.bare(item.question.text_business)}
    wide, narrow = blocks.drawn(
        charts.diverging,
        rows,
        name=f"spread-{construct}".lower(),
        title=title,
        levels=levels,
        hidden=hidden_words(),
        pattern=blocks.pattern(),
    )
    head = (_("Side and wave"), *levels, _("Can’t judge"), _("n"))
    table = Table(
        _("All answers in numbers"),
        head,
        tuple(_spread_row(row, share, len(levels)) for row, (_l, share) in zip(rows, shares, strict=True)),
        _("Per cent of those who could judge; “can’t judge” and n are people."),
    )
    measure = _("Per cent of valid answers, centred on the neutral answer; n and “can’t judge” are people.")
    return Chart(f"spread-{construct}".lower(), title, measure, wide, narrow, table=table)


def _parts(share: Share, *, five: bool) -> tuple[float, ...] | None:
    counts = share.distribution
    if counts is None:
        return None
    if not five and len(counts) == 5:
        counts = (counts[0] + counts[1], counts[2], counts[3] + counts[4])
    return tuple(100 * part / sum(counts) for part in counts)


def _aside(share: Share) -> str:
    if share.distribution is None or share.n is None:
        return ""
    if not share.cant_judge:
        return _("n %(n)s") % {"n": share.n}
    return _("n %(n)s, %(unsure)s can’t judge") % {"n": share.n, "unsure": share.cant_judge}


def _spread_row(row: charts.LikertRow, share: Share, levels: int) -> tuple[str, ...]:
    if row.shares is None:
        return (row.label, *["–"] * (levels + 2))
    cells = [charts.percent(part, blocks.pattern()) for part in row.shares]
    return (row.label, *cells, blocks.count(share.cant_judge), blocks.count(share.n))


def departments_section(story: GapStory) -> Section:
    """Return the released departments beside all of the business, by name: never ranked."""
    wave, item = story.after or story.before, story.headline
    construct = item.question.construct
    groups = wave.groups(Side.BUSINESS)
    title = _("“%(item)s”, department by department") % {"item": sentences.bare(item.question.text_business)}
    shares = [(group_name(group), wave.share(construct, Side.BUSINESS, group.key)) for group in groups]
    company = wave.share(construct, Side.BUSINESS)
    parts = [shares[at : at + ON_ONE_CHART] for at in range(0, len(shares), ON_ONE_CHART)]
    drawings = tuple(_dots(part, company, title=title, part=at, parts=len(parts)) for at, part in enumerate(parts, 1))
    lines = () if groups else (_("No department is large enough to be shown on its own."),)
    return Section("departments", _("Departments"), lines, drawings, (_departments_table(shares, company),))


def _dots(shares: Sequence[tuple[str, Share]], company: Share, *, title: str, part: int, parts: int) -> Chart:
    name = "departments" if part == 1 else f"departments-{part}"
    if parts > 1:
        title = _("%(title)s (%(part)s of %(parts)s)") % {"title": title, "part": part, "parts": parts}
    words = charts.DepartmentWords(_("All departments"), hidden_words(), _("n"), blocks.pattern())
    dots = [charts.DepartmentDot(label, estimate(share)) for label, share in shares]
    wide, narrow = blocks.drawn(
        charts.department_dots, dots, name=name, title=title, company=estimate(company), words=words
    )
    measure = _("Per cent of the business who agree, latest wave; bars: 95% intervals; line: all departments.")
    return Chart(name, title, measure, wide, narrow)


def _departments_table(shares: Sequence[tuple[str, Share]], company: Share) -> Table:
    rows = [
        (label, *_share_cells(share), blocks.note(share)) for label, share in [(_("All departments"), company), *shares]
    ]
    return Table(
        _("Agreement by department, latest wave"),
        (_("Department"), _("Agree"), _("95% interval"), _("n"), _("Note")),
        tuple(rows),
        _("Departments are in the order of their names. Small ones are merged; the rest is not shown."),
        words=(4,),
    )


def group_name(group: Group) -> str:
    """Name a department, or the small ones that were merged."""
    if group.key == OTHERS_GROUP:
        return _("Other departments (%(count)s)") % {"count": len(group.departments)}
    return group.name


def no_wave_section() -> Section:
    """Return the chapter that stands for all of the survey before its first wave."""
    return Section("gap", _("Two views of IT"), (str(sentences.headline(None)) + ".",))


def second_wave_line() -> str:
    """Return what chapters about change say before there is a second wave."""
    return str(Told(Sentence.FIRST_WAVE))


def change_section(story: GapStory) -> Section:
    """Return what moved within each side, for every statement; before a second wave that there is none."""
    if story.after is None:
        return Section("change", _("Change on each side"), (second_wave_line(),))
    found = [change for change in story.after.changes if change.is_headline]
    if not found:
        return Section("change", _("Change on each side"), (_("No change can be shown to protect people."),))
    tables = tuple(
        Table(
            _("%(side)s: change by statement") % {"side": side.label},
            (_("Statement"), _("Before"), _("After"), _("Change"), _("95% interval"), _("People"), _("Reading")),
            tuple(_change_row(story.after, change) for change in found if change.side == side),
            _(
                "Shares in per cent, change in points. "
                "“Same”: people who answered both waves; “all”: may be different people."
            ),
        )
        for side in (Side.BUSINESS, Side.IT)
    )
    line = _(
        "An arrow needs at least 30 people, 5 points, and a false discovery rate of 5% over all statements of the side."
    )
    return Section("change", _("Change on each side"), (line,), tables=tables)


def _change_row(wave: ReleasedWave, change: Change) -> tuple[str, ...]:
    question = wave.question(change.construct)
    text = question.text(change.side)
    if question.scale == ItemScale.FREQUENCY:
        text = _("%(question)s (weekly or more)") % {"question": text}
    people = _("%(n)s same") if change.is_linked else _("%(n)s all")
    return (
        text,
        sentences.share(change.before, blocks.pattern()),
        sentences.share(change.after, blocks.pattern()),
        sentences.difference(change.value, signed=True),
        blocks.interval(change.low, change.high),
        people % {"n": change.n},
        _reading(change),
    )


def _reading(change: Change) -> str:
    if change.note == Note.INDICATIVE:
        return _("indicative")
    if not sentences.is_clear(change):
        return _("no clear change")
    return pgettext("a share", "▲ rose") if (change.value or 0) > 0 else pgettext("a share", "▼ fell")
