"""Background jobs of the reviews room."""

from django.utils import timezone

from programs.gateways.tasks import task
from programs.reviews import actions
from programs.reviews.models import Brief


@task()
def print_brief(brief_id: int) -> None:
    """Print one brief. Idempotent: a brief that is ready stays as it is."""
    actions.print_brief(brief=Brief.objects.select_related("asked_by").get(pk=brief_id), at=timezone.now())
