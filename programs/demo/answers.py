"""Raw answers of two waves, drawn so that the baseline's counts are those of the Discovery.

Nothing but the shares below is chosen: the figures on pages and in the report are
computed from the single answers, so an edited answer changes them.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Answer = int | str | None

# construct: (IT first wave, business first wave, IT second wave, business second wave), shares that agree
SHARES: dict[str, tuple[float, float, float, float]] = {
    "D1": (0.75, 0.44, 0.76, 0.54),
    "D2": (0.62, 0.38, 0.61, 0.47),
    "D3r": (0.30, 0.56, 0.31, 0.49),
    "D4": (0.70, 0.47, 0.71, 0.54),
    "D5": (0.48, 0.33, 0.52, 0.39),
    "D6": (0.66, 0.42, 0.67, 0.48),
    "D7": (0.41, 0.24, 0.55, 0.31),
    "D8": (0.30, 0.27, 0.36, 0.35),
    "D9": (0.58, 0.46, 0.60, 0.50),
    "D10": (0.52, 0.36, 0.54, 0.42),
    "D11": (0.49, 0.37, 0.51, 0.43),
    "D12": (0.55, 0.29, 0.57, 0.36),
    "D13": (0.72, 0.41, 0.72, 0.47),
    "D14": (0.34, 0.18, 0.52, 0.29),
    "D15": (0.45, 0.31, 0.52, 0.35),
}
# construct: (IT first wave, business first wave, IT second wave, business second wave), the mean guess about the other
GUESSES: dict[str, tuple[float, float, float, float]] = {
    "G1": (0.63, 0.58, 0.58, 0.64),
    "G2": (0.55, 0.47, 0.51, 0.53),
}
NEVER_UNSURE = {"D1", "D3r"}

DEPARTMENT_VIEW = {
    "Legal": -0.5,
    "Finance": -0.25,
    "Operations": -0.2,
    "Procurement": -0.1,
    "Sales": 0.05,
    "Marketing": 0.3,
    "Logistics": 0.25,
    "People & Culture": 0.2,
    "Quality & Safety": 0.0,
    "Customer Care": 0.1,
}

COMMENTS = {
    "it": (
        "Most tickets reach us without the reason. Tell us what you were trying to get done.",
        "A release on Friday is not carelessness; the plants gave us that window.",
        "We say no to one thing because we said yes to another. I would love to show the list.",
        "Half of my day is keeping old interfaces alive that nobody sees.",
        "When you call, we look. When you mail four of us, everybody thinks another one looks.",
        "I have never seen the warehouse that my code runs in.",
        "We would rather hear about a workaround than find it two years later.",
        "Please invite us before the tool is bought.",
    ),
    "business": (
        "Month-end is days one to three. Please no changes then.",
        "I type the same customer number into four screens.",
        "The scanner logs us out when the forklift passes the gate.",
        "When a ticket is closed I still don't know what was wrong.",
        "Somebody from IT sat with us once for a morning. We still talk about it.",
        "Don't ask me for a business case for a printer.",
        "We keep our own spreadsheet because the report is a day late.",
        "I'd like one name to call, not a portal.",
        "The shift starts at half past five. Support starts at eight.",
        "We learn about a new release when the button has moved.",
        "Please explain in words we use, not in system names.",
        "It works well for us. Say thank you to the service desk.",
        "Our peak is quarter's end. Training then is wasted.",
        "Approvals wait for people on leave, every summer.",
    ),
}


@dataclass(frozen=True)
class Respondent:
    """Who answers: a number that stands for the person, their side and department."""

    number: int
    side: str
    department: str


def first_wave(
    respondents: Sequence[Respondent], rng: random.Random
) -> tuple[dict[int, dict[str, Answer]], dict[int, float]]:
    """Return each respondent's answers and their underlying view, which the second wave builds on."""
    views = {who.number: DEPARTMENT_VIEW.get(who.department, 0.0) + rng.gauss(0, 1) for who in respondents}
    return _answers(respondents, views, wave=0, rng=rng), views


def second_wave(
    respondents: Sequence[Respondent], views: Mapping[int, float], rng: random.Random
) -> dict[int, dict[str, Answer]]:
    """Return the answers some months later: the same people think much as they did, moved a little."""
    moved = {who.number: 0.8 * views.get(who.number, rng.gauss(0, 1)) + rng.gauss(0, 0.6) for who in respondents}
    return _answers(respondents, moved, wave=1, rng=rng)


def _answers(
    respondents: Sequence[Respondent], views: Mapping[int, float], *, wave: int, rng: random.Random
) -> dict[int, dict[str, Answer]]:
    answers: dict[int, dict[str, Answer]] = {who.number: {} for who in respondents}
    for side_index, side in enumerate(("it", "business")):
        people = [who.number for who in respondents if who.side == side]
        for construct, shares in SHARES.items():
            unsure = set() if construct in NEVER_UNSURE else {n for n in people if rng.random() < 0.04}
            sign = -1 if construct == "D3r" else 1
            scores = {n: sign * views[n] * 0.8 + rng.gauss(0, 0.7) for n in people if n not in unsure}
            for number, answer in _five_point(scores, shares[2 * wave + side_index]).items():
                answers[number][construct] = answer
            for number in unsure:
                answers[number][construct] = None
        for number in people:
            if rng.random() < 0.22:
                answers[number]["O1"] = rng.choice(COMMENTS[side])
        _guess(answers, people, side_index, wave)
    return answers


def _guess(answers: dict[int, dict[str, Answer]], people: Sequence[int], side_index: int, wave: int) -> None:
    """Let people guess, in tens, how many of the other side agree; from a draw of its own, so that
    the answers above stay as they are.
    """
    rng = random.Random(100 * wave + side_index)
    for number in people:
        for construct, guessed in GUESSES.items():
            if rng.random() < 0.93:
                guess = round(10 * rng.gauss(guessed[2 * wave + side_index], 0.17))
                answers[number][construct] = 10 * min(10, max(0, guess))


def _five_point(scores: Mapping[int, float], share: float) -> dict[int, int]:
    """Turn scores into answers 1 to 5 so that exactly the share (rounded) answers 4 or 5."""
    order = sorted(scores, key=lambda number: scores[number])
    agree = round(share * len(order))
    rest = len(order) - agree
    cuts = [round(rest * 0.18), round(rest * 0.52), rest, rest + round(agree * 0.62)]
    return {number: 1 + sum(place >= cut for cut in cuts) for place, number in enumerate(order)}
