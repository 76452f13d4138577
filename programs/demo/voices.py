"""What people of the demo say about the programme, by the concerns room's own actions."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from programs.cohorts.models import Program
from programs.concerns import actions
from programs.concerns.models import Concern
from programs.people.models import Person

CONCERNS = (
    (
        "time", "Who does my work while I am away for a day? In month-end week nobody can.", 58, 3,
        ("Your cover is named before a visit is confirmed, and month-end weeks are closed for visits. "
        "If no cover can be found, the visit moves and nobody asks why."),
    ),
    (
        "judged", "Will my manager read what I write in my journal?", 51, 2,
        ("No. Private sections are encrypted and nobody else can open them: not your manager, not the leads, "
        "not the administrators. You choose for each section who reads it."),
    ),
    (
        "job", "Is this a way to find out which of our jobs IT can automate?", 44, 6,
        ("No. Visits are not reported by person, nothing from them is used for appraisal or for head counts, "
        "and the works council has this in writing."),
    ),
    (
        "confidential", "Visitors see customer names on our screens. Is that allowed?", 27, 4,
        "Each offering says which data may be seen. For customer data there is now a demonstration account.",
    ),
    ("relevance", "I work in the data centre. What would I do in Marketing all day?", 12, None, ""),
    ("time", "Shift workers can't come at nine. Is there a day for us?", 6, None, ""),
)  # fmt: skip
DRAFT = (
    "How a day begins and ends (third cohort)",
    (
        "A visit begins at nine with coffee and the face cards, goes on with one piece of real work, and ends with a "
        "debrief of fifteen minutes in which one promise is written down.\n\nHosts name a deputy. Visitors bring one "
        "question. Nobody decides anything on the day."
    ),
)
REMARKS = (
    ("Nine is too early for us: our shift changes at half past.", None, 9),
    ("Fifteen minutes of debrief are never enough. Please make it thirty.", "hanna", 7),
    ("Good that nobody decides on the day. Please print that on the agenda.", "nadia", 5),
)


def let_people_speak(program: Program, cast: Mapping[str, Person], *, today: date) -> None:
    """Raise concerns over two months, answer most of them, and change two things because of them."""
    lead = cast["lena"]
    made = [_raise(program, lead, row, today) for row in CONCERNS]
    twin, _token = actions.raise_anonymously(
        program=program, topic="time", text="My team is too small to miss me for a day.", on=_day(today, 55)
    )
    actions.merge_concern(concern=twin, into=made[0], by=lead, at=_at(lead, today, 54))
    actions.raise_concern(
        program=program,
        topic="other",
        text="Could I bring my apprentice along?",
        by=cast["nadia"],
        at=_at(lead, today, 2),
    )
    title, text = DRAFT
    draft = actions.open_consultation(
        program=program, title=title, text=text, closes_on=today + timedelta(days=12), by=lead, at=_at(lead, today, 10)
    )
    remarks = [
        actions.comment_on_draft(
            consultation=draft, text=words, by=cast[who or "hanna"], is_named=bool(who), at=_at(lead, today, ago)
        )
        for words, who, ago in REMARKS
    ]
    for concern, remark, outcome, words, ago in (
        (made[0], None, "changed", "Cover is named before a visit is confirmed; month-end weeks are closed.", 48),
        (made[3], None, "changed", "Customer Care shows its system with a demonstration account.", 20),
        (None, remarks[1], "kept", "The debrief stays at fifteen minutes, but the room is booked for thirty.", 3),
    ):
        actions.note_change(
            program=program, concern=concern, remark=remark, outcome=outcome, text=words, on=_day(today, ago),
            by=lead, at=_at(lead, today, ago),
        )  # fmt: skip


def _raise(program: Program, lead: Person, row: tuple[str, str, int, int | None, str], today: date) -> Concern:
    topic, text, ago, days, answer = row
    concern, _token = actions.raise_anonymously(program=program, topic=topic, text=text, on=_day(today, ago))
    if ago > 10:
        due_on = today + timedelta(days=4) if days is None else _day(today, ago - days - 2)
        actions.take_on_concern(concern=concern, owner=lead, due_on=due_on, by=lead, at=_at(lead, today, ago - 1))
    if days is not None:
        actions.answer_concern(concern=concern, answer=answer, by=lead, at=_at(lead, today, ago - days))
    return concern


def _day(today: date, ago: int) -> date:
    return today - timedelta(days=ago)


def _at(lead: Person, today: date, ago: int) -> datetime:
    return datetime.combine(_day(today, ago), time(10, 15), lead.zone)
