"""Input of the relationships room."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from programs.people.models import Person
from programs.relationships.choices import Strength


class CheckInForm(forms.Form):
    """Two taps for each person met: before the visit, and now."""

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        for other in others:
            for moment, label in (("before", _("Before the visit")), ("now", _("Now"))):
                self.fields[f"{moment}_{other.pk}"] = forms.TypedChoiceField(
                    label=_("%(name)s: %(moment)s") % {"name": other.name, "moment": label.lower()},
                    choices=Strength.choices,
                    coerce=lambda value: Strength(int(value)),
                    widget=forms.RadioSelect,
                )

    def answers(self) -> dict[Person, tuple[Strength, Strength]]:
        """Return each person's strength before and now, once the form is valid."""
        data = self.cleaned_data
        return {other: (data[f"before_{other.pk}"], data[f"now_{other.pk}"]) for other in self.others}
