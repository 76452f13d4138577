"""Background jobs of the people room."""

from django.utils import timezone

from programs.gateways.tasks import task
from programs.people import links
from programs.people.models import SignInLink


@task()
def mail_link(link_pk: int) -> None:
    """Mail a sign-in link that somebody asked for."""
    link = SignInLink.objects.filter(pk=link_pk).first()
    if link is not None:
        links.mail_link(link, at=timezone.now())
