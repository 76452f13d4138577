"""How often somebody may speak in a day, counted without a trace of who did.

The count lies in the cache under an HMAC whose key is made when the process starts and never
leaves its memory: whoever reads the cache, even one kept on disk, learns no name from it, and
a restart forgets it. So the limit holds per process of the web server: it stops a flood, and
is no account.
"""

import hashlib
import hmac
import secrets
from datetime import date

from django.core.cache import cache

from programs.concerns.choices import ConcernRefusal
from programs.concerns.refused import ConcernRefused
from programs.concerns.rules import SAID_A_DAY
from programs.core.refusals import Refusal
from programs.people.models import Person

_KEY = secrets.token_bytes(32)
A_DAY = 24 * 3600


def count_one(person: Person, on: date) -> None:
    """Count one concern, comment or reply of a person on a day. Raises ConcernRefused past the limit."""
    name = "said:" + hmac.new(_KEY, f"{on.isoformat()}:{person.pk}".encode(), hashlib.sha256).hexdigest()
    cache.add(name, 0, A_DAY)
    if cache.incr(name) > SAID_A_DAY:
        raise ConcernRefused([Refusal(ConcernRefusal.TOO_MANY, {"limit": SAID_A_DAY})])
