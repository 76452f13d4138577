"""What people worried about, and what became of it."""

from django.utils.translation import gettext as _

from programs.reports import sentences
from programs.reports.documents.blocks import Section, Table, count
from programs.reports.figures import Concerns


def concerns_section(found: Concerns | None) -> Section | None:
    """Return concerns and answers; nothing where nobody raised one."""
    if found is None:
        return None
    rows = (
        (_("Raised"), count(found.raised)),
        (_("Answered"), count(found.answered)),
        (_("Not taken on yet"), count(found.waiting)),
        (_("Waiting longer than promised"), count(found.overdue)),
        (_("Changes made because of what was said"), count(found.changes)),
    )
    lines = tuple(str(line) for line in sentences.concerns(found))
    table = Table(_("Concerns and what became of them"), (_("Figure"), _("Count")), rows)
    return Section("concerns", _("Concerns"), lines, tables=(table,))
