"""Filters of the directory."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from programs.people.models import Department, Person, Site, Team

ACTIVE = "active"
LEFT = "left"


class PersonFilter(django_filters.FilterSet):
    """By words, department, team, site, and whether somebody is still there."""

    words = django_filters.CharFilter(
        label=_("Name, e-mail or employee id"),
        method="with_words",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.all(), empty_label=_("Every department")
    )
    team = django_filters.ModelChoiceFilter(label=_("Team"), queryset=Team.objects.all(), empty_label=_("Every team"))
    site = django_filters.ModelChoiceFilter(label=_("Site"), queryset=Site.objects.all(), empty_label=_("Every site"))
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[(ACTIVE, _("Active")), (LEFT, _("Left"))],
        empty_label=_("Everybody"),
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def with_words(self, people: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Keep people with the words in their name, address or employee id."""
        return people.filter(Q(name__icontains=value) | Q(email__icontains=value) | Q(employee_id__icontains=value))

    def in_state(self, people: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Keep people who are active, or who have left."""
        return people.filter(is_active=value == ACTIVE)

    @property
    def is_used(self) -> bool:
        """Say whether anything was asked for."""
        chosen: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        return any(chosen.values())
