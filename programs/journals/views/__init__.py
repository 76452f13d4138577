"""Pages of the journals room: writing, cards and findings, quotes, themes."""

from programs.journals.views.cards import cut_insight, insight, insights, take_back_insight
from programs.journals.views.leading import (
    finding,
    findings,
    heard,
    heard_file,
    part_insight,
    roadmap,
    roadmap_item,
)
from programs.journals.views.quotes import ask_quote, choose_quotes, consent, offer_quote, quote, quotes, withhold
from programs.journals.views.tagging import begin_themes, coding, keywords, merge_theme, themes
from programs.journals.views.writing import (
    add_photo,
    mine,
    open_section,
    photo,
    remove_photo,
    shared,
    visit,
    write,
)

__all__ = [
    "add_photo",
    "ask_quote",
    "begin_themes",
    "choose_quotes",
    "coding",
    "consent",
    "cut_insight",
    "finding",
    "findings",
    "heard",
    "heard_file",
    "insight",
    "insights",
    "keywords",
    "merge_theme",
    "mine",
    "offer_quote",
    "open_section",
    "part_insight",
    "photo",
    "quote",
    "quotes",
    "remove_photo",
    "roadmap",
    "roadmap_item",
    "shared",
    "take_back_insight",
    "themes",
    "visit",
    "withhold",
    "write",
]
