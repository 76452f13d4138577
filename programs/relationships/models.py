"""Directed, dated ties between people, as the people themselves report them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort
from programs.core.models import Row
from programs.people.models import Department
from programs.relationships.choices import LATER_DAYS, Part, RosterState, Strength, TieSource
from programs.visits.models import Visit


class Roster(Row):
    """One asking of whom people could contact directly, department by department.

    Who is asked is frozen when it opens. Everybody asked has to consent first.
    """

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="rosters")
    name = models.CharField(_("name"), max_length=120)
    closes_on = models.DateField(_("last day"))
    comparison = models.PositiveSmallIntegerField(
        _("people for comparison"),
        default=0,
        help_text=_("Drawn from IT people who don't take part. Later rounds ask the same people again."),
    )
    seed = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=6, choices=RosterState, default=RosterState.DRAFT)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["cohort", "id"]
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        constraints = [models.UniqueConstraint("cohort", condition=Q(state="open"), name="one_open_roster_per_cohort")]

    def __str__(self) -> str:
        return self.name


class RosterPlace(Row):
    """One person's place in a roster: why they are asked, and whether they consented."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="places")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="roster_places")
    part = models.CharField(max_length=10, choices=Part)
    consented_on = models.DateField(null=True, blank=True)
    declined_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["roster", "id"]
        verbose_name = _("place in a roster")
        verbose_name_plural = _("places in rosters")
        constraints = [
            models.UniqueConstraint("roster", "person", name="one_place_per_roster_and_person"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(consented_on__isnull=False),
                name="a_roster_is_answered_with_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster} · {self.person}"


class RosterRow(Row):
    """One answered department. A row that was left out is missing, not "nobody"."""

    place = models.ForeignKey(RosterPlace, models.CASCADE, related_name="rows")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["place", "id"]
        verbose_name = _("row of a roster")
        verbose_name_plural = _("rows of rosters")
        constraints = [models.UniqueConstraint("place", "department", name="one_row_per_place_and_department")]

    def __str__(self) -> str:
        return f"{self.place} · {self.department}"


class Tie(Row):
    """`person` says how well they know `other`: in a roster, after a visit, or some time later.

    After a visit `before` says how it was; elsewhere only the present is asked.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="ties")
    row = models.ForeignKey(RosterRow, models.CASCADE, null=True, blank=True, related_name="ties")
    after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ties")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.PositiveSmallIntegerField(choices=Strength, null=True, blank=True)
    now = models.PositiveSmallIntegerField(choices=Strength)
    source = models.CharField(max_length=8, choices=TieSource, default=TieSource.VISIT)
    on = models.DateField()

    class Meta:
        ordering = ["on"]
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = [
            models.UniqueConstraint(
                "visit", "person", "other", condition=Q(source="visit"), name="one_tie_per_visit_and_pair"
            ),
            models.UniqueConstraint("row", "other", condition=Q(source="roster"), name="one_tie_per_row_and_other"),
            models.UniqueConstraint(
                "visit",
                "person",
                "other",
                "after_days",
                condition=Q(source="check_in"),
                name="one_check_in_per_visit_pair_and_time",
            ),
            models.CheckConstraint(condition=~Q(person=F("other")), name="a_tie_joins_two_people"),
            models.CheckConstraint(
                condition=Q(source="visit", visit__isnull=False, before__isnull=False, row=None, after_days=None)
                | Q(source="roster", row__isnull=False, visit=None, before=None, after_days=None)
                | Q(source="check_in", visit__isnull=False, row=None, before=None, after_days__in=LATER_DAYS),
                name="a_tie_says_where_it_comes_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.other}"


class Listing(Row):
    """What a person lets others see of them on pages of relationships.

    Without a row somebody is listed and introduces nobody.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="listing")
    is_listed = models.BooleanField(
        _("Others may name me"),
        default=True,
        help_text=_("Off: your name is offered to nobody and disappears from everyone's contacts."),
    )
    introduces = models.BooleanField(
        _("I introduce colleagues"),
        default=False,
        help_text=_("People who know nobody in a department where you do may see that you can introduce them."),
    )

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")

    def __str__(self) -> str:
        return str(self.person)
