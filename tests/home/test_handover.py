"""What happens to the things of somebody who has left."""

import datetime

import pytest

from programs.audit.models import Entry
from programs.commitments.models import Commitment
from programs.home import tasks
from programs.notifications.models import Letter
from programs.people import actions, queries
from tests.factories.people import make_person
from tests.factories.visits import make_visit


@pytest.fixture
def promise(enrollment, day, visitor, host, now):
    """Vera promised Hugo something at a debrief."""
    return Commitment.objects.create(
        visit=make_visit(enrollment, day),
        text="Send the file",
        owner=visitor,
        beneficiary=host,
        due_on=now.date() + datetime.timedelta(days=30),
        proposed_by=visitor,
        proposed_at=now,
    )


def leave(person, *, by, at):
    actions.deactivate_person(person, by=by, at=at)
    tasks.hand_over_leavers(at)


def test_hand_over_leavers_ends_the_visits_to_come_and_tells_the_host(
    enrollment, day, visitor, host, administrator, now
):
    visit = make_visit(enrollment, day, state="confirmed")

    leave(visitor, by=administrator, at=now)

    visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert Letter.objects.filter(to=host).exists()


def test_hand_over_leavers_passes_hosting_to_the_deputy(offering, host, finance, administrator, now):
    deputy = make_person("Dora Deputy", department=finance)
    offering.deputy = deputy
    offering.save()

    leave(host, by=administrator, at=now)

    offering.refresh_from_db()
    assert (offering.contact, offering.deputy) == (deputy, None)


def test_hand_over_leavers_passes_hosting_to_the_department_lead_where_there_is_no_deputy(
    offering, host, finance, administrator, now
):
    finance.lead = make_person("Doris Department", department=finance)
    finance.save()

    leave(host, by=administrator, at=now)

    offering.refresh_from_db()
    assert offering.contact == finance.lead


def test_hand_over_leavers_leaves_hosting_alone_when_nobody_is_there(offering, host, administrator, now):
    leave(host, by=administrator, at=now)

    offering.refresh_from_db()
    assert offering.contact == host


def test_hand_over_leavers_gives_promises_to_the_line_manager(promise, visitor, it_department, administrator, now):
    visitor.manager = make_person("Mona Manager", department=it_department)
    visitor.save()

    leave(visitor, by=administrator, at=now)

    promise.refresh_from_db()
    assert promise.owner == visitor.manager


def test_hand_over_leavers_never_makes_somebody_owe_themselves(promise, visitor, host, administrator, now):
    visitor.manager = host
    visitor.save()

    leave(visitor, by=administrator, at=now)

    promise.refresh_from_db()
    assert (promise.owner, promise.beneficiary) == (visitor, host)


def test_hand_over_leavers_happens_once(visitor, administrator, now):
    leave(visitor, by=administrator, at=now)

    tasks.hand_over_leavers(now)

    assert not queries.leavers_without_handover().exists()
    assert Entry.objects.filter(deed="record_handover", subject_id=str(visitor.pk)).count() == 1


def test_hand_over_leavers_leaves_alone_who_came_back(visitor, enrollment, day, administrator, now):
    visit = make_visit(enrollment, day, state="confirmed")
    actions.deactivate_person(visitor, by=administrator, at=now)
    actions.reactivate_person(visitor, by=administrator, at=now)

    tasks.hand_over_leavers(now)

    visit.refresh_from_db()
    assert visit.state == "confirmed"
