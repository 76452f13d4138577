"""What the two sides do with their reviews. Every guest's calendar is told in the same transaction."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.commitments import actions as commitment_actions
from programs.core.refusals import Refusal, RuleBroken
from programs.gateways import ics, pdf
from programs.notifications.actions import CalendarPart, queue_letter
from programs.notifications.choices import CalendarMethod
from programs.objectives.models import Objective
from programs.people.models import Department, Person
from programs.reviews import access, documents, queries, rules
from programs.reviews.choices import BriefState, Reason, ReviewState
from programs.reviews.models import Brief, Decision, Review, ReviewGuest


class ReviewRefused(RuleBroken):
    """A step of a review was refused."""


@transaction.atomic
def call_review(
    *,
    program: Program,
    it_department: Department,
    department: Department,
    starts_at: datetime.datetime,
    minutes: int,
    place: str,
    by: Person,
    at: datetime.datetime,
) -> Review:
    """Ask both sides to a review: everybody who speaks for the pair, and whoever calls it. Raises ReviewRefused."""
    guests = list(access.guests_of_pair(it_department, department, program.pk).order_by("pk"))
    guests += [] if by in guests else [by]
    pair = {"program": program, "it_department": it_department, "department": department}
    _refuse(
        rules.call_refusals(
            starts_at=starts_at,
            now=at,
            it_is_it=it_department.is_it,
            other_is_it=department.is_it,
            is_planned=Review.objects.select_for_update().filter(**pair, state=ReviewState.PLANNED).exists(),
            guests=len(guests),
        )
    )
    review = Review.objects.create(
        **pair,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=minutes),
        zone=by.time_zone,
        place=place,
        called_by=by,
        called_at=at,
        changed_at=at,
    )
    ReviewGuest.objects.bulk_create(ReviewGuest(review=review, person=person) for person in guests)
    audit.record("call_review", review, by=by, at=at, guests=[person.pk for person in guests])
    _tell_guests(review, "called", CalendarMethod.REQUEST, at=at)
    return review


@transaction.atomic
def move_review(
    *, review: Review, starts_at: datetime.datetime, minutes: int, place: str, by: Person, at: datetime.datetime
) -> Review:
    """Move a planned review in time or place; calendars take the higher SEQUENCE. Raises ReviewRefused."""
    review = _held(review)
    _refuse(rules.move_refusals(state=review.state, starts_at=starts_at, now=at))
    before = (review.starts_at, review.ends_at, review.place)
    review.starts_at, review.ends_at = starts_at, starts_at + datetime.timedelta(minutes=minutes)
    review.place = place
    if (review.starts_at, review.ends_at, review.place) != before:
        review.sequence += 1
        review.changed_at = at
        review.save()
        _tell_guests(review, "moved", CalendarMethod.REQUEST, at=at)
    audit.record("move_review", review, by=by, at=at, sequence=review.sequence)
    return review


@transaction.atomic
def call_off_review(*, review: Review, by: Person, at: datetime.datetime) -> Review:
    """Call a planned review off and take it out of every calendar. Raises ReviewRefused."""
    review = _held(review)
    _refuse([] if review.state == ReviewState.PLANNED else [Refusal(Reason.NOT_PLANNED)])
    review.state, review.sequence, review.changed_at = ReviewState.CALLED_OFF, review.sequence + 1, at
    review.save()
    audit.record("call_off_review", review, by=by, at=at)
    if review.ends_at > at:  # nothing is sent about past events
        _tell_guests(review, "called_off", CalendarMethod.CANCEL, at=at)
    return review


@transaction.atomic
def hold_review(*, review: Review, summary: str, by: Person, at: datetime.datetime) -> Review:
    """Say that a review was held, and what was said. Raises ReviewRefused."""
    review = _held(review)
    _refuse(rules.hold_refusals(state=review.state, starts_at=review.starts_at, now=at))
    review.state, review.summary, review.held_at = ReviewState.HELD, summary, at
    review.save()
    audit.record("hold_review", review, by=by, at=at)
    return review


@transaction.atomic
def record_decision(*, review: Review, text: str, by: Person, at: datetime.datetime) -> Decision:
    """Write down what a held review decided. Raises ReviewRefused."""
    review = _held(review)
    _refuse([] if review.state == ReviewState.HELD else [Refusal(Reason.NOT_HELD)])
    decision = Decision.objects.create(review=review, text=text, by=by, at=at)
    audit.record("record_decision", decision, by=by, at=at, review=review.pk)
    return decision


@transaction.atomic
def promise_decision(
    *,
    decision: Decision,
    objective: Objective,
    owner: Person,
    beneficiary: Person,
    due_on: datetime.date,
    by: Person,
    at: datetime.datetime,
) -> Decision:
    """Turn a decision into a promise between two who were asked, for one of the pair's objectives.

    The promise then goes its own way: both agree, the owner delivers, the other confirms.
    Raises ReviewRefused, or CommitmentRefused by the commitments room.
    """
    decision = Decision.objects.select_for_update(of=("self",)).select_related("review").get(pk=decision.pk)
    review = decision.review
    refusals = [Refusal(Reason.PROMISED)] if decision.commitment_id else []
    if not queries.objectives_of(review).filter(pk=objective.pk).exists():
        refusals.append(Refusal(Reason.FOREIGN_OBJECTIVE))
    if queries.people_of(review).filter(pk__in=[owner.pk, beneficiary.pk]).count() < len({owner.pk, beneficiary.pk}):
        refusals.append(Refusal(Reason.NOT_ASKED))
    _refuse(refusals)
    decision.commitment = commitment_actions.propose_commitment(
        made_at=objective,
        text=decision.text,
        owner=owner,
        beneficiary=beneficiary,
        due_on=due_on,
        is_visible=True,
        by=by,
        at=at,
    )
    decision.save(update_fields=["commitment"])
    audit.record("promise_decision", decision, by=by, at=at, commitment=decision.commitment.pk)
    return decision


@transaction.atomic
def ask_for_brief(*, review: Review, language: str, by: Person, at: datetime.datetime) -> Brief:
    """Have the brief printed as things stand; it is made in the background."""
    from programs.reviews import tasks  # noqa: PLC0415  (tasks call actions)

    brief = Brief.objects.create(review=review, language=language, asked_by=by, asked_at=at)
    audit.record("ask_for_brief", brief, by=by, at=at, review=review.pk, language=language)
    transaction.on_commit(lambda: tasks.print_brief.enqueue(brief.pk))
    return brief


def print_brief(*, brief: Brief, at: datetime.datetime) -> Brief:
    """Print a brief that isn't ready, in its language and the zone of whoever asked. Repeating it does no harm."""
    if brief.state == BriefState.READY:
        return brief
    review = queries.in_full(Review.objects.all()).get(pk=brief.review_id)
    with translation.override(brief.language), timezone.override(brief.asked_by.zone):
        job = documents.brief_job(queries.brief_of(review, at=at))
    try:
        brief.content, brief.state, brief.ready_at, brief.error = pdf.render(job), BriefState.READY, at, ""
    except pdf.PdfFailed as error:
        brief.state, brief.error = BriefState.FAILED, str(error)
    with transaction.atomic():
        brief.save(update_fields=["content", "state", "error", "ready_at"])
        audit.record("print_brief", brief, by=None, at=at, state=brief.state)
    return brief


def _held(review: Review) -> Review:
    """Lock a review, with what its calendar entry names."""
    related = ("it_department", "department", "called_by")
    return Review.objects.select_for_update(of=("self",)).select_related(*related).get(pk=review.pk)


def _refuse(refusals: Iterable[Refusal]) -> None:
    found = tuple(refusals)
    if found:
        raise ReviewRefused(found)


def _tell_guests(review: Review, news: str, method: CalendarMethod, *, at: datetime.datetime) -> None:
    """Write one letter with its calendar part to each guest; the event is one, each mail names one attendee."""
    for guest in review.guests.select_related("person"):
        person = guest.person
        with translation.override(person.language):
            entry = documents.review_entry(review)
        content = ics.invitation(
            entry, method=method.value, attendee_name=person.name, attendee_address=person.email, stamp=at
        )
        queue_letter(
            to=person,
            kind="reviews/news",
            context={"review": review, "news": news, "link": documents.address_of(review)},
            key=f"review:{review.pk}:{review.sequence}:{news}:{person.pk}",
            at=at,
            calendar=CalendarPart(method=method.value, uid=entry.uid, sequence=entry.sequence, content=content),
            reply_to=review.called_by.email,
        )
