"""Who a roster means, from what people write into calendars."""

import pytest

from programs.availability.names import Directory, Known

VERA = Known(1, "Vera Visser", "vera.visser@example.com")
LUKASZ = Known(2, "Łukasz Müller", "lukasz@example.com")
ANNA = Known(3, "Anna Maria Rossi", "anna@example.com")
TWINS = [Known(4, "Kim Lee", "kim.lee@example.com"), Known(5, "Kim Lee", "kim.lee2@example.com")]
DIRECTORY = Directory([VERA, LUKASZ, ANNA, *TWINS])


@pytest.mark.parametrize(
    ("title", "people", "expected"),
    [
        ("On call: Vera Visser", [], {VERA}),
        ("VISSER, Vera (primary)", [], {VERA}),
        ("łukasz muller", [], {LUKASZ}),
        ("Platform on-call - Anna Maria Rossi", [], {ANNA}),
        ("Vera Visser / Łukasz Müller", [], {VERA, LUKASZ}),
        ("On call vera.visser@EXAMPLE.com", [], {VERA}),
        ("Platform", ["lukasz@example.com", "room-4@example.com"], {LUKASZ}),
        ("Vera Visser", ["lukasz@example.com"], {LUKASZ}),
        ("Vera Visser", ["pager@example.com"], {VERA}),
        ("Kim Lee", ["kim.lee2@example.com"], {TWINS[1]}),
        ("Vera", [], set()),
        ("Veravisser", [], set()),
        ("", [], set()),
        ("x" * 5000, [], set()),
    ],
)
def test_find_reads_addresses_first_and_then_full_names(title, people, expected):
    assert DIRECTORY.find(title, people) == (frozenset(expected), False)


def test_find_says_when_a_name_fits_several():
    assert DIRECTORY.find("On call: Kim Lee", []) == (frozenset(), True)
