"""What the shell of every page needs: who reads it, in which colours, and where they can go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.home import queries
from programs.people.choices import Theme

MOST_ENTRIES = 5
THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Place:
    """Somewhere to go, for those who have one of the parts; `rank` decides who stays when there are too many."""

    url_name: str
    label: Promise | str
    icon: str
    parts: tuple[str, ...] = ()
    rank: int = 0
    waiting: str = ""
    also: tuple[str, ...] = ()


PLACES = (
    Place("home:index", _("Home"), "home"),
    Place("visits:find", _("Find a visit"), "magnifying-glass", ("is_visitor",), 1, also=("visits:day", "visits:book")),
    Place(
        "visits:mine",
        _("My visits"),
        "calendar-days",
        ("is_visitor",),
        1,
        also=("visits:visit", "visits:withdraw", "visits:reschedule"),
    ),
    Place(
        "visits:hosted",
        _("Hosting"),
        "inbox-arrow-down",
        ("is_host", "is_department_lead"),
        1,
        "requests_waiting",
        ("hosting:", "visits:answer"),
    ),
    Place("visits:releases", _("Releases"), "user-group", ("is_line_manager",), 2, "releases_waiting"),
    Place("cohorts:index", _("Programme"), "map", ("is_lead",), 1, also=("cohorts:", "home:readiness")),
    Place("surveys:index", _("Surveys"), "chart-bar-square", ("is_lead",), 3, also=("surveys:",)),
    Place("matching:index", _("Matching"), "sparkles", ("is_lead",), 3, also=("matching:",)),
    Place("reports:index", _("Reports"), "document-chart-bar", ("is_sponsor", "is_lead"), 2, also=("reports:",)),
    Place("people:index", _("People"), "users", ("is_administrator",), 2, also=("people:",)),
    Place(
        "diaries:index",
        _("Calendar"),
        "calendar",
        ("is_visitor", "is_host", "is_department_lead"),
        4,
        also=("diaries:",),
    ),
)
OWN_PLACES = (
    Place("diaries:index", _("Calendar"), "calendar-days", also=("diaries:",)),
    Place("briefings:index", _("Briefing packs"), "briefcase", also=("briefings:",)),
    Place("briefings:card", _("My face card"), "identification"),
    Place("journals:mine", _("My journal"), "book-open", also=("journals:",)),
    Place("commitments:mine", _("Promises"), "hand-raised", also=("commitments:",)),
    Place("objectives:index", _("Objectives"), "flag", also=("objectives:", "reviews:")),
    Place("relationships:mine", _("My contacts"), "user-group", also=("relationships:",)),
    Place("change:thanks", _("Thanks and milestones"), "heart"),
    Place("concerns:index", _("Concerns and answers"), "chat-bubble-left-ellipsis", also=("concerns:",)),
    Place("people:settings", _("My settings"), "adjustments-horizontal"),
    Place("notifications:preferences", _("Mail and quiet hours"), "bell-slash"),
    Place("availability:busy", _("When I can't"), "clock", also=("availability:",)),
    Place("calendars:feeds", _("Calendar feed"), "calendar"),
    Place("reports:own", _("My documents"), "document-text", also=("reports:own", "reports:own_document")),
)
SIGN_IN_PLACES = (
    Place("account_email", _("E-mail address"), "at-symbol"),
    Place("account_change_password", _("Password"), "key"),
    Place("mfa_index", _("Two-step sign-in"), "shield-check", also=("mfa_",)),
    Place("usersessions_list", _("Where I'm signed in"), "computer-desktop"),
)
HELP = Place("home:help", _("Help"), "question-mark-circle")
ADMINISTRATION = (
    Place("people:index", _("People"), "users"),
    Place("people:imports", _("Import people"), "arrow-up-tray"),
    Place("cohorts:index", _("Programmes"), "map"),
    Place("notifications:outbox", _("Outbox of mails"), "envelope"),
    Place("admin:index", _("All rows"), "circle-stack"),
)


@dataclass(frozen=True)
class Entry:
    """A link of the navigation as this page shows it."""

    url: str
    label: Promise | str
    icon: str
    waiting: int = 0
    is_current: bool = False
    is_this_page: bool = False


class Shell:
    """The frame of one page. Asks the database only for what the template reads: one query at most."""

    themes = Theme.choices

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def theme(self) -> str:
        """The colours to read in: the person's own, or those of an anonymous reader's cookie."""
        user = getattr(self.request, "user", None)
        chosen = user.theme if user and user.is_authenticated else self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in Theme.values else Theme.AUTO.value

    @cached_property
    def standing(self) -> queries.Standing:
        """The parts of the reader; none for somebody who is not signed in."""
        user = getattr(self.request, "user", None)
        return queries.standing_of(user) if user and user.is_authenticated else queries.Standing()

    @property
    def program_name(self) -> str:
        """What the programme is called here."""
        return self.standing.program_name or "Exchange"

    @property
    def company(self) -> str:
        """Whose programme it is."""
        return self.standing.company

    @cached_property
    def entries(self) -> list[Entry]:
        """Where the reader can go: at most five places, those of more weight first to stay."""
        if not self.request.user.is_authenticated:
            return []
        own = [
            place for place in PLACES if not place.parts or any(getattr(self.standing, part) for part in place.parts)
        ]
        existing = [(place, url) for place, url in _existing(own)]
        kept = sorted(existing, key=lambda pair: pair[0].rank)[:MOST_ENTRIES]
        return [self._entry(place, url) for place, url in existing if (place, url) in kept]

    @cached_property
    def account_links(self) -> list[Entry]:
        """What a person can look after themselves."""
        return [self._entry(place, url) for place, url in _existing((*OWN_PLACES, *SIGN_IN_PLACES, HELP))]

    @cached_property
    def sign_in_links(self) -> list[Entry]:
        """How a person signs in: the tabs of those pages."""
        return [self._entry(place, url) for place, url in _existing(SIGN_IN_PLACES)]

    @cached_property
    def administration(self) -> list[Entry]:
        """What administrators look after."""
        return [self._entry(place, url) for place, url in _existing(ADMINISTRATION)]

    @cached_property
    def demo_accounts(self) -> list[queries.DemoAccount]:
        """Who a guest of the demo can be; nobody in a real installation."""
        return queries.demo_accounts()

    demo_password = queries.DEMO_PASSWORD

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo, where mail stays on the machine."""
        return bool(settings.DEMO)

    def _entry(self, place: Place, url: str) -> Entry:
        match = self.request.resolver_match
        view_name = match.view_name if match else ""
        is_this_page = view_name == place.url_name
        return Entry(
            url,
            place.label,
            place.icon,
            waiting=getattr(self.standing, place.waiting) if place.waiting else 0,
            is_current=is_this_page or (view_name not in _ALL and view_name.startswith(place.also or ("\0",))),
            is_this_page=is_this_page,
        )


_ALL = frozenset(place.url_name for place in (*PLACES, *OWN_PLACES, *SIGN_IN_PLACES, HELP))


def _existing(places: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    """Yield those places whose pages are there, with their addresses."""
    for place in places:
        try:
            yield place, reverse(place.url_name)
        except NoReverseMatch:
            continue


def shell_of(request: HttpRequest) -> Shell:
    """Return the shell of a request: one for the view and the template, so that each fact is read once."""
    made: Shell | None = getattr(request, "shell", None)
    if made is None:
        made = Shell(request)
        request.shell = made  # type: ignore[attr-defined]
    return made


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of `base.html`."""
    return {"shell": shell_of(request)}
