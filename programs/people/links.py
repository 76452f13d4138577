"""Sign-in links: how one is made, mailed and recognised. Asking and using are `actions`.

The token is made by the job that mails it, so that no table, job or log ever holds it;
the database keeps its SHA-256.
"""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from programs.gateways.mail import Mail, Post
from programs.people import queries
from programs.people.models import Person, SignInLink


def mail_link(link: SignInLink, *, at: datetime) -> None:
    """Make the token of a link and mail it; do nothing when nobody is there or it is too late.

    When the job is run again after its worker died, the newer mail's token is the good one.
    """
    usable = queries.usable_links(at).filter(pk=link.pk).first()
    if usable is None or usable.person is None:
        return
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(pk=link.pk).update(token_hash=hash_of(token))
    with Post() as post:
        post.send(_mail(usable.person, token))


def hash_of(token: str) -> str:
    """Return what the database keeps of a token: it has 256 bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(person: Person, token: str) -> Mail:
    """Return the mail in the person's language."""
    with translation.override(person.language):
        values = {
            "person": person,
            "url": settings.PUBLIC_URL + reverse("people:open_link", args=[token]),
            "public_url": settings.PUBLIC_URL,
            "minutes": int(queries.LINK_IS_GOOD_FOR.total_seconds() // 60),
            "language": person.language,
            "is_right_to_left": translation.get_language_bidi(),
            "subject": translation.gettext("Your sign-in link"),
        }
        text = render_to_string("people/mail/sign_in_link.txt", values)
        html = render_to_string("people/mail/sign_in_link.html", values)
    message_id = f"<{hash_of(token)[:32]}@{settings.CALENDAR_DOMAIN}>"
    return Mail(message_id=message_id, address=person.email, subject=values["subject"], text=text, html=html)
