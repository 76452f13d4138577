"""How a rule says no: reasons that are listed once, translated and tested by identity."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils import formats, timezone


@dataclass(frozen=True)
class Refusal:
    """One reason why something can't be done, with the facts that its sentence names.

    `reason` is a member of a room's TextChoices; its label may hold `%(name)s` places
    that `facts` fills.
    """

    reason: TextChoices
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        """Return the sentence in the language of the reader."""
        return str(self.reason.label) % {name: _shown(fact) for name, fact in self.facts.items()}


def _shown(fact: Any) -> Any:
    """Return days and times as the reader writes them; moments in the reader's zone."""
    if isinstance(fact, datetime.datetime):
        return formats.date_format(timezone.localtime(fact), "DATETIME_FORMAT")
    if isinstance(fact, datetime.date):
        return formats.date_format(fact, "DATE_FORMAT")
    if isinstance(fact, datetime.time):
        return formats.time_format(fact, "TIME_FORMAT")
    return fact


class TakesErrors(Protocol):
    """What reasons can be shown on: any form."""

    def add_error(self, field: str | None, error: str) -> None:
        """Show an error beside a field, or above them all."""


class RuleBroken(Exception):
    """An action was refused. Carries every refusal, not only the first."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__(self.refusals)

    @property
    def reasons(self) -> set[TextChoices]:
        """The reasons without their facts: what tests compare."""
        return {refusal.reason for refusal in self.refusals}

    def put_on(self, form: "TakesErrors") -> None:
        """Show every reason above a form; what was typed stays."""
        for refusal in self.refusals:
            form.add_error(None, str(refusal))

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals)
