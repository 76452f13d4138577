"""Repairs: everyone affected is asked; all of it happens or nothing; everyone hears how it ended."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.audit.models import Entry
from programs.home import attention
from programs.home.queries import standing_of
from programs.matching import actions, proposals, tasks
from programs.matching.choices import RepairRefusal
from programs.matching.models import Consent, Repair
from programs.notifications.models import Letter
from programs.visits import actions as visit_actions
from programs.visits.models import Visit
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_person
from tests.factories.visits import make_visit, make_waiting_place

pytestmark = pytest.mark.django_db

MARCH = [datetime.date(2026, 3, day) for day in (16, 17, 18, 19)]


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def cohort(program, finance):
    return make_cohort(program, departments=[finance], spacing_days=0)


@pytest.fixture
def finance_host(finance):
    return make_person("Hanna Host", department=finance)


@pytest.fixture
def days(finance, finance_host):
    """Two days of one place each, a third with a place for one more."""
    offering = make_offering("Month-end close", department=finance, contact=finance_host)
    return [make_day(offering, on, places=1) for on in MARCH[:3]]


@pytest.fixture
def anna(cohort, it_department, finance):
    """Her visit was called off; she wants the close."""
    return make_enrollment(cohort, make_person("Anna", department=it_department), wanted=1, ranked=[finance])


@pytest.fixture
def bert(cohort, it_department, finance):
    """He has the only place of the second day, and could come on the third as well."""
    return make_enrollment(cohort, make_person("Bert", department=it_department), wanted=1, ranked=[finance])


@pytest.fixture
def lost(anna, days):
    return make_visit(anna, days[0], state="cancelled")


@pytest.fixture
def held(bert, days):
    """On the first day he can't come."""
    bert.blocked_dates.create(on=days[0].on)
    return make_visit(bert, days[1], state="confirmed")


@pytest.fixture
def blocked(anna, days):
    """Anna can't come on the third day, so that Bert would have to."""
    return anna.blocked_dates.create(on=days[2].on)


def _propose(lost, now, number=0):
    return proposals.another_day(lost, proposals.Board(lost.cohort, now))[number]


@pytest.fixture
def asked(lost, held, blocked, lead, now):
    """Anna would take Bert's place and Bert would come a day later: three people are asked."""
    return actions.ask_repair(visit=lost, proposal=_propose(lost, now), by=lead, at=now)


def _answer(repair, people, now, *, is_yes=True):
    for person in people:
        actions.answer_repair(repair=repair, by=person, is_yes=is_yes, at=now)
    repair.refresh_from_db()


def _standing():
    rows = Visit.objects.standing().order_by("visitor__name")
    return [tuple(row) for row in rows.values_list("visitor__name", "day", "state")]


def _told(kind):
    return sorted(Letter.objects.filter(kind=kind).values_list("to__name", flat=True))


# Proposals ------------------------------------------------------------------------------------


def test_another_day_prefers_what_disturbs_nobody(lost, held, days, now):
    found = proposals.another_day(lost, proposals.Board(lost.cohort, now))

    assert [(one.disturbed, one.moves[-1].day) for one in found] == [(0, days[2]), (1, days[1])]


def test_another_day_lets_one_person_move_when_nothing_is_free(lost, held, blocked, days, anna, bert, now):
    (found,) = proposals.another_day(lost, proposals.Board(lost.cohort, now))

    assert [(move.enrollment, move.day, move.leaves) for move in found.moves] == [
        (bert, days[2], held),
        (anna, days[1], None),
    ]


def test_another_day_keeps_people_apart_without_a_word(lost, anna, days, finance_host, now):
    anna.avoided.add(finance_host)

    assert proposals.another_day(lost, proposals.Board(lost.cohort, now)) == []


def test_another_day_proposes_nothing_to_somebody_who_has_all_visits_or_left(lost, anna, days, now):
    make_visit(anna, days[2])
    full = proposals.another_day(lost, proposals.Board(lost.cohort, now))
    Visit.objects.filter(day=days[2]).delete()
    anna.person.is_active = False
    anna.person.save()

    assert full == proposals.another_day(lost, proposals.Board(lost.cohort, now)) == []


def test_another_day_leaves_days_alone_that_are_too_near(lost, days, now):
    late = days[2].starts_at - datetime.timedelta(hours=47)

    assert proposals.another_day(lost, proposals.Board(lost.cohort, late)) == []


def test_another_visitor_names_who_lacks_a_visit(lost, bert, now):
    (found,) = proposals.another_visitor(lost, proposals.Board(lost.cohort, now))

    assert [(move.enrollment, move.day, move.leaves) for move in found.moves] == [(bert, lost.day, None)]


@pytest.mark.parametrize("code", ["", "1-2", "x-y-z", "1-2-3_", "999999-1-0", "0-0-0_0-0-0"])
def test_proposal_of_refuses_what_is_not_there(lost, now, code):
    assert proposals.proposal_of(code, proposals.Board(lost.cohort, now)) is None


def test_proposal_of_refuses_to_give_up_the_visit_of_somebody_else(lost, held, days, anna, now):
    code = f"{anna.pk}-{days[2].pk}-{held.pk}"

    assert proposals.proposal_of(code, proposals.Board(lost.cohort, now)) is None


# Asking and answering -------------------------------------------------------------------------


def test_ask_repair_asks_everyone_affected_and_changes_nothing(asked, anna, bert, finance_host, held):
    people = set(asked.consents.values_list("person", flat=True))

    assert people == {anna.person_id, bert.person_id, finance_host.pk}
    assert _told("matching/consent_asked") == ["Anna", "Bert", "Hanna Host"]
    assert _standing() == [("Bert", held.day_id, "confirmed")]
    letter = Letter.objects.get(to=bert.person).text
    assert "would become" in letter
    assert "Anna" not in letter


def test_ask_repair_asks_the_line_manager_where_days_are_released(program, lost, anna, days, lead, now):
    program.needs_release = True
    program.save()
    manager = make_person("Mona Manager")
    anna.person.manager = manager
    anna.person.save()

    repair = actions.ask_repair(visit=lost, proposal=_propose(lost, now), by=lead, at=now)
    _answer(repair, [manager, anna.person, days[2].offering.contact], now)

    visit = Visit.objects.standing().get()
    assert (repair.state, visit.state, visit.release.state) == ("applied", "confirmed", "granted")
    assert "Your yes releases the day." in Letter.objects.get(to=manager, kind="matching/consent_asked").text


def test_ask_repair_only_once_per_visit_at_a_time(asked, lost, lead, now):
    with pytest.raises(actions.RepairRefused) as refused:
        actions.ask_repair(visit=lost, proposal=_propose(lost, now), by=lead, at=now)

    assert refused.value.reasons == {RepairRefusal.ALREADY_ASKED}


def test_ask_repair_says_what_speaks_against_it_by_now(lost, held, blocked, days, bert, lead, now):
    proposal = _propose(lost, now)
    bert.blocked_dates.create(on=days[2].on)

    with pytest.raises(visit_actions.VisitRefused):
        actions.ask_repair(visit=lost, proposal=proposal, by=lead, at=now)

    assert not Repair.objects.exists()
    assert not Letter.objects.exists()


def test_answer_repair_changes_nothing_before_the_last_yes(asked, anna, bert, held, now):
    _answer(asked, [anna.person, bert.person], now)

    assert asked.state == "asking"
    assert _standing() == [("Bert", held.day_id, "confirmed")]


def test_answer_repair_carries_all_of_it_out_with_the_last_yes(asked, anna, bert, finance_host, held, days, now):
    uid = held.uid

    _answer(asked, [finance_host, anna.person, bert.person], now)

    assert asked.state == "applied"
    assert _standing() == [("Anna", days[1].pk, "confirmed"), ("Bert", days[2].pk, "confirmed")]
    moved = Visit.objects.standing().get(visitor=bert.person)
    assert moved.uid == uid
    invited = Letter.objects.filter(calendar_method="REQUEST").values_list("to__name", "event_uid")
    assert sorted(name for name, _ in invited) == ["Anna", "Bert", "Hanna Host", "Hanna Host"]
    assert _told("matching/repair_ended") == ["Anna", "Bert", "Hanna Host", "Lena Lead"]


def test_answer_repair_ends_with_the_first_no(asked, anna, bert, held, now):
    _answer(asked, [bert.person], now, is_yes=False)

    assert asked.state == "refused"
    assert _standing() == [("Bert", held.day_id, "confirmed")]
    assert _told("matching/repair_ended") == ["Anna", "Bert", "Hanna Host", "Lena Lead"]
    with pytest.raises(actions.RepairRefused) as refused:
        _answer(asked, [anna.person], now)
    assert refused.value.reasons == {RepairRefusal.OVER}


def test_answer_repair_counts_each_person_once(asked, anna, now):
    _answer(asked, [anna.person], now)

    with pytest.raises(actions.RepairRefused) as refused:
        _answer(asked, [anna.person], now)

    assert refused.value.reasons == {RepairRefusal.ANSWERED}


def test_answer_repair_fails_whole_when_the_last_place_went_to_somebody_else(
    asked, anna, bert, finance_host, cohort, it_department, held, days, now
):
    other = make_enrollment(cohort, make_person("Quick", department=it_department))
    visit_actions.book_visit(enrollment=other, day=days[2], by=other.person, at=now)

    _answer(asked, [anna.person, bert.person, finance_host], now)

    assert (asked.state, asked.refusals) == ("failed", ["full"])
    assert _standing() == [("Bert", held.day_id, "confirmed"), ("Quick", days[2].pk, "requested")]
    assert _told("matching/repair_ended") == ["Anna", "Bert", "Hanna Host", "Lena Lead"]


def test_answer_repair_fails_whole_when_a_visit_ended_meanwhile(asked, anna, bert, finance_host, held, now):
    visit_actions.withdraw_visit(visit=held, by=bert.person, at=now)

    _answer(asked, [anna.person, bert.person, finance_host], now)

    assert asked.state == "failed"
    assert _standing() == []


def test_freed_places_go_to_the_next_move_before_the_waiting_list(
    asked, anna, bert, finance_host, cohort, it_department, days, now
):
    waiting = make_enrollment(cohort, make_person("Wim Waits", department=it_department))
    place = make_waiting_place(waiting, days[1])

    _answer(asked, [anna.person, bert.person, finance_host], now)

    place.refresh_from_db()
    assert (asked.state, place.state) == ("applied", "waiting")


def test_withdraw_repair_tells_everyone_that_nothing_changes(asked, lead, held, now):
    actions.withdraw_repair(repair=asked, by=lead, at=now)

    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert _standing() == [("Bert", held.day_id, "confirmed")]
    assert len(_told("matching/repair_ended")) == 4


def test_repairs_expire_and_late_answers_are_refused(asked, anna, held, now):
    late = asked.expires_at

    with pytest.raises(actions.RepairRefused):
        actions.answer_repair(repair=asked, by=anna.person, is_yes=True, at=late)
    tasks.every_minute(late)
    tasks.every_minute(late)

    asked.refresh_from_db()
    assert asked.state == "expired"
    assert _standing() == [("Bert", held.day_id, "confirmed")]
    assert len(_told("matching/repair_ended")) == 4


def test_repairs_expire_a_day_before_the_first_visit_concerned(lost, held, blocked, lead, days, now):
    soon = days[1].starts_at - datetime.timedelta(days=2, hours=5)

    repair = actions.ask_repair(visit=lost, proposal=_propose(lost, soon), by=lead, at=soon)

    assert repair.expires_at == days[1].starts_at - datetime.timedelta(days=1)


def test_repairs_leave_a_record(asked, anna, bert, finance_host, now):
    _answer(asked, [anna.person, bert.person, finance_host], now)

    deeds = Entry.objects.filter(subject_kind="repair").order_by("id").values_list("deed", flat=True)
    assert list(deeds) == ["ask_repair", "answer_repair", "answer_repair", "answer_repair", "end_repair"]


# Pages ----------------------------------------------------------------------------------------


def _text(answer):
    return " ".join(answer.content.decode().split())


def test_repair_page_asks_by_one_press(client, lead, lost, held, blocked, now):
    client.force_login(lead)
    address = reverse("matching:repair", args=[lost.pk])
    (found,) = client.get(address).context["for_visitor"]

    answer = client.post(address, {"proposal": found.code})

    repair = Repair.objects.get()
    assert answer.url == reverse("matching:consent", args=[repair.pk])
    assert "A change is being asked for." in _text(client.get(address))


@pytest.mark.parametrize("code", ["", "1-2-3", "x" * 300])
def test_repair_page_says_that_a_proposal_is_out_of_date(client, lead, lost, held, code):
    client.force_login(lead)

    answer = client.post(reverse("matching:repair", args=[lost.pk]), {"proposal": code})

    assert answer.status_code == 200
    assert not Repair.objects.exists()


def test_repairs_page_lists_what_fell_away_and_what_was_asked(client, lead, cohort, asked, lost):
    client.force_login(lead)

    text = _text(client.get(reverse("matching:repairs", args=[cohort.pk])))

    assert "Anna" in text
    assert "0 of 3 agreed" in text


def test_consent_page_shows_each_reader_their_own_part_only(client, asked, bert, lead):
    address = reverse("matching:consent", args=[asked.pk])
    client.force_login(bert.person)
    own = _text(client.get(address))
    client.force_login(lead)
    all_of_it = _text(client.get(address))

    assert "would become" in own
    assert "Anna" not in own
    assert all(name in all_of_it for name in ("Anna", "Bert", "Hanna Host"))


def test_consent_page_takes_the_answers_to_the_end(client, asked, anna, bert, finance_host, now):
    address = reverse("matching:consent", args=[asked.pk])
    for person in (anna.person, bert.person, finance_host):
        client.force_login(person)
        waiting = attention.waiting_for(person, standing_of(person), at=now)
        assert address in [one.url for one in waiting]
        answer = client.post(address, {"answer": "yes"}, follow=True)
    again = client.post(address, {"answer": "no"}, follow=True)

    assert "Everyone agreed, and the change is made." in _text(answer)
    assert "This is settled already: Done." in _text(again)


def test_repair_pages_cost_the_same_for_few_and_many(
    client, lead, lost, held, cohort, it_department, finance, days, django_assert_max_num_queries
):
    client.force_login(lead)
    for number in range(6):
        person = make_person(f"Person {number}", department=it_department)
        day = make_day(days[0].offering, MARCH[3] + datetime.timedelta(days=number), places=1)
        make_visit(make_enrollment(cohort, person, wanted=2, ranked=[finance]), day)

    with django_assert_max_num_queries(90):
        client.get(reverse("matching:repair", args=[lost.pk]))
    with django_assert_max_num_queries(15):
        client.get(reverse("matching:repairs", args=[cohort.pk]))


def test_consents_are_one_per_person_whatever_their_parts(lost, held, blocked, bert, lead, days, finance_host, now):
    bert.person.manager = finance_host
    bert.person.save()

    repair = actions.ask_repair(visit=lost, proposal=_propose(lost, now), by=lead, at=now)

    assert Consent.objects.filter(repair=repair, person=finance_host).count() == 1
