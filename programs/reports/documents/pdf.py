"""A report as a job for the PDF gateway."""

import functools
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

from programs.charts import fonts
from programs.gateways.pdf import Asset, FontFace, PdfJob
from programs.reports.documents.blocks import Report

STYLE = Path(__file__).with_name("print.css")


OWN_TEMPLATES = {"certificate": "reports/print/certificate.html"}


@functools.cache
def style() -> str:
    """Return the style sheet of all printed documents."""
    return STYLE.read_text()


def pdf_job(report: Report) -> PdfJob:
    """Return a printed edition in the active language; charts are the strings of the page."""
    faces = fonts.faces()
    context = {"report": report, "language": get_language(), "is_rtl": get_language_bidi()}
    return PdfJob(
        html=render_to_string(OWN_TEMPLATES.get(report.edition, "reports/print/program.html"), context),
        css=style(),
        family=fonts.FAMILY,
        fonts=(FontFace(400, faces.regular), FontFace(600, faces.semibold)) if faces else (),
        assets={f"chart:{chart.name}": Asset(chart.wide.encode()) for chart in report.charts if chart.wide},
    )
