"""Home pages and the choices of the account menu."""

from django.urls import reverse

from programs.audit.models import Entry


def test_index_greets_the_reader(client, visitor):
    client.force_login(visitor)

    answer = client.get(reverse("home:index"))

    assert answer.status_code == 200
    assert "Vera Visser" in answer.content.decode()


def test_index_asks_people_to_sign_in_first(client, db):
    answer = client.get(reverse("home:index"))

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/"


def test_set_theme_keeps_the_choice_with_the_person_and_records_it(client, visitor):
    client.force_login(visitor)

    answer = client.post(reverse("home:set_theme"), {"theme": "dark", "next": "/?a=1"})

    visitor.refresh_from_db()
    assert visitor.theme == "dark"
    assert answer["Location"] == "/?a=1"
    assert Entry.objects.get().deed == "choose_theme"
    assert 'data-theme="dark"' in client.get("/").content.decode()


def test_set_theme_ignores_an_unknown_theme(client, visitor):
    client.force_login(visitor)

    answer = client.post(reverse("home:set_theme"), {"theme": "pink"})

    visitor.refresh_from_db()
    assert answer.status_code == 302
    assert visitor.theme == "auto"


def test_set_theme_never_leads_to_another_site(client, visitor):
    client.force_login(visitor)

    answer = client.post(reverse("home:set_theme"), {"theme": "dark", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_set_language_keeps_the_choice_with_the_person(client, visitor):
    client.force_login(visitor)

    client.post(reverse("home:set_language"), {"language": "ar"})

    visitor.refresh_from_db()
    assert visitor.language == "ar"
    assert '<html lang="ar" dir="rtl"' in client.get("/").content.decode()


def test_set_language_is_remembered_for_somebody_who_is_not_signed_in(client, db):
    answer = client.post(reverse("home:set_language"), {"language": "de"})

    assert answer.status_code == 302
    assert client.cookies["django_language"].value == "de"
