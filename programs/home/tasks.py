"""What happens by itself: the one list of ticks of all rooms.

Every tick is called with the moment, may be called by several workers at once, and finds
what is due by itself. To add one, write `every_minute(at)` in your room's `tasks` and add
a line here.
"""

from datetime import datetime

from programs.availability import tasks as availability_tasks
from programs.briefings import tasks as briefing_tasks
from programs.calendars import tasks as calendar_tasks
from programs.change import tasks as change_tasks
from programs.commitments import tasks as commitment_tasks
from programs.feedback import tasks as feedback_tasks
from programs.gateways import jobs
from programs.home import digest, gaps, handover
from programs.matching import tasks as matching_tasks
from programs.notifications import delivery
from programs.people import actions as people_actions
from programs.people import queries as people_queries
from programs.plans import tasks as plan_tasks
from programs.relationships import tasks as relationship_tasks
from programs.reports import tasks as report_tasks
from programs.surveys import tasks as survey_tasks
from programs.visits import tasks as visit_tasks

PRUNE_AT_MINUTE = 17


def prune_jobs(at: datetime) -> None:
    """Once an hour, delete background jobs that ended long ago."""
    if at.minute == PRUNE_AT_MINUTE:
        jobs.prune(at)


def hand_over_leavers(at: datetime) -> None:
    """Take from those who have left what others count on, each in a transaction of its own."""
    for person in people_queries.leavers_without_handover():
        handover.hand_over(person, by=None, at=at)


EACH_PASS: list[jobs.Tick] = [delivery.deliver_due, availability_tasks.each_pass]
"""About once a second: mails leave soon after the commit that wrote them, calendars are read when they are due."""

EACH_MINUTE: list[jobs.Tick] = [
    prune_jobs,
    gaps.every_minute,
    digest.every_minute,
    people_actions.purge_links,
    hand_over_leavers,
    matching_tasks.every_minute,
    survey_tasks.every_minute,
    visit_tasks.every_minute,
    availability_tasks.every_minute,
    calendar_tasks.every_minute,
    briefing_tasks.every_minute,
    commitment_tasks.every_minute,
    relationship_tasks.every_minute,
    report_tasks.every_minute,
    feedback_tasks.every_minute,
    plan_tasks.every_minute,
    change_tasks.every_minute,
]
