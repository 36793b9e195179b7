"""The Bengali calendars of Bangladesh and of West Bengal, as days of the Gregorian one.

West Bengal keeps the sidereal calendar of the Surya Siddhanta: a month begins on the civil day after the sun enters its
sign. Bangladesh had the same until 1394; from 1395 (14 April 1988) its year begins on 14 April with five months of 31
days; since আশ্বিন 1426 (2019) with six, and ফাল্গুন has 29, or 30 in a Gregorian leap year. Not covered: the leap rule of
1988 to 1995, which lay in চৈত্র (its last weeks may be a day off), and almanacs that follow the modern (দৃক) positions.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from math import floor

EPOCH = 593  # Gregorian year minus Bengali year, from 14 April on
_SIDEREAL_YEAR = 365.258756481  # days, as the Surya Siddhanta has it
_YEAR_ZERO = 216304.7105  # when it begins in Kolkata, in days of `date.toordinal`
# Days from the year's beginning at which the sun enters the signs: always the same, as the apogee stays where it is.
_ENTRIES = (0, 30.935, 62.355, 94.0, 125.475, 156.494, 186.936, 216.829, 246.32, 275.638, 305.085, 334.906, 365.259)


def bengali_month(year: int, month: int, indian: bool = False) -> tuple[date, int] | None:
    """The first Gregorian day of a Bengali month and its number of days; None where there is no such month."""
    if not (1 <= month <= 12 and 1 <= year < 9000):
        return None
    if indian or year < 1395:
        entries = (_YEAR_ZERO + year * _SIDEREAL_YEAR + days for days in _ENTRIES[month - 1 : month + 1])
        start, after = (date.fromordinal(floor(entry) + 1) for entry in entries)
        return start, (after - start).days
    ashwin, falgun = (31, 29) if year >= 1426 else (30, 30)
    lengths = [31] * 5 + [ashwin] + [30] * 4 + [falgun + isleap(year + EPOCH + 1), 30]
    return date(year + EPOCH, 4, 14) + timedelta(sum(lengths[: month - 1])), lengths[month - 1]


def from_bengali(year: int, month: int, day: int, indian: bool = False) -> date | None:
    """The Gregorian day of a Bengali date in Bangladesh (in West Bengal if `indian`); None where there is no such day.

    >>> from_bengali(1432, 1, 1)
    datetime.date(2025, 4, 14)
    >>> from_bengali(1358, 11, 8)
    datetime.date(1952, 2, 21)
    """
    found = bengali_month(year, month, indian)
    return found[0] + timedelta(day - 1) if found and 1 <= day <= found[1] else None
