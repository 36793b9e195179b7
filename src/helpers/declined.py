"""What looks like a quantity and is none: labels, codes, names, নয় "is not", এক as an article; years, too."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import takewhile
from typing import Any

from .endings import stems
from .lexicon import Lexicon
from .numerals import PATTERNS, Numbers, Word
from .script import Text

LISTED = {",", "ও", "এবং", "-", "/"}
ENDS = {"।", "?", "!", ";", ":", ""}
SEVERAL = ("দের", "গুলোর", "গুলির")  # endings of a genitive plural
_THING = ("টি", "টা")


@dataclass(slots=True)
class Draft:
    """A quantity while it is read: the tokens from first to before last and what has been found of it."""

    first: int
    last: int
    number: Word
    value: Decimal
    upper: Decimal | None = None
    kind: str = "count"
    unit: str = ""
    modifier: str = ""
    tail: str = ""
    classified: bool = False

    @property
    def bare(self) -> bool:
        """Whether it has no unit, no classifier and no scale."""
        return not self.unit and not self.classified and self.number.scale == 1

    @property
    def digits(self) -> bool:
        """Whether it is in digits, without a scale."""
        return self.number.role == "digits"


@cache
def _grammar(lexicon: Lexicon) -> tuple[Any, ...]:
    """Roles of words beside a number, units, and modifiers with where they stand."""
    roles = {r["word"]: r["role"] for r in lexicon.rows("not_figures")}
    modifiers = {r["word"]: (r["modifier"], r["where"]) for r in lexicon.rows("modifiers")}
    return roles, {r["word"]: r for r in lexicon.rows("units")}, modifiers


class Judge(Numbers):
    """The tokens of a text, and which drafts among them stand for a quantity."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.roles, self.units, self.modifiers = _grammar(lexicon)

    def role(self, i: int) -> str:
        """What not_figures.csv says of the token."""
        return next((self.roles[stem] for stem in stems(self.forms[i]) if stem in self.roles), "")

    def declined(self, d: Draft) -> bool:
        """What is a year, a name or not meant as a number, and so no quantity; see also `labelled`, and `settle`."""
        words = " ".join(self.forms[d.first : d.last])
        plain = d.bare and d.digits and not d.modifier and d.upper is None and "," not in words
        year = plain and 1800 <= d.value <= 2100
        clock = self.roles.get(self.forms[d.first - 1]) == "clock" and d.tail.startswith("টা")  # রাত সাড়ে ১২টায়; not রাতে ৩টা
        # ৭১-এর চেতনা, but ১০-এর মধ্যে; half: নয় "is not", আধ without a unit
        of_year = plain and 10 < d.value < 100 and d.tail == "এর" and self.role(d.last) not in ("range", "set")
        half = d.number.role in ("doubtful", "bound", "half") and not (d.unit or d.tail or d.upper is not None)
        # শূন্য, একদিন; not শূন্য ভোট, একদিন পর
        named = self.roles.get(words) == "whole_name" and self.role(d.last) not in ("record", "apart")
        dated = self.forms[d.last - 1] == "শে" or (d.unit == "decade" and d.value > 10)  # ২১শে; নব্বই দশক
        return year or of_year or dated or clock or half or named

    def labelled(self, d: Draft) -> bool:
        """৬ নম্বর ওয়ার্ড, পর্ব ৩, ৭১ টিভি, জি-২০; phone numbers, list numbers, versions and sections."""
        before, after = self.folded[max(0, self.starts[d.first] - 30) : self.starts[d.first]], self.forms[d.last]
        phone = self.forms[d.first][0] in "0০" and d.value >= 1
        coded = phone or self.roles.get(self.forms[d.first - 1]) == "label_before" or PATTERNS["coded"].search(before)
        section = PATTERNS["number section"].match(self.folded, self.ends[d.last - 1])
        listed = after in (".", ")", "।") and PATTERNS["listed"].search(before)  # ২. and এক. number a list
        end = d.last
        while d.digits and end < d.last + 20 and (self.forms[end] in LISTED or self.forms[end].isdecimal()):
            end += 1  # ৩০২, ৩৪ ও ১০৯ ধারা
        labels = self.role(d.first - 1) == "label" or self.role(end) in ("label", "name")
        titled = after in ("’", "'", "”") and PATTERNS["titled"].search(before)  # ‘টাইগার ৩’
        return d.bare and bool(section or listed or labels or ((coded or titled) and d.digits))

    def counted_one(self, found: list[Draft], k: int) -> bool:
        """Whether এক, একটি, একজন is "one", not "a": with a unit, of a group, in a list of counts, or of the harmed."""
        d = found[k]
        if d.digits or d.unit or d.kind == "ordinal" or d.modifier or d.upper is not None or d.number.scale > 1:
            return True
        among = self.forms[d.first - 1] == "মধ্যে"
        group, role = self.forms[d.first - 1 - among], self.role(d.first - 1)
        several = group.endswith(SEVERAL[d.tail.startswith(_THING) :]) and role != "ours"  # আহতদের একজন; not তাদের একটি
        part = group == "এর" and (among or self.forms[d.first - 2] in ENDS)  # এর মধ্যে এক নারী
        # একটি করে; একটি মাত্র; একটিতে, একটাই
        alone = {"alone", "one_after"} & {self.roles.get(self.forms[d.last]), self.roles.get(d.tail)}
        clause = takewhile(lambda i: self.forms[i] not in ENDS, range(d.last, d.last + 14))
        # একজনকে …, অপরজনকে; not এক শহর থেকে অন্য শহর
        two = any(self.role(i) == "second" and self.forms[i - 1] != "থেকে" for i in clause if i > d.last + 1)
        beside = found[max(0, k - 1) : k] + found[k + 1 : k + 2]
        told = part or two or role[:4] == "one_" or self.role(d.last) in ("record", "score") or self._harmed(d)
        # এক পাশে; not সাতার নামের এক ব্যক্তি
        told = told or bool(several or alone if d.tail else self.role(d.last) == "side")
        return role != "called" and (told or any(self._listed(d, other) for other in beside))

    def _harmed(self, d: Draft) -> bool:
        beside = {self.role(i) for i in range(d.first - 2, d.last + 3) if not self.forms[i].endswith("তে")}  # মৃত্যুতে
        return not d.tail.startswith(_THING) and "called" not in beside and "one" in beside

    def _listed(self, d: Draft, other: Draft) -> bool:
        """Another count in the same clause: চারটির একটি; ২টি মনিটর ও একটি ল্যাপটপ."""
        first, second = sorted((d, other), key=lambda x: x.first)
        among = self.forms[second.first - 1] == "মধ্যে" and second.tail != ""  # ৮ জনের মধ্যে একজন
        between = self.forms[first.last : second.first - among]
        of = first is other and PATTERNS["genitive"].fullmatch((between or [other.tail])[-1])
        if other.kind != "count" or ENDS & {*between} or len(between) > (3 if of else 5):
            return False  # nor in দুই ভাইয়ের মারামারি ও হাতাহাতির একটি ভিডিও
        bare = other.value == 1 and not other.digits and not self._harmed(other)  # "a" too; not এক ছেলে ও এক মেয়ে
        counts = other.tail.startswith(_THING) if d.tail.startswith(_THING) else not other.digits or other.classified
        return bool({"ও", "এবং", "আর"} & {*between} or (("," in between or (of and counts)) and not bare))
