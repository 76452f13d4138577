"""What can be done with a journal and with what is cut from it. One verb each."""

from programs.journals.actions.cutting import check_words, cut_insight, open_insight, take_back_insight
from programs.journals.actions.merging import merge_insights, name_finding, part_insight
from programs.journals.actions.writing import (
    add_photo,
    open_section,
    remove_photo,
    write_section,
)
from programs.journals.refused import JournalRefused

__all__ = [
    "JournalRefused",
    "add_photo",
    "check_words",
    "cut_insight",
    "merge_insights",
    "name_finding",
    "open_insight",
    "open_section",
    "part_insight",
    "remove_photo",
    "take_back_insight",
    "write_section",
]
