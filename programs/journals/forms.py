"""Input of the journals room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.journals.choices import Visibility


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
