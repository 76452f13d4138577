"""Pages of the commitments room: promises and quick wins, frictions and what they cost."""

from programs.commitments.views.frictions import (
    answered,
    friction,
    frictions,
    link_friction,
    minutes,
    minutes_file,
    move_friction,
    report_friction,
    routing,
)
from programs.commitments.views.promises import (
    commitment,
    join_squad,
    leave_squad,
    mine,
    propose,
    quick_wins,
    reword,
    step,
    thank,
)

__all__ = [
    "answered",
    "commitment",
    "friction",
    "frictions",
    "join_squad",
    "leave_squad",
    "link_friction",
    "mine",
    "minutes",
    "minutes_file",
    "move_friction",
    "propose",
    "quick_wins",
    "report_friction",
    "reword",
    "routing",
    "step",
    "thank",
]
