import datetime

from hypothesis import given
from hypothesis import strategies as st

from programs.concerns import queries, rules
from tests.factories.concerns import FILED_ON, make_concern

DAY = datetime.timedelta(days=1)
DATES = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


def test_figures_of_counts_days_to_answer_for_every_voice(program, lead, now):
    first = make_concern(program, token="1", state="answered", answer="Yes.", answered_on=FILED_ON + 4 * DAY)
    make_concern(program, token="2", state="merged", merged_into=first, filed_on=FILED_ON + 2 * DAY)
    make_concern(program, token="3", state="answered", answer="No.", answered_on=FILED_ON + 9 * DAY)
    make_concern(program, token="4", state="taken_on", owner=lead, due_on=now.date() - DAY)
    make_concern(program, token="5")

    found = queries.figures_of(program, on=now.date())

    assert found == queries.ConcernFigures(
        raised=5, waiting=1, answered=2, overdue=1, median_days=4.0, oldest_on=FILED_ON
    )


def test_listed_shows_open_ones_first_and_asks_once(program, lead, now, django_assert_num_queries):
    done = make_concern(program, token="1", state="answered", answer="Yes.", answered_on=FILED_ON)
    late = make_concern(program, token="2", state="taken_on", owner=lead, due_on=now.date(), filed_on=FILED_ON + DAY)
    first = make_concern(program, token="3", state="taken_on", owner=lead, due_on=now.date())
    for number in range(8):
        make_concern(program, token=f"n{number}", state="merged", merged_into=done)

    with django_assert_num_queries(1):
        rows = [(row, row.voices, row.owner and row.owner.name) for row in queries.listed(program)]

    assert rows == [(first, 1, "Lena Lead"), (late, 1, "Lena Lead"), (done, 9, None)]


def test_replied_to_waits_until_the_other_side_has_spoken(program, lead, now):
    concern = make_concern(program)
    concern.replies.create(text="And now?", said_on=FILED_ON, turn=1)
    rows = type(concern).objects.all()

    before = list(queries.replied_to(rows))
    concern.replies.create(text="Next week.", by=lead, said_on=FILED_ON, turn=2)

    assert [(one, one.said_on) for one in before] == [(concern, FILED_ON)]
    assert not queries.replied_to(rows).exists()


def test_with_raised_names_the_oldest_day(program, lead):
    make_concern(program)
    make_concern(program, filed_on=FILED_ON - 3 * DAY)

    found = queries.with_raised(type(program).objects.all()).get()

    assert (found, found.new, found.since) == (program, 2, FILED_ON - 3 * DAY)


@given(st.lists(st.tuples(DATES, st.integers(0, 90)), min_size=1, max_size=40))
def test_median_days_is_between_the_shortest_and_the_longest_wait(waits):
    pairs = [(day, day + wait * DAY) for day, wait in waits]

    median = rules.median_days(pairs)

    assert median is not None
    assert min(wait for _, wait in waits) <= median <= max(wait for _, wait in waits)
    assert rules.median_days(pairs + pairs) == median


def test_median_days_is_nothing_before_the_first_answer_and_never_negative():
    assert rules.median_days([]) is None
    assert rules.median_days([(FILED_ON, FILED_ON - DAY)]) == 0
