"""Lists of the visits room, among them every reason why a visit is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitState(TextChoices):
    """The life cycle of a visit (see docs/glossary.md)."""

    REQUESTED = "requested", _("Requested")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")
    ATTENDED = "attended", _("Attended")
    MISSED = "missed", _("Missed")
    DEBRIEFED = "debriefed", _("Debriefed")


STANDING = (VisitState.REQUESTED, VisitState.CONFIRMED, VisitState.ATTENDED, VisitState.DEBRIEFED)
"""States that hold a place."""

FELL_AWAY = (VisitState.CANCELLED, VisitState.DECLINED, VisitState.WITHDRAWN, VisitState.EXPIRED)
"""States of visits that did not come about; a lead may look for a replacement."""


class VisitOrigin(TextChoices):
    """How a visit came about."""

    BOOKED = "booked", _("Booked")
    MATCHED = "matched", _("Matched")
    WAITING_LIST = "waiting_list", _("From the waiting list")
    COUNTER_OFFER = "counter_offer", _("Counter-offer")
    RESCHEDULED = "rescheduled", _("Rescheduled")


class Reason(TextChoices):
    """Every reason why a person can't visit on a day."""

    BEGUN = "begun", _("The day has begun or is over.")
    PAST_NOTICE = "past_notice", _("Visits are booked at least %(days)s days before.")
    TOO_EARLY = "too_early", _("This day can be booked from %(on)s on.")
    FULL = "full", _("All places are taken (%(places)s of %(places)s).")
    NOT_OFFERED = "not_offered", _("The department doesn't offer this day any more.")
    ALREADY_THAT_DAY = "already_that_day", _("You already have a visit on this day: %(title)s.")
    ALREADY_THERE = "already_there", _("You already have a place on this day.")
    DEPARTMENT_VISITED = "department_visited", _("You already have a visit to %(department)s.")
    ENOUGH_VISITS = "enough_visits", _("You already have all the %(wanted)s visits you asked for.")
    TOO_CLOSE = "too_close", _("There are fewer than %(days)s days between this and your visit on %(on)s.")
    BLACKOUT = "blackout", _("No visits on this day: %(title)s.")
    HOLIDAY = "holiday", _("Public holiday at %(site)s: %(title)s.")
    BUSY = "busy", _("Your calendar is busy from %(start)s to %(end)s.")
    BLOCKED_DATE = "blocked_date", _("You blocked this date.")
    TEAM_COVER = "team_cover", _("Too many of your team are away on this day: %(who)s.")
    ON_CALL = "on_call", _("You are on call on this day.")
    HOST_BUDGET = "host_budget", _("%(department)s has given all its hosting hours of this month.")
    HOST_HOURS = "host_hours", _("%(host)s has given all their hosting hours of this month.")
    NOT_RELEASED = "not_released", _("%(manager)s has not released this day yet.")
    EXCLUSION = "exclusion", _("A visit to this department is not possible for you in this cohort.")
    OWN_DEPARTMENT = "own_department", _("This is your own department.")
    OUT_OF_REACH = "out_of_reach", _("The day is at %(site)s; you asked for your own site only.")
    OUT_OF_ZONE = "out_of_zone", _("The clock at %(site)s is more than two hours away from yours.")
    NOT_ENROLLED = "not_enrolled", _("You are not enrolled in a cohort that covers this day.")
    COHORT_CLOSED = "cohort_closed", _("Booking is not open in %(cohort)s at this stage.")
    OUTSIDE_COHORT = "outside_cohort", _("%(cohort)s runs from %(start)s to %(end)s.")
    NOT_IN_COHORT = "not_in_cohort", _("%(department)s does not host in %(cohort)s.")
    LEFT = "left", _("This person has left the company.")


class Caution(TextChoices):
    """Every reason to think twice about a day that can be booked."""

    SOFT_BLACKOUT = "soft_blackout", _("Better not on this day: %(title)s.")
    TENTATIVE = "tentative", _("Your calendar has something tentative from %(start)s to %(end)s.")


class StepReason(TextChoices):
    """Every reason why a visit can't take a step of its life cycle."""

    WRONG_STATE = "wrong_state", _("The visit is %(state)s, so this can't be done any more.")
    LATE = "late", _("It is too late: changes are possible until %(days)s days before.")
    NOT_YET = "not_yet", _("The day is not over yet.")
    NEEDS_REASON = "needs_reason", _("Say why, so that the other side understands.")
    NO_OFFER = "no_offer", _("This offer is no longer open.")
    ALREADY_WAITING = "already_waiting", _("You are already on the waiting list of this day.")
    NOT_FULL = "not_full", _("There is a free place: book it directly.")
    ALREADY_MOVING = "already_moving", _("You have already asked for another day instead. Wait for the answer first.")
    SAME_DAY = "same_day", _("That is the same day.")
    OTHER_DEPARTMENT = "other_department", _("A counter-offer stays within the department.")


class AccessItem(TextChoices):
    """What may stand between a visitor and a place."""

    BADGE = "badge", _("Badge")
    DATA = "data", _("Data")
    SAFETY = "safety", _("Health and safety")
    PREREQUISITES = "prerequisites", _("What visitors need before")


class NoteKind(TextChoices):
    """Whose word it is that an item is in order."""

    DECLARED = "declared", _("the visitor says so")
    CHECKED = "checked", _("checked by the host")
    WAIVED = "waived", _("cleared by the programme lead")


class Light(TextChoices):
    """How an item stands; a red one keeps a visit from being confirmed."""

    GREEN = "green", _("In order")
    AMBER = "amber", _("To settle before the day")
    RED = "red", _("Stands in the way")


class AccessReason(TextChoices):
    """How each item stands, and what to do about it."""

    FINE = "fine", _("Settled: %(who)s.")
    OWN_SITE = "own_site", _("%(visitor)s works at %(site)s.")
    AT_ENTRANCE = "at_entrance", _("Given out at the entrance on the day.")
    OPEN_DATA = "open_data", _("Nothing on this day is confidential.")
    DECLARED = "declared", _("%(visitor)s has it, and the host has not checked it yet.")
    CONFIDENTIAL = "confidential", _("Confidential data is shown: %(visitor)s promises to keep it so.")
    UNSAID = "unsaid", _("%(visitor)s has not said yet whether this is there: %(text)s")
    NO_BADGE = "no_badge", _("%(visitor)s has no badge for %(site)s. Order one, then note it on the visit's page.")
    NO_SAFETY = (
        "no_safety",
        _("%(visitor)s needs the safety instruction of %(site)s first. Hold it, then note it on the visit's page."),
    )
    NO_CLEARANCE = (
        "no_clearance",
        _(
            "Restricted data is shown, and %(visitor)s has no clearance from %(department)s. "
            "Give it, then note it on the visit's page."
        ),
    )


class NoteReason(TextChoices):
    """Why a note about an item is refused."""

    NOT_ASKED = "not_asked", _("This visit doesn't ask for that.")
    OVER = "over", _("The visit is not ahead any more.")
    NEEDS_REASON = "needs_reason", _("Say why this visitor may come all the same; it is kept in the log.")
    ENDS_BEFORE = "ends_before", _("It ends before the day of the visit.")


class WaitingState(TextChoices):
    """Where a place on a waiting list stands."""

    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("Offered")
    TAKEN = "taken", _("Taken")
    LAPSED = "lapsed", _("Lapsed")
    LEFT = "left", _("Left")


class OfferState(TextChoices):
    """Where a counter-offer stands."""

    OPEN = "open", pgettext_lazy("state", "Open")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Lapsed")


class ReleaseState(TextChoices):
    """What the line manager says to the day."""

    PENDING = "pending", _("Waiting for the line manager")
    GRANTED = "granted", _("Released")
    REFUSED = "refused", _("Not released")
    BY_POLICY = "by_policy", _("Released by policy")


class EventStatus(TextChoices):
    """How a hosting day stands in its hosts' calendars (RFC 5545 §3.8.1.11). Never shown."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


class PartStat(TextChoices):
    """What a calendar answered to an invitation (RFC 5545 §3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION", pgettext_lazy("calendar", "No answer yet")
    ACCEPTED = "ACCEPTED", pgettext_lazy("calendar", "Accepted")
    TENTATIVE = "TENTATIVE", pgettext_lazy("calendar", "Maybe")
    DECLINED = "DECLINED", pgettext_lazy("calendar", "Declined")
