"""Forms after the visits of the first cohort, answered by most, and their figures released."""

import random
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from programs.cohorts.models import Cohort
from programs.feedback import actions, queries
from programs.feedback.models import VisitForm
from programs.people.models import Person
from programs.surveys.rules import Answer
from programs.visits.models import Visit

ANSWERED = 0.8
WORDS = {
    "V9": ("Bring steel-capped shoes.", "Ask to see the morning meeting.", "Leave the laptop at your desk."),
    "H7": ("A note on what the visitor already knows.", "One week more notice."),
}
AGREE = {"V8a": 3, "V4": 4, "H4": 3}
"""The answer most give, where it is not "agree" or "strongly agree"."""


def look_back(cohort: Cohort, *, lead: Person, rng: random.Random) -> None:
    """Ask visitors and hosts of a finished cohort, let most of them answer, and release the figures."""
    visits = Visit.objects.filter(cohort=cohort, state__in=queries.ATTENDED).order_by("on", "pk")
    last = None
    for visit in visits.select_related("visitor", "department", "cohort__program", "day__offering__contact",
                                       "day__offering__deputy"):  # fmt: skip
        at = datetime.combine(visit.on + timedelta(days=1), time(11), lead.zone)
        for form in actions.ask_for_feedback(visit=visit, at=at, today=at.date()):
            if rng.random() < ANSWERED:
                answered = at + timedelta(hours=rng.randint(1, 30))
                actions.give_feedback(
                    form=form, answers=_answers(form, rng), by=form.person, at=answered, today=answered.date()
                )
        last = at
    if last is not None:
        actions.release_feedback(cohort=cohort, by=lead, at=last + timedelta(days=16))


def _answers(form: VisitForm, rng: random.Random) -> Mapping[str, Answer]:
    given: dict[str, Answer] = {}
    for item in queries.items_for(form.role):
        key, scale = item["construct"], item["scale"]
        if scale == "agreement":
            given[key] = min(5, max(1, AGREE.get(key, rng.choice((4, 5))) + rng.choice((-2, -1, 0, 0, 0, 1))))
        elif scale == "yes_no":
            given[key] = int(rng.random() < 0.6)
        elif scale == "recommend":
            given[key] = min(10, max(0, round(rng.gauss(8.2, 1.6))))
        elif key in WORDS and rng.random() < 0.3:
            given[key] = rng.choice(WORDS[key])
    return given
