"""Makes what comes out of journals: cards, findings, and the roadmap that they speak for."""

import random
from collections import defaultdict

from programs.cohorts.models import Program
from programs.commitments.choices import RoadmapState
from programs.commitments.models import RoadmapItem
from programs.journals.choices import InsightKind, Visibility
from programs.journals.models import Finding, Insight, Reflection
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
