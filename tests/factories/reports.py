"""Figures of a report, from made-up answers through the real gateway, and rows to take a snapshot of."""

import dataclasses
import datetime
import functools
import random
import uuid

import numpy as np

from programs.cohorts.models import Cohort, Enrollment, Program
from programs.commitments.queries import CommitmentFigures, FrictionFigures
from programs.commitments.returns import Benefits
from programs.feedback import releasing
from programs.feedback.models import VisitForm
from programs.gateways.seal import seal
from programs.hosting.models import Offering
from programs.journals.models import Reflection
from programs.journals.queries import seal_context
from programs.matching.documents import Record
from programs.matching.documents.record import Outcome, RecordEdit, RecordLevel, RecordLoad, RecordLot, Switch, Weight
from programs.people.models import Department
from programs.reports.figures import (
    SCHEMA,
    Concerns,
    DepartmentTies,
    DepartmentVisits,
    FollowUp,
    Goal,
    GoalMeasure,
    Input,
    Lasting,
    Network,
    NetworkCell,
    NetworkRow,
    OriginFlow,
    Override,
    Participation,
    PeopleFlow,
    QuickWin,
    Reached,
    ReportFigures,
    SystemLoss,
    Theme,
    Ties,
    VisitFlow,
    VisitPeriod,
    fingerprint,
    to_json,
)
from programs.reports.models import Snapshot
from programs.reports.said import (
    CodedTheme,
    DepartmentTheme,
    FormRelease,
    PulseGroup,
    PulseMonth,
    Quote,
    Readiness,
    ReportQuotes,
    Word,
    WordSet,
    Worry,
)
from programs.surveys.disclosure import Answers, Earlier, Facts, Thresholds, release
from programs.surveys.figures import (
    Contrast,
    DoseTrend,
    Footing,
    GapStory,
    Group,
    ItemStory,
    Note,
    Part,
    PartResult,
    Question,
    Rated,
    Said,
    Share,
)
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.visits import make_visit

NAMES = (
    "Claims",
    "Customer Care",
    "Finance",
    "Legal",
    "Logistics",
    "Manufacturing",
    "Marketing",
    "People & Culture",
    "Procurement",
    "Sales",
)
LONGEST = "Customer Care, Complaints Handling & Aftersales International Coordination (EMEA)"
SIZES = (52, 48, 61, 12, 44, 70, 33, 24, 26, 30)
STATEMENTS = (
    ("D1", "IT makes a critical difference to how well our business performs.", 0.75, 0.44, 0.79, 0.56),
    ("D2", "IT’s priorities are in step with what the business is trying to achieve.", 0.70, 0.44, 0.72, 0.51),
    ("D3r", "IT mostly works to its own agenda.", 0.30, 0.56, 0.27, 0.49),
    ("D4", "IT is on the side of the departments it works with.", 0.78, 0.49, 0.79, 0.60),
    ("D5", "IT and the other departments work as one.", 0.55, 0.34, 0.58, 0.44),
    ("D6", "IT works with the rest of the business, not just for it.", 0.66, 0.40, 0.68, 0.52),
)
SIDE_STATEMENTS = (
    (
        "D9",
        "I can count on business colleagues to do what they say they will.",
        "I can count on IT to do what it says it will.",
    ),
    (
        "D14",
        "I know what a normal working day looks like in at least one other department.",
        "I know what people in IT do on a normal working day.",
    ),
)


def questions():
    """Six statements worded alike, two worded per side."""
    shared = [
        Question(key, "gap", "agreement", key == "D3r", text, text, is_primary=key in {"D1", "D2"})
        for key, text, *_ in STATEMENTS
    ]
    return (
        *shared,
        *(Question(key, "side", "agreement", False, it, business) for key, it, business in SIDE_STATEMENTS),
    )


def _column(rng, n, share):
    agree = round(n * share)
    values = [rng.choice((4, 4, 5)) for _ in range(agree)] + [rng.choice((1, 2, 2, 3, 3)) for _ in range(n - agree)]
    rng.shuffle(values)
    return values


def _answers(rng, people, shares, *, drop):
    """Answers of (side, department, link) people, whose shares are exact per side."""
    kept = [person for person in people if rng.random() >= drop]
    table = np.zeros((len(kept), len(questions())), np.int8)
    for side in (0, 1):
        rows = [at for at, person in enumerate(kept) if person[0] == side]
        for item, pair in enumerate(shares):
            table[rows, item] = _column(rng, len(rows), pair[side])
    return Answers(
        np.array([person[0] for person in kept], np.int8),
        np.array([person[1] for person in kept], np.int64),
        table,
        np.array([person[2] for person in kept], np.str_),
    )


def make_story(*, waves=2, names=NAMES, sizes=SIZES, it_people=120, drop=0.22, seed=1):
    """A perception gap before and after, from answers of everybody, released by the real gateway."""
    rng = random.Random(seed)
    people = [(0, 1, f"it{at}") for at in range(it_people)]
    people += [(1, 2 + at, f"b{at}-{one}") for at, size in enumerate(sizes) for one in range(size)]
    invited = {("it", 1): it_people} | {("business", 2 + at): size for at, size in enumerate(sizes)}
    departments = {1: "Information Technology"} | {2 + at: name for at, name in enumerate(names)}

    def facts(wave, kind, month):
        return Facts(
            wave,
            1,
            kind,
            datetime.date(2026, month, 2),
            datetime.date(2026, month, 20),
            Thresholds(5, 10),
            questions(),
            invited,
            departments,
        )

    before = [(it, business) for _key, _text, it, business, *_ in STATEMENTS] + [(0.5, 0.4), (0.45, 0.3)]
    after = [(it, business) for *_, it, business in STATEMENTS] + [(0.55, 0.52), (0.7, 0.5)]
    answers = _answers(rng, people, before, drop=drop)
    first = release(facts(1, "baseline", 1), answers)
    second = None
    if waves == 2:
        second = release(facts(2, "end", 7), _answers(rng, people, after, drop=drop), Earlier(first, answers))
    items = tuple(
        ItemStory(
            question,
            first.gap(question.construct),
            second.gap(question.construct) if second else None,
            second.gap_change(question.construct) if second else None,
        )
        for question in questions()
        if question.is_gap
    )
    return GapStory(first, second, items)


def make_participation(names=NAMES):
    """A finished cohort: 98 of 120 people made 214 of 260 planned visits."""
    rows = tuple(
        DepartmentVisits(name, 1, 18 + at, 14 + at, 72.0 + 4 * at, f"department-{2 + at}", 9 + at, 6 + at)
        for at, name in enumerate(names[:8])
    )
    return Participation(
        people=PeopleFlow(it_staff=120, enrolled=104, withdrew=3, placed=101, visited=98, completed=61),
        visits=VisitFlow(
            planned=260,
            requested=271,
            confirmed=238,
            attended=214,
            debriefed=187,
            hours=963.0,
            ahead=0,
            declined=12,
            withdrawn=9,
            expired=12,
            cancelled=17,
            missed=7,
        ),
        host_departments=len(names),
        departments_reached=len(names) - 1,
        departments=(*rows, DepartmentVisits("", 2, 9, 7, 36.0)),
        not_shown=(),
        not_visited=names[-1:],
    )


def make_depth(story):
    """The same story with participants, doses and whoever left beside it, as a wave of visits releases them."""
    share = story.after.share("D1", "business")
    contrasts = tuple(
        Contrast(key, side, 0.45, 0.44, 0.14, 0.06, 61, 120, 0.08, -0.04, 0.2, 10, Footing.TESTED)
        for key in ("D1", "D2")
        for side in ("business", "it")
    )
    parts = tuple(
        PartResult(key, "business", part, dataclasses.replace(share, value=value, n=n) if value else Share())
        for key in ("D1", "D2")
        for part, value, n in ((Part.NONE, 0.5, 60), (Part.ONE, 0.57, 80), (Part.TWO_UP, None, None))
    )
    trends = (DoseTrend("D1", "business", 4.1, 0.043, 0.086),)
    after = dataclasses.replace(
        story.after, contrasts=contrasts, parts=parts, dose_trends=trends, rated=tuple(make_rated())
    )
    return dataclasses.replace(story, after=after)


def make_rated():
    """How departments experience each other: three rated departments, each by everybody and by two groups."""
    for about, (name, score) in enumerate((("Finance", 71.4), ("Information Technology", 48.2), ("Sales", 67.9)), 2):
        for key, rater, value, n in (
            ("side", "", score, 44),
            ("department-3", "Customer Care", score - 5, 12),
            ("department-4", "Finance", None, None),
        ):
            note = Note.SHOWN if n else Note.PROTECTED
            yield Rated(about, name, Group(key, rater, (about,) if rater else ()), value, n=n, note=note)


def make_network(names=NAMES):
    """Two rosters: IT and the departments, of which the last is too small to be told."""
    everyone = ("Information Technology", *names)
    rows = tuple(
        NetworkRow(
            name,
            tuple(
                None if at == to or at == len(everyone) - 1 else NetworkCell("<5" if to % 3 else "7", str(9 + at + to))
                for to in range(len(everyone))
            ),
        )
        for at, name in enumerate(everyone)
    )
    reached = (
        Reached("visitor", 47, 73, 109, 10, 6, 470),
        Reached("comparison", None, None, None, None, None, None),
    )
    return Network(99, 90, everyone, rows, reached, 74, 6, 151, (38, 43, 9, 660), 0.0004, 0.031)


def make_encounters(names=NAMES):
    """Who met whom in a finished cohort, what lasted, and what came of it."""
    teams = ("Data & Reporting", "ERP", "Platform", "")
    start = datetime.date(2026, 3, 2)
    return {
        "flows": tuple(
            OriginFlow(team, name, 5 + (at + to) % 7)
            for at, team in enumerate(teams)
            for to, name in enumerate(names[:8])
        ),
        "periods": tuple(
            VisitPeriod(start + datetime.timedelta(7 * at), start + datetime.timedelta(7 * at + 6), 8 + (at * 5) % 17)
            for at in range(16)
        ),
        "lasting": (Lasting(30, 82, 97, 0.76, 0.91), Lasting(90, 55, 72, 0.65, 0.85), Lasting(180)),
        "themes": (Theme("The close waits for one file", "pain", 19, 6), Theme("Own spreadsheets", "idea", 12, 4)),
        "people_heard": 64,
        "concerns": Concerns(21, 17, 4, 1, 3.5, 6),
        "network": make_network(names),
        "wins": tuple(
            QuickWin(f"Month-end file {at} arrives before eight", "Ivo Integration", names[at % len(names)], start)
            for at in range(14)
        ),
    }


FORM_DAY = datetime.date(2026, 6, 12)
VISITOR_SHARES = {"V1": 0.86, "V2": 0.71, "V3": 0.78, "V4": 0.69, "V5": 0.82, "V6": 0.88, "V8a": 0.24, "V8b": 0.73}
HOST_SHARES = {"H1": 0.84, "H2": 0.61, "H3": 0.55, "H4": 0.42, "H5": 0.77}


def make_forms(names=NAMES, *, visitors=94, hosts=41, releases=2, cohort=1):
    """Forms after visits, answered by so many people, released by the real gateway; the latest release first."""
    return tuple(
        FormRelease(
            FORM_DAY - datetime.timedelta(30 * at),
            f"{at}c" * 32,
            releasing.released(
                Cohort(pk=cohort, program=Program(score_threshold=5, item_threshold=10)),
                [*_forms("visitor", visitors - 20 * at, names), *_forms("host", hosts, names)],
            ),
        )
        for at in range(releases)
    )


def _forms(role, people, names):
    shares, rng = (VISITOR_SHARES, random.Random(7)) if role == "visitor" else (HOST_SHARES, random.Random(8))
    follow_up = "V7" if role == "visitor" else "H6"
    for at in range(people):
        answers = {
            key: rng.choice((4, 5)) if rng.random() < share else rng.choice((2, 3)) for key, share in shares.items()
        }
        place = at % len(names)
        answers |= {follow_up: int(rng.random() < 0.64), "Q": rng.choice((4, 6, 7, 8, 8, 9, 9, 10))}
        department = Department(pk=2 + place, name=names[place])
        yield VisitForm(pk=at, role=role, person_id=at, done_on=FORM_DAY, department=department, answers=answers)


def make_readiness(story, names=NAMES):
    """Two pulses of a finished cohort: sides by month, two departments, and what worries people."""

    def shares(*values, n=110):
        made = dataclasses.replace(story.before.share("D1", "business"), n=n)
        return tuple(dataclasses.replace(made, value=one, low=one - 0.08, high=one + 0.08) for one in values)

    it, business = shares(0.86, 0.74, 0.7, 0.41, 0.5, n=62), shares(0.52, 0.69, 0.66, 0.7, 0.48)
    months = (
        PulseMonth(datetime.date(2026, 4, 20), shares(0.7, 0.66, 0.61, 0.44, 0.39, n=58), (Share(),) * 5),
        PulseMonth(datetime.date(2026, 5, 20), it, business),
    )
    groups = (
        PulseGroup("it", Group("side"), it, "P4", True),
        PulseGroup("business", Group("side"), business, "P1", True),
        PulseGroup(
            "business", Group("department-2", names[0], (2,)), shares(0.7, 0.8, 0.66, 0.61, 0.9, n=16), "", True
        ),
        PulseGroup("business", Group("others", "", (4, 5)), (Share(), *business[1:]), "P5", False),
    )
    worries = tuple(
        Worry(option, Said("P6", side, "choices", at, value, *bounds, n, None, Note.SHOWN if n else Note.PROTECTED))
        for side, n in (("it", 62), ("business", None))
        for at, (option, value, bounds) in enumerate(
            (("The time away", 0.47 if n else None, (0.35, 0.59) if n else (None, None)),
             ("Confidentiality", 0.19 if n else None, (0.11, 0.31) if n else (None, None)))
        )
    )  # fmt: skip
    return Readiness(datetime.date(2026, 5, 20), groups, months, worries)


def make_said(story, names=NAMES):
    """What people of a finished cohort said, and what both sides want to reach together."""
    board = (
        Quote(
            "They showed me the error list that I had never asked for.", "supportive", "department-2", role="visitor"
        ),
        Quote("Nobody told the shift why we came.", "critical", "department-3", role="host", home="Sales"),
    )
    mine = (Quote("The ramp waits for our job to end.", "critical", "department-2", name="Vera Visser"),)
    return {
        "forms": make_forms(names),
        "readiness": make_readiness(story, names),
        "coded": (
            CodedTheme("waiting", "", 22, 57, 0.81, 44),
            CodedTheme("", "Night shifts", 14, 57, 0.72, 44),
            CodedTheme("tools", "", 13, 57, 0.66, 44),
            CodedTheme("language", "", 9, 57, 0.63, 44),
        ),
        "words": (
            WordSet("after", (Word("ramp", 17), Word("queue", 12))),
            WordSet("hosts", (Word("release", 11),)),
        ),
        "quotes": (
            ReportQuotes("board", board, "Lena Lead"),
            ReportQuotes("program", board[1:], "Lena Lead"),
            ReportQuotes("department", mine, "Lena Lead"),
        ),
        "goals": (
            Goal("The month-end close needs no night shift", "Information Technology", names[0], (
                GoalMeasure("Night shifts", "", False, 6.0, 2.0, 0.0, FORM_DAY, "on_track", FORM_DAY),
                GoalMeasure("Gap on D2", "", True, 31.0, None, 20.0, FORM_DAY, "new", FORM_DAY),
            )),
        ),
        "follow_ups": tuple(
            FollowUp(f"Put reference {at} on the first screen", "Nadia Net", names[at % len(names)],
                     datetime.date(2026, 8, 3)) for at in range(14)
        ),
        "benefits": Benefits(promises=54, estimated=4620, confirmed=3740, again=240, unsaid=7),
        "department_themes": (DepartmentTheme("department-2", "The close waits for one file", "pain", 9),),
        "department_ties": (
            DepartmentTies("department-2", Ties(people=19, answers=37, before=6, now=29, new=24, strengthened=3, lost=1,
                                                pairs=16, mutual=13)),
        ),
    }  # fmt: skip


def make_figures(**fields):
    """All figures of a finished cohort; each part can be replaced."""
    given = {
        "schema": SCHEMA,
        "code_version": "0.1.0",
        "taken_on": datetime.date(2026, 7, 24),
        "company": "Nordhaven Group",
        "program": "Day in the life",
        "purpose": "IT and the business see each other’s working day and build systems with those who use them.",
        "cohort": "Spring 2026",
        "starts_on": datetime.date(2026, 3, 1),
        "ends_on": datetime.date(2026, 6, 30),
        "stage": "closing",
        "score_threshold": 5,
        "item_threshold": 10,
        "participation": make_participation(),
        "story": (story := make_depth(make_story())),
        "coordination": story.after,
        "ties": Ties(
            people=141, answers=388, before=47, now=301, new=262, strengthened=31, lost=8, pairs=180, mutual=131
        ),
        "commitments": CommitmentFigures(
            proposed=102, agreed=86, delivered=61, confirmed=54, confirmed_on_time=48, overdue=9, quick_wins=23
        ),
        "frictions": FrictionFigures(reported=41, acknowledged=36, resolved=12, open_hours_a_month=318.4),
        "open_frictions": 26,
        "systems": (
            SystemLoss("SAP S/4 posting", 121.5),
            SystemLoss("Claims desk", 84.0),
            SystemLoss("Intranet search", 39.2),
        ),
        "overrides": (
            Override(
                "matching",
                ("Baseline closed",),
                "The works council agreed one week late.",
                "Lena Lead",
                datetime.date(2026, 2, 16),
            ),
        ),
        "decision": "Fund a second cohort with the same ten departments and keep the same statements.",
        "decision_by": "Lena Lead",
        "remark": "The works council asked for the second wave in July.",
        "remark_by": "Lena Lead",
        "inputs": (Input("baseline", "5f" * 32), Input("end", "a7" * 32)),
        **make_encounters(),
        **make_said(story),
    } | fields
    return ReportFigures(**given)


def make_empty_figures(**fields):
    """A cohort in which nothing has happened and nobody was asked."""
    nothing = Participation(
        PeopleFlow(0, 0, 0, 0, 0, 0), VisitFlow(0, 0, 0, 0, 0, 0.0, 0, 0, 0, 0, 0, 0), 0, 0, (), (), ()
    )
    empty = {
        "participation": nothing,
        "story": None,
        "ties": Ties(),
        "commitments": CommitmentFigures(0, 0, 0, 0, 0, 0, 0),
        "frictions": FrictionFigures(0, 0, 0, 0.0),
        "open_frictions": 0,
        "systems": (),
        "overrides": (),
        "decision": "",
        "decision_by": "",
        "remark": "",
        "remark_by": "",
        "inputs": (),
        "flows": (),
        "periods": (),
        "lasting": (),
        "network": None,
        "concerns": None,
        "themes": (),
        "people_heard": None,
        "wins": (),
        "purpose": "",
        "forms": (),
        "readiness": None,
        "coded": (),
        "words": (),
        "quotes": (),
        "goals": (),
        "follow_ups": (),
        "benefits": None,
        "department_themes": (),
        "department_ties": (),
    }
    return make_figures(**(empty | fields))


def make_protected_figures(**fields):
    """A cohort so small that nothing may be shown."""
    part = Participation(
        PeopleFlow(4, 4, 0, None, None, None),
        VisitFlow(8, 5, 4, None, None, None, 1, 0, 0, 0, 0, 0),
        2,
        1,
        (),
        ("Finance",),
        ("Legal",),
    )
    story = make_story(names=("Finance", "Legal"), sizes=(3, 2), it_people=4)
    return make_empty_figures(participation=part, story=story, **fields)


@functools.cache
def _finished():
    return to_json(make_figures())


def make_snapshot(cohort, *, by, at, figures=None):
    """A stored snapshot, with figures of a finished cohort unless others are given."""
    data = to_json(figures) if figures else _finished()
    return Snapshot.objects.create(cohort=cohort, data=data, sha256=fingerprint(data), made_by=by, made_at=at)


def make_attended_visit(cohort, visitor, *, contact, on=datetime.date(2026, 3, 16)):
    """A visit that took place: the visitor is enrolled, the contact hosts."""
    enrollment = Enrollment.objects.filter(cohort=cohort, person=visitor).first() or make_enrollment(cohort, visitor)
    title = f"Month-end close {Offering.objects.count()}"
    offering = make_offering(title, department=contact.department, contact=contact)
    return make_visit(enrollment, make_day(offering, on), state="attended")


def make_record():
    """The record of a published run in which places were drawn and changes were made by hand."""
    at = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
    day = datetime.date(2026, 4, 14)
    return Record(
        number=7, cohort="Spring 2026", program="Day in the life", preset="Careful", state="Published", failure="",
        started_by="Lena Lead", started_at=at, finished_at=at, published_at=at, based_on=None,
        inputs_sha256="5f" * 32, seed=20260302, versions={"highspy": "1.9", "exchange": "0.1.0"},
        seconds_allowed=60, seconds_used=12.3, memory_mb=180, is_proven=False, is_cut_short=True,
        visitors=120, days=84, places=310, wishes=4021,
        weights=(Weight("Wishes", 60, 60), Weight("Fairness", 40, 40)), switches=(Switch("Spread over weeks", True),),
        levels=(RecordLevel("people", "People with a visit", 118, 120, 2, 1.695, False),
                RecordLevel("wishes", "Wishes met", 90210, 90210, 0, None, True)),
        outcome=Outcome(120, 118, 101, 286, 77, 280, 6), ranks=((1, 77), (2, 30), (None, 11), (0, 2)),
        blocking_pairs=0, inequality=0.123,
        loads=(RecordLoad(LONGEST, 31, 9, 36, 28.5), RecordLoad("Finance", 24, 7, 28, 22.1)),
        lots=(RecordLot(day, "Finance", "Month-end close", (("Vera Vi", 981, True), ("Willi Wartet", 340, False))),),
        edits=(RecordEdit("moved", "Vera Vi", "Finance", "Month-end close", day, "Lena Lead", at, "On leave", True),),
    )  # fmt: skip


def make_entry(visit, author, section, text):
    """A private journal section."""
    row = Reflection(visit=visit, author=author, section=section, seal_id=uuid.uuid4(), changed_at=visit.ends_at)
    row.sealed = seal(text, seal_context(row))
    row.save()
    return row
