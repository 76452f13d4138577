"""Asking a host for the room that would help."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.core.refusals import RuleBroken
from programs.matching import access, actions, asking
from programs.matching.forms import AskForm
from programs.people.requests import PersonRequest


@require_http_methods(["GET", "POST"])
def ask_host(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """The drafted message for one change that would help; the lead edits it and sends it once."""
    run = get_object_or_404(access.runs_visible_to(request.user), pk=pk)
    ask = asking.ask_for(run, number)
    if ask is None:
        raise Http404
    form = AskForm(request.POST or None, initial={"subject": ask.subject, "text": ask.text})
    if request.method == "POST" and ask.to is not None and form.is_valid():
        try:
            actions.ask_host(
                run=run, about=ask.about, to=ask.to, path=ask.path, by=request.user, at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except RuleBroken as broken:
            form.add_error(None, [str(refusal) for refusal in broken.refusals])
        else:
            messages.success(request, _("%(name)s is asked.") % {"name": ask.to.name})
            return redirect("matching:run", run.pk)
    return render(request, "matching/ask_host.html", {"run": run, "ask": ask, "form": form})
