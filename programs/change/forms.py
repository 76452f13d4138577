"""Input of the change room."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.change.models import PulsePlan
from programs.cohorts.widgets import DateInput
from programs.people.models import Department, Person, Site

PEOPLE = Person.objects.filter(is_active=True)


class PulsePlanForm(forms.ModelForm[PulsePlan]):
    """Whether, and of how many, the pulse is asked each month."""

    days_open = forms.IntegerField(label=_("Days to answer"), min_value=3, max_value=20, initial=10)
    sample_percent = forms.IntegerField(
        label=_("Share of the people who are asked"), min_value=1, max_value=100, initial=100
    )

    class Meta:
        model = PulsePlan
        fields = ["is_on", "days_open", "sample_percent"]


class TaskForm(forms.Form):
    """What is done about a weak element, by whom, until when."""

    text = forms.CharField(label=_("What is done"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.ModelChoiceField(PEOPLE, label=_("Owner"))
    due_on = forms.DateField(label=_("Until when"), widget=DateInput())


class NominationForm(forms.Form):
    """Who is asked to carry the programme where."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))
    person = forms.ModelChoiceField(PEOPLE, label=_("Person"))
    site = forms.ModelChoiceField(
        Site.objects.all(), label=_("Site"), required=False, help_text=_("Empty for all sites of the department")
    )

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Department]", self.fields["department"]).queryset = departments
        people = PEOPLE.filter(department__in=departments).select_related("department")
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = people


class DeedForm(forms.Form):
    """What a champion did."""

    text = forms.CharField(label=_("What I did"), max_length=300)
    on = forms.DateField(label=_("Date"), widget=DateInput())


class SponsorActionForm(forms.Form):
    """What a sponsor will do, and when."""

    sponsor = forms.ModelChoiceField(Person.objects.none(), label=_("Sponsor"), empty_label=None)
    text = forms.CharField(label=_("What"), max_length=250)
    planned_on = forms.DateField(label=_("Planned for"), widget=DateInput())

    def __init__(self, *args: Any, sponsors: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["sponsor"]).queryset = sponsors


class DoneForm(forms.Form):
    """When something was done, and where that can be seen."""

    on = forms.DateField(label=_("Done on"), widget=DateInput())
    evidence = forms.CharField(label=_("Where it can be seen"), max_length=300)


class ThanksForm(forms.Form):
    """A line of thanks to somebody."""

    recipient = forms.ModelChoiceField(PEOPLE, label=_("To"))
    text = forms.CharField(label=_("Thank you for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
