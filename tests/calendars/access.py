"""Who gets which page of the calendars room."""

from tests.house.table import deed, form, page
from tests.house.world import FEED_TOKEN

TABLE = {
    "calendars:feeds": form(everyone=200, data={"kind": "personal", "name": "Phone"}),
    "calendars:revoke": deed(lambda world: {"pk": world.feed.pk}, visitor=302),
    "calendars:feed": page(
        lambda world: {"token": FEED_TOKEN}, everyone=200, anonymous=200, bookkeeping={"programs_feedtoken"}
    ),
    "calendars:visit_file": page(lambda world: {"pk": world.confirmed_visit.pk}, visitor=200, host=200, deputy=200),
}
