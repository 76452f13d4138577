"""Pages of the reports room: snapshots, the report as a page, its PDF and its figures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from programs.core.refusals import RuleBroken
from programs.gateways import pictures
from programs.matching import access as matching_access
from programs.objectives import access as objective_access
from programs.people.requests import PersonRequest
from programs.reports import access, actions, documents, figures, keeping, keepsakes, queries, scheduling
from programs.reports.choices import BatchKind, DocumentState, Edition
from programs.reports.forms import BatchForm, EditionForm, PersonalForm, ScheduleForm, SnapshotForm, VerifyForm
from programs.reports.models import Document, PersonalDocument, Snapshot

POLL_SECONDS = 2
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


@require_GET
def index(request: PersonRequest) -> HttpResponse:
    """Snapshots with their documents; cohorts that can be frozen; signed reports for those who
    take part. 404 for whoever has nothing to read.
    """
    cohorts = access.cohorts_visible_to(request.user)
    signed = access.final_snapshots_visible_to(request.user).exclude(cohort__in=cohorts).defer("data")
    if not (cohorts.exists() or signed.exists()):
        raise Http404
    context = {
        "snapshots": queries.snapshots_of(cohorts),
        "signed": signed,
        "own_departments": access.own_departments(request.user) if signed else (),
        "cohorts": access.cohorts_reported_by(request.user),
    }
    return render(request, "reports/index.html", context)


@login_not_required
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """What a code or the hash of a file stands for. Tells nothing that isn't printed beside the code."""
    form = VerifyForm(request.GET or None)
    found = queries.found_by(form.cleaned_data["code"]) if form.is_valid() else None
    snapshot = found if isinstance(found, Snapshot) else found.snapshot if isinstance(found, Document) else None
    context = {
        "form": form,
        "snapshot": snapshot,
        "document": found if isinstance(found, Document) else None,
        "own": found if isinstance(found, PersonalDocument) else None,
        "code": figures.code_of(snapshot.sha256) if snapshot else "",
        "signatures": queries.signatures_of(snapshot) if snapshot else (),
    }
    return render(request, "reports/verify.html", context)


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
                form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The figures are frozen."))
            return redirect("reports:snapshot", taken.pk)
    return render(request, "reports/take.html", {"form": form, "cohort": cohort})


@require_GET
def snapshot(request: PersonRequest, pk: int) -> HttpResponse:
    """The programme report as a page: the same figures, charts and tables as in the PDF."""
    return _page(request, pk, Edition.PROGRAM)


@require_GET
def edition(request: PersonRequest, pk: int, edition: str) -> HttpResponse:
    """Another edition of the same snapshot as a page."""
    if edition not in Edition.values or edition == Edition.DEPARTMENT:
        raise Http404
    return _page(request, pk, edition)


@require_GET
def department(request: PersonRequest, pk: int, department: str) -> HttpResponse:
    """The report of one department as a page."""
    return _page(request, pk, Edition.DEPARTMENT, department)


def _page(request: PersonRequest, pk: int, edition: str, department: str = "") -> HttpResponse:
    readable = access.snapshots_readable_as(request.user, edition, department)
    found = get_object_or_404(readable, pk=pk)
    report = _report(found, edition, department)
    asked = {"edition": edition, "language": get_language() or "", "department": department}
    sees_all = access.snapshots_visible_to(request.user).filter(pk=pk).exists()
    context = {
        "snapshot": found,
        "report": report,
        "department": department,
        "document": queries.standing_document(found, **asked),
        "signatures": found.signatures.select_related("by"),
        "may_sign": sees_all and access.may_sign(request.user, found),
        "editions": Edition if sees_all else (),
        "departments": documents.departments_of(figures.from_json(found.data)) if sees_all else {},
        "sees_all": sees_all,
        "leads": access.snapshots_led_by(request.user).filter(pk=pk).exists(),
        "batches": BatchKind,
    }
    return render(request, "reports/snapshot.html", context)


def _report(found: Snapshot, edition: str = Edition.PROGRAM, department: str = "") -> documents.Report:
    """Return an edition of a snapshot; 404 for a department that has none."""
    stored, signed = figures.from_json(found.data), queries.signatures_of(found)
    try:
        return documents.report(stored, found.sha256, edition=edition, department=department, signatures=signed)
    except KeyError as error:
        raise Http404 from error


@require_POST
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Stand for the report with one's name."""
    found = get_object_or_404(access.snapshots_visible_to(request.user), pk=pk)
    try:
        actions.sign_snapshot(snapshot=found, by=request.user, at=timezone.now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("You signed this report."))
    return redirect("reports:snapshot", pk)


@require_POST
def export(request: PersonRequest, pk: int) -> HttpResponse:
    """Queue an edition as PDF in the reader's language."""
    form = EditionForm(request.POST)
    if not form.is_valid():
        raise Http404
    readable = access.snapshots_readable_as(request.user, **form.cleaned_data)
    found = get_object_or_404(readable, pk=pk)
    _report(found, **form.cleaned_data)
    asked = actions.ask_for_document(
        snapshot=found, by=request.user, at=timezone.now(), language=request.user.language, **form.cleaned_data
    )
    return redirect("reports:document", asked.pk)


@require_GET
def document(request: PersonRequest, pk: int) -> HttpResponse:
    """Where a document stands. The page asks again by itself while it is being made."""
    found = get_object_or_404(access.documents_visible_to(request.user).defer("content"), pk=pk)
    context = {"document": found, "is_waiting": found.is_waiting, "seconds": POLL_SECONDS}
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
    parts = [slugify(str(cohort.program)) or "report", slugify(str(cohort)) or str(cohort.pk)]
    if found.edition != Edition.PROGRAM:
        parts.append(found.department or found.edition)
    return f"{'-'.join(parts)}-{found.snapshot.made_at:%Y-%m-%d}"


@require_GET
def figures_file(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """Every figure of a snapshot, one a row; what isn't shown on the page isn't here either."""
    found = get_object_or_404(access.snapshots_visible_to(request.user), pk=pk)
    if kind not in FILES:
        raise Http404
    content = documents.figures_file(figures.from_json(found.data), found.sha256, kind)
    return _file(content, FILES[kind], f"figures-{found.sha256[:8]}.{kind}")


@require_GET
def chart(request: PersonRequest, pk: int, name: str, kind: str) -> HttpResponse:
    """A chart of the programme report as a picture of its own: SVG or PNG."""
    found = get_object_or_404(access.snapshots_visible_to(request.user), pk=pk)
    drawn = next((one for one in _report(found).charts if one.name == name and one.wide), None)
    if drawn is None or kind not in PICTURES:
        raise Http404
    content = drawn.wide.encode() if kind == "svg" else pictures.png_of(drawn.wide)
    return _file(content, PICTURES[kind], f"{name}-{found.sha256[:8]}.{kind}")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


# Reports that come by themselves -----------------------------------------------------------


@require_http_methods(["GET", "POST"])
def schedule(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Who gets which edition by mail and when; a lead adds somebody."""
    cohort = get_object_or_404(access.cohorts_reported_by(request.user), pk=cohort_pk)
    form = ScheduleForm(request.POST or None, readers=access.readers_of(cohort))
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.schedule_report(cohort=cohort, by=request.user, at=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            for refusal in broken.refusals:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The report will come by mail."))
            return redirect("reports:schedule", cohort.pk)
    found = access.schedules_led_by(request.user).filter(cohort=cohort)
    return render(request, "reports/schedule.html", {"form": form, "cohort": cohort, "schedules": found})


@require_http_methods(["GET", "POST"])
def end_schedule(request: PersonRequest, pk: int) -> HttpResponse:
    """Stop a report that comes by itself: the lead, or whoever gets it by the link of a letter."""
    found = get_object_or_404(access.schedules_led_by(request.user), pk=pk)
    if request.method == "GET":
        return render(request, "reports/end_schedule.html", {"schedule": found})
    scheduling.end_schedule(schedule=found, by=request.user, at=timezone.now())
    messages.success(request, _("This report no longer comes by mail."))
    return redirect("reports:index")


# What people get for themselves ------------------------------------------------------------


@require_GET
def own(request: PersonRequest) -> HttpResponse:
    """What somebody may have made for themselves, by cohort, and what was made."""
    context = {
        "cohorts": keepsakes.kinds_for(request.user),
        "documents": access.personal_documents_of(request.user).defer("content", "data", "sealed"),
    }
    return render(request, "reports/own.html", context)


@require_POST
def make_own(request: PersonRequest, cohort_pk: int) -> HttpResponse:
    """Freeze and queue a personal document in the reader's language."""
    cohort = next((cohort for cohort, _kinds in keepsakes.kinds_for(request.user) if cohort.pk == cohort_pk), None)
    form = PersonalForm(request.POST)
    if cohort is None or not form.is_valid():
        raise Http404
    try:
        made = keeping.make_personal(
            cohort=cohort,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            language=request.user.language,
            **form.cleaned_data,
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("reports:own")
    return redirect("reports:own_document", made.pk)


@require_POST
def print_run(request: PersonRequest, pk: int) -> HttpResponse:
    """Freeze the record of a matching run and queue its PDF in the reader's language."""
    run = get_object_or_404(matching_access.runs_visible_to(request.user).select_related("cohort__program"), pk=pk)
    made = keeping.print_run(
        run=run, by=request.user, at=timezone.now(), on=timezone.localdate(), language=request.user.language
    )
    return redirect("reports:own_document", made.pk)


@require_POST
def print_pair(request: PersonRequest, pk: int) -> HttpResponse:
    """Freeze the brief of an objective's two departments and queue its PDF in the reader's language."""
    visible = objective_access.objectives_visible_to(request.user)
    objective = get_object_or_404(visible.select_related("program", "it_department", "department"), pk=pk)
    try:
        made = keeping.print_pair(
            objective=objective,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            language=request.user.language,
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("reports:own")
    return redirect("reports:own_document", made.pk)


@require_GET
def own_document(request: PersonRequest, pk: int) -> HttpResponse:
    """A personal document as a page, and where its PDF stands."""
    found = get_object_or_404(access.personal_documents_of(request.user).defer("content"), pk=pk)
    context = {
        "document": found,
        "report": documents.personal_report(keeping.kept_in(found), found.sha256),
        "is_waiting": found.is_waiting,
        "seconds": POLL_SECONDS,
    }
    return render(request, "reports/own_document.html", context)


@require_GET
def own_download(request: PersonRequest, pk: int) -> HttpResponse:
    """The PDF of a personal document, unsealed for its person, or the page that says where it stands."""
    found = get_object_or_404(access.personal_documents_of(request.user), pk=pk)
    if found.state != DocumentState.READY:
        return redirect("reports:own_document", found.pk)
    return _file(keeping.content_of(found), "application/pdf", f"{found.kind}-{found.sha256[:8]}.pdf")


# Many at once ------------------------------------------------------------------------------


@require_POST
def ask_for_batch(request: PersonRequest, pk: int) -> HttpResponse:
    """Queue all certificates or all department reports in the reader's language."""
    found = get_object_or_404(access.snapshots_led_by(request.user), pk=pk)
    form = BatchForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = keeping.ask_for_batch(
        snapshot=found, by=request.user, at=timezone.now(), language=request.user.language, **form.cleaned_data
    )
    return redirect("reports:batch", asked.pk)


@require_GET
def batch(request: PersonRequest, pk: int) -> HttpResponse:
    """How far a batch is. The page asks again by itself while it is being made."""
    found = get_object_or_404(access.batches_visible_to(request.user).defer("archive", "merged"), pk=pk)
    context = {"batch": found, "is_waiting": found.is_waiting, "seconds": POLL_SECONDS}
    template = "reports/batch.html#state" if request.headers.get("HX-Request") else "reports/batch.html"
    return render(request, template, context)


@require_POST
def stop_batch(request: PersonRequest, pk: int) -> HttpResponse:
    """Give up a batch that is being made."""
    found = get_object_or_404(access.batches_visible_to(request.user).defer("archive", "merged"), pk=pk)
    keeping.stop_batch(batch=found, by=request.user, at=timezone.now())
    return redirect("reports:batch", found.pk)


@require_GET
def batch_download(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """The ZIP of single files ("zip") or the one merged file ("pdf")."""
    found = get_object_or_404(access.batches_visible_to(request.user), pk=pk)
    content = {"zip": found.archive, "pdf": found.merged}.get(kind)
    if found.state != DocumentState.READY or content is None:
        return redirect("reports:batch", found.pk)
    return _file(bytes(content), f"application/{kind}", f"{found.kind}-{found.cohort_id}.{kind}")
