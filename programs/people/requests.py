"""The type of requests that have passed the sign-in."""

from django.http import HttpRequest

from programs.people.models import Person


class PersonRequest(HttpRequest):
    """A request by someone who is signed in: what LoginRequiredMiddleware promises every view.

    For annotations only; nothing makes one.
    """

    user: Person
