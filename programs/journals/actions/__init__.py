"""What can be done with a journal and with what is cut from it. One verb each."""

from programs.journals.actions.coding import add_theme, begin_themes, code_entry, merge_theme
from programs.journals.actions.cutting import check_words, cut_insight, open_insight, take_back_insight
from programs.journals.actions.merging import merge_insights, name_finding, part_insight
from programs.journals.actions.quoting import (
    Wording,
    ask_for_quote,
    choose_quotes,
    consent_to_quote,
    mark_printed,
    offer_quote,
    reword_quote,
    withhold_quote,
)
from programs.journals.actions.writing import (
    add_photo,
    open_section,
    remove_photo,
    write_section,
)
from programs.journals.refused import JournalRefused

__all__ = [
    "JournalRefused",
    "Wording",
    "add_photo",
    "add_theme",
    "ask_for_quote",
    "begin_themes",
    "check_words",
    "choose_quotes",
    "code_entry",
    "consent_to_quote",
    "cut_insight",
    "mark_printed",
    "merge_insights",
    "merge_theme",
    "name_finding",
    "offer_quote",
    "open_insight",
    "open_section",
    "part_insight",
    "remove_photo",
    "reword_quote",
    "take_back_insight",
    "withhold_quote",
    "write_section",
]
