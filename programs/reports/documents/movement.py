"""The survey in depth: every statement over the waves, who moved, participants beside others, doses, p-values."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from programs import charts
from programs.reports import sentences
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Section, Table, count, estimate
from programs.reports.documents.perception import hidden_words, second_wave_line
from programs.reports.figures import ReportFigures, WavePoint
from programs.surveys.choices import Side, WaveKind
from programs.surveys.figures import (
    DOSES,
    Contrast,
    Footing,
    Gap,
    GapStory,
    Movement,
    Part,
    PartResult,
    ReleasedWave,
    Share,
)

LOW_Q = 0.05


def waves_chart(story: GapStory, between: Sequence[WavePoint]) -> Chart | None:
    """Draw every shared statement over all waves, both sides; nothing before a second wave."""
    if story.after is None:
        return None
    waves = [
        (_kind(story.before.kind), story.before.gaps),
        *((_kind(one.kind), one.gaps) for one in between),
        (_kind(story.after.kind), story.after.gaps),
    ]
    panels = [
        charts.Panel(
            item.question.text_business,
            tuple(estimate(_share(gaps, item.question.construct, Side.IT)) for _name, gaps in waves),
            tuple(estimate(_share(gaps, item.question.construct, Side.BUSINESS)) for _name, gaps in waves),
        )
        for item in story.items
    ]
    words = charts.PanelWords(
        tuple(name for name, _gaps in waves),
        str(Side.IT.label),
        str(Side.BUSINESS.label),
        hidden_words(),
        blocks.pattern(),
    )
    title = _("All statements that both sides judged, wave by wave")
    wide, narrow = blocks.drawn(charts.small_multiples, panels, name="waves", title=title, words=words)
    measure = _("Per cent who agree. Circle: IT; square: business; solid: latest wave. Bars: 95% intervals.")
    return Chart("waves", title, measure, wide, narrow)


def _kind(kind: str) -> str:
    return str(WaveKind(kind).label)


def _share(gaps: Sequence[Gap], construct: str, side: Side) -> Share:
    gap = next((gap for gap in gaps if gap.construct == construct), None)
    return Share() if gap is None else gap.it if side == Side.IT else gap.business


def movement_section(story: GapStory) -> Section:
    """Return how many of the linked people moved up, stayed or moved down on each statement."""
    wave = story.after
    if wave is None:
        return Section("movement", _("Who moved"), (second_wave_line(),))
    if not wave.movements:
        return Section("movement", _("Who moved"), (_("Too few people answered both waves to show who moved."),))
    drawings = tuple(
        _moved(wave, side, [move for move in wave.movements if move.side == side])
        for side in (Side.BUSINESS, Side.IT)
        if any(move.side == side for move in wave.movements)
    )
    line = _("The same people in both waves, on the scale from 1 to 5. A share can stand still while people move.")
    return Section("movement", _("Who moved"), (line,), drawings)


def _moved(wave: ReleasedWave, side: Side, moves: Sequence[Movement]) -> Chart:
    first = moves[0]
    facts = {"side": side.label, "up": first.up, "down": first.down, "n": first.n}
    title = _("%(side)s: of %(n)s people, %(up)s moved up and %(down)s down on the first statement") % facts
    rows = [
        charts.LikertRow(
            wave.question(move.construct).text(move.side),
            tuple(100 * part / move.n for part in (move.down, move.same, move.up)),
            _("n %(n)s") % {"n": move.n},
        )
        for move in moves
    ]
    name = f"moved-{side.value}"
    levels = [_("moved down"), _("stayed"), _("moved up")]
    wide, narrow = blocks.drawn(
        charts.diverging, rows, name=name, title=title, levels=levels, hidden=hidden_words(), pattern=blocks.pattern()
    )
    head = (_("Statement"), *levels, _("n"), _("Mean change"), _("95% interval"))
    table = Table(
        _("%(side)s: who moved, in numbers") % {"side": side.label},
        head,
        tuple(_moved_row(wave, move) for move in moves),
        _("People; mean change in points of the scale from 1 to 5."),
    )
    return Chart(name, title, _("Per cent of the people who answered both waves."), wide, narrow, table=table)


def _moved_row(wave: ReleasedWave, move: Movement) -> tuple[str, ...]:
    counts = (count(part) for part in (move.down, move.same, move.up, move.n))
    bounds = {"low": _signed(move.low), "high": _signed(move.high)}
    return (
        wave.question(move.construct).text(move.side),
        *counts,
        _signed(move.value),
        _("%(low)s to %(high)s") % bounds,
    )


def _signed(value: float) -> str:
    """Write a mean change with its sign: +0.31, −0.04."""
    text = f"{abs(value):.2f}"
    return text if not float(text) else f"+{text}" if value > 0 else f"{charts.MINUS}{text}"


def compared_section(story: GapStory) -> Section:
    """Return participants beside the others: both baselines first, then the difference of their changes."""
    wave = story.after
    if wave is None:
        return Section("compared", _("Participants and others"), (second_wave_line(),))
    if not wave.contrasts:
        missing = _("Too few people on one of the sides, or the comparison would tell what a small group answered.")
        return Section("compared", _("Participants and others"), (missing,))
    sides = [side for side in (Side.BUSINESS, Side.IT) if any(one.side == side for one in wave.contrasts)]
    found = {side: [one for one in wave.contrasts if one.side == side] for side in sides}
    lines = [
        _("Level L2: those who took part beside those who didn’t. Nobody was assigned by chance: "
          "both groups may have differed from the start."),
    ]  # fmt: skip
    footings = {one.footing for one in wave.contrasts}
    if Footing.FEW in footings:
        lines.append(_("Few departments: read the comparison with care."))
    if Footing.DESCRIBED in footings:
        lines.append(_("Too few departments to test the difference: it is described only."))
    return Section(
        "compared",
        _("Participants and others"),
        tuple(lines),
        tuple(_contrasts(wave, side, rows) for side, rows in found.items()),
        tuple(_baselines(wave, side, rows) for side, rows in found.items()),
    )


def _contrasts(wave: ReleasedWave, side: Side, rows: Sequence[Contrast]) -> Chart:
    clear = [one for one in rows if one.low * one.high > 0 and one.footing != Footing.DESCRIBED]
    title = _("%(side)s: no clear difference between both groups’ changes") % {"side": side.label}
    if clear:
        facts = {"side": side.label, "clear": len(clear), "all": len(rows)}
        title = _("%(side)s: on %(clear)s of %(all)s statements both groups changed differently") % facts
    reach = max([abs(bound) for one in rows for bound in (one.low, one.high, one.value)] + [0.1]) * 100
    most = 10.0 * (int(reach / 10) + 1)
    ticks = tuple((value, charts.points(value, signed=True)) for value in (-most, -most / 2, 0.0, most / 2, most))
    drawn = [
        charts.ForestRow(
            wave.question(one.construct).text(one.side),
            charts.Estimate(one.value * 100, one.low * 100, one.high * 100),
            sentences.difference(one.value, signed=True),
        )
        for one in rows
    ]
    name = f"compared-{side.value}"
    words = charts.ForestWords(_("points"), hidden=hidden_words())
    wide, narrow = blocks.drawn(
        charts.forest, drawn, name=name, title=title, axis=charts.Axis(-most, most, ticks, line=0.0), words=words
    )
    measure = _("Change of those who took part minus change of the others, in points; bars: 95% intervals.")
    return Chart(name, title, measure, wide, narrow)


def _baselines(wave: ReleasedWave, side: Side, rows: Sequence[Contrast]) -> Table:
    head = (
        _("Statement"),
        _("Took part: before"),
        _("change"),
        _("n"),
        _("Others: before"),
        _("change"),
        _("n"),
        _("Difference"),
        _("95% interval"),
    )
    cells = tuple(
        (
            wave.question(one.construct).text(one.side),
            sentences.share(one.before_participants, blocks.pattern()),
            sentences.difference(one.change_participants, signed=True),
            count(one.n_participants),
            sentences.share(one.before_others, blocks.pattern()),
            sentences.difference(one.change_others, signed=True),
            count(one.n_others),
            sentences.difference(one.value, signed=True),
            blocks.interval(one.low, one.high),
        )
        for one in rows
    )
    return Table(_("%(side)s: where both groups began") % {"side": side.label}, head, cells)


def dose_section(story: GapStory) -> Section:
    """Return shares by how much of the programme people had, on the two primary statements."""
    wave = story.after
    if wave is None:
        return Section("doses", _("By number of visits"), (second_wave_line(),))
    found = [one for one in wave.parts if one.part in (*DOSES, Part.TWO_UP)]
    primary = [item.question.construct for item in story.items if item.question.is_primary]
    drawings = []
    for side in (Side.BUSINESS, Side.IT):
        rows = [one for one in found if one.side == side and one.construct in primary]
        if any(one.share.is_shown for one in rows):
            drawings.append(_doses(wave, side, rows))
    if not drawings:
        missing = _("Too few people with each number of visits, or it would tell what a small group answered.")
        return Section("doses", _("By number of visits"), (missing,))
    line = _("Level L2: people chose how much they took part in, so more visits and another view may have one cause.")
    return Section("doses", _("By number of visits"), (line,), tuple(drawings))


def _doses(wave: ReleasedWave, side: Side, rows: Sequence[PartResult]) -> Chart:
    title = _("%(side)s: who agrees, by number of visits") % {"side": side.label}
    drawn = [
        charts.ForestRow(
            f"{_dose(one.part)}: {sentences.bare(wave.question(one.construct).text(one.side))}",
            estimate(one.share),
            f"{blocks.told(one.share)} · {_('n %(n)s') % {'n': count(one.share.n)}}",
        )
        for one in rows
    ]
    pattern = blocks.pattern()
    ticks = tuple((float(value), charts.percent(value, pattern)) for value in (0, 25, 50, 75, 100))
    name = f"doses-{side.value}"
    words = charts.ForestWords(_("agree"), hidden=hidden_words())
    wide, narrow = blocks.drawn(
        charts.forest, drawn, name=name, title=title, axis=charts.Axis(0, 100, ticks), words=words
    )
    table = Table(
        _("%(side)s: agreement by number of visits") % {"side": side.label},
        (_("Visits"), _("Statement"), _("Agree"), _("95% interval"), _("n")),
        tuple(
            (
                _dose(one.part),
                wave.question(one.construct).text(one.side),
                blocks.told(one.share),
                blocks.interval(one.share.low, one.share.high),
                count(one.share.n),
            )
            for one in rows
        ),
        words=(1,),
    )
    measure = _("Per cent who agree, latest wave; bars: 95% intervals.")
    return Chart(name, title, measure, wide, narrow, table=table)


def _dose(part: Part) -> str:
    return {
        Part.NONE: _("no visit"),
        Part.ONE: _("one visit"),
        Part.TWO: _("two visits"),
        Part.MANY: _("three visits or more"),
        Part.TWO_UP: _("two visits or more"),
        Part.SOME: _("one visit or more"),
    }[part]


def limit_tables(story: GapStory) -> list[Table]:
    """Return raw beside weighted shares where they differ, and how those who left had answered."""
    wave = story.after or story.before
    tables = []
    telling = [one for one in wave.weighted if one.is_worth_telling]
    if telling:
        rows = tuple(
            (
                wave.question(one.construct).text(one.side),
                str(Side(one.side).label),
                sentences.share(one.raw, blocks.pattern()),
                sentences.share(one.value, blocks.pattern()),
                blocks.interval(one.low, one.high),
            )
            for one in telling
        )
        head = (_("Statement"), _("Side"), _("As answered"), _("Weighted"), _("95% interval"))
        note = _("Weighted to the size of departments: this mends who answered, not why others didn’t.")
        tables.append(Table(_("Where weighting changes a share by 3 points or more"), head, rows, note, words=(1,)))
    if wave.attritions:
        tables.append(_attrition(wave))
    return tables


def _attrition(wave: ReleasedWave) -> Table:
    rows = tuple(
        (
            wave.question(one.construct).text(one.side),
            str(Side(one.side).label),
            sentences.share(one.once, blocks.pattern()),
            count(one.n_once),
            sentences.share(one.twice, blocks.pattern()),
            count(one.n_twice),
        )
        for one in wave.attritions
    )
    head = (_("Statement"), _("Side"), _("Answered once"), _("n"), _("Answered twice"), _("n"))
    return Table(
        _("How those who answered only once had begun"),
        head,
        rows,
        _("Per cent who agreed in the baseline."),
        words=(1,),
    )


def tests_table(figures: ReportFigures) -> Table | None:
    """Return every p-value of the report, adjusted where several were computed: they stand here only."""
    story, rows = figures.story, list[tuple[str, ...]]()
    wave = story.after if story else None
    if wave is not None:
        rows += _survey_tests(wave)
    if figures.network is not None:
        found = figures.network
        for name, p in (
            (_("More contacts than before"), found.p_gained),
            (_("New contacts where people visited"), found.p_visited),
        ):
            if p is not None:
                rows.append((name, "–", _("exact, one-sided"), _p(p), "–"))
    if not rows:
        return None
    return Table(
        _("Every test"),
        (_("What"), _("Side"), _("Test"), _("p"), _("adjusted")),
        tuple(rows),
        _("Adjusted: Holm for the two primary outcomes of the business, Benjamini and Hochberg for all others."),
    )


def _survey_tests(wave: ReleasedWave) -> Iterator[tuple[str, ...]]:
    """Yield changes, movements and trends over doses with their p-values."""
    for change in wave.changes:
        if change.is_headline and change.p is not None:
            test = _("McNemar, mid-p") if change.is_linked else _("score test")
            yield _test_row(wave, change.construct, change.side, test, change.p, change.q)
    for move in wave.movements:
        yield _test_row(wave, move.construct, move.side, _("Pratt, signed ranks"), move.p, move.q)
    for trend in wave.dose_trends:
        yield _test_row(wave, trend.construct, trend.side, _("Cochran–Armitage"), trend.p, trend.q)


def _test_row(wave: ReleasedWave, construct: str, side: str, test: str, p: float, q: float | None) -> tuple[str, ...]:
    text = f"{construct} {wave.question(construct).text(side)}"
    return text, str(Side(side).label), test, _p(p), "–" if q is None else _p(q)


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
