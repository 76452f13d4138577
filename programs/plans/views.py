"""Pages of the communication plan, the risk register and the milestones."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts.models import Program
from programs.core.refusals import RuleBroken
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest
from programs.plans import access, actions, documents, queries
from programs.plans.choices import PlanStage
from programs.plans.forms import MessageForm, MilestoneForm, NoteForm, RiskForm
from programs.plans.models import PlannedMessage

# Messages ----------------------------------------------------------------------------------------


@require_GET
def plan(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show the communication plan by day, and which audience hears nothing in which stage."""
    program = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    rows = list(queries.messages_of(program))
    context = {
        "program": program,
        "rows": rows,
        "coverage": queries.coverage_of(rows),
        "stages": PlanStage,
        "is_lead": access.programs_planned_by(request.user).filter(pk=program_pk).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "plans/plan.html", context)


@require_http_methods(["GET", "POST"])
def add_message(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Plan a message."""
    program = get_object_or_404(access.programs_planned_by(request.user), pk=program_pk)
    form = MessageForm(request.POST or None, initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        actions.plan_message(program=program, by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect("plans:plan", program_pk=program_pk)
    return render(request, "plans/add_message.html", {"form": form, "program": program})


@require_http_methods(["GET", "POST"])
def message(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one message to whoever says it; leads change it as long as it was not said."""
    row = get_object_or_404(access.messages_handled_by(request.user).select_related("program", "owner"), pk=pk)
    is_lead = access.messages_planned_by(request.user).filter(pk=pk).exists()
    form = MessageForm(request.POST or None, instance=row)
    if (
        request.method == "POST"
        and is_lead
        and form.is_valid()
        and is_done(request, actions.change_message, form, message=row, **form.cleaned_data)
    ):
        return redirect("plans:message", pk=pk)
    row.refresh_from_db()
    return render(
        request, "plans/message.html", _message_page(row, is_lead=is_lead, form=form, note=NoteForm(initial=_today()))
    )


def _message_page(
    row: PlannedMessage, *, is_lead: bool, form: forms.Form | MessageForm, note: NoteForm
) -> dict[str, Any]:
    people = queries.people_of(row.program, row.audience).count()
    return {"message": row, "is_lead": is_lead, "form": form, "note_form": note, "people": people}


@require_POST
def send(request: PersonRequest, pk: int) -> HttpResponse:
    """Send a message as a letter to its audience."""
    row = get_object_or_404(access.messages_handled_by(request.user), pk=pk)
    try:
        sent = actions.send_message(message=row, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("On its way to %(count)s people.") % {"count": sent.letters})
    return redirect("plans:message", pk=pk)


@require_POST
def said(request: PersonRequest, pk: int) -> HttpResponse:
    """Note that a message was said elsewhere."""
    row = get_object_or_404(access.messages_handled_by(request.user).select_related("program", "owner"), pk=pk)
    form = NoteForm(request.POST)
    if form.is_valid() and is_done(request, actions.note_message, form, message=row, **form.cleaned_data):
        return redirect("plans:message", pk=pk)
    is_lead = access.messages_planned_by(request.user).filter(pk=pk).exists()
    page = _message_page(row, is_lead=is_lead, form=MessageForm(instance=row), note=form)
    return render(request, "plans/message.html", page, status=409)


@require_POST
def drop_message(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a message out of the plan."""
    row = get_object_or_404(access.messages_planned_by(request.user), pk=pk)
    try:
        actions.drop_message(message=row, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("plans:plan", program_pk=row.program_id)


# Risks -------------------------------------------------------------------------------------------


@require_GET
def risks(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show the risk register: the matrix, and the list with the gravest first."""
    program = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    rows = queries.risks_of(program)
    context = {
        "program": program,
        "risks": rows,
        "matrix": queries.matrix_of(rows),
        "handled": set(access.risks_handled_by(request.user).values_list("pk", flat=True)),
        "is_lead": access.programs_planned_by(request.user).filter(pk=program_pk).exists(),
        "today": timezone.localdate(),
    }
    return render(request, "plans/risks.html", context)


@require_GET
def risks_csv(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Hand the risk register out as CSV; no cell is a formula."""
    program = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    content = documents.risks_csv(queries.risks_of(program))
    headers = {"Content-Disposition": 'attachment; filename="risks.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def add_risk(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Write a risk down."""
    program = get_object_or_404(access.programs_planned_by(request.user), pk=program_pk)
    form = RiskForm(request.POST or None, initial={"owner": request.user.pk})
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.add_risk, form, program=program, **form.cleaned_data)
    ):
        return redirect("plans:risks", program_pk=program_pk)
    return render(request, "plans/risk.html", {"form": form, "program": program})


@require_http_methods(["GET", "POST"])
def risk(request: PersonRequest, pk: int) -> HttpResponse:
    """Judge a risk anew."""
    row = get_object_or_404(access.risks_handled_by(request.user).select_related("program"), pk=pk)
    form = RiskForm(request.POST or None, instance=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.review_risk, form, risk=row, **form.cleaned_data)
    ):
        return redirect("plans:risk", pk=pk)
    follows = access.programs_followed_by(request.user).filter(pk=row.program_id).exists()
    context = {"form": form, "program": row.program, "risk": row, "is_alone": not follows}
    return render(request, "plans/risk.html", context)


# Milestones --------------------------------------------------------------------------------------


@require_GET
def milestones(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show everybody what was reached and what is to come."""
    program = get_object_or_404(Program, pk=program_pk)
    return render(request, "plans/milestones.html", _milestone_page(request, program, MilestoneForm(program=program)))


@require_POST
def add_milestone(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Set a milestone."""
    program = get_object_or_404(access.programs_planned_by(request.user), pk=program_pk)
    form = MilestoneForm(request.POST, program=program)
    if form.is_valid() and is_done(request, actions.plan_milestone, form, program=program, **form.cleaned_data):
        return redirect("plans:milestones", program_pk=program_pk)
    return render(request, "plans/milestones.html", _milestone_page(request, program, form), status=409)


def _milestone_page(request: PersonRequest, program: Program, form: MilestoneForm) -> dict[str, Any]:
    return {
        "program": program,
        "milestones": queries.milestones_of(program),
        "is_lead": access.programs_planned_by(request.user).filter(pk=program.pk).exists(),
        "form": form,
        "today": timezone.localdate(),
    }


@require_POST
def reach(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a milestone was reached today."""
    row = get_object_or_404(access.milestones_planned_by(request.user), pk=pk)
    try:
        actions.reach_milestone(milestone=row, on=timezone.localdate(), by=request.user, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("plans:milestones", program_pk=row.program_id)


@require_POST
def drop_milestone(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a milestone away."""
    row = get_object_or_404(access.milestones_planned_by(request.user), pk=pk)
    actions.drop_milestone(milestone=row, by=request.user, at=timezone.now())
    return redirect("plans:milestones", program_pk=row.program_id)


def _today() -> dict[str, Any]:
    return {"on": timezone.localdate()}
