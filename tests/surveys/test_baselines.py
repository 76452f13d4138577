"""A baseline from before Exchange, as counts: read line by line, released by its own rule, marked everywhere."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programs.audit.models import Entry
from programs.surveys import baselines, counts, queries
from programs.surveys.choices import CountRefusal
from programs.surveys.models import Wave, WaveRelease
from programs.surveys.refused import SurveyRefused
from tests.factories.surveys import close, discovery_answers, make_company, make_instrument, make_open_wave, record

HEADER = ("item", "side", "agree", "answered", "cannot_judge")
INVITED = {"it": 150, "business": 600}
SOURCE = baselines.Source(datetime.date(2025, 5, 5), datetime.date(2025, 5, 20), 150, 600, "Survey of the board, 2025")
TEXT = "item,side,agree,answered\nD1,it,90,120\nD1,business,176,400\nD3r,it,36,120\nD3r,business,224,400\n"


def read(*rows, header=HEADER):
    return counts.read_counts(header, list(enumerate(rows, 2)), constructs=["D1", "D2", "D3r"], invited=INVITED)


def reasons(line):
    return [refusal.reason for refusal in line.refusals]


def test_read_counts_takes_shares_and_whole_distributions():
    (short,) = read(("d1", "IT", "90", "120", "3"))
    (long,) = read(("D1", "it", "1", "2", "3", "4", "5"), header=("Item", "Side", "1", "2", "3", "4", "5"))

    assert short.count == counts.Count("D1", "it", 90, 120, 3)
    assert (long.count.agreeing, long.count.answered, long.count.levels) == (9, 15, (1, 2, 3, 4, 5))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("D99", "it", "1", "20", ""), CountRefusal.UNKNOWN_ITEM),
        (("D1", "sales", "1", "20", ""), CountRefusal.UNKNOWN_SIDE),
        (("D1", "it", "75%", "20", ""), CountRefusal.NO_NUMBER),
        (("D1", "it", "-3", "20", ""), CountRefusal.NO_NUMBER),
        (("D1", "it", "", "20", ""), CountRefusal.INCOMPLETE),
        (("D1", "it", "21", "20", ""), CountRefusal.MORE_THAN_ANSWERED),
        (("D1", "it", "21", "140", "11"), CountRefusal.MORE_THAN_INVITED),
    ],
)
def test_read_counts_says_what_is_wrong_with_a_line(row, reason):
    (line,) = read(row)

    assert line.count is None
    assert reasons(line) == [reason]


def test_read_counts_finds_the_same_line_twice_and_counts_that_do_not_add_up():
    first, again = read(("D1", "it", "9", "20", ""), ("d1", "IT", "8", "20", ""))
    header = ("item", "side", "agree", "answered", *counts.LEVELS)
    (odd,) = read(("D1", "it", "9", "20", "1", "2", "3", "4", "5"), header=header)

    assert first.count
    assert again.refusals[0].facts == {"line": 2}
    assert reasons(odd) == [CountRefusal.DOES_NOT_ADD_UP]


def test_refusals_for_header_names_the_missing_columns():
    assert not counts.refusals_for_header(["Item", "side", "1", "2", "3", "4", "5"])
    assert counts.refusals_for_header(["side"])[0].facts == {"columns": "item, agree, answered"}


@pytest.fixture
def wave(program, lead, now):
    given = [line.count for line in read(
        ("D1", "it", "90", "120", "2"), ("D1", "business", "176", "400", "5"),
        ("D2", "it", "9", "9", ""), ("D2", "business", "400", "400", ""),
    )]  # fmt: skip
    return baselines.import_baseline(
        program=program, instrument=make_instrument(), source=SOURCE, counts=given, by=lead, at=now
    )


def test_import_baseline_releases_the_discovery_and_nothing_below_the_sides(wave, program):
    (released,) = queries.released_waves(program)

    gap = released.gap("D1")
    assert [round(bound, 4) for bound in (gap.value, gap.low, gap.high)] == [0.31, 0.2124, 0.3939]
    assert released.is_imported
    assert released.rate("business").value == pytest.approx(405 / 600)
    assert released.indexes == released.changes == ()
    assert released.groups("it") == released.groups("business") == ()


def test_import_baseline_hides_small_and_unanimous_items_as_everywhere(wave, program):
    (released,) = queries.released_waves(program)

    assert not released.share("D2", "it").is_shown
    assert not released.share("D2", "business").is_exact
    assert released.share("D2", "business").value == 0.9
    assert released.share("D1", "it").distribution is None
    assert "9" not in str(released.share("D2", "it").n)


def test_import_baseline_is_refused_twice_and_beside_one_that_was_asked_here(wave, program, lead, now):
    with pytest.raises(SurveyRefused) as refused:
        baselines.import_baseline(
            program=program, instrument=wave.instrument, source=SOURCE,
            counts=[counts.Count("D1", "it", 9, 20)], by=lead, at=now,
        )  # fmt: skip

    assert [one.reason for one in refused.value.refusals] == [CountRefusal.BASELINE_EXISTS]
    assert Wave.objects.count() == 1
    assert Entry.objects.filter(deed="import_baseline").count() == 1


def test_a_later_wave_is_compared_with_imported_counts_and_never_linked(wave, program, lead):
    company = make_company()
    later = make_open_wave(
        program, lead, kind="end", departments={person.department for person in company},
        at=datetime.datetime(2026, 7, 6, 9, tzinfo=datetime.UTC), closes_on=datetime.date(2026, 7, 24),
    )  # fmt: skip
    record(later, discovery_answers(company, seed=3), on=later.closes_on)

    close(later, lead)

    first, second = queries.released_waves(program)
    assert second.compared_with == first.wave
    assert {one.construct for one in second.changes} == {"D1"}
    assert not any(one.is_linked for one in second.changes)
    assert queries.gap_story(program).headline.change is not None


def upload(client, program, **fields):
    data = {"told": "Board survey", "opened_on": "2025-05-05", "closed_on": "2025-05-20", "rows": TEXT}
    data |= {"invited_it": 150, "invited_business": 600}
    return client.post(reverse("surveys:import_baseline", args=[program.pk]), data | fields)


def test_page_shows_line_by_line_before_anything_is_written(client, lead, program):
    client.force_login(lead)

    page = upload(client, program)

    assert page.status_code == 200
    assert "This would be imported" in page.text
    assert not Wave.objects.exists()


def test_page_writes_all_or_nothing(client, lead, program):
    client.force_login(lead)

    broken = upload(client, program, rows=TEXT + "D4,it,999,20\n", apply="1")
    right = upload(client, program, apply="1")

    assert "every line has to be right" in broken.text
    assert "999 agree, but only 20 answered." in broken.text
    assert right.status_code == 302
    assert WaveRelease.objects.count() == 1
    page = client.get(right.url).text
    assert "Imported" in page
    assert "(imported)" in page
    assert "75%" in page


def test_page_takes_a_file_and_keeps_it_for_the_second_step(client, lead, program):
    client.force_login(lead)
    file = SimpleUploadedFile("counts.csv", "\ufeffitem;side;agree;answered\nD1;it;90;120\n".encode())

    page = upload(client, program, file=file, rows="")

    assert "This would be imported" in page.text
    assert "D1;it;90;120" in page.text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"rows": "item,side\nD1,it\n"}, "Missing columns"),
        ({"rows": ""}, "The file is empty."),
        ({"rows": 'item,side,agree,answered\nD1,"it,90,120\n'}, "quotation mark"),
        ({"closed_on": "2025-05-01"}, "last day after its first"),
        ({"invited_it": "0"}, "greater than or equal to 1"),
    ],
)
def test_page_says_what_is_wrong_with_the_whole(client, lead, program, fields, told):
    client.force_login(lead)

    page = upload(client, program, apply="1", **fields)

    assert told in page.text
    assert not Wave.objects.exists()
