"""Calendars to look at."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from programs.cohorts import access as cohort_access
from programs.diaries import pages
from programs.diaries.pages import Reader
from programs.hosting import access as hosting_access
from programs.people.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Lead to the calendar that fits the person best: their visits, their hosting, their programme."""
    return redirect(pages.tabs_of(request.user)[0].url_name)


@require_GET
def visits(request: PersonRequest) -> HttpResponse:
    """Show my own visits as month, week or list."""
    return render(request, "diaries/visits.html", {"page": pages.visits_page(_reader(request), request.GET)})


@require_GET
def hosting(request: PersonRequest) -> HttpResponse:
    """Show the days that I host as month, week or list."""
    if not hosting_access.is_host(request.user):
        raise Http404
    return render(request, "diaries/hosting.html", {"page": pages.hosting_page(_reader(request), request.GET)})


@require_GET
def program(request: PersonRequest) -> HttpResponse:
    """Show every day of a cohort that I lead as month, week or list."""
    cohorts = list(cohort_access.cohorts_led_by(request.user).select_related("program").order_by("-starts_on", "-pk"))
    if not cohorts:
        raise Http404
    page = pages.program_page(_reader(request), cohorts, request.GET)
    return render(request, "diaries/program.html", {"page": page})


def _reader(request: PersonRequest) -> Reader:
    at, zone = timezone.now(), request.user.zone
    return Reader(request.user, at, timezone.localdate(at, zone), get_language() or "en-gb")
