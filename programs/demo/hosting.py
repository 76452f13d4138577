"""Makes offerings, their agendas, and the days on which they take place."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from programs.demo import company
from programs.demo.offerings import BLOCKS, OFFERINGS
from programs.gateways.public_holidays import public_holidays
from programs.hosting.models import AgendaBlock, HostingDay, HostingPattern, Offering
from programs.people.models import Department, Person, Site

BRING = {
    "observe": "A notebook, and an identity card for the entrance.",
    "briefing": "Your questions, and an identity card for the entrance.",
    "hands_on": "Clothes that may get dirty, and an identity card for the entrance.",
}


def make_offerings(*, cast: dict[str, Person], rng: random.Random) -> list[Offering]:
    """Create every department's offerings with agendas; Hanna is the contact of Finance's first two."""
    sites = {site.name: site for site in Site.objects.all()}
    offerings = []
    for department in Department.objects.filter(is_it=False).order_by("name"):
        home = next(data for data in company.DEPARTMENTS if data.name == department.name)
        members = list(department.people.order_by("pk"))
        hosts = [person for person in members if person.pk not in {one.pk for one in cast.values()}][1:]
        for index, data in enumerate(OFFERINGS[department.name]):
            site = sites[home.sites[index % len(home.sites)] if index > 1 else home.sites[0]]
            near = [person for person in hosts if person.site_id == site.pk] or hosts
            contact = near[(index * 3) % len(near)]
            if department.name == "Finance" and index < 2:
                contact = cast["hanna"]
            deputy = near[(index * 3 + 1) % len(near)]
            offering = Offering.objects.create(
                department=department,
                title=data.title,
                summary=data.summary,
                kind=data.kind,
                site=site,
                place=data.place,
                contact=contact,
                deputy=deputy,
                prerequisites=data.prerequisites,
                excluded=data.excluded,
                data_class=data.data_class,
                entrance="Main gate, reception on the left",
                directions=company.DIRECTIONS.get(site.name, ""),
                bring=BRING[data.kind],
                badge="on_the_day",
                safety="on_the_day" if data.prerequisites.startswith("Safety") else "nothing",
                places=data.places,
                state="draft" if data.title == "Payroll, the day before" else "published",
            )
            AgendaBlock.objects.bulk_create(
                AgendaBlock(
                    offering=offering, position=position, kind=kind, title=title.format(who=data.who), minutes=minutes
                )
                for position, (kind, title, minutes) in enumerate(BLOCKS[data.kind], 1)
            )
            offerings.append(offering)
    rng.shuffle(offerings)
    return offerings


def make_days(offerings: list[Offering], *, first: date, last: date, rng: random.Random) -> list[HostingDay]:
    """Give every published offering a weekly or fortnightly day within the span; return the days."""
    days = []
    times = {data.title: (data.start, data.end) for rows in OFFERINGS.values() for data in rows}
    for offering in offerings:
        if offering.state != "published":
            continue
        start, end = (time.fromisoformat(clock) for clock in times[offering.title])
        weekday, every = rng.randrange(5), rng.choice((1, 2, 2))
        if "Monday" in offering.title:
            weekday = 0
        if "Friday" in offering.title:
            weekday = 4
        pattern = HostingPattern.objects.create(
            offering=offering,
            weekday=weekday,
            every_weeks=every,
            from_on=first,
            until_on=last,
            start_time=start,
            end_time=end,
            places=offering.places,
        )
        zone = offering.site.zone
        closed = public_holidays(offering.site.country, offering.site.subdivision, first, last)
        days += [
            HostingDay(
                offering=offering,
                pattern=pattern,
                on=on,
                starts_at=datetime.combine(on, start, zone),
                ends_at=datetime.combine(on, end, zone),
                places=offering.places,
            )
            for on in _dates(weekday, every, first, last)
            if on not in closed
        ]
    return HostingDay.objects.bulk_create(days)


def _dates(weekday: int, every: int, first: date, last: date) -> Iterator[date]:
    on = first + timedelta(days=(weekday - first.weekday()) % 7)
    while on <= last:
        yield on
        on += timedelta(weeks=every)
