"""Text that people typed, made safe for headers, calendar lines and PostgreSQL.

Plain Python: every gateway that writes lines cleans with these two functions.
"""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return `text` without control characters and lone surrogates; line ends become LF."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, limit: int | None = None) -> str:
    """Return `text` as one line, at most `limit` characters long, ending in an ellipsis if cut."""
    line = " ".join(clean_text(text).split())
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"
