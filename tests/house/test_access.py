"""Every URL as every role: who gets what is written down, and what is not written down fails.

Each room has a `tests/<room>/access.py` with one line per URL name:

    from tests.house.table import deed, form, page

    TABLE = {
        # read only: named roles get their status, everyone else 404, the anonymous the sign-in page
        "visits:visit": page(lambda world: {"pk": world.visit.pk}, visitor=200, host=200, lead=200),
        # GET and POST at one address, for the same people; `data` is what is posted (default: nothing)
        "people:settings": form(everyone=200),
        # POST only (GET is 405): the status is that of the POST
        "visits:withdraw": deed(lambda world: {"pk": world.visit.pk}, data={"reason": "ill"}, visitor=302),
    }

- The roles are in `tests/house/table.py`, the objects in `tests/house/world.py` (`world.visit`
  is Vera's request to Hugo, `world.attended_visit` her past visit to him, `world.other_visit`
  one between two other people, …). `visitor`, `host`, `lead` … are always the people *of these
  objects*; `other_…`, `outsider` are the foreigners who must get 404.
- `everyone=200` names every signed-in role; single roles override it. `anonymous=200` opens a
  page to the public. `query="?day=1"` is appended to a GET.
- The first argument makes the kwargs and may make rows of its own with the factories; they are
  gone after the line.
- A POST by someone who may GET a `form` must give 200, 204, 302, 400, 409 or 422: an empty form
  is an error on the page and never a 500. A `form`'s POST by anyone else gives what GET gives.
- No GET and no refused POST writes a row. Only sessions are let off; what else is mere
  bookkeeping is named by its table: `page(..., bookkeeping={"programs_feedtoken"})`.

Sign-in (allauth) and the admin have no room: their rules are at the end of this file.
"""

import importlib
import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import NoReverseMatch, get_resolver, reverse

from programs.urls import ROOMS
from tests.house.table import HIDDEN, ROLES, SIGN_IN, Line, page
from tests.house.world import build_world, person_as

pytestmark = pytest.mark.django_db

FINE_ANSWERS = {200, 204, 302, 303, 400, 409, 410, 422}
WRITES = re.compile(r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|REPLACE\s+INTO)\s+[\"`]?(\w+)", re.I)
ALWAYS_LET_OFF = {"django_session", "usersessions_usersession"}

# Addresses outside the rooms --------------------------------------------------------------

OPEN = 200
"""Anyone may come, signed in or not, and is never told more for it."""
OWN = "own"
"""Shows a person their own account; the anonymous are sent to sign in."""
OUTSIDE_ROOMS = {
    "account_login": OPEN,
    "account_logout": OPEN,
    "account_inactive": OPEN,
    "account_signup": OPEN,
    "account_reauthenticate": OWN,
    "account_email": OWN,
    "account_email_verification_sent": OPEN,
    "account_change_password": OWN,
    "account_set_password": OWN,
    "account_reset_password": OPEN,
    "account_confirm_login_code": OPEN,
    "account_confirm_email": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_done": OPEN,
    "mfa_index": OWN,
    "mfa_authenticate": OPEN,
    "mfa_reauthenticate": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": OWN,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": OWN,
    "mfa_list_webauthn": OWN,
    "mfa_add_webauthn": OWN,
    "mfa_reauthenticate_webauthn": OWN,
    "mfa_remove_webauthn": OWN,
    "mfa_edit_webauthn": OWN,
    "mfa_login_webauthn": OPEN,
    "socialaccount_login_cancelled": OPEN,
    "socialaccount_login_error": OPEN,
    "socialaccount_signup": OPEN,
    "socialaccount_connections": OWN,
    "usersessions_list": OWN,
}
OUTSIDE_GIVEN = {
    "account_confirm_email": {"key": "no-such-key"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "no-such-key"},
    "mfa_remove_webauthn": {"pk": 1},
    "mfa_edit_webauthn": {"pk": 1},
}
UNNAMED_REDIRECTS = "accounts/social/"
"""allauth's old addresses, which only redirect to the new ones."""


# What there is ------------------------------------------------------------------------------


def all_addresses() -> list[tuple[str, str]]:
    """Return (URL name with its namespace, route) of every address of the site."""
    found = []

    def walk(resolver, namespaces, route):
        for entry in resolver.url_patterns:
            here = route + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                walk(entry, [*namespaces, entry.namespace] if entry.namespace else namespaces, here)
            else:
                found.append((":".join([*namespaces, entry.name or ""]), here))

    walk(get_resolver(), [], "")
    return found


def addresses_of_rooms() -> set[str]:
    return {name for name, _ in all_addresses() if name.split(":")[0] in ROOMS.values()}


def read_tables() -> dict[str, Line]:
    table: dict[str, Line] = {}
    for room in ROOMS.values():
        try:
            module = importlib.import_module(f"tests.{room}.access")
        except ModuleNotFoundError as error:
            if error.name != f"tests.{room}.access":
                raise
            continue
        foreign = {name for name in module.TABLE if not name.startswith(f"{room}:")}
        assert not foreign, f"tests/{room}/access.py lists addresses of other rooms: {sorted(foreign)}"
        table |= module.TABLE
    return table


TABLE = read_tables()
REAL_LINES = sorted(addresses_of_rooms() & TABLE.keys())


def line_to_add(name: str) -> str:
    room = name.split(":", maxsplit=1)[0]
    return f'tests/{room}/access.py: add to TABLE   "{name}": page(lambda world: {{...}}, lead=200, ...),'


def test_every_address_is_in_its_rooms_access_table():
    missing = addresses_of_rooms() - TABLE.keys()

    assert not missing, "\n" + "\n".join(line_to_add(name) for name in sorted(missing))


def test_access_tables_list_only_addresses_that_exist():
    stale = TABLE.keys() - addresses_of_rooms()

    assert not stale, f"No such URL name any more: {sorted(stale)}"


def test_addresses_outside_the_rooms_are_all_ruled():
    outside = {
        (name, route)
        for name, route in all_addresses()
        if name.split(":")[0] not in {*ROOMS.values(), "admin"} and not route.startswith(UNNAMED_REDIRECTS)
    }

    unruled = {f"{name} ({route})" for name, route in outside if name not in OUTSIDE_ROOMS}

    assert not unruled, f"Give each a rule in OUTSIDE_ROOMS (tests/house/test_access.py): {sorted(unruled)}"


# Who gets what --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The one world of this file: each line runs in savepoints that are rolled back."""
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quick, transaction.atomic():
        world = build_world()
        world.client = Client()
        world.sessions = {role: sign_in(person_as(world, role)) for role in ROLES if role != "anonymous"}
        yield world
        transaction.set_rollback(True)


def sign_in(person) -> str:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@contextmanager
def undone():
    """Run a block and take back everything it wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(world, role, method, url, data=None):
    """Return the answer and the tables that were written on the way."""
    written = set()

    def note(execute, sql, params, many, context):
        written.update(tables_written_by(sql))
        return execute(sql, params, many, context)

    client = world.client
    client.cookies.clear()
    if role != "anonymous":
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
    try:
        with undone(), connection.execute_wrapper(note):
            response = client.get(url) if method == "GET" else client.post(url, data or {})
    except Exception as error:
        error.add_note(f"{method} {url} as {role}")
        raise
    return response, written


def tables_written_by(sql: str) -> set[str]:
    if sql.lstrip().upper().startswith("SELECT"):  # FOR UPDATE is no write
        return set()
    return set(WRITES.findall(sql)) - ALWAYS_LET_OFF


def shown(response) -> int | str:
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SIGN_IN
    return response.status_code


@pytest.mark.parametrize("name", REAL_LINES)
def test_each_role_gets_what_the_table_says(world, name):
    line = TABLE[name]
    wrong = []

    with undone():
        url = reverse(name, kwargs=line.given(world))
        for role in ROLES:
            wrong += check_get(world, line, role, url) if "GET" in line.methods else check_no_get(world, role, url)
            wrong += check_post(world, line, role, url) if "POST" in line.methods else []
        if "POST" not in line.methods:
            wrong += check_no_post(world, line, url)

    assert not wrong, f"\n{name} ({url})\n" + "\n".join(wrong)


def check_get(world, line, role, url):
    response, written = answer(world, role, "GET", url + line.query)
    if shown(response) != line.expected(role):
        yield f"  GET as {role}: {shown(response)} instead of {line.expected(role)}"
    if written - line.bookkeeping:
        yield f"  GET as {role} wrote {sorted(written - line.bookkeeping)}"


def check_no_get(world, role, url):
    response, written = answer(world, role, "GET", url)
    if shown(response) not in ({SIGN_IN, 405} if role == "anonymous" else {405}):
        yield f"  GET as {role}: {shown(response)} instead of 405"
    if written:
        yield f"  GET as {role} wrote {sorted(written)}"


def check_post(world, line, role, url):
    expected = line.expected(role)
    response, written = answer(world, role, "POST", url, line.data(world))
    takes_form = "GET" in line.methods and expected == 200
    if takes_form and (shown(response) not in FINE_ANSWERS):
        yield f"  POST as {role}: {shown(response)} instead of one of {sorted(FINE_ANSWERS)}"
    if not takes_form and shown(response) != expected:
        yield f"  POST as {role}: {shown(response)} instead of {expected}"
    if expected in {HIDDEN, SIGN_IN, 403} and written:
        yield f"  refused POST as {role} wrote {sorted(written)}"


def check_no_post(world, line, url):
    role = next((role for role in ROLES if line.expected(role) == 200), "administrator")
    response, written = answer(world, role, "POST", url)
    if shown(response) != 405:
        yield f"  POST as {role}: {shown(response)} instead of 405, for the page is only read"
    if written:
        yield f"  POST as {role} wrote {sorted(written)}"


# The checks themselves ------------------------------------------------------------------------


def test_a_wrong_status_is_found(world):
    url = reverse("people:places")

    wrong = [*check_get(world, page(administrator=200), "administrator", url)]
    missed = [*check_get(world, page(everyone=200), "outsider", url)]

    assert not wrong
    assert missed == ["  GET as outsider: 404 instead of 200"]


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ('UPDATE "programs_site" SET "name" = 1', {"programs_site"}),
        ('INSERT OR IGNORE INTO "programs_team" VALUES (1)', {"programs_team"}),
        ("WITH free AS (SELECT 1) INSERT INTO programs_visit SELECT 1", {"programs_visit"}),
        ('DELETE FROM "django_session"', set()),
        ('SELECT 1 FROM "programs_site" FOR UPDATE', set()),
    ],
)
def test_a_statement_that_writes_is_found(sql, tables):
    assert tables_written_by(sql) == tables


def test_a_missing_line_is_printed_as_it_has_to_be_written():
    assert line_to_add("people:new_page").startswith('tests/people/access.py: add to TABLE   "people:new_page": page(')


# Sign-in and the admin ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(OUTSIDE_ROOMS))
def test_sign_in_pages_keep_their_rule(world, name):
    url = reverse(name, kwargs=OUTSIDE_GIVEN.get(name, {}))

    response, _ = answer(world, "anonymous", "GET", url)

    if OUTSIDE_ROOMS[name] == OWN:
        assert shown(response) == SIGN_IN
    else:
        assert response.status_code in {200, 302, 405}


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_the_admin_lets_nobody_in_but_administrators(world, role):
    let_in = []

    for name, _ in all_addresses():
        if name.startswith("admin:") and name not in {"admin:login", "admin:logout", "admin:jsi18n"}:
            url = address_in_admin(name)
            if url and answer(world, role, "GET", url)[0].status_code not in {302, 403, 404}:
                let_in.append(url)

    assert not let_in


def address_in_admin(name: str) -> str | None:
    for args in ([], ["1"], ["programs"], [1, 1]):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return None


def test_the_admin_opens_for_administrators(world):
    response, _ = answer(world, "administrator", "GET", reverse("admin:index"))

    assert response.status_code == 200
