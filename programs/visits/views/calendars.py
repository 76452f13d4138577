"""What people say about answers and times that came from a calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programs.people.requests import PersonRequest
from programs.visits import access, actions, answers
from programs.visits.forms import ProposalForm
from programs.visits.views.answers import told


@require_POST
def confirm_answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Say whether an answer that came in one's name is one's own."""
    invitation = get_object_or_404(access.own_claimed_answers(request.user), pk=pk)
    is_right = request.POST.get("is_right") == "yes"
    visits = actions.visits_behind(invitation)
    with told(request, _("Thank you. We noted it.")):
        actions.confirm_answer(invitation=invitation, by=request.user, at=timezone.now(), is_right=is_right)
    return redirect("visits:visit", pk=visits[0].pk) if visits else redirect("visits:mine")


@require_POST
def accept_proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """Move the visit to a day that suits the proposed time."""
    proposal = get_object_or_404(access.proposals_answered_by(request.user), pk=pk)
    visit = access.visits_loaded().get(pk=proposal.visit_id)
    form = ProposalForm(request.POST, days=answers.days_near(proposal, visit, at=timezone.now()))
    if not form.is_valid():
        for error in form.errors.values():
            messages.error(request, " ".join(str(one) for one in error))
        return redirect("visits:visit", pk=visit.pk)
    with told(request, _("Agreed. The invitation for your calendar is on its way.")):
        visit = actions.accept_proposal(
            proposal=proposal, day=form.cleaned_data["day"], by=request.user, at=timezone.now()
        )
    return redirect("visits:visit", pk=visit.pk)


@require_POST
def refuse_proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """Stay with the agreed time."""
    proposal = get_object_or_404(access.proposals_answered_by(request.user), pk=pk)
    with told(request, _("It stays as agreed. The other calendar is told.")):
        actions.refuse_proposal(proposal=proposal, by=request.user, at=timezone.now())
    return redirect("visits:visit", pk=proposal.visit_id)
