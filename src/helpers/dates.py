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
from .resolving import Resolver, parsed
from .script import Text, as_text
from .timewords import SPANNED, Expression, expressions

_SENTENCE = re.compile("[।?!\n]")
_HEAD = 700  # characters from the start in which a date line may stand
_LABEL = "প্রকাশ(?:িত|কাল|ের)?|আপডেট|হালনাগাদ|Publish(?:ed)?|Updated?"
_PUBLISHED = re.compile(rf"(?:{_LABEL})(?: সময়)?\s*[:ঃ|,-]+[^\n।০-৯0-9]{{0,20}}\Z")
# A month or a weekday alone is the next one where the sentence ends in the future, with no verb of the past between;
# not জুলাইয়ের শক্তি, an event's name.
_AHEAD = re.compile(
    "(?:(?<!ের)|(?= (?:মধ্যে|শুরু|শেষ|প্রথম|দ্বিতীয়|গোড়া|আগে)))(?:(?!(?:ছেন?|ছিল|লেন|তেন|জানায়|জানান)[ ,])[^।?!\n]){0,110}"
    "(?:(?<!হিসে)(?<!ভা)বে(?:ন)?[’”'\"]*[।!]|ার কথা(?:।| আছে| রয়েছে| ছিল))"
)
_BARE = ({"month", "calendar"}, {"weekday"})
_CLOCK = {"part", "hour", "minute", "shift", "sure"}
_LAW = re.compile(r"আইন|আদেশ|অধ্যাদেশ|বিধিমালা|সংবিধান|সনদ|পুরস্কার|পদক|অ্যাক্ট|কনভেনশন")


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
        spanned = spans and SPANNED.fullmatch(text.folded, spans[-1][1], g.start)
        if not k or _SENTENCE.search(text.folded, groups[k - 1].end, g.start):
            resolver.said = None
        will = _AHEAD.match(text.folded, g.end) or text.folded.endswith(("বে ", "বেন "), 0, g.start)  # হবে বুধবার
        ahead = g.fields.keys() - _CLOCK in _BARE and will
        value, anchor = resolver.read(g.fields | {"ahead": True} if ahead else g.fields)
        told = spans and spans[-1][1] == groups[k - 1].end and text.folded[spans[-1][1] : g.start] in (" ", ", ")
        if told and value and groups[k - 1].fields.keys() == {"direction", "unit"} and len(spans[-1][2]) == 10:
            spans[-1] = (*spans[-1][:2], value[:10], anchor)  # এর পরদিন শুক্রবার: one day, told twice
        if not value and g.fields.get("unit") == "day" and not g.fields.keys() & {"days", "number"}:
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
    fixed = _fixed_by_weekday(text, groups)
    return (fixed, "inferred") if fixed else ("", "none")


def _own_line(text: Text, g: Expression) -> bool:
    """Whether the expression's line says little else than the date, or names it the date of publication."""
    if _PUBLISHED.search(text.folded, max(0, g.start - 40), g.start):
        return True
    start = text.folded.rfind("\n", 0, g.start) + 1
    end = text.folded.find("\n", g.end)
    rest = text.folded[start : g.start] + text.folded[g.end : end if end >= 0 else len(text.folded)]
    return len(re.sub(r"[\W\d]", "", rest)) <= 70 and "।" not in rest


def _fixed_by_weekday(text: Text, groups: Sequence[Expression]) -> str:
    """The article's day from the first weekday with day and month, where the text fixes the year."""
    named = [g for g in groups if g.fields.get("year", 0) > 1990]
    said = [g.fields for g in named if not _LAW.search(text.folded, max(0, g.start - 40), g.end + 20)]
    latest = max((int(f.get("year_to") or f["year"]) for f in said), default=0)
    for f in [g.fields for g in groups if latest]:
        if {"weekday", "month", "day"} <= f.keys() and not f.keys() & {"year", "direction"}:
            days = [Resolver("").read(f | {"year": year})[0][:10] for year in (latest - 1, latest, latest + 1)]
            fits = [day for day in days if day and date.fromisoformat(day).weekday() == f["weekday"]]
            if len(fits) == 1:
                return fits[0]
    return ""
