"""Forms of the reports room."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.people.models import Person
from programs.reports.choices import BatchKind, Edition, PersonalKind, Rhythm


class SnapshotForm(forms.Form):
    """What the lead adds to computed figures: the decision that the report asks for, and a remark."""

    decision = forms.CharField(
        label=_("Decision asked for"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed on the first page with your name. Everything else is computed from the data."),
    )
    remark = forms.CharField(
        label=_("A sentence of your own"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Printed in the chapter about the report, marked as written by you."),
    )


class EditionForm(forms.Form):
    """Which edition somebody asks for. `department` is the key of a department's report."""

    edition = forms.ChoiceField(choices=Edition.choices)
    department = forms.CharField(required=False, max_length=40)


class ScheduleForm(forms.Form):
    """Who gets which edition by itself, and when."""

    to = forms.ModelChoiceField(Person.objects.none(), label=_("To"))
    edition = forms.ChoiceField(
        label=_("Edition"), choices=[(one.value, one.label) for one in (Edition.BOARD, Edition.PROGRAM)]
    )
    rhythm = forms.ChoiceField(label=_("When"), choices=Rhythm.choices)

    def __init__(self, *args: Any, readers: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["to"]).queryset = readers


class VerifyForm(forms.Form):
    """A code from the last page, or the hash of a file."""

    code = forms.CharField(
        label=_("Code"), max_length=100, help_text=_("From the last page of a report, or the SHA-256 of the file.")
    )


class PersonalForm(forms.Form):
    """What somebody wants for themselves."""

    kind = forms.ChoiceField(choices=PersonalKind.choices)


class BatchForm(forms.Form):
    """What a lead wants for many at once."""

    kind = forms.ChoiceField(choices=BatchKind.choices)
