"""Pages of the surveys room: waves and their figures for those who run them, one form for those who answer."""

from programs.surveys.views.answering import answer, thanks, withdraw, withdrawn
from programs.surveys.views.baselines import import_baseline
from programs.surveys.views.comments import comments
from programs.surveys.views.imports import import_answers
from programs.surveys.views.instruments import (
    copy_instrument,
    edit_item,
    export_instrument,
    import_instrument,
    instrument,
    instruments,
    preview_instrument,
)
from programs.surveys.views.results import comparisons_csv, department, matrices_csv, power, results, results_csv
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
    "comments",
    "comparisons_csv",
    "copy_instrument",
    "create",
    "department",
    "discard",
    "edit_item",
    "export_instrument",
    "import_answers",
    "import_baseline",
    "import_instrument",
    "index",
    "instrument",
    "instruments",
    "linking",
    "matrices_csv",
    "open",
    "power",
    "preview",
    "preview_instrument",
    "results",
    "results_csv",
    "thanks",
    "withdraw",
    "withdrawn",
]
