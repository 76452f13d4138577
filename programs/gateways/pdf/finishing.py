"""What WeasyPrint leaves open and readers want: scopes, artifacts, printable links, both standards named.

`finish` changes the objects of a document before they are written, `pressed` writes them small.
Between the two nothing is compressed, so that nothing is taken apart again.
"""

import functools
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from programs.gateways.pdf.metadata import packet

PRINT_FLAG = 4
"""Annotation flag 3 (ISO 32000-1, table 165): print with the page."""

NO_MOVE = re.compile(rb">0<")
"""A move by nothing between two glyphs; WeasyPrint writes one wherever a rounded kerning is 0."""

TOO_EXACT = re.compile(rb"(\.\d{4})\d+")
"""Decimals beyond a ten-thousandth of a pixel."""


def finish(_document: Any, pdf: Any) -> None:
    """Scope header cells, make running headers artifacts, let links print, name both standards.

    Is called by WeasyPrint with its document and the objects it is about to write.
    """
    by_page = _parents_by_page(pdf)
    reached = set()
    for number, element in _elements(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])):
        reached.add(number)
        _lift_text(pdf, element, by_page)
        if element["S"] == "/TH":
            _scope(pdf, element)
    for at, page in enumerate(_pages(pdf)):
        stream = _at(pdf, page["Contents"])
        _mark_artifacts(stream, by_page.get(at, []), reached)
        _shorten(stream)
    for thing in pdf.objects:
        if thing.free == "n" and isinstance(thing, dict):
            _let_print_or_go(thing, reached)
        elif (extra := getattr(thing, "extra", None)) is not None:
            if extra.get("Subtype") == "/Form":
                _shorten(thing)
            elif "N" in extra:
                _squeeze_profile(thing)
    _describe(pdf)


def pressed(content: bytes) -> bytes:
    """Return a PDF compressed and without what nothing refers to.

    Deterministic: the file's identifier is computed from its content.
    """
    import pikepdf  # noqa: PLC0415  (loaded in the child only)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()


def _at(pdf: Any, reference: bytes) -> Any:
    """Return the object that a reference ("12 0 R") names."""
    return pdf.objects[int(reference.split()[0])]


def _pages(pdf: Any) -> Iterator[Any]:
    return (_at(pdf, reference) for reference in pdf.page_references)


def _parents_by_page(pdf: Any) -> dict[int, list[Any]]:
    """Return, by page, the list that names the element of each piece of marked content."""
    numbers = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    listed = zip(numbers[::2], numbers[1::2], strict=True)
    return {at: parents for at, parents in listed if isinstance(parents, list)}


def _elements(pdf: Any, parent: Any) -> Iterator[tuple[int, Any]]:
    """Walk the tag tree from top to bottom; yield number and element before its kids are looked at."""
    for kid in parent["K"]:
        if isinstance(kid, bytes) and "S" in (element := _at(pdf, kid)):
            yield element.number, element
            yield from _elements(pdf, element)


PLAIN = {"Type", "S", "K", "Pg", "P"}
"""What an element has that says nothing but where it stands."""


def _lift_text(pdf: Any, element: Any, by_page: dict[int, list[Any]]) -> None:
    """Let an element hold its text itself: WeasyPrint puts a span of its own around every line."""
    lines = [(at, _at(pdf, kid)) for at, kid in enumerate(element["K"]) if isinstance(kid, bytes)]
    for at, kid in lines:
        if kid.get("S") != "/Span" or set(kid) != PLAIN or kid["Pg"] != element.get("Pg"):
            continue
        if len(kid["K"]) == 1 and isinstance(mcid := kid["K"][0], int):
            element["K"][at] = mcid
            by_page[_page_number(pdf, kid["Pg"])][mcid] = element.reference


def _page_number(pdf: Any, reference: bytes) -> int:
    """Return which page a reference names, counted from 0."""
    return int(_at(pdf, reference)["StructParents"])


def _scope(pdf: Any, cell: Any) -> None:
    """Say whether a header cell heads its column (in the table's head) or its row."""
    section = _at(pdf, _at(pdf, cell["P"])["P"])["S"]
    cell["A"]["Scope"] = "/Column" if section == "/THead" else "/Row"


def _let_print_or_go(thing: Any, reached: set[int]) -> None:
    """Let a link print with its page; leave out an element that the tag tree doesn't hold."""
    if thing.get("Type") == "/Annot":
        thing["F"] = int(thing.get("F", 0)) | PRINT_FLAG
    elif thing.get("Type") == "/StructElem" and thing.number not in reached:
        thing.free = "f"


def _mark_artifacts(stream: Any, parents: list[Any], reached: set[int]) -> None:
    """Turn marked content that no element of the tag tree holds into pagination artifacts."""
    loose = {mcid for mcid, parent in enumerate(parents) if int(parent.split()[0]) not in reached}
    for mcid in loose:
        parents[mcid] = b"null"
    for at, item in enumerate(stream.stream if loose else ()):
        if isinstance(item, dict) and item.get("MCID") in loose:
            stream.stream[at - 1 : at + 1] = [b"/Artifact", b"<</Type /Pagination>>"]


def _shorten(stream: Any) -> None:
    """Write numbers no more exactly than anybody can see, and no moves by nothing."""
    items = (
        item if isinstance(item, bytes) else getattr(item, "data", None) or item.encode() for item in stream.stream
    )
    stream.stream = [TOO_EXACT.sub(rb"\1", NO_MOVE.sub(b"", b"\n".join(items)))]


def _squeeze_profile(stream: Any) -> None:
    """Store the colour profile, which is the same in every document, compressed once and for all."""
    stream.stream = [_squeezed(stream.stream[0])]
    stream.extra["Filter"] = "/FlateDecode"


@functools.lru_cache(maxsize=2)
def _squeezed(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def _describe(pdf: Any) -> None:
    """Name title, language and both standards in the document's metadata."""
    known = {name: getattr(pdf.info.get(name), "string", "") for name in ("Title", "Author", "Creator", "Producer")}
    stream = _at(pdf, pdf.catalog["Metadata"])
    stream.stream = [
        packet(
            title=known["Title"],
            author=known["Author"],
            language=pdf.catalog["Lang"].string,
            tool=known["Creator"],
            producer=known["Producer"],
        )
    ]
