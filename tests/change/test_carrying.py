"""Champions, sponsors and thanks."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from programs.change import actions, queries, rules
from programs.change.choices import ChampionState, ChangeRefusal
from programs.change.models import Champion
from programs.change.refused import ChangeRefused
from programs.notifications.models import Letter
from tests.factories.change import make_champion, make_sponsor_action, make_thanks
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.people import make_department, make_person, make_site
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


# Champions ---------------------------------------------------------------------------------------


def test_nobody_is_a_champion_without_their_yes(program, cohort, host, lead, finance, now):
    asked = actions.nominate_champion(program=program, person=host, department=finance, site=None, by=lead, at=now)
    before = queries.coverage_of(program, today=now.date())[0]

    with pytest.raises(ChangeRefused) as refused:
        actions.answer_nomination(champion=asked, is_yes=True, by=lead, at=now)
    actions.answer_nomination(champion=asked, is_yes=True, by=host, at=now)

    after = queries.coverage_of(program, today=now.date())[0]
    assert Letter.objects.get().to == host
    assert (before.champions, before.asked, before.is_gap) == ([], [asked], True)
    assert refused.value.reasons == {ChangeRefusal.NOT_YOURS}
    assert (after.champions, after.is_gap, after.load) == ([asked], False, 1)


def test_nominate_champion_gives_every_reason(program, host, visitor, lead, now):
    make_champion(program, visitor)

    with pytest.raises(ChangeRefused) as refused:
        actions.nominate_champion(
            program=program, person=visitor, department=host.department, site=None, by=lead, at=now
        )

    assert refused.value.reasons == {ChangeRefusal.NOT_OF_DEPARTMENT, ChangeRefusal.CHAMPION_ALREADY}


def test_who_said_no_can_be_asked_again_and_not_answer_twice(program, cohort, host, lead, finance, now):
    given_ = {"program": program, "person": host, "department": finance, "site": None, "by": lead, "at": now}
    first = actions.nominate_champion(**given_)
    actions.answer_nomination(champion=first, is_yes=False, by=host, at=now)

    with pytest.raises(ChangeRefused) as refused:
        actions.answer_nomination(champion=first, is_yes=True, by=host, at=now)
    second = actions.nominate_champion(**given_)

    assert refused.value.reasons == {ChangeRefusal.WRONG_STATE}
    assert second.state == ChampionState.NOMINATED


def test_the_database_refuses_two_standing_nominations(program, host):
    make_champion(program, host, state="asked")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_champion(program, host)

    assert Champion.objects.count() == 1


def test_coverage_of_names_gaps_loads_silent_ones_and_bare_sites(program, cohort, host, finance, now):
    bonn = make_site("Bonn")
    legal, sales = make_department("Legal"), make_department("Sales")
    cohort.departments.add(legal, sales)
    for number in range(6):
        make_person(f"Fiona {number}", department=finance, site=bonn if number < 2 else None)
    silent = make_champion(program, make_person("Lea Legal", department=legal))
    spoke = make_champion(program, make_person("Sara Sales", department=sales))
    spoke.notes.create(on=now.date() - DAY, text="Coffee with the team")
    here = make_champion(program, host, site=host.site, since=now.date())

    found = {one.department.name: one for one in queries.coverage_of(program, today=now.date())}

    assert (found["Finance"].champions, found["Finance"].load, found["Finance"].bare_sites) == ([here], 7, ["Bonn"])
    assert found["Legal"].silent == [silent]
    assert (found["Sales"].silent, found["Sales"].is_gap) == ([], False)
    assert list(found)[-1] == "Sales"


def test_coverage_of_asks_the_same_for_many(program, cohort, host, now):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            for row in queries.coverage_of(program, today=now.date()):
                assert all(one.person.name for one in row.champions)
        return len(asked)

    few = cost()
    for number in range(7):
        department = make_department(f"Department {number}")
        cohort.departments.add(department)
        make_champion(program, make_person(f"Chris {number}", department=department))

    assert cost() == few <= 5


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1)), st.integers(0, 90))
def test_is_silent_after_four_weeks_without_a_note(since, days):
    today = since + days * DAY

    assert rules.is_silent(since, None, today) == (days > 28)
    assert not rules.is_silent(since, today, today)
    assert rules.is_silent(since, None, today, weeks=2) == (days > 14)


def test_note_deed_is_for_champions_themselves_and_no_later_than_today(program, host, lead, now):
    champion = make_champion(program, host)
    asked = make_champion(program, lead, state="asked")

    with pytest.raises(ChangeRefused) as refused:
        actions.note_deed(champion=champion, text="Coffee", on=now.date() + DAY, by=lead, at=now)
    with pytest.raises(ChangeRefused) as early:
        actions.note_deed(champion=asked, text="Coffee", on=now.date(), by=lead, at=now)
    actions.note_deed(champion=champion, text="Coffee", on=now.date(), by=host, at=now)

    assert refused.value.reasons == {ChangeRefusal.NOT_YOURS, ChangeRefusal.FUTURE}
    assert early.value.reasons == {ChangeRefusal.WRONG_STATE}
    assert champion.notes.get().text == "Coffee"


def test_champions_page_shows_loads_to_followers_alone(client, program, cohort, host, lead, outsider):
    make_champion(program, host)
    url = reverse("change:champions", args=[program.pk])

    client.force_login(outsider)
    for_reader = client.get(url).content.decode()
    client.force_login(lead)
    for_lead = client.get(url).content.decode()

    assert "Hugo Host" in for_reader
    assert "People each" not in for_reader
    assert "People each" in for_lead


# Sponsors ----------------------------------------------------------------------------------------


def test_sponsors_of_reads_a_sponsors_own_visit_as_evidence(program, cohort, enrollment, sponsor, offering):
    own = make_enrollment(cohort, sponsor)
    days = [make_day(offering, datetime.date(2026, 3, number)) for number in (3, 10, 17)]
    make_visit(enrollment, days[1], state="attended")
    make_visit(own, days[0], state="attended")
    make_visit(own, days[2], state="missed")

    story = queries.sponsors_of(program)[0]

    assert (story.visits, story.first_visit_on, story.is_first) == (1, datetime.date(2026, 3, 3), True)


def test_sponsors_of_says_when_a_sponsor_came_late(program, cohort, enrollment, sponsor, offering):
    other = make_department("Legal")
    own = make_enrollment(cohort, sponsor)
    for number in (3, 4):
        visit = make_visit(enrollment, make_day(offering, datetime.date(2026, 3, number)), state="missed")
        visit.department, visit.state = (other if number == 4 else visit.department), "attended"
        visit.save()
    make_visit(own, make_day(offering, datetime.date(2026, 3, 20)), state="attended")

    story = queries.sponsors_of(program)[0]

    assert (story.visits, story.is_first) == (1, False)


def test_plan_sponsor_action_is_for_sponsors(program, sponsor, host, lead, now):
    given_ = {"program": program, "text": "Open the kick-off", "planned_on": now.date(), "by": lead, "at": now}

    with pytest.raises(ChangeRefused) as refused:
        actions.plan_sponsor_action(sponsor=host, **given_)
    actions.plan_sponsor_action(sponsor=sponsor, **given_)

    assert refused.value.reasons == {ChangeRefusal.NO_SPONSOR}
    assert program.sponsor_actions.get().sponsor == sponsor


def test_finish_sponsor_action_wants_evidence(program, sponsor, now):
    action = make_sponsor_action(program, sponsor)

    with pytest.raises(ChangeRefused) as refused:
        actions.finish_sponsor_action(action=action, on=now.date() + DAY, evidence="", by=sponsor, at=now)
    done = actions.finish_sponsor_action(action=action, on=now.date(), evidence="Town hall", by=sponsor, at=now)

    assert refused.value.reasons == {ChangeRefusal.NO_EVIDENCE, ChangeRefusal.FUTURE}
    assert (done.done_on, done.evidence) == (now.date(), "Town hall")


def test_remind_sponsors_writes_once_a_week_before_and_once_on_the_day(program, sponsor, now):
    make_sponsor_action(program, sponsor, planned_on=now.date() + 7 * DAY)
    make_sponsor_action(program, sponsor, planned_on=now.date(), done_on=now.date(), evidence="Town hall")

    reminded = [actions.remind_sponsors(at=now + number * DAY) for number in range(9) for _twice in range(2)]

    assert sum(reminded) == 2
    assert Letter.objects.filter(kind="change/sponsor_due").count() == 2


# Thanks ------------------------------------------------------------------------------------------


def test_thanks_are_read_by_others_only_after_their_recipient_says_so(client, visitor, host, outsider, now):
    thanks = actions.thank(recipient=host, text="You stayed late for us.", by=visitor, at=now)
    client.force_login(outsider)
    url = reverse("change:thanks")

    before = client.get(url).content.decode()
    with pytest.raises(ChangeRefused) as refused:
        actions.show_thanks(thanks=thanks, is_public=True, by=visitor, at=now)
    actions.show_thanks(thanks=thanks, is_public=True, by=host, at=now)
    after = client.get(url).content.decode()
    actions.show_thanks(thanks=thanks, is_public=False, by=host, at=now)

    assert "You stayed late" not in before
    assert refused.value.reasons == {ChangeRefusal.NOT_YOURS}
    assert "You stayed late" in after
    assert "You stayed late" not in client.get(url).content.decode()
    assert Letter.objects.get().to == host


def test_thank_is_for_somebody_else(client, visitor, now):
    with pytest.raises(ChangeRefused) as refused:
        actions.thank(recipient=visitor, text="Well done.", by=visitor, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_thanks(visitor, visitor)

    assert refused.value.reasons == {ChangeRefusal.YOURSELF}


def test_the_thanks_page_asks_the_same_for_many(client, visitor, host):
    client.force_login(host)
    url = reverse("change:thanks")

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    make_thanks(visitor, host)
    make_thanks(host, visitor, is_public=True)
    few = cost()
    for number in range(9):
        make_thanks(visitor, host, text=f"Thanks {number}")
        make_thanks(host, visitor, text=f"Thanks {number}", is_public=True)

    assert cost() == few


def test_end_change_of_frees_a_leavers_place(program, host, now):
    champion = make_champion(program, host)

    ended = actions.end_change_of(host, by=None, at=now)

    champion.refresh_from_db()
    assert (ended, champion.state) == (1, ChampionState.ENDED)
