"""The home page, and what people choose about how they read Exchange."""

import logging
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.cohorts import access as cohort_access
from programs.cohorts import actions as cohort_actions
from programs.cohorts.models import Cohort
from programs.core.refusals import RuleBroken
from programs.home import actions, attention, desks, health, queries
from programs.home.context import THEME_COOKIE, shell_of
from programs.home.forms import LanguageForm, MoveForm, ThemeForm
from programs.home.readiness import readiness_of
from programs.people.choices import Theme
from programs.people.requests import PersonRequest

logger = logging.getLogger(__name__)


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Show what waits for the reader, and a desk for each part they have."""
    person, at = request.user, timezone.now()
    standing = shell_of(request).standing
    context = {
        "standing": standing,
        "waiting": attention.waiting_for(person, standing, at=at),
        "visitor": desks.visitor_desk(person, at=at) if standing.is_visitor else None,
        "requests": desks.requests_to(person, at=at) if standing.is_host else [],
        "host_days": desks.days_hosted(person, at=at) if standing.is_host else [],
        "team_visits": desks.visits_of_reports(person, at=at) if standing.is_line_manager else [],
        "programs": desks.program_desks(person) if standing.is_lead or standing.is_sponsor else [],
        "departments": desks.departments_led(person, at=at) if standing.is_department_lead else [],
    }
    return render(request, "home/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def readiness(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what a cohort needs before its next stage, and bring it there or back."""
    cohort = get_object_or_404(cohort_access.cohorts_led_by(request.user), pk=pk)
    found = readiness_of(cohort, on=timezone.localdate())
    form = MoveForm(request.POST or None, initial={"to": found.next_stage})
    if request.method == "POST" and form.is_valid():
        try:
            moved = cohort_actions.move_cohort(
                cohort=cohort,
                to=form.cleaned_data["to"],
                missing=[str(check.label) for check in found.missing],
                override_reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except RuleBroken as broken:
            broken.put_on(form)
        else:
            messages.success(request, _("%(cohort)s is now at “%(stage)s”.") % _in_words(moved))
            return redirect("home:readiness", pk=pk)
    context = {"cohort": cohort, "readiness": found, "steps": desks.steps_of(cohort), "form": form}
    return render(request, "home/readiness.html", context)


@require_safe
def help(request: PersonRequest) -> HttpResponse:  # noqa: A001 - named as its address
    """Explain the programme, who does what in it, who reads what, and the keys."""
    program = queries.program_of(request.user)
    leads = cohort_access.leads_of(program) if program else []
    return render(request, "home/help.html", {"program": program, "leads": leads})


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Asks nothing else of anything."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests should come here; why not is written to the log only."""
    reasons = health.reasons_not_to_serve()
    if reasons:
        logger.warning("Not ready: %s", "; ".join(reasons))
    return HttpResponse("not ready" if reasons else "ready", content_type="text/plain", status=503 if reasons else 200)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to stay away: this is a company's own site."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


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


def _in_words(cohort: Cohort) -> dict[str, str]:
    return {"cohort": cohort.name, "stage": cohort.get_stage_display()}


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Return to the address in `next` if it is ours, else home."""
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(there if is_ours else reverse("home:index"))


def _remember(answer: HttpResponse, name: str, value: Any) -> None:
    """Keep a choice for pages that are read before signing in, for a year."""
    answer.set_cookie(name, str(value), max_age=365 * 24 * 3600, secure=settings.SECURE, httponly=True, samesite="Lax")
