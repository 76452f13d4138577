"""Pages of frictions: reporting, answering, who they go to, and what they cost."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.commitments import access, actions, queries, returns, rules
from programs.commitments.forms import AcknowledgeForm, ContactForm, FrictionForm, LinkForm, ReasonForm, SystemForm
from programs.gateways import tables
from programs.people.requests import PersonRequest
from programs.visits.models import Visit


@require_GET
def frictions(request: PersonRequest) -> HttpResponse:
    """Show what slows departments down, and what IT does about it."""
    rows = access.frictions_visible_to(request.user)
    context = {
        "frictions": rows.select_related("department", "owner", "reported_by"),
        "systems": queries.minutes_by_system(rows),
        "may_report": access.department_to_report_for(request.user) is not None,
        "may_route": access.may_route(request.user),
        "overdue": set(returns.overdue_frictions(timezone.localdate()).values_list("pk", flat=True)),
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
    context = {"form": form, "visit": visit, "systems": returns.known_systems()}
    return render(request, "commitments/report_friction.html", context)


@require_GET
def friction(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one friction, its owner and status."""
    row = get_object_or_404(access.frictions_visible_to(request.user), pk=pk)
    return render(
        request, "commitments/friction.html", _friction_page(request, row.pk, ReasonForm(), AcknowledgeForm())
    )


@require_POST
def move_friction(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """Let IT acknowledge, start, resolve or refuse."""
    row = get_object_or_404(access.frictions_visible_to(request.user), pk=pk)
    if step not in rules.FRICTION_STEPS or not access.may_own_friction(request.user):
        raise Http404
    reasons, due = ReasonForm(request.POST), AcknowledgeForm(request.POST)
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
            refused.put_on(form)
        else:
            messages.success(request, _("Done. The department has been told."))
            return redirect("commitments:friction", pk=pk)
    shown = due if step == "acknowledge" else AcknowledgeForm()
    return render(request, "commitments/friction.html", _friction_page(request, pk, reasons, shown), status=409)


@require_POST
def link_friction(request: PersonRequest, pk: int) -> HttpResponse:
    """Let IT point at its ticket, and at the roadmap."""
    row = get_object_or_404(access.frictions_visible_to(request.user), pk=pk)
    if not access.may_own_friction(request.user):
        raise Http404
    form = LinkForm(request.POST)
    if form.is_valid():
        actions.link_friction(friction=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("commitments:friction", pk=pk)
    context = _friction_page(request, pk, ReasonForm(), AcknowledgeForm()) | {"link_form": form}
    return render(request, "commitments/friction.html", context, status=409)


@require_GET
def minutes(request: PersonRequest) -> HttpResponse:
    """Show minutes lost and won back a month, by system and department; nobody is named."""
    table = returns.minutes_lost(access.frictions_visible_to(request.user))
    context = {
        "table": table,
        "lost": sum(one.lost for one in table),
        "won_back": sum(one.won_back for one in table),
        "open": sum(one.open for one in table),
    }
    return render(request, "commitments/minutes.html", context)


@require_GET
def minutes_file(request: PersonRequest) -> HttpResponse:
    """Give the same minutes as a file."""
    rows = returns.minutes_rows(returns.minutes_lost(access.frictions_visible_to(request.user)))
    answer = HttpResponse(tables.write_csv(returns.MINUTES_HEAD, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="minutes.csv"'
    return answer


@require_GET
def answered(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a department what it told, and what was done."""
    department = get_object_or_404(access.departments_answered_to(request.user), pk=pk)
    context = {"department": department, "answers": returns.answers_to(department)}
    return render(request, "commitments/answered.html", context)


@require_http_methods(["GET", "POST"])
def routing(request: PersonRequest) -> HttpResponse:
    """Let a lead say who in IT owns which system, and who is a department's contact."""
    if not access.may_route(request.user):
        raise Http404
    is_system = "system" in request.POST
    system_form = SystemForm(request.POST if is_system else None)
    contact_form = ContactForm(request.POST if request.method == "POST" and not is_system else None)
    if request.method == "POST" and (system_form if is_system else contact_form).is_valid():
        if is_system:
            actions.name_system_owner(by=request.user, at=timezone.now(), **system_form.cleaned_data)
        else:
            actions.name_it_contact(by=request.user, at=timezone.now(), **contact_form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("commitments:routing")
    context = {"system_form": system_form, "contact_form": contact_form, "systems": returns.known_systems()}
    context |= {"owners": returns.system_owners(), "departments": returns.departments_with_contact()}
    return render(request, "commitments/routing.html", context)


def _friction_page(request: PersonRequest, pk: int, reasons: ReasonForm, due: AcknowledgeForm) -> dict[str, object]:
    rows = access.frictions_visible_to(request.user)
    row = rows.select_related("department", "owner", "reported_by", "roadmap_item").get(pk=pk)
    steps = [name for name, states in rules.FRICTION_STEPS.items() if row.state in states]
    may = access.may_own_friction(request.user)
    return {
        "friction": row,
        "steps": steps if may else [],
        "form": reasons,
        "due_form": due,
        "link_form": LinkForm(initial={"ticket": row.ticket, "roadmap_item": row.roadmap_item_id}) if may else None,
        "today": timezone.localdate(),
    }
