"""Input of the availability room."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from programs.availability import access
from programs.availability.actions import Closing
from programs.availability.choices import Repeat, SourceKind
from programs.availability.models import Blackout, BusySource
from programs.availability.reading import Address
from programs.cohorts.widgets import DateInput, TimeInput
from programs.people.forms import time_zones
from programs.people.models import Person


class BlackoutForm(forms.ModelForm[Blackout]):
    """Dates nobody may visit. The choices are what the person may close."""

    class Meta:
        model = Blackout
        fields = [
            "title", "kind", "from_on", "until_on", "repeats", "number", "weekday", "start_time", "end_time", "is_soft",
            "site", "department", "team",
        ]  # fmt: skip
        widgets = {"from_on": DateInput(), "until_on": DateInput(), "start_time": TimeInput(), "end_time": TimeInput()}
        help_texts = {
            "title": _("Visitors read this on greyed days: “Year-end close”"),
            "number": _("Every 2nd week, the last 2 working days; the 5th weekday is the last"),
            "start_time": _("On the site's clock; empty for the whole day"),
            "is_soft": _("Visits stay possible; visitors and hosts read the title as a warning"),
            "department": _("Nobody visits this department"),
            "team": _("Nobody of this team goes on visits"),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        # Left out is as good as the usual: files and old bookmarks post fewer fields.
        for name in ("repeats", "number"):
            self.fields[name].required = False
        choices = {
            "site": access.sites_closed_by(person),
            "department": access.departments_closed_by(person),
            "team": access.teams_looked_after_by(person),
        }
        for name, rows in choices.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows
            if not rows.exists():
                del self.fields[name]

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Blackout._meta.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for a scope where somebody may not close the whole company."""
        data = super().clean() or self.cleaned_data
        is_for_all = not any(data.get(name) for name in ("site", "department", "team"))
        if is_for_all and not self.errors and not access.may_close_company(self.person):
            raise forms.ValidationError(_("Say for which department or team."))
        return data

    def closing(self) -> Closing:
        """Return what was typed, once the form is valid."""
        data = self.cleaned_data
        scope = {name: data.get(name) for name in ("site", "department", "team")}
        return Closing(
            data["title"],
            data["kind"],
            data["from_on"],
            data["until_on"],
            **scope,
            repeats=data["repeats"] or Repeat.NEVER,
            number=1 if data["number"] is None else data["number"],
            weekday=data["weekday"],
            start_time=data["start_time"],
            end_time=data["end_time"],
            is_soft=data["is_soft"],
        )


class CoverForm(forms.Form):
    """How many of a team may be away on a date; empty for no rule."""

    most_away = forms.IntegerField(label=_("People"), min_value=0, max_value=1000, required=False)
    most_away_percent = forms.IntegerField(label=_("or per cent"), min_value=0, max_value=100, required=False)


class DutyForm(forms.Form):
    """Who is on call, and when."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    from_on = forms.DateField(label=_("From"), widget=DateInput())
    until_on = forms.DateField(label=_("Until"), widget=DateInput())

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = access.people_looked_after_by(person)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = people


class CalendarForm(forms.Form):
    """A calendar file."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("An .ics file or a .zip of them, from Outlook, Google Calendar, Apple Calendar or Thunderbird"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,.ifb,.zip,text/calendar"}),
    )
    name = forms.CharField(
        label=_("What to call it"),
        max_length=BusySource._meta.get_field("name").max_length,
        required=False,
        help_text=_("A file with the same name replaces what was read before"),
    )

    def name_or_file(self) -> str:
        """Return the name that was given, else that of the file without its ending."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        name = self.cleaned_data["name"] or str(upload.name or "").rsplit(".", 1)[0] or str(_("Calendar"))
        return name[:120]

    def content(self) -> bytes:
        """Return the bytes of the file."""
        content: bytes = self.cleaned_data["file"].read()
        return content


def zones_or_own() -> list[tuple[str, str]]:
    """Return the time zones to choose from, first that of the calendar or its owner."""
    return [("", str(_("As the calendar says, else mine"))), *time_zones()]


class SubscriptionForm(forms.Form):
    """Where a calendar is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices[1:], initial=SourceKind.ICS)
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("Google: “Secret address in iCal format”. Outlook: publish the calendar, then the ICS link."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(label=_("What to call it"), max_length=BusySource._meta.get_field("name").max_length)
    user = forms.CharField(
        label=_("User name"),
        max_length=200,
        required=False,
        help_text=_("Only where the server asks for it, as CalDAV does"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("App password"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    zone = forms.ChoiceField(label=_("Zone of times that have none"), choices=zones_or_own, required=False)

    def address(self) -> Address:
        """Return where the calendar is and who may read it."""
        data = self.cleaned_data
        return Address(data["url"].strip(), data["user"], data["password"])


class ZoneForm(forms.Form):
    """The zone of times that have none, of a file."""

    zone = forms.ChoiceField(label=_("Zone of times that have none"), choices=time_zones)


class SourceZoneForm(forms.Form):
    """The zone of times that have none, of a subscription."""

    zone = forms.ChoiceField(label=_("Zone of times that have none"), choices=zones_or_own, required=False)
