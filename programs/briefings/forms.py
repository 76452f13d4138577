"""Input of the briefings room."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programs.briefings import wordings
from programs.briefings.models import DepartmentSystem, FaceCard, GlossaryEntry
from programs.people.models import Team


class CardForm(forms.Form):
    """A face card. The photo is looked at by the action."""

    sentence = forms.CharField(
        label=capfirst(FaceCard._meta.get_field("sentence").verbose_name),
        max_length=160,
        required=False,
        help_text=_("One sentence: “I think aloud and like to be interrupted”"),
    )
    languages = forms.CharField(
        label=capfirst(FaceCard._meta.get_field("languages").verbose_name),
        max_length=120,
        required=False,
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP. It is cut square, and what the file says about place and camera is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class WordForm(forms.ModelForm[GlossaryEntry]):
    """A pair of words."""

    class Meta:
        model = GlossaryEntry
        fields = ["their_word", "our_word", "meaning"]


class SystemForm(forms.ModelForm[DepartmentSystem]):
    """A system that a department works with."""

    class Meta:
        model = DepartmentSystem
        fields = ["name", "purpose", "team"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team: Any = self.fields["team"]
        team.queryset = Team.objects.filter(department__is_it=True).order_by("name")


class AgreeForm(forms.Form):
    """One side's yes, with what they want from the day."""

    aim = forms.CharField(
        label=_("What I want from this day"),
        max_length=250,
        required=False,
        help_text=_("The other side reads this"),
    )


class StrategyForm(forms.Form):
    """Three questions before the day."""

    goal = forms.CharField(max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    part = forms.CharField(max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sentence = forms.CharField(max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, department: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in wordings.QUESTIONS:
            self.fields[name].label = wordings.question(name, department)
