"""The link between one person's answers over waves: how it is made, and how it is destroyed.

A programme's key is made of EXCHANGE_LINK_KEY, which never enters the database, and of the
programme's salt. Whoever lacks one of them can make no link, however short the staff list.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Program
from programs.core.refusals import Refusal
from programs.people.models import Person
from programs.surveys import ballots, rules
from programs.surveys.choices import SurveyRefusal, WaveState
from programs.surveys.models import LinkSalt, Wave
from programs.surveys.refused import SurveyRefused


class Linker:
    """Makes the pseudonyms of one programme. Raises SurveyRefused once its key is destroyed."""

    def __init__(self, wave: Wave) -> None:
        self.program_id, self.wave_id = wave.program_id, wave.pk
        salt = LinkSalt.objects.get(program_id=wave.program_id)
        if salt.destroyed_on is not None:
            raise SurveyRefused([Refusal(SurveyRefusal.KEY_DESTROYED, {"day": salt.destroyed_on})])
        self.salt = salt.value

    def link_of(self, person_id: int) -> str:
        """Return what joins a person's answers over the waves of this programme."""
        return rules.link_of(person_id, self.program_id, key=settings.LINK_KEY, salt=self.salt)

    def handle_of(self, person_id: int, construct: str) -> str:
        """Return what lets a person take back one comment of this wave."""
        return rules.handle_of(self.wave_id, person_id, construct, key=settings.LINK_KEY, salt=self.salt)


def destroyed_on(program: Program) -> date | None:
    """Return the day on which a programme's key was destroyed, or None while it stands."""
    return LinkSalt.objects.filter(program=program).values_list("destroyed_on", flat=True).first()


@transaction.atomic
def destroy_link_key(*, program: Program, by: Person | None, at: datetime, today: date) -> int:
    """Make it impossible, for ever, to find out whose answers a programme holds; return how many.

    The salt is emptied, and every pseudonym is replaced by a random one that still joins the
    same answers; departments and visits go. So every figure stands, while an old copy of the salt,
    out of a backup, opens nothing here. Raises SurveyRefused while a wave is open, or if there
    is no key any more.
    """
    salt, _ = LinkSalt.objects.select_for_update().get_or_create(program=program, defaults={"value": ""})
    if salt.destroyed_on is not None:
        raise SurveyRefused([Refusal(SurveyRefusal.KEY_DESTROYED, {"day": salt.destroyed_on})])
    if Wave.objects.filter(program=program, state=WaveState.OPEN).exists():
        raise SurveyRefused([Refusal(SurveyRefusal.WAVES_OPEN)])
    ballots.overwrite_deleted()
    renamed: dict[str, str] = {}
    count = sum(ballots.rename_links(wave, renamed) for wave in Wave.objects.filter(program=program))
    salt.value, salt.destroyed_on = "", today
    salt.save()
    audit.record("destroy_link_key", program, by=by, at=at, responses=count)
    transaction.on_commit(ballots.scrub)
    return count
