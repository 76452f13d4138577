"""The queue from which a lead shows people's own words, one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.people.requests import PersonRequest
from programs.surveys import access
from programs.surveys import comments as words
from programs.surveys.forms import CommentForm
from programs.surveys.refused import SurveyRefused


@require_http_methods(["GET", "POST"])
def comments(request: PersonRequest, pk: int) -> HttpResponse:
    """List the comments of a closed wave by side, without names; take the decision on one."""
    waves = access.waves_led_by(request.user).filter(state__in=access.RELEASED)
    wave = get_object_or_404(waves.select_related("program"), pk=pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        decision = {"key": form.cleaned_data["key"], "is_shown": form.cleaned_data["decision"] == "show"}
        try:
            words.decide_comment(wave=wave, **decision, by=request.user, at=timezone.now())
        except SurveyRefused as refused:
            messages.error(request, str(refused))
        return redirect("surveys:comments", pk=pk)
    found = words.readable(wave)
    context = {"wave": wave, "waiting": [one for one in found if one.state == "waiting"]}
    context["decided"] = [one for one in found if one.state != "waiting"]
    context["threshold"] = wave.frozen["thresholds"]["item"]
    return render(request, "surveys/comments.html", context, status=422 if form.errors else 200)
