"""When somebody's own words may be read, and what is blacked out first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from programs.surveys.disclosure.merging import Thresholds

BLACKED_OUT = "▮▮▮"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s()/.–-]{0,2}\d){6,}(?!\w)")
_SHORTEST = 3
"""A shorter part of a name is a word too often."""


def may_be_read(answered: int, thresholds: Thresholds) -> bool:
    """Whether so many people of a side answered that the words of one point at nobody: as many as for an item."""
    return answered >= thresholds.item


@dataclass(frozen=True)
class Names:
    """The names of people, whole and in parts, made ready once for many comments."""

    whole: tuple[str, ...]
    parts: frozenset[str]


def names_of(people: Iterable[str]) -> Names:
    """Return names ready to be blacked out, the longest first."""
    whole = {name.casefold() for name in people}
    parts = {part for name in whole for part in re.split(r"[\s.-]+", name) if len(part) >= _SHORTEST}
    return Names(tuple(sorted((name for name in whole if " " in name), key=len, reverse=True)), frozenset(parts))


def masked(text: str, names: Names) -> str:
    """Return a comment without addresses, telephone numbers and the names of people.

    Every part of a name of three letters or more counts when it is written with a capital,
    as "Vera", "Visser" and "Vera's" are; so does the whole name however it is written.
    """
    text = _PHONE.sub(BLACKED_OUT, _MAIL.sub(BLACKED_OUT, text))
    lowered = text.casefold()
    for name in names.whole:
        if name in lowered:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", BLACKED_OUT, text, flags=re.IGNORECASE)
    return re.sub(r"[^\W\d_]+", lambda word: BLACKED_OUT if _is_name(word.group(), names.parts) else word.group(), text)


def _is_name(word: str, parts: frozenset[str]) -> bool:
    return word[:1].isupper() and (word.casefold() in parts or word.casefold().removesuffix("s") in parts)
