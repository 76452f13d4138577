"""How ready people are to take part: the pulse by month, by group, and what worries them (outcomes §6, P10)."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs import charts
from programs.change.choices import Element
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table, count, estimate
from programs.reports.documents.perception import group_name, hidden_words
from programs.reports.said import PulseGroup, Readiness, Worry
from programs.surveys.choices import Side
from programs.surveys.figures import Share


def section(found: Readiness | None) -> Section:
    """Return the pulse, or that none has closed yet."""
    title = _("Readiness pulse")
    if found is None:
        return Section("readiness", title, (_("No pulse has closed yet."),))
    lines = [_first_weak(one, found.weak_percent) for one in found.groups if one.group.is_side]
    worries = _worries(found.worries)
    return Section(
        "readiness",
        title,
        tuple(lines) or (_("Not shown to protect people."),),
        (_months(found), *([worries] if worries else [])),
        (_groups(found),),
    )


def _first_weak(one: PulseGroup, weak: int) -> str:
    """Say which element to work on first: those after it rest on it."""
    facts = {"group": _name(one), "weak": charts.percent(weak, blocks.pattern())}
    if not one.focus:
        return _("%(group)s: no element below %(weak)s among those shown.") % facts
    at = list(Element).index(Element(one.focus))
    facts |= {"element": str(Element(one.focus).label), "share": blocks.told(one.shares[at])}
    text = _("%(group)s: the first element below %(weak)s is “%(element)s”, %(share)s.") % facts
    return text if one.is_sure else f"{text} {_('An earlier element is not shown to protect people.')}"


def _name(one: PulseGroup) -> str:
    return str(Side(one.side).label) if one.group.is_side else group_name(one.group)


def _months(found: Readiness) -> Chart:
    names = tuple(date_format(month.closed_on, "M Y") for month in found.months)
    panels = [
        charts.Panel(
            str(element.label),
            tuple(estimate(month.it[at]) for month in found.months),
            tuple(estimate(month.business[at]) for month in found.months),
        )
        for at, element in enumerate(Element)
    ]
    words = charts.PanelWords(names, str(Side.IT.label), str(Side.BUSINESS.label), hidden_words(), blocks.pattern())
    title = _("Readiness in five steps, month by month")
    wide, narrow = blocks.drawn(charts.small_multiples, panels, name="readiness", title=title, words=words)
    rows = []
    for name, month in zip(names, found.months, strict=True):
        for side, shares in ((Side.IT, month.it), (Side.BUSINESS, month.business)):
            rows.append((f"{name}, {side.label}", *map(blocks.told, shares), _n_of(shares)))
    head = (_("Month and side"), *(str(element.label) for element in Element), _("n"))
    measure = _("Per cent who agree (4 or 5 of 5). Circle: IT; square: business. Bars: 95% intervals.")
    return Chart("readiness", title, measure, wide, narrow, table=Table(_("The pulse in numbers"), head, tuple(rows)))


def _n_of(shares: Sequence[Share]) -> str:
    """Write how many judged: the smallest of the five, for each person may leave out one."""
    shown = [share.n for share in shares if share.n is not None]
    return count(min(shown)) if shown else "–"


def _groups(found: Readiness) -> Table:
    rows = tuple(
        (
            _name(one),
            *map(blocks.told, one.shares),
            _n_of(one.shares),
            str(Element(one.focus).label) if one.focus else "–",
        )
        for one in found.groups
    )
    head = (_("Group"), *(str(element.label) for element in Element), _("n"), _("Work on first"))
    caption = _("By group, as of %(day)s") % {"day": date_format(found.closed_on, "j F Y")}
    note = _("Per cent who agree (4 or 5 of 5); each step rests on the one before.")
    return Table(caption, head, rows, note, words=(len(head) - 1,))


def _worries(worries: Sequence[Worry]) -> Chart | None:
    """Draw what people chose of the list of worries; nothing where it was not asked or not released."""
    shown = [one for one in worries if one.said.value is not None]
    if not shown:
        return None
    rows = [(f"{_(one.option)}, {Side(one.said.side).label}", one.said) for one in worries]
    most = max(shown, key=lambda one: one.said.value or 0)
    facts = {"option": _(most.option), "side": Side(most.said.side).label, "share": _told(most)}
    title = _("Chosen most as a worry: “%(option)s”, %(side)s, %(share)s") % facts
    pattern = blocks.pattern()
    ticks = tuple((float(value), charts.percent(value, pattern)) for value in (0, 25, 50, 75, 100))
    shares = [(label, Share(said.value, said.low, said.high, said.n, note=said.note)) for label, said in rows]
    drawn = [charts.ForestRow(label, estimate(share), blocks.told(share)) for label, share in shares]
    words = charts.ForestWords(_("chosen"), hidden=hidden_words())
    wide, narrow = blocks.drawn(
        charts.forest, drawn, name="worries", title=title, axis=charts.Axis(0, 100, ticks), words=words
    )
    table = Table(
        _("Worries in numbers"),
        (_("Worry"), _("Chosen"), _("95% interval"), _("n")),
        tuple(
            (label, blocks.told(share), blocks.interval(share.low, share.high), count(share.n))
            for label, share in shares
        ),
    )
    measure = _("Per cent of those who answered the latest pulse; people could choose several. Bars: 95% intervals.")
    return Chart("worries", title, measure, wide, narrow, table=table)


def _told(one: Worry) -> str:
    return blocks.told(Share(one.said.value, one.said.low, one.said.high, one.said.n, note=one.said.note))
