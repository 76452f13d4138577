"""Filters of the diaries room; a bad filter is none."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Cohort
from programs.hosting.models import Offering
from programs.people.models import Department


class HostingFilter(forms.Form):
    """Which offering of a host is shown."""

    offering = forms.TypedChoiceField(label=_("Offering"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, offerings: Iterable[Offering]) -> None:
        super().__init__(data)
        choices = [("", _("All offerings")), *((row.pk, row.title) for row in offerings)]
        self.fields["offering"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()


class ProgramFilter(forms.Form):
    """Which cohort and department of a lead is shown."""

    cohort = forms.TypedChoiceField(label=_("Cohort"), coerce=int, empty_value=None, required=False)
    department = forms.TypedChoiceField(label=_("Department"), coerce=int, empty_value=None, required=False)
    booked = forms.BooleanField(label=_("With visits only"), required=False)

    def __init__(
        self, data: Any, *, cohorts: Iterable[Cohort], departments: Iterable[Department], cohort: Cohort
    ) -> None:
        super().__init__({name: data[name] for name in data} | {"cohort": cohort.pk})
        self.fields["cohort"].choices = [(row.pk, str(row)) for row in cohorts]  # type: ignore[attr-defined]
        choices = [("", _("All departments")), *((row.pk, row.name) for row in departments)]
        self.fields["department"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()
