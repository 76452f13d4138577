"""What a report is made of, as plain text and SVG strings in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, pgettext

from programs import charts
from programs.surveys.choices import FigureNote
from programs.surveys.figures import Note, Share

LONGEST_ALT = 400


@dataclass(frozen=True)
class Table:
    """A table of figures; cells are text. The first cell of a row names it.

    `words` columns hold sentences: they are set left and may wrap.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: tuple[int, ...] = ()

    @property
    def has_row_heads(self) -> bool:
        """Whether first cells are tagged as headers too: not in lists of pairs, where readers
        would hear more headers than figures.
        """
        return len(self.head) + len(self.rows) <= len(self.rows) * (len(self.head) - 1)


@dataclass(frozen=True)
class Chart:
    """A chart with the finding as its title, what is measured below it, and its numbers.

    `wide` is for paper and large screens, `narrow` holds the same figures for phones; a chart
    without `narrow` fits everywhere, one without `wide` has nothing to draw.
    """

    name: str
    title: str
    measure: str
    wide: SafeString
    narrow: SafeString = field(default_factory=SafeString)
    lines: tuple[str, ...] = ()
    table: Table | None = None

    @property
    def alt(self) -> str:
        """Return what stands for the picture in the PDF: finding and measure, at most 400 letters."""
        text = f"{self.title}. {self.measure}"
        return text if len(text) <= LONGEST_ALT else text[: LONGEST_ALT - 1] + "…"


@dataclass(frozen=True)
class KeyFigure:
    """One large number with what it is compared with and how it is defined."""

    label: str
    value: str
    comparison: str
    definition: str


@dataclass(frozen=True)
class Passage:
    """What somebody wrote under one prompt, paragraph by paragraph."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Quoted:
    """Somebody's words in quotation marks, and whose they are as far as that may be said (may be empty)."""

    text: str
    who: str


@dataclass(frozen=True)
class Section:
    """A chapter: sentences and quotes, then passages, charts and tables. `boxed` lines are a list in a box."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    box_title: str = ""
    boxed: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    quotes: tuple[Quoted, ...] = ()
    quoted_by: str = ""


@dataclass(frozen=True)
class Summary:
    """The executive page. `signed` names who signs a certificate."""

    title: str
    lines: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    gap: Chart | None
    columns: tuple[Chart, ...]
    certainty: Table | None
    decision: str = ""
    decision_by: str = ""
    asks_for_decision: bool = False
    signed: str = ""
    voices: Section | None = None


@dataclass(frozen=True)
class Report:
    """A whole report in one language. `standing` says whether it is a draft, or who signed it;
    `limits` stand on the first page of editions that have no chapter for them.
    """

    edition: str
    name: str
    program: str
    company: str
    cohort: str
    dates: str
    taken_on: str
    code: str
    summary: Summary
    sections: tuple[Section, ...] = ()
    limits: tuple[str, ...] = ()
    is_final: bool = False
    standing: tuple[str, ...] = ()
    check_at: str = ""

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Every chart, in the order of the pages."""
        first = (self.summary.gap,) if self.summary.gap else ()
        return (*first, *self.summary.columns, *(chart for section in self.sections for chart in section.charts))


def pattern() -> str:
    """Return how this language writes a share: "{}%", in German "{} %"."""
    return pgettext("a share in per cent", "{}%")


def drawn(
    make: Callable[..., str], *args: object, name: str, title: str, **words: object
) -> tuple[SafeString, SafeString]:
    """Draw a chart for wide and narrow places. Chart functions escape every text they are given."""
    with charts.right_to_left(get_language_bidi()):
        wide = make(*args, name=name, title=title, width=charts.WIDE, **words)
        narrow = make(*args, name=f"{name}-narrow", title=title, width=charts.NARROW, **words)
    return mark_safe(wide), mark_safe(narrow)


def words_only(name: str, title: str, measure: str) -> Chart:
    """Return what stands where a chart would have nothing to draw."""
    return Chart(name, title, measure, SafeString(""))


def estimate(share: Share) -> charts.Estimate:
    """Turn a released share into what charts draw. A bound is printed as a bound, without interval."""
    if share.value is None:
        return charts.Estimate()
    if not share.is_exact:
        sign = "≥" if share.note == Note.AT_LEAST else "≤"
        return charts.Estimate(share.value * 100, n=share.n, told=sign + charts.percent(share.value * 100, pattern()))
    low, high = (None if bound is None else bound * 100 for bound in (share.low, share.high))
    return charts.Estimate(share.value * 100, low, high, share.n)


def told(share: Share) -> str:
    """Write a share for a table: "44%", "≥90%" or a dash."""
    return charts.printed(estimate(share), pattern())


def interval(low: float | None, high: float | None) -> str:
    """Write the bounds of a fraction or a difference in whole per cent or points: "39 to 49"."""
    if low is None or high is None:
        return "–"
    between = pgettext("the bounds of an interval", "%(low)s to %(high)s")
    return between % {"low": charts.points(low * 100), "high": charts.points(high * 100)}


def count(number: int | None) -> str:
    """Write a count, or a dash where it is not shown."""
    return "–" if number is None else charts.minus(number)


def note(share: Share) -> str:
    """Return what a reader has to know about a share; usually nothing."""
    return str(FigureNote(share.note.value).label)
