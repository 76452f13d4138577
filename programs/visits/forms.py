"""Input of the visits room."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts.widgets import DateInput
from programs.hosting import times
from programs.hosting.models import HostingDay
from programs.people.models import Department, Person
from programs.visits.choices import VisitState

MORNING_ENDS = datetime.time(12)


class FindForm(forms.Form):
    """Filters of the calendar. Bad values are as good as none: a shared address must always open."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), required=False)
    time = forms.ChoiceField(
        label=_("Time of day"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("morning", _("Morning")),
            ("afternoon", _("Afternoon")),
            ("day", _("Whole day")),
        ],
    )
    free = forms.BooleanField(label=_("Free places only"), required=False)

    def __init__(self, *args: Any, departments: Iterable[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        chosen = [department.pk for department in departments]
        field.queryset = Department.objects.filter(pk__in=chosen)  # type: ignore[attr-defined]
        field.choices = [("", _("All departments"))] + [  # type: ignore[attr-defined]
            (department.pk, department.name) for department in departments
        ]
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": _("Topic, host or place")}

    def wanted(self, day: HostingDay) -> bool:
        """Say whether a day passes the filters (all but `free`, which depends on the person)."""
        self.is_valid()  # what is wrong is left out of cleaned_data
        values = self.cleaned_data
        offering = day.offering
        department, part, words = values.get("department"), values.get("time"), values.get("q", "").casefold().split()
        if department and offering.department_id != department.pk:
            return False
        if part and part != _part_of(day):
            return False
        text = " ".join(
            [offering.title, offering.summary, offering.place, offering.contact.name, offering.site.name]
        ).casefold()
        return all(word in text for word in words)


def _part_of(day: HostingDay) -> str:
    if day.is_whole_day:
        return "day"
    starts = day.starts_at.astimezone(day.offering.site.zone).time()
    return "morning" if starts < MORNING_ENDS else "afternoon"


class BookForm(forms.Form):
    """A day, a question to the host, and the key that makes the request once."""

    day = forms.ModelChoiceField(HostingDay.objects.none(), widget=forms.RadioSelect, error_messages={
        "required": _("Choose a day."), "invalid_choice": _("This day is not offered any more. Choose another one."),
    })  # fmt: skip
    question = forms.CharField(
        label=_("One thing you want to understand"),
        help_text=_("Your host sees this before the visit."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, days: QuerySet[HostingDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].queryset = days  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why, for the other side."""

    reason = forms.CharField(label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class OptionalReasonForm(ReasonForm):
    """Why, if somebody likes to say."""

    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The other side reads this."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _DayChoice(forms.ModelChoiceField[HostingDay]):
    """Days by when and what they are."""

    def label_from_instance(self, obj: HostingDay) -> str:
        return f"{times.when(obj)} · {obj.offering.title}"


class OtherDayForm(forms.Form):
    """Another day, suggested by a host."""

    day = _DayChoice(HostingDay.objects.none(), label=_("Other day"), widget=forms.RadioSelect, empty_label=None)
    message = forms.CharField(
        label=_("A word to your visitor"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, days: QuerySet[HostingDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].queryset = days  # type: ignore[attr-defined]


class ProposalForm(forms.Form):
    """The day that suits a proposed time."""

    day = _DayChoice(
        HostingDay.objects.none(), label=_("New day"), empty_label=None,
        error_messages={"required": _("Choose a day."), "invalid_choice": _("This day is not free any more.")},
    )  # fmt: skip

    def __init__(self, *args: Any, days: QuerySet[HostingDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].queryset = days  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Another day, asked for by the visitor."""

    day = _DayChoice(
        HostingDay.objects.none(), label=_("New day"), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Choose a day."), "invalid_choice": _("This day is not free any more.")},
    )  # fmt: skip
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, days: QuerySet[HostingDay], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].queryset = days  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """Who covers while somebody is away."""

    cover = forms.ModelChoiceField(
        Person.objects.none(), label=_("Who covers?"), required=False, empty_label=_("Nobody needs to")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = people  # type: ignore[attr-defined]


class AccessForm(forms.Form):
    """What goes with a word about an item of the access gate."""

    until_on = forms.DateField(label=_("Valid until"), required=False, widget=DateInput())
    reason = forms.CharField(label=_("Why"), max_length=250, required=False)


class CameForm(forms.Form):
    """Whether a visit took place."""

    came = forms.TypedChoiceField(
        label=_("Did the visit take place?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class AllForm(forms.Form):
    """Filters of the lead's table."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any state")), *VisitState.choices])
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All departments")
    )

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": _("Visitor, host or topic")}
