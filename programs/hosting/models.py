"""What departments show, and on which days."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Skill
from programs.core.models import Row
from programs.hosting.choices import BlockKind, DataClass, Needed, OfferingKind, OfferingState
from programs.objectives.models import Objective
from programs.people.models import Department, Site


class Offering(Row):
    """What a department shows. Its contact answers requests; the deputy stands in."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="offerings", verbose_name=_("department"))
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("what visitors will see"), max_length=2000)
    kind = models.CharField(_("type"), max_length=10, choices=OfferingKind, default=OfferingKind.OBSERVE)
    site = models.ForeignKey(Site, models.PROTECT, related_name="offerings", verbose_name=_("site"))
    place = models.CharField(_("meeting point"), max_length=120, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="offerings", verbose_name=_("contact")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputised_offerings",
        verbose_name=_("deputy"),
    )
    prerequisites = models.TextField(_("what visitors need before"), max_length=1000, blank=True)
    excluded = models.TextField(_("what is not shown"), max_length=1000, blank=True)
    entrance = models.CharField(_("entrance"), max_length=120, blank=True)
    directions = models.TextField(_("how to get there"), max_length=1000, blank=True)
    bring = models.TextField(_("what to bring"), max_length=500, blank=True)
    badge = models.CharField(_("badge"), max_length=10, choices=Needed, default=Needed.NOTHING)
    safety = models.CharField(_("safety instruction"), max_length=10, choices=Needed, default=Needed.NOTHING)
    data_class = models.CharField(_("data class"), max_length=12, choices=DataClass, default=DataClass.INTERNAL)
    places = models.PositiveSmallIntegerField(_("places a day"), default=1)
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"), null=True, blank=True, help_text=_("Empty for the programme's")
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("days ahead at most"), null=True, blank=True, help_text=_("How early a day can be booked; empty for any time")
    )
    minimum_group = models.PositiveSmallIntegerField(_("smallest group"), default=1)
    shows = models.ManyToManyField(Skill, related_name="+", blank=True, verbose_name=_("what can be learned"))
    objectives = models.ManyToManyField(
        Objective, related_name="offerings", blank=True, verbose_name=_("objectives it serves")
    )
    state = models.CharField(_("state"), max_length=10, choices=OfferingState, default=OfferingState.DRAFT)

    class Meta:
        ordering = ["department__name", "title"]
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        constraints = [
            models.UniqueConstraint("department", "title", name="one_offering_per_department_and_title"),
            models.CheckConstraint(condition=Q(places__gte=1), name="an_offering_has_at_least_one_place"),
            models.CheckConstraint(
                condition=Q(minimum_group__gte=1) & Q(minimum_group__lte=F("places")),
                name="the_smallest_group_fits_the_places",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HostBudget(Row):
    """How many hours a month somebody gives as the contact of offerings; without one there is no limit."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="host_budget", verbose_name=_("person")
    )
    hours_per_month = models.PositiveSmallIntegerField(_("hosting hours a month"))

    class Meta:
        ordering = ["person__name"]
        verbose_name = _("host's budget")
        verbose_name_plural = _("hosts' budgets")

    def __str__(self) -> str:
        return f"{self.person}: {self.hours_per_month}"


class AgendaBlock(Row):
    """One part of an offering's day."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=BlockKind, default=BlockKind.TASK)
    title = models.CharField(_("title"), max_length=120)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering = ["position"]
        verbose_name = _("agenda block")
        verbose_name_plural = _("agenda blocks")
        constraints = [models.UniqueConstraint("offering", "position", name="one_agenda_block_per_position")]

    def __str__(self) -> str:
        return self.title


class HostingPattern(Row):
    """A weekly rule from which hosting days are made: wall-clock times at the site."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="patterns")
    weekday = models.PositiveSmallIntegerField(_("weekday"), help_text=_("0 is Monday"))
    every_weeks = models.PositiveSmallIntegerField(_("every n weeks"), default=1)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    start_time = models.TimeField(_("starts"), null=True, blank=True, help_text=_("Empty for the whole day"))
    end_time = models.TimeField(_("ends"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places"))
    nth = models.PositiveSmallIntegerField(
        _("nth of the month"), null=True, blank=True, help_text=_("1 to 4, and 5 for the last; empty for weekly days")
    )

    class Meta:
        ordering = ["from_on", "weekday"]
        verbose_name = _("recurring day")
        verbose_name_plural = _("recurring days")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="a_weekday_is_between_monday_and_sunday"),
            models.CheckConstraint(condition=Q(every_weeks__gte=1), name="a_pattern_repeats_every_week_or_more"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="a_pattern_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(nth__isnull=True) | Q(nth__gte=1, nth__lte=5), name="a_monthly_pattern_names_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(start_time__isnull=True, end_time__isnull=True) | Q(end_time__gt=F("start_time")),
                name="a_pattern_has_both_times_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering}: {self.weekday_name}"

    @property
    def weekday_name(self) -> str:
        """The weekday in the language of the reader."""
        return str(WEEKDAYS[self.weekday])


class HostingDay(Row):
    """An offering on a day, with places.

    `on` is the day at the site; `starts_at` and `ends_at` are instants. A day without
    times (`is_whole_day`) lasts from local midnight to local midnight and is shown as a
    date, never shifted into another zone. `moved_from_on` is the date that its rule gave it,
    where the host moved it: the rule doesn't fill that date again. `taken` is kept by
    database triggers from the visits that hold a place (domain rule 2) and is never written
    by Python.
    """

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="days", verbose_name=_("offering"))
    pattern = models.ForeignKey(HostingPattern, models.SET_NULL, null=True, blank=True, related_name="days")
    on = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    is_whole_day = models.BooleanField(_("whole day"), default=False)
    opens_on_holiday = models.BooleanField(_("also on a public holiday"), default=False)
    moved_from_on = models.DateField(_("moved from"), null=True, blank=True, editable=False)
    places = models.PositiveSmallIntegerField(_("places"))
    taken = models.PositiveSmallIntegerField(_("places taken"), default=0, editable=False)
    cancelled_at = models.DateTimeField(_("called off at"), null=True, blank=True)
    note = models.CharField(_("note to visitors"), max_length=250, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        verbose_name = _("hosting day")
        verbose_name_plural = _("hosting days")
        indexes = [models.Index(fields=["on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "starts_at"],
                condition=Q(cancelled_at=None),
                name="one_hosting_day_per_offering_and_start",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_hosting_day_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="no_more_visits_than_places"),
        ]

    def __str__(self) -> str:
        return f"{self.offering}, {self.on}"

    @property
    def places_left(self) -> int:
        """How many more visits the day can hold."""
        return self.places - self.taken
