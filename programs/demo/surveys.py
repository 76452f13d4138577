"""Two waves of raw answers, taken, closed and released by the surveys room's own actions."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from programs.cohorts.models import Cohort, Program
from programs.demo import answers
from programs.people.models import Person
from programs.surveys import actions, answering, comments
from programs.surveys.instruments import COORDINATION, DISCOVERY
from programs.surveys.models import Instrument, Wave

ANSWERED_FIRST = {"it": 120, "business": 400}
"""How many of the invited answered the baseline: the sides of the Discovery."""
WORDS_SHOWN = 2
ANSWERED_SECOND = {"it": 112, "business": 371}


def make_waves(program: Program, cohort: Cohort, *, lead: Person, today: date, rng: random.Random) -> tuple[Wave, Wave]:
    """Create the baseline before a finished cohort and the end wave after it, both reported."""
    opened = datetime.combine(cohort.starts_on - timedelta(days=30), time(9), lead.zone)
    instrument = actions.install_instrument(questionnaire=DISCOVERY, by=lead, at=opened)
    people = {person.pk: person for person in Person.objects.filter(is_active=True).select_related("department")}
    everyone = [
        answers.Respondent(person.pk, "it" if person.department.is_it else "business", person.department.name)
        for person in people.values()
        if person.department
    ]
    first = _sample(everyone, ANSWERED_FIRST, rng)
    given, views = answers.first_wave(first, rng)
    baseline = _wave(program, cohort, instrument, "baseline", opened, lead, people, given)
    # Most of those who answer the second time answered the first: their answers are linked.
    faithful = [who for who in first if rng.random() < 0.86]
    newcomers = [who for who in everyone if who not in set(first)]
    second = _sample(faithful, ANSWERED_SECOND, rng)
    for side, wanted in ANSWERED_SECOND.items():
        missing = wanted - sum(who.side == side for who in second)
        second += [who for who in newcomers if who.side == side][: max(0, missing)]
    reopened = datetime.combine(cohort.ends_on + timedelta(days=5), time(9), lead.zone)
    end = _wave(program, cohort, instrument, "end", reopened, lead, people, answers.second_wave(second, views, rng))
    return baseline, end


def _sample(
    everyone: Sequence[answers.Respondent], wanted: Mapping[str, int], rng: random.Random
) -> list[answers.Respondent]:
    chosen: list[answers.Respondent] = []
    for side, count in wanted.items():
        those = [who for who in everyone if who.side == side]
        chosen += rng.sample(those, min(count, len(those)))
    return chosen


def _wave(
    program: Program,
    cohort: Cohort,
    instrument: Instrument,
    kind: str,
    opened: datetime,
    lead: Person,
    people: Mapping[int, Person],
    given: Mapping[int, Mapping[str, answers.Answer]],
) -> Wave:
    """Open a wave, take its answers, close and report it, each at its own moment."""
    closed = opened + timedelta(days=16)
    wave = actions.draft_wave(
        program=program, instrument=instrument, kind=kind, closes_on=closed.date(), by=lead, at=opened
    )
    wave = actions.open_wave(wave=wave, by=lead, at=opened, today=opened.date())
    answering.record_responses(
        wave=wave,
        answers=[(people[number], one) for number, one in given.items()],
        on=opened.date() + timedelta(days=7),
    )
    actions.close_wave(wave=wave, by=lead, at=closed)
    _show_some_words(wave, lead, closed + timedelta(days=1))
    return actions.report_wave(wave=wave, by=lead, at=closed + timedelta(days=4))


def _show_some_words(wave: Wave, lead: Person, at: datetime) -> None:
    """Show two comments of each side with the figures; the others wait in the queue."""
    closed = Wave.objects.get(pk=wave.pk)
    seen: dict[str, set[str]] = {}
    for words in sorted(comments.readable(closed), key=lambda one: one.text):
        shown = seen.setdefault(words.side, set())
        if len(shown) < WORDS_SHOWN and words.text not in shown:
            shown.add(words.text)
            comments.decide_comment(wave=closed, key=words.key, is_shown=True, by=lead, at=at)


RATED_BY = 0.55
"""How many of the invited say how they experience other departments."""


def ask_about_departments(program: Program, cohort: Cohort, *, lead: Person, rng: random.Random) -> Wave:
    """Ask everyone how they experience the departments they work with: IT about the business, all about IT."""
    opened = datetime.combine(cohort.ends_on + timedelta(days=42), time(9), lead.zone)
    closed = opened + timedelta(days=14)
    instrument = actions.install_instrument(questionnaire=COORDINATION, by=lead, at=opened)
    wave = actions.draft_wave(
        program=program, instrument=instrument, kind="other", closes_on=closed.date(), by=lead, at=opened
    )
    wave = actions.open_wave(wave=wave, by=lead, at=opened, today=opened.date())
    names = {int(key): name for key, name in wave.frozen["rateable"].items()}
    it = {person.department_id for person in Person.objects.filter(department__is_it=True)}
    given: list[tuple[Person, dict[str, answers.Answer]]] = []
    rated: dict[int, dict[int, dict[str, answers.Answer]]] = {}
    for person in Person.objects.filter(is_active=True, department__isnull=False).order_by("pk"):
        others = [key for key in names if key != person.department_id and (key in it or person.department_id in it)]
        if others and rng.random() < RATED_BY:
            chosen = rng.sample(others, min(len(others), rng.randint(1, 3)))
            given.append((person, {}))
            rated[person.pk] = {key: _rating(names[key], person, rng) for key in chosen}
    answering.record_responses(wave=wave, answers=given, ratings=rated, on=opened.date() + timedelta(days=5))
    actions.close_wave(wave=wave, by=lead, at=closed)
    return actions.report_wave(wave=wave, by=lead, at=closed + timedelta(days=1))


def _rating(about: str, person: Person, rng: random.Random) -> dict[str, answers.Answer]:
    """One person's view of one department: it hangs together over the statements."""
    own = person.department.name if person.department else ""
    view = 3.4 + 0.7 * answers.DEPARTMENT_VIEW.get(about, answers.DEPARTMENT_VIEW.get(own, 0.0)) + rng.gauss(0, 0.6)
    return {item.construct: min(5, max(1, round(view + rng.gauss(0, 0.7)))) for item in COORDINATION.items}
