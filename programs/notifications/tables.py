"""The outbox as a table."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from programs.notifications.models import Letter


class LetterTable(tables.Table):
    """One line per letter; needs `to` selected."""

    subject = tables.Column(linkify=("notifications:letter", {"pk": tables.A("pk")}))
    to = tables.TemplateColumn(
        '<span class="letter-to">{{ record.to.name }}<small class="muted">{{ record.address }}</small></span>',
        order_by="to__name",
    )
    calendar_method = tables.Column(verbose_name=_("Calendar"), orderable=False, empty_values=())
    state = tables.TemplateColumn("{% include 'elements/state.html' with row=record %}")
    queued_at = tables.DateTimeColumn(verbose_name=_("Written"), short=True)

    class Meta:
        model = Letter
        fields = ("subject", "to", "calendar_method", "state", "queued_at")
        order_by = "-queued_at"
        empty_text = _("No letter is like that.")

    def render_calendar_method(self, record: Letter) -> str:
        """Name what the letter does to a calendar."""
        return record.get_calendar_method_display() if record.calendar_method else "–"
