"""Pages of figures: what a closed wave released, and what a planned one could show."""

import csv
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from programs import charts
from programs.people.requests import PersonRequest
from programs.surveys import access, comments, comparisons, documents, matrices, planning, queries
from programs.surveys.choices import Side
from programs.surveys.figures import ReleasedWave
from programs.surveys.forms import PlanForm
from programs.surveys.models import Wave


@require_GET
def results(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what a closed wave released, and nothing else."""
    readable = access.releases_visible_to(request.user).select_related("release", "program", "instrument")
    wave = get_object_or_404(readable, pk=pk)
    released = queries.released_wave(wave.release)
    earlier = queries.released_before(wave, released)
    context = {
        "wave": wave,
        "released": released,
        "earlier": earlier,
        "finding": documents.finding(released),
        "wide": documents.dumbbell(released, earlier, width=charts.WIDE),
        "narrow": documents.dumbbell(released, earlier, width=charts.NARROW),
        "gaps": documents.gap_rows(released),
        "guesses": documents.guess_rows(released),
        "comments": comments.readable(wave, state="released"),
        "is_lead": access.waves_led_by(request.user).filter(pk=pk).exists(),
        "sides": [one for one in documents.side_items(released) if one[1]],
        "departments": documents.department_rows(released, "business"),
        "primary": [question for question in released.questions if question.is_primary],
    }
    return render(request, "surveys/results.html", context | _comparisons(released))


def _comparisons(released: ReleasedWave) -> dict[str, object]:
    """Return what stands beside the gap: spread, movement, parts, doses, departments and doubts."""
    return {
        "spreads": [(str(side.label), drawn) for side in Side if (drawn := comparisons.spread(released, side))],
        "spread_tables": [(str(side.label), comparisons.spread_table(released, side)) for side in Side],
        "spread_sentence": comparisons.spread_sentence(released),
        "movements": comparisons.movement(released),
        "parts": comparisons.taking_part(released),
        "doses": comparisons.doses(released),
        "department_changes": comparisons.department_changes(released, "business"),
        "doubts": comparisons.doubts(released),
        "has_index": any(question.in_index for question in released.questions),
        "matrix": matrices.matrix(released),
        "said": matrices.said_rows(released),
        "late": matrices.late_rows(released),
    }


@require_GET
def department(request: PersonRequest, pk: int, department_pk: int) -> HttpResponse:
    """Show a department that stands alone (ten answers or more), to those who see the wave and to its head."""
    readable = access.department_releases_visible_to(request.user, department_pk)
    wave = get_object_or_404(readable.select_related("release", "program"), pk=pk)
    released = queries.released_wave(wave.release)
    page = comparisons.department_page(released, department_pk)
    if page is None:
        raise Http404
    sees_all = access.releases_visible_to(request.user).filter(pk=pk).exists()
    rate = next((one for one in released.rates if (one.side, one.group.key) == (page.side, page.group.key)), None)
    context = {"wave": wave, "released": released, "page": page, "sees_all": sees_all, "rate": rate}
    return render(request, "surveys/department.html", context)


@require_GET
def results_csv(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the released shares as a file."""
    wave = get_object_or_404(access.releases_visible_to(request.user).select_related("release"), pk=pk)
    return _file(wave, "results", documents.csv_rows(queries.released_wave(wave.release)))


@require_GET
def comparisons_csv(request: PersonRequest, pk: int) -> HttpResponse:
    """Give everything the wave compares as a file."""
    wave = get_object_or_404(access.releases_visible_to(request.user).select_related("release"), pk=pk)
    return _file(wave, "comparisons", comparisons.comparison_rows(queries.released_wave(wave.release)))


@require_GET
def matrices_csv(request: PersonRequest, pk: int) -> HttpResponse:
    """Give how departments experience each other, and the items on other scales, as a file."""
    wave = get_object_or_404(access.releases_visible_to(request.user).select_related("release"), pk=pk)
    return _file(wave, "more", matrices.csv_rows(queries.released_wave(wave.release)))


def _file(wave: Wave, name: str, rows: Iterable[list[str]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="survey-{wave.kind}-{wave.pk}-{name}.csv"'
    csv.writer(response).writerows(rows)
    return response


@require_GET
def power(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Say what a planned survey could show, before anybody is asked."""
    program = get_object_or_404(access.programs_led_by(request.user), pk=program_pk)
    form = PlanForm(request.GET or None, start=queries.plan_of(program))
    plan = form.plan if not form.is_bound or form.is_valid() else None
    context = {"program": program, "form": form, "plan": plan, "prospect": planning.prospect_of(plan) if plan else None}
    return render(request, "surveys/power.html", context)
