"""How sure the report is: response rates, limits, wording, formulas, overrides."""

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext as _

from programs.cohorts.choices import Stage
from programs.reports import sentences
from programs.reports.documents import blocks, movement
from programs.reports.documents.blocks import Section, Table, count
from programs.reports.documents.perception import waves_of
from programs.reports.figures import Input, ReportFigures, code_of
from programs.surveys.choices import ItemScope, Side, WaveKind
from programs.surveys.documents import wave_name
from programs.surveys.figures import GapStory, RateFlag, ReleasedWave, ResponseRate


def about_section(figures: ReportFigures) -> Section:
    """Return what the programme is for and how this report came about, with the box of limits."""
    lines = [figures.purpose] if figures.purpose else []
    lines.append(
        _(
            "Exchange measures how IT and the business see each other with the same questionnaire before and after, "
            "counts visits, contacts and promises as they happen, and prints nothing that points at a person."
        )
    )
    if figures.story:
        lines.append(_("Survey waves: %(waves)s.") % {"waves": waves_of(figures.story)})
    if figures.remark:
        lines.append(_("“%(remark)s” (written by %(name)s, not computed)") % _remark(figures))
    return Section(
        "about",
        _("About this report"),
        tuple(lines),
        box_title=_("What this report can’t show"),
        boxed=limit_lines(figures),
    )


def _remark(figures: ReportFigures) -> dict[str, str]:
    return {"remark": figures.remark, "name": figures.remark_by}


def limit_lines(figures: ReportFigures) -> tuple[str, ...]:
    """Return the lines of the box that every report has: what it can't show."""
    return tuple(str(line) for line in sentences.limits(figures, blocks.pattern()))


def certainty_table(figures: ReportFigures) -> Table:
    """Return the small table of the executive page: how sure are we?"""
    rows = [(_("Causal level"), _("L1: change over time, no comparison group"))]
    story = figures.story
    if story is not None:
        latest = story.after or story.before
        asked = latest.share(story.headline.question.construct, Side.BUSINESS)
        rates = [_rate_text(sentences.response_rate(story, side)) for side in (Side.IT, Side.BUSINESS)]
        rows.append((_("Response, IT and business"), " · ".join(dict.fromkeys(rates))))
        smallest = sentences.detectable(asked)
        if smallest is not None:
            text = _("%(points)s points, with %(n)s answers") % {
                "points": sentences.difference(smallest),
                "n": count(asked.n),
            }
            rows.append((_("Smallest change that would stand out"), text))
        bounds = sentences.worst_case(story)
        if bounds is not None:
            text = _("between %(low)s and %(high)s agree") % {
                "low": sentences.share(bounds[0], blocks.pattern()),
                "high": sentences.share(bounds[1], blocks.pattern()),
            }
            rows.append((_("Counting those who didn’t answer"), text))
    return Table(
        _("How sure are we?"), (_("Question"), pgettext("what the answer is", "Answer")), tuple(rows), words=(1,)
    )


def _rate_text(rate: ResponseRate | None) -> str:
    if rate is None or rate.value is None:
        return _("not shown to protect people")
    return f"{sentences.share(rate.value, blocks.pattern())} ({count(rate.answered)}/{count(rate.invited)})"


def method_sections(figures: ReportFigures) -> tuple[Section, ...]:
    """Return method and appendix."""
    sections = [Section("method", _("Method"), tuple(_method_lines(figures)), tables=tuple(_method_tables(figures)))]
    if figures.story:
        sections.append(Section("wording", _("Wording of the statements"), tables=(_wording(figures.story.before),)))
    return tuple(sections)


def _method_lines(figures: ReportFigures) -> list[str]:
    return [
        _(
            "Shares are the part of valid answers that agree (4 or 5 of 5); “can’t judge” is counted apart. "
            "Intervals are 95%: Wilson (1927) for shares, Newcombe (1998, method 10) for gaps and for change among "
            "different people, Newcombe’s square-and-add for change among linked people, MOVER for the change of a gap."
        ),
        _(
            "The primary outcomes are the business’s answers to the first two statements, from baseline to the latest "
            "wave (Holm); all other statements of a side are one family (Benjamini and Hochberg 1995, q ≤ 5%)."
        ),
        _(
            "A score needs %(score)s people and a percentage %(item)s. Small departments are merged with the next "
            "smallest until nobody can be subtracted out; a share of 0%% or 100%% is printed as “≤10%%” or “≥90%%”. "
            "Figures with fewer than 30 answers are indicative."
        )
        % {"score": figures.score_threshold, "item": figures.item_threshold},
        _(
            "Answers are confidential and pseudonymous. Two waves of one person are linked by a key that is kept "
            "outside the database. Visits, contacts and promises come from the programme’s own records; "
            "a visit without times counts as 8 hours."
        ),
    ]


def _method_tables(figures: ReportFigures) -> list[Table]:
    tables = []
    if figures.story:
        tables.append(_rates(figures.story))
        tables += movement.limit_tables(figures.story)
    if figures.overrides:
        tables.append(_overrides(figures))
    tables.append(_inputs(figures))
    if table := movement.tests_table(figures):
        tables.append(table)
    return tables


def _inputs(figures: ReportFigures) -> Table:
    """Return what the figures were computed from and with, so that somebody else can repeat it."""
    rows = [(_input(one), code_of(one.sha256)) for one in figures.inputs]
    version = (_("Exchange"), figures.code_version)
    return Table(_("Versions of what went in"), (_("Input"), _("Code")), (*rows, version))


def _input(one: Input) -> str:
    kind = WaveKind(one.name)
    return gettext(one.title) if kind == WaveKind.OTHER and one.title else str(kind.label)


def _rates(story: GapStory) -> Table:
    rows = []
    for wave in (story.before, story.after):
        if wave is None:
            continue
        for side in (Side.IT, Side.BUSINESS):
            rate = next((rate for rate in wave.rates if rate.side == side and rate.group.is_side), None)
            rows.append((f"{wave_name(wave)}, {side.label}", *_rate_cells(rate)))
    return Table(
        _("Response by wave and side"),
        (_("Wave and side"), _("Invited"), _("Answered"), _("Rate"), _("Note")),
        tuple(rows),
        _("Answered: at least 70% of the statements."),
        words=(4,),
    )


def _rate_cells(rate: ResponseRate | None) -> tuple[str, str, str, str]:
    if rate is None:
        return "–", "–", "–", _("not shown to protect people")
    share = sentences.share(rate.value, blocks.pattern())
    return count(rate.invited), count(rate.answered), share, _flag(rate)


def _flag(rate: ResponseRate) -> str:
    if rate.value is None:
        return _("not shown to protect people")
    return {
        RateFlag.FINE: "",
        RateFlag.LOW: _("below 50%: read with care"),
        RateFlag.VERY_LOW: _("below 30%: describes those who answered"),
    }[rate.flag]


def _overrides(figures: ReportFigures) -> Table:
    rows = tuple(
        (
            str(Stage(override.stage).label),
            ", ".join(override.missing) or "–",
            override.reason,
            f"{override.by}, {date_format(override.on, 'j F Y')}",
        )
        for override in figures.overrides
    )
    return Table(
        _("Steps taken although something was missing"),
        (_("Stage entered"), _("Missing"), _("Reason"), _("By")),
        rows,
        words=(1, 2, 3),
    )


def _wording(wave: ReleasedWave) -> Table:
    rows = tuple(
        (
            question.construct,
            question.text_it,
            _("same") if question.scope == ItemScope.GAP else question.text_business,
        )
        for question in wave.questions
    )
    return Table(
        _("Every statement as it was asked"),
        (_("Item"), _("IT read"), _("The business read")),
        rows,
        _("Only statements with the same wording on both sides have a gap."),
        words=(1, 2),
    )
