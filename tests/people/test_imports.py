"""Files of people, from the bytes to the rows."""

import pytest
from allauth.account.models import EmailAddress

from programs.audit.models import Entry
from programs.gateways import tables
from programs.people import actions, queries
from programs.people.actions import ImportRefused
from programs.people.choices import ImportReason, ImportState
from programs.people.models import Department, PeopleImport, Person, Site
from tests.factories.people import make_person

HEADER = ["Employee ID", "Name", "E-mail", "Department", "Team", "Site", "Time zone", "Language", "Manager"]


def line(number, **values):
    return {
        "Employee ID": f"E{number}",
        "Name": f"Person {number}",
        "E-mail": f"p{number}@example.com",
        "Department": "Finance",
        "Team": "Ledger",
        "Site": "Oslo",
        "Time zone": "Europe/Oslo",
        "Language": "de",
    } | values


def file_of(*lines):
    return tables.write_csv(HEADER, [[values.get(name, "") for name in HEADER] for values in lines])


def take_over(content, *, by, at, confirmed=False):
    upload = actions.check_import(content=content, file_name="people.csv", by=by, at=at)
    fingerprint = queries.plan_of(content).fingerprint
    return upload, actions.apply_import(upload, fingerprint=fingerprint, has_confirmed_leavers=confirmed, by=by, at=at)


def test_apply_import_makes_people_places_and_verified_addresses(administrator, now):
    content = file_of(line(1), line(2, Manager="E1"))

    upload, _ = take_over(content, by=administrator, at=now)

    person = Person.objects.get(employee_id="E2")
    assert (person.department.name, person.team.name, person.site.zone.key) == ("Finance", "Ledger", "Europe/Oslo")
    assert person.manager.employee_id == "E1"
    assert not person.has_usable_password()
    assert EmailAddress.objects.get(user=person).verified
    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (ImportState.APPLIED, b"")
    assert Entry.objects.filter(deed="apply_import").get().facts["counts"]["new"] == 2


def test_apply_import_twice_changes_nothing(administrator, now):
    content = file_of(line(1), line(2, Manager="p1@example.com"))
    take_over(content, by=administrator, at=now)
    before = list(Person.objects.values().order_by("pk"))

    _, plan = take_over(content, by=administrator, at=now)

    assert plan.changes_nothing
    assert list(Person.objects.values().order_by("pk")) == before


def test_apply_import_changes_people_and_lets_addresses_swap(administrator, now):
    take_over(file_of(line(1), line(2)), by=administrator, at=now)
    swapped = file_of(line(1, **{"E-mail": "p2@example.com"}), line(2, **{"E-mail": "p1@example.com", "Team": "Tax"}))

    take_over(swapped, by=administrator, at=now)

    assert Person.objects.get(employee_id="E1").email == "p2@example.com"
    assert Person.objects.get(employee_id="E2").team.name == "Tax"
    assert set(EmailAddress.objects.values_list("user__employee_id", "email").filter(user__employee_id__gt="")) == {
        ("E1", "p2@example.com"),
        ("E2", "p1@example.com"),
    }


def test_apply_import_keeps_passwords_and_rights(administrator, now):
    person = make_person("Person 1", email="p1@example.com", employee_id="E1", is_staff=True)

    take_over(file_of(line(1, Name="New Name")), by=administrator, at=now)

    person.refresh_from_db()
    assert person.name == "New Name"
    assert person.is_staff
    assert person.has_usable_password()


def test_apply_import_ends_the_accounts_of_leavers(administrator, client, now):
    person = make_person("Gone", employee_id="E9")
    client.force_login(person)

    take_over(file_of(line(1)), by=administrator, at=now)

    person.refresh_from_db()
    assert (person.is_active, person.left_on) == (False, now.date())
    assert list(queries.leavers_without_handover()) == [person]
    assert client.get("/").status_code == 302


def test_apply_import_brings_a_leaver_back(administrator, now):
    person = make_person("Person 1", email="p1@example.com", employee_id="E1", is_active=False, left_on=now.date())

    take_over(file_of(line(1)), by=administrator, at=now)

    person.refresh_from_db()
    assert (person.is_active, person.left_on) == (True, None)


def test_apply_import_is_all_or_nothing(administrator, now):
    content = file_of(line(1), line(2, **{"E-mail": "broken"}))

    with pytest.raises(ImportRefused) as refused:
        take_over(content, by=administrator, at=now)

    assert refused.value.reasons == {ImportReason.BAD_ROWS}
    assert not Person.objects.filter(employee_id__gt="").exists()
    assert not Department.objects.filter(name="Finance").exists()


def test_apply_import_refuses_when_the_people_changed_since_the_preview(administrator, now):
    content = file_of(line(1))
    upload = actions.check_import(content=content, file_name="people.csv", by=administrator, at=now)
    seen = queries.plan_of(content).fingerprint
    make_person("Meanwhile", email="p1@example.com")

    with pytest.raises(ImportRefused) as refused:
        actions.apply_import(upload, fingerprint=seen, has_confirmed_leavers=False, by=administrator, at=now)

    assert refused.value.reasons == {ImportReason.PLAN_CHANGED}


def test_apply_import_asks_before_it_ends_many_accounts(administrator, now):
    for number in range(10):
        make_person(f"Person {number}", employee_id=f"E{number}")
    content = file_of(line(20))

    with pytest.raises(ImportRefused) as refused:
        take_over(content, by=administrator, at=now)
    take_over(content, by=administrator, at=now, confirmed=True)

    assert refused.value.reasons == {ImportReason.MANY_LEAVERS}
    assert Person.objects.filter(left_on=now.date()).count() == 10


def test_apply_import_never_ends_the_account_of_whoever_applies_it(administrator, now):
    Person.objects.filter(pk=administrator.pk).update(employee_id="E100")

    with pytest.raises(ImportRefused) as refused:
        take_over(file_of(line(1)), by=administrator, at=now, confirmed=True)

    assert refused.value.reasons == {ImportReason.LEAVES_YOU_OUT}


def test_apply_import_works_once_per_upload(administrator, now):
    upload, plan = take_over(file_of(line(1)), by=administrator, at=now)

    with pytest.raises(ImportRefused) as again:
        actions.apply_import(upload, fingerprint=plan.fingerprint, has_confirmed_leavers=True, by=administrator, at=now)
    with pytest.raises(ImportRefused):
        actions.discard_import(upload, by=administrator, at=now)

    assert again.value.reasons == {ImportReason.WRONG_STATE}


def test_discard_import_forgets_the_file(administrator, now):
    upload = actions.check_import(content=file_of(line(1)), file_name="people.csv", by=administrator, at=now)

    actions.discard_import(upload, by=administrator, at=now)

    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (ImportState.DISCARDED, b"")


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"Name,Mail\nAnn,ann@example.com\n"])
def test_check_import_keeps_nothing_of_a_file_that_is_no_list_of_people(administrator, now, content):
    with pytest.raises(ImportRefused):
        actions.check_import(content=content, file_name="photo.csv", by=administrator, at=now)

    assert not PeopleImport.objects.exists()


def test_a_windows_file_with_semicolons_is_taken_over(administrator, now):
    content = (
        "Personalnummer;Name;E-Mail;Abteilung;Standort;Zeitzone\r\n"
        "0017;Jürgen Groß;JG@example.com;Einkauf;Köln;europe/berlin\r\n"
    )

    take_over(content.encode("cp1252"), by=administrator, at=now)

    person = Person.objects.get(employee_id="0017")
    assert (person.name, person.email, person.site.name) == ("Jürgen Groß", "jg@example.com", "Köln")
    assert person.time_zone == Site.objects.get(name="Köln").time_zone == "Europe/Berlin"


@pytest.mark.parametrize("people", [3, 30])
def test_apply_import_costs_the_same_number_of_queries_for_few_and_many(
    administrator, now, people, django_assert_max_num_queries
):
    content = file_of(*[line(number) for number in range(people)])
    upload = actions.check_import(content=content, file_name="people.csv", by=administrator, at=now)
    fingerprint = queries.plan_of(content).fingerprint

    with django_assert_max_num_queries(32):
        actions.apply_import(upload, fingerprint=fingerprint, has_confirmed_leavers=False, by=administrator, at=now)
