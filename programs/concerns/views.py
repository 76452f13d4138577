"""Pages of concerns and of “You said, we changed”."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.cohorts import access as cohort_access
from programs.cohorts.models import Program
from programs.concerns import access, actions, limits, queries
from programs.concerns.forms import (
    AnswerForm,
    ChangeForm,
    ConsultationForm,
    HoldForm,
    MergeForm,
    RaiseForm,
    RemarkForm,
    ReplyForm,
    TakeOnForm,
    TokenForm,
)
from programs.concerns.models import Concern, Remark
from programs.core.refusals import RuleBroken
from programs.people.requests import PersonRequest


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Show everybody the concerns and their answers, and how long answers take."""
    today = timezone.localdate()
    led = set(cohort_access.programs_led_by(request.user).values_list("pk", flat=True))
    desks = [
        {
            "program": program,
            "figures": queries.figures_of(program, on=today),
            "listed": queries.listed(program),
            "to_sort": queries.to_sort(program) if program.pk in led else (),
        }
        for program in Program.objects.all()
    ]
    mine = queries.with_voices(access.concerns_raised_by(request.user))
    return render(request, "concerns/index.html", {"desks": desks, "mine": mine, "today": today})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def raise_concern(request: PersonRequest) -> HttpResponse:
    """Take a concern, with or without a name. Without one, the reply token is shown here and never again."""
    form = RaiseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("program", "topic", "text")}
        try:
            limits.count_one(request.user, timezone.localdate())
        except RuleBroken as broken:
            broken.put_on(form)
        else:
            if form.cleaned_data["named"] == "yes":
                made = actions.raise_concern(**given, by=request.user, at=timezone.now())
                messages.success(request, _("Thank you. You will be told when there is an answer."))
                return redirect("concerns:concern", pk=made.pk)
            _made, token = actions.raise_anonymously(**given, on=timezone.localdate())
            return render(request, "concerns/token.html", {"token": token})
    return render(request, "concerns/raise_concern.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show whoever holds a reply token what came of the concern. Nobody need sign in."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = queries.concern_of_token(form.cleaned_data["token"])
        if found:
            return _followed(request, found, form.cleaned_data["token"], ReplyForm())
        form.add_error("token", _("No concern has this token. Look whether all of it was copied."))
    return render(request, "concerns/follow.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_POST
def follow_reply(request: HttpRequest) -> HttpResponse:
    """Answer back with a reply token."""
    token, form = TokenForm(request.POST), ReplyForm(request.POST)
    found = queries.concern_of_token(token.cleaned_data["token"]) if token.is_valid() else None
    if found is None:
        return redirect("concerns:follow")
    if form.is_valid():
        given = token.cleaned_data["token"]
        try:
            actions.reply_with_token(token=given, text=form.cleaned_data["text"], on=timezone.localdate())
            form = ReplyForm()
        except RuleBroken as broken:
            broken.put_on(form)
    return _followed(request, found, token.cleaned_data["token"], form)


def _followed(request: HttpRequest, found: Concern, token: str, form: forms.Form) -> HttpResponse:
    context = {"concern": found, "token": token, "replies": queries.replies_to(found), "form": form}
    return render(request, "concerns/followed.html", context)


# Leads and owners --------------------------------------------------------------------------------


@require_GET
def concern(request: PersonRequest, pk: str) -> HttpResponse:
    """Show one concern; leads, owners and its author also what was said between them."""
    row = get_object_or_404(queries.with_voices(access.concerns_visible_to(request.user)), pk=pk)
    return render(request, "concerns/concern.html", _concern_page(request, row))


@require_POST
def take_on(request: PersonRequest, pk: str) -> HttpResponse:
    """List a concern with its owner and due date."""
    row = get_object_or_404(access.concerns_led_by(request.user), pk=pk)
    return _step(request, row, "take_on", TakeOnForm(request.POST), actions.take_on_concern)


@require_POST
def answer(request: PersonRequest, pk: str) -> HttpResponse:
    """Answer a concern for everybody."""
    row = get_object_or_404(access.concerns_handled_by(request.user), pk=pk)
    return _step(request, row, "answer", AnswerForm(request.POST), actions.answer_concern)


@require_POST
def merge(request: PersonRequest, pk: str) -> HttpResponse:
    """Let another concern speak for this one."""
    row = get_object_or_404(access.concerns_led_by(request.user), pk=pk)
    form = MergeForm(request.POST, targets=queries.targets_for(row))
    return _step(request, row, "merge", form, actions.merge_concern)


@require_POST
def hold(request: PersonRequest, pk: str) -> HttpResponse:
    """Keep a concern off the list."""
    row = get_object_or_404(access.concerns_led_by(request.user), pk=pk)
    return _step(request, row, "hold", HoldForm(request.POST), actions.hold_concern)


@require_POST
def reply(request: PersonRequest, pk: str) -> HttpResponse:
    """Say something to the other side."""
    handled = access.concerns_handled_by(request.user) | access.concerns_raised_by(request.user).distinct()
    row = get_object_or_404(handled, pk=pk)
    return _step(request, row, "reply", ReplyForm(request.POST), actions.reply_to_concern)


def _step(
    request: PersonRequest, row: Concern, name: str, form: forms.Form, action: Callable[..., object]
) -> HttpResponse:
    """Do one thing with a concern; what was typed stays on the page where it is refused."""
    if form.is_valid():
        try:
            action(concern=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            broken.put_on(form)
        else:
            messages.success(request, _("Saved."))
            return redirect("concerns:index" if name in ("merge", "hold") else "concerns:concern", *_key(row, name))
    shown = get_object_or_404(queries.with_voices(access.concerns_visible_to(request.user)), pk=row.pk)
    return render(request, "concerns/concern.html", _concern_page(request, shown) | {f"{name}_form": form}, status=409)


def _key(row: Concern, name: str) -> tuple[object, ...]:
    return () if name in ("merge", "hold") else (row.pk,)


def _concern_page(request: PersonRequest, row: Concern) -> dict[str, Any]:
    is_lead = cohort_access.is_lead(request.user, row.program)
    handles = is_lead or row.owner_id == request.user.pk
    is_author = row.author_id == request.user.pk
    due = {"owner": row.owner_id or request.user.pk, "due_on": row.due_on}
    return {
        "concern": row,
        "is_lead": is_lead,
        "handles": handles,
        "is_author": is_author,
        "replies": queries.replies_to(row) if handles or is_author else (),
        "changes": row.changes.all(),
        "today": timezone.localdate(),
        "take_on_form": TakeOnForm(initial=due),
        "answer_form": AnswerForm(initial={"answer": row.answer}),
        "merge_form": MergeForm(targets=queries.targets_for(row)),
        "hold_form": HoldForm(),
        "reply_form": ReplyForm(),
    }


# You said, we changed ----------------------------------------------------------------------------


@require_GET
def you_said(request: PersonRequest) -> HttpResponse:
    """Show what came of what people said, and the drafts that wait for comments."""
    led = set(cohort_access.programs_led_by(request.user).values_list("pk", flat=True))
    desks = [
        {
            "program": program,
            "is_lead": program.pk in led,
            "drafts": queries.consultations_of(program),
            "changes": queries.changes_of(program),
        }
        for program in Program.objects.all()
    ]
    return render(request, "concerns/you_said.html", {"desks": desks, "today": timezone.localdate()})


@require_http_methods(["GET", "POST"])
def add_draft(request: PersonRequest, program_pk: int) -> HttpResponse:
    """Open a draft for comment."""
    program = get_object_or_404(cohort_access.programs_led_by(request.user), pk=program_pk)
    form = ConsultationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_consultation(program=program, by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            broken.put_on(form)
        else:
            return redirect("concerns:draft", pk=made.pk)
    return render(request, "concerns/add_draft.html", {"form": form, "program": program})


@require_http_methods(["GET", "POST"])
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a draft with its comments, and take one more."""
    row = get_object_or_404(access.consultations_visible_to(request.user).select_related("program", "opened_by"), pk=pk)
    form, today = RemarkForm(request.POST or None), timezone.localdate()
    if request.method == "POST" and form.is_valid():
        is_named = form.cleaned_data["named"] == "yes"
        given = {"text": form.cleaned_data["text"], "is_named": is_named}
        try:
            limits.count_one(request.user, today)
            actions.comment_on_draft(consultation=row, by=request.user, at=timezone.now(), **given)
        except RuleBroken as broken:
            broken.put_on(form)
        else:
            return redirect("concerns:draft", pk=pk)
    is_lead = cohort_access.is_lead(request.user, row.program)
    remarks = queries.remarks_on(row, for_lead=is_lead)
    context = {"draft": row, "form": form, "remarks": remarks, "is_lead": is_lead, "is_open": today <= row.closes_on}
    return render(request, "concerns/draft.html", context)


@require_POST
def hold_remark(request: PersonRequest, pk: str) -> HttpResponse:
    """Take a comment off the page, or put it back."""
    row = get_object_or_404(access.remarks_led_by(request.user), pk=pk)
    actions.hold_remark(remark=row, by=request.user, at=timezone.now())
    return redirect("concerns:draft", pk=row.consultation_id)


@require_http_methods(["GET", "POST"])
def change_for_concern(request: PersonRequest, pk: str) -> HttpResponse:
    """Write down what came of a concern."""
    row = get_object_or_404(access.concerns_led_by(request.user).select_related("program"), pk=pk)
    return _change(request, program=row.program, concern=row, remark=None)


@require_http_methods(["GET", "POST"])
def change_for_remark(request: PersonRequest, pk: str) -> HttpResponse:
    """Write down what came of a comment on a draft."""
    row = get_object_or_404(access.remarks_led_by(request.user).select_related("consultation__program"), pk=pk)
    return _change(request, program=row.consultation.program, concern=None, remark=row)


def _change(
    request: PersonRequest, *, program: Program, concern: Concern | None, remark: Remark | None
) -> HttpResponse:
    form = ChangeForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        actions.note_change(
            program=program, concern=concern, remark=remark, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved. Everybody can read it."))
        return redirect("concerns:you_said")
    said = concern or remark
    return render(request, "concerns/change.html", {"form": form, "said": said, "program": program})
