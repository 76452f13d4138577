"""Finds people in what a roster says: by mail address, else by name. Plain Python."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

WORDS = re.compile(r"\w+")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LONGEST_NAME = 6
"""Names of more words are not looked for."""


@dataclass(frozen=True)
class Known:
    """Somebody who may stand in a roster."""

    id: int
    name: str
    email: str


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text without case and accents: "Łukasz Müller" as ("łukasz", "muller")."""
    plain = unicodedata.normalize("NFKD", text)
    return tuple(WORDS.findall("".join(one for one in plain if not unicodedata.combining(one)).casefold()))


class Directory:
    """People by address and by name; names in either order, as in "Müller, Łukasz"."""

    def __init__(self, people: Iterable[Known]) -> None:
        self._by_email: dict[str, Known] = {}
        self._by_name: dict[tuple[str, ...], set[Known]] = defaultdict(set)
        for person in people:
            self._by_email[person.email.casefold()] = person
            words = folded(person.name)
            if 1 < len(words) <= LONGEST_NAME:
                self._by_name[words].add(person)
                self._by_name[(words[-1], *words[:-1])].add(person)

    def find(self, title: str, addresses: Iterable[str]) -> tuple[frozenset[Known], bool]:
        """Return who is meant, and whether a name fits several people, who are then left out.

        Addresses count first, those in the title too; only without any known one is the title
        searched for full names.
        """
        written = [*addresses, *ADDRESS.findall(title)]
        named = {self._by_email[one.casefold()] for one in written if one.casefold() in self._by_email}
        if named:
            return frozenset(named), False
        words = folded(title)
        found: set[Known] = set()
        is_ambiguous = False
        for start in range(len(words)):
            for length in range(2, min(LONGEST_NAME, len(words) - start) + 1):
                people = self._by_name.get(words[start : start + length], set())
                found |= people if len(people) == 1 else set()
                is_ambiguous |= len(people) > 1
        return frozenset(found), is_ambiguous and not found
