"""The access gate: what each side says about its items."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programs.people.requests import PersonRequest
from programs.visits import access, actions
from programs.visits.choices import AccessItem
from programs.visits.forms import AccessForm
from programs.visits.views.answers import told


@require_POST
def note_access(request: PersonRequest, pk: int, item: str) -> HttpResponse:
    """Say that an item is in order: the visitor has it, the host has checked it, the lead clears it."""
    found = get_object_or_404(access.visits_visible_to(request.user), pk=pk)
    if item not in AccessItem.values:
        raise Http404
    form = AccessForm(request.POST)
    values = form.cleaned_data if form.is_valid() else {}
    with told(request, _("Noted.")):
        actions.note_access(visit=found, item=AccessItem(item), by=request.user, at=timezone.now(), **values)
    return redirect(reverse("visits:visit", args=[pk]) + "#access")


@require_POST
def take_back_access(request: PersonRequest, pk: int, item: str) -> HttpResponse:
    """Take a word about an item back."""
    found = get_object_or_404(access.visits_visible_to(request.user), pk=pk)
    if item not in AccessItem.values:
        raise Http404
    with told(request, _("Taken back.")):
        actions.take_back_access(visit=found, item=AccessItem(item), by=request.user, at=timezone.now())
    return redirect(reverse("visits:visit", args=[pk]) + "#access")
