"""Pages of the matching room: runs, drafts, edits, publishing. For leads only."""

from programs.matching.views.asking import ask_host
from programs.matching.views.draft import lock, move, place, take_out, undo
from programs.matching.views.repairs import consent, repair, repairs, withdraw_repair
from programs.matching.views.ruling import add_floor, remove_floor, rules, simulate
from programs.matching.views.runs import (
    again,
    cancel,
    compare,
    discard,
    export,
    index,
    other_preset,
    publish,
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
    "export",
    "index",
    "lock",
    "move",
    "other_preset",
    "place",
    "publish",
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
