"""Public holidays by country and region, offline."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

SPELLED = {"en-gb": "en_US"}
"""Our language codes where the library writes another; the rest differ by nothing or aren't there."""


def public_holidays(
    country: str, subdivision: str, from_on: date, until_on: date, *, language: str = "en-gb"
) -> Mapping[date, str]:
    """Return date → name of each public holiday between two dates, both included.

    Names are in the language where the library has it, else in the country's own. A country
    or region that it doesn't know has none: planning days must not fail because of a code.
    """
    found: dict[date, str] = {}
    for year in range(from_on.year, until_on.year + 1):
        found.update(_of_year(country.upper(), subdivision.upper(), year, SPELLED.get(language, language)))
    return {on: name for on, name in sorted(found.items()) if from_on <= on <= until_on}


@lru_cache(maxsize=256)
def _of_year(country: str, subdivision: str, year: int, language: str) -> dict[date, str]:
    import holidays  # noqa: PLC0415 - half a second and 9 MB that most processes never need

    known = holidays.list_supported_countries()
    if country not in known:
        return {}
    region = subdivision if subdivision in known[country] else None
    spoken = holidays.list_localized_countries().get(country, [])
    return dict(
        holidays.country_holidays(
            country, subdiv=region, years=year, language=language if language in spoken else None
        ).items()
    )
