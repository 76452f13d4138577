"""Answering requests and looking after the days one hosts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.hosting import access as hosting_access
from programs.hosting.actions import HostingRefused
from programs.people.requests import PersonRequest
from programs.visits import access, actions, pages
from programs.visits.forms import OtherDayForm, ReasonForm
from programs.visits.views.answers import status_of, told


@require_GET
def hosted(request: PersonRequest) -> HttpResponse:
    """Show a host the requests that wait, and who is coming when."""
    return render(request, "visits/hosted.html", {"page": pages.hosted_page(request.user, at=timezone.now())})


@require_GET
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Where the mail leads: one request, one click. Looking changes nothing."""
    found = get_object_or_404(access.visits_answered_by(request.user), pk=pk)
    return render(request, "visits/answer.html", {"page": pages.visit_page(found, request.user, at=timezone.now())})


@require_POST
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Say yes."""
    found = get_object_or_404(access.visits_answered_by(request.user), pk=pk)
    with told(request, _("Accepted. %(name)s gets the invitation.") % {"name": found.visitor.name}):
        actions.confirm_visit(visit=found, by=request.user, at=timezone.now())
    return redirect("visits:hosted") if "list" in request.POST else redirect("visits:answer", pk=pk)


@require_http_methods(["GET", "POST"])
def decline(request: PersonRequest, pk: int) -> HttpResponse:
    """Say no, and why."""
    found = get_object_or_404(access.visits_answered_by(request.user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline_visit(visit=found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except actions.StepRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Declined. %(name)s gets other days to choose from.") % {"name": found.visitor})
            return redirect("visits:hosted")
    return render(request, "visits/decline.html", {"visit": found, "form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def suggest(request: PersonRequest, pk: int) -> HttpResponse:
    """Suggest another day of the department; the first one is kept until the visitor answers."""
    found = get_object_or_404(access.visits_answered_by(request.user), pk=pk)
    choices = pages.days_to_suggest(found, at=timezone.now())
    form = OtherDayForm(request.POST if request.method == "POST" else None, days=choices)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_other_day(visit=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        except (actions.StepRefused, actions.VisitRefused) as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Suggested. The first day is kept until the answer."))
            return redirect("visits:hosted")
    context = {"visit": found, "form": form, "has_choices": choices.exists()}
    return render(request, "visits/suggest.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def call_off(request: PersonRequest, pk: int) -> HttpResponse:
    """Cancel a confirmed visit, and say why."""
    found = get_object_or_404(access.visits_answered_by(request.user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.call_off_visit(visit=found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except actions.StepRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Cancelled. Both calendars are put right by mail."))
            return redirect("visits:visit", pk=pk)
    return render(request, "visits/call_off.html", {"visit": found, "form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def call_off_day(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a whole day out of the offer; everybody who was to come is told why."""
    found = get_object_or_404(hosting_access.days_editable_by(request.user), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ended = actions.call_off_day(
                day=found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except HostingRefused as refused:
            refused.put_on(form)
        else:
            said = ngettext("%(n)s visitor has been told.", "%(n)s visitors have been told.", ended) % {"n": ended}
            messages.success(request, _("The day is called off.") + " " + said)
            return redirect("hosting:offering", pk=found.offering_id)
    context = {"day": found, "form": form, "count": found.taken}
    return render(request, "visits/call_off_day.html", context, status=status_of(form))
