"""Editing a draft by hand: lock, take out, move, place, undo."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.core.refusals import RuleBroken
from programs.matching import access, actions, pages
from programs.matching.forms import DayForm, WhyForm
from programs.matching.views.answers import say
from programs.people.requests import PersonRequest


@require_POST
def lock(request: PersonRequest, pk: int) -> HttpResponse:
    """Lock a placement, or unlock it."""
    placement = get_object_or_404(access.placements_visible_to(request.user), pk=pk)
    was_locked = placement.is_locked
    deed = actions.unlock_placement if was_locked else actions.lock_placement
    try:
        deed(placement=placement, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        say(request, broken)
    else:
        if was_locked:
            messages.success(request, _("Unlocked. It may change when you solve again."))
    return redirect(f"{pages.address_of(placement.run)}#person-{placement.enrollment_id}")


@require_POST
def take_out(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a placement out of the draft and of every run that follows from it."""
    placement = get_object_or_404(access.placements_visible_to(request.user), pk=pk)
    try:
        actions.forbid(placement=placement, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        say(request, broken)
    else:
        messages.success(request, _("Taken out. It stays out when you solve again."))
    return redirect(f"{pages.address_of(placement.run)}#person-{placement.enrollment_id}")


@require_http_methods(["GET", "POST"])
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Move a placement to another day, checked at once."""
    placement = get_object_or_404(access.placements_visible_to(request.user), pk=pk)
    choices = pages.day_choices(placement.run, placement.enrollment_id, leaving=placement.day_id)
    form = DayForm(request.POST or None, choices=choices.free)
    if request.method == "POST" and form.is_valid():
        day, why = choices.days[form.cleaned_data["day"]], form.cleaned_data["why"]
        try:
            actions.move_placement(placement=placement, day=day, why=why, by=request.user, at=timezone.now())
        except RuleBroken as broken:
            form.add_error("day", [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("Moved and locked."))
            return redirect(f"{pages.address_of(placement.run)}#person-{placement.enrollment_id}")
    context = {"form": form, "choices": choices, "placement": placement, "run": placement.run}
    return render(request, "matching/move.html", context | {"person": placement.enrollment.person})


@require_http_methods(["GET", "POST"])
def place(request: PersonRequest, pk: int, enrollment_pk: int) -> HttpResponse:
    """Place somebody by hand, checked at once."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    enrollment = get_object_or_404(access.enrollments_of_run(request.user, found), pk=enrollment_pk)
    choices = pages.day_choices(found, enrollment.pk)
    form = DayForm(request.POST or None, choices=choices.free)
    if request.method == "POST" and form.is_valid():
        day, why = choices.days[form.cleaned_data["day"]], form.cleaned_data["why"]
        try:
            actions.place_by_hand(
                run=found, enrollment=enrollment, day=day, why=why, by=request.user, at=timezone.now()
            )
        except RuleBroken as broken:
            form.add_error("day", [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("Placed and locked."))
            return redirect(f"{pages.address_of(found)}#person-{enrollment.pk}")
    context = {"form": form, "choices": choices, "run": found, "person": enrollment.person}
    return render(request, "matching/place.html", context)


@require_GET
def person(request: PersonRequest, pk: int, enrollment_pk: int) -> HttpResponse:
    """One person of a draft: what they get and why, what they don't get, and what would help."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    enrollment = get_object_or_404(access.enrollments_of_run(request.user, found), pk=enrollment_pk)
    return render(request, "matching/person.html", pages.person(found, enrollment, request.GET))


@require_POST
def explain(request: PersonRequest, pk: int) -> HttpResponse:
    """Say why something was changed by hand."""
    edit = get_object_or_404(access.edits_visible_to(request.user), pk=pk)
    form = WhyForm(request.POST)
    if form.is_valid():
        actions.explain_edit(edit=edit, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
    else:
        messages.error(request, " ".join(map(str, form.errors["why"])))
    return redirect(f"{pages.address_of(edit.run)}?view=edits#edit-{edit.pk}")


@require_POST
def undo(request: PersonRequest, pk: int) -> HttpResponse:
    """Take back the last edit by hand."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    try:
        edit = actions.undo_edit(run=found, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        say(request, broken)
        return redirect("matching:run", found.pk)
    messages.success(request, _("Taken back: %(name)s is as before.") % {"name": edit.enrollment.person.name})
    return redirect(f"{pages.address_of(found)}#person-{edit.enrollment_id}")
