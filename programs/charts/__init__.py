"""One SVG string for page and PDF. Plain Python."""
