"""Whom the leads of a programme can look up."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.hosting.program_people import people_of
from tests.factories.people import make_person


def test_people_of_are_those_who_take_part_and_those_who_host(program, enrollment, offering, visitor, host, outsider):
    found = {person: (person.is_visitor, person.is_host) for person in people_of(program)}

    assert found == {visitor: (True, False), host: (False, True)}


def test_people_of_forgets_who_withdrew_left_or_belongs_to_an_archived_cohort(program, enrollment, offering, now):
    enrollment.withdrawn_at = now
    enrollment.save()
    offering.contact.is_active = False
    offering.contact.save()
    assert not people_of(program)

    enrollment.withdrawn_at = None
    enrollment.save()
    enrollment.cohort.stage = "archived"
    enrollment.cohort.save()
    assert not people_of(program)


def test_people_of_looks_for_all_words(program, enrollment, offering, visitor, host):
    assert list(people_of(program, "vera platform")) == [visitor]
    assert list(people_of(program, "finance")) == [host]
    assert not people_of(program, "vera finance")


def test_the_list_costs_the_same_for_one_person_and_for_many(
    client, program, enrollment, offering, lead, finance, django_assert_num_queries
):
    client.force_login(lead)
    url = f"/offerings/people/{program.pk}/"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(5):
        offering.pk = None
        offering.title, offering.contact = f"Offering {number}", make_person(f"Host {number}", department=finance)
        offering.save()

    with django_assert_num_queries(len(few)):
        page = client.get(url).content.decode()

    assert "Host 4" in page
