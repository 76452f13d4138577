"""Background work of the visits room."""

from django.utils import timezone
from django_tasks import task

from programs.visits import actions


@task()
def tick() -> dict[str, int]:
    """Do what is due by now. Run each minute by the worker; running twice does no harm."""
    return actions.tick(at=timezone.now())
