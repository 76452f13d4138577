"""Taking raw answers that were collected in another tool: looked at first, then all or nothing.

The file is never stored: between the steps it travels in the page itself, sealed. Only
waves that are collected elsewhere take one. In a wave whose links were mailed, "has already
answered" would tell a lead who answered.
"""

import base64
import secrets
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.gateways import seal, tables
from programs.people.models import Department, Person
from programs.surveys import answering, ballots, raw, rules
from programs.surveys.choices import Agreement, Frequency, ItemScale, RawReason, Side, SurveyRefusal
from programs.surveys.models import Invitation, Wave
from programs.surveys.raw import Checked, Export, Line
from programs.surveys.refused import SurveyRefused

MOST_SEALED = 2_000_000
"""Characters that a sealed file may take on its way through the page."""


@dataclass(frozen=True)
class Plan:
    """What applying a file would do. `people` holds (person, answers), `others` those without a name."""

    people: list[tuple[Person, dict[str, Any]]]
    others: list[tuple[str, int | None, dict[str, Any]]]
    problems: list[Refusal]

    @property
    def count(self) -> int:
        """Return how many answers would be taken."""
        return len(self.people) + len(self.others)


def sealed(content: bytes, wave: Wave, by: Person) -> str:
    """Return a file as the page carries it. Raises SurveyRefused if it is too big for that."""
    packed = base64.b85encode(zlib.compress(content, 9)).decode()
    text = base64.urlsafe_b64encode(seal.seal(packed, _context(wave, by))).decode()
    if len(text) > MOST_SEALED:
        raise SurveyRefused([Refusal(tables.TableReason.TOO_BIG, {"megabytes": 1})])
    return text


def unsealed(text: str, wave: Wave, by: Person) -> bytes:
    """Return the file that the page carried. Raises SurveyRefused if it is not what was sealed."""
    try:
        return zlib.decompress(base64.b85decode(seal.unseal(base64.urlsafe_b64decode(text), _context(wave, by))))
    except (seal.SealBroken, ValueError, zlib.error) as error:
        raise SurveyRefused([Refusal(RawReason.FILE_GONE)]) from error


def _context(wave: Wave, by: Person) -> str:
    return f"raw-answers:{wave.pk}:{by.pk}"


def export_of(content: bytes) -> Export:
    """Return a file's columns and lines. Raises TableRefused where it is no table."""
    table = tables.read_csv(content)
    return raw.export_of(table.header, [Line(row.line, row.cells) for row in table.rows])


def labels() -> dict[str, dict[str, int | None]]:
    """Return by scale what the words of an answer mean, in every language of the site."""
    found: dict[str, dict[str, int | None]] = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            cant: dict[str, int | None] = {raw.plain(gettext("I can't judge")): None}
            for scale, words in ((ItemScale.AGREEMENT, Agreement), (ItemScale.FREQUENCY, Frequency)):
                found.setdefault(scale, {}).update({raw.plain(str(one.label)): int(one) for one in words})
            yes_no = {raw.plain(gettext("Yes")): 1, raw.plain(gettext("No")): 0}
            found.setdefault(ItemScale.YES_NO, {}).update(yes_no)
            for numbered in rules.SCALES:
                found.setdefault(numbered, {}).update(cant)
    return found


def planned(wave: Wave, export: Export, mapping: Sequence[str]) -> Plan:
    """Return what a file would add to a wave under a mapping, and every problem. Nothing is written."""
    checked = raw.check(export, mapping, wave.frozen["items"], labels())
    plan = Plan([], [], checked.problems)
    if checked.rows and {raw.EMAIL, raw.EMPLOYEE} & set(mapping):
        _plan_people(wave, checked, plan, by_address=raw.EMAIL in mapping)
    elif checked.rows:
        _plan_others(wave, checked, plan, by_department=raw.DEPARTMENT in mapping)
    return plan


def _plan_people(wave: Wave, checked: Checked, plan: Plan, *, by_address: bool) -> None:
    invited = Invitation.objects.filter(wave=wave).select_related("person")
    known = {
        ((one.person.email if by_address else one.person.employee_id) or "").casefold(): one
        for one in invited
        if one.person.email or one.person.employee_id
    }
    seen: dict[str, int] = {}
    for row in checked.rows:
        key = row.who.casefold()
        facts = {"line": row.line, "value": row.who[:60]}
        if key in seen:
            plan.problems.append(Refusal(RawReason.PERSON_TWICE, facts | {"first": seen[key]}))
        elif not key or key not in known:
            plan.problems.append(Refusal(RawReason.UNKNOWN_PERSON, facts))
        elif known[key].done_on is not None:
            plan.problems.append(Refusal(RawReason.TAKEN_BEFORE, facts))
        elif not row.answers:
            plan.problems.append(Refusal(RawReason.EMPTY_ROW, {"line": row.line}))
        else:
            plan.people.append((known[key].person, row.answers))
        seen.setdefault(key, row.line)


def _plan_others(wave: Wave, checked: Checked, plan: Plan, *, by_department: bool) -> None:
    """Place people without a name by their department, whose side has to be the one that is said; or by
    their side alone, where the file has no departments.
    """
    departments = {raw.plain(one.name): one for one in Department.objects.all()}
    sides = _side_names()
    for row in checked.rows:
        department = departments.get(raw.plain(row.department)) if by_department else None
        said = sides.get(raw.plain(row.side))
        side = said if department is None else str(Side.IT if department.is_it else Side.BUSINESS)
        if by_department and department is None:
            facts = {"line": row.line, "value": row.department[:60]}
            plan.problems.append(Refusal(RawReason.UNKNOWN_DEPARTMENT, facts))
        elif side is None or (row.side and said != side):
            reason = RawReason.UNKNOWN_SIDE if by_department else RawReason.NO_SIDE
            plan.problems.append(Refusal(reason, {"line": row.line, "value": row.side[:60]}))
        elif not row.answers:
            plan.problems.append(Refusal(RawReason.EMPTY_ROW, {"line": row.line}))
        else:
            plan.others.append((side, department.pk if department else None, row.answers))
    plan.problems.extend(_too_many(wave, plan.others, {one.pk: one.name for one in departments.values()}))


def _too_many(wave: Wave, others: Sequence[tuple[str, int | None, Any]], names: dict[int, str]) -> list[Refusal]:
    """Return the departments and sides with more answers than people who were asked."""
    heads = list(wave.headcounts.all())
    asked = {row.department_id: row.invited for row in heads}
    here = wave.responses.values_list("department", flat=True)
    by_department = Counter([*here, *(department for _, department, _ in others)])
    refusals = [
        Refusal(RawReason.TOO_MANY, {"group": names[department], "rows": n, "people": asked.get(department, 0)})
        for department, n in by_department.items()
        if department is not None and n > asked.get(department, 0)
    ]
    by_side = Counter([*wave.responses.values_list("side", flat=True), *(side for side, _, _ in others)])
    for side, n in by_side.items() if not refusals else ():
        people = sum(row.invited for row in heads if row.side == side)
        if n > people:
            facts = {"group": str(Side(side).label), "rows": n, "people": people}
            refusals.append(Refusal(RawReason.TOO_MANY, facts))
    return refusals


def _side_names() -> dict[str, str]:
    names = {str(side): str(side) for side in Side}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            names |= {raw.plain(str(side.label)): str(side) for side in Side}
    return names


@transaction.atomic
def import_answers(*, wave: Wave, export: Export, mapping: Sequence[str], by: Person, at: datetime, today: date) -> int:
    """Take a whole file of raw answers, or nothing of it; return how many were taken.

    The log says how many, never whose. Raises SurveyRefused with every problem.
    """
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if not locked.is_elsewhere or not rules.is_taking_answers(locked.state, locked.closes_on, today):
        raise SurveyRefused([Refusal(SurveyRefusal.NOT_OPEN)])
    plan = planned(locked, export, mapping)
    if plan.problems or not plan.count:
        raise SurveyRefused(plan.problems or [Refusal(SurveyRefusal.EMPTY)])
    if plan.people:
        answering.record_responses(wave=locked, answers=plan.people, on=today)
    else:
        _record_others(locked, plan.others)
    audit.record("import_answers", locked, by=by, at=at, answers=plan.count)
    return plan.count


def _record_others(wave: Wave, others: Iterable[tuple[str, int | None, dict[str, Any]]]) -> None:
    """Take answers that nobody's name stands beside: each gets a pseudonym that joins nothing."""
    contents, refusals = [], []
    for side, department, answers in others:
        refusals += rules.refusals_for_answers(wave.frozen["items"], answers, side)
        contents.append(
            ballots.content_of(
                wave, linker=_Nobody(), person_id=0, side=side, department_id=department, answers=answers
            )
        )
    if refusals:
        raise SurveyRefused(refusals)
    ballots.put_straight_in(wave, contents)


class _Nobody:
    """Makes pseudonyms at random, for answers that came without a person."""

    def link_of(self, person_id: int) -> str:
        """Return a name that no other answer has."""
        return secrets.token_hex(16)

    def handle_of(self, person_id: int, construct: str) -> str:
        """Return nothing: nobody can ask for these words back."""
        return ""
