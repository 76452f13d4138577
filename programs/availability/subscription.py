"""The address of an imported calendar: sealed, shown by its host, due again."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from programs.availability.models import ImportedCalendar
from programs.gateways import seal

EVERY = timedelta(hours=6)
"""Rosters and freezes change by the day."""


def write(row: ImportedCalendar, address: str, at: datetime) -> None:
    """Seal an address into a row and say when it is due again; the caller saves."""
    row.sealed_address = seal.seal(address, _context(row))
    row.shown_address = (urlsplit(address).hostname or "")[:120]
    row.next_at, row.failures, row.problem = at + EVERY, 0, ""
    row.etag = row.modified = ""


def end(row: ImportedCalendar) -> None:
    """Forget the address of a row; the caller saves."""
    row.sealed_address, row.shown_address, row.next_at = None, "", None
    row.failures, row.problem, row.etag, row.modified = 0, "", "", ""


def address_of(row: ImportedCalendar) -> str:
    """Return the address. Raises SealBroken."""
    return seal.unseal(bytes(row.sealed_address or b""), _context(row))


def _context(row: ImportedCalendar) -> str:
    return f"imported-calendar:{row.seal_id}"
