"""The Bengali calendar of Bangladesh and of West Bengal, as days of the Gregorian one.

Bangladesh: the Bangla Academy's reckoning as reformed in 2019: the first six months have 31 days, ফাল্গুন 29 (30 in a
Gregorian leap year), the others 30; the year begins on 14 April. West Bengal keeps the sidereal calendar, whose new year
falls on 14 or 15 April and whose months follow the sun; its days are given here by the nearest fixed reckoning and
only to the month, which is what a date of the press can bear.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

EPOCH = 593  # Gregorian year minus Bengali year, from 14 April on


def month_lengths(year: int) -> list[int]:
    """Days of the twelve months of a Bengali year in Bangladesh."""
    return [31] * 6 + [30] * 4 + [30 if isleap(year + EPOCH + 1) else 29] + [30]


def from_bengali(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a Bengali date in Bangladesh; None where the calendar has no such day.

    >>> from_bengali(1432, 1, 1)
    datetime.date(2025, 4, 14)
    """
    lengths = month_lengths(year)
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1] and 1 <= year < 9000):
        return None
    return date(year + EPOCH, 4, 14) + timedelta(sum(lengths[: month - 1]) + day - 1)
