"""What stands in the way and what would help, in sentences. No query here."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.matching.choices import Binding, Change, Obstacle, OutOfQuestion
from programs.matching.model import UNRANKED
from programs.matching.models import HostRequest, Shortfall
from programs.matching.results import ON_A_DAY, Named, Thing, thing_of


@dataclass(frozen=True)
class ChangeRow:
    """One thing widened by one: as a sentence, with what it would bring and for whom.

    `number` is its place among the changes of its run, `better` says that it places nobody
    more, but somebody better.
    """

    number: int
    sentence: str
    effect: str
    people: list[str]
    better: bool = False
    sent: HostRequest | None = None


@dataclass(frozen=True)
class GapRow:
    """Who lacks visits, why, and what would help."""

    shortfall: Shortfall
    sentence: str
    causes: list[str]
    changes: list[str]


@dataclass(frozen=True)
class UnmetRow:
    """A department that somebody would rather visit: how many days were possible, what binds, what would help.

    `bindings` say it day by day, `causes` in short with the number of days. `help` is the
    change, found by solving, that would give them a day there, or a better visit.
    """

    enrollment_id: int
    name: str
    department_id: int
    department: str
    rank: int | None
    options: int
    causes: list[str]
    bindings: list[str]
    help: ChangeRow | None


def change_rows(changes: Sequence[Mapping[str, Any]], named: Named, *, placing: int) -> list[ChangeRow]:
    """Return changes that solving found to help, in their order; the first `placing` of them place somebody."""
    return [
        ChangeRow(
            number,
            _change_sentence(change, named),
            _effect(change),
            [named.people[key] for key in change["people"] or change.get("better", ()) if key in named.people],
            better=number >= placing,
        )
        for number, change in enumerate(changes)
    ]


def _change_sentence(change: Mapping[str, Any], named: Named) -> str:
    thing = thing_of(change)
    if thing[0] in ON_A_DAY and thing[1][0] not in named.days:
        return _("One more place on a day that is gone by now")
    return str(Change(thing[0]).label) % _facts(thing, named)


def binding(thing: Thing, named: Named) -> str:
    """Return what stands in the way, and which day, team or month it is about."""
    if thing[0] in ON_A_DAY and thing[1][0] not in named.days:
        return str(Obstacle(thing[0]).label)
    return str(Binding(thing[0]).label) % _facts(thing, named)


def _facts(thing: Thing, named: Named) -> dict[str, object]:
    """Return what the sentence about something scarce names."""
    obstacle, subject = thing
    if obstacle in ON_A_DAY:
        day = named.days[subject[0]]
        return {"title": day.offering.title, "department": day.offering.department, "on": _on(day.on)}
    if obstacle == Obstacle.COVER:
        return {"team": named.teams.get(subject[0], ""), "on": _on(datetime.date.fromordinal(subject[1]))}
    if obstacle == Obstacle.OWN_VISITS:
        return {"on": _on(datetime.date.fromordinal(subject[0]))}
    if obstacle == Obstacle.SAME_DEPARTMENT:
        return {"department": named.departments.get(subject[0], "")}
    month = formats.date_format(datetime.date(subject[1] // 12, subject[1] % 12 + 1, 1), "F Y")
    return {
        "department": named.departments.get(subject[0], ""),
        "host": named.hosts.get(subject[0], ""),
        "month": month,
    }


def _effect(change: Mapping[str, Any]) -> str:
    if first := change["first_visits"]:
        return ngettext(
            "gives %(count)s more person a first visit", "gives %(count)s more people a first visit", first
        ) % {"count": first}
    if visits := change["visits"]:
        return ngettext("gives %(count)s more visit", "gives %(count)s more visits", visits) % {"count": visits}
    better = len(change.get("better", ()))
    return ngettext("gives %(count)s person a better visit", "gives %(count)s people better visits", better) % {
        "count": better
    }


def _on(on: datetime.date) -> str:
    return formats.date_format(on, "DATE_FORMAT")


def gap_rows(shortfalls: Iterable[Shortfall], changes: Sequence[ChangeRow]) -> list[GapRow]:
    """Return who lacks visits, with causes and what would help."""
    return [_gap_row(shortfall, changes) for shortfall in shortfalls]


def _gap_row(shortfall: Shortfall, changes: Sequence[ChangeRow]) -> GapRow:
    why: Mapping[str, Any] = shortfall.reasons[0] if shortfall.reasons else {}
    obstacles, refused = why.get("obstacles", {}), why.get("refused", {})
    ruled_out = [
        f"{OutOfQuestion(code).label} ({count})"
        for code, count in sorted(refused.items(), key=lambda item: -item[1])
        if code in OutOfQuestion
    ]
    options = why.get("options", 0)
    if obstacles:
        sentence = ngettext(
            "%(count)s day was possible, but something stood in the way:",
            "%(count)s days were possible, but something stood in the way:",
            options or sum(obstacles.values()),
        ) % {"count": options or sum(obstacles.values())}
        return GapRow(shortfall, sentence, _causes(obstacles), _helping(why, changes))
    if ruled_out:
        sentence = _("No day of the departments on the list is possible:")
        return GapRow(shortfall, sentence, ruled_out, _helping(why, changes))
    return GapRow(shortfall, _("No open day fits the list. Ask for a longer list or for more days."), [], [])


def _causes(counts: Mapping[str, int]) -> list[str]:
    return [f"{Obstacle(code).label} ({count})" for code, count in sorted(counts.items(), key=lambda item: -item[1])]


def _helping(why: Mapping[str, Any], changes: Sequence[ChangeRow]) -> list[str]:
    return [changes[number].sentence for number in why.get("changes", ()) if number < len(changes)][:1]


# Wishes that are not met -------------------------------------------------------------------------


def unmet_rows(
    wishes: Iterable[Mapping[str, Any]],
    named: Named,
    changes: Sequence[ChangeRow],
    offered: Sequence[Mapping[str, Any]],
) -> list[UnmetRow]:
    """Return unmet wishes with what binds; `offered` are the changes that `changes` say in words."""
    return [_unmet_row(wish, named, changes, offered) for wish in wishes]


def _unmet_row(
    wish: Mapping[str, Any], named: Named, changes: Sequence[ChangeRow], offered: Sequence[Mapping[str, Any]]
) -> UnmetRow:
    counted: Counter[str] = Counter()
    for obstacle, _subject, days in wish["obstacles"]:
        counted[obstacle] += days
    helping = next(iter(numbers_helping(wish, offered)), None)
    return UnmetRow(
        enrollment_id=wish["visitor"],
        name=named.people.get(wish["visitor"], ""),
        department_id=wish["department"],
        department=named.departments.get(wish["department"], ""),
        rank=wish["rank"] if wish["rank"] < UNRANKED else None,
        options=wish["options"],
        causes=_causes(counted),
        bindings=[binding((obstacle, subject), named) for obstacle, subject, _days in wish["obstacles"]],
        help=changes[helping] if helping is not None and helping < len(changes) else None,
    )


def numbers_helping(wish: Mapping[str, Any], offered: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the numbers of the changes that would help an unmet wish, those that place the person first.

    A change helps when it widens what blocks a day of the wish and the person gains by it.
    """
    blocking = {(obstacle, tuple(subject)) for obstacle, subject, _days in wish["obstacles"]}
    gained = [
        number
        for number, change in enumerate(offered)
        if (change["obstacle"], tuple(change["subject"])) in blocking
        and wish["visitor"] in (*change["people"], *change.get("better", ()))
    ]
    return sorted({*wish.get("changes", ()), *gained})
