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

from .calendars import EPOCH, bengali_month, from_bengali
from .lexicon import BUILTIN, Lexicon
from .script import Text, as_text
from .timewords import Piece, Pieces, calendar

_GAP = re.compile(r"[\s,()|:।]{0,4}")
_SPANNED = re.compile(r"\s*(?:থেকে|হতে|-|—|বা)\s*")
_SENTENCE = re.compile("[।?!\n]")
_HEAD = 700  # characters from the start in which a date line may stand
_LAW = re.compile(r"আইন|আদেশ|অধ্যাদেশ|বিধিমালা|সংবিধান|সনদ|পুরস্কার|পদক|অ্যাক্ট|কনভেনশন")
_UNITS = {"hour", "day", "week", "month", "year", "decade"}
_SHIFT = {"past": -1, "this": 0, "future": 1}
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
    end: int = 0
    fields: dict[str, Any] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)

    def takes(self, p: Piece) -> bool:
        """Whether the piece, which stands right behind, continues this expression."""
        f, lone = self.fields, self.roles == ["direction"]
        match p.role:
            case "counted" | "fiscal":
                return lone
            case "away":
                return self.roles == ["counted"]
            case "half":
                return "hour" in f
            case "unit":
                return lone or (p.fields["unit"] == "month" and "month" in f and "weekday" not in f)
            case "date" if "of_month" in p.fields:
                return "day" not in f and ("month" in f or f.get("unit") == "month")
            case "date" if f.get("unit", "year") != "year":
                return False
            case "year" if not {"month", "weekday"} & f.keys():
                return False
        if "count_unit" in f or p.role not in _ABSENT or (lone and p.role not in ("date", "weekday", "part")):
            return False
        return not _ABSENT[p.role] & f.keys()

    def add(self, p: Piece, end: int) -> None:
        """Takes the piece in."""
        if p.role != "unit" or "month" not in self.fields:
            self.fields |= p.fields
        self.roles.append(p.role)
        if p.role not in ("fill", "fill_time"):
            self.end = end


def _groups(text: Text, lexicon: Lexicon) -> list[Group]:
    """The expressions of a text, those that say nothing of time by themselves left out."""
    scan = Pieces(text, calendar(lexicon))
    found: list[Group] = []
    i = scan.begin(0)
    while i >= 0:
        piece, j = scan.read(i), i + 1
        group = Group(scan.starts[i])
        while piece:
            j = k = piece.last
            group.add(piece, scan.ends[j - 1])
            between = "p" if group.roles == ["direction"] and scan.tags[j] == "p" else ","
            while scan.tags[k] == between and k < j + 4:
                k += 1
            gap = text.folded[scan.ends[j - 1] : scan.starts[k]]
            fits = between == "p" or (_GAP.fullmatch(gap) and not gap.startswith("।"))
            piece = scan.read(k) if fits and "\n\n" not in gap else None
            piece = piece if piece and group.takes(piece) else None
        if group.roles and _speaks(group):
            found.append(group)
        i = scan.begin(j)
    return found


def _speaks(g: Group) -> bool:
    """Whether the pieces together name a time; settles what depends on the whole."""
    f, roles = g.fields, set(g.roles)
    placed = roles & {"day", "weekday", "date", "same_day"}
    if "oclock" in roles and "part" not in f and not f.get("sure") and not placed:
        del f["hour"]
    if "count_unit" in f:
        if f["count_unit"] not in _UNITS:
            return False
        later = bool(f["number"]) and f["count_unit"] in ("day", "week", "month")
        return f["away"] == "past" or later if "away" in f else f.get("direction") in ("past", "future")
    shift, unit = _SHIFT.get(f.get("direction", ""), 0), f.get("unit")
    if unit in ("eve", "eve2") or (roles == {"direction", "part"} and shift < 0 and "near" not in f):
        f["day"] = shift * (2 if unit == "eve2" else 1)  # গত কাল, গত পরশু, গত রাতে
        return bool(shift)
    if unit in ("hour", "minute", "decade"):
        return False
    if unit == "day":  # ওই দিন, আগের দিন; but বিগত দিনে is no day
        f["same_day"] = shift
        del f["unit"]
        return "near" in f or f["direction"] in ("this", "that")
    return bool(placed or roles & {"year", "relative_year", "fiscal"} or f.keys() & {"unit", "hour"})


class Resolver:
    """Gives expressions their values, one after the other: what was last spoken of matters."""

    def __init__(self, published: str, indian: bool = False) -> None:
        self.today, self.clock = _parsed(published)
        self.indian = indian  # reckons the Bengali and the fiscal year as West Bengal does
        self.day: date | None = None  # the day last spoken of
        self.year: int | None = None
        self.moment = ""
        self.said: int | None = None  # the year said in this sentence

    def read(self, g: Group) -> tuple[str, str]:
        """(value, anchor) of an expression."""
        try:
            value, anchor = self._value(dict(g.fields))
        except (ValueError, OverflowError):  # a day that no calendar has
            value, anchor = "", "none"
        first = value.split("/")[0]
        if value and ("year" in g.fields or g.fields.get("unit") == "year"):
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
            return self._clocked(self.day and self.day + timedelta(f["same_day"]), f), "sentence"
        if "fiscal" in f:
            return self._fiscal(f), own
        if "year_to" in f or "decade" in f:
            return f"{f['year']}/{f.get('year_to', f['year'] + 9)}", own
        if f.get("calendar"):
            return self._bengali(f) if f["calendar"] == "bengali" else "", own
        if "month" in f or "of_month" in f:
            return self._month(f), own
        if "day" in f:
            return self._clocked(self.today and self.today + timedelta(f["day"]), f), own
        if "year" in f:
            return str(f["year"]), own
        if "weekday" in f:
            return self._clocked(self._weekday(f), f), "published"
        if "unit" in f or "relative_year" in f:
            return self._unit(f), own
        return self._clocked(self.day or self.today, f), "sentence" if self.day else own  # a clock time alone

    def _relative_year(self, f: dict[str, Any]) -> int | None:
        if "year" in f:
            return int(f["year"])
        if f.get("unit") == "year" and (f.get("direction") == "that" or ("near" in f and self.year)):
            return self.year and self.year + _SHIFT.get(f["direction"], 0)
        shift = f.get("relative_year", _SHIFT.get(f.get("direction", ""), 0))
        return self.today.year + shift if self.today and (f.get("unit") == "year" or "relative_year" in f) else None

    def _month(self, f: dict[str, Any]) -> str:
        """A month or a day of a month; without a year the nearest one, a bare month the last one, unless said."""
        year, month, day = self._relative_year(f), f.get("month"), f.get("day")
        if year is None and month and self.said and "direction" not in f:
            same = _day(self.said, month, day or 1)
            year = self.said if same and same.weekday() == f.get("weekday", same.weekday()) else None
        if month is None or year is None:
            if self.today is None:
                return ""
            base = self.today if day else self.today.replace(day=1)
            if month:
                days = [_day(year or base.year + k, month, day or 1) for k in (-1, 0, 1)]
            else:
                shift = (_SHIFT.get(f.get("direction", ""), 0),) if f.get("unit") == "month" else (-1, 0, 1)
                days = [_day(*_months(base, k), f["day"]) for k in shift]
            chosen = _chosen([d for d in days if d], base, f, "" if day else "past")
            if chosen is None:
                return ""
            year, month = chosen.year, chosen.month
        if not day:
            line = "weekday" in f and "hour" in f  # a date line that leaves the day to its weekday
            own = line and str(self.today)[:7] == f"{year:04}-{month:02}"
            return f"{self.today}{self.clock}" if own else f"{year:04}-{month:02}"
        first = date(year, month, day)
        return f"{first}/{first.replace(day=f['day_to'])}" if "day_to" in f else self._clocked(first, f)

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
        shift = _SHIFT[f["direction"]]
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
            year = self.today.year - (self.today.month < month) + _SHIFT.get(f.get("direction", ""), 0)
        return f"{year}-{month:02}/{year + 1}-{month - 1:02}" if year else ""

    def _bengali(self, f: dict[str, Any]) -> str:
        """A day, a month or a year of the Bengali calendar; without a year the nearest day."""
        day, month = f.get("day", 0), f.get("month", 0)
        if "year" not in f:
            if not self.today or not day:
                return ""
            years = range(self.today.year - EPOCH - 1, self.today.year - EPOCH + 2)
            days = [d for y in years if (d := from_bengali(y, month, day, self.indian))]
            return str(_chosen(days, self.today, f) or "")
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

    def _clocked(self, day: date | None, f: dict[str, Any]) -> str:
        """The day with its clock time, by the Bengali parts of the day: the night goes on past midnight."""
        if day is None or "hour" not in f:
            return str(day or "")
        hour, part, half = f["hour"], f.get("part"), f.get("half")
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif part == "night" and (hour == 12 or hour < 6):
            day, hour = day + timedelta(1), hour % 12
        elif (part in ("night", "evening") and hour < 12) or (part == "noon" and hour < 8):
            hour += 12
        if hour == 24:
            day, hour = day + timedelta(1), 0
        second = f":{f['second']:02}" if "second" in f else ""
        return f"{day}T{hour:02}:{f['minute']:02}{second}"


def _chosen(days: Sequence[date], base: date, f: dict[str, Any], direction: str = "") -> date | None:
    """The day nearest to `base` on the weekday and the side of it that the expression says, where one is."""
    direction = f["direction"] if f.get("direction") in ("past", "future") else direction
    side = {"past": lambda d: d <= base, "future": lambda d: d >= base}.get(direction)
    for fits in (lambda d: d.weekday() == f.get("weekday"), side):
        days = [d for d in days if fits and fits(d)] or days
    return min(days, key=lambda d: abs((d - base).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
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
    return next((d for k in range(4) if (d := _day(year, month, day.day - k))), None)


def _parsed(published: str) -> tuple[date | None, str]:
    try:
        return date.fromisoformat(published[:10]), published[10:]
    except ValueError:
        return None, ""


def find_dates(text: Text | str, published: str = "", lexicon: Lexicon = BUILTIN) -> list[Timex]:
    """All date expressions of a text, in order, relative ones resolved from the article's own date (`published`)."""
    text = as_text(text)
    groups = _groups(text, lexicon)
    indian = any(g.fields.get("calendar") or "fiscal" in g.fields for g in groups) and _is_indian(text.folded, lexicon)
    resolver = Resolver(published, indian)
    spans: list[tuple[int, int, str, str]] = []
    for k, g in enumerate(groups):
        between = text.folded[spans[-1][1] : g.start] if spans else "x"
        spanned = _SPANNED.fullmatch(between)
        if spanned and k and "direction" in groups[k - 1].fields and "month" in g.fields:
            g.fields.setdefault("direction", groups[k - 1].fields["direction"])
        if not k or _SENTENCE.search(text.folded, groups[k - 1].end, g.start):
            resolver.said = None
        value, anchor = resolver.read(g)
        if not value and "same_day" in g.fields:
            continue
        if spanned and (joined := _interval(spans[-1], value)):
            spans[-1] = (spans[-1][0], g.end, joined, spans[-1][3])
        else:
            spans.append((g.start, g.end, value, anchor))
    return [Timex(*text.span(start, end), value, _precision(value), anchor) for start, end, value, anchor in spans]


def _is_indian(folded: str, lexicon: Lexicon) -> bool:
    """Whether the text speaks of West Bengal and not of Bangladesh."""
    here, there = (lexicon.words("time_words", role="country", value=v) for v in ("india", "bangladesh"))
    return any(w in folded for w in here) and not any(w in folded for w in there)


def _interval(first: tuple[int, int, str, str], value: str) -> str:
    a, b = first[2], value
    if first[3] == "published" and len(a) == len(b) in (7, 10) and a > b:
        a = b[:4] + a[4:]  # ১ জানুয়ারি থেকে ১৩ আগস্ট: both ends lie in the year of the second
    return f"{a}/{b}" if a and b and "/" not in a + b and a[:10] <= b[:10] else ""


def _precision(value: str) -> str:
    if "/" in value:
        a, b = (_parsed(v)[0] for v in value.split("/"))
        return "week" if a and b and (b - a).days == 6 and a.weekday() == 0 else "interval"
    return {0: "none", 4: "year", 7: "month", 10: "day", 16: "minute"}.get(len(value), "second")


def publication_date(text: Text | str, given: str = "", lexicon: Lexicon = BUILTIN) -> tuple[str, str]:
    """The article's own date as ISO 8601 and where it is from: metadata (`given`), text, inferred, none.

    Its date line is one that says little else, near the head. Failing that, a weekday with a day and month fixes the
    year where only one year within a year of the latest one named fits; years of laws and awards do not count.
    """
    if given:
        values = (Resolver("").read(g)[0] for g in _groups(as_text(given), lexicon))
        value = next((v for v in values if len(v) >= 10 and "/" not in v), "")
        return value, "metadata" if value else "none"
    text = as_text(text)
    groups = _groups(text, lexicon)
    lines = (g for g in groups if g.end < _HEAD and {"month", "year"} <= g.fields.keys() and _own_line(text, g))
    line = next(lines, None)
    if line is not None and "day" in line.fields:
        return Resolver("").read(line)[0], "text"
    fixed = _fixed_by_weekday(text, groups, line)
    return (Resolver("")._clocked(fixed, line.fields if line else {}), "inferred") if fixed else ("", "none")


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
        named = [g for g in groups if g.fields.get("year", 0) > 1990]
        said = [g for g in named if not _LAW.search(text.folded, max(0, g.start - 40), g.end + 20)]
        latest = max((g.fields.get("year_to", g.fields["year"]) for g in said), default=None)
        years = {latest - 1, latest, latest + 1} if latest else set()
    for g in groups:
        f = g.fields
        if {"weekday", "month", "day"} <= f.keys() and "year" not in f and not f.get("direction"):
            fits = [d for y in sorted(years) if (d := _day(y, f["month"], f["day"])) and d.weekday() == f["weekday"]]
            if len(fits) == 1 and (line is None or fits[0].month == line.fields["month"]):
                return fits[0] + timedelta(text.folded.startswith("গতকাল", g.start))
    return None
