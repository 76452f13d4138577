"""What waits for somebody, from every room: oldest first, each with the one thing to do about it.

Requests to a host have a list of their own (`desks.requests_to`): they run out.

Counts and states are read from the rooms; nothing here decides anything. An entry whose page
an installation doesn't have is left out.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.cohorts import access as cohort_access
from programs.cohorts import queries as cohort_queries
from programs.cohorts.choices import Stage
from programs.cohorts.models import Enrollment
from programs.commitments import queries as commitment_queries
from programs.commitments.choices import FrictionState
from programs.commitments.models import Friction
from programs.home.links import address
from programs.home.queries import Standing
from programs.hosting import access as hosting_access
from programs.hosting.choices import OfferingState
from programs.hosting.models import HostingDay
from programs.journals import queries as journal_queries
from programs.matching import queries as matching_queries
from programs.matching.choices import RunState
from programs.matching.models import MatchingRun
from programs.people.models import Department, Person
from programs.relationships import queries as tie_queries
from programs.surveys import queries as survey_queries
from programs.visits import access as visit_access
from programs.visits import queries as visit_queries
from programs.visits.choices import STANDING, OfferState, ReleaseState, VisitState, WaitingState
from programs.visits.models import CounterOffer, Release, Visit, WaitingPlace

MEMORY_DAYS = 60
"""So long after a visit it is still worth asking what was seen and whom one met."""
SILENT_DAYS = 5
"""A request that waits longer than this is told to the lead as well."""


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: since when, what, and the page with the one action."""

    since: datetime.date
    text: str
    detail: str
    action: str
    url: str
    icon: str
    tone: str = ""


Source = Callable[[Person, datetime.datetime], Iterable[Waiting]]


def waiting_for(person: Person, standing: Standing, *, at: datetime.datetime) -> list[Waiting]:
    """Return all that waits for somebody, oldest first. The number of queries doesn't grow with the rows."""
    sources: list[Source] = [
        _cohorts_to_join,
        _wishes_to_give,
        _counter_offers,
        _offered_places,
        _consents,
        _surveys,
        _attendance,
        _reflections,
        _check_ins,
        _later_check_ins,
        _rosters,
        _promises,
        _frictions,
    ]
    if standing.releases_waiting:
        sources += [_releases]
    if standing.is_host or standing.is_department_lead or standing.is_lead:
        sources += [_offerings_to_publish]
    if standing.is_lead:
        sources += [_finished_runs, _closed_days, _silent_hosts, _uncovered_departments, _people_without_a_visit]
    found = [entry for source in sources for entry in source(person, at) if entry.url]
    return sorted(found, key=lambda entry: entry.since)


# Hosts and visitors ------------------------------------------------------------------------


def _mine_as_host(person: Person) -> Q:
    return Q(day__offering__contact=person) | Q(day__offering__deputy=person)


def _cohorts_to_join(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    today = timezone.localdate(at)
    for cohort in cohort_access.cohorts_open_to(person, today).exclude(enrollments__person=person):
        until = date_format(cohort.enrolls_until or cohort.ends_on, "SHORT_DATE_FORMAT")
        yield Waiting(
            today,
            _("You can take part in %(cohort)s") % {"cohort": cohort.name},
            _("Until %(until)s") % {"until": until},
            _("Take part"),
            address("cohorts:enroll", pk=cohort.pk),
            "map",
            "ok",
        )


def _wishes_to_give(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    open_cohorts = cohort_access.cohorts_open_to(person, timezone.localdate(at))
    for enrollment in cohort_queries.enrollments_of_person(person).filter(cohort__in=open_cohorts, ranked=None):
        yield Waiting(
            timezone.localdate(enrollment.enrolled_at),
            _("Which departments would you like to see?"),
            enrollment.cohort.name,
            _("Say so"),
            address("cohorts:enroll", pk=enrollment.cohort_id),
            "map",
            "warn",
        )


def _offerings_to_publish(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    unpublished = (OfferingState.DRAFT, OfferingState.REVIEWED)
    rows = hosting_access.offerings_publishable_by(person).filter(state__in=unpublished, days__starts_at__gt=at)
    for offering in rows.select_related("department"):
        yield Waiting(
            timezone.localdate(offering.created_at),
            _("An offering has days and waits to be published"),
            f"{offering.title}, {offering.department.name}",
            _("Look at it"),
            address("hosting:offering", pk=offering.pk),
            "megaphone",
            "warn",
        )


def _counter_offers(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    rows = CounterOffer.objects.filter(visit__visitor=person, state=OfferState.OPEN, day__ends_at__gt=at)
    for offer in rows.select_related("by", "visit__day__offering"):
        yield Waiting(
            timezone.localdate(offer.offered_at),
            _("%(person)s offers another day") % {"person": offer.by.name},
            offer.visit.day.offering.title,
            _("Answer"),
            address("visits:visit", pk=offer.visit_id),
            "arrow-path",
            "warn",
        )


def _offered_places(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    rows = WaitingPlace.objects.filter(enrollment__person=person, state=WaitingState.OFFERED, offered_until__gt=at)
    for place in rows.select_related("day__offering"):
        yield Waiting(
            timezone.localdate(place.offered_at or place.joined_at),
            _("A place is free for you"),
            place.day.offering.title,
            _("Take it"),
            address("visits:day", pk=place.day_id),
            "ticket",
            "ok",
        )


def _consents(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    for consent in matching_queries.open_consents_of(person):
        yield Waiting(
            timezone.localdate(consent.repair.asked_at),
            _("%(person)s asks whether a change of visits is possible for you")
            % {"person": consent.repair.asked_by.name},
            _("Until %(until)s") % {"until": date_format(consent.repair.expires_at, "SHORT_DATETIME_FORMAT")},
            _("Answer"),
            address("matching:consent", pk=consent.repair_id),
            "arrow-path-rounded-square",
            "warn",
        )


def _releases(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    rows = Release.objects.filter(manager=person, state=ReleaseState.PENDING, visit__ends_at__gt=at)
    for release in rows.select_related("visit__visitor", "visit__day__offering"):
        yield Waiting(
            timezone.localdate(release.visit.requested_at),
            _("%(person)s needs your yes to the day") % {"person": release.visit.visitor.name},
            release.visit.day.offering.title,
            _("Decide"),
            address("visits:releases"),
            "user-group",
            "warn",
        )


def _attendance(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    unsaid = Q(visitor=person, visitor_says_came=None) | (_mine_as_host(person) & Q(host_says_came=None))
    rows = Visit.objects.filter(unsaid, state=VisitState.CONFIRMED, ends_at__lte=at)
    for visit in rows.select_related("visitor", "day__offering"):
        is_visitor = visit.visitor_id == person.pk
        yield Waiting(
            visit.on,
            _("Did the visit take place?") if is_visitor else _("Did %(name)s come?") % {"name": visit.visitor.name},
            visit.day.offering.title,
            _("Tell us"),
            address("visits:attendance", pk=visit.pk),
            "hand-raised",
        )


def _surveys(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    for invitation, url in survey_queries.open_invitations_of(person):
        yield Waiting(
            timezone.localdate(invitation.wave.opened_at or at),
            _("What do you think of working together?"),
            _("%(title)s, five minutes, nobody sees who said what") % {"title": invitation.wave.instrument.title},
            _("Answer"),
            url,
            "chat-bubble-left-right",
        )


def _reflections(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    since = timezone.localdate(at) - datetime.timedelta(days=MEMORY_DAYS)
    for visit in journal_queries.visits_awaiting_reflection(person, on=timezone.localdate(at)):
        if visit.on < since:
            continue
        yield Waiting(
            visit.on,
            _("Write down what you saw")
            if visit.visitor_id == person.pk
            else _("What did %(person)s leave you with?") % {"person": visit.visitor.name},
            visit.day.offering.title,
            _("Write"),
            address("journals:visit", visit_pk=visit.pk),
            "pencil-square",
        )


def _check_ins(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    since = timezone.localdate(at) - datetime.timedelta(days=MEMORY_DAYS)
    for visit in tie_queries.visits_to_check_in_on(person):
        if visit.on < since:
            continue
        other = visit.day.offering.contact if visit.visitor_id == person.pk else visit.visitor
        yield Waiting(
            visit.on,
            _("How well do you know %(person)s now?") % {"person": other.name},
            _("Two taps, after your visit"),
            _("Say it"),
            address("relationships:check_in", visit_pk=visit.pk),
            "heart",
        )


def _later_check_ins(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    for visit, days in tie_queries.later_check_ins_due(person, timezone.localdate(at)):
        yield Waiting(
            visit.on + datetime.timedelta(days=days),
            _("Still in touch after your visit?"),
            visit.day.offering.title,
            _("Say it"),
            address("relationships:later", visit_pk=visit.pk, after_days=days),
            "heart",
        )


def _rosters(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    for place in tie_queries.rosters_to_answer(person):
        yield Waiting(
            timezone.localdate(place.roster.opened_at),
            place.roster.name,
            _("Whom could you contact? Three minutes"),
            _("Answer"),
            address("relationships:answer", roster_pk=place.roster_id),
            "user-group",
        )


def _promises(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    today = timezone.localdate(at)
    texts = {
        "agree": (_("A promise to agree to"), _("Look at it")),
        "deliver": (_("You promised"), _("Mark delivered")),
        "confirm": (_("Is it done?"), _("Confirm")),
    }
    for commitment in commitment_queries.waiting_for(person):
        text, action = texts[commitment_queries.next_step_of(commitment, person)]
        yield Waiting(
            timezone.localdate(commitment.delivered_at or commitment.agreed_at or commitment.proposed_at),
            text,
            commitment.text,
            action,
            address("commitments:commitment", pk=commitment.pk),
            "hand-thumb-up",
            "bad" if commitment.due_on < today else "",
        )


# Department and programme leads ----------------------------------------------------------------


def _frictions(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    rows = Friction.objects.filter(owner=person, state__in=[FrictionState.ACKNOWLEDGED, FrictionState.IN_PROGRESS])
    for friction in rows.select_related("department"):
        yield Waiting(
            timezone.localdate(friction.acknowledged_at or friction.reported_at),
            _("%(department)s waits for a fix") % {"department": friction.department.name},
            str(friction),
            _("Update"),
            address("commitments:friction", pk=friction.pk),
            "wrench-screwdriver",
            "bad" if friction.due_on and friction.due_on < timezone.localdate(at) else "",
        )


def _finished_runs(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    rows = MatchingRun.objects.filter(cohort__in=cohort_access.cohorts_led_by(person), state=RunState.SOLVED)
    for run in rows.select_related("cohort"):
        yield Waiting(
            timezone.localdate(run.finished_at or run.started_at),
            _("A matching plan is ready"),
            run.cohort.name,
            _("Review"),
            address("matching:run", pk=run.pk),
            "sparkles",
            "warn",
        )


def _closed_days(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    """Visits whose day was closed after they were booked: nobody calls them off but a person."""
    coming = visit_access.visits_led_by(person).filter(
        state__in=(VisitState.REQUESTED, VisitState.CONFIRMED), starts_at__gt=at
    )
    found = visit_queries.on_closed_days(coming.order_by("starts_at", "pk"), at)
    if found:
        shown = (
            f"{visit.visitor.name}, {date_format(visit.on, 'SHORT_DATE_FORMAT')} ({', '.join(titles)})"
            for visit, titles in found[:3]
        )
        yield Waiting(
            timezone.localdate(at),
            ngettext("%(number)s visit stands on a closed day", "%(number)s visits stand on closed days", len(found))
            % {"number": len(found)},
            "; ".join(shown),
            _("Look at it"),
            address("diaries:program") + f"?booked=on&on={found[0][0].on.isoformat()}",
            "no-symbol",
            "warn",
        )


def _silent_hosts(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    before = at - datetime.timedelta(days=SILENT_DAYS)
    rows = (
        Visit.objects.filter(
            cohort__in=cohort_access.cohorts_led_by(person),
            state=VisitState.REQUESTED,
            requested_at__lt=before,
            ends_at__gt=at,
        )
        .select_related("department")
        .order_by("requested_at")
    )
    visits = list(rows)
    if visits:
        yield Waiting(
            timezone.localdate(visits[0].requested_at),
            ngettext(
                "%(count)s request unanswered for %(days)s days",
                "%(count)s requests unanswered for %(days)s days",
                len(visits),
            )
            % {"count": len(visits), "days": SILENT_DAYS},
            _names(visit.department.name for visit in visits),
            _("Look"),
            address("visits:all"),
            "clock",
            "bad",
        )


def _uncovered_departments(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    free = HostingDay.objects.filter(
        offering__department=OuterRef("pk"),
        offering__state=OfferingState.PUBLISHED,
        cancelled_at=None,
        starts_at__gt=at,
        taken__lt=F("places"),
    )
    bare = Prefetch("departments", Department.objects.filter(~Exists(free)), to_attr="bare")
    cohorts = cohort_access.cohorts_led_by(person).filter(stage__in=[Stage.MATCHING, Stage.RUNNING], ends_on__gt=at)
    for cohort in cohorts.prefetch_related(bare):
        names = [department.name for department in cohort.bare]
        if names:
            yield Waiting(
                cohort.starts_on,
                ngettext(
                    "%(count)s department without a free day", "%(count)s departments without a free day", len(names)
                )
                % {"count": len(names)},
                _names(names),
                _("See what is missing"),
                address("home:readiness", pk=cohort.pk),
                "calendar-days",
                "warn",
            )


def _people_without_a_visit(person: Person, at: datetime.datetime) -> Iterator[Waiting]:
    running = cohort_access.cohorts_led_by(person).filter(stage=Stage.RUNNING)
    has_one = Visit.objects.filter(enrollment=OuterRef("pk"), state__in=STANDING)
    rows = (
        Enrollment.objects.filter(~Exists(has_one), cohort__in=running, withdrawn_at=None)
        .values("cohort", "cohort__name", "cohort__starts_on")
        .annotate(people=Count("pk"))
    )
    for row in rows:
        yield Waiting(
            row["cohort__starts_on"],
            ngettext("%(count)s person has no visit yet", "%(count)s people have no visit yet", row["people"])
            % {"count": row["people"]},
            row["cohort__name"],
            _("Match them"),
            address("matching:index"),
            "user-plus",
        )


def _names(names: Iterable[str]) -> str:
    """Return up to three names in order, each once, and how many more there are."""
    unique = list(dict.fromkeys(names))
    more = len(unique) - 3
    shown = ", ".join(unique[:3])
    return shown if more <= 0 else _("%(names)s and %(count)s more") % {"names": shown, "count": more}
