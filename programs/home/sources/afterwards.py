"""What waits after a visit: writing about it, and saying how well one knows each other now."""

import datetime
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.feedback import queries as feedback_queries
from programs.feedback.models import VisitForm
from programs.home.links import address
from programs.home.waiting import Asked, Waiting
from programs.journals import access as journal_access
from programs.journals import voices as journal_voices
from programs.journals.choices import AFTER_SECTIONS
from programs.journals.models import Quote, Reflection
from programs.relationships import access as tie_access
from programs.relationships import queries as tie_queries
from programs.relationships import rules as tie_rules
from programs.relationships.choices import TieSource
from programs.relationships.models import Tie
from programs.visits.choices import VisitState
from programs.visits.models import Visit

MEMORY_DAYS = 60
"""So long after a visit it is still worth asking what was seen and whom one met."""


def _remembered(rows: QuerySet[Visit], asked: Asked) -> QuerySet[Visit]:
    return rows.filter(on__gte=asked.today - datetime.timedelta(days=MEMORY_DAYS), on__lte=asked.today)


def reflections(asked: Asked) -> QuerySet[Visit]:
    """Find visits that took place and about which somebody hasn't written since."""
    attended = journal_access.visits_to_write_about(asked.person).filter(
        state__in=[VisitState.ATTENDED, VisitState.DEBRIEFED]
    )
    written = Reflection.objects.filter(visit=OuterRef("pk"), author=asked.person, section__in=AFTER_SECTIONS)
    return _remembered(attended, asked).exclude(Exists(written))


def say_reflections(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Ask visitor and host."""
    for visit in rows:
        yield Waiting(
            visit.on,
            _("Write down what you saw")
            if visit.visitor_id == asked.person.pk
            else _("What did %(person)s leave you with?") % {"person": visit.visitor.name},
            visit.day.offering.title,
            _("Write"),
            address("journals:visit", visit_pk=visit.pk),
            "pencil-square",
        )


def feedback(asked: Asked) -> QuerySet[VisitForm]:
    """Find forms about visits that can still be answered."""
    return feedback_queries.waiting_for(asked.person, asked.today)


def say_feedback(rows: QuerySet[VisitForm], asked: Asked) -> Iterator[Waiting]:
    """Ask visitor and host for two minutes."""
    for form in rows:
        yield Waiting(
            form.asked_on,
            _("How was the visit? Two minutes"),
            form.visit.day.offering.title,
            _("Answer"),
            address("feedback:answer", pk=form.pk),
            "chat-bubble-left-right",
        )


def check_ins(asked: Asked) -> QuerySet[Visit]:
    """Find visits after which somebody hasn't said how well they know the other side."""
    said = Tie.objects.filter(visit=OuterRef("pk"), person=asked.person, source=TieSource.VISIT)
    return _remembered(tie_access.visits_to_check_in_on(asked.person), asked).exclude(Exists(said))


def say_check_ins(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Ask about the other one."""
    for visit in rows:
        other = visit.day.offering.contact if visit.visitor_id == asked.person.pk else visit.visitor
        yield Waiting(
            visit.on,
            _("How well do you know %(person)s now?") % {"person": other.name},
            _("Two taps, after your visit"),
            _("Say it"),
            address("relationships:check_in", visit_pk=visit.pk),
            "heart",
        )


def later_check_ins(asked: Asked) -> QuerySet[Visit]:
    """Find visits that were answered about at first, old enough to look back on."""
    return tie_queries.visits_to_look_back_on(asked.person, asked.today)


def say_later_check_ins(rows: QuerySet[Visit], asked: Asked) -> Iterator[Waiting]:
    """Ask once for each of the times after a visit."""
    for visit in rows:
        if days := tie_rules.later_due(visit.on, asked.today):
            yield Waiting(
                visit.on + datetime.timedelta(days=days),
                _("Still in touch after your visit?"),
                visit.day.offering.title,
                _("Say it"),
                address("relationships:later", visit_pk=visit.pk, after_days=days),
                "heart",
            )


def quotes(asked: Asked) -> QuerySet[Quote]:
    """Find words that a lead would like to print."""
    return journal_voices.quotes_to_decide(asked.person)


def say_quotes(rows: QuerySet[Quote], asked: Asked) -> Iterator[Waiting]:
    """Ask their author."""
    for quote in rows:
        yield Waiting(
            timezone.localdate(quote.asked_at),
            _("Some words of yours may be quoted"),
            quote.asked_by.name,
            _("Answer"),
            address("journals:quote", pk=quote.pk),
            "chat-bubble-bottom-center-text",
        )


def introductions(asked: Asked) -> QuerySet[Tie]:
    """Find who could introduce somebody where they know nobody yet."""
    return tie_queries.next_introductions(asked.person)


def say_introductions(rows: QuerySet[Tie], asked: Asked) -> Iterator[Waiting]:
    """Name the next best one. Whom the colleague knows there is not told; nor is it overdue, so it comes last."""
    best = rows[0]
    yield Waiting(
        asked.today,
        _("%(person)s can introduce you in %(department)s")
        % {"person": best.person.name, "department": best.other.department},
        _("You know nobody there yet"),
        _("See who else"),
        address("relationships:mine"),
        "user-plus",
    )
