"""Input of the objectives room."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Program
from programs.cohorts.widgets import DateInput
from programs.objectives.actions import Figure, Goal, NewReading
from programs.objectives.models import Measure, Objective, Reading, Strategy
from programs.people.models import Department, Person


def _choices(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


class PersonOfDepartment(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person, named with their department."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "Hanna Holm, Finance"."""
        return f"{obj.name}, {obj.department.name}"


class ObjectiveForm(forms.ModelForm[Objective]):
    """A shared goal. `goal()` gives the checked values; saving is the action's."""

    it_owner = PersonOfDepartment(label=_("owner in IT"), queryset=Person.objects.none())
    owner = PersonOfDepartment(label=_("owner in the department"), queryset=Person.objects.none())

    class Meta:
        model = Objective
        fields = [
            "program", "it_department", "department", "title", "why", "it_owner", "owner", "starts_on", "ends_on",
        ]  # fmt: skip
        widgets = {"why": forms.Textarea(attrs={"rows": 3}), "starts_on": DateInput(), "ends_on": DateInput()}
        help_texts = {"title": _("As both sides would say it: “Invoices are paid within five days”")}

    def __init__(
        self,
        *args: Any,
        programs: QuerySet[Program],
        departments: QuerySet[Department],
        people: QuerySet[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "it_owner").queryset = people.filter(department__is_it=True)
        _choices(self, "owner").queryset = people.filter(department__is_it=False)
        if self.instance.pk:
            for name in ("program", "it_department", "department"):
                del self.fields[name]
            return
        _choices(self, "program").queryset = programs
        _choices(self, "it_department").queryset = departments.filter(is_it=True)
        _choices(self, "department").queryset = departments.filter(is_it=False)

    def _get_validation_exclusions(self) -> set[str]:
        # What spans fields and rows is the action's, whose sentences say more than a constraint's name.
        return {field.name for field in Objective._meta.fields}

    def goal(self) -> Goal:
        """Return what was typed, once the form is valid."""
        return Goal(**{name: self.cleaned_data[name] for name in Goal.__dataclass_fields__})


class MeasureForm(forms.ModelForm[Measure]):
    """A figure with where it began and where it should be."""

    class Meta:
        model = Measure
        fields = [
            "name", "unit", "direction", "baseline", "baseline_on", "target", "target_on", "every_days", "gap_item",
        ]  # fmt: skip
        widgets = {"baseline_on": DateInput(), "target_on": DateInput()}
        help_texts = {
            "unit": _("days, %, tickets a month"),
            "gap_item": _("Figures then come from released surveys, in points. Leave empty for your own figures."),
        }

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Measure._meta.fields}

    def figure(self) -> Figure:
        """Return what was typed, once the form is valid."""
        return Figure(**{name: self.cleaned_data[name] for name in Figure.__dataclass_fields__})


class ReadingForm(forms.ModelForm[Reading]):
    """One value of a measure."""

    class Meta:
        model = Reading
        fields = ["value", "on", "source", "note"]
        widgets = {"on": DateInput()}
        help_texts = {"note": _("Needed when you correct a value that is noted already")}

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Reading._meta.fields}

    def reading(self, measure: Measure) -> NewReading:
        """Return what was typed, once the form is valid."""
        data = self.cleaned_data
        return NewReading(measure, data["on"], data["value"], data["source"], data["note"])


class OutcomeForm(forms.ModelForm[Objective]):
    """What came of an objective."""

    outcome = forms.CharField(label=_("What came of it?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = Objective
        fields = ["outcome"]


class ReadingsForm(forms.Form):
    """A CSV file of readings, or the text of one that was looked at and is to be noted."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_("Columns: measure, date, value, and if you like source and note."),
    )
    text = forms.CharField(required=False, max_length=200_000, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        if not self.cleaned_data.get("file") and not self.cleaned_data.get("text"):
            self.add_error("file", _("Choose a file."))
        return self.cleaned_data

    def content(self) -> bytes:
        """Return the bytes of the file, or of the text that stands for it."""
        file = self.cleaned_data.get("file")
        return bytes(file.read()) if file else self.cleaned_data["text"].encode()


class StrategyForm(forms.ModelForm[Strategy]):
    """What the company is going for, and IT's part in it."""

    class Meta:
        model = Strategy
        fields = ["statement", "part_of_it"]
        widgets = {"statement": forms.Textarea(attrs={"rows": 5}), "part_of_it": forms.Textarea(attrs={"rows": 5})}
