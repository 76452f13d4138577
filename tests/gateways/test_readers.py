"""What we write, as libraries read it that are none of Python's: ical.js, node-ical, libical.

Thunderbird and Nextcloud read with ical.js, Evolution and GNOME with libical. Every zone is
tried in winter, in summer, and around every change of its clocks.
"""

import datetime
import json
import shutil
import subprocess
import zoneinfo
from dataclasses import replace
from pathlib import Path

import pytest

from programs.gateways import ics
from programs.gateways.texts import clean_text, one_line
from programs.gateways.zones import _transitions
from tests.gateways import libical
from tests.gateways.test_ics import ENTRY, STAMP

READERS = Path(__file__).parents[1] / "readers"
HOUR = datetime.timedelta(hours=1)
YEAR = 2026
TEXTS = [
    "plain",
    'commas, semicolons; colons: and "quotes"',
    "line one\nline two\r\nline three\rline four",
    "emoji 😀👩‍🔬🏳️‍🌈 and 年次決算, Jahresabschluß, تقويم, עברית",
    "BEGIN:VEVENT\r\nATTENDEE:mailto:x@example.com\r\nEND:VEVENT",
    "tabs\tand  double  spaces, no\u00a0break",
    "x" * 74 + "ß" + "y" * 200,
    "😀" * 90,
    "\x00\x07\x1b[31m controls \x7f\x85",
    "1,5;2,5 = 100 % <b>bold</b> &amp;",
    "ends with a comma,",
    "a" * 5000,
]
BACKSLASHES = ["C:\\new\\temp", "\\,\\;\\\\", "back\\"]


def node(script, *arguments, **more):
    """Run a script beside the readers and return what it says."""
    program = shutil.which("node")
    if program is None or not (READERS / "node_modules").is_dir():
        pytest.fail("The readers are not installed: npm ci --prefix tests/readers (run.py test does it).")
    done = subprocess.run(
        [program, READERS / script, *arguments], capture_output=True, text=True, check=False, timeout=300,
        env={"TZ": "Pacific/Chatham"}, **more,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def known_to_node(entries):
    """Return the events whose zone Node knows as we do: node-ical reads times by Node's zone data.

    Node 20 has that of 2025; Morocco and Moldova have changed their laws since. The hours around
    each moment must agree too, because it is a wall clock that is read.
    """
    moments = [
        (entry, at + hours * HOUR)
        for entry in entries
        for at in (entry.starts_at, entry.ends_at)
        for hours in (-1, 0, 1)
    ]
    offsets = node("offsets.mjs", input=json.dumps([(entry.zone, int(at.timestamp())) for entry, at in moments]))
    ours = [at.astimezone(zoneinfo.ZoneInfo(entry.zone)).utcoffset() for entry, at in moments]
    differs = {
        (entry.zone, entry.uid)
        for (entry, _), our, minutes in zip(moments, ours, offsets, strict=True)
        if our != datetime.timedelta(minutes=minutes)
    }
    return {(entry.zone, entry.uid) for entry in entries} - differs


def read(folder):
    """Return {file: {reader: events}} of every file in a folder, as ical.js and node-ical understand it."""
    return node("read.mjs", *sorted(map(str, folder.iterdir())))


def times_of(events):
    return {event["uid"]: (event["start"], event["end"]) for event in events}


def expected(entries):
    return {
        entry.uid: (entry.on.isoformat(), (entry.on + datetime.timedelta(days=1)).isoformat())
        if entry.is_whole_day
        else (int(entry.starts_at.timestamp()), int(entry.ends_at.timestamp()))
        for entry in entries
    }


def entries_around_the_year(zone):
    """Noon in winter and summer, and around each change of the clocks: one, two and three hours off."""
    noons = [datetime.datetime(YEAR, month, 15, 12, tzinfo=datetime.UTC) for month in (1, 4, 7, 10)]
    changes = [at.replace(tzinfo=datetime.UTC) for at, _ in _transitions(zone, YEAR, YEAR + 1)]
    moments = noons + [at + hours * HOUR for at in changes for hours in (-3, -2, -1, 0, 1, 2, 3)]
    for number, at in enumerate(moments):
        yield replace(
            ENTRY, uid=f"{number}@example.com", zone=zone, starts_at=at, ends_at=at + 2 * HOUR,
            on=at.astimezone(zoneinfo.ZoneInfo(zone)).date(),
        )  # fmt: skip
    yield replace(ENTRY, uid="day@example.com", zone=zone, is_whole_day=True)


@pytest.mark.slow
def test_three_readers_see_every_zone_as_we_mean_it(tmp_path):
    wanted, every = {}, []
    for number, zone in enumerate(sorted(zoneinfo.available_timezones())):
        if zone in {"localtime", "Factory"}:
            continue
        entries = list(entries_around_the_year(zone))
        name = f"{number:03}.ics"
        (tmp_path / name).write_bytes(ics.feed(entries, name=zone, zone=zone))
        wanted[name] = (zone, expected(entries))
        every += entries

    understood, known = read(tmp_path), known_to_node(every)

    wrong = []
    for name, (zone, times) in wanted.items():
        errors, by_libical = libical.events((tmp_path / name).read_bytes())
        wrong += [f"{zone}: libical found {errors} errors"] if errors else []
        for reader, events in (*understood[name].items(), ("libical", by_libical)):
            found = times_of(events)
            wrong += [
                f"{zone} {reader} {uid}: {found.get(uid)} for {time}"
                for uid, time in times.items()
                if found.get(uid) != time and (reader != "node-ical" or (zone, uid) in known)
            ]
    assert len(known) > 0.99 * len(every)
    assert len(wanted) > 580
    assert wrong == []


def texts_in(folder, texts):
    entries = [
        replace(ENTRY, uid=f"{number}@example.com", title=text, description=text, location=text)
        for number, text in enumerate(texts)
    ]
    (folder / "texts.ics").write_bytes(ics.feed(entries, name="Texts"))
    return {
        entry.uid: (
            one_line(entry.title, ics.TITLE_LENGTH), clean_text(entry.description).strip(), one_line(entry.location)
        )
        for entry in entries
    }  # fmt: skip


def text_of(events):
    return {event["uid"]: (event["summary"], event["description"], event["location"]) for event in events}


def test_three_readers_see_the_same_words(tmp_path):
    said = texts_in(tmp_path, TEXTS)

    understood = read(tmp_path)["texts.ics"]
    errors, by_libical = libical.events((tmp_path / "texts.ics").read_bytes())

    assert errors == 0
    assert text_of(by_libical) == said
    assert text_of(understood["ical.js"]) == said
    assert text_of(understood["node-ical"]) == said


def test_backslashes_survive_where_the_reader_can_read_them(tmp_path):
    """node-ical 0.27 takes an escaped backslash before an n for a line break; the other two don't."""
    said = texts_in(tmp_path, BACKSLASHES)

    understood = read(tmp_path)["texts.ics"]
    errors, by_libical = libical.events((tmp_path / "texts.ics").read_bytes())

    assert errors == 0
    assert text_of(by_libical) == text_of(understood["ical.js"]) == said


@pytest.mark.parametrize(("method", "status"), [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")])
def test_three_readers_see_who_is_invited_to_what(tmp_path, method, status):
    content = ics.invitation(
        replace(ENTRY, sequence=3), method=method, attendee_name="Vera, \"V\" Visser; Ms", stamp=STAMP,
        attendee_address="vera@example.com", partstat="ACCEPTED",
    )  # fmt: skip
    (tmp_path / "invite.ics").write_bytes(content)

    understood = read(tmp_path)["invite.ics"]
    errors, (by_libical,) = libical.events(content)

    assert errors == 0
    assert (by_libical["uid"], by_libical["sequence"], by_libical["status"]) == (ENTRY.uid, 3, status)
    for (event,) in understood.values():
        assert (event["method"], event["uid"], event["sequence"], event["status"]) == (method, ENTRY.uid, 3, status)
        assert event["attendees"] == [["mailto:vera@example.com", "ACCEPTED"]]
        assert times_of([event]) == expected([ENTRY])


def test_a_calendar_that_is_broken_is_seen_by_all_three(tmp_path):
    broken = ics.feed([ENTRY], name="N").replace(b"DTSTART;TZID=Europe/Berlin:2026", b"DTSTART;TZID=Europe/Berlin:20x6")

    errors, events = libical.events(broken)

    assert errors > 0 or times_of(events) != expected([ENTRY])
