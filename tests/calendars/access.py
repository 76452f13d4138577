"""Who gets which page of the calendars room."""

from programs.calendars.models import ReceivedMail
from tests.factories.visits import make_invitation
from tests.house.table import deed, form, page
from tests.house.world import FEED_TOKEN


def invited(world):
    return {"pk": make_invitation(world.confirmed_visit, world.visitor).pk}


def mail(world):
    row = ReceivedMail.objects.create(digest="0" * 64, received_at=world.now, subject="A question", verdict="unknown")
    return {"pk": row.pk}


TABLE = {
    "calendars:truth": page(lead=200, other_lead=200),
    "calendars:send_again": deed(invited, lead=302),
    "calendars:settle": deed(invited, lead=302),
    "calendars:invite": deed(lambda world: {"pk": world.confirmed_visit.pk}, lead=302),
    "calendars:put_aside": deed(mail, lead=302, other_lead=302),
    "calendars:feeds": form(everyone=200, data={"kind": "personal", "name": "Phone"}),
    "calendars:revoke": deed(lambda world: {"pk": world.feed.pk}, visitor=302),
    "calendars:feed": page(
        lambda world: {"token": FEED_TOKEN}, everyone=200, anonymous=200, bookkeeping={"programs_feedtoken"}
    ),
    "calendars:visit_file": page(lambda world: {"pk": world.confirmed_visit.pk}, visitor=200, host=200, deputy=200),
}
