"""What people and administrators type about people and places."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from programs.people.choices import Theme
from programs.people.models import Department, Person, Site, Team


def time_zones() -> list[tuple[str, str]]:
    """Return the time zones to choose from, by region: those that stand for a place."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


class SettingsForm(forms.Form):
    """How somebody reads Exchange."""

    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Visits are always shown in the time of their site; this is for everything else."),
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=Theme)

    def __init__(self, data: Any = None, *, person: Person) -> None:
        chosen = {"language": person.language, "time_zone": person.time_zone, "theme": person.theme}
        super().__init__(data, initial=chosen)
        field = self.fields["time_zone"]
        if isinstance(field, forms.ChoiceField):
            offered = time_zones()
            own = [(person.time_zone, person.time_zone)]
            field.choices = offered if own[0][0] in dict(offered) else own + offered


class TeamChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A team, named with its department."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "Finance · Ledger"."""
        return f"{obj.department} · {obj}"


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """An account made or changed by hand. Line managers are named by address: lists are long."""

    team = TeamChoice(label=_("Team"), queryset=Team.objects.none(), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial=settings.TIME_ZONE)
    manager_email = forms.EmailField(label=_("Line manager's e-mail"), required=False)

    class Meta:
        model = Person
        fields = (
            "name",
            "email",
            "employee_id",
            "job_title",
            "grade",
            "working_pattern",
            "department",
            "team",
            "site",
            "time_zone",
            "language",
            "is_staff",
        )
        help_texts = {
            "employee_id": _("What the people file calls this person. Without it, no import ends this account."),
            "is_staff": _("Administrators look after people and settings. They read no private text."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        if isinstance(team, forms.ModelChoiceField):
            team.queryset = Team.objects.select_related("department").order_by("department__name", "name")
        if self.instance.manager:
            self.initial["manager_email"] = self.instance.manager.email

    def clean_employee_id(self) -> str | None:
        """Return None for an empty id: only real ids are unique."""
        return self.cleaned_data["employee_id"] or None

    def clean_manager_email(self) -> Person | None:
        """Return the manager with this address."""
        address = self.cleaned_data["manager_email"]
        if not address:
            return None
        manager = Person.objects.filter(email__iexact=address, is_active=True).first()
        if manager is None:
            raise ValidationError(_("Nobody who is active has this address."))
        return manager

    @property
    def person_fields(self) -> dict[str, Any]:
        """Return what was typed, as fields of a person."""
        fields = dict(self.cleaned_data)
        fields["manager"] = fields.pop("manager_email")
        return fields

    def _post_clean(self) -> None:
        """Leave the instance alone: rules and uniqueness are the action's to say."""


class DepartmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """A department, its lead and how much it hosts."""

    lead_email = forms.EmailField(label=_("Department lead's e-mail"), required=False)

    class Meta:
        model = Department
        fields = ("name", "is_it", "hosting_hours_per_month")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.lead:
            self.initial["lead_email"] = self.instance.lead.email

    def clean_lead_email(self) -> Person | None:
        """Return the lead with this address."""
        address = self.cleaned_data["lead_email"]
        if not address:
            return None
        lead = Person.objects.filter(email__iexact=address, is_active=True).first()
        if lead is None:
            raise ValidationError(_("Nobody who is active has this address."))
        return lead

    def clean(self) -> dict[str, Any]:
        """Put the lead on the department."""
        cleaned = super().clean() or {}
        self.instance.lead = cleaned.get("lead_email")
        return cleaned

    def validate_unique(self) -> None:
        """Leave it to the action, which compares names whatever their case."""


class TeamForm(forms.ModelForm):  # type: ignore[type-arg]
    """A team and its department."""

    class Meta:
        model = Team
        fields = ("name", "department")

    def validate_unique(self) -> None:
        """Leave it to the action, which compares names whatever their case."""

    def validate_constraints(self) -> None:
        """Leave it to the action, too."""


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """A site, its time zone and where it is."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        initial=settings.TIME_ZONE,
        help_text=_("Hosting days at this site are in this zone."),
    )
    country = forms.RegexField(
        label=_("Country"),
        regex=r"^[A-Za-z]{2}$",
        required=False,
        help_text=_("Two letters, such as DE: for public holidays."),
    )

    class Meta:
        model = Site
        fields = ("name", "time_zone", "country", "subdivision", "address")
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def clean_country(self) -> str:
        """Return the country in capitals."""
        return str(self.cleaned_data["country"]).upper()

    def validate_unique(self) -> None:
        """Leave it to the action, which compares names whatever their case."""


class ImportForm(forms.Form):
    """A file of people."""

    file = forms.FileField(
        label=_("CSV file"),
        allow_empty_file=True,
        help_text=_("Comma, semicolon or tab; UTF-8 or Windows letters; up to 50,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


class ApplyForm(forms.Form):
    """The plan that somebody looked at, and whether its many leavers are meant."""

    fingerprint = forms.CharField(max_length=64, widget=forms.HiddenInput)
    leavers_are_meant = forms.BooleanField(
        label=_("Yes, all these people have left. End their accounts."), required=False
    )


class LinkForm(forms.Form):
    """The address to which a sign-in link goes, and the page to go on to."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
