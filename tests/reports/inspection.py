"""The eyes of CI on a printed document: every way in which a PDF of ours could be wrong.

`complaints` returns one line for each thing that is wrong, each beginning with the name of
the check that found it. Rules come from page-validation (PDF/UA-1, PDF/A-3a) and outloud
(semantics); poppler and qpdf read the file as other programs do; the rest is ours, because
no rule set sees a bold paragraph that plays heading or a figure that was mistyped.
"""

import contextlib
import functools
import io
import itertools
import re
import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

import outloud
import page as page_validation
import pikepdf
from outloud.model import Document
from outloud.rules._common import element_text

FALSE_ALARMS = ("STREAM-LENGTH", "METADATA-FILTER")
"""Findings of page-validation about PDF/A that veraPDF doesn't share."""

EDGE = 40
FOOT = 20
"""Points of a page that stay white at its sides and below its footer."""


@dataclass
class Expected:
    """What the document has to hold: its headings in their order, pictures, and figures."""

    headings: list[str] = field(default_factory=list)
    pictures: int = 0
    told: tuple[str, ...] = ()


class _Outline(HTMLParser):
    """Reads headings, pictures and unnamed blocks from the page that was printed."""

    def __init__(self):
        super().__init__()
        self.headings, self.pictures, self.unnamed = [], 0, []
        self._heading, self._named = None, False

    def handle_starttag(self, tag, attrs):
        if re.fullmatch(r"h[1-6]", tag):
            self._heading = []
        elif tag == "section":
            self._named = False
        elif tag in ("img", "table"):
            self.pictures += tag == "img"
            if not self._named:
                self.unnamed.append(tag)
            self._named = False

    def handle_endtag(self, tag):
        if re.fullmatch(r"h[1-6]", tag) and self._heading is not None:
            self.headings.append("".join(self._heading))
            self._heading, self._named = None, True

    def handle_data(self, data):
        if self._heading is not None:
            self._heading.append(data)


def outline_of(html):
    """Headings and pictures of a page, and the kinds of blocks that have no heading of their own."""
    reader = _Outline()
    reader.feed(html)
    return reader


@contextlib.contextmanager
def _on_disk(content):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        yield file.name


def run(content, *command):
    """What a program of the system says about a document."""
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def text_of(content):
    """The text of the pages, in the order in which it is drawn."""
    return run(content, "pdftotext", "-raw", "-", "-")


def letters(text):
    """Letters in any order of lines: what is compared between page and tags."""
    return sorted(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())


def spaced(text):
    """A text with each run of white space as one space, marks of direction left out."""
    text = unicodedata.normalize("NFKC", re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text))
    return re.sub(r"\s+", " ", text).strip()


@functools.lru_cache(maxsize=4)
def tagged(content):
    """Elements of the tag tree from top to bottom: (kind, text of everything inside)."""
    with _on_disk(content) as path:
        document = Document(path)
        try:
            return [(one.type, spaced(element_text(document, one))) for one in document.elements]
        finally:
            document.close()


def tag_text(content):
    """All letters that the tag tree holds."""
    root = [text for kind, text in tagged(content) if kind == "Document"]
    return letters("".join(root))


def without_artifacts(content):
    """Page text without running headers: the text of a copy whose artifacts are cut out."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            kept, depth = [], 0
            for instruction in pikepdf.parse_content_stream(page):
                operator = str(instruction.operator)
                if depth or (operator == "BDC" and str(instruction.operands[0]) == "/Artifact"):
                    depth += (operator in ("BDC", "BMC")) - (operator == "EMC")
                    if operator in ("Tj", "TJ"):
                        continue
                kept.append(instruction)
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
        copy = io.BytesIO()
        document.save(copy)
    return text_of(copy.getvalue())


def complaints(content, expected):
    """Everything that is wrong with a document; nothing when it may be published."""
    found = []
    for check in CHECKS:
        try:
            found += [f"{check.__name__.lstrip('_')}: {line}" for line in check(content, expected)]
        except (subprocess.CalledProcessError, pikepdf.PdfError, page_validation.PageError) as error:
            found.append(f"{check.__name__.lstrip('_')}: {error}")
    return found


def _rules(content, _expected):
    """PDF/UA-1 and PDF/A-3a."""
    for profile in ("ua1", "3a"):
        checked = page_validation.validate_pdf_bytes(content, profile=profile)
        for failure in checked.failures:
            if not any(alarm in failure.rule_id for alarm in FALSE_ALARMS):
                yield f"{failure.rule_id}: {failure.message}"


def _semantics(content, _expected):
    """What a screen reader would stumble over."""
    with _on_disk(content) as path:
        result = outloud.check(path)
    if result.error:
        yield result.error
    for finding in result.findings:
        if finding.severity == "error" or finding.rule in ("FIG-010", "FIG-012", "TBL-011"):
            yield f"{finding.rule}: {finding.message}"


def _text(content, _expected):
    """Tags hold the text of the pages, all of it and nothing else."""
    in_tags, on_pages = tag_text(content), letters(without_artifacts(content))
    if in_tags != on_pages:
        yield f"{len(in_tags)} letters in the tags, {len(on_pages)} on the pages"


def _headings(content, expected):
    """Every heading of the printed page is a heading in the tags, in the same order."""
    elements = tagged(content)
    there = [text for kind, text in elements if re.fullmatch(r"H[1-6]", kind)]
    for wanted, got in itertools.zip_longest(map(spaced, expected.headings), there):
        if letters(wanted or "") != letters(got or ""):
            yield f"{wanted!r} is {got!r}"
            return
    blocks = [kind for kind, _text in elements if re.fullmatch(r"H[1-6]|Figure|Table", kind)]
    for before, this in itertools.pairwise(["H0", *blocks]):
        if before[0] != "H" and this[0] != "H" and (before, this) != ("Table", "Table"):
            yield f"a {this} without a heading"
    if blocks.count("Figure") != expected.pictures:
        yield f"{blocks.count('Figure')} figures, {expected.pictures} pictures"


def _header_cells(content, _expected):
    """Every table has header cells, none is silent, and each says what it heads."""
    kinds = [kind for kind, _text in tagged(content) if kind in ("Table", "TH")]
    if any(pair == ("Table", "Table") for pair in itertools.pairwise([*kinds, "Table"])):
        yield "a table without header cells"
    if any(kind == "TH" and not text for kind, text in tagged(content)):
        yield "an empty header cell"
    with pikepdf.open(io.BytesIO(content)) as document:
        heads = [
            element
            for element in document.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH"
        ]
        if any("/Scope" not in (head.get("/A") or {}) for head in heads):
            yield "a header cell without scope"


def _syntax(content, _expected):
    """Another library reads the file without a complaint."""
    with _on_disk(content) as path:
        said = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    if said.returncode or "No syntax or stream encoding errors" not in said.stdout:
        yield (said.stderr or said.stdout).strip()


def _fonts(content, _expected):
    """Every font is embedded, as a subset, and maps back to text."""
    with _on_disk(content) as path:
        lines = run(b"", "pdffonts", path).splitlines()[2:]
    if not lines:
        yield "no font"
    for line in lines:
        if not re.search(r" yes yes yes +\d+ +\d+$", line):
            yield line


def _edges(content, _expected):
    """No word runs off the page or into its margin."""
    boxes = run(content, "pdftotext", "-bbox", "-", "-")
    for width, height, words in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', boxes, re.DOTALL):
        for box in re.finditer(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', words):
            left, top, right, bottom = map(float, box.groups()[:4])
            if left < EDGE or right > float(width) - EDGE or top < FOOT or bottom > float(height) - FOOT:
                yield f"“{box[5]}” is off the page"


def _figures(content, expected):
    """Each figure of the snapshot can be read in the tags, where it stands by itself or in a sentence."""
    text = spaced(" ".join(text for kind, text in tagged(content) if kind == "Document"))
    for told in expected.told:
        if not re.search(rf"(?<![\d.,]){re.escape(spaced(told))}(?![\d%])", text):
            yield f"{told!r} is missing"


CHECKS = (
    _rules,
    _semantics,
    _text,
    _headings,
    _header_cells,
    _syntax,
    _fonts,
    _edges,
    _figures,
)


@functools.cache
def expected_of(html, told=()):
    """What a document printed from `html` has to hold."""
    reader = outline_of(html)
    return Expected(reader.headings, reader.pictures, told)
