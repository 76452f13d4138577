"""Files of people: check, look, apply or discard."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from programs.people import access, actions, documents, queries
from programs.people.actions import ImportRefused
from programs.people.choices import ImportState
from programs.people.columns import PLAIN
from programs.people.forms import ApplyForm, ImportForm
from programs.people.models import PeopleImport
from programs.people.requests import PersonRequest
from programs.people.tables import ImportTable
from programs.people.views.doors import for_administrators

SHOWN = 100
"""How many people of a kind the preview lists; the counts are of all."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def imports(request: PersonRequest) -> HttpResponse:
    """Take a file and check it; list the files so far."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.check_import(content=file.read(), file_name=file.name, by=request.user, at=timezone.now())
        except ImportRefused as refused:
            form.add_error("file", [str(refusal) for refusal in refused.refusals])
        else:
            return redirect("people:preview_import", upload.pk)
    table = ImportTable(queries.imports_so_far(access.imports_visible_to(request.user)))
    RequestConfig(request).configure(table)
    return render(request, "people/imports.html", {"form": form, "table": table})


@require_safe
def preview_import(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what a file would do, or what became of it."""
    upload = get_object_or_404(access.imports_visible_to(request.user).select_related("uploaded_by"), pk=pk)
    return render(request, "people/preview_import.html", _preview(upload, None))


@require_POST
def apply_import(request: PersonRequest, pk: int) -> HttpResponse:
    """Carry a file out as a whole, as it was looked at."""
    upload = get_object_or_404(access.imports_visible_to(request.user), pk=pk)
    form = ApplyForm(request.POST)
    if form.is_valid():
        try:
            plan = actions.apply_import(
                upload,
                fingerprint=form.cleaned_data["fingerprint"],
                has_confirmed_leavers=form.cleaned_data["leavers_are_meant"],
                by=request.user,
                at=timezone.now(),
            )
        except ImportRefused as refused:
            form.add_error(None, [str(refusal) for refusal in refused.refusals])
        else:
            messages.success(
                request,
                _("Done: %(new)s new, %(changed)s changed, %(leavers)s left, %(unchanged)s as they were.")
                % plan.counts,
            )
            return redirect("people:preview_import", upload.pk)
    return render(request, "people/preview_import.html", _preview(upload, form), status=409)


@require_POST
def discard_import(request: PersonRequest, pk: int) -> HttpResponse:
    """Throw a checked file away."""
    upload = get_object_or_404(access.imports_visible_to(request.user), pk=pk)
    try:
        actions.discard_import(upload, by=request.user, at=timezone.now())
    except ImportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The file was discarded. Nobody was changed."))
    return redirect("people:imports")


@require_safe
def import_errors(request: PersonRequest, pk: int) -> HttpResponse:
    """Answer with every error of a file as CSV, to be worked through."""
    upload = get_object_or_404(access.imports_visible_to(request.user), pk=pk, state=ImportState.CHECKED)
    return _csv(documents.errors_csv(queries.plan_of(bytes(upload.content))), "errors.csv")


@require_safe
@for_administrators
def import_example(request: PersonRequest) -> HttpResponse:
    """Answer with a small file that has every column."""
    return _csv(documents.example_csv(), "people-example.csv")


def _preview(upload: PeopleImport, form: ApplyForm | None) -> dict[str, Any]:
    """Return the context of the preview: the plan over the people as they are now."""
    if upload.state != ImportState.CHECKED:
        return {"upload": upload, "form": form}
    plan = queries.plan_of(bytes(upload.content))
    return {
        "upload": upload,
        "plan": plan,
        "form": form or ApplyForm(initial={"fingerprint": plan.fingerprint}),
        "fingerprint": plan.fingerprint,
        "newcomers": plan.newcomers[:SHOWN],
        "changes": [
            (change, [(PLAIN[name], before, after) for name, before, after in change.differences])
            for change in plan.changes[:SHOWN]
        ],
        "leavers": plan.leavers[:SHOWN],
        "bad_rows": plan.bad_rows[:SHOWN],
        "shown": SHOWN,
    }


def _csv(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
