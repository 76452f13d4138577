"""Input of the commitments room."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.cohorts.widgets import DateInput
from programs.commitments.models import Commitment, Friction
from programs.people.models import Person
from programs.visits.models import Visit


class CommitmentForm(forms.ModelForm[Commitment]):
    """A promise: what, who, due. The person it is for is the other side."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who promises"), widget=forms.RadioSelect, empty_label=None
    )

    class Meta:
        model = Commitment
        fields = ["text", "owner", "due_on", "is_visible"]
        widgets = {"due_on": DateInput(), "text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("What is promised"), "due_on": _("Until when")}

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offering = visit.day.offering
        people = [visit.visitor_id, offering.contact_id, offering.deputy_id]
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = Person.objects.filter(
            pk__in=[pk for pk in people if pk]
        )


class FrictionForm(forms.ModelForm[Friction]):
    """What slows a host down, in two minutes."""

    class Meta:
        model = Friction
        fields = ["system", "step", "minutes_lost", "times_a_month", "workaround"]
        widgets = {"workaround": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "system": _("The name you use for it"),
            "step": _("What you were trying to do when it got in the way"),
            "workaround": _("How you get it done anyway, if you do"),
        }


class StepForm(forms.Form):
    """A reason, where a step needs one."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class AcknowledgeForm(forms.Form):
    """When the new owner will have an answer."""

    due_on = forms.DateField(label=_("I will have an answer until"), widget=DateInput())
