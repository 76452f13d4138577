"""Everything that a wave may show: frozen values with their interval, n and note.

Only `surveys.disclosure` makes them, once, when a wave closes. Pages, CSV files, reports
and home read them through `surveys.queries` and have no other way to a figure.

Shares, gaps and changes are fractions between −1 and 1; `points` and `percent` of the
template library `figures` turn them into text. `low` and `high` are 95 % bounds.
"""

from programs.surveys.figures.beside import Guess, Rated, RatedItem, Said
from programs.surveys.figures.changes import Attrition, Change, DepartmentChange, GapChange, Movement
from programs.surveys.figures.groups import OTHERS_GROUP, SIDE_GROUP, Group, Question
from programs.surveys.figures.notes import DOSES, Footing, Level, Note, Part, RateFlag, Story
from programs.surveys.figures.parts import Contrast, DoseTrend, Lateness, PartResult
from programs.surveys.figures.shares import Gap, IndexResult, ItemResult, Reliability, ResponseRate, Share, Weighted
from programs.surveys.figures.storing import from_json, to_json
from programs.surveys.figures.waves import GapStory, ItemStory, ReleasedWave

__all__ = [
    "DOSES",
    "OTHERS_GROUP",
    "SIDE_GROUP",
    "Attrition",
    "Change",
    "Contrast",
    "DepartmentChange",
    "DoseTrend",
    "Footing",
    "Gap",
    "GapChange",
    "GapStory",
    "Group",
    "Guess",
    "IndexResult",
    "ItemResult",
    "ItemStory",
    "Lateness",
    "Level",
    "Movement",
    "Note",
    "Part",
    "PartResult",
    "Question",
    "RateFlag",
    "Rated",
    "RatedItem",
    "ReleasedWave",
    "Reliability",
    "ResponseRate",
    "Said",
    "Share",
    "Story",
    "Weighted",
    "from_json",
    "to_json",
]
