"""Answers from calendars: from the mail server's first byte to what pages show (target T7: a second).

A mail server hands each answer over LMTP to the listener of `manage.py receive_mail`; the clock
stops when the new answer can be read from the database. The floor is the same line with nobody
who reads the mail. Programs take turns, as do yes and no: each answer changes something, and a no
writes letters as well.
"""

import asyncio
import datetime
import itertools
import logging
import smtplib
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import close_old_connections
from django.utils import timezone

from benchmarks.calendars import scratch_database

ANSWERS = 100


def run() -> Iterator[dict[str, object]]:
    """Yield how long answers take until they are known."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the listener's own, a line per command
    with scratch_database():
        from programs.calendars import intake  # noqa: PLC0415

        now = timezone.now()
        invitation, answer = invited(now)

        def take(raw: bytes, address: str) -> None:
            try:
                intake.process(raw, at=timezone.now(), recipient=address)
            finally:
                close_old_connections()

        def known(number: int) -> None:
            invitation.refresh_from_db()
            if invitation.answer != expected(number):
                raise AssertionError("An answer was taken in and is not known.")

        floor = sent(answer, lambda raw, address: None, lambda number: None)
        seconds = sent(answer, take, known)
    ratio = {"baseline": round(statistics.median(floor) * 1000, 2)}
    ratio["ratio"] = round(statistics.median(seconds) / statistics.median(floor), 1)
    yield {"name": "answer over LMTP until known, median", "value": milliseconds(statistics.median(seconds)),
           "unit": "ms", **ratio}  # fmt: skip
    yield {"name": f"answer over LMTP until known, longest of {ANSWERS}", "value": milliseconds(max(seconds)),
           "unit": "ms"}  # fmt: skip


def milliseconds(seconds: float) -> float:
    """Return milliseconds to two places."""
    return round(seconds * 1000, 2)


def expected(number: int) -> str:
    """Return what the answer of a number says."""
    return "DECLINED" if number % 2 else "ACCEPTED"


def invited(now: datetime.datetime):
    """Make a visit that its visitor is invited to; return the invitation, and number → answer and its address."""
    from programs.gateways.mail import organizer_address  # noqa: PLC0415
    from programs.visits import documents  # noqa: PLC0415
    from tests.calendars import replies  # noqa: PLC0415
    from tests.calendars.test_intake import Invite  # noqa: PLC0415
    from tests.factories.cohorts import make_cohort, make_enrollment, make_program  # noqa: PLC0415
    from tests.factories.hosting import make_day, make_offering  # noqa: PLC0415
    from tests.factories.people import make_department, make_person  # noqa: PLC0415
    from tests.factories.visits import make_invitation, make_visit  # noqa: PLC0415

    it, finance = make_department("IT", is_it=True), make_department("Finance")
    visitor, host = make_person("Vera Visser", department=it), make_person("Hugo Host", department=finance)
    enrollment = make_enrollment(make_cohort(make_program(), departments=[finance]), visitor)
    day = make_day(make_offering("Close", department=finance, contact=host), now.date() + datetime.timedelta(days=30))
    visit = make_visit(enrollment, day, state="confirmed", at=now)
    to = organizer_address("visits", visit.uid)
    programs = itertools.cycle(replies.PROGRAMS)

    def answer(number: int) -> tuple[bytes, str]:
        stamp = f"{now + datetime.timedelta(seconds=number):%Y%m%dT%H%M%SZ}"
        known = Invite(documents.calendar_uid(visit), to, visitor.email, visitor.email, to, visit.sequence, stamp)
        raw: bytes = next(programs)(known, partstat=expected(number))
        return raw.replace(b"Auto-Submitted: auto-generated\r\n", b""), to

    return make_invitation(visit, visitor, at=now), answer


def sent(
    answer: Callable[[int], tuple[bytes, str]], take: Callable[[bytes, str], None], known: Callable[[int], None]
) -> list[float]:
    """Return the seconds from handing over each answer until it is known."""
    times = []
    with listening(take) as port, smtplib.LMTP("127.0.0.1", port, timeout=10) as line:
        for number in range(ANSWERS):
            raw, to = answer(number)
            began = time.perf_counter()
            line.sendmail("vera@example.com", [to], raw)
            known(number)
            times.append(time.perf_counter() - began)
    return times


@contextmanager
def listening(take: Callable[[bytes, str], None]) -> Iterator[int]:
    """Listen for LMTP in a thread; yields the port."""
    from programs.gateways import inbox, lmtp  # noqa: PLC0415

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(
        lmtp.serve(take, host="127.0.0.1", port=0, is_lmtp=True, largest=inbox.LARGEST), loop
    ).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
