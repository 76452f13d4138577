"""Input of the cohorts room."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts import rules
from programs.cohorts.actions import CohortPlan, ProgramRules
from programs.cohorts.choices import ProgramRoleKind, Reach
from programs.cohorts.models import Cohort, Exclusion, Program, Skill
from programs.cohorts.rules import Dates, Wishes
from programs.cohorts.widgets import DateInput
from programs.people.models import Department, Person, Team

MOST_AVOIDED = 5
MOST_RANGES = 20
SPARE_RANGES = 3


class ProgramForm(forms.ModelForm[Program]):
    """What a lead decides for a programme. Names and limits that span rows are the action's."""

    weak_percent = forms.IntegerField(
        label=_("Readiness is weak below, in %"), min_value=1, max_value=100, required=False, help_text=_("Empty: 60")
    )
    silent_weeks = forms.IntegerField(
        label=_("Weeks until a champion is silent"), min_value=1, max_value=52, required=False, help_text=_("Empty: 4")
    )

    class Meta:
        model = Program
        fields = [*ProgramRules.__dataclass_fields__]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "purpose": _("One or two sentences that people will remember"),
            "score_threshold": _("Never below 5: fewer answers are not shown to anybody"),
            "item_threshold": _("Never below 10"),
            "notice_days": _("0 to 30"),
            "waiting_offer_hours": _("24 to 48"),
        }

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Program._meta.fields}

    def decided(self) -> ProgramRules:
        """Return what was typed, once the form is valid."""
        return ProgramRules(**{name: self.cleaned_data[name] for name in ProgramRules.__dataclass_fields__})


class NewProgramForm(forms.ModelForm[Program]):
    """A programme and its first lead."""

    lead = forms.ModelChoiceField(Person.objects.filter(is_active=True), label=_("Programme lead"))

    class Meta:
        model = Program
        fields = ["name", "company", "purpose"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Program._meta.fields}


class RoleForm(forms.Form):
    """Who leads or sponsors."""

    person = forms.ModelChoiceField(Person.objects.filter(is_active=True), label=_("Person"))
    kind = forms.ChoiceField(label=_("Role"), choices=ProgramRoleKind.choices)


class CohortForm(forms.ModelForm[Cohort]):
    """What a lead decides for a cohort."""

    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("Host departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only their published days can be booked in this cohort"),
    )

    class Meta:
        model = Cohort
        fields = [*CohortPlan.__dataclass_fields__, "departments"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput(), "enrolls_until": DateInput()}
        help_texts = {
            "enrolls_until": _("Empty: until the end"),
            "spacing_days": _("So that there is time to think, and to tell the team"),
        }

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Cohort._meta.fields}

    def clean_visits_wanted(self) -> int:
        """Return how many visits somebody usually makes: 1 to 12."""
        wanted: int = self.cleaned_data["visits_wanted"]
        if not 1 <= wanted <= 12:
            raise forms.ValidationError(_("Between 1 and 12 visits."))
        return wanted

    def plan(self) -> CohortPlan:
        """Return what was typed, once the form is valid."""
        return CohortPlan(**{name: self.cleaned_data[name] for name in CohortPlan.__dataclass_fields__})


class WishesForm(forms.Form):
    """What somebody wants: visits, goals, a number for each department, and whom they'd rather not meet.

    Every host department has its own number field: no dragging, no script, ties allowed.
    """

    wanted = forms.IntegerField(
        label=_("How many visits"), min_value=1, max_value=12, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )
    goals = forms.CharField(
        label=_("What I want to learn"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hosts who get your request read this"),
    )
    reach = forms.ChoiceField(label=_("Where I can go"), choices=Reach.choices, widget=forms.RadioSelect)
    learns = forms.ModelMultipleChoiceField(
        Skill.objects.all(),
        label=_("What I want to learn about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Offerings that show it count more for you in matching"),
    )
    brings = forms.ModelMultipleChoiceField(
        Skill.objects.all(),
        label=_("What I know about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Departments can ask for visitors who bring something"),
    )

    def __init__(
        self, data: Any, *, departments: QuerySet[Department], hosts: QuerySet[Person], wishes: Wishes
    ) -> None:
        initial = {
            "wanted": wishes.wanted,
            "goals": wishes.goals,
            "reach": wishes.reach,
            "learns": wishes.learns,
            "brings": wishes.brings,
        }
        super().__init__(data, initial=initial)
        self.hosts = {host.pk: host for host in hosts}
        self.departments = list(departments)
        ranks = {one.department_id: one.rank for one in wishes.ranked}
        for department in self.departments:
            self.fields[f"rank_{department.pk}"] = forms.IntegerField(
                label=department.name, min_value=1, max_value=99, required=False, initial=ranks.get(department.pk),
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "–"}),
            )  # fmt: skip
        avoided = [self.hosts[pk].email for pk in wishes.avoided if pk in self.hosts]
        for number in range(MOST_AVOIDED):
            self.fields[f"avoided_{number}"] = forms.CharField(
                label=_("Name or e-mail"), required=False, max_length=254,
                initial=avoided[number] if number < len(avoided) else "",
                widget=forms.TextInput(attrs={"list": "hosts", "autocomplete": "off"}),
            )  # fmt: skip

    def _bound(self, prefix: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(prefix)]

    @property
    def ranks(self) -> list[forms.BoundField]:
        """The number fields, one per department."""
        return self._bound("rank_")

    @property
    def avoided(self) -> list[forms.BoundField]:
        """The fields for people whom somebody would rather not visit."""
        return self._bound("avoided_")

    def clean(self) -> dict[str, Any]:
        """Look up the people who were named."""
        self.people: set[int] = set()
        for number in range(MOST_AVOIDED):
            self._look_up(f"avoided_{number}")
        return self.cleaned_data

    def _look_up(self, name: str) -> None:
        words = str(self.cleaned_data.get(name, "")).strip().casefold()
        if not words:
            return
        found = [host for host in self.hosts.values() if words in (host.email.casefold(), host.name.casefold())]
        if len(found) == 1:
            self.people.add(found[0].pk)
        elif found:
            self.add_error(name, _("Several people have this name: give the e-mail address."))
        else:
            self.add_error(name, _("Nobody in the host departments has this name or address."))

    def wishes(self, blocked: frozenset[date]) -> Wishes:
        """Return what was typed, once the form is valid."""
        data = self.cleaned_data
        ranks = {department.pk: data[f"rank_{department.pk}"] for department in self.departments}
        return Wishes(
            wanted=data["wanted"],
            goals=data["goals"],
            reach=data["reach"],
            ranked=rules.tidy_ranks(ranks),
            blocked=blocked,
            avoided=frozenset(self.people),
            learns=frozenset(skill.pk for skill in data["learns"]),
            brings=frozenset(skill.pk for skill in data["brings"]),
        )


class DatesForm(forms.Form):
    """Dates on which somebody can't. A row without dates is no row; one date is a single day."""

    from_on = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until_on = forms.DateField(label=_("Until"), required=False, widget=DateInput())

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day comes after the first."))
        return self.cleaned_data


class BaseBlocked(forms.BaseFormSet[DatesForm]):
    """All the dates on which somebody can't."""

    def dates(self, starts_on: date, ends_on: date) -> frozenset[date]:
        """Return each date within a cohort; what lies outside needs no blocking and is left out."""
        found: set[date] = set()
        for form in self.forms:
            first = form.cleaned_data.get("from_on") or form.cleaned_data.get("until_on")
            last = form.cleaned_data.get("until_on") or first
            if first and last and first <= ends_on and last >= starts_on:
                found |= Dates(max(first, starts_on), min(last, ends_on)).days()
        return frozenset(found)


def blocked_dates(data: Any, dates: frozenset[date]) -> BaseBlocked:
    """Return rows for the dates that are blocked now, and spare ones."""
    ranges = [{"from_on": one.from_on, "until_on": one.until_on} for one in rules.ranges_of(dates)]
    formset = forms.formset_factory(
        DatesForm, formset=BaseBlocked, extra=SPARE_RANGES, max_num=MOST_RANGES + SPARE_RANGES, validate_max=True
    )
    return cast("BaseBlocked", formset(data, initial=ranges, prefix="blocked"))


class EnrollPeopleForm(forms.Form):
    """Whom a lead brings in: whole departments and teams, single people, or all together."""

    departments = forms.ModelMultipleChoiceField(
        Department.objects.filter(is_it=True),
        label=_("IT departments"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(department__is_it=True).select_related("department"),
        label=_("Teams"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Single people"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Hold Ctrl or ⌘ to choose several"),
    )

    def __init__(self, *args: Any, candidates: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        cast("forms.ModelMultipleChoiceField[Person]", self.fields["people"]).queryset = candidates

    def chosen(self) -> list[Person]:
        """Return everybody who was chosen one way or the other and isn't enrolled yet."""
        data = self.cleaned_data
        single = {person.pk for person in data["people"]}
        departments = {department.pk for department in data["departments"]}
        teams = {team.pk for team in data["teams"]}
        return [
            person
            for person in self.candidates
            if person.pk in single or person.department_id in departments or person.team_id in teams
        ]


class ExclusionForm(forms.ModelForm[Exclusion]):
    """Who is kept from which department, and why."""

    class Meta:
        model = Exclusion
        fields = ["person", "department", "reason"]
        help_texts = {"reason": _("For leads only; the person sees that a visit is not possible, not why")}

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(enrollments__cohort=cohort, enrollments__withdrawn_at=None)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = people
        cast("forms.ModelChoiceField[Department]", self.fields["department"]).queryset = cohort.departments.all()

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in Exclusion._meta.fields}
