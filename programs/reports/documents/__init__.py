"""From figures to documents: one list of blocks, which the page, the PDF and the CSV file share."""

from programs.reports.documents.blocks import Chart, KeyFigure, Report, Section, Table
from programs.reports.documents.files import csv_rows
from programs.reports.documents.pdf import pdf_job
from programs.reports.documents.story import report

__all__ = ["Chart", "KeyFigure", "Report", "Section", "Table", "csv_rows", "pdf_job", "report"]
