"""A report as a job for the PDF gateway."""

from django.template.loader import render_to_string

from programs.charts import fonts
from programs.gateways import pdf
from programs.reports.documents.annex import annexed
from programs.reports.documents.blocks import Report

OWN_TEMPLATES = {"certificate": "reports/print/certificate.html"}


def pdf_job(report: Report) -> pdf.PdfJob:
    """Return a printed edition in the active language; charts are the strings of the page."""
    report = annexed(report)
    html = render_to_string(OWN_TEMPLATES.get(report.edition, "reports/print/program.html"), {"report": report})
    charts = {chart.name: chart.wide for chart in report.charts if chart.wide}
    # In a column of half a page the narrow drawing keeps its letters as large as the text around it.
    charts |= {chart.name: chart.narrow for chart in report.summary.columns if chart.narrow}
    return pdf.sheet(html, fonts.faces(), charts=charts)
