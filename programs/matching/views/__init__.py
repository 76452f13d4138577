"""Pages of the matching room: runs, drafts, edits, publishing. For leads only."""

from programs.matching.views.asking import ask_host
from programs.matching.views.draft import explain, lock, move, person, place, take_out, undo
from programs.matching.views.repairs import consent, repair, repairs, withdraw_repair
from programs.matching.views.ruling import add_floor, remove_floor, rules, simulate
from programs.matching.views.runs import (
    again,
    cancel,
    compare,
    discard,
    export,
    export_lots,
    index,
    other_preset,
    publish,
    record,
    restart,
    run,
)

__all__ = [
    "add_floor",
    "again",
    "ask_host",
    "cancel",
    "compare",
    "consent",
    "discard",
    "explain",
    "export",
    "export_lots",
    "index",
    "lock",
    "move",
    "other_preset",
    "person",
    "place",
    "publish",
    "record",
    "remove_floor",
    "repair",
    "repairs",
    "restart",
    "rules",
    "run",
    "simulate",
    "take_out",
    "undo",
    "withdraw_repair",
]
