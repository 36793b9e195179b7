"""Pieces of date expressions: the months, weekdays, day parts, relative words and clock times that a text holds.

Every token has a tag of one letter (`Calendar`), so the places where an expression can begin are found by one regular
expression over the tags (`_BEGINS`); only there, and right behind a piece, are tokens read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .numerals import Reader, Tokens, Word, reader
from .script import Text

_TIME = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_WRITTEN = (  # in digits and marks alone
    re.compile(rf"(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]\s?{_TIME})?(?!\d)"),
    re.compile(r"(?<![./-])(?P<day>\d\d?)([/.-])(?P<month>\d\d?)\2(?P<year>\d{4}|\d\d)(?!\d|[./-]\d)"),
    re.compile(rf"(?<![\d:]){_TIME}(?![\d:])"),
)
_DAY_SUFFIX = {"ই", "শে", "লা", "রা", "ঠা", "st", "nd", "rd", "th"}
_OCLOCK = re.compile("টা(?:র|য়|তে|ই|ও|রই|য়ই|রও)?")
YEARS = range(1500, 2200)
BENGALI_YEARS = range(1200, 1500)
# d one or two digits · y four · f 10.30 · n another small number · z with points · o twelve-o'clock in one word · g with a unit ·
# h সাড়ে · m month · w weekday · D direction · T day word · P part of the day · s several · u unit · a ago · c goes on ·
# r of the sixties · k o'clock · x suffix of a day · j, - between two · p about · q counts something · , may stand between
_BEGINS = re.compile(
    "[mwyzoT]|[dn](?=[xD]?m|[xD]?[j-][dn][xD]?m|k|ua)|f(?=k)|d(?=:|-[dy])|s(?=ua)|g(?=a)|h(?=[dno])|r(?=u)"
    "|D(?=p?[dnrsgumwcyT])|P(?=,{0,2}[hdnofcwmT])"
)
_ROLES = {"day": "T", "same_day": "T", "relative_year": "T", "direction": "D", "direction_n": "D", "part": "P"}
_ROLES |= {"several": "s", "unit": "u", "away": "a", "decade": "r", "shift": "h", "about": "p", "joins": "j"}
_MARKS = {"-": "-", "/": "-", ":": ":", "—": "-"} | dict.fromkeys(",()|।", ",")


@dataclass(slots=True)
class Piece:
    """A piece of a date expression; start and end are offsets into the folded text, last the token behind it."""

    start: int
    end: int
    last: int
    role: str
    fields: dict[str, Any] = field(default_factory=dict)


class Calendar(dict[str, str]):
    """The time words of a lexicon: the tag of every form, and in `said` what it says; kept once it has been read."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.numbers: Reader = reader(lexicon)
        self.words: dict[str, tuple[str, Any]] = {}
        for r in lexicon.rows("time_words"):
            self.words[r["word"]] = (r["role"], r["value"])
        for r in lexicon.rows("weekdays"):
            self.words[r["name"]] = ("weekday", (int(r["day"]), r["form"]))
        for r in lexicon.rows("months"):
            self.words[r["name"]] = ("date", (int(r["month"]), r["calendar"]))
        self.titles = tuple(lexicon.words("time_words", role="title"))
        self.counted = {r["word"] for r in lexicon.rows("units") if r["kind"] != "duration"} | {"জন", "টি", "টা", "খানা"}
        self.said: dict[str, Any] = {}

    def __missing__(self, form: str) -> str:
        if len(self) > 100_000:  # a text of nothing but new words must not fill the memory
            self.clear()
            self.said.clear()
        tag, said = self._read(form)
        if len(form) < 50:
            self[form], self.said[form] = tag, said
        return tag

    def _read(self, form: str) -> tuple[str, Any]:
        if form.isdecimal():
            return {1: "d", 2: "d", 4: "y"}.get(len(form), "n" if len(form) == 3 else "q"), form
        if form in _MARKS or form in _DAY_SUFFIX:
            return _MARKS.get(form, "x"), None
        if form[:1].isdecimal():
            hour = re.fullmatch(r"(\d\d?)\.(\d\d)", form)
            return "z" if form.count(".") == 2 else "f" if hour else "q", form
        found = stems(form)
        for stem in found:
            role, value = self.words.get(stem, ("", ""))
            if role and (stem == form or (role != "direction" and (role != "date" or len(stem) > 2))):
                return {"date": "m", "weekday": "w"}.get(role) or _ROLES.get(role, "c"), (role, value)
        number = self.numbers[form]
        if number and number.role in ("cardinal", "bound", "doubtful") and 0 <= number.value < 1000:
            return self._number(number)
        if _OCLOCK.fullmatch(form):
            return "k", None
        if form.startswith(self.titles):
            return "c", ("title", "")
        return "q" if number or self.counted & {*found} else ".", None

    def _number(self, number: Word) -> tuple[str, Any]:
        tail = number.tail.removeprefix("'")
        unit = next((u for s in stems(tail) if (u := self.words.get(s)) and u[0] == "unit"), None) if tail else None
        if unit:
            return "g", (int(number.value), unit[1])
        return "o" if _OCLOCK.fullmatch(tail) else "n" if tail in ("", "ই", "এ", "ে") else "q", number.value


@cache
def calendar(lexicon: Lexicon = BUILTIN) -> Calendar:
    """The time words of a lexicon."""
    return Calendar(lexicon)


class Pieces(Tokens):
    """Reads the pieces of a text."""

    def __init__(self, text: Text, words: Calendar) -> None:
        super().__init__(text, words.numbers)
        self.said = words.said
        self.tags = "".join(map(words.__getitem__, self.forms))

    def begin(self, i: int) -> int:
        """The next token from i on at which an expression can begin; -1 where there is none."""
        found = _BEGINS.search(self.tags, i)
        return found.start() if found else -1

    def read(self, i: int) -> Piece | None:
        """The piece that begins at token i."""
        match self.tags[i]:
            case "d" | "n" | "y" | "z" | "f" | "h" | "o":
                return self._written(i) or self._dated(i) or self._clock(i) or self._year(i) or self._counted(i)
            case "m":
                return self._month(i)
            case "g" | "s":
                return self._counted(i)
            case "r":
                year = int(self.said[self.forms[i]][1])
                decade = self._is(i + 1, "unit", "decade")
                return self._piece(i, i + 2, "year", year=year, decade=True) if decade else self._counted(i)
            case "w":
                day, form = self.said[self.forms[i]][1]
                paired = self.tags[i + 1] in "j-" and self.tags[i + 2] == "w"  # শুক্র ও শনিবার
                return self._piece(i, i + 1, "weekday", weekday=day) if form == "full" or paired else None
            case "D" | "T" | "P" | "u" | "a" | "c":
                role, value = self.said[self.forms[i]]
                return self._piece(i, i + 1, role, value=value)
        return None

    def _is(self, i: int, *meaning: str) -> bool:
        """Whether token i follows and is said to mean that: role, or role and value."""
        said = self.said.get(self.forms[i]) if self.tags[i] in "uac" and self.next(i) else None
        return said is not None and said[: len(meaning)] == meaning

    def _piece(self, first: int, last: int, role: str, **fields: Any) -> Piece:
        return Piece(self.starts[first], self.ends[last - 1], last, role, fields)

    def _written(self, i: int) -> Piece | None:
        """Dates and clock times in digits and marks alone."""
        if self.tags[i] not in "dyz" or (self.tags[i] != "z" and self.tags[i + 1] not in ":-"):
            return None
        for form in _WRITTEN:
            if m := form.match(self.folded, self.starts[i]):
                told = {k: int(v) for k, v in m.groupdict().items() if v}
                if told.get("year", 2000) < 100:
                    told["year"] += 2000
                fit = told.get("hour", 0) < 25 and told.get("minute", 0) < 60 and told.get("year", 2000) in YEARS
                if fit and told.get("month", 1) in range(1, 13) and told.get("day", 1) in range(1, 32):
                    last = i
                    while self.starts[last] < m.end():
                        last += 1
                    return Piece(m.start(), m.end(), last, "date" if "month" in told else "time", told)
        return None

    def _day(self, i: int) -> tuple[int, int] | None:
        """A day of the month with its suffix: (day, next token)."""
        if self.tags[i] not in "dn":
            return None
        day, suffix = int(self.said[self.forms[i]]), self.starts[i + 1] == self.ends[i]
        suffix &= self.tags[i + 1] == "x" or self.forms[i + 1] == "এ"
        return (day, i + 1 + suffix) if 1 <= day <= 31 else None

    def _dated(self, i: int) -> Piece | None:
        """12 July, 12-15 July, 12 and 13 July."""
        day = self._day(i)
        if day is None:
            return None
        fields, j = {"day": day[0]}, day[1]
        if self.tags[j] in "j-" and (second := self._day(j + 1)) and second[0] > day[0] and self.next(second[1]):
            fields["day_to"], j = second
        if self.tags[j] != "m" or not self.next(j) or (self.tags[i] == "n" and day[0] < 2):
            return None
        month, system = self.said[self.forms[j]][1]
        return self._piece(i, j + 1, "date", month=month, calendar=system, **fields)

    def _month(self, i: int) -> Piece | None:
        """July; July 20, 2024."""
        following, j = self.forms[i + 1], i + 1
        if self._is(j, "title") or (following.isdecimal() and 31 < int(following) < 100):  # জুলাই ৩৬ is a road's name
            return None
        month, system = self.said[self.forms[i]][1]
        if system == "bengali" or self.forms[i] == "মে":  # other words too: they need company
            near = self._is(j, "fill") or self._is(j, "unit", "month") or following.startswith("মা")
            if not near and not (self.tags[i - 1] in "DTuc" and self.forms[i - 1].endswith(("ের", "গত", "আগামী"))):
                return None
        fields = {"month": month, "calendar": system}
        if self.tags[j] == "d" and self.next(j) and (day := self._day(j)) and self.tags[j + 1] not in "ndyq":
            if self.tags[day[1]] != "q" or not self.next(day[1]):
                return self._piece(i, day[1], "date", day=day[0], **fields)
        return self._piece(i, j, "date", **fields)

    def _clock(self, i: int) -> Piece | None:
        """সাড়ে ১২টা, ১১টা ৪৫ মিনিট, ২১৫২ ঘণ্টা."""
        shift = int(self.said[self.forms[i]][1]) if self.tags[i] == "h" else 0
        j = i + 1 if shift else i
        tag, said = self.tags[j], self.said.get(self.forms[j])
        if tag == "y" and self._is(j + 1, "unit", "hour"):
            hour, minute = divmod(int(said), 100)
            return self._piece(i, j + 2, "time", hour=hour, minute=minute) if hour < 25 and minute < 60 else None
        if tag not in "dnof" or (tag != "o" and not (self.tags[j + 1] == "k" and self.next(j + 1))):
            return None
        hour, _, minute = str(said).partition(".")
        end = j + 1 if tag == "o" else j + 2
        total, sure = int(hour) * 60 + int(minute or 0) + shift, self.forms[end - 1].endswith(("টায়", "টায়ই"))
        if self.tags[end] in "dn" and self.next(end) and self._is(end + 1, "unit", "minute"):
            total, end, sure = total + int(self.said[self.forms[end]]), end + 2, True
        fields = {"hour": total // 60, "minute": total % 60, "sure": sure}
        return self._piece(i, end, "oclock", **fields) if 1 <= int(hour) <= 24 else None

    def _year(self, i: int) -> Piece | None:
        """2024, 2024 সাল, 1950-53, 2025-26 অর্থবছর."""
        if self.tags[i] != "y":
            return None
        year, j, to = int(self.forms[i]), i + 1, None
        months = self.said.get(self.forms[i - 1]) if self.tags[i - 1] == "m" else None
        if year not in YEARS:
            named = months and months[1][1] == "bengali"
            if year not in BENGALI_YEARS or not (named or self._is(j, "year_mark", "bengali")):
                return None
        if self.tags[j] == "-" and self.starts[j] == self.ends[i] and self.tags[j + 1] in "dy":
            second = self.forms[j + 1]
            to = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
            if len(second) == 1 or not year < to < year + 150:
                return None
            j += 2
        fields: dict[str, Any] = {"year": year} | ({"year_to": to} if to else {})
        fiscal = self._is(j, "fiscal")
        said = fiscal or self._is(j, "year_mark")
        if not said and to is None and not months and not self._bare_year(i, year):
            return None
        fields |= {"fiscal": True} if fiscal else {}
        fields |= {"calendar": "bengali"} if self._is(j, "year_mark", "bengali") else {}
        return self._piece(i, j + 1 if said else j, "year", said=said, **fields)

    def _bare_year(self, i: int, year: int) -> bool:
        """A bare 2024 is a year unless it counts something; bare years are of our time."""
        start, end = self.starts[i], self.ends[i]
        before, law = self.folded[start - 1 : start], self.forms[i - 2][-1:]
        if before in "-/.৳$#" and before and not (before == "-" and law > "\u0980" and not law.isdecimal()):
            return False
        glued = self.starts[i + 1] == end and not re.match("[,)।;’'”\\-এরই|:?!]|ের", self.forms[i + 1])
        return year in range(1800, 2101) and not glued and not (self.tags[i + 1] in "ndyq" and self.next(i + 1))

    def _counted(self, i: int) -> Piece | None:
        """Two months, a few days: a number with a unit of time."""
        if self.tags[i] == "g":
            number, unit = self.said[self.forms[i]]
            return self._piece(i, i + 1, "counted", number=number, count_unit=unit)
        if self.tags[i] not in "dnsr" or not self._is(i + 1, "unit"):
            return None
        said = self.said[self.forms[i]]
        number = {"s": lambda: None, "r": lambda: int(said[1]) % 100}.get(self.tags[i], lambda: int(said))()
        return self._piece(i, i + 2, "counted", number=number, count_unit=self.said[self.forms[i + 1]][1])
