"""Who may come in at all; what may not be seen doesn't exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from django.http import Http404, HttpResponse

from programs.people import access
from programs.people.requests import PersonRequest

View = Callable[Concatenate[PersonRequest, ...], HttpResponse]


def for_administrators(view: View) -> View:
    """Answer 404 to everybody who doesn't look after people."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may_manage_people(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_readers_of_the_directory(view: View) -> View:
    """Answer 404 to everybody who has no list of people."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may_see_directory(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
