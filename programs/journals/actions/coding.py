"""What leads do with themes: begin, add, merge, and tag what was opened to them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.core.refusals import Refusal
from programs.journals.choices import StartTheme, ThemeRefusal
from programs.journals.models import Coding, Insight, Reflection, Theme
from programs.journals.refused import refuse
from programs.people.models import Person


@transaction.atomic
def begin_themes(*, program: Program, by: Person, at: datetime) -> None:
    """Give a programme the start set of themes, once."""
    there = set(program.themes.values_list("key", flat=True))
    missing = [key for key in StartTheme if key not in there]
    Theme.objects.bulk_create([Theme(program=program, key=key) for key in missing])
    if missing:
        audit.record("begin_themes", program, by=by, at=at)


@transaction.atomic
def add_theme(*, program: Program, name: str, by: Person, at: datetime) -> Theme:
    """Add a theme of the programme's own. Raises JournalRefused when there is one of this name."""
    there = {str(theme).casefold() for theme in program.themes.all()}
    refuse([Refusal(ThemeRefusal.THERE_ALREADY)] if name.strip().casefold() in there else [])
    theme = Theme.objects.create(program=program, name=name.strip())
    audit.record("add_theme", theme, by=by, at=at)
    return theme


@transaction.atomic
def merge_theme(*, theme: Theme, into: Theme, by: Person, at: datetime) -> Theme:
    """Make one theme part of another: all that was tagged with it counts there. Raises JournalRefused."""
    refuse([Refusal(ThemeRefusal.WITH_ITSELF)] if theme == into else [])
    Theme.objects.filter(merged_into=theme).update(merged_into=into)
    theme.merged_into = into
    theme.save(update_fields=["merged_into"])
    audit.record("merge_theme", theme, by=by, at=at, into=into.pk)
    return theme


@transaction.atomic
def code_entry(*, entry: Reflection | Insight, themes: Sequence[Theme], by: Person, at: datetime) -> Coding:
    """Note which themes one lead found in a text or card, none among them; a second time replaces the first."""
    unit = {"reflection": entry} if isinstance(entry, Reflection) else {"insight": entry}
    coding, _made = Coding.objects.update_or_create(coder=by, **unit, defaults={"coded_at": at})
    coding.themes.set(themes)
    audit.record("code_entry", coding, by=by, at=at)
    return coding
