"""Short documents that are laid out together and then taken apart, each with tags and bookmarks of its own.

Most of a one-page document's time goes into what all of them share: the style sheet, the fonts,
equal words. A sheaf does that once.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from programs.gateways.pdf.jobs import PdfFailed, PdfJob

LARGEST = 25
"""Documents of a sheaf: more of them save little, and cost memory."""

BOUND = ".bound + .bound { break-before: page }"

Page = re.compile(r"(?P<head>.*<body[^>]*>)(?P<content>.*)</body>\s*</html>\s*", re.DOTALL)


def sheaves(jobs: Iterable[PdfJob]) -> Iterator[list[PdfJob]]:
    """Gather neighbours that may be bound, in their order; every other job is alone in its list."""
    held: list[PdfJob] = []
    for job in jobs:
        if held and (len(held) == LARGEST or not _fit(held[0], job)):
            yield held
            held = []
        held.append(job)
    if held:
        yield held


def _fit(one: PdfJob, other: PdfJob) -> bool:
    """Whether two documents differ in what is on their pages only."""
    if not (one.may_be_bound and other.may_be_bound):
        return False
    return replace(one, html=_parts(one)[0]) == replace(other, html=_parts(other)[0])


def _parts(job: PdfJob) -> tuple[str, str]:
    """Return a page up to its body, and what is in the body."""
    found = Page.fullmatch(job.html)
    if found is None:
        raise PdfFailed("A document that is to be bound is not a whole page.")
    return found["head"], found["content"]


def bound(jobs: Sequence[PdfJob]) -> PdfJob:
    """Return one document of all, each beginning on a page of its own, where its anchor is its number."""
    head, _content = _parts(jobs[0])
    contents = (_parts(job)[1] for job in jobs)
    body = "".join(f'<div class="bound" id="{at}">{content}</div>' for at, content in enumerate(contents))
    return replace(
        jobs[0],
        html=f"{head}{body}</body></html>",
        css=jobs[0].css + BOUND,
        max_pages=sum(job.max_pages for job in jobs),
    )


def starts(pages: Iterable[set[str]]) -> list[int]:
    """Return the first page of each document, from the anchors of all pages."""
    seen: set[str] = set()
    found = []
    for at, anchors in enumerate(pages):
        if not anchors <= seen:
            found.append(at)
            seen |= anchors
    return found


def parted(content: bytes, begin: Sequence[int]) -> Iterator[bytes]:
    """Yield the documents of a sheaf; `begin` are the first pages of each. The same sheaf gives the same bytes.

    Each is written from the one open file, whose root is made to hold this document's pages,
    elements and bookmarks only: what nothing refers to is not written.
    """
    import pikepdf  # noqa: PLC0415  (loaded in the child only)

    with pikepdf.open(io.BytesIO(content)) as pdf:
        sheaf = _Sheaf(pdf, begin)
        for at in range(len(begin)):
            sheaf.show(at)
            alone = io.BytesIO()
            pdf.save(alone, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            yield alone.getvalue()


class _Sheaf:
    """An open file of several documents, and which of them can be seen."""

    def __init__(self, pdf: Any, begin: Sequence[int]) -> None:
        root = pdf.Root
        self._pdf, self._begin = pdf, begin
        self._pages = list(root.Pages.Kids)
        self._tree = root.StructTreeRoot
        self._body = self._tree.K[0]
        if "/Names" in root:
            del root.Names  # the anchors by which documents were found
        numbers = list(self._tree.ParentTree.Nums)
        self._parents = {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
        at = {page.objgen: number for number, page in enumerate(self._pages)}
        self._elements = self._by_document(self._body.K, lambda element: at[element.Pg.objgen])
        self._bookmarks = self._by_document(_chain(root.get("/Outlines")), lambda bookmark: at[bookmark.Dest[0].objgen])

    def _by_document(self, things: Iterable[Any], page_of: Any) -> list[list[Any]]:
        """Sort things into documents by the page on which they begin."""
        sorted_: list[list[Any]] = [[] for _start in self._begin]
        for thing in things:
            page = page_of(thing)
            sorted_[sum(start <= page for start in self._begin) - 1].append(thing)
        return sorted_

    def show(self, at: int) -> None:
        """Let the file hold one of its documents only."""
        import pikepdf  # noqa: PLC0415

        ends = [*self._begin[1:], len(self._pages)]
        pages = self._pages[self._begin[at] : ends[at]]
        self._pdf.Root.Pages.Kids = pikepdf.Array(pages)
        self._pdf.Root.Pages.Count = len(pages)
        kept = []
        for number, page in enumerate(pages):
            kept += [number, self._parents[int(page.StructParents)]]
            page.StructParents = number
        self._tree.ParentTree.Nums = pikepdf.Array(kept)
        self._body.K = pikepdf.Array([kid for element in self._elements[at] for kid in element.K])
        for kid in self._body.K:
            kid.P = self._body
        _link(self._pdf, self._bookmarks[at])


def _chain(outlines: Any) -> Iterator[Any]:
    """Yield the bookmarks of the first level."""
    bookmark = outlines.get("/First") if outlines is not None else None
    while bookmark is not None:
        following = bookmark.get("/Next")
        yield bookmark
        bookmark = following


def _link(pdf: Any, bookmarks: Sequence[Any]) -> None:
    """Let the file have these bookmarks, one after the other, each with what is below it."""
    if not bookmarks:
        return
    outlines = pdf.Root.Outlines
    outlines.First, outlines.Last = bookmarks[0], bookmarks[-1]
    outlines.Count = sum(1 + max(int(bookmark.get("/Count", 0)), 0) for bookmark in bookmarks)
    for before, bookmark, after in zip((None, *bookmarks), bookmarks, (*bookmarks[1:], None), strict=False):
        for name, neighbour in (("/Prev", before), ("/Next", after)):
            if neighbour is not None:
                bookmark[name] = neighbour
            elif name in bookmark:
                del bookmark[name]
