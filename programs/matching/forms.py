"""Input of the matching room."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort, Enrollment
from programs.cohorts.widgets import DateInput
from programs.matching.choices import Preset, RepairRefusal
from programs.matching.documents import PersonRow
from programs.matching.proposals import Board, Proposal, proposal_of
from programs.matching.simulation import Otherwise
from programs.people.models import Department

TIME_LIMITS = [(10, _("10 seconds")), (60, _("1 minute")), (300, _("5 minutes")), (1800, _("30 minutes"))]
MOST_SEED = 2_147_483_647


class RunForm(forms.Form):
    """What to solve, and how."""

    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Cohort"))
    preset = forms.ChoiceField(
        label=_("What counts most"),
        choices=Preset.choices,
        initial=Preset.BEST_FIT,
        help_text=_(
            "Everyone's first visit always comes before anyone's second. Then: best fit looks for the days that both "
            "sides like best, among the departments on each list; most placed gives as many visits as possible, if "
            "need be in departments that nobody listed."
        ),
    )
    time_limit = forms.TypedChoiceField(label=_("Search for at most"), choices=TIME_LIMITS, coerce=int, initial=60)
    seed = forms.IntegerField(
        label=_("Number of the draw"),
        min_value=0,
        max_value=MOST_SEED,
        help_text=_("Equal claims are decided by lot. The same number gives the same draw."),
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """Filters of a draft. Bad values are as good as none: a shared address must always open."""

    q = forms.CharField(label=_("Person"), required=False, max_length=100, widget=forms.SearchInput())
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All departments")
    )
    only = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("missing", _("Who lacks visits")),
            ("locked", _("Locked")),
            ("low", _("Low choices only")),
        ],
    )
    day = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def filtered(self, rows: Iterable[PersonRow]) -> list[PersonRow]:
        """Return the rows that pass."""
        self.is_valid()  # what is wrong is left out of cleaned_data
        words = self.cleaned_data.get("q", "").casefold()
        department, only = self.cleaned_data.get("department"), self.cleaned_data.get("only")
        day = self.cleaned_data.get("day")
        return [
            row
            for row in rows
            if words in row.person.name.casefold()
            and (not department or any(one.day.offering.department_id == department.pk for one in row.placements))
            and (not day or any(one.day_id == day for one in row.placements))
            and _passes(row, only or "")
        ]


def _passes(row: PersonRow, only: str) -> bool:
    if only == "missing":
        return row.missing > 0
    if only == "locked":
        return any(placement.is_locked for placement in row.placements)
    if only == "low":
        return bool(row.placements) and all((placement.rank or 99) > 2 for placement in row.placements)
    return True


class DayForm(forms.Form):
    """Another day for somebody: only days that no rule forbids by itself are offered."""

    day = forms.TypedChoiceField(label=_("Day"), coerce=int, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"), max_length=250, required=False, help_text=_("For the record of the run; only leads read it")
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].choices = choices  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why something was changed by hand."""

    why = forms.CharField(label=_("Why"), max_length=250, required=False)


class PublishForm(forms.Form):
    """A reason is asked for only while the baseline is open."""

    override = forms.CharField(
        label=_("Why you go on without a closed baseline"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The report prints this reason."),
    )

    def __init__(self, *args: Any, needs_override: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_override:
            del self.fields["override"]


class ProposalForm(forms.Form):
    """One of the proposals of a page, as it was shown."""

    proposal = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, cohort: Cohort, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._board = Board(cohort, at)

    def clean_proposal(self) -> Proposal:
        """Return the proposal with its rows; one that names what is gone by now is refused in words."""
        found = proposal_of(self.cleaned_data["proposal"], self._board)
        if found is None:
            raise forms.ValidationError(RepairRefusal.OUTDATED.label)
        return found


class AnswerForm(forms.Form):
    """Yes or no."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])


class AskForm(forms.Form):
    """The message to a host, as drafted or as the lead has changed it."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 7}))


class RulesForm(forms.Form):
    """What matching weighs, 0 to 100 each, and a person to try it on."""

    choice_weight = forms.IntegerField(label=_("Place on the visitor's list"), min_value=1, max_value=100)
    goals_weight = forms.IntegerField(label=_("What the visitor wants to learn"), min_value=0, max_value=100)
    asked_weight = forms.IntegerField(label=_("Whom the department asks for"), min_value=0, max_value=100)
    newness_weight = forms.IntegerField(label=_("New ties between team and department"), min_value=0, max_value=100)
    owed_weight = forms.IntegerField(label=_("People who missed out last time"), min_value=0, max_value=100)
    only_listed = forms.BooleanField(
        label=_("Only departments on the visitor's list"),
        required=False,
        help_text=_("Required when ticked; otherwise departments that nobody listed count a tenth."),
    )
    balances_hosts = forms.BooleanField(label=_("Balance visits between hosts"), required=False)
    person = forms.ModelChoiceField(Enrollment.objects.none(), label=_("Show it for"), required=False)

    def __init__(self, *args: Any, people: QuerySet[Enrollment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = lambda row: row.person.name  # type: ignore[attr-defined]

    def rules(self) -> dict[str, Any]:
        """Return the fields of `MatchingRules`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "person"}

    def decided(self) -> dict[str, Any]:
        """Return what `set_rules` takes."""
        values = self.rules()
        switches = {name: values.pop(name) for name in ("only_listed", "balances_hosts")}
        return {"weights": values} | switches


class FloorForm(forms.Form):
    """At least so many visits to a department between two dates of the cohort."""

    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))
    from_on = forms.DateField(label=_("From"), widget=DateInput())
    until_on = forms.DateField(label=_("Until"), widget=DateInput())
    least = forms.IntegerField(label=_("At least so many visits"), min_value=1, max_value=1000)
    is_required = forms.BooleanField(
        label=_("Required"),
        required=False,
        help_text=_(
            "A required floor is a rule: without enough days there is no plan. "
            "Otherwise it is missed by as little as can be."
        ),
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"from_on": cohort.starts_on, "until_on": cohort.ends_on})
        self.fields["department"].queryset = cohort.departments.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from_on"), cleaned.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("This is before the first date."))
        return cleaned


CHOICES_TRIED = 5


class SimulateForm(forms.Form):
    """What one person would wish instead."""

    wanted = forms.IntegerField(label=_("Visits wanted"), min_value=1, max_value=12)
    is_free = forms.BooleanField(
        label=_("Free on every date"),
        required=False,
        help_text=_(
            "Leaves their calendar and blocked dates aside; every other rule holds. "
            "Otherwise both count as they are now."
        ),
    )

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        ranked = list(enrollment.ranked.order_by("rank", "department__name").values_list("department", flat=True))
        super().__init__(*args, **kwargs)
        self.initial["wanted"] = enrollment.wanted
        self.initial.update({f"choice_{place}": key for place, key in enumerate(ranked, 1)})
        departments = enrollment.cohort.departments.order_by("name")
        for place in range(1, max(CHOICES_TRIED, len(ranked)) + 1):
            label = _("Choice %(place)s") % {"place": place}
            self.fields[f"choice_{place}"] = forms.ModelChoiceField(departments, label=label, required=False)
        self.order_fields(["wanted", *(name for name in self.fields if name.startswith("choice_")), "is_free"])

    def otherwise(self) -> Otherwise:
        """Return what is tried; a department that is named twice counts where it stands first."""
        named = [value for name, value in self.cleaned_data.items() if name.startswith("choice_") and value]
        return Otherwise(self.cleaned_data["wanted"], list(dict.fromkeys(named)), self.cleaned_data["is_free"])
