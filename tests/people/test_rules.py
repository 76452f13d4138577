"""What a file of people would change, on plain values."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.people.choices import ImportReason
from programs.people.queries import spellings
from programs.people.rows import Profile
from programs.people.rules import Company, Known, circles, plan_import

HEADER = ["Employee ID", "Name", "E-mail", "Department", "Team", "Site", "Time zone", "Language", "Manager"]


def company(people=(), departments=(), teams=(), sites=None):
    return Company(list(people), set(departments), set(teams), sites or {}, spellings(), "Europe/Berlin", "en-gb")


def row(number, **values):
    cells = {
        "Employee ID": f"E{number}",
        "Name": f"Person {number}",
        "E-mail": f"p{number}@example.com",
        "Department": "Finance",
        "Time zone": "Europe/Berlin",
        "Language": "de",
    } | values
    return [cells.get(name, "") for name in HEADER]


def plan(rows, world=None, header=HEADER):
    return plan_import(header, list(enumerate(rows, 2)), world or company())


def reasons(result):
    return {bad.refusal.reason for bad in result.bad_rows} | {refusal.reason for refusal in result.refusals}


def carried_out(result, world):
    """The company after the plan: what `bulk.carry_out` does to the database, on values."""
    gone = {known.pk for known in result.leavers}
    changed = {change.known.pk: change.profile for change in result.changes}
    people = [
        Known(
            known.pk,
            changed.get(known.pk, known.profile),
            (known.is_active or known.pk in changed) and known.pk not in gone,
        )
        for known in world.people
    ]
    people += [Known(1000 + place, newcomer.profile) for place, newcomer in enumerate(result.newcomers)]
    return company(
        people,
        world.departments | set(result.departments),
        world.teams | set(result.teams),
        world.sites | dict(result.sites),
    )


def test_plan_import_tells_newcomers_changes_leavers_and_the_unchanged_apart():
    profile = Profile("E1", "Person 1", "p1@example.com", "Finance", time_zone="Europe/Berlin", language="de")
    people = [
        Known(1, profile),
        Known(2, Profile("E2", "Old Name", "p2@example.com", "Finance", time_zone="Europe/Berlin", language="de")),
        Known(3, Profile("E3", "Gone", "p3@example.com")),
        Known(4, Profile("", "By Hand", "hand@example.com")),
    ]

    result = plan([row(1), row(2), row(5)], company(people, {"Finance"}))

    assert [newcomer.profile.employee_id for newcomer in result.newcomers] == ["E5"]
    assert [(change.known.pk, change.differences) for change in result.changes] == [
        (2, (("name", "Old Name", "Person 2"),))
    ]
    assert [known.pk for known in result.leavers] == [3]
    assert result.unchanged == 1


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"Employee ID": ""}, ImportReason.MISSING_VALUE),
        ({"Name": " "}, ImportReason.MISSING_VALUE),
        ({"E-mail": "nobody"}, ImportReason.BAD_EMAIL),
        ({"E-mail": "a@b@example.com"}, ImportReason.BAD_EMAIL),
        ({"E-mail": "a b@example.com"}, ImportReason.BAD_EMAIL),
        ({"Name": "=HYPERLINK(1)"}, ImportReason.FORMULA),
        ({"Name": "\t@SUM(A1)"}, ImportReason.FORMULA),
        ({"Department": "+cmd|' /C calc'!A0"}, ImportReason.FORMULA),
        ({"Name": "Eve \u202e txt"}, ImportReason.CONTROL_CHARACTER),
        ({"Name": "x" * 151}, ImportReason.TOO_LONG),
        ({"Time zone": "Europe/Atlantis"}, ImportReason.UNKNOWN_TIME_ZONE),
        ({"Language": "tlh"}, ImportReason.UNKNOWN_LANGUAGE),
        ({"Department": "", "Team": "Lost"}, ImportReason.TEAM_WITHOUT_DEPARTMENT),
        ({"Manager": "E99"}, ImportReason.UNKNOWN_MANAGER),
        ({"Manager": "E1"}, ImportReason.MANAGER_CYCLE),
    ],
)
def test_plan_import_names_the_line_and_the_reason_of_a_bad_row(values, reason):
    result = plan([row(0), row(1, **values)])

    assert reason in reasons(result)
    assert {bad.line for bad in result.bad_rows} == {3}


def test_plan_import_refuses_both_rows_with_one_employee_id_or_address():
    same_id = plan([row(1), row(1, **{"E-mail": "other@example.com"})])
    same_address = plan([row(1), row(2, **{"E-mail": "P1@Example.com"})])

    assert [(bad.line, bad.refusal.reason) for bad in same_id.bad_rows] == [
        (2, ImportReason.ID_TWICE),
        (3, ImportReason.ID_TWICE),
    ]
    assert [bad.refusal.facts["lines"] for bad in same_address.bad_rows] == ["2, 3", "2, 3"]


def test_plan_import_refuses_an_address_that_stays_with_somebody_else():
    leaver = Known(1, Profile("E9", "Gone", "p1@example.com"), is_active=False)

    result = plan([row(1)], company([leaver]))

    assert reasons(result) == {ImportReason.EMAIL_TAKEN}


def test_plan_import_lets_two_people_swap_addresses():
    people = [Known(n, Profile(f"E{n}", f"Person {n}", f"p{n}@example.com", "Finance")) for n in (1, 2)]

    result = plan([row(1, **{"E-mail": "p2@example.com"}), row(2, **{"E-mail": "p1@example.com"})], company(people))

    assert not result.is_refused
    assert len(result.changes) == 2


def test_plan_import_names_everybody_in_a_circle_of_managers():
    rows = [row(1, Manager="E2"), row(2, Manager="p3@example.com"), row(3, Manager="E1"), row(4, Manager="E1")]

    result = plan(rows)

    assert [bad.line for bad in result.bad_rows] == [2, 3, 4]
    assert result.bad_rows[0].refusal.facts["names"] == "Person 1 → Person 2 → Person 3 → Person 1"


def test_plan_import_takes_over_an_account_made_by_hand_by_its_address():
    by_hand = Known(7, Profile("", "Ada", "p1@example.com"))

    result = plan([row(1)], company([by_hand]))

    assert [change.known.pk for change in result.changes] == [7]
    assert not result.leavers


def test_plan_import_brings_back_whoever_had_left():
    gone = Known(7, Profile("E1", "Person 1", "p1@example.com", "Finance"), is_active=False)

    result = plan([row(1)], company([gone], {"Finance"}))

    assert result.changes[0].returns


def test_plan_import_counts_nobody_as_a_leaver_whose_row_is_bad():
    known = Known(1, Profile("E1", "Person 1", "p1@example.com"))

    result = plan([row(1, **{"E-mail": "broken"})], company([known]))

    assert not result.leavers


def test_plan_import_keeps_what_the_file_has_no_column_for():
    profile = Profile("E1", "Person 1", "p1@example.com", "Finance", "Ledger", "Berlin", "Clerk", "Asia/Tokyo", "ja")

    result = plan([["E1", "Person 1", "p1@example.com"]], company([Known(1, profile)]), HEADER[:3])

    assert result.changes_nothing


def test_plan_import_understands_headers_as_people_write_them():
    header = ["PERSONALNUMMER", "Vorname", "Nachname", "E_Mail-Adresse", "Abteilung", "Raum"]

    result = plan([["E1", "Zoë", "Ängström", "zoe@example.com", "Finanzen", "1.2"]], header=header)

    assert result.newcomers[0].profile.name == "Zoë Ängström"
    assert result.ignored_columns == ("Raum",)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (["Name", "E-mail"], ImportReason.MISSING_COLUMN),
        (["Employee ID", "Name", "E-mail", "Mail"], ImportReason.COLUMN_TWICE),
        (HEADER, ImportReason.NO_ROWS),
    ],
)
def test_plan_import_refuses_a_file_as_a_whole(header, reason):
    result = plan([], header=header)

    assert reasons(result) == {reason}


def test_plan_import_gives_a_new_name_its_most_frequent_spelling():
    rows = [row(1, Department="finance "), row(2), row(3)]

    result = plan(rows)

    assert result.departments == ("Finance",)
    assert {newcomer.profile.department for newcomer in result.newcomers} == {"Finance"}


def test_has_many_leavers_asks_above_a_fifth():
    people = [Known(n, Profile(f"E{n}", f"Person {n}", f"p{n}@example.com")) for n in range(100)]

    fifth = plan([row(n) for n in range(80)], company(people))
    more = plan([row(n) for n in range(79)], company(people))

    assert (fifth.has_many_leavers, more.has_many_leavers) == (False, True)


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "number": st.integers(0, 8),
            "name": st.sampled_from(["Ann", "Bo", "Ćira", "=1", ""]),
            "mail": st.integers(0, 8),
            "department": st.sampled_from(["Finance", "finance", "IT", ""]),
            "team": st.sampled_from(["", "A", "a", "B"]),
            "site": st.sampled_from(["", "Berlin", "BERLIN", "Oslo"]),
            "zone": st.sampled_from(["", "Europe/Berlin", "Europe/Oslo"]),
            "manager": st.sampled_from(["", "E0", "E1", "p2@example.com", "E99"]),
        }
    ),
    max_size=9,
)


def as_rows(people):
    return [
        [
            f"E{person['number']}",
            person["name"],
            f"p{person['mail']}@example.com",
            person["department"],
            person["team"],
            person["site"],
            person["zone"],
            "de",
            person["manager"],
        ]
        for person in people
    ]


@settings(max_examples=150, deadline=None)
@given(PEOPLE, st.randoms(use_true_random=False))
def test_plan_import_gives_the_same_plan_for_any_order_of_rows(people, chance):
    rows = as_rows(people)
    shuffled = random.Random(chance.random()).sample(rows, len(rows))

    one, other = plan(rows), plan(shuffled)

    assert one.fingerprint == other.fingerprint
    assert sorted(str(bad.refusal.reason) for bad in one.bad_rows) == sorted(
        str(bad.refusal.reason) for bad in other.bad_rows
    )


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PEOPLE)
def test_plan_import_changes_nothing_the_second_time(before, after):
    world = company()
    for people in (before, after):
        result = plan(as_rows(people), world)
        if result.is_refused:
            continue
        world = carried_out(result, world)

        assert plan(as_rows(people), world).changes_nothing


@given(st.dictionaries(st.integers(0, 12).map(str), st.integers(0, 12).map(str)))
def test_circles_finds_exactly_those_who_come_back_to_themselves(manager_of):
    def comes_back(start):
        key = manager_of.get(start)
        for _ in manager_of:
            if key == start:
                return True
            key = manager_of.get(key)
        return False

    found = {key for circle in circles(manager_of) for key in circle}

    assert found == {key for key in manager_of if comes_back(key)}
