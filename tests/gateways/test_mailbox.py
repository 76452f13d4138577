"""Where mail to us waits: a small IMAP server on loopback, a maildir, and an LMTP line."""

import asyncio
import mailbox as maildirs
import re
import smtplib
import socketserver
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from programs.gateways import lmtp, mailbox

MESSAGES = [b"Subject: One\r\n\r\nFirst\r\n", b"Subject: Two\r\n\r\n" + b"x" * 500 + b"\r\n"]


class _Session(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 as reading a mailbox needs."""

    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command, rest = (line.decode().strip() + "  ").split(" ", 2)
            if self.answer(tag, command.upper(), rest.strip()) == "LOGOUT":
                return

    def answer(self, tag, command, rest):
        held = self.server
        status = "OK"
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command == "LOGIN":
            status = "OK" if rest == 'us@example.com "pass word"' else "NO"
        elif command == "SELECT":
            held.selected = rest
            self.say(f"* {len(held.messages)} EXISTS")
        elif rest.startswith("SEARCH"):
            unseen = [str(number) for number in sorted(held.messages) if number not in held.seen]
            self.say("* SEARCH " + " ".join(unseen))
        elif rest.startswith("FETCH"):
            number, most = map(int, re.search(r"FETCH (\d+) .*<0\.(\d+)>", rest).groups())
            content = held.messages[number][:most]
            self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode() + content)
            self.say(")")
        elif rest.startswith("STORE"):
            held.seen.add(int(rest.split()[1]))
        self.say(f"{tag} {status} done")
        return command

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def imap():
    """A mailbox with two unread messages."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
    server.daemon_threads = True
    server.messages, server.seen, server.selected = dict(enumerate(MESSAGES, start=1)), set(), ""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def address_of(server, password="pass%20word"):
    return f"imap://us%40example.com:{password}@127.0.0.1:{server.server_address[1]}/Exchange%20in"


def test_read_imap_hands_over_what_is_unread_and_marks_it(imap):
    taken = []

    first = mailbox.read_imap(address_of(imap), taken.append, largest=10_000)
    again = mailbox.read_imap(address_of(imap), taken.append, largest=10_000)

    assert (first, again, taken) == (2, 0, MESSAGES)
    assert imap.selected == '"Exchange in"'


def test_read_imap_fetches_no_more_of_a_large_message_than_shows_that_it_is_too_large(imap):
    taken = []

    mailbox.read_imap(address_of(imap), taken.append, largest=100)

    assert [len(one) for one in taken] == [len(MESSAGES[0]), 101]


def test_read_imap_leaves_a_message_unread_that_was_not_taken_in(imap):
    def refuse(raw):
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        mailbox.read_imap(address_of(imap), refuse, largest=10_000)

    assert imap.seen == set()


@pytest.mark.parametrize("url", ["imap://127.0.0.1:1/INBOX", "pop3://127.0.0.1/x", "imaps://127.0.0.1:1/INBOX"])
def test_read_imap_says_that_it_can_not(url):
    with pytest.raises(mailbox.MailboxError):
        mailbox.read_imap(url, print, largest=100)


def test_read_imap_with_a_wrong_password_says_so(imap):
    with pytest.raises(mailbox.MailboxError):
        mailbox.read_imap(address_of(imap, password="wrong"), print, largest=100)


def test_read_maildir_files_what_it_has_handed_over(tmp_path):
    box = maildirs.Maildir(tmp_path / "mail")
    box.add(MESSAGES[0])
    taken = []

    assert [mailbox.read_maildir(tmp_path / "mail", taken.append) for _ in range(2)] == [1, 0]

    assert len(taken) == 1
    assert [message.get_flags() for message in maildirs.Maildir(tmp_path / "mail")] == ["S"]


@pytest.mark.parametrize(("is_lmtp", "client"), [(True, smtplib.LMTP), (False, smtplib.SMTP)])
def test_serve_takes_messages_from_a_mail_server_once_per_recipient(is_lmtp, client):
    taken, failing = [], []

    def take(raw, address):
        if failing:
            raise RuntimeError("the database is away")
        taken.append((address, raw))

    def hand_over(port):
        with client("127.0.0.1", port, timeout=10) as line:
            line.sendmail("vera@example.com", ["visits+a@example.com", "days+b@example.com"], MESSAGES[0])
            failing.append(True)
            with pytest.raises(smtplib.SMTPDataError, match="Try again later"):
                line.sendmail("vera@example.com", ["visits+a@example.com"], MESSAGES[1])

    async def run():
        server = await lmtp.serve(take, host="127.0.0.1", port=0, is_lmtp=is_lmtp, largest=10_000)
        async with server:
            port = server.sockets[0].getsockname()[1]
            await asyncio.get_running_loop().run_in_executor(None, hand_over, port)

    with ThreadPoolExecutor(1) as thread:  # the browser of other tests has a loop running in this one
        thread.submit(asyncio.run, run()).result()

    assert [address for address, _ in taken] == ["visits+a@example.com", "days+b@example.com"]
    assert all(b"Subject: One" in raw for _, raw in taken)
