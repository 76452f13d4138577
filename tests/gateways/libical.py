"""Debian's libical (the C library behind Evolution and many servers), called as it is."""

import ctypes
import datetime
import functools


class _Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = [(name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")] + [
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


VEVENT = 4
"""ICAL_VEVENT_COMPONENT of libical 3."""


@functools.cache
def _library():
    library = ctypes.CDLL("libical.so.3")
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, arguments, gives in (
        ("icalparser_parse_string", [text], pointer),
        ("icalcomponent_count_errors", [pointer], number),
        ("icalcomponent_get_first_component", [pointer, number], pointer),
        ("icalcomponent_get_next_component", [pointer, number], pointer),
        ("icalcomponent_get_dtstart", [pointer], _Time),
        ("icalcomponent_get_dtend", [pointer], _Time),
        ("icalcomponent_get_uid", [pointer], text),
        ("icalcomponent_get_summary", [pointer], text),
        ("icalcomponent_get_description", [pointer], text),
        ("icalcomponent_get_location", [pointer], text),
        ("icalcomponent_get_sequence", [pointer], number),
        ("icalcomponent_get_status", [pointer], number),
        ("icalproperty_status_to_string", [number], text),
        ("icaltime_as_timet_with_zone", [_Time, pointer], ctypes.c_long),
        ("icalcomponent_free", [pointer], None),
        ("icalcomponent_as_ical_string", [pointer], text),
    ):
        function = getattr(library, name)
        function.argtypes, function.restype = arguments, gives
    return library


def events(content):
    """Return (number of errors, events as plain dicts)."""
    library = _library()
    root = library.icalparser_parse_string(content)
    assert root, "libical could not read the calendar at all"
    try:
        found, part = [], library.icalcomponent_get_first_component(root, VEVENT)
        while part:
            found.append(_event(library, part))
            part = library.icalcomponent_get_next_component(root, VEVENT)
        return library.icalcomponent_count_errors(root), found
    finally:
        library.icalcomponent_free(root)


def _event(library, part):
    def text(name):
        return (getattr(library, f"icalcomponent_get_{name}")(part) or b"").decode()

    def moment(name):
        at = getattr(library, f"icalcomponent_get_{name}")(part)
        if at.is_date:
            return datetime.date(at.year, at.month, at.day).isoformat()
        return library.icaltime_as_timet_with_zone(at, at.zone)

    return {
        "uid": text("uid"),
        "sequence": library.icalcomponent_get_sequence(part),
        "status": library.icalproperty_status_to_string(library.icalcomponent_get_status(part)).decode(),
        "start": moment("dtstart"),
        "end": moment("dtend"),
        "summary": text("summary"),
        "description": text("description"),
        "location": text("location"),
    }
