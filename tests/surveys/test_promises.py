"""The promises P1 to P13 about what figures give away, each with a breach that the same check finds.

P8 (order and time of stored answers) is attacked in `test_ballots`, P12 (private text) in
`tests/journals`; both show there that a naive design is caught.
"""

import dataclasses
import datetime
import hashlib
import itertools
import re

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.surveys import access, disclosure, documents, figures, intake, queries, rules
from programs.surveys.choices import Dose
from programs.surveys.disclosure import audit, change, examine, merging, parts
from programs.surveys.disclosure.columns import SIDES
from programs.surveys.figures import DOSES, OTHERS_GROUP, Part
from programs.surveys.models import Response, Wave, WaveRelease
from tests.factories.people import make_department
from tests.factories.surveys import (
    close,
    discovery_answers,
    make_company,
    make_open_wave,
    make_people,
    record,
)
from tests.surveys.test_disclosure import QUESTIONS, columns, companies, facts_for, smallest_exposed

BAND_MEMBERS = {
    Part.PARTICIPANTS: (Part.SOME, Part.ONE, Part.TWO, Part.MANY),
    Part.OTHERS: (Part.NONE,),
    Part.TWO_UP: (Part.TWO, Part.MANY),
}


def two_waves(answers, seed, stay, *, movers=0.0, unsure=0.1):
    """The same company later: some answer again, some moved department, some have made visits by then."""
    rng = np.random.default_rng(seed)
    n = len(answers.sides)
    departments = answers.departments.copy()
    moved = rng.random(n) < movers
    departments[moved & (answers.sides == 1)] = answers.departments[answers.sides == 1].max(initial=0)
    visits = {person: (int(one), int(min(rng.poisson(1.1), 3))) for person, one in enumerate(departments)}
    coarse = rules.coarse_doses(visits)
    doses = [DOSES.index(Part(coarse[person])) if coarse[person] != Dose.UNKNOWN else -1 for person in range(n)]
    later = disclosure.Answers(
        answers.sides,
        departments,
        columns([(0, n)], rng, unsure=unsure).values,
        np.where(rng.random(n) < stay, answers.links, np.char.add("x", answers.links)),
        np.array(doses, np.int8),
    )
    hosts = frozenset(int(one) for one in np.unique(departments[answers.sides == 1]) if rng.random() < 0.6)
    return later, dataclasses.replace(facts_for(later, wave=2), hosted=hosts)


def published(released, now, baseline, facts, construct, side):
    """Everyone behind each published figure of an item, as sets of people of this wave, and of
    the baseline: written out anew, not with the gateway's own code.
    """
    place = [question.construct for question in QUESTIONS].index(construct)
    mine = {
        link: (int(department), int(dose))
        for link, department, dose, value, which in zip(
            now.links, now.departments, now.doses, now.values[:, place], now.sides, strict=True
        )
        if SIDES[which] == side and value > 0
    }
    judged_before = {
        link: int(department)
        for link, department, value, which in zip(
            baseline.links, baseline.departments, baseline.values[:, place], baseline.sides, strict=True
        )
        if SIDES[which] == side and value > 0
    }
    sets = [
        {link for link, (department, _) in mine.items() if department in result.group.departments}
        for result in released.results
        if (result.construct, result.side) == (construct, side) and result.share.is_shown
    ]

    def who(part):
        doses = {DOSES.index(one) for one in BAND_MEMBERS.get(part, (part,))}
        return {
            link
            for link, (department, dose) in mine.items()
            if ((department in facts.hosted) == (part == Part.PARTICIPANTS) and side == "business")
            or (side == "it" and dose in doses)
        }

    took = [
        who(one.part) for one in released.parts if (one.construct, one.side) == (construct, side) and one.share.is_shown
    ]
    linked = set(mine) & set(judged_before)
    links = [linked for one in released.changes if one.is_linked and (one.construct, one.side) == (construct, side)]
    links += [
        {link for link in linked if mine[link][0] == judged_before[link] == one.group.departments[0]}
        for one in released.department_changes
        if one.change.is_linked and (one.change.construct, one.change.side) == (construct, side)
    ]
    if any((one.construct, one.side) == (construct, side) for one in released.contrasts):
        links += [linked & who(Part.PARTICIPANTS), linked & who(Part.OTHERS)]
    return [*sets, *took, *links], links, set(judged_before)


def smallest_difference(sets):
    """The smallest non-empty A, A ∖ B of nested sets, or A ∖ (B ∪ C) with B and C apart."""
    sets = list({frozenset(one) for one in sets if one})
    sizes = [len(one) for one in sets]
    pairs = [b | c for b, c in itertools.combinations(sets, 2) if not b & c]
    sizes += [len(a - b) for a in sets for b in (*sets, *pairs) if b < a]
    return min(sizes, default=10**9)


def smallest_of_all(released, now, baseline, facts):
    found = 10**9
    for question, side in itertools.product(QUESTIONS, SIDES):
        sets, links, before = published(released, now, baseline, facts, question.construct, side)
        found = min(found, smallest_difference(sets), smallest_difference([before, *links]) if links else found)
    return found


# P1 and P2: nothing follows about fewer than k ----------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(companies, st.integers(0, 2**32), st.sampled_from([0.5, 0.9, 0.97, 1.0]), st.sampled_from([0.0, 0.02, 0.2]))
def test_p1_no_two_published_groups_differ_by_fewer_than_five(answers, seed, stay, movers):
    later, facts = two_waves(answers, seed, stay, movers=movers)
    first = disclosure.release(facts_for(answers), answers)

    second = disclosure.release(facts, later, disclosure.Earlier(first, answers))

    assert smallest_of_all(second, later, answers, facts) >= 5


def test_p1_the_check_finds_linked_people_beside_all_people(monkeypatch):
    answers = columns([(0, 60), (1, 80)], np.random.default_rng(4), unsure=0)
    later, facts = two_waves(answers, 4, 1.0, unsure=0)
    later.links[:3] = ["newcomer 1", "newcomer 2", "newcomer 3"]
    first = disclosure.release(facts_for(answers), answers)
    monkeypatch.setattr(change, "is_remainder_safe", lambda *_: True)
    monkeypatch.setattr(examine, "leaks_of", lambda *_: iter(()))

    careless = disclosure.release(facts, later, disclosure.Earlier(first, answers))

    assert smallest_of_all(careless, later, answers, facts) == 3


def test_visitors_are_compared_among_linked_people_where_few_of_them_are_new():
    answers = columns([(0, 80), (1, 80)], np.random.default_rng(4), unsure=0)
    later, facts = two_waves(answers, 5, 1.0, unsure=0)
    later = dataclasses.replace(later, doses=np.where(np.arange(160) < 40, 0, 1).astype(np.int8))
    for new in (*range(6), 77, 78, 79):
        later.links[new] = f"newcomer {new}"
    first = disclosure.release(facts_for(answers), answers)

    second = disclosure.release(facts, later, disclosure.Earlier(first, answers))

    assert {(one.n_others, one.n_participants) for one in second.contrasts if one.side == "it"} == {(34, 37)}
    assert [one for one in second.parts if one.side == "it"] == []
    assert smallest_of_all(second, later, answers, facts) >= 5


@pytest.mark.parametrize("table", ["links", "department links", "parts", "doses"])
def test_p2_the_auditor_drops_a_table_that_a_careless_rule_would_print(monkeypatch, table):
    answers = columns([(0, 80), (1, 80), (1, 60)], np.random.default_rng(4), unsure=0)
    later, facts = two_waves(answers, 7, 1.0, unsure=0)
    gone = {"links": np.arange(0, 3), "department links": np.arange(80, 83)}.get(table, np.arange(0))
    later = later.of(np.setdiff1d(np.arange(220), gone))
    doses = np.where(np.arange(len(later.doses)) < 40, 0, 1).astype(np.int8)
    if table == "parts":
        doses[:3] = -1
    if table == "doses":
        doses = np.where(np.arange(len(doses)) < 40, 0, np.where(np.arange(len(doses)) < 43, 2, 1)).astype(np.int8)
    later = dataclasses.replace(later, doses=doses)
    first = disclosure.release(facts_for(answers), answers)
    monkeypatch.setattr(change, "is_remainder_safe", lambda *_: True)
    monkeypatch.setattr(parts, "_is_safe", lambda *_: True)

    careful = disclosure.release(facts, later, disclosure.Earlier(first, answers))
    with monkeypatch.context() as blind:
        blind.setattr(examine, "leaks_of", lambda *_: iter(()))
        careless = disclosure.release(facts, later, disclosure.Earlier(first, answers))

    assert smallest_of_all(careful, later, answers, facts) >= 5
    assert smallest_of_all(careless, later, answers, facts) < 5


def test_p2_a_release_that_leaks_without_any_optional_table_is_refused(monkeypatch):
    answers = columns([(1, 30), (1, 25), (1, 3)], np.random.default_rng(1), unsure=0)
    monkeypatch.setattr(merging, "merge", lambda cells, k: merging.Merge((1, 2), (), is_side_shown=bool(cells)))

    with pytest.raises(audit.LeakingRelease):
        disclosure.release(facts_for(answers), answers)


# The database, for what pages show ------------------------------------------------------------------


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def small(company):
    return make_people(make_department("Board Office"), 3)


@pytest.fixture
def wave(program, lead, company, small):
    departments = {person.department for person in company + small}
    wave = make_open_wave(program, lead, departments=departments, closes_on=timezone.localdate())
    record(
        wave,
        discovery_answers(company) + [(person, {"D1": 5, "D2": 1, "D3r": 3}) for person in small],
        on=timezone.localdate(),
    )
    return wave


@pytest.fixture
def readers(lead, sponsor, administrator, visitor, host, outsider):
    return [lead, sponsor, administrator, visitor, host, outsider]


RESULTS = ("surveys:results", "surveys:results_csv", "surveys:comparisons_csv", "surveys:matrices_csv")


def visible(page):
    """What a reader can see or save of a page: everything but what differs on every request."""
    return re.sub(rb'csrf[^>]*|X-CSRFToken[^}]*|name="next"[^>]*|nonce="[^"]*"|href="[^"]*next=[^"]*"', b"", page)


def pages_of(client, people, addresses):
    seen = {}
    for person in people:
        client.force_login(person)
        for address in addresses:
            response = client.get(address)
            seen[person.email, address] = (response.status_code, visible(response.content))
    return seen


def addresses_of(wave):
    return [reverse(name, args=[wave.pk]) for name in RESULTS] + [reverse("surveys:index"), reverse("home:index")]


def test_p3_late_answers_and_deletions_change_no_byte_of_a_release(client, wave, lead, readers):
    close(wave, lead)
    before = WaveRelease.objects.values_list("tables", "sha256").get()
    seen = pages_of(client, readers, addresses_of(wave))
    example = Response.objects.filter(wave=wave).first()
    Response.objects.create(wave=wave, link="f" * 32, side="it", department=None, answers=example.answers)
    Response.objects.filter(wave=wave, side="business").delete()

    again = pages_of(client, readers, addresses_of(wave))

    assert WaveRelease.objects.values_list("tables", "sha256").get() == before
    assert again == seen
    Response.objects.filter(link="f" * 32).delete()
    live = disclosure.release(
        intake.facts_of(Wave.objects.get(pk=wave.pk)), intake.columns_of(wave), None
    )  # the breach: what a dashboard over live answers would show
    assert queries.hash_of(figures.to_json(live)) != before[1]


def test_p4_nothing_shows_before_closing_whatever_the_role(client, wave, readers, monkeypatch):
    seen = pages_of(client, readers, addresses_of(wave)[: len(RESULTS)])
    monkeypatch.setattr(access, "RELEASED", ("open", "closed", "reported"))
    WaveRelease.objects.create(wave=wave, tables={}, sha256=queries.hash_of({}), released_at=timezone.now())
    breached = access.releases_visible_to(readers[0])

    assert {status for status, _ in seen.values()} == {404}
    assert wave in breached  # without the state, a lead would get in


def test_p5_one_more_answer_before_closing_changes_no_visible_byte(
    client, program, lead, company, readers, monkeypatch
):
    departments = {person.department for person in company}
    wave = make_open_wave(program, lead, departments=departments, closes_on=timezone.localdate())
    rows = discovery_answers(company)
    record(wave, rows[:12], on=timezone.localdate())

    before = pages_of(client, readers, addresses_of(wave))
    record(wave, rows[12:13], on=timezone.localdate())
    after = pages_of(client, readers, addresses_of(wave))
    monkeypatch.setattr(rules, "rounded_count", lambda n: n)
    exact = pages_of(client, readers, addresses_of(wave))

    assert after == before
    assert exact != before


def test_p6_every_page_and_file_takes_its_figures_from_the_release_alone(client, wave, lead, readers):
    close(wave, lead)
    full = pages_of(client, readers, addresses_of(wave))

    Response.objects.all().delete()
    empty = pages_of(client, readers, addresses_of(wave))

    assert empty == full
    shown = [page for (_, address), (status, page) in full.items() if status == 200 and "results" in address]
    assert shown
    for page in shown:
        assert b"Board Office" not in page
        assert not re.search(rb"\bn 3\b|>3 of 3<|\b3 linked\b", page)


def test_p6_the_check_finds_a_figure_made_beside_the_gateway(client, wave, lead, monkeypatch):
    close(wave, lead)

    def leaky(released):
        return f"{Response.objects.filter(wave_id=released.wave).count()} answers so far"

    monkeypatch.setattr(documents, "finding", leaky)
    full = pages_of(client, [lead], addresses_of(wave))
    Response.objects.all().delete()

    assert pages_of(client, [lead], addresses_of(wave)) != full


def swapped(answers, released, seed):
    """The same company, but those who are shown together have changed answers among themselves."""
    (together,) = (group for group in released.groups("business") if group.key == OTHERS_GROUP)
    places = np.flatnonzero(np.isin(answers.departments, together.departments))
    values = answers.values.copy()
    values[places] = values[np.random.default_rng(seed).permutation(places)]
    return dataclasses.replace(answers, values=values)


SHOWN_TOGETHER = columns([(0, 60), (1, 40), (1, 35), (1, 6), (1, 7), (1, 4)], np.random.default_rng(3), unsure=0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_p6_who_of_those_shown_together_said_what_changes_no_byte(seed):
    released = disclosure.release(facts_for(SHOWN_TOGETHER), SHOWN_TOGETHER)
    others = swapped(SHOWN_TOGETHER, released, seed)

    again = disclosure.release(facts_for(others), others)

    assert figures.to_json(again) == figures.to_json(released)


def test_p6_the_check_finds_a_department_shown_below_the_threshold(monkeypatch):
    released = disclosure.release(facts_for(SHOWN_TOGETHER), SHOWN_TOGETHER)
    others = swapped(SHOWN_TOGETHER, released, 1)
    monkeypatch.setattr(examine, "leaks_of", lambda *_: iter(()))
    monkeypatch.setattr(
        merging, "merge", lambda cells, k: merging.Merge(tuple(one.department for one in cells if one.n >= 5), (), True)
    )

    careless = [disclosure.release(facts_for(one), one) for one in (SHOWN_TOGETHER, others)]

    assert figures.to_json(careless[0]) != figures.to_json(careless[1])


ASKED = (
    "department=1",
    "side=it&department=Board+Office",
    "sort=n",
    "order_by=-agree",
    "page=2",
    "group=person",
    "n__lt=5",
)


def answers_alike(get, address):
    """Whether a page says the same whatever is asked for in its address."""
    plain = visible(get(address).content)
    return all(visible(get(f"{address}?{asked}").content) == plain for asked in ASKED)


def test_p7_no_query_makes_another_group_or_order(client, wave, lead):
    close(wave, lead)
    client.force_login(lead)

    assert all(answers_alike(client.get, reverse(name, args=[wave.pk])) for name in RESULTS)
    assert not answers_alike(lambda address: HttpResponse(address.partition("sort=")[2]), "/x")


def test_p7_departments_stand_in_the_order_of_names_whatever_their_figures(wave, lead, program):
    close(wave, lead)
    (released,) = queries.released_waves(program)

    names = [group.name for group in released.groups("business") if group.key != OTHERS_GROUP]
    by_value = sorted(names, key=lambda name: released.share("D1", "business", next(
        group.key for group in released.groups("business") if group.name == name)).value)  # fmt: skip

    assert names == sorted(names)
    assert names != by_value
    assert released.groups("business")[-1].key == OTHERS_GROUP


def test_p9_a_hash_without_a_key_is_found_by_trying_every_person():
    staff = range(1, 20_000)

    def hashed(person):
        return hashlib.sha256(f"perception-link|v1|programme=1|person={person}".encode()).hexdigest()[:32]

    bare = {hashed(person): person for person in staff}
    ours = rules.link_of(777, 1, key="kept elsewhere", salt="in the database")

    assert bare[hashed(777)] == 777
    assert ours not in bare
    assert ours not in {rules.link_of(person, 1, key="", salt="in the database") for person in range(700, 800)}
    assert ours != rules.link_of(777, 2, key="kept elsewhere", salt="in the database")


# P10: a department moved between waves -----------------------------------------------------------------


def moved_company(who):
    """Everyone answers twice; before the second time `who` people of department 3 moved to department 2."""
    rng = np.random.default_rng(6)
    answers = columns([(0, 40), (1, 40), (1, 50)], rng, unsure=0)
    departments = answers.departments.copy()
    departments[80 : 80 + who] = 2
    later = dataclasses.replace(answers, departments=departments, values=columns([(0, 130)], rng, unsure=0).values)
    return answers, later


@pytest.mark.parametrize("who", [1, 4])
def test_p10_a_few_who_moved_make_no_group_of_their_own(who):
    answers, later = moved_company(who)
    first = disclosure.release(facts_for(answers), answers)
    facts = facts_for(later, wave=2)

    second = disclosure.release(facts, later, disclosure.Earlier(first, answers))

    assert not any(one.change.is_linked for one in second.department_changes)
    assert smallest_of_all(second, later, answers, facts) >= 5


def test_p10_enough_who_moved_leave_the_departments_linked():
    answers, later = moved_company(12)
    first = disclosure.release(facts_for(answers), answers)

    second = disclosure.release(facts_for(later, wave=2), later, disclosure.Earlier(first, answers))

    assert {one.group.name for one in second.department_changes if one.change.is_linked} == {
        "Department 2", "Department 3",
    }  # fmt: skip
    assert {one.change.n for one in second.department_changes if one.change.is_linked} == {40, 38}


def test_p10_the_check_finds_departments_taken_from_the_later_wave_alone(monkeypatch):
    answers, later = moved_company(1)
    first = disclosure.release(facts_for(answers), answers)
    facts = facts_for(later, wave=2)
    monkeypatch.setattr(change, "is_remainder_safe", lambda *_: True)
    monkeypatch.setattr(examine, "leaks_of", lambda *_: iter(()))

    careless = disclosure.release(facts, later, disclosure.Earlier(first, answers))

    assert smallest_of_all(careless, later, answers, facts) == 1


# P11 to P13 ---------------------------------------------------------------------------------------------


def test_p11_thresholds_are_lowered_neither_in_a_programme_nor_in_an_open_wave(program, lead, wave):
    program.score_threshold, program.item_threshold = 3, 10
    with pytest.raises(IntegrityError, match="privacy_thresholds"), transaction.atomic():
        program.save()
    program.refresh_from_db()
    wave.frozen["thresholds"] = {"score": 2, "item": 3}
    wave.save()

    with pytest.raises(ValueError, match="protect nobody"):
        close(wave, lead)


@given(st.integers(-5, 4), st.integers(-5, 200))
def test_p11_no_threshold_below_the_floors_exists(score, item):
    with pytest.raises(ValueError, match="protect nobody"):
        merging.Thresholds(score, item)
    with pytest.raises(ValueError, match="protect nobody"):
        merging.Thresholds(5, min(item, 9))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.tuples(st.integers(5, 20), st.integers(20, 40)), after=st.tuples(st.integers(5, 20), st.integers(20, 40))
)
def test_p11_a_later_wave_has_no_lower_thresholds_than_an_earlier_one(program, lead, before, after):
    wave = make_open_wave(program, lead)
    wave.frozen["thresholds"] = dict(zip(("score", "item"), before, strict=True))
    wave.save()
    program.score_threshold, program.item_threshold = after

    found = queries.thresholds_for(program)

    assert found.score >= before[0]
    assert found.item >= before[1]
    wave.delete()


def test_p11_the_check_finds_lowered_floors(monkeypatch):
    answers = columns([(1, 3), (1, 30), (1, 25)], np.random.default_rng(2), unsure=0)
    honest = disclosure.release(facts_for(answers), answers)
    monkeypatch.setattr(merging, "SCORE_FLOOR", 1)
    monkeypatch.setattr(merging, "ITEM_FLOOR", 2)
    monkeypatch.setattr(examine, "leaks_of", lambda *_: iter(()))

    lowered = disclosure.release(facts_for(answers, thresholds=merging.Thresholds(1, 2)), answers)

    assert smallest_exposed(honest, answers, 5) is None
    assert smallest_exposed(lowered, answers, 5) == 3


@pytest.mark.parametrize(("visitors", "is_shown"), [(1, False), (4, False), (9, False), (15, True)])
def test_p13_a_department_with_few_visitors_shows_no_visitor_figures(visitors, is_shown):
    answers = columns([(0, 60)], np.random.default_rng(5), unsure=0)
    made = {person: ("it", int(person < visitors)) for person in range(60)}
    coarse = rules.coarse_doses(made)
    doses = np.array([DOSES.index(Part(coarse[one])) if coarse[one] else -1 for one in range(60)], np.int8)
    answers = dataclasses.replace(answers, doses=doses)

    released = disclosure.release(facts_for(answers), answers)

    assert bool(released.parts) == is_shown


def test_p13_the_check_finds_doses_stored_as_they_are(monkeypatch):
    answers = columns([(0, 60), (0, 40)], np.random.default_rng(5), unsure=0)
    monkeypatch.setattr(rules, "SMALLEST_DOSE_GROUP", 1)
    coarse = rules.coarse_doses({person: (int(person >= 60), int(person < 22 or person > 97)) for person in range(100)})
    doses = np.array([DOSES.index(Part(coarse[one])) if coarse[one] else -1 for one in range(100)], np.int8)
    answers = dataclasses.replace(answers, doses=doses)

    released = disclosure.release(facts_for(answers), answers)

    crossing = {(int(one), int(dose)) for one, dose in zip(answers.departments, answers.doses, strict=True)}
    assert ((answers.departments == 2) & (answers.doses == 1)).sum() == 2
    assert (2, 1) in crossing
    assert smallest_exposed(released, answers, 10) is None


# Attacks over time ----------------------------------------------------------------------------------------


def test_two_releases_cannot_be_subtracted_into_a_newcomer(program, lead, company):
    """Between two waves one person joined a department, all others answered alike."""
    departments = {person.department for person in company}
    rows = discovery_answers(company)
    first = make_open_wave(program, lead, departments=departments)
    record(first, rows)
    close(first, lead)
    sales = next(one for one in departments if one.name == "Sales")
    (newcomer,) = make_people(sales, 1, start=900)
    at = datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC)
    second = make_open_wave(
        program, lead, kind="end", departments=departments, at=at, closes_on=datetime.date(2026, 7, 24)
    )
    record(second, [*rows, (newcomer, {"D1": 5})], on=second.closes_on)

    close(second, lead)

    _, after = queries.released_waves(program)
    assert not any(one.is_linked for one in after.changes if (one.construct, one.side) == ("D1", "business"))
    assert any(one.is_linked for one in after.changes if (one.construct, one.side) == ("D1", "it"))


def test_the_stored_release_names_nobody_and_holds_no_hidden_count(wave, lead, small):
    close(wave, lead)

    with connection.cursor() as cursor:
        cursor.execute("SELECT tables FROM programs_waverelease")
        stored = str(cursor.fetchone()[0])

    assert not any(person.name in stored or person.email in stored for person in small)
    assert "Board Office" not in stored
    assert not any(link in stored for link in Response.objects.values_list("link", flat=True))
