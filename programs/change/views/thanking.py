"""Thanks between people."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from programs.change import access, actions, queries
from programs.change.forms import ThanksForm
from programs.cohorts.models import Program
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest

A_PAGE = 30


@require_http_methods(["GET", "POST"])
def thanks(request: PersonRequest) -> HttpResponse:
    """Thank somebody, decide about thanks received, and read those that everybody may."""
    form = ThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and is_done(request, actions.thank, form, **form.cleaned_data):
        return redirect("change:thanks")
    context = {
        "form": form,
        "received": queries.thanks_received_by(request.user),
        "public": queries.public_thanks()[:A_PAGE],
        "programs": Program.objects.all(),
    }
    return render(request, "change/thanks.html", context)


@require_POST
def show_thanks(request: PersonRequest, pk: int) -> HttpResponse:
    """Let everybody read thanks I received, or keep them to myself."""
    row = get_object_or_404(access.thanks_to(request.user), pk=pk)
    is_done(request, actions.show_thanks, thanks=row, is_public=request.POST.get("show") == "yes")
    return redirect("change:thanks")
