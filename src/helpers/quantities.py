"""Quantities: a number with its modifiers, classifier and unit, and what looks like one but is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from .declined import GENITIVE, Draft, Judge
from .lexicon import BUILTIN, Lexicon, Row
from .numerals import TAIL, Numeral
from .script import Text, as_text

if TYPE_CHECKING:
    from .dates import Timex
    from .entities import Mention

_CLASSIFIER = re.compile(r"(?:জন|টি|টা|খানা|পিস|কপি|রাউন্ড|দফা|বার|গুণ)(?:ের|র|কে|তে|টি|য়|ে|সহ|ই|ও)*")
_ENDING = re.compile(r"(?:এর|র|ের)(?:ও|ই)?")
_OF = re.compile("এর(?:ও|ই)?")
_SIGNS = {"$", "৳", "€", "£", "₹", "¥", "Tk", "BDT", "USD", "Rs", "মাইনাস", "শতকরা"}
_SAID = {"vague": "vague", "more": "more_than", "over": "more_than", "approx": "about"}
_SPAN = ("থেকে", "হতে", "-", "/", "বা", "কিংবা", "অথবা", "—")
_LISTED = {",", "ও", "এবং", "-"}
_WESTERN = (10**6, 10**9, 10**12)


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


@cache
def _grammar(lexicon: Lexicon) -> tuple[dict[str, Row], dict[str, tuple[str, str]]]:
    """Units and modifiers of a lexicon."""
    modifiers = {r["word"]: (r["modifier"], r["where"]) for r in lexicon.rows("modifiers")}
    return {r["word"]: r for r in lexicon.rows("units")}, modifiers


def find_quantities(text: Text | str, lexicon: Lexicon = BUILTIN) -> list[Quantity]:
    """All number expressions of a text, in order and without overlap; see `settle` for dates and names."""
    text = as_text(text)
    return [_quantity(text, d) for d in _Scan(text, lexicon).read()]


def _exact(value: Decimal) -> Decimal:
    """The same value without the zeros that multiplying left behind the point."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _quantity(text: Text, d: Draft) -> Quantity:
    _, starts, ends = text.cut
    low: Decimal | None = _exact(d.value)
    high: Decimal | None = _exact(d.upper if d.upper is not None else d.value)
    modifier = "range" if d.upper is not None else d.modifier or "exact"
    if modifier in ("more_than", "at_least", "vague"):
        high = None
    elif modifier in ("less_than", "up_to"):
        low = None
    return Quantity(*text.span(starts[d.first], ends[d.last - 1]), d.kind, low, high, modifier, d.unit)


class _Scan(Judge):
    """One pass over the tokens."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.units, self.modifiers = _grammar(lexicon)

    def read(self) -> list[Draft]:
        """The drafts that stand."""
        found: list[Draft] = []
        done, declined = 0, False
        for i in [i for i, word in enumerate(self.words) if word]:
            number = self.numeral(i) if i >= done else None
            if number is None:
                continue
            draft = self._expression(number)
            twice = found and found[-1].last == draft.first and self.forms[draft.first] == "চার"  # ৭ চার ও ২ ছক্কা
            if (
                twice
                or self.declined(draft)
                or (declined and draft.bare and done < i and {*self.forms[done:i]} <= _LISTED)
            ):
                # ক্রমিক ২, ৩ ও ৪; ঢাকা-৪ ও ৬ আসন: a label goes for the whole list
                declined = self.labelled(draft) or self.coded(draft) or declined
                while self.role(draft.last) == "label" and found and self._listed_with(found[-1], draft):
                    draft.first = found.pop().first  # ৩০২, ৩৪ ও ১০৯ ধারা
            else:
                declined = False
                self._before(draft, done)
                self._money(draft, found)
                found.append(draft)
            done = max(draft.last, number.last)
        return [d for k, d in enumerate(found) if d.value != 1 or self.counted_one(found, k)]

    def _draft(self, number: Numeral) -> Draft:
        draft = Draft(number.first, number.last, number, number.value, tail=number.tail.removeprefix("'"))
        draft.modifier = _SAID.get(number.role, "")
        if number.role == "over":
            draft.kind, draft.unit = "age", "year"
            return draft
        draft.kind = {"ordinal": "ordinal", "fraction": "percent"}.get(number.role, "count")
        draft.unit = "percent" if draft.kind == "percent" else ""
        if draft.kind != "ordinal":
            self._unit(draft)
        return draft

    def _expression(self, number: Numeral) -> Draft:
        draft = self._draft(number)
        if draft.kind != "ordinal":
            self._range(draft)
            self._second_part(draft)
        self._sign(draft)
        self._after(draft)
        self._age(draft)
        return draft

    def _unit(self, d: Draft) -> None:
        """Takes the classifier and the unit behind the number into the draft."""
        if d.tail and self._as_unit(d, d.tail):
            return
        if d.number.role == "approx" and self.next(d.first):  # বছর দশেক, জনা বিশেক: the unit stands before
            d.classified = self.forms[d.first - 1] == "জনা"
            d.first -= d.classified or self._as_unit(d, self.forms[d.first - 1])
            return
        follows = self.next(d.last)
        if follows and not d.tail:
            for n in (2, 1) if self.next(d.last + 1) else (1,):
                glued = self.forms[d.last] == "-"  # এক-তৃতীয়াংশ
                if self._as_unit(d, " ".join(self.forms[d.last + glued : d.last + n])):
                    d.last += n
                    return
        d.classified = bool(d.tail and (m := TAIL.fullmatch(d.tail)) and m["classifier"])
        if follows and not d.tail and _CLASSIFIER.fullmatch(self.forms[d.last]):
            d.tail, d.classified = self.forms[d.last], True
            d.last += 1
        if self.forms[d.last] == "-" and self.next(d.last + 1) and _ENDING.fullmatch(self.forms[d.last + 1]):
            d.tail, d.last = self.forms[d.last + 1], d.last + 2
        elif self.next(d.last) and not GENITIVE.fullmatch(d.tail) and _OF.fullmatch(self.forms[d.last]):
            d.tail, d.last = self.forms[d.last], d.last + 1

    def _as_unit(self, d: Draft, words: str) -> bool:
        for end in range(min(len(words), 30), 0, -1):  # a longer word is no unit
            if (row := self.units.get(words[:end])) and TAIL.fullmatch(words[end:]):
                whole = d.value == d.value.to_integral_value()
                if row["word"] == "ভাগ" and ((d.value < 10 and whole) or words.endswith("ভাগে")):  # two parts
                    return False
                d.kind, d.unit, d.tail = row["kind"], row["unit"], words[end:]
                if row["part"] != "1":
                    d.value = round(d.value * Decimal(row["part"]), 2)
                return True
        return False

    def _range(self, d: Draft) -> None:
        """A second number behind থেকে, a hyphen, a slash or বা: a range where it is the larger one."""
        beside = d.number.role == "cardinal" and d.bare and self.word(d.last)  # চার পাঁচ জন
        mark, i = ("-", d.last) if beside else (self.forms[d.last], d.last + 1)
        if mark not in _SPAN or not self.next(d.last) or not self.next(i) or d.modifier:
            return
        second = self.numeral(i)
        if second is None or second.role in ("ordinal", "vague") or (mark in "-/—" and d.tail and not d.unit):
            return
        other, low = self._draft(second), d.value
        if d.number.scale == 1 and second.scale > 1 and low < second.coefficient and not d.unit:
            low *= second.scale
        if d.unit and d.unit != other.unit:
            if (d.unit, other.unit) != ("month", "year"):
                return
            other.value, other.unit = other.value * 12, d.unit  # ছয় মাস থেকে এক বছর: in the smaller unit
        if (low, other.value, mark) == (2, 1, "-") and not d.digits:  # দু-একজন
            low, other.value = other.value, low
        apart = second.coefficient > d.value + 10 or not (other.classified or other.unit or second.scale > 1)
        if low >= other.value or self._scored(other.last) or (beside and apart):
            return
        if mark in "-/" and 1700 <= low <= 2100 and other.bare:  # years
            return
        d.value, d.upper, d.last, d.tail = low, other.value, other.last, other.tail
        d.kind, d.unit, d.classified = other.kind, other.unit, other.classified or d.classified

    def _scored(self, i: int) -> bool:
        """Whether the list that goes on at token i is one of scores: ৩-৬, ৬-৪, ৭-৫ গেমে."""
        for j in range(i, min(i + 20, len(self.forms))):
            if not self.forms[j].isdecimal() and self.forms[j] not in _LISTED:
                return self.role(j) == "score"
        return False

    def _listed_with(self, before: Draft, d: Draft) -> bool:
        """Whether the draft before is another bare number of the same list."""
        return before.bare and before.digits and {*self.forms[before.last : d.first]} <= {*_LISTED, "/"}

    def _second_part(self, d: Draft) -> None:
        """৫ টাকা ২১ পয়সা: one amount."""
        if d.kind != "money" or d.tail or d.upper is not None or not self.next(d.last):
            return
        second = self.numeral(d.last)
        if second and 0 < second.value < 100:
            part = self._draft(second)
            if part.unit == d.unit and part.value < 1:
                d.value, d.last, d.tail = d.value + part.value, part.last, part.tail

    def _money(self, d: Draft, found: Sequence[Draft]) -> None:
        """৩ বিলিয়ন where the sum before was in dollars: the same currency, as these scales count little else."""
        if d.kind == "count" and d.number.scale in _WESTERN and not d.classified:
            before = next((x for x in reversed(found[-4:]) if x.kind == "money"), None)
            if before and before.number.scale in _WESTERN:
                d.kind, d.unit = "money", before.unit

    def _sign(self, d: Draft) -> None:
        """$ or ৳ before the number; শতকরা, মাইনাস."""
        sign = self.forms[d.first - 1]
        if sign not in _SIGNS or self.starts[d.first] - self.ends[d.first - 1] > 1:
            return
        if sign == "মাইনাস":
            d.value, d.first = -d.value, d.first - 1
        elif not d.unit or sign == "শতকরা":
            d.kind, d.unit, d.first = self.units[sign]["kind"], self.units[sign]["unit"], d.first - 1

    def _after(self, d: Draft) -> None:
        """The modifier behind: -এরও বেশি only behind a genitive, পর্যন্ত and ছাড়িয়ে behind anything."""
        modifier, where = self.modifiers.get(self.forms[d.last], ("", "before"))
        if where == "before" or d.kind == "ordinal" or not self.next(d.last):
            return
        bare_up_to = modifier == "up_to" and d.kind == "count" and d.bare
        if not bare_up_to if where == "after" else GENITIVE.fullmatch(d.tail):
            if d.unit == "year" and self.forms[d.last] in ("নিচে", "নীচে", "ঊর্ধ্বে", "উর্ধ্বে"):
                d.kind = "age"
            d.modifier, d.last = modifier, d.last + 1

    def _age(self, d: Draft) -> None:
        """৩৪ বছর বয়সী, ১৭ বছরের তরুণ, বয়স ৩৫ বছর; (৩৬) behind a name."""
        i, after = d.first - 1, self.role(d.last)
        while i > d.first - 4 and (self.role(i) in ("age_link", "one_after") or self.forms[i] in self.modifiers):
            i -= 1
        told = self.forms[i] == "বয়স"
        young = after == "age" and d.unit in ("month", "day", "week")
        bare = told and d.bare and after != "age" and 0 < d.value <= 110
        if bare or (d.kind == "duration" and (d.unit == "year" or young)):
            if after == "age":
                d.kind = "age"
                d.last += self.next(d.last)
            elif told or (GENITIVE.fullmatch(d.tail) and after == "person"):
                d.kind, d.unit = "age", "year"
        whole = d.digits and d.value == int(d.value) and 0 < d.value <= 110 and not d.tail and not d.unit
        if whole and self.forms[d.first - 1] == "(" and self.forms[d.last] == ")":
            named = self.forms[d.first - 2][-1:]
            if named.isalpha() or "\u0981" <= named <= "\u09d7":
                d.kind, d.unit = "age", "year"

    def _before(self, d: Draft, done: int) -> None:
        """The modifier in front, nearest first: অন্তত, প্রায়; of two the bound outweighs "about"."""
        while d.first > done and self.next(d.first):
            modifier, where = self.modifiers.get(self.forms[d.first - 1], ("", ""))
            highest = modifier == "up_to" and (
                self.role(d.last + (self.forms[d.last] == "*")) in ("record", "score") or self._ordinal(d.first - 2)
            )
            if where != "before" or highest:  # সর্বোচ্চ ২৮ রান, দ্বিতীয় সর্বোচ্চ: the highest so far bounds nothing
                return
            bounded = d.modifier == "vague" or d.number.role == "more"
            if d.modifier in ("", "about") or (bounded and modifier == "at_least"):
                d.modifier = modifier
            d.first -= 1

    def _ordinal(self, i: int) -> bool:
        word = self.words[i]
        return word is not None and word.role == "ordinal"


_RELATIVE = {"interval", "none", "day", "year", "month"}


def settle(quantities: Sequence[Quantity], dates: Sequence[Timex], mentions: Sequence[Mention]) -> list[Quantity]:
    """The quantities that stand beside dates and names.

    A date or a name beats a number; but গত ২৪ ঘণ্টা is a duration and, as it places something in time, an interval too.
    A duration of years right before a person's name is an age.
    """
    taken = [(t.start, t.end, t.precision in _RELATIVE) for t in dates] + [(m.start, m.end, False) for m in mentions]
    taken.sort()
    starts = [start for start, _, _ in taken]
    longest = max((end - start for start, end, _ in taken), default=0)
    people = {m.start for m in mentions if m.type == "PER"}
    stand = []
    for q in quantities:
        near = taken[bisect_left(starts, q.start - longest) : bisect_left(starts, q.end)]
        over = [relative for _, end, relative in near if end > q.start]
        if not over or (q.kind == "duration" and all(over)):
            named = q.kind == "duration" and q.unit == "year" and people & {q.end + 1, q.end + 2}
            stand.append(replace(q, kind="age") if named else q)
    return stand
