"""Pages of objectives, measures and readings."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.gateways import tables
from programs.objectives import access, actions, documents, importing, queries
from programs.objectives.forms import (
    MeasureForm,
    ObjectiveForm,
    OutcomeForm,
    ReadingForm,
    ReadingsForm,
    StrategyForm,
)
from programs.objectives.models import Objective
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest

require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """List the objectives that the reader may see, by pair, with what their measures say."""
    stories = queries.stories_of(access.objectives_visible_to(request.user), today=timezone.localdate())
    context = {
        "pairs": documents.by_pair(stories),
        "strategies": access.programs_with_strategy(request.user),
        "may_add": access.programs_to_set_goals_in(request.user).exists(),
    }
    return render(request, "objectives/index.html", context)


@require_form
def add(request: PersonRequest) -> HttpResponse:
    """Draft an objective; the owners of both sides are asked to agree."""
    form = _objective_form(request, Objective())
    if not access.programs_to_set_goals_in(request.user).exists():
        raise Http404
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sides = {name: data[name] for name in ("program", "it_department", "department")}
        try:
            made = actions.draft_objective(**sides, goal=form.goal(), by=request.user, at=timezone.now())
        except actions.ObjectiveRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Written down. Both owners are asked to agree."))
            return redirect("objectives:objective", pk=made.pk)
    return render(request, "objectives/add.html", {"form": form})


@require_safe
def objective(request: PersonRequest, pk: int) -> HttpResponse:
    """Show an objective, its measures with their trend, and what can be done with it."""
    return _objective_page(request, pk, OutcomeForm())


@require_form
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Change an objective; both sides agree anew to what they read."""
    row = get_object_or_404(access.objectives_editable_by(request.user), pk=pk)
    form = _objective_form(request, row)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.edit_objective, form, objective=row, goal=form.goal())
    ):
        return redirect("objectives:objective", pk=pk)
    title = Objective.objects.only("title").get(pk=pk).title
    return render(request, "objectives/edit.html", {"form": form, "pk": pk, "objective_title": title})


@require_POST
def agree(request: PersonRequest, pk: int) -> HttpResponse:
    """Agree for one's own side."""
    row = get_object_or_404(access.objectives_editable_by(request.user), pk=pk)
    if not access.sides_of(request.user, row):
        raise Http404
    try:
        made = actions.agree_objective(objective=row, by=request.user, at=timezone.now())
    except actions.ObjectiveRefused as refused:
        messages.error(request, str(refused))
    else:
        is_agreed = made.state == "agreed"
        messages.success(request, _("Agreed by both sides.") if is_agreed else _("Noted. The other side is next."))
    return redirect("objectives:objective", pk=pk)


@require_POST
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """End an objective with a word about what came of it."""
    row = get_object_or_404(access.objectives_editable_by(request.user), pk=pk)
    form = OutcomeForm(request.POST)
    if form.is_valid() and is_done(
        request,
        actions.close_objective,
        form,
        said=_("Closed. Its readings stay."),
        objective=row,
        outcome=form.cleaned_data["outcome"],
    ):
        return redirect("objectives:objective", pk=pk)
    return _objective_page(request, pk, form, status=409)


@require_form
def add_measure(request: PersonRequest, pk: int) -> HttpResponse:
    """Add a figure to an objective."""
    row = get_object_or_404(access.objectives_editable_by(request.user), pk=pk)
    start = {"baseline_on": row.starts_on, "target_on": row.ends_on}
    form = MeasureForm(request.POST or None, initial=start)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.add_measure, form, objective=row, figure=form.figure())
    ):
        return redirect("objectives:objective", pk=pk)
    return render(request, "objectives/add_measure.html", {"form": form, "objective": row})


@require_form
def edit_measure(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a figure of an objective."""
    row = get_object_or_404(access.measures_editable_by(request.user), pk=pk)
    form = MeasureForm(request.POST or None, instance=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.edit_measure, form, measure=row, figure=form.figure())
    ):
        return redirect("objectives:measure", pk=pk)
    return render(request, "objectives/edit_measure.html", {"form": form, "pk": pk})


@require_safe
def measure(request: PersonRequest, pk: int) -> HttpResponse:
    """Show the readings of a measure as a chart and a table."""
    return _measure_page(request, pk, ReadingForm(initial={"on": timezone.localdate()}))


@require_POST
def note(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a new reading of a measure, or correct one."""
    row = get_object_or_404(access.measures_editable_by(request.user), pk=pk)
    form = ReadingForm(request.POST)
    if form.is_valid() and is_done(
        request, actions.note_readings, form, said=_("Noted."), readings=[form.reading(row)]
    ):
        return redirect("objectives:measure", pk=pk)
    return _measure_page(request, pk, form, status=409)


@require_form
def import_readings(request: PersonRequest, pk: int) -> HttpResponse:
    """Look at a file of readings row by row, and note all of it or nothing."""
    row = get_object_or_404(access.objectives_editable_by(request.user), pk=pk)
    form = ReadingsForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"objective": row, "form": form}
    if request.method == "POST" and form.is_valid():
        content = form.content()
        plan = importing.plan_for(row, content, today=timezone.localdate())
        if request.POST.get("apply") and not plan.is_refused:
            noted = actions.note_readings(readings=plan.readings, by=request.user, at=timezone.now())
            messages.success(request, _("%(count)s readings noted.") % {"count": len(noted)})
            return redirect("objectives:objective", pk=pk)
        context |= {"plan": plan, "again": ReadingsForm(initial={"text": content.decode(errors="replace")})}
    return render(request, "objectives/import_readings.html", context)


@require_safe
def readings_file(request: PersonRequest, pk: int) -> HttpResponse:
    """Download the standing readings of an objective, in the form that can be uploaded again."""
    row = get_object_or_404(queries.in_full(access.objectives_visible_to(request.user)), pk=pk)
    answer = HttpResponse(
        tables.write_csv(importing.COLUMNS, documents.rows_of(row)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="readings.csv"'
    return answer


@require_safe
def strategy(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show where the company is going and IT's part in it."""
    return _strategy_page(request, program_pk)


@require_POST
def write_strategy(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Write the strategy: for the leads of the programme."""
    program = get_object_or_404(access.programs_whose_strategy_is_written_by(request.user), pk=program_pk)
    form = StrategyForm(request.POST)
    if not form.is_valid():
        return _strategy_page(request, program_pk, form, status=409)
    actions.write_strategy(program=program, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("objectives:strategy", program_pk=program_pk)


def _objective_form(request: PersonRequest, row: Objective) -> ObjectiveForm:
    today = timezone.localdate()
    return ObjectiveForm(
        request.POST or None,
        instance=row,
        initial={} if row.pk else {"starts_on": today, "ends_on": today + datetime.timedelta(days=365)},
        programs=access.programs_to_set_goals_in(request.user),
        departments=access.departments_to_set_goals_for(request.user),
        people=access.possible_owners(),
    )


def _objective_page(request: PersonRequest, pk: int, form: OutcomeForm, status: int = 200) -> HttpResponse:
    row = get_object_or_404(queries.in_full(access.objectives_visible_to(request.user)), pk=pk)
    story = queries.story_of(row, today=timezone.localdate())
    may_edit = access.may_edit(request.user, row)
    agreed = {"it": row.it_agreed_at, "department": row.agreed_at}
    context = {
        "objective": row,
        "figures": [(one, documents.charts_of(one)) for one in story.measures],
        "may_edit": may_edit,
        "may_agree": [side for side in access.sides_of(request.user, row) if agreed[side] is None],
        "form": form,
    }
    return render(request, "objectives/objective.html", context, status=status)


def _measure_page(request: PersonRequest, pk: int, form: ReadingForm, status: int = 200) -> HttpResponse:
    row = get_object_or_404(access.measures_visible_to(request.user), pk=pk)
    may_edit = access.measures_editable_by(request.user).filter(pk=pk).exists()
    story = queries.measure_story(row, today=timezone.localdate())
    context = {
        "story": story,
        "charts": documents.charts_of(story),
        "corrections": queries.corrections_of(row),
        "form": form if may_edit and not row.gap_item and row.objective.state != "closed" else None,
        "may_edit": may_edit,
    }
    return render(request, "objectives/measure.html", context, status=status)


def _strategy_page(
    request: PersonRequest, program_pk: int, form: StrategyForm | None = None, status: int = 200
) -> HttpResponse:
    program = get_object_or_404(access.programs_with_strategy(request.user), pk=program_pk)
    row = queries.strategy_of(program)
    may_write = access.programs_whose_strategy_is_written_by(request.user).filter(pk=program_pk).exists()
    context = {
        "program": program,
        "strategy": row,
        "form": (form or StrategyForm(instance=row)) if may_write else None,
    }
    return render(request, "objectives/strategy.html", context, status=status)
