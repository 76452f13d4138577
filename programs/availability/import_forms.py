"""Input for calendars that close days or say who is on call."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from programs.availability import access
from programs.availability.choices import ImportKind
from programs.availability.importing import Described
from programs.availability.models import ImportedCalendar
from programs.people.models import Person


class ImportForm(forms.ModelForm[ImportedCalendar]):
    """What a calendar is and for whom it counts. The file is asked for once; then a plan stands for it."""

    file = forms.FileField(
        label=_("Calendar file"),
        required=False,
        help_text=_("An .ics file, exported from your change calendar or roster tool"),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    address = forms.CharField(
        label=_("or its address"),
        required=False,
        max_length=2000,
        help_text=_("https:// or webcal://; it is read again every six hours"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    plan = forms.CharField(required=False, widget=forms.HiddenInput)
    leaves_out = forms.BooleanField(required=False, label=_("Leave these rows out"))

    class Meta:
        model = ImportedCalendar
        fields = ["name", "site", "department", "team", "is_soft"]
        help_texts = {
            "name": _("“Release freeze”, “Platform on call”"),
            "is_soft": _("Visits stay possible; visitors and hosts read the title as a warning"),
        }

    def __init__(self, *args: Any, person: Person, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.kind = person, kind
        choices = {
            "site": access.sites_closed_by(person),
            "department": access.departments_closed_by(person),
            "team": access.teams_looked_after_by(person),
        }
        if kind == ImportKind.ROSTER:
            del choices["site"], choices["department"]
            for name in ("site", "department", "is_soft"):
                del self.fields[name]
        for name, rows in choices.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows
            if not rows.exists():
                del self.fields[name]

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in ImportedCalendar._meta.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for a file or what was read of it, and for a scope where somebody may not close everything."""
        data = super().clean() or self.cleaned_data
        is_empty = not any(data.get(name) for name in ("file", "address", "plan"))
        if is_empty and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        if not self.errors and self.described().is_for_all and not access.may_close_company(self.person):
            raise forms.ValidationError(_("Say for which department or team."))
        return data

    def described(self) -> Described:
        """Return what was typed, once the form is valid."""
        data = self.cleaned_data
        return Described(
            kind=self.kind,
            name=data["name"],
            site=data.get("site"),
            department=data.get("department"),
            team=data.get("team"),
            is_soft=data.get("is_soft", False),
        )

    def content(self) -> bytes | None:
        """Return the bytes of a newly chosen file."""
        upload: UploadedFile[Any] | None = self.cleaned_data["file"]
        return upload.read() if upload else None
