"""Pages of the visits room: finding and booking, one's own visits, hosting, leading."""

from programs.visits.views.calendars import accept_proposal, confirm_answer, refuse_proposal
from programs.visits.views.finding import book, day, find, wait
from programs.visits.views.gate import note_access, take_back_access
from programs.visits.views.hosting import (
    answer,
    call_off,
    call_off_day,
    confirm,
    decline,
    hosted,
    suggest,
)
from programs.visits.views.leading import all_csv, all_visits, grant, refuse, releases
from programs.visits.views.own import (
    accept_suggestion,
    attendance,
    decline_offer,
    leave_waiting_list,
    mine,
    refuse_suggestion,
    reschedule,
    take_offer,
    visit,
    withdraw,
)

__all__ = [
    "accept_proposal",
    "accept_suggestion",
    "all_csv",
    "all_visits",
    "answer",
    "attendance",
    "book",
    "call_off",
    "call_off_day",
    "confirm",
    "confirm_answer",
    "day",
    "decline",
    "decline_offer",
    "find",
    "grant",
    "hosted",
    "leave_waiting_list",
    "mine",
    "note_access",
    "refuse",
    "refuse_proposal",
    "refuse_suggestion",
    "releases",
    "reschedule",
    "suggest",
    "take_back_access",
    "take_offer",
    "visit",
    "wait",
    "withdraw",
]
