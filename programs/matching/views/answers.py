"""How views of this room say that something was refused."""

from django.contrib import messages

from programs.core.refusals import RuleBroken
from programs.people.requests import PersonRequest


def say(request: PersonRequest, broken: RuleBroken) -> None:
    """Show every reason as a message."""
    for refusal in broken.refusals:
        messages.error(request, str(refusal))
