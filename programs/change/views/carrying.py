"""Who carries the programme: champions and sponsors."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.change import access, actions, queries, rules
from programs.change.forms import DeedForm, DoneForm, NominationForm, SponsorActionForm
from programs.cohorts import access as cohort_access
from programs.cohorts.models import Program
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest

# Champions ---------------------------------------------------------------------------------------


@require_GET
def champions(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show everybody who carries the programme where; leads see gaps, the asked are asked here."""
    found = get_object_or_404(Program, pk=program_pk)
    return render(request, "change/champions.html", _champion_page(request, found, None))


def _champion_page(request: PersonRequest, program: Program, deed_form: Form | None) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "program": program,
        "coverage": queries.coverage_of(program, today=today),
        "mine": queries.championships_of(request.user).filter(program=program).first(),
        "form": deed_form or DeedForm(initial={"on": today}),
        "is_lead": access.programs_changed_by(request.user).filter(pk=program.pk).exists(),
        "follows": access.programs_followed_by(request.user).filter(pk=program.pk).exists(),
        "weeks": program.silent_weeks or rules.SILENT_WEEKS,
    }


@require_http_methods(["GET", "POST"])
def nominate(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Ask somebody to be a champion."""
    found = get_object_or_404(access.programs_changed_by(request.user), pk=program_pk)
    departments = queries.departments_taking_part(found).order_by("name")
    form = NominationForm(request.POST or None, departments=departments, initial=request.GET.dict())
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.nominate_champion, form, program=found, **form.cleaned_data)
    ):
        return redirect("change:champions", program_pk=program_pk)
    return render(request, "change/nominate.html", {"program": found, "form": form})


@require_POST
def answer_nomination(request: PersonRequest, pk: int) -> HttpResponse:
    """Say yes or no to being a champion."""
    row = get_object_or_404(access.nominations_of(request.user), pk=pk)
    is_done(request, actions.answer_nomination, champion=row, is_yes=request.POST.get("answer") == "yes")
    return redirect("change:champions", program_pk=row.program_id)


@require_POST
def note_deed(request: PersonRequest, pk: int) -> HttpResponse:
    """Note what I did as a champion."""
    row = get_object_or_404(access.nominations_of(request.user).select_related("program", "person"), pk=pk)
    form = DeedForm(request.POST)
    if form.is_valid() and is_done(request, actions.note_deed, form, champion=row, **form.cleaned_data):
        return redirect("change:champions", program_pk=row.program_id)
    return render(request, "change/champions.html", _champion_page(request, row.program, form), status=409)


@require_POST
def end_champion(request: PersonRequest, pk: int) -> HttpResponse:
    """End a championship, one's own or in a programme one leads."""
    row = get_object_or_404(access.champions_handled_by(request.user), pk=pk)
    is_done(request, actions.end_champion, champion=row)
    return redirect("change:champions", program_pk=row.program_id)


# Sponsors ----------------------------------------------------------------------------------------


@require_GET
def sponsors(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show what sponsors did and plan; their own visits are read from the visits."""
    found = get_object_or_404(access.programs_followed_by(request.user), pk=program_pk)
    return render(request, "change/sponsors.html", _sponsor_page(request, found))


def _sponsor_page(request: PersonRequest, program: Program) -> dict[str, Any]:
    handled = access.sponsor_actions_handled_by(request.user)
    return {
        "program": program,
        "sponsors": queries.sponsors_of(program),
        "handled": set(handled.values_list("pk", flat=True)),
        "may_plan": access.programs_sponsored_or_led_by(request.user).filter(pk=program.pk).exists(),
        "today": timezone.localdate(),
    }


@require_http_methods(["GET", "POST"])
def plan_sponsor_action(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Plan what a sponsor will do; sponsors plan for themselves, leads for any of them."""
    found = get_object_or_404(access.programs_sponsored_or_led_by(request.user), pk=program_pk)
    people = cohort_access.sponsors_of(found)
    if not cohort_access.is_lead(request.user, found):
        people = people.filter(pk=request.user.pk)
    form = SponsorActionForm(request.POST or None, sponsors=people)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.plan_sponsor_action, form, program=found, **form.cleaned_data)
    ):
        return redirect("change:sponsors", program_pk=program_pk)
    return render(request, "change/plan_sponsor_action.html", {"program": found, "form": form})


@require_http_methods(["GET", "POST"])
def finish_sponsor_action(request: PersonRequest, pk: int) -> HttpResponse:
    """Note that a sponsor did what was planned."""
    row = get_object_or_404(access.sponsor_actions_handled_by(request.user).select_related("program", "sponsor"), pk=pk)
    form = DoneForm(request.POST or None, initial={"on": timezone.localdate()})
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(request, actions.finish_sponsor_action, form, action=row, **form.cleaned_data)
    ):
        return redirect("change:sponsors", program_pk=row.program_id)
    return render(request, "change/finish_sponsor_action.html", {"action_row": row, "form": form})
