"""Who gets which page of the notifications room."""

from programs.notifications import tokens
from programs.notifications.choices import Topic
from tests.factories.notifications import make_calendar_letter, make_letter
from tests.house.table import deed, form, page


def _failed(world):
    return {"pk": make_letter(world.visitor, key="failed", state="failed").pk}


def _invitation(world):
    return {"pk": make_calendar_letter(world.visitor, key="invitation").pk}


TABLE = {
    "notifications:outbox": page(everyone=200),
    "notifications:letter": page(lambda world: {"pk": world.letter.pk}, visitor=200, administrator=200),
    "notifications:letter_body": page(lambda world: {"pk": world.letter.pk}, visitor=200),
    "notifications:letter_calendar": page(_invitation, visitor=200),
    "notifications:preferences": form(everyone=200),
    "notifications:unsubscribe": form(
        lambda world: {"token": tokens.unsubscribe_address(world.visitor.pk, Topic.SURVEYS).split("/")[-2]},
        everyone=200,
        anonymous=200,
    ),
    "notifications:send_again": deed(_failed, administrator=302),
}
