"""Fills the briefing packs: faces, systems, words, and what both sides of the next visits said."""

import random
from datetime import date, datetime, timedelta

from programs.briefings import wordings
from programs.briefings.choices import AgreementSide
from programs.briefings.models import Agreement, DepartmentSystem, FaceCard, GlossaryEntry, StrategyCheck
from programs.hosting.models import Offering
from programs.people.models import Department, Person, Team
from programs.visits.choices import VisitState
from programs.visits.models import Visit

SENTENCES = (
    "I think aloud and like to be interrupted.",
    "Ask me anything before ten; after that the phone has me.",
    "I show first and explain afterwards.",
    "I like questions that begin with “why”.",
    "Give me a minute when I go quiet: I am counting.",
    "I draw things, so bring paper.",
)
LANGUAGES = {
    "Bremen": "German, English", "Gdańsk": "Polish, English", "Leeds": "English", "Madrid": "Spanish, English"
}  # fmt: skip

SYSTEMS = {
    # department: (system, what for, team)
    "Customer Care": (("Case system", "Every call and mail, until it is solved", "Web & Apps"),
                      ("Spare-part stock", "Where a part lies and when it leaves", "ERP")),
    "Finance": (("ERP ledger", "Every booking, and the close", "ERP"),
                ("Bank gateway", "Account statements before nine o'clock", "Integration")),
    "Legal": (("Contract archive", "Signed contracts and their dates", "Workplace"),),
    "Logistics": (("Warehouse scanner", "Goods in, goods out", "Plant Systems"),
                  ("Yard planner", "Which truck stands at which gate", "Integration")),
    "Marketing": (("Content library", "Pictures and texts that may be used", "Web & Apps"),),
    "Operations": (("Shop-floor terminal", "What the line does next", "Plant Systems"),
                   ("Planning board", "Orders by week and line", "Planning")),
    "People & Culture": (("Onboarding workflow", "From the contract to the first day", "Workplace"),),
    "Procurement": (("Supplier portal", "Offers, orders, delivery dates", "Web & Apps"),),
    "Quality & Safety": (("Document archive", "The revision that counts", "Workplace"),),
    "Sales": (("Pricing tool", "Quotes and discounts", "Web & Apps"),
              ("Customer file", "Who said what, and when", "Data & Reporting")),
}  # fmt: skip
WORDS = {
    # department: (their word, IT's word, what is meant)
    "Customer Care": (("case", "ticket", "One customer with one problem, however many calls"),
                      ("wrap-up", "idle time", "The minutes after a call in which it is written down")),
    "Finance": (("open", "not started", "Paid, but not booked here yet"),
                ("close", "batch run", "The first five working days of a month"),
                ("cost centre", "org unit", "Who pays; changes more often than the chart")),
    "Logistics": (("slot", "time window", "Half an hour at one gate, for one truck"),
                  ("order", "delivery", "What a truck takes, not what a customer bought")),
    "Operations": (("order", "job", "One batch on one line"), ("shift book", "log", "What the next shift must know")),
    "Sales": (("deal", "opportunity", "A customer who has asked for a price"),),
    "Procurement": (("call-off", "order line", "Part of a contract, for one date"),),
}  # fmt: skip


def fill_packs(*, cast: dict[str, Person], today: date, at: datetime, rng: random.Random) -> None:
    """Introduce hosts and visitors, name systems and words, and let half of the coming visits be agreed on."""
    _introduce(cast, at=at, rng=rng)
    departments = {department.name: department for department in Department.objects.all()}
    teams = {team.name: team for team in Team.objects.filter(department__is_it=True)}
    DepartmentSystem.objects.bulk_create(
        DepartmentSystem(department=departments[name], name=system, purpose=purpose, team=teams[team])
        for name, rows in SYSTEMS.items()
        for system, purpose, team in rows
    )
    hosts = {row.department_id: row.contact for row in Offering.objects.select_related("contact").order_by("-pk")}
    GlossaryEntry.objects.bulk_create(
        GlossaryEntry(
            department=departments[name], their_word=theirs, our_word=ours, meaning=meaning,
            added_by=hosts[departments[name].pk] if number % 2 else cast["nadia"], added_at=at,
        )
        for name, rows in WORDS.items()
        for number, (theirs, ours, meaning) in enumerate(rows)
    )  # fmt: skip
    _agree(today=today, at=at)


def _introduce(cast: dict[str, Person], *, at: datetime, rng: random.Random) -> None:
    contacts = Offering.objects.values("contact")
    deputies = Offering.objects.values("deputy")
    people = Person.objects.filter(pk__in=contacts) | Person.objects.filter(pk__in=deputies)
    known = {person.pk: person for person in [*people.select_related("site").order_by("pk"), *cast.values()]}
    FaceCard.objects.bulk_create(
        FaceCard(
            person=person,
            sentence=rng.choice(SENTENCES),
            languages=LANGUAGES.get(person.site.name if person.site else "", "English"),
            changed_at=at,
        )
        for person in known.values()
    )


def _agree(*, today: date, at: datetime) -> None:
    coming = Visit.objects.filter(state=VisitState.CONFIRMED, on__gt=today, on__lte=today + timedelta(days=21))
    agreements, checks = [], []
    for number, visit in enumerate(coming.select_related("visitor", "day__offering__contact").order_by("on", "pk")):
        if number % 3 != 2:
            agreements.append(
                _yes(visit, AgreementSide.VISITOR, visit.visitor, "Follow one case from start to end", at)
            )
            checks.append(
                StrategyCheck(
                    visit=visit,
                    goal="Answers on the day a customer asks.",
                    part="Our systems answer fast; finding the right one takes them longer than the answer.",
                    sentence="IT is there so that nobody has to know which system knows it.",
                    answered_at=at,
                )
            )
        if number % 2:
            host = visit.day.offering.contact
            agreements.append(_yes(visit, AgreementSide.HOST, host, "Show where we wait, and for whom", at))
    Agreement.objects.bulk_create(agreements)
    StrategyCheck.objects.bulk_create(checks)


def _yes(visit: Visit, side: AgreementSide, person: Person, aim: str, at: datetime) -> Agreement:
    return Agreement(visit=visit, side=side, person=person, version=wordings.CURRENT, aim=aim, agreed_at=at)
