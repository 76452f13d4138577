"""The pages of the change room: the hub with pulse and checklist, the people who carry it, and thanks."""

from programs.change.views.carrying import (
    answer_nomination,
    champions,
    end_champion,
    finish_sponsor_action,
    nominate,
    note_deed,
    plan_sponsor_action,
    sponsors,
)
from programs.change.views.hub import add_task, checklist, finish_task, plan_pulse, program, pulse, task
from programs.change.views.thanking import show_thanks, thanks

__all__ = [
    "add_task",
    "answer_nomination",
    "champions",
    "checklist",
    "end_champion",
    "finish_sponsor_action",
    "finish_task",
    "nominate",
    "note_deed",
    "plan_pulse",
    "plan_sponsor_action",
    "program",
    "pulse",
    "show_thanks",
    "sponsors",
    "task",
    "thanks",
]
