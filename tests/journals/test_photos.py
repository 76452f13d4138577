import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.journals import actions, queries
from programs.journals.choices import JournalRefusal, Section, Visibility
from programs.journals.models import Photo
from tests.factories.journals import photo_bytes


@pytest.fixture
def reflection(attended_visit, visitor, now):
    return actions.write_section(
        visit=attended_visit, section=Section.WHAT, text="A desk.", seen_version=0, by=visitor, at=now
    )


@pytest.fixture
def photo(reflection, visitor, now):
    return actions.add_photo(reflection=reflection, content=photo_bytes(), description="A desk", by=visitor, at=now)


def test_add_photo_seals_it(photo):
    stored = bytes(Photo.objects.get(pk=photo.pk).sealed)

    assert b"JFIF" not in stored
    assert b"JFIF" in queries.jpeg_of(photo)


def test_add_photo_stops_at_the_most(reflection, visitor, now):
    for _ in range(4):
        actions.add_photo(reflection=reflection, content=photo_bytes(), description="A desk", by=visitor, at=now)

    with pytest.raises(actions.JournalRefused) as refused:
        actions.add_photo(reflection=reflection, content=photo_bytes(), description="A desk", by=visitor, at=now)

    assert refused.value.refusals[0].reason == JournalRefusal.TOO_MANY_PHOTOS


def test_photo_follows_its_section(client, photo, reflection, visitor, host, lead, outsider, now):
    address = reverse("journals:photo", args=[photo.pk])

    def readers():
        found = []
        for person in (visitor, host, lead, outsider):
            client.force_login(person)
            found.append(client.get(address).status_code)
        return found

    private = readers()
    actions.open_section(reflection=reflection, visibility=Visibility.HOST, by=visitor, at=now)
    opened = readers()
    actions.open_section(reflection=reflection, visibility=Visibility.PRIVATE, by=visitor, at=now)

    assert private == [200, 404, 404, 404]
    assert opened == [200, 200, 404, 404]
    assert readers() == private


def test_add_photo_page_says_what_is_wrong(client, reflection, attended_visit, visitor):
    client.force_login(visitor)
    address = reverse("journals:add_photo", args=[attended_visit.pk, "what"])

    typed = {"photo": SimpleUploadedFile("desk.jpg", b"not a photo"), "description": "A desk"}
    answer = client.post(address, typed, follow=True)

    assert str(JournalRefusal.NOT_A_PHOTO.label) in answer.text
    assert not Photo.objects.exists()


def test_add_photo_page_wants_words_first(client, attended_visit, visitor):
    client.force_login(visitor)
    address = reverse("journals:add_photo", args=[attended_visit.pk, "now_what"])

    typed = {"photo": SimpleUploadedFile("desk.jpg", photo_bytes()), "description": "A desk"}
    answer = client.post(address, typed, follow=True)

    assert str(JournalRefusal.WRITE_FIRST.label) in answer.text
