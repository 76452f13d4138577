"""Input of the commitments room."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.cohorts.widgets import DateInput
from programs.commitments.choices import FrictionState
from programs.commitments.models import HTTPS, Commitment, Friction, RoadmapItem
from programs.people.models import Department, Person
from programs.visits.models import Visit


class CommitmentForm(forms.ModelForm[Commitment]):
    """A promise: what, who, due. The person it is for is the other side."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who promises"), widget=forms.RadioSelect, empty_label=None
    )

    class Meta:
        model = Commitment
        fields = ["text", "owner", "due_on", "friction", "is_visible"]
        widgets = {"due_on": DateInput(), "text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("What is promised"), "due_on": _("Until when")}

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offering = visit.day.offering
        people = [visit.visitor_id, offering.contact_id, offering.deputy_id]
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = Person.objects.filter(
            pk__in=[pk for pk in people if pk]
        )
        open_ones = Friction.objects.filter(department=visit.department_id).exclude(
            state__in=[FrictionState.RESOLVED, FrictionState.WONT_FIX]
        )
        friction = cast("forms.ModelChoiceField[Friction]", self.fields["friction"])
        friction.queryset, friction.empty_label = open_ones, gettext("none")


class RewordForm(forms.ModelForm[Commitment]):
    """Other words, or another day, for a promise that isn't agreed yet."""

    class Meta:
        model = Commitment
        fields = ["text", "due_on"]
        widgets = {"due_on": DateInput(), "text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("What is promised"), "due_on": _("Until when")}


class FrictionForm(forms.ModelForm[Friction]):
    """What slows a host down, in two minutes."""

    minutes_lost = forms.IntegerField(label=_("Minutes lost each time"), min_value=1, max_value=1440)
    times_a_month = forms.IntegerField(label=_("Times a month"), min_value=1, max_value=30_000)

    class Meta:
        model = Friction
        fields = ["system", "step", "minutes_lost", "times_a_month", "workaround"]
        widgets = {
            "system": forms.TextInput(attrs={"list": "systems", "autocomplete": "off"}),
            "workaround": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "system": _("The name you use for it"),
            "step": _("What you were trying to do when it got in the way"),
            "workaround": _("How you get it done anyway, if you do"),
        }


class StepForm(forms.Form):
    """A reason where a step needs one, and what a kept promise brings."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.IntegerField(
        label=_("Minutes it saves in a month"), min_value=0, max_value=1_000_000, required=False
    )
    thanks = forms.CharField(label=_("A line of thanks, for the quick-win board"), max_length=200, required=False)


class ReasonForm(forms.Form):
    """What IT says about a friction."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LinkForm(forms.Form):
    """Where IT works on a friction."""

    ticket = forms.URLField(
        label=_("Ticket"),
        help_text=_("Begins with https://"),
        required=False,
        assume_scheme="https",
        validators=[HTTPS],
    )
    roadmap_item = forms.ModelChoiceField(
        RoadmapItem.objects.all(), label=_("On the roadmap"), required=False, empty_label=_("not yet")
    )


class SquadForm(forms.Form):
    """Somebody who helps to keep a promise: a colleague of one of its two people."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who helps"))

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sides = [commitment.owner.department_id, commitment.beneficiary.department_id]
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = Person.objects.filter(
            department__in=[pk for pk in sides if pk], is_active=True
        ).exclude(pk__in=[commitment.owner_id, commitment.beneficiary_id])


class SystemForm(forms.Form):
    """Who in IT owns a system."""

    system = forms.CharField(
        label=_("System"), max_length=80, widget=forms.TextInput(attrs={"list": "systems", "autocomplete": "off"})
    )
    owner = forms.ModelChoiceField(
        Person.objects.filter(department__is_it=True, is_active=True), label=_("Owner in IT")
    )


class ContactForm(forms.Form):
    """Who in IT is a department's contact."""

    department = forms.ModelChoiceField(Department.objects.filter(is_it=False), label=_("Department"))
    person = forms.ModelChoiceField(
        Person.objects.filter(department__is_it=True, is_active=True), label=_("Contact in IT")
    )


class AcknowledgeForm(forms.Form):
    """When the new owner will have an answer."""

    due_on = forms.DateField(label=_("I will have an answer until"), widget=DateInput())
