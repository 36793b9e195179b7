"""Date expressions (timexes): which day, month, year, moment or interval they name, as ISO 8601.

Pieces that stand together make one expression (`_groups`); an expression is complete in itself, or is resolved from the
article's own date or from the day last spoken of (`Resolver`). What nothing fixes has an empty value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .calendars import from_bengali
from .lexicon import BUILTIN, Lexicon
from .script import Text, as_text
from .timewords import Piece, Pieces, calendar

_GAP = re.compile(r"[\s,()|:।]{0,4}")
_SPANNED = re.compile(r"\s*(?:থেকে|হতে|-|—|বা)\s*")
_HEAD = 700  # characters from the start in which a date line may stand
_LAW = re.compile(r"আইন|আদেশ|অধ্যাদেশ|বিধিমালা|সংবিধান|সনদ|পুরস্কার|পদক|অ্যাক্ট|কনভেনশন")
_STARTS = ("date", "year", "weekday", "time", "oclock", "part", "direction", "direction_n", "day", "same_day", "counted", "relative_year")
# What an expression must not hold yet when a piece of that role goes on with it.
_ABSENT = {
    "date": {"month", "same_day"},
    "year": {"year", "unit"},
    "weekday": {"weekday", "unit", "same_day"},
    "part": {"hour", "part"},
} | {"time": {"hour"}, "oclock": {"hour"}, "fill": set(), "fill_time": set(), "portion": set()}


@dataclass(frozen=True, slots=True)
class Timex:
    """A date expression; start and end are offsets into the stored text."""

    start: int
    end: int
    value: str  # ISO 8601, or "" where nothing fixes it
    precision: str  # year month week day minute second interval none
    anchor: str  # self published sentence none


@dataclass(slots=True)
class Group:
    """Pieces that make one expression; offsets into the folded text."""

    start: int
    end: int
    fields: dict[str, Any] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)

    def takes(self, p: Piece) -> bool:
        """Whether the piece, which stands right behind, continues this expression."""
        f, lone = self.fields, self.roles in (["direction"], ["direction_n"])
        match p.role:
            case "counted" | "fiscal":
                return lone
            case "away":
                return self.roles == ["counted"]
            case "half":
                return "hour" in f
            case "unit":
                return lone or (p.fields["value"] == "month" and "month" in f and "weekday" not in f)
        if "count_unit" in f or (lone and p.role not in ("date", "weekday")) or p.role not in _ABSENT:
            return False
        if (p.role == "year" and not {"month", "weekday"} & f.keys()) or (p.role == "date" and f.get("unit", "year") != "year"):
            return False
        return not _ABSENT[p.role] & f.keys()

    def add(self, p: Piece) -> None:
        """Takes the piece in."""
        f = dict(p.fields)
        value = f.pop("value", None)
        if p.role in ("direction", "direction_n", "half", "part", "away"):
            f[p.role.removesuffix("_n")] = value
        elif p.role == "unit" and "month" not in self.fields:
            f["unit"] = value
        elif p.role in ("day", "same_day", "relative_year"):
            f[p.role] = int(value)
        elif p.role == "fiscal":
            f["fiscal"] = True
        if p.role == "direction_n":
            f["near"] = True
        if f.get("calendar") == "gregorian":
            del f["calendar"]
        self.fields |= f
        self.roles.append(p.role)
        if p.role not in ("fill", "fill_time"):
            self.end = p.end


def _groups(text: Text, lexicon: Lexicon) -> list[Group]:
    """The expressions of a text, those that say nothing of time by themselves left out."""
    scan = Pieces(text, calendar(lexicon))
    found: list[Group] = []
    i = scan.begin(0)
    while i >= 0:
        piece = scan.read(i)
        j = piece.last if piece else i + 1
        if piece and piece.role in _STARTS:
            group = Group(piece.start, piece.end)
            while piece:
                group.add(piece)
                j = k = piece.last
                about = "p" if group.roles in (["direction"], ["direction_n"]) else ","
                while scan.tags[k] in about and k < j + 4:
                    k += 1
                gap = text.folded[piece.end : scan.starts[k]]
                fits = about == "p" or (_GAP.fullmatch(gap) and not gap.startswith("।"))
                piece = scan.read(k) if fits and "\n\n" not in gap else None
                piece = piece if piece and group.takes(piece) else None
            if _speaks(group):
                found.append(group)
        i = scan.begin(j)
    return found


def _speaks(g: Group) -> bool:
    """Whether the pieces together name a time."""
    f, roles = g.fields, set(g.roles)
    placed = roles & {"day", "weekday", "date", "same_day"}
    if "oclock" in roles and "part" not in f and not f.get("sure") and not placed:
        del f["hour"]
    if "count_unit" in f:
        if "away" in f:
            return f["away"] == "past" or (bool(f["number"]) and f["count_unit"] in ("day", "week", "month"))
        return f.get("direction") in ("past", "future") and f["count_unit"] not in ("minute", "season")
    if f.get("unit") in ("hour", "minute", "decade"):
        return False
    if f.get("unit") == "day":  # ওই দিন, আগের দিন; but বিগত দিনে is no day
        f["same_day"] = {"past": -1, "future": 1}.get(f["direction"], 0)
        del f["unit"]
        return "near" in f or f["direction"] in ("this", "that")
    return bool(placed or roles & {"year", "relative_year", "fiscal"} or f.keys() & {"unit", "hour"})


class Resolver:
    """Gives expressions their values, one after the other: what was last spoken of matters."""

    def __init__(self, published: str) -> None:
        self.today, self.clock = _calendar(published)
        self.day: date | None = None  # the day last spoken of
        self.year: int | None = None
        self.moment = ""

    def read(self, g: Group) -> tuple[str, str]:
        """(value, anchor) of an expression."""
        try:
            value, anchor = self._value(dict(g.fields))
        except (ValueError, OverflowError):  # a day that no calendar has
            value, anchor = "", "none"
        first = value.split("/")[0]
        if len(first) >= 10:
            self.day = date.fromisoformat(first[:10])
        if len(first) >= 4 and "/" not in value:
            self.year = int(first[:4])
        if "T" in value and "/" not in value:
            self.moment = value
        return value, anchor if value else "none"

    def _value(self, f: dict[str, Any]) -> tuple[str, str]:
        if "fiscal" in f:
            return self._fiscal(f)
        if "count_unit" in f:
            return self._counted(f)
        if "year_to" in f:
            return f"{f['year']}/{f['year_to']}", "self"
        if f.get("calendar") == "bengali":
            return self._bengali(f)
        if "same_day" in f:
            day = self.day + timedelta(f["same_day"]) if self.day else None
            return self._clocked(day, f), "sentence"
        if "day" in f and "month" not in f:
            return self._clocked(self.today + timedelta(f["day"]) if self.today else None, f), "published"
        if "month" in f:
            return self._month(f)
        if "decade" in f:
            return f"{f['year']}/{f['year'] + 9}", "self"
        if "year" in f:
            return str(f["year"]), "self"
        if "weekday" in f:
            return self._clocked(self._weekday(f), f), "published"
        if "unit" in f or "relative_year" in f:
            return self._unit(f)
        return self._hour(f)

    def _hour(self, f: dict[str, Any]) -> tuple[str, str]:
        """A clock time alone: on the day last spoken of, else the article's own."""
        return self._clocked(self.day or self.today, f), "sentence" if self.day else "published"

    def _relative_year(self, f: dict[str, Any]) -> int | None:
        if "year" in f:
            return int(f["year"])
        if f.get("unit") == "year" and f.get("direction") == "that":
            return self.year
        if "near" in f and self.year and f.get("unit") == "year":
            return self.year + (-1 if f["direction"] == "past" else 1)
        shift = f.get("relative_year", {"past": -1, "this": 0, "future": 1}.get(f.get("direction", ""), 0))
        return self.today.year + shift if self.today and ("unit" in f or "relative_year" in f) else None

    def _month(self, f: dict[str, Any]) -> tuple[str, str]:
        month, day = f["month"], f.get("day") if not isinstance(f.get("day"), bool) else None
        year = self._relative_year(f)
        anchor = "self" if "year" in f else "published"
        if year is None and self.today:
            year = self._nearest(month, day, f.get("direction"), f.get("weekday"))
        if year is None:
            return "", "none"
        if not day:
            line = "weekday" in f and "hour" in f  # a date line that leaves the day to its weekday
            own = str(self.today)[:7] == f"{year:04}-{month:02}" and line and self.today
            return (f"{self.today}{self.clock}", "published") if own else (f"{year:04}-{month:02}", anchor)
        try:
            first = date(year, month, day)
        except ValueError:
            return "", "none"
        if "day_to" in f:
            return f"{first}/{year:04}-{month:02}-{f['day_to']:02}", anchor
        return self._clocked(first, f), anchor

    def _nearest(self, month: int, day: int | None, direction: str | None, weekday: int | None) -> int:
        """The year that brings a day and month nearest to the article's date; a bare month is past, unless said."""
        assert self.today
        years = [self.today.year + k for k in (-1, 0, 1)]
        if not day:
            here = self.today.replace(day=1)
            past = [y for y in years if date(y, month, 1) <= here]
            later = [y for y in years if date(y, month, 1) >= here]
            return later[0] if direction == "future" else past[-1]
        days = [d for y in years if (d := _day(y, month, day))]
        if weekday is not None and (fit := [d for d in days if d.weekday() == weekday]):
            days = fit
        if direction == "past":
            days = [d for d in days if d <= self.today] or days
        if direction == "future":
            days = [d for d in days if d >= self.today] or days
        return min(days, key=lambda d: abs((d - self.today).days)).year if days else self.today.year

    def _weekday(self, f: dict[str, Any]) -> date | None:
        """The nearest such day at or before the article's date; after it behind আগামী; before it behind গত."""
        if not self.today:
            return None
        back = (self.today.weekday() - f["weekday"]) % 7
        if f.get("day") is not None:
            return self.today + timedelta(f["day"])
        if f.get("direction") == "future":
            return self.today + timedelta(7 - back)
        return self.today - timedelta(back or (7 if f.get("direction") == "past" else 0))

    def _unit(self, f: dict[str, Any]) -> tuple[str, str]:
        """Last year, this month, next week."""
        if f.get("unit") == "year" or "relative_year" in f:
            year = self._relative_year(f)
            return (str(year) if year else ""), "sentence" if f.get("direction") == "that" else "published"
        if not self.today or f.get("direction") == "that":
            return "", "none"
        shift = {"past": -1, "this": 0, "future": 1}[f.get("direction", "this")]
        if f["unit"] == "season":
            return "", "none"
        if f["unit"] == "month":
            year, month = divmod(self.today.year * 12 + self.today.month - 1 + shift, 12)
            return f"{year:04}-{month + 1:02}", "published"
        if f["unit"] == "week":
            monday = self.today - timedelta(self.today.weekday() - 7 * shift)
            return f"{monday}/{monday + timedelta(6)}", "published"
        return "", "none"

    def _fiscal(self, f: dict[str, Any]) -> tuple[str, str]:
        """A fiscal year of Bangladesh and India's neighbours runs from July to June."""
        year = f.get("year")
        if year is None and self.today:
            year = self.today.year - (self.today.month < 7) + {"past": -1, "future": 1}.get(f.get("direction", ""), 0)
        return (f"{year}-07/{year + 1}-06", "self" if "year" in f else "published") if year else ("", "none")

    def _bengali(self, f: dict[str, Any]) -> tuple[str, str]:
        if "year" not in f or "day" not in f:
            return "", "none"
        day = from_bengali(f["year"], f["month"], f["day"])
        return (str(day), "self") if day else ("", "none")

    def _counted(self, f: dict[str, Any]) -> tuple[str, str]:
        """The last 24 hours, the next two months, three years ago."""
        n, unit = f.get("number"), f["count_unit"]
        if not n or not self.today or unit in ("minute", "season"):
            return "", "none"
        if "away" in f:
            past = f["away"] == "past"
            base = self.today if past else self.day
            moved = _moved(base, -n if past else n, unit) if base else None
            cut = {"year": 4, "decade": 4, "month": 7}.get(unit, 10)
            return (str(moved)[:cut], "published" if past else "sentence") if moved and unit != "hour" else ("", "none")
        other = _moved(self.today, -n if f["direction"] == "past" else n, unit)
        if not other or f["direction"] not in ("past", "future"):
            return "", "none"
        if self.moment and unit == "hour" and "near" in f and f["direction"] == "past":
            moment = datetime.fromisoformat(self.moment)
            return f"{(moment - timedelta(hours=n)).isoformat()[:16]}/{moment.isoformat()[:16]}", "sentence"
        a, b = sorted((other, self.today))
        cut = 4 if unit in ("year", "decade") else 10
        return f"{str(a)[:cut]}/{str(b)[:cut]}", "published"

    def _clocked(self, day: date | None, f: dict[str, Any]) -> str:
        """The day with its clock time, by the Bengali parts of the day: the night goes on past midnight."""
        if day is None:
            return ""
        if "hour" not in f:
            return str(day)
        hour, part, half = f["hour"], f.get("part"), f.get("half")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif part == "night" and (hour == 12 or hour < 6):
            day, hour = day + timedelta(1), hour % 12
        elif (part == "night" and hour < 12) or (part == "evening" and hour < 12) or (part == "noon" and hour < 8):
            hour += 12
        if hour == 24:
            day, hour = day + timedelta(1), 0
        second = f":{f['second']:02}" if "second" in f else ""
        return f"{day}T{hour:02}:{f['minute']:02}{second}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _moved(day: date, n: int, unit: str) -> date | None:
    """The day n units later (earlier where n is negative); hours count as the days that they fill."""
    try:
        if unit in ("day", "hour", "week"):
            days = {"day": n, "week": 7 * n, "hour": (n // 24 if n > 0 else -(-n // 24)) or (1 if n > 0 else -1)}[unit]
            return day + timedelta(days)
        months = day.year * 12 + day.month - 1 + n * {"month": 1, "year": 12, "decade": 120}[unit]
        year, month = divmod(months, 12)
        return next((d for k in range(4) if (d := _day(year, month + 1, day.day - k))), None)
    except (OverflowError, ValueError):
        return None


def _calendar(published: str) -> tuple[date | None, str]:
    try:
        return date.fromisoformat(published[:10]), published[10:]
    except ValueError:
        return None, ""


def find_dates(text: Text | str, published: str = "", lexicon: Lexicon = BUILTIN) -> list[Timex]:
    """All date expressions of a text, in order, relative ones resolved from the article's own date (`published`)."""
    text = as_text(text)
    resolver = Resolver(published)
    found: list[Timex] = []
    groups = _groups(text, lexicon)
    spans: list[tuple[int, int, str, str]] = []
    for k, g in enumerate(groups):
        between = text.folded[spans[-1][1] : g.start] if spans else "x"
        if k and _SPANNED.fullmatch(between) and "direction" in groups[k - 1].fields and "month" in g.fields:
            g.fields.setdefault("direction", groups[k - 1].fields["direction"])
        value, anchor = resolver.read(g)
        if not value and "same_day" in g.fields:
            continue
        if spans and _SPANNED.fullmatch(between) and (joined := _interval(spans[-1], value)):
            spans[-1] = (spans[-1][0], g.end, joined, spans[-1][3])
        else:
            spans.append((g.start, g.end, value, anchor))
    for start, end, value, anchor in sorted(spans):
        found.append(Timex(*text.span(start, end), value, _precision(value), anchor))
    return found


def _interval(first: tuple[int, int, str, str], value: str) -> str:
    a, b = first[2], value
    if first[3] == "published" and len(a) == len(b) in (7, 10) and a > b:
        a = b[:4] + a[4:]  # ১ জানুয়ারি থেকে ১৩ আগস্ট: both ends lie in the year of the second
    return f"{a}/{b}" if a and b and "/" not in a + b and a[:10] <= b[:10] else ""


def _precision(value: str) -> str:
    if "/" in value:
        days = [_calendar(v)[0] for v in value.split("/")]
        week = days[0] and days[1] and (days[1] - days[0]).days == 6 and days[0].weekday() == 0
        return "week" if week else "interval"
    return {0: "none", 4: "year", 7: "month", 10: "day", 16: "minute"}.get(len(value), "second")


def publication_date(text: Text | str, given: str = "", lexicon: Lexicon = BUILTIN) -> tuple[str, str]:
    """The article's own date as ISO 8601 and where it is from: metadata (`given`), text, inferred, none.

    Its date line is one that says little else, near the head. Failing that, a weekday with a day and month fixes the
    year where only one year within a year of the latest one named fits; years of laws and awards do not count.
    """
    if given:
        value = _complete(as_text(given), lexicon)
        return (value, "metadata") if value else ("", "none")
    text = as_text(text)
    groups = _groups(text, lexicon)
    line = next(
        (g for g in groups if g.end < _HEAD and "month" in g.fields and "year" in g.fields and _own_line(text, g)), None
    )
    if line is not None and "day" in line.fields:
        return Resolver("").read(line)[0], "text"
    fixed = _fixed_by_weekday(text, groups, line)
    if fixed and line is not None and "hour" in line.fields:
        return Resolver("")._clocked(fixed, line.fields), "inferred"
    return (str(fixed), "inferred") if fixed else ("", "none")


def _complete(text: Text, lexicon: Lexicon) -> str:
    """The first complete date of a metadata cell."""
    values = (Resolver("").read(g)[0] for g in _groups(text, lexicon))
    return next((v for v in values if len(v) >= 10 and "/" not in v), "")


def _own_line(text: Text, g: Group) -> bool:
    """Whether the expression's line says little else than the date."""
    start = text.folded.rfind("\n", 0, g.start) + 1
    end = text.folded.find("\n", g.end)
    rest = text.folded[start : g.start] + text.folded[g.end : end if end >= 0 else len(text.folded)]
    return len(re.sub(r"[\W\d]", "", rest)) <= 70 and "।" not in rest


def _fixed_by_weekday(text: Text, groups: Sequence[Group], line: Group | None) -> date | None:
    """The article's day from the first weekday with day and month, where the text fixes the year."""
    if line is not None:
        years = {line.fields["year"]}
    else:
        said = [
            g for g in groups if "year" in g.fields and not _LAW.search(text.folded[max(0, g.start - 40) : g.end + 20])
        ]
        latest = max((g.fields.get("year_to", g.fields["year"]) for g in said if g.fields["year"] > 1990), default=None)
        years = {latest - 1, latest, latest + 1} if latest else set()
    for g in groups:
        f = g.fields
        if not {"weekday", "month", "day"} <= f.keys() or "year" in f or f.get("direction"):
            continue
        shift = 1 if text.folded.startswith("গতকাল", g.start) else 0
        fits = [d for y in sorted(years) if (d := _day(y, f["month"], f["day"])) and d.weekday() == f["weekday"]]
        if len(fits) == 1 and (line is None or fits[0].month == line.fields["month"]):
            return fits[0] + timedelta(shift)
    return None
