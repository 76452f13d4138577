import pytest
from django.urls import reverse

from programs.journals.models import Reflection

SECRET = "Nobody told them about the freeze."


@pytest.fixture
def url(attended_visit):
    return reverse("journals:write", args=[attended_visit.pk, "what"])


def test_write_saves_as_one_types(client, visitor, url):
    client.force_login(visitor)

    answer = client.post(url, {"text": SECRET, "version": "0"}, headers={"HX-Request": "true"})

    assert "Saved at" in answer.text
    assert 'value="1"' in answer.text
    assert Reflection.objects.get().version == 1


def test_write_gives_both_texts_back_when_two_windows_collide(client, visitor, url):
    client.force_login(visitor)
    client.post(url, {"text": "from the phone", "version": "0"})

    answer = client.post(url, {"text": "from the desk", "version": "0"})

    assert answer.status_code == 409
    assert "from the desk" in answer.text
    assert "from the phone" in answer.text


@pytest.mark.parametrize("typed", [{}, {"version": "x", "text": "a"}, {"version": "-1", "text": "b"}])
def test_write_never_fails_on_odd_input(client, visitor, url, typed):
    client.force_login(visitor)

    answer = client.post(url, typed)

    assert answer.status_code in (302, 409)


def test_open_section_shows_the_readers_before_it_opens(client, visitor, attended_visit, url):
    client.force_login(visitor)
    client.post(url, {"text": SECRET, "version": "0"})
    who = reverse("journals:open_section", args=[attended_visit.pk, "what"])

    preview = client.post(who, {"visibility": "2"})
    before = Reflection.objects.get().visibility
    client.post(who, {"visibility": "2", "is_sure": "on"})

    assert "Hugo Host" in preview.text
    assert "The leads of Day in the life" in preview.text
    assert before == 0
    assert Reflection.objects.get().visibility == 2


def test_private_text_reaches_nobody_on_these_pages(client, visitor, host, lead, administrator, attended_visit, url):
    client.force_login(visitor)
    client.post(url, {"text": SECRET, "version": "0"})
    pages = [reverse("journals:mine") + "?q=freeze", reverse("journals:shared")]
    pages.append(reverse("journals:visit", args=[attended_visit.pk]))

    for person in (host, lead, administrator):
        client.force_login(person)
        for page in pages:
            assert SECRET not in client.get(page).text
