"""A CalDAV collection, read with two requests: has it changed, and what is in a window.

No library: the ones there are bring a network stack of their own, which would go round the
checks of `client` (docs/adr/0016). Answers are XML; what is in them is read in the child
process of `gateways.busy` like any other file.
"""

import re
import ssl
from dataclasses import replace
from datetime import datetime
from xml.sax.saxutils import unescape

from programs.gateways.fetching.addresses import FetchRefused, Policy
from programs.gateways.fetching.choices import FetchReason
from programs.gateways.fetching.client import Answer, Limits, Request, fetch

_TAG = re.compile(rb"<(?:[\w-]+:)?getctag(?:\s[^>]*[^/>])?>([^<]{1,200})<")
_CALENDAR = re.compile(rb"<(?:[\w-]+:)?calendar\s*(?:xmlns[^>]*)?/?>")
XML = {"Content-Type": "application/xml; charset=utf-8"}
ASK_STATE = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:" xmlns:c="http://calendarserver.org/ns/">'
    b"<prop><resourcetype/><c:getctag/></prop></propfind>"
)
ASK_EVENTS = (
    '<?xml version="1.0" encoding="utf-8"?><c:calendar-query xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    '<prop><c:calendar-data/></prop><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">'
    '<c:time-range start="{:%Y%m%dT%H%M%SZ}" end="{:%Y%m%dT%H%M%SZ}"/></c:comp-filter></c:comp-filter></c:filter>'
    "</c:calendar-query>"
)


def fetch_collection(
    request: Request,
    policy: Policy,
    window: tuple[datetime, datetime],
    *,
    limits: Limits | None = None,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Return the events of a collection that touch a window (UTC), as the server's XML. Raises FetchRefused.

    `request.etag` is the tag of the collection that is kept; the answer has the new one.
    Repeating events come whole: they are expanded here, as those of files are.
    """
    asked = replace(request, etag="", modified="", headers=XML)
    state = fetch(
        replace(asked, method="PROPFIND", body=ASK_STATE, headers={**XML, "Depth": "0"}),
        policy,
        limits=replace(limits or Limits(), megabytes=0.5),
        context=context,
    )
    if b"multistatus" not in state.content or not _CALENDAR.search(state.content):
        raise FetchRefused(FetchReason.NO_COLLECTION)
    found = _TAG.search(state.content)
    tag = unescape(found.group(1).decode(errors="replace")) if found else ""
    if tag and tag == request.etag:
        return Answer(b"", etag=tag, is_same=True)
    query = ASK_EVENTS.format(*window).encode()
    events = fetch(
        replace(asked, method="REPORT", body=query, headers={**XML, "Depth": "1"}),
        policy,
        limits=limits,
        context=context,
    )
    if b"multistatus" not in events.content[:2000]:
        raise FetchRefused(FetchReason.NO_COLLECTION)
    return Answer(events.content, etag=tag)
