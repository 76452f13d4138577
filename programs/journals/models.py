"""Reflections and what is cut from them. Private text is sealed and readable by its author only."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.commitments.models import RoadmapItem
from programs.core.models import Row
from programs.journals.choices import (
    Attribution,
    Destination,
    InsightKind,
    QuoteState,
    QuoteTone,
    Section,
    StartTheme,
    Visibility,
)
from programs.visits.models import Visit


class Reflection(Row):
    """A journal section with its own visibility.

    A private section is stored only in `sealed` (AES-256-GCM, bound to its author and
    row by `seal_id`); a shared one only in `text`.
    """

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="reflections")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reflections")
    section = models.CharField(max_length=12, choices=Section)
    visibility = models.PositiveSmallIntegerField(choices=Visibility, default=Visibility.PRIVATE)
    seal_id = models.UUIDField()
    sealed = models.BinaryField(null=True, blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["visit", "id"]
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        constraints = [
            models.UniqueConstraint("visit", "author", "section", name="one_reflection_per_visit_author_and_section"),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.PRIVATE, text="")
                | Q(visibility__gt=Visibility.PRIVATE, sealed__isnull=True),
                name="private_text_is_sealed_and_shared_text_is_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit} · {self.section}"


class Photo(Row):
    """A photo of a section, always sealed; seen by those who may read the section."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="photos")
    seal_id = models.UUIDField(unique=True)
    sealed = models.BinaryField()
    description = models.CharField(_("what it shows"), max_length=200)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["reflection", "id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.reflection} · {self.pk}"


class Finding(Row):
    """What several people told, in a lead's words: cards of one kind, merged. The cards stay as they are."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="findings", verbose_name=_("programme"))
    kind = models.CharField(_("kind"), max_length=13, choices=InsightKind)
    title = models.CharField(_("title"), max_length=160)
    roadmap_item = models.ForeignKey(
        RoadmapItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("on the roadmap"),
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return self.title


class Insight(Row):
    """A card that an author cut from a reflection, word for word, with readers of its own.

    Narrowing the reflection doesn't narrow the card, and widening it doesn't widen the card:
    only its author changes who reads it, and taking it back deletes it.
    """

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="insights")
    kind = models.CharField(_("kind"), max_length=13, choices=InsightKind)
    text = models.TextField(_("the words"), max_length=500)
    visibility = models.PositiveSmallIntegerField(_("who may read it"), choices=Visibility)
    finding = models.ForeignKey(Finding, models.SET_NULL, null=True, blank=True, related_name="insights")
    cut_at = models.DateTimeField()

    class Meta:
        ordering = ["-cut_at", "-id"]
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility__gte=Visibility.HOST) & Q(visibility__lte=Visibility.PARTICIPANTS),
                name="an_insight_is_for_somebody",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="an_insight_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.pk}"


class Quote(Row):
    """Words that a report may print: only what their author consented to, exactly as they consented."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="quotes")
    text = models.TextField(_("the words"), max_length=400, blank=True)
    attribution = models.CharField(_("attribution"), max_length=10, choices=Attribution)
    destination = models.CharField(_("for which report"), max_length=10, choices=Destination)
    tone = models.CharField(_("tone"), max_length=10, choices=QuoteTone)
    state = models.CharField(_("state"), max_length=9, choices=QuoteState, default=QuoteState.ASKED)
    consented_text = models.TextField(blank=True)
    consented_terms = models.CharField(max_length=40, blank=True)
    terms = models.CharField(max_length=40)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    printed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[QuoteState.CONSENTED, QuoteState.PRINTED])
                | Q(consented_text=F("text"), consented_terms=F("terms")),
                name="a_quote_stands_exactly_as_its_author_consented",
            ),
            models.CheckConstraint(
                condition=Q(chosen_by=None) | Q(state__in=[QuoteState.CONSENTED, QuoteState.PRINTED]),
                name="only_consented_quotes_are_chosen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_destination_display()} · {self.pk}"


class Theme(Row):
    """What texts are about, in a programme's own list; one of the start set carries its key."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="themes", verbose_name=_("programme"))
    key = models.CharField(max_length=12, choices=StartTheme, blank=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")

    class Meta:
        ordering = ["id"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints = [
            models.UniqueConstraint("program", "key", name="one_start_theme_per_program", condition=~Q(key="")),
            models.CheckConstraint(condition=~Q(key="") | ~Q(name=""), name="a_theme_has_a_key_or_a_name"),
        ]

    def __str__(self) -> str:
        return self.name or str(StartTheme(self.key).label)


class Coding(Row):
    """What one lead found in one text or card: some themes, or none."""

    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reflection = models.ForeignKey(Reflection, models.CASCADE, null=True, blank=True, related_name="codings")
    insight = models.ForeignKey(Insight, models.CASCADE, null=True, blank=True, related_name="codings")
    themes = models.ManyToManyField(Theme, related_name="codings", blank=True)
    coded_at = models.DateTimeField()

    class Meta:
        ordering = ["coded_at", "id"]
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        constraints = [
            models.CheckConstraint(
                condition=Q(reflection__isnull=False, insight=None) | Q(reflection=None, insight__isnull=False),
                name="a_coding_is_of_a_text_or_a_card",
            ),
            models.UniqueConstraint("coder", "reflection", name="one_coding_per_coder_and_text"),
            models.UniqueConstraint("coder", "insight", name="one_coding_per_coder_and_card"),
        ]

    def __str__(self) -> str:
        return f"{self.coder} · {self.pk}"
