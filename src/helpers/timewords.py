"""Pieces of date expressions: the months, weekdays, day parts, relative words and clock times that a text holds.

Every token has a tag of one letter (`Calendar`), so the places where an expression can begin are found by one regular
expression over the tags (`_BEGINS`); only there, and right behind a piece, are tokens read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from typing import Any, NamedTuple

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .numerals import Tokens, Word, reader
from .script import Text

_TIME = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
_WRITTEN = (  # in digits and marks alone
    re.compile(rf"(?P<year>\d{{4}})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)(?:[T ]\s?{_TIME})?(?!\d)"),
    re.compile(r"(?<![./-])(?P<day>\d\d?)([/.-])(?P<month>\d\d?)\2(?P<year>\d{4}|\d\d)(?!\d|[./-]\d)"),
    re.compile(rf"(?<![\d:]){_TIME}(?![\d:])"),
)
_DAY_SUFFIX = {"ই", "শে", "লা", "রা", "ঠা", "st", "nd", "rd", "th"}
_OCLOCK = re.compile("টা(?:র|য়|তে|ই|ও|রই|য়ই|রও)?")
YEARS = range(1500, 2200)
BENGALI_YEARS = range(1200, 1500)
# d one or two digits · y four · f 10.30 · n another small number · z with two points · o twelve-o'clock in one word ·
# g number with a unit · h সাড়ে · m month · w weekday · D direction · T day word · Y year word · P part of the day ·
# s several · u unit · a ago · c goes on · r of the sixties · k o'clock · x suffix of a day · j and - between two ·
# p about · q counts something · , may stand between
_BEGINS = re.compile(
    "[mwyYzoT]|[dn](?=[xD]?m|[xD]?(?:,[dn]){0,3}[j-][dn][xD]?[mc]|k|ua)|d(?=:|-[dy]|[-.]{0,2}[cu]|-\\.)|s(?=ua)|g(?=a)|f(?=[ku])|h(?=[dno])"
    "|r(?=[-.]{0,2}u)|D(?=p?[dnrsgumwcyT])|P(?=[,p]{0,2}[hdnofcwmT])"
)
_ROLES = {"date": "m", "weekday": "w", "year": "Y", "part": "P", "several": "s", "unit": "u", "away": "a"}
_ROLES |= {"decade": "r", "day": "T", "same_day": "T", "relative_year": "T", "direction": "D", "direction_n": "D"}
_ROLES |= {"shift": "h", "about": "p", "joins": "j"}
_MARKS = {"-": "-", "/": "-", ":": ":", "—": "-"} | dict.fromkeys(",()|।", ",")


class Piece(NamedTuple):
    """A piece of a date expression: what kind, what it says, and the token behind it."""

    role: str
    fields: dict[str, Any]
    last: int


class Calendar:
    """The time words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.numbers = reader(lexicon)
        rows = [r for r in lexicon.rows("time_words") if r["role"] != "country"]
        self.words: dict[str, tuple[str, Any]] = {r["word"]: (r["role"], r["value"]) for r in rows}
        self.words |= {r["name"]: ("weekday", (int(r["day"]), r["form"])) for r in lexicon.rows("weekdays")}
        systems = [(r, r["calendar"].replace("gregorian", "")) for r in lexicon.rows("months")]
        self.words |= {r["name"]: ("date", (int(r["month"]), system)) for r, system in systems}
        self.titles = tuple(lexicon.words("time_words", role="title"))
        self.counted = {r["word"] for r in lexicon.rows("units") if r["kind"] != "duration"} | {"জন", "টি", "টা", "খানা"}
        self.read = lru_cache(100_000)(self._read)

    def _read(self, form: str) -> tuple[str, Any]:
        """The tag of a form, and what it says."""
        if len(form) >= 50:
            return ".", None
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
                if role == "day_number":  # পহেলা
                    return "d", value
                return _ROLES.get(role, "c"), (role, value)
        number = self.numbers.read(form)
        if number and number.role in ("cardinal", "bound", "doubtful", "whole") and 0 <= number.value < 1000:
            return self._number(number)
        if _OCLOCK.fullmatch(form):
            return "k", None
        if form.startswith(self.titles):
            return "c", ("title", "")
        return "q" if number or self.counted & {*found} else ".", None

    def _number(self, number: Word) -> tuple[str, Any]:
        tail = number.tail.removeprefix("'")
        if _OCLOCK.fullmatch(tail):  # দেড়টা
            return "o", f"{int(number.value)}.{int(number.value % 1 * 60):02}"
        if number.value % 1:
            return "q", None
        unit = next((u for s in stems(tail) if (u := self.words.get(s)) and u[0] == "unit"), None) if tail else None
        if unit:
            return "g", (int(number.value), unit[1])
        return "n" if tail in ("", "ই", "এ", "ে") else "q", number.value


@cache
def calendar(lexicon: Lexicon = BUILTIN) -> Calendar:
    """The time words of a lexicon."""
    return Calendar(lexicon)


class Pieces(Tokens):
    """Reads the pieces of a text."""

    def __init__(self, text: Text, words: Calendar) -> None:
        super().__init__(text)
        read = list(map(words.read, self.forms))
        self.tags, self.said = "".join(tag for tag, _ in read), [said for _, said in read]

    def begin(self, i: int) -> int:
        """The next token from i on at which an expression can begin; -1 where there is none."""
        found = _BEGINS.search(self.tags, i)
        return found.start() if found else -1

    def read(self, i: int) -> Piece | None:
        """The piece that begins at token i."""
        match self.tags[i]:
            case "d" | "n" | "y" | "z" | "f" | "h" | "o" | "g" | "s" | "r":
                readers = (self._written, self._dated, self._clock, self._decade, self._year, self._counted)
                return next((piece for read in readers if (piece := read(i))), None)
            case "m":
                return self._month(i)
            case "w":
                day, form = self._meaning(i)
                paired = self.tags[i + 1] in "j-" and self.tags[i + 2] == "w"  # শুক্র ও শনিবার
                return Piece("weekday", {"weekday": day}, i + 1) if form == "full" or paired else None
            case "Y":
                return Piece("year", {"year": int(self._meaning(i))}, i + 1)
            case "D" | "T" | "P" | "u" | "a" | "c":
                role, value = self.said[i]
                if role == "fiscal_of":  # আর্থিক বছর
                    return Piece("fiscal", {"fiscal": value}, i + 2) if self._is(i + 1, "unit", "year") else None
                near = {"near": True} if role == "direction_n" else {}
                role = role.removesuffix("_n")
                return Piece(role, near | {role: int(value) if self.tags[i] == "T" else value}, i + 1)
        return None

    def _meaning(self, i: int) -> Any:
        return self.said[i][1]

    def _is(self, i: int, *meaning: str) -> bool:
        """Whether token i follows and is said to mean that: role, or role and value."""
        said = self.said[i] if self.tags[i] in "uac" and self.next(i) else None
        return said is not None and said[: len(meaning)] == meaning

    def _of(self, i: int) -> int:
        """The token behind a genitive set apart (৯০-এর, ৭১'র), or i where there is none."""
        j = i + 1 if self.forms[i] in ("-", "'", "’") else i
        return j + 1 if self.forms[j] in ("এর", "র", "ের") and self.starts[j] - self.ends[i - 1] < 3 else i

    def _written(self, i: int) -> Piece | None:
        """Dates and clock times in digits and marks alone."""
        if self.tags[i] not in "dyz" or (self.tags[i] != "z" and self.tags[i + 1] not in ":-"):
            return None
        for form in _WRITTEN:
            if m := form.match(self.folded, self.starts[i]):
                told = {k: int(v) for k, v in m.groupdict().items() if v}
                if told.get("year", 2000) < 100:
                    told["year"] += 2000
                limits = {"year": YEARS, "month": range(1, 13), "day": range(1, 32), "hour": range(24)}
                if all(told.get(k, limit[1]) in limit for k, limit in limits.items()) and told.get("minute", 0) < 60:
                    return Piece("date" if "month" in told else "time", told, bisect_left(self.starts, m.end(), i))
        return None

    def _day(self, i: int) -> tuple[int, int] | None:
        """A day of the month with its suffix: (day, next token)."""
        if self.tags[i] not in "dn":
            return None
        day, glued = int(self.said[i]), self.starts[i + 1] == self.ends[i]
        suffix = glued and (self.tags[i + 1] == "x" or self.forms[i + 1] == "এ")
        return (day, i + 1 + suffix) if 1 <= day <= 31 else None

    def _dated(self, i: int) -> Piece | None:
        """12 July, 12-15 July, 12 and 13 July, the 12th (of this month)."""
        day = self._day(i)
        if day is None:
            return None
        fields, j = {"day": day[0]}, day[1]
        while self.forms[j] == "," and (second := self._day(j + 1)) and self.tags[second[1]] in "j-,":  # ১৫, ১৬ ও ১৭ জুন
            j = second[1]
        if self.tags[j] in "j-" and (second := self._day(j + 1)) and second[0] > day[0] and self.next(second[1]):
            fields["day_to"], j = second
        if self._is(j, "fill", "day"):
            return Piece("date", fields | {"of_month": True}, j + 1)
        if self.tags[j] != "m" or not self.next(j):
            return None
        month, system = self._meaning(j)
        return Piece("date", fields | {"month": month, "calendar": system}, j + 1)

    def _month(self, i: int) -> Piece | None:
        """July; July 20, 2024."""
        (month, system), following, j = self._meaning(i), self.forms[i + 1], i + 1
        title = self._is(j, "title") or (following == "জাতীয়" and self._is(j + 1, "title"))  # জুলাই জাতীয় সনদ
        if title or (following.isdecimal() and 31 < int(following[:9]) < 100):  # জুলাই ৩৬ is a road
            return None
        if system or self.forms[i] == "মে":  # other words too: they need company
            near = self._is(j, "fill") or self._is(j, "unit", "month") or self.tags[j : j + 3] == "d,y"
            if not near and not (self.tags[i - 1] in "DTuc" and self.forms[i - 1].endswith(("ের", "গত", "আগামী"))):
                return None
        fields = {"month": month, "calendar": system}
        day = self._day(j) if self.tags[j] == "d" and self.next(j) and self.tags[j + 1] not in "ndyq" else None
        if day and (self.tags[day[1]] != "q" or not self.next(day[1])):
            return Piece("date", fields | {"day": day[0]}, day[1])
        return Piece("date", fields, j)

    def _clock(self, i: int) -> Piece | None:
        """সাড়ে ১২টা, ১১টা ৪৫ মিনিট, ২১৫২ ঘণ্টা."""
        shift = int(self._meaning(i)) if self.tags[i] == "h" else 0
        j = i + 1 if shift else i
        tag, said = self.tags[j], str(self.said[j])
        if tag == "y" and self._is(j + 1, "unit", "hour"):
            hour, minute = divmod(int(said), 100)
            return Piece("time", {"hour": hour, "minute": minute}, j + 2) if hour < 24 and minute < 60 else None
        minutes_follow = tag == "f" and self._is(j + 1, "unit", "minute")  # ৮.৩০ মিনিটে
        told = tag == "o" or minutes_follow or (self.tags[j + 1] == "k" and self.next(j + 1))
        if tag not in "dnof" or not told:
            return None
        hours, _, minutes = said.partition(".")
        end = j + 1 if tag == "o" else j + 2
        total, sure = int(hours) * 60 + int(minutes or 0) + shift, self.forms[end - 1].endswith(("টায়", "টায়ই"))
        if self.tags[end] in "dn" and self.next(end) and self._is(end + 1, "unit", "minute"):
            total, end, sure = total + int(self.said[end]), end + 2, True
        fields = {"hour": total // 60, "minute": total % 60, "sure": sure}
        return Piece("oclock", fields, end) if 1 <= int(hours) < 24 else None

    def _decade(self, i: int) -> Piece | None:
        """নব্বইয়ের দশক, ৯০-এর দশক, ১৯৯০-এর দশক."""
        j = self._of(i + 1)
        if self.tags[i] not in "rdy" or not self._is(j, "unit", "decade"):
            return None
        year = int(self._meaning(i) if self.tags[i] == "r" else self.said[i])
        year += 1900 if year < 100 else 0
        return Piece("year", {"year": year, "decade": True}, j + 1) if year % 10 == 0 and year > 1500 else None

    def _year(self, i: int) -> Piece | None:
        """2024, 2024 সাল, 1950-53, 2025-26 অর্থবছর, '71."""
        if self.tags[i] not in "dy":
            return None
        year, j, to = int(self.said[i]), self._of(i + 1), None
        if year < 100:  # ৭১ সালে, '৭১-এর মুক্তিযুদ্ধ
            marked = self._is(j, "year_mark", "")
            short = self.forms[i - 1] in ("'", "’", "‘") and self.ends[i - 1] == self.starts[i]
            told = marked or (j > i + 1 and (short or self._is(j, "title") or self._is(j, "event")))
            year += 1900 if year > 30 else 2000
            return Piece("year", {"year": year}, j + marked) if told and len(self.forms[i]) == 2 else None
        months = self._meaning(i - 1) if self.tags[i - 1] == "m" else None
        other = (months and months[1]) or (self._is(j, "year_mark") and self._meaning(j))
        if year not in YEARS and not (year in BENGALI_YEARS and other):
            return None
        if self.tags[j] == "-" and self.starts[j] == self.ends[i] and self.tags[j + 1] in "dy":
            second = self.forms[j + 1]
            to = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
            if len(second) == 1 or not year < to < year + 150:
                return None
            j += 2
        fields: dict[str, Any] = {"year": year} | ({"year_to": to} if to else {})
        mark = self.read(j) if self.tags[j] == "c" and self.next(j) else None
        if mark and mark.role in ("year_mark", "fiscal"):
            system = {"calendar": other} if mark.fields.get("year_mark") else {}
            return Piece("year", fields | system | ({} if mark.role == "year_mark" else mark.fields), mark.last)
        likely = months or j > i + 1 or year in range(1800, 2101)  # without company, one of our time
        counts = self.tags[i + 1] in ("q" if months else "ndyq") and self.next(i + 1)
        return Piece("year", fields, j) if to or (likely and not counts and self._bare_year(i)) else None

    def _bare_year(self, i: int) -> bool:
        """Whether no mark beside a bare 2024 makes it a part of something else."""
        glued = self.starts[i + 1] == self.ends[i] and not re.match("[,)।;’'”\\-এরই|:?!]|ের", self.forms[i + 1])
        return not glued

    def _counted(self, i: int) -> Piece | None:
        """Two months, a few days: a number with a unit of time."""
        if self.tags[i] == "g":
            number, unit = self.said[i]
            return Piece("counted", {"number": number, "count_unit": unit}, i + 1)
        if self.tags[i] not in "dnsr" or not self._is(i + 1, "unit"):
            return None
        said = self.said[i]
        number = None if self.tags[i] == "s" else int(said[1]) % 100 if self.tags[i] == "r" else int(said)
        return Piece("counted", {"number": number, "count_unit": self._meaning(i + 1)}, i + 2)
