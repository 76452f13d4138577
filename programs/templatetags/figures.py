"""Figures as text: whole per cent, points with a true minus, intervals, and notes."""

from django import template
from django.utils import formats
from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from programs.surveys.choices import FigureNote, GapStoryLabel
from programs.surveys.figures import Note, Share

register = template.Library()
MINUS = "\N{MINUS SIGN}"


def _in_order(figure: str) -> str:
    """Keep a figure's signs and bounds in their order inside right-to-left text (Unicode UAX #9 isolates)."""
    return f"\u2066{figure}\u2069" if get_language_bidi() else figure


def _whole(value: float) -> int:
    """Round half away from zero, as a reader does."""
    return int(abs(value) * 100 + 0.5 + 1e-9) * (1 if value >= 0 else -1)


@register.filter
def percent(value: float | None) -> str:
    """Write a fraction as whole per cent, or a dash."""
    return "–" if value is None else _in_order(_("%(n)s%%") % {"n": _whole(value)})


@register.filter
def points(value: float | None) -> str:
    """Write a difference of fractions in whole points: "31", "−8", or a dash."""
    if value is None:
        return "–"
    n = _whole(value)
    return _in_order(f"{MINUS}{-n}" if n < 0 else str(n))


@register.filter
def signed_points(value: float | None) -> str:
    """Write a change in whole points with its sign: "+12", "−8", "0"."""
    return _in_order(f"+{points(value)}") if value is not None and _whole(value) > 0 else points(value)


@register.filter
def signed_scale(value: float | None) -> str:
    """Write a change on the 1 to 5 scale with its sign and two places: "+0.31", "−0.05", or a dash."""
    if value is None:
        return "–"
    sign = MINUS if round(value, 2) < 0 else "+" if round(value, 2) > 0 else ""
    return _in_order(f"{sign}{formats.number_format(abs(value), decimal_pos=2)}")


@register.filter
def interval(figure: object) -> str:
    """Write the bounds of anything with `low` and `high`: "67–82", or "−20 to 5" where one is below zero."""
    low, high = getattr(figure, "low", None), getattr(figure, "high", None)
    if low is None or high is None:
        return ""
    if low < 0 or high < 0:
        return _("%(low)s to %(high)s") % {"low": points(low), "high": points(high)}
    return _in_order(f"{points(low)}–{points(high)}")


@register.filter
def then(before: object, after: object) -> str:
    """Write what was before and what is now: "31 → 22", with the arrow in the direction of reading."""
    return pgettext("before and after", "%(before)s → %(after)s") % {"before": before, "after": after}


@register.filter
def score(value: float | None) -> str:
    """Write a score from 0 to 100 as a whole number, or a dash."""
    return points(None if value is None else value / 100)


@register.filter
def score_interval(figure: object) -> str:
    """Write the bounds of a score from 0 to 100: "57–69"; nothing where there are none."""
    low, high = getattr(figure, "low", None), getattr(figure, "high", None)
    return "" if low is None or high is None else _in_order(f"{score(low)}–{score(high)}")


@register.filter
def share(figure: Share) -> str:
    """Write a released share as it may be printed: "75%", "≥90%", "≤10%", or a dash."""
    sign = {Note.AT_LEAST: "≥", Note.AT_MOST: "≤"}.get(figure.note, "")
    return _in_order(sign + percent(figure.value))


@register.filter
def note(figure: object) -> str:
    """Return the sentence that goes with a figure; nothing for one that needs none."""
    return str(FigureNote(str(getattr(figure, "note", Note.SHOWN))).label)


@register.filter
def story(figure: object) -> str:
    """Return what happened to a gap, in words."""
    return str(GapStoryLabel(str(getattr(figure, "story", ""))).label)
