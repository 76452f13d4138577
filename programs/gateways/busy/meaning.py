"""What an event says about its owner's time: how firmly they are busy, and why.

In this order (RFC 5545 knows only two of them, the rest is what Outlook and invitations add):
a cancelled event is free; Microsoft's own status; transparent is free; tentative; the owner's
answer to the invitation; and what says nothing is busy.
"""

from programs.gateways.busy.lines import Component

BUSY, TENTATIVE, OUT_OF_OFFICE, FREE = "busy", "tentative", "out_of_office", "free"
STRENGTH = {FREE: 0, TENTATIVE: 1, BUSY: 2, OUT_OF_OFFICE: 3}
MICROSOFT = {
    "FREE": (FREE, "shown_free"),
    "TENTATIVE": (TENTATIVE, "marked_tentative"),
    "OOF": (OUT_OF_OFFICE, "out_of_office"),
    "WORKINGELSEWHERE": (TENTATIVE, "elsewhere"),
}
FBTYPE = {
    "FREE": (FREE, "shown_free"),
    "BUSY-TENTATIVE": (TENTATIVE, "marked_tentative"),
    "BUSY-UNAVAILABLE": (OUT_OF_OFFICE, "out_of_office"),
}
ANSWERS = {
    "DECLINED": (FREE, "declined"),
    "DELEGATED": (FREE, "declined"),
    "TENTATIVE": (TENTATIVE, "marked_tentative"),
    "NEEDS-ACTION": (TENTATIVE, "unanswered"),
}
SHOWN_BUSY = (BUSY, "shown_busy")
OURS = (FREE, "ours")


def meaning(event: Component, address: str, own_domain: str) -> tuple[str, str]:
    """Return kind and reason (a `Why`) of an event. `address` is its owner's, in lower case."""
    if own_domain and any(one.value.strip().endswith(f"@{own_domain}") for one in event.all("UID")):
        return OURS
    status = event.value("STATUS")
    if status == "CANCELLED":
        return FREE, "cancelled"
    microsoft = event.value("X-MICROSOFT-CDO-BUSYSTATUS") or event.value("X-MICROSOFT-CDO-INTENDEDSTATUS")
    if microsoft:
        return MICROSOFT.get(microsoft, SHOWN_BUSY)
    if event.value("TRANSP") == "TRANSPARENT":
        return FREE, "shown_free"
    if status == "TENTATIVE":
        return TENTATIVE, "marked_tentative"
    return _answer(event, address) or SHOWN_BUSY


def _answer(event: Component, address: str) -> tuple[str, str] | None:
    """Return what the owner's own answer to an invitation says. Without a PARTSTAT it says nothing."""
    for rest in event.raw.get("ATTENDEE", ()) if address else ():
        if address not in rest.replace("\0", "").casefold():
            continue
        for attendee in event.all("ATTENDEE"):
            if address in addresses(attendee.value, attendee.parameters.get("EMAIL", "")):
                return ANSWERS.get(attendee.parameters.get("PARTSTAT", "").upper())
        return None
    return None


def addresses(*values: str) -> set[str]:
    """Return mail addresses as they are compared."""
    return {value.strip().casefold().removeprefix("mailto:") for value in values if value.strip()}
