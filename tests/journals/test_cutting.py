"""Cards cut from a journal: word for word, with readers of their own."""

import pytest
from django.urls import reverse

from programs.audit.models import Entry
from programs.journals import access, actions
from programs.journals.choices import InsightKind, InsightRefusal, Visibility
from programs.journals.models import Insight
from tests.factories.journals import make_insight, make_reflection

TEXT = "Anna rang three people.\nThe driver waited for nineteen minutes."


def _cut(reflection, by, now, words="The driver waited", visibility=Visibility.LEAD):
    return actions.cut_insight(
        reflection=reflection, words=words, kind=InsightKind.PAIN, visibility=visibility, by=by, at=now
    )


def test_cut_insight_leaves_the_text_it_comes_from_private(attended_visit, visitor, lead, now):
    reflection = make_reflection(attended_visit, visitor, TEXT, at=now)

    card = _cut(reflection, visitor, now)

    reflection.refresh_from_db()
    assert (card.text, reflection.visibility, reflection.text) == ("The driver waited", Visibility.PRIVATE, "")
    assert list(access.insights_visible_to(lead)) == [card]
    assert not access.reflections_visible_to(lead).exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("The driver waited for an hour", InsightRefusal.NOT_IN_THE_TEXT),
        ("waited Anna", InsightRefusal.NOT_IN_THE_TEXT),
        ("  \n", InsightRefusal.EMPTY),
    ],
)
def test_cut_insight_takes_no_other_words(attended_visit, visitor, now, words, reason):
    reflection = make_reflection(attended_visit, visitor, TEXT, at=now)

    with pytest.raises(actions.JournalRefused) as refused:
        _cut(reflection, visitor, now, words=words)

    assert refused.value.reasons == {reason}
    assert not Insight.objects.exists()


def test_cut_insight_minds_no_line_breaks(attended_visit, visitor, now):
    reflection = make_reflection(attended_visit, visitor, TEXT, at=now)

    card = _cut(reflection, visitor, now, words="rang three people. The driver")

    assert card.text == "rang three people. The driver"


def test_cut_insight_is_the_authors_alone(attended_visit, visitor, host, now):
    reflection = make_reflection(attended_visit, visitor, TEXT, visibility=Visibility.HOST, at=now)

    with pytest.raises(type(reflection).DoesNotExist):
        _cut(reflection, host, now)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Visibility.HOST, {"host"}),
        (Visibility.LEAD, {"host", "lead"}),
        (Visibility.PARTICIPANTS, {"host", "lead", "colleague"}),
    ],
)
def test_a_card_is_read_by_whom_its_author_named_and_nobody_else(
    attended_visit, visitor, host, lead, colleague, sponsor, outsider, administrator, now, visibility, readers
):
    make_insight(attended_visit, visitor, TEXT, visibility=visibility, at=now)
    people = {
        "host": host, "lead": lead, "colleague": colleague, "sponsor": sponsor, "outsider": outsider,
        "administrator": administrator,
    }  # fmt: skip

    found = {name for name, person in people.items() if access.insights_visible_to(person).exists()}

    assert found == readers


@pytest.mark.parametrize("visibility", list(Visibility))
def test_opening_or_closing_a_text_changes_none_of_its_cards(attended_visit, visitor, now, visibility):
    reflection = make_reflection(attended_visit, visitor, TEXT, visibility=Visibility.LEAD, at=now)
    card = _cut(reflection, visitor, now)

    actions.open_section(reflection=reflection, visibility=visibility, by=visitor, at=now)

    card.refresh_from_db()
    assert (card.visibility, card.text) == (Visibility.LEAD, "The driver waited")


def test_closing_a_text_says_that_its_card_stays_open(client, attended_visit, visitor, now):
    reflection = make_reflection(attended_visit, visitor, TEXT, visibility=Visibility.LEAD, at=now)
    _cut(reflection, visitor, now)
    client.force_login(visitor)

    answer = client.post(
        reverse("journals:open_section", args=[attended_visit.pk, "what"]), {"visibility": "0"}, follow=True
    )

    assert "1 card or quote from this part has readers of its own and stays open." in answer.text
    assert "The driver waited" in answer.text


def test_open_insight_narrows_at_once_and_leaves_the_counts(attended_visit, visitor, lead, now):
    card = make_insight(attended_visit, visitor, TEXT, at=now)

    actions.open_insight(insight=card, visibility=Visibility.HOST, by=visitor, at=now)

    assert not access.insights_visible_to(lead).exists()


def test_take_back_insight_keeps_the_words_nowhere(attended_visit, visitor, now):
    card = make_insight(attended_visit, visitor, TEXT, at=now)

    actions.take_back_insight(insight=card, by=visitor, at=now)

    assert not Insight.objects.exists()
    entry = Entry.objects.get(deed="take_back_insight")
    assert "driver" not in str(entry.facts)


def test_cut_insight_shows_who_would_read_it_first(client, attended_visit, visitor, host, lead, now):
    make_reflection(attended_visit, visitor, TEXT, at=now)
    client.force_login(visitor)
    address = reverse("journals:cut_insight", args=[attended_visit.pk, "what"])
    typed = {"words": "The driver waited", "kind": "pain", "visibility": "2"}

    first = client.post(address, typed)

    assert "Hugo Host" in first.text
    assert not Insight.objects.exists()

    client.post(address, typed | {"is_sure": "on"})

    assert Insight.objects.get().text == "The driver waited"


def test_cut_insight_keeps_what_was_typed_when_the_words_are_not_in_the_text(client, attended_visit, visitor, now):
    make_reflection(attended_visit, visitor, TEXT, at=now)
    client.force_login(visitor)

    answer = client.post(
        reverse("journals:cut_insight", args=[attended_visit.pk, "what"]),
        {"words": "They were all kind", "kind": "praise", "visibility": "2", "is_sure": "on"},
    )

    assert answer.status_code == 200
    assert "They were all kind" in answer.text
    assert "Choose words that stand in this part" in answer.text
    assert not Insight.objects.exists()


def test_insight_widens_only_after_its_readers_were_shown(client, attended_visit, visitor, host, now):
    card = make_insight(attended_visit, visitor, TEXT, visibility=Visibility.HOST, at=now)
    client.force_login(visitor)
    address = reverse("journals:insight", args=[card.pk])

    shown = client.post(address, {"visibility": "3"})
    card.refresh_from_db()
    before = card.visibility
    client.post(address, {"visibility": "3", "is_sure": "on"})
    card.refresh_from_db()

    assert "All visitors and hosts" in shown.text
    assert (before, card.visibility) == (Visibility.HOST, Visibility.PARTICIPANTS)
