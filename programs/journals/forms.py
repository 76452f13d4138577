"""Input of the journals room."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.commitments.choices import RoadmapState
from programs.commitments.models import HTTPS, RoadmapItem
from programs.journals.actions.quoting import Wording
from programs.journals.choices import (
    INSIGHT_AUDIENCES,
    Attribution,
    Destination,
    InsightKind,
    QuoteTone,
    Visibility,
)
from programs.journals.models import Finding, Insight, Quote, Theme


class SectionForm(forms.Form):
    """One section's text and the version it was typed over."""

    text = forms.CharField(required=False, strip=False)
    version = forms.IntegerField(min_value=0)


class PhotoForm(forms.Form):
    """A photo and what it shows, for those who can't see it."""

    photo = forms.FileField(label=_("Photo"))
    description = forms.CharField(label=_("What it shows"), max_length=200)


class OpenForm(forms.Form):
    """Who may read a section."""

    visibility = forms.TypedChoiceField(
        label=_("Who may read this"), choices=Visibility.choices, coerce=lambda value: Visibility(int(value))
    )
    is_sure = forms.BooleanField(required=False)


_AUDIENCES = [(int(one), one.label) for one in INSIGHT_AUDIENCES]


class InsightForm(forms.Form):
    """A card: the words, what they are about, and who may read them."""

    words = forms.CharField(
        label=_("The words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Keep only what others should read. Every word has to stand in your text."),
    )
    kind = forms.TypedChoiceField(
        label=_("What it is"), choices=InsightKind.choices, coerce=InsightKind, widget=forms.RadioSelect
    )
    visibility = forms.TypedChoiceField(
        label=_("Who may read this"),
        choices=_AUDIENCES,
        coerce=lambda value: Visibility(int(value)),
        widget=forms.RadioSelect,
    )
    is_sure = forms.BooleanField(required=False)


class AudienceForm(forms.Form):
    """Who may read a card."""

    visibility = forms.TypedChoiceField(
        label=_("Who may read this"),
        choices=_AUDIENCES,
        coerce=lambda value: Visibility(int(value)),
        widget=forms.RadioSelect,
    )
    is_sure = forms.BooleanField(required=False)


class MergeForm(forms.Form):
    """Cards, and the finding that they become or join."""

    insights = forms.ModelMultipleChoiceField(Insight.objects.none(), required=False)
    finding = forms.ModelChoiceField(
        Finding.objects.none(), label=_("Add to"), required=False, empty_label=_("a new finding")
    )
    title = forms.CharField(label=_("Title of a new finding, in your words"), max_length=160, required=False)

    def __init__(self, *args: Any, insights: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Insight]", self.fields["insights"]).queryset = insights
        cast("forms.ModelChoiceField[Finding]", self.fields["finding"]).queryset = findings


class FindingForm(forms.Form):
    """A finding's title and its place on the roadmap."""

    title = forms.CharField(label=_("Title"), max_length=160)
    roadmap_item = forms.ModelChoiceField(
        RoadmapItem.objects.none(), label=_("On the roadmap"), required=False, empty_label=_("not yet")
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[RoadmapItem]", self.fields["roadmap_item"]).queryset = items


class RoadmapForm(forms.ModelForm[RoadmapItem]):
    """Something on IT's roadmap."""

    link = forms.URLField(
        label=_("Link"),
        help_text=_("Where it is described; begins with https://"),
        required=False,
        assume_scheme="https",
        validators=[HTTPS],
    )
    state = forms.TypedChoiceField(label=_("State"), choices=RoadmapState.choices, coerce=RoadmapState)

    class Meta:
        model = RoadmapItem
        fields = ["title", "system", "link", "state"]


class QuoteForm(forms.Form):
    """Words for a report, and what their author consents to with them."""

    words = forms.CharField(label=_("The words"), max_length=400, widget=forms.Textarea(attrs={"rows": 4}))
    attribution = forms.TypedChoiceField(
        label=_("Whose words they are"), choices=Attribution.choices, coerce=Attribution, widget=forms.RadioSelect
    )
    destination = forms.TypedChoiceField(
        label=_("For which report"), choices=Destination.choices, coerce=Destination, widget=forms.RadioSelect
    )
    tone = forms.TypedChoiceField(
        label=_("Tone"), choices=QuoteTone.choices, coerce=QuoteTone, widget=forms.RadioSelect
    )

    def wording(self) -> Wording:
        """Return what was typed, once the form is valid."""
        typed = self.cleaned_data
        return Wording(typed["words"], typed["attribution"], typed["destination"], typed["tone"])


class ConsentForm(forms.Form):
    """What an author saw when they said yes."""

    seen_text = forms.CharField(strip=False)
    seen_terms = forms.CharField()


class ChoiceForm(forms.Form):
    """The quotes that a report prints."""

    quotes = forms.ModelMultipleChoiceField(Quote.objects.none(), required=False)

    def __init__(self, *args: Any, quotes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Quote]", self.fields["quotes"]).queryset = quotes


class ThemeForm(forms.Form):
    """A theme of the programme's own."""

    name = forms.CharField(label=_("Add a theme"), max_length=60)


class MergeThemeForm(forms.Form):
    """A theme, and the one it becomes part of."""

    theme = forms.ModelChoiceField(Theme.objects.none(), label=_("Make"))
    into = forms.ModelChoiceField(Theme.objects.none(), label=_("part of"))

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("theme", "into"):
            cast("forms.ModelChoiceField[Theme]", self.fields[name]).queryset = themes


class CodingForm(forms.Form):
    """What one text is about: some themes, or none."""

    kind = forms.ChoiceField(choices=[("reflection", "reflection"), ("insight", "insight")])
    entry = forms.IntegerField()
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelMultipleChoiceField[Theme]", self.fields["themes"]).queryset = themes
