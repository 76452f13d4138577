"""Input of the reviews room."""

import datetime
import zoneinfo
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts.widgets import DateInput, TimeInput
from programs.objectives.models import Objective
from programs.people.models import Person
from programs.reviews.models import Decision, Review


class WhenForm(forms.Form):
    """When a review is, on the wall clock of whoever calls it."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    starts = forms.TimeField(label=_("Starts"), widget=TimeInput())
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=15, max_value=480, initial=60, widget=forms.NumberInput(attrs={"step": 15})
    )
    place = forms.CharField(label=_("Where"), max_length=120, required=False)

    def starts_at(self, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
        """Return the moment at which the review begins."""
        return datetime.datetime.combine(self.cleaned_data["on"], self.cleaned_data["starts"], zone)


class CallForm(WhenForm):
    """A new review: of which pair, and when."""

    pair = forms.ChoiceField(label=_("IT and department"))
    field_order = ("pair", "on", "starts", "minutes", "place")

    def __init__(self, *args: Any, pairs: QuerySet[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ("program", "it_department", "department", "it_department__name", "department__name")
        rows = pairs.order_by("department__name", "it_department__name", "program").values_list(*names).distinct()
        self.pairs = {f"{one}-{it}-{other}": (one, it, other) for one, it, other, _a, _b in rows}
        choices = [(f"{one}-{it}-{other}", f"{a} · {b}") for one, it, other, a, b in rows]
        cast("forms.ChoiceField", self.fields["pair"]).choices = choices

    def chosen(self) -> tuple[int, int, int]:
        """Return the keys of programme, IT department and department."""
        return self.pairs[self.cleaned_data["pair"]]


class HeldForm(forms.ModelForm[Review]):
    """What was said at a review."""

    class Meta:
        model = Review
        fields = ["summary"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class DecisionForm(forms.ModelForm[Decision]):
    """What was decided."""

    class Meta:
        model = Decision
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class PromiseForm(forms.Form):
    """Who stands for a decision and for whom, which objective it serves, until when."""

    owner = forms.ModelChoiceField(Person.objects.none(), label=_("Who promises"))
    beneficiary = forms.ModelChoiceField(
        Person.objects.none(), label=_("For whom"), help_text=_("They confirm it when it is done")
    )
    objective = forms.ModelChoiceField(Objective.objects.none(), label=_("Objective"), empty_label=None)
    due_on = forms.DateField(label=_("Until when"), widget=DateInput())

    def __init__(self, *args: Any, people: QuerySet[Person], objectives: QuerySet[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "beneficiary"):
            cast("forms.ModelChoiceField[Person]", self.fields[name]).queryset = people
        cast("forms.ModelChoiceField[Objective]", self.fields["objective"]).queryset = objectives
