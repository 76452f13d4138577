"""iCalendar text as components and properties: quick, and deaf to what it doesn't need.

Everything that a broken file can hold ends in fewer components, never in an exception. One
regular expression finds the lines that matter in the whole text at once; the rest of a file,
most of it, is never looked at by Python. A property is taken apart only when it is asked for.
"""

import functools
import re
from dataclasses import dataclass, field
from typing import NamedTuple

LONGEST_LINE = 1_000_000
DEEPEST = 5
REMEMBERED = 100
"""So many characters of parameters are short enough to be remembered."""
NESTED_NONSENSE = 1_000
"""So many components inside each other end the reading."""
WANTED = (
    "UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
    "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS", "ATTENDEE", "FREEBUSY", "X-WR-TIMEZONE",
    "TZID", "TZOFFSETFROM", "TZOFFSETTO", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
)  # fmt: skip
TITLES = ("SUMMARY",)
KEPT = frozenset({"VEVENT", "VFREEBUSY", "VTIMEZONE", "VCALENDAR"})
OBSERVANCES = frozenset({"STANDARD", "DAYLIGHT"})
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
_FOLD = "\0"
"""Stands for a line break inside a folded line, so that lines can still be counted."""
_FOLDED_NAME = re.compile(r"\n[A-Za-z0-9-]*(?:\0[A-Za-z0-9-]*)+(?=[;:])")
_ESCAPED = re.compile(r"\\(.)")


class Property(NamedTuple):
    """A line: its parameters (names in capitals, without quotes) and its value as written."""

    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Component:
    """An event, a free/busy block, a calendar, or a time zone with its `parts`.

    `raw` holds what follows the name of each property, by name.
    """

    name: str
    line: int
    raw: dict[str, list[str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)
    is_whole: bool = False

    def all(self, name: str) -> list[Property]:
        """Return the properties of a name. What is no property (no value) is left out."""
        found = (_property(rest) for rest in self.raw.get(name, ()))
        return [one for one in found if one is not None]

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        for rest in self.raw.get(name, ()):
            if (found := _property(rest)) is not None:
                return found
        return None

    def value(self, name: str) -> str:
        """Return the value of the first property of a name, in capitals and trimmed, or ""."""
        found = self.first(name)
        return found.value.strip().upper() if found else ""


def _property(rest: str) -> Property | None:
    if _FOLD in rest:
        rest = rest.replace(_FOLD, "")
    if rest[0] == ":":
        return Property({}, rest[1:])
    head, colon, value = rest.partition(":")
    if len(head) <= REMEMBERED and '"' not in head:
        parameters, at = _remembered(head)
        return Property(parameters, value) if colon and at == len(head) else None
    parameters, at = _parameters(rest)
    return Property(parameters, rest[at + 1 :]) if rest[at : at + 1] == ":" else None


def _parameters(text: str) -> tuple[dict[str, str], int]:
    """Return the parameters that a text begins with, and where they end. Nobody may change them."""
    parameters, at = {}, 0
    while parameter := _PARAMETER.match(text, at):
        parameters[parameter.group(1).upper()] = parameter.group(2).replace('"', "")
        at = parameter.end()
    return parameters, at


_remembered = functools.lru_cache(maxsize=256)(_parameters)  # a file says the same few again and again


def plain(text: str) -> str:
    """Return a TEXT value as people read it: unescaped, on one line, without control characters."""
    text = _ESCAPED.sub(lambda match: " " if match.group(1) in "nN" else match.group(1), text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def decode(content: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether it had to be read as Latin-1.

    UTF-16 without its mark shows by the zero beside the first letter.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
        (b"B\0", "utf-16-le"), (b"\0B", "utf-16-be"),
    ):  # fmt: skip
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), False
    try:
        return content.decode(), False
    except UnicodeDecodeError:
        return content.decode("latin-1"), True


def _unfolded(text: str) -> str:
    text = text.replace(_FOLD, "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "\n" + text.replace("\n ", _FOLD).replace("\n\t", _FOLD)
    # A name may be folded too, says RFC 5545 §3.1; nobody does it, and then a break less is counted.
    return _FOLDED_NAME.sub(lambda match: match.group().replace(_FOLD, ""), text)


@functools.cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"\n(BEGIN|END|{'|'.join(sorted(names, key=len, reverse=True))})([;:][^\n]{{0,{LONGEST_LINE}}})", re.IGNORECASE
    )


def components(
    text: str, most: int, *, titles: bool = False, also: tuple[str, ...] = ()
) -> tuple[list[Component], bool] | None:
    """Return events, free/busy blocks, zones and calendars, and whether the file ends whole.

    `also` names further properties to keep.
    What the end of the file cuts off is left out. None means more than `most` components.
    """
    text = _unfolded(text)
    found: list[Component] = []
    stack: list[Component] = []
    line, counted = 0, 0
    for match in _pattern(WANTED + also + (TITLES if titles else ())).finditer(text):
        name, rest = match.groups()
        name = name if name.isupper() else name.upper()
        if name == "BEGIN":
            at = match.start() + 1
            line, counted = line + text.count("\n", counted, at) + text.count(_FOLD, counted, at), at
            part = Component(_named(rest), line)
            if stack and stack[-1].name == "VTIMEZONE" and part.name in OBSERVANCES:
                stack[-1].parts.append(part)
            stack.append(part)
            if len(stack) > NESTED_NONSENSE:
                break
            if part.name in KEPT and len(stack) <= DEEPEST:
                found.append(part)
                if len(found) > most:
                    return None
        elif name == "END":
            _close(stack, _named(rest))
        elif stack:
            raw = stack[-1].raw
            if name in raw:
                raw[name].append(rest)
            else:
                raw[name] = [rest]
    return [part for part in found if part.is_whole or part.name == "VCALENDAR"], not stack


def _named(rest: str) -> str:
    return rest[1:].replace(_FOLD, "").strip().upper()


def _close(stack: list[Component], name: str) -> None:
    """Take a component off the stack, and those in it that were never closed. An END of nothing ends nothing."""
    if any(part.name == name for part in stack):
        while stack:
            part = stack.pop()
            part.is_whole = True
            if part.name == name:
                return
