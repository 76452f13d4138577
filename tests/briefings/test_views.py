"""The pages of the briefings room."""

import datetime
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.briefings import documents, queries
from programs.briefings.models import Agreement, FaceCard, GlossaryEntry, StrategyCheck
from programs.commitments.models import Commitment, Friction
from programs.hosting.models import AgendaBlock
from programs.journals.choices import Visibility
from programs.visits.models import Visit
from tests.factories.briefings import make_agreement, make_card, make_check, make_picture, make_system, make_word
from tests.factories.change import make_pulse
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.journals import make_insight
from tests.factories.people import make_person
from tests.factories.surveys import close, make_open_wave, make_people, record, some_answers
from tests.factories.visits import make_visit

pytestmark = pytest.mark.django_db


def shown(client, person, visit, name="briefings:pack"):
    client.force_login(person)
    return client.get(reverse(name, args=[visit.pk])).content.decode()


def queries_of(deed):
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def add_blocks(offering):
    AgendaBlock.objects.bulk_create(
        AgendaBlock(offering=offering, position=at, kind=kind, title=title, minutes=minutes)
        for at, (kind, title, minutes) in enumerate([("task", "The close", 90), ("debrief", "Bye", 15)], 1)
    )


# The pack ------------------------------------------------------------------------------------


def test_pack_shows_people_place_times_systems_and_words(client, coming, visitor, host, finance, offering):
    offering.entrance, offering.directions, offering.bring = "Gate 4", "Tram 3", "A notebook"
    offering.save()
    add_blocks(offering)
    make_card(host, sentence="I think aloud and like to be interrupted.")
    make_system(finance, "Ledger")
    make_word(finance, visitor, their_word="open", our_word="paid, not booked")

    page = shown(client, visitor, coming)

    for words in (
        "Hugo Host", "I think aloud and like to be interrupted.", "German, English", "Gate 4", "Tram 3", "A notebook",
        "09:00–10:30", "10:30–10:45", "Ledger", "paid, not booked",
    ):  # fmt: skip
        assert words in page


def test_pack_names_the_clock_of_the_site_for_a_reader_elsewhere(client, coming, visitor):
    visitor.time_zone = "America/New_York"
    visitor.save()

    assert "Time in Berlin" in shown(client, visitor, coming)


def test_pack_hides_learning_goals_from_the_host_until_three_days_before(client, coming, enrollment, visitor, host):
    enrollment.goals = "Learn where the close waits."
    enrollment.save()
    far = shown(client, host, coming)
    own = shown(client, visitor, coming)
    days = datetime.timedelta(days=3)
    Visit.objects.filter(pk=coming.pk).update(
        on=coming.on - days, starts_at=coming.starts_at - days, ends_at=coming.ends_at - days
    )
    near = shown(client, host, coming)

    assert "Learn where the close waits." not in far
    assert "You read this from" in far
    assert "Learn where the close waits." in own
    assert "Learn where the close waits." in near


def test_pack_shows_strategy_answers_to_visitor_and_lead_only(client, coming, visitor, host, lead):
    make_check(coming, goal="Close on day three, not five.")

    pages = {person.pk: shown(client, person, coming) for person in (visitor, host, lead)}

    assert "Close on day three" in pages[visitor.pk]
    assert "Close on day three" in pages[lead.pk]
    assert "Close on day three" not in pages[host.pk]


def test_pack_shows_open_promises_that_may_be_seen_and_frictions(client, coming, enrollment, host, visitor, offering):
    earlier = make_visit(
        make_enrollment(enrollment.cohort, make_person("Carl Colleague", department=visitor.department)),
        make_day(offering, timezone.localdate() - datetime.timedelta(days=30)),
        state="attended",
    )
    promise = {"visit": earlier, "owner": earlier.visitor, "beneficiary": host, "due_on": coming.on,
               "proposed_by": host, "proposed_at": timezone.now(), "state": "agreed"}  # fmt: skip
    Commitment.objects.create(text="Send the file a day earlier", **promise)
    Commitment.objects.create(text="Between the two of us", is_visible=False, **promise)
    Commitment.objects.create(text="Not agreed yet", **(promise | {"state": "proposed"}))
    make_system(offering.department, "Ledger")
    friction = {"department": offering.department, "reported_by": host, "system": "Ledger", "minutes_lost": 10,
                "times_a_month": 4, "reported_at": timezone.now()}  # fmt: skip
    Friction.objects.create(step="The export times out", **friction)
    Friction.objects.create(step="Long gone", state="resolved", owner=visitor, due_on=coming.on, **friction)

    page = shown(client, visitor, coming)

    assert "Send the file a day earlier" in page
    assert "The export times out" in page
    assert "1 open friction" in page
    assert f"What {offering.department} told us, and what we did" in page
    assert "Ledger: Long gone" in page
    for hidden in ("Between the two of us", "Not agreed yet"):
        assert hidden not in page


def test_pack_shows_insights_to_those_whom_their_author_let_read_them(client, coming, enrollment, host, visitor):
    other = make_enrollment(enrollment.cohort, make_person("Carl Colleague", department=visitor.department))
    day = make_day(coming.day.offering, timezone.localdate() - datetime.timedelta(days=30))
    earlier = make_visit(other, day, state="attended")
    make_insight(earlier, other.person, "They type the number four times", visibility=Visibility.PARTICIPANTS)
    make_insight(earlier, other.person, "Between host and me", visibility=Visibility.HOST, section="so_what")
    said_again = "they type the number four times"
    make_insight(earlier, other.person, said_again, visibility=Visibility.PARTICIPANTS, section="now_what")

    to_visitor, to_host = shown(client, visitor, coming), shown(client, host, coming)

    assert to_visitor.lower().count(said_again) == 1
    assert "Between host and me" not in to_visitor
    assert "Between host and me" in to_host
    assert "Carl Colleague" not in to_visitor


def test_pack_of_a_group_shows_who_else_comes(client, coming, enrollment, visitor, it_department):
    other = make_enrollment(enrollment.cohort, make_person("Carl Colleague", department=it_department))
    make_visit(other, coming.day, state="confirmed")
    third = make_enrollment(enrollment.cohort, make_person("Dana Declined", department=it_department))
    make_visit(third, coming.day, state="declined")

    page = shown(client, visitor, coming)

    assert "Carl Colleague" in page
    assert "Dana Declined" not in page


@pytest.mark.parametrize("state", ["requested", "declined", "cancelled", "missed"])
def test_pack_of_a_visit_that_will_not_be_is_not_there(client, coming, visitor, state):
    Visit.objects.update(state=state)
    client.force_login(visitor)

    assert client.get(reverse("briefings:pack", args=[coming.pk])).status_code == 404


def test_pack_costs_the_same_queries_for_one_row_and_many(coming, visitor, finance):
    def read():
        documents.shown(queries.pack_of(coming, visitor, at=timezone.now()), visitor)

    make_word(finance, visitor)
    make_system(finance)
    before = queries_of(read)
    for number in range(4):
        make_word(finance, visitor, their_word=f"word {number}")
        make_system(finance, f"System {number}")

    assert queries_of(read) == before


def test_face_sends_the_photo_only_of_somebody_who_is_met(client, coming, visitor, host, outsider):
    for person in (host, outsider):
        make_card(person, photo=make_picture())
    client.force_login(visitor)

    met = client.get(reverse("briefings:face", args=[coming.pk, host.pk]))
    other = client.get(reverse("briefings:face", args=[coming.pk, outsider.pk]))

    assert (met.status_code, met["Content-Type"]) == (200, "image/jpeg")
    assert other.status_code == 404


# Deeds ---------------------------------------------------------------------------------------


def test_agree_page_shows_both_sides_and_the_wording(client, coming, visitor, host):
    make_agreement(coming, "host", host, agreed_at=timezone.now(), aim="Show the whole close")
    client.force_login(visitor)

    page = client.post(reverse("briefings:agree", args=[coming.pk]), {"aim": "See it"}, follow=True).content.decode()

    assert Agreement.objects.get(side="visitor").aim == "See it"
    assert "Vera Visser agreed on" in page
    assert "Show the whole close" in page
    assert "(wording 1)" in page
    assert "No promises today" in page


def test_agree_page_refuses_a_lead_with_a_sentence(client, coming, lead):
    client.force_login(lead)

    page = client.post(reverse("briefings:agree", args=[coming.pk]), follow=True).content.decode()

    assert "Only the visitor and the host agree on the day." in page
    assert not Agreement.objects.exists()


def test_strategy_page_keeps_the_answers(client, coming, visitor):
    client.force_login(visitor)

    answer = client.post(reverse("briefings:strategy", args=[coming.pk]), {"goal": "Day three", "part": "Half"})

    assert answer.status_code == 302
    check = StrategyCheck.objects.get()
    assert (check.goal, check.part, check.sentence) == ("Day three", "Half", "")


def test_strategy_page_keeps_what_was_typed_when_it_is_too_late(client, coming, visitor):
    Visit.objects.update(starts_at=timezone.now())
    client.force_login(visitor)

    answer = client.post(reverse("briefings:strategy", args=[coming.pk]), {"goal": "Day three"})

    assert answer.status_code == 409
    assert "Day three" in answer.content.decode()
    assert not StrategyCheck.objects.exists()


def test_department_page_takes_a_word_from_the_visitor(client, coming, visitor, finance):
    client.force_login(visitor)
    address = reverse("briefings:department", args=[finance.pk])
    words = {"their_word": "open", "our_word": "not booked"}

    added = client.post(address, words)
    again = client.post(address, words)

    assert added.status_code == 302
    assert again.status_code == 409
    assert "in the list already" in again.content.decode()
    assert GlossaryEntry.objects.get().added_by == visitor


def test_add_system_page_says_what_is_missing(client, host, finance):
    client.force_login(host)

    page = client.post(reverse("briefings:add_system", args=[finance.pk]), {"name": "Ledger"}, follow=True)

    assert "What it is used for" in page.content.decode()
    assert not finance.systems.exists()


def test_card_page_keeps_a_photo(client, visitor):
    client.force_login(visitor)
    upload = SimpleUploadedFile("me.png", make_picture(kind="PNG"), "image/png")

    answer = client.post(reverse("briefings:card"), {"sentence": "Ask me.", "photo": upload})

    assert answer.status_code == 302
    card = FaceCard.objects.get(person=visitor)
    assert card.sentence == "Ask me."
    assert bytes(card.photo).startswith(b"\xff\xd8")


def test_card_page_refuses_what_is_no_photo(client, visitor):
    client.force_login(visitor)

    answer = client.post(reverse("briefings:card"), {"photo": SimpleUploadedFile("me.jpg", b"nothing")})

    assert answer.status_code == 409
    assert "not a photo" in answer.content.decode()


# Lists and links -----------------------------------------------------------------------------


def test_index_shows_the_lead_how_far_each_pack_is(client, coming, visitor, lead):
    make_agreement(coming, "visitor", visitor)
    make_check(coming)
    client.force_login(lead)

    page = client.get(reverse("briefings:index")).content.decode()

    assert "Vera Visser" in page
    assert "Host has not agreed" in page
    assert "Questions answered" in page


def test_index_costs_the_same_queries_for_one_row_and_many(coming, enrollment, lead, offering):
    before = queries_of(lambda: queries.coming_packs(lead, at=timezone.now()))
    for number in range(3):
        person = make_person(f"More {number}", department=enrollment.person.department)
        day = make_day(offering, coming.on + datetime.timedelta(days=1 + number))
        make_visit(make_enrollment(enrollment.cohort, person), day, state="confirmed")

    assert queries_of(lambda: queries.coming_packs(lead, at=timezone.now())) == before


def test_visit_page_links_the_pack_once_it_is_confirmed(client, coming, visitor):
    confirmed = shown(client, visitor, coming, "visits:visit")
    Visit.objects.update(state="requested")
    requested = shown(client, visitor, coming, "visits:visit")

    link = reverse("briefings:pack", args=[coming.pk])
    assert link in confirmed
    assert link not in requested


def test_worker_is_a_script_that_anyone_may_have_and_holds_no_data(client):
    answer = client.get(reverse("briefings:worker"))

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript")
    assert "packs:" in answer.content.decode()


def test_facts_for_stay_when_a_pulse_closes_later(visit, program, lead, host, visitor):
    people = [*make_people(host.department, 30), *make_people(visitor.department, 30)]
    wave = make_open_wave(program, lead)
    draw = random.Random(3)
    record(wave, [(person, some_answers(draw)) for person in people])
    close(wave, lead)
    before = queries.facts_for(visit)

    make_pulse(program, lead, people, lambda person: [4, 4, 4, 4, 2])

    assert before.rows
    assert queries.facts_for(visit) == before
