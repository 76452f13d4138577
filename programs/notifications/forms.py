"""Input of the notifications room."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from programs.notifications.actions import Wishes
from programs.notifications.choices import CHOSEN_TOPICS, Delivery
from programs.notifications.models import Preferences
from programs.notifications.rules import ALL_DAYS, days_in


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"


class PreferencesForm(forms.Form):
    """How somebody wants to be written to: a choice for each topic, quiet hours and days, the digest."""

    digest_weekday = forms.TypedChoiceField(
        label=_("Weekly digest on"), coerce=int, empty_value=None, required=False,
        help_text=_("What waits for you, once a week in the morning; nothing when nothing waits."),
    )  # fmt: skip
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=TimeInput(format="%H:%M"))
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=TimeInput(format="%H:%M"))
    quiet_days = forms.TypedMultipleChoiceField(
        label=_("Quiet days"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, preferences: Preferences) -> None:
        start: dict[str, Any] = {
            "digest_weekday": preferences.digest_weekday,
            "quiet_from": preferences.quiet_from,
            "quiet_until": preferences.quiet_until,
            "quiet_days": sorted(days_in(preferences.quiet_days)),
        }
        start |= {topic: preferences.choices.get(topic, Delivery.AT_ONCE) for topic in CHOSEN_TOPICS}
        super().__init__(data, initial=start)
        weekdays = [(number, name) for number, name in WEEKDAYS.items()]
        self.fields["digest_weekday"].choices = [("", _("no digest")), *weekdays]  # type: ignore[attr-defined]
        self.fields["quiet_days"].choices = weekdays  # type: ignore[attr-defined]
        for topic in CHOSEN_TOPICS:
            self.fields[topic.value] = forms.ChoiceField(label=topic.label, choices=Delivery.choices)

    def topics(self) -> list[forms.BoundField]:
        """Return the fields of the topics."""
        return [self[topic.value] for topic in CHOSEN_TOPICS]

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of quiet hours, a day on which mail may come, and a digest where one is wanted."""
        data = self.cleaned_data
        if (data.get("quiet_from") is None) != (data.get("quiet_until") is None):
            self.add_error("quiet_until", _("Give both ends of the quiet hours, or none."))
        if set(data.get("quiet_days", ())) >= ALL_DAYS:
            self.add_error("quiet_days", _("Leave at least one day on which mail may come."))
        wants_digest = any(data.get(topic.value) == Delivery.DIGEST for topic in CHOSEN_TOPICS)
        if wants_digest and data.get("digest_weekday") is None and "digest_weekday" not in self.errors:
            self.add_error("digest_weekday", _("Choose a day for the digest, since you want news in it."))
        return data

    def wishes(self) -> Wishes:
        """Return what was chosen, once the form is valid."""
        data = self.cleaned_data
        return Wishes(
            choices={topic.value: data[topic.value] for topic in CHOSEN_TOPICS},
            quiet_from=data["quiet_from"],
            quiet_until=data["quiet_until"],
            quiet_days=data["quiet_days"],
            digest_weekday=data["digest_weekday"],
        )
