"""The home page, and what people choose about how they read Exchange."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from programs.home import actions, attention, desks, queries
from programs.home.context import THEME_COOKIE
from programs.home.forms import LanguageForm, ThemeForm
from programs.people.choices import Theme
from programs.people.requests import PersonRequest


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Show what waits for the reader, and a desk for each part they have."""
    person, at = request.user, timezone.now()
    standing = queries.standing_of(person)
    context = {
        "standing": standing,
        "waiting": attention.waiting_for(person, at=at),
        "visitor": desks.visitor_desk(person, at=at) if standing.is_visitor else None,
        "host_days": desks.days_hosted(person, at=at) if standing.is_host else [],
        "programs": desks.program_desks(person) if standing.is_lead or standing.is_sponsor else [],
        "departments": desks.departments_led(person, at=at) if standing.is_department_lead else [],
    }
    return render(request, "home/index.html", context)


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Change the colours and go back to where the reader was."""
    answer = _back(request)
    form = ThemeForm(request.POST)
    if form.is_valid():
        theme = Theme(form.cleaned_data["theme"])
        if request.user.is_authenticated:
            actions.choose_theme(request.user, theme=theme, by=request.user, at=timezone.now())
        _remember(answer, THEME_COOKIE, theme)
    return answer


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language and go back to where the reader was."""
    answer = _back(request)
    form = LanguageForm(request.POST)
    if form.is_valid():
        language = form.cleaned_data["language"]
        if request.user.is_authenticated:
            actions.choose_language(request.user, language=language, by=request.user, at=timezone.now())
        _remember(answer, settings.LANGUAGE_COOKIE_NAME, language)
    return answer


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the address in `next` if it is ours, else home."""
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(there if is_ours else reverse("home:index"))


def _remember(answer: HttpResponse, name: str, value: Any) -> None:
    """Keep a choice for pages that are read before signing in, for a year."""
    answer.set_cookie(name, str(value), max_age=365 * 24 * 3600, secure=settings.SECURE, httponly=True, samesite="Lax")
