import dataclasses
import re

import pytest

from programs.commitments.queries import CommitmentFigures, FrictionFigures
from programs.reports import sentences
from programs.reports.choices import Sentence
from programs.reports.figures import Ties
from programs.surveys.figures import (
    Change,
    Gap,
    GapChange,
    GapStory,
    ItemStory,
    Note,
    Question,
    Share,
    Story,
)
from programs.surveys.statistics.language import causal_words
from tests.factories.reports import (
    make_depth,
    make_empty_figures,
    make_figures,
    make_participation,
    make_protected_figures,
    make_story,
)

D1 = Question("D1", "gap", "agreement", False, "IT makes a critical difference.", "IT makes a critical difference.")


def share(value, n=400):
    return Share(value, value - 0.05, value + 0.05, n, None, 0, Note.SHOWN)


def gap(it, business):
    return Gap(
        "D1", share(it, 120), share(business), it - business, it - business - 0.1, it - business + 0.08, Note.SHOWN
    )


def change(side, before, after, low, high, *, linked=True, n=388, q=0.001):
    return Change("D1", side, linked, True, before, after, after - before, low, high, n, 98, 53, 0.001, q, Note.SHOWN)


def story_of(it, business, moved, label, *, before=(0.75, 0.44), after=(0.79, 0.56)):
    """A story as the surveys room hands it over, with made-up changes."""
    gap_change = GapChange("D1", it, business, before[0] - before[1], after[0] - after[1], *moved, label, Note.SHOWN)
    item = ItemStory(D1, gap(*before), gap(*after), gap_change)
    base = make_story(waves=1).before
    return GapStory(base, dataclasses.replace(base, wave=2, kind="end"), (item,))


IT_STILL = change("it", 0.75, 0.79, -0.04, 0.11, q=0.4)
BUSINESS_ROSE = change("business", 0.44, 0.56, 0.05, 0.18)
NO_CLEAR = story_of(IT_STILL, BUSINESS_ROSE, (-0.078, -0.205, 0.048), Story.NO_CLEAR_CHANGE)


@pytest.mark.parametrize("sentence", Sentence)
def test_every_sentence_makes_no_causal_claim(sentence):
    assert causal_words(str(sentence.label)) == []


@pytest.mark.parametrize("figures", [make_figures, make_empty_figures, make_protected_figures])
def test_every_filled_sentence_makes_no_causal_claim_and_leaves_no_place_empty(figures):
    made = figures()

    told = [*sentences.limits(made), *sentences.headline_lines(made.story), sentences.headline(made.story)]

    for line in map(str, told):
        assert causal_words(line) == []
        assert not re.search(r"%\(|None|nan", line)


def test_headline_says_rose_when_the_linked_interval_excludes_zero():
    assert str(sentences.headline(NO_CLEAR)) == "The business’s view of IT rose from 44% to 56%"


def test_headline_says_fell():
    fell = change("business", 0.56, 0.44, -0.18, -0.05)
    story = story_of(IT_STILL, fell, (0.1, 0.02, 0.2), Story.WIDENED, before=(0.75, 0.56), after=(0.79, 0.44))

    assert str(sentences.headline(story)) == "The business’s view of IT fell from 56% to 44%"


@pytest.mark.parametrize(
    "moved",
    [
        change("business", 0.44, 0.56, -0.01, 0.25),
        change("business", 0.44, 0.56, 0.05, 0.18, n=29),
        change("business", 0.44, 0.56, 0.05, 0.18, q=0.06),
        change("business", 0.52, 0.50, -0.09, -0.01),
    ],
    ids=["interval holds 0", "too few people", "not after adjustment", "linked people say the opposite"],
)
def test_headline_says_no_clear_change_unless_everything_agrees(moved):
    story = story_of(IT_STILL, moved, (-0.078, -0.205, 0.048), Story.NO_CLEAR_CHANGE)

    assert str(sentences.headline(story)) == "No clear change in the business’s view of IT: 44% before, 56% after"


def test_headline_of_one_wave_is_the_gap():
    story = make_story(waves=1, drop=0)

    assert str(sentences.headline(story)) == "75% of IT and 44% of the business agree: a gap of 31 points"


def test_headline_without_a_wave_says_so():
    assert sentences.headline(None).sentence == Sentence.NO_WAVE


def test_headline_of_too_few_answers_shows_no_number():
    told = str(sentences.headline(make_protected_figures().story))

    assert told == "Too few answers to show without pointing at people"


def test_headline_lines_name_measure_people_and_interval():
    told = [str(line) for line in sentences.headline_lines(NO_CLEAR)]

    assert told == [
        "“IT makes a critical difference” is the measure: the share of the business that agrees.",
        "Among the same 388 people it went from 44% to 56%: +12 points, 95% interval +5 to +18.",
        "Of 388 people, 98 moved up, 53 moved down and 237 stayed.",
    ]


def test_headline_lines_warn_of_different_people():
    unlinked = change("business", 0.44, 0.56, 0.05, 0.18, linked=False)
    story = story_of(IT_STILL, unlinked, (-0.078, -0.205, 0.048), Story.NO_CLEAR_CHANGE)

    assert str(sentences.headline_lines(story)[1]) == (
        "Change over all answers: +12 points, 95% interval +5 to +18. Different people may have answered; "
        "the interval is wider than for linked people."
    )


@pytest.mark.parametrize(
    ("label", "after", "told"),
    [
        (Story.NO_CLEAR_CHANGE, (0.79, 0.56), "No clear change in the gap: 31 points before, 23 after."),
        (Story.BUSINESS_ROSE, (0.79, 0.56), "The gap narrowed from 31 to 23 points; the business view rose."),
        (Story.IT_FELL, (0.60, 0.44), "The gap narrowed from 31 to 16 points because IT’s own view fell."),
        (Story.SOURCE_UNCLEAR, (0.72, 0.49), "The gap narrowed from 31 to 23 points; on which side is unclear."),
        (Story.WIDENED, (0.85, 0.44), "The gap widened from 31 to 41 points."),
        (Story.WIDENED, (0.70, 0.44), "No clear change in the gap: 31 points before, 26 after."),
        (Story.BUSINESS_ROSE, (0.90, 0.50), "No clear change in the gap: 31 points before, 40 after."),
    ],
)
def test_gap_lines_tell_the_story_and_never_against_the_figures(label, after, told):
    story = story_of(IT_STILL, BUSINESS_ROSE, (-0.1, -0.2, -0.01), label, after=after)

    assert str(sentences.gap_lines(story.headline)[0]) == told


def test_gap_lines_always_print_both_sides():
    assert str(sentences.gap_lines(NO_CLEAR.headline)[1]) == (
        "Among people who answered both times: IT +4 points, business +12 points, gap −8 points [−21 to +5]."
    )


def test_participation_is_told_with_its_base():
    part = make_participation()

    assert str(sentences.took_part(part)) == "98 of 104 enrolled people have visited a department"
    assert str(sentences.visits_done(part)) == "214 of 260 planned visits took place, in 9 of 10 departments"


def test_contacts_always_tell_the_lost_ones():
    told = [str(line) for line in sentences.contacts(Ties(50, 90, 10, 60, 57, 4, 9, 40, 28))]

    assert told == [
        "57 new working contacts, 9 no longer in touch",
        "In 28 of 40 pairs where both answered, each names the other.",
    ]


def test_contacts_of_too_few_people_have_no_number():
    assert not re.search(r"\d", str(sentences.contacts(Ties())[0]))


def test_promises_tell_confirmed_of_agreed():
    told = sentences.promises(CommitmentFigures(10, 8, 6, 5, 4, 1, 3))

    assert str(told[0]) == "5 of 8 agreed promises were confirmed by the person they were for"


@pytest.mark.parametrize(
    ("reported", "still_open", "told"),
    [
        (0, 0, "Hosts have reported no friction"),
        (4, 0, "All 4 frictions that hosts reported are closed"),
        (41, 26, "Hosts lose 318 hours a month to 26 open frictions"),
    ],
)
def test_open_frictions_tell_hours(reported, still_open, told):
    assert str(sentences.open_frictions(FrictionFigures(reported, 1, 1, 318.4), still_open)) == told


def test_limits_name_noise_response_and_worst_case():
    told = [str(line) for line in sentences.limits(make_figures(story=make_story(drop=0.55)))]

    assert any(re.match(r"With \d+ answers of the business a change below about \d+ points", line) for line in told)
    assert any(line.startswith("Fewer than half of those asked answered") for line in told)
    assert any(line.startswith("If all who didn’t answer disagreed") for line in told)


def test_limits_deny_a_comparison_only_where_there_is_none():
    alone = [line.sentence for line in sentences.limits(make_figures(story=make_story()))]
    beside = [line.sentence for line in sentences.limits(make_figures(story=make_depth(make_story())))]

    assert Sentence.LIMIT_COMPARISON in alone
    assert Sentence.LIMIT_BESIDE not in alone
    assert Sentence.LIMIT_BESIDE in beside
    assert Sentence.LIMIT_COMPARISON not in beside


def test_limits_say_that_one_wave_is_no_change():
    told = [line.sentence for line in sentences.limits(make_figures(story=make_story(waves=1)))]

    assert Sentence.FIRST_WAVE in told
