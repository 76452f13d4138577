"""Filters of the outbox."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from programs.notifications.choices import LetterState
from programs.notifications.models import Letter


class LetterFilter(django_filters.FilterSet):
    """By words of the subject or the reader, and by state."""

    words = django_filters.CharFilter(
        label=_("Subject or person"), method="with_words", widget=forms.TextInput(attrs={"type": "search"})
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=LetterState.choices, empty_label=_("Every state"))

    class Meta:
        model = Letter
        fields: list[str] = []

    def with_words(self, letters: QuerySet[Letter], name: str, value: str) -> QuerySet[Letter]:
        """Keep letters with the words in their subject or in the reader's name or address."""
        return letters.filter(Q(subject__icontains=value) | Q(to__name__icontains=value) | Q(address__icontains=value))

    @property
    def is_used(self) -> bool:
        """Say whether anything was asked for."""
        chosen: dict[str, Any] = self.form.cleaned_data if self.form.is_valid() else {}
        return any(chosen.values())
