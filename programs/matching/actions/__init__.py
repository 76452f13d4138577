"""What can be done with runs and drafts. One verb each, with an audit row in the same transaction."""

from programs.matching.actions.asking import ask_host
from programs.matching.actions.draft import (
    explain_edit,
    forbid,
    lock_placement,
    move_placement,
    place_by_hand,
    undo_edit,
    unlock_placement,
)
from programs.matching.actions.publishing import book_placement, publish_run
from programs.matching.actions.repairing import answer_repair, ask_repair, expire_repairs, withdraw_repair
from programs.matching.actions.ruling import set_rules
from programs.matching.actions.running import (
    begin_attempt,
    cancel_run,
    discard_run,
    fail_run,
    finish_run,
    hear,
    restart_run,
    solve_again,
    start_run,
)
from programs.matching.refusals import RepairRefused, RunRefused

__all__ = [
    "RepairRefused",
    "RunRefused",
    "answer_repair",
    "ask_host",
    "ask_repair",
    "begin_attempt",
    "book_placement",
    "cancel_run",
    "discard_run",
    "expire_repairs",
    "explain_edit",
    "fail_run",
    "finish_run",
    "forbid",
    "hear",
    "lock_placement",
    "move_placement",
    "place_by_hand",
    "publish_run",
    "restart_run",
    "set_rules",
    "solve_again",
    "start_run",
    "undo_edit",
    "unlock_placement",
    "withdraw_repair",
]
