"""What people worried about and said: concerns, themes, words that stand out, and quotes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from programs import charts
from programs.charts.fonts import wrap
from programs.journals.choices import Destination, InsightKind, StartTheme
from programs.journals.voices import Source
from programs.reports import rules, sentences
from programs.reports.documents import blocks
from programs.reports.documents.blocks import Chart, Quoted, Section, Table, count
from programs.reports.figures import Concerns, ReportFigures
from programs.reports.said import CodedTheme, Quote, WordSet

ON_ONE_CHART = 10
"""How many themes are drawn; the table has them all."""

ON_FIRST_PAGE = 3
"""How many themes the executive page names."""

ROOM = 7
DECISION_LINES = 2
COLUMN, LETTERS = 222.0, 7.8
"""The room for people's words on the executive page: lines of a column beside a decision of two lines; the
width of the column and the size of letters in points.
"""


def first_page(figures: ReportFigures) -> Section:
    """Return what the executive page has of people's own words: quotes that fit, and the themes most mentioned.

    Without either it says so.
    """
    found = figures.quotes_of(Destination.BOARD)
    lines = [_most_mentioned(figures.coded[:ON_FIRST_PAGE])] if figures.coded else []
    beside = " ".join([*lines, found.selected_by and _("Selected by %(name)s") % {"name": found.selected_by}])
    fitting = fitting_quotes(
        found.quotes, room=ROOM - _lines(beside) - max(_lines(figures.decision) - DECISION_LINES, 0)
    )
    if not fitting and not lines:
        lines = [_("No author has consented to a quote for this report yet.")]
    by = _by(found.selected_by, fitting)
    return Section("voices", _("In their own words"), tuple(lines), quotes=fitting, quoted_by=by)


def fitting_quotes(quotes: Sequence[Quote], *, room: int) -> tuple[Quoted, ...]:
    """Return the quotes that fit into so many lines of the executive page: the shortest of each tone, as the rule says.

    Themes beside them and a decision that takes more lines than usual leave less room.
    """
    told = [_quoted(one) for one in quotes]
    sizes = [(one.is_critical, _lines(f"{text.text} {text.who}")) for one, text in zip(quotes, told, strict=True)]
    return tuple(told[at] for at in rules.shortest_of_each(sizes, room))


def _lines(text: str) -> int:
    return len(wrap(text, COLUMN, LETTERS))


def _by(name: str, quotes: Sequence[Quoted]) -> str:
    return _("Selected by %(name)s") % {"name": name} if name and quotes else ""


def _quoted(one: Quote) -> Quoted:
    return Quoted(_("“%(words)s”") % {"words": one.text}, str(Source(one.name, one.role, one.home)))


def _most_mentioned(themes: Sequence[CodedTheme]) -> str:
    told = ", ".join(f"{_theme(one)} ({count(one.people)})" for one in themes)
    return _("Mentioned most, of %(of)s people: %(themes)s.") % {"of": count(themes[0].of), "themes": told}


def _theme(one: CodedTheme) -> str:
    return str(StartTheme(one.key).label) if one.key else one.name


def themes_section(figures: ReportFigures) -> Section:
    """Return what many said, as counts of people, never as entries; and quotes whose authors agreed to be printed."""
    found = figures.quotes_of(Destination.PROGRAM)
    quotes = tuple(_quoted(one) for one in found.quotes)
    lines = [] if figures.themes or figures.coded else [_("No theme was mentioned by enough people to be counted.")]
    if not quotes:
        lines.append(_("No author has consented to a quote for this report yet."))
    chart = _heard(figures)
    tables = [_coded(figures.coded)] if figures.coded else []
    if figures.words:
        tables.append(_words(figures.words))
    return Section(
        "themes",
        _("What people said"),
        tuple(lines),
        (chart,) if chart else (),
        tuple(tables),
        quotes=quotes,
        quoted_by=_by(found.selected_by, quotes),
    )


def department_quotes(figures: ReportFigures, key: str) -> tuple[tuple[Quoted, ...], str]:
    """Return the quotes of visits to one department whose authors agreed to its report, and who chose them."""
    found = figures.quotes_of(Destination.DEPARTMENT)
    quotes = tuple(_quoted(one) for one in found.quotes if one.visited == key)
    return quotes, _by(found.selected_by, quotes)


def _heard(figures: ReportFigures) -> Chart | None:
    if not figures.themes or not figures.people_heard:
        return None
    most, heard = figures.themes[0], count(figures.people_heard)
    title = _("“%(theme)s” was said by %(people)s of %(heard)s people") % {
        "theme": most.title, "people": count(most.people), "heard": heard,
    }  # fmt: skip
    shown = figures.themes[:ON_ONE_CHART]
    bars = [
        charts.Step(one.title, one.people, _("%(people)s of %(heard)s") % {"people": count(one.people), "heard": heard})
        for one in shown
    ]
    wide, narrow = blocks.drawn(charts.flow, bars, name="themes", title=title)
    head = (_("Theme"), _("Kind"), _("People"), _("Departments"))
    rows = tuple(
        (one.title, str(InsightKind(one.kind).label), count(one.people), count(one.departments))
        for one in figures.themes
    )
    note = _("Cards that their authors opened to leads; what fewer people said is left out.")
    table = Table(_("What was heard from how many"), head, rows, note, words=(0, 1))
    measure = _("People who said it, of those who opened a card or a text to leads.")
    return Chart("themes", title, measure, wide, narrow, table=table)


def _coded(themes: Sequence[CodedTheme]) -> Table:
    rows = tuple(
        (_theme(one), count(one.people), count(one.of), f"{one.kappa:.2f}", count(one.entries)) for one in themes
    )
    head = (_("Theme"), _("People"), _("of"), _("Agreement (Cohen’s κ)"), _("Texts read by two"))
    note = _("Two leads read the same texts; a theme is counted from an agreement of 0.60 over 30 texts on.")
    return Table(_("Themes that two leads found alike"), head, rows, note)


def _words(sets: Sequence[WordSet]) -> Table:
    names = {
        "after": _("After visits rather than before"),
        "before": _("Before visits rather than after"),
        "visitors": _("Visitors, rather than hosts"),
        "hosts": _("Hosts, rather than visitors"),
    }
    rows = tuple(
        (names[one.key], ", ".join(f"{word.word} ({count(word.people)})" for word in one.words)) for one in sets
    )
    note = _("From texts that their authors opened to leads; in brackets, how many people used the word.")
    return Table(_("Words that stand out"), (_("Texts"), _("Words")), rows, note, words=(1,))


def concerns_section(found: Concerns | None) -> Section:
    """Return concerns and answers, or that nobody raised one."""
    title = _("Concerns")
    if found is None:
        return Section("concerns", title, (_("Nobody has raised a concern."),))
    rows = (
        (_("Raised"), count(found.raised)),
        (_("Answered"), count(found.answered)),
        (_("Not taken on yet"), count(found.waiting)),
        (_("Waiting longer than promised"), count(found.overdue)),
        (_("Changes made because of what was said"), count(found.changes)),
    )
    lines = tuple(str(line) for line in sentences.concerns(found))
    table = Table(_("Concerns and what became of them"), (_("Figure"), _("Count")), rows)
    return Section("concerns", title, lines, tables=(table,))
