"""What a wave and an answer have to be. Plain Python; the reasons are choices."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from programs.core.refusals import Refusal
from programs.surveys.choices import Dose, ItemScale, SurveyRefusal, WaveState

COMMENT_LIMIT = 2000
"""How many characters a comment may have."""

MINUTES_PER_ITEM = 0.25
"""How long an item takes, measured generously: 16 items in 4 minutes."""

MOST_DEPARTMENTS = 4
"""How many departments one person is asked to rate."""

Answer = int | str | list[int] | None
"""A number on the item's scale, own words, the places of what was chosen from a list, or None
for "I can't judge". An item that is missing was not answered."""

SCALES: Mapping[str, range] = {
    ItemScale.AGREEMENT: range(1, 6),
    ItemScale.FREQUENCY: range(1, 6),
    ItemScale.SHARE: range(0, 101, 10),
    ItemScale.RECOMMEND: range(11),
    ItemScale.YES_NO: range(2),
}
"""The numbers that each scale takes."""


def refusals_for_answers(
    items: Sequence[Mapping[str, Any]],
    answers: Mapping[str, Any],
    side: str,
    *,
    ratings: Mapping[int, Mapping[str, Any]] | None = None,
    rateable: Container[int] = (),
) -> list[Refusal]:
    """Return everything that is wrong with a set of answers to a wave's frozen items, and with the
    `ratings` of departments, of which those in `rateable` may be rated.
    """
    known = {item["construct"]: item for item in items if not item.get("is_per_department")}
    refusals = []
    for construct, answer in answers.items():
        item = known.get(construct)
        if item is None:
            refusals.append(Refusal(SurveyRefusal.UNKNOWN_ITEM, {"item": construct[:40]}))
        elif item["scale"] == ItemScale.COMMENT:
            refusals += _refusals_for_comment(answer)
        elif answer is not None and not _is_on_scale(item, answer):
            refusals.append(Refusal(SurveyRefusal.OUT_OF_SCALE, {"item": item[f"text_{side}"]}))
    refusals += _refusals_for_ratings(items, ratings or {}, side, rateable)
    said = [*answers.values(), *(answer for rating in (ratings or {}).values() for answer in rating.values())]
    if not any(_says_something(answer) for answer in said) and not refusals:
        refusals.append(Refusal(SurveyRefusal.EMPTY))
    return refusals


def _refusals_for_ratings(
    items: Sequence[Mapping[str, Any]],
    ratings: Mapping[int, Mapping[str, Any]],
    side: str,
    rateable: Container[int],
) -> list[Refusal]:
    known = {item["construct"]: item for item in items if item.get("is_per_department")}
    refusals = []
    if len(ratings) > MOST_DEPARTMENTS or any(department not in rateable for department in ratings):
        refusals.append(Refusal(SurveyRefusal.WHICH_DEPARTMENTS, {"most": MOST_DEPARTMENTS}))
    for construct, answer in (one for rating in ratings.values() for one in rating.items()):
        if construct not in known:
            refusals.append(Refusal(SurveyRefusal.UNKNOWN_ITEM, {"item": construct[:40]}))
        elif answer is not None and not _is_on_scale(known[construct], answer):
            refusals.append(Refusal(SurveyRefusal.OUT_OF_SCALE, {"item": known[construct][f"text_{side}"]}))
    return refusals


def _refusals_for_comment(answer: object) -> list[Refusal]:
    if not isinstance(answer, str) or len(answer) > COMMENT_LIMIT:
        return [Refusal(SurveyRefusal.TOO_LONG, {"limit": COMMENT_LIMIT})]
    return []


def _is_on_scale(item: Mapping[str, Any], answer: object) -> bool:
    """Whether an answer is a number of the item's scale, or places of its list, each once."""
    if item["scale"] == ItemScale.CHOICES:
        places = range(len(item.get("options", ())))
        return (
            isinstance(answer, list)
            and all(isinstance(place, int) and place in places for place in answer)
            and len(set(answer)) == len(answer)
        )
    return isinstance(answer, int) and not isinstance(answer, bool) and answer in SCALES[item["scale"]]


def _says_something(answer: object) -> bool:
    return answer is None or (answer != [] and bool(str(answer).strip()))


def is_taking_answers(state: str, closes_on: date, today: date) -> bool:
    """Whether a wave takes answers today; its closing day is the last one."""
    return state == WaveState.OPEN and today <= closes_on


def refusals_for_opening(
    *, items: int, invited: int, has_link_key: bool, closes_on: date, today: date, destroyed_on: date | None = None
) -> list[Refusal]:
    """Return everything that keeps a draft from being sent."""
    refusals = []
    if not items:
        refusals.append(Refusal(SurveyRefusal.NO_ITEMS))
    if not invited:
        refusals.append(Refusal(SurveyRefusal.NO_AUDIENCE))
    if not has_link_key:
        refusals.append(Refusal(SurveyRefusal.NO_LINK_KEY))
    if destroyed_on is not None:
        refusals.append(Refusal(SurveyRefusal.KEY_DESTROYED, {"day": destroyed_on}))
    if closes_on <= today:
        refusals.append(Refusal(SurveyRefusal.CLOSES_TOO_SOON))
    return refusals


SMALLEST_DOSE_GROUP = 5
"""How many people of a department have to share a dose before it is stored beside the department."""


def coarse_doses(visits: Mapping[int, tuple[Hashable, int]]) -> dict[int, Dose]:
    """Return each person's dose as coarse as it has to be stored, from their group (side and
    department) and their number of visits.

    A group keeps none, one, two, three or more where at least five people have each that
    occurs; else none or some under the same condition; else nothing is said of anyone in
    it, so that a department with one to four visitors shows none.
    """
    of_group: dict[Hashable, list[int]] = {}
    for person, (group, _) in visits.items():
        of_group.setdefault(group, []).append(person)
    doses: dict[int, Dose] = {}
    for people in of_group.values():
        for labels in ((Dose.NONE, Dose.ONE, Dose.TWO, Dose.MANY), (Dose.NONE, Dose.SOME)):
            told = {person: labels[min(visits[person][1], len(labels) - 1)] for person in people}
            if min(Counter(told.values()).values()) >= SMALLEST_DOSE_GROUP:
                break
        else:
            told = dict.fromkeys(people, Dose.UNKNOWN)
        doses |= told
    return doses


def in_order_of(token: str, constructs: Iterable[str]) -> list[str]:
    """Return the items of one block in an order that is random by token and stable.

    Sorted by a hash, so that neither the order nor a record of it leads back to the token.
    """
    return sorted(constructs, key=lambda one: hashlib.sha256(f"order|v1|{token}|{one}".encode()).digest())


def link_of(person_id: int, program_id: int, *, key: str, salt: str) -> str:
    """Return the pseudonym that joins one person's answers over the waves of one programme.

    HMAC-SHA-256, cut to 16 bytes. The programme's key is made of `key`, which is kept
    outside the database, and `salt`: destroying either makes linking impossible.
    """
    of_program = hmac.digest(key.encode(), f"perception-key|v1|{salt}".encode(), "sha256")
    message = f"perception-link|v1|programme={program_id}|person={person_id}"
    return hmac.digest(of_program, message.encode(), "sha256")[:16].hex()


def handle_of(wave_id: int, person_id: int, construct: str, *, key: str, salt: str) -> str:
    """Return the mark by which a person can take one comment back. It joins the comment to
    nothing: neither to the ratings, nor to another comment of the same person.
    """
    of_program = hmac.digest(key.encode(), f"perception-key|v1|{salt}".encode(), "sha256")
    message = f"perception-comment|v1|wave={wave_id}|person={person_id}|item={construct}"
    return hmac.digest(of_program, message.encode(), "sha256")[:16].hex()


def sample_of(people: Iterable[int], percent: int, seed: int) -> set[int]:
    """Return a random sample of people's numbers, rounded up: the same for the same seed.

    Whoever has the lowest hash is drawn, so that a person who joins or leaves changes the
    draw of nobody but the last.
    """
    drawn = sorted(people, key=lambda one: hashlib.sha256(f"sample|v1|{seed}|{one}".encode()).digest())
    return set(drawn[: -(-len(drawn) * percent // 100)])


def overburdened(asked: Mapping[int, int], minutes_more: int, limit: int) -> dict[int, int]:
    """Return who would be asked for more than `limit` minutes in 30 days, with their minutes.

    `asked` holds the minutes each person of the audience was asked for already.
    """
    return {person: before + minutes_more for person, before in asked.items() if before + minutes_more > limit}


def questions_asked(items: Iterable[Mapping[str, Any]]) -> int:
    """Return how many questions a person answers at most: those about departments come once for each."""
    return sum(MOST_DEPARTMENTS if item.get("is_per_department") else 1 for item in items)


def minutes(items: int) -> int:
    """Return how many minutes a questionnaire asks of a person, rounded up."""
    return -int(-items * MINUTES_PER_ITEM // 1)


def rounded_count(n: int) -> int:
    """Return how many answers are in, as far as a lead may know before the wave closes.

    In steps of five, so that watching the count doesn't show when a single person answered.
    """
    return n - n % 5
