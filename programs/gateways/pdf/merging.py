"""Several PDFs of ours as one, tags and all.

Copying pages alone loses the tag tree, and one well-known way of merging leaves the second
file's text out of it without any rule noticing. Here trees, their index by page and the
bookmarks are joined; what a reader hears is one document after the other.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from programs.gateways.pdf.metadata import packet


def merge(documents: Sequence[tuple[str, bytes]], *, title: str) -> bytes:
    """Return one PDF of (bookmark, PDF) pairs, which are not empty. The same parts give the same bytes.

    Header cells keep their scope and lose the names of their cells, which would clash.
    """
    import pikepdf  # noqa: PLC0415  (loaded by workers only)

    _name, first = documents[0]
    starts, keys = [], _Keys()
    with pikepdf.open(io.BytesIO(first)) as merged:
        starts.append(0)
        tree = merged.Root.StructTreeRoot
        trees, numbers = [tree], list(_renumbered(merged, merged.pages, tree, keys))
        for _name, content in documents[1:]:
            with pikepdf.open(io.BytesIO(content)) as other:
                starts.append(len(merged.pages))
                merged.add_pages_from(other)
                copied = merged.copy_foreign(other.Root.StructTreeRoot)
                trees.append(copied)
                numbers += _renumbered(merged, merged.pages[starts[-1] :], copied, keys)
        _join(merged, tree, trees, numbers, keys)
        with merged.open_outline() as outline:
            outline.root[:] = [
                pikepdf.OutlineItem(name, start) for (name, _content), start in zip(documents, starts, strict=True)
            ]
        merged.docinfo["/Title"] = title
        _describe(merged)
        whole = io.BytesIO()
        merged.save(whole, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return whole.getvalue()


def _describe(pdf: Any) -> None:
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


class _Keys:
    """Hands out the keys of the parent tree."""

    def __init__(self) -> None:
        self.next = 0

    def take(self) -> int:
        """Return the next free key."""
        self.next += 1
        return self.next - 1


def _renumbered(pdf: Any, pages: Iterable[Any], tree: Any, keys: _Keys) -> Iterable[Any]:
    """Give the pages of one part keys of their own; yield its part of the parent tree."""
    import pikepdf  # noqa: PLC0415

    listed = tree.ParentTree.Nums
    parents = {int(listed[at]): listed[at + 1] for at in range(0, len(listed), 2)}
    for page in pages:
        holders = [(page.obj, "/StructParents")]
        holders += [(note, "/StructParent") for note in page.obj.get("/Annots", pikepdf.Array())]
        for holder, name in holders:
            if name in holder and int(holder[name]) in parents:
                old = int(holder[name])
                holder[name] = keys.take()
                yield int(holder[name])
                yield parents[old]


def _join(pdf: Any, tree: Any, trees: Sequence[Any], numbers: Sequence[Any], keys: _Keys) -> None:
    """Make one tree of all: the documents side by side, one index."""
    import pikepdf  # noqa: PLC0415

    kids = []
    for one in trees:
        for kid in one.K if isinstance(one.K, pikepdf.Array) else [one.K]:
            kid.P = tree
            kids.append(kid)
    tree.K = pikepdf.Array(kids)
    tree.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(numbers)))
    tree.ParentTreeNextKey = keys.next
    if "/IDTree" in tree:
        del tree["/IDTree"]
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and element.get("/S") in ("/TH", "/TD"):
            if "/ID" in element:
                del element["/ID"]
            attributes = element.get("/A")
            if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
                del attributes["/Headers"]
