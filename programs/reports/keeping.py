"""Writes behind personal documents and batches: freeze, ask, render in the background, tell."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext

from programs.audit import actions as audit_actions
from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal
from programs.gateways import pdf
from programs.gateways.seal import seal, unseal
from programs.matching.models import MatchingRun
from programs.notifications import actions as notification_actions
from programs.objectives.models import Objective
from programs.people.models import Person
from programs.reports import actions, documents, figures, keepsakes, personal, queries
from programs.reports.actions import ReportRefused
from programs.reports.choices import BatchKind, DocumentState, Edition, PersonalKind, ReportRefusal
from programs.reports.models import Batch, PersonalDocument, Snapshot
from programs.reports.personal import Certificate, Journal, Personal, Sheet, Thanks

WORKERS = 2
TOLD_EVERY = 20
"""Documents after which a batch says how far it is."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of all files in an archive, so that the same documents give the same bytes."""

SHAPES: dict[str, type[Personal]] = {
    PersonalKind.CERTIFICATE: Certificate,
    PersonalKind.THANKS: Thanks,
    PersonalKind.JOURNAL: Journal,
    PersonalKind.RUN: Sheet,
    PersonalKind.PAIR: Sheet,
}


@transaction.atomic
def make_personal(*, kind: str, cohort: Cohort, by: Person, at: datetime, on: date, language: str) -> PersonalDocument:
    """Freeze what `by` gets for themselves and queue its PDF, or return the one that says the same.

    Raises ReportRefused where there is nothing to print. A journal is kept sealed only.
    """
    kept = keepsakes.personal(kind, by, cohort, on)
    if kept is None:
        raise ReportRefused([Refusal(ReportRefusal.NOTHING)])
    return _keep(kept, kind=kind, cohort=cohort, by=by, at=at, language=language)


@transaction.atomic
def print_run(*, run: MatchingRun, by: Person, at: datetime, on: date, language: str) -> PersonalDocument:
    """Freeze the record of a matching run as it stands and queue its PDF for `by`, who may see the run."""
    with translation.override(language):
        kept = keepsakes.run_sheet(run, by, on)
    return _keep(kept, kind=PersonalKind.RUN, cohort=run.cohort, by=by, at=at, language=language)


@transaction.atomic
def print_pair(*, objective: Objective, by: Person, at: datetime, on: date, language: str) -> PersonalDocument:
    """Freeze the brief of an objective's two departments and queue its PDF for `by`, who may read the objective.

    Raises ReportRefused while the programme has no cohort.
    """
    cohort = cohort_queries.newest_cohort_of(objective.program)
    if cohort is None:
        raise ReportRefused([Refusal(ReportRefusal.NOTHING)])
    with translation.override(language):
        kept = keepsakes.pair_sheet(objective, cohort, by, on)
    return _keep(kept, kind=PersonalKind.PAIR, cohort=cohort, by=by, at=at, language=language)


def _keep(kept: Personal, *, kind: str, cohort: Cohort, by: Person, at: datetime, language: str) -> PersonalDocument:
    """Store what was frozen and queue its PDF, or return the document that says the same."""
    from programs.reports import tasks  # noqa: PLC0415  (tasks call actions)

    data = personal.to_json(kept)
    sha256 = figures.fingerprint(data)
    asked = {"cohort": cohort, "person": by, "kind": kind, "language": language, "sha256": sha256}
    standing = PersonalDocument.objects.filter(**asked).exclude(state=DocumentState.FAILED).first()
    if standing is not None:
        return standing
    document = PersonalDocument(asked_at=at, **asked)
    if kind == PersonalKind.JOURNAL:
        document.sealed = seal(json.dumps(data), seal_context(document))
    else:
        document.data = data
    document.save()
    audit_actions.record("make_personal", document, by=by, at=at, kind=kind, cohort=cohort.pk)
    transaction.on_commit(lambda: tasks.render_personal.enqueue(document.pk))
    return document


def seal_context(document: PersonalDocument) -> str:
    """Return what binds a sealed document to its person and its data."""
    return f"personal:{document.person_id}:{document.sha256}"


def kept_in(document: PersonalDocument) -> Personal:
    """Return a document's frozen data, unsealed. Only ever called for its person."""
    data = json.loads(unseal(bytes(document.sealed), seal_context(document))) if document.sealed else document.data
    return personal.from_json(SHAPES[document.kind], data)


def content_of(document: PersonalDocument) -> bytes:
    """Return a document's PDF, unsealed. Only ever called for its person."""
    content = bytes(document.content or b"")
    return base64.b64decode(unseal(content, seal_context(document))) if document.sealed else content


def render_personal(*, document: PersonalDocument, at: datetime) -> PersonalDocument:
    """Render a personal document that is not ready. Repeating it does no harm: the bytes are the same."""
    if document.state == DocumentState.READY:
        return document
    PersonalDocument.objects.filter(pk=document.pk).update(state=DocumentState.RENDERING, error="")
    with translation.override(document.language):
        job = documents.pdf_job(documents.personal_report(kept_in(document), document.sha256))
    try:
        content = pdf.render(job)
        document.file_sha256 = hashlib.sha256(content).hexdigest()
        is_sealed = bool(document.sealed)
        document.content = seal(base64.b64encode(content).decode(), seal_context(document)) if is_sealed else content
        document.state, document.ready_at, document.error = DocumentState.READY, at, ""
    except pdf.PdfFailed as error:
        actions.failed(document, error, at=at)
    with transaction.atomic():
        document.save(update_fields=["content", "file_sha256", *actions.OUTCOME])
        audit_actions.record("render_personal", document, by=None, at=at, state=document.state)
    return document


@transaction.atomic
def ask_for_batch(*, snapshot: Snapshot, kind: str, by: Person, at: datetime, language: str) -> Batch:
    """Queue a batch for the cohort of a snapshot; department reports are made from the snapshot."""
    from programs.reports import tasks  # noqa: PLC0415  (tasks call actions)

    source = snapshot if kind == BatchKind.DEPARTMENTS else None
    batch = Batch.objects.create(
        cohort=snapshot.cohort, snapshot=source, kind=kind, language=language, asked_by=by, asked_at=at
    )
    audit_actions.record("ask_for_batch", batch, by=by, at=at, kind=kind, cohort=snapshot.cohort_id)
    transaction.on_commit(lambda: tasks.render_batch.enqueue(batch.pk))
    return batch


@dataclass
class _Part:
    """One document of a batch; `kept` is its row where it belongs to a person."""

    name: str
    report: documents.Report
    kept: PersonalDocument | None = None
    content: bytes = b""


@transaction.atomic
def stop_batch(*, batch: Batch, by: Person, at: datetime) -> Batch:
    """Give up a batch that is not ready; what was made of it is thrown away. Repeating it does no harm."""
    held = Batch.objects.select_for_update().defer("archive", "merged").get(pk=batch.pk)
    if held.is_waiting:
        held.state, held.error, held.again_at = DocumentState.FAILED, gettext("Stopped by hand"), None
        held.save(update_fields=["state", "error", "again_at"])
        audit_actions.record("stop_batch", held, by=by, at=at, done=held.done, total=held.total)
    return held


class _Stopped(Exception):
    """Somebody stopped the batch that is being made."""


def render_batch(*, batch: Batch, at: datetime) -> Batch:
    """Render a batch that is waited for and tell who asked; how far it is can be read all the while.

    One that is stopped meanwhile ends after the documents in hand, and nobody is told.
    """
    if not batch.is_waiting:
        return batch
    with translation.override(batch.language):
        parts = list(_parts_of(batch, at))
        try:
            _tell(batch, state=DocumentState.RENDERING, done=0, total=len(parts))
            _render(batch, parts)
            batch.archive = _archive(parts)
            title = f"{batch.cohort.program}, {batch.cohort}: {batch.get_kind_display()}"
            named = [(part.report.summary.title, part.content) for part in parts]
            batch.merged = pdf.merge(named, title=title) if named else None
            batch.state, batch.ready_at, batch.error = DocumentState.READY, at, ""
        except _Stopped:
            return batch
        except pdf.PdfFailed as error:
            actions.failed(batch, error, at=at)
    _settle(batch, parts, at)
    return batch


def _tell(batch: Batch, **facts: object) -> None:
    """Say how far a batch is. Raises _Stopped when nobody waits for it any more."""
    over = (DocumentState.READY, DocumentState.FAILED)
    if not Batch.objects.filter(pk=batch.pk).exclude(state__in=over).update(**facts):
        raise _Stopped


def _render(batch: Batch, parts: list[_Part]) -> None:
    """Render each part, saying now and then how many are done."""
    jobs = (documents.pdf_job(part.report) for part in parts)
    for at, content in enumerate(pdf.render_many(jobs, workers=WORKERS)):
        parts[at].content = content
        if (at + 1) % TOLD_EVERY == 0:
            _tell(batch, done=at + 1)


def _settle(batch: Batch, parts: list[_Part], at: datetime) -> None:
    """Store the outcome, give everybody their own, and write to whoever asked, in one transaction."""
    batch.done = batch.total = len(parts)
    with transaction.atomic():
        held = Batch.objects.select_for_update().only("state").get(pk=batch.pk)
        if not held.is_waiting:
            return
        batch.save(update_fields=["archive", "merged", "done", "total", *actions.OUTCOME])
        if batch.state == DocumentState.READY:
            _hand_out(parts, at)
        audit_actions.record("render_batch", batch, by=None, at=at, state=batch.state, total=batch.total)
        if batch.is_waiting:
            return
        notification_actions.queue_letter(
            to=batch.asked_by,
            kind="reports/batch",
            context={"batch": batch, "link": settings.PUBLIC_URL + reverse("reports:batch", args=[batch.pk])},
            key=f"batch-{batch.pk}-{batch.state}",
            at=at,
        )


def _hand_out(parts: list[_Part], at: datetime) -> None:
    """Keep each person's part as their own, unless they have the same already."""
    kept = {part.kept.sha256: part for part in parts if part.kept is not None}
    has = PersonalDocument.objects.filter(sha256__in=kept, state=DocumentState.READY).values_list("sha256", "language")
    rows = []
    for sha256, part in kept.items():
        if part.kept is None or (sha256, part.kept.language) in set(has):
            continue
        part.kept.state, part.kept.ready_at, part.kept.content = DocumentState.READY, at, part.content
        part.kept.file_sha256 = hashlib.sha256(part.content).hexdigest()
        rows.append(part.kept)
    PersonalDocument.objects.bulk_create(rows, batch_size=100)


def _parts_of(batch: Batch, at: datetime) -> Iterator[_Part]:
    """Yield what a batch is made of in the active language, in the order of names."""
    if batch.snapshot is None:
        yield from _certificates(batch, at)
        return
    stored, signed = figures.from_json(batch.snapshot.data), queries.signatures_of(batch.snapshot)
    for key, name in documents.departments_of(stored).items():
        report = documents.report(
            stored, batch.snapshot.sha256, edition=Edition.DEPARTMENT, department=key, signatures=signed
        )
        yield _Part(f"{slugify(name) or 'department'}-{key}", report)


def _certificates(batch: Batch, at: datetime) -> Iterator[_Part]:
    for person, kept in keepsakes.certificates(batch.cohort, timezone.localdate(at)).items():
        data = personal.to_json(kept)
        row = PersonalDocument(
            cohort=batch.cohort,
            person_id=person,
            kind=PersonalKind.CERTIFICATE,
            language=batch.language,
            data=data,
            sha256=figures.fingerprint(data),
            asked_at=at,
        )
        name = f"{slugify(kept.frame.person) or 'certificate'}-{person}"
        yield _Part(name, documents.personal_report(kept, row.sha256), row)


def _archive(parts: list[_Part]) -> bytes:
    """Return a ZIP of PDFs; the same files give the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            archive.writestr(zipfile.ZipInfo(f"{part.name}.pdf", EARLIEST), part.content)
    return whole.getvalue()
