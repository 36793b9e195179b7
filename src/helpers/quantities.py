"""Quantities: a number with its modifiers, classifier and unit, and what looks like one but is none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from .endings import stems
from .lexicon import BUILTIN, Lexicon, Row
from .numerals import TAIL, Numeral, Reader, Tokens, reader
from .script import LETTERS, Text, as_text

if TYPE_CHECKING:
    from .dates import Timex
    from .entities import Mention

_GENITIVE = re.compile(r".*(?:র|এর)(?:ও|ই)?")
_CLASSIFIER = re.compile(r"(?:জন|টি|টা|খানা|পিস|কপি|রাউন্ড|দফা|বার|গুণ)(?:ের|র|কে|তে|ে|টি|ই|ও|েরও|রও)*")
_ENDING = re.compile(r"(?:এর|র|ের)(?:ও|ই)?")
_OF = re.compile("এর(?:ও|ই)?")
_IN_CLOCK = re.compile("[0-9০-৯]:[0-9০-৯]")
_CODE = re.compile(r"(?:[A-Za-z]|[0-9০-৯][.@/_#&]|[-/.][0-9০-৯]+-)\Z")  # before digits that are a part of one
_NAME = re.compile(rf"[{LETTERS}A-Za-z][-.@/_#&]\Z")
_LINE = re.compile(r"(?:^|\n|[।.:?!]\s)\s*\Z")
_ZERO = re.compile("[0০][^.,]")
_LATIN = re.compile("[-/][A-Za-z]")
_SIGNS = {"$", "৳", "€", "£", "₹", "¥", "Tk", "BDT", "USD", "Rs", "মাইনাস", "শতকরা"}
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
def _grammar(lexicon: Lexicon) -> tuple[Reader, dict[str, Row], dict[str, tuple[str, str]], dict[str, str]]:
    """The lexicon, compiled: number words, units, modifiers, and what makes a number no figure."""
    modifiers = {r["word"]: (r["modifier"], r["where"]) for r in lexicon.rows("modifiers")}
    roles = {r["word"]: r["role"] for r in lexicon.rows("not_figures")}
    return reader(lexicon), {r["word"]: r for r in lexicon.rows("units")}, modifiers, roles


@dataclass(slots=True)
class _Draft:
    """A quantity while it is read: the tokens from first to before last and what has been found of it."""

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

    @property
    def bare(self) -> bool:  # no unit, no classifier, no scale
        return not self.unit and not self.classified and self.number.scale == 1

    @property
    def digits(self) -> bool:
        return self.number.role == "digits"

    def quantity(self, text: Text) -> Quantity:
        """What stands at the end."""
        _, starts, ends = text.cut
        low: Decimal | None = _exact(self.value)
        high: Decimal | None = _exact(self.upper if self.upper is not None else self.value)
        modifier = "range" if self.upper is not None else self.modifier or "exact"
        if modifier in ("more_than", "at_least", "vague"):
            high = None
        elif modifier in ("less_than", "up_to"):
            low = None
        return Quantity(*text.span(starts[self.first], ends[self.last - 1]), self.kind, low, high, modifier, self.unit)


def _exact(value: Decimal) -> Decimal:
    """The same value without the zeros that multiplying left behind the point."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def find_quantities(text: Text | str, lexicon: Lexicon = BUILTIN) -> list[Quantity]:
    """All number expressions of a text, in order and without overlap; see `settle` for dates and names."""
    text = as_text(text)
    return [d.quantity(text) for d in _Scan(text, lexicon).read()]


class _Scan(Tokens):
    """One pass over the tokens."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        words, self.units, self.modifiers, self.roles = _grammar(lexicon)
        super().__init__(text, words)

    def read(self) -> list[_Draft]:
        """The drafts that stand."""
        found: list[_Draft] = []
        done, declined = 0, False
        words = self.words
        for i in [i for i, form in enumerate(self.forms) if words[form]]:
            number = self.numeral(i) if i >= done else None
            if number is None:
                continue
            draft = self._expression(number)
            if self._declined(draft) or (declined and {*self.forms[done:i]} <= _LISTED):
                declined = self._label(draft) or declined  # ক্রমিক ২, ৩ ও ৪: a label goes for the whole list
            else:
                declined = False
                self._before(draft, done)
                self._money(draft, found)
                found.append(draft)
            done = max(draft.last, number.last)
        return [d for k, d in enumerate(found) if d.value != 1 or self._one(found, k)]

    def role(self, i: int) -> str:
        """What not_figures.csv says of the token."""
        return next((self.roles[stem] for stem in stems(self.forms[i]) if stem in self.roles), "")

    def _draft(self, number: Numeral) -> _Draft:
        draft = _Draft(number.first, number.last, number, number.value, tail=number.tail)
        draft.modifier = {"vague": "vague", "more": "more_than"}.get(number.role, "")
        draft.kind = {"ordinal": "ordinal", "fraction": "percent"}.get(number.role, "count")
        draft.unit = "percent" if draft.kind == "percent" else ""
        self._unit(draft)
        return draft

    def _expression(self, number: Numeral) -> _Draft:
        draft = self._draft(number)
        first = self.forms[number.first]
        if number.last - number.first == 2 and first == self.forms[number.first + 1] and number.coefficient == 1:
            draft.value, draft.modifier = self.words.words[first][0], "vague"  # হাজার হাজার: a scale said twice
        if draft.kind != "ordinal":
            self._range(draft)
            self._second_part(draft)
        self._sign(draft)
        self._after(draft)
        self._age(draft)
        return draft

    def _unit(self, d: _Draft) -> None:
        """Takes the classifier and the unit behind the number into the draft."""
        if d.tail and self._as_unit(d, d.tail.removeprefix("'")):
            return
        follows = self.next(d.last)
        if follows and not d.tail:
            for n in (2, 1) if self.next(d.last + 1) else (1,):
                if self._as_unit(d, " ".join(self.forms[d.last : d.last + n])):
                    d.last += n
                    return
        d.classified = bool(d.tail and (m := TAIL.fullmatch(d.tail)) and m["classifier"])
        if follows and not d.tail and _CLASSIFIER.fullmatch(self.forms[d.last]):
            d.tail, d.classified = self.forms[d.last], True
            d.last += 1
        if self.forms[d.last] == "-" and self.next(d.last + 1) and _ENDING.fullmatch(self.forms[d.last + 1]):
            d.tail, d.last = self.forms[d.last + 1], d.last + 2
        elif self.next(d.last) and not _GENITIVE.fullmatch(d.tail) and _OF.fullmatch(self.forms[d.last]):
            d.tail, d.last = self.forms[d.last], d.last + 1

    def _as_unit(self, d: _Draft, words: str) -> bool:
        for end in range(len(words), 0, -1):
            if (row := self.units.get(words[:end])) and TAIL.fullmatch(words[end:]):
                if row["word"] == "ভাগ" and (d.value < 10 or words.endswith("ভাগে")):  # two parts
                    return False
                d.kind, d.unit, d.tail = row["kind"], row["unit"], words[end:]
                d.value *= Decimal(row["part"])
                return True
        return False

    def _range(self, d: _Draft) -> None:
        """A second number behind থেকে, a hyphen, a slash or বা: a range where it is the larger one."""
        mark = self.forms[d.last]
        if mark not in _SPAN or not self.next(d.last) or not self.next(d.last + 1) or d.modifier:
            return
        second = self.numeral(d.last + 1)
        if second is None or second.role in ("ordinal", "vague") or (mark in "-/—" and d.tail and not d.unit):
            return
        other, low = self._draft(second), d.value
        if d.number.scale == 1 and second.scale > 1 and low < second.coefficient and not d.unit:
            low *= second.scale
        if d.unit and d.unit != other.unit:
            if (d.unit, other.unit) != ("month", "year"):
                return
            other.value, other.unit = other.value * 12, d.unit  # ছয় মাস থেকে এক বছর: in the smaller unit
        if low >= other.value or self.role(other.last) == "score":
            return
        if mark in "-/" and 1700 <= low <= 2100 and other.bare:  # years
            return
        d.value, d.upper, d.last, d.tail = low, other.value, other.last, other.tail
        d.kind, d.unit, d.classified = other.kind, other.unit, other.classified or d.classified

    def _second_part(self, d: _Draft) -> None:
        """৫ টাকা ২১ পয়সা: one amount."""
        if d.kind != "money" or d.tail or d.upper is not None or not self.next(d.last):
            return
        second = self.numeral(d.last)
        if second and 0 < second.value < 100:
            part = self._draft(second)
            if part.unit == d.unit and part.value < 1:
                d.value, d.last, d.tail = d.value + part.value, part.last, part.tail

    def _money(self, d: _Draft, found: Sequence[_Draft]) -> None:
        """৩ বিলিয়ন where the sum before was in dollars: the same currency, as these scales count little else."""
        if d.kind == "count" and d.number.scale in _WESTERN and not d.classified:
            before = next((x for x in reversed(found[-4:]) if x.kind == "money"), None)
            if before and before.number.scale in _WESTERN:
                d.kind, d.unit = "money", before.unit

    def _sign(self, d: _Draft) -> None:
        """$ or ৳ before the number; শতকরা, মাইনাস."""
        sign = self.forms[d.first - 1]
        if sign not in _SIGNS or self.starts[d.first] - self.ends[d.first - 1] > 1:
            return
        if sign == "মাইনাস":
            d.value, d.first = -d.value, d.first - 1
        elif not d.unit or sign == "শতকরা":
            d.kind, d.unit, d.first = self.units[sign]["kind"], self.units[sign]["unit"], d.first - 1

    def _after(self, d: _Draft) -> None:
        """The modifier behind: -এরও বেশি only behind a genitive, পর্যন্ত and ছাড়িয়ে behind anything."""
        modifier, where = self.modifiers.get(self.forms[d.last], ("", "before"))
        if where == "before" or d.kind == "ordinal" or not self.next(d.last):
            return
        bare_up_to = modifier == "up_to" and d.kind == "count" and d.bare
        if not bare_up_to if where == "after" else _GENITIVE.fullmatch(d.tail):
            d.modifier, d.last = modifier, d.last + 1

    def _age(self, d: _Draft) -> None:
        """৩৪ বছর বয়সী, ১৭ বছরের তরুণ, বয়স ৩৫ বছর; (৩৬) behind a name."""
        i, after = d.first - 1, self.role(d.last)
        while i > d.first - 4 and (self.role(i) in ("age_link", "one") or self.forms[i] in self.modifiers):
            i -= 1
        told = self.forms[i] == "বয়স"
        if (d.unit == "year" and d.kind == "duration") or (told and d.bare and after != "age" and 0 < d.value <= 110):
            if after == "age":
                d.kind = "age"
                d.last += self.next(d.last)
            elif told or (_GENITIVE.fullmatch(d.tail) and after == "person"):
                d.kind, d.unit = "age", "year"
        whole = d.digits and d.value == int(d.value) and 0 < d.value <= 110 and not d.tail and not d.unit
        if whole and self.forms[d.first - 1] == "(" and self.forms[d.last] == ")":
            named = self.forms[d.first - 2][-1:]
            if named.isalpha() or "\u0981" <= named <= "\u09d7":
                d.kind, d.unit = "age", "year"

    def _before(self, d: _Draft, done: int) -> None:
        """The modifier in front, nearest first: অন্তত, প্রায়; of two the bound outweighs "about"."""
        while d.first > done and self.next(d.first):
            modifier, where = self.modifiers.get(self.forms[d.first - 1], ("", ""))
            if where != "before":
                return
            if d.modifier in ("", "about") or (d.modifier == "vague" and modifier == "at_least"):
                d.modifier = modifier
            d.first -= 1

    def _declined(self, d: _Draft) -> bool:
        """What is a year, a clock time, a label, a part of a name or a code, and so no quantity."""
        name = self.roles.get(" ".join(self.forms[d.first : d.last])) == "whole_name"
        return name or self._year(d) or self._clock(d) or self._label(d) or self._code(d) or self._not_meant(d)

    def _year(self, d: _Draft) -> bool:
        if not d.bare or "," in self.forms[d.number.first]:
            return False
        if d.digits and d.upper is None and not d.modifier and d.tail and self.forms[d.last - 2] == "-":
            return d.value < 2100  # ২৪-এর, ১৭৮৯-এর
        return self.role(d.last) == "year" or (d.digits and 1800 <= d.value <= 2100 and d.upper is None)

    def _clock(self, d: _Draft) -> bool:
        start, end = self.starts[d.first], self.ends[d.number.last - 1]
        if _IN_CLOCK.match(self.folded, max(0, start - 2)) or _IN_CLOCK.match(self.folded, end - 1):
            return True
        told = "clock" in (self.role(d.first - 1), self.role(d.first - 2)) and not d.unit
        hour = told or self.role(d.last) == "clock_after" or d.tail in ("টায়", "টায়ও")
        minutes = d.unit == "minute" and self.forms[d.first - 1] in ("টা", "টার")
        return minutes or (hour and d.value <= 24 and d.tail.startswith("টা"))

    def _label(self, d: _Draft) -> bool:
        """৬ নম্বর ওয়ার্ড, পর্ব ৩, ৭১ টিভি; but a rank or marks (তালিকার ২৭ নম্বরে, ১০০ নম্বরের পরীক্ষা) are figures."""
        if not d.bare:
            return False
        before, after = self.role(d.first - 1), self.role(d.last)
        ranks = "rank" in (before, self.role(d.last + 1), self.role(d.last + 2))
        if ranks and self.forms[d.last] in ("নম্বরে", "নম্বরেই", "নম্বরের"):
            d.kind = "count" if self.forms[d.last].endswith("র") else "ordinal"
            return False
        beside = "label" in (before, after) or (d.digits and self.roles.get(self.forms[d.first - 1]) == "label_before")
        return beside or after == "name" or (d.kind == "ordinal" and self.forms[d.last].startswith("আলো"))

    def _code(self, d: _Draft) -> bool:
        """Numbers in names (জি-২০), phone numbers, list numbers, versions and dates like ১৩.০৭.২০২৫."""
        start, end, form = self.starts[d.first], self.ends[d.number.last - 1], self.forms[d.number.first]
        if d.digits:
            before = self.folded[max(0, start - 12) : start]
            if _CODE.search(before) or (not d.unit and not d.classified and _NAME.search(before)):
                return True
            item = self.forms[d.last] in (".", ")", "।") and _LINE.search(before)
            glued = self.folded[end : end + 1].isalpha() and len(self.forms[d.number.last]) < 3
            phone = len(form) > 9 and form.isdecimal() and not d.classified
            if not d.unit and (item or glued or phone or _ZERO.match(form)):
                return True
        return bool(_LATIN.match(self.folded, end)) and self.forms[d.first - 1] != "-"

    def _not_meant(self, d: _Draft) -> bool:
        """নয় "is not", বার "times", আধ without a unit, a bound form without its classifier."""
        if d.number.role in ("doubtful", "bound", "half"):
            return d.tail.startswith("বার") or not (d.unit or d.classified or d.upper is not None)
        if d.number.role == "ordinal":
            return d.tail in ("ে", "ত", "েই")
        if d.tail.startswith("দলীয়"):  # চারদলীয় জোট is a name
            return True
        word, alone = self.forms[d.first], d.last - d.first == 1
        if word == "লক্ষ" and alone and self.forms[d.last].startswith(("কর", "রাখ")):
            return True
        return word in ("শত", "সহস্র", "শ", "শো") and alone and not d.classified and not d.modifier

    def _one(self, found: list[_Draft], k: int) -> bool:
        """Whether এক, একটি, একজন is "one", not "a": with a unit, of a group, in a list of counts, or of the harmed."""
        d = found[k]
        if d.digits or d.unit or d.kind == "ordinal" or d.modifier or d.upper is not None or d.number.scale > 1:
            return True
        whose = self.role(d.first - 2 if self.forms[d.first - 1] == "মধ্যে" else d.first - 1)
        return whose == "one_after" or self._harmed(d) or self._listed(found, k)

    def _harmed(self, d: _Draft) -> bool:
        beside = [self.role(i) for i in (d.first - 1, d.last, d.last + 1, d.last + 2)]
        return "one" in beside and not d.tail.startswith(("টি", "টা"))

    def _listed(self, found: list[_Draft], k: int) -> bool:
        """Another count in the same clause: চারটির একটি; ২টি মনিটর ও একটি ল্যাপটপ."""
        for other in found[max(0, k - 1) : k] + found[k + 1 : k + 2]:
            first, second = sorted((found[k], other), key=lambda x: x.first)
            between = self.forms[first.last : second.first]
            apart = len(between) > 5 or {"।", "?", "!", ";"} & {*between}
            bare = other.value == 1 and not other.digits and not self._harmed(other)  # "a" too; not এক ছেলে ও এক মেয়ে
            if apart or other.kind != "count" or (bare and ("," in between or len(between) > 3)):
                continue
            counts = first is other and (other.classified or other.number.role == "cardinal")
            of = counts and len(between) < 3 and _GENITIVE.fullmatch(between[-1] if between else other.tail)
            if of or {",", "ও", "এবং", "আর"} & {*between}:
                return True
        return False


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
