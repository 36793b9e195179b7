"""What looks like a quantity and is none: labels, codes, names, নয় "is not", এক as an article; years, too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from .endings import stems
from .lexicon import Lexicon
from .numerals import Numbers, Word
from .script import LETTERS, Text

GENITIVE = re.compile(r".*(?:র|এর)(?:ও|ই)?")
_CODE = re.compile(rf"(?:[A-Za-z]|[{LETTERS}A-Za-z][-.@/_#&]|[0-9০-৯][.:@/_#&(]|[-/.][0-9০-৯]+-)\Z")  # জি-২০, ৩/৪
# ৩ক, ৪(২) ধারা, ৮ (ক), ৩:১৪
_SECTION = re.compile(rf"[-/][A-Za-z]|[ক-হ](?![{LETTERS}])|[:(][0-9০-৯]|\s?\((?:[0-9০-৯]|[ক-হ]ি?)\)")
_LINE = re.compile(r"(?:^|\n|[।:;?!]|\.\s|[0-9০-৯]\)?\s?\()\s*\Z")
LISTED = {",", "ও", "এবং", "-", "/"}
_OF_MANY = re.compile(".+(?:গুলোর|গুলির|দের)")
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
    """Roles of words beside a number, the role of a form, units, and modifiers with where they stand."""
    roles = {r["word"]: r["role"] for r in lexicon.rows("not_figures")}
    modifiers = {r["word"]: (r["modifier"], r["where"]) for r in lexicon.rows("modifiers")}
    role = lru_cache(100_000)(lambda form: next((roles[stem] for stem in stems(form) if stem in roles), ""))
    return roles, role, {r["word"]: r for r in lexicon.rows("units")}, modifiers


class Judge(Numbers):
    """The tokens of a text, and which drafts among them stand for a quantity."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.roles, self._role, self.units, self.modifiers = _grammar(lexicon)

    def role(self, i: int) -> str:
        """What not_figures.csv says of the token."""
        return self._role(self.forms[i])

    def declined(self, d: Draft) -> bool:
        """What is a year, a name or not meant as a number, and so no quantity; see also `labelled`, and `settle`."""
        words = " ".join(self.forms[d.first : d.last])
        plain = d.bare and d.digits and not d.modifier and d.upper is None and "," not in words
        year, ahead = plain and 1800 <= d.value <= 2100, self.roles.get(self.forms[d.first - 1])
        clock = ahead == "clock" and d.tail.startswith("টা")  # রাত সাড়ে ১২টায়; not রাতে ৩টা
        return year or clock or self.roles.get(words) == "whole_name" or self._not_meant(d, words)

    def labelled(self, d: Draft) -> bool:
        """৬ নম্বর ওয়ার্ড, পর্ব ৩, ৭১ টিভি, জি-২০; phone numbers, list numbers, versions and sections."""
        before, after = self.folded[max(0, self.starts[d.first] - 12) : self.starts[d.first]], self.forms[d.last]
        section = _SECTION.match(self.folded, self.ends[d.last - 1]) and self.forms[d.first - 1] != "-"
        form, ahead = self.forms[d.first], self.roles.get(self.forms[d.first - 1])
        phone = form[0] in "0০" and form[1:2].isdecimal()
        if self.forms[d.first - 1] == "(":  # দফা (১)
            ahead = self.roles.get(self.forms[d.first - 2])
        coded = d.digits and (phone or ahead == "label_before" or _CODE.search(before))
        listed = after in (".", ")", "।") and not d.modifier and _LINE.search(before)  # ২. and এক. number a list
        end = d.last
        while d.digits and end < d.last + 20 and (self.forms[end] in LISTED or self.forms[end].isdecimal()):
            end += 1  # ৩০২, ৩৪ ও ১০৯ ধারা
        labels = self.role(d.first - 1) == "label" or self.role(end) in ("label", "name", "place")
        return d.bare and bool(section or coded or listed or labels)

    def rank(self, d: Draft) -> None:
        """তালিকার ২৭ নম্বরে, র‍্যাঙ্কিংয়ে ৯ নম্বরে: a place in a ranking is an ordinal, no label."""
        if d.bare and self.role(d.last) == "place" and "rank" in map(self.role, range(d.first - 5, d.last + 3)):
            d.kind, d.last = "ordinal", d.last + 1

    def _not_meant(self, d: Draft, words: str) -> bool:
        """নয় "is not", আধ without a unit, a bound form without its classifier; শূন্য "vacant"."""
        if d.number.role in ("doubtful", "bound", "half"):
            return not (d.unit or d.classified or d.upper is not None)
        beside = {self.role(d.first - 1), self.role(d.last)}  # শূন্য আসন, পদটি শূন্য ছিল, লক্ষ করা যায়
        once = words == "শত" or (words == "একদিন" and self.role(d.last) != "apart")
        return once or (words in ("শূন্য", "লক্ষ") and not beside.isdisjoint(("vacant", "age_link")))

    def counted_one(self, found: list[Draft], k: int) -> bool:
        """Whether এক, একটি, একজন is "one", not "a": with a unit, of a group, in a list of counts, or of the harmed."""
        d = found[k]
        if d.digits or d.unit or d.kind == "ordinal" or d.modifier or d.upper is not None or d.number.scale > 1:
            return True
        among = self.forms[d.first - 1] == "মধ্যে"
        group, near = self.forms[d.first - 1 - among], found[max(0, k - 1) : k] + found[k + 1 : k + 2]
        if among and (group == "এর" or group.endswith("দের")):  # আহতদের মধ্যে এক শিশু; not এক ধরনের
            return bool(d.tail) or self.role(d.last) == "person"
        of = _OF_MANY.fullmatch(group) and self.forms[d.last] in ("।", ",")  # হামলাগুলোর একটি।
        of = of or self._role(group) == "one_after"
        return bool(of) or self._harmed(d) or any(self._listed(d, other) for other in near)

    def _harmed(self, d: Draft) -> bool:
        beside = {self.role(i) for i in range(d.first - 1, d.last + 3)}
        told = "person" in beside or self.roles.get(self.forms[d.first - 2])  # মৃত্যু হয়েছে একজনের
        return not d.tail.startswith(_THING) and "called" not in beside and "one" in (*beside, told)

    def _listed(self, d: Draft, other: Draft) -> bool:
        """Another count in the same clause: চারটির একটি; ২টি মনিটর ও একটি ল্যাপটপ."""
        first, second = sorted((d, other), key=lambda x: x.first)
        between = self.forms[first.last : second.first]
        bare = other.value == 1 and not other.digits and not self._harmed(other)  # "a" too; not এক ছেলে ও এক মেয়ে
        if other.kind != "count" or {"।", "?", "!", ";"} & {*between} or len(between) > (3 if bare else 5):
            return False
        of = first is other and len(between) < 3 and GENITIVE.fullmatch(between[-1] if between else other.tail)
        counts = other.tail.startswith(_THING) if d.tail.startswith(_THING) else not other.digits or other.classified
        return bool({"ও", "এবং", "আর"} & {*between} or ("," in between and not bare) or (of and counts and not bare))
