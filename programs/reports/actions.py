"""Writes of the reports room: freeze figures, ask for a document, render it."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils import translation

from programs.audit import actions as audit_actions
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal, RuleBroken
from programs.gateways import pdf
from programs.people.models import Person
from programs.reports import access, documents, figures, queries
from programs.reports.choices import DocumentState, Edition, ReportRefusal
from programs.reports.models import Document, Snapshot
from programs.surveys.statistics.language import causal_words

LOGGER = logging.getLogger(__name__)


class ReportRefused(RuleBroken):
    """A snapshot or document was refused."""


@transaction.atomic
def take_snapshot(*, cohort: Cohort, by: Person, at: datetime, on: date, decision: str = "") -> Snapshot:
    """Freeze everything that a report of `cohort` says on a day. Raises ReportRefused.

    `decision` is what the lead asks for; it is printed with their name.
    """
    refusals = []
    if not access.cohorts_reported_by(by).filter(pk=cohort.pk).exists():
        refusals.append(Refusal(ReportRefusal.NOT_LEAD))
    if words := causal_words(decision):
        refusals.append(Refusal(ReportRefusal.CAUSAL, {"words": ", ".join(words)}))
    if refusals:
        raise ReportRefused(refusals)
    data = figures.to_json(queries.snapshot(cohort, on, decision=decision, decision_by=str(by) if decision else ""))
    snapshot = Snapshot.objects.create(
        cohort=cohort, data=data, sha256=figures.fingerprint(data), made_by=by, made_at=at
    )
    audit_actions.record("take_snapshot", snapshot, by=by, at=at, cohort=cohort.pk, sha256=snapshot.sha256)
    return snapshot


@transaction.atomic
def ask_for_document(
    *, snapshot: Snapshot, by: Person, at: datetime, language: str, edition: str = Edition.PROGRAM
) -> Document:
    """Queue the rendering of a snapshot, or return the document that is being made or ready."""
    from programs.reports import tasks  # noqa: PLC0415  (tasks call actions)

    Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    if standing := queries.standing_document(snapshot, edition=edition, language=language):
        return standing
    document = Document.objects.create(snapshot=snapshot, edition=edition, language=language, asked_by=by, asked_at=at)
    audit_actions.record("ask_for_document", document, by=by, at=at, snapshot=snapshot.pk, language=language)
    transaction.on_commit(lambda: tasks.render_document.enqueue(document.pk))
    return document


def render_document(*, document: Document, at: datetime) -> Document:
    """Render a document that is not ready. Repeating it does no harm: the bytes are the same.

    Without Pango, or when the rendering fails, the document is marked failed with the reason.
    """
    if document.state == DocumentState.READY:
        return document
    Document.objects.filter(pk=document.pk).update(state=DocumentState.RENDERING, error="")
    snapshot = document.snapshot
    with translation.override(document.language):
        report = documents.report(figures.from_json(snapshot.data), snapshot.sha256)
        job = documents.pdf_job(report)
    try:
        document.content, document.error = pdf.render(job), ""
        document.state, document.ready_at = DocumentState.READY, at
    except pdf.PdfUnavailable as error:
        document.state, document.error = DocumentState.FAILED, str(error)
    except pdf.PdfFailed as error:
        LOGGER.exception("Document %s failed", document.pk)
        document.state, document.error = DocumentState.FAILED, str(error)
    with transaction.atomic():
        document.save(update_fields=["content", "state", "error", "ready_at"])
        audit_actions.record("render_document", document, by=None, at=at, state=document.state)
    return document
