"""Pages of the hosting room: offerings and their days, and what departments give and wish."""

from programs.hosting.views.departments import departments, drop_wish, hours, remove_skill, skills, wishes
from programs.hosting.views.offerings import (
    add_day,
    add_offering,
    day,
    edit_offering,
    edit_pattern,
    end_pattern,
    index,
    mend_agenda,
    move_day,
    move_offering,
    offering,
    people,
    plan_days,
    restore_day,
    skip_day,
)

__all__ = [
    "add_day",
    "add_offering",
    "day",
    "departments",
    "drop_wish",
    "edit_offering",
    "edit_pattern",
    "end_pattern",
    "hours",
    "index",
    "mend_agenda",
    "move_day",
    "move_offering",
    "offering",
    "people",
    "plan_days",
    "remove_skill",
    "restore_day",
    "skills",
    "skip_day",
    "wishes",
]
