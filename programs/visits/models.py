"""Visits, every step of their lives, waiting lists, counter-offers and releases."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Enrollment
from programs.core.models import Row
from programs.hosting.models import HostingDay
from programs.notifications.choices import CalendarMethod
from programs.notifications.models import Letter
from programs.people.models import Department
from programs.visits.choices import (
    STANDING,
    AccessItem,
    EventStatus,
    NoteKind,
    OfferState,
    PartStat,
    ReleaseState,
    VisitOrigin,
    VisitState,
    WaitingState,
)


class VisitQuerySet(models.QuerySet["Visit"]):
    """Named filters on visits."""

    def standing(self) -> "VisitQuerySet":
        """Keep visits that hold a place."""
        return self.filter(state__in=STANDING)


class Visit(Row):
    """One visitor's deep dive on a hosting day.

    Made by one statement only (`visits.booking`), which copies `on`, `starts_at`,
    `ends_at`, `department` and `cohort` from the day and the enrolment, so that the
    database itself can refuse a second visit on a day, an overlap or a repeat.

    `is_swap` is on while a visit waits to replace a standing one (`replaces`): until it is
    confirmed, both hold their places and the once-only constraints look at the old one.
    `uid`, `sequence` and `changed_at` are the visit's identity in its visitor's calendar;
    `is_replaced` is on when another visit has taken that identity over.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False, help_text="idempotency key of the request")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="visits")
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name=_("visitor")
    )
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="visits", verbose_name=_("cohort"))
    day = models.ForeignKey(HostingDay, models.PROTECT, related_name="visits", verbose_name=_("day"))
    department = models.ForeignKey(Department, models.PROTECT, related_name="visits", verbose_name=_("department"))
    on = models.DateField(_("date"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=9, choices=VisitState, default=VisitState.REQUESTED)
    origin = models.CharField(_("origin"), max_length=13, choices=VisitOrigin, default=VisitOrigin.BOOKED)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replacements")
    is_swap = models.BooleanField(default=False)
    question = models.TextField(_("question to the host"), max_length=1000, blank=True)
    requested_at = models.DateTimeField(_("requested at"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    host_says_came = models.BooleanField(null=True, blank=True)
    visitor_says_came = models.BooleanField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    is_replaced = models.BooleanField(default=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [models.Index(fields=["day", "state"]), models.Index(fields=["visitor", "on"])]
        constraints = [
            models.UniqueConstraint(fields=["visitor", "key"], name="one_visit_per_request"),
            models.UniqueConstraint(
                fields=["visitor", "on"],
                condition=Q(state__in=STANDING, is_swap=False),
                name="one_standing_visit_per_person_and_day",
            ),
            models.UniqueConstraint(
                fields=["visitor", "day"],
                condition=Q(state__in=STANDING),
                name="one_standing_visit_per_person_and_hosting_day",
            ),
            models.UniqueConstraint(
                fields=["enrollment", "department"],
                condition=Q(state__in=STANDING, is_swap=False),
                name="one_standing_visit_per_enrollment_and_department",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_visit_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="a_visit_has_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.visitor} · {self.day}"


class VisitStep(Row):
    """One step of a visit's life: who, when and why."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=9, choices=VisitState)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("visit step")
        verbose_name_plural = _("visit steps")

    def __str__(self) -> str:
        return f"{self.state}"


class CounterOffer(Row):
    """The host proposes another day; the first place is held until the visitor answers."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="counter_offers")
    day = models.ForeignKey(HostingDay, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.OPEN)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at"]
        verbose_name = _("counter-offer")
        verbose_name_plural = _("counter-offers")
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(state=OfferState.OPEN), name="one_open_counter_offer_per_visit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit} → {self.day}"


class WaitingPlace(Row):
    """A place on the waiting list of a hosting day; a freed place is offered once."""

    day = models.ForeignKey(HostingDay, models.CASCADE, related_name="waiting")
    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="waiting")
    joined_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=WaitingState, default=WaitingState.WAITING)
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "id"]
        verbose_name = _("waiting list place")
        verbose_name_plural = _("waiting list places")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "enrollment"],
                condition=Q(state__in=[WaitingState.WAITING, WaitingState.OFFERED]),
                name="one_waiting_place_per_person_and_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.day}"


class Release(Row):
    """The line manager's yes to a visit, with who covers."""

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="release")
    manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="releases")
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who covers")
    )
    state = models.CharField(max_length=9, choices=ReleaseState, default=ReleaseState.PENDING)
    decides_on = models.DateField(_("decides itself on"))
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return f"{self.visit}: {self.state}"


class Clearance(Row):
    """Somebody's word that an item of the access gate is in order for a visit.

    What a host has checked counts for the visitor's other visits too, as far as
    `visits.gate` says, until `until_on`; a lead's `reason` is for this visit alone.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="clearances")
    item = models.CharField(max_length=13, choices=AccessItem)
    kind = models.CharField(max_length=8, choices=NoteKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until_on = models.DateField(_("valid until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        ordering = ["visit", "item"]
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        constraints = [
            models.UniqueConstraint(fields=["visit", "item"], name="one_clearance_per_visit_and_item"),
            models.CheckConstraint(
                condition=~Q(kind=NoteKind.WAIVED) | ~Q(reason=""), name="a_waived_item_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.item}"


class DayEvent(Row):
    """A hosting day as one event in its hosts' calendars, however many visitors come.

    It begins with the first request. `sequence` rises with its status, its time and its
    place; who comes is text, and changes `changed_at` alone.
    """

    day = models.OneToOneField(HostingDay, models.CASCADE, related_name="event")
    uid = models.UUIDField(unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=9, choices=EventStatus)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("event of a hosting day")
        verbose_name_plural = _("events of hosting days")

    def __str__(self) -> str:
        return f"{self.day}"


class CalendarInvitation(Row):
    """What one person's calendar was last told about one event, and what it answered.

    The event is that of a visit, or for hosts that of the day. `facts` and `words` are
    hashes of what was told: of what SEQUENCE counts, and of the rest. `told_at` is the
    DTSTAMP; `letter` carried it. `reply_stamp` is the DTSTAMP of the answer that counts.
    An answer `is_claimed` while nothing proves that it comes from the person. `settled_at`
    says that somebody has looked at the answer and let it be.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_invitations")
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="calendar_invitations")
    event = models.ForeignKey(DayEvent, models.CASCADE, null=True, blank=True, related_name="calendar_invitations")
    address = models.EmailField(_("address"))
    method = models.CharField(max_length=14, choices=CalendarMethod)
    sequence = models.PositiveIntegerField()
    facts = models.CharField(max_length=64)
    words = models.CharField(max_length=64)
    told_at = models.DateTimeField()
    letter = models.ForeignKey(Letter, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=12, choices=PartStat, default=PartStat.NEEDS_ACTION)
    answered_at = models.DateTimeField(null=True, blank=True)
    reply_stamp = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True, max_length=2000)
    is_claimed = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True, blank=True)
    resent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("calendar invitation")
        verbose_name_plural = _("calendar invitations")
        constraints = [
            models.UniqueConstraint(fields=["person", "visit"], name="one_invitation_per_person_and_visit"),
            models.UniqueConstraint(fields=["person", "event"], name="one_invitation_per_person_and_day_event"),
            models.CheckConstraint(
                condition=Q(visit__isnull=True, event__isnull=False) | Q(visit__isnull=False, event__isnull=True),
                name="an_invitation_is_to_one_event",
            ),
            models.CheckConstraint(condition=Q(answer__in=PartStat.values), name="an_invitation_has_a_known_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.answer}"


class Proposal(Row):
    """Another time that somebody proposed from their calendar (COUNTER). It moves nothing by itself.

    `by` is whoever proposed, visitor or host; the other side answers. `sequence` is that
    of the event it was an answer to.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="proposals")
    invitation = models.ForeignKey(CalendarInvitation, models.CASCADE, related_name="proposals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    comment = models.TextField(blank=True, max_length=2000)
    is_claimed = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=OfferState, default=OfferState.OPEN)
    proposed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "by"],
                condition=Q(state=OfferState.OPEN),
                name="one_open_proposal_per_visit_and_person",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_proposal_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.visit}: {self.starts_at:%Y-%m-%d %H:%M}"
