"""Values of date expressions: from the article's own date, and from what was last spoken of.

A value is a day (or month, year) moved by so many units from the day it is reckoned from, or the nearest one that bears
the names that are said. What nothing fixes has an empty value; a day that no calendar has, too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from .calendars import EPOCH, from_bengali

Fields = dict[str, Any]  # what an expression says, by the names that `timewords` gives
_IN_DAYS = {"দিন": 1, "সপ্তাহ": 7}
SHIFT = {"past": -1, "ending": -1, "before": -1, "this": 0, "that": 0, "future": 1, "after": 1}


class Resolver:
    """Gives expressions their values, one after the other: what was last spoken of matters."""

    def __init__(self, published: str, indian: bool = False) -> None:
        self.today = parsed(published)
        self.indian = indian  # reckons the Bengali and the fiscal year as West Bengal does
        self.day: date | None = None  # the day last spoken of
        self.year: int | None = None
        self.said: int | None = None  # the year said in this sentence
        self.fiscal: tuple[int, int] | None = None  # the first month of the fiscal year said in this sentence
        self.period = ""  # the day, month or interval last spoken of
        self.until = ""  # the moment at which a bulletin ends its last 24 hours
        self._late = False  # the moment last read is past midnight, of the night of the day before

    def read(self, said: Fields, again: str = "") -> tuple[str, str]:
        """(value, anchor) of an expression by its fields, as `timewords` names them; `again` is that: একই সময়ে."""
        value, anchor, self._late = "", "none", False
        if said.get("direction") == "ending":
            said = said | {"direction": self._ending(said.get("unit"))}
        with suppress(ValueError, OverflowError):  # a day that no calendar has
            value, anchor = (self._again(said, again), "sentence") if again else self._value(said)
        first = value.split("/")[0]
        day = parsed(first)
        self.day = day - timedelta(1) if day and self._late else day or self.day
        self.period = value if "/" in value or len(value) in (7, 10) else self.period
        if value and ("year" in said or said.get("unit") == "year"):
            self.said = int(first[:4])
        if value and "/" not in value:
            self.year = int(first[:4])
        return value, anchor if value else "none"

    def _value(self, f: Fields) -> tuple[str, str]:
        """What each kind of expression names; the order matters, as the later kinds are parts of the earlier."""
        own = "sentence" if f.get("direction") == "that" else "published"
        own = "self" if "year" in f else own
        if "number" in f:
            return self._counted(f)
        if "fiscal" in f or f.get("unit") == "season":
            return self._fiscal(f), own
        if f.keys() & {"year_to", "decade"}:
            last = f.get("year_to", f["year"] + 9)
            return f"{f['year']}/{last}" if f["year"] < last else "", own
        if f.keys() & {"month", "day"}:
            return self._named(f), own
        if "days" in f:
            days = [self.today + timedelta(f["days"] + k) for k in (0, -1, 1)] if self.today else []
            named = [d for d in days if d.weekday() == f.get("weekday", d.weekday())]  # গতকাল মঙ্গলবার: it holds
            day = next(iter(named), self._weekday(f) if "weekday" in f else None)
            if day and not named:  # the article is older than its date: its today is that of the last such weekday
                self.today = day - timedelta(f["days"])
            return self.clocked(day, f), own
        if f.get("unit") == "day":
            return self.clocked(self.day and self.day + timedelta(SHIFT[f["direction"]]), f), "sentence"
        if "weekday" in f:
            return self.clocked(self._weekday(f), f), "published"
        if "year" in f or "unit" in f:
            return self._unit(f), own
        day = self.day or self.today  # a clock time alone
        return self.clocked(day, f), "sentence" if self.day else own

    def _ending(self, unit: str | None) -> str:
        """Whether the year (month, week) that is being left, বিদায়ী বছর, is this one or has just gone."""
        day = self.today or date.max
        into, half = {"month": (day.day, 16), "week": (day.weekday(), 3)}.get(str(unit), (day.month, 7))
        return "past" if into < half else "this"

    def _again(self, f: Fields, again: str) -> str:
        """The period last spoken of (এই দিনে: the article's day) in another year: গত বছরের একই সময়ে."""
        base = str(self.today or "") if again == "day" else self.period
        own = int(base[:4] or 0) - ("fiscal" in f and base[5:7] < "07")
        years = f["year"] - own if "year" in f else SHIFT[f.get("direction", "this")]
        moved = re.sub(r"\d{4}", lambda m: f"{int(m[0]) + years:04}", base)
        return moved if all(parsed(f"{end}-01"[:10]) for end in moved.split("/")) else ""

    def first(self, value: str, n: int, unit: str) -> str:
        """The first n months, weeks or days of a year, a fiscal year or a month: অর্থবছরের প্রথম ছয় মাসে.

        `unit` is as the text has it, no other than মাস where it says none.
        """
        begin, year = parsed(f"{value.split('/')[0]}-01-01"[:10]), len(value) != 7
        if begin and year and unit not in _IN_DAYS:
            last = "{:04}-{:02}".format(*_months(begin, n - 1))
            self.period = f"{begin:%Y-%m}/{last}" if n > 1 else last
        elif begin and "/" not in value and unit in _IN_DAYS:
            self.period = f"{begin}/{begin + timedelta(n * _IN_DAYS[unit] - 1)}"
        else:
            return value
        return self.period

    def _year(self, f: Fields) -> int | None:
        """The year that is said, or told by another: গত বছর, ওই বছর."""
        if "year" in f or f.get("unit") != "year":
            return f.get("year")
        base = self.year if f["direction"] in ("that", "before", "after") else None
        if base is None and self.today and f["direction"] != "that":
            base = self.today.year
        return base and base + SHIFT[f["direction"]]

    def _named(self, f: Fields) -> str:
        """A month or a day of a month; without a year the nearest one, a bare month the last one, unless said."""
        month, bare = f.get("month"), "day" not in f
        plain = month and not f.keys() & {"direction", "weekday"}
        if month and plain and bare and self.fiscal and "year" not in f:
            return f"{self.fiscal[0] + (month < self.fiscal[1]):04}-{month:02}"
        year = self._year(f) or (self.said if plain else None)
        base = self.today or (date(year, 1, 1) if year else None)
        if base is None or (year is None and f.get("unit") == "year") or (bare and f["calendar"] != "gregorian"):
            return ""
        base = base.replace(day=1) if bare else base
        around = (SHIFT[f["direction"]],) if f.get("unit") == "month" else (-1, 0, 1)
        places = [(year or base.year + k, month) for k in around] if month else [_months(base, k) for k in around]
        day = _chosen(_days(f, places, self.indian), base, f, "future" if "ahead" in f else "past" if bare else "")
        if day and bare:
            line = self._weekday(f) if {"weekday", "hour"} <= f.keys() else None  # leaves the day to its weekday
            return self.clocked(line, f) if line and str(line)[:7] == str(day)[:7] else str(day)[:7]
        return f"{day}/{day.replace(day=f['day_to'])}" if day and "day_to" in f else self.clocked(day, f)

    def _weekday(self, f: Fields) -> date | None:
        """The nearest such day at or before the article's date; after it behind আগামী; before it behind গত."""
        if not self.today:
            return None
        if f.get("unit") == "week":  # গত সপ্তাহের বুধবার
            return self.today + timedelta(7 * SHIFT[f["direction"]] + f["weekday"] - self.today.weekday())
        first = self.today + timedelta(0 if "ahead" in f else {"past": -7, "future": 1}.get(f.get("direction", ""), -6))
        return first + timedelta((f["weekday"] - first.weekday()) % 7)

    def _unit(self, f: Fields) -> str:
        """Last year, this month, next week, this season."""
        if "year" in f or f["unit"] == "year":
            year = self._year(f)
            return f"{year:04}" if year and "calendar" not in f else ""
        if not self.today or f["direction"] == "that":
            return ""
        shift = SHIFT[f["direction"]]
        if f["unit"] == "month":
            return "{:04}-{:02}".format(*_months(self.today, shift))
        monday = self.today - timedelta(self.today.weekday() - 7 * shift)
        return f"{monday}/{monday + timedelta(6)}"

    def _fiscal(self, f: Fields) -> str:
        """A fiscal year runs from July to June in Bangladesh, from April to March in India; a season of sport, too."""
        month, shift = 4 if self.indian or f.get("fiscal") == "indian" else 7, f.get("direction", "this")
        year = f.get("year")
        if not year and self.today and shift != "that":
            year = self.today.year - (self.today.month < month) + SHIFT[shift]
        if not year or "fiscal" not in f:
            return f"{year}/{year + 1}" if year else ""
        self.fiscal = year, month
        if "month" in f:  # ২০২৪-২৫ অর্থবছরের মার্চ মাসে
            return f"{year + (f['month'] < month):04}-{f['month']:02}"
        return f"{year}-{month:02}/{year + 1}-{month - 1:02}"

    def _counted(self, f: Fields) -> tuple[str, str]:
        """The last 24 hours, the next two months, three years ago."""
        n, unit, away = f["number"], f["unit"], f.get("away")
        base = self.day if away == "future" else self.today
        if not n or not base or unit == "season" or (away and unit == "hour"):
            return "", "none"
        past = away == "past" or SHIFT[f.get("direction", "this")] < 0
        if past and unit == "hour" and self.until:
            end = datetime.fromisoformat(self.until)
            return f"{(end - timedelta(hours=n)).isoformat('T', 'minutes')}/{self.until}", "sentence"
        if unit == "hour" and n < 24:
            return str(base), "published"
        other = _moved(base, -n if past else n, unit)
        cut = {"year": 4, "decade": 4, "month": 7 if away else 10}.get(unit, 10)
        ends = [other] if away else sorted((other, base))
        return "/".join(str(day)[:cut] for day in ends), "sentence" if away == "future" else "published"

    def clocked(self, day: date | None, f: Fields) -> str:
        """The day with its clock time, by the Bengali parts of the day: the night goes on past midnight."""
        if day is None or "hour" not in f:
            return str(day or "")
        part, half = f.get("part"), f.get("half")
        hour, minute = divmod(f["hour"] * 60 + f.get("minute", 0) + f.get("shift", 0), 60)
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif part == "night" and (hour == 12 or hour < 6):
            day, hour, self._late = day + timedelta(1), hour % 12, True
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


def _days(f: Fields, places: Sequence[tuple[int, int]], indian: bool) -> list[date]:
    """The days of that number in these years and months, of the calendar that is said."""
    day, found = f.get("day", 1), []
    for year, month in places:
        with suppress(ValueError):  # a day that no calendar has
            if f.get("calendar") == "bengali":  # a Bengali year ends in the Gregorian one after it
                found.append(from_bengali(year - EPOCH - (month > 9) if year > 1500 else year, month, day, indian))
            elif f.get("calendar") != "hijri":
                found.append(date(year, month, day))
    return [d for d in found if d]


def _months(day: date, n: int) -> tuple[int, int]:
    """Year and month n months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return year, month + 1


def _moved(day: date, n: int, unit: str) -> date:
    """The day n units later (earlier where n is negative); hours count as the days that they fill."""
    if unit in ("hour", "day", "week"):
        return day + timedelta(n * {"hour": 1 / 24, "day": 1, "week": 7}[unit])
    year, month = _months(day, n * {"month": 1, "year": 12, "decade": 120}[unit])
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def parsed(published: str) -> date | None:
    """The day of an ISO 8601 value, None where it is none."""
    with suppress(ValueError):
        return date.fromisoformat(published[:10])
    return None
