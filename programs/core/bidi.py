"""Text of both directions on one line (Unicode Standard Annex #9)."""

import re
import unicodedata

LRM = "\N{LEFT-TO-RIGHT MARK}"
RLM = "\N{RIGHT-TO-LEFT MARK}"
_SIGNED = re.compile(r"(?<![\w.,])(?=(?:[+\N{MINUS SIGN}<≤≥~]|&lt;) ?\d)")
_FOREIGN_END = re.compile(r"(?<=[A-Za-z][.?!])(?=\s+\()")
_FOREIGN_NAME = re.compile(r"(?<=[A-Za-z])(?= · \d)")
_TURNS = re.compile(r"\w\W*[^\w\s]|[^\w\s]\W*\w")


def is_from_right(text: str) -> bool:
    """Whether a letter or mark of the text runs from right to left."""
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)


def in_order(text: str) -> str:
    """Keep signs where they belong when the text stands in a line that runs from right to left.

    A sign stays before its number, a foreign sentence keeps its full stop, and a number after a
    foreign name isn't drawn to it. Only marks that are not seen are added; not isolates, which
    don't survive where a line is broken in print. The text may be escaped for HTML.
    """
    if is_from_right(text):
        return _FOREIGN_NAME.sub(RLM, _FOREIGN_END.sub(LRM, _SIGNED.sub(LRM, text)))
    return f"{LRM}{text}{LRM}" if _TURNS.search(text) else text
