"""Date expressions (timexes): which day, month, year, moment or interval they name, as ISO 8601.

Pieces that stand together make one expression (`timewords`); an expression is complete in itself, or resolved from the
article's own date or the day last spoken of (`Resolver`). What nothing fixes has an empty value.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from .lexicon import BUILTIN, Lexicon
from .numerals import PATTERNS
from .resolving import Resolver, first_day, stretch
from .script import Text, as_text
from .timewords import Calendar, Expression, calendar, expressions

_YEARLY = {"year", "year_to", "unit", "by", "spoken", "start", "event"}


@dataclass(frozen=True, slots=True)
class Timex:
    """A date expression; start and end are offsets into the stored text."""

    start: int
    end: int
    value: str  # ISO 8601, or "" where nothing fixes it
    precision: str  # year month week day minute second interval none
    anchor: str  # self published sentence none


def find_dates(text: Text | str, published: str = "", lexicon: Lexicon = BUILTIN) -> list[Timex]:
    """All date expressions of a text, in order, relative ones resolved from the article's own date.

    Raises ValueError if `published` is given and no ISO 8601 date.
    """
    text = as_text(text)
    words = calendar(lexicon)
    indian, bangladeshi = (any(w in text.folded for w in country) for country in words.countries)
    groups = expressions(text, lexicon)
    fiscal = [g.fields for g in groups if g.fields.get("unit") == "fiscal" and "spoken" not in g.fields]
    found = _Found(text, Resolver(published, indian and not bangladeshi, words.known, fiscal), words)
    for g in groups:
        found.add(g)
    return [Timex(*text.span(start, end), value, _precision(value), by) for start, end, value, by in found.spans]


class _Found:
    """The expressions of a text, one after the other, each read with what stands around it."""

    def __init__(self, text: Text, resolver: Resolver, words: Calendar) -> None:
        self.folded, self.resolver, self.words = text.folded, resolver, words
        self.spans: list[tuple[int, int, str, str]] = []  # start, end, value, anchor

    def add(self, g: Expression) -> None:
        """Reads the next expression; it may be the end of an interval that the last one begins."""
        before, last = [(0, 0, "", ""), (0, 0, "", ""), *self.spans[-2:]][-2:]
        if g.start < last[1]:  # within its last words: প্রথম ছয় মাসে
            return
        between = self.folded[last[1] : g.start]
        if PATTERNS["stop"].search(between):
            self.resolver.said = self.resolver.unsaid
        if "hour" in g.fields and PATTERNS["every day"].search(between):
            self.resolver.spoken["day"] = None
        moment = _precision(last[2]) == "minute"
        if moment and PATTERNS["counts until"].fullmatch(between):
            self.resolver.until = last[2]
        value, anchor, end = self._read(g)
        if not value and "spoken" in g.fields and g.fields.keys() & {"number", "days"}:  # so long after what?
            return
        begin = f"{last[2]}-01"[: len(value)] if len(last[2]) == 7 else last[2]  # জুলাই থেকে ৬ ডিসেম্বর
        joined = f"{begin}/{value}".strip("/")
        in_order = last[2][:10] <= value[:10] and "/" in joined and joined.count("/") == 1
        if not self.spans or (joined and not in_order) or not PATTERNS["until"].fullmatch(between):
            self.spans.append((g.start, end, value, anchor))
            return
        self.spans[-1] = last[0], end, joined, last[3]
        self.resolver.value = joined or self.resolver.value
        if moment:  # a bulletin's last 24 hours (গতকাল সকাল আটটা থেকে আজ সকাল আটটা পর্যন্ত)
            self.resolver.until = value
            if "/" in before[2] and self.folded[before[1] : last[0]].strip() == "(":
                self.spans[-2] = *before[:2], joined, before[3]

    def _read(self, g: Expression) -> tuple[str, str, int]:
        """Value, anchor and end of an expression, with what narrows it: the same time, the first six months."""
        if g.fields.keys() <= _YEARLY and (same := PATTERNS["same time"].match(self.folded, g.end)):
            return *self.resolver.read(g.fields, again=True), same.end()
        told = g.fields
        unfixed = not told.keys() & {"year", "by"} and ("unit" not in told or told.keys() & {"eve", "hour"})
        will = PATTERNS["will"].search(self.folded, g.start - 20, g.start)  # মেলা হবে মার্চে
        if unfixed and (will or PATTERNS["will be"].match(self.folded, g.end)):
            # A day is the nearest all the same; কাল is tomorrow, then.
            told = told | {"soon" if "day" in told else "ahead": 1} | ({"days": told["eve"]} if "eve" in told else {})
        value, anchor = self.resolver.read(told)
        part = PATTERNS["first part"].match(self.folded, g.end)
        if not part or not value:
            return value, anchor, g.end
        tag, n = self.words.read(part["number"] or "এক")
        if tag in ("d", "1", "r") and (len(value) != 7 or part.lastgroup in ("day", "week")):  # up to 31 of them
            with suppress(ValueError, OverflowError):  # no calendar has it
                value = self.resolver.value = stretch(first_day(value), n, str(part.lastgroup))
        return value, anchor, part.end()


def _precision(value: str) -> str:
    if "/" in value:
        a, b = map(first_day, value.split("/"))
        return "week" if (b - a).days == 6 and a.weekday() == 0 else "interval"
    return {0: "none", 4: "year", 7: "month", 10: "day", 16: "minute"}.get(len(value), "second")


def publication_date(text: Text | str, given: str = "", lexicon: Lexicon = BUILTIN) -> tuple[str, str]:
    """The article's own date as ISO 8601 and where it is from: metadata (`given`), text, inferred, none.

    Its date line is one that says little else, near the head. Failing that, a weekday with a day and month fixes the
    year where only one year within a year of the latest one named fits; where no month is named with that year or the
    one before, it may be the year of a law, an award, a revolt, and says nothing.
    """
    text = as_text(given or text)
    groups = expressions(text, lexicon)
    for g in groups:
        if {"year", "month", "day"} <= g.fields.keys() and (given or (g.end < 700 and _own_line(text, g))):
            return Resolver("").read(g.fields)[0], "metadata" if given else "text"
    said = [g.fields for g in groups]
    latest = max((int(f["year"]) for f in said if f.get("year", 0) > 1990), default=0)
    stated = any("month" in f and 0 < latest <= f.get("year", 0) + 1 for f in said)
    for f in (f for f in said if stated and "year" not in f and {"weekday", "month", "day"} <= f.keys()):
        for year in (latest, latest - 1, latest + 1):
            day = Resolver("").read(f | {"year": year})[0][:10]
            if day and first_day(day).weekday() == f["weekday"]:
                return day, "inferred"
    return "", "none"


def _own_line(text: Text, g: Expression) -> bool:
    """Whether the expression's line says little else than the date, or names it the date of publication."""
    rest = text.folded[: g.start].rpartition("\n")[2] + text.folded[g.end :].partition("\n")[0]
    labelled = PATTERNS["label of date"].search(text.folded, max(0, g.start - 40), g.start)
    return bool(labelled) or (len(rest) <= 120 and "।" not in rest)
