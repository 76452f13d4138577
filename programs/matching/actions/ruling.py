"""What matching weighs in a cohort, as its lead sets it."""

from datetime import datetime

from django.db import transaction

from programs.audit import actions as audit
from programs.cohorts.models import Cohort
from programs.matching.models import MatchingRules
from programs.matching.wishes import WEIGHED
from programs.people.models import Person


@transaction.atomic
def set_rules(
    *, cohort: Cohort, weights: dict[str, int], only_listed: bool, balances_hosts: bool, by: Person, at: datetime
) -> MatchingRules:
    """Set the weights (0 to 100 by field, the visitor's choice at least 1) and the two switches.

    Runs that exist keep the rules they froze; the next one uses these.
    """
    values = {name: weights[name] for name in WEIGHED} | {"only_listed": only_listed, "balances_hosts": balances_hosts}
    rules, _ = MatchingRules.objects.update_or_create(cohort=cohort, defaults=values)
    audit.record("set_rules", rules, by=by, at=at, cohort=cohort.pk, values=values)
    return rules
