"""Pieces of date expressions: the months, weekdays, day parts, relative words and clock times that a text holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .numerals import Reader, joined, reader
from .script import Text, ascii_digits

_ISO = re.compile(
    r"(?<![0-9০-৯])([0-9০-৯]{4})-([0-9০-৯]{2})-([0-9০-৯]{2})"
    r"(?:[T ]\s?([0-9০-৯]{2}):([0-9০-৯]{2})(?::([0-9০-৯]{2})(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![0-9০-৯])"
)
_NUMERIC = re.compile(
    r"(?<![0-9০-৯./-])([0-9০-৯]{1,2})([/.-])([0-9০-৯]{1,2})\2([0-9০-৯]{4}|[0-9০-৯]{2})(?![0-9০-৯]|[./-][0-9০-৯])"
)
_CLOCK = re.compile(r"(?<![0-9০-৯:])([0-9০-৯]{1,2}):([0-9০-৯]{2})(?::([0-9০-৯]{2}))?(?![0-9০-৯:])")
_DAY_SUFFIX = {"ই", "শে", "লা", "রা", "ঠা", "এ", "st", "nd", "rd", "th"}
_OCLOCK = re.compile("টা(?:র|য়|তে|ই|ও|রই|য়ই|রও)?")
YEARS = range(1500, 2200)
BENGALI_YEARS = range(1200, 1500)


@dataclass(slots=True)
class Piece:
    """A piece of a date expression; start and end are offsets into the folded text."""

    start: int
    end: int
    role: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TimeWords:
    """The lexicon, compiled."""

    months: dict[str, tuple[int, str]]
    weekdays: dict[str, tuple[int, str]]
    words: dict[str, tuple[str, str]]
    numbers: Reader

    def month(self, form: str) -> tuple[int, str] | None:
        """Month and calendar of a word with any ending."""
        return next((self.months[s] for s in stems(form) if s in self.months and (s == form or len(s) > 2)), None)

    def weekday(self, form: str) -> tuple[int, str] | None:
        """Day (Monday is 0) and form (full, short) of a word with any ending."""
        return next((self.weekdays[s] for s in stems(form) if s in self.weekdays), None)

    def word(self, form: str) -> tuple[str, str] | None:
        """Role and value of a time word with any ending."""
        return next((self.words[s] for s in stems(form) if s in self.words), None)

    def small(self, form: str) -> int | None:
        """A whole number from 0 to 999 with nothing but a classifier behind it."""
        word = self.numbers.word(form)
        if word is None or word.role not in ("digits", "cardinal", "bound", "doubtful") or not 0 <= word.value < 1000:
            return None
        return int(word.value) if word.value == int(word.value) and "," not in form else None


@cache
def time_words(lexicon: Lexicon = BUILTIN) -> TimeWords:
    """The time words of a lexicon."""
    return TimeWords(
        {r["name"]: (int(r["month"]), r["calendar"]) for r in lexicon.rows("months")},
        {r["name"]: (int(r["day"]), r["form"]) for r in lexicon.rows("weekdays")},
        {r["word"]: (r["role"], r["value"]) for r in lexicon.rows("time_words")},
        reader(lexicon),
    )


def digits(form: str) -> int | None:
    """A run of digits as a number."""
    plain = ascii_digits(form)
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else None


def written_dates(text: Text) -> list[Piece]:
    """Dates and clock times written in digits and marks alone."""
    found = []
    for m in _ISO.finditer(text.folded):
        y, mo, d, h, mi, s = (digits(g) if g else None for g in m.groups())
        found.append(Piece(*m.span(), "date", {"year": y, "month": mo, "day": d} | _time(h, mi, s)))
    for m in _NUMERIC.finditer(text.folded):
        d, mo, y = digits(m[1]), digits(m[3]), digits(m[4])
        if mo and d and mo <= 12 and d <= 31 and y is not None:
            found.append(Piece(*m.span(), "date", {"year": y + 2000 if y < 100 else y, "month": mo, "day": d}))
    taken = {i for p in found for i in range(p.start, p.end)}
    for m in _CLOCK.finditer(text.folded):
        h, mi, s = (digits(g) if g else None for g in m.groups())
        if m.start() not in taken and h is not None and mi is not None and h < 25 and mi < 60:
            found.append(Piece(*m.span(), "time", _time(h, mi, s)))
    return sorted((p for p in found if _possible(p.fields)), key=lambda p: p.start)


def _time(hour: int | None, minute: int | None, second: int | None = None) -> dict[str, int]:
    if hour is None:
        return {}
    told = {"hour": hour, "minute": minute or 0}
    return told | ({"second": second} if second is not None else {})


def _possible(f: dict[str, Any]) -> bool:
    if f.get("year", 2000) not in YEARS:
        return False
    return 1 <= (f.get("month") or 1) <= 12 and 1 <= (f.get("day") or 1) <= 31 and f.get("hour", 0) <= 24


class Pieces:
    """Finds the pieces of a text, left to right."""

    def __init__(self, text: Text, words: TimeWords) -> None:
        self.text, self.tokens, self.words = text, text.tokens, words
        self.written = {p.start: p for p in written_dates(text)}

    def find(self) -> list[Piece]:
        """All pieces, in order and without overlap."""
        found: list[Piece] = []
        i, tokens = 0, self.tokens
        while i < len(tokens):
            if piece := self.written.get(tokens[i].start):
                found.append(piece)
                while i < len(tokens) and tokens[i].start < piece.end:
                    i += 1
                continue
            for read in (self._dated, self._clock, self._year, self._counted, self._worded):
                if hit := read(i):
                    piece, i = hit
                    found.append(piece)
                    break
            else:
                i += 1
        return found

    def form(self, i: int) -> str:
        """The token's form, "" beyond the ends."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def next(self, i: int) -> bool:
        """Whether token i stands right behind the token before it."""
        return 0 < i < len(self.tokens) and joined(self.text.folded, self.tokens[i - 1], self.tokens[i])

    def piece(self, first: int, last: int, role: str, **fields: Any) -> tuple[Piece, int]:
        """A piece over tokens[first:last], and where to go on."""
        return Piece(self.tokens[first].start, self.tokens[last - 1].end, role, fields), last

    def _day(self, i: int) -> tuple[int, int] | None:
        """A day of the month with its suffix: (day, next token)."""
        form = self.form(i)
        day = digits(form) if form[:1].isdigit() else self.words.small(form) if form else None
        if day is None or not 1 <= day <= 32:
            return None
        glued = i + 1 < len(self.tokens) and self.tokens[i + 1].start == self.tokens[i].end
        return (day, i + 2) if glued and self.form(i + 1) in _DAY_SUFFIX else (day, i + 1)

    def _dated(self, i: int) -> tuple[Piece, int] | None:
        """12 July, 12-15 July, 12 and 13 July; July 20, 2024; July."""
        if day := self._day(i):
            first, j = day
            month = self.words.month(self.form(j)) if self.next(j) else None
            if month and first <= 31 and not (self.form(i)[0] not in "০১২৩৪৫৬৭৮৯0123456789" and first < 2):
                return self.piece(i, j + 1, "date", day=first, month=month[0], calendar=month[1])
            if self.form(j) in ("-", "ও", "থেকে", "এবং", "/") and (second := self._day(j + 1)) and self.next(second[1]):
                month = self.words.month(self.form(second[1]))
                if month and first < second[0] <= 31:
                    return self.piece(
                        i, second[1] + 1, "date", day=first, day_to=second[0], month=month[0], calendar=month[1]
                    )
        month = self.words.month(self.form(i))
        if month is None or not self._meant_month(i):
            return None
        j = i + 1
        if self.next(j) and (digits(self.form(j)) or 0) in range(32, 100):  # জুলাই ৩৬ is a road's name
            return None
        after = self._day(j) if self.next(j) and self.form(j)[:1].isdigit() else None
        if (
            after
            and after[0] <= 31
            and not (self.next(j + 1) and self.words.numbers.word(self.form(j + 1)))
            and not self._unit_follows(after[1])
        ):
            return self.piece(i, after[1], "date", day=after[0], month=month[0], calendar=month[1])
        return self.piece(i, j, "date", month=month[0], calendar=month[1])

    def _unit_follows(self, i: int) -> bool:
        form = self.form(i)
        return (
            self.next(i)
            and form not in (",", "-", "।")
            and bool(re.match("জন|টি|টা|হাজার|লাখ|কোটি|শতাংশ|টাকা|এক্সপ্রেস|অভ্যুত্থান", form))
        )

    def _meant_month(self, i: int) -> bool:
        """মে, মার্চ and the Bengali months are other words too; they need company. Names made of months are no dates."""
        form = self.form(i)
        following = self.form(i + 1)
        if re.match("অভ্যুত্থান|সনদ|ঘোষণা|যোদ্ধা|শহীদ|বিপ্লব|আন্দোলন|গণ|হত্যা|স্মৃতি|যোদ্ধ|ফাউন্ডেশন|জাদুঘর", following):
            return False
        month = self.words.month(form)
        if month and (month[1] == "bengali" or form in ("মে", "সোম")):
            near = self.words.word(following) or ("", "")
            return (
                near[1] == "month"
                or following[:2] == "মা"
                or near[0] == "fill"
                or bool(self.words.word(self.form(i - 1)) and self.form(i - 1).endswith(("ের", "গত", "আগামী")))
            )
        return True

    def _clock(self, i: int) -> tuple[Piece, int] | None:
        """সাড়ে ১২টা, ১১টা ৪৫ মিনিট, ২১৫২ ঘণ্টা."""
        form = self.form(i)
        number = digits(form) if form[:1].isdigit() else None
        if (
            number is not None
            and len(form) == 4
            and self.words.word(self.form(i + 1)) == ("unit", "hour")
            and self.next(i + 1)
        ):
            hour, minute = divmod(number, 100)
            if hour < 25 and minute < 60:
                return self.piece(i, i + 2, "time", hour=hour, minute=minute)
        shift = {"সাড়ে": 30, "সোয়া": 15, "পৌনে": -15}.get(form, 0)
        j = i + 1 if shift else i
        spoken = self.words.numbers.word(self.form(j)) if self.form(j) else None
        if (
            spoken is None
            or not 1 <= spoken.value <= 24
            or spoken.role not in ("digits", "cardinal", "doubtful", "bound")
        ):
            return None
        tail, k = spoken.tail, j + 1
        if not tail and self.next(k) and _OCLOCK.fullmatch(self.form(k)):
            tail, k = self.form(k), k + 1
        quarter = spoken.value != int(spoken.value)
        if not _OCLOCK.fullmatch(tail):
            return None
        minute = round((spoken.value % 1) * 100) if quarter else 0
        total = int(spoken.value) * 60 + minute + shift
        more = self.words.small(self.form(k)) if self.next(k) else None
        if more is not None and more < 60 and self.words.word(self.form(k + 1)) == ("unit", "minute"):
            total, k = total + more, k + 2
        return self.piece(
            i, k, "oclock", hour=total // 60, minute=total % 60, sure=tail.startswith("টায়") or more is not None
        )

    def _year(self, i: int) -> tuple[Piece, int] | None:
        """2024, 2024 সাল, 1950-53, 2025-26 অর্থবছর."""
        form = self.form(i)
        year = digits(form) if form[:1].isdigit() and len(form) == 4 else None
        if year not in YEARS and not (year in BENGALI_YEARS and self._bengali_year(i)):
            return None
        j, to = i + 1, None
        if self.form(j) in ("-", "/") and self.tokens[j].start == self.tokens[i].end:
            second = digits(self.form(j + 1)) if self.form(j + 1)[:1].isdigit() else None
            if second is not None and len(self.form(j + 1)) in (2, 4):
                to = second if second > 100 else year // 100 * 100 + second
                if not year < to < year + 150:
                    return None
                j += 2
        mark = self.words.word(self.form(j)) if self.next(j) else None
        said = mark is not None and mark[0] in ("year_mark", "fiscal")
        if not said and to is None and not self._bare_year(i):
            return None
        bengali = mark == ("year_mark", "bengali")
        fields = (
            {"year": year}
            | ({"year_to": to} if to else {})
            | ({"fiscal": True} if mark and mark[0] == "fiscal" else {})
        )
        return self.piece(
            i, j + 1 if said else j, "year", said=said, **fields, **({"calendar": "bengali"} if bengali else {})
        )

    def _bengali_year(self, i: int) -> bool:
        """Whether a Bengali month stands before the year, or বঙ্গাব্দ behind it."""
        month = self.words.month(self.form(i - 1))
        marked = self.next(i + 1) and self.words.word(self.form(i + 1)) == ("year_mark", "bengali")
        return marked or (month is not None and month[1] == "bengali")

    def _bare_year(self, i: int) -> bool:
        """A bare 2024 is a year unless it counts something; bare years are of our time."""
        year, after = digits(self.form(i)), self.form(i + 1)
        glued = i + 1 < len(self.tokens) and self.tokens[i + 1].start == self.tokens[i].end
        before = self.text.folded[max(0, self.tokens[i].start - 1) : self.tokens[i].start]
        if i and self.words.month(self.form(i - 1)):
            return True
        law = before == "-" and self.form(i - 2)[-1:] > "\u0980" and not self.form(i - 2)[-1:].isdigit()
        if (before in ("-", "/", ".", "৳", "$", "#") and not law) or year not in range(1800, 2101):
            return False
        if glued and after not in (",", ")", "।", ";", "’", "'", "”", "-", "এ", "র", "ের", "ই", "|", ":", "?", "!"):
            return False
        numbers = self.words.numbers
        return not (
            self.next(i + 1)
            and (
                numbers.word(after) or self._unit_follows(i + 1) or after in ("কি.মি.", "কিলোমিটার", "মিটার", "ডলার", "রান")
            )
        )

    def _counted(self, i: int) -> tuple[Piece, int] | None:
        """Two months, a few days: a number with a unit of time."""
        several = self.words.word(self.form(i)) if self.form(i) else None
        small = self.words.small(self.form(i)) if self.form(i) else None
        glued = self.words.numbers.word(self.form(i)) if self.form(i) else None
        if (
            glued
            and glued.tail
            and small is not None
            and (unit := self.words.word(glued.tail.removeprefix("'")))
            and unit[0] == "unit"
        ):
            return self.piece(i, i + 1, "counted", number=small, unit=unit[1])
        if small is None and not (several and several[0] == "several"):
            return None
        unit = self.words.word(self.form(i + 1)) if self.next(i + 1) else None
        if unit is None or unit[0] != "unit":
            return None
        return self.piece(i, i + 2, "counted", number=small, unit=unit[1])

    def _worded(self, i: int) -> tuple[Piece, int] | None:
        form = self.form(i)
        if not form[:1].isalpha():
            return None
        if weekday := self.words.weekday(form):
            full = weekday[1] == "full" or (
                self.form(i + 1) in ("ও", "-", "এবং") and bool(self.words.weekday(self.form(i + 2)))
            )
            return self.piece(i, i + 1, "weekday", weekday=weekday[0]) if full else None
        word = self.words.word(form)
        if word is None:
            return None
        role, value = word
        if role == "direction" and form not in self.words.words:
            return None
        return self.piece(i, i + 1, role, value=value)


def pieces(text: Text, lexicon: Lexicon = BUILTIN) -> list[Piece]:
    """The pieces of a text's date expressions, in order."""
    return Pieces(text, time_words(lexicon)).find()


def decades(text: Text) -> Iterator[tuple[int, int, int]]:
    """নব্বইয়ের দশক: (start, end, first year)."""
    for m in re.finditer(r"(বিশ|ত্রিশ|চল্লিশ|পঞ্চাশ|ষাট|সত্তর|আশি|নব্বই)(?:য়ের|ের|র)? দশক[\u0980-\u09ff]*", text.folded):
        names: Sequence[str] = ("বিশ", "ত্রিশ", "চল্লিশ", "পঞ্চাশ", "ষাট", "সত্তর", "আশি", "নব্বই")
        yield m.start(), m.end(), 1920 + 10 * names.index(m[1])
