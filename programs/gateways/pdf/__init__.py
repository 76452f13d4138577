"""The only door to WeasyPrint: HTML in, a tagged PDF/UA-1 out, in a child process with limits.

A job carries everything it needs: nothing is read from the network or from a path that a
template names. WeasyPrint is imported in the child only, so that the site runs without Pango.
"""

from programs.gateways.pdf.jobs import Asset, FontFace, PdfFailed, PdfJob, PdfUnavailable
from programs.gateways.pdf.merging import merge
from programs.gateways.pdf.process import Limits, render, render_many
from programs.gateways.pdf.sheets import sheet

__all__ = [
    "Asset",
    "FontFace",
    "Limits",
    "PdfFailed",
    "PdfJob",
    "PdfUnavailable",
    "merge",
    "render",
    "render_many",
    "sheet",
]
