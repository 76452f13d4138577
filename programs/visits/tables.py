"""Tables of the visits room."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from programs.hosting import times
from programs.visits.models import Visit


class VisitTable(tables.Table):
    """Every visit of a programme."""

    visitor = tables.Column(
        linkify=("visits:visit", [tables.A("pk")]), order_by="visitor__name", verbose_name=_("Visitor")
    )
    department = tables.Column(order_by="department__name", verbose_name=_("Department"))
    offering = tables.Column(accessor="day__offering__title", verbose_name=_("Offering"))
    when = tables.Column(accessor="day", order_by="starts_at", verbose_name=_("When"))
    host = tables.Column(
        accessor="day__offering__contact", order_by="day__offering__contact__name", verbose_name=_("Host")
    )
    state = tables.Column(verbose_name=_("State"))

    class Meta:
        model = Visit
        fields = ("visitor", "department", "offering", "when", "host", "state")
        empty_text = _("No visit fits these filters.")

    def render_when(self, value: Any) -> str:
        """Return day and hours at the site."""
        return times.when(value)

    def render_state(self, record: Visit) -> str:
        """Return the badge of the state."""
        return render_to_string("elements/state.html", {"row": record})
