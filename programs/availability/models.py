"""When people and places can't: busy times, blackouts, cover rules, on-call duty."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from programs.availability.choices import BlackoutKind, BusyKind, ImportKind, Repeat, SourceKind
from programs.core.models import Row
from programs.people.models import Department, Site, Team


class BusySource(Row):
    """A calendar that a person gave us: a file, or an address that is read again and again.

    Only its intervals are kept, and how each event was read (`items`): when, as what, why.
    The address is a secret and sealed; `shown_address` is what its owner knows it by.
    `read_at` is when there was something new, `checked_at` when the server last answered.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="busy_sources")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=6, choices=SourceKind, default=SourceKind.FILE)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    counts = models.JSONField(default=dict)
    items = models.JSONField(default=list)
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed_address = models.BinaryField(null=True, editable=False)
    shown_address = models.CharField(max_length=120, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    modified = models.CharField(max_length=200, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    doubted = models.CharField(max_length=64, blank=True, editable=False)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    next_at = models.DateTimeField(_("next time"), null=True, blank=True)
    problem = models.JSONField(default=dict)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("busy source")
        verbose_name_plural = _("busy sources")
        indexes = [models.Index(fields=["next_at"])]
        constraints = [
            models.UniqueConstraint("person", "name", name="one_busy_source_per_person_and_name"),
            models.CheckConstraint(
                condition=Q(kind="file", sealed_address__isnull=True)
                | (~Q(kind="file") & Q(sealed_address__isnull=False)),
                name="a_busy_source_is_a_file_or_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarPreview(Row):
    """A file that was read and is being looked at by its owner: nothing counts until they keep it.

    `reading` holds times, kinds and reasons, no titles; it is gone after an hour.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_preview")
    name = models.CharField(_("name"), max_length=120)
    reading = models.JSONField(default=dict)
    read_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar preview")
        verbose_name_plural = _("calendar previews")

    def __str__(self) -> str:
        return self.name


class BusyInterval(Row):
    """When a person can't: half-open, merged, without titles."""

    source = models.ForeignKey(BusySource, models.CASCADE, related_name="intervals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="busy_intervals")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=13, choices=BusyKind, default=BusyKind.BUSY)

    class Meta:
        ordering = ["starts_at"]
        verbose_name = _("busy interval")
        verbose_name_plural = _("busy intervals")
        indexes = [models.Index(fields=["person", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_busy_interval_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class ImportedCalendar(Row):
    """A change-freeze calendar or an on-call roster, and for whom it counts.

    It comes as a file, or from an address that is read again and again (`next_at`), as whoever
    gave it (`read_by`). The address is a secret and sealed. Its blackouts or duties are
    replaced as a whole by each reading.
    """

    kind = models.CharField(_("kind"), max_length=6, choices=ImportKind)
    name = models.CharField(_("name"), max_length=120)
    site = models.ForeignKey(Site, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("site"))
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("team"))
    is_soft = models.BooleanField(_("only a warning"), default=False)
    read_at = models.DateTimeField(_("read at"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    counts = models.JSONField(default=dict)
    seal_id = models.UUIDField(default=uuid.uuid4, editable=False)
    sealed_address = models.BinaryField(null=True, editable=False)
    shown_address = models.CharField(max_length=120, blank=True, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    modified = models.CharField(max_length=200, blank=True, editable=False)
    next_at = models.DateTimeField(null=True, blank=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("imported calendar")
        verbose_name_plural = _("imported calendars")
        constraints = [models.UniqueConstraint("kind", "name", name="one_imported_calendar_per_kind_and_name")]

    def __str__(self) -> str:
        return self.name


class Blackout(Row):
    """Dates nobody may visit: for the whole company when no scope is given, else for one
    site or hosting department (no visits there) or one team (its people don't go).

    It closes those of its dates that `repeats` names, all day or between two wall-clock times
    of the site; one from a calendar may run from an instant to another instead. A soft one
    only warns.
    """

    title = models.CharField(_("title"), max_length=120)
    kind = models.CharField(_("kind"), max_length=14, choices=BlackoutKind, default=BlackoutKind.OTHER)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    repeats = models.CharField(_("which of these dates"), max_length=11, choices=Repeat, default=Repeat.NEVER)
    number = models.PositiveSmallIntegerField(_("how many"), default=1)
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True, choices=WEEKDAYS.items())
    start_time = models.TimeField(_("starts"), null=True, blank=True)
    end_time = models.TimeField(_("ends"), null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_soft = models.BooleanField(_("only a warning"), default=False)
    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, related_name="blackouts", verbose_name=_("site")
    )
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="blackouts", verbose_name=_("department")
    )
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="blackouts", verbose_name=_("team")
    )
    calendar = models.ForeignKey(
        ImportedCalendar, models.CASCADE, null=True, blank=True, related_name="blackouts", editable=False
    )

    class Meta:
        ordering = ["from_on", "title"]
        verbose_name = _("blackout")
        verbose_name_plural = _("blackouts")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_blackout_ends_after_it_starts"),
            models.CheckConstraint(
                condition=(
                    Q(site__isnull=True, department__isnull=True)
                    | Q(site__isnull=True, team__isnull=True)
                    | Q(department__isnull=True, team__isnull=True)
                ),
                name="a_blackout_has_one_scope_at_most",
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True, end_time__isnull=True) | Q(end_time__gt=F("start_time")),
                name="a_blackout_has_both_times_or_none",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_blackout_has_both_instants_or_none",
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6) | (Q(weekday__isnull=True) & ~Q(repeats__in=["weekly", "monthly"])),
                name="a_blackout_that_repeats_on_a_weekday_names_it",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="a_blackout_repeats_at_least_once"),
        ]

    def __str__(self) -> str:
        return self.title


class CoverRule(Row):
    """At most `most_away` people of a team, or `most_away_percent` of it, away on a date."""

    team = models.OneToOneField(Team, models.CASCADE, related_name="cover_rule", verbose_name=_("team"))
    most_away = models.PositiveSmallIntegerField(_("most people away"), null=True, blank=True)
    most_away_percent = models.PositiveSmallIntegerField(_("most per cent away"), null=True, blank=True)

    class Meta:
        verbose_name = _("cover rule")
        verbose_name_plural = _("cover rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_away__isnull=False, most_away_percent__isnull=True)
                | Q(most_away__isnull=True, most_away_percent__lte=100),
                name="a_cover_rule_counts_people_or_per_cent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.team}"


class OnCallDuty(Row):
    """A person is on call from one day to another; they count as away and can't visit."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="on_call_duties")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    roster = models.ForeignKey(
        ImportedCalendar, models.CASCADE, null=True, blank=True, related_name="duties", editable=False
    )

    class Meta:
        ordering = ["from_on"]
        verbose_name = _("on-call duty")
        verbose_name_plural = _("on-call duties")
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="an_on_call_duty_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.from_on}"
