"""The page on which a lead types in, or uploads, the counts of an earlier baseline."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.people.requests import PersonRequest
from programs.surveys import access, actions, baselines
from programs.surveys.count_forms import BaselineForm
from programs.surveys.instruments import DISCOVERY
from programs.surveys.refused import SurveyRefused


@require_http_methods(["GET", "POST"])
def import_baseline(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Show line by line what counts would become; write them when asked for, all or nothing."""
    program = get_object_or_404(access.programs_led_by(request.user), pk=program_pk)
    form = BaselineForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    context = {"program": program, "form": form, "refused": ()}
    if request.method == "POST" and form.is_valid():
        context["refused"] = baselines.refusals_for(program, form.counts)
        if "apply" in request.POST and form.is_complete and not context["refused"]:
            at = timezone.now()
            instrument = actions.instrument_with_key(DISCOVERY.key, by=request.user, at=at)
            try:
                wave = baselines.import_baseline(
                    program=program,
                    instrument=instrument,
                    source=form.source,
                    counts=form.counts,
                    by=request.user,
                    at=at,
                )
            except SurveyRefused as refused:
                context["refused"] = refused.refusals
            else:
                messages.success(request, _("The earlier baseline is in, and its figures are released."))
                return redirect("surveys:results", pk=wave.pk)
    return render(request, "surveys/import_baseline.html", context, status=409 if context["refused"] else 200)
