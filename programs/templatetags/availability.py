"""Blackouts in words."""

from django import template

from programs.availability import sentences
from programs.availability.models import Blackout

register = template.Library()


@register.filter
def closes(blackout: Blackout) -> str:
    """Return when a blackout closes: "last 2 working days of each month, 1 Dec 2026 – 31 Dec 2027"."""
    return sentences.when(blackout)
