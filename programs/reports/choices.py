"""Lists of the reports room, among them every sentence that a report can say."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Edition(TextChoices):
    """What a report is made for."""

    BOARD = "board", _("Executive page")
    PROGRAM = "program", _("Programme report")
    DEPARTMENT = "department", _("Department report")
    PRIVACY = "privacy", _("Privacy annex")


class PersonalKind(TextChoices):
    """What somebody gets for themselves."""

    CERTIFICATE = "certificate", _("Certificate")
    THANKS = "thanks", _("Thank-you to the host")
    JOURNAL = "journal", _("Own journal")
    RUN = "run", _("Matching run record")
    PAIR = "pair", _("Brief of two departments")


class BatchKind(TextChoices):
    """What is made for many at once."""

    CERTIFICATES = "certificates", _("All certificates")
    DEPARTMENTS = "departments", _("All department reports")


class DocumentState(TextChoices):
    """Where a document stands."""

    QUEUED = "queued", _("Queued")
    RENDERING = "rendering", _("Rendering")
    READY = "ready", _("Ready")
    WAITING = "waiting", _("Waiting to be tried again")
    FAILED = "failed", _("Failed")


class Rhythm(TextChoices):
    """When a report comes by itself."""

    MONTHLY = "monthly", _("Every month")
    RELEASE = "release", _("When a survey wave is released")


class ScheduleEnd(TextChoices):
    """Why a report stopped coming by itself."""

    ASKED = "asked", _("Stopped by hand")
    OWNER = "owner", _("Whoever set it up no longer leads the programme")
    READER = "reader", _("The reader may no longer read it")
    ARCHIVED = "archived", _("The cohort is archived")


class Sentence(TextChoices):
    """Every generated sentence. Level L1: what changed, never why (a test lints each of them)."""

    ROSE = "rose", _("The business’s view of IT rose from %(before)s to %(after)s")
    FELL = "fell", _("The business’s view of IT fell from %(before)s to %(after)s")
    UNCHANGED = "unchanged", _("No clear change in the business’s view of IT: %(before)s before, %(after)s after")
    BASELINE = "baseline", _("%(it)s of IT and %(business)s of the business agree: a gap of %(gap)s points")
    TOO_FEW = "too_few", _("Too few answers to show without pointing at people")
    NO_WAVE = "no_wave", _("No survey wave has been closed yet")

    DEPARTMENT = (
        "department",
        _("In %(department)s %(here)s agree, in all departments %(company)s"),
    )
    DEPARTMENT_HIDDEN = (
        "department_hidden",
        _("%(department)s: too few answers to show without pointing at people"),
    )
    ONE_COMPARED = (
        "one_compared",
        _("A department is one part of the company: its figures are not ranked, and all departments include it."),
    )
    TALK_ABOUT = (
        "talk_about",
        _("%(here)s of the department agree with “%(item)s”. What would have to happen for it to be more?"),
    )
    HOSTED = "hosted", _("%(visitors)s people from IT made %(visits)s visits here, %(hours)s hours in all.")

    MEASURE = (
        "measure",
        _("“%(item)s” is the measure: the share of the business that agrees."),
    )
    LINKED = (
        "linked",
        _(
            "Among the same %(n)s people it went from %(before)s to %(after)s: %(change)s points, "
            "95%% interval %(low)s to %(high)s."
        ),
    )
    UNLINKED = (
        "unlinked",
        _(
            "Change over all answers: %(change)s points, 95%% interval %(low)s to %(high)s. "
            "Different people may have answered; the interval is wider than for linked people."
        ),
    )
    MOVED = "moved", _("Of %(n)s people, %(up)s moved up, %(down)s moved down and %(stayed)s stayed.")
    FIRST_WAVE = "first_wave", _("One wave has been closed, so nothing in this report is a change.")

    CHANGE_HIDDEN = "change_hidden", _("Too few people answered to show a change without pointing at them.")

    GAP_UNCHANGED = "no_clear_change", _("No clear change in the gap: %(before)s points before, %(after)s after.")
    GAP_BUSINESS_ROSE = (
        "business_rose",
        _("The gap narrowed from %(before)s to %(after)s points; the business view rose."),
    )
    GAP_IT_FELL = "it_fell", _("The gap narrowed from %(before)s to %(after)s points because IT’s own view fell.")
    GAP_SOURCE_UNCLEAR = (
        "source_unclear",
        _("The gap narrowed from %(before)s to %(after)s points; on which side is unclear."),
    )
    GAP_WIDENED = "widened", _("The gap widened from %(before)s to %(after)s points.")
    SIDES_LINKED = (
        "sides_linked",
        _(
            "Among people who answered both times: IT %(it)s points, business %(business)s points, "
            "gap %(gap)s points [%(low)s to %(high)s]."
        ),
    )
    SIDES_ALL = (
        "sides_all",
        _(
            "Over all answers: IT %(it)s points, business %(business)s points, "
            "gap %(gap)s points [%(low)s to %(high)s]."
        ),
    )
    GAP_NOW = "gap_now", _("IT sees itself %(gap)s points apart from how the business sees it [%(low)s to %(high)s].")
    GAP_HIDDEN = "gap_hidden", _("Too few answers to show a gap without pointing at people.")

    TOOK_PART = "took_part", _("%(visited)s of %(enrolled)s enrolled people have visited a department")
    NOBODY_ENROLLED = "nobody_enrolled", _("Nobody has enrolled yet")
    PART_HIDDEN = "part_hidden", _("So few people have visited that figures would point at them")
    VISITS_DONE = (
        "visits_done",
        _("%(done)s of %(planned)s planned visits took place, in %(reached)s of %(hosts)s departments"),
    )
    NO_VISITS = "no_visits", _("No visit has taken place yet")
    VISITS_HIDDEN = "visits_hidden", _("So few visits took place that figures would point at people")

    CONTACTS = "contacts", _("%(new)s new working contacts, %(lost)s no longer in touch")
    NO_CONTACTS = "no_contacts", _("Too few people answered about contacts to show figures")
    REACH = (
        "reach",
        _(
            "Each visitor can call somebody in %(after)s departments, was %(before)s; %(alone)s of %(people)s know "
            "nobody outside their own, was %(alone_before)s."
        ),
    )
    MUTUAL = "mutual", _("In %(mutual)s of %(pairs)s pairs where both answered, each names the other.")

    PROMISES = (
        "promises",
        _("%(confirmed)s of %(agreed)s agreed promises were confirmed by the person they were for"),
    )
    NO_PROMISES = "no_promises", _("No promise has been agreed yet")
    ON_TIME = "on_time", _("%(on_time)s of them were delivered on time; %(overdue)s others are overdue.")
    QUICK_WINS = "quick_wins", _("%(wins)s count as quick wins: visible, closed within 90 days, confirmed.")
    BENEFIT = (
        "benefit",
        _(
            "%(said)s of %(promises)s confirmed promises have a figure: they save %(hours)s hours a month as confirmed "
            "by those they were for, each friction counted once; their owners had estimated %(estimated)s."
        ),
    )
    NO_BENEFIT = "no_benefit", _("None of %(promises)s confirmed promises has a figure for what it saves.")
    FRICTIONS = "frictions", _("Hosts lose %(hours)s hours a month to %(open)s open frictions")
    FRICTIONS_CLOSED = "frictions_closed", _("All %(reported)s frictions that hosts reported are closed")
    NO_FRICTIONS = "no_frictions", _("Hosts have reported no friction")

    CONCERNS = "concerns", _("%(answered)s of %(raised)s concerns were answered.")
    CONCERN_DAYS = "concern_days", _("Half of the answers came within %(days)s days.")

    LEVEL = (
        "level",
        _(
            "Level L1: change over time in one company, without a comparison group. "
            "The report says what changed, not why."
        ),
    )
    LIMIT_COMPARISON = (
        "limit_comparison",
        _("There is no comparison group: what changed might have changed without the programme."),
    )
    LIMIT_BESIDE = (
        "limit_beside",
        _(
            "The headline has no comparison group. Where those who took part stand beside others, "
            "nobody was assigned by chance."
        ),
    )
    LIMIT_CHOSEN = (
        "limit_chosen",
        _("People chose to take part and to answer; those who didn’t may see it differently."),
    )
    LIMIT_NOISE = (
        "limit_noise",
        _("With %(n)s answers of the business a change below about %(points)s points can’t be told from noise."),
    )
    LIMIT_RESPONSE = (
        "limit_response",
        _("Fewer than half of those asked answered (%(rate)s): the figures describe those who answered."),
    )
    LIMIT_WORST = (
        "limit_worst",
        _("If all who didn’t answer disagreed, %(low)s of the business would agree; if all agreed, %(high)s."),
    )
    LIMIT_ITEMS = (
        "limit_items",
        _("The statements were written for this programme; they are not a validated scale and have no benchmark."),
    )
    LIMIT_DIFFERENT = (
        "limit_different",
        _("“%(agree)s agree” doesn’t mean that the others disagree: some are neutral, some can’t judge."),
    )
    LIMIT_SMALL = (
        "limit_small",
        _("Groups below %(score)s people have no score and below %(item)s no percentages; some rows are missing."),
    )
    LIMIT_TIES = "limit_ties", _("Contacts are what people say about themselves, after the visit, from memory.")


class ReportRefusal(TextChoices):
    """Why a snapshot or document can't be made or signed."""

    NOT_LEAD = "not_lead", _("Only the lead of the programme can freeze the figures.")
    NOT_READER = "not_reader", _("%(person)s may not read the reports of this programme.")
    NOT_SIGNER = "not_signer", _("Only a lead and a sponsor of the programme sign a report.")
    NOTHING = "nothing", _("There is nothing to print yet.")
    SIGNED = "signed", _("This report has been signed for this part already.")
    CAUSAL = "causal", _("A comparison over time can’t show a cause: please say it without “%(words)s”.")
