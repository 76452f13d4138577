"""Lists of the matching room: states, presets, refusals, and every sentence of an explanation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    """The life cycle of a matching run."""

    DRAFT = "draft", _("Waiting to be solved")
    SOLVING = "solving", _("Solving")
    SOLVED = "solved", _("Solved")
    INFEASIBLE = "infeasible", _("No plan possible")
    FAILED = "failed", _("Failed")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded")


class Preset(TextChoices):
    """What a run tries hardest for."""

    BEST_FIT = "best_fit", _("Best fit")
    MOST_PLACED = "most_placed", _("Most placed")


class EditKind(TextChoices):
    """What a lead did to a draft by hand."""

    LOCK = "lock", _("Locked")
    UNLOCK = "unlock", _("Unlocked")
    TAKE_OUT = "take_out", _("Taken out")
    MOVE = "move", _("Moved")
    PLACE = "place", _("Placed")
    UNDO = "undo", _("Undone")


class RunRefusal(TextChoices):
    """Why a run or an edit of its draft is refused."""

    WRONG_STATE = "wrong_state", _("The run is %(state)s, so this can't be done.")
    NOBODY = "nobody", _("Nobody is enrolled yet. Invite people to enrol first.")
    NO_DAYS = "no_days", _("No hosting days are open in this cohort. Ask departments to publish some.")
    ENOUGH = "enough", _("Everybody already has all the visits they asked for.")
    STAGE = "stage", _("Matching runs while a cohort is in the stage “Matching” or “Running”; %(cohort)s isn't.")
    BUSY = "busy", _("Another run of this cohort is being solved. Wait for it or stop it.")
    STILL_ALIVE = "still_alive", _("The search is still going on.")
    BASELINE_OPEN = "baseline_open", _("Close the baseline wave first, or say why you go on without it.")
    NOTHING_TO_PUBLISH = "nothing_to_publish", _("The draft holds no placement.")
    OTHER_RUN = "other_run", _("This visit belongs to another run.")
    NO_OPTION = "no_option", _("This day isn't among those that this run can place the person on.")
    SAME_DAY = "same_day", _("That is the same day.")
    TAKEN = "taken", _("All places of this day are taken in the draft.")
    COVER = "cover", _("Too many of the team would be away on this day.")
    BUDGET = "budget", _("The department's hosting hours of this month would be used up.")
    HOST_BUDGET = "host_budget", _("The host's hours of this month would be used up.")
    OWN_VISITS = "own_visits", _("It is too close to another visit of this person in the draft.")
    SAME_DEPARTMENT = "same_department", _("This person already visits the department in the draft.")
    SMALL_GROUP = "small_group", _("The day needs a larger group than it would have.")
    ALREADY_ASKED = "already_asked", _("This has been asked for already.")
    NOTHING_TO_UNDO = "nothing_to_undo", _("There is no edit left to take back.")


class RunFailure(TextChoices):
    """Why a run ended without a plan."""

    MEMORY = "memory", _("The search needed more memory than it may use. Try a smaller cohort or fewer days.")
    TIME = "time", _("The search was stopped because it took far longer than allowed. Start it again with more time.")
    OUT_OF_TIME = "out_of_time", _("No plan was found in the time given. Start it again with more time.")
    CANCELLED = "cancelled", _("The search was stopped by hand. Nothing was published.")
    CRASHED = "crashed", _("The search ended with an error, which is in the log. Nothing was published.")
    CONFLICT = (
        "conflict",
        _("Some locks or required floors can't hold together, or a locked visit isn't possible any more."),
    )


class Why(TextChoices):
    """Why somebody is placed on a day (`explanation.Why` says when)."""

    LOCKED = "locked", _("Locked by hand.")
    MOVED = "moved", _("Moved here by hand.")
    ONLY_OPTION = "only_option", _("The only day that is possible at all.")
    FIRST_VISIT = "first_visit", _("Otherwise without any visit.")
    CHOICE = "choice", _("Choice %(rank)s on the list.")
    NEW_TIE = "new_tie", _("Few of %(team)s have been to %(department)s.")
    GOALS = "goals", _("Shows what they want to learn.")
    ASKED = "asked", _("%(department)s asked for them, their team or a skill of theirs.")
    OWED = "owed", _("Missed out last time.")
    ONLY_DAY = "only_day", _("The only possible day of %(department)s.")
    DRAWN = "drawn", _("Drawn by lot: %(others)s others had an equal claim to the place.")
    KEPT = "kept", _("As in the draft before.")
    FREE_PLACE = "free_place", _("A place is free and nothing speaks against it.")


class Obstacle(TextChoices):
    """What stands between somebody and a further visit (`ledger.Obstacle` says when)."""

    FULL = "full", _("all places taken")
    COVER = "cover", _("too many of the team away")
    BUDGET = "budget", _("hosting hours used up")
    HOST_BUDGET = "host_budget", _("the host's hours used up")
    OWN_VISITS = "own_visits", _("too close to another own visit")
    SAME_DEPARTMENT = "same_department", _("department already visited")
    SMALL_GROUP = "small_group", _("group too small to take place")
    TAKEN_OUT = "taken_out", _("taken out by hand")


class Binding(TextChoices):
    """The same with what it is about: which day, which team, which month."""

    FULL = "full", _("“%(title)s” (%(department)s) on %(on)s is full")
    COVER = "cover", _("too many of %(team)s would be away on %(on)s")
    BUDGET = "budget", _("%(department)s has no hosting hours left in %(month)s")
    HOST_BUDGET = "host_budget", _("%(host)s has no hosting hours left in %(month)s")
    OWN_VISITS = "own_visits", _("%(on)s is too close to another visit of the same person")
    SAME_DEPARTMENT = "same_department", _("the same person already visits %(department)s")
    SMALL_GROUP = "small_group", _("“%(title)s” (%(department)s) on %(on)s needs a larger group")


class OutOfQuestion(TextChoices):
    """Why a day was out of the question from the start: the reasons of the visits room, in a few words."""

    BEGUN = "begun", _("begun or over")
    PAST_NOTICE = "past_notice", _("too short notice")
    TOO_EARLY = "too_early", _("too early to book")
    FULL = "full", _("all places taken")
    NOT_OFFERED = "not_offered", _("not offered any more")
    ALREADY_THAT_DAY = "already_that_day", _("already visits elsewhere that day")
    ALREADY_THERE = "already_there", _("already has a place there")
    DEPARTMENT_VISITED = "department_visited", _("department already visited")
    ENOUGH_VISITS = "enough_visits", _("already has all visits wanted")
    TOO_CLOSE = "too_close", _("too close to a standing visit")
    BLACKOUT = "blackout", _("blackout")
    HOLIDAY = "holiday", _("public holiday")
    BUSY = "busy", _("busy in the calendar")
    BLOCKED_DATE = "blocked_date", _("date blocked by the person")
    TEAM_COVER = "team_cover", _("too many of the team away")
    ON_CALL = "on_call", _("on call")
    HOST_BUDGET = "host_budget", _("hosting hours used up")
    HOST_HOURS = "host_hours", _("the host's hours used up")
    NOT_RELEASED = "not_released", _("not released by the line manager")
    EXCLUSION = "exclusion", _("excluded by a lead")
    OWN_DEPARTMENT = "own_department", _("own department")
    OUT_OF_REACH = "out_of_reach", _("at another site")
    OUT_OF_ZONE = "out_of_zone", _("in a far time zone")
    NOT_ENROLLED = "not_enrolled", _("not enrolled")
    COHORT_CLOSED = "cohort_closed", _("cohort not open")
    OUTSIDE_COHORT = "outside_cohort", _("outside the cohort's dates")
    NOT_IN_COHORT = "not_in_cohort", _("department doesn't host in the cohort")
    LEFT = "left", _("has left the company")


class Change(TextChoices):
    """One thing widened by one, as a sentence to start from."""

    FULL = "full", _("One more place at “%(title)s” (%(department)s) on %(on)s")
    COVER = "cover", _("One more person of %(team)s away on %(on)s")
    BUDGET = "budget", _("One more hosting day of %(department)s in %(month)s")
    HOST_BUDGET = "host_budget", _("One more hosting day of %(host)s in %(month)s")
    SMALL_GROUP = "small_group", _("“%(title)s” (%(department)s) on %(on)s also with one visitor fewer")


class LevelTitle(TextChoices):
    """What is decided first, second and so on."""

    FIRST_VISITS = "first_visits", _("People with a first visit")
    OWED = "owed", _("First visits of people who missed out last time")
    FLOORS = "floors", _("Visits below the floors")
    VISITS = "visits", _("Visits")
    PREFERENCE = "preference", _("Preference of both sides")
    FAIRNESS = "fairness", _("Better choices for the worst off")
    HOST_BALANCE = "host_balance", _("Visits above a host's fair share")
    LEAST_CHANGE = "least_change", _("Visits kept from the draft before")
    DRAW = "draw", _("Draw among equals")


class RepairState(TextChoices):
    """The life cycle of a repair."""

    ASKING = "asking", _("Waiting for answers")
    APPLIED = "applied", _("Done")
    REFUSED = "refused", _("Somebody said no")
    EXPIRED = "expired", _("Not answered in time")
    FAILED = "failed", _("Not possible any more")
    WITHDRAWN = "withdrawn", _("Taken back by the lead")


class ConsentAnswer(TextChoices):
    """What somebody says to a repair."""

    PENDING = "pending", _("Not answered yet")
    YES = "yes", _("Agrees")
    NO = "no", _("Does not agree")


class RepairRefusal(TextChoices):
    """Why a repair can't be asked for or answered."""

    OUTDATED = "outdated", _("Something changed meanwhile. Choose from the proposals as they are now.")
    ALREADY_ASKED = "already_asked", _("A change for this visit is already being asked for.")
    OVER = "over", _("This is settled already: %(state)s.")
    ANSWERED = "answered", _("You have already answered.")


class Concern(TextChoices):
    """What a repair would change for whoever reads it."""

    NEW_VISIT = "new_visit", _("You would visit “%(title)s” (%(department)s) on %(when)s.")
    OTHER_VISIT = "other_visit", _("Your visit “%(old)s” on %(before)s would become “%(title)s” on %(when)s.")
    GUEST_COMES = "guest_comes", _("%(visitor)s would come to “%(title)s” on %(when)s.")
    GUEST_GOES = "guest_goes", _("%(visitor)s would no longer come to “%(old)s” on %(before)s.")
    RELEASE = "release", _("%(visitor)s would be away on %(when)s. Your yes releases the day.")
    RELEASE_MOVES = (
        "release_moves",
        _("%(visitor)s would be away on %(when)s instead of %(before)s. Your yes releases the day."),
    )
