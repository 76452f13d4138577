"""One's own visits: what is coming, what was, and what can still be changed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.people.requests import PersonRequest
from programs.visits import access, actions, answers, pages
from programs.visits.forms import CameForm, MoveForm, OptionalReasonForm
from programs.visits.rules import Part
from programs.visits.views.answers import status_of, told


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show what is coming, the waiting list, and what has been."""
    return render(request, "visits/mine.html", {"page": pages.own_page(request.user, at=timezone.now())})


@require_GET
def visit(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one visit to either side or the lead: its steps so far and what can be done next."""
    found, now = get_object_or_404(access.visits_visible_to(request.user), pk=pk), timezone.now()
    context = {
        "page": pages.visit_page(found, request.user, at=now),
        "calendars": answers.answers_about(found, request.user, at=now),
    }
    return render(request, "visits/visit.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a request back, or cancel a confirmed visit in time."""
    found = get_object_or_404(access.own_visits(request.user), pk=pk)
    form = OptionalReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_visit(visit=found, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
        except actions.StepRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Done. Your host has been told, and your place is free for somebody else."))
            return redirect("visits:mine")
    return render(request, "visits/withdraw.html", {"visit": found, "form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def reschedule(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for another day; until it is confirmed, the visit stays as it is."""
    found = get_object_or_404(access.own_visits(request.user), pk=pk)
    choices = pages.days_to_move_to(found, at=timezone.now())
    form = MoveForm(request.POST or None, days=choices)
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.reschedule_visit(
                visit=found, day=form.cleaned_data["day"], by=request.user, at=timezone.now(),
                key=form.cleaned_data["key"],
            )  # fmt: skip
        except (actions.StepRefused, actions.VisitRefused) as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("We asked for the other day. Until it is confirmed, your visit stays."))
            return redirect("visits:visit", pk=moved.pk)
    context = {"visit": found, "form": form, "has_choices": choices.exists()}
    return render(request, "visits/reschedule.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def attendance(request: PersonRequest, pk: int) -> HttpResponse:
    """Say whether a visit took place; the lead decides when both sides differ."""
    found = get_object_or_404(access.visits_visible_to(request.user), pk=pk)
    form = CameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_lead = access.part_of(request.user, found) is Part.LEAD
        deed = actions.settle_attendance if is_lead else actions.say_attendance
        try:
            deed(visit=found, by=request.user, at=timezone.now(), came=form.cleaned_data["came"])
        except actions.StepRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Thank you. We noted it."))
            return redirect("visits:visit", pk=pk)
    context = {"visit": found, "form": form}
    return render(request, "visits/attendance.html", context, status=status_of(form))


@require_POST
def accept_suggestion(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the other day that the host suggested."""
    offer = get_object_or_404(access.own_counter_offers(request.user), pk=pk)
    with told(request, _("Agreed. The invitation for your calendar is on its way.")):
        moved = actions.accept_counter_offer(offer=offer, by=request.user, at=timezone.now())
        return redirect("visits:visit", pk=moved.pk)
    return redirect("visits:visit", pk=offer.visit_id)


@require_POST
def refuse_suggestion(request: PersonRequest, pk: int) -> HttpResponse:
    """Stay with the first day."""
    offer = get_object_or_404(access.own_counter_offers(request.user), pk=pk)
    with told(request, _("Your host knows. Your first request stays.")):
        actions.refuse_counter_offer(offer=offer, by=request.user, at=timezone.now())
    return redirect("visits:visit", pk=offer.visit_id)


@require_POST
def leave_waiting_list(request: PersonRequest, pk: int) -> HttpResponse:
    """Stop waiting."""
    place = get_object_or_404(access.own_waiting_places(request.user), pk=pk)
    with told(request, _("You are no longer on the waiting list.")):
        actions.leave_waiting_list(place=place, by=request.user, at=timezone.now())
    return redirect("visits:mine")


@require_POST
def take_offer(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the place that was kept."""
    place = get_object_or_404(access.own_waiting_places(request.user), pk=pk)
    with told(request, _("The place is yours.")):
        taken = actions.accept_waiting_offer(place=place, by=request.user, at=timezone.now())
        return redirect("visits:visit", pk=taken.pk)
    return redirect("visits:mine")


@require_POST
def decline_offer(request: PersonRequest, pk: int) -> HttpResponse:
    """Leave the kept place to the next in line."""
    place = get_object_or_404(access.own_waiting_places(request.user), pk=pk)
    with told(request, _("Thank you. The place goes to the next in line.")):
        actions.decline_waiting_offer(place=place, by=request.user, at=timezone.now())
    return redirect("visits:mine")
