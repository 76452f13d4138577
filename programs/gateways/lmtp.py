"""A door for mail servers that hand messages over a line (LMTP or SMTP) instead of a pipe."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger("programs.calendars")
Take = Callable[[bytes, str], object]


class _Door:
    """Hands each message over once per recipient, and says yes only when all were taken in."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - its name
        """Take one message in, in a thread: the database waits for nobody's event loop."""
        content = envelope.original_content or b""
        loop = asyncio.get_running_loop()
        try:
            for address in envelope.rcpt_tos:
                await loop.run_in_executor(None, self._take, content, address)
        except Exception:
            log.exception("A message could not be taken in; its sender keeps it.")
            return "451 4.3.0 Try again later"
        return "250 2.0.0 Taken in"


async def serve(take: Take, *, host: str, port: int, is_lmtp: bool, largest: int) -> asyncio.Server:
    """Listen for messages of up to `largest` bytes until the server that is returned is closed."""
    kind: Any = LMTP if is_lmtp else SMTP
    door = _Door(take)
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: kind(door, data_size_limit=largest, enable_SMTPUTF8=True, hostname="exchange"), host, port
    )
