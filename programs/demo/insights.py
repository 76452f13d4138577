"""Makes what comes out of journals: cards, findings, and the roadmap that they speak for."""

import random
from collections import defaultdict
from datetime import datetime

from programs.cohorts.models import Cohort, Program
from programs.commitments.choices import RoadmapState
from programs.commitments.models import RoadmapItem
from programs.journals import actions, themes
from programs.journals.actions import Wording
from programs.journals.choices import Attribution, Destination, InsightKind, QuoteTone, Visibility
from programs.journals.models import Finding, Insight, Quote, Reflection
from programs.people.models import Person

CARDS = (
    # (words of a reflection in `texts`, kind, the finding that they become)
    ("They want to be told the evening before when something will look different.", "pain", "Changes come unannounced"),
    ("They measure how long a driver waits.", "knowledge_gap", "We measure uptime, they measure waiting"),
    ("Finding the right one of four windows was not.", "legacy_system", "One task needs four windows"),
    ("Four of them are in our system, but on three pages and not in that order.", "legacy_system", "One task needs four windows"),
    ("our error texts. I copied five of them; three are English, two are numbers.", "pain", "Error texts help nobody"),
    ("I will put the customer reference on the first screen", "idea", "Show first what they look for first"),
    ("They were kind about it.", "praise", "Hosts take time for us"),
    ("That our new colleagues learn the workarounds before they learn the work.", "pain", "Workarounds are taught as work"),
    ("There is one person on call for all of it at night.", "knowledge_gap", "Few know who is on call at night"),
)  # fmt: skip
ROADMAP = (
    # (title, system, state, the finding that speaks for it)
    ("Evening note before visible changes", "Release calendar", RoadmapState.IN_PROGRESS, "Changes come unannounced"),
    ("One dispatch view", "Warehouse suite", RoadmapState.PLANNED, "One task needs four windows"),
    ("Error texts in plain words", "ERP ledger", RoadmapState.IDEA, "Error texts help nobody"),
    ("Customer reference first", "Case system", RoadmapState.DONE, "Show first what they look for first"),
)
LINK = "https://plan.nordhaven.example/roadmap/"
QUOTES = (
    # (words of a reflection in `texts`, tone, attribution)
    ("Two colleagues reconciled a difference of eleven cents for forty minutes, because the rule says zero.", "critical", "role"),
    ("It happened: the export now runs at six in the evening.", "supportive", "role"),
    ("We measure uptime. They measure how long a driver waits.", "critical", "none"),
    ("There is one person on call for all of it at night. I will think about that before I ring.", "supportive", "role"),
    ("They don't want a new system.", "critical", "none"),
)  # fmt: skip
THEMES = {
    # theme: words that a lead takes for it
    "waiting": ("waits", "nineteen minutes", "the plan on the screen", "three weeks"),
    "language": ("“Open” means", "error texts", "which words to put"),
    "tools": ("four windows", "three pages", "print the list", "cardboard"),
    "unseen_work": ("workarounds", "table of error codes", "one person on call", "phoned the line"),
    "connection": ("kind about it", "come back", "whom to ask", "I felt"),
    "informed": ("the evening before", "evening note", "several teams"),
}
TAGGED = 110
"""How many texts two leads have read."""
SLIPS = 0.03
"""How often the second lead sees a text otherwise than the first."""


def cut_cards(program: Program, *, lead: Person, rng: random.Random) -> None:
    """Let those who opened their texts cut cards from them, and the lead merge what says the same."""
    findings: dict[tuple[str, str], list[Insight]] = defaultdict(list)
    rows = []
    opened = Reflection.objects.filter(visit__cohort__program=program, visibility__gte=Visibility.HOST).order_by("pk")
    for reflection in opened:
        for words, kind, finding in CARDS:
            if words in reflection.text and rng.random() < 0.75:
                visibility = min(max(reflection.visibility, Visibility.LEAD), Visibility.PARTICIPANTS)
                card = Insight(
                    reflection=reflection, kind=kind, text=words, visibility=visibility, cut_at=reflection.changed_at
                )
                rows.append(card)
                if rng.random() < 0.85:
                    findings[finding, kind].append(card)
    _merge(program, findings, lead)
    Insight.objects.bulk_create(rows)


def _merge(program: Program, found: dict[tuple[str, str], list[Insight]], lead: Person) -> None:
    items = {
        finding: RoadmapItem.objects.create(
            program=program, title=title, system=system, state=state, link=f"{LINK}{number}"
        )
        for number, (title, system, state, finding) in enumerate(ROADMAP, start=1)
    }
    for (title, kind), cards in found.items():
        finding = Finding.objects.create(
            program=program,
            kind=InsightKind(kind),
            title=title,
            roadmap_item=items.get(title),
            made_by=lead,
            made_at=max(card.cut_at for card in cards),
        )
        for card in cards:
            card.finding = finding


def tag_texts(program: Program, *, lead: Person, second: Person, at: datetime, rng: random.Random) -> None:
    """Let two leads read the same texts, and mostly agree what they are about."""
    actions.begin_themes(program=program, by=lead, at=at)
    by_key = {theme.key: theme for theme in program.themes.all()}
    for entry in list(themes.texts_for_leads(program))[:TAGGED]:
        seen = [by_key[key] for key, marks in THEMES.items() if any(mark in entry.text for mark in marks)]
        actions.code_entry(entry=entry, themes=seen, by=lead, at=at)
        other = [
            theme for theme in by_key.values() if (theme in seen) != (theme.key in THEMES and rng.random() < SLIPS)
        ]
        actions.code_entry(entry=entry, themes=other, by=second, at=at)


def give_quotes(cohort: Cohort, *, lead: Person, at: datetime) -> None:
    """Let authors give words to reports, and the lead choose them: the first of each tone for the executive page,
    the next for the programme report, the last for the report of the department that was visited.
    """
    opened = Reflection.objects.filter(visit__cohort=cohort, visibility__gte=Visibility.LEAD).order_by("pk")
    given: dict[Destination, list[Quote]] = defaultdict(list)
    for words, tone, attribution in QUOTES:
        reflection = opened.filter(text__contains=words).select_related("author").first()
        if reflection is not None:
            report = next(one for one in Destination if all(quote.tone != tone for quote in given[one]))
            wording = Wording(words, Attribution(attribution), report, QuoteTone(tone))
            quote = actions.offer_quote(reflection=reflection, wording=wording, by=reflection.author, at=at)
            given[report].append(quote)
    for report, quotes in given.items():
        if any(quote.tone == QuoteTone.CRITICAL for quote in quotes):
            actions.choose_quotes(cohort=cohort, destination=report, quotes=quotes, by=lead, at=at)


def ask_somebody(author: Person, *, lead: Person, at: datetime) -> None:
    """Let the lead ask one person of the cast for words that they opened."""
    reflection = Reflection.objects.filter(author=author, visibility__gte=Visibility.LEAD).exclude(text="").first()
    if reflection is not None:
        words = reflection.text.split(".")[0]
        wording = Wording(words, Attribution.ROLE, Destination.PROGRAM, QuoteTone.CRITICAL)
        actions.ask_for_quote(reflection=reflection, wording=wording, by=lead, at=at)
