"""The Bengali calendars, against days that history and almanacs name by both calendars."""

from datetime import date, timedelta
from math import asin, degrees, floor, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.calendars import bengali_month, from_bengali

BANGLADESH = [
    ((1432, 1, 1), date(2025, 4, 14)),
    ((1432, 12, 30), date(2026, 4, 13)),
    ((1431, 11, 8), date(2025, 2, 21)),  # what the reform of 2019 was for
    ((1425, 11, 9), date(2019, 2, 21)),
    ((1430, 11, 8), date(2024, 2, 21)),
    ((1426, 7, 1), date(2019, 10, 17)),  # আশ্বিন had its first 31 days
    ((1419, 1, 1), date(2012, 4, 14)),
    ((1358, 11, 8), date(1952, 2, 21)),  # the day of the language movement
    ((1348, 4, 22), date(1941, 8, 7)),  # Rabindranath Tagore's death
    ((1383, 5, 12), date(1976, 8, 29)),  # Kazi Nazrul Islam's death
]
WEST_BENGAL = [
    *(((year - 593, 1, 1), date(year, 4, 14)) for year in (2012, 2016, 2020, 2024)),
    *(((year - 593, 1, 1), date(year, 4, 15)) for year in (2013, 2014, 2015, 2017, 2018, 2019, 2021, 2022, 2023, 2025)),
    ((1432, 1, 25), date(2025, 5, 9)),  # Tagore's birthday as Kolkata keeps it
    ((1432, 4, 22), date(2025, 8, 8)),
]


@pytest.mark.parametrize(("bengali", "day"), BANGLADESH)
def test_bangladesh(bengali: tuple[int, int, int], day: date) -> None:
    assert from_bengali(*bengali) == day


@pytest.mark.parametrize(("bengali", "day"), WEST_BENGAL)
def test_west_bengal(bengali: tuple[int, int, int], day: date) -> None:
    assert from_bengali(*bengali, indian=True) == day


@pytest.mark.parametrize(
    "bengali", [(1432, 7, 31), (1432, 13, 1), (1432, 0, 1), (1432, 1, 0), (0, 1, 1), (99999, 1, 1)]
)
def test_no_such_day(bengali: tuple[int, int, int]) -> None:
    assert from_bengali(*bengali) is None


@given(st.integers(1, 8000), st.integers(1, 12), st.booleans())
def test_months_follow_one_another(year: int, month: int, indian: bool) -> None:
    here = bengali_month(year, month, indian)
    after = bengali_month(year + month // 12, month % 12 + 1, indian)
    assert here
    assert after
    assert 29 <= here[1] <= 32
    if (year, month) != (1394, 12) or indian:  # Bangladesh changed its calendar there
        assert here[0] + timedelta(here[1]) == after[0]


def sun(moment: float) -> float:
    """The sun's sidereal longitude by the Surya Siddhanta, at a moment in days of Ujjain."""
    mean = (moment + 1132959.0) / 365.258756481 % 1 * 360
    anomaly = sin(radians(mean - 77.28))
    return mean - degrees(asin((14 - abs(anomaly) / 3) / 360 * anomaly))


@given(st.integers(900, 1999), st.integers(1, 12))
def test_a_month_begins_on_the_day_after_the_sun_enters_its_sign(year: int, month: int) -> None:
    moment = date(year + 593, 4, 14).toordinal() + (month - 1) * 30.44
    for _ in range(5):
        moment -= (sun(moment) - (month - 1) * 30 + 180) % 360 - 180
    found = bengali_month(year, month, indian=True)
    assert found
    assert found[0] == date.fromordinal(floor(moment + (88.37 - 75.77) / 360) + 1)
