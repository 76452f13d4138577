import pytest
from django.urls import reverse

from programs.audit.models import Entry
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter
from tests.factories.notifications import make_calendar_letter, make_letter
from tests.factories.people import make_person


@pytest.fixture
def letter(visitor):
    return make_calendar_letter(visitor, key="1", html="<html><head></head><body>Hello <b>Vera</b></body></html>")


def test_outbox_shows_a_person_their_own_letters_only(client, visitor, host):
    make_letter(visitor, key="1", subject="For Vera")
    make_letter(host, key="2", subject="For Hugo")
    client.force_login(visitor)

    page = client.get(reverse("notifications:outbox")).content.decode()

    assert "For Vera" in page
    assert "For Hugo" not in page


def test_outbox_shows_administrators_every_letter_without_its_text(client, letter, administrator):
    client.force_login(administrator)

    page = client.get(reverse("notifications:letter", args=[letter.pk])).content.decode()

    assert letter.subject in page
    assert letter.address in page
    assert "See you on Monday" not in page
    assert client.get(reverse("notifications:letter_body", args=[letter.pk])).status_code == 404


def test_outbox_tells_administrators_of_no_reminder_to_answer_a_survey(client, visitor, administrator):
    secret = make_letter(
        visitor, key="1", kind="surveys/reminded", subject="The survey waits", state=LetterState.FAILED
    )
    make_letter(visitor, key="2", kind="surveys/invited", subject="A survey for you")
    mine = make_letter(administrator, key="3", kind="surveys/reminded", subject="The survey waits for me too")
    client.force_login(administrator)

    outbox = client.get(reverse("notifications:outbox") + "?words=survey")

    assert {row.record.subject for row in outbox.context["table"].rows} == {"A survey for you", mine.subject}
    assert client.get(reverse("notifications:letter", args=[secret.pk])).status_code == 404
    assert client.post(reverse("notifications:send_again", args=[secret.pk])).status_code == 404
    client.force_login(visitor)
    assert "The survey waits" in client.get(reverse("notifications:outbox")).content.decode()


def test_outbox_of_the_demo_is_open_to_everyone_who_is_signed_in(client, letter, outsider, settings):
    settings.DEMO = True
    client.force_login(outsider)

    page = client.get(reverse("notifications:letter", args=[letter.pk])).content.decode()

    assert "See you on Monday" in page


@pytest.mark.parametrize(
    ("query", "found"), [("words=close", 1), ("words=visser", 2), ("state=failed", 1), ("state=x", 2)]
)
def test_outbox_filters(client, visitor, administrator, query, found):
    make_letter(visitor, key="1", subject="Month-end close")
    make_letter(visitor, key="2", subject="Reminder", state=LetterState.FAILED)
    client.force_login(administrator)

    page = client.get(reverse("notifications:outbox") + "?" + query)

    assert len(page.context["table"].rows) == found


def test_outbox_costs_the_same_queries_for_one_letter_and_for_many(
    client, administrator, django_assert_max_num_queries
):
    client.force_login(administrator)
    make_letter(make_person("First Reader"), key="first")
    counts = []
    for number in range(2):
        with django_assert_max_num_queries(12) as asked:
            client.get(reverse("notifications:outbox"))
        counts.append(len(asked))
        for other in range(20):
            make_letter(make_person(f"Reader {number} {other}"), key=f"{number}-{other}")

    assert counts[0] == counts[1]


def test_letter_body_may_have_inline_styles_and_nothing_else(client, letter, visitor):
    client.force_login(visitor)

    answer = client.get(reverse("notifications:letter_body", args=[letter.pk]))

    policy = answer["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in answer.content.decode()


def test_letter_calendar_is_the_part_that_was_sent(client, letter, visitor):
    client.force_login(visitor)

    answer = client.get(reverse("notifications:letter_calendar", args=[letter.pk]))

    assert answer.content == letter.calendar
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert "invite.ics" in answer["Content-Disposition"]


def test_letter_calendar_of_a_letter_without_one_is_not_there(client, visitor):
    letter = make_letter(visitor)
    client.force_login(visitor)

    assert client.get(reverse("notifications:letter_calendar", args=[letter.pk])).status_code == 404


def test_send_again_puts_a_failed_letter_back_and_is_on_record(client, letter, administrator):
    Letter.objects.update(state=LetterState.FAILED, attempts=10)
    client.force_login(administrator)

    client.post(reverse("notifications:send_again", args=[letter.pk]))

    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == (LetterState.WAITING, 0)
    assert Entry.objects.get(deed="send_again").actor == administrator


def test_send_again_leaves_a_sent_letter_alone(client, letter, administrator):
    Letter.objects.update(state=LetterState.SENT, attempts=1)
    client.force_login(administrator)

    client.post(reverse("notifications:send_again", args=[letter.pk]))

    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert not Entry.objects.filter(deed="send_again").exists()
