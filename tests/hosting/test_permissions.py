"""Who may see, edit and publish offerings."""

import pytest

from programs.hosting import access
from tests.factories.hosting import make_offering
from tests.factories.people import make_person


@pytest.fixture
def draft(finance, host):
    return make_offering("Budget round", department=finance, contact=host, state="draft")


def test_everybody_sees_published_offerings_only(offering, draft, outsider):
    assert list(access.offerings_visible_to(outsider)) == [offering]


def test_colleagues_see_drafts_but_dont_edit_them(draft, finance):
    colleague = make_person("Carl Colleague", department=finance)

    assert draft in access.offerings_visible_to(colleague)
    assert not access.may_edit_offering(colleague, draft)


def test_the_deputy_edits(draft, finance):
    draft.deputy = make_person("Dora Deputy", department=finance)
    draft.save()

    assert access.may_edit_offering(draft.deputy, draft)
    assert not access.may_publish_offering(draft.deputy, draft)


def test_a_contact_publishes_only_where_no_lead_can(draft, host, finance):
    assert access.may_publish_offering(host, draft)

    finance.lead = make_person("Doris Department", department=finance)
    finance.save()

    assert not access.may_publish_offering(host, draft)
    assert access.may_publish_offering(finance.lead, draft)


def test_a_programme_lead_publishes_where_the_department_hosts(draft, lead, cohort):
    assert access.may_publish_offering(lead, draft)
    assert draft in access.offerings_editable_by(lead)

    cohort.departments.clear()

    assert not access.may_publish_offering(lead, draft)
    assert draft not in access.offerings_editable_by(lead)


def test_leavers_host_nothing(offering, host):
    host.is_active = False
    host.save()

    assert not access.is_host(host)
    assert not access.offerings_editable_by(host).exists()
