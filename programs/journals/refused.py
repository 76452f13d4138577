"""How the journals room says no."""

from collections.abc import Iterable

from programs.core.refusals import Refusal, RuleBroken


class JournalRefused(RuleBroken):
    """Something about a journal, or about what is cut from it, was refused."""


def refuse(refusals: Iterable[Refusal]) -> None:
    """Raise JournalRefused when there is any reason to."""
    found = tuple(refusals)
    if found:
        raise JournalRefused(found)
