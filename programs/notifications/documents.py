"""Letters as plain values: what is written, before anybody sends it."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from programs.gateways.texts import clean_text, one_line
from programs.people.models import Person

SUBJECT_LENGTH = 250
_SUBJECT = "Subject:"
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class CalendarPart:
    """An iTIP message that travels with a letter: method REQUEST, CANCEL or DECLINECOUNTER, and its bytes.

    `is_shared` says that several people's news are about this one event, so that a newer
    message makes an older letter's calendar part obsolete, but not its news.
    """

    method: str
    uid: str
    sequence: int
    content: bytes
    is_shared: bool = False


@dataclass(frozen=True)
class Draft:
    """A rendered letter: one line of subject, plain text, and HTML."""

    subject: str
    text: str
    html: str


def draft_letter(*, to: Person, kind: str, context: dict[str, Any]) -> Draft:
    """Render the templates of `kind` in the language and the zone of `to`.

    The templates get `context` and also `person`, `public_url` and, in the HTML, `subject`.
    Text templates are not escaped, HTML templates are. Raises ValueError for a text that
    doesn't start with "Subject:".
    """
    room, _, name = kind.partition("/")
    values = context | {"person": to, "public_url": settings.PUBLIC_URL}
    with translation.override(to.language), timezone.override(to.zone):
        values["language"] = to.language
        values["is_right_to_left"] = translation.get_language_bidi()
        written = _render(f"{room}/mail/{name}.txt", values, autoescape=False).lstrip()
        head, _, body = written.partition("\n")
        if not head.startswith(_SUBJECT):
            raise ValueError(f"{room}/mail/{name}.txt doesn't start with '{_SUBJECT}'.")
        subject = one_line(head.removeprefix(_SUBJECT), SUBJECT_LENGTH)
        html = _render(f"{room}/mail/{name}.html", values | {"subject": subject}, autoescape=True)
    return Draft(subject=subject, text=_BLANK_LINES.sub("\n\n", body).strip() + "\n", html=html.strip() + "\n")


def _render(template_name: str, values: dict[str, Any], *, autoescape: bool) -> str:
    template: Any = get_template(template_name)
    return clean_text(template.template.render(Context(values, autoescape=autoescape)))
