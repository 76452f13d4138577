"""Pages of the reports room: snapshots, the report as a page, its PDF and its figures."""

import csv
import io

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.core.refusals import RuleBroken
from programs.people.requests import PersonRequest
from programs.reports import access, actions, documents, figures, queries
from programs.reports.choices import DocumentState
from programs.reports.forms import SnapshotForm
from programs.reports.models import Document, Snapshot

POLL_SECONDS = 2


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Snapshots with their documents; cohorts that can be frozen. 404 for all but lead and sponsor."""
    cohorts = access.cohorts_visible_to(request.user)
    if not cohorts.exists():
        raise Http404
    context = {
        "snapshots": queries.snapshots_of(cohorts),
        "cohorts": access.cohorts_reported_by(request.user),
    }
    return render(request, "reports/index.html", context)


@require_http_methods(["GET", "POST"])
def take(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Freeze the figures of a cohort."""
    cohort = get_object_or_404(access.cohorts_reported_by(request.user), pk=cohort_pk)
    form = SnapshotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = actions.take_snapshot(
                cohort=cohort, by=request.user, at=timezone.now(), on=timezone.localdate(), **form.cleaned_data
            )
        except RuleBroken as broken:
            for refusal in broken.refusals:
                form.add_error("decision", str(refusal))
        else:
            messages.success(request, _("The figures are frozen."))
            return redirect("reports:snapshot", taken.pk)
    return render(request, "reports/take.html", {"form": form, "cohort": cohort})


@require_GET
def snapshot(request: PersonRequest, pk: int) -> HttpResponse:
    """The report as a page: the same figures, charts and tables as in the PDF."""
    found = get_object_or_404(access.snapshots_visible_to(request.user), pk=pk)
    report = documents.report(figures.from_json(found.data), found.sha256)
    standing = queries.standing_document(found, edition="program", language=get_language() or "")
    context = {"snapshot": found, "report": report, "document": standing}
    return render(request, "reports/snapshot.html", context)


@require_POST
def export(request: PersonRequest, pk: int) -> HttpResponse:
    """Queue the PDF in the reader's language."""
    found = get_object_or_404(access.snapshots_visible_to(request.user), pk=pk)
    asked = actions.ask_for_document(snapshot=found, by=request.user, at=timezone.now(), language=request.user.language)
    return redirect("reports:document", asked.pk)


@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """Where a document stands. The page asks again by itself while it is being made."""
    found = get_object_or_404(access.documents_visible_to(request.user).defer("content"), pk=pk)
    is_waiting = found.state in (DocumentState.QUEUED, DocumentState.RENDERING)
    context = {"document": found, "is_waiting": is_waiting, "seconds": POLL_SECONDS}
    template = "reports/document.html#state" if request.headers.get("HX-Request") else "reports/document.html"
    return render(request, template, context)


@require_GET
def download(request: PersonRequest, pk: int) -> HttpResponse:
    """The PDF, or the page that says where it stands."""
    found = get_object_or_404(access.documents_visible_to(request.user), pk=pk)
    if found.state != DocumentState.READY or found.content is None:
        return redirect("reports:document", found.pk)
    return _file(bytes(found.content), "application/pdf", f"{_file_name(found)}.pdf")


def _file_name(found: Document) -> str:
    cohort = found.snapshot.cohort
    parts = (slugify(str(cohort.program)) or "report", slugify(str(cohort)) or str(cohort.pk))
    return f"{'-'.join(parts)}-{found.snapshot.made_at:%Y-%m-%d}"


@require_GET
def figures_csv(request: PersonRequest, pk: int) -> HttpResponse:
    """Every figure of a snapshot, one a row; what isn't shown on the page isn't here either."""
    found: Snapshot = get_object_or_404(access.snapshots_visible_to(request.user), pk=pk)
    text = io.StringIO()
    csv.writer(text).writerows(documents.csv_rows(figures.from_json(found.data)))
    return _file(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", f"figures-{found.sha256[:8]}.csv")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
