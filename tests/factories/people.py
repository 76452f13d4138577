"""People, made with as little as a test needs to say."""

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from programs.people.models import Department, Person, Site, Team

PASSWORD = "correct horse battery"


def make_site(name="Berlin", *, time_zone="Europe/Berlin", country="DE", **fields):
    return Site.objects.get_or_create(name=name, defaults={"time_zone": time_zone, "country": country, **fields})[0]


def make_department(name="Finance", *, is_it=False, **fields):
    return Department.objects.get_or_create(name=name, defaults={"is_it": is_it, **fields})[0]


def make_team(name, department, **fields):
    return Team.objects.get_or_create(name=name, department=department, defaults=fields)[0]


def make_person(name, *, department=None, team=None, site=None, email=None, **fields):
    """A person with the password of every test and a verified address."""
    email = email or f"{slugify(name).replace('-', '.')}@example.com"
    person = Person.objects.create_user(
        email, PASSWORD, name=name, department=department, team=team, site=site or make_site(), **fields
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
