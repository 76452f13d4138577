"""Where mail to us waits: an IMAP mailbox, or a maildir. Each message is handed over, then marked.

A message is marked as read only after `take` has returned: who dies in between takes it in
once more, and taking in twice is once.
"""

import imaplib
import mailbox
import ssl
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 30
MOST_AT_ONCE = 200
Take = Callable[[bytes], object]


class MailboxError(OSError):
    """The mailbox can't be read: wrong address, wrong password, or the server is away."""


def read_imap(url: str, take: Take, *, largest: int) -> int:
    """Hand every unread message of `imaps://user:password@host:port/FOLDER` to `take`; return how many.

    Of a message over `largest` bytes only its first `largest` + 1 bytes are fetched. `imap://`
    is for servers on this machine: it is not encrypted. Raises MailboxError.
    """
    parts = urllib.parse.urlsplit(url)
    folder = urllib.parse.unquote(parts.path.strip("/")) or "INBOX"
    try:
        with _connect(parts) as server:
            server.login(urllib.parse.unquote(parts.username or ""), urllib.parse.unquote(parts.password or ""))
            _done(server.select(f'"{folder}"'))
            numbers = _done(server.uid("SEARCH", "UNSEEN"))[0].split()[:MOST_AT_ONCE]
            for number in numbers:
                take(_fetch(server, number.decode(), largest))
                _done(server.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)"))
            return len(numbers)
    except (imaplib.IMAP4.error, OSError, ssl.SSLError) as error:
        raise MailboxError(f"{parts.hostname}: {error}") from error


def _connect(parts: urllib.parse.SplitResult) -> imaplib.IMAP4:
    host = parts.hostname or "localhost"
    if parts.scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=TIMEOUT_SECONDS)
    if parts.scheme == "imap":
        return imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT_SECONDS)
    raise MailboxError(f"{parts.scheme}: not a mailbox address")


def _fetch(server: imaplib.IMAP4, number: str, largest: int) -> bytes:
    found = _done(server.uid("FETCH", number, f"(BODY.PEEK[]<0.{largest + 1}>)"))
    return next((part[1] for part in found if isinstance(part, tuple)), b"")


def _done(answer: tuple[str, list[Any]]) -> list[Any]:
    """Return what an IMAP command gave; raise when the server said no."""
    status, found = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(found))
    return found


def read_maildir(folder: Path, take: Take) -> int:
    """Hand every new message of a maildir to `take` and file it as read; return how many."""
    box = mailbox.Maildir(folder, create=False)
    taken = 0
    for key, message in list(box.iteritems()):
        if message.get_subdir() != "new":
            continue
        take(box.get_bytes(key))
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message
        taken += 1
    return taken
