"""Questionnaires as files: JSON, or CSV for a spreadsheet. What one writes, the other reads back whole."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import TextChoices

from programs.core.refusals import Refusal
from programs.gateways import tables
from programs.surveys.choices import ItemReason, ItemScale, ItemScope

CONSTRUCT = re.compile(r"^[A-Za-z][A-Za-z0-9]{0,7}$")
LONGEST = 500
MOST_ITEMS = 60
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
PLAIN = (
    "construct", "page", "scale", "reversed", "index", "primary", "per_department", "about", "options", "text_it",
    "text_business",
)  # fmt: skip
"""The columns of a CSV file before those of other languages."""
FLAGS = ("is_reversed", "in_index", "is_primary", "is_per_department")
SIDES = ("it", "business")
SPLIT = " | "


@dataclass
class Paper:
    """A questionnaire out of a file, and everything that is wrong with it."""

    title: str = ""
    items: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Refusal] = field(default_factory=list)


# Writing ------------------------------------------------------------------------------------


def as_json(title: str, items: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a questionnaire as JSON, readable by people too."""
    plain = {"title": title, "items": [_bare(item) for item in items]}
    return json.dumps(plain, ensure_ascii=False, indent=2).encode()


def _bare(item: Mapping[str, Any]) -> dict[str, Any]:
    names = ("construct", "block", "scale", *FLAGS, "about", "options", "text_it", "text_business", "translations")
    return {name: item[name] for name in names}


def as_csv(items: Sequence[Mapping[str, Any]]) -> bytes:
    """Return a questionnaire as a table: one line per item, two columns for each other language."""
    header = [*PLAIN, *(f"{side}_{language}" for language in LANGUAGES for side in SIDES)]
    return tables.write_csv(header, [[_marked(cell) for cell in _cells(item)] for item in items])


def _marked(cell: object) -> object:
    """Return a cell so that reading can take off one apostrophe wherever a formula follows it."""
    text = str(cell)
    return f"'{text}" if text.startswith("'") and tables.is_formula(text.lstrip("'")) else cell


def _cells(item: Mapping[str, Any]) -> list[object]:
    yes = {True: "yes", False: ""}
    first = [item["construct"], item["block"], item["scale"], yes[item["is_reversed"]], yes[item["in_index"]]]
    first += [
        yes[item["is_primary"]],
        yes[item["is_per_department"]],
        item["about"],
        SPLIT.join(item["options"]),
        item["text_it"],
    ]
    others = [item["translations"].get(one, {}).get(side, "") for one in LANGUAGES for side in SIDES]
    return [*first, item["text_business"], *others]


# Reading ------------------------------------------------------------------------------------


def read(content: bytes, name: str) -> Paper:
    """Return the questionnaire in a file, whose name says whether it is JSON. Problems name the line
    (of a table) or the number of the item. Raises TableRefused for a CSV file that is no table.
    """
    paper = _from_json(content) if name.lower().endswith(".json") else _from_csv(content)
    if not paper.problems:
        paper.problems.extend(_problems(paper.items))
    return paper


def _from_json(content: bytes) -> Paper:
    try:
        data = json.loads(content)
        items = [_item(row, number) for number, row in enumerate(data["items"], 1)]
        return Paper(str(data.get("title", ""))[:120], items)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Paper(problems=[Refusal(ItemReason.NOT_JSON)])


def _from_csv(content: bytes) -> Paper:
    table = tables.read_csv(content)
    header = [cell.strip().casefold() for cell in table.header]
    missing = [name for name in ("construct", "scale", "text_it") if name not in header]
    if missing:
        return Paper(problems=[Refusal(ItemReason.NO_COLUMN, {"column": ", ".join(missing)})])
    paper = Paper()
    for row in table.rows:
        said = dict(zip(header, (_unguarded(cell.strip()) for cell in row.cells), strict=False))
        paper.items.append(_item(_from_cells(said), row.line))
    return paper


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and tables.is_formula(cell.lstrip("'")) else cell


def _from_cells(said: Mapping[str, str]) -> dict[str, Any]:
    translations: dict[str, dict[str, str]] = {}
    for name, cell in said.items():
        side, _, language = name.partition("_")
        if side in SIDES and language in LANGUAGES and cell:
            translations.setdefault(language, {})[side] = cell
    page = said.get("page", "")
    return {
        "construct": said["construct"],
        "block": int(page) if page.isdecimal() else (page or 1),
        "scale": said["scale"].casefold(),
        "is_reversed": _is_yes(said.get("reversed", "")),
        "in_index": _is_yes(said.get("index", "")),
        "is_primary": _is_yes(said.get("primary", "")),
        "is_per_department": _is_yes(said.get("per_department", "")),
        "about": said.get("about", ""),
        "options": [one.strip() for one in said.get("options", "").split("|") if one.strip()],
        "text_it": said["text_it"],
        "text_business": said.get("text_business", ""),
        "translations": translations,
    }


def _is_yes(cell: str) -> bool:
    return cell.casefold() in {"yes", "y", "1", "true", "x"}


def _item(row: Mapping[str, Any], line: int) -> dict[str, Any]:
    """Return one item with every field; what is missing gets its usual value, nothing is checked yet."""
    text = str(row["text_it"]).strip()
    business = str(row.get("text_business") or text).strip()
    scale = str(row["scale"])
    return {
        "line": line,
        "construct": str(row["construct"]).strip(),
        "position": line,
        "block": row.get("block", 1),
        "scope": ItemScope.GAP if business == text else ItemScope.SIDE,
        "scale": scale,
        "is_reversed": bool(row.get("is_reversed")),
        "in_index": bool(row.get("in_index")),
        "is_primary": bool(row.get("is_primary")),
        "is_per_department": bool(row.get("is_per_department")),
        "about": str(row.get("about") or ""),
        "options": [str(one) for one in row.get("options") or ()],
        "version": 1,
        "text_it": text,
        "text_business": business,
        "translations": {str(key): dict(worded) for key, worded in dict(row.get("translations") or {}).items()},
    }


def _problems(items: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """Return everything that is wrong with items: keys, scales, wordings, languages."""
    if not items or len(items) > MOST_ITEMS:
        yield Refusal(ItemReason.HOW_MANY, {"most": MOST_ITEMS})
    seen: set[str] = set()
    rated = {one["construct"] for one in items if one["scale"] in {ItemScale.AGREEMENT, ItemScale.FREQUENCY}}
    for item in items:
        facts = {"line": item["line"], "item": item["construct"][:40]}
        yield from (Refusal(reason, facts) for reason in _wrong_with(item, seen, rated))
        seen.add(item["construct"].casefold())


def _wrong_with(item: Mapping[str, Any], seen: set[str], rated: set[str]) -> Iterator[TextChoices]:
    if not CONSTRUCT.match(item["construct"]):
        yield ItemReason.BAD_KEY
    if item["construct"].casefold() in seen:
        yield ItemReason.KEY_TWICE
    if item["scale"] not in ItemScale.values:
        yield ItemReason.BAD_SCALE
    if not isinstance(item["block"], int) or isinstance(item["block"], bool) or not 1 <= item["block"] <= 9:
        yield ItemReason.BAD_PAGE
    if not item["text_it"] or any(len(text) > LONGEST for text in _texts(item)):
        yield ItemReason.BAD_TEXT
    if set(item["translations"]) - set(LANGUAGES):
        yield ItemReason.BAD_LANGUAGE
    if item["is_per_department"] and item["scale"] != ItemScale.AGREEMENT:
        yield ItemReason.BAD_RATING
    if item["scale"] == ItemScale.SHARE and item["about"] not in rated:
        yield ItemReason.NO_AIM
    if item["scale"] == ItemScale.CHOICES and not item["options"]:
        yield ItemReason.NO_OPTIONS


def _texts(item: Mapping[str, Any]) -> list[str]:
    worded = [str(text) for one in item["translations"].values() for text in one.values() if isinstance(text, str)]
    return [item["text_it"], item["text_business"], *item["options"], *worded]
