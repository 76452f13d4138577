"""Private text, sealed: AES-256-GCM bound to the place where it is kept.

A sealed text opens only with a key of the ring in `settings.FIELD_KEYS` and only in the
context it was sealed for, so that a copy moved to another row doesn't open there. This
protects dumps and backups, from which the keys are kept away; it does not protect against
whoever holds the running application.

Layout: key id, a colon, 12 bytes of nonce, ciphertext with its 16-byte tag.
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_NONCE_BYTES = 12
_KEY_BYTES = 32


class SealBroken(Exception):
    """A sealed text was changed, moved, or sealed with a key that is gone."""


def seal(text: str, context: str) -> bytes:
    """Seal `text` for `context`, for instance "journal:<author>:<seal id>", with the first key."""
    return seal_bytes(text.encode(), context)


def seal_bytes(content: bytes, context: str) -> bytes:
    """Seal any content for `context` with the first key."""
    key_id, key = next(iter(_ring().items()), ("", b""))
    if not key:
        raise ImproperlyConfigured("Set EXCHANGE_FIELD_KEYS: private text is never stored unsealed.")
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return key_id.encode() + b":" + nonce + AESGCM(key).encrypt(nonce, content, context.encode())


def unseal(sealed: bytes, context: str) -> str:
    """Return the text that was sealed for `context`; raise SealBroken if it isn't that, untouched."""
    try:
        return unseal_bytes(sealed, context).decode()
    except UnicodeDecodeError as error:
        raise SealBroken("Not a text.") from error


def unseal_bytes(sealed: bytes, context: str) -> bytes:
    """Return the content that was sealed for `context`; raise SealBroken if it isn't that, untouched."""
    key_id, _, body = bytes(sealed).partition(b":")
    key = _ring().get(key_id.decode(errors="replace"))
    if key is None:
        raise SealBroken("Sealed with a key that EXCHANGE_FIELD_KEYS doesn't hold.")
    try:
        return AESGCM(key).decrypt(body[:_NONCE_BYTES], body[_NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken("Changed after sealing, or moved from where it was sealed.") from error


def is_sealed_with_first_key(sealed: bytes) -> bool:
    """Say whether the text needs no sealing anew after a change of keys."""
    return bytes(sealed).startswith(next(iter(_ring())).encode() + b":")


def _ring() -> dict[str, bytes]:
    """Return the keys by id, in their order. A malformed ring stops the work at once."""
    ring = {}
    for entry in settings.FIELD_KEYS:
        key_id, _, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ImproperlyConfigured(f"EXCHANGE_FIELD_KEYS: key {key_id!r} is not base64.") from error
        if not key_id or len(key) != _KEY_BYTES:
            raise ImproperlyConfigured(f"EXCHANGE_FIELD_KEYS: {key_id!r} needs a name and {_KEY_BYTES} bytes.")
        ring[key_id] = key
    return ring
