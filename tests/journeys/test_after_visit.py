"""One visit from its briefing pack to a confirmed quick win and the check-in after 90 days.

Told in the browser by the visitor, the host, the owner in IT of what slows the host down,
and the lead. Nobody can wait for a day to come: the visit is moved near, then into the past,
and what happens by itself is called as the worker calls it each minute.
"""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.briefings import tasks as briefing_tasks
from programs.commitments.models import Commitment, Friction
from programs.hosting.models import AgendaBlock, HostingDay
from programs.notifications.models import Letter
from programs.relationships.models import Tie
from programs.visits.models import Visit
from tests.factories.hosting import make_day
from tests.factories.people import make_person
from tests.factories.visits import make_visit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def owner(it_department):
    """Ivo from IT, who takes on what slows hosts down."""
    return make_person("Ivo Owner", department=it_department)


@pytest.fixture
def visit(cohort, enrollment, offering):
    """Vera's request to Hugo, at a site that asks for a badge first."""
    today = timezone.localdate()
    cohort.starts_on, cohort.ends_on = today - datetime.timedelta(days=150), today + datetime.timedelta(days=90)
    cohort.save()
    enrollment.goals = "See where the close waits for us."
    enrollment.save()
    offering.badge, offering.entrance = "before", "Gate 4"
    offering.data_class = "restricted"
    offering.save()
    AgendaBlock.objects.bulk_create(
        AgendaBlock(offering=offering, position=at, kind=kind, title=title, minutes=minutes)
        for at, (kind, title, minutes) in enumerate(
            [("task", "The close", 120), ("informal", "Lunch", 45), ("debrief", "What we promise", 15)], 1
        )
    )
    day = make_day(offering, today + datetime.timedelta(days=3))
    return make_visit(enrollment, day, expires_on=today + datetime.timedelta(days=2))


def _press(page, name, *, role="button"):
    page.get_by_role(role, name=name).first.click()
    page.wait_for_load_state()


def _send(page):
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def _words(page):
    return page.locator("main").inner_text()


def _path_in_letter(to, kind):
    letter = Letter.objects.filter(to=to, kind=kind).latest("id")
    return re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1]


def _move(visit, *, days):
    """Move a visit and its day by so many days."""
    by = datetime.timedelta(days=days)
    day = HostingDay.objects.get(pk=visit.day_id)
    HostingDay.objects.filter(pk=day.pk).update(on=day.on + by, starts_at=day.starts_at + by, ends_at=day.ends_at + by)
    visit.refresh_from_db()
    Visit.objects.filter(pk=visit.pk).update(
        on=visit.on + by, starts_at=visit.starts_at + by, ends_at=visit.ends_at + by
    )
    visit.refresh_from_db()


def test_a_visit_from_its_pack_to_a_quick_win_and_the_check_in_after_90_days(
    open_as, visit, visitor, host, owner, lead, live_server, settings
):
    settings.PUBLIC_URL = live_server.url
    base = live_server.url

    _confirm(open_as, visit, host)
    _prepare(open_as, visit, visitor, host, lead)
    _move(visit, days=-5)
    _attend(open_as, visit, visitor, host, base)
    _resolve_friction(open_as, visit, host, owner, base)
    _win(open_as, visitor, host, lead, base)
    _stay_in_touch(open_as, visit, visitor, host)


def _confirm(open_as, visit, host):
    """The gate stands in the way until the host has settled it; then one press confirms."""
    page = open_as(host, reverse("visits:answer", args=[visit.pk]), **PHONE)
    assert "Stands in the way" in _words(page)
    assert page.get_by_role("button", name="Accept").count() == 0
    _press(page, "It is there")
    page.goto(page.url.split("/visits/")[0] + reverse("visits:answer", args=[visit.pk]))
    _press(page, "Accept")
    visit.refresh_from_db()
    assert visit.state == "confirmed"


def _prepare(open_as, visit, visitor, host, lead):
    """Both get the pack once, agree, and the visitor answers three questions; the lead sees how far it is."""
    for _ in range(3):
        briefing_tasks.every_minute(timezone.now())
    assert Letter.objects.filter(kind="briefings/pack").count() == 2

    page = open_as(visitor, _path_in_letter(visitor, "briefings/pack"), **PHONE)
    assert "Gate 4" in _words(page)
    assert "No promises today" in _words(page)
    page.locator("[name=aim]").fill("See the close with my own eyes")
    _press(page, "I agree")
    _press(page, "Answer three questions", role="link")
    page.locator("[name=goal]").fill("The books closed on day three")
    _send(page)
    assert "The books closed on day three" in _words(page)

    page = open_as(host, _path_in_letter(host, "briefings/pack"))
    assert "See where the close waits for us." in _words(page)
    assert "See the close with my own eyes" in _words(page)
    assert "The books closed on day three" not in _words(page)
    _press(page, "I agree")
    assert "Hugo Host agreed on" in _words(page)

    page = open_as(lead, reverse("briefings:index"))
    row = page.get_by_role("listitem").filter(has_text="Vera Visser")
    assert "Agreed" in row.inner_text()
    assert "Questions answered" in row.inner_text()


def _attend(open_as, visit, visitor, host, base):
    """Both say that it took place; the visitor writes, promises, and says whom they know now."""
    for person in (host, visitor):
        page = open_as(person, reverse("visits:attendance", args=[visit.pk]), **PHONE)
        _send(page)
    visit.refresh_from_db()
    assert visit.state == "attended"
    page = open_as(visitor, reverse("journals:visit", args=[visit.pk]), **PHONE)
    page.locator("#text-what").fill("They wait for one file each month-end.")
    page.get_by_text("Saved at").first.wait_for()
    page.goto(base + reverse("commitments:propose", args=[visit.pk]))
    page.locator("[name=text]").fill("Send the file on the second working day")
    page.locator("[name=due_on]").fill((timezone.localdate() + datetime.timedelta(days=14)).isoformat())
    page.locator(f"[name=owner][value='{visitor.pk}']").check(force=True)
    _send(page)
    for person, other in ((visitor, host), (host, visitor)):
        page = open_as(person, reverse("relationships:check_in", args=[visit.pk]), **PHONE)
        page.locator(f"[name=before_{other.pk}][value='0']").check(force=True)
        page.locator(f"[name=now_{other.pk}][value='2']").check(force=True)
        _send(page)
    assert Tie.objects.filter(visit=visit, after_days=None).count() == 2


def _resolve_friction(open_as, visit, host, owner, base):
    """The host reports what slows them down; somebody in IT takes it on and resolves it; the host hears of it."""
    page = open_as(host, reverse("commitments:report_friction"), **PHONE)
    for name, value in (("system", "Ledger"), ("step", "The export times out"), ("minutes_lost", "20"),
                        ("times_a_month", "4")):  # fmt: skip
        page.locator(f"main [name={name}]").fill(value)
    _send(page)
    friction = Friction.objects.get()
    page = open_as(owner, reverse("commitments:friction", args=[friction.pk]))
    page.locator("[name=due_on]").fill((timezone.localdate() + datetime.timedelta(days=7)).isoformat())
    _press(page, "I take it on")
    _press(page, "It is resolved")
    friction.refresh_from_db()
    assert (friction.state, friction.owner) == ("resolved", owner)
    page = open_as(host, reverse("commitments:friction", args=[friction.pk]))
    assert "Resolved" in _words(page)
    assert Letter.objects.filter(to=host, kind="commitments/friction").exists()


def _win(open_as, visitor, host, lead, base):
    """The other side agrees, it is delivered, only the host confirms; the lead finds it on the board."""
    promise = Commitment.objects.get()
    for person, words in ((host, "Yes, I agree"), (visitor, "It is done"), (host, "Yes, it is done")):
        page = open_as(person, reverse("commitments:commitment", args=[promise.pk]))
        _press(page, words)
    promise.refresh_from_db()
    assert promise.state == "confirmed"
    page = open_as(lead, reverse("commitments:quick_wins"))
    assert "Send the file on the second working day" in _words(page)


def _stay_in_touch(open_as, visit, visitor, host):
    """After 90 days one tap each says whether the contact lasted; it is asked for on the home page."""
    _move(visit, days=-90)
    for person, other in ((visitor, host), (host, visitor)):
        page = open_as(person, "/", **PHONE)
        assert "Still in touch after your visit?" in _words(page)
        page.goto(page.url.rstrip("/") + reverse("relationships:later", args=[visit.pk, 90]))
        page.locator(f"[name=now_{other.pk}][value='3']").check(force=True)
        _send(page)
    assert sorted(Tie.objects.filter(visit=visit, after_days=90).values_list("now", flat=True)) == [3, 3]
    page = open_as(visitor, reverse("relationships:mine"))
    assert "Hugo Host" in _words(page)
