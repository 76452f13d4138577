"""Pages of those who answer. Whoever holds the link is let in; no page holds the link itself."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.surveys import answering, device, documents, label, queries, rules
from programs.surveys.choices import WaveState
from programs.surveys.forms import AnswerForm, DepartmentsForm
from programs.surveys.models import Invitation, Wave
from programs.surveys.refused import SurveyRefused
from programs.surveys.tokens import hash_of

_STATUS = {"unknown": 404, "foreign": 404, "used": 410, "closed": 410, "": 200}


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answers of whoever holds the link, once. Says clearly why a link doesn't work.

    The page speaks the language of the person it is for.
    """
    invitation = _invitation_of(token)
    unavailable = _why_unavailable(request, invitation)
    if invitation is None or unavailable == "foreign":
        return _private(render(request, "surveys/unavailable.html", {"why": unavailable}, status=_STATUS[unavailable]))
    with translation.override(invitation.person.language):
        if unavailable:
            return _afterwards(request, invitation, unavailable)
        return _answered(request, invitation, token)


def _answered(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    if request.method == "POST" and "save" in request.POST:
        return _keep_draft(request, invitation)
    kept = device.draft_of(request, invitation)
    choice = _choice_of(invitation, request.POST if request.method == "POST" else kept)
    if choice and not choice.is_valid():
        return _departments(request, invitation.wave, choice)
    is_sent = request.method == "POST" and "choose" not in request.POST
    form = AnswerForm(
        request.POST if is_sent else None,
        items=invitation.wave.frozen["items"],
        side=invitation.side,
        token=token,
        departments=choice.named if choice else None,
        initial=kept,
    )
    if is_sent and form.is_valid() and _taken(invitation, form):
        response = device.forget_draft(redirect("surveys:thanks"), request)
        device.keep_guesses(response, request, invitation, form.answers, today=timezone.localdate())
        return response
    return _questions(request, invitation.wave, form, is_resumed=bool(kept), choice=choice)


def _choice_of(invitation: Invitation, given: Mapping[str, Any]) -> DepartmentsForm | None:
    """Return the choice of departments, bound once it was made; nothing where none are rated."""
    rateable = answering.rateable(invitation.wave, invitation.department_id)
    if not rateable:
        return None
    needs_one = all(item.get("is_per_department") for item in invitation.wave.frozen["items"])
    return DepartmentsForm(given if given.get("chosen") else None, rateable=rateable, needs_one=needs_one)


def _departments(request: HttpRequest, wave: Wave, choice: DepartmentsForm) -> HttpResponse:
    """Ask first which departments somebody works with."""
    context = {
        "wave": wave,
        "choice": choice,
        "label": label.shown_label(wave.frozen["label"]),
        "minutes": rules.minutes(rules.questions_asked(wave.frozen["items"])),
    }
    return _private(render(request, "surveys/choose.html", context, status=422 if choice.is_bound else 200))


def _afterwards(request: HttpRequest, invitation: Invitation, why: str) -> HttpResponse:
    """Say why there is nothing to answer; show what this device guessed beside what was released."""
    guesses, own = device.guesses_of(request, invitation), []
    released = queries.release_of(invitation.wave) if guesses else None
    if released is not None:
        own = documents.own_guesses(released, invitation.side, guesses)
    context = {
        "why": why,
        "may_withdraw": why == "used" and invitation.wave.state == WaveState.OPEN,
        "own_guesses": own,
        "has_guesses": bool(guesses),
    }
    return _private(render(request, "surveys/unavailable.html", context, status=_STATUS[why]))


def _taken(invitation: Invitation, form: AnswerForm) -> bool:
    """Say whether the answers were taken; put why not on the form."""
    try:
        answering.answer_survey(
            invitation=invitation, answers=form.answers, ratings=form.ratings, on=timezone.localdate()
        )
    except SurveyRefused as refused:
        for refusal in refused.refusals:
            form.add_error(None, str(refusal))
        return False
    return True


def _keep_draft(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Keep what was chosen so far on the device itself, and show it again."""
    response = redirect(request.path)
    if device.keep_draft(response, request, invitation, today=timezone.localdate()):
        return _private(response)
    choice = _choice_of(invitation, request.POST)
    form = AnswerForm(
        initial=device.split_lists(device.chosen(request, invitation), invitation),
        items=invitation.wave.frozen["items"],
        side=invitation.side,
        departments=choice.named if choice and choice.is_valid() else None,
    )
    return _questions(request, invitation.wave, form, is_too_long=True, choice=choice)


def _questions(request: HttpRequest, wave: Wave, form: AnswerForm, **more: Any) -> HttpResponse:
    stored = wave.frozen.get("label") or label.frozen_label(**wave.frozen["thresholds"])
    context = {
        "wave": wave,
        "form": form,
        "label": label.shown_label(stored),
        "minutes": rules.minutes(len(form.fields)),
    }
    status = 422 if form.errors or more.get("is_too_long") else 200
    return _private(render(request, "surveys/answer.html", context | more, status=status))


@login_not_required
@never_cache
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Delete the answers of whoever holds the link, until the wave is released."""
    invitation = _invitation_of(token)
    unavailable = _why_unavailable(request, invitation)
    if invitation is None or unavailable in {"unknown", "foreign"}:
        return _private(render(request, "surveys/unavailable.html", {"why": unavailable}, status=404))
    try:
        answering.withdraw_answers(invitation=invitation)
    except SurveyRefused as refused:
        context = {"why": "released", "refused": refused.refusals}
        return _private(render(request, "surveys/unavailable.html", context, status=409))
    response = device.forget_draft(redirect("surveys:withdrawn"), request)
    return _private(device.forget_guesses(response, request))


@login_not_required
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Say thank you; the address holds no token any more."""
    return _private(render(request, "surveys/thanks.html"))


@login_not_required
@require_GET
def withdrawn(request: HttpRequest) -> HttpResponse:
    """Say that the answers are gone. The page looks alike for everybody who opens it."""
    return _private(render(request, "surveys/withdrawn.html"))


def _invitation_of(token: str) -> Invitation | None:
    return (
        Invitation.objects.filter(token_hash=hash_of(token), wave__is_elsewhere=False)
        .select_related("wave__program", "person")
        .first()
    )


def _why_unavailable(request: HttpRequest, invitation: Invitation | None) -> str:
    """Return why this link can't be answered now: unknown, foreign, used or closed; or nothing."""
    if invitation is None:
        return "unknown"
    if request.user.is_authenticated and request.user.pk != invitation.person_id:
        return "foreign"
    if invitation.done_on is not None:
        return "used"
    wave = invitation.wave
    return "" if rules.is_taking_answers(wave.state, wave.closes_on, timezone.localdate()) else "closed"


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the address of the page from other sites."""
    # Not "no-referrer": browsers then send "Origin: null" with the form, and the CSRF check refuses it.
    response["Referrer-Policy"] = "strict-origin"
    return response
