"""Values of date expressions: from the article's own date, and from what was last spoken of.

What nothing fixes has an empty value; a day that no calendar has, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from .calendars import EPOCH, bengali_month, from_bengali

SHIFT = {"past": -1, "this": 0, "future": 1}


class Resolver:
    """Gives expressions their values, one after the other: what was last spoken of matters."""

    def __init__(self, published: str, indian: bool = False) -> None:
        self.today, self.clock = parsed(published)
        self.indian = indian  # reckons the Bengali and the fiscal year as West Bengal does
        self.day: date | None = None  # the day last spoken of
        self.evening: date | None = None  # the day that a night is called by, also past midnight
        self.year: int | None = None
        self.moment = ""
        self.said: int | None = None  # the year said in this sentence

    def read(self, said: dict[str, Any]) -> tuple[str, str]:
        """(value, anchor) of an expression by its fields, as `timewords` names them."""
        try:
            value, anchor = self._value(dict(said))
        except (ValueError, OverflowError):  # a day that no calendar has
            value, anchor = "", "none"
        first = value.split("/")[0]
        if value and ("year" in said or said.get("unit") == "year"):
            self.said = int(first[:4])
        if len(first) >= 10:
            self.day = date.fromisoformat(first[:10])
        if len(first) >= 4 and "/" not in value:
            self.year = int(first[:4])
        if "T" in value and "/" not in value:
            self.moment = value
        return value, anchor if value else "none"

    def _value(self, f: dict[str, Any]) -> tuple[str, str]:
        """What each kind of expression names; the order matters, as the later kinds are parts of the earlier."""
        own = "self" if "year" in f else "sentence" if f.get("direction") == "that" else "published"
        if "count_unit" in f:
            return self._counted(f)
        if "same_day" in f:
            return self.clocked(self.day and self.day + timedelta(f["same_day"]), f), "sentence"
        if "fiscal" in f:
            return self._fiscal(f), own
        if "year_to" in f or "decade" in f:
            return f"{f['year']}/{f.get('year_to', f['year'] + 9)}", own
        if f.get("calendar"):
            return self._bengali(f) if f["calendar"] == "bengali" else "", own
        if "month" in f or "of_month" in f:
            return self._month(f), own
        if "day" in f:
            days = [self.today + timedelta(f["day"] + k) for k in (-1, 0, 1)] if self.today else []
            return self.clocked(_chosen(days, days[1], f) if days else None, f), own  # গতকাল মঙ্গলবার: the weekday holds
        if "year" in f:
            return str(f["year"]), own
        if "weekday" in f:
            return self.clocked(self._weekday(f), f), "published"
        if "unit" in f or "relative_year" in f:
            return self._unit(f), own
        day = self.day or self.today  # a clock time alone
        if f.get("part") == "night" and day and self.evening == day - timedelta(1):
            day = self.evening
        return self.clocked(day, f), "sentence" if self.day else own

    def _relative_year(self, f: dict[str, Any]) -> int | None:
        if "year" in f:
            return int(f["year"])
        if f.get("unit") == "year" and (f.get("direction") == "that" or ("near" in f and self.year)):
            return self.year and self.year + SHIFT.get(f["direction"], 0)
        shift = f.get("relative_year", SHIFT.get(f.get("direction", ""), 0))
        return self.today.year + shift if self.today and (f.get("unit") == "year" or "relative_year" in f) else None

    def _month(self, f: dict[str, Any]) -> str:
        """A month or a day of a month; without a year the nearest one, a bare month the last one, unless said."""
        year, month, day = self._relative_year(f), f.get("month"), f.get("day")
        if year is None and month and self.said and "direction" not in f:
            same = calendar_day(self.said, month, day or 1)
            year = self.said if same and same.weekday() == f.get("weekday", same.weekday()) else None
        if month is None or year is None:
            if self.today is None or (f.get("direction"), f.get("unit")) == ("that", "year"):
                return ""
            base = self.today if day else self.today.replace(day=1)
            if month:
                days = [calendar_day(year or base.year + k, month, day or 1) for k in (-1, 0, 1)]
            else:
                shift = (SHIFT.get(f.get("direction", ""), 0),) if f.get("unit") == "month" else (-1, 0, 1)
                days = [calendar_day(*_months(base, k), f["day"]) for k in shift]
            chosen = _chosen([d for d in days if d], base, f, "" if day else "past")
            if chosen is None:
                return ""
            year, month = chosen.year, chosen.month
        if not day:
            line = "weekday" in f and "hour" in f  # a date line that leaves the day to its weekday
            own = line and str(self.today)[:7] == f"{year:04}-{month:02}"
            return f"{self.today}{self.clock}" if own else f"{year:04}-{month:02}"
        first = date(year, month, day)
        return f"{first}/{first.replace(day=f['day_to'])}" if "day_to" in f else self.clocked(first, f)

    def _weekday(self, f: dict[str, Any]) -> date | None:
        """The nearest such day at or before the article's date; after it behind আগামী; before it behind গত."""
        if not self.today:
            return None
        back, direction = (self.today.weekday() - f["weekday"]) % 7, f.get("direction")
        return self.today + timedelta(7 - back if direction == "future" else -(back or 7 * (direction == "past")))

    def _unit(self, f: dict[str, Any]) -> str:
        """Last year, this month, next week, this season."""
        if f.get("unit") == "year" or "relative_year" in f:
            return str(self._relative_year(f) or "")
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

    def _fiscal(self, f: dict[str, Any]) -> str:
        """A fiscal year runs from July to June in Bangladesh, from April to March in India."""
        month = 4 if self.indian or f["fiscal"] == "indian" else 7
        year = f.get("year")
        if year is None and self.today:
            year = self.today.year - (self.today.month < month) + SHIFT.get(f.get("direction", ""), 0)
        return f"{year}-{month:02}/{year + 1}-{month - 1:02}" if year else ""

    def _bengali(self, f: dict[str, Any]) -> str:
        """A day, a month or a year of the Bengali calendar; without a year the nearest day."""
        year, month, day = f.get("year", 0), f.get("month", 0), f.get("day", 0)
        if year not in range(1, 1500):  # ১৯৮৯ সালের ১ বৈশাখ
            near = date(year, 7, 1) if year else self.today
            if not near or not day:
                return ""
            years = range(near.year - EPOCH - 1, near.year - EPOCH + 2)
            days = [d for y in years if (d := from_bengali(y, month, day, self.indian)) and year in (0, d.year)]
            return str(_chosen(days, near, f) or "")
        if day:
            return str(from_bengali(f["year"], month, day, self.indian) or "")
        first, last = (bengali_month(f["year"], m, self.indian) for m in ((month, month) if month else (1, 12)))
        return f"{first[0]}/{last[0] + timedelta(last[1] - 1)}" if first and last else ""

    def _counted(self, f: dict[str, Any]) -> tuple[str, str]:
        """The last 24 hours, the next two months, three years ago."""
        n, unit, away = f.get("number"), f["count_unit"], f.get("away")
        if not n or not self.today:
            return "", "none"
        cut = {"year": 4, "decade": 4, "month": 7 if away else 10}.get(unit, 10)
        if away:
            base = self.today if away == "past" else self.day
            moved = _moved(base, -n if away == "past" else n, unit) if base and unit != "hour" else None
            return str(moved or "")[:cut], "published" if away == "past" else "sentence"
        past = f["direction"] == "past"
        if self.moment and unit == "hour" and "near" in f and past:
            end = datetime.fromisoformat(self.moment)
            return f"{(end - timedelta(hours=n)).isoformat()[:16]}/{end.isoformat()[:16]}", "sentence"
        other = _moved(self.today, -n if past else n, unit)
        ends = sorted((other, self.today)) if other else []
        return "/".join(str(day)[:cut] for day in ends), "published"

    def clocked(self, day: date | None, f: dict[str, Any]) -> str:
        """The day with its clock time, by the Bengali parts of the day: the night goes on past midnight."""
        self.evening = day
        if day is None or "hour" not in f:
            return str(day or "")
        hour, part, half = f["hour"], f.get("part"), f.get("half")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif part == "night" and (hour == 12 or hour < 6):
            day, hour = day + timedelta(1), hour % 12
        elif (part in ("night", "evening") and hour < 12) or (part == "noon" and hour < 8):
            hour += 12
        second = f":{f['second']:02}" if "second" in f else ""
        return f"{day}T{hour:02}:{f['minute']:02}{second}"


def _chosen(days: Sequence[date], base: date, f: dict[str, Any], direction: str = "") -> date | None:
    """The day nearest to `base`, the future counted half as much again, on the weekday and the side that are said."""
    direction = f["direction"] if f.get("direction") in ("past", "future") else direction
    side = {"past": lambda d: d <= base, "future": lambda d: d >= base}.get(direction)
    for fits in (lambda d: d.weekday() == f.get("weekday"), side):
        days = [d for d in days if fits and fits(d)] or days
    return min(days, key=lambda d: abs((d - base).days) * (3 if d > base and "month" in f else 2), default=None)


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


def _moved(day: date, n: int, unit: str) -> date | None:
    """The day n units later (earlier where n is negative); hours count as the days that they fill."""
    if unit in ("day", "hour", "week"):
        days = {"day": n, "week": 7 * n, "hour": (n // 24 if n > 0 else -(-n // 24)) or (1 if n > 0 else -1)}[unit]
        return day + timedelta(days)
    year, month = _months(day, n * {"month": 1, "year": 12, "decade": 120}[unit])
    return next((d for k in range(4) if (d := calendar_day(year, month, day.day - k))), None)


def parsed(published: str) -> tuple[date | None, str]:
    """The day of an ISO 8601 value and what stands behind it; no day where it is none."""
    try:
        return date.fromisoformat(published[:10]), published[10:]
    except ValueError:
        return None, ""
