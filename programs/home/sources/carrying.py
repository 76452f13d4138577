"""What waits on the people side: messages, risks, tasks, nominations, sponsors' actions, champions, thanks."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.change import access as change_access
from programs.change import queries as change_queries
from programs.change.choices import ChampionState
from programs.change.models import Champion, PulseTask, SponsorAction, ThankYou
from programs.cohorts import access as cohort_access
from programs.cohorts.models import Program
from programs.home.links import address
from programs.home.waiting import Asked, Waiting, names
from programs.plans import queries as plan_queries
from programs.plans.models import PlannedMessage, Risk

SOON = datetime.timedelta(days=7)


def messages(asked: Asked) -> QuerySet[PlannedMessage]:
    """Find planned messages that somebody was to say by today."""
    return plan_queries.overdue_messages_of(asked.person, asked.today)


def say_messages(rows: QuerySet[PlannedMessage], asked: Asked) -> Iterator[Waiting]:
    """Say what was to be said to whom."""
    for message in rows:
        yield Waiting(
            message.planned_on,
            _("A planned message is yours to say"),
            f"{message.subject}, {message.get_audience_display()}",
            _("Say it"),
            address("plans:message", pk=message.pk),
            "megaphone",
            "bad" if message.planned_on < asked.today else "",
        )


def reviews(asked: Asked) -> QuerySet[Risk]:
    """Find the risks that somebody owns and was to look at again."""
    return plan_queries.overdue_reviews_of(asked.person, asked.today)


def say_reviews(rows: QuerySet[Risk], asked: Asked) -> Iterator[Waiting]:
    """Say which."""
    for risk in rows:
        yield Waiting(
            risk.review_on,
            _("A risk waits for its review"),
            str(risk),
            _("Review"),
            address("plans:risk", pk=risk.pk),
            "shield-exclamation",
            "bad" if risk.review_on < asked.today else "",
        )


def tasks(asked: Asked) -> QuerySet[PulseTask]:
    """Find open tasks from pulses."""
    return PulseTask.objects.filter(owner=asked.person, done_on=None)


def say_tasks(rows: QuerySet[PulseTask], asked: Asked) -> Iterator[Waiting]:
    """Say for which group."""
    for task in rows:
        yield Waiting(
            timezone.localdate(task.created_at),
            task.text,
            f"{task.group}, {task.get_element_display()}",
            _("Look at it"),
            address("change:task", pk=task.pk),
            "heart",
            "bad" if task.due_on < asked.today else "",
        )


def nominations(asked: Asked) -> QuerySet[Champion]:
    """Find nominations that somebody hasn't answered."""
    rows = change_access.nominations_of(asked.person).filter(state=ChampionState.NOMINATED)
    return rows.select_related("department")


def say_nominations(rows: QuerySet[Champion], asked: Asked) -> Iterator[Waiting]:
    """Ask whether they will be a champion."""
    for champion in rows:
        yield Waiting(
            champion.asked_on,
            _("Will you be a champion?"),
            champion.department.name,
            _("Answer"),
            address("change:champions", program_pk=champion.program_id),
            "hand-raised",
        )


def sponsor_actions(asked: Asked) -> QuerySet[SponsorAction]:
    """Find what a sponsor planned for a day up to a week from now."""
    return change_queries.open_sponsor_actions(asked.person, asked.today + SOON)


def say_sponsor_actions(rows: QuerySet[SponsorAction], asked: Asked) -> Iterator[Waiting]:
    """Say what, red when its day is over."""
    for action in rows:
        yield Waiting(
            action.planned_on,
            _("You planned this as a sponsor"),
            action.text,
            _("Mark as done"),
            address("change:finish_sponsor_action", pk=action.pk),
            "star",
            "bad" if action.planned_on < asked.today else "",
        )


def programs_with_gaps(asked: Asked) -> QuerySet[Program]:
    """Find the programmes that have begun to ask for champions; who is missing says the coverage."""
    led = cohort_access.programs_led_by(asked.person)
    return led.filter(Exists(Champion.objects.filter(program=OuterRef("pk")))).order_by("pk")


def say_programs_with_gaps(rows: QuerySet[Program], asked: Asked) -> Iterator[Waiting]:
    """Name the departments."""
    for program in rows:
        gaps = [one for one in change_queries.coverage_of(program, today=asked.today) if one.is_gap and not one.asked]
        if gaps:
            yield Waiting(
                asked.today,
                _("Champions are missing or silent"),
                names(one.department.name for one in gaps),
                _("Look at it"),
                address("change:champions", program_pk=program.pk),
                "user-group",
                "warn",
            )


def thanks(asked: Asked) -> QuerySet[ThankYou]:
    """Find thanks about which somebody hasn't decided."""
    return change_queries.thanks_received_by(asked.person).filter(is_public=None)


def say_thanks(rows: QuerySet[ThankYou], asked: Asked) -> Iterator[Waiting]:
    """Say who thanks, and what for."""
    for row in rows:
        yield Waiting(
            timezone.localdate(row.sent_at),
            _("%(name)s thanks you") % {"name": row.sender.name},
            row.text,
            _("Read it"),
            address("change:thanks"),
            "heart",
            "ok",
        )
