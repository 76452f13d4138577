"""Pages of feedback: the form, what was said, and the figures of a cohort."""

import csv

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.feedback import access, actions, documents, queries, rules
from programs.people.requests import PersonRequest
from programs.surveys.forms import AnswerForm


@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Take what I say of a visit, once; afterwards show what I said."""
    row = get_object_or_404(access.forms_of(request.user), pk=pk)
    if row.done_on is not None:
        return redirect("feedback:read", pk=pk)
    form = AnswerForm(request.POST or None, items=queries.items_for(row.role), side="it")
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_feedback(
                form=row, answers=form.answers, by=request.user, at=timezone.now(), today=timezone.localdate()
            )
        except actions.FeedbackRefused as refused:
            for refusal in refused.refusals:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. Your answers are in."))
            return redirect("feedback:read", pk=pk)
    over = rules.refusals_for(asked_on=row.asked_on, done_on=None, today=timezone.localdate())
    context = {"row": row, "visit": row.visit, "form": form, "over": over, "until": rules.last_day_of(row.asked_on)}
    return render(request, "feedback/answer.html", context, status=422 if form.errors else 200)


@require_GET
def read(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one person's signed answers to those who may read them."""
    row = get_object_or_404(access.forms_visible_to(request.user), pk=pk)
    context = {
        "row": row,
        "visit": row.visit,
        "told": documents.told(queries.answers_told(row)),
        "is_mine": row.person_id == request.user.pk,
    }
    return render(request, "feedback/read.html", context)


@require_GET
def cohort(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Show what was released of a cohort's forms; to its lead also how many wait, and each form."""
    row = get_object_or_404(access.cohorts_told_to(request.user), pk=cohort_pk)
    is_lead = access.cohorts_led_by(request.user).filter(pk=cohort_pk).exists()
    signed = access.forms_visible_to(request.user).filter(visit__cohort=row).order_by("-done_on", "-pk")
    context = {
        "cohort": row,
        "is_lead": is_lead,
        "counts": queries.counts_of(row) if is_lead else None,
        "releases": [(one, documents.role_rows(released)) for one, released in queries.releases_of(row)],
        "signed": signed[:100] if is_lead else (),
    }
    return render(request, "feedback/cohort.html", context)


@require_POST
def release(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Publish figures of what was answered since the last time."""
    row = get_object_or_404(access.cohorts_led_by(request.user), pk=cohort_pk)
    try:
        actions.release_feedback(cohort=row, by=request.user, at=timezone.now())
    except actions.FeedbackRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The figures are released."))
    return redirect("feedback:cohort", cohort_pk=cohort_pk)


@require_GET
def figures_csv(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Give the latest released figures as a file."""
    row = get_object_or_404(access.cohorts_told_to(request.user), pk=cohort_pk)
    found = queries.releases_of(row)
    if not found:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="feedback-{row.pk}.csv"'
    csv.writer(response).writerows(documents.csv_rows(found[0][1]))
    return response
