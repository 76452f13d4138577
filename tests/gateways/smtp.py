"""A real mail server on loopback that keeps what it gets."""

import asyncio
import email
import email.policy
import smtplib
import socket

from aiosmtpd.controller import Controller


class Inbox:
    """Takes every mail after `delay` seconds, but not for the recipients it was told to refuse."""

    def __init__(self, delay=0.0):
        self.raw = []
        self.senders = []
        self.refused = {}
        self.delay = delay

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.senders.append(envelope.mail_from)
        self.raw.append((tuple(envelope.rcpt_tos), envelope.content))
        await asyncio.sleep(self.delay)
        return "250 Taken"

    @property
    def mails(self):
        """What came in, parsed by the standard library."""
        return [email.message_from_bytes(content, policy=email.policy.default) for _, content in self.raw]


class MailServer:
    """`with MailServer() as server`: `server.inbox`, `server.port`, `server.stop()`."""

    def __init__(self, delay=0.0):
        self.inbox = Inbox(delay)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.controller = Controller(self.inbox, hostname="127.0.0.1", port=self.port)
        self.is_up = False

    def __enter__(self):
        self.controller.start()
        self.is_up = True
        return self

    def __exit__(self, *error):
        self.stop()

    def send(self, content, *, to, sender="someone@example.com"):
        """Hand a message to this server as another mail server does."""
        with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as line:
            line.sendmail(sender, [to], content)

    def stop(self):
        if self.is_up:
            self.controller.stop()
            self.is_up = False
