"""Pages of the journals room: writing, cutting cards, merging them into findings."""

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
    "cut_insight",
    "finding",
    "findings",
    "heard",
    "heard_file",
    "insight",
    "insights",
    "mine",
    "open_section",
    "part_insight",
    "photo",
    "remove_photo",
    "roadmap",
    "roadmap_item",
    "shared",
    "take_back_insight",
    "visit",
    "write",
]
