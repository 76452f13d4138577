"""Released figures as sentences, chart and rows. Everything comes from a `ReleasedWave`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from programs import charts
from programs.charts.dots import DumbbellWords
from programs.surveys.choices import GapStoryLabel, Side, WaveKind
from programs.surveys.figures import OTHERS_GROUP, Change, Gap, GapChange, Group, Guess, Question, ReleasedWave, Share
from programs.templatetags import figures as text

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def wording(question: Question, side: str) -> str:
    """Return how a side read an item, in the reader's language where it is translated."""
    return _(question.text(side))


def group_name(group: Group) -> str:
    """Return what a group of people is called."""
    if group.is_side:
        return _("Everyone")
    if group.key == OTHERS_GROUP:
        return _("Other departments (%(n)s)") % {"n": len(group.departments)}
    return group.name


def finding(released: ReleasedWave) -> str:
    """Return the wave in one sentence about the first item both sides answered.

    A level for a first wave, a change for a later one; never a cause.
    """
    if not released.gaps:
        return ""
    gap = released.gaps[0]
    change = released.gap_change(gap.construct)
    facts = {
        "item": wording(released.question(gap.construct), "it").rstrip("."),
        "it": text.share(gap.it),
        "business": text.share(gap.business),
        "gap": text.points(gap.value),
        "interval": text.interval(gap),
    }
    if gap.value is None:
        return _("Too few answers to show a gap without pointing at people.")
    if change is None:
        return (
            _(
                "%(it)s of IT and %(business)s of the business agree: “%(item)s”. "
                "A gap of %(gap)s points [%(interval)s]."
            )
            % facts
        )
    return _change_sentence(change.business, facts) % (facts | {"story": GapStoryLabel(change.story).label})


def _change_sentence(business: Change, facts: dict[str, str]) -> str:
    facts |= {
        "n": str(business.n),
        "before": text.percent(business.before),
        "after": text.percent(business.after),
        "points": text.signed_points(business.value),
        "change": text.interval(business),
    }
    if business.is_linked:
        return _(
            "Among the same %(n)s people of the business, agreement went from %(before)s to %(after)s: %(points)s "
            "points [%(change)s]. The gap to IT is now %(gap)s points [%(interval)s]: %(story)s."
        )
    return _(
        "In the business, agreement went from %(before)s to %(after)s: %(points)s points [%(change)s]; different "
        "people may have answered. The gap to IT is now %(gap)s points [%(interval)s]: %(story)s."
    )


def dumbbell(released: ReleasedWave, earlier: Sequence[ReleasedWave], *, width: int) -> str:
    """Return both sides' views of every gap item as one SVG, wave by wave, the latest last."""
    words = DumbbellWords(
        it=_("IT"), business=_("Business"), gap=_("Gap"), hidden=_("not shown to protect people"), percent=_("{}%")
    )
    items = []
    for gap in released.gaps:
        befores = [(wave, one) for wave in earlier for one in wave.gaps if one.construct == gap.construct]
        rows = [_dumbbell_row(wave_name(wave), one, is_after=False) for wave, one in befores]
        rows.append(_dumbbell_row(wave_name(released), gap, is_after=True))
        items.append(charts.DumbbellItem(wording(released.question(gap.construct), "it"), tuple(rows)))
    title = _("Share of IT and of the business that agrees, with 95 % intervals")
    with charts.right_to_left(get_language_bidi()):
        return charts.dumbbell(items, name=f"gap-{width}", title=title, words=words, width=width)


def wave_name(released: ReleasedWave) -> str:
    """Return what a wave is called; one that was typed in says so wherever it is named."""
    kind = WaveKind(released.kind)
    name = _("This survey") if kind == WaveKind.OTHER else str(kind.label)
    return _("%(wave)s (imported)") % {"wave": name} if released.is_imported else name


def _dumbbell_row(name: str, gap: Gap, *, is_after: bool) -> charts.DumbbellRow:
    difference = None if gap.value is None else 100 * gap.value
    return charts.DumbbellRow(name, _estimate(gap.it), _estimate(gap.business), difference, is_after)


def _estimate(share: Share) -> charts.Estimate:
    if not share.is_exact or share.value is None or share.low is None or share.high is None:
        return charts.Estimate()
    return charts.Estimate(100 * share.value, 100 * share.low, 100 * share.high, share.n)


@dataclass(frozen=True)
class DepartmentRow:
    """A released department beside the whole business: its answers and its view of the primary items.

    `key` is the department, nothing for the merged ones.
    """

    name: str
    key: int | None
    invited: int | None
    answered: int | None
    rate: float | None
    shares: tuple[tuple[str, Share], ...]


def department_rows(released: ReleasedWave, side: str) -> list[DepartmentRow]:
    """Return the departments that may be shown, sorted by name, the merged ones last. Nothing is ranked."""
    primary = [question for question in released.questions if question.is_primary]
    rates = {rate.group.key: rate for rate in released.rates if rate.side == side}
    rows = []
    for group in released.groups(side):
        rate = rates.get(group.key)
        alike = rate if rate and rate.group.departments == group.departments else None
        rows.append(
            DepartmentRow(
                group_name(group),
                None if group.key == OTHERS_GROUP else group.departments[0],
                alike.invited if alike else None,
                alike.answered if alike else None,
                alike.value if alike else None,
                tuple((wording(one, side), released.share(one.construct, side, group.key)) for one in primary),
            )
        )
    return rows


def csv_rows(released: ReleasedWave) -> Iterator[list[str]]:
    """Return the released figures as rows of text, headings first. The same figures as on the page."""
    yield ["wave", "item", "wording", "side", "group", "agree", "low", "high", "n", "cannot_judge", "note"]
    for result in released.results:
        share = result.share
        yield [
            guarded(cell)
            for cell in (
                released.kind,
                result.construct,
                released.question(result.construct).text(result.side),
                str(Side(result.side).label),
                group_name(result.group),
                _cell(share.value),
                _cell(share.low),
                _cell(share.high),
                "" if share.n is None else str(share.n),
                "" if share.cant_judge is None else str(share.cant_judge),
                str(share.note.value),
            )
        ]


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10)."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


@dataclass(frozen=True)
class GapRow:
    """One gap item for the data table, with its change where there is one."""

    wording: str
    is_reversed: bool
    gap: Gap
    change: GapChange | None


def gap_rows(released: ReleasedWave) -> list[GapRow]:
    """Return the items both sides answered alike, in the order of the questionnaire."""
    rows = []
    for gap in released.gaps:
        question = released.question(gap.construct)
        change = released.gap_change(gap.construct)
        rows.append(GapRow(wording(question, "it"), question.is_reversed, gap, change))
    return rows


@dataclass(frozen=True)
class GuessRow:
    """What a side guessed of the other one's share on an item."""

    wording: str
    side: str
    guess: Guess


def guess_rows(released: ReleasedWave) -> list[GuessRow]:
    """Return the released guesses, item by item, IT first."""
    order = [question.construct for question in released.questions]
    rows = sorted(released.guesses, key=lambda one: (order.index(one.construct), one.side != Side.IT))
    return [
        GuessRow(wording(released.question(one.construct), one.side), str(Side(one.side).label), one) for one in rows
    ]


@dataclass(frozen=True)
class OwnGuess:
    """A person's own guess beside the released share of the other side, which may be hidden."""

    wording: str
    guess: float
    share: Share


def own_guesses(released: ReleasedWave, side: str, guesses: Mapping[str, int]) -> list[OwnGuess]:
    """Return what one person guessed (percent, by item) beside what the other side said."""
    other = Side.BUSINESS if side == Side.IT else Side.IT
    asked = (question for question in released.questions if question.construct in guesses)
    return [
        OwnGuess(wording(one, side), guesses[one.construct] / 100, released.share(one.construct, other))
        for one in asked
    ]


@dataclass(frozen=True)
class SideRow:
    """One side-specific item, with its change within the side."""

    wording: str
    share: Share
    change: Change | None


def side_items(released: ReleasedWave) -> list[tuple[str, list[SideRow]]]:
    """Return, per side, the items that each side read in its own words. They make no gap."""
    return [
        (
            str(side.label),
            [
                SideRow(
                    wording(question, side),
                    released.share(question.construct, side),
                    released.change(question.construct, side),
                )
                for question in released.questions
                if not question.is_gap
            ],
        )
        for side in Side
    ]
