"""What can be done with visits. One verb each; who, when and why is kept at each step."""

from programs.visits.actions.answering import (
    accept_counter_offer,
    confirm_visit,
    decline_visit,
    offer_other_day,
    refuse_counter_offer,
)
from programs.visits.actions.attendance import mark_debriefed, say_attendance, settle_attendance
from programs.visits.actions.booking import book_visit, reschedule_visit
from programs.visits.actions.calendars import renew_invitations
from programs.visits.actions.clearing import note_access, take_back_access
from programs.visits.actions.ending import call_off_day, call_off_visit, cancel_visits_of_leaver, withdraw_visit
from programs.visits.actions.exchanging import MOVABLE, Move, exchange_visits
from programs.visits.actions.periodic import tick
from programs.visits.actions.releases import grant_release, refuse_release
from programs.visits.actions.replies import (
    Reply,
    accept_proposal,
    confirm_answer,
    invite_again,
    note_answer,
    propose_time,
    refuse_proposal,
    send_invitation_again,
    settle_answer,
    visits_behind,
)
from programs.visits.actions.waiting import (
    accept_waiting_offer,
    decline_waiting_offer,
    join_waiting_list,
    leave_waiting_list,
)
from programs.visits.refusals import StepRefused, VisitRefused

__all__ = [
    "MOVABLE",
    "Move",
    "Reply",
    "StepRefused",
    "VisitRefused",
    "accept_counter_offer",
    "accept_proposal",
    "accept_waiting_offer",
    "book_visit",
    "call_off_day",
    "call_off_visit",
    "cancel_visits_of_leaver",
    "confirm_answer",
    "confirm_visit",
    "decline_visit",
    "decline_waiting_offer",
    "exchange_visits",
    "grant_release",
    "invite_again",
    "join_waiting_list",
    "leave_waiting_list",
    "mark_debriefed",
    "note_access",
    "note_answer",
    "offer_other_day",
    "propose_time",
    "refuse_counter_offer",
    "refuse_proposal",
    "refuse_release",
    "renew_invitations",
    "reschedule_visit",
    "say_attendance",
    "send_invitation_again",
    "settle_answer",
    "settle_attendance",
    "take_back_access",
    "tick",
    "visits_behind",
    "withdraw_visit",
]
