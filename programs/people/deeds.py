"""How pages do something and say how it went."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.core.refusals import RuleBroken
from programs.people.requests import PersonRequest


def is_done(
    request: PersonRequest,
    deed: Callable[..., object],
    form: forms.BaseForm | None = None,
    *,
    said: str = "",
    **given: Any,
) -> bool:
    """Do it as the reader, now, and say so in the words `said`. What is refused is said on the form, which keeps
    what was typed, or above the page where there is none.
    """
    try:
        deed(by=request.user, at=timezone.now(), **given)
    except RuleBroken as broken:
        if form is None:
            messages.error(request, str(broken))
        else:
            broken.put_on(form)
        return False
    messages.success(request, said or _("Saved."))
    return True
