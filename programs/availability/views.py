"""Pages of blackouts, cover, on-call duties and busy times."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form, ModelForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.availability import access, actions, queries, reading, shown
from programs.availability.forms import (
    BlackoutForm,
    CalendarForm,
    CoverForm,
    DutyForm,
    SourceZoneForm,
    SubscriptionForm,
    ZoneForm,
)
from programs.people.requests import PersonRequest

ITEMS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
def busy(request: PersonRequest) -> HttpResponse:
    """Show my calendars, and read a new file to be looked at."""
    form = CalendarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        name, content = form.name_or_file(), form.content()
        try:
            reading.preview_calendar(person=request.user, name=name, content=content, at=timezone.now())
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            return redirect("availability:preview")
    context = {
        "form": form,
        "calendars": shown.calendars_of(request.user),
        "preview": access.previews_visible_to(request.user).defer("reading").first(),
    }
    return render(request, "availability/busy.html", context)


@require_GET
def preview(request: PersonRequest) -> HttpResponse:
    """Show how my file was read, before any of it counts."""
    row = get_object_or_404(access.previews_visible_to(request.user))
    read = shown.preview_shown(row, timezone.now())
    context = {
        "shown": read,
        "form": ZoneForm(initial={"zone": read.zone}),
        "page": Paginator(read.items, ITEMS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "availability/preview.html", context)


@require_POST
def keep_preview(request: PersonRequest) -> HttpResponse:
    """Let the times of my file count."""
    row = get_object_or_404(access.previews_visible_to(request.user))
    try:
        source = reading.keep_preview(preview=row, by=request.user, at=timezone.now())
    except actions.AvailabilityRefused as refused:
        messages.error(request, str(refused))
        return redirect("availability:preview")
    messages.success(request, _("“%(name)s” is read.") % {"name": source.name})
    return redirect("availability:busy")


@require_POST
def move_preview(request: PersonRequest) -> HttpResponse:
    """Read the times of my file that have no zone in another zone."""
    row = get_object_or_404(access.previews_visible_to(request.user))
    form = ZoneForm(request.POST)
    if form.is_valid():
        reading.move_preview(preview=row, zone=form.cleaned_data["zone"], by=request.user, at=timezone.now())
    else:
        messages.error(request, _("Choose a time zone from the list."))
    return redirect("availability:preview")


@require_POST
def drop_preview(request: PersonRequest) -> HttpResponse:
    """Throw away what was read of my file."""
    row = get_object_or_404(access.previews_visible_to(request.user))
    reading.drop_preview(preview=row, by=request.user, at=timezone.now())
    messages.success(request, _("Nothing of “%(name)s” is kept.") % {"name": row.name})
    return redirect("availability:busy")


@require_http_methods(["GET", "POST"])
def subscribe(request: PersonRequest) -> HttpResponse:
    """Take a calendar from an address from now on."""
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "kind", "zone")}
        try:
            source = reading.subscribe_calendar(
                person=request.user, address=form.address(), at=timezone.now(), **values
            )
        except actions.AvailabilityRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, _("“%(name)s” is being read. Look again in a moment.") % {"name": source.name})
            return redirect("availability:calendar", source.pk)
    return render(request, "availability/subscribe.html", {"form": form})


@require_GET
def calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """Show how one of my calendars was read, and why each of its events blocks."""
    source = get_object_or_404(access.sources_visible_to(request.user), pk=pk)
    read = shown.calendar_shown(source)
    context = {
        "shown": read,
        "form": SourceZoneForm(initial={"zone": source.zone}),
        "page": Paginator(read.items, ITEMS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "availability/calendar.html", context)


@require_POST
def retry_calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """Read one of my subscriptions now."""
    source = get_object_or_404(access.sources_visible_to(request.user), pk=pk)
    try:
        reading.retry_calendar(source=source, by=request.user, at=timezone.now())
    except actions.AvailabilityRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("“%(name)s” is being read. Look again in a moment.") % {"name": source.name})
    return redirect("availability:calendar", pk)


@require_POST
def change_zone(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the times of one of my subscriptions that have no zone in another zone."""
    source = get_object_or_404(access.sources_visible_to(request.user), pk=pk)
    form = SourceZoneForm(request.POST)
    if form.is_valid():
        reading.change_zone(source=source, zone=form.cleaned_data["zone"], by=request.user, at=timezone.now())
        messages.success(request, _("“%(name)s” is being read. Look again in a moment.") % {"name": source.name})
    else:
        messages.error(request, _("Choose a time zone from the list."))
    return redirect("availability:calendar", pk)


@require_http_methods(["GET", "POST"])
def forget_calendar(request: PersonRequest, pk: int) -> HttpResponse:
    """Delete one of my calendars with all its times."""
    source = get_object_or_404(access.sources_visible_to(request.user), pk=pk)
    if request.method == "POST":
        reading.forget_calendar(source=source, by=request.user, at=timezone.now())
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
