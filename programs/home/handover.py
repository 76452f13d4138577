"""What happens to the things of somebody who has left."""

from datetime import datetime

from django.db import transaction

from programs.change import actions as change_actions
from programs.commitments import actions as commitment_actions
from programs.concerns import actions as concern_actions
from programs.hosting import actions as hosting_actions
from programs.people import actions as people_actions
from programs.people import queries as people_queries
from programs.people.models import Person
from programs.plans import actions as plan_actions
from programs.visits import actions as visit_actions


@transaction.atomic
def hand_over(person: Person, *, by: Person | None, at: datetime) -> bool:
    """Cancel a leaver's visits to come, pass on their hosting, promises, concerns and tasks, and write it down.

    All of it or nothing, and once: whoever came back meanwhile, or was handed over by another
    worker, is left alone. Returns whether anything was done.
    """
    waiting = people_queries.leavers_without_handover().select_for_update(of=("self",)).filter(pk=person.pk).first()
    if waiting is None:
        return False
    hosting_actions.pass_on_offerings_of(waiting, by=by, at=at)
    visit_actions.cancel_visits_of_leaver(person=waiting, by=by, at=at)
    commitment_actions.pass_on_commitments_of(waiting, by=by, at=at)
    concern_actions.pass_on_concerns_of(waiting, by=by, at=at)
    plan_actions.pass_on_plans_of(waiting, by=by, at=at)
    change_actions.end_change_of(waiting, by=by, at=at)
    people_actions.record_handover(waiting, by=by, at=at)
    return True
