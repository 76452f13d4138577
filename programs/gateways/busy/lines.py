"""iCalendar text as components and properties: quick, and deaf to what it doesn't need.

Everything that a broken file can hold ends in fewer components, never in an exception.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_LINE = 1_000_000
DEEPEST = 5
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
_NAME = re.compile(r"[A-Za-z0-9-]+")
WANTED = frozenset({
    "UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP",
    "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS", "ATTENDEE", "FREEBUSY", "X-WR-TIMEZONE", "TZID",
})  # fmt: skip


@dataclass(frozen=True)
class Property:
    """A line: its parameters (names in capitals, without quotes) and its value as written."""

    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    """An event, a free/busy block or a time zone. `text` is kept for time zones only."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of a name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def value(self, name: str) -> str:
        """Return the value of the first property of a name, in capitals and trimmed, or ""."""
        found = self.first(name)
        return found.value.strip().upper() if found else ""


def decode(content: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether it had to be read as Latin-1."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), False
    try:
        return content.decode(), False
    except UnicodeDecodeError:
        return content.decode("latin-1"), True


def unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of whole lines, numbered from 1 as an editor does."""
    number, parts, length = 0, [""], 0
    for row, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in {" ", "\t"} and number:
            length += len(line)
            if length <= LONGEST_LINE:
                parts.append(line[1:])
            continue
        if number:
            yield number, "".join(parts)
        number, parts, length = row, [line], len(line)
    yield number, "".join(parts)


def components(text: str, most: int) -> tuple[list[Component], bool] | None:
    """Return events, free/busy blocks, zones and calendars, and whether the file ends whole.

    What the end of the file cuts off is left out. None means more than `most` components.
    """
    found: list[Component] = []
    stack: list[Component] = []
    for number, line in unfolded(text):
        head = line[:6].upper()
        if head == "BEGIN:":
            stack.append(Component(line[6:].strip().upper(), number))
            if len(stack) > 1_000:
                return found, False
            if stack[-1].name in {"VEVENT", "VFREEBUSY", "VTIMEZONE", "VCALENDAR"} and len(stack) <= DEEPEST:
                found.append(stack[-1])
                if len(found) > most:
                    return None
        if stack:
            _keep(stack, line)
        if line[:4].upper() == "END:":
            name = line[4:].strip().upper()
            while stack and stack.pop().name != name:
                pass
    cut = {id(component) for component in stack if component.name != "VCALENDAR"}
    return [component for component in found if id(component) not in cut], not stack


def _keep(stack: list[Component], line: str) -> None:
    for component in stack:
        if component.name == "VTIMEZONE":
            component.text.append(line)
    match = _NAME.match(line)
    name = match.group().upper() if match else ""
    if match is None or name not in WANTED:
        return
    parameters, at = {}, match.end()
    while parameter := _PARAMETER.match(line, at):
        parameters[parameter.group(1).upper()] = parameter.group(2).replace('"', "")
        at = parameter.end()
    if line[at : at + 1] == ":":
        stack[-1].properties.setdefault(name, []).append(Property(parameters, line[at + 1 :]))
