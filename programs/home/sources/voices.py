"""What waits of concerns: nobody has taken them on, they want an answer, or somebody wrote back."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Program
from programs.concerns import access as concern_access
from programs.concerns import queries as concern_queries
from programs.concerns.models import Concern
from programs.home.links import address
from programs.home.waiting import Asked, Waiting

ICON = "chat-bubble-left-ellipsis"


def programs_with_concerns(asked: Asked) -> QuerySet[Program]:
    """Find the programmes with concerns that nobody has taken on."""
    return concern_queries.with_raised(cohort_access.programs_led_by(asked.person))


def say_programs_with_concerns(rows: QuerySet[Program], asked: Asked) -> Iterator[Waiting]:
    """Say how many, and since when the oldest waits."""
    for program in rows:
        yield Waiting(
            program.since,  # type: ignore[attr-defined]
            ngettext(
                "%(count)s concern that nobody has taken on",
                "%(count)s concerns that nobody has taken on",
                program.new,  # type: ignore[attr-defined]
            )
            % {"count": program.new},  # type: ignore[attr-defined]
            program.name,
            _("Take it on"),
            address("concerns:index"),
            ICON,
            "warn",
        )


def concerns_to_answer(asked: Asked) -> QuerySet[Concern]:
    """Find the concerns that somebody has taken on and not answered."""
    return concern_queries.to_answer_by(asked.person)


def say_concerns_to_answer(rows: QuerySet[Concern], asked: Asked) -> Iterator[Waiting]:
    """Quote it; overdue ones are red."""
    for concern in rows:
        yield Waiting(
            concern.filed_on,
            _("A concern waits for your answer"),
            str(concern),
            _("Answer"),
            address("concerns:concern", pk=concern.pk),
            ICON,
            "bad" if concern.due_on and concern.due_on < asked.today else "",
        )


def replies(asked: Asked) -> QuerySet[Concern]:
    """Find the concerns whose last word is that of whoever raised them."""
    return concern_queries.replied_to(concern_access.concerns_handled_by(asked.person))


def say_replies(rows: QuerySet[Concern], asked: Asked) -> Iterator[Waiting]:
    """Quote the concern that the reply is about."""
    for concern in rows:
        yield Waiting(
            concern.said_on,  # type: ignore[attr-defined]
            _("Somebody has replied about a concern"),
            str(concern),
            _("Read it"),
            address("concerns:concern", pk=concern.pk),
            "chat-bubble-left-right",
        )
