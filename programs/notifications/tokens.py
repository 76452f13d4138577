"""Addresses that stop mail without signing in: signed, for one person and one topic, good for ever.

They hang on the link key. Whoever holds one can do nothing but stop these letters to this person.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from programs.notifications.choices import Topic

SALT = "notifications.unsubscribe"


def unsubscribe_address(person: int, topic: Topic) -> str:
    """Return the public address that stops the letters of one topic to one person."""
    token = signing.dumps([person, topic.value], key=settings.LINK_KEY, salt=SALT)
    return str(settings.PUBLIC_URL) + reverse("notifications:unsubscribe", args=[token])


def read(token: str) -> tuple[int, Topic] | None:
    """Return person and topic of an address that we signed; None for any other."""
    try:
        person, topic = signing.loads(token, key=settings.LINK_KEY, salt=SALT)
        return int(person), Topic(topic)
    except (signing.BadSignature, ValueError, TypeError):
        return None
