"""Released feedback as rows, and one person's form as it is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.feedback.choices import Role
from programs.feedback.figures import ReleasedFeedback, RoleFigures
from programs.surveys import wordings
from programs.surveys.choices import Agreement, ItemScale
from programs.surveys.documents import group_name, guarded
from programs.surveys.figures import Rated, Said, Share


@dataclass(frozen=True)
class RoleRows:
    """What one role said: the score of all and by department, each statement, and the other items."""

    name: str
    answered: int | None
    whole: Rated | None
    departments: tuple[tuple[str, Rated], ...]
    items: tuple[tuple[str, Share], ...]
    said: tuple[tuple[str, bool, Said], ...]


def role_rows(released: ReleasedFeedback) -> list[RoleRows]:
    """Return the rows of each role that anything is shown of."""
    return [_role_rows(one) for one in released.roles if one.rated or any(said.value is not None for said in one.said)]


def _role_rows(role: RoleFigures) -> RoleRows:
    whole = next((one for one in role.rated if one.group.is_side), None)
    departments = tuple(
        (group_name(one.group), one) for one in role.rated if not one.group.is_side and one.value is not None
    )
    items = tuple((_(one.text_it), whole.share(one.construct)) for one in role.questions) if whole else ()
    worded = {one.construct: one for one in role.other_questions}
    said = tuple(
        (_(worded[one.construct].text_it), one.scale == ItemScale.RECOMMEND, one)
        for one in role.said
        if one.value is not None
    )
    shown = tuple((text, share) for text, share in items if share.is_shown)
    return RoleRows(str(Role(role.role).label), role.answered, whole, departments, shown, said)


def csv_rows(released: ReleasedFeedback) -> Iterator[list[str]]:
    """Return everything that was released as rows of text, headings first."""
    yield ["role", "item", "wording", "group", "value", "low", "high", "n", "note"]
    for role in released.roles:
        worded = {one.construct: one for one in (*role.questions, *role.other_questions)}
        for row in role.rated:
            if row.value is not None:
                yield _cells(role.role, "", "", group_name(row.group), row)
            for item in row.items:
                yield _cells(
                    role.role, item.construct, _(worded[item.construct].text_it), group_name(row.group), item.share
                )
        for said in role.said:
            yield _cells(role.role, said.construct, _(worded[said.construct].text_it), _("Everyone"), said)


def _cells(role: str, item: str, worded: str, group: str, figure: Rated | Share | Said) -> list[str]:
    numbers = (figure.value, figure.low, figure.high)
    shown = ["" if number is None else f"{number:.4f}" for number in numbers]
    n = "" if figure.n is None else str(figure.n)
    return [guarded(cell) for cell in (role, item, worded, group, *shown, n, figure.note.value)]


def told(answers: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return each question of an answered form with the answer in words."""
    return [(wordings.shown(one, "it"), _answer(one["scale"], one["answer"])) for one in answers]


def _answer(scale: str, answer: Any) -> str:
    if answer is None:
        return _("I can't judge")
    if scale == ItemScale.AGREEMENT:
        return str(Agreement(answer).label)
    if scale == ItemScale.YES_NO:
        return _("Yes") if answer else _("No")
    return str(answer)
