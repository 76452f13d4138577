"""The named cast, made only when asked for, and the settings that tests run with."""

import datetime

import hypothesis
import pytest
from django.core.cache import cache

from programs.hosting.models import Offering
from programs.people.models import Department, Person
from tests.factories.cohorts import make_cohort, make_enrollment, make_program, make_role
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person, make_team

# The gate draws the same examples on every machine, however slow it is; looking further is a command of its own.
hypothesis.settings.register_profile(
    "gate", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000, print_blob=True)
hypothesis.settings.load_profile("gate")

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
"""The moment that tests pass in: Monday 2 March 2026, 10:00 in Berlin."""

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _quick_and_local(settings):
    cache.clear()  # rate limits count per test
    settings.WHITENOISE_AUTOREFRESH = True  # there is no collected directory to read
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def now() -> datetime.datetime:
    return NOW


@pytest.fixture
def it_department(db) -> Department:
    return make_department("Information Technology", is_it=True)


@pytest.fixture
def finance(db) -> Department:
    return make_department("Finance")


@pytest.fixture
def visitor(it_department) -> Person:
    """Vera from IT, who visits."""
    return make_person("Vera Visser", department=it_department, team=make_team("Platform", it_department))


@pytest.fixture
def host(finance) -> Person:
    """Hugo from Finance, who hosts."""
    return make_person("Hugo Host", department=finance)


@pytest.fixture
def program(db):
    return make_program()


@pytest.fixture
def lead(program) -> Person:
    """Lena, who leads the programme."""
    person = make_person("Lena Lead", department=make_department("People & Culture"))
    make_role(program, person)
    return person


@pytest.fixture
def sponsor(program) -> Person:
    """Sven, the sponsor: reports and objectives, read only."""
    person = make_person("Sven Sponsor", department=make_department("Board Office"))
    make_role(program, person, kind="sponsor")
    return person


@pytest.fixture
def administrator(db) -> Person:
    """Ada, who looks after people and settings."""
    return make_person("Ada Admin", department=None, is_staff=True, is_superuser=True)


@pytest.fixture
def outsider(db) -> Person:
    """Otto, who has an account and no part in anything."""
    return make_person("Otto Outsider", department=make_department("Facilities"))


@pytest.fixture
def cohort(program, finance):
    """A running cohort from 1 March to 30 June 2026 in which Finance hosts."""
    return make_cohort(program, departments=[finance])


@pytest.fixture
def enrollment(cohort, visitor):
    return make_enrollment(cohort, visitor)


@pytest.fixture
def offering(host, finance) -> Offering:
    """Month-end close, with two places a day."""
    return make_offering("Month-end close", department=finance, contact=host)


@pytest.fixture
def day(offering):
    """Monday 16 March 2026, 09:00 to 13:00 in Berlin."""
    return make_day(offering, datetime.date(2026, 3, 16))
