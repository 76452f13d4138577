"""Pages of pair reviews."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.cohorts.models import Program
from programs.objectives import documents as objective_documents
from programs.people.deeds import is_done
from programs.people.models import Department
from programs.people.requests import PersonRequest
from programs.reviews import access, actions, documents, queries, rules
from programs.reviews.choices import BriefState, ReviewState
from programs.reviews.forms import CallForm, DecisionForm, HeldForm, PromiseForm, WhenForm
from programs.reviews.models import Review

POLL_SECONDS = 3
require_form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """List the reviews that the reader may see, those ahead first."""
    rows = list(queries.in_full(access.reviews_visible_to(request.user)))
    context = {
        "ahead": sorted((one for one in rows if one.state == ReviewState.PLANNED), key=lambda one: one.starts_at),
        "past": [one for one in rows if one.state != ReviewState.PLANNED],
        "may_call": access.pairs_to_call(request.user).exists(),
    }
    return render(request, "reviews/index.html", context)


@require_form
def call(request: PersonRequest) -> HttpResponse:
    """Ask both sides to a review; a quarter after the last one is proposed."""
    pairs = access.pairs_to_call(request.user)
    if not pairs.exists():
        raise Http404
    on = timezone.localdate() + datetime.timedelta(days=14)
    form = CallForm(request.POST or None, pairs=pairs, initial=request.GET.dict() or {"on": on, "starts": "10:00"})
    if request.method == "POST" and form.is_valid():
        program, it_department, department = form.chosen()
        try:
            made = actions.call_review(
                program=Program.objects.get(pk=program),
                it_department=Department.objects.get(pk=it_department),
                department=Department.objects.get(pk=department),
                starts_at=form.starts_at(request.user.zone),
                minutes=form.cleaned_data["minutes"],
                place=form.cleaned_data["place"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.ReviewRefused as refused:
            refused.put_on(form)
        else:
            messages.success(request, _("Both sides have it in their mail, with the calendar entry."))
            return redirect("reviews:review", pk=made.pk)
    return render(request, "reviews/call.html", {"form": form})


@require_safe
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a review with its one-page brief, its decisions, and what can be done."""
    return _review_page(request, pk)


@require_form
def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Move a review in time or place."""
    row = get_object_or_404(queries.in_full(access.reviews_run_by(request.user)), pk=pk)
    local = row.starts_at.astimezone(request.user.zone)
    minutes = int((row.ends_at - row.starts_at).total_seconds() // 60)
    now = {"on": local.date(), "starts": local.time(), "minutes": minutes, "place": row.place}
    form = WhenForm(request.POST or None, initial=now)
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(
            request,
            actions.move_review,
            form,
            said=_("Moved. Everybody's calendar is told."),
            review=row,
            starts_at=form.starts_at(request.user.zone),
            minutes=form.cleaned_data["minutes"],
            place=form.cleaned_data["place"],
        )
    ):
        return redirect("reviews:review", pk=pk)
    return render(request, "reviews/move.html", {"form": form, "review": row})


@require_POST
def call_off(request: PersonRequest, pk: int) -> HttpResponse:
    """Call a review off; it leaves every calendar."""
    row = get_object_or_404(access.reviews_run_by(request.user), pk=pk)
    try:
        actions.call_off_review(review=row, by=request.user, at=timezone.now())
    except actions.ReviewRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Called off. It leaves everybody's calendar."))
    return redirect("reviews:review", pk=pk)


@require_POST
def hold(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a review was held, and what was said."""
    row = get_object_or_404(access.reviews_run_by(request.user), pk=pk)
    form = HeldForm(request.POST)
    if form.is_valid() and is_done(
        request,
        actions.hold_review,
        form,
        said=_("Held. What was decided?"),
        review=row,
        summary=form.cleaned_data["summary"],
    ):
        return redirect("reviews:review", pk=pk)
    return _review_page(request, pk, held_form=form, status=409)


@require_POST
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Write down what a review decided."""
    row = get_object_or_404(access.reviews_run_by(request.user), pk=pk)
    form = DecisionForm(request.POST)
    if form.is_valid() and is_done(
        request, actions.record_decision, form, said=_("Written down."), review=row, text=form.cleaned_data["text"]
    ):
        return redirect("reviews:review", pk=pk)
    return _review_page(request, pk, decision_form=form, status=409)


@require_form
def promise(request: PersonRequest, pk: int) -> HttpResponse:
    """Turn a decision into a promise between two people."""
    row = get_object_or_404(access.decisions_made_by(request.user), pk=pk)
    due_on = timezone.localdate() + datetime.timedelta(days=30)
    form = PromiseForm(
        request.POST or None,
        people=queries.people_of(row.review),
        objectives=queries.objectives_of(row.review),
        initial={"due_on": due_on, "owner": request.user.pk},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and is_done(
            request,
            actions.promise_decision,
            form,
            said=_("Written down. The other side is asked to agree."),
            decision=row,
            **form.cleaned_data,
        )
    ):
        return redirect("reviews:review", pk=row.review_id)
    return render(request, "reviews/promise.html", {"form": form, "decision": row})


@require_POST
def ask_for_brief(request: PersonRequest, pk: int) -> HttpResponse:
    """Have the brief printed as it is now, in the reader's language."""
    row = get_object_or_404(access.reviews_visible_to(request.user), pk=pk)
    language = get_language() or "en-gb"
    made = actions.ask_for_brief(review=row, language=language, by=request.user, at=timezone.now())
    return redirect("reviews:brief", pk=made.pk)


@require_safe
def brief(request: PersonRequest, pk: int) -> HttpResponse:
    """Say where a printed brief stands; the page asks again by itself while it is being made."""
    row = get_object_or_404(access.briefs_visible_to(request.user).defer("content"), pk=pk)
    answer = render(request, "reviews/brief.html", {"brief": row})
    if row.state == BriefState.QUEUED:
        answer["Refresh"] = str(POLL_SECONDS)
    return answer


@require_safe
def download(request: PersonRequest, pk: int) -> HttpResponse:
    """Download a printed brief."""
    row = get_object_or_404(access.briefs_visible_to(request.user), pk=pk, state=BriefState.READY)
    answer = HttpResponse(bytes(row.content or b""), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="review-{row.review.starts_at:%Y-%m-%d}.pdf"'
    return answer


def _review_page(
    request: PersonRequest,
    pk: int,
    *,
    held_form: HeldForm | None = None,
    decision_form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = get_object_or_404(queries.in_full(access.reviews_visible_to(request.user)), pk=pk)
    now = timezone.now()
    brief = queries.brief_of(row, at=now)
    figures = [(one, objective_documents.charts_of(one)) for story in brief.stories for one in story.measures]
    context: dict[str, Any] = {
        "review": row,
        "brief": brief,
        "facts": documents.facts_of(brief),
        "figures": figures,
        "guests": row.guests.select_related("person__department"),
        "decisions": row.decisions.select_related("commitment"),
        "may_run": access.reviews_run_by(request.user).filter(pk=pk).exists(),
        "has_begun": row.starts_at <= now,
        "held_form": held_form or HeldForm(),
        "decision_form": decision_form or DecisionForm(),
        "next_call": _next_call(row, now),
    }
    return render(request, "reviews/review.html", context, status=status)


def _next_call(row: Review, now: datetime.datetime) -> str:
    """Return what the form for the next review begins with, as a query string."""
    zone = row.called_by.zone
    local = rules.next_start(row.starts_at, zone, now).astimezone(zone)
    pair = f"{row.program_id}-{row.it_department_id}-{row.department_id}"
    return urlencode({"pair": pair, "on": local.date().isoformat(), "starts": f"{local:%H:%M}", "place": row.place})
