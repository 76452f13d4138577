"""How a refused action is told: on the form, or as a message on the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from programs.core.refusals import RuleBroken


@contextmanager
def told(request: HttpRequest, success: str) -> Iterator[None]:
    """Run an action and leave a message: that it is done, or every reason why not."""
    try:
        yield
    except RuleBroken as refused:
        for refusal in refused.refusals:
            messages.error(request, str(refusal))
    else:
        messages.success(request, success)


def status_of(form: Form) -> int:
    """Return 409 for a page that shows a form with errors, else 200."""
    return 409 if form.errors else 200
