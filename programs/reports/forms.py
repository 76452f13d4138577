"""Forms of the reports room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SnapshotForm(forms.Form):
    """What the lead adds to computed figures: the decision that the report asks for."""

    decision = forms.CharField(
        label=_("Decision asked for"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed on the first page with your name. Everything else is computed from the data."),
    )
