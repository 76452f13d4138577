"""Pages of promises and quick wins."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts.models import Cohort
from programs.commitments import access, actions, queries, returns, rules
from programs.commitments.choices import CommitmentState
from programs.commitments.forms import CommitmentForm, RewordForm, SquadForm, StepForm
from programs.commitments.models import Commitment
from programs.people.deeds import is_done
from programs.people.requests import PersonRequest

SOON = timedelta(days=14)
"""A promise of a debrief is proposed for two weeks later: small and soon."""


@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    """Show what I promised and what I was promised, my turn first."""
    waiting = queries.waiting_for(request.user)
    rest = [row for row in queries.commitments_of(request.user) if row.pk not in {one.pk for one in waiting}]
    context = {
        "waiting": waiting,
        "rest": rest,
        "helping": queries.helped_by(request.user),
        "departments": access.departments_answered_to(request.user).filter(people=request.user),
        "today": timezone.localdate(),
    }
    return render(request, "commitments/mine.html", context)


@require_GET
def quick_wins(request: PersonRequest) -> HttpResponse:
    """Show everyone what was delivered in time and confirmed, and let them say thank you."""
    wins = queries.quick_wins(Cohort.objects.all(), with_pairs=True)
    thanked = {row.pk for row in wins if any(one.person_id == request.user.pk for one in row.thanks.all())}
    context = {"wins": wins, "thanked": thanked, "benefits": returns.benefits_in(wins)}
    return render(request, "commitments/quick_wins.html", context)


@require_POST
def thank(request: PersonRequest, pk: int) -> HttpResponse:
    """Say thank you for a quick win."""
    row = get_object_or_404(access.quick_wins_visible_to(request.user), pk=pk)
    try:
        actions.say_thanks(commitment=row, by=request.user, at=timezone.now())
    except actions.CommitmentRefused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("commitments:quick_wins") + f"#win-{pk}")


@require_http_methods(["GET", "POST"])
def propose(request: PersonRequest, visit_pk: int) -> HttpResponse:
    """Write a promise down at the debrief of a visit."""
    visit = get_object_or_404(access.visits_open_to_promises(request.user), pk=visit_pk)
    initial = {"owner": request.user.pk, "due_on": timezone.localdate() + SOON}
    form = CommitmentForm(request.POST or None, visit=visit, initial=initial)
    if request.method == "POST" and form.is_valid():
        owner = form.cleaned_data["owner"]
        try:
            made = actions.propose_commitment(
                made_at=visit,
                text=form.cleaned_data["text"],
                owner=owner,
                beneficiary=queries.other_side_of(visit, owner),
                due_on=form.cleaned_data["due_on"],
                friction=form.cleaned_data["friction"],
                is_visible=form.cleaned_data["is_visible"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.CommitmentRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Written down. The other side is asked to agree."))
            return redirect("commitments:commitment", pk=made.pk)
    return render(request, "commitments/propose.html", {"form": form, "visit": visit})


@require_GET
def commitment(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one promise and what can be done with it."""
    row = get_object_or_404(access.commitments_visible_to(request.user), pk=pk)
    return render(request, "commitments/commitment.html", _page(request, row, StepForm()))


@require_POST
def step(request: PersonRequest, pk: int, step: str) -> HttpResponse:
    """Agree, decline, deliver, confirm or dispute."""
    row = get_object_or_404(access.commitments_visible_to(request.user), pk=pk)
    if step not in rules.STEPS:
        raise Http404
    form = StepForm(request.POST)
    if form.is_valid() and is_done(
        request,
        actions.take_step,
        form,
        said=_("Done. The other side has been told."),
        commitment=row,
        step=step,
        **form.cleaned_data,
    ):
        return redirect("commitments:commitment", pk=pk)
    return render(request, "commitments/commitment.html", _page(request, row, form), status=409)


@require_http_methods(["GET", "POST"])
def reword(request: PersonRequest, pk: int) -> HttpResponse:
    """Propose other words or another day; the other side then agrees."""
    row = get_object_or_404(access.commitments_of_party(request.user), pk=pk)
    form = RewordForm(request.POST or None, instance=access.commitments_of_party(request.user).get(pk=pk))
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(
            request,
            actions.reword_commitment,
            form,
            said=_("Written down. The other side is asked to agree."),
            commitment=row,
            **form.cleaned_data,
        )
    ):
        return redirect("commitments:commitment", pk=pk)
    return render(request, "commitments/reword.html", {"commitment": row, "form": form})


@require_POST
def join_squad(request: PersonRequest, pk: int) -> HttpResponse:
    """Add somebody who helps."""
    row = get_object_or_404(access.commitments_of_party(request.user), pk=pk)
    form = SquadForm(request.POST, commitment=row)
    if not form.is_valid():
        messages.error(request, _("Choose somebody from one of the two departments."))
        return redirect("commitments:commitment", pk=pk)
    try:
        actions.join_squad(commitment=row, person=form.cleaned_data["person"], by=request.user, at=timezone.now())
    except actions.CommitmentRefused as refused:
        messages.error(request, str(refused))
    return redirect("commitments:commitment", pk=pk)


@require_POST
def leave_squad(request: PersonRequest, pk: int) -> HttpResponse:
    """Take somebody out of a squad, or leave it."""
    member = get_object_or_404(access.squad_members_removable_by(request.user), pk=pk)
    actions.leave_squad(member=member, by=request.user, at=timezone.now())
    if member.person_id == request.user.pk:
        return redirect("commitments:mine")
    return redirect("commitments:commitment", pk=member.commitment_id)


def _page(request: PersonRequest, row: Commitment, form: StepForm) -> dict[str, Any]:
    shown = queries.shown_in_full(row.pk)
    is_party = request.user.pk in (shown.owner_id, shown.beneficiary_id)
    return {
        "commitment": shown,
        "turn": queries.next_step_of(shown, request.user),
        "form": form,
        "today": timezone.localdate(),
        "is_party": is_party,
        "may_reword": is_party and shown.state == CommitmentState.PROPOSED,
        "squad_form": SquadForm(commitment=shown) if is_party and shown.state in queries.OPEN else None,
    }
