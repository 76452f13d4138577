"""What a release compares, as charts, rows and one plain sentence each.

Every sentence is made for one rung of the causal ladder; `SENTENCES` lists them with it, and
a test lints each against its rung.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi, gettext_noop
from django.utils.translation import gettext as _

from programs import charts
from programs.surveys.choices import Agreement, Dose, Side
from programs.surveys.documents import group_name, guarded, wording
from programs.surveys.figures import (
    Attrition,
    Change,
    Contrast,
    DepartmentChange,
    DoseTrend,
    Footing,
    Group,
    IndexResult,
    Level,
    Movement,
    Part,
    PartResult,
    Question,
    ReleasedWave,
    Share,
    Weighted,
)
from programs.templatetags import figures as text

SPREAD = gettext_noop(
    "Most people in IT agree with %(it)s of %(items)s statements, most in the business with %(business)s."
)
MOVED = gettext_noop(
    "“%(item)s”: of the same %(n)s people of the business, %(up)s answered higher than before, "
    "%(same)s the same and %(down)s lower."
)
VISITED = gettext_noop(
    "“%(item)s”: among people in IT who made a visit, agreement changed by %(first)s points, among those who made "
    "none by %(second)s: a difference of %(value)s points [%(interval)s]. Nobody was assigned by chance, so "
    "something else may explain it."
)
HOSTED = gettext_noop(
    "“%(item)s”: in departments that hosted, agreement changed by %(first)s points, in the others by %(second)s: "
    "a difference of %(value)s points [%(interval)s]. Departments were not chosen by chance, so something else "
    "may explain it."
)
DOSE_UP = gettext_noop("“%(item)s”: people who made more visits agree more often; keener people may volunteer more.")
DOSE_DOWN = gettext_noop("“%(item)s”: people who made more visits agree less often. Ask them why before explaining it.")
DOSE_FLAT = gettext_noop("“%(item)s”: no clear trend with the number of visits.")
DEPARTMENT = gettext_noop("In %(department)s %(share)s agree: “%(item)s”. In the whole side it is %(all)s.")

SENTENCES = {
    SPREAD: Level.LEVEL,
    MOVED: Level.CHANGE,
    VISITED: Level.COMPARED,
    HOSTED: Level.COMPARED,
    DOSE_UP: Level.COMPARED,
    DOSE_DOWN: Level.COMPARED,
    DOSE_FLAT: Level.COMPARED,
    DEPARTMENT: Level.LEVEL,
}


@dataclass(frozen=True)
class Picture:
    """A chart for wide and narrow screens, and the sentence that goes with it."""

    wide: str
    narrow: str
    sentence: str = ""


def _item(released: ReleasedWave, construct: str, side: str) -> str:
    return wording(released.question(construct), side).rstrip(".")


# How answers are spread -------------------------------------------------------------------------


def spread(released: ReleasedWave, side: str, group: str = "side") -> Picture | None:
    """Return the whole distribution of every rated statement on a side, or in one released group."""
    shown = [(question, released.share(question.construct, side, group)) for question in released.questions]
    shown = [(question, share) for question, share in shown if share.is_shown and question.scale == "agreement"]
    if not shown:
        return None
    in_five = all(len(share.distribution or (0,) * 5) == 5 for _, share in shown)
    levels = [str(one.label) for one in Agreement]
    if not in_five:
        levels = [_("Disagree"), _("Neither"), _("Agree")]
    rows = [_spread_row(question, side, share, in_five=in_five) for question, share in shown]
    title = _("Answers from strongly disagree to strongly agree")
    return _picture(rows, levels, f"spread-{side}-{group}", title)


def _spread_row(question: Question, side: str, share: Share, *, in_five: bool) -> charts.LikertRow:
    counts = share.distribution
    if counts and len(counts) == 5 and not in_five:
        counts = (counts[0] + counts[1], counts[2], counts[3] + counts[4])
    shares = tuple(100 * one / sum(counts) for one in counts) if counts else None
    aside = _("n %(n)s") % {"n": share.n} if share.n is not None else ""
    return charts.LikertRow(wording(question, side), shares, aside)


def _picture(
    rows: Sequence[charts.LikertRow], levels: Sequence[str], name: str, title: str, sentence: str = ""
) -> Picture:
    hidden = _("not shown to protect people")
    with charts.right_to_left(get_language_bidi()):
        drawn = [
            charts.diverging(
                rows, levels=levels, name=f"{name}-{width}", title=title, hidden=hidden, pattern=_("{}%"), width=width
            )
            for width in (charts.WIDE, charts.NARROW)
        ]
    return Picture(drawn[0], drawn[1], sentence)


@dataclass(frozen=True)
class SpreadRow:
    """One statement's counts: disagree, neither, agree; nothing where the share is masked."""

    wording: str
    share: Share
    disagree: int | None = None
    neither: int | None = None
    agree: int | None = None


def spread_table(released: ReleasedWave, side: str) -> list[SpreadRow]:
    """Return the distribution of every statement on a side as counts, for the data table."""
    rows = []
    for question in released.questions:
        share = released.share(question.construct, side)
        counts = share.distribution
        if not share.is_shown:
            continue
        if counts and len(counts) == 5:
            counts = (counts[0] + counts[1], counts[2], counts[3] + counts[4])
        rows.append(SpreadRow(wording(question, side), share, *(counts or ())))
    return rows


def spread_sentence(released: ReleasedWave) -> str:
    """Say with how many statements most people agree, on each side."""
    gaps = [gap for gap in released.gaps if gap.it.is_exact and gap.business.is_exact]
    if not gaps:
        return ""
    return _(SPREAD) % {
        "items": len(gaps),
        "it": sum((gap.it.value or 0) > 0.5 for gap in gaps),
        "business": sum((gap.business.value or 0) > 0.5 for gap in gaps),
    }


# How linked people moved -------------------------------------------------------------------------


@dataclass(frozen=True)
class MovementRow:
    """One statement's movement, for the data table."""

    wording: str
    movement: Movement


@dataclass(frozen=True)
class SideMovement:
    """How one side's linked people moved: chart, rows and sentence."""

    name: str
    picture: Picture
    rows: tuple[MovementRow, ...]


def movement(released: ReleasedWave) -> list[SideMovement]:
    """Return who answered higher, the same and lower, on each side whose people are linked."""
    found = []
    for side in Side:
        rows = tuple(
            MovementRow(wording(released.question(one.construct), side), one)
            for one in released.movements
            if one.side == side
        )
        if rows:
            levels = [_("Lower"), _("The same"), _("Higher")]
            likert = [_movement_bar(row) for row in rows]
            title = _("How the same people answered before and after")
            sentence = _moved(released, rows[0].movement) if side == Side.BUSINESS else ""
            found.append(
                SideMovement(str(side.label), _picture(likert, levels, f"moved-{side}", title, sentence), rows)
            )
    return found


def _movement_bar(row: MovementRow) -> charts.LikertRow:
    one = row.movement
    shares = tuple(100 * count / one.n for count in (one.down, one.same, one.up))
    return charts.LikertRow(row.wording, shares, _("n %(n)s") % {"n": one.n})


def _moved(released: ReleasedWave, one: Movement) -> str:
    item = _item(released, one.construct, one.side)
    return _(MOVED) % {"item": item, "n": one.n, "up": one.up, "same": one.same, "down": one.down}


# Who took part -----------------------------------------------------------------------------------


PART_NAMES = {Part.NONE: Dose.NONE, Part.ONE: Dose.ONE, Part.TWO: Dose.TWO, Part.MANY: Dose.MANY, Part.SOME: Dose.SOME}


def part_name(part: Part, side: str) -> str:
    """Return what a part of a side is called."""
    if part in PART_NAMES:
        return str(PART_NAMES[part].label)
    names = {
        (Part.PARTICIPANTS, "it"): _("Made a visit"),
        (Part.OTHERS, "it"): _("Made none"),
        (Part.PARTICIPANTS, "business"): _("In departments that hosted"),
        (Part.OTHERS, "business"): _("In the other departments"),
        (Part.TWO_UP, "it"): _("Two visits or more"),
    }
    return names.get((part, side), str(part))


@dataclass(frozen=True)
class PartRow:
    """One statement over the parts of a side, with the trend of doses or the contrast."""

    wording: str
    shares: tuple[tuple[str, Share], ...]
    contrast: Contrast | None = None
    trend: DoseTrend | None = None


@dataclass(frozen=True)
class SideParts:
    """A side by who took part (or by doses): headings, rows, and one sentence on the first statement.

    The statements are those both sides answered; the file has all of them.
    """

    name: str
    parts: tuple[str, ...]
    rows: tuple[PartRow, ...]
    sentence: str
    footing: str = ""
    is_by_dose: bool = False


def taking_part(released: ReleasedWave) -> list[SideParts]:
    """Return those who took part beside those who didn't, on each side where both are shown."""
    return _sides(released, (Part.PARTICIPANTS, Part.OTHERS))


def doses(released: ReleasedWave) -> list[SideParts]:
    """Return the IT side by the number of visits."""
    return _sides(released, (Part.NONE, Part.ONE, Part.TWO, Part.TWO_UP, Part.MANY))


def _sides(released: ReleasedWave, wanted: Sequence[Part]) -> list[SideParts]:
    found = []
    for side in Side:
        of_side = [one for one in released.parts if one.side == side and one.part in wanted]
        contrasts = {one.construct: one for one in released.contrasts if one.side == side and len(wanted) == 2}
        parts = [part for part in wanted if contrasts or any(one.part == part for one in of_side)]
        if len(parts) < 2:
            continue
        trends = {one.construct: one for one in released.dose_trends if one.side == side and len(wanted) > 2}
        rows = [
            PartRow(
                wording(question, side),
                tuple((part_name(part, side), _share_in(of_side, question.construct, part)) for part in parts),
                contrasts.get(question.construct),
                trends.get(question.construct),
            )
            for question in released.questions
            if question.is_gap
            and (question.construct in contrasts or any(one.construct == question.construct for one in of_side))
        ]
        sentence = _part_sentence(released, side, rows)
        footing = _footing(next(iter(contrasts.values()), None))
        names = tuple(part_name(part, side) for part in parts)
        found.append(SideParts(str(side.label), names, tuple(rows), sentence, footing, len(wanted) > 2))
    return found


def _share_in(results: Sequence[PartResult], construct: str, part: Part) -> Share:
    found = (one.share for one in results if (one.construct, one.part) == (construct, part))
    return next(found, Share())


def _part_sentence(released: ReleasedWave, side: str, rows: Sequence[PartRow]) -> str:
    contrast = next((row.contrast for row in rows if row.contrast), None)
    if contrast:
        facts = {
            "item": _item(released, contrast.construct, side),
            "first": text.signed_points(contrast.change_participants),
            "second": text.signed_points(contrast.change_others),
            "value": text.signed_points(contrast.value),
            "interval": text.interval(contrast),
        }
        return _(VISITED if side == Side.IT else HOSTED) % facts
    trend = next((row.trend for row in rows if row.trend), None)
    if trend is None:
        return ""
    return _(_trend_template(trend, rows[0])) % {"item": _item(released, trend.construct, side)}


def _trend_template(trend: DoseTrend, row: PartRow) -> str:
    if trend.q is None or trend.q > 0.05:
        return DOSE_FLAT
    first, last = row.shares[0][1], row.shares[-1][1]
    return DOSE_UP if (last.value or 0) >= (first.value or 0) else DOSE_DOWN


def _footing(contrast: Contrast | None) -> str:
    if contrast is None or contrast.footing == Footing.TESTED:
        return ""
    if contrast.footing == Footing.FEW:
        return _("Few departments: take the interval with care.")
    return _("Too few departments to test; the interval describes these people only.")


# Departments --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DepartmentItem:
    """One statement in one department beside its whole side, and its change."""

    wording: str
    share: Share
    everyone: Share
    change: Change | None


@dataclass(frozen=True)
class DepartmentPage:
    """A released department: its answers beside those of its whole side. Nothing is ranked."""

    group: Group
    side: str
    items: tuple[DepartmentItem, ...]
    index: IndexResult | None
    picture: Picture | None
    sentence: str


def department_page(released: ReleasedWave, department: int) -> DepartmentPage | None:
    """Return a department's page, or nothing where it doesn't stand alone (ten answers or more)."""
    for side in Side:
        group = next((one for one in released.groups(side) if one.key == f"department-{department}"), None)
        if group:
            return _department_page(released, side, group)
    return None


def _department_page(released: ReleasedWave, side: str, group: Group) -> DepartmentPage:
    moved = {one.change.construct: one.change for one in released.department_changes if one.group.key == group.key}
    items = tuple(
        DepartmentItem(
            wording(question, side),
            released.share(question.construct, side, group.key),
            released.share(question.construct, side),
            moved.get(question.construct),
        )
        for question in released.questions
        if released.share(question.construct, side, group.key).is_shown
    )
    index = next((one for one in released.indexes if (one.side, one.group.key) == (side, group.key)), None)
    first = items[0]
    sentence = _(DEPARTMENT) % {
        "department": group.name,
        "share": text.share(first.share),
        "item": first.wording.rstrip("."),
        "all": text.share(first.everyone),
    }
    return DepartmentPage(group, side, items, index, spread(released, side, group.key), sentence)


@dataclass(frozen=True)
class DepartmentChangeRow:
    """One department's change on the primary statements."""

    name: str
    changes: tuple[tuple[str, Change | None], ...]


def department_changes(released: ReleasedWave, side: str) -> list[DepartmentChangeRow]:
    """Return how the released departments changed on the primary statements, by name."""
    primary = [question for question in released.questions if question.is_primary]
    of_side = [one for one in released.department_changes if one.change.side == side]
    names = sorted({(one.group.name, one.group.key) for one in of_side})
    return [
        DepartmentChangeRow(
            name, tuple((wording(one, side), _change_in(of_side, key, one.construct)) for one in primary)
        )
        for name, key in names
    ]


def _change_in(found: Sequence[DepartmentChange], key: str, construct: str) -> Change | None:
    return next((one.change for one in found if (one.group.key, one.change.construct) == (key, construct)), None)


# How sure ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doubt:
    """What could be wrong with a primary figure: who didn't answer, weights, who didn't come back."""

    wording: str
    side: str
    share: Share
    worst: tuple[float, float] | None
    weighted: Weighted | None
    attrition: Attrition | None


def doubts(released: ReleasedWave) -> list[Doubt]:
    """Return the limits of the primary figures: Manski bounds, weights where they matter, attrition."""
    rows = []
    for question in released.questions:
        for side in Side:
            if not question.is_primary:
                continue
            here = (question.construct, side)
            result = next((one for one in released.of_item(*here) if one.group.is_side), None)
            if result is None or not result.share.is_shown:
                continue
            weighted = next((one for one in released.weighted if (one.construct, one.side) == here), None)
            attrition = next((one for one in released.attritions if (one.construct, one.side) == here), None)
            told = weighted if weighted and weighted.is_worth_telling else None
            rows.append(
                Doubt(wording(question, side), str(side.label), result.share, result.worst_case, told, attrition)
            )
    return rows


# Files ----------------------------------------------------------------------------------------------


def comparison_rows(released: ReleasedWave) -> Iterator[list[str]]:
    """Return everything that is compared as rows of text, headings first. The same figures as on the page."""
    yield ["table", "item", "side", "group", "level", "before", "after", "change", "low", "high", "n", "q", "detail"]
    for row in _comparison_cells(released):
        yield [guarded(_cell(cell)) for cell in row]


def _comparison_cells(released: ReleasedWave) -> Iterator[tuple[object, ...]]:
    side_name = {side.value: str(side.label) for side in Side}
    for change in released.changes:
        kind = "linked" if change.is_linked else "unlinked"
        yield _change_cells(kind, side_name[change.side], _("Everyone"), change)
    for one in released.department_changes:
        kind = "department, linked" if one.change.is_linked else "department, unlinked"
        yield _change_cells(kind, side_name[one.change.side], group_name(one.group), one.change)
    for gap in released.gap_changes:
        yield ("gap", gap.construct, "", "", int(gap.level), gap.before, gap.after, gap.value, gap.low, gap.high,
               "", "", gap.story.value)  # fmt: skip
    for move in released.movements:
        detail = f"{move.up} up, {move.same} same, {move.down} down"
        yield ("movement", move.construct, side_name[move.side], "", 1, "", "", move.value, move.low, move.high,
               move.n, move.q, detail)  # fmt: skip
    for part in released.parts:
        share = part.share
        yield ("part", part.construct, side_name[part.side], part_name(part.part, part.side), 0, "", share.value, "",
               share.low, share.high, share.n, "", share.note.value)  # fmt: skip
    for two in released.contrasts:
        detail = f"{_cell(two.change_participants)} against {_cell(two.change_others)}"
        yield ("contrast", two.construct, side_name[two.side], "", int(two.level), "", "", two.value, two.low,
               two.high, two.n_participants + two.n_others, "", detail)  # fmt: skip
    for weighted in released.weighted:
        yield ("weighted", weighted.construct, side_name[weighted.side], "", 0, weighted.raw, weighted.value,
               weighted.value - weighted.raw, weighted.low, weighted.high, "", "", "")  # fmt: skip


def _change_cells(kind: str, side: str, group: str, change: Change) -> tuple[object, ...]:
    detail = f"{change.up} up, {change.down} down" if change.is_linked else ""
    return (kind, change.construct, side, group, int(change.level), change.before, change.after, change.value,
            change.low, change.high, change.n, change.q, detail)  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
