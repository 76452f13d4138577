"""What must not stand in a log."""

import logging
import re

FEED_PATH = re.compile(r"^/calendars/[^/]+\.ics$")
"""The path of a calendar feed: the secret is the address itself."""

_SECRETS = (
    re.compile(r"(/calendars/)[^/\s?\"']+(\.ics)"),
    re.compile(r"(/surveys/)(?!waves/|programs/|instruments/|thanks/|withdrawn/)[^/\s?\"']+(/)"),
    re.compile(r"(/people/sign-in/)(?!sent/)[^/\s?\"']+(/)"),
)
"""Addresses that are keys: calendar feeds, survey links, sign-in links."""


class MaskSecrets(logging.Filter):
    """Hides the secret part of addresses in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message; keep every record."""
        message = masked = record.getMessage()
        for secret in _SECRETS:
            masked = secret.sub(r"\1***\2", masked)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
