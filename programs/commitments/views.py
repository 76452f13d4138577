"""Pages of promises and frictions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts.models import Cohort
from programs.commitments import access, actions, queries, rules
from programs.commitments.forms import AcknowledgeForm, CommitmentForm, FrictionForm, StepForm
from programs.people.requests import PersonRequest
from programs.visits.models import Visit


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show what I promised and what I was promised, my turn first."""
    waiting = queries.waiting_for(request.user)
    rest = [row for row in queries.commitments_of(request.user) if row.pk not in {one.pk for one in waiting}]
    return render(request, "commitments/mine.html", {"waiting": waiting, "rest": rest, "today": timezone.localdate()})


@require_GET
def quick_wins(request: PersonRequest) -> HttpResponse:
    """Show everyone what was delivered and confirmed within 90 days."""
    wins = queries.quick_wins(Cohort.objects.all())
    return render(request, "commitments/quick_wins.html", {"wins": wins, "days": rules.QUICK_WIN_DAYS})


@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest, visit_pk: int) -> HttpResponse:
    """Write a promise down at the debrief of a visit."""
    visit = get_object_or_404(access.visits_open_to_promises(request.user), pk=visit_pk)
    form = CommitmentForm(request.POST or None, visit=visit, initial={"owner": request.user.pk})
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            made = actions.propose_commitment(
                visit=visit,
                text=form.cleaned_data["text"],
                owner=owner,
                beneficiary=queries.other_side_of(visit, owner),
                due_on=form.cleaned_data["due_on"],
                is_visible=form.cleaned_data["is_visible"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.CommitmentRefused as refused:
            for refusal in refused.refusals:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down. The other side is asked to agree."))
            return redirect("commitments:commitment", pk=made.pk)
    return render(request, "commitments/propose.html", {"form": form, "visit": visit})


@require_GET
def commitment(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one promise and what can be done with it."""
    row = get_object_or_404(access.commitments_visible_to(request.user).select_related("visit__department"), pk=pk)
    context = {"commitment": row, "turn": queries.next_step_of(row, request.user), "form": StepForm()}
    return render(request, "commitments/commitment.html", context | {"today": timezone.localdate()})


@require_POST
def step(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """Agree, decline, deliver, confirm or dispute."""
    row = get_object_or_404(access.commitments_visible_to(request.user), pk=pk)
    if step not in rules.STEPS:
        raise Http404
    form = StepForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST.get("reason", "")
    if form.is_valid():
        try:
            actions.take_step(commitment=row, step=step, by=request.user, at=timezone.now(), reason=reason)
        except actions.CommitmentRefused as refused:
            for refusal in refused.refusals:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. The other side has been told."))
            return redirect("commitments:commitment", pk=pk)
    context = {"commitment": row, "turn": queries.next_step_of(row, request.user), "form": form}
    return render(request, "commitments/commitment.html", context | {"today": timezone.localdate()}, status=409)


@require_GET
def frictions(request: PersonRequest) -> HttpResponse:
    """Show what slows departments down, and what IT does about it."""
    rows = access.frictions_visible_to(request.user)
    context = {
        "frictions": rows.select_related("department", "owner", "reported_by"),
        "systems": queries.minutes_by_system(rows),
        "may_report": access.department_to_report_for(request.user) is not None,
    }
    return render(request, "commitments/frictions.html", context)


@require_http_methods(["GET", "POST"])
def report_friction(request: PersonRequest) -> HttpResponse:
    """Take down, in two minutes, what gets in the way, how long, how often."""
    department = access.department_to_report_for(request.user)
    if department is None:
        raise Http404
    asked_for = request.GET.get("visit", "")
    visits = access.visits_open_to_promises(request.user)
    visit: Visit | None = visits.filter(pk=asked_for).first() if asked_for.isdecimal() else None
    form = FrictionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.report_friction(
            department=department, visit=visit, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Thank you. IT sees it now; you will be told who takes it on."))
        return redirect("commitments:friction", pk=made.pk)
    return render(request, "commitments/report_friction.html", {"form": form, "visit": visit})


@require_GET
def friction(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one friction, its owner and status."""
    row = get_object_or_404(access.frictions_visible_to(request.user), pk=pk)
    return render(request, "commitments/friction.html", _friction_page(request, row.pk, StepForm(), AcknowledgeForm()))


@require_POST
def move_friction(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """Let IT acknowledge, start, resolve or refuse."""
    row = get_object_or_404(access.frictions_visible_to(request.user), pk=pk)
    if step not in rules.FRICTION_STEPS or not access.may_own_friction(request.user):
        raise Http404
    reasons, due = StepForm(request.POST), AcknowledgeForm(request.POST)
    if (due if step == "acknowledge" else reasons).is_valid():
        try:
            actions.move_friction(
                friction=row,
                step=step,
                by=request.user,
                at=timezone.now(),
                due_on=due.cleaned_data.get("due_on") if step == "acknowledge" else row.due_on,
                reason=request.POST.get("reason", "")[:1000],
            )
        except actions.CommitmentRefused as refused:
            form = due if step == "acknowledge" else reasons
            for refusal in refused.refusals:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done. The department has been told."))
            return redirect("commitments:friction", pk=pk)
    shown = due if step == "acknowledge" else AcknowledgeForm()
    return render(request, "commitments/friction.html", _friction_page(request, pk, reasons, shown), status=409)


def _friction_page(request: PersonRequest, pk: int, reasons: StepForm, due: AcknowledgeForm) -> dict[str, object]:
    row = access.frictions_visible_to(request.user).select_related("department", "owner", "reported_by").get(pk=pk)
    steps = [name for name, states in rules.FRICTION_STEPS.items() if row.state in states]
    may = access.may_own_friction(request.user)
    return {"friction": row, "steps": steps if may else [], "form": reasons, "due_form": due, "may_own": may}
