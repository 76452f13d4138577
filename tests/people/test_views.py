"""Pages of the people room: forms, lists, files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.audit.models import Entry
from programs.gateways import tables
from programs.people.models import Department, PeopleImport, Person, Site
from tests.factories.people import make_department, make_person, make_site, make_team

FILE = b"Employee ID;Name;E-mail;Department\n1;Ann Able;ann@example.com;Finance\n2;Bo;bo@example.com;Finance\n"


@pytest.fixture
def desk(client, administrator):
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def upload(desk, content, name="people.csv"):
    return desk.post(reverse("people:imports"), {"file": SimpleUploadedFile(name, content)})


def test_a_file_goes_from_upload_over_the_preview_to_the_people(desk):
    checked = upload(desk, FILE)
    preview = desk.get(checked.url)
    fingerprint = preview.context["fingerprint"]

    applied = desk.post(f"{checked.url}apply/", {"fingerprint": fingerprint}, follow=True)

    assert "Ann Able" in preview.content.decode()
    assert Person.objects.filter(employee_id__in=["1", "2"]).count() == 2
    assert "2 new" in applied.content.decode()


def test_preview_names_the_line_and_the_reason_of_bad_rows_and_offers_them_as_a_file(desk):
    checked = upload(desk, FILE + b"3;=cmd();x;Finance\n")

    page = desk.get(checked.url).content.decode()
    errors = tables.read_csv(desk.get(f"{checked.url}errors.csv").content)

    assert "begins like a formula" in page
    assert "Apply all of it" not in page
    assert {row.cells[0] for row in errors.rows} == {"4"}
    assert len(errors.rows) == 2


def test_apply_import_says_why_when_people_changed_meanwhile(desk):
    checked = upload(desk, FILE)
    fingerprint = desk.get(checked.url).context["fingerprint"]
    make_person("Meanwhile", email="ann@example.com")

    answer = desk.post(f"{checked.url}apply/", {"fingerprint": fingerprint})

    assert answer.status_code == 409
    assert "have changed since you looked" in answer.content.decode()
    assert not Person.objects.filter(employee_id="1").exists()


@pytest.mark.parametrize("fingerprint", ["", "x" * 64, "x" * 65])
def test_apply_import_refuses_a_plan_that_nobody_looked_at(desk, fingerprint):
    checked = upload(desk, FILE)

    answer = desk.post(f"{checked.url}apply/", {"fingerprint": fingerprint})

    assert answer.status_code == 409
    assert not Person.objects.filter(employee_id="1").exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01", b"\xff\xfe", b'a,"b\n', b"Name\nAnn\n", b"Employee ID,Name,E-mail\n"]
)
def test_a_file_that_is_no_list_of_people_is_an_error_on_the_form(desk, content):
    answer = upload(desk, content)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not PeopleImport.objects.exists()


def test_the_example_file_is_read_without_an_error(desk):
    example = desk.get(reverse("people:import_example")).content

    checked = upload(desk, example)

    assert PeopleImport.objects.get().counts["bad"] == 0
    assert desk.get(checked.url).context["plan"].counts["new"] == 3


def test_export_is_read_back_by_the_import_without_a_change(desk):
    finance = make_department("Finance")
    boss = make_person("Boss", employee_id="1", department=finance, team=make_team("Ledger", finance))
    make_person("Clerk", employee_id="2", department=finance, manager=boss, job_title="Clerk, senior")

    exported = desk.get(reverse("people:export"), {"words": "e"}).content
    rows = [row.cells for row in tables.read_csv(exported).rows if row.cells[0]]
    content = tables.write_csv(tables.read_csv(exported).header, rows)
    checked = upload(desk, content)

    assert desk.get(checked.url).context["plan"].changes_nothing


def test_index_finds_and_filters(desk):
    make_person("Anna Finder", employee_id="4711", department=make_department("Finance"))
    make_person("Bert Left", is_active=False)

    by_id = desk.get(reverse("people:index"), {"words": "4711"}).content.decode()
    gone = desk.get(reverse("people:index"), {"state": "left"}).content.decode()

    assert "Anna Finder" in by_id
    assert "Bert Left" not in by_id
    assert "Bert Left" in gone
    assert "Anna Finder" not in gone


@pytest.mark.parametrize("query", ["?department=x&site=99999&state=odd", "?sort=nothing", "?page=999", "?page=x"])
def test_index_bears_any_question(desk, query):
    assert desk.get(reverse("people:index") + query).status_code == 200


@pytest.mark.parametrize("name", ["people:index", "people:export", "people:places"])
def test_lists_cost_the_same_number_of_queries_for_one_row_and_for_many(
    desk, name, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(numbers):
        for number in numbers:
            department = make_department(f"Department {number}", lead=make_person(f"Lead {number}"))
            site = make_site(f"Site {number}")
            make_person(f"Person {number}", department=department, site=site, team=make_team("One", department))

    fill(range(1))
    desk.get(reverse(name))
    with django_assert_max_num_queries(30) as few:
        desk.get(reverse(name))
    fill(range(1, 9))

    with django_assert_num_queries(len(few)):
        desk.get(reverse(name))


def test_a_department_lead_sees_their_own_people_only(client, finance, host, visitor):
    lead = make_person("Doris", department=finance)
    Department.objects.filter(pk=finance.pk).update(lead=lead)
    client.force_login(lead)

    page = client.get(reverse("people:index")).content.decode()

    assert host.name in page
    assert visitor.name not in page
    assert client.get(reverse("people:person", args=[visitor.pk])).status_code == 404


PERSON = {"name": "New One", "email": "New@Example.com", "time_zone": "Europe/Berlin", "language": "en-gb"}


def test_add_person_makes_an_account_that_can_sign_in(desk):
    answer = desk.post(reverse("people:add_person"), PERSON)

    person = Person.objects.get(email="new@example.com")
    assert answer.url == reverse("people:person", args=[person.pk])
    assert person.emailaddress_set.get().verified
    assert Entry.objects.filter(deed="add_person", subject_id=str(person.pk)).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"email": "TAKEN@example.com"}, "belongs to Taken already"),
        ({"employee_id": "7"}, "belongs to Taken already"),
        ({"manager_email": "nobody@example.com"}, "Nobody who is active has this address"),
        ({"email": "x"}, "valid email address"),
        ({"time_zone": "Mars/Base"}, "Mars/Base"),
        ({"language": "tlh"}, "tlh"),
        ({"name": ""}, "required"),
        ({"name": "x" * 151}, "150"),
    ],
)
def test_add_person_refuses_with_a_sentence_and_keeps_what_was_typed(desk, change, sentence):
    make_person("Taken", employee_id="7")

    answer = desk.post(reverse("people:add_person"), PERSON | {"job_title": "Typed already"} | change)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert "Typed already" in answer.content.decode()
    assert not Person.objects.filter(job_title="Typed already").exists()


def test_edit_person_refuses_a_circle_of_managers(desk):
    boss = make_person("Boss")
    clerk = make_person("Clerk", manager=boss)

    answer = desk.post(
        reverse("people:edit_person", args=[boss.pk]),
        PERSON | {"name": "Boss", "email": boss.email, "manager_email": clerk.email},
    )

    boss.refresh_from_db()
    assert "manage each other in a circle" in answer.content.decode()
    assert boss.manager is None


def test_edit_person_moves_the_address_that_signs_in(desk):
    person = make_person("Person")

    desk.post(reverse("people:edit_person", args=[person.pk]), PERSON)

    person.refresh_from_db()
    assert person.email == "new@example.com"
    assert [(row.email, row.verified) for row in person.emailaddress_set.all()] == [("new@example.com", True)]


def test_nobody_takes_their_own_rights_or_account_away(desk, administrator):
    own = PERSON | {"name": administrator.name, "email": administrator.email}

    edited = desk.post(reverse("people:edit_person", args=[administrator.pk]), own)
    ended = desk.post(reverse("people:deactivate_person", args=[administrator.pk]), follow=True)

    administrator.refresh_from_db()
    assert "do this to your own account" in edited.content.decode()
    assert "do this to your own account" in ended.content.decode()
    assert administrator.is_staff
    assert administrator.is_active


def test_settings_change_how_somebody_reads(client, host):
    client.force_login(host)

    client.post(reverse("people:settings"), {"language": "de", "time_zone": "Asia/Tokyo", "theme": "dark"})

    host.refresh_from_db()
    assert (host.language, host.time_zone, host.theme) == ("de", "Asia/Tokyo", "dark")


@pytest.mark.parametrize(
    "change", [{"language": "xx"}, {"time_zone": "../etc/passwd"}, {"theme": "pink"}, {"theme": ""}]
)
def test_settings_refuse_what_there_is_not(client, host, change):
    client.force_login(host)

    answer = client.post(
        reverse("people:settings"), {"language": "de", "time_zone": "Asia/Tokyo", "theme": "dark"} | change
    )

    host.refresh_from_db()
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert host.language == "en-gb"


def test_edit_place_changes_a_department(desk, finance, host):
    desk.post(
        reverse("people:edit_place", args=["department", finance.pk]),
        {"name": "Finance", "is_it": "on", "lead_email": host.email, "hosting_hours_per_month": "12"},
    )

    finance.refresh_from_db()
    assert (finance.is_it, finance.lead, finance.hosting_hours_per_month) == (True, host, 12)


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("department", {"name": "FINANCE"}, "already one with this name"),
        ("department", {"name": "New", "hosting_hours_per_month": "-1"}, "greater than or equal to 0"),
        ("department", {"name": "New", "lead_email": "nobody@example.com"}, "Nobody who is active"),
        ("site", {"name": "Berlin", "time_zone": "Europe/Berlin"}, "already one with this name"),
        ("site", {"name": "New", "time_zone": "Europe/Atlantis"}, "Europe/Atlantis"),
        ("site", {"name": "New", "time_zone": "Europe/Berlin", "country": "DEU"}, "valid value"),
        ("team", {"name": "", "department": ""}, "required"),
    ],
)
def test_add_place_refuses_with_a_sentence(desk, finance, kind, values, sentence):
    make_site()

    answer = desk.post(reverse("people:add_place", args=[kind]), values)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_add_place_adds_a_site(desk):
    desk.post(
        reverse("people:add_place", args=["site"]),
        {"name": "Osaka", "time_zone": "Asia/Tokyo", "country": "jp", "subdivision": "", "address": ""},
    )

    assert Site.objects.get(name="Osaka").country == "JP"


def test_places_of_another_kind_do_not_exist(desk):
    assert desk.get("/people/places/planet/add/").status_code == 404
