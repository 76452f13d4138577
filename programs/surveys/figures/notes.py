"""What a reader has to know about a figure, and how much it may claim."""

from enum import IntEnum, StrEnum


class Note(StrEnum):
    """What a reader has to know about a figure. The sentences are `choices.FigureNote`."""

    SHOWN = "shown"
    INDICATIVE = "indicative"
    ROUNDED = "rounded"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    PROTECTED = "protected"
    TOO_SMALL = "too_small"
    NOT_RELIABLE = "not_reliable"


class Story(StrEnum):
    """What happened to a gap. The sentences are `choices.GapStoryLabel`."""

    NO_CLEAR_CHANGE = "no_clear_change"
    BUSINESS_ROSE = "business_rose"
    IT_FELL = "it_fell"
    SOURCE_UNCLEAR = "source_unclear"
    WIDENED = "widened"


class RateFlag(StrEnum):
    """How far a response rate carries: under 50 % amber, under 30 % red."""

    FINE = "fine"
    LOW = "low"
    VERY_LOW = "very_low"


class Footing(StrEnum):
    """What a comparison of departments may say, by how many there are."""

    TESTED = "tested"
    FEW = "few"
    DESCRIBED = "described"


class Level(IntEnum):
    """How much a sentence may claim: the rungs of the causal ladder, stored on each claim."""

    LEVEL = 0
    """How it is."""
    CHANGE = 1
    """How it changed among the same people."""
    COMPARED = 2
    """How it changed beside others who were not assigned by chance."""
    BY_CHANCE = 3
    """How it changed beside others who were: the only rung that may speak of an effect."""


class Part(StrEnum):
    """A part of a side: who took part and who didn't, or a band of doses. Doses are named as stored."""

    PARTICIPANTS = "participants"
    OTHERS = "others"
    NONE = "none"
    SOME = "some"
    ONE = "one"
    TWO = "two"
    MANY = "many"
    TWO_UP = "two_up"


DOSES = (Part.NONE, Part.ONE, Part.TWO, Part.MANY, Part.SOME)
"""Doses as the columns of the gateway count them: 0, 1, 2, 3 or more visits, and some."""
