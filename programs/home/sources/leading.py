"""What waits for programme leads and sponsors."""

import datetime
from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.cohorts import access as cohort_access
from programs.cohorts.choices import Stage
from programs.cohorts.models import Cohort, Enrollment, ProgramRole
from programs.home.links import address
from programs.home.waiting import Asked, Waiting, names
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay
from programs.matching.choices import RunState
from programs.matching.models import MatchingRun
from programs.people.models import Department
from programs.reports.models import Signature, Snapshot
from programs.visits import access as visit_access
from programs.visits import queries as visit_queries
from programs.visits.choices import STANDING, VisitState
from programs.visits.models import Visit

SILENT_DAYS = 5
"""A request that waits longer than this is told to the lead as well."""


def reports_to_sign(asked: Asked) -> QuerySet[Snapshot]:
    """Find the newest report of each cohort where somebody has signed and this one's part is missing."""
    mine = ProgramRole.objects.filter(person=asked.person, program=OuterRef("cohort__program"))
    open_part = mine.exclude(Exists(Signature.objects.filter(snapshot=OuterRef(OuterRef("pk")), part=OuterRef("kind"))))
    is_begun = Exists(Signature.objects.filter(snapshot=OuterRef("pk")))
    rows = Snapshot.objects.filter(is_begun, Exists(open_part), final_at=None)
    return rows.defer("data").select_related("cohort").order_by("made_at", "pk")


def say_reports_to_sign(rows: QuerySet[Snapshot], asked: Asked) -> Iterator[Waiting]:
    """Say of which cohort."""
    for snapshot in rows:
        yield Waiting(
            timezone.localdate(snapshot.made_at),
            _("A report waits for your signature"),
            snapshot.cohort.name,
            _("Look at it"),
            address("reports:snapshot", pk=snapshot.pk),
            "document-chart-bar",
            "warn",
        )


def finished_runs(asked: Asked) -> QuerySet[MatchingRun]:
    """Find matching plans that nobody has looked at yet."""
    led = cohort_access.cohorts_led_by(asked.person)
    return MatchingRun.objects.filter(cohort__in=led, state=RunState.SOLVED).select_related("cohort")


def say_finished_runs(rows: QuerySet[MatchingRun], asked: Asked) -> Iterator[Waiting]:
    """Say of which cohort."""
    for run in rows:
        yield Waiting(
            timezone.localdate(run.finished_at or run.started_at),
            _("A matching plan is ready"),
            run.cohort.name,
            _("Review"),
            address("matching:run", pk=run.pk),
            "sparkles",
            "warn",
        )


def coming_visits(asked: Asked) -> QuerySet[Visit]:
    """Find visits ahead; whether their day has been closed since is for `say_closed_days`."""
    rows = visit_access.visits_led_by(asked.person).filter(
        state__in=(VisitState.REQUESTED, VisitState.CONFIRMED), starts_at__gt=asked.at
    )
    return rows.select_related(
        "visitor", "enrollment__cohort__program", "enrollment__person__site", "day__offering__department",
        "day__offering__site", "day__offering__contact",
    )  # fmt: skip


def say_closed_days(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Visits whose day was closed after they were booked: nobody calls them off but a person."""
    found = visit_queries.on_closed_days(rows.order_by("starts_at", "pk"), asked.at)
    if found:
        shown = (
            f"{visit.visitor.name}, {date_format(visit.on, 'SHORT_DATE_FORMAT')} ({', '.join(titles)})"
            for visit, titles in found[:3]
        )
        yield Waiting(
            asked.today,
            ngettext("%(number)s visit stands on a closed day", "%(number)s visits stand on closed days", len(found))
            % {"number": len(found)},
            "; ".join(shown),
            _("Look at it"),
            address("diaries:program") + f"?booked=on&on={found[0][0].on.isoformat()}",
            "no-symbol",
            "warn",
        )


def silent_hosts(asked: Asked) -> QuerySet[Visit]:
    """Find requests that have waited too long."""
    rows = Visit.objects.filter(
        cohort__in=cohort_access.cohorts_led_by(asked.person),
        state=VisitState.REQUESTED,
        requested_at__lt=asked.at - datetime.timedelta(days=SILENT_DAYS),
        ends_at__gt=asked.at,
    )
    return rows.select_related("department").order_by("requested_at")


def say_silent_hosts(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Count them and name the departments."""
    visits = list(rows)
    yield Waiting(
        timezone.localdate(visits[0].requested_at),
        ngettext(
            "%(count)s request unanswered for %(days)s days",
            "%(count)s requests unanswered for %(days)s days",
            len(visits),
        )
        % {"count": len(visits), "days": SILENT_DAYS},
        names(visit.department.name for visit in visits),
        _("Look"),
        address("visits:all"),
        "clock",
        "bad",
    )


def bare_cohorts(asked: Asked) -> QuerySet[Cohort]:
    """Find cohorts with a department that has no free day ahead, those departments as `bare`."""
    free = HostingDay.objects.filter(
        offering__department=OuterRef("pk"),
        offering__state=OfferingState.PUBLISHED,
        cancelled_at=None,
        starts_at__gt=asked.at,
        taken__lt=F("places"),
    )
    bare = Department.objects.filter(~Exists(free))
    cohorts = cohort_access.cohorts_led_by(asked.person).filter(
        stage__in=[Stage.MATCHING, Stage.RUNNING], ends_on__gt=asked.at
    )
    has_bare = Exists(bare.filter(cohorts=OuterRef("pk")))
    return cohorts.filter(has_bare).prefetch_related(Prefetch("departments", bare, to_attr="bare"))


def say_bare_cohorts(rows: QuerySet[Cohort], asked: Asked) -> Iterator[Waiting]:
    """Name the departments."""
    for cohort in rows:
        bare: list[Department] = cohort.bare  # type: ignore[attr-defined]
        yield Waiting(
            cohort.starts_on,
            ngettext("%(count)s department without a free day", "%(count)s departments without a free day", len(bare))
            % {"count": len(bare)},
            names(department.name for department in bare),
            _("See what is missing"),
            address("home:readiness", pk=cohort.pk),
            "calendar-days",
            "warn",
        )


def people_without_a_visit(asked: Asked) -> QuerySet[Enrollment]:
    """Find people of running cohorts who have no visit, made or planned."""
    running = cohort_access.cohorts_led_by(asked.person).filter(stage=Stage.RUNNING)
    has_one = Visit.objects.filter(enrollment=OuterRef("pk"), state__in=STANDING)
    return Enrollment.objects.filter(~Exists(has_one), cohort__in=running, withdrawn_at=None)


def say_people_without_a_visit(rows: QuerySet[Enrollment], asked: Asked) -> Iterator[Waiting]:
    """Count them by cohort."""
    for row in rows.order_by().values("cohort__name", "cohort__starts_on").annotate(people=Count("pk")):
        yield Waiting(
            row["cohort__starts_on"],
            ngettext("%(count)s person has no visit yet", "%(count)s people have no visit yet", row["people"])
            % {"count": row["people"]},
            row["cohort__name"],
            _("Match them"),
            address("matching:index"),
            "user-plus",
        )
