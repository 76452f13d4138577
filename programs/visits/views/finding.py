"""Finding a day and booking it."""

import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Enrollment
from programs.hosting.models import HostingDay
from programs.people.requests import PersonRequest
from programs.visits import access, actions, pages
from programs.visits.forms import BookForm
from programs.visits.views.answers import told


@require_GET
def find(request: PersonRequest) -> HttpResponse:
    """Show what can be visited as month, week or list, and why what can't."""
    enrollment = cohort_queries.current_enrollment_of(request.user, timezone.localdate())
    if enrollment is None:
        return render(request, "visits/find.html", {"enrollment": None})
    found = pages.find_page(enrollment, request.GET, at=timezone.now(), today=timezone.localdate())
    return render(request, "visits/find.html", {"enrollment": enrollment, "page": found})


@require_GET
def day(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one day: what, when, who, where, and the button that books it."""
    found = get_object_or_404(access.days_visible_to(request.user), pk=pk)
    enrollment = _enrollment_for(request, found)
    page = pages.day_page(found, enrollment, request.user, at=timezone.now())
    form = BookForm(days=HostingDay.objects.none(), initial={"day": pk}) if enrollment else None
    return render(request, "visits/day.html", {"page": page, "form": form})


@require_POST
def book(request: PersonRequest, pk: int) -> HttpResponse:
    """Book the chosen day; when it can't be, say every reason and what is free instead."""
    shown = get_object_or_404(access.days_visible_to(request.user), pk=pk)
    enrollment = _enrollment_for(request, shown)
    if enrollment is None:
        raise BadRequest
    form = BookForm(request.POST, days=access.days_visible_to(request.user))
    chosen = shown
    if form.is_valid():
        chosen = form.cleaned_data["day"]
        try:
            visit = actions.book_visit(
                enrollment=enrollment,
                day=chosen,
                by=request.user,
                at=timezone.now(),
                key=form.cleaned_data["key"],
                question=form.cleaned_data["question"],
            )
        except actions.VisitRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, pages.booked(visit))
            return redirect("visits:visit", pk=visit.pk)
    page = pages.day_page(chosen, enrollment, request.user, at=timezone.now(), is_lost=True)
    return render(request, "visits/day.html", {"page": page, "form": form}, status=409)


@require_POST
def wait(request: PersonRequest, pk: int) -> HttpResponse:
    """Join the waiting list of a full day."""
    found = get_object_or_404(access.days_visible_to(request.user), pk=pk)
    enrollment = _enrollment_for(request, found)
    if enrollment is None:
        raise BadRequest
    with told(request, _("You are on the waiting list. We write to you when a place is free.")):
        actions.join_waiting_list(enrollment=enrollment, day=found, by=request.user, at=timezone.now())
    return redirect("visits:day", pk=pk)


def _enrollment_for(request: PersonRequest, day: HostingDay) -> Enrollment | None:
    """Return the enrolment with which the person would visit on a day."""
    on: datetime.date = day.on
    return cohort_queries.current_enrollment_of(request.user, on)
