"""Input of the hosting room."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from programs.cohorts.choices import WishStrength
from programs.cohorts.models import Cohort, Skill
from programs.cohorts.widgets import DateInput, TimeInput
from programs.hosting.actions import Block, Shown
from programs.hosting.choices import BlockKind, Needed
from programs.hosting.models import HostingDay, HostingPattern, Offering
from programs.hosting.queries import HourLimit
from programs.hosting.rules import DayTimes, Weekly
from programs.objectives.models import Objective
from programs.people.models import Department, Person, Team

MOST_BLOCKS = 12
SPARE_BLOCKS = 3
ACCESS = ("badge", "safety")
"""What a site asks for: nothing, unless the host says so."""
USUAL_DAY = [
    {"kind": BlockKind.WELCOME, "title": _("Welcome and who is who"), "minutes": 15},
    {"kind": BlockKind.TASK, "title": _("Real work, side by side"), "minutes": 150},
    {"kind": BlockKind.INFORMAL, "title": _("Coffee with the team"), "minutes": 30},
    {"kind": BlockKind.DEBRIEF, "title": _("What we saw, what we promise"), "minutes": 30},
]
"""What a new offering starts with: most hosts keep the frame and change the middle."""


class OfferingForm(forms.ModelForm[Offering]):
    """What a department shows. `shown()` gives the checked values; saving is the action's."""

    class Meta:
        model = Offering
        fields = [
            "department",
            "title",
            "summary",
            "kind",
            "site",
            "place",
            "contact",
            "deputy",
            "places",
            "minimum_group",
            "notice_days",
            "horizon_days",
            "data_class",
            "badge",
            "safety",
            "prerequisites",
            "excluded",
            "objectives",
            "shows",
            "entrance",
            "directions",
            "bring",
        ]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "shows": forms.CheckboxSelectMultiple,
            "prerequisites": forms.Textarea(attrs={"rows": 2}),
            "excluded": forms.Textarea(attrs={"rows": 2}),
            "objectives": forms.CheckboxSelectMultiple,
            "directions": forms.Textarea(attrs={"rows": 2}),
            "bring": forms.Textarea(attrs={"rows": 2}),
            "places": forms.NumberInput(attrs={"min": 1, "max": 200, "inputmode": "numeric"}),
            "minimum_group": forms.NumberInput(attrs={"min": 1, "max": 200, "inputmode": "numeric"}),
        }
        help_texts = {
            "shows": _("Counts in matching for visitors who want to learn it"),
            "title": _("As a visitor would say it: “Month-end close, day three”"),
            "contact": _("Answers requests and meets visitors"),
            "deputy": _("Answers when the contact can't"),
            "minimum_group": _("1, unless the day only works for a group"),
            "data_class": _("The most sensitive data that visitors will see"),
            "prerequisites": _("A badge, safety shoes, a signed form"),
            "excluded": _("Salaries, customer names, a running audit"),
            "entrance": _("Gate, door, reception desk"),
            "directions": _("Parking, bus, whom to ring"),
            "bring": _("A notebook, warm clothes, an identity card"),
        }

    def __init__(
        self,
        *args: Any,
        departments: QuerySet[Department],
        people: QuerySet[Person],
        objectives: QuerySet[Objective],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["department"]
        else:
            self._choices("department").queryset = departments
        for name in ("contact", "deputy"):
            self._choices(name).queryset = people
        self._choices("objectives").queryset = objectives
        for name in ACCESS:
            self.fields[name].required = False

    def _choices(self, name: str) -> "forms.ModelChoiceField[Any]":
        return cast("forms.ModelChoiceField[Any]", self.fields[name])

    def clean(self) -> dict[str, Any]:
        """Take only objectives of the department whose offering it is."""
        data = super().clean() or self.cleaned_data
        department = data.get("department") or (self.instance.department if self.instance.pk else None)
        if department and any(one.department_id != department.pk for one in data.get("objectives", ())):
            self.add_error("objectives", _("Choose objectives of the same department."))
        return data

    def clean_places(self) -> int:
        """Return the places: at least one, and not more than a building holds."""
        places: int = self.cleaned_data["places"]
        if not 1 <= places <= 200:
            raise forms.ValidationError(_("Between 1 and 200 places."))
        return places

    def _get_validation_exclusions(self) -> set[str]:
        # What spans fields and rows is the action's, whose sentences say more than a constraint's name.
        return {field.name for field in Offering._meta.fields}

    def shown(self) -> Shown:
        """Return what was typed, once the form is valid."""
        data = self.cleaned_data | {name: self.cleaned_data[name] or Needed.NOTHING for name in ACCESS}
        return Shown(**{name: data[name] for name in Shown.__dataclass_fields__})


class BlockForm(forms.Form):
    """One row of the agenda. A row without a title is no row."""

    kind = forms.ChoiceField(label=_("Kind"), choices=BlockKind.choices, initial=BlockKind.TASK)
    title = forms.CharField(label=_("What happens"), max_length=120, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=5,
        max_value=600,
        required=False,
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for minutes where there is a title, and the other way round."""
        data = self.cleaned_data
        if data.get("title") and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("How long does it take?"))
        return data


class BaseAgenda(forms.BaseFormSet[BlockForm]):
    """The agenda: rows in the order of their numbers."""

    def blocks(self) -> list[Block]:
        """Return the rows that have a title, in order."""
        return [
            Block(form.cleaned_data["kind"], form.cleaned_data["title"], form.cleaned_data["minutes"])
            for form in self.ordered_forms
            if form.cleaned_data.get("title")
        ]


def agenda(data: Any, offering: Offering | None = None) -> BaseAgenda:
    """Return the rows of an offering's agenda and some spare ones; of a new one, a usual day."""
    rows = list(offering.blocks.values("kind", "title", "minutes")) if offering else USUAL_DAY
    spare = min(SPARE_BLOCKS, MOST_BLOCKS - len(rows))
    formset = forms.formset_factory(
        BlockForm, formset=BaseAgenda, extra=spare, max_num=MOST_BLOCKS, validate_max=True, can_order=True
    )
    return cast("BaseAgenda", formset(data, initial=rows, prefix="blocks"))


class TimesForm(forms.Form):
    """Start, end and places of days. No times: the whole day."""

    start = forms.TimeField(label=_("Starts"), required=False, widget=TimeInput())
    end = forms.TimeField(
        label=_("Ends"), required=False, widget=TimeInput(), help_text=_("Neither start nor end: the whole day")
    )
    places = forms.IntegerField(
        label=_("Places a day"), min_value=1, max_value=200, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def times(self) -> DayTimes:
        """Return the times, once the form is valid."""
        return DayTimes(self.cleaned_data["start"], self.cleaned_data["end"])


class PatternForm(TimesForm):
    """Every nth week on a weekday."""

    weekday = forms.TypedChoiceField(label=_("Every"), coerce=int, choices=list(WEEKDAYS.items()))
    every_weeks = forms.ChoiceField(
        label=_("How often"),
        choices=[
            ("1", _("each week")),
            ("2", _("every second week")),
            ("3", _("every third week")),
            ("4", _("every fourth week")),
            ("m1", _("the first of each month")),
            ("m2", _("the second of each month")),
            ("m3", _("the third of each month")),
            ("m4", _("the fourth of each month")),
            ("m5", _("the last of each month")),
        ],
    )
    from_on = forms.DateField(label=_("From"), widget=DateInput())
    until_on = forms.DateField(label=_("Until"), widget=DateInput())

    field_order = ["weekday", "every_weeks", "start", "end", "from_on", "until_on", "places"]

    def pattern(self) -> Weekly:
        """Return the rule, once the form is valid."""
        data = self.cleaned_data
        often = data["every_weeks"]
        nth = int(often[1:]) if often.startswith("m") else None
        return Weekly(data["weekday"], data["from_on"], data["until_on"], 1 if nth else int(often), nth)

    @staticmethod
    def initial_of(row: HostingPattern, from_on: date) -> dict[str, Any]:
        """Return what the form starts with to change a rule from a date on."""
        return {
            "weekday": row.weekday,
            "every_weeks": f"m{row.nth}" if row.nth else str(row.every_weeks),
            "start": row.start_time,
            "end": row.end_time,
            "from_on": from_on,
            "until_on": row.until_on,
            "places": row.places,
        }


class DayForm(TimesForm):
    """A single day."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    note = forms.CharField(label=_("Note to visitors"), max_length=250, required=False)
    opens_on_holiday = forms.BooleanField(label=_("We host even if it is a public holiday"), required=False)

    field_order = ["on", "start", "end", "places", "note", "opens_on_holiday"]

    def day(self) -> date:
        """Return the date, once the form is valid."""
        on: date = self.cleaned_data["on"]
        return on


class ChangeDayForm(forms.ModelForm[HostingDay]):
    """Places and note of a day that stands."""

    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=200)

    class Meta:
        model = HostingDay
        fields = ["places", "note"]

    def _get_validation_exclusions(self) -> set[str]:
        # The places taken are looked at by the action, under a lock.
        return {field.name for field in HostingDay._meta.fields}


class MoveDayForm(TimesForm):
    """Another date or time for a day on which nobody comes yet."""

    on = forms.DateField(label=_("Day"), widget=DateInput())
    opens_on_holiday = forms.BooleanField(label=_("We host even if it is a public holiday"), required=False)

    field_order = ["on", "start", "end", "opens_on_holiday"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["places"]

    @staticmethod
    def initial_of(day: HostingDay) -> dict[str, Any]:
        """Return the date and the times at the site as they are."""
        zone = day.offering.site.zone
        times = {"start": day.starts_at.astimezone(zone).time(), "end": day.ends_at.astimezone(zone).time()}
        return {"on": day.on, "opens_on_holiday": day.opens_on_holiday} | ({} if day.is_whole_day else times)


class ReasonForm(forms.Form):
    """Why something is called off; visitors read it."""

    reason = forms.CharField(
        label=_("Why"), max_length=250, help_text=_("Visitors read this"), widget=forms.Textarea(attrs={"rows": 2})
    )


MOST_HOURS = 400


class HoursForm(forms.Form):
    """Hours a month, empty for no limit: of the department (for who may set them), and of each host."""

    def __init__(self, *args: Any, limits: Sequence[HourLimit], may_set_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits = limits
        self.hosts = {f"host_{one.host.pk}": one.host for one in limits if one.host}
        for one in limits:
            if one.host or may_set_all:
                self.fields[self._name(one)] = forms.IntegerField(
                    label=one.host.name if one.host else _("The whole department"),
                    min_value=0, max_value=MOST_HOURS, required=False, initial=one.hours,
                    widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "–"}),
                )  # fmt: skip

    @staticmethod
    def _name(limit: HourLimit) -> str:
        return f"host_{limit.host.pk}" if limit.host else "department"

    @property
    def rows(self) -> list[tuple[HourLimit, forms.BoundField | None]]:
        """Each limit with its field; no field where it may only be read."""
        return [(one, self[self._name(one)] if self._name(one) in self.fields else None) for one in self.limits]

    def decided(self) -> dict[str, Any]:
        """Return what `set_hosting_hours` takes."""
        data = self.cleaned_data
        hours = {person: data[name] for name, person in self.hosts.items()}
        return {"hours": hours} | ({"of_department": data["department"]} if "department" in data else {})


class WishForm(forms.Form):
    """One person, one team or one skill that a department would like to see in a cohort."""

    cohort = forms.ModelChoiceField(Cohort.objects.none(), label=_("Cohort"), empty_label=None)
    person = forms.CharField(
        label=_("Person"),
        max_length=254,
        required=False,
        help_text=_("Name or e-mail address"),
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
    )
    team = forms.ModelChoiceField(
        Team.objects.filter(department__is_it=True).select_related("department"), label=_("Team"), required=False
    )
    skill = forms.ModelChoiceField(Skill.objects.all(), label=_("Skill"), required=False)
    strength = forms.TypedChoiceField(
        label=_("How much"), coerce=int, choices=WishStrength.choices, initial=WishStrength.WANTED
    )

    def __init__(self, *args: Any, cohorts: QuerySet[Cohort], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Cohort]", self.fields["cohort"]).queryset = cohorts
        self.people = people

    def clean_person(self) -> Person | None:
        """Return the one person of that name or address."""
        words = self.cleaned_data["person"].strip()
        if not words:
            return None
        found = list(self.people.filter(Q(email__iexact=words) | Q(name__iexact=words))[:2])
        if len(found) > 1:
            raise forms.ValidationError(_("Several people have this name: give the e-mail address."))
        if not found:
            raise forms.ValidationError(_("Nobody in IT has this name or address."))
        return found[0]


class SkillForm(forms.Form):
    """A skill by its name."""

    name = forms.CharField(label=_("Skill"), max_length=80)
