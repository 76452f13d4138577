"""libical, the C library behind Evolution and many others: a second reader of calendars, called directly."""

import ctypes
import ctypes.util
import functools

VEVENT = 4


class Time(ctypes.Structure):
    """struct icaltimetype of libical 3."""

    _fields_ = (
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_dst")),
        ("zone", ctypes.c_void_p),
    )


class Span(ctypes.Structure):
    """struct icaltime_span."""

    _fields_ = (("start", ctypes.c_longlong), ("end", ctypes.c_longlong), ("is_busy", ctypes.c_int))


CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(Span), ctypes.c_void_p)


@functools.cache
def _library() -> ctypes.CDLL:
    name = ctypes.util.find_library("ical")
    if name is None:
        raise LookupError("The tests need libical: apt-get install libical3")
    library = ctypes.CDLL(name)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    for step in ("first", "next"):
        function = getattr(library, f"icalcomponent_get_{step}_component")
        function.restype = ctypes.c_void_p
        function.argtypes = [ctypes.c_void_p, ctypes.c_int]
    library.icalcomponent_free.argtypes = [ctypes.c_void_p]
    library.icaltimezone_get_utc_timezone.restype = ctypes.c_void_p
    library.icaltime_from_timet_with_zone.restype = Time
    library.icaltime_from_timet_with_zone.argtypes = [ctypes.c_longlong, ctypes.c_int, ctypes.c_void_p]
    library.icalcomponent_foreach_recurrence.argtypes = [ctypes.c_void_p, Time, Time, CALLBACK, ctypes.c_void_p]
    library.icalcomponent_foreach_recurrence.restype = None
    return library


def spans(content: bytes, first: int, last: int) -> list[tuple[int, int]]:
    """Return (start, end) of each occurrence of each event between two moments, in seconds since 1970.

    Dates are those of UTC; only their starts are right: libical 3.0 ends them a second early or not at all.
    Changes of single occurrences are events of their own to libical.
    """
    library = _library()
    utc = library.icaltimezone_get_utc_timezone()
    edges = [library.icaltime_from_timet_with_zone(edge, 0, utc) for edge in (first, last)]
    found: list[tuple[int, int]] = []
    callback = CALLBACK(lambda component, span, data: found.append((span.contents.start, span.contents.end)))
    calendar = library.icalparser_parse_string(content)
    event = library.icalcomponent_get_first_component(calendar, VEVENT)
    while event:
        library.icalcomponent_foreach_recurrence(event, *edges, callback, None)
        event = library.icalcomponent_get_next_component(calendar, VEVENT)
    library.icalcomponent_free(calendar)
    return sorted(found)
