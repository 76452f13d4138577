"""Background jobs of the reports room."""

from datetime import datetime

from django.utils import timezone

from programs.gateways.tasks import task
from programs.reports import actions, keeping, scheduling
from programs.reports.models import Batch, Document, PersonalDocument


def every_minute(at: datetime) -> None:
    """Try again what failed, and send scheduled reports that are due."""
    actions.try_again(at=at)
    scheduling.send_due(at=at)


@task()
def render_document(document_id: int) -> None:
    """Render one document. Idempotent: a document that is ready stays as it is."""
    document = Document.objects.select_related("snapshot").get(pk=document_id)
    actions.render_document(document=document, at=timezone.now())


@task()
def render_personal(document_id: int) -> None:
    """Render one personal document. Idempotent: one that is ready stays as it is."""
    document = PersonalDocument.objects.select_related("person", "cohort").get(pk=document_id)
    keeping.render_personal(document=document, at=timezone.now())


@task()
def render_batch(batch_id: int) -> None:
    """Render a batch. Idempotent: one that is ready stays as it is, one that was broken off begins anew."""
    batch = Batch.objects.select_related("cohort__program", "snapshot", "asked_by").get(pk=batch_id)
    keeping.render_batch(batch=batch, at=timezone.now())
