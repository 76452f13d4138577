"""`manage.py receive_mail`: how mail to our addresses comes in."""

import asyncio
import logging
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from programs.calendars import intake
from programs.gateways import inbox, lmtp, mailbox

TRY_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the message and calls again."""


class Command(BaseCommand):
    help = "Take in one message from standard input; or all of a maildir; or listen for a mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="the envelope's recipient, if the mail server tells it")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--maildir", type=Path, help="take in what is new in this maildir, and end")
        way.add_argument("--lmtp", metavar="HOST:PORT", help="listen for LMTP until stopped")
        way.add_argument("--smtp", metavar="HOST:PORT", help="listen for SMTP until stopped")

    def handle(self, *, to: str, maildir: Path | None, **options: Any) -> None:
        if address := options["lmtp"] or options["smtp"]:
            asyncio.run(self._listen(address, is_lmtp=bool(options["lmtp"])))
        elif maildir is not None:
            self.stdout.write(f"{mailbox.read_maildir(maildir, self._take)}")
        else:
            try:
                self._take(sys.stdin.buffer.read(inbox.LARGEST + 1), to)
            except DatabaseError as error:
                raise CommandError(str(error), returncode=TRY_AGAIN) from error

    def _take_from_line(self, raw: bytes, to: str) -> None:
        close_old_connections()  # the thread may have waited for hours
        try:
            self._take(raw, to)
        finally:
            close_old_connections()

    def _take(self, raw: bytes, to: str = "") -> None:
        result = intake.process(raw, at=timezone.now(), recipient=to)
        logging.getLogger("programs.calendars").info("Mail %s: %s", result.mail.digest[:12], result.verdict)

    async def _listen(self, address: str, *, is_lmtp: bool) -> None:
        host, _, port = address.rpartition(":")
        if not port.isdecimal():
            raise CommandError("Say where to listen as HOST:PORT.")
        server = await lmtp.serve(
            self._take_from_line, host=host or "127.0.0.1", port=int(port), is_lmtp=is_lmtp, largest=inbox.LARGEST
        )
        async with server:
            await server.serve_forever()
