"""Date expressions as they stand in a text: which words make one, and what these words say.

Every token has a tag of one letter (`Calendar`); the pieces of date expressions are regular expressions over the tags
(lexicon/time_pieces.csv), and pieces that stand together and say different things make one expression (`expressions`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .endings import stems
from .lexicon import BUILTIN, Lexicon, LexiconError
from .numerals import PATTERNS, Word, reader
from .resolving import Fields
from .script import Text, ascii_digits

_FORMS: dict[str, list[str]] = {}  # of each kind of piece; what they say are groups, the row's number behind the name
for _i, _row in enumerate(BUILTIN.rows("time_pieces")):
    _FORMS.setdefault(_row["kind"], []).append(re.sub(r"\?P([<=])(\w+)", rf"?P\g<1>\g<2>{_i}", _row["form"]))
_WRITTEN = re.compile(rf"(?<![\d:./-])(?:{'|'.join(_FORMS.pop('in_digits'))})(?!\d|[:./-]\d)")
_DIGITS = re.compile("|".join(_FORMS.pop("digits")))
_PIECE = f"(?:(?P<direction>[DR])(?:p+(?=[d1nrsgfS]))?)?(?:{'|'.join(map('|'.join, _FORMS.values()))})"
# Where a piece can begin at all: the quickest look.
_SOON = "(?=[DRlTPYyNbcogSWmewvEr']|[d1nsf][xejmuHXFJkLiMG',-]|[uF][OC]|Z[uF]|Kg|u[d1nrs][aR])"
_BEGINS, _GOES_ON = re.compile(_SOON + _PIECE), re.compile("[,p]{0,4}" + _PIECE)


class Calendar:
    """The time words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.numbers = reader(lexicon)
        tags = {r["role"]: r["tag"] for r in lexicon.rows("time_tags")}
        rows = [r for r in lexicon.rows("time_words") if r["role"] in tags]
        if odd := next((r for r in rows if r["role"] in ("relative", "direction") and "=" not in r["value"]), None):
            raise LexiconError(f"time_words.csv, {odd['word']}: its value must be fields, as by=-1 or unit=day days=0")
        self.words = {r["word"]: (tags[r["role"]], _meaning(r["value"])) for r in rows}
        self.words |= {r["name"]: (tags.get(r["form"], "v"), int(r["day"])) for r in lexicon.rows("weekdays")}
        for r in lexicon.rows("months"):
            tag = "m" if r["calendar"] == "gregorian" and r["name"] != "মে" else "e"
            self.words[r["name"]] = tag, {"month": int(r["month"]), "calendar": r["calendar"]}
        self.known = {r["day"][5:]: r["day"] for r in lexicon.rows("days")}
        self.counted = {r["word"] for r in lexicon.rows("units") if r["kind"] != "duration"}
        self.countries = [lexicon.words("time_words", role="country", value=v) for v in ("india", "bangladesh")]
        self.read = lru_cache(50_000)(self._read)

    def _read(self, form: str) -> tuple[str, Any]:
        """The tag of a form, and what it says."""
        if form[:1].isdecimal():
            m = _DIGITS.fullmatch(ascii_digits(form))
            tag = str(m and m.lastgroup)[0]  # of the first row that has its form
            return tag, int(form) if tag in "dnybcr" else None
        found = stems(form) if len(form) < 50 else ()
        for stem in found:
            tag, said = self.words.get(stem, ("", None))
            if tag and (stem == form or (tag not in "DR" and stem != "মে")):
                return tag, said
        number = self.numbers.read(form)
        if number and number.value < 1000:
            return self._number(number)
        return "q" if number or self.counted & {*found} else ".", None

    def _number(self, number: Word) -> tuple[str, Any]:
        value, tail = int(number.value), number.tail.removeprefix("'")
        tag, said = self.read(tail)
        if tag == "k":  # দেড়টা
            return "o", {"hour": value, "minute": int(number.value % 1 * 60)} | said
        if tag and tag in "uHXJ":  # দু'দিন
            return "g", {"number": float(number.value), "unit": said}
        if number.value % 1 or tail not in ("", "ই", "এ", "ে"):
            return ("q", None) if tail else ("f", float(number.value))
        return "1" if 0 < value < 32 else "n", value


def _meaning(value: str) -> Any:
    """A figure, a word, or fields as `unit=day days=-1`."""
    if "=" in value:
        return {name: _meaning(said) for name, said in (field.split("=") for field in value.split())}
    if value.lstrip("-").replace(".", "").isdecimal():
        return float(value) if "." in value else int(value)
    return value


calendar = cache(Calendar)


@dataclass(slots=True)
class Expression:
    """Pieces that make one expression, and all that they say; offsets into the folded text."""

    start: int
    end: int
    fields: Fields

    def takes(self, said: Fields) -> bool:
        """Whether a piece that stands right behind (or in brackets there) continues this expression."""
        f, unit = self.fields, self.fields.get("unit")
        told = {"calendar"} | ({"by"} if (unit, f.get("by")) == ("year", 0) and "month" in said else set())
        if {"number", "by"} & said.keys() - told or f.keys() & {"number", *said} - told:  # but এ বছরের গত মে মাসে
            return False
        if said.keys() & {"day", "month", "year"}:
            # Of চলতি মাসের ৫ জুলাই, but not of আজ বিকেলে ১৫ আগস্টের ছুটি.
            own = {"day": "day" in said and "part" not in f, "month": "month" in said and "year" not in said}
            return own.get(str(unit), False) or "of_month" in said or unit in (None, "year", "fiscal")
        return "weekday" not in said or unit in (None, "day", "week") or "day" in f

    def speaks(self, of_event: object) -> bool:
        """Whether the pieces together name a time, perhaps one of an event; settles what depends on the whole."""
        f = self.fields
        by, unit = f.get("by", -1 if "eve" in f else 0), f.get("unit")
        if "number" in f:  # not দুই ঘণ্টা আগে, দুই বছর পর, হত্যার তিন দিন পর
            told = unit in ("day", "week", "month") or (by < 0 and unit != "hour")
            return by != 0 and ("away" not in f or (told and not of_event))
        if "eve" in f or f.keys() - {"spoken"} == {"by", "part"}:  # গত কাল, গত পরশু, গত রাতে; কাল রাতে; ওই রাতে
            f |= {"unit": "day", "days": by * f.get("eve", 1)}
            return not of_event if "spoken" in f else by != 0
        if {"day": "spoken" in f and f.keys() & {"day", "weekday"}, "month": "month" in f and by < 1}.get(str(unit)):
            self.fields = {k: v for k, v in f.items() if k not in ("by", "spoken", "unit")}
            # পরদিন শুক্রবার, আগের মাস জুনে: this says which one
        elif unit == "day" and by and "days" not in f and (of_event or "spoken" not in f):
            f["number"] = 0  # আগামী দিনে, ভোটের পরদিন: who knows when; বিগত দিনে: no time
            return bool(f.pop("spoken", by >= 1))
        clock = "hour" in f and (f.keys() & {"part", "shift"} or f.get("sure"))
        return bool(clock or f.keys() & {"year", "month", "day", "weekday", "unit"})


@lru_cache(maxsize=1)  # the date of publication and the dates are asked of the same text, one after the other
def expressions(text: Text, lexicon: Lexicon) -> list[Expression]:
    """The date expressions of a text, those that say nothing of time by themselves left out."""
    forms, starts, ends = text.cut
    tags, said = map(list, zip(*map(calendar(lexicon).read, forms), strict=True))
    for i, tag in enumerate(tags):
        if tag in "dnybczr" and (m := _WRITTEN.match(text.folded, starts[i])):
            j = bisect_left(starts, m.end())
            tags[i:j] = "W" + "_" * (j - i - 1)
            said[i] = {k.rstrip("0123456789"): int(v) for k, v in m.groupdict().items() if v and v.isdecimal()}
    line = "".join(tags)
    found: list[Expression] = []
    at = 0
    while m := _BEGINS.search(line, at):
        expression, at = Expression(starts[m.start()], ends[m.end() - 1], _said(m, said)), m.end()
        while (after := _GOES_ON.match(line, at)) and expression.takes(fields := _said(after, said)):
            expression.fields = fields | expression.fields
            expression.end, at = ends[after.end() - 1], after.end()
        open_end = expression.fields.keys() & {"hour", "month"}  # রাত ৮টা থেকে ১০টা, আগামী জুলাই বা আগস্টে
        if open_end and found and PATTERNS["until"].fullmatch(text.folded, found[-1].end, expression.start):
            shared = {k: v for k, v in found[-1].fields.items() if k in ("part", "by", "unit") and v != "day"}
            expression.fields = shared | expression.fields
        if expression.speaks(PATTERNS["of an event"].search(text.folded, expression.start - 40, expression.start)):
            found.append(expression)
    return found


def _said(m: re.Match[str], said: list[Any]) -> Fields:
    """What the groups of a piece say."""
    fields: Fields = {}
    for name in [name for name, tag in m.groupdict().items() if tag]:
        meaning = said[m.start(name)]
        fields |= meaning if isinstance(meaning, dict) else {name.rstrip("0123456789"): meaning}
        if name.startswith("away"):  # also আগের, which before a unit reckons from what was spoken of
            fields = {k: v for k, v in fields.items() if k != "spoken" or fields["by"] > 0} | {"away": 1}
    if fields.get("year", 100) < 100:
        fields["year"] += 1900 if fields["year"] >= 30 else 2000
    return fields
