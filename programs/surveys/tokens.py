"""The single-use link in an invitation.

The token is a MAC of the invitation under the secret key, so that a reminder can repeat it
although only its hash is stored. Someone with the database alone can make none.
"""

import base64
import hashlib
import hmac

from django.conf import settings
from django.urls import reverse

from programs.surveys.models import Invitation


def token_of(wave_id: int, person_id: int) -> str:
    """Return the token of a person in a wave: 43 characters, 256 bits."""
    key = hashlib.sha256(f"surveys.invitation|v1|{settings.SECRET_KEY}".encode()).digest()
    made = hmac.digest(key, f"wave={wave_id}|person={person_id}".encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(invitation: Invitation) -> str:
    """Return the address at which the invited person answers."""
    return reverse("surveys:answer", args=[token_of(invitation.wave_id, invitation.person_id)])
