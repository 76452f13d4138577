"""Who gets which page of the diaries room."""

from tests.house.table import page

TABLE = {
    "diaries:index": page(everyone=302),
    "diaries:visits": page(everyone=200),
    "diaries:hosting": page(host=200, deputy=200, other_host=200, department_lead=200),
    "diaries:program": page(lead=200, other_lead=200),
}
