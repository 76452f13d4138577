"""Input of the plans room."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Program
from programs.cohorts.widgets import DateInput
from programs.people.models import Person
from programs.plans.choices import MilestoneKind
from programs.plans.models import Milestone, PlannedMessage, Risk
from programs.plans.rules import LEVELS

PEOPLE = Person.objects.filter(is_active=True)


class MessageForm(forms.ModelForm[PlannedMessage]):
    """Who is told what, by whom, when and how."""

    owner = forms.ModelChoiceField(PEOPLE, label=_("Who says it"))

    class Meta:
        model = PlannedMessage
        fields = ["subject", "stage", "audience", "channel", "planned_on", "owner", "text"]
        widgets = {"planned_on": DateInput(), "text": forms.Textarea(attrs={"rows": 7})}
        help_texts = {"text": _("Only for a letter from Exchange. It begins with a greeting by name.")}


class NoteForm(forms.Form):
    """When and where something was said."""

    on = forms.DateField(label=_("Said on"), widget=DateInput())
    evidence = forms.CharField(label=_("Where it can be seen"), max_length=300, required=False)


def _level(label: Any) -> forms.TypedChoiceField:
    choices = [(level, str(level)) for level in LEVELS]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, initial=3)


class RiskForm(forms.ModelForm[Risk]):
    """A risk with its likelihood and impact."""

    likelihood = _level(_("Likelihood, 1 to 5"))
    impact = _level(_("Impact, 1 to 5"))
    owner = forms.ModelChoiceField(PEOPLE, label=_("Owner"))

    class Meta:
        model = Risk
        fields = ["text", "likelihood", "impact", "mitigation", "owner", "state", "review_on"]
        widgets = {"review_on": DateInput(), "mitigation": forms.Textarea(attrs={"rows": 4})}


class MilestoneForm(forms.ModelForm[Milestone]):
    """A date to look forward to."""

    class Meta:
        model = Milestone
        fields = ["title", "kind", "target", "cohort", "due_on"]
        widgets = {"due_on": DateInput()}
        help_texts = {"target": _("Only for a number of visits"), "cohort": _("Empty for all cohorts")}
        labels = {"cohort": _("Cohort")}

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cohorts = cast("forms.ModelChoiceField[Cohort]", self.fields["cohort"])
        cohorts.queryset = Cohort.objects.filter(program=program)

    def clean(self) -> dict[str, Any]:
        """Ask for a number where a number of visits reaches the milestone, and only there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kind") != MilestoneKind.VISITS:
            cleaned["target"] = None
        elif not cleaned.get("target"):
            self.add_error("target", _("Say how many visits."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Milestone._meta.fields}
