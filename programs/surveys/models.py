"""Instruments, waves, and answers that can't be traced to a person.

Stores are kept apart: `Invitation` knows who was asked and on which day they were done;
`BallotPaper` holds fresh answers that no page, export or query reads; `Response` and
`Comment` hold answers after they were shuffled. Nothing joins the first to the others.
`surveys.ballots` says how, and what remains possible.
"""

import uuid
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Program
from programs.core.models import Row
from programs.people.models import Department
from programs.surveys.choices import CommentState, Dose, ItemScale, ItemScope, Side, WaveKind, WaveState


class Instrument(Row):
    """A questionnaire: one that ships, or a programme's own. `family` is the key of the one it
    was copied from; items of a family with the same key and wording carry a trend on.
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    program = models.ForeignKey(
        Program, models.CASCADE, null=True, blank=True, related_name="instruments", verbose_name=_("programme")
    )
    family = models.SlugField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["title"]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")

    def __str__(self) -> str:
        return self.title


class Item(Row):
    """A question with a stable construct key. Wordings are frozen into a wave when it opens.

    `version` counts how often the wording was rewritten. `translations` holds, by language,
    the wording for IT and for the business; what ships is translated in the catalogues.
    `about` names the item whose share the other side is guessed at. What `is_per_department` is
    answered once for each department that someone works with, up to `rules.MOST_DEPARTMENTS`.
    """

    instrument = models.ForeignKey(Instrument, models.CASCADE, related_name="items")
    construct = models.CharField(_("construct"), max_length=8)
    position = models.PositiveSmallIntegerField(_("position"))
    block = models.PositiveSmallIntegerField(_("page"), default=1)
    scope = models.CharField(_("scope"), max_length=4, choices=ItemScope, default=ItemScope.GAP)
    scale = models.CharField(_("scale"), max_length=9, choices=ItemScale, default=ItemScale.AGREEMENT)
    is_reversed = models.BooleanField(_("reversed"), default=False)
    in_index = models.BooleanField(_("part of the partnership index"), default=False)
    is_primary = models.BooleanField(_("primary outcome"), default=False)
    is_per_department = models.BooleanField(_("asked for each department one works with"), default=False)
    about = models.CharField(_("guess about"), max_length=8, blank=True, default="")
    options = models.JSONField(_("list to choose from"), default=list, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    text_it = models.TextField(_("wording for IT"), max_length=500)
    text_business = models.TextField(_("wording for the business"), max_length=500)
    translations = models.JSONField(_("wording in other languages"), default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        verbose_name = _("item")
        verbose_name_plural = _("items")
        constraints = [
            models.UniqueConstraint("instrument", "construct", name="one_item_per_instrument_and_construct"),
            models.CheckConstraint(
                condition=Q(scope=ItemScope.SIDE) | Q(text_it=models.F("text_business")),
                name="a_gap_item_has_one_wording",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.construct} {self.text_it}"


class Wave(Row):
    """One sending of an instrument. `frozen` holds items, wordings, thresholds and label; `early`,
    sealed, the counts when the last reminder went out, until the wave closes (`surveys.early`).
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="waves", verbose_name=_("programme"))
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="waves", verbose_name=_("cohort")
    )
    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="waves", verbose_name=_("instrument"))
    kind = models.CharField(_("kind"), max_length=9, choices=WaveKind, default=WaveKind.BASELINE)
    state = models.CharField(_("state"), max_length=8, choices=WaveState, default=WaveState.DRAFT)
    departments = models.ManyToManyField(
        Department,
        related_name="+",
        blank=True,
        verbose_name=_("departments"),
        help_text=_("Nothing chosen means everyone."),
    )
    side = models.CharField(_("side"), max_length=8, choices=Side, blank=True, default="")
    sample_percent = models.PositiveSmallIntegerField(_("share of the people who are asked"), default=100)
    sample_seed = models.PositiveIntegerField(default=0)
    is_elsewhere = models.BooleanField(_("answered in another tool"), default=False)
    closes_on = models.DateField(_("closes on"))
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(default=dict)
    early = models.BinaryField(null=True, blank=True)
    early_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["program", "opened_at", "id"]
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        constraints = [
            models.CheckConstraint(
                condition=Q(sample_percent__gte=1) & Q(sample_percent__lte=100), name="a_sample_is_1_to_100_percent"
            )
        ]

    @property
    def name(self) -> str:
        """What a list calls the wave: its place in the programme, or the questionnaire that stands beside it."""
        return gettext(self.instrument.title) if self.kind == WaveKind.OTHER else str(self.get_kind_display())

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.program}"


class Headcount(Row):
    """How many people a department had on a side, and how many of them were invited: all of
    them, or a sample. Frozen when the wave opened.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="headcounts")
    side = models.CharField(max_length=8, choices=Side)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    invited = models.PositiveIntegerField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        constraints = [
            models.UniqueConstraint("wave", "side", "department", name="one_headcount_per_wave_and_department")
        ]

    def __str__(self) -> str:
        return f"{self.department}: {self.invited}"


class Invitation(Row):
    """Who was asked. `done_on` is a day, never a moment; side, department and dose are frozen."""

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    side = models.CharField(max_length=8, choices=Side)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    dose = models.CharField(max_length=7, choices=Dose, default=Dose.UNKNOWN)
    token_hash = models.CharField(max_length=64, unique=True)
    done_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [models.UniqueConstraint("wave", "person", name="one_invitation_per_wave_and_person")]

    def __str__(self) -> str:
        return f"{self.wave}"


class BallotPaper(models.Model):
    """The ballot box: an answer before it is shuffled into `Response`. Nothing reads it
    but the shuffle, and backups leave it out. No moment, no person, no order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="+")
    content = models.JSONField()

    class Meta:
        verbose_name = _("ballot paper")
        verbose_name_plural = _("ballot papers")

    def __str__(self) -> str:
        return "–"


class Response(models.Model):
    """One answered questionnaire, without a key to its person and without any time.

    `link` is an HMAC whose key lives outside the database: it joins the answers of one
    person over waves until the key is destroyed. `department` is empty where so few
    answered that it would point at someone; `dose` is how many visits its person had made
    when the wave opened, made coarser or left out where it would (`rules.coarse_doses`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="responses")
    link = models.CharField(max_length=32)
    side = models.CharField(max_length=8, choices=Side)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    dose = models.CharField(max_length=7, choices=Dose, default=Dose.UNKNOWN)
    answers = models.JSONField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        indexes = [models.Index(fields=["wave", "side"])]

    def __str__(self) -> str:
        return "–"


class Comment(models.Model):
    """Somebody's own words, cut off from their ratings, their department and their link.

    `handle` lets its author take it back while the wave is open: an HMAC of its own, which
    joins it to nothing else. It is emptied when the wave closes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="comments")
    handle = models.CharField(max_length=32, blank=True, default="")
    side = models.CharField(max_length=8, choices=Side)
    construct = models.CharField(max_length=8)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=CommentState, default=CommentState.WAITING)

    class Meta:
        ordering = ["id"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return "–"


class Rating(models.Model):
    """How one person experiences one department, cut off from everything else they said, also
    from their ratings of other departments: which ones someone works with would point at them.

    `department` is where the rater belongs, empty where so few of it rated that it would
    point at someone. `handle` is as in `Comment`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="ratings")
    handle = models.CharField(max_length=32, blank=True, default="")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(Department, models.PROTECT, related_name="+")
    answers = models.JSONField()

    class Meta:
        ordering = ["id"]
        verbose_name = _("rating of a department")
        verbose_name_plural = _("ratings of departments")
        indexes = [models.Index(fields=["wave", "about"])]

    def __str__(self) -> str:
        return "–"


class LinkSalt(models.Model):
    """A programme's half of the key that links answers over waves; the other half is
    EXCHANGE_LINK_KEY. `linking.destroy_link_key` empties `value` for good.
    """

    program = models.OneToOneField(Program, models.CASCADE, related_name="+", primary_key=True)
    value = models.CharField(max_length=64, blank=True)
    destroyed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("link salt")
        verbose_name_plural = _("link salts")

    def __str__(self) -> str:
        return "–"


class WaveReleaseQuerySet(models.QuerySet["WaveRelease"]):
    """Releases can be read and added, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: what was published stands."""
        raise TypeError("A release is never changed.")

    def delete(self) -> NoReturn:
        """Refuse: what was published stands."""
        raise TypeError("A release is never deleted.")


class WaveRelease(Row):
    """The one immutable set of tables that a closed wave publishes."""

    wave = models.OneToOneField(Wave, models.PROTECT, related_name="release")
    tables = models.JSONField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()

    objects = WaveReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release of a wave")
        verbose_name_plural = _("releases of waves")

    def __str__(self) -> str:
        return f"{self.wave}"
