"""What people choose in the account menu."""

from django import forms
from django.conf import settings

from programs.people.choices import Theme


class ThemeForm(forms.Form):
    """Light, dark, or as the device says."""

    theme = forms.ChoiceField(choices=Theme)


class LanguageForm(forms.Form):
    """One of the languages that Exchange speaks."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
