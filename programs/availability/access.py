"""Who may see and change when people and places can't.

- Blackouts of the company, sites and departments are for everybody to see: they explain
  greyed days. Those of a team, and its on-call duties, are for its people and whoever looks
  after it.
- Administrators and programme leads close anything; a department lead their department and
  its teams; a line manager the teams in which they have reports.
- Busy times belong to one person. Nobody else sees them; booking uses them.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from programs.availability.models import Blackout, BusySource, CalendarPreview, ImportedCalendar, OnCallDuty
from programs.cohorts.access import leads_any_program
from programs.people.access import is_administrator
from programs.people.models import Department, Person, Site, Team


def may_close_company(person: Person) -> bool:
    """Whether somebody may close the whole company or a site, and any department and team."""
    return is_administrator(person) or leads_any_program(person)


def sites_closed_by(person: Person) -> QuerySet[Site]:
    """Return the sites for which somebody may enter blackouts."""
    return Site.objects.all() if may_close_company(person) else Site.objects.none()


def departments_closed_by(person: Person) -> QuerySet[Department]:
    """Return the departments for which somebody may enter blackouts."""
    if may_close_company(person):
        return Department.objects.all()
    return Department.objects.filter(lead=person) if person.is_active else Department.objects.none()


def teams_looked_after_by(person: Person) -> QuerySet[Team]:
    """Return the teams whose cover, on-call duties and blackouts somebody may change."""
    teams = Team.objects.select_related("department")
    if may_close_company(person):
        return teams
    if not person.is_active:
        return teams.none()
    reports = Person.objects.filter(team=OuterRef("pk"), manager=person, is_active=True)
    return teams.filter(Q(department__lead=person) | Q(Exists(reports)))


def may_close_anything(person: Person) -> bool:
    """Whether there is anything for which somebody may enter a blackout."""
    return may_close_company(person) or departments_closed_by(person).exists() or teams_looked_after_by(person).exists()


def blackouts_visible_to(person: Person) -> QuerySet[Blackout]:
    """Return the blackouts that somebody may see."""
    own = Q(team=None) | Q(team=person.team_id) if person.team_id else Q(team=None)
    return Blackout.objects.filter(own | Q(team__in=teams_looked_after_by(person)))


def blackouts_editable_by(person: Person) -> QuerySet[Blackout]:
    """Return the blackouts that somebody may change."""
    if may_close_company(person):
        return Blackout.objects.all()
    return Blackout.objects.filter(
        Q(department__in=departments_closed_by(person)) | Q(team__in=teams_looked_after_by(person))
    )


def people_looked_after_by(person: Person) -> QuerySet[Person]:
    """Return the people whose on-call duties somebody may enter: their own and those of their teams."""
    mine = Q(pk=person.pk) | Q(team__in=teams_looked_after_by(person))
    return Person.objects.filter(mine, is_active=True).select_related("team")


def duties_visible_to(person: Person) -> QuerySet[OnCallDuty]:
    """Return the on-call duties that somebody may see: of their team and of teams they look after."""
    mine = Q(person=person) | Q(person__team__in=teams_looked_after_by(person))
    if person.team_id:
        mine |= Q(person__team=person.team_id)
    return OnCallDuty.objects.filter(mine)


def duties_editable_by(person: Person) -> QuerySet[OnCallDuty]:
    """Return the on-call duties that somebody may take away."""
    return OnCallDuty.objects.filter(person__in=people_looked_after_by(person))


def imported_calendars_editable_by(person: Person) -> QuerySet[ImportedCalendar]:
    """Return the change-freeze calendars and rosters that somebody may read anew and take away."""
    rows = ImportedCalendar.objects.select_related("site", "department", "team")
    if may_close_company(person):
        return rows
    return rows.filter(Q(department__in=departments_closed_by(person)) | Q(team__in=teams_looked_after_by(person)))


def previews_visible_to(person: Person) -> QuerySet[CalendarPreview]:
    """Return the file that somebody is looking at, and nobody else's."""
    return CalendarPreview.objects.filter(person=person)


def sources_visible_to(person: Person) -> QuerySet[BusySource]:
    """Return somebody's own calendars, and nobody else's."""
    return BusySource.objects.filter(person=person)
