"""What a person says when they make a feed address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.calendars.choices import FeedKind
from programs.cohorts.models import Program
from programs.gateways.texts import one_line
from programs.people.models import Department


class FeedForm(forms.Form):
    """What the feed shows, and a name by which to know it again.

    A department or programme is chosen together with the kind, as "department:3".
    """

    kind = forms.ChoiceField(label=_("What it shows"), initial=FeedKind.PERSONAL)
    name = forms.CharField(
        label=_("Where you will use it"),
        max_length=80,
        required=False,
        help_text=_("For instance “Phone”. One address per device, so that you can revoke one alone."),
    )

    def __init__(self, *args: Any, departments: list[Department], programs: list[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.abouts: dict[str, Department | Program] = {
            **{f"{FeedKind.DEPARTMENT.value}:{department.pk}": department for department in departments},
            **{f"{FeedKind.PROGRAM.value}:{program.pk}": program for program in programs},
        }
        plain = [(kind.value, kind.label) for kind in (FeedKind.PERSONAL, FeedKind.HOSTING)]
        chosen = [(key, f"{FeedKind(key.partition(':')[0]).label}: {about}") for key, about in self.abouts.items()]
        last = [(FeedKind.BLACKOUTS.value, FeedKind.BLACKOUTS.label)]
        self.fields["kind"].choices = plain + chosen + last  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Take the name as one line."""
        return one_line(self.cleaned_data["name"])

    def values(self) -> dict[str, Any]:
        """Return what `make_feed` takes."""
        key = self.cleaned_data["kind"]
        about = self.abouts.get(key)
        return {
            "kind": key.partition(":")[0],
            "name": self.cleaned_data["name"],
            "department": about if isinstance(about, Department) else None,
            "program": about if isinstance(about, Program) else None,
        }
