"""The Bengali calendars of Bangladesh and of West Bengal, as days of the Gregorian one.

West Bengal keeps the sidereal calendar of the Surya Siddhanta: a month begins on the civil day after the sun enters its
sign. Bangladesh had the same until 1394; from 1395 (14 April 1988) its year begins on 14 April with five months of 31
days; since আশ্বিন 1426 (2019) with six, and ফাল্গুন has 29, or 30 in a Gregorian leap year. Not covered: the leap rule of
1988 to 1995, which lay in চৈত্র (its last weeks may be a day off), and almanacs that follow the modern (দৃক) positions.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from functools import cache
from math import asin, degrees, floor, radians, sin

EPOCH = 593  # Gregorian year minus Bengali year, from 14 April on
_SIDEREAL_YEAR = 365.258756481  # days; this and the next two of the Surya Siddhanta
_KALI_YUGA = -1132959.0  # midnight at Ujjain of 18 February 3102 BC, in days of `date.toordinal`
_APOGEE = 77.28  # of the sun, degrees
_KOLKATA = (88.37 - 75.77) / 360  # days that its time is ahead of Ujjain's


def _sun(moment: float) -> float:
    """The sun's sidereal longitude in degrees at a moment in days of Ujjain."""
    mean = (moment - _KALI_YUGA) / _SIDEREAL_YEAR % 1 * 360
    anomaly = sin(radians(mean - _APOGEE))
    return mean - degrees(asin((14 - abs(anomaly) / 3) / 360 * anomaly))


@cache
def _sidereal_start(year: int, month: int) -> date:
    """The first day of a month in West Bengal; month 13 is the next year's first."""
    moment = date(year + EPOCH, 4, 14).toordinal() + (month - 1) * 30.44
    for _ in range(5):  # the sun moves about a degree a day, so each step leaves a thirtieth of the error
        moment -= (_sun(moment) - (month - 1) * 30 + 180) % 360 - 180
    return date.fromordinal(floor(moment + _KOLKATA) + 1)


def bengali_month(year: int, month: int, indian: bool = False) -> tuple[date, int] | None:
    """The first Gregorian day of a Bengali month and its number of days; None where there is no such month."""
    if not (1 <= month <= 12 and 1 <= year < 9000):
        return None
    if indian or year < 1395:
        start = _sidereal_start(year, month)
        return start, (_sidereal_start(year, month + 1) - start).days
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
