"""What waits about visits: requests, other days, free places, changes, releases, attendance, offerings."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.briefings import rules as briefing_rules
from programs.briefings import wordings
from programs.briefings.choices import AgreementSide
from programs.briefings.models import Agreement
from programs.home.links import address
from programs.home.waiting import Asked, Waiting
from programs.hosting import access as hosting_access
from programs.hosting.choices import OfferingState
from programs.hosting.models import Offering
from programs.matching import queries as matching_queries
from programs.matching.models import Consent
from programs.people.models import Person
from programs.visits.choices import OfferState, ReleaseState, VisitState, WaitingState
from programs.visits.models import CounterOffer, Release, Visit, WaitingPlace


def _mine_as_host(person: Person) -> Q:
    return Q(day__offering__contact=person) | Q(day__offering__deputy=person)


def requests(asked: Asked) -> QuerySet[Visit]:
    """Find requests to a contact or deputy."""
    mine = Visit.objects.filter(_mine_as_host(asked.person), state=VisitState.REQUESTED, ends_at__gt=asked.at)
    return mine.select_related("visitor", "day__offering").order_by("requested_at", "pk")


def say_requests(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Say who would like to come, and when."""
    for visit in rows:
        yield Waiting(
            timezone.localdate(visit.requested_at),
            _("%(person)s would like to visit") % {"person": visit.visitor.name},
            f"{visit.day.offering.title}, {date_format(visit.on, 'SHORT_DATE_FORMAT')}",
            _("Answer"),
            address("visits:answer", pk=visit.pk),
            "inbox-arrow-down",
            "warn",
        )


def agreements(asked: Asked) -> QuerySet[Visit]:
    """Find visits of the next days to whose day somebody has not said yes, as visitor or as contact."""
    person, last = asked.person, asked.today + datetime.timedelta(days=briefing_rules.DAYS_BEFORE)
    said = Agreement.objects.filter(visit=OuterRef("pk"), version=wordings.CURRENT)
    mine = Q(visitor=person) & ~Exists(said.filter(side=AgreementSide.VISITOR))
    hosted = Q(day__offering__contact=person) & ~Exists(said.filter(side=AgreementSide.HOST))
    coming = Visit.objects.filter(mine | hosted, state=VisitState.CONFIRMED, ends_at__gt=asked.at, on__lte=last)
    return coming.select_related("visitor", "day__offering").order_by("starts_at", "pk")


def say_agreements(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Lead to what both sides agree on, in the briefing pack."""
    for visit in rows:
        yield Waiting(
            visit.on - datetime.timedelta(days=briefing_rules.DAYS_BEFORE),
            _("Do you agree? %(title)s") % {"title": visit.day.offering.title},
            f"{visit.visitor.name}, {date_format(visit.on, 'SHORT_DATE_FORMAT')}",
            _("Agree"),
            f"{address('briefings:pack', pk=visit.pk)}#agreement",
            "hand-raised",
        )


def counter_offers(asked: Asked) -> QuerySet[CounterOffer]:
    """Find other days that hosts offer to a visitor."""
    rows = CounterOffer.objects.filter(visit__visitor=asked.person, state=OfferState.OPEN, day__ends_at__gt=asked.at)
    return rows.select_related("by", "visit__day__offering")


def say_counter_offers(rows: QuerySet[CounterOffer], asked: Asked) -> Iterator[Waiting]:
    """Say who offers."""
    for offer in rows:
        yield Waiting(
            timezone.localdate(offer.offered_at),
            _("%(person)s offers another day") % {"person": offer.by.name},
            offer.visit.day.offering.title,
            _("Answer"),
            address("visits:visit", pk=offer.visit_id),
            "arrow-path",
            "warn",
        )


def offered_places(asked: Asked) -> QuerySet[WaitingPlace]:
    """Find places of a waiting list that are held for somebody."""
    rows = WaitingPlace.objects.filter(
        enrollment__person=asked.person, state=WaitingState.OFFERED, offered_until__gt=asked.at
    )
    return rows.select_related("day__offering")


def say_offered_places(rows: QuerySet[WaitingPlace], asked: Asked) -> Iterator[Waiting]:
    """Say of what."""
    for place in rows:
        yield Waiting(
            timezone.localdate(place.offered_at or place.joined_at),
            _("A place is free for you"),
            place.day.offering.title,
            _("Take it"),
            address("visits:day", pk=place.day_id),
            "ticket",
            "ok",
        )


def consents(asked: Asked) -> QuerySet[Consent]:
    """Find changes of visits that somebody is asked to agree to."""
    return matching_queries.open_consents_of(asked.person)


def say_consents(rows: QuerySet[Consent], asked: Asked) -> Iterator[Waiting]:
    """Say who asks, and until when."""
    for consent in rows:
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


def releases(asked: Asked) -> QuerySet[Release]:
    """Find days that reports need a line manager's yes to."""
    rows = Release.objects.filter(manager=asked.person, state=ReleaseState.PENDING, visit__ends_at__gt=asked.at)
    return rows.select_related("visit__visitor", "visit__day__offering")


def say_releases(rows: QuerySet[Release], asked: Asked) -> Iterator[Waiting]:
    """Say whose."""
    for release in rows:
        yield Waiting(
            timezone.localdate(release.visit.requested_at),
            _("%(person)s needs your yes to the day") % {"person": release.visit.visitor.name},
            release.visit.day.offering.title,
            _("Decide"),
            address("visits:releases"),
            "user-group",
            "warn",
        )


def attendance(asked: Asked) -> QuerySet[Visit]:
    """Find past visits of which one's own side hasn't said whether they took place."""
    unsaid = Q(visitor=asked.person, visitor_says_came=None) | (_mine_as_host(asked.person) & Q(host_says_came=None))
    rows = Visit.objects.filter(unsaid, state=VisitState.CONFIRMED, ends_at__lte=asked.at)
    return rows.select_related("visitor", "day__offering")


def say_attendance(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Ask each side in its own words."""
    for visit in rows:
        is_visitor = visit.visitor_id == asked.person.pk
        yield Waiting(
            visit.on,
            _("Did the visit take place?") if is_visitor else _("Did %(name)s come?") % {"name": visit.visitor.name},
            visit.day.offering.title,
            _("Tell us"),
            address("visits:attendance", pk=visit.pk),
            "hand-raised",
        )


def unpublished_offerings(asked: Asked) -> QuerySet[Offering]:
    """Find offerings with days ahead that somebody may publish."""
    unpublished = (OfferingState.DRAFT, OfferingState.REVIEWED)
    rows = hosting_access.offerings_publishable_by(asked.person)
    return rows.filter(state__in=unpublished, days__starts_at__gt=asked.at).select_related("department")


def say_unpublished_offerings(rows: QuerySet[Offering], asked: Asked) -> Iterator[Waiting]:
    """Name them."""
    for offering in rows:
        yield Waiting(
            timezone.localdate(offering.created_at),
            _("An offering has days and waits to be published"),
            f"{offering.title}, {offering.department.name}",
            _("Look at it"),
            address("hosting:offering", pk=offering.pk),
            "megaphone",
            "warn",
        )
