"""The risk and access gate: one rule, and no way around it."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.hosting.choices import DataClass, Needed
from programs.visits import actions, checks, gate
from programs.visits.choices import AccessItem, AccessReason, Light, NoteKind, NoteReason, VisitState
from programs.visits.models import Clearance, Visit
from programs.visits.refusals import StepRefused
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person, make_site
from tests.factories.visits import make_counter_offer, make_proposal, make_release, make_visit

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine takes its time; nothing here depends on it."""

ON = datetime.date(2026, 3, 16)
BARE = {"on": ON, "visitor": "Vera", "site": "Bremen", "department": "Finance"}
NOTES = st.dictionaries(
    st.sampled_from(AccessItem),
    st.builds(gate.Note, st.sampled_from(NoteKind), st.none() | st.dates(ON - datetime.timedelta(2), ON)),
)
DEMANDS = st.builds(
    lambda **more: gate.Demand(**(BARE | more)),
    badge=st.sampled_from(Needed),
    safety=st.sampled_from(Needed),
    data_class=st.sampled_from(DataClass),
    prerequisites=st.sampled_from(["", "A signed form"]),
    is_own_site=st.booleans(),
)


def light_of(item, notes=None, **more):
    standings = gate.lights_of(gate.Demand(**(BARE | more)), notes or {})
    return next(standing for standing in standings if standing.item is item)


# The rule ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "note", "light", "why"),
    [
        ({"badge": Needed.BEFORE}, None, Light.RED, AccessReason.NO_BADGE),
        ({"badge": Needed.BEFORE}, NoteKind.DECLARED, Light.AMBER, AccessReason.DECLARED),
        ({"badge": Needed.BEFORE}, NoteKind.CHECKED, Light.GREEN, AccessReason.FINE),
        ({"badge": Needed.BEFORE}, NoteKind.WAIVED, Light.GREEN, AccessReason.FINE),
        ({"badge": Needed.BEFORE, "is_own_site": True}, None, Light.GREEN, AccessReason.OWN_SITE),
        ({"badge": Needed.ON_THE_DAY}, None, Light.GREEN, AccessReason.AT_ENTRANCE),
    ],
)
def test_badge_stands_as_the_note_says(more, note, light, why):
    standing = light_of(AccessItem.BADGE, {AccessItem.BADGE: gate.Note(note)} if note else {}, **more)

    assert (standing.light, standing.why.reason) == (light, why)


@pytest.mark.parametrize(
    ("data_class", "note", "light"),
    [
        (DataClass.PUBLIC, None, Light.GREEN),
        (DataClass.INTERNAL, None, Light.GREEN),
        (DataClass.CONFIDENTIAL, None, Light.AMBER),
        (DataClass.CONFIDENTIAL, NoteKind.DECLARED, Light.GREEN),
        (DataClass.RESTRICTED, None, Light.RED),
        (DataClass.RESTRICTED, NoteKind.DECLARED, Light.AMBER),
        (DataClass.RESTRICTED, NoteKind.CHECKED, Light.GREEN),
    ],
)
def test_data_stands_by_its_class(data_class, note, light):
    notes = {AccessItem.DATA: gate.Note(note)} if note else {}

    assert light_of(AccessItem.DATA, notes, data_class=data_class).light is light


def test_a_note_counts_until_its_last_day():
    last = gate.Note(NoteKind.CHECKED, ON)
    ended = gate.Note(NoteKind.CHECKED, ON - datetime.timedelta(days=1))

    assert light_of(AccessItem.SAFETY, {AccessItem.SAFETY: last}, safety=Needed.BEFORE).light is Light.GREEN
    assert light_of(AccessItem.SAFETY, {AccessItem.SAFETY: ended}, safety=Needed.BEFORE).light is Light.RED


@BUSY
@given(DEMANDS, NOTES)
def test_refusals_are_the_red_items_and_a_host_who_has_checked_all_leaves_none(demand, notes):
    standings = gate.lights_of(demand, notes)
    checked = gate.lights_of(demand, {item: gate.Note(NoteKind.CHECKED) for item in AccessItem})

    red = {standing.why for standing in standings if standing.light is Light.RED}
    assert set(gate.refusals_for(standings)) == red
    assert (gate.worst_of(standings) is Light.RED) == bool(red)
    assert gate.refusals_for(checked) == ()
    assert len({standing.item for standing in standings}) == len(standings)


@BUSY
@given(DEMANDS, NOTES)
def test_no_note_ever_makes_an_item_worse(demand, notes):
    order = [Light.GREEN, Light.AMBER, Light.RED]
    bare = {standing.item: order.index(standing.light) for standing in gate.lights_of(demand, {})}

    for standing in gate.lights_of(demand, notes):
        assert order.index(standing.light) <= bare[standing.item]


# No way around it -------------------------------------------------------------------------


@pytest.fixture
def far(cohort):
    """An offering of Sales in Bremen that asks for a badge first."""
    sales = make_department("Sales")
    cohort.departments.add(sales)
    host = make_person("Sara Sales", department=sales, site=make_site("Bremen"))
    return make_offering("Quote desk", department=sales, contact=host, badge="before")


@pytest.fixture
def far_day(far):
    return make_day(far, datetime.date(2026, 4, 2))


@pytest.fixture
def asked(enrollment, far_day):
    return make_visit(enrollment, far_day, expires_on=datetime.date(2026, 3, 9))


@pytest.mark.django_db
def test_confirm_visit_is_refused_while_an_item_is_red(asked, far, now):
    with pytest.raises(StepRefused) as refused:
        actions.confirm_visit(visit=asked, by=far.contact, at=now)

    asked.refresh_from_db()
    assert asked.state == VisitState.REQUESTED
    assert refused.value.reasons == {AccessReason.NO_BADGE}
    assert "Vera Visser has no badge for Bremen" in str(refused.value)


@pytest.mark.django_db
def test_book_visit_waits_for_the_host_where_visits_are_confirmed_at_once(enrollment, far_day, visitor, program, now):
    program.confirm_mode = "at_once"
    program.save()

    visit = actions.book_visit(enrollment=enrollment, day=far_day, by=visitor, at=now)

    assert visit.state == VisitState.REQUESTED
    assert far_day.offering.contact.letters.filter(kind="visits/asked").exists()


@pytest.mark.django_db
def test_grant_release_leaves_a_blocked_visit_to_the_host(asked, program, lead, now):
    program.confirm_mode = "at_once"
    program.save()
    release = make_release(asked, manager=lead)

    actions.grant_release(release=release, by=lead, at=now)

    asked.refresh_from_db()
    assert asked.state == VisitState.REQUESTED


@pytest.mark.django_db
def test_accept_counter_offer_is_refused_and_keeps_the_first_day(enrollment, far, far_day, visitor, now):
    far.badge = "nothing"
    far.save()
    first = make_visit(enrollment, far_day)
    offer = make_counter_offer(first, make_day(far, datetime.date(2026, 4, 9)), by=far.contact)
    far.badge = "before"
    far.save()

    with pytest.raises(StepRefused) as refused:
        actions.accept_counter_offer(offer=offer, by=visitor, at=now)

    assert refused.value.reasons == {AccessReason.NO_BADGE}
    assert list(Visit.objects.filter(visitor=visitor).values_list("pk", "state")) == [(first.pk, "requested")]


@pytest.mark.django_db
def test_accept_proposal_is_refused_and_keeps_the_agreed_day(enrollment, far, far_day, visitor, now):
    first = make_visit(enrollment, far_day, state="confirmed")
    proposal = make_proposal(first, visitor)
    other = make_day(far, datetime.date(2026, 4, 9))

    with pytest.raises(StepRefused) as refused:
        actions.accept_proposal(proposal=proposal, day=other, by=far.contact, at=now)

    assert refused.value.reasons == {AccessReason.NO_BADGE}
    assert list(Visit.objects.filter(visitor=visitor).values_list("pk", "state")) == [(first.pk, "confirmed")]


@pytest.mark.django_db
def test_exchange_visits_does_nothing_when_one_move_is_blocked(enrollment, day, far_day, now):
    moves = [actions.Move(enrollment, day), actions.Move(enrollment, far_day)]

    with pytest.raises(StepRefused):
        actions.exchange_visits(moves=moves, by=None, at=now)

    assert not Visit.objects.exists()


# Whose word is worth what -----------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "kind"), [("visitor", "declared"), ("host", "checked"), ("lead", "waived")])
def test_note_access_is_worth_what_the_part_is(asked, far, lead, visitor, now, who, kind):
    person = {"visitor": visitor, "host": far.contact, "lead": lead}[who]

    actions.note_access(visit=asked, item=AccessItem.BADGE, by=person, at=now, reason="Escorted all day")

    row = Clearance.objects.get(visit=asked)
    assert row.kind == kind
    entry = Entry.objects.get(deed="note_access")
    assert (entry.actor, entry.facts["kind"], entry.facts["reason"]) == (person, kind, "Escorted all day")


@pytest.mark.django_db
def test_a_visitors_own_word_does_not_open_the_gate_to_restricted_data_and_the_hosts_does(asked, far, visitor, now):
    far.badge, far.data_class = "nothing", "restricted"
    far.save()
    asked = Visit.objects.get(pk=asked.pk)

    actions.note_access(visit=asked, item=AccessItem.DATA, by=visitor, at=now)
    said = checks.standings_of([asked])[asked.pk][0].light
    actions.note_access(visit=asked, item=AccessItem.DATA, by=far.contact, at=now)
    actions.confirm_visit(visit=asked, by=far.contact, at=now)

    assert said is Light.AMBER
    assert asked.state == VisitState.CONFIRMED


@pytest.mark.django_db
def test_note_access_of_a_visitor_never_replaces_what_the_host_checked(asked, far, visitor, now):
    actions.note_access(visit=asked, item=AccessItem.BADGE, by=far.contact, at=now)

    again = actions.note_access(visit=asked, item=AccessItem.BADGE, by=visitor, at=now)

    assert again is None
    assert Clearance.objects.get().kind == NoteKind.CHECKED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "item", "more", "reason"),
    [
        ("lead", AccessItem.BADGE, {}, NoteReason.NEEDS_REASON),
        ("host", AccessItem.SAFETY, {}, NoteReason.NOT_ASKED),
        ("host", AccessItem.BADGE, {"until_on": datetime.date(2026, 4, 1)}, NoteReason.ENDS_BEFORE),
        ("outsider", AccessItem.BADGE, {}, NoteReason.NOT_ASKED),
    ],
)
def test_note_access_is_refused(asked, far, lead, outsider, now, who, item, more, reason):
    person = {"host": far.contact, "lead": lead, "outsider": outsider}[who]

    with pytest.raises(StepRefused) as refused:
        actions.note_access(visit=asked, item=item, by=person, at=now, **more)

    assert refused.value.reasons == {reason}
    assert not Clearance.objects.exists()


@pytest.mark.django_db
def test_note_access_is_refused_once_the_day_has_begun(asked, far):
    with pytest.raises(StepRefused) as refused:
        actions.note_access(visit=asked, item=AccessItem.BADGE, by=far.contact, at=asked.starts_at)

    assert refused.value.reasons == {NoteReason.OVER}


@pytest.mark.django_db
def test_what_a_host_checked_counts_for_the_next_visit_to_the_site_and_not_for_another_person(
    asked, far, cohort, it_department, enrollment, now
):
    until = datetime.date(2026, 4, 30)
    actions.note_access(visit=asked, item=AccessItem.BADGE, by=far.contact, at=now, until_on=until)
    other = make_enrollment(cohort, make_person("Carl Colleague", department=it_department))
    in_time = make_visit(enrollment, make_day(far, datetime.date(2026, 4, 20)), state="withdrawn")
    too_late = make_visit(enrollment, make_day(far, datetime.date(2026, 5, 4)), state="withdrawn")
    theirs = make_visit(other, make_day(far, datetime.date(2026, 4, 21)))

    found = checks.standings_of([in_time, too_late, theirs])

    assert [found[visit.pk][0].light for visit in (in_time, too_late, theirs)] == [Light.GREEN, Light.RED, Light.RED]


@pytest.mark.django_db
def test_what_a_lead_cleared_counts_for_that_visit_alone(asked, far, enrollment, lead, now):
    actions.note_access(visit=asked, item=AccessItem.BADGE, by=lead, at=now, reason="Escorted all day")
    next_one = make_visit(enrollment, make_day(far, datetime.date(2026, 4, 20)), state="withdrawn")

    found = checks.standings_of([asked, next_one])

    assert [found[visit.pk][0].light for visit in (asked, next_one)] == [Light.GREEN, Light.RED]


@pytest.mark.django_db
def test_take_back_access_closes_the_gate_again(asked, far, visitor, now):
    actions.note_access(visit=asked, item=AccessItem.BADGE, by=far.contact, at=now)

    by_visitor = actions.take_back_access(visit=asked, item=AccessItem.BADGE, by=visitor, at=now)
    by_host = actions.take_back_access(visit=asked, item=AccessItem.BADGE, by=far.contact, at=now)

    assert (by_visitor, by_host) == (False, True)
    assert checks.refusals_of(asked)


@pytest.mark.django_db
def test_standings_of_cost_one_query_however_many_visits(asked, enrollment, far, django_assert_num_queries):
    more = [make_visit(enrollment, make_day(far, datetime.date(2026, 5, n)), state="withdrawn") for n in (4, 5, 6)]

    with django_assert_num_queries(1):
        checks.standings_of([asked, *more])


# Pages ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_answer_page_says_what_is_missing_and_lets_the_host_settle_it(client, asked, far):
    _ahead(asked)
    client.force_login(far.contact)

    page = client.get(reverse("visits:answer", args=[asked.pk])).content.decode()
    refused = client.post(reverse("visits:confirm", args=[asked.pk]), follow=True).content.decode()
    client.post(reverse("visits:note_access", args=[asked.pk, "badge"]))
    after = client.get(reverse("visits:answer", args=[asked.pk])).content.decode()

    accept = reverse("visits:confirm", args=[asked.pk])
    assert "has no badge for Bremen" in page
    assert accept not in page
    assert "has no badge for Bremen" in refused
    assert accept in after


@pytest.mark.django_db
def test_hosted_offers_to_settle_instead_of_a_yes(client, asked, far):
    _ahead(asked)
    client.force_login(far.contact)

    page = client.get(reverse("visits:hosted")).content.decode()

    assert "Access to settle" in page
    assert reverse("visits:confirm", args=[asked.pk]) not in page


@pytest.mark.django_db
def test_note_access_page_tells_a_lead_to_give_a_reason(client, asked, lead):
    _ahead(asked)
    client.force_login(lead)

    page = client.post(reverse("visits:note_access", args=[asked.pk, "badge"]), follow=True).content.decode()

    assert "Say why this visitor may come" in page
    assert not Clearance.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["visits:note_access", "visits:take_back_access"])
def test_pages_of_an_unknown_item_are_not_there(client, asked, lead, name):
    client.force_login(lead)

    assert client.post(reverse(name, args=[asked.pk, "luck"])).status_code == 404


def _ahead(visit):
    """Move a visit into the real future: pages read the real clock."""
    start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=20)
    end = start + datetime.timedelta(hours=3)
    Visit.objects.filter(pk=visit.pk).update(on=start.date(), starts_at=start, ends_at=end)
    type(visit.day).objects.filter(pk=visit.day_id).update(on=start.date(), starts_at=start, ends_at=end)
