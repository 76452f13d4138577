"""Every room's rows, so that Django finds them. Nothing else belongs here."""

from programs.audit.models import Entry
from programs.availability.models import Blackout, BusyInterval, BusySource, CoverRule, ImportedCalendar, OnCallDuty
from programs.calendars.models import FeedToken
from programs.cohorts.models import (
    BlockedDate,
    Cohort,
    Enrollment,
    Exclusion,
    GateOverride,
    Program,
    ProgramRole,
    RankedDepartment,
)
from programs.commitments.models import Commitment, Friction
from programs.hosting.models import AgendaBlock, HostingDay, HostingPattern, Offering
from programs.journals.models import Photo, Reflection
from programs.matching.models import Consent, DraftEdit, MatchingRun, Placement, Repair, RepairMove, Shortfall
from programs.notifications.models import Letter
from programs.people.models import Department, PeopleImport, Person, SignInLink, Site, Team
from programs.relationships.models import Listing, Roster, RosterPlace, RosterRow, Tie
from programs.reports.models import Document, Signature, Snapshot
from programs.surveys.models import (
    BallotPaper,
    Comment,
    Headcount,
    Instrument,
    Invitation,
    Item,
    LinkSalt,
    Response,
    Wave,
    WaveRelease,
)
from programs.visits.models import (
    CalendarInvitation,
    CounterOffer,
    DayEvent,
    Proposal,
    Release,
    Visit,
    VisitStep,
    WaitingPlace,
)

__all__ = [
    "AgendaBlock",
    "BallotPaper",
    "Blackout",
    "BlockedDate",
    "BusyInterval",
    "BusySource",
    "CalendarInvitation",
    "Cohort",
    "Comment",
    "Commitment",
    "Consent",
    "CounterOffer",
    "CoverRule",
    "DayEvent",
    "Department",
    "Document",
    "DraftEdit",
    "Enrollment",
    "Entry",
    "Exclusion",
    "FeedToken",
    "Friction",
    "GateOverride",
    "Headcount",
    "HostingDay",
    "HostingPattern",
    "ImportedCalendar",
    "Instrument",
    "Invitation",
    "Item",
    "Letter",
    "LinkSalt",
    "Listing",
    "MatchingRun",
    "Offering",
    "OnCallDuty",
    "PeopleImport",
    "Person",
    "Photo",
    "Placement",
    "Program",
    "ProgramRole",
    "Proposal",
    "RankedDepartment",
    "Reflection",
    "Release",
    "Repair",
    "RepairMove",
    "Response",
    "Roster",
    "RosterPlace",
    "RosterRow",
    "Shortfall",
    "SignInLink",
    "Signature",
    "Site",
    "Snapshot",
    "Team",
    "Tie",
    "Visit",
    "VisitStep",
    "WaitingPlace",
    "Wave",
    "WaveRelease",
]
