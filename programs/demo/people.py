"""Makes the people of Nordhaven: 132 in IT, 440 in ten departments, with managers and sites."""

import random
import unicodedata
from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from programs.demo import company
from programs.people.models import Department, Person, Site, Team


def make_people(*, rng: random.Random, at: datetime) -> dict[str, Person]:
    """Create sites, departments, teams and people; return the cast of the sign-in page by key."""
    sites = {
        name: Site.objects.create(name=name, time_zone=zone, country=country, subdivision=region, address=address)
        for name, (zone, country, region, address) in company.SITES.items()
    }
    names = _names(rng)
    people: list[Person] = []
    it = Department.objects.create(name="IT", is_it=True)
    teams = {name: Team.objects.create(name=name, department=it) for name in company.IT_TEAMS}
    password = make_password(company.PASSWORD)
    cast = {
        key: _person(f"{key}@{company.DOMAIN}", name, job, site=sites[site])
        for key, (name, job, _department, _team, site) in company.CAST.items()
    }
    for key, (_name, _job, home, team, _site) in company.CAST.items():
        if home == "IT":
            cast[key].department, cast[key].team = it, teams[team]
    for index in range(company.IT_PEOPLE - sum(person.department_id == it.pk for person in cast.values())):
        own = list(company.IT_TEAMS)[index % len(company.IT_TEAMS)]
        name = next(names)
        person = _person(
            _address(name), name, rng.choice(company.IT_TEAMS[own]), site=sites[rng.choice(company.IT_SITES)]
        )
        person.department, person.team = it, teams[own]
        people.append(person)
    for data in company.DEPARTMENTS:
        department = Department.objects.create(name=data.name, hosting_hours_per_month=data.hours)
        members = [key for key, row in company.CAST.items() if row[2] == data.name]
        for key in members:
            cast[key].department = department
        for _ in range(data.people - len(members)):
            name = next(names)
            person = _person(_address(name), name, rng.choice(data.jobs), site=sites[rng.choice(data.sites)])
            person.department = department
            people.append(person)
    everyone = [*cast.values(), *people]
    for number, person in enumerate(everyone, 1):
        person.employee_id = f"N{10000 + number}"
        person.password = password
        person.joined_at = at
        person.language = "de" if person.site and person.site.name == "Bremen" and rng.random() < 0.2 else "en-gb"
        person.time_zone = person.site.time_zone if person.site else "Europe/Berlin"
    Person.objects.bulk_create(everyone)
    _name_leads(everyone, cast)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True) for person in everyone
    )
    cast["ada"].is_staff = cast["ada"].is_superuser = True
    cast["ada"].save()
    return cast


GRADES = ("E1", "E2", "E2", "E3", "E3")
PATTERNS = ("Full time", "Full time", "Full time", "Part time", "Full time", "Full time", "Shifts")


def _person(address: str, name: str, job: str, *, site: Site) -> Person:
    return Person(email=address, name=name, job_title=job, site=site)


def _name_leads(everyone: list[Person], cast: dict[str, Person]) -> None:
    """Give every department a lead and every person a line manager; Marco leads Nadia's team."""
    by_department: dict[int | None, list[Person]] = {}
    for person in everyone:
        by_department.setdefault(person.department_id, []).append(person)
    for members in by_department.values():
        department = members[0].department
        if department is None:
            continue
        outside_cast = [person for person in members if person not in cast.values()]
        department.lead = outside_cast[0]
        department.lead.job_title = "Chief Information Officer" if department.is_it else f"Head of {department.name}"
        department.save()
        heads: dict[int | None, Person] = {}
        if department.is_it:
            for person in members:
                heads.setdefault(person.team_id, person)
            heads[cast["marco"].team_id] = cast["marco"]
        for person in members:
            head = heads.get(person.team_id, department.lead)
            person.manager = head if person != head else (department.lead if person != department.lead else None)
    cast["hanna"].manager = cast["hanna"].department.lead if cast["hanna"].department else None
    for number, person in enumerate(everyone):
        person.grade = "M1" if person.job_title.startswith(("Chief", "Head")) else GRADES[number % len(GRADES)]
        person.working_pattern = PATTERNS[number % len(PATTERNS)]
    Person.objects.bulk_update(everyone, ["manager", "job_title", "grade", "working_pattern"])


def _names(rng: random.Random) -> Iterator[str]:
    taken = {row[0] for row in company.CAST.values()}
    pairs = [f"{first} {last}" for first in company.FIRST_NAMES for last in company.LAST_NAMES]
    rng.shuffle(pairs)
    return (pair for pair in pairs if pair not in taken)


def _address(name: str) -> str:
    """Turn "Małgorzata Öztürk" into malgorzata.oeztuerk@…, as directories do."""
    spelled = name.lower()
    for letter, latin in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l"}.items():
        spelled = spelled.replace(letter, latin)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return f"{plain.replace(' ', '.')}@{company.DOMAIN}"
