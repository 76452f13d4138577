"""From figures to documents: one list of blocks, which the page, the PDF and the CSV file share."""

from programs.reports.documents.blocks import Chart, KeyFigure, Report, Section, Table
from programs.reports.documents.department import names_of as departments_of
from programs.reports.documents.files import figures_file
from programs.reports.documents.keepsakes import personal_report
from programs.reports.documents.pdf import pdf_job
from programs.reports.documents.story import report

__all__ = [
    "Chart",
    "KeyFigure",
    "Report",
    "Section",
    "Table",
    "departments_of",
    "figures_file",
    "pdf_job",
    "personal_report",
    "report",
]
