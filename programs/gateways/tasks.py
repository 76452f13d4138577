"""The door to background tasks: `django.tasks` where Django has it (6.0), the same package on 5.2."""

try:
    from django.tasks import task
except ImportError:
    from django_tasks import task  # type: ignore[no-redef,unused-ignore]

__all__ = ["task"]
