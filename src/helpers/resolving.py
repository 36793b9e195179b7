"""Values of date expressions: from the article's own date, and from what was last spoken of.

A value is a stretch of time: the year, month or day that lies so many units from the one it is reckoned from (the
article's, or the last one spoken of), or the nearest that bears the names that are said. What nothing fixes has an
empty value; a day that no calendar has, too.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from .calendars import EPOCH, from_bengali

Fields = dict[str, Any]  # what an expression says, by the names that `timewords` gives
_DAYS = {"hour": 1 / 24, "day": 1, "workday": 7 / 5, "week": 7}  # that a unit is long
_MONTHS = {"month": 1, "quarter": 3, "half": 6} | dict.fromkeys(("year", "fiscal", "season"), 12)
_MONTHS |= {"decade": 120, "yuga": 144, "century": 1200}
# How long an ISO 8601 value of that unit is: a fiscal year is told by its months, a season of sport by its two years.
_LENGTHS = dict.fromkeys(_DAYS, 10) | {unit: 4 if n >= 12 else 7 for unit, n in _MONTHS.items()} | {"fiscal": 7}


class Resolver:
    """Gives expressions their values, one after the other: what was last spoken of matters."""

    def __init__(self, published: str, indian: bool = False, known: Fields | None = None, years: Sequence[Fields] = ()):
        self.today = first_day(published[:10]) if published else None
        # Whether it reckons the Bengali and the fiscal year as West Bengal does; days that need no year.
        self.indian, self.known = indian, known or {}
        # The present fiscal year, if the text tells it: চলতি ২০২৫-২৬ অর্থবছর, or its latest where it speaks of the next.
        told = [f["year"] - f["by"] for f in years if "year" in f and f.get("by") in (-1, 0, 1)]
        told = told or [f["year"] - 1 for f in years if "year" in f and any(other.get("by") == 1 for other in years)]
        self.now = {"fiscal": date(max(told), 7, 1)} if told else {}
        self.value = str(self.today or "")  # last spoken of
        self.spoken: dict[str, date | None] = {}  # what was last spoken of, by its first day; None: every day
        # The year said in this sentence, if any, and the month in which it begins; until then what is known of today.
        self.said = self.unsaid = (max(told), 7) if told and not self.today else (0, 1)
        # The part of the day last said (সন্ধ্যা ৭টায় … ৮টায়); the day of another year that a tale has come to; the moment
        # at which a bulletin ends its last 24 hours.
        self.part, self.tale, self.until = 1, "", ""

    def read(self, said: Fields, again: bool = False) -> tuple[str, str]:
        """(value, anchor) of an expression by its fields, as `timewords` names them; `again`: একই সময়ে, এই দিনে."""
        if not said.keys() & {"year", "month", "day", "weekday", "unit"}:  # a clock time alone
            said = said | {"unit": "day", "by": 0} | ({"spoken": 1} if "day" in self.spoken else {})
        self.part = said.get("part", self.part)
        value = ""
        with suppress(ValueError, OverflowError):  # nothing fixes it, or no calendar has it
            first = first_day(told := self._again(said) if again else self._value(said))
            self.spoken |= {unit: first for unit, length in _LENGTHS.items() if len(told) >= length}
            value = self._clocked(told, said) if "hour" in said and len(told) == 10 else told
            if told == str(self.today) < value[:10] and "ahead" not in said:
                value = told + value[10:]  # what has happened lies not behind its article: the night before
            self.value = self.value if again else value  # what the same time is compared with stays
        spoken = "spoken" in said or (self.until and said.get("unit") == "hour")
        return value, ("self" if "year" in said else "sentence" if spoken else "published") if value else "none"

    def _value(self, f: Fields) -> str:
        """What each kind of expression names; the order matters, as the later kinds are parts of the earlier."""
        if "number" in f:
            return self._counted(f)
        # A weekday with an hour tells the day: 10:22 AM, July 2025, Sunday
        if "day" in f or ("month" in f and not (self.today and {"weekday", "hour"} <= f.keys())):
            return self._named(f)
        if "weekday" in f:
            day = self._weekday(f)
            if "days" in f and "eve" not in f:  # an article older than its date: its today is that of its weekday
                self.today = day - timedelta(f["days"])
            return _span(day, day + timedelta((f.get("weekday_to", f["weekday"]) - f["weekday"]) % 7), 10)
        unit = f.get("unit", "year")
        if _MONTHS.get(unit, 0) >= 12:
            year, start = self._year(f)
            later = f.get("year_to", year) - year
            n = (later % 100 if later + year < 100 else later) + 1 if unit == "year" else 1  # ১৯৫০-৫৩, ১৯৯৮-০২
            return "" if "calendar" in f else stretch(date(year, start, 1), n, unit)
        day = _moved(self._base(f), f["days" if "days" in f else "by"], unit)
        return stretch({"week": day - timedelta(day.weekday()), "month": day.replace(day=1)}.get(unit, day), 1, unit)

    def _base(self, f: Fields) -> date:
        """The day from which an expression is reckoned; ValueError where nothing fixes it."""
        unit = f.get("unit", "year")
        if not (base := self.spoken.get(unit) if "spoken" in f else self.today or self.now.get(unit)):
            raise ValueError("nothing fixes it")
        return base

    def _again(self, f: Fields) -> str:
        """The stretch last spoken of, at first the article's day, in another year: গত বছরের একই সময়ে."""
        ends = self.value.split("/")
        years = f["year"] - first_day(ends[0]).year if "year" in f else f.get("by", 0)
        return "/".join(str(_moved(first_day(end), years, "year"))[: len(end)] for end in ends)

    def _year(self, f: Fields) -> tuple[int, int]:
        """The year that is said, told by another (গত বছর, ওই বছর) or said before in the sentence; its first month."""
        start = 4 if self.indian and "start" in f else f.get("start", 1)
        if "year" not in f and f.get("unit") not in ("year", "fiscal", "season"):
            return self.said if "month" in f and not f.keys() & {"by", "weekday"} else (0, 1)
        year = f.get("year") or _moved(self._base(f), 12 * f.get("by", 0) + 1 - start, "month").year
        # The year by which an event is called dates nothing else.
        self.said = (0, 1) if "event" in f and "month" not in f else (year, start)
        return year, start

    def _named(self, f: Fields) -> str:
        """A month or a day of a month; without a year the nearest one, a bare month the last one, unless said."""
        month, bare, calendar = f.get("month"), "day" not in f, f.get("calendar")
        if calendar == "hijri" or (bare and calendar == "bengali"):
            return ""
        year, start = self._year(f)
        base = date(year, 1, 1) if year else self._base(f)
        base = base.replace(day=1) if bare else base
        around = (f["by"],) if f.get("unit") == "month" else (-1, 0, 1)
        months = [_moved(base.replace(day=1), k, "month") for k in around]
        if month:
            months = [date((year or base.year + k) + (month < start), month, 1) for k in (-1, 0, 1)]
        days = [day for first in months if (day := self._day(f, first.year, first.month))]
        days = [d for d in days if (d - base).days * (f.get("by") or (1 if "ahead" in f else -bare)) >= 0] or days
        day = min(days, key=lambda d: abs((d - base).days) * (3 if d > base else 2))  # the past is nearer
        far = abs((day - base).days) > 60 or self.tale == self.value[:10]
        if far and month and not (year or bare or f.keys() & {"by", "ahead", "soon", "weekday", "hour"}):
            self.tale = self.value[:4] + f"{day}"[4:]  # ২০২১ সালের ১১ এপ্রিল ভর্তি হন। ২৭ এপ্রিল ফেরেন।
            told = self.tale if self.value[6:] and self.value[:10] <= self.tale else "9999"
            day = min(day, first_day(told if "day_to" in f else self.known.get(f"{day}"[5:], told)))
        return _span(day, day.replace(day=f.get("day_to", day.day)), 7 if bare else 10)

    def _day(self, f: Fields, year: int, month: int) -> date | None:
        """The day of that number in this year and month of the calendar that is said."""
        if f.get("calendar") == "bengali":  # its year ends in the Gregorian one after it
            year = year - EPOCH - (month > 9) if year > 1500 else year
            return from_bengali(year, month, f["day"], self.indian)
        day = f.get("day", 1)
        return date(year, month, day) if day <= monthrange(year, month)[1] else None

    def _weekday(self, f: Fields) -> date:
        """The nearest such day at or before the article's date; after it behind আগামী; before it behind গত."""
        first = self._base(f)
        near = {-1: -7, 1: 1}.get(f.get("by", 0), f["days"] - 3 if "days" in f else 0 if "ahead" in f else -6)
        first += timedelta(7 * f["by"] - first.weekday() if f.get("unit") == "week" else near)  # গত সপ্তাহের বুধবার
        return first + timedelta((f["weekday"] - first.weekday()) % 7)

    def _counted(self, f: Fields) -> str:
        """The last 24 hours, the next two months, three years ago."""
        unit, n = f["unit"], (f["number"] or 0) + f.get("shift", 0) / 60
        if not n:
            return ""
        if f["by"] < 0 and unit == "hour" and self.until:
            end = datetime.fromisoformat(self.until)
            return f"{(end - timedelta(hours=n)).isoformat('T', 'minutes')}/{self.until}"
        if "start" in f:  # the last two fiscal years, seasons
            year, start = self._year(f | {"by": min(1, n * f["by"])})
            return stretch(date(year, start, 1), 1 if "away" in f else int(n), unit)
        base = self._base(f)
        other = _moved(base, n * f["by"], unit)
        first, last = sorted((other if "away" in f else base, other))
        return _span(first, last, _LENGTHS[unit] if "away" in f or _LENGTHS[unit] == 4 else 10)

    def _clocked(self, day: str, f: Fields) -> str:
        """The day with its clock time, in the twelve hours of the part of the day: the night goes on past midnight."""
        if f["hour"] > 24:
            raise ValueError(f"no clock time: {f['hour']}")
        hour, minute = divmod(f["hour"] * 60 + f.get("minute", 0) + f.get("shift", 0), 60)
        begins = hour if hour > 12 else f.get("half", f.get("part", self.part if "sure" in f else hour))
        clock = timedelta(hours=begins + (hour - begins) % 12, minutes=minute, seconds=f.get("second", 0))
        return (datetime.fromisoformat(day) + clock).isoformat("T", "auto" if "second" in f else "minutes")


def first_day(value: str) -> date:
    """The first day of an ISO 8601 value; raises ValueError where it is none."""
    return date.fromisoformat(f"{value.split('/')[0]}-01-01"[:10])


def _span(first: date, last: date, length: int) -> str:
    """Both as ISO 8601 of that length; one value where they are the same."""
    a, b = str(first)[:length], str(last)[:length]
    return a if a == b else f"{a}/{b}"


def stretch(first: date, n: int, unit: str) -> str:
    """The n units that begin with this day."""
    return _span(first, _moved(first, n, unit) - timedelta(1), _LENGTHS[unit]) if n > 0 else ""


def _moved(day: date, n: float, unit: str) -> date:
    """The day n units later (earlier where n is negative); hours count as the days that they fill."""
    months = n * _MONTHS.get(unit, 0)
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(int(n * _DAYS.get(unit, 0) + (months - int(months)) * 30))
