"""The Bengali calendar of Bangladesh, against days known to every calendar."""

from datetime import date

import pytest

from helpers.calendars import from_bengali


@pytest.mark.parametrize(
    ("bengali", "day"),
    [((1432, 1, 1), date(2025, 4, 14)), ((1431, 11, 8), date(2025, 2, 21)), ((1432, 12, 30), date(2026, 4, 13))],
)
def test_days(bengali: tuple[int, int, int], day: date) -> None:
    assert from_bengali(*bengali) == day


def test_no_such_day() -> None:
    assert from_bengali(1432, 7, 31) is None
    assert from_bengali(1432, 13, 1) is None
