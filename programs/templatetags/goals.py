"""Measures as text: amounts with their unit, and what the readings say."""

from decimal import Decimal

from django import template

from programs.objectives import documents
from programs.objectives.choices import Trend
from programs.objectives.models import Measure
from programs.objectives.rules import Status

register = template.Library()

TONES = {
    Trend.REACHED: "ok", Trend.ON_TRACK: "ok", Trend.BEHIND: "bad", Trend.SILENT: "warn", Trend.NEW: "",
}  # fmt: skip


@register.filter
def amount(value: Decimal, measure: Measure) -> str:
    """Write a value of a measure with its unit."""
    return documents.amount(value, measure)


@register.filter
def told(status: Status) -> str:
    """Say how a measure does."""
    return documents.told(status)


@register.filter
def status_tone(status: Status) -> str:
    """Return the tone of a status's badge."""
    return TONES[status.trend]
