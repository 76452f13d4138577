"""Pages of the matching room: runs, drafts, edits, publishing. For leads only."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.core.refusals import RuleBroken
from programs.gateways import tables
from programs.matching import access, actions, documents, pages, queries
from programs.matching.choices import RunState
from programs.matching.forms import DayForm, PublishForm, RunForm
from programs.matching.models import MatchingRun
from programs.people.requests import PersonRequest

RUNS_A_PAGE = 20
RELOAD_SECONDS = 5


@require_http_methods(["GET", "POST"])
def index(request: PersonRequest) -> HttpResponse:
    """Runs of the cohorts that I lead, and a new one. 404 for whoever leads none."""
    if not access.may_match(request.user):
        raise Http404
    cohorts = access.cohorts_matched_by(request.user).order_by("-starts_on")
    form = RunForm(request.POST or None, cohorts=cohorts, initial=_defaults(cohorts.first()))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_run(by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, [str(refusal) for refusal in broken.refusals])
        else:
            return redirect("matching:run", made.pk)
    page = Paginator(queries.runs_of(cohorts), RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/index.html", {"form": form, "page": page})


def _defaults(cohort: Any) -> dict[str, Any]:
    return {"cohort": cohort, "seed": secrets.randbelow(10_000)}


@require_GET
def run(request: PersonRequest, pk: int) -> HttpResponse:
    """How far a search is, and then the draft it found. htmx asks for the progress alone."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    if getattr(request, "htmx", False) and request.GET.get("part") == "progress":
        answer = render(request, "matching/elements/progress.html", pages.progress(found, timezone.now()))
        if found.state not in {RunState.DRAFT, RunState.SOLVING}:
            answer["HX-Refresh"] = "true"
        return answer
    context = pages.run(found, request.GET, timezone.now())
    answer = render(request, "matching/run.html", context)
    if context["is_alive"] and not context["is_silent"]:
        answer["Refresh"] = str(RELOAD_SECONDS)  # for browsers without JavaScript; htmx is quicker
    return answer


@require_POST
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Stop a search."""
    return _deed(request, pk, lambda found: actions.cancel_run(run=found, by=request.user, at=timezone.now()))


@require_POST
def restart(request: PersonRequest, pk: int) -> HttpResponse:
    """Solve once more what a search left unfinished."""
    return _deed(request, pk, lambda found: actions.restart_run(run=found, by=request.user, at=timezone.now()))


@require_POST
def again(request: PersonRequest, pk: int) -> HttpResponse:
    """Solve again around the locks."""
    return _deed(request, pk, lambda found: actions.solve_again(run=found, by=request.user, at=timezone.now()))


def _deed(request: PersonRequest, pk: int, deed: Callable[[MatchingRun], MatchingRun]) -> HttpResponse:
    """Do something with a run and show the run it ends in, or say why not."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    try:
        found = deed(found)
    except RuleBroken as broken:
        _say(request, broken)
    return redirect("matching:run", found.pk)


def _say(request: PersonRequest, broken: RuleBroken) -> None:
    for refusal in broken.refusals:
        messages.error(request, str(refusal))


@require_http_methods(["GET", "POST"])
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a draft away, after asking."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            actions.discard_run(run=found, by=request.user, at=timezone.now())
        except RuleBroken as broken:
            _say(request, broken)
        else:
            messages.success(request, _("The draft is put away. Nobody was told."))
        return redirect("matching:run", found.pk)
    return render(request, "matching/discard.html", {"run": found})


@require_GET
def compare(request: PersonRequest, pk: int, other_pk: int) -> HttpResponse:
    """Two drafts of a cohort side by side, and for whom they differ."""
    runs = access.runs_visible_to(request.user)
    found = get_object_or_404(runs, pk=pk)
    other = get_object_or_404(runs.filter(cohort=found.cohort_id), pk=other_pk)
    return render(request, "matching/compare.html", pages.compare(found, other))


@require_POST
def lock(request: PersonRequest, pk: int) -> HttpResponse:
    """Lock a placement, or unlock it."""
    placement = get_object_or_404(access.placements_visible_to(request.user), pk=pk)
    deed = actions.unlock_placement if placement.is_locked else actions.lock_placement
    try:
        deed(placement=placement, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        _say(request, broken)
    return redirect(f"{pages.address_of(placement.run)}#person-{placement.enrollment_id}")


@require_POST
def take_out(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a placement out of the draft and of every run that follows from it."""
    placement = get_object_or_404(access.placements_visible_to(request.user), pk=pk)
    try:
        actions.forbid(placement=placement, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        _say(request, broken)
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
        day = choices.days[form.cleaned_data["day"]]
        try:
            actions.move_placement(placement=placement, day=day, by=request.user, at=timezone.now())
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
        day = choices.days[form.cleaned_data["day"]]
        try:
            actions.place_by_hand(run=found, enrollment=enrollment, day=day, by=request.user, at=timezone.now())
        except RuleBroken as broken:
            form.add_error("day", [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("Placed and locked."))
            return redirect(f"{pages.address_of(found)}#person-{enrollment.pk}")
    context = {"form": form, "choices": choices, "run": found, "person": enrollment.person}
    return render(request, "matching/place.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what each side will be told, and publish once."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    context = pages.publishing(found)
    form = PublishForm(request.POST or None, needs_override=context["needs_override"])
    if request.method == "POST" and (form.is_valid() or not form.fields):
        reason = form.cleaned_data.get("override", "") if form.is_valid() else ""
        try:
            actions.publish_run(run=found, by=request.user, at=timezone.now(), override=reason)
        except RuleBroken as broken:
            _say(request, broken)
        else:
            messages.success(request, _("Published. Visits are being made and people told."))
            return redirect("matching:run", found.pk)
    return render(request, "matching/publish.html", context | {"form": form})


@require_GET
def export(request: PersonRequest, pk: int) -> HttpResponse:
    """The draft as a CSV file."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    rows = (documents.csv_row(placement) for placement in queries.placements_of(found))
    answer = HttpResponse(tables.write_csv(documents.csv_header(), rows), content_type="text/csv; charset=utf-8")
    name = f"{slugify(found.cohort.name) or 'cohort'}-{found.pk}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
