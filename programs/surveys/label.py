"""What people are told before the first question. Stored with the wave, word by word."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("Your answers are confidential: they are stored without your name, your address or the time."),
    _(
        "Nobody sees a result before the survey closes. After that, groups of fewer than %(score)s people get no "
        "score, and groups of fewer than %(item)s no answer to a single question."
    ),
    _("Nobody, not even the programme lead, sees who has answered. Reminders are sent by the system."),
    _(
        "A code joins these answers with those you give later. Its key is kept outside the database and destroyed "
        "after the last survey; until then, whoever holds both could find out whose answers they are."
    ),
    _("What you write in your own words is cut off from your other answers. Please name nobody."),
)


def frozen_label(score: int, item: int) -> dict[str, Any]:
    """Return the label as it is stored with a wave when it opens."""
    return {"sentences": list(SENTENCES), "score": score, "item": item}


def shown_label(label: Mapping[str, Any]) -> Sequence[str]:
    """Return the stored label in the reader's language, where it is translated."""
    return [gettext(sentence) % label for sentence in label["sentences"]]
