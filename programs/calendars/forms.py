"""What a person says when they make a feed address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.calendars.choices import FeedKind
from programs.gateways.texts import one_line


class FeedForm(forms.Form):
    """What the feed shows, and a name by which to know it again."""

    kind = forms.ChoiceField(label=_("What it shows"), choices=FeedKind.choices, initial=FeedKind.PERSONAL)
    name = forms.CharField(
        label=_("Where you will use it"),
        max_length=80,
        required=False,
        help_text=_("For instance “Phone”. One address per device, so that you can revoke one alone."),
    )

    def clean_name(self) -> str:
        """Take the name as one line."""
        return one_line(self.cleaned_data["name"])
