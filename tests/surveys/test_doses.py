"""How many visits someone made, stored only where it points at nobody."""

import datetime
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from programs.surveys import queries
from programs.surveys.choices import Dose
from programs.surveys.models import Invitation, Response
from programs.surveys.rules import coarse_doses
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department
from tests.factories.surveys import OPENED_AT, close, make_open_wave, make_people, record
from tests.factories.visits import make_visit


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=80))
def test_coarse_doses_leaves_no_small_group_beside_a_department(drawn):
    doses = coarse_doses(dict(enumerate(drawn)))

    groups = Counter((drawn[person][0], dose) for person, dose in doses.items() if dose)
    assert set(doses) == set(range(len(drawn)))
    assert all(n >= 5 for n in groups.values())


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40))
def test_coarse_doses_says_nothing_false(visits):
    doses = coarse_doses({person: ("all", n) for person, n in enumerate(visits)})

    for person, n in enumerate(visits):
        exact = (Dose.NONE, Dose.ONE, Dose.TWO, Dose.MANY)[min(n, 3)]
        assert doses[person] in {exact, Dose.UNKNOWN, Dose.SOME if n else Dose.NONE}


def test_coarse_doses_of_a_department_with_few_visitors_are_not_said():
    few = coarse_doses({person: ("it", int(person < 4)) for person in range(40)})
    enough = coarse_doses({person: ("it", int(person < 5)) for person in range(40)})

    assert set(few.values()) == {Dose.UNKNOWN}
    assert Counter(enough.values()) == {Dose.NONE: 35, Dose.ONE: 5}


def test_open_wave_freezes_doses_and_hosts_and_answers_keep_them(program, cohort, lead, host, finance):
    people = make_people(make_department("Platform", is_it=True), 12)
    days = OPENED_AT.date() - datetime.timedelta(days=30)
    for person in people[:6]:
        day = make_day(make_offering(f"Day {days}", department=finance, contact=host, deputy=lead), days)
        make_visit(make_enrollment(cohort, person), day, state="attended")
        days += datetime.timedelta(days=1)

    wave = make_open_wave(program, lead, departments={people[0].department, finance})
    record(wave, [(person, {"D1": 4}) for person in people[:11]])

    invited = dict(Invitation.objects.filter(wave=wave, side="it").values_list("person__name", "dose"))
    assert Counter(invited.values()) == {"one": 6, "none": 6}
    assert invited[people[0].name] == "one"
    assert Counter(Response.objects.filter(wave=wave).values_list("dose", flat=True)) == {"one": 6, "none": 5}
    assert wave.frozen["hosted"] == [finance.pk]
    close(wave, lead)
    assert queries.released_waves(program)
