"""Input of the journals room."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.commitments.choices import RoadmapState
from programs.commitments.models import HTTPS, RoadmapItem
from programs.journals.choices import INSIGHT_AUDIENCES, InsightKind, Visibility
from programs.journals.models import Finding, Insight


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
