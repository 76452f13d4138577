"""A lead at the demo company runs, reviews, locks, solves again, reads the difference and publishes.

The company is the demo's own, so the draft, the line managers and the hosts are those that a
new installation opens with.
"""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.demo import build
from programs.hosting.models import Offering
from programs.matching.models import MatchingRun, Placement
from programs.notifications.models import Letter
from programs.people.models import Person
from programs.visits.models import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PATIENCE = 90_000
"""Milliseconds that publishing a whole cohort may take in the page's own request."""


@pytest.fixture
def demo_lead():
    build.build(today=timezone.localdate(), say=lambda line: None)
    return Person.objects.get(email="lena@nordhaven.example")


def _press(page, name, *, role="button"):
    _click(page, page.get_by_role(role, name=name).first)


def _click(page, thing):
    """Click what leads to another page, and wait until that has come: a busy machine takes its time."""
    with page.expect_navigation(timeout=PATIENCE):
        thing.click()


def _text(page):
    return page.locator("main").inner_text()


def _pairs(run):
    return set(Placement.objects.filter(run=run).values_list("enrollment_id", "day_id"))


def _answer(open_as, visit):
    """Let the line manager release a visit and the host accept it, each on their own page. Where restricted
    data are shown, the host says first that the clearance is there.
    """
    if hasattr(visit, "release"):
        page = open_as(visit.release.manager, reverse("visits:releases"))
        _click(page, page.locator(f"form[action='{reverse('visits:grant', args=[visit.release.pk])}'] button"))
    host = visit.day.offering.contact
    letter = Letter.objects.get(to=host, kind="visits/asked", text__contains=f"/visits/{visit.pk}/answer/")
    link = re.search(r"https?://[^/\s]+(/visits/\d+/answer/)", letter.text)[1]
    page = open_as(host, link, width=390, height=844)
    while page.locator("#access li .ico.bad").count():
        _click(page, page.locator("#access li", has=page.locator(".ico.bad")).first.get_by_text("It is there"))
    _press(page, "Accept")


def test_a_lead_runs_reviews_locks_solves_again_and_publishes(open_as, demo_lead):
    # Run: the form's defaults are enough; a number of the draw makes the test draw the same lots each time.
    page = open_as(demo_lead, reverse("matching:index"))
    page.set_default_timeout(PATIENCE)
    page.get_by_label("Number of the draw").fill("7")
    _press(page, re.compile("^Run$"))
    page.wait_for_url(re.compile(r"/matching/\d+/$"))
    first = MatchingRun.objects.latest("pk")
    assert (first.state, first.result["status"]) == ("solved", "optimal")

    # Review: figures, the proof, and a reason beside every placement.
    assert "Proven best" in _text(page)
    assert "People with a visit" in _text(page)
    kept, unwanted = first.placements.order_by("enrollment__person__name", "pk")[:2]
    row = page.locator("tr", has=page.locator(f"form[action='{reverse('matching:lock', args=[kept.pk])}']"))
    assert "Choice" in row.inner_text()

    # Lock one placement, take another out.
    _click(page, row.get_by_role("button", name=re.compile("^Lock")))
    kept.refresh_from_db()
    assert kept.is_locked
    _click(page, page.locator(f"form[action='{reverse('matching:take_out', args=[unwanted.pk])}'] button"))
    assert not Placement.objects.filter(pk=unwanted.pk).exists()

    # Solve again: the lock holds, what was taken out stays out, and little else changes.
    _press(page, "Solve again")
    again = MatchingRun.objects.latest("pk")
    assert (again.state, again.based_on_id) == ("solved", first.pk)
    assert (kept.enrollment_id, kept.day_id) in _pairs(again)
    assert (unwanted.enrollment_id, unwanted.day_id) not in _pairs(again)
    assert len(_pairs(again) - _pairs(first)) < len(_pairs(first)) / 4

    # Read the difference.
    _press(page, re.compile("What changed since run"), role="link")
    assert "For whom they differ" in _text(page)
    changed = {enrollment for enrollment, _ in _pairs(again) ^ _pairs(first)}
    assert all(
        name in _text(page) for name in Person.objects.filter(enrollments__in=changed).values_list("name", flat=True)
    )

    # Publish once, after seeing what each side will be told.
    page.goto(page.url.split("/matching/")[0] + reverse("matching:publish", args=[again.pk]))
    assert kept.day.offering.contact.name in _text(page)
    _press(page, "Publish")
    made = Visit.objects.filter(placement__run=again).select_related("visitor", "day__offering__contact")
    assert made.count() == again.placements.count()
    assert page.get_by_role("link", name="Publish …").count() == 0

    # Both sides get their invitations, once the host has cleared the visitor for restricted data.
    Offering.objects.filter(pk=kept.day.offering_id).update(data_class="restricted")
    visit = made.get(placement__enrollment=kept.enrollment, day=kept.day)
    _answer(open_as, visit)
    visit.refresh_from_db()
    assert visit.state == "confirmed"
    invitations = Letter.objects.filter(calendar_method="REQUEST", text__contains=f"/visits/{visit.pk}/")
    assert sorted(one.to_id for one in invitations) == sorted([visit.visitor_id, visit.day.offering.contact_id])
    assert all(b"METHOD:REQUEST" in bytes(one.calendar) for one in invitations)
