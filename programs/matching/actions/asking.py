"""Asking a host for room: once per cohort and thing, through the outbox."""

from datetime import datetime

from django.db import IntegrityError, transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.matching import letters
from programs.matching.choices import RunRefusal, RunState
from programs.matching.models import HostRequest, MatchingRun
from programs.matching.refusals import RunRefused, require_state
from programs.people.models import Person


@transaction.atomic
def ask_host(
    *, run: MatchingRun, about: str, to: Person, subject: str, text: str, path: str, by: Person, at: datetime
) -> HostRequest:
    """Send the message that a lead has written from the draft, and keep it.

    The same thing is asked for once in a cohort, whichever run shows it: RunRefused says
    when it was. `path` is the page that the letter's button leads to.
    """
    require_state(run, {RunState.SOLVED})
    try:
        with transaction.atomic():
            request = HostRequest.objects.create(
                cohort=run.cohort, run=run, about=about, to=to, subject=subject, text=text, sent_by=by, sent_at=at
            )
    except IntegrityError:
        raise RunRefused([Refusal(RunRefusal.ALREADY_ASKED)]) from None
    audit.record("ask_host", run, by=by, at=at, about=about, to=to.pk)
    letters.ask_host(request, path, at=at)
    return request
