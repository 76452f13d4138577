"""Pages of the surveys room: waves and their figures for those who run them, one form for those who answer."""

from programs.surveys.views.answering import answer, thanks, withdraw, withdrawn
from programs.surveys.views.waves import (
    close,
    create,
    discard,
    index,
    linking,
    open,  # noqa: A004 - named after its address
    preview,
    results,
    results_csv,
)

__all__ = [
    "answer",
    "close",
    "create",
    "discard",
    "index",
    "linking",
    "open",
    "preview",
    "results",
    "results_csv",
    "thanks",
    "withdraw",
    "withdrawn",
]
