"""Public holidays as data for the schedules, from the maintained `holidays` library."""

from functools import lru_cache
from typing import Final

_EPOCH_ORDINAL: Final = 719_163
"""date(1970, 1, 1).toordinal()."""


@lru_cache(maxsize=2048)
def holiday_days(country: str, year: int) -> frozenset[int]:
    """The day numbers of a country's public holidays in a year; none for a country the library does not know."""
    from holidays import country_holidays

    try:
        found = country_holidays(country, years=year)
    except NotImplementedError:
        return frozenset()
    return frozenset(day.toordinal() - _EPOCH_ORDINAL for day in found)
