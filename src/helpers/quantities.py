"""Quantities: a number with its modifiers, classifier and unit, and what looks like one but is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from .lexicon import BUILTIN, Lexicon, Row
from .numerals import TAIL, Numeral, Reader, joined, read_numeral, reader
from .script import Text, Token, as_text

if TYPE_CHECKING:
    from .dates import Timex
    from .entities import Mention

_GENITIVE = re.compile(r".*(?:র|এর)(?:ও|ই)?")
_CLASSIFIER = re.compile(r"(?:জন|টি|টা|খানা|পিস|কপি|রাউন্ড|দফা|বার|গুণ)(?:ের|র|কে|তে|ে|টি|ই|ও|েরও|রও)*")
_ENDING = re.compile(r"(?:এর|র|ের)(?:ও|ই)?")
_SIGNS = {"$": "USD", "৳": "BDT", "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY"}
_SPAN = ("থেকে", "হতে", "-", "/", "বা", "কিংবা", "অথবা", "—")
_LISTED = {",", "ও", "এবং", "-"}
_WESTERN = (10**6, 10**9, 10**12)
_YEARS = range(1700, 2101)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its modifiers and its classifier or unit; start and end are offsets into the stored text.

    `low` and `high` are inclusive bounds, exact; None is "no bound". The values of kind, modifier and unit are those of
    the README's data dictionary.
    """

    start: int
    end: int
    kind: str  # count money percent measure duration age ordinal
    low: Decimal | None
    high: Decimal | None
    modifier: str  # exact about more_than at_least less_than up_to range vague
    unit: str = ""


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The lexicon, compiled."""

    words: Reader
    units: dict[str, Row]
    modifiers: dict[str, tuple[str, str]]
    roles: dict[str, str]


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    return _Grammar(
        reader(lexicon),
        {r["word"]: r for r in lexicon.rows("units")},
        {r["word"]: (r["modifier"], r["where"]) for r in lexicon.rows("modifiers")},
        {r["word"]: r["role"] for r in lexicon.rows("not_figures")},
    )


@dataclass(slots=True)
class _Draft:
    """A quantity while it is read: tokens[first:last] and what has been found of it."""

    first: int
    last: int
    number: Numeral
    value: Decimal
    upper: Decimal | None = None
    kind: str = "count"
    unit: str = ""
    modifier: str = ""
    tail: str = ""
    classified: bool = False


def find_quantities(text: Text | str, lexicon: Lexicon = BUILTIN) -> list[Quantity]:
    """All number expressions of a text, in order and without overlap; see `settle` for dates and names."""
    text = as_text(text)
    scan = _Scan(text.folded, text.tokens, _grammar(lexicon))
    return [_quantity(text, scan.tokens, d) for d in scan.read()]


def _quantity(text: Text, tokens: Sequence[Token], d: _Draft) -> Quantity:
    start, end = text.span(tokens[d.first].start, tokens[d.last - 1].end)
    low: Decimal | None = d.value
    high: Decimal | None = d.upper if d.upper is not None else d.value
    modifier = "range" if d.upper is not None else d.modifier or "exact"
    if modifier in ("more_than", "at_least", "vague"):
        high = None
    elif modifier in ("less_than", "up_to"):
        low = None
    return Quantity(start, end, d.kind, low, high, modifier, d.unit)


class _Scan:
    """One pass over the tokens."""

    def __init__(self, folded: str, tokens: Sequence[Token], grammar: _Grammar) -> None:
        self.folded, self.tokens, self.grammar = folded, tokens, grammar

    def read(self) -> list[_Draft]:
        """The drafts that stand."""
        found: list[_Draft] = []
        i, done, declined = 0, 0, False
        while i < len(self.tokens):
            number = read_numeral(self.folded, self.tokens, i, self.grammar.words)
            if number is None:
                i += 1
                continue
            draft = self._expression(number)
            if self._declined(draft) or (declined and {self.form(k) for k in range(done, i)} <= _LISTED):
                declined = self._label(draft) or declined  # ক্রমিক ২, ৩ ও ৪: a label goes for the whole list
            else:
                declined = False
                self._before(draft, done)
                self._money(draft, found)
                found.append(draft)
            i = done = max(draft.last, number.last)
        return [d for k, d in enumerate(found) if d.value != 1 or self._one(found, k)]

    def form(self, i: int) -> str:
        """The token's form, "" beyond the ends."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def role(self, i: int) -> str:
        """What not_figures.csv says of the token."""
        return self.grammar.roles.get(self.form(i), "")

    def follows(self, i: int) -> bool:
        """Whether token i continues the expression that ends before it."""
        return 0 < i < len(self.tokens) and joined(self.folded, self.tokens[i - 1], self.tokens[i])

    def _expression(self, number: Numeral) -> _Draft:
        draft = _Draft(number.first, number.last, number, number.value, tail=number.tail)
        draft.modifier = {"vague": "vague", "more": "more_than"}.get(number.role, "")
        if number.role == "vague" or self._doubled(draft):
            draft.modifier = "vague"
        draft.kind = {"ordinal": "ordinal", "fraction": "percent"}.get(number.role, "count")
        draft.unit = "percent" if draft.kind == "percent" else ""
        self._unit(draft)
        if draft.kind not in ("ordinal",):
            self._range(draft)
            self._second_part(draft)
        self._sign(draft)
        self._after(draft)
        self._age(draft)
        return draft

    def _doubled(self, d: _Draft) -> bool:
        """হাজার হাজার, শত শত: a bare scale said twice is a vague magnitude."""
        first = self.tokens[d.first]
        if d.last - d.first == 2 and self.form(d.first) == self.form(d.first + 1) and d.number.coefficient == 1:
            d.value = self.grammar.words.words[first.form][0]
            return True
        return False

    def _unit(self, d: _Draft) -> None:
        """Takes the classifier and the unit behind the number into the draft."""
        glued = d.tail.removeprefix("'")
        if glued and self._as_unit(d, glued):
            return
        for n in (2, 1):
            if d.tail or not self.follows(d.last) or (n == 2 and not self.follows(d.last + 1)):
                continue
            if self._as_unit(d, " ".join(self.form(d.last + k) for k in range(n))):
                d.last += n
                return
        d.classified = bool(d.tail and (m := TAIL.fullmatch(d.tail)) and m["classifier"])
        if not d.tail and self.follows(d.last) and _CLASSIFIER.fullmatch(self.form(d.last)):
            d.tail, d.classified = self.form(d.last), True
            d.last += 1
        if self.follows(d.last + 1) and self.form(d.last) == "-" and _ENDING.fullmatch(self.form(d.last + 1)):
            d.tail, d.last = self.form(d.last + 1), d.last + 2
        elif self.follows(d.last) and not _GENITIVE.fullmatch(d.tail) and re.fullmatch("এর(?:ও|ই)?", self.form(d.last)):
            d.tail, d.last = self.form(d.last), d.last + 1

    def _as_unit(self, d: _Draft, words: str) -> bool:
        units = self.grammar.units
        for end in range(len(words), 0, -1):
            if (row := units.get(words[:end])) and TAIL.fullmatch(words[end:]):
                d.kind, d.unit, d.tail = row["kind"], row["unit"], words[end:]
                if row["part"] != "1":
                    d.value *= Decimal(row["part"])
                return True
        return False

    def _range(self, d: _Draft) -> None:
        """A second number behind থেকে, a hyphen, a slash or বা: a range where it is the larger one."""
        j = d.last
        if self.form(j) not in _SPAN or not joined(self.folded, self.tokens[j - 1], self.tokens[j]) or d.modifier:
            return
        if self.form(j) in ("-", "/", "—") and d.tail and not d.unit:
            return
        second = read_numeral(self.folded, self.tokens, j + 1, self.grammar.words) if self.follows(j + 1) else None
        if second is None or second.role in ("ordinal", "vague"):
            return
        other = _Draft(second.first, second.last, second, second.value, tail=second.tail)
        self._unit(other)
        low = d.value
        if d.number.scale == 1 and second.scale > 1 and low < second.coefficient and not d.unit:
            low *= second.scale
        if (d.unit and other.unit and d.unit != other.unit and not self._same_units(d, other)) or (
            d.unit and not other.unit
        ):
            return
        if d.unit and d.unit != other.unit:  # ছয় মাস থেকে এক বছর: in the smaller unit
            other.value, other.unit = other.value * 12, d.unit
        if low >= other.value or self.role(other.last) == "score":
            return
        if self.form(j) in ("-", "/") and low in _YEARS and not other.unit and not other.classified:
            return
        d.value, d.upper, d.last, d.tail = low, other.value, other.last, other.tail
        d.kind, d.unit, d.classified = other.kind, other.unit, other.classified or d.classified

    def _same_units(self, a: _Draft, b: _Draft) -> bool:
        return (a.unit, b.unit) == ("month", "year")

    def _second_part(self, d: _Draft) -> None:
        """৫ টাকা ২১ পয়সা: one amount."""
        if d.kind != "money" or d.tail or not self.follows(d.last) or d.upper is not None:
            return
        second = read_numeral(self.folded, self.tokens, d.last, self.grammar.words)
        if second is None or not 0 < second.value < 100:
            return
        part = _Draft(second.first, second.last, second, second.value, tail=second.tail)
        self._unit(part)
        if part.unit == d.unit and part.value < 1:
            d.value, d.last, d.tail = d.value + part.value, part.last, part.tail

    def _money(self, d: _Draft, found: Sequence[_Draft]) -> None:
        """৩ বিলিয়ন where the sum before was in dollars: an amount in the same currency, as these scales count little else."""
        before = next((x for x in reversed(found[-4:]) if x.kind == "money"), None)
        if (
            d.kind == "count"
            and d.number.scale in _WESTERN
            and not d.classified
            and before
            and before.number.scale in _WESTERN
        ):
            d.kind, d.unit = "money", before.unit

    def _sign(self, d: _Draft) -> None:
        """$ or ৳ before the number."""
        sign = _SIGNS.get(self.form(d.first - 1)) if d.first else None
        if sign and not d.unit and self.tokens[d.first].start - self.tokens[d.first - 1].end <= 1:
            d.kind, d.unit, d.first = "money", sign, d.first - 1

    def _after(self, d: _Draft) -> None:
        """The modifier behind: -এরও বেশি only behind a genitive, পর্যন্ত and ছাড়িয়ে behind anything."""
        modifier, where = self.grammar.modifiers.get(self.form(d.last), ("", ""))
        if not self.follows(d.last) or where not in ("genitive", "after"):
            return
        if where == "genitive" and not _GENITIVE.fullmatch(d.tail):
            return
        if d.kind == "ordinal" or (
            where == "after" and modifier == "up_to" and d.kind == "count" and not d.classified and d.number.scale == 1
        ):
            return
        d.modifier, d.last = modifier, d.last + 1

    def _age(self, d: _Draft) -> None:
        """৩৪ বছর বয়সী, ১৭ বছরের তরুণ, বয়স ৩৫ বছর; (৩৬) behind a name."""
        if d.unit == "year" and d.kind == "duration":
            if self.role(d.last) == "age":
                d.kind = "age"
                d.last += 1 if self.follows(d.last) else 0
            elif self.role(d.first - 1) == "age" or (_GENITIVE.fullmatch(d.tail) and self.role(d.last) == "person"):
                d.kind = "age"
        whole = (
            d.number.role == "digits" and d.value == int(d.value) and 0 < d.value <= 110 and not d.tail and not d.unit
        )
        if (
            whole
            and self.form(d.first - 1) == "("
            and self.form(d.last) == ")"
            and self.form(d.first - 2)[-1:].isalpha() | ("\u0981" <= self.form(d.first - 2)[-1:] <= "\u09d7")
        ):
            d.kind, d.unit = "age", "year"

    def _before(self, d: _Draft, done: int) -> None:
        """The modifier in front, nearest first: অন্তত, প্রায়; of two the bound outweighs "about"."""
        while d.first > done and self.follows(d.first):
            modifier, where = self.grammar.modifiers.get(self.form(d.first - 1), ("", ""))
            if where != "before":
                return
            if d.modifier in ("", "about") or (d.modifier == "vague" and modifier == "at_least"):
                d.modifier = modifier
            d.first -= 1

    def _declined(self, d: _Draft) -> bool:
        """What is a year, a clock time, a label, a part of a name or a code, and so no quantity."""
        return self._year(d) or self._clock(d) or self._label(d) or self._code(d) or self._not_meant(d)

    def _year(self, d: _Draft) -> bool:
        bare = not d.unit and not d.classified and d.number.scale == 1 and "," not in self.form(d.number.first)
        if bare and self.role(d.last) == "year":
            return True
        return bare and d.number.role == "digits" and d.value in _YEARS and d.upper is None and d.value > 1799

    def _clock(self, d: _Draft) -> bool:
        start, end = self.tokens[d.first].start, self.tokens[d.number.last - 1].end
        if re.fullmatch(
            "[0-9০-৯]:[0-9০-৯]", self.folded[start - 2 : start] + self.folded[start : start + 1]
        ) or re.match("[0-9০-৯]:[0-9০-৯]", self.folded[end - 1 : end + 2]):
            return True
        if d.unit == "minute" and self.form(d.first - 1) in ("টা", "টার"):
            return True
        if d.value > 24:
            return False
        told = "clock" in (self.role(d.first - 1), self.role(d.first - 2)) and not d.unit
        return d.tail.startswith("টা") and (told or self.role(d.last) == "clock_after" or d.tail in ("টায়", "টায়ও"))

    def _label(self, d: _Draft) -> bool:
        if d.unit or d.classified or d.number.scale > 1:
            return False
        beside = (self.role(d.first - 1), self.role(d.last))
        return "label" in beside or beside[1] == "name" or (d.kind == "ordinal" and self.form(d.last).startswith("আলো"))

    def _code(self, d: _Draft) -> bool:
        """Numbers in names (জি-২০), phone numbers, list numbers, versions and dates like ১৩.০৭.২০২৫."""
        before, form = self.form(d.first - 1), self.form(d.number.first)
        start, end = self.tokens[d.first].start, self.tokens[d.number.last - 1].end
        if d.number.role == "digits":
            glued = self.folded[max(0, start - 2) : start]
            if len(glued) == 2 and glued[1] in "-.@/_#&" and (glued[0].isalnum() or "\u0981" <= glued[0] <= "\u09d7"):
                chained = glued[1] != "-" or re.search("[-/.][0-9০-৯]+-$", self.folded[max(0, start - 12) : start])
                return bool(chained) if glued[0].isdigit() else not (d.unit or d.classified)
            if start and self.folded[start - 1].isalpha() and self.folded[start - 1] < "\u0980":
                return True
            if not d.unit and ((len(form) > 1 and form[0] in "0০" and form[1] not in ".,") or len(form) > 9):
                return True
            line = (
                self.folded[:start].rpartition("\n")[2] if start < 4 or "\n" in self.folded[start - 3 : start] else "x"
            )
            if not line.strip() and self.form(d.last) in (".", ")", "।") and not d.unit:
                return True
        glued_on = self.form(d.number.last)
        if d.number.role == "digits" and not d.unit and self.folded[end : end + 1].isalpha() and len(glued_on) < 3:
            return True
        after = self.folded[end : end + 2]
        return len(after) == 2 and after[0] in "-/" and after[1].isalpha() and after[1] < "\u0980" and before != "-"

    def _not_meant(self, d: _Draft) -> bool:
        """নয় "is not", বার "times", আধ without a unit, a bound form without its classifier."""
        if d.number.role in ("doubtful", "bound"):
            times = d.tail.startswith("বার")
            return times or not (d.unit or d.classified or d.upper is not None)
        if d.number.role == "ordinal":
            return d.tail in ("ে", "ত", "েই")
        word = self.form(d.first)
        if word == "লক্ষ" and d.last - d.first == 1 and self.form(d.last).startswith(("কর", "রাখ")):
            return True
        return word in ("শত", "সহস্র", "শ", "শো") and d.last - d.first == 1 and not d.classified and not d.modifier

    def _one(self, found: Sequence[_Draft], k: int) -> bool:
        """Whether এক, একটি, একজন is "one" rather than "a": with a unit, of a group, in a list of counts, or of the harmed."""
        d = found[k]
        if (
            d.number.role == "digits"
            or d.unit
            or d.kind == "ordinal"
            or d.modifier
            or d.upper is not None
            or d.number.scale > 1
        ):
            return True
        whose = d.first - 2 if self.form(d.first - 1) == "মধ্যে" else d.first - 1
        if self.role(whose) == "one_after" or self._listed(found, k):
            return True
        ahead = [self.role(i) for i in range(d.last, d.last + 3)]
        return not d.tail.startswith(("টি", "টা")) and "one" in (self.role(d.first - 1), *ahead)

    def _listed(self, found: Sequence[_Draft], k: int) -> bool:
        """Another count in the same clause: চারটির একটি; ২টি মনিটর ও একটি ল্যাপটপ."""
        d = found[k]
        for other in found[max(0, k - 1) : k] + found[k + 1 : k + 2]:
            first, second = sorted((d, other), key=lambda x: x.first)
            between = [self.form(i) for i in range(first.last, second.first)]
            near = len(between) <= 5 and not {"।", "?", "!", ";"} & set(between)
            partitive = (
                first is other
                and len(between) < 3
                and (other.classified or other.number.role == "cardinal")
                and _GENITIVE.fullmatch(between[-1] if between else other.tail)
            )
            if near and other.kind == "count" and (partitive or {",", "ও", "এবং", "আর"} & set(between)):
                return True
        return False


def settle(quantities: Sequence[Quantity], dates: Sequence[Timex], mentions: Sequence[Mention]) -> list[Quantity]:
    """The quantities that stand beside dates and names.

    A date or a name beats a number; but গত ২৪ ঘণ্টা is a duration and, because it places something in time, an interval too.
    A duration of years right before a person's name is an age.
    """
    taken = sorted(
        (x.start, x.end, "duration" if getattr(x, "precision", "") in _RELATIVE else "") for x in (*dates, *mentions)
    )
    starts = [t[0] for t in taken]
    longest = max((e - s for s, e, _ in taken), default=0)
    people = {m.start for m in mentions if m.type == "PER"}
    stand = []
    for q in quantities:
        i = bisect_left(starts, q.start - longest)
        over = (
            [t for t in taken[i:] if t[0] < q.end and q.start < t[1]] if i < len(taken) and taken[i][0] < q.end else []
        )
        if not over or (q.kind == "duration" and all(t[2] for t in over)):
            named = q.kind == "duration" and q.unit == "year" and people & {q.end + 1, q.end + 2}
            stand.append(replace(q, kind="age") if named else q)
    return stand


_RELATIVE = {"interval", "none", "day", "year", "month"}

__all__ = ["Quantity", "find_quantities", "settle"]
