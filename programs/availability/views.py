"""Pages of blackouts, cover, on-call duties and busy times."""

from typing import Any

from django.contrib import messages
from django.forms import Form, ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.availability import access, actions, queries
from programs.availability.forms import BlackoutForm, CalendarForm, CoverForm, DutyForm
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def busy(request: PersonRequest) -> HttpResponse:
    """Show my calendars and read a new file."""
    form = CalendarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        values = {"name": form.name_or_file(), "content": form.content(), "is_sure": form.cleaned_data["is_sure"]}
        try:
            source = actions.read_calendar(person=request.user, at=timezone.now(), **values)
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("“%(name)s” is read.") % {"name": source.name})
            return redirect("availability:busy")
    return render(request, "availability/busy.html", {"form": form, "calendars": queries.calendars_of(request.user)})


@require_http_methods(["GET", "POST"])
def forget_calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """Delete one of my calendars with all its times."""
    source = get_object_or_404(access.sources_visible_to(request.user), pk=pk)
    if request.method == "POST":
        actions.forget_calendar(source=source, by=request.user, at=timezone.now())
        messages.success(request, _("“%(name)s” and all its times are deleted.") % {"name": source.name})
        return redirect("availability:busy")
    return render(request, "availability/forget_calendar.html", {"source": source})


# Blackouts -------------------------------------------------------------------------------


@require_GET
def blackouts(request: PersonRequest) -> HttpResponse:
    """List the dates nobody may visit."""
    rows = queries.with_scope(access.blackouts_visible_to(request.user), timezone.localdate())
    context = {
        "blackouts": rows,
        "editable": set(access.blackouts_editable_by(request.user).values_list("pk", flat=True)),
        "may_close": access.may_close_anything(request.user),
    }
    return render(request, "availability/blackouts.html", context)


@require_http_methods(["GET", "POST"])
def add_blackout(request: PersonRequest) -> HttpResponse:
    """Close dates."""
    if not access.may_close_anything(request.user):
        raise Http404
    form = BlackoutForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_blackout(closing=form.closing(), by=request.user, at=timezone.now())
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Closed. These days are greyed from now on."))
            return redirect("availability:blackouts")
    return render(request, "availability/add_blackout.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit_blackout(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a blackout."""
    row = get_object_or_404(access.blackouts_editable_by(request.user), pk=pk)
    form = BlackoutForm(request.POST or None, instance=row, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_blackout(blackout=row, closing=form.closing(), by=request.user, at=timezone.now())
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("availability:blackouts")
    return render(request, "availability/edit_blackout.html", {"form": form, "pk": pk})


@require_POST
def lift_blackout(request: PersonRequest, pk: int) -> HttpResponse:
    """Open dates again."""
    row = get_object_or_404(access.blackouts_editable_by(request.user), pk=pk)
    actions.lift_blackout(blackout=row, by=request.user, at=timezone.now())
    messages.success(request, _("These days are open again."))
    return redirect("availability:blackouts")


# Teams -----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def teams(request: PersonRequest) -> HttpResponse:
    """Show cover and on-call duties of my teams, and put somebody on call."""
    form = DutyForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_duty(by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("availability:teams")
    context = {
        "teams": queries.teams_with_cover(access.teams_looked_after_by(request.user)),
        "duties": queries.with_people(access.duties_visible_to(request.user), timezone.localdate()),
        "editable": set(access.duties_editable_by(request.user).values_list("pk", flat=True)),
        "form": form,
    }
    return render(request, "availability/teams.html", context)


@require_http_methods(["GET", "POST"])
def edit_cover(request: PersonRequest, pk: int) -> HttpResponse:
    """Say how many of a team may be away."""
    team = get_object_or_404(queries.teams_with_cover(access.teams_looked_after_by(request.user)), pk=pk)
    rule = getattr(team, "cover_rule", None)
    now = {"most_away": rule.most_away, "most_away_percent": rule.most_away_percent} if rule else {}
    form = CoverForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_cover(team=team, by=request.user, at=timezone.now(), **form.cleaned_data)
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("availability:teams")
    return render(request, "availability/edit_cover.html", {"form": form, "team": team})


@require_POST
def end_duty(request: PersonRequest, pk: int) -> HttpResponse:
    """Take somebody off call."""
    duty = get_object_or_404(access.duties_editable_by(request.user), pk=pk)
    actions.end_duty(duty=duty, by=request.user, at=timezone.now())
    messages.success(request, _("Taken away."))
    return redirect("availability:teams")


def _say(form: Form | ModelForm[Any], refused: actions.AvailabilityRefused) -> None:
    """Show every refusal above the form; what was typed stays."""
    for refusal in refused.refusals:
        form.add_error(None, str(refusal))
