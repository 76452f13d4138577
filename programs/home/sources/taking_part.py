"""What waits for those who take part, or could: enrolling, wishes, surveys, rosters."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.cohorts import access as cohort_access
from programs.cohorts import queries as cohort_queries
from programs.cohorts.models import Cohort, Enrollment
from programs.home.links import address
from programs.home.waiting import Asked, Waiting
from programs.relationships import queries as tie_queries
from programs.relationships.models import RosterPlace
from programs.surveys import queries as survey_queries
from programs.surveys.choices import WaveState
from programs.surveys.models import Invitation


def cohorts_to_join(asked: Asked) -> QuerySet[Cohort]:
    """Find cohorts that somebody can enrol in and hasn't."""
    return cohort_access.cohorts_open_to(asked.person, asked.today).exclude(enrollments__person=asked.person)


def say_cohorts_to_join(rows: QuerySet[Cohort], asked: Asked) -> Iterator[Waiting]:
    """Say until when."""
    for cohort in rows:
        until = date_format(cohort.enrolls_until or cohort.ends_on, "SHORT_DATE_FORMAT")
        yield Waiting(
            asked.today,
            _("You can take part in %(cohort)s") % {"cohort": cohort.name},
            _("Until %(until)s") % {"until": until},
            _("Take part"),
            address("cohorts:enroll", pk=cohort.pk),
            "map",
            "ok",
        )


def wishes_to_give(asked: Asked) -> QuerySet[Enrollment]:
    """Find enrolments that say nothing yet about where to."""
    open_cohorts = cohort_access.cohorts_open_to(asked.person, asked.today)
    return cohort_queries.enrollments_of_person(asked.person).filter(cohort__in=open_cohorts, ranked=None)


def say_wishes_to_give(rows: QuerySet[Enrollment], asked: Asked) -> Iterator[Waiting]:
    """Ask for them."""
    for enrollment in rows:
        yield Waiting(
            timezone.localdate(enrollment.enrolled_at),
            _("Which departments would you like to see?"),
            enrollment.cohort.name,
            _("Say so"),
            address("cohorts:enroll", pk=enrollment.cohort_id),
            "map",
            "warn",
        )


def surveys(asked: Asked) -> QuerySet[Invitation]:
    """Find questionnaires that are open and unanswered."""
    return Invitation.objects.filter(
        person=asked.person, done_on__isnull=True, wave__state=WaveState.OPEN, wave__is_elsewhere=False
    )


def say_surveys(rows: QuerySet[Invitation], asked: Asked) -> Iterator[Waiting]:
    """Say what it is about and that nobody sees who said what."""
    for invitation, url in survey_queries.open_invitations_of(asked.person):
        yield Waiting(
            timezone.localdate(invitation.wave.opened_at or asked.at),
            _("What do you think of working together?"),
            _("%(title)s, nobody sees who said what") % {"title": invitation.wave.instrument.title},
            _("Answer"),
            url,
            "chat-bubble-left-right",
        )


def rosters(asked: Asked) -> QuerySet[RosterPlace]:
    """Find rosters that somebody has neither answered nor declined."""
    return tie_queries.rosters_to_answer(asked.person)


def say_rosters(rows: QuerySet[RosterPlace], asked: Asked) -> Iterator[Waiting]:
    """Name them."""
    for place in rows:
        yield Waiting(
            timezone.localdate(place.roster.opened_at),
            place.roster.name,
            _("Whom could you contact? Three minutes"),
            _("Answer"),
            address("relationships:answer", roster_pk=place.roster_id),
            "user-group",
        )
