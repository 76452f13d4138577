"""What people choose about how they read Exchange."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.people.choices import Theme
from programs.people.models import Person


@transaction.atomic
def choose_theme(person: Person, *, theme: Theme, by: Person, at: datetime) -> None:
    """Show every page in these colours from now on."""
    person.theme = theme
    person.save(update_fields=["theme"])
    audit.record("choose_theme", person, by=by, at=at, theme=theme)


@transaction.atomic
def choose_language(person: Person, *, language: str, by: Person, at: datetime) -> None:
    """Write pages and mails in this language from now on. `language` is a code of settings.LANGUAGES."""
    person.language = language
    person.save(update_fields=["language"])
    audit.record("choose_language", person, by=by, at=at, language=language)
