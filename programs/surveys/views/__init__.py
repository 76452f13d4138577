"""Pages of the surveys room: waves and their figures for those who run them, one form for those who answer."""

from programs.surveys.views.answering import answer, thanks, withdraw, withdrawn
from programs.surveys.views.imports import import_answers
from programs.surveys.views.results import comparisons_csv, department, power, results, results_csv
from programs.surveys.views.waves import (
    close,
    create,
    discard,
    index,
    linking,
    open,  # noqa: A004 - named after its address
    preview,
)

__all__ = [
    "answer",
    "close",
    "comparisons_csv",
    "create",
    "department",
    "discard",
    "import_answers",
    "index",
    "linking",
    "open",
    "power",
    "preview",
    "results",
    "results_csv",
    "thanks",
    "withdraw",
    "withdrawn",
]
