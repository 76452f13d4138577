"""The whole programme in the browser, from a file of people to the report.

One story, told once, by the people who live it. Two things are done beside the browser:
most of the forty answers of a wave are handed in by the action that the page calls, and
the visit's day is moved into the past, since nobody can wait for it.
"""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.cohorts.models import Cohort, Enrollment, Program
from programs.commitments.models import Commitment
from programs.hosting.models import HostingDay, Offering
from programs.notifications import delivery
from programs.notifications.models import Letter
from programs.people.models import Department, Person
from programs.reports.models import Document
from programs.surveys.answering import answer_survey
from programs.surveys.models import Invitation, Wave
from programs.visits.models import Visit
from tests.factories.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def _people_file() -> bytes:
    rows = ["Employee ID;Name;E-mail;Department;Team;Site;Time zone;Language;Manager"]
    rows.append("I00;Mona Müller;mona@corp.example;IT;Web;Bremen;Europe/Berlin;en;")
    rows += [f"I{n:02};Ivo Tech {n:02};ivo{n:02}@corp.example;IT;Web;Bremen;Europe/Berlin;en;I00" for n in range(1, 14)]
    for letter, name in (("F", "Finance"), ("L", "Logistics")):
        rows += [
            f"{letter}{n:02};{name} Person {n:02};{name.lower()}{n:02}@corp.example;{name};;Bremen;Europe/Berlin;en;"
            for n in range(1, 13)
        ]
    return "\r\n".join(rows).encode("cp1252")


def _press(page, name, *, role="button"):
    page.get_by_role(role, name=name).first.click()
    page.wait_for_load_state()


def _fill(page, **fields):
    """Fill a form's fields by name: text, a choice (by value), or a tick."""
    for name, value in fields.items():
        field = page.locator(f"main form [name='{name}']")
        if value is True:
            field.first.check()
        elif field.first.evaluate("one => one.tagName") == "SELECT":
            field.first.select_option(value=str(value))
        else:
            field.first.fill(str(value))


def _send(page):
    """Press the first button of the page's form."""
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def _path_in_letter(to, kind):
    """The first address in the newest letter of a kind, without the host."""
    letter = Letter.objects.filter(to=to, kind=kind).latest("id")
    return re.search(r"https?://[^/\s]+(/\S+)", letter.text)[1]


def _day_passes(visit):
    """Move a visit and its hosting day a fortnight back: yesterday's tomorrow is over."""
    back = visit.starts_at - timezone.now() + datetime.timedelta(days=2)
    day = visit.day
    HostingDay.objects.filter(pk=day.pk).update(
        on=day.on - back, starts_at=day.starts_at - back, ends_at=day.ends_at - back
    )
    Visit.objects.filter(pk=visit.pk).update(
        on=visit.on - back, starts_at=visit.starts_at - back, ends_at=visit.ends_at - back
    )


def _answer_for_the_others(wave, *, agreeing_it, agreeing_business):
    """Let everyone who has not answered yet agree or not, as many as said on each side."""
    left = {"it": agreeing_it, "business": agreeing_business}
    for invitation in Invitation.objects.filter(wave=wave, done_on=None).order_by("person__email"):
        agrees = left[invitation.side] > 0
        left[invitation.side] -= 1
        rated = [item["construct"] for item in wave.frozen["items"] if item["scale"] in {"agreement", "frequency"}]
        answers = dict.fromkeys(rated, 4 if agrees else 2)
        answer_survey(invitation=invitation, answers=answers, on=timezone.localdate())


def _run_wave(open_as, lead, *, kind, agreeing_it, agreeing_business):
    """Make a wave, open it, answer it (one person on a phone), close it and look at the results."""
    program = Program.objects.get()
    page = open_as(lead, reverse("surveys:create", args=[program.pk]))
    _fill(page, kind=kind, closes_on=timezone.localdate() + datetime.timedelta(days=10))
    _send(page)
    wave = Wave.objects.latest("id")
    page.goto(page.url.split("/surveys/")[0] + reverse("surveys:open", args=[wave.pk]))
    _send(page)
    wave.refresh_from_db()
    assert wave.state == "open"

    on_phone = Invitation.objects.filter(wave=wave, side="business").order_by("person__email").last().person
    phone = open_as(None, _path_in_letter(on_phone, "surveys/invited"), **PHONE)
    for group in phone.get_by_role("radiogroup").all() or phone.locator("fieldset").all():
        group.get_by_role("radio").nth(1).check(force=True)
    _press(phone, "Send my answers")
    assert "Thank you" in phone.locator("main").inner_text()

    _answer_for_the_others(wave, agreeing_it=agreeing_it, agreeing_business=agreeing_business)
    page.goto(page.url.split("/surveys/")[0] + reverse("surveys:close", args=[wave.pk]))
    _send(page)
    wave.refresh_from_db()
    assert wave.state in ("closed", "reported")
    page.goto(page.url.split("/surveys/")[0] + reverse("surveys:results", args=[wave.pk]))
    return page.locator("main").inner_text()


def _move_on(open_as, lead, cohort, *, to):
    """Move the cohort to a stage by its readiness page, with a reason where something is missing."""
    page = open_as(lead, reverse("home:readiness", args=[cohort.pk]))
    for _ in range(6):
        cohort.refresh_from_db()
        if cohort.stage == to:
            return
        if page.locator("main [name=reason]").count():
            _fill(page, reason="A small company: two visitors are everyone.")
        _press(page, re.compile("^Move on to"))
        page.goto(page.url)
    pytest.fail(f"The cohort is {cohort.stage}, not {to}.")


@pytest.fixture
def administrator(db):
    """Ada, as `createsuperuser` makes her: the only account of a new installation."""
    return make_person("Ada Admin", is_staff=True, is_superuser=True)


def test_a_programme_from_discovery_to_the_report(open_as, administrator, live_server, settings):
    settings.PUBLIC_URL = live_server.url
    base = live_server.url

    # People come from a file: dry run first, then all of it.
    page = open_as(administrator, reverse("people:imports"))
    page.locator("input[type=file]").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": _people_file()}
    )
    _send(page)
    assert not Person.objects.filter(email="mona@corp.example").exists()
    _press(page, "Apply all of it")
    assert Person.objects.filter(email__endswith="@corp.example").count() == 38
    it = Department.objects.get(name="IT")
    page.goto(base + reverse("people:edit_place", args=["department", it.pk]))
    _fill(page, is_it=True)
    _send(page)
    it.refresh_from_db()
    assert it.is_it

    # The administrator names the lead of a new programme; the lead sets up a cohort.
    lead = Person.objects.get(email="logistics12@corp.example")
    page.goto(base + reverse("cohorts:add_program"))
    _fill(page, name="Day in the Life", company="Corp", lead=lead.pk)
    _send(page)
    program = Program.objects.get()
    page = open_as(lead, reverse("cohorts:add_cohort", args=[program.pk]))
    today = timezone.localdate()
    _fill(page, name="First cohort", starts_on=today, ends_on=today + datetime.timedelta(days=90))
    page.get_by_label("Finance").check()
    page.get_by_label("Logistics").check()
    _send(page)
    cohort = Cohort.objects.get()
    page.goto(base + reverse("home:readiness", args=[cohort.pk]))
    assert "baseline" in page.locator("main").inner_text().lower()

    # Discovery: results only after closing.
    results = _run_wave(open_as, lead, kind="baseline", agreeing_it=10, agreeing_business=9)
    assert "71%" in results or "71 %" in results

    # Finance offers a weekly day.
    host = Person.objects.get(email="finance01@corp.example")
    page = open_as(host, reverse("hosting:add_offering"))
    _fill(page, title="Month-end close, day two", summary="Sit beside a controller while the books close.")
    _send(page)
    offering = Offering.objects.get()
    assert offering.department.name == "Finance"
    page = open_as(lead, reverse("hosting:offering", args=[offering.pk]))
    _press(page, "Publish")
    page = open_as(host, reverse("hosting:plan_days", args=[offering.pk]), **PHONE)
    from_on = today + datetime.timedelta(days=10)
    _fill(page, from_on=from_on, until_on=from_on + datetime.timedelta(days=35), start="09:00", end="13:00")
    _press(page, "Show the dates")
    page.locator("main form button[name=save]").click()
    page.wait_for_load_state()
    assert HostingDay.objects.filter(offering=offering).count() in (5, 6)

    # IT staff enrol with their wishes.
    _move_on(open_as, lead, cohort, to="enrolling")
    finance = Department.objects.get(name="Finance")
    ivo, other = (Person.objects.get(email=f"ivo0{n}@corp.example") for n in (1, 2))
    for person in (ivo, other):
        page = open_as(person, reverse("cohorts:enroll", args=[cohort.pk]), **PHONE)
        _fill(page, wanted=1, goals="See the close.", **{f"rank_{finance.pk}": 1})
        _send(page)
    assert Enrollment.objects.filter(cohort=cohort).count() == 2

    # The solver plans; the lead publishes; both sides hear of it.
    _move_on(open_as, lead, cohort, to="matching")
    page = open_as(lead, reverse("matching:index"))
    _press(page, re.compile("Run|Start"))
    page.wait_for_url(re.compile(r"/matching/\d+/"))
    _press(page, re.compile("Publish"), role="link")
    _send(page)
    assert set(Visit.objects.values_list("visitor__email", "state")) == {
        (ivo.email, "requested"),
        (other.email, "requested"),
    }

    # The host answers from the mail, on a phone: the link changes nothing, one press does.
    visit = Visit.objects.get(visitor=ivo)
    link = re.search(
        rf"https?://[^/\s]+(/visits/{visit.pk}/answer/)",
        "".join(Letter.objects.filter(to=host).values_list("text", flat=True)),
    )[1]
    page = open_as(host, link, **PHONE)
    visit.refresh_from_db()
    assert visit.state == "requested"
    _press(page, "Accept")
    visit.refresh_from_db()
    assert visit.state == "confirmed"
    invitations = Letter.objects.filter(calendar_method="REQUEST")
    assert set(invitations.values_list("to__email", flat=True)) == {ivo.email, host.email}
    assert b"METHOD:REQUEST" in bytes(invitations.get(to=ivo).calendar)

    # Another person withdraws and books again, in three clicks from home.
    _move_on(open_as, lead, cohort, to="running")
    theirs = Visit.objects.get(visitor=other)
    page = open_as(other, reverse("visits:withdraw", args=[theirs.pk]))
    _send(page)
    page.goto(base + "/")
    _press(page, re.compile("^Book"), role="link")
    _press(page, "Book this visit")
    again = Visit.objects.get(visitor=other, state="requested")
    page = open_as(host, reverse("visits:answer", args=[again.pk]))
    _press(page, "Accept")
    delivery.deliver_due(timezone.now())
    page = open_as(host, reverse("visits:call_off", args=[again.pk]))
    _fill(page, reason="The auditor needs the room.")
    _send(page)
    cancelled = Letter.objects.get(to=other, calendar_method="CANCEL")
    requested = Letter.objects.get(to=other, calendar_method="REQUEST")
    assert cancelled.event_uid == requested.event_uid
    assert cancelled.event_sequence > requested.event_sequence

    # The day passes; both say that it took place; both write, and promise.
    _day_passes(visit)
    for person in (host, ivo):
        page = open_as(person, reverse("visits:attendance", args=[visit.pk]), **PHONE)
        _send(page)
    visit.refresh_from_db()
    assert visit.state == "attended"
    page = open_as(ivo, reverse("journals:visit", args=[visit.pk]), **PHONE)
    page.locator("#text-what").fill("They typed the same number four times, and nobody was surprised.")
    page.get_by_text("Saved at").first.wait_for()
    page.goto(base + reverse("commitments:propose", args=[visit.pk]))
    _fill(page, text="Show the number on the first screen", due_on=today + datetime.timedelta(days=14))
    _send(page)
    promise = Commitment.objects.get()
    for person, words in ((host, "Yes, I agree"), (ivo, "It is done"), (host, "Yes, it is done")):
        page = open_as(person, reverse("commitments:commitment", args=[promise.pk]))
        _press(page, words)
    promise.refresh_from_db()
    assert promise.state == "confirmed"
    page = open_as(ivo, reverse("relationships:check_in", args=[visit.pk]), **PHONE)
    page.locator(f"[name=before_{host.pk}][value='0']").check(force=True)
    page.locator(f"[name=now_{host.pk}][value='3']").check(force=True)
    _send(page)

    # A second wave, then the report: page, figures and PDF say the same.
    results = _run_wave(open_as, lead, kind="end", agreeing_it=10, agreeing_business=16)
    assert "67%" in results or "71%" in results
    page = open_as(lead, reverse("reports:take", args=[cohort.pk]))
    _send(page)
    report = page.locator("main").inner_text()
    assert "point" in report
    _press(page, "Make the PDF report")
    document = Document.objects.get()
    assert bytes(document.content).startswith(b"%PDF-")
    assert "nobody was surprised" not in report
