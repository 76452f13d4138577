"""What the shell of every page needs: who reads it, in which colours, and where they can go."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of `base.html`."""
    return {}
