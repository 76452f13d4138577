"""Input of the relationships room."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.cohorts.widgets import DateInput
from programs.core.refusals import Refusal
from programs.people.models import Department, Person
from programs.relationships.choices import RosterRefusal, Strength
from programs.relationships.models import Listing, Roster
from programs.relationships.rules import MOST_NAMES


class CheckInForm(forms.Form):
    """Two taps for each person met: before the visit, and now."""

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        for other in others:
            for moment, label in (("before", _("Before the visit")), ("now", _("Now"))):
                self.fields[f"{moment}_{other.pk}"] = _strength_field(
                    _("%(name)s: %(moment)s") % {"name": other.name, "moment": label.lower()}
                )

    def answers(self) -> dict[Person, tuple[Strength, Strength]]:
        """Return each person's strength before and now, once the form is valid."""
        data = self.cleaned_data
        return {other: (data[f"before_{other.pk}"], data[f"now_{other.pk}"]) for other in self.others}


class LaterForm(forms.Form):
    """One tap for each person met, some time after the visit."""

    def __init__(self, *args: Any, others: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = others
        for other in others:
            self.fields[f"now_{other.pk}"] = _strength_field(other.name)

    def answers(self) -> dict[Person, Strength]:
        """Return each person's strength now, once the form is valid."""
        return {other: self.cleaned_data[f"now_{other.pk}"] for other in self.others}


def _strength_field(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=Strength.choices,
        coerce=lambda value: Strength(int(value)),
        widget=forms.RadioSelect,
    )


class ListingForm(forms.ModelForm[Listing]):
    """Whether others may name me, and whether I introduce colleagues."""

    class Meta:
        model = Listing
        fields = ["is_listed", "introduces"]


class RosterDraftForm(forms.ModelForm[Roster]):
    """What a roster is called, how long it is open, and how many people are asked for comparison."""

    class Meta:
        model = Roster
        fields = ["name", "closes_on", "comparison"]
        widgets = {"closes_on": DateInput()}


@dataclass(frozen=True)
class Group:
    """One department of the roster as the page draws it."""

    department: Department
    nobody: forms.BoundField
    lines: tuple[tuple[forms.BoundField, forms.BoundField], ...]
    people: tuple[str, ...]

    @property
    def has_more(self) -> bool:
        """Whether more than the first two lines hold something."""
        return any(name.value() for name, _strength in self.lines[2:])


class RosterForm(forms.Form):
    """Whom one could contact in each department: up to five names with a strength, or nobody yet."""

    is_agreed = forms.BooleanField(
        required=False,
        label=gettext_lazy("I agree that my answers are kept with my name until the programme ends"),
        help_text=gettext_lazy(
            "You see them, and nobody else. Reports count them together with others, by department. You can change "
            "or take back your answers while the roster is open."
        ),
    )

    def __init__(
        self,
        *args: Any,
        departments: list[Department],
        people: Mapping[int, list[Person]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.departments = departments
        self.labels = {department.pk: _labels(people[department.pk]) for department in departments}
        strengths = [("", "–"), *[choice for choice in Strength.choices if choice[0]]]
        for department in departments:
            pk = department.pk
            self.fields[f"nobody_{pk}"] = forms.BooleanField(required=False, label=_("Nobody yet"))
            for line in range(MOST_NAMES):
                name = forms.CharField(
                    required=False, max_length=400, label=_("Name %(number)s") % {"number": line + 1}
                )
                name.widget.attrs |= {"list": f"people-{pk}", "autocomplete": "off"}
                self.fields[f"name_{pk}_{line}"] = name
                self.fields[f"strength_{pk}_{line}"] = forms.TypedChoiceField(
                    required=False, choices=strengths, coerce=int, empty_value=None, label=_("How well?")
                )

    @property
    def groups(self) -> list[Group]:
        """The form, department by department."""
        return [
            Group(
                department,
                self[f"nobody_{department.pk}"],
                tuple(
                    (self[f"name_{department.pk}_{n}"], self[f"strength_{department.pk}_{n}"])
                    for n in range(MOST_NAMES)
                ),
                tuple(self.labels[department.pk]),
            )
            for department in self.departments
        ]

    def clean(self) -> dict[str, Any]:
        """Find the people behind the names, and say department by department what doesn't fit."""
        data = super().clean() or self.cleaned_data
        if not data.get("is_agreed"):
            self.add_error("is_agreed", str(Refusal(RosterRefusal.NO_CONSENT)))
        self.rows: dict[Department, list[tuple[Person, Strength]]] = {}
        for department in self.departments:
            names = self._names(department)
            if names and data.get(f"nobody_{department.pk}"):
                self.add_error(f"nobody_{department.pk}", str(Refusal(RosterRefusal.NOBODY_AND_NAMES)))
            if names or data.get(f"nobody_{department.pk}"):
                self.rows[department] = names
        return data

    def _names(self, department: Department) -> list[tuple[Person, Strength]]:
        found: dict[Person, Strength] = {}
        for line in range(MOST_NAMES):
            field = f"name_{department.pk}_{line}"
            typed = self.cleaned_data.get(field, "").strip()
            strength = self.cleaned_data.get(f"strength_{department.pk}_{line}")
            if not typed:
                continue
            people = _matching(self.labels[department.pk], typed)
            facts = {"name": typed, "department": department.name}
            if len(people) != 1:
                reason = RosterRefusal.AMBIGUOUS if people else RosterRefusal.NO_SUCH_PERSON
                self.add_error(field, str(Refusal(reason, facts)))
            elif people[0] in found:
                self.add_error(field, str(Refusal(RosterRefusal.NAMED_TWICE, facts)))
            elif strength is None:
                self.add_error(f"strength_{department.pk}_{line}", str(Refusal(RosterRefusal.NO_STRENGTH, facts)))
            else:
                found[people[0]] = Strength(strength)
        return list(found.items())


def _labels(people: Collection[Person]) -> dict[str, Person]:
    """Return people by a name that only one of them has: with the job or the address where it must be."""
    found: dict[str, Person] = {}
    names = [person.name for person in people]
    for person in people:
        is_shared = names.count(person.name) > 1
        found[f"{person.name} ({person.email})" if is_shared else person.name] = person
    return found


def _matching(labels: Mapping[str, Person], typed: str) -> list[Person]:
    exact = [person for label, person in labels.items() if label.casefold() == typed.casefold()]
    return exact or [person for person in labels.values() if person.name.casefold() == typed.casefold()]
