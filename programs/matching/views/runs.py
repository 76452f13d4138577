"""Runs: starting, watching, comparing, publishing, exporting."""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.core.refusals import RuleBroken
from programs.gateways import tables
from programs.matching import access, actions, documents, pages, queries
from programs.matching.choices import Preset, RunState
from programs.matching.forms import PublishForm, RunForm
from programs.matching.models import MatchingRun
from programs.matching.views.answers import say
from programs.people.requests import PersonRequest

RUNS_A_PAGE = 20
RELOAD_SECONDS = 5


@require_http_methods(["GET", "POST"])
def index(request: PersonRequest) -> HttpResponse:
    """Runs of the cohorts that I lead, and a new one. 404 for whoever leads none."""
    if not access.may_match(request.user):
        raise Http404
    cohorts, refused = access.cohorts_matched_by(request.user).order_by("-starts_on"), None
    form = RunForm(request.POST or None, cohorts=cohorts, initial=_defaults(cohorts.first()))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.start_run(by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, [str(refusal) for refusal in broken.refusals])
            refused = form.cleaned_data["cohort"]
        else:
            return redirect("matching:run", made.pk)
    page = Paginator(queries.runs_of(cohorts), RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/index.html", {"form": form, "page": page, "refused": refused})


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


@require_POST
def other_preset(request: PersonRequest, pk: int) -> HttpResponse:
    """Solve the same cohort with the other preset and the same draw, to compare both."""
    other = {Preset.BEST_FIT: Preset.MOST_PLACED, Preset.MOST_PLACED: Preset.BEST_FIT}

    def start(found: MatchingRun) -> MatchingRun:
        return actions.start_run(
            cohort=found.cohort, preset=other[Preset(found.preset)], seed=found.seed, time_limit=found.time_limit,
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _deed(request, pk, start)


def _deed(request: PersonRequest, pk: int, deed: Callable[[MatchingRun], MatchingRun]) -> HttpResponse:
    """Do something with a run and show the run it ends in, or say why not."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    try:
        found = deed(found)
    except RuleBroken as broken:
        say(request, broken)
    return redirect("matching:run", found.pk)


@require_http_methods(["GET", "POST"])
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Put a draft away, after asking."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    if request.method == "POST":
        try:
            actions.discard_run(run=found, by=request.user, at=timezone.now())
        except RuleBroken as broken:
            say(request, broken)
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


@require_http_methods(["GET", "POST"])
def publish(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what each side will be told, and publish once."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    context = pages.publishing(found, request.GET, timezone.now())
    form = PublishForm(request.POST or None, needs_override=context["needs_override"])
    if request.method == "POST" and (form.is_valid() or not form.fields):
        reason = form.cleaned_data.get("override", "") if form.is_valid() else ""
        try:
            actions.publish_run(run=found, by=request.user, at=timezone.now(), override=reason)
        except RuleBroken as broken:
            say(request, broken)
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


@require_GET
def export_lots(request: PersonRequest, pk: int) -> HttpResponse:
    """The log of the draw as a CSV file: who had an equal claim to which place, and who got it."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    rows = documents.lots_rows(pages.lots_of(found))
    answer = HttpResponse(tables.write_csv(documents.lots_header(), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{found.pk}.csv"'
    return answer


@require_GET
def record(request: PersonRequest, pk: int) -> HttpResponse:
    """The record of a run to read and to print; with `?as=json`, the same as data."""
    found = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    kept = pages.record_of(found)
    if request.GET.get("as") == "json":
        answer = JsonResponse(asdict(kept), json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = f'attachment; filename="run-{found.pk}.json"'
        return answer
    ranks = [(documents.rank_label(rank), people) for rank, people in kept.ranks]
    return render(request, "matching/record.html", {"run": found, "record": kept, "ranks": ranks})
