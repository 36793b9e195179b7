"""Values of date expressions: from the article's own date, and from what was last spoken of.

A value is a day (or month, year) moved by so many units from the day it is reckoned from, or the nearest one that bears
the names that are said. What nothing fixes has an empty value; a day that no calendar has, too.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, time, timedelta

from .calendars import EPOCH, bengali_month, from_bengali
from .timewords import SHIFT, Fields


class Resolver:
    """Gives expressions their values, one after the other: what was last spoken of matters."""

    def __init__(self, published: str, indian: bool = False) -> None:
        self.today = parsed(published)
        self.indian = indian  # reckons the Bengali and the fiscal year as West Bengal does
        self.day: date | None = None  # the day last spoken of
        self.evening: date | None = None  # the day that a night is called by, also past midnight
        self.year: int | None = None
        self.said: int | None = None  # the year said in this sentence

    def read(self, said: Fields) -> tuple[str, str]:
        """(value, anchor) of an expression by its fields, as `timewords` names them."""
        try:
            value, anchor = self._value(said)
        except (ValueError, OverflowError):  # a day that no calendar has
            value, anchor = "", "none"
        first = value.split("/")[0]
        if value and ("year" in said or said.get("unit") == "year"):
            self.said = int(first[:4])
        self.day = parsed(first) or self.day
        if value and "/" not in value:
            self.year = int(first[:4])
        return value, anchor if value else "none"

    def _value(self, f: Fields) -> tuple[str, str]:
        """What each kind of expression names; the order matters, as the later kinds are parts of the earlier."""
        that = f.get("direction") == "that"
        own = "self" if f.keys() & {"year", "decade"} else "sentence" if that else "published"
        if "number" in f:
            return self._counted(f)
        if "decade" in f:
            first = f["decade"] + (1900 if f["decade"] < 100 else 0)
            return f"{first}/{first + 9}" if first % 10 == 0 else "", own
        if "fiscal" in f:
            return self._fiscal(f), own
        if "year_to" in f:
            return f"{f['year']}/{f['year_to']}" if f["year"] < f["year_to"] else "", own
        if f.keys() & {"month", "day"}:
            return self._named(f), own
        if f.get("unit") == "day":
            return self._day(f)
        if "year" in f and "calendar" in f:
            return self._bengali(f["year"], range(1, 13)), own
        if "year" in f or "unit" in f:
            return self._unit(f), own
        if "weekday" in f:
            return self.clocked(self._weekday(f), f), "published"
        day = self.day or self.today  # a clock time alone
        if f.get("part") == "night" and day and self.evening == day - timedelta(1):
            day = self.evening
        return self.clocked(day, f), "sentence" if self.day else own

    def _year(self, f: Fields) -> int | None:
        """The year that is said, or told by another: গত বছর, ওই বছর."""
        direction = f.get("direction", "this")
        if "year" in f or f.get("unit") != "year":
            return f.get("year")
        base = self.year if direction in ("that", "before", "after") else None
        if base is None and self.today and direction != "that":
            base = self.today.year
        return base and base + SHIFT[direction]

    def _named(self, f: Fields) -> str:
        """A month or a day of a month; without a year the nearest one, a bare month the last one, unless said."""
        year, month, day = self._year(f), f.get("month"), f.get("day", 1)
        if f.get("calendar") and "day" not in f:
            return self._bengali(year, range(month, month + 1)) if year else ""
        known = year or self.said
        base = self.today or (date(known, 1, 1) if known and month else None)
        if base is None or (year is None and f.get("unit") == "year"):
            return ""
        if "day" not in f:
            base = base.replace(day=1)
        around = (SHIFT[f["direction"]],) if f.get("unit") == "month" else (-1, 0, 1)
        days: list[date] = []
        if self.said and month and year is None and "direction" not in f:
            same = self._calendar_day(f, self.said, month, day)
            days = [same] if same and same.weekday() == f.get("weekday", same.weekday()) else []
        if not days:
            years = [year] if year else [base.year + k for k in around]
            months = [(y, month) for y in years] if month else [_months(base, k) for k in around]
            days = [d for y, m in months if (d := self._calendar_day(f, y, m, day))]
        chosen = _chosen(days, base, f, "" if "day" in f else "past")
        if chosen is None or "day" not in f:
            line = self._weekday(f) if {"weekday", "hour"} <= f.keys() else None  # leaves the day to its weekday
            return self.clocked(line, f) if line and str(line)[:7] == str(chosen)[:7] else str(chosen or "")[:7]
        return f"{chosen}/{chosen.replace(day=f['day_to'])}" if "day_to" in f else self.clocked(chosen, f)

    def _calendar_day(self, f: Fields, year: int, month: int, day: int) -> date | None:
        """The day, None where its calendar has no such day; a Bengali year ends in the Gregorian one after it."""
        if f.get("calendar") == "bengali":
            return from_bengali(year - EPOCH - (month > 9) if year > 1500 else year, month, day, self.indian)
        return None if "calendar" in f else calendar_day(year, month, day)

    def _bengali(self, year: int, months: Sequence[int]) -> str:
        """Months of a Bengali year."""
        first, last = (bengali_month(year, month, self.indian) for month in (months[0], months[-1]))
        return f"{first[0]}/{last[0] + timedelta(last[1] - 1)}" if first and last else ""

    def _day(self, f: Fields) -> tuple[str, str]:
        """Yesterday; that day, the day after. গতকাল মঙ্গলবার: the weekday holds."""
        base, anchor = (self.today, "published") if "days" in f else (self.day, "sentence")
        if base is None:
            return "", anchor
        day = base + timedelta(f.get("days", SHIFT[f.get("direction", "this")]))
        near = [d for k in (-1, 1) if (d := day + timedelta(k)).weekday() == f.get("weekday")]
        return self.clocked(near[0] if near else day, f), anchor

    def _weekday(self, f: Fields) -> date | None:
        """The nearest such day at or before the article's date; after it behind আগামী; before it behind গত."""
        if not self.today:
            return None
        back, direction = (self.today.weekday() - f["weekday"]) % 7, f.get("direction")
        return self.today + timedelta(7 - back if direction == "future" else -(back or 7 * (direction == "past")))

    def _unit(self, f: Fields) -> str:
        """Last year, this month, next week, this season."""
        if "year" in f or f["unit"] == "year":
            return str(self._year(f) or "")
        if not self.today or f["direction"] == "that":
            return ""
        shift = SHIFT[f["direction"]]
        if f["unit"] == "season":  # of sport and of harvests: from summer to summer
            first = self.today.year - (self.today.month < 7) + shift
            return f"{first}/{first + 1}"
        if f["unit"] == "month":
            return "{:04}-{:02}".format(*_months(self.today, shift))
        monday = self.today - timedelta(self.today.weekday() - 7 * shift)
        return f"{monday}/{monday + timedelta(6)}"

    def _fiscal(self, f: Fields) -> str:
        """A fiscal year runs from July to June in Bangladesh, from April to March in India."""
        month = 4 if self.indian or f["fiscal"] == "indian" else 7
        year = f.get("year")
        if year is None and self.today:
            year = self.today.year - (self.today.month < month) + SHIFT[f.get("direction", "this")]
        return f"{year}-{month:02}/{year + 1}-{month - 1:02}" if year else ""

    def _counted(self, f: Fields) -> tuple[str, str]:
        """The last 24 hours, the next two months, three years ago."""
        n, unit, away = f["number"], f["unit"], f.get("away")
        base = self.day if away == "future" else self.today
        if not n or not base:
            return "", "none"
        past = away == "past" or SHIFT[f.get("direction", "this")] < 0
        other = _moved(base, -n if past else n, unit)
        cut = {"year": 4, "decade": 4, "month": 7 if away else 10}.get(unit, 10)
        ends = [other] if away else sorted((other, base))
        return "/".join(str(day)[:cut] for day in ends), "sentence" if away == "future" else "published"

    def clocked(self, day: date | None, f: Fields) -> str:
        """The day with its clock time, by the Bengali parts of the day: the night goes on past midnight."""
        self.evening = day
        if day is None or "hour" not in f:
            return str(day or "")
        part, half = f.get("part"), f.get("half")
        hour, minute = divmod(f["hour"] * 60 + f.get("minute", 0) + f.get("shift", 0), 60)
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif part == "night" and (hour == 12 or hour < 6):
            day, hour = day + timedelta(1), hour % 12
        elif (part in ("night", "evening") and hour < 12) or (part == "noon" and hour < 8):
            hour += 12
        return f"{day}T{time(hour, minute, f.get('second', 0)).isoformat('auto' if 'second' in f else 'minutes')}"


def _chosen(days: Sequence[date], base: date, f: Fields, direction: str = "") -> date | None:
    """The day nearest to `base`, the future counted half as much again, on the weekday and the side that are said."""
    direction = f["direction"] if f.get("direction") in ("past", "future") else direction
    side = {"past": lambda d: d <= base, "future": lambda d: d >= base}.get(direction)
    for fits in (lambda d: d.weekday() == f.get("weekday"), side):
        days = [d for d in days if fits and fits(d)] or days
    return min(days, key=lambda d: abs((d - base).days) * (3 if d > base else 2), default=None)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(day: date, n: int) -> tuple[int, int]:
    """Year and month n months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return year, month + 1


def _moved(day: date, n: int, unit: str) -> date:
    """The day n units later (earlier where n is negative); hours count as the days that they fill."""
    if unit == "hour":
        return day + timedelta(int(n / 24) or (1 if n > 0 else -1))
    if unit in ("day", "week"):
        return day + timedelta(n * (7 if unit == "week" else 1))
    year, month = _months(day, n * {"month": 1, "year": 12, "decade": 120}[unit])
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def parsed(published: str) -> date | None:
    """The day of an ISO 8601 value, None where it is none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None
