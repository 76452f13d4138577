"""What a report says about its figures, by rule: from figures to sentences, never typed.

Every sentence is a member of `choices.Sentence` with the facts that fill it, so that it is
translated, listed once and linted once. All of them are level L1 (outcomes §2.13): they say
what changed among whom, with the interval, and never why. "Rose", "fell", "narrowed" and
"widened" need an interval that excludes 0; everything else is "no clear change".
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from programs.charts.numbers import minus, percent, points, whole
from programs.commitments.queries import CommitmentFigures, FrictionFigures
from programs.commitments.returns import Benefits
from programs.reports.choices import Sentence
from programs.reports.figures import Concerns, Network, Participation, ReportFigures, Ties
from programs.surveys.figures import Change, Gap, GapChange, GapStory, ItemStory, RateFlag, ResponseRate, Share
from programs.surveys.statistics.power import smallest_detectable_change

PRIMARY_SIDE = "business"
"""The side whose view is the primary outcome (outcomes §0.1)."""


@dataclass(frozen=True)
class Told:
    """A sentence with its facts; as text it is in the language of the reader."""

    sentence: Sentence
    facts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.sentence.label) % dict(self.facts)


def share(value: float | None, pattern: str = "{}%") -> str:
    """Write a fraction as whole per cent."""
    return percent(None if value is None else value * 100, pattern)


def difference(value: float | None, *, signed: bool = False) -> str:
    """Write a difference of two fractions in points."""
    return points(None if value is None else value * 100, signed=signed)


def is_clear(change: Change) -> bool:
    """Whether a sentence may say that a share moved: an arrow is allowed and the interval excludes 0."""
    return change.is_clear and change.low is not None and change.high is not None and change.low * change.high > 0


def headline(story: GapStory | None, pattern: str = "{}%") -> Told:
    """Return the one sentence of a report: what happened to the business's view of IT."""
    if story is None:
        return Told(Sentence.NO_WAVE)
    item = story.headline
    if item.change is None:
        return Told(Sentence.TOO_FEW) if story.after else _baseline(item.before, pattern)
    before, after = _shares(item)
    facts = {"before": share(before, pattern), "after": share(after, pattern)}
    change = item.change.business
    if not is_clear(change) or (change.value or 0) * ((after or 0) - (before or 0)) <= 0:
        return Told(Sentence.UNCHANGED, facts)
    return Told(Sentence.ROSE if (change.value or 0) > 0 else Sentence.FELL, facts)


def _shares(item: ItemStory) -> tuple[float | None, float | None]:
    """Return the business's share before and after, over all answers: the numbers that charts show."""
    return item.before.business.value, item.after.business.value if item.after else None


def _baseline(gap: Gap, pattern: str) -> Told:
    if gap.value is None:
        return Told(Sentence.TOO_FEW)
    return Told(
        Sentence.BASELINE,
        {
            "it": share(gap.it.value, pattern),
            "business": share(gap.business.value, pattern),
            "gap": difference(gap.value),
        },
    )


def headline_lines(story: GapStory | None, pattern: str = "{}%") -> tuple[Told, ...]:
    """Return what stands under the headline: measure, change with interval, who moved."""
    if story is None:
        return ()
    item = story.headline
    lines = [Told(Sentence.MEASURE, {"item": bare(item.question.text_business)})]
    if item.change is None:
        lines.append(Told(Sentence.CHANGE_HIDDEN if story.after else Sentence.FIRST_WAVE))
        return tuple(lines)
    return (*lines, *_change_lines(item.change.business, pattern))


def _change_lines(change: Change, pattern: str) -> tuple[Told, ...]:
    facts = {
        "n": str(change.n),
        "before": share(change.before, pattern),
        "after": share(change.after, pattern),
        "change": difference(change.value, signed=True),
        "low": difference(change.low, signed=True),
        "high": difference(change.high, signed=True),
    }
    if not change.is_linked:
        return (Told(Sentence.UNLINKED, facts),)
    lines = [Told(Sentence.LINKED, facts)]
    if change.up is not None and change.stayed is not None:
        moved = {"n": str(change.n), "up": str(change.up), "down": str(change.down), "stayed": str(change.stayed)}
        lines.append(Told(Sentence.MOVED, moved))
    return tuple(lines)


def gap_lines(item: ItemStory) -> tuple[Told, ...]:
    """Return what happened to one gap, always with the change on both sides beside it."""
    if item.change is not None:
        return (_gap_story(item), _sides(item.change))
    gap = item.after or item.before
    if gap.value is None:
        return (Told(Sentence.GAP_HIDDEN),)
    facts = {"gap": difference(gap.value), "low": difference(gap.low), "high": difference(gap.high)}
    return (Told(Sentence.GAP_NOW, facts),)


def _gap_story(item: ItemStory) -> Told:
    """Return the story label with the gaps that charts show: over all answers of each wave."""
    before, after = item.before.value, item.after.value if item.after else None
    facts = {"before": difference(before), "after": difference(after)}
    sentence = Sentence(item.change.story.value) if item.change else Sentence.GAP_UNCHANGED
    closer = abs(after or 0) < abs(before or 0)
    if closer == (sentence == Sentence.GAP_WIDENED):
        sentence = Sentence.GAP_UNCHANGED
    return Told(sentence, facts)


def _sides(change: GapChange) -> Told:
    is_linked = change.it.is_linked and change.business.is_linked
    return Told(
        Sentence.SIDES_LINKED if is_linked else Sentence.SIDES_ALL,
        {
            "it": difference(change.it.value, signed=True),
            "business": difference(change.business.value, signed=True),
            "gap": difference(change.value, signed=True),
            "low": difference(change.low, signed=True),
            "high": difference(change.high, signed=True),
        },
    )


def took_part(participation: Participation) -> Told:
    """Return how many of those who enrolled have visited."""
    people = participation.people
    if people.visited is None:
        return Told(Sentence.PART_HIDDEN)
    if not people.enrolled:
        return Told(Sentence.NOBODY_ENROLLED)
    return Told(Sentence.TOOK_PART, {"visited": minus(people.visited), "enrolled": minus(people.enrolled)})


def visits_done(participation: Participation) -> Told:
    """Return how many of the planned visits took place."""
    visits = participation.visits
    if visits.attended is None:
        return Told(Sentence.VISITS_HIDDEN)
    if not visits.attended:
        return Told(Sentence.NO_VISITS)
    return Told(
        Sentence.VISITS_DONE,
        {
            "done": minus(visits.attended),
            "planned": minus(visits.planned),
            "reached": minus(participation.departments_reached),
            "hosts": minus(participation.host_departments),
        },
    )


def contacts(ties: Ties) -> tuple[Told, ...]:
    """Return contacts won and lost, and how many pairs name each other."""
    if ties.new is None or ties.lost is None:
        return (Told(Sentence.NO_CONTACTS),)
    lines = [Told(Sentence.CONTACTS, {"new": minus(ties.new), "lost": minus(ties.lost)})]
    if ties.mutual is not None and ties.pairs is not None:
        lines.append(Told(Sentence.MUTUAL, {"mutual": minus(ties.mutual), "pairs": minus(ties.pairs)}))
    return tuple(lines)


def reach(network: Network | None) -> tuple[Told, ...]:
    """Return in how many departments visitors can call somebody, before and after (outcomes §3.1)."""
    found = [one for one in network.reached if one.people and one.is_visitors] if network else []
    return tuple(
        Told(
            Sentence.REACH,
            {
                "before": f"{(one.ties_before or 0) / (one.people or 1):.1f}",
                "after": f"{(one.ties_after or 0) / (one.people or 1):.1f}",
                "alone": minus(one.alone_after or 0),
                "alone_before": minus(one.alone_before or 0),
                "people": minus(one.people or 0),
            },
        )
        for one in found
    )


def promises(figures: CommitmentFigures) -> tuple[Told, ...]:
    """Return what became of the promises that both sides agreed."""
    if not figures.agreed:
        return (Told(Sentence.NO_PROMISES),)
    return (
        Told(Sentence.PROMISES, {"confirmed": minus(figures.confirmed), "agreed": minus(figures.agreed)}),
        Told(Sentence.ON_TIME, {"on_time": minus(figures.confirmed_on_time), "overdue": minus(figures.overdue)}),
        Told(Sentence.QUICK_WINS, {"wins": minus(figures.quick_wins)}),
    )


def benefits(found: Benefits | None) -> tuple[Told, ...]:
    """Return what kept promises save: confirmed minutes, those of one friction counted once, beside the estimate."""
    if found is None or not found.promises:
        return ()
    if found.unsaid == found.promises:
        return (Told(Sentence.NO_BENEFIT, {"promises": minus(found.promises)}),)
    facts = {
        "hours": minus(whole(found.confirmed / 60)),
        "estimated": minus(whole(found.estimated / 60)),
        "said": minus(found.promises - found.unsaid),
        "promises": minus(found.promises),
    }
    return (Told(Sentence.BENEFIT, facts),)


def open_frictions(figures: FrictionFigures, still_open: int) -> Told:
    """Return what slows hosts down."""
    if not figures.reported:
        return Told(Sentence.NO_FRICTIONS)
    if not still_open:
        return Told(Sentence.FRICTIONS_CLOSED, {"reported": minus(figures.reported)})
    hours = minus(whole(figures.open_hours_a_month))
    return Told(Sentence.FRICTIONS, {"hours": hours, "open": minus(still_open)})


def concerns(found: Concerns) -> tuple[Told, ...]:
    """Return how concerns were dealt with."""
    lines = [Told(Sentence.CONCERNS, {"answered": minus(found.answered), "raised": minus(found.raised)})]
    if found.median_days is not None:
        lines.append(Told(Sentence.CONCERN_DAYS, {"days": minus(whole(found.median_days))}))
    return tuple(lines)


def limits(figures: ReportFigures, pattern: str = "{}%") -> tuple[Told, ...]:
    """Return what this report can't show: the box that every report has."""
    after = figures.story.after if figures.story else None
    beside = Sentence.LIMIT_BESIDE if after and after.contrasts else Sentence.LIMIT_COMPARISON
    lines = [Told(Sentence.LEVEL), Told(beside), Told(Sentence.LIMIT_CHOSEN)]
    if figures.story is not None:
        lines += _survey_limits(figures.story, pattern)
    lines.append(
        Told(Sentence.LIMIT_SMALL, {"score": str(figures.score_threshold), "item": str(figures.item_threshold)})
    )
    if figures.ties.is_shown:
        lines.append(Told(Sentence.LIMIT_TIES))
    return tuple(lines)


def _survey_limits(story: GapStory, pattern: str) -> list[Told]:
    lines = [] if story.after else [Told(Sentence.FIRST_WAVE)]
    latest = story.after or story.before
    asked = latest.share(story.headline.question.construct, PRIMARY_SIDE)
    lines += _noise(asked)
    rate = response_rate(story, PRIMARY_SIDE)
    if rate is not None and rate.value is not None and rate.flag != RateFlag.FINE:
        lines.append(Told(Sentence.LIMIT_RESPONSE, {"rate": share(rate.value, pattern)}))
    bounds = worst_case(story)
    if bounds is not None:
        facts = {"low": share(bounds[0], pattern), "high": share(bounds[1], pattern)}
        lines.append(Told(Sentence.LIMIT_WORST, facts))
    if asked.is_exact:
        lines.append(Told(Sentence.LIMIT_DIFFERENT, {"agree": share(asked.value, pattern)}))
    lines.append(Told(Sentence.LIMIT_ITEMS))
    return lines


def _noise(asked: Share) -> list[Told]:
    smallest = detectable(asked)
    if smallest is None:
        return []
    return [Told(Sentence.LIMIT_NOISE, {"n": str(asked.n), "points": difference(smallest)})]


def detectable(asked: Share) -> float | None:
    """Return the smallest rise that as many answers can show (80 % power), as a fraction."""
    if not asked.is_exact or asked.value is None or not asked.n:
        return None
    smallest = smallest_detectable_change(asked.value, asked.n)
    return None if math.isnan(smallest) else smallest


def response_rate(story: GapStory, side: str) -> ResponseRate | None:
    """Return a side's response rate in the latest wave, or nothing where it isn't released."""
    try:
        return (story.after or story.before).rate(side)
    except KeyError:
        return None


def worst_case(story: GapStory) -> tuple[float, float] | None:
    """Return the bounds of the headline share of the business in the latest wave (Manski 1989);
    nothing when everybody answered.
    """
    latest, construct = story.after or story.before, story.headline.question.construct
    for result in latest.results:
        if result.construct == construct and result.side == PRIMARY_SIDE and result.group.is_side:
            bounds = result.worst_case
            return None if bounds is None or whole(bounds[0] * 100) == whole(bounds[1] * 100) else bounds
    return None


def bare(text: str) -> str:
    """Return a statement without its full stop, to stand in quotation marks."""
    return text.strip().removesuffix(".")
