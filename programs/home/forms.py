"""What people choose in the account menu, and where a lead brings a cohort."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import Stage
from programs.people.choices import Theme


class ThemeForm(forms.Form):
    """Light, dark, or as the device says."""

    theme = forms.ChoiceField(choices=Theme)


class LanguageForm(forms.Form):
    """One of the languages that Exchange speaks."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class MoveForm(forms.Form):
    """The stage to bring a cohort to, and why, when something is missing for it."""

    to = forms.ChoiceField(choices=Stage, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why do you go on all the same?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3, "required": True}),  # shown only when something is missing
    )
