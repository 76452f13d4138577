"""Words for reports: offered by their author or asked for by a lead, and printed only as consented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from programs.audit import actions as audit
from programs.cohorts.models import Cohort
from programs.core.refusals import Refusal
from programs.journals import rules, voices
from programs.journals.choices import Attribution, Destination, QuoteRefusal, QuoteState, QuoteTone, Visibility
from programs.journals.models import Quote, Reflection
from programs.journals.queries import text_for_author
from programs.journals.refused import refuse
from programs.notifications.actions import queue_letter
from programs.people.models import Person


@dataclass(frozen=True)
class Wording:
    """What an author consents to: the words, how they are attributed, which report, and their tone."""

    text: str
    attribution: Attribution
    destination: Destination
    tone: QuoteTone

    @property
    def terms(self) -> str:
        """All but the words, in one string that can be compared."""
        return f"{self.attribution.value}/{self.destination.value}/{self.tone.value}"


@transaction.atomic
def offer_quote(*, reflection: Reflection, wording: Wording, by: Person, at: datetime) -> Quote:
    """Let an author give their own words to a report: with that they have consented to them.

    Raises JournalRefused when the words don't stand in the text, or the attribution would
    point at the author.
    """
    refuse(rules.cut_refusals(wording.text, text_for_author(Reflection.objects.get(pk=reflection.pk, author=by))))
    _check_attribution(reflection, wording)
    quote = Quote(reflection=reflection, asked_by=by, asked_at=at)
    _write(quote, wording)
    _consent(quote, at)
    quote.save()
    audit.record("offer_quote", quote, by=by, at=at, terms=quote.terms)
    return quote


@transaction.atomic
def ask_for_quote(*, reflection: Reflection, wording: Wording, by: Person, at: datetime) -> Quote:
    """Let a lead ask an author for words that the lead may read. Nothing is quoted before the author's yes.

    Raises JournalRefused.
    """
    refuse([] if _is_open_to_leads(wording.text, reflection) else [Refusal(QuoteRefusal.NOT_OPEN)])
    _check_attribution(reflection, wording)
    quote = Quote(reflection=reflection, asked_by=by, asked_at=at)
    _write(quote, wording)
    quote.save()
    audit.record("ask_for_quote", quote, by=by, at=at, terms=quote.terms)
    _ask(quote, at)
    return quote


@transaction.atomic
def reword_quote(*, quote: Quote, wording: Wording, by: Person, at: datetime) -> Quote:
    """Change a quote that isn't printed. Any change of a lead's asks its author again; an author's
    own change is their consent to it. Raises JournalRefused.
    """
    quote = _locked(quote)
    is_author = by.pk == quote.reflection.author_id
    refuse([Refusal(QuoteRefusal.PRINTED)] if quote.state == QuoteState.PRINTED else [])
    if is_author:
        refuse(rules.cut_refusals(wording.text, text_for_author(quote.reflection)))
    else:
        refuse([] if _is_open_to_leads(wording.text, quote.reflection) else [Refusal(QuoteRefusal.NOT_OPEN)])
    _check_attribution(quote.reflection, wording)
    _write(quote, wording)
    quote.state, quote.chosen_by, quote.decided_at = QuoteState.ASKED, None, None
    quote.consented_text = quote.consented_terms = ""
    if is_author:
        _consent(quote, at)
    else:
        quote.asked_by, quote.asked_at = by, at
    quote.save()
    audit.record("reword_quote", quote, by=by, at=at, terms=quote.terms)
    if not is_author:
        _ask(quote, at)
    return quote


@transaction.atomic
def consent_to_quote(*, quote: Quote, seen_text: str, seen_terms: str, by: Person, at: datetime) -> Quote:
    """Let an author say yes to the very words and terms that they saw. Raises JournalRefused."""
    quote = _locked(quote, author=by)
    refuse(
        rules.consent_refusals(
            state=quote.state, text=quote.text, terms=quote.terms, seen_text=seen_text, seen_terms=seen_terms
        )
    )
    _consent(quote, at)
    quote.save()
    audit.record("consent_to_quote", quote, by=by, at=at, terms=quote.terms)
    return quote


@transaction.atomic
def withhold_quote(*, quote: Quote, by: Person, at: datetime) -> None:
    """Let an author say no, or take their yes back while it isn't printed: the words are deleted.

    Raises JournalRefused once a report has been printed with them.
    """
    quote = _locked(quote, author=by)
    refuse([Refusal(QuoteRefusal.PRINTED)] if quote.state == QuoteState.PRINTED else [])
    quote.text = quote.consented_text = quote.consented_terms = ""
    quote.state, quote.chosen_by, quote.decided_at = QuoteState.DECLINED, None, at
    quote.save()
    audit.record("withhold_quote", quote, by=by, at=at)


@transaction.atomic
def choose_quotes(
    *, cohort: Cohort, destination: Destination, quotes: Sequence[Quote], by: Person, at: datetime
) -> None:
    """Say which consented quotes a report prints: these and no others, at least one of them critical.

    Raises JournalRefused with every reason. The report names who chose.
    """
    refuse(rules.choice_refusals((quote.state, quote.tone) for quote in quotes))
    of_report = Quote.objects.filter(reflection__visit__cohort=cohort, destination=destination)
    of_report.exclude(state=QuoteState.PRINTED).update(chosen_by=None)
    of_report.filter(pk__in=[quote.pk for quote in quotes]).update(chosen_by=by)
    audit.record(
        "choose_quotes", cohort, by=by, at=at, destination=destination.value, quotes=[quote.pk for quote in quotes]
    )


@transaction.atomic
def mark_printed(*, cohort: Cohort, destination: Destination, by: Person, at: datetime) -> int:
    """Note that the chosen quotes of a report are printed, from when on they can't be taken back.

    Returns how many. Called by whoever freezes the report, in the same transaction.
    """
    chosen = Quote.objects.filter(
        reflection__visit__cohort=cohort, destination=destination, state=QuoteState.CONSENTED, chosen_by__isnull=False
    )
    printed = list(chosen.values_list("pk", flat=True))
    Quote.objects.filter(pk__in=printed).update(state=QuoteState.PRINTED, printed_at=at)
    if printed:
        audit.record("print_quotes", cohort, by=by, at=at, destination=destination.value, quotes=printed)
    return len(printed)


def _locked(quote: Quote, **having: Person) -> Quote:
    rows = Quote.objects.select_for_update(of=("self",)).select_related("reflection__visit__cohort")
    return rows.get(pk=quote.pk, **{f"reflection__{name}": value for name, value in having.items()})


def _write(quote: Quote, wording: Wording) -> None:
    quote.text, quote.terms = wording.text.strip(), wording.terms
    quote.attribution, quote.destination, quote.tone = wording.attribution, wording.destination, wording.tone


def _consent(quote: Quote, at: datetime) -> None:
    quote.state, quote.decided_at = QuoteState.CONSENTED, at
    quote.consented_text, quote.consented_terms = quote.text, quote.terms


def _is_open_to_leads(words: str, reflection: Reflection) -> bool:
    """Whether words stand in what leads may read of a text: the text itself, or a card cut from it."""
    texts = list(reflection.insights.filter(visibility__gte=Visibility.LEAD).values_list("text", flat=True))
    if reflection.visibility >= Visibility.LEAD:
        texts.append(reflection.text)
    return bool(words.strip()) and any(rules.is_passage(words, text) for text in texts)


def _check_attribution(reflection: Reflection, wording: Wording) -> None:
    people = voices.people_taking_part(reflection.visit.cohort, reflection.author.department_id)
    refuse(rules.attribution_refusals(wording.attribution, people=people))


def _ask(quote: Quote, at: datetime) -> None:
    queue_letter(
        to=quote.reflection.author,
        kind="journals/quote_asked",
        context={"quote": quote, "link": settings.PUBLIC_URL + reverse("journals:quote", args=[quote.pk])},
        key=f"quote:{quote.pk}:{at.timestamp()}",
        at=at,
    )
