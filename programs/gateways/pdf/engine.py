"""WeasyPrint, made quiet, quick and strict. Runs in the child; benchmarks call it directly."""

import contextlib
import functools
import gc
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from programs.gateways.pdf import drawing, sheaves
from programs.gateways.pdf.finishing import finish, pressed
from programs.gateways.pdf.jobs import Asset, FontFace, PdfFailed, PdfJob, PdfUnavailable

NO_PANGO = (
    "PDF documents need the Pango library, which is not installed on this machine. "
    "Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. "
    "macOS: brew install pango."
)
VARIANT = "pdf/a-3a"
"""What WeasyPrint writes; the finishing pass makes it PDF/UA-1 as well."""


@functools.cache
def load() -> Any:
    """Import WeasyPrint once. Raises PdfUnavailable when its system library is missing."""
    try:
        import weasyprint  # noqa: PLC0415  (everything else runs without Pango)
    except OSError as error:
        raise PdfUnavailable(NO_PANGO) from error
    drawing.correct(weasyprint)
    return weasyprint


@functools.lru_cache(maxsize=4)
def _typeface(family: str, fonts: tuple[FontFace, ...]) -> tuple[Any, Any]:
    """Return font configuration and its style sheet, reused: loading fonts costs more than a page."""
    weasyprint = load()
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    configuration = FontConfiguration()
    rules = "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {face.weight}; src: url("font:{face.weight}"); }}'
        for face in fonts
    )
    served = {f"font:{face.weight}": Asset(face.path.read_bytes(), "font/otf") for face in fonts}
    sheet = weasyprint.CSS(string=rules, font_config=configuration, url_fetcher=_fetcher(served), base_url="report:")
    return configuration, sheet


@functools.lru_cache(maxsize=4)
def _style(css: str, family: str, fonts: tuple[FontFace, ...]) -> Any:
    configuration, _ = _typeface(family, fonts)
    return load().CSS(string=css, font_config=configuration, url_fetcher=_fetcher({}), base_url="report:")


@functools.cache
def _only_ours() -> Any:
    """Return the class of fetchers that know given names and nothing else: no network, no files."""
    load()
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OnlyOurs(URLFetcher):
        """Serves assets by name. It never opens anything, so it builds none of its parent's openers."""

        def __init__(self, assets: Mapping[str, Asset]) -> None:
            self._assets = assets
            self._fail_on_errors = False

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in self._assets:
                raise ValueError(f"{url} is not part of the document")
            asset = self._assets[url]
            return URLFetcherResponse(url, asset.content, {"Content-Type": asset.mime})

    return OnlyOurs


def _fetcher(assets: Mapping[str, Asset]) -> Any:
    """Return a fetcher that knows the given names and nothing else."""
    return _only_ours()(assets)


class _Complaints(logging.Handler):
    """Collects errors: WeasyPrint logs them and goes on with an empty chart."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


@contextlib.contextmanager
def _strict() -> Iterator[None]:
    """Raise PdfFailed when anything was logged as an error."""
    complaints, logger = _Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    if complaints.texts:
        raise PdfFailed("; ".join(complaints.texts))


PAGES_KEPT = 25
"""Pages whose layout may lie about before it is collected."""

_lying = 0


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the garbage collector: a layout is one large tree that lives until the end.

    The collector would walk it again and again, and once more when it is switched on again.
    Freezing and thawing at the end lets it forget that there was anything new.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.enable()
            gc.unfreeze()


def _tidy(pages: int) -> None:
    """Collect what layouts leave behind, now and then: it costs a fifth of a certificate's time."""
    global _lying  # noqa: PLW0603  (the collector is the process's)
    _lying += pages
    if _lying >= PAGES_KEPT:
        gc.collect()
        _lying = 0


def write(job: PdfJob) -> bytes:
    """Return the finished PDF, both PDF/A-3a and PDF/UA-1. The same job gives the same bytes. Raises PdfFailed."""
    with _without_collector():
        content, pages = _written(job)
    _tidy(len(pages))
    return content


def write_all(jobs: Sequence[PdfJob]) -> list[bytes]:
    """Return the finished PDFs of jobs that `sheaves` put together. The same jobs give the same bytes.

    Raises PdfFailed.
    """
    if len(jobs) == 1:
        return [write(jobs[0])]
    with _without_collector():
        content, pages = _written(sheaves.bound(jobs))
        made = list(sheaves.parted(content, sheaves.starts(pages)))
    _tidy(len(pages))
    return made


def _written(job: PdfJob) -> tuple[bytes, list[set[str]]]:
    """Return a PDF and the anchors of its pages."""
    weasyprint = load()
    configuration, faces = _typeface(job.family, job.fonts)
    drawing.forget_lines(configuration)
    with _strict():
        style = _style(job.css, job.family, job.fonts)
        page = weasyprint.HTML(string=job.html, base_url="report:", url_fetcher=_fetcher(job.assets))
        document = page.render(
            stylesheets=[faces, style], font_config=configuration, pdf_variant=VARIANT, presentational_hints=False
        )
        if len(document.pages) > job.max_pages:
            raise PdfFailed(f"The document has {len(document.pages)} pages, more than {job.max_pages}.")
        content: bytes = document.write_pdf(
            pdf_variant=VARIANT, pdf_identifier=False, uncompressed_pdf=True, finisher=finish
        )
    return pressed(content), [set(one.anchors) for one in document.pages]
