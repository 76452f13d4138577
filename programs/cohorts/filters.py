"""Filters of a cohort's enrolments."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.cohorts.models import Enrollment
from programs.people.models import Department, Team


class EnrollmentFilter(django_filters.FilterSet):
    """By name, team and wished department."""

    words = django_filters.CharFilter(
        label=_("Name"), field_name="person__name", lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    team = django_filters.ModelChoiceFilter(
        label=_("Team"), field_name="person__team", queryset=Team.objects.filter(department__is_it=True),
        empty_label=_("Every team"),
    )  # fmt: skip
    wish = django_filters.ModelChoiceFilter(
        label=_("Wishes for"), method="with_wish", queryset=Department.objects.filter(is_it=False),
        empty_label=_("Any department"),
    )  # fmt: skip

    class Meta:
        model = Enrollment
        fields: list[str] = []

    def with_wish(self, enrollments: QuerySet[Enrollment], name: str, value: Department) -> QuerySet[Enrollment]:
        """Keep those who have a department on their list."""
        return enrollments.filter(ranked__department=value)

    @property
    def is_used(self) -> bool:
        """Say whether anything was asked for."""
        return self.form.is_valid() and any(self.form.cleaned_data.values())
