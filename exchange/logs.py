"""What must not stand in a log."""

import logging
import re

FEED_PATH = re.compile(r"^/calendars/[^/]+\.ics$")
"""The path of a calendar feed: the secret is the address itself."""

_SECRETS = re.compile(r"(/calendars/)[^/\s?\"']+(\.ics)")


class MaskSecrets(logging.Filter):
    """Hides the secret part of feed addresses in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the finished message; keep every record."""
        message = record.getMessage()
        if "/calendars/" in message:
            record.msg, record.args = _SECRETS.sub(r"\1***\2", message), ()
        return True
