"""Pages of programmes and cohorts."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts import access, actions, queries, rules
from programs.cohorts.forms import CohortForm, NewProgramForm, ProgramForm, RoleForm
from programs.cohorts.models import Cohort, Program, ProgramRole
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest

A_YEAR = datetime.timedelta(weeks=52)
"""Weekdays stay weekdays when a cohort is duplicated."""


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Show the programmes that I look after, and the cohorts that I am in or can enrol in."""
    today = timezone.localdate()
    context = {
        "programs": queries.programs_with_cohorts(access.programs_visible_to(request.user)),
        "mine": queries.enrollments_of_person(request.user),
        "open_cohorts": access.cohorts_open_to(request.user, today).exclude(
            enrollments__in=queries.enrollments_of_person(request.user)
        ),
        "may_create": access.may_create_program(request.user),
        "led": set(access.programs_led_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "cohorts/index.html", context)


# Programmes ------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def add_program(request: PersonRequest) -> HttpResponse:
    """Make a programme and name its first lead."""
    if not access.may_create_program(request.user):
        raise Http404
    form = NewProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        values = {name: data[name] for name in ("name", "company", "purpose", "lead")}
        try:
            made = actions.create_program(by=request.user, at=timezone.now(), **values)
        except actions.CohortRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("The programme is set up. Its lead can go on from here."))
            return redirect("cohorts:program", pk=made.pk)
    return render(request, "cohorts/add_program.html", {"form": form})


@require_GET
def program(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a programme: its rules, who leads and sponsors it, its cohorts."""
    row = get_object_or_404(access.programs_visible_to(request.user), pk=pk)
    return render(request, "cohorts/program.html", _program_context(request, row, RoleForm()))


def _program_context(request: PersonRequest, row: Program, form: RoleForm) -> dict[str, Any]:
    return {
        "program": row,
        "roles": queries.roles_of(row),
        "cohorts": queries.cohorts_of(row),
        "form": form,
        "is_lead": access.is_lead(request.user, row),
        "may_name": access.may_name_roles(request.user, row),
    }


@require_http_methods(["GET", "POST"])
def edit_program(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a programme's rules and thresholds."""
    row = get_object_or_404(access.programs_editable_by(request.user), pk=pk)
    name = row.name
    form = ProgramForm(request.POST or None, instance=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.edit_program, form, program=row, decided=form.decided())
    ):
        return redirect("cohorts:program", pk=pk)
    return render(request, "cohorts/edit_program.html", {"form": form, "pk": pk, "name": name})


@require_POST
def name_role(request: PersonRequest, pk: int) -> HttpResponse:
    """Name a lead or sponsor."""
    row = get_object_or_404(access.programs_visible_to(request.user), pk=pk)
    if not access.may_name_roles(request.user, row):
        raise Http404
    form = RoleForm(request.POST)
    if form.is_valid():
        actions.name_role(program=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("cohorts:program", pk=pk)
    return render(request, "cohorts/program.html", _program_context(request, row, form), status=422)


@require_POST
def end_role(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a role back."""
    role = get_object_or_404(ProgramRole.objects.select_related("program"), pk=pk)
    if not access.may_name_roles(request.user, role.program):
        raise Http404
    try:
        actions.end_role(role=role, by=request.user, at=timezone.now())
    except actions.CohortRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved."))
    return redirect("cohorts:program", pk=role.program_id)


# Cohorts ---------------------------------------------------------------------------------


@require_GET
def cohort(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a cohort: dates, hosts, numbers, and where it was moved on although something was missing."""
    row = get_object_or_404(queries.with_counts(access.cohorts_overseen_by(request.user)), pk=pk)
    context = {
        "cohort": row,
        "departments": queries.host_departments_of(row),
        "overrides": queries.overrides_of(row),
        "is_lead": access.may_lead(request.user, row),
        "may_change": access.may_change_cohort(request.user, row),
        "stages": rules.life_of(row.stage),
        "is_closed": row.enrolls_until is not None and row.enrolls_until < timezone.localdate(),
    }
    return render(request, "cohorts/cohort.html", context)


@require_http_methods(["GET", "POST"])
def add_cohort(request: PersonRequest, pk: int) -> HttpResponse:
    """Set up a cohort; with `?like=` it starts from another one of the programme, a year later."""
    row = get_object_or_404(access.programs_led_by(request.user), pk=pk)
    like = row.cohorts.filter(pk=_number(request.GET.get("like"))).first()
    form = CohortForm(request.POST or None, initial=_a_year_later(like) if like else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_cohort(
                program=row,
                plan=form.plan(),
                departments=form.cleaned_data["departments"],
                like=like,
                by=request.user,
                at=timezone.now(),
            )
        except actions.CohortRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("The cohort is set up."))
            return redirect("cohorts:cohort", pk=made.pk)
    return render(request, "cohorts/add_cohort.html", {"form": form, "program": row, "like": like})


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _a_year_later(like: Cohort) -> dict[str, Any]:
    year = str(like.starts_on.year)
    return {
        "name": like.name.replace(year, str(like.starts_on.year + 1)) if year in like.name else "",
        "starts_on": like.starts_on + A_YEAR,
        "ends_on": like.ends_on + A_YEAR,
        "enrolls_until": like.enrolls_until + A_YEAR if like.enrolls_until else None,
        "visits_wanted": like.visits_wanted,
        "spacing_days": like.spacing_days,
        "departments": list(like.departments.values_list("pk", flat=True)),
    }


@require_http_methods(["GET", "POST"])
def edit_cohort(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a cohort's dates, numbers and host departments."""
    row = get_object_or_404(access.cohorts_led_by(request.user), pk=pk)
    name = row.name
    form = CohortForm(request.POST or None, instance=row)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(
            request,
            actions.edit_cohort,
            form,
            cohort=row,
            plan=form.plan(),
            departments=form.cleaned_data["departments"],
        )
    ):
        return redirect("cohorts:cohort", pk=pk)
    return render(request, "cohorts/edit_cohort.html", {"form": form, "pk": pk, "name": name})
