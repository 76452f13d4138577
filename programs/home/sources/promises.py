"""What waits of promises and frictions."""

from collections.abc import Iterator

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.commitments import queries as commitment_queries
from programs.commitments.choices import FrictionState
from programs.commitments.models import Commitment, Friction
from programs.home.links import address
from programs.home.waiting import Asked, Waiting
from programs.people.models import Department


def promises(asked: Asked) -> QuerySet[Commitment]:
    """Find open promises that somebody made or waits for; whose turn it is decides `say_promises`."""
    return commitment_queries.commitments_of(asked.person).filter(state__in=commitment_queries.OPEN)


def say_promises(rows: QuerySet[Commitment], asked: Asked) -> Iterator[Waiting]:
    """Ask to agree, to deliver or to confirm, whoever's turn it is."""
    texts = {
        "agree": (_("A promise to agree to"), _("Look at it")),
        "deliver": (_("You promised"), _("Mark delivered")),
        "confirm": (_("Is it done?"), _("Confirm")),
    }
    for commitment in rows:
        step = commitment_queries.next_step_of(commitment, asked.person)
        if step:
            text, action = texts[step]
            yield Waiting(
                timezone.localdate(commitment.delivered_at or commitment.agreed_at or commitment.proposed_at),
                text,
                commitment.text,
                action,
                address("commitments:commitment", pk=commitment.pk),
                "hand-thumb-up",
                "bad" if commitment.due_on < asked.today else "",
            )


def frictions(asked: Asked) -> QuerySet[Friction]:
    """Find frictions that somebody took on."""
    taken_on = [FrictionState.ACKNOWLEDGED, FrictionState.IN_PROGRESS]
    return Friction.objects.filter(owner=asked.person, state__in=taken_on).select_related("department")


def say_frictions(rows: QuerySet[Friction], asked: Asked) -> Iterator[Waiting]:
    """Say who waits for a fix."""
    for friction in rows:
        yield Waiting(
            timezone.localdate(friction.acknowledged_at or friction.reported_at),
            _("%(department)s waits for a fix") % {"department": friction.department.name},
            str(friction),
            _("Update"),
            address("commitments:friction", pk=friction.pk),
            "wrench-screwdriver",
            "bad" if friction.due_on and friction.due_on < asked.today else "",
        )


def frictions_to_take_on(asked: Asked) -> QuerySet[Friction]:
    """Find frictions that wait to be taken on: by who they went to, else the leads of IT see to it."""
    leads_it = Exists(Department.objects.filter(lead=asked.person, is_it=True))
    mine = Q(owner=asked.person) | (Q(owner=None) & leads_it)
    return Friction.objects.filter(mine, state=FrictionState.REPORTED).select_related("department")


def say_frictions_to_take_on(rows: QuerySet[Friction], asked: Asked) -> Iterator[Waiting]:
    """Say which department waits for an answer."""
    for friction in rows:
        yield Waiting(
            timezone.localdate(friction.reported_at),
            _("%(department)s reported what gets in the way") % {"department": friction.department.name},
            str(friction),
            _("Look at it"),
            address("commitments:friction", pk=friction.pk),
            "wrench-screwdriver",
            "bad" if friction.acknowledge_by and friction.acknowledge_by < asked.today else "warn",
        )
