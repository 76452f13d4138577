"""Writes of the reports room: freeze figures, ask for a document, render it."""

import functools
import hashlib
import logging
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from programs.audit import actions as audit_actions
from programs.cohorts.choices import ProgramRoleKind
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal, RuleBroken
from programs.gateways import pdf
from programs.journals import actions as journal_actions
from programs.journals.choices import Destination
from programs.people.models import Person
from programs.reports import access, documents, figures, queries, rules
from programs.reports.choices import DocumentState, Edition, ReportRefusal
from programs.reports.models import Batch, Document, PersonalDocument, Rendered, Signature, Snapshot
from programs.surveys.statistics.language import causal_words

LOGGER = logging.getLogger(__name__)


class ReportRefused(RuleBroken):
    """A snapshot or document was refused."""


@transaction.atomic
def take_snapshot(
    *, cohort: Cohort, by: Person, at: datetime, on: date, decision: str = "", remark: str = ""
) -> Snapshot:
    """Freeze everything that a report of `cohort` says on a day. Raises ReportRefused.

    Quotes in it count as printed from now on, so that nobody takes back words that are out (ADR 41).
    `decision` is what the lead asks for, `remark` what they add; both are printed with their
    name, and neither may claim a cause.
    """
    refusals = []
    if not access.cohorts_reported_by(by).filter(pk=cohort.pk).exists():
        refusals.append(Refusal(ReportRefusal.NOT_LEAD))
    if words := causal_words(f"{decision}\n{remark}"):
        refusals.append(Refusal(ReportRefusal.CAUSAL, {"words": ", ".join(words)}))
    if refusals:
        raise ReportRefused(refusals)
    data = figures.to_json(queries.snapshot(cohort, on, decision=decision, remark=remark, by=str(by)))
    snapshot = Snapshot.objects.create(
        cohort=cohort, data=data, sha256=figures.fingerprint(data), made_by=by, made_at=at
    )
    for destination in Destination:
        journal_actions.mark_printed(cohort=cohort, destination=destination, by=by, at=at)
    audit_actions.record("take_snapshot", snapshot, by=by, at=at, cohort=cohort.pk, sha256=snapshot.sha256)
    return snapshot


@transaction.atomic
def sign_snapshot(*, snapshot: Snapshot, by: Person, at: datetime) -> Signature:
    """Stand for a snapshot with one's name, as lead or as sponsor; with both it is final.

    Raises ReportRefused for anybody else and for a second signature of the same part.
    """
    held = Snapshot.objects.select_for_update().select_related("cohort").get(pk=snapshot.pk)
    part = access.may_sign(by, held)
    if part is None:
        has_role = by.program_roles.filter(program=held.cohort.program_id).exists()
        raise ReportRefused([Refusal(ReportRefusal.SIGNED if has_role else ReportRefusal.NOT_SIGNER)])
    signature = Signature.objects.create(snapshot=held, part=part, by=by, at=at)
    if set(held.signatures.values_list("part", flat=True)) == set(ProgramRoleKind.values):
        held.final_at = at
        held.save(update_fields=["final_at"])
    audit_actions.record("sign_snapshot", held, by=by, at=at, part=part, final=held.is_final)
    return signature


@transaction.atomic
def ask_for_document(
    *,
    snapshot: Snapshot,
    by: Person,
    at: datetime,
    language: str,
    edition: str = Edition.PROGRAM,
    department: str = "",
) -> Document:
    """Queue the rendering of a snapshot, or return the document that is being made or ready."""
    from programs.reports import tasks  # noqa: PLC0415  (tasks call actions)

    held = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    if standing := queries.standing_document(held, edition=edition, language=language, department=department):
        return standing
    document = Document.objects.create(
        snapshot=held,
        edition=edition,
        department=department,
        language=language,
        is_final=held.is_final,
        asked_by=by,
        asked_at=at,
    )
    facts: dict[str, Any] = {"edition": edition, "department": department, "language": language}
    audit_actions.record("ask_for_document", document, by=by, at=at, snapshot=held.pk, **facts)
    transaction.on_commit(lambda: tasks.render_document.enqueue(document.pk))
    return document


def render_document(*, document: Document, at: datetime) -> Document:
    """Render a document that is not ready. Repeating it does no harm: the bytes are the same.

    When the rendering fails, the document waits to be tried again, later each time; in the end,
    and at once without Pango, it is marked failed with the reason.
    """
    if document.state == DocumentState.READY:
        return document
    Document.objects.filter(pk=document.pk).update(state=DocumentState.RENDERING, error="")
    with translation.override(document.language):
        job = documents.pdf_job(_report_of(document))
    try:
        document.content, document.error = pdf.render(job), ""
        document.sha256 = hashlib.sha256(document.content).hexdigest()
        document.state, document.ready_at = DocumentState.READY, at
    except pdf.PdfFailed as error:
        failed(document, error, at=at)
    with transaction.atomic():
        document.save(update_fields=["content", "sha256", *OUTCOME])
        audit_actions.record("render_document", document, by=None, at=at, state=document.state)
    return document


OUTCOME = ("state", "error", "ready_at", "tries", "again_at")
"""The fields that an attempt to render changes."""


def failed(row: Rendered, error: pdf.PdfFailed, *, at: datetime) -> None:
    """Mark a row that could not be rendered: waiting for its next attempt, or failed for good."""
    LOGGER.error("%s could not be rendered: %s", row, error)
    row.tries += 1
    row.again_at = None if isinstance(error, pdf.PdfUnavailable) else rules.next_attempt(row.tries, at)
    row.state = DocumentState.WAITING if row.again_at else DocumentState.FAILED
    row.error = str(error)


def try_again(*, at: datetime) -> int:
    """Queue again what failed and whose time has come; return how many. Each is queued once."""
    from programs.reports import tasks  # noqa: PLC0415  (tasks call actions)

    count = 0
    for rows, job in (
        (Document.objects, tasks.render_document),
        (PersonalDocument.objects, tasks.render_personal),
        (Batch.objects, tasks.render_batch),
    ):
        due = rows.filter(state=DocumentState.WAITING, again_at__lte=at)
        for pk in due.values_list("pk", flat=True):
            with transaction.atomic():
                if rows.filter(pk=pk, state=DocumentState.WAITING).update(state=DocumentState.QUEUED, again_at=None):
                    transaction.on_commit(functools.partial(job.enqueue, pk))
                    count += 1
    return count


def _report_of(document: Document) -> documents.Report:
    """Return what a document prints; one that was asked for as a draft stays a draft."""
    snapshot = document.snapshot
    return documents.report(
        figures.from_json(snapshot.data),
        snapshot.sha256,
        edition=document.edition,
        department=document.department,
        signatures=queries.signatures_of(snapshot) if document.is_final else (),
    )
