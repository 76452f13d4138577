"""Named reads of the briefings room. A pack costs the same number of queries whoever reads it."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from programs.briefings import access, rules, wordings
from programs.briefings.choices import AgreementSide, FaceRole
from programs.briefings.models import Agreement, DepartmentSystem, FaceCard, GlossaryEntry, StrategyCheck
from programs.commitments import access as commitment_access
from programs.commitments import returns
from programs.commitments.choices import CommitmentState, FrictionState
from programs.commitments.models import Commitment, Friction
from programs.hosting import agenda
from programs.hosting import queries as hosting_queries
from programs.journals import access as journal_access
from programs.journals.models import Insight
from programs.objectives import access as objective_access
from programs.objectives import queries as objective_queries
from programs.objectives.models import Objective, Strategy
from programs.people.models import Department, Person
from programs.surveys import queries as survey_queries
from programs.surveys.figures import Gap, Question, ReleasedWave
from programs.visits import access as visit_access
from programs.visits import checks, gate
from programs.visits.choices import Light, VisitState
from programs.visits.models import Visit
from programs.visits.rules import Part

MOST_ROWS = 8
MOST_ANSWERS = 3
CLOSED = (FrictionState.RESOLVED, FrictionState.WONT_FIX)
STANDING_PROMISES = (CommitmentState.AGREED, CommitmentState.DELIVERED, CommitmentState.DISPUTED)


@dataclass(frozen=True)
class Face:
    """Somebody who is met on the day."""

    person: Person
    role: FaceRole
    sentence: str = ""
    languages: str = ""
    has_photo: bool = False


@dataclass(frozen=True)
class Fact:
    """One sentence that both sides answered in the latest closed survey, as it was released."""

    question: Question
    gap: Gap


@dataclass(frozen=True)
class Facts:
    """What a released survey says about both sides. Nothing about a single department is in it."""

    wave: ReleasedWave
    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Sides:
    """How the agreement stands: each side's yes, and what this reader can do about it."""

    version: int
    clauses: Sequence[wordings.Clause]
    visitor: Agreement | None
    host: Agreement | None
    own_side: AgreementSide | None
    may_agree: bool

    @property
    def is_agreed(self) -> bool:
        """Whether both sides said yes to the current wording."""
        return all(said is not None and said.version == self.version for said in (self.visitor, self.host))


@dataclass(frozen=True)
class Pack:
    """Everything that a briefing pack shows to one reader."""

    visit: Visit
    part: Part | None
    faces: tuple[Face, ...]
    agenda: tuple[agenda.Timed, ...]
    access: tuple[gate.Standing, ...]
    systems: Sequence[DepartmentSystem]
    words: Sequence[GlossaryEntry]
    insights: Sequence[Insight]
    promises: Sequence[Commitment]
    frictions: Sequence[Friction]
    told: Sequence[returns.Answer]
    facts: Facts | None
    goals_open_on: datetime.date | None
    """From when the host sees what the visitor wants to learn; None when this reader sees it now."""
    company: Strategy | None
    objectives: Sequence[Objective]
    strategy: StrategyCheck | None
    sees_strategy: bool
    may_answer: bool
    sides: Sides
    open_frictions: Mapping[str, int] = field(default_factory=dict)

    @property
    def open_items(self) -> tuple[gate.Standing, ...]:
        """What of the access gate the visitor should know: all but the plain green items."""
        return tuple(one for one in self.access if one.light is not Light.GREEN or one.item != "data")


def pack_of(visit: Visit, reader: Person, *, at: datetime.datetime) -> Pack:
    """Return the pack of a visit for a reader who may open it."""
    offering = visit.day.offering
    part = visit_access.part_of(reader, visit)
    today = at.astimezone(offering.site.zone).date()
    is_host = part is Part.HOST
    frictions = list(frictions_shown_to(reader, offering.department))
    return Pack(
        visit=visit,
        part=part,
        faces=faces_of(visit),
        agenda=agenda.timed(
            hosting_queries.parts_of(offering), None if visit.day.is_whole_day else visit.day.starts_at
        ),
        access=checks.standings_of([visit])[visit.pk],
        systems=list(DepartmentSystem.objects.filter(department=offering.department).select_related("team")),
        words=list(words_of(offering.department)),
        insights=insights_shown_to(reader, offering.department, visit),
        promises=list(promises_shown_of(offering.department, visit)),
        frictions=frictions[:MOST_ROWS],
        told=returns.answers_to(offering.department, limit=MOST_ANSWERS, done_only=True),
        facts=facts_for(visit),
        goals_open_on=rules.goals_open_on(visit.on) if is_host and not rules.is_near(visit.on, today) else None,
        company=objective_queries.strategy_of(visit.cohort.program),
        objectives=list(objective_access.objectives_visible_to(reader).filter(offerings=offering).order_by("title")),
        strategy=StrategyCheck.objects.filter(visit=visit).first(),
        sees_strategy=part in {Part.VISITOR, Part.LEAD},
        may_answer=part is Part.VISITOR and visit.starts_at > at and visit.state == VisitState.CONFIRMED,
        sides=sides_of(visit, part, at=at),
        open_frictions=_open_by_system(frictions),
    )


def company_of(visit: Visit, reader: Person) -> dict[str, Any]:
    """Return what stands beside the three questions: programme, strategy, and the objectives served."""
    return {
        "program": visit.cohort.program,
        "company": objective_queries.strategy_of(visit.cohort.program),
        "objectives": objective_access.objectives_visible_to(reader).filter(offerings=visit.day.offering_id),
    }


def faces_of(visit: Visit) -> tuple[Face, ...]:
    """Return who is met on the day: host and deputy, the visitor, and who else comes. Two queries."""
    offering = visit.day.offering
    people = [(offering.contact, FaceRole.HOST), (offering.deputy, FaceRole.DEPUTY), (visit.visitor, FaceRole.VISITOR)]
    others = Visit.objects.filter(day=visit.day_id, state__in=access.PACKED).exclude(pk=visit.pk)
    people += [
        (other.visitor, FaceRole.GROUP)
        for other in others.select_related("visitor__team", "visitor__department").order_by("visitor__name")
    ]
    found = [(person, role) for person, role in people if person is not None]
    cards = {
        card.person_id: card
        for card in FaceCard.objects.filter(person__in=[person.pk for person, _role in found])
        .annotate(has_photo=Q(photo__isnull=False))
        .defer("photo")
    }
    return tuple(_face(person, role, cards.get(person.pk)) for person, role in found)


def _face(person: Person, role: FaceRole, card: FaceCard | None) -> Face:
    if card is None:
        return Face(person, role)
    return Face(person, role, card.sentence, card.languages, bool(getattr(card, "has_photo", False)))


def photo_of(visit: Visit, person: int) -> bytes | None:
    """Return the photo of somebody who is met on a visit, or None."""
    if person not in {face.person.pk for face in faces_of(visit)}:
        return None
    card = FaceCard.objects.filter(person=person).first()
    return bytes(card.photo) if card is not None and card.photo is not None else None


def words_of(department: Department) -> QuerySet[GlossaryEntry]:
    """Return a department's glossary in the order of its own words."""
    return (
        GlossaryEntry.objects.filter(department=department)
        .select_related("added_by")
        .order_by(Lower("their_word"), "pk")
    )


def insights_shown_to(reader: Person, department: Department, visit: Visit) -> list[Insight]:
    """Return cards from earlier visits to a department whose authors opened them to the reader, newest first.

    Whoever cut a card says who reads it; a pack widens nothing, names nobody and says the same words once.
    """
    cards = journal_access.insights_visible_to(reader).filter(reflection__visit__department=department)
    found: dict[str, Insight] = {}
    for card in cards.exclude(reflection__visit=visit).exclude(reflection__author=reader):
        found.setdefault(card.text.casefold(), card)
    return list(found.values())[:MOST_ROWS]


def promises_shown_of(department: Department, visit: Visit) -> QuerySet[Commitment]:
    """Return open promises to and of a department, from visits and reviews, that both sides let others see."""
    about = Q(visit__department=department) | Q(objective__department=department)
    return (
        Commitment.objects.filter(about, state__in=STANDING_PROMISES, is_visible=True)
        .exclude(visit=visit)
        .select_related("owner__department")
        .order_by("due_on", "pk")[:MOST_ROWS]
    )


def frictions_shown_to(reader: Person, department: Department) -> QuerySet[Friction]:
    """Return a department's open frictions, those that cost most first, as far as the reader may see them."""
    rows = commitment_access.frictions_visible_to(reader).filter(department=department).exclude(state__in=CLOSED)
    return rows.select_related("owner").order_by("-minutes_lost", "pk")


def _open_by_system(frictions: Collection[Friction]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for friction in frictions:
        found[friction.system.casefold()] = found.get(friction.system.casefold(), 0) + 1
    return found


def facts_for(visit: Visit) -> Facts | None:
    """Return the primary sentences as the latest survey of a visit's programme that asked both sides released them.

    A readiness pulse that closed since, which asks neither, doesn't put them away.
    """
    told = ((wave, _primary(wave)) for wave in reversed(survey_queries.released_waves(visit.cohort.program)))
    return next((Facts(wave, rows) for wave, rows in told if rows), None)


def _primary(wave: ReleasedWave) -> tuple[Fact, ...]:
    return tuple(
        Fact(wave.question(gap.construct), gap)
        for gap in wave.gaps
        if wave.question(gap.construct).is_primary and gap.it.is_shown and gap.business.is_shown
    )


def sides_of(visit: Visit, part: Part | None, *, at: datetime.datetime) -> Sides:
    """Return how the agreement of a visit stands. One query."""
    said = {row.side: row for row in Agreement.objects.filter(visit=visit).select_related("person")}
    own = {Part.VISITOR: AgreementSide.VISITOR, Part.HOST: AgreementSide.HOST}.get(part) if part else None
    mine = said.get(own) if own else None
    is_ahead = visit.state == VisitState.CONFIRMED and visit.ends_at > at
    return Sides(
        version=wordings.CURRENT,
        clauses=wordings.wording(wordings.CURRENT),
        visitor=said.get(AgreementSide.VISITOR),
        host=said.get(AgreementSide.HOST),
        own_side=own,
        may_agree=own is not None and is_ahead and (mine is None or mine.version != wordings.CURRENT),
    )


# Lists ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PackRow:
    """A coming visit, and how far its pack is."""

    visit: Visit
    part: Part
    visitor_agreed: bool
    host_agreed: bool
    has_answered: bool
    light: Light


def coming_packs(person: Person, *, at: datetime.datetime) -> list[PackRow]:
    """Return the packs of coming visits that a person may open, soonest first. Three queries."""
    visits = list(
        access.packs_visible_to(person)
        .filter(state=VisitState.CONFIRMED, ends_at__gt=at)
        .annotate(
            by_visitor=Count("agreements", filter=Q(agreements__side=AgreementSide.VISITOR), distinct=True),
            by_host=Count("agreements", filter=Q(agreements__side=AgreementSide.HOST), distinct=True),
            answers=Count("strategy_check", distinct=True),
        )
        .order_by("starts_at", "pk")[:100]
    )
    lights = checks.standings_of(visits)
    return [
        PackRow(
            visit,
            _part(person, visit),
            bool(visit.by_visitor),
            bool(visit.by_host),
            bool(visit.answers),
            gate.worst_of(lights[visit.pk]),
        )
        for visit in visits
    ]


def _part(person: Person, visit: Visit) -> Part:
    """Return in which part somebody opens a pack that is shown to them, without asking the database."""
    if visit.visitor_id == person.pk:
        return Part.VISITOR
    return Part.HOST if visit_access.is_host_of(person, visit.day) else Part.LEAD
