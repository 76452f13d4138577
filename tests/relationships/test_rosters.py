import datetime

import pytest
from django.core import mail
from django.urls import reverse

from programs.audit.models import Entry
from programs.notifications.models import Letter
from programs.relationships import actions, documents, queries, tasks
from programs.relationships.choices import Part, RosterRefusal, Strength
from programs.relationships.models import RosterPlace, RosterRow, Tie
from programs.visits.models import Visit
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.people import make_person
from tests.factories.visits import make_visit

LAST_DAY = datetime.date(2026, 3, 31)


@pytest.fixture
def roster(cohort, lead, enrollment, offering, now):
    return actions.draft_roster(cohort=cohort, name="Before", closes_on=LAST_DAY, comparison=2, by=lead, at=now)


@pytest.fixture
def bystanders(it_department):
    return [make_person(f"Ben Bystander {n}", department=it_department) for n in range(5)]


@pytest.fixture
def open_roster(roster, lead, now):
    return actions.open_roster(roster=roster, by=lead, at=now)


@pytest.fixture
def place(open_roster, visitor):
    return open_roster.places.get(person=visitor)


def _reasons(refused):
    return {refusal.reason for refusal in refused.value.refusals}


def test_open_roster_asks_visitors_hosts_and_a_drawn_few(roster, bystanders, visitor, host, lead, now):
    actions.open_roster(roster=roster, by=lead, at=now)

    parts = dict(roster.places.values_list("person_id", "part"))
    assert (parts[visitor.pk], parts[host.pk]) == (Part.VISITOR, Part.HOST)
    assert sum(part == Part.COMPARISON for part in parts.values()) == 2


def test_open_roster_asks_the_same_people_for_comparison_again(roster, bystanders, cohort, lead, now, it_department):
    actions.open_roster(roster=roster, by=lead, at=now)
    actions.close_roster(roster=roster, by=lead, at=now)
    for n in range(20):
        make_person(f"New {n}", department=it_department)

    later = actions.draft_roster(cohort=cohort, name="After", closes_on=LAST_DAY, comparison=2, by=lead, at=now)
    actions.open_roster(roster=later, by=lead, at=now)

    first, second = (
        set(r.places.filter(part=Part.COMPARISON).values_list("person", flat=True)) for r in (roster, later)
    )
    assert first == second


def test_open_roster_refuses_with_every_reason(open_roster, cohort, lead, now):
    past = actions.draft_roster(
        cohort=cohort, name="Late", closes_on=now.date() - datetime.timedelta(days=1), comparison=0, by=lead, at=now
    )

    with pytest.raises(actions.RosterRefused) as refused:
        actions.open_roster(roster=past, by=lead, at=now)
    with pytest.raises(actions.RosterRefused) as again:
        actions.open_roster(roster=open_roster, by=lead, at=now)

    assert _reasons(refused) == {RosterRefusal.ANOTHER_OPEN, RosterRefusal.LAST_DAY_PAST}
    assert _reasons(again) == {RosterRefusal.NOT_DRAFT}


def test_answer_roster_keeps_rows_and_replaces_them(place, finance, it_department, visitor, host, now):
    actions.answer_roster(place=place, rows={finance: [(host, Strength(3))], it_department: []}, by=visitor, at=now)
    actions.answer_roster(place=place, rows={finance: []}, by=visitor, at=now)

    assert list(RosterRow.objects.values_list("place", "department")) == [(place.pk, finance.pk)]
    assert not Tie.objects.exists()
    place.refresh_from_db()
    assert place.done_on == place.consented_on == now.date()


def test_decline_roster_forgets_what_was_said(place, finance, visitor, host, now):
    actions.answer_roster(place=place, rows={finance: [(host, Strength(3))]}, by=visitor, at=now)

    actions.decline_roster(place=place, by=visitor, at=now)

    assert not Tie.objects.exists()
    assert RosterPlace.objects.get(pk=place.pk).consented_on is None


def test_the_log_never_says_who_was_named(place, finance, visitor, host, now):
    actions.answer_roster(place=place, rows={finance: [(host, Strength(3))]}, by=visitor, at=now)

    entry = Entry.objects.get(deed="answer_roster")
    assert str(host.pk) not in str(entry.facts)
    assert entry.facts == {}


def test_answer_page_finds_people_by_name(client, place, finance, visitor, host):
    client.force_login(visitor)
    address = reverse("relationships:answer", args=[place.roster_id])

    typed = {"is_agreed": "on", f"name_{finance.pk}_0": "hugo HOST", f"strength_{finance.pk}_0": "2"}
    answer = client.post(address, typed)

    assert answer.status_code == 302
    assert Tie.objects.filter(source="roster").values_list("person", "other", "now").get() == (visitor.pk, host.pk, 2)
    assert "Hugo Host" in client.get(address).text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"is_agreed": ""}, RosterRefusal.NO_CONSENT),
        ({"name_0": "Nobody Known"}, RosterRefusal.NO_SUCH_PERSON),
        ({"strength_0": ""}, RosterRefusal.NO_STRENGTH),
        ({"nobody": "on"}, RosterRefusal.NOBODY_AND_NAMES),
        ({"name_1": "Hugo Host", "strength_1": "3"}, RosterRefusal.NAMED_TWICE),
    ],
)
def test_answer_page_says_what_does_not_fit(client, place, finance, visitor, host, change, reason):
    client.force_login(visitor)
    typed = {"is_agreed": "on", "name_0": "Hugo Host", "strength_0": "2"} | change
    posted = {_field(name, finance): value for name, value in typed.items()}

    answer = client.post(reverse("relationships:answer", args=[place.roster_id]), posted)

    assert answer.status_code == 200
    wanted = str(reason.label) % {
        "name": typed["name_1"] if "name_1" in change else typed["name_0"],
        "department": "Finance",
    }
    assert wanted in answer.text.replace("&#x27;", "'")
    assert not Tie.objects.exists()
    assert typed["name_0"] in answer.text


def _field(name, department):
    if name == "is_agreed":
        return name
    word, _, line = name.partition("_")
    return f"{word}_{department.pk}_{line}" if line else f"{word}_{department.pk}"


def test_answer_page_asks_which_of_two_people_of_one_name(client, place, finance, visitor, host):
    other = make_person("Hugo Host", email="hugo2@example.com", department=finance)
    client.force_login(visitor)
    address = reverse("relationships:answer", args=[place.roster_id])
    typed = {"is_agreed": "on", f"strength_{finance.pk}_0": "2"}

    unclear = client.post(address, typed | {f"name_{finance.pk}_0": "Hugo Host"})
    clear = client.post(address, typed | {f"name_{finance.pk}_0": f"Hugo Host ({other.email})"})

    assert unclear.status_code == 200
    assert clear.status_code == 302
    assert Tie.objects.get().other == other


def test_a_closed_roster_takes_no_answer(client, place, visitor, lead, now):
    actions.close_roster(roster=place.roster, by=lead, at=now)
    client.force_login(visitor)

    assert client.get(reverse("relationships:answer", args=[place.roster_id])).status_code == 404
    with pytest.raises(actions.RosterRefused):
        actions.answer_roster(place=place, rows={}, by=visitor, at=now)


def test_every_minute_reminds_once_and_closes_after_the_last_day(open_roster, visitor, now):
    tasks.every_minute(datetime.datetime(2026, 3, 29, 7, 0, tzinfo=datetime.UTC))
    tasks.every_minute(datetime.datetime(2026, 3, 30, 7, 0, tzinfo=datetime.UTC))

    assert Letter.objects.filter(to=visitor, kind="relationships/roster_reminded").count() == 1
    tasks.every_minute(datetime.datetime(2026, 4, 1, 7, 0, tzinfo=datetime.UTC))
    open_roster.refresh_from_db()
    assert open_roster.state == "closed"


def test_send_roster_letters_leaves_out_who_declined(open_roster, place, visitor, host, now):
    actions.decline_roster(place=place, by=visitor, at=now)

    tasks.send_roster_letters.enqueue(open_roster.pk, "roster_opened", now.isoformat())

    assert Letter.objects.filter(kind="relationships/roster_opened", to=host).count() == 1
    assert not Letter.objects.filter(to=visitor).exists()
    assert mail.outbox == []


# What is told -------------------------------------------------------------------------


@pytest.fixture
def two_rounds(cohort, lead, finance, it_department, offering, host, now):
    """Ten visitors who knew nobody in Finance; afterwards seven know Hugo."""
    people = [make_person(f"Vera {n}", department=it_department) for n in range(10)]
    for person in people:
        make_enrollment(cohort, person)
    for name, who in (("Before", 0), ("After", 7)):
        roster = actions.draft_roster(cohort=cohort, name=name, closes_on=LAST_DAY, comparison=0, by=lead, at=now)
        actions.open_roster(roster=roster, by=lead, at=now)
        for number, person in enumerate(people):
            names = [(host, Strength(3))] if number < who else []
            place = roster.places.get(person=person)
            actions.answer_roster(place=place, rows={finance: names, it_department: []}, by=person, at=now)
        actions.close_roster(roster=roster, by=lead, at=now)
    return people


def test_story_of_counts_what_changed(two_rounds, cohort):
    story = documents.story_of(cohort)

    assert (story.change.new, story.change.lost, story.change.kept) == (7, 0, 0)
    visitors = story.parts[0]
    assert (visitors.before.departments_each, visitors.after.departments_each) == (0.0, 0.7)
    assert (visitors.before.isolated, visitors.after.isolated) == (10, 3)
    assert story.p_gained == pytest.approx(2 / 2**7)
    assert story.whole.mix.index == 1.0
    assert story.whole.mix.expected is not None


def test_story_of_hides_small_groups(two_rounds, cohort, finance, it_department):
    story = documents.story_of(cohort)

    hosts = story.parts[1]
    rows = {row.name: {cell.about: cell.text for cell in row.cells} for row in story.matrix}
    assert (hosts.people, hosts.before, hosts.after) == (None, None, None)
    assert rows[it_department.name][finance.name] == "0 → 7"
    assert rows[it_department.name][it_department.name] == "–"
    assert rows[finance.name] == {}
    assert story.mutual is None


def test_story_of_costs_the_same_for_few_and_many(two_rounds, cohort, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        documents.story_of(cohort)


def test_cohort_page_tells_no_names(client, two_rounds, cohort, lead, host):
    client.force_login(lead)

    text = client.get(reverse("relationships:cohort", args=[cohort.pk])).text

    assert "New contacts" in text
    assert host.name not in text
    assert not any(person.name in text for person in two_rounds)


def test_an_opted_out_person_is_named_on_no_page(
    client, two_rounds, cohort, finance, host, lead, sponsor, administrator, outsider, offering, now
):
    hidden = make_person("Zacharias Unlisted", department=finance)
    witness = two_rounds[0]
    roster = actions.draft_roster(cohort=cohort, name="Third", closes_on=LAST_DAY, comparison=0, by=lead, at=now)
    actions.open_roster(roster=roster, by=lead, at=now)
    place = roster.places.get(person=witness)
    actions.answer_roster(place=place, rows={finance: [(hidden, Strength(4))]}, by=witness, at=now)
    actions.choose_listing(is_listed=True, introduces=True, by=hidden, at=now)
    addresses = [
        reverse("relationships:mine"),
        reverse("relationships:answer", args=[roster.pk]),
        reverse("relationships:cohort", args=[cohort.pk]),
        reverse("relationships:draft", args=[cohort.pk]),
    ]
    readers = [witness, two_rounds[1], host, lead, sponsor, administrator, outsider]

    before = _pages(client, readers, addresses)
    actions.choose_listing(is_listed=False, introduces=True, by=hidden, at=now)
    after = _pages(client, readers, addresses)

    assert any("Zacharias" in page for page in before)
    assert not any("Zacharias" in page for page in after)


def _pages(client, readers, addresses):
    found = []
    for reader in readers:
        client.force_login(reader)
        found += [client.get(address).content.decode() for address in addresses]
    return found


def test_introductions_name_only_people_who_offer_them(two_rounds, cohort, finance, host, visitor, now):
    make_enrollment(cohort, visitor)
    friend = two_rounds[0]

    nobody = queries.introductions_for(visitor, cohort)
    actions.choose_listing(is_listed=True, introduces=True, by=friend, at=now)
    somebody = queries.introductions_for(visitor, cohort)

    assert [one.people for one in nobody] == [()]
    assert [(one.department, one.people) for one in somebody] == [(finance, (friend,))]


def test_next_introductions_end_with_a_tie_or_a_visit(two_rounds, cohort, offering, visitor, now):
    enrollment = make_enrollment(cohort, visitor)
    friend = two_rounds[0]
    actions.choose_listing(is_listed=True, introduces=True, by=friend, at=now)

    offered = [tie.person for tie in queries.next_introductions(visitor)]
    visit = make_visit(enrollment, make_day(offering, now.date() + datetime.timedelta(days=9)))
    with_a_visit = list(queries.next_introductions(visitor))
    Visit.objects.filter(pk=visit.pk).update(state="withdrawn")
    withdrawn = list(queries.next_introductions(visitor))
    Tie.objects.create(person=visitor, other=offering.contact, visit=visit, before=0, now=2, on=now.date())
    with_a_tie = list(queries.next_introductions(visitor))

    assert set(offered) == {tie.person for tie in withdrawn} == {friend}
    assert with_a_visit == with_a_tie == []


def test_next_introductions_name_nobody_who_opted_out(two_rounds, cohort, visitor, now):
    make_enrollment(cohort, visitor)
    friend = two_rounds[0]
    actions.choose_listing(is_listed=True, introduces=True, by=friend, at=now)
    offered = list(queries.next_introductions(visitor))

    actions.choose_listing(is_listed=False, introduces=True, by=friend, at=now)
    without_the_friend = list(queries.next_introductions(visitor))
    actions.choose_listing(is_listed=True, introduces=True, by=friend, at=now)
    for tie in offered:
        actions.choose_listing(is_listed=False, introduces=False, by=tie.other, at=now)

    assert offered
    assert without_the_friend == list(queries.next_introductions(visitor)) == []
