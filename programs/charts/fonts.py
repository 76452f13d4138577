"""The typeface of reports on this machine, and how wide text is in it.

Nothing is fetched: the first family of the list that is installed is used, for the PDF and
for measuring labels. Reports name it FAMILY, never by its own name: WeasyPrint merges a
@font-face with an installed family of the same name and then prints missing glyphs.
"""

import functools
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageFont

FAMILY = "Exchange Report"
REGULAR, SEMIBOLD = 400, 600

FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("/opt/homebrew/share/fonts"),
    Path.home() / "Library/Fonts",
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts/Supplemental"),
)
FAMILIES = (
    ("Inter-Regular", "Inter-SemiBold"),
    ("NotoSans-Regular", "NotoSans-SemiBold"),
    ("NotoSans-Regular", "NotoSans-Bold"),
    ("DejaVuSans", "DejaVuSans-Bold"),
    ("LiberationSans-Regular", "LiberationSans-Bold"),
    ("Arial", "Arial Bold"),
)
MEASURED_AT = 100
"""Fonts are measured at this size and scaled, so that one loaded face serves all sizes."""


@dataclass(frozen=True)
class Faces:
    """The two font files that reports are set in."""

    regular: Path
    semibold: Path


@functools.cache
def faces() -> Faces | None:
    """Return the first family of the list that is installed in both weights, or None."""
    installed: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix.lower() in {".otf", ".ttf"}:
                installed.setdefault(path.stem, path)
    for regular, semibold in FAMILIES:
        if regular in installed and semibold in installed:
            return Faces(installed[regular], installed[semibold])
    return None


@functools.cache
def _loaded(weight: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    found = faces()
    if found is None:
        return ImageFont.load_default(MEASURED_AT)
    return ImageFont.truetype(str(found.semibold if weight >= SEMIBOLD else found.regular), MEASURED_AT)


@functools.lru_cache(maxsize=4096)
def text_width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide `text` is in px at `size` px. Chinese, Japanese and Korean letters, which come from
    another font, are as wide as they are high.
    """
    narrow = "".join(letter for letter in text if unicodedata.east_asian_width(letter) not in "WF")
    return float(_loaded(weight).getlength(narrow)) * size / MEASURED_AT + (len(text) - len(narrow)) * size


def wrap(text: str, width: float, size: float, weight: int = REGULAR) -> list[str]:
    """Break text at spaces into lines of at most `width` px; a longer word is broken inside."""
    lines: list[str] = []
    for word in text.split():
        candidate = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(candidate, size, weight) <= width:
            lines[-1] = candidate
            continue
        lines.extend(_pieces(word, width, size, weight))
    return lines or [""]


def _pieces(word: str, width: float, size: float, weight: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size, weight) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def spread(centers: list[float], widths: list[float], low: float, high: float, gap: float = 8) -> list[float]:
    """Move labels apart along a line so that none overlaps and all stay within low and high.

    Takes and returns centres in the same order; labels keep their order along the line. When
    they can't all fit, they are packed from `low` on.
    """
    order = sorted(range(len(centers)), key=lambda index: centers[index])
    placed = list(centers)
    edge = low
    for index in order:
        placed[index] = max(placed[index], edge + widths[index] / 2)
        edge = placed[index] + widths[index] / 2 + gap
    edge = high
    for index in reversed(order):
        placed[index] = min(placed[index], edge - widths[index] / 2)
        edge = placed[index] - widths[index] / 2 - gap
    return placed
