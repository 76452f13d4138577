"""The pages: what they show, what they cost, and what bad input does."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.visits.choices import VisitState
from programs.visits.models import Visit, WaitingPlace
from tests.factories.cohorts import make_cohort, make_enrollment, make_program
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person
from tests.factories.visits import make_counter_offer, make_release, make_visit, make_waiting_place


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def monday(today):
    """A Monday two to three weeks ahead: pages read the real clock."""
    return today + datetime.timedelta(days=21 - today.weekday())


@pytest.fixture
def cohort(program, finance, today):
    """A running cohort around today."""
    span = {"starts_on": today - datetime.timedelta(days=60), "ends_on": today + datetime.timedelta(days=120)}
    return make_cohort(program, departments=[finance], **span)


@pytest.fixture
def day(offering, monday):
    return make_day(offering, monday)


@pytest.fixture
def last_place(offering, monday):
    return make_day(offering, monday + datetime.timedelta(days=2), places=1)


@pytest.fixture
def later_day(offering, monday):
    return make_day(offering, monday + datetime.timedelta(days=7))


@pytest.fixture
def as_visitor(client, visitor, enrollment):
    client.force_login(visitor)
    return client


@pytest.fixture
def as_host(client, host):
    client.force_login(host)
    return client


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def text_of(response):
    return response.content.decode()


# Finding and booking ----------------------------------------------------------------------


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_find_shows_free_days_and_every_reason_for_the_others(as_visitor, enrollment, day, last_place, colleague, view):
    make_visit(colleague, last_place)
    enrollment.blocked_dates.create(on=last_place.on)

    page = text_of(as_visitor.get(reverse("visits:find"), {"view": view, "on": day.on.isoformat()}))

    assert reverse("visits:day", args=[day.pk]) in page
    assert "All places are taken (1 of 1)." in page
    assert "You blocked this date." in page


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_find_costs_the_same_for_one_day_and_for_many(
    as_visitor, cohort, day, view, django_assert_num_queries, django_assert_max_num_queries
):
    asked = {"view": view, "on": day.on.isoformat()}
    url = reverse("visits:find")
    as_visitor.get(url, asked)
    with django_assert_max_num_queries(24) as once:
        as_visitor.get(url, asked)
    for number in range(12):
        department = make_department(f"Department {number}")
        cohort.departments.add(department)
        contact = make_person(f"Contact {number}", department=department)
        make_day(make_offering(f"Offering {number}", department=department, contact=contact), day.on)

    with django_assert_num_queries(len(once.captured_queries)):
        page = as_visitor.get(url, asked)

    assert text_of(page).count("Offering 1") >= 1


@pytest.mark.parametrize(
    "given",
    [
        {"on": "2026-02-31"},
        {"on": "9999-12-31"},
        {"on": "0001-01-01"},
        {"view": "<script>"},
        {"department": "x"},
        {"time": "never"},
        {"q": "a" * 500},
        {"q": "\x00"},
        {"page": "-1"},
    ],
    ids=str,
)
def test_find_takes_bad_filters_for_none(as_visitor, day, given):
    response = as_visitor.get(reverse("visits:find"), given)

    assert response.status_code == 200


def test_find_filters_by_words_department_and_time(as_visitor, day):
    asked = {"view": "list", "on": day.on.isoformat()}

    found = [
        "Month-end close" in text_of(as_visitor.get(reverse("visits:find"), asked | more))
        for more in (
            {"q": "hugo month"},
            {"q": "warehouse"},
            {"time": "morning"},
            {"time": "afternoon"},
            {"free": "on"},
        )
    ]

    assert found == [True, False, True, False, True]


def test_find_tells_somebody_who_is_not_enrolled(client, outsider):
    client.force_login(outsider)

    page = text_of(client.get(reverse("visits:find")))

    assert "You are not enrolled yet" in page


def test_book_from_home_takes_two_clicks(as_visitor, day):
    """Open the day, press the button: its form carries the key and the day."""
    page = as_visitor.get(reverse("visits:day", args=[day.pk]))
    key = page.context["form"]["key"].value()

    response = as_visitor.post(
        reverse("visits:book", args=[day.pk]), {"day": day.pk, "key": key, "question": "How do you close?"}
    )
    again = as_visitor.post(reverse("visits:book", args=[day.pk]), {"day": day.pk, "key": key})

    visit = Visit.objects.get()
    assert response.url == again.url == reverse("visits:visit", args=[visit.pk])
    assert (visit.question, visit.state) == ("How do you close?", VisitState.REQUESTED)


def test_book_a_full_day_says_so_and_offers_others(as_visitor, day, last_place, colleague):
    make_visit(colleague, last_place)

    response = as_visitor.post(
        reverse("visits:book", args=[last_place.pk]), {"day": last_place.pk, "key": uuid.uuid4(), "question": "Why?"}
    )

    page = text_of(response)
    assert response.status_code == 409
    assert "All places are taken" in page
    assert "These days are free for you" in page
    assert reverse("visits:day", args=[day.pk]) in page
    assert "Why?</textarea>" in page


@pytest.mark.parametrize(
    "change",
    [{"day": ""}, {"day": "999999"}, {"day": "x"}, {"key": "not-a-key"}, {"key": ""}, {"question": "x" * 1001}],
    ids=str,
)
def test_book_with_bad_input_books_nothing_and_loses_nothing(as_visitor, day, change):
    given = {"day": day.pk, "key": str(uuid.uuid4()), "question": "How do you close?"} | change

    response = as_visitor.post(reverse("visits:book", args=[day.pk]), given)

    assert response.status_code == 409
    assert given["question"] in text_of(response)
    assert not Visit.objects.exists()


def test_wait_and_leave_again(as_visitor, enrollment, last_place, colleague):
    make_visit(colleague, last_place)

    as_visitor.post(reverse("visits:wait", args=[last_place.pk]))
    place = WaitingPlace.objects.get(enrollment=enrollment)
    shown = text_of(as_visitor.get(reverse("visits:mine")))
    as_visitor.post(reverse("visits:leave_waiting_list", args=[place.pk]))

    place.refresh_from_db()
    assert "Month-end close" in shown
    assert place.state == "left"


# One's own visits -------------------------------------------------------------------------


def test_mine_costs_the_same_for_one_visit_and_for_many(
    as_visitor, enrollment, offering, day, django_assert_num_queries
):
    def add(number):
        department = make_department(f"Department {number}")
        contact = make_person(f"Contact {number}", department=department)
        on = day.on + datetime.timedelta(days=number)
        other = make_day(make_offering(f"Offering {number}", department=department, contact=contact), on)
        make_visit(enrollment, other)
        past = make_day(other.offering, timezone.localdate() - datetime.timedelta(days=10 + number))
        make_visit(enrollment, past, state=VisitState.DECLINED)
        make_waiting_place(enrollment, make_day(other.offering, on + datetime.timedelta(days=40)))

    url = reverse("visits:mine")
    add(1)
    as_visitor.get(url)
    before = queries_of(as_visitor, url)
    for number in range(2, 8):
        add(number)

    with django_assert_num_queries(before):
        as_visitor.get(url)


def queries_of(client, url):
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return len(caught)


def test_visit_shows_the_visitor_what_can_be_done(as_visitor, enrollment, day, later_day, host):
    visit = make_visit(enrollment, day)
    make_counter_offer(visit, later_day, by=host, message="We close that week.")

    page = text_of(as_visitor.get(reverse("visits:visit", args=[visit.pk])))

    assert "We close that week." in page
    assert reverse("visits:withdraw", args=[visit.pk]) in page
    assert reverse("visits:confirm", args=[visit.pk]) not in page


def test_withdraw_asks_first_and_then_frees_the_place(as_visitor, enrollment, day):
    visit = make_visit(enrollment, day)
    url = reverse("visits:withdraw", args=[visit.pk])

    asked = as_visitor.get(url)
    unchanged = Visit.objects.get().state
    as_visitor.post(url, {"reason": ""})

    assert (asked.status_code, unchanged, Visit.objects.get().state) == (200, "requested", "withdrawn")


def test_withdraw_too_late_says_why_and_keeps_the_text(as_visitor, enrollment, offering, today):
    tomorrow = make_day(offering, today + datetime.timedelta(days=1))
    visit = make_visit(enrollment, tomorrow, state=VisitState.CONFIRMED)

    response = as_visitor.post(reverse("visits:withdraw", args=[visit.pk]), {"reason": "I am ill"})

    assert response.status_code == 409
    assert "It is too late" in text_of(response)
    assert "I am ill" in text_of(response)


@pytest.mark.parametrize("chosen", ["", "999999", "x"])
def test_reschedule_with_bad_input_asks_again(as_visitor, enrollment, day, later_day, chosen):
    visit = make_visit(enrollment, day)

    response = as_visitor.post(reverse("visits:reschedule", args=[visit.pk]), {"day": chosen, "key": uuid.uuid4()})

    assert response.status_code == 409
    assert Visit.objects.count() == 1


def test_reschedule_offers_only_days_that_can_be_booked(as_visitor, enrollment, day, later_day, last_place, colleague):
    visit = make_visit(enrollment, day)
    make_visit(colleague, last_place)
    url = reverse("visits:reschedule", args=[visit.pk])

    choices = as_visitor.get(url).context["form"].fields["day"].queryset
    as_visitor.post(url, {"day": later_day.pk, "key": uuid.uuid4()})

    assert list(choices) == [later_day]
    assert Visit.objects.get(day=later_day).is_swap


@pytest.mark.parametrize("came", ["", "maybe"])
def test_attendance_with_bad_input_asks_again(as_visitor, enrollment, offering, today, came):
    visit = make_visit(enrollment, make_day(offering, today - datetime.timedelta(days=3)), state=VisitState.CONFIRMED)

    response = as_visitor.post(reverse("visits:attendance", args=[visit.pk]), {"came": came})

    visit.refresh_from_db()
    assert (response.status_code, visit.state) == (409, "confirmed")


# Hosting ----------------------------------------------------------------------------------


def test_answer_is_one_click_and_looking_changes_nothing(as_host, enrollment, day):
    visit = make_visit(enrollment, day)

    looked = as_host.get(reverse("visits:answer", args=[visit.pk]))
    unchanged = Visit.objects.get().state
    as_host.post(reverse("visits:confirm", args=[visit.pk]))

    assert reverse("visits:confirm", args=[visit.pk]) in text_of(looked)
    assert (unchanged, Visit.objects.get().state) == ("requested", "confirmed")


def test_answer_survives_the_sign_in(client, enrollment, day):
    visit = make_visit(enrollment, day)
    url = reverse("visits:answer", args=[visit.pk])

    response = client.get(url)

    assert response.url == f"{reverse('account_login')}?next={url}"


def test_confirm_twice_says_that_it_is_decided(as_host, enrollment, day):
    visit = make_visit(enrollment, day)
    url = reverse("visits:confirm", args=[visit.pk])
    as_host.post(url)

    page = text_of(as_host.post(url, follow=True))

    assert "this can&#x27;t be done any more" in page


@pytest.mark.parametrize("name", ["decline", "call_off", "call_off_day"])
@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_forms_with_a_reason_want_one(as_host, enrollment, day, name, reason):
    visit = make_visit(enrollment, day, state="requested" if name == "decline" else "confirmed")
    pk = day.pk if name == "call_off_day" else visit.pk

    response = as_host.post(reverse(f"visits:{name}", args=[pk]), {"reason": reason})

    visit.refresh_from_db()
    assert response.status_code == 409
    assert visit.state in {"requested", "confirmed"}


@pytest.mark.parametrize("chosen", ["", "999999", "x"])
def test_suggest_with_bad_input_keeps_the_message(as_host, enrollment, day, later_day, chosen):
    visit = make_visit(enrollment, day)

    response = as_host.post(
        reverse("visits:suggest", args=[visit.pk]), {"day": chosen, "message": "We close that week."}
    )

    assert response.status_code == 409
    assert "We close that week." in text_of(response)


def test_hosted_costs_the_same_for_one_request_and_for_many(
    as_host, cohort, enrollment, day, offering, it_department, django_assert_num_queries
):
    url = reverse("visits:hosted")
    make_visit(enrollment, day)
    as_host.get(url)
    before = queries_of(as_host, url)
    for number in range(6):
        person = make_enrollment(cohort, make_person(f"Person {number}", department=it_department))
        on = day.on + datetime.timedelta(days=1 + number)
        make_visit(person, make_day(offering, on), state="confirmed" if number % 2 else "requested")

    with django_assert_num_queries(before):
        as_host.get(url)


# Releases and leading ---------------------------------------------------------------------


@pytest.fixture
def release(enrollment, day):
    enrollment.person.manager = make_person("Mona Manager")
    enrollment.person.save()
    return make_release(make_visit(enrollment, day), manager=enrollment.person.manager)


def test_grant_takes_only_people_of_the_line_manager_as_cover(client, release, outsider):
    client.force_login(release.manager)

    page = client.post(reverse("visits:grant", args=[release.pk]), {"cover": outsider.pk}, follow=True)
    before = type(release).objects.get().state
    client.post(reverse("visits:grant", args=[release.pk]), {"cover": ""})

    assert "Select a valid choice" in text_of(page)
    assert (before, type(release).objects.get().state) == ("pending", "granted")


def test_refuse_wants_a_reason(client, release):
    client.force_login(release.manager)

    response = client.post(reverse("visits:refuse", args=[release.pk]), {"reason": ""})

    assert response.status_code == 409
    assert type(release).objects.get().state == "pending"


def test_releases_cost_the_same_for_one_and_for_many(
    client, cohort, release, it_department, offering, monday, django_assert_num_queries
):
    client.force_login(release.manager)
    url = reverse("visits:releases")
    client.get(url)
    before = queries_of(client, url)
    for number in range(5):
        person = make_person(f"Person {number}", department=it_department, manager=release.manager)
        other = make_day(offering, monday + datetime.timedelta(days=number + 1))
        make_release(make_visit(make_enrollment(cohort, person), other), manager=release.manager)

    with django_assert_num_queries(before):
        client.get(url)


@pytest.mark.parametrize(
    "given", [{"state": "x"}, {"department": "x"}, {"q": "\x00"}, {"page": "x"}, {"sort": "-nothing"}], ids=str
)
@pytest.mark.parametrize("name", ["all", "all_csv"])
def test_all_takes_bad_filters_for_none(as_lead, enrollment, day, name, given):
    make_visit(enrollment, day)

    response = as_lead.get(reverse(f"visits:{name}"), given)

    assert response.status_code == 200
    assert b"Vera Visser" in response.content


def test_all_shows_only_visits_of_programmes_one_leads(as_lead, enrollment, day):
    foreign = make_cohort(make_program("Shop floor weeks"), departments=[day.offering.department])
    other = make_enrollment(foreign, make_person("Foreign Fred"))
    make_visit(enrollment, day)
    make_visit(other, day)

    page = text_of(as_lead.get(reverse("visits:all")))

    assert "Vera Visser" in page
    assert "Foreign Fred" not in page


def test_all_csv_makes_no_cell_a_formula(as_lead, cohort, day):
    make_visit(make_enrollment(cohort, make_person("=cmd|' /C calc'!A0", email="x@example.com")), day)

    lines = text_of(as_lead.get(reverse("visits:all_csv"))).splitlines()

    assert "'=cmd" in lines[1]


def test_all_costs_the_same_for_one_visit_and_for_many(
    as_lead, cohort, enrollment, day, offering, it_department, django_assert_num_queries
):
    url = reverse("visits:all")
    make_visit(enrollment, day)
    as_lead.get(url)
    before = queries_of(as_lead, url)
    for number in range(6):
        person = make_enrollment(cohort, make_person(f"Person {number}", department=it_department))
        make_visit(person, make_day(offering, day.on + datetime.timedelta(days=1 + number)))

    with django_assert_num_queries(before):
        as_lead.get(url)


def test_what_comes_after_a_visit_is_offered_to_those_who_were_there(client, enrollment, day, visitor, host, lead):
    visit = make_visit(enrollment, day, state="confirmed")
    promise = reverse("commitments:propose", args=[visit.pk])

    def offers(person):
        client.force_login(person)
        return promise in client.get(reverse("visits:visit", args=[visit.pk])).text

    before = offers(visitor)
    Visit.objects.filter(pk=visit.pk).update(state="attended")

    assert not before
    assert [offers(person) for person in (visitor, host, lead)] == [True, True, False]
