"""Which words claim more than a comparison can show.

Claims stand on a ladder (after Pearl & Mackenzie 2018 and Shadish, Cook & Campbell 2002):
a level, a change, a comparison with others not assigned by chance, and one with others
assigned by chance. Only the last may speak of an effect.
"""

import re

from programs.surveys.figures import Level

CAUSAL = re.compile(
    r"\b(impact\w*|effect\w*|caus\w+|led to|drove|driven by|thanks to|because of|due to|result(?:ed|s)? (?:in|from))\b",
    re.IGNORECASE,
)


def causal_words(text: str) -> list[str]:
    """Return the words of an English sentence that claim a cause, in their order.

    Nothing below a comparison of groups that were drawn by lot may use one.
    """
    return [match.group(0) for match in CAUSAL.finditer(text)]


def overclaims(text: str, level: Level) -> list[str]:
    """Return the words of a sentence that its level doesn't carry: none from a comparison by chance on."""
    return [] if level >= Level.BY_CHANCE else causal_words(text)
