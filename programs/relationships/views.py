"""Pages of the relationships room: everyone sees their own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from programs.people.requests import PersonRequest
from programs.relationships import access, actions, queries
from programs.relationships.forms import CheckInForm


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show whom I know through visits, and which visits wait for my two taps."""
    context = {"ties": queries.ties_of(request.user), "waiting": queries.visits_to_check_in_on(request.user)}
    return render(request, "relationships/mine.html", context)


@require_http_methods(["GET", "POST"])
def check_in(request: PersonRequest, visit_pk: int) -> HttpResponse:
    """Ask how well one knew the other before a visit, and knows them now."""
    visit = get_object_or_404(access.visits_to_check_in_on(request.user), pk=visit_pk)
    form = CheckInForm(
        request.POST if request.method == "POST" else None, others=queries.others_of(visit, request.user)
    )
    if request.method == "POST" and form.is_valid():
        actions.check_in(visit=visit, answers=form.answers(), by=request.user, at=timezone.now())
        messages.success(request, _("Thank you. Reports count this together with others, without names."))
        return redirect("relationships:mine")
    return render(request, "relationships/check_in.html", {"form": form, "visit": visit})
