"""Mending what fell away: proposals for the lead, and a page of consent for everyone affected."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.core.refusals import RuleBroken
from programs.matching import access, actions, pages
from programs.matching.choices import RepairState
from programs.matching.forms import AnswerForm, ProposalForm
from programs.matching.views.answers import say
from programs.people.requests import PersonRequest


@require_GET
def repairs(request: PersonRequest, pk: int) -> HttpResponse:
    """What fell away in a cohort, and what is being done about it."""
    cohort = get_object_or_404(access.cohorts_matched_by(request.user), pk=pk)
    return render(request, "matching/repairs.html", pages.repairs(cohort, timezone.now()))


@require_http_methods(["GET", "POST"])
def repair(request: PersonRequest, pk: int) -> HttpResponse:
    """Proposals that could mend a visit; choosing one asks everyone affected."""
    visit = get_object_or_404(access.visits_mended_by(request.user), pk=pk)
    now = timezone.now()
    form = ProposalForm(request.POST or None, cohort=visit.cohort, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.ask_repair(visit=visit, proposal=form.cleaned_data["proposal"], by=request.user, at=now)
        except RuleBroken as broken:
            form.add_error(None, [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("Everyone affected is asked. Nothing changes until all of them agree."))
            return redirect("matching:consent", made.pk)
    return render(request, "matching/repair.html", pages.repair(visit, now) | {"form": form})


@require_http_methods(["GET", "POST"])
def consent(request: PersonRequest, pk: int) -> HttpResponse:
    """What a repair would change for me, and my answer. Leads see everyone's."""
    found = get_object_or_404(access.repairs_visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_yes = form.cleaned_data["answer"] == "yes"
        try:
            found = actions.answer_repair(repair=found, by=request.user, is_yes=is_yes, at=timezone.now())
        except RuleBroken as broken:
            say(request, broken)
        else:
            messages.success(request, _answered(found.state))
        return redirect("matching:consent", pk)
    is_lead = access.cohorts_matched_by(request.user).filter(pk=found.cohort_id).exists()
    return render(request, "matching/consent.html", pages.consent(found, request.user, is_lead=is_lead))


def _answered(state: str) -> str:
    if state == RepairState.APPLIED:
        return _("Thank you. Everyone agreed, and the change is made.")
    if state == RepairState.FAILED:
        return _("Thank you. It is not possible any more, so nothing changes. Everyone is told.")
    return _("Thank you, your answer is kept.")


@require_POST
def withdraw_repair(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a repair back while answers are missing."""
    found = get_object_or_404(access.repairs_led_by(request.user), pk=pk)
    try:
        actions.withdraw_repair(repair=found, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        say(request, broken)
    else:
        messages.success(request, _("Taken back. Everyone is told that nothing changes."))
    return redirect("matching:consent", pk)
