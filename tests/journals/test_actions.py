import datetime

import pytest

from programs.audit.models import Entry
from programs.journals import access, actions, queries
from programs.journals.choices import JournalRefusal, Section, Visibility
from programs.journals.models import Reflection

SECRET = "The controller cried, and I did not know what to say."


@pytest.fixture
def write(attended_visit, visitor, now):
    def write_(text=SECRET, *, seen_version=0, section=Section.WHAT):
        return actions.write_section(
            visit=attended_visit, section=section, text=text, seen_version=seen_version, by=visitor, at=now
        )

    return write_


def test_write_section_seals_private_text(write):
    row = write()

    stored = Reflection.objects.get(pk=row.pk)
    assert stored.visibility == Visibility.PRIVATE
    assert stored.text == ""
    assert SECRET.encode() not in bytes(stored.sealed)
    assert queries.text_for_author(stored) == SECRET


def test_write_section_leaves_nothing_of_the_text_in_the_log(write):
    write()

    assert "controller" not in str(list(Entry.objects.values()))


def test_write_section_overwrites_nothing_that_another_window_saved(write):
    write("first window")

    with pytest.raises(actions.JournalRefused) as refused:
        write("second window", seen_version=0)

    assert refused.value.reasons == {JournalRefusal.CHANGED_ELSEWHERE}
    assert queries.text_for_author(Reflection.objects.get()) == "first window"


def test_write_section_repeated_by_a_lost_answer_is_no_conflict(write):
    write("the same")

    row = write("the same", seen_version=0)

    assert row.version == 1


@pytest.mark.parametrize(
    ("section", "state", "reason"),
    [
        (Section.WHAT, "confirmed", JournalRefusal.NOT_YET),
        (Section.HOST_SAW, "missed", JournalRefusal.NOT_YET),
        (Section.BEFORE, "requested", JournalRefusal.NOT_CONFIRMED),
    ],
)
def test_write_section_waits_for_its_stage(attended_visit, visitor, now, section, state, reason):
    attended_visit.state = state

    with pytest.raises(actions.JournalRefused) as refused:
        actions.write_section(visit=attended_visit, section=section, text="x", seen_version=0, by=visitor, at=now)

    assert refused.value.reasons == {reason}


def test_write_section_keeps_a_pasted_novel_and_refuses_a_library(write):
    row = write("ä" * 50_000)

    with pytest.raises(actions.JournalRefused) as refused:
        write("ä" * 100_001, seen_version=1)

    assert len(queries.text_for_author(row)) == 50_000
    assert refused.value.reasons == {JournalRefusal.TOO_LONG}


def test_open_section_moves_text_between_sealed_and_shared(write, visitor, now):
    row = write()

    opened = actions.open_section(reflection=row, visibility=Visibility.HOST, by=visitor, at=now)
    closed = actions.open_section(reflection=opened, visibility=Visibility.PRIVATE, by=visitor, at=now)

    assert (opened.text, opened.sealed) == (SECRET, None)
    assert (closed.text, queries.text_for_author(closed)) == ("", SECRET)


def test_open_section_is_for_the_author_only(write, lead, now):
    row = write()

    with pytest.raises(Reflection.DoesNotExist):
        actions.open_section(reflection=row, visibility=Visibility.QUOTABLE, by=lead, at=now)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.PRIVATE, set()),
        (Visibility.HOST, {"host"}),
        (Visibility.LEAD, {"host", "lead"}),
        (Visibility.PARTICIPANTS, {"host", "lead", "colleague"}),
        (Visibility.QUOTABLE, {"host", "lead", "colleague"}),
    ],
)
def test_reflections_visible_to_widens_level_by_level(
    write, visitor, host, lead, outsider, administrator, sponsor, colleague, now, visibility, readers
):
    row = actions.open_section(reflection=write(), visibility=visibility, by=visitor, at=now)
    people = {"host": host, "lead": lead, "outsider": outsider, "administrator": administrator}
    people |= {"colleague": colleague, "sponsor": sponsor}

    seen_by = {name for name, person in people.items() if row in access.reflections_visible_to(person)}

    assert seen_by == readers


def test_search_own_finds_private_words_for_their_author_only(write, visitor, host):
    write()

    assert [text for _, text in queries.search_own(visitor, "CONTROLLER cried")] == [SECRET]
    assert queries.search_own(host, "controller") == []


def test_visits_awaiting_reflection_ends_with_the_first_words(write, visitor, host, attended_visit, now):
    today = now.date()
    before = queries.visits_awaiting_reflection(visitor, on=today)

    write()

    assert before == [attended_visit]
    assert queries.visits_awaiting_reflection(visitor, on=today) == []
    assert queries.visits_awaiting_reflection(host, on=today) == [attended_visit]
    assert queries.visits_awaiting_reflection(visitor, on=today - datetime.timedelta(days=60)) == []
