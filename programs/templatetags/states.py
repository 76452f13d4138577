"""How a state looks: one tone per value, the same on every page."""

from django import template

register = template.Library()

TONES = {
    "ok": {
        "confirmed", "attended", "debriefed", "granted", "by_policy", "accepted", "taken", "published", "resolved",
        "delivered", "answered", "solved", "applied", "yes", "running", "sent", "open", "ready",
        "done", "consented", "printed",
    },
    "warn": {
        "requested", "waiting", "offered", "pending", "proposed", "reviewed", "in_progress", "solving", "sending",
        "acknowledged", "raised", "taken_on", "enrolling", "matching", "discovery", "closing", "checked",
        "queued", "rendering", "asking",
        "planned", "asked",
    },
    "bad": {"missed", "failed", "infeasible", "refused", "disputed", "expired", "dead", "bounced", "no", "declined"},
    "brand": {"agreed", "draft", "setting_up", "rescheduled"},
}  # fmt: skip
TONE_OF = {state: tone for tone, states in TONES.items() for state in states}


@register.filter
def tone(state: str) -> str:
    """Return the tone of a state's badge: ok, warn, bad, brand, or nothing for a plain one."""
    return TONE_OF.get(str(state), "")


@register.filter
def hue(number: int | None) -> int:
    """Return the colour, 1 to 5, that goes with a department's key, the same on every page."""
    return (number or 0) % 5 + 1
