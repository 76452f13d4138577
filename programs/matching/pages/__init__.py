"""What the pages of the matching room show: each function gathers in a fixed number of queries."""

from programs.matching.pages.calendar import draft_calendar
from programs.matching.pages.choosing import Choices, day_choices
from programs.matching.pages.person import person
from programs.matching.pages.publishing import publishing
from programs.matching.pages.record import lots_of, record_of
from programs.matching.pages.repairs import consent, repair, repairs
from programs.matching.pages.ruling import rules
from programs.matching.pages.runs import address_of, compare, progress, run

__all__ = [
    "Choices",
    "address_of",
    "compare",
    "consent",
    "day_choices",
    "draft_calendar",
    "lots_of",
    "person",
    "progress",
    "publishing",
    "record_of",
    "repair",
    "repairs",
    "rules",
    "run",
]
