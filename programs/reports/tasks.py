"""Background jobs of the reports room."""

from django.utils import timezone

from programs.gateways.tasks import task
from programs.reports import actions
from programs.reports.models import Document


@task()
def render_document(document_id: int) -> None:
    """Render one document. Idempotent: a document that is ready stays as it is."""
    document = Document.objects.select_related("snapshot").get(pk=document_id)
    actions.render_document(document=document, at=timezone.now())
