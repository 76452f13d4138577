"""The house's printed page: one style sheet and one typeface for every room that prints."""

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from programs.core.bidi import in_order
from programs.gateways.pdf.jobs import Asset, FontFace, PdfJob

STYLE = Path(__file__).with_name("print.css")
FAMILY = "Exchange Report"
"""The name under which the style sheet knows the typeface; `programs.charts.fonts` uses the same."""


VOWEL_SIGNS = dict.fromkeys([*range(0x64B, 0x653), 0x670])
"""Arabic signs above and below letters, which everyday text leaves out.

WeasyPrint 70 gives the text of a letter with such a sign to one of its two glyphs only; the
other, often the bare letter, then has no text in the whole document and isn't heard or found.
"""


_LINE = re.compile(r"(?<=>)[^<>]*\w[^<>]*(?=<)")


class Typeface(Protocol):
    """Two font files of this machine; `programs.charts.fonts.faces()` finds them."""

    @property
    def regular(self) -> Path:
        """Text."""

    @property
    def semibold(self) -> Path:
        """Headings."""


@functools.cache
def style() -> str:
    """Return the style sheet of all printed documents."""
    return STYLE.read_text()


def sheet(
    html: str, typeface: Typeface | None, *, charts: Mapping[str, str] | None = None, may_be_bound: bool = False
) -> PdfJob:
    """Return the job of a page in the house's look, ready for `render`.

    `html` extends `elements/print/sheet.html`. `charts` are SVG strings by the name under which
    the page shows them: `<img src="chart:NAME" alt="…">`. Without a typeface (None) the
    system's sans serif is used. `may_be_bound` is for pages without links, anchors and numbers,
    of which many are made at once.
    """
    faces = (FontFace(400, typeface.regular), FontFace(600, typeface.semibold)) if typeface else ()
    drawn = {f"chart:{name}": Asset(svg.translate(VOWEL_SIGNS).encode()) for name, svg in (charts or {}).items()}
    head, body, page = html.translate(VOWEL_SIGNS).partition("<body")
    if 'dir="rtl"' in head:
        page = _LINE.sub(lambda found: in_order(found[0]), page)  # WeasyPrint 70 knows neither bdi nor dir=auto
    return PdfJob(html=head + body + page, css=style(), family=FAMILY, fonts=faces, assets=drawn)
