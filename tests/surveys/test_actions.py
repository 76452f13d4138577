"""Waves: drafted, opened, closed, reported; what is frozen and what is refused."""

import datetime
import random

import pytest

from programs.audit.models import Entry
from programs.notifications.models import Letter
from programs.surveys import actions, queries
from programs.surveys.choices import SurveyRefusal, WaveState
from programs.surveys.models import Headcount, Instrument, Invitation, Item, Wave, WaveRelease
from tests.factories.people import make_department, make_person
from tests.factories.surveys import (
    CLOSES_ON,
    OPENED_AT,
    close,
    make_instrument,
    make_open_wave,
    make_people,
    make_wave,
    record,
    some_answers,
)


def test_install_instrument_writes_the_discovery_once(db):
    first, second = make_instrument(), make_instrument()

    assert first == second
    assert first.items.count() == 18
    assert first.items.filter(in_index=True).count() == 11
    assert list(first.items.filter(is_primary=True).values_list("construct", flat=True)) == ["D1", "D2"]
    assert Entry.objects.filter(deed="install_instrument").count() == 1


def test_open_wave_freezes_wording_names_thresholds_and_label(program, lead, visitor, host):
    wave = make_open_wave(program, lead)
    Item.objects.filter(construct="D1").update(text_it="Changed.", text_business="Changed.")
    visitor.department.name = "Renamed"
    visitor.department.save()
    visitor.department = host.department
    visitor.save()

    frozen = Wave.objects.get(pk=wave.pk).frozen

    invitation = Invitation.objects.get(wave=wave, person=visitor)
    assert frozen["items"][0]["text_it"].startswith("IT makes a critical difference")
    assert frozen["departments"][str(invitation.department_id)] == "Information Technology"
    assert (frozen["thresholds"], frozen["label"]["score"]) == ({"score": 5, "item": 10}, 5)
    assert (invitation.side, invitation.department_id != visitor.department_id) == ("it", True)


def test_open_wave_invites_everyone_active_and_counts_heads(program, lead, visitor, host):
    make_person("Gone Girl", department=host.department, is_active=False)

    wave = make_open_wave(program, lead)

    assert set(wave.invitations.values_list("person__name", flat=True)) == {str(lead), str(visitor), str(host)}
    assert {(row.side, row.invited) for row in Headcount.objects.filter(wave=wave)} == {("it", 1), ("business", 1)}
    assert Letter.objects.filter(kind="surveys/invited").count() == 3


def test_open_wave_asks_only_the_chosen_departments(program, lead, visitor, host):
    wave = make_open_wave(program, lead, departments=[host.department])

    assert [one.person for one in wave.invitations.all()] == [host]


def test_open_wave_says_everything_that_is_missing(program, lead, settings):
    settings.LINK_KEY = ""
    empty = Instrument.objects.create(key="empty", title="Empty")
    wave = make_wave(
        program, lead, instrument=empty, departments=[make_department("Nobody")], closes_on=OPENED_AT.date()
    )

    with pytest.raises(actions.SurveyRefused) as refused:
        actions.open_wave(wave=wave, by=lead, at=OPENED_AT, today=OPENED_AT.date())

    assert refused.value.reasons == {
        SurveyRefusal.NO_ITEMS,
        SurveyRefusal.NO_AUDIENCE,
        SurveyRefusal.NO_LINK_KEY,
        SurveyRefusal.CLOSES_TOO_SOON,
    }
    assert Wave.objects.get(pk=wave.pk).state == WaveState.DRAFT


def test_open_wave_never_lowers_the_thresholds_of_an_earlier_wave(program, lead):
    program.score_threshold, program.item_threshold = 8, 15
    program.save()
    close(make_open_wave(program, lead), lead)
    program.score_threshold, program.item_threshold = 5, 10
    program.save()

    later = make_open_wave(program, lead, kind="end")

    assert later.frozen["thresholds"] == {"score": 8, "item": 15}


@pytest.mark.parametrize("step", ["open_wave", "discard_wave", "close_wave", "report_wave"])
def test_steps_out_of_order_are_refused(program, lead, step):
    wave = make_wave(program, lead) if step in {"close_wave", "report_wave"} else make_open_wave(program, lead)
    more = {"today": OPENED_AT.date()} if step == "open_wave" else {}

    with pytest.raises(actions.SurveyRefused) as refused:
        getattr(actions, step)(wave=wave, by=lead, at=OPENED_AT, **more)

    assert refused.value.reasons == {SurveyRefusal.WRONG_STATE}


def test_close_wave_releases_once_and_nothing_moves_it_afterwards(program, lead):
    people = make_people(make_department("Sales"), 40)
    wave = make_open_wave(program, lead)
    record(wave, [(person, {"D1": 1 + number % 5}) for number, person in enumerate(people)])
    row = close(wave, lead)
    before = WaveRelease.objects.get(pk=row.pk).tables

    wave.responses.all().delete()

    assert WaveRelease.objects.get(pk=row.pk).tables == before
    with pytest.raises(TypeError):
        WaveRelease.objects.filter(pk=row.pk).update(sha256="")
    with pytest.raises(TypeError):
        WaveRelease.objects.all().delete()
    with pytest.raises(actions.SurveyRefused):
        close(wave, lead)


def test_close_wave_of_nobody_releases_nothing(program, lead, visitor, host):
    wave = make_open_wave(program, lead)

    close(wave, lead)

    (released,) = queries.released_waves(program)
    assert (released.results, released.gaps[0].value) == ((), None)


def test_close_wave_keeps_answers_out_of_the_log(program, lead):
    people = make_people(make_department("Sales"), 12)
    wave = make_open_wave(program, lead)
    record(wave, [(person, some_answers(random.Random(1), O1="I said this.")) for person in people])

    close(wave, lead)

    logged = str(list(Entry.objects.values_list("deed", "facts")))
    assert "I said this." not in logged
    assert set(Entry.objects.values_list("deed", flat=True)) == {
        "install_instrument",
        "draft_wave",
        "open_wave",
        "close_wave",
    }


def test_report_wave_may_be_done_again(program, lead):
    wave = make_open_wave(program, lead)
    close(wave, lead)

    for _ in range(2):
        actions.report_wave(wave=wave, by=lead, at=OPENED_AT)

    assert Wave.objects.get(pk=wave.pk).state == WaveState.REPORTED
    assert Entry.objects.filter(deed="report_wave").count() == 1


def test_a_person_who_moved_department_between_waves_makes_no_group_of_one(program, lead):
    sales, finance = (make_people(make_department(name), 15) for name in ("Sales", "Finance"))
    departments = [sales[0].department, finance[0].department]

    def wave_of(kind, at, closes_on, seed):
        rng = random.Random(seed)
        wave = make_open_wave(program, lead, kind=kind, at=at, closes_on=closes_on, departments=departments)
        record(wave, [(person, some_answers(rng)) for person in sales + finance], on=closes_on)
        close(wave, lead)
        return wave

    wave_of("baseline", OPENED_AT, CLOSES_ON, 1)
    sales[0].department = finance[0].department
    sales[0].save()
    wave_of("end", OPENED_AT + datetime.timedelta(days=200), CLOSES_ON + datetime.timedelta(days=200), 2)

    before, after = queries.released_waves(program)
    assert {before.share("D1", "business", group.key).n for group in before.groups("business")} == {15}
    assert {after.share("D1", "business", group.key).n for group in after.groups("business")} == {14, 16}
    assert not any(change.note == "shown" and change.n < 10 for change in after.changes)
    assert all(result.share.n is None or result.share.n >= 10 for result in after.results)


def test_instrument_with_key_installs_what_ships_once(lead, now):
    first = actions.instrument_with_key("discovery", by=lead, at=now)
    again = actions.instrument_with_key("discovery", by=lead, at=now)

    assert first == again
    assert first.items.count() == 18
