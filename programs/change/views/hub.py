"""The hub of the people side, its pulse, and the checklist."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.change import access, actions, queries
from programs.change import checklist as steps
from programs.change.choices import Element, Suggestion
from programs.change.forms import PulsePlanForm, TaskForm
from programs.change.models import PulsePlan
from programs.change.records import records_of
from programs.cohorts.models import Program
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest
from programs.plans import queries as plan_queries


@require_GET
def program(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show how the people side of a programme stands, and lead to each of its pages."""
    found = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    today = timezone.localdate()
    messages = list(plan_queries.messages_of(found))
    records = records_of(found, today=today)
    context = {
        "program": found,
        "steps": steps.steps_of(records),
        "pulse": queries.pulse_of(found),
        "gaps": [one for one in records.coverage if one.is_gap],
        "concerns": records.concerns,
        "late": [one for one in messages if one.said_on is None and one.planned_on < today],
        "risks": plan_queries.risks_of(found)[:3],
        "tasks": [one for one in queries.tasks_of(found) if one.done_on is None],
        "today": today,
    }
    return render(request, "change/program.html", context)


@require_GET
def pulse(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show the pulse by month and group, with what helps first."""
    found = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    return render(request, "change/pulse.html", _pulse_page(request, found, None))


@require_POST
def plan_pulse(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Ask for the pulse each month, or stop asking."""
    found = get_object_or_404(access.programs_changed_by(request.user), pk=program_pk)
    form = PulsePlanForm(request.POST, instance=PulsePlan.objects.filter(program=found).first())
    if form.is_valid() and is_done(request, actions.plan_pulse, form, program=found, **form.cleaned_data):
        return redirect("change:pulse", program_pk=program_pk)
    return render(request, "change/pulse.html", _pulse_page(request, found, form), status=409)


def _pulse_page(request: PersonRequest, program: Program, form: PulsePlanForm | None) -> dict[str, Any]:
    plan = PulsePlan.objects.filter(program=program).first()
    return {
        "program": program,
        "pulse": queries.pulse_of(program),
        "elements": Element,
        "tasks": queries.tasks_of(program),
        "handled": set(access.tasks_handled_by(request.user).values_list("pk", flat=True)),
        "plan": plan,
        "form": form or PulsePlanForm(instance=plan),
        "is_lead": access.programs_changed_by(request.user).filter(pk=program.pk).exists(),
        "today": timezone.localdate(),
    }


@require_http_methods(["GET", "POST"])
def add_task(request: PersonRequest, program_pk: int, element: str) -> HttpResponse:
    """Make a task of what helps a group whose first weak element this is."""
    found = get_object_or_404(access.programs_changed_by(request.user), pk=program_pk)
    latest = queries.pulse_of(found)
    wanted = request.GET.get("group", "")
    group = next((one for one in latest.groups if one.name == wanted), None) if latest else None
    if latest is None or group is None:
        raise Http404
    initial = {"text": Suggestion(element).label, "owner": request.user.pk}
    form = TaskForm(request.POST or None, initial=initial)
    wave = queries.pulse_waves(found).get(pk=latest.wave)
    if request.method == "POST" and form.is_valid():
        about: dict[str, Any] = {"program": found, "wave": wave, "group": group.name, "element": element}
        if is_done(request, actions.add_task, form, **about, **form.cleaned_data):
            return redirect("change:pulse", program_pk=program_pk)
    context = {"program": found, "group": group, "element": Element(element), "form": form}
    return render(request, "change/add_task.html", context)


@require_GET
def task(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one task to its owner and to leads."""
    row = get_object_or_404(access.tasks_handled_by(request.user).select_related("program", "owner"), pk=pk)
    return render(request, "change/task.html", {"task": row, "today": timezone.localdate()})


@require_POST
def finish_task(request: PersonRequest, pk: int) -> HttpResponse:
    """Note that a task is done."""
    row = get_object_or_404(access.tasks_handled_by(request.user), pk=pk)
    is_done(request, actions.finish_task, task=row)
    return redirect("change:task", pk=pk)


@require_GET
def checklist(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show the eight steps with the records behind each."""
    found = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    made = steps.steps_of(records_of(found, today=timezone.localdate()))
    context = {"program": found, "steps": made, "met": sum(one.is_met for one in made)}
    return render(request, "change/checklist.html", context)
