"""What a line of an access table says. See `tests/house/test_access.py` for how to write one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROLES = (
    "anonymous",
    "visitor",
    "other_visitor",
    "line_manager",
    "host",
    "deputy",
    "other_host",
    "department_lead",
    "lead",
    "other_lead",
    "sponsor",
    "administrator",
    "outsider",
)
HIDDEN = 404
SIGN_IN = "sign-in"
"""Anonymous people are sent to the sign-in page, unless a line says otherwise."""

Given = Callable[[Any], Mapping[str, Any]]


def _nothing(world: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class Line:
    """One URL: which methods it takes, with which objects, and what each role gets."""

    methods: tuple[str, ...]
    given: Given
    statuses: Mapping[str, int | str]
    data: Given = _nothing
    query: str = ""
    bookkeeping: frozenset[str] = field(default_factory=frozenset)

    def expected(self, role: str) -> int | str:
        return self.statuses.get(role, SIGN_IN if role == "anonymous" else HIDDEN)


def _line(methods, given, everyone, roles, **more) -> Line:
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise TypeError(f"No such role: {', '.join(sorted(unknown))}. There are {', '.join(ROLES)}.")
    signed_in = dict.fromkeys(ROLES[1:], everyone) if everyone else {}
    more["bookkeeping"] = frozenset(more.get("bookkeeping", ()))
    data = more.pop("data", _nothing)
    more["data"] = data if callable(data) else lambda world: data
    return Line(methods, given, signed_in | roles, **more)


def page(given=_nothing, *, everyone=None, query="", bookkeeping=(), **roles) -> Line:
    """A page that is only read: GET gives the status of the role, POST is 405."""
    return _line(("GET",), given, everyone, roles, query=query, bookkeeping=bookkeeping)


def form(given=_nothing, *, everyone=None, data=_nothing, query="", **roles) -> Line:
    """A page with a form: GET and POST to the same address, open to the same people."""
    return _line(("GET", "POST"), given, everyone, roles, data=data, query=query)


def deed(given=_nothing, *, everyone=None, data=_nothing, **roles) -> Line:
    """An address that only takes POST: it gives the status of the role, and GET is 405."""
    return _line(("POST",), given, everyone, roles, data=data)
