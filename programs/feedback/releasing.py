"""From signed forms to released figures, through the same gateway as every survey.

A release holds the forms answered since the one before, so that two releases have nobody's
answers in common and can't be subtracted. Within it, each person counts once, with the
latest form: who hosted six visits is one host, and a group of five is five people.
"""

from collections.abc import Iterable

import numpy as np

from programs.cohorts.models import Cohort
from programs.feedback.choices import Role
from programs.feedback.figures import ReleasedFeedback, RoleFigures
from programs.feedback.models import VisitForm
from programs.surveys.choices import ItemScale
from programs.surveys.disclosure import Thresholds, others, ratings
from programs.surveys.disclosure.others import OtherAnswers
from programs.surveys.disclosure.ratings import Ratings
from programs.surveys.figures import Question
from programs.surveys.instruments import HOSTED, VISITED, ItemText

NOT_ANSWERED, CANT_JUDGE = -1, 0
VISITS = 0
"""Stands for the visits as what is rated; the groups are the departments that were visited."""

QUESTIONNAIRES = {Role.VISITOR: VISITED, Role.HOST: HOSTED}
SCORED = ("V1", "V2", "V3", "V4", "V5", "V6", "H1", "H2", "H3", "H4", "H5")
"""The items that make the score of a visit."""


def released(cohort: Cohort, forms: Iterable[VisitForm]) -> ReleasedFeedback:
    """Return what may be told of some answered forms."""
    limits = Thresholds(cohort.program.score_threshold, cohort.program.item_threshold)
    found = list(forms)
    roles = tuple(_of_role(role, [one for one in found if one.role == role], limits) for role in Role)
    return ReleasedFeedback(cohort.pk, limits.score, limits.item, roles)


def _of_role(role: Role, forms: list[VisitForm], limits: Thresholds) -> RoleFigures:
    latest = {one.person_id: one for one in sorted(forms, key=lambda one: (one.done_on, one.pk))}
    mine = sorted(latest.values(), key=lambda one: one.pk)
    items = QUESTIONNAIRES[role].items
    rated = tuple(_question(one) for one in items if one.scale == ItemScale.AGREEMENT)
    other = tuple(_question(one) for one in items if one.scale in {ItemScale.RECOMMEND, ItemScale.YES_NO})
    names = {one.department_id: one.department.name for one in mine} | {VISITS: ""}
    return RoleFigures(
        role,
        len(mine) if len(mine) >= limits.score else None,
        rated,
        other,
        ratings.released([_ratings(mine, rated)], rated, names, limits, has_items_of_departments=False) if mine else (),
        others.released([_others(mine, question, role) for question in other], limits),
    )


def _question(item: ItemText) -> Question:
    return Question(
        item.construct,
        str(item.scope),
        str(item.scale),
        is_reversed=item.is_reversed,
        text_it=item.it,
        text_business=item.it,
        in_index=item.construct in SCORED,
    )


def _ratings(forms: list[VisitForm], questions: Iterable[Question]) -> Ratings:
    keys = [question.construct for question in questions]
    values = [
        [(one.answers[key] or CANT_JUDGE) if key in one.answers else NOT_ANSWERED for key in keys] for one in forms
    ]
    return Ratings(VISITS, np.array([one.department_id for one in forms], np.int64), np.array(values, np.int8))


def _others(forms: list[VisitForm], question: Question, role: Role) -> OtherAnswers:
    said = [one.answers[question.construct] for one in forms if one.answers.get(question.construct) is not None]
    return OtherAnswers(question, str(role), np.array(said, np.int64))
