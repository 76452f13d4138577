"""T8 of the design: no letter is lost, and each killed sender costs one duplicate at most."""

import collections
import signal

import pytest

from tests.gateways.processes import Machine, wait_for
from tests.gateways.smtp import MailServer

LETTERS = 60
KILLS = 4


@pytest.mark.slow
def test_every_letter_arrives_and_a_killed_sender_repeats_one_at_most(tmp_path):
    with MailServer(delay=0.03) as server:
        machine = Machine(tmp_path, EXCHANGE_EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        machine.python(f"""
            from tests.factories.notifications import make_letter
            from tests.factories.people import make_person
            for number in range({LETTERS}):
                make_letter(make_person(f"Person {{number}}"), key=str(number))
        """)

        for _ in range(KILLS):
            before = len(server.inbox.raw)
            sender = machine.start_worker()
            wait_for(lambda before=before: len(server.inbox.raw) >= before + 5)
            sender.send_signal(signal.SIGKILL)
            sender.wait()
            machine.python("""
                from programs.notifications.models import Letter
                Letter.objects.filter(state="sending").update(leased_until=LONG_AGO)
            """)
        machine.run("manage.py", "work", "--until-idle")

        left = machine.python("""
            from programs.notifications.models import Letter
            print(Letter.objects.exclude(state="sent").count())
        """)
        arrived = collections.Counter(mail["Message-ID"] for mail in server.inbox.mails)

    assert left.strip() == "0"
    assert len(arrived) == LETTERS
    assert sum(arrived.values()) - LETTERS <= KILLS
