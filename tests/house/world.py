"""One small, complete world in which every role has its part; the access tables point into it.

Views read the real clock, so the world lies around today. What a line needs beyond it, the
line makes itself with the factories (its `given` runs in a savepoint of its own).
"""

import datetime
import hashlib
import uuid
from types import SimpleNamespace

from django.utils import timezone

from programs.audit.models import Entry
from programs.calendars.models import FeedToken
from programs.commitments.models import Commitment, Friction, RoadmapItem, SquadMember
from programs.journals.models import Finding, Insight, Quote, Reflection
from programs.matching.models import MatchingRun, Placement
from programs.notifications.models import Letter
from programs.people.models import PeopleImport
from programs.reports.models import Document
from programs.surveys.models import Instrument, Invitation, LinkSalt, Wave
from programs.visits.models import Visit, VisitStep
from tests.factories.cohorts import make_cohort, make_enrollment, make_program, make_role
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person, make_site, make_team
from tests.factories.reports import make_snapshot

FEED_TOKEN = "feed-token-of-the-visitor"
SURVEY_TOKEN = "survey-token-of-the-visitor"


def build_world() -> SimpleNamespace:
    """Return people by role and one row of each kind, by name."""
    world = SimpleNamespace(now=timezone.now(), today=timezone.localdate())
    world.next_monday = world.today + datetime.timedelta(days=21 - world.today.weekday())
    _add_people(world)
    _add_cohorts(world)
    _add_hosting(world)
    _add_visits(world)
    _add_what_follows_visits(world)
    _add_surveys(world)
    _add_matching_and_reports(world)
    return world


def person_as(world: SimpleNamespace, role: str):
    return None if role == "anonymous" else getattr(world, role)


def _add_people(world):
    world.site = make_site()
    world.it = make_department("Information Technology", is_it=True)
    world.team = make_team("Platform", world.it)
    world.finance = make_department("Finance")
    world.treasury = make_department("Treasury")
    world.controlling = make_department("Controlling")
    world.logistics = make_department("Logistics")
    world.line_manager = make_person("Mona Manager", department=world.it, team=world.team)
    world.visitor = make_person("Vera Visser", department=world.it, team=world.team, manager=world.line_manager)
    world.other_visitor = make_person("Viktor Other", department=world.it, team=make_team("Service", world.it))
    world.host = make_person("Hugo Host", department=world.finance)
    world.deputy = make_person("Dora Deputy", department=world.finance)
    world.other_host = make_person("Olga Other", department=world.logistics)
    world.department_lead = make_person("Doris Department", department=world.finance)
    for department in (world.finance, world.treasury, world.controlling):
        department.lead = world.department_lead
        department.save()
    world.lead = make_person("Lena Lead", department=make_department("People & Culture"))
    world.other_lead = make_person("Leo Other", department=make_department("Research"))
    world.sponsor = make_person("Sven Sponsor", department=make_department("Board Office"))
    world.administrator = make_person("Ada Admin", is_staff=True, is_superuser=True)
    world.outsider = make_person("Otto Outsider", department=make_department("Facilities"))
    world.people_import = PeopleImport.objects.create(
        uploaded_by=world.administrator,
        uploaded_at=world.now,
        file_name="people.csv",
        content=b"Employee ID,Name,E-mail\n",
    )


def _add_cohorts(world):
    world.program = make_program()
    make_role(world.program, world.lead)
    make_role(world.program, world.sponsor, kind="sponsor")
    world.other_program = make_program("Shop floor weeks", company="Nordhaven Group")
    make_role(world.other_program, world.other_lead)
    span = {
        "starts_on": world.today - datetime.timedelta(days=60),
        "ends_on": world.today + datetime.timedelta(days=120),
    }
    hosts = [world.finance, world.treasury, world.controlling, world.logistics]
    world.cohort = make_cohort(world.program, departments=hosts, **span)
    world.other_cohort = make_cohort(world.other_program, departments=[world.logistics], **span)
    enrolled_at = world.now - datetime.timedelta(days=70)
    world.enrollment = make_enrollment(
        world.cohort, world.visitor, ranked=[world.finance, world.logistics], wanted=4, enrolled_at=enrolled_at
    )
    world.other_enrollment = make_enrollment(world.cohort, world.other_visitor, enrolled_at=enrolled_at)


def _add_hosting(world):
    def offering(title, department, contact, **fields):
        return make_offering(title, department=department, contact=contact, places=3, **fields)

    world.offering = offering("Month-end close", world.finance, world.host, deputy=world.deputy)
    world.draft_offering = offering("Budget round", world.finance, world.host, deputy=world.deputy, state="draft")
    world.treasury_offering = offering("Cash desk", world.treasury, world.host, deputy=world.deputy)
    world.controlling_offering = offering("Cost centres", world.controlling, world.host, deputy=world.deputy)
    world.other_offering = offering("Night shift in the warehouse", world.logistics, world.other_host)
    world.day = make_day(world.offering, world.next_monday)
    world.later_day = make_day(world.offering, world.next_monday + datetime.timedelta(days=14))
    world.confirmed_day = make_day(world.controlling_offering, world.next_monday + datetime.timedelta(days=7))
    world.past_day = make_day(world.treasury_offering, world.today - datetime.timedelta(days=14))
    world.other_day = make_day(world.other_offering, world.next_monday + datetime.timedelta(days=9))


def _add_visits(world):
    world.visit = _visit(world, world.enrollment, world.day, "requested")
    world.confirmed_visit = _visit(world, world.enrollment, world.confirmed_day, "confirmed")
    world.attended_visit = _visit(world, world.enrollment, world.past_day, "attended")
    world.other_visit = _visit(world, world.other_enrollment, world.other_day, "requested")


def _visit(world, enrollment, day, state):
    visit = Visit.objects.create(
        enrollment=enrollment,
        visitor=enrollment.person,
        cohort=enrollment.cohort,
        day=day,
        department=day.offering.department,
        on=day.on,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        state=state,
        requested_at=world.now - datetime.timedelta(days=20),
        expires_on=world.today + datetime.timedelta(days=5) if state == "requested" else None,
        changed_at=world.now - datetime.timedelta(days=20),
    )
    VisitStep.objects.create(visit=visit, state=state, at=visit.requested_at, by=enrollment.person)
    return visit


def _add_what_follows_visits(world):
    world.reflection = Reflection.objects.create(
        visit=world.attended_visit,
        author=world.visitor,
        section="what",
        visibility=1,
        seal_id=uuid.uuid4(),
        text="The close waits for one file.",
        changed_at=world.now,
    )
    world.roadmap_item = RoadmapItem.objects.create(program=world.program, title="Replace the export", system="Ledger")
    world.finding = Finding.objects.create(
        program=world.program, kind="pain", title="The close waits for files", made_by=world.lead, made_at=world.now
    )
    world.insight = Insight.objects.create(
        reflection=world.reflection,
        kind="pain",
        text="waits for one file",
        visibility=3,
        finding=world.finding,
        cut_at=world.now,
    )
    world.quote = Quote.objects.create(
        reflection=world.reflection,
        text="The close waits",
        attribution="role",
        destination="board",
        tone="critical",
        terms="role/board/critical",
        asked_by=world.lead,
        asked_at=world.now,
    )
    world.commitment = Commitment.objects.create(
        visit=world.attended_visit,
        text="Send the file on the second working day",
        owner=world.visitor,
        beneficiary=world.host,
        due_on=world.today + datetime.timedelta(days=30),
        proposed_by=world.visitor,
        proposed_at=world.now,
    )
    world.squad_member = SquadMember.objects.create(
        commitment=world.commitment, person=world.line_manager, joined_at=world.now
    )
    world.quick_win = Commitment.objects.create(
        visit=world.attended_visit,
        text="Name a contact for the ledger",
        owner=world.visitor,
        beneficiary=world.host,
        due_on=world.today,
        state="confirmed",
        proposed_by=world.visitor,
        proposed_at=world.now,
        agreed_at=world.now,
        delivered_at=world.now,
        closed_at=world.now,
    )
    world.friction = Friction.objects.create(
        department=world.treasury,
        visit=world.attended_visit,
        reported_by=world.host,
        system="Ledger",
        step="The export times out",
        minutes_lost=20,
        times_a_month=4,
        reported_at=world.now,
    )
    world.feed = FeedToken.objects.create(
        person=world.visitor, token_hash=_sha256(FEED_TOKEN), made_at=world.now, name="Phone"
    )
    world.letter = Letter.objects.create(
        key="a-letter-of-the-visitor",
        kind="visits/requested",
        to=world.visitor,
        address=world.visitor.email,
        subject="Your request",
        text="We asked Hugo.",
        message_id="<1@example.com>",
        queued_at=world.now,
        not_before=world.now,
    )
    world.entry = Entry.objects.create(
        at=world.now, actor=world.visitor, deed="book_visit", subject_kind="visit", subject_id=str(world.visit.pk)
    )


def _add_surveys(world):
    world.instrument = Instrument.objects.create(key="discovery", title="Discovery")
    fields = {"program": world.program, "instrument": world.instrument}
    world.draft_wave = Wave.objects.create(kind="end", closes_on=world.today, cohort=world.cohort, **fields)
    world.wave = Wave.objects.create(
        kind="baseline",
        state="open",
        closes_on=world.today + datetime.timedelta(days=10),
        opened_at=world.now,
        frozen={"items": [], "thresholds": {"score": 5, "item": 10}},
        **fields,
    )
    LinkSalt.objects.create(program=world.program, value="salt")
    world.survey_invitation = Invitation.objects.create(
        wave=world.wave, person=world.visitor, side="it", department=world.it, token_hash=_sha256(SURVEY_TOKEN)
    )


def _add_matching_and_reports(world):
    world.run = MatchingRun.objects.create(
        cohort=world.cohort, seed=1, state="solved", started_by=world.lead, started_at=world.now
    )
    world.placement = Placement.objects.create(
        run=world.run, enrollment=world.other_enrollment, day=world.later_day, rank=1, score=1.0
    )
    world.snapshot = make_snapshot(world.cohort, by=world.lead, at=world.now)
    world.document = Document.objects.create(
        snapshot=world.snapshot, language="en-gb", asked_by=world.lead, asked_at=world.now
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
