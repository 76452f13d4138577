"""Which words claim more than a comparison can show."""

import re

CAUSAL = re.compile(
    r"\b(impact\w*|effect\w*|caus\w+|led to|drove|driven by|thanks to|because of|due to|result(?:ed|s)? (?:in|from))\b",
    re.IGNORECASE,
)


def causal_words(text: str) -> list[str]:
    """Return the words of an English sentence that claim a cause, in their order.

    Nothing below a comparison of groups that were drawn by lot may use one.
    """
    return [match.group(0) for match in CAUSAL.finditer(text)]
