"""Face cards, words, systems, the agreement and the strategy check."""

import datetime
import io

import pytest
from PIL import Image

from programs.audit.models import Entry
from programs.briefings import actions, wordings
from programs.briefings.choices import BriefingReason
from programs.briefings.models import Agreement, DepartmentSystem, FaceCard, GlossaryEntry, StrategyCheck
from tests.factories.briefings import make_agreement, make_card, make_picture, make_system, make_word
from tests.factories.people import make_team

pytestmark = pytest.mark.django_db

LATER = datetime.timedelta(hours=1)


# Face cards ----------------------------------------------------------------------------------


def test_save_card_keeps_a_small_square_photo_without_metadata(visitor, now):
    source = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Vera"
    Image.new("RGB", (900, 500), "teal").save(source, "JPEG", exif=exif)

    card = actions.save_card(person=visitor, sentence=" Aloud. ", languages="", photo=source.getvalue(), at=now)

    picture = Image.open(io.BytesIO(card.photo))
    assert picture.size == (320, 320)
    assert b"Camera of Vera" not in card.photo
    assert card.sentence == "Aloud."


def test_save_card_without_a_photo_keeps_the_old_one(visitor, now):
    make_card(visitor, photo=b"jpeg")

    actions.save_card(person=visitor, sentence="New.", languages="", photo=None, at=now)

    assert bytes(FaceCard.objects.get().photo) == b"jpeg"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"%PDF-1.7", BriefingReason.NOT_A_PHOTO), (b"x" * 8_000_001, BriefingReason.PHOTO_TOO_LARGE)],
)
def test_save_card_refuses_what_is_no_photo(visitor, now, content, reason):
    with pytest.raises(actions.BriefingRefused) as refused:
        actions.save_card(person=visitor, sentence="", languages="", photo=content, at=now)

    assert refused.value.reasons == {reason}
    assert not FaceCard.objects.exists()


def test_remove_photo_deletes_it(visitor, now):
    make_card(visitor, photo=make_picture())

    actions.remove_photo(person=visitor, at=now)
    actions.remove_photo(person=visitor, at=now)

    assert FaceCard.objects.get().photo is None
    assert Entry.objects.filter(deed="remove_photo").count() == 1


# Words and systems ---------------------------------------------------------------------------


def test_add_word_is_open_to_both_sides_and_once_a_pair(finance, visitor, host, now):
    words = {"department": finance, "their_word": "open", "our_word": "not booked", "meaning": ""}
    actions.add_word(**words, by=visitor, at=now)

    with pytest.raises(actions.BriefingRefused) as refused:
        actions.add_word(**words, by=host, at=now)

    assert refused.value.reasons == {BriefingReason.ALREADY_THERE}
    assert GlossaryEntry.objects.get().added_by == visitor


def test_remove_word_leaves_the_pair_in_the_log(finance, visitor, now):
    entry = make_word(finance, visitor, their_word="open", our_word="not booked")

    actions.remove_word(entry=entry, by=visitor, at=now)

    assert not GlossaryEntry.objects.exists()
    assert Entry.objects.get(deed="remove_word").facts["words"] == "open ↔ not booked"


def test_add_system_refuses_a_second_of_the_name(finance, it_department, host, now):
    team = make_team("ERP", it_department)
    actions.add_system(department=finance, name="Ledger", purpose="Bookings", team=team, by=host, at=now)

    with pytest.raises(actions.BriefingRefused) as refused:
        actions.add_system(department=finance, name="Ledger", purpose="Else", team=None, by=host, at=now)

    assert refused.value.reasons == {BriefingReason.ALREADY_THERE}
    assert DepartmentSystem.objects.get().team == team


def test_remove_system_is_recorded(finance, host, now):
    system = make_system(finance)

    actions.remove_system(system=system, by=host, at=now)

    assert not DepartmentSystem.objects.exists()
    assert Entry.objects.get(deed="remove_system").facts["name"] == "Ledger"


# The agreement -------------------------------------------------------------------------------


def test_agree_keeps_who_when_and_which_wording(visit, visitor, host, now):
    actions.agree(visit=visit, by=visitor, at=now, aim="See the close")
    actions.agree(visit=visit, by=host, at=now + LATER)

    said = {row.side: row for row in Agreement.objects.filter(visit=visit)}
    assert said["visitor"].person == visitor
    assert said["visitor"].aim == "See the close"
    assert said["host"].agreed_at == now + LATER
    assert {row.version for row in said.values()} == {wordings.CURRENT}
    assert Entry.objects.filter(deed="agree_on_visit").count() == 2


def test_agree_again_lets_the_first_yes_stand(visit, visitor, now):
    actions.agree(visit=visit, by=visitor, at=now)

    actions.agree(visit=visit, by=visitor, at=now + LATER, aim="Something else")

    said = Agreement.objects.get()
    assert (said.agreed_at, said.aim) == (now, "")


def test_agree_to_a_new_wording_replaces_the_old_yes(visit, visitor, now, monkeypatch):
    make_agreement(visit, "visitor", visitor, version=1)
    monkeypatch.setattr(wordings, "CURRENT", 2)

    actions.agree(visit=visit, by=visitor, at=now)

    assert Agreement.objects.get().version == 2


@pytest.mark.parametrize("who", ["lead", "outsider"])
def test_agree_is_for_the_two_sides_only(visit, request, now, who):
    with pytest.raises(actions.BriefingRefused) as refused:
        actions.agree(visit=visit, by=request.getfixturevalue(who), at=now)

    assert refused.value.reasons == {BriefingReason.NOT_A_SIDE}


def test_agree_is_refused_once_the_visit_is_over(visit, visitor):
    with pytest.raises(actions.BriefingRefused) as refused:
        actions.agree(visit=visit, by=visitor, at=visit.ends_at)

    assert refused.value.reasons == {BriefingReason.OVER}


def test_every_version_of_the_wording_names_the_five_points():
    for version in wordings.VERSIONS:
        keys = [clause.key for clause in wordings.wording(version)]
        assert keys == ["aims", "confidentiality", "limits", "promises", "stop"]


# The strategy check --------------------------------------------------------------------------


def test_answer_strategy_can_be_changed_until_the_day_begins(visit, visitor, now):
    values = {"visit": visit, "by": visitor, "part": "", "sentence": ""}
    actions.answer_strategy(**values, goal="First", at=now)
    actions.answer_strategy(**values, goal="Second", at=now + LATER)

    with pytest.raises(actions.BriefingRefused) as refused:
        actions.answer_strategy(**values, goal="Third", at=visit.starts_at)

    assert refused.value.reasons == {BriefingReason.NOT_AHEAD}
    assert StrategyCheck.objects.get().goal == "Second"
    assert "Second" not in str(list(Entry.objects.values_list("facts", flat=True)))
