"""Date expressions (timexes): which day, month, year, moment or interval they name, as ISO 8601.

Pieces that stand together make one expression (`_groups`); an expression is complete in itself, or is resolved from the
article's own date or from the day last spoken of (`Resolver`). What nothing fixes has an empty value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .lexicon import BUILTIN, Lexicon
from .numerals import PATTERNS
from .resolving import Resolver, parsed
from .script import Text, as_text
from .timewords import Expression, expressions

_HEAD = 700  # characters from the start in which a date line may stand
_BARE = ({"month", "calendar"}, {"weekday"})
_YEARLY = {"year", "year_to", "unit", "direction", "fiscal"}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_CLOCK = {"part", "hour", "minute", "shift", "sure"}


@dataclass(frozen=True, slots=True)
class Timex:
    """A date expression; start and end are offsets into the stored text."""

    start: int
    end: int
    value: str  # ISO 8601, or "" where nothing fixes it
    precision: str  # year month week day minute second interval none
    anchor: str  # self published sentence none


def find_dates(text: Text | str, published: str = "", lexicon: Lexicon = BUILTIN) -> list[Timex]:
    """All date expressions of a text, in order, relative ones resolved from the article's own date (`published`)."""
    text = as_text(text)
    groups = expressions(text, lexicon)
    own_year = any(g.fields.get("calendar") == "bengali" or "fiscal" in g.fields for g in groups)
    resolver = Resolver(published, own_year and _is_indian(text.folded, lexicon))
    spans: list[tuple[int, int, str, str]] = []
    for k, g in enumerate(groups):
        spanned = spans and PATTERNS["until"].fullmatch(text.folded, spans[-1][1], g.start)
        if spans and g.start < spans[-1][1]:
            continue
        if not k or PATTERNS["stop"].search(text.folded, groups[k - 1].end, g.start):
            resolver.said = resolver.fiscal = None
        if (
            spans
            and _MOMENT.fullmatch(spans[-1][2])
            and PATTERNS["counts until"].fullmatch(text.folded, spans[-1][1], g.start)
        ):
            resolver.until = spans[-1][2]
        same = PATTERNS["same time"].match(text.folded, g.end) if g.fields.keys() <= _YEARLY else None
        ahead = g.fields.keys() - _CLOCK in _BARE and PATTERNS["will be"].match(text.folded, g.end)
        again = "" if not same else "day" if same["day"] else "period"
        value, anchor = resolver.read(g.fields | {"ahead": True} if ahead else g.fields, again)
        end = same.end() if same else g.end
        if not value and g.fields.get("unit") == "day" and not g.fields.keys() & {"days", "number"}:
            continue
        if spanned and (joined := _interval(spans[-1], value)):
            spans[-1] = (spans[-1][0], end, joined, spans[-1][3])
            resolver.period = joined
            resolver.until = value if "T" in joined.split("/")[0] else resolver.until
        else:
            spans.append((g.start, end, value, anchor))
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
        a, b = (parsed(v) for v in value.split("/"))
        return "week" if a and b and (b - a).days == 6 and a.weekday() == 0 else "interval"
    return {0: "none", 4: "year", 7: "month", 10: "day", 16: "minute"}.get(len(value), "second")


def publication_date(text: Text | str, given: str = "", lexicon: Lexicon = BUILTIN) -> tuple[str, str]:
    """The article's own date as ISO 8601 and where it is from: metadata (`given`), text, inferred, none.

    Its date line is one that says little else, near the head. Failing that, a weekday with a day and month fixes the
    year where only one year within a year of the latest one named fits; years of laws and awards do not count.
    """
    text = as_text(given or text)
    groups = expressions(text, lexicon)
    for g in groups:
        if {"year", "month", "day"} <= g.fields.keys() and (given or (g.end < _HEAD and _own_line(text, g))):
            return Resolver("").read(g.fields)[0], "metadata" if given else "text"
    fixed = _fixed_by_weekday(groups)
    return (fixed, "inferred") if fixed else ("", "none")


def _own_line(text: Text, g: Expression) -> bool:
    """Whether the expression's line says little else than the date, or names it the date of publication."""
    if PATTERNS["label of date"].search(text.folded, max(0, g.start - 40), g.start):
        return True
    start = text.folded.rfind("\n", 0, g.start) + 1
    end = text.folded.find("\n", g.end)
    rest = text.folded[start : g.start] + text.folded[g.end : end if end >= 0 else len(text.folded)]
    return len(re.sub(r"[\W\d]", "", rest)) <= 70 and "।" not in rest


def _fixed_by_weekday(groups: Sequence[Expression]) -> str:
    """The article's day from the first weekday with day and month, where the text fixes the year."""
    said = [g.fields for g in groups if g.fields.get("year", 0) > 1990]
    latest = max((int(f.get("year_to") or f["year"]) for f in said), default=0)
    for f in [g.fields for g in groups if latest]:
        if {"weekday", "month", "day"} <= f.keys() and not f.keys() & {"year", "direction"}:
            days = [Resolver("").read(f | {"year": year})[0][:10] for year in (latest - 1, latest, latest + 1)]
            fits = [day for day in days if day and date.fromisoformat(day).weekday() == f["weekday"]]
            if len(fits) == 1:
                return fits[0]
    return ""
