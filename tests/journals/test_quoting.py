"""Quotes: nothing is printed but the exact words that their author said yes to."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from programs.audit.models import Entry
from programs.home import attention, queries
from programs.journals import actions, voices
from programs.journals.actions import Wording
from programs.journals.choices import Attribution, Destination, QuoteRefusal, QuoteState, QuoteTone, Visibility
from programs.journals.models import Quote
from programs.notifications.models import Letter
from tests.factories.cohorts import make_enrollment
from tests.factories.journals import make_insight, make_reflection
from tests.factories.people import make_person

TEXT = "It took nineteen minutes and nobody was surprised. They were kind about it."


def _wording(text="It took nineteen minutes", tone=QuoteTone.CRITICAL, attribution=Attribution.ROLE):
    return Wording(text, attribution, Destination.BOARD, tone)


@pytest.fixture
def reflection(attended_visit, visitor, now):
    return make_reflection(attended_visit, visitor, TEXT, visibility=Visibility.LEAD, at=now)


@pytest.fixture
def quote(reflection, lead, now):
    return actions.ask_for_quote(reflection=reflection, wording=_wording(), by=lead, at=now)


def _agree(quote, visitor, now):
    return actions.consent_to_quote(quote=quote, seen_text=quote.text, seen_terms=quote.terms, by=visitor, at=now)


def _choose(cohort, quotes, lead, now):
    actions.choose_quotes(cohort=cohort, destination=Destination.BOARD, quotes=quotes, by=lead, at=now)


def test_ask_for_quote_prints_nothing_before_the_authors_yes(quote, cohort, visitor, lead, now):
    with pytest.raises(actions.JournalRefused) as refused:
        _choose(cohort, [quote], lead, now)

    assert refused.value.reasons == {QuoteRefusal.NO_CONSENT}
    assert voices.voices_of(cohort, Destination.BOARD).quotes == ()
    assert Letter.objects.get().to == visitor


def test_consented_and_chosen_words_are_printed_with_who_chose(quote, cohort, visitor, lead, now):
    agreed = _agree(quote, visitor, now)

    _choose(cohort, [agreed], lead, now)

    found = voices.voices_of(cohort, Destination.BOARD)
    assert [(one.text, one.who, one.tone) for one in found.quotes] == [
        ("It took nineteen minutes", "a visitor", QuoteTone.CRITICAL)
    ]
    assert found.selected_by == "Lena Lead"
    assert voices.voices_of(cohort, Destination.PROGRAM).quotes == ()


@pytest.mark.parametrize(
    "changed",
    [
        _wording(text="nobody was surprised"),
        _wording(tone=QuoteTone.SUPPORTIVE),
        _wording(attribution=Attribution.NAME),
        Wording("It took nineteen minutes", Attribution.ROLE, Destination.PROGRAM, QuoteTone.CRITICAL),
    ],
    ids=["words", "tone", "attribution", "report"],
)
def test_any_change_of_a_leads_asks_the_author_again(quote, cohort, visitor, lead, now, changed):
    agreed = _agree(quote, visitor, now)
    _choose(cohort, [agreed], lead, now)

    reworded = actions.reword_quote(quote=agreed, wording=changed, by=lead, at=now)

    assert (reworded.state, reworded.consented_text, reworded.chosen_by) == (QuoteState.ASKED, "", None)
    assert voices.voices_of(cohort, Destination.BOARD).quotes == ()


def test_a_yes_to_words_that_were_changed_meanwhile_is_no_yes(quote, visitor, lead, now):
    seen = quote.text, quote.terms
    actions.reword_quote(quote=quote, wording=_wording(text="nobody was surprised"), by=lead, at=now)

    with pytest.raises(actions.JournalRefused) as refused:
        actions.consent_to_quote(quote=quote, seen_text=seen[0], seen_terms=seen[1], by=visitor, at=now)

    assert refused.value.reasons == {QuoteRefusal.CHANGED}
    assert Quote.objects.get().state == QuoteState.ASKED


def test_the_database_keeps_no_consent_to_other_words(quote, visitor, now):
    _agree(quote, visitor, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Quote.objects.update(text="It took no time")


def test_only_the_author_consents_and_withholds(quote, lead, host, now):
    for person in (lead, host):
        with pytest.raises(Quote.DoesNotExist):
            _agree(quote, person, now)
        with pytest.raises(Quote.DoesNotExist):
            actions.withhold_quote(quote=quote, by=person, at=now)


def test_a_yes_can_be_taken_back_until_it_is_printed(quote, cohort, visitor, lead, now):
    agreed = _agree(quote, visitor, now)
    _choose(cohort, [agreed], lead, now)

    actions.withhold_quote(quote=agreed, by=visitor, at=now)

    row = Quote.objects.get()
    assert (row.state, row.text, row.consented_text) == (QuoteState.DECLINED, "", "")
    assert voices.voices_of(cohort, Destination.BOARD).quotes == ()
    assert actions.mark_printed(cohort=cohort, destination=Destination.BOARD, by=lead, at=now) == 0


def test_a_printed_quote_can_neither_be_taken_back_nor_changed(quote, cohort, visitor, lead, now):
    agreed = _agree(quote, visitor, now)
    _choose(cohort, [agreed], lead, now)
    printed = actions.mark_printed(cohort=cohort, destination=Destination.BOARD, by=lead, at=now)

    with pytest.raises(actions.JournalRefused) as back:
        actions.withhold_quote(quote=agreed, by=visitor, at=now)
    with pytest.raises(actions.JournalRefused) as changed:
        actions.reword_quote(quote=agreed, wording=_wording(text="nobody"), by=visitor, at=now)

    assert printed == 1
    assert back.value.reasons == changed.value.reasons == {QuoteRefusal.PRINTED}
    assert len(voices.voices_of(cohort, Destination.BOARD).quotes) == 1


def test_choose_quotes_wants_a_critical_one(reflection, cohort, visitor, lead, now):
    kind = actions.offer_quote(
        reflection=reflection, wording=_wording("They were kind", QuoteTone.SUPPORTIVE), by=visitor, at=now
    )
    critical = actions.offer_quote(reflection=reflection, wording=_wording(), by=visitor, at=now)

    with pytest.raises(actions.JournalRefused) as refused:
        _choose(cohort, [kind], lead, now)
    _choose(cohort, [critical, kind], lead, now)

    assert refused.value.reasons == {QuoteRefusal.ONE_CRITICAL}
    assert [one.tone for one in voices.voices_of(cohort, Destination.BOARD).quotes] == [
        QuoteTone.SUPPORTIVE,
        QuoteTone.CRITICAL,
    ]


def test_ask_for_quote_takes_only_words_that_leads_may_read(attended_visit, visitor, lead, now):
    card = make_insight(attended_visit, visitor, "It took nineteen minutes", section="so_what", at=now)

    from_card = actions.ask_for_quote(reflection=card.reflection, wording=_wording(), by=lead, at=now)
    with pytest.raises(actions.JournalRefused) as refused:
        actions.ask_for_quote(reflection=card.reflection, wording=_wording("nobody was surprised"), by=lead, at=now)

    assert from_card.state == QuoteState.ASKED
    assert refused.value.reasons == {QuoteRefusal.NOT_OPEN}


@pytest.mark.parametrize(("others", "is_allowed"), [(8, False), (9, True)])
def test_a_department_is_named_only_from_ten_people_on(
    reflection, cohort, visitor, it_department, now, others, is_allowed
):
    for number in range(others):
        make_enrollment(cohort, make_person(f"Colleague {number}", department=it_department))
    wording = _wording(attribution=Attribution.DEPARTMENT)

    if is_allowed:
        quote = actions.offer_quote(reflection=reflection, wording=wording, by=visitor, at=now)
        people = voices.people_taking_part(cohort, it_department.pk)
        assert voices.attributed(quote, people=people) == "a visitor, Information Technology"
        assert voices.attributed(quote, people=9) == "a visitor"
    else:
        with pytest.raises(actions.JournalRefused) as refused:
            actions.offer_quote(reflection=reflection, wording=wording, by=visitor, at=now)
        assert refused.value.reasons == {QuoteRefusal.TOO_FEW}


@pytest.mark.parametrize(("attribution", "who"), [("none", ""), ("role", "a visitor"), ("name", "Vera Visser")])
def test_attributed_names_no_more_than_its_author_said(reflection, visitor, now, attribution, who):
    quote = actions.offer_quote(
        reflection=reflection, wording=_wording(attribution=Attribution(attribution)), by=visitor, at=now
    )

    assert voices.attributed(quote, people=500) == who


def test_withhold_quote_leaves_no_words_in_the_log(quote, visitor, now):
    actions.withhold_quote(quote=quote, by=visitor, at=now)

    assert not any("nineteen" in str(entry.facts) for entry in Entry.objects.all())


def test_a_quote_that_was_asked_for_waits_on_its_authors_home_page(quote, visitor, now):
    found = attention.waiting_for(visitor, queries.standing_of(visitor), at=now)

    assert reverse("journals:quote", args=[quote.pk]) in {entry.url for entry in found}


def test_consent_on_the_page_is_to_the_words_on_the_page(client, quote, visitor, lead, now):
    client.force_login(visitor)
    page = client.get(reverse("journals:quote", args=[quote.pk])).text
    actions.reword_quote(quote=quote, wording=_wording("nobody was surprised"), by=lead, at=now)

    client.post(
        reverse("journals:consent", args=[quote.pk]),
        {"seen_text": "It took nineteen minutes", "seen_terms": "role/board/critical"},
    )

    assert 'name="seen_text" value="It took nineteen minutes"' in page
    assert Quote.objects.get().state == QuoteState.ASKED
