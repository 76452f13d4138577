"""What stays on the device of whoever answers: the server keeps nothing but the sent answers.

A draft is sealed into a cookie that goes to the one address of the invitation and ends with
the wave. Whoever holds the database or its backups has none of it.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from programs.gateways import seal
from programs.surveys.choices import ItemScale
from programs.surveys.models import Invitation
from programs.surveys.rules import Answer

DRAFT = "survey-draft"
GUESSES = "survey-guesses"
GUESSES_KEPT = timedelta(days=180)
"""How long after the last day a person's own guesses stay on their device."""

MOST_BYTES = 3800
"""A browser keeps cookies of up to 4096 bytes, with name and attributes."""


def chosen(request: HttpRequest, invitation: Invitation) -> dict[str, str]:
    """Return what was chosen or typed on the form so far, by item."""
    items = invitation.wave.frozen["items"]
    names = ["chosen", "departments", *(item["construct"] for item in items)]
    names += [
        f"{item['construct']}_{department}" for item in items for department in request.POST.getlist("departments")
    ]
    return {key: ",".join(request.POST.getlist(key)) for key in names if request.POST.get(key)}


def keep_draft(response: HttpResponse, request: HttpRequest, invitation: Invitation, *, today: date) -> bool:
    """Put the form as it stands into the device's cookie; say no if it is too long for one."""
    return _keep(response, request, DRAFT, chosen(request, invitation), invitation, until=_last_day(invitation, today))


def draft_of(request: HttpRequest, invitation: Invitation) -> dict[str, str | list[str]]:
    """Return what this device kept of the form; nothing if it kept none, or none for this invitation."""
    return split_lists(_kept(request, DRAFT, invitation), invitation)


def split_lists(values: Mapping[str, str], invitation: Invitation) -> dict[str, str | list[str]]:
    """Return values of a form as its fields take them: several of a list apart."""
    lists = {item["construct"] for item in invitation.wave.frozen["items"] if item["scale"] == ItemScale.CHOICES}
    lists.add("departments")
    return {key: value.split(",") if key in lists else value for key, value in values.items()}


def forget_draft(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Take the draft off the device."""
    response.delete_cookie(DRAFT, path=_path(request))
    return response


def keep_guesses(
    response: HttpResponse, request: HttpRequest, invitation: Invitation, answers: Mapping[str, Answer], *, today: date
) -> None:
    """Leave a person's guesses about the other side on their own device, to be seen beside the figures."""
    asked = (item for item in invitation.wave.frozen["items"] if item["scale"] == ItemScale.SHARE and item.get("about"))
    guesses = {
        item["about"]: str(answers[item["construct"]]) for item in asked if answers.get(item["construct"]) is not None
    }
    if guesses:
        _keep(response, request, GUESSES, guesses, invitation, until=_last_day(invitation, today) + GUESSES_KEPT)


def guesses_of(request: HttpRequest, invitation: Invitation) -> dict[str, int]:
    """Return what this device's person guessed, in percent by the item guessed about."""
    kept = _kept(request, GUESSES, invitation)
    return {construct: int(guess) for construct, guess in kept.items() if guess.isdecimal()}


def forget_guesses(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Take the guesses off the device."""
    response.delete_cookie(GUESSES, path=_path(request))
    return response


def _last_day(invitation: Invitation, today: date) -> timedelta:
    return max(invitation.wave.closes_on - today, timedelta()) + timedelta(days=1)


def _keep(
    response: HttpResponse,
    request: HttpRequest,
    name: str,
    values: dict[str, str],
    invitation: Invitation,
    *,
    until: timedelta,
) -> bool:
    packed = base64.b85encode(zlib.compress(json.dumps(values).encode(), 9)).decode()
    sealed = base64.urlsafe_b64encode(seal.seal(packed, _context(name, invitation))).decode()
    if len(sealed) > MOST_BYTES:
        return False
    response.set_cookie(
        name,
        sealed,
        max_age=until,
        path=_path(request),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return True


def _kept(request: HttpRequest, name: str, invitation: Invitation) -> dict[str, str]:
    try:
        packed = seal.unseal(base64.urlsafe_b64decode(request.COOKIES.get(name, "")), _context(name, invitation))
        values = json.loads(zlib.decompress(base64.b85decode(packed)))
    except (seal.SealBroken, binascii.Error, ValueError, zlib.error):
        return {}
    return {str(key): str(value) for key, value in values.items()}


def _context(name: str, invitation: Invitation) -> str:
    return f"{name}:{invitation.pk}"


def _path(request: HttpRequest) -> str:
    """Return the address of the invitation: the only one to which the cookie is sent."""
    return "/".join(request.path.split("/")[:3]) + "/"
