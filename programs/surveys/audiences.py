"""Who a draft would invite, what that asks of them, and how it is frozen."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from programs.people.models import Department, Person
from programs.surveys import queries, rules
from programs.surveys.choices import Side, WaveState
from programs.surveys.models import Invitation, Wave

BURDEN_DAYS = 30
"""Over how many days the minutes asked of a person are added up."""


@dataclass(frozen=True)
class Drawn:
    """The people a wave is about, and those of them who are invited."""

    everyone: Sequence[Person]
    invited: Sequence[Person]

    @property
    def counts(self) -> list[tuple[str, int, int, int]]:
        """Return (side, department, people, invited), frozen as headcounts."""
        people, invited = _counted(self.everyone), _counted(self.invited)
        return [(*key, n, invited[key]) for key, n in sorted(people.items())]


def _counted(people: Iterable[Person]) -> Counter[tuple[str, int]]:
    return Counter((queries.side_of(person), person.department_id or 0) for person in people)


def drawn(wave: Wave) -> Drawn:
    """Return everyone a draft is about, and the sample of them: its share of every department."""
    everyone = list(queries.audience_of(wave))
    if wave.sample_percent >= 100:
        return Drawn(everyone, everyone)
    chosen: set[int] = set()
    for department in {person.department_id for person in everyone}:
        members = [person.pk for person in everyone if person.department_id == department]
        chosen |= rules.sample_of(members, wave.sample_percent, wave.sample_seed)
    return Drawn(everyone, [person for person in everyone if person.pk in chosen])


def table_of(found: Drawn) -> list[tuple[Department, str, int, int]]:
    """Return (department, side, people, invited) of an audience, IT first, then by name. One query."""
    counts = {department: (people, invited) for _, department, people, invited in found.counts}
    departments = Department.objects.filter(pk__in=counts).order_by("-is_it", "name")
    return [(one, Side.IT if one.is_it else Side.BUSINESS, *counts[one.pk]) for one in departments]


def overburdened(wave: Wave, invited: Sequence[Person], *, minutes: int, at: datetime) -> dict[int, int]:
    """Return who of the invited would be asked for more than the programme's limit, with their
    minutes: this wave's, and those of all waves sent to them in the 30 days before `at`.
    """
    asked = dict.fromkeys((person.pk for person in invited), 0)
    sent = Invitation.objects.filter(wave__opened_at__gt=at - timedelta(days=BURDEN_DAYS), wave__opened_at__lte=at)
    for person, items in sent.exclude(wave__state=WaveState.DRAFT).values_list("person", "wave__frozen__items"):
        if person in asked:
            asked[person] += rules.minutes(rules.questions_asked(items or ()))
    return rules.overburdened(asked, minutes, wave.program.survey_minutes)
