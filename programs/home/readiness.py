"""What a cohort needs before its next stage, and where that is mended.

It is gathered here because it reads rooms that don't know each other: hosting, surveys,
matching, visits and reports. What a lead may do about it is decided by `cohorts.actions`.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment
from programs.home.choices import Check
from programs.home.links import address
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay, Offering
from programs.matching.choices import RunState
from programs.matching.models import MatchingRun
from programs.people.models import Department
from programs.reports.models import Snapshot
from programs.surveys import queries as survey_queries
from programs.surveys.choices import WaveKind, WaveState
from programs.surveys.models import Wave
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit

RELEASED = (WaveState.CLOSED, WaveState.REPORTED)


@dataclass(frozen=True)
class Finding:
    """One check of a cohort: met or not, what is missing in words, and the page that mends it."""

    check: Check
    is_met: bool
    detail: str = ""
    action: str = ""
    url: str = ""


@dataclass(frozen=True)
class Readiness:
    """All checks before the next stage. `next_stage` is None for an archived cohort, which stays
    as it is; `stage_before` is None for one that has just been made, too.
    """

    cohort: Cohort
    stage_before: Stage | None
    next_stage: Stage | None
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[Check]:
        """The checks that are not met: what an override is recorded with."""
        return [finding.check for finding in self.findings if not finding.is_met]

    @property
    def met(self) -> int:
        """How many checks are met."""
        return len(self.findings) - len(self.missing)


def readiness_of(cohort: Cohort, *, on: datetime.date) -> Readiness:
    """Return what a cohort needs before its next stage, as it is on a day."""
    order = list(Stage)
    place = order.index(Stage(cohort.stage)) + 1
    if place == len(order):
        return Readiness(cohort, None, None, ())
    before, after = order[place - 2] if place > 1 else None, order[place]
    return Readiness(cohort, before, after, tuple(look(cohort, on) for look in CHECKS[after]))


# Setting up and discovery --------------------------------------------------------------------


def _hosts_chosen(cohort: Cohort, on: datetime.date) -> Finding:
    count = cohort.departments.count()
    detail = ngettext("%(count)s department", "%(count)s departments", count) % {"count": count}
    return Finding(Check.HOSTS_CHOSEN, count > 0, detail, _("Choose"), address("cohorts:edit_cohort", pk=cohort.pk))


def _hosts_led(cohort: Cohort, on: datetime.date) -> Finding:
    without = cohort.departments.filter(lead=None)
    return _all_departments(Check.HOSTS_LED, without, _("Name them"), address("people:places"))


def _baseline_drafted(cohort: Cohort, on: datetime.date) -> Finding:
    url = address("surveys:create", program_pk=cohort.program_id)
    return Finding(Check.BASELINE_DRAFTED, _baselines(cohort).exists(), "", _("Prepare"), url)


def _baseline_opened(cohort: Cohort, on: datetime.date) -> Finding:
    is_met = _baselines(cohort).exclude(state=WaveState.DRAFT).exists()
    return Finding(Check.BASELINE_OPENED, is_met, "", _("Send"), address("surveys:index"))


def _baseline_closed(cohort: Cohort, on: datetime.date) -> Finding:
    is_met = survey_queries.baseline_is_closed(cohort.program, cohort)
    return Finding(Check.BASELINE_CLOSED, is_met, "", _("Close it"), address("surveys:index"))


def _baselines(cohort: Cohort) -> QuerySet[Wave]:
    return Wave.objects.filter(_of_cohort(cohort), kind=WaveKind.BASELINE)


def _of_cohort(cohort: Cohort) -> Q:
    return Q(program=cohort.program_id) & (Q(cohort=None) | Q(cohort=cohort))


# Hosting and enrolment -------------------------------------------------------------------------


def _offerings_published(cohort: Cohort, on: datetime.date) -> Finding:
    published = Offering.objects.filter(department=OuterRef("pk"), state=OfferingState.PUBLISHED)
    without = cohort.departments.filter(~Exists(published))
    return _all_departments(Check.OFFERINGS_PUBLISHED, without, _("Ask them"), address("hosting:index"))


def _days_offered(cohort: Cohort, on: datetime.date) -> Finding:
    ahead = _days_ahead(cohort, on).filter(offering__department=OuterRef("pk"))
    without = cohort.departments.filter(~Exists(ahead))
    return _all_departments(Check.DAYS_OFFERED, without, _("Ask them"), address("hosting:index"))


def _people_enrolled(cohort: Cohort, on: datetime.date) -> Finding:
    count = Enrollment.objects.filter(cohort=cohort, withdrawn_at=None).count()
    detail = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
    url = address("cohorts:enrollments", pk=cohort.pk)
    return Finding(Check.PEOPLE_ENROLLED, count > 0, detail, _("Invite them"), url)


def _places_enough(cohort: Cohort, on: datetime.date) -> Finding:
    wanted = Enrollment.objects.filter(cohort=cohort, withdrawn_at=None).aggregate(all=Sum("wanted", default=0))["all"]
    held = Visit.objects.filter(cohort=cohort, state__in=STANDING, enrollment__withdrawn_at=None).count()
    free = _days_ahead(cohort, on).aggregate(all=Sum(F("places") - F("taken"), default=0))["all"]
    open_wishes = max(wanted - held, 0)
    detail = _("%(free)s free places for %(wanted)s visits still wanted") % {"free": free, "wanted": open_wishes}
    return Finding(Check.PLACES_ENOUGH, free >= open_wishes, detail, _("Ask for days"), address("hosting:index"))


def _days_ahead(cohort: Cohort, on: datetime.date) -> QuerySet[HostingDay]:
    return HostingDay.objects.filter(
        offering__state=OfferingState.PUBLISHED,
        offering__department__cohorts=cohort,
        cancelled_at=None,
        on__gte=max(on, cohort.starts_on),
        on__lte=cohort.ends_on,
    )


def _all_departments(check: Check, without: QuerySet[Department], action: str, url: str) -> Finding:
    names = list(without.order_by("name").values_list("name", flat=True))
    return Finding(check, not names, ", ".join(names), action, url)


# Matching, running, closing ----------------------------------------------------------------------


def _run_published(cohort: Cohort, on: datetime.date) -> Finding:
    is_met = MatchingRun.objects.filter(cohort=cohort, state=RunState.PUBLISHED).exists()
    return Finding(Check.RUN_PUBLISHED, is_met, "", _("Match"), address("matching:index"))


def _last_day_over(cohort: Cohort, on: datetime.date) -> Finding:
    detail = date_format(cohort.ends_on)
    url = address("cohorts:edit_cohort", pk=cohort.pk)
    return Finding(Check.LAST_DAY_OVER, cohort.ends_on < on, detail, _("Change the dates"), url)


def _requests_answered(cohort: Cohort, on: datetime.date) -> Finding:
    count = Visit.objects.filter(cohort=cohort, state=VisitState.REQUESTED).count()
    detail = ngettext("%(count)s request is open", "%(count)s requests are open", count) % {"count": count}
    return Finding(Check.REQUESTS_ANSWERED, not count, detail if count else "", _("Look"), address("visits:all"))


def _attendance_known(cohort: Cohort, on: datetime.date) -> Finding:
    count = Visit.objects.filter(cohort=cohort, state=VisitState.CONFIRMED, on__lt=on).count()
    detail = ngettext("%(count)s visit is open", "%(count)s visits are open", count) % {"count": count}
    return Finding(Check.ATTENDANCE_KNOWN, not count, detail if count else "", _("Look"), address("visits:all"))


def _later_wave_closed(cohort: Cohort, on: datetime.date) -> Finding:
    later = Wave.objects.filter(_of_cohort(cohort), state__in=RELEASED).exclude(
        kind__in=[WaveKind.BASELINE, WaveKind.OTHER]
    )
    return Finding(Check.LATER_WAVE_CLOSED, later.exists(), "", _("Ask again"), address("surveys:index"))


def _report_made(cohort: Cohort, on: datetime.date) -> Finding:
    count = Snapshot.objects.filter(cohort=cohort).aggregate(all=Count("pk"))["all"]
    return Finding(Check.REPORT_MADE, count > 0, "", _("Make it"), address("reports:index"))


CHECKS: dict[Stage, Iterable[Callable[[Cohort, datetime.date], Finding]]] = {
    Stage.DISCOVERY: (_hosts_chosen, _hosts_led, _baseline_drafted),
    Stage.ENROLLING: (_baseline_opened, _offerings_published),
    Stage.MATCHING: (_people_enrolled, _days_offered, _places_enough),
    Stage.RUNNING: (_baseline_closed, _run_published),
    Stage.CLOSING: (_last_day_over, _requests_answered, _attendance_known),
    Stage.ARCHIVED: (_later_wave_closed, _report_made),
}
