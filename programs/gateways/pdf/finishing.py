"""What WeasyPrint leaves open and readers want: scopes, artifacts, printable links, both standards named."""

import io
import re
from collections.abc import Iterator
from typing import Any

from programs.gateways.pdf.metadata import packet

MARK = re.compile(rb"/\w+\s*<<\s*/MCID\s+(\d+)\s*>>\s*BDC")
ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"

PRINT_FLAG = 4
"""Annotation flag 3 (ISO 32000-1, table 165): print with the page."""


def finish(content: bytes) -> bytes:
    """Return the PDF with header cells scoped, running headers as artifacts and links printable.

    Deterministic: the file's identifier is computed from its content.
    """
    import pikepdf  # noqa: PLC0415  (loaded in the child only)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        reached = set()
        for element in _elements(pdf.Root.StructTreeRoot.K):
            reached.add(element.objgen)
            if element.get("/S") == "/TH":
                _scope(pdf, element)
        _mark_artifacts(pdf, reached)
        for page in pdf.pages:
            for link in page.get("/Annots", []):
                link.F = int(link.get("/F", 0)) | PRINT_FLAG
        describe(pdf)
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()


def describe(pdf: Any) -> None:
    """Name title, language and both standards in the document's metadata."""
    import pikepdf  # noqa: PLC0415

    known = {name: str(pdf.docinfo.get(name, "")) for name in ("/Title", "/Author", "/Creator", "/Producer")}
    content = packet(
        title=known["/Title"],
        author=known["/Author"],
        language=str(pdf.Root.Lang),
        tool=known["/Creator"],
        producer=known["/Producer"],
    )
    pdf.Root.Metadata = pdf.make_stream(content, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _elements(kids: Any) -> Iterator[Any]:
    """Walk the tag tree from top to bottom."""
    import pikepdf  # noqa: PLC0415

    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid.get("/K", pikepdf.Array()))


def _scope(pdf: Any, cell: Any) -> None:
    """Say whether a header cell heads its column (in the table's head) or its row."""
    import pikepdf  # noqa: PLC0415

    section = cell.P.P.get("/S") if "/P" in cell.P else None
    attributes = cell.get("/A")
    if attributes is None:
        attributes = pdf.make_indirect(pikepdf.Dictionary(O=pikepdf.Name.Table))
        cell.A = attributes
    attributes.Scope = pikepdf.Name.Column if section == "/THead" else pikepdf.Name.Row


def _mark_artifacts(pdf: Any, reached: set[tuple[int, int]]) -> None:
    """Turn marked content that no element of the tag tree holds into pagination artifacts."""
    import pikepdf  # noqa: PLC0415

    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    by_page = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for at, page in enumerate(pdf.pages):
        parents = by_page.get(at)
        if not isinstance(parents, pikepdf.Array):
            continue
        loose = {mcid for mcid, parent in enumerate(parents) if parent.objgen not in reached}
        if loose:
            page.Contents = pdf.make_stream(_without_marks(page, loose))
            for mcid in loose:
                parents[mcid] = None


def _without_marks(page: Any, loose: set[int]) -> bytes:
    """Return the page's content with loose marks made artifacts.

    Edits the bytes: parsing and writing each operator again costs a fifth of the whole rendering.
    WeasyPrint writes marks in this one form only, and text as hexadecimal strings.
    """
    page.contents_coalesce()

    def marked(match: re.Match[bytes]) -> bytes:
        return ARTIFACT if int(match[1]) in loose else match[0]

    return MARK.sub(marked, page.Contents.read_bytes())
