"""Middleware of the whole site."""

import zoneinfo
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from exchange.logs import FEED_PATH


class PersonalSettingsMiddleware:
    """Answer in the signed-in person's language and time zone.

    A visitor without an account gets the browser's language. Stands in for Django's
    LocaleMiddleware, which knows the browser but not the person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate language and zone for one request and name the language in the answer.

        A calendar feed has no session: it knows its reader by its address.
        """
        if FEED_PATH.match(request.path_info):
            request.user = AnonymousUser()  # so that nobody asks the session who it is
            return self.get_response(request)
        user = request.user
        language = user.language if user.is_authenticated else translation.get_language_from_request(request)
        zone = user.time_zone if user.is_authenticated else ""
        with translation.override(language or None), timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
