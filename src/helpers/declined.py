"""What looks like a quantity and is none: years, clock times, labels, codes, names, নয় "is not", এক as an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .endings import stems
from .lexicon import Lexicon
from .numerals import Numbers, Numeral
from .script import LETTERS, Text

GENITIVE = re.compile(r".*(?:র|এর)(?:ও|ই)?")
_IN_CLOCK = re.compile("[0-9০-৯]:[0-9০-৯]")
_CODE = re.compile(
    r"(?:[A-Za-z]|[0-9০-৯][.@/_#&(]|[0-9০-৯]\)\(|[-/.][0-9০-৯]+-)\Z"
)  # before digits that are a part of one
_NAME = re.compile(rf"[{LETTERS}A-Za-z][-.@/_#&]\Z")
_PART = re.compile(r"[0-9০-৯]\)?\s?\(\Z")
_LINE = re.compile(r"(?:^|\n|[।:;?!]|\.\s)\s*\Z")
_ZERO = re.compile("[0০][^.,]")
_LATIN = re.compile(r"[-/][A-Za-z]|\([0-9০-৯]|\s?\((?:[0-9০-৯]|[ক-হ]ি?)\)")  # F-16, ৪(২) ধারা, ৮ (ক)


@dataclass(slots=True)
class Draft:
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
    def bare(self) -> bool:
        """Whether it has no unit, no classifier and no scale."""
        return not self.unit and not self.classified and self.number.scale == 1

    @property
    def digits(self) -> bool:
        """Whether it is in digits, without a scale."""
        return self.number.role == "digits"


@cache
def _roles(lexicon: Lexicon) -> dict[str, str]:
    return {r["word"]: r["role"] for r in lexicon.rows("not_figures")}


@cache
def _places(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words("places"))


class Judge(Numbers):
    """The tokens of a text, and which drafts among them stand for a quantity."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        super().__init__(text, lexicon)
        self.roles, self.places = _roles(lexicon), _places(lexicon)

    def role(self, i: int) -> str:
        """What not_figures.csv says of the token."""
        return next((self.roles[stem] for stem in stems(self.forms[i]) if stem in self.roles), "")

    def declined(self, d: Draft) -> bool:
        """What is a year, a clock time, a label, a part of a name or a code, and so no quantity."""
        name = self.roles.get(" ".join(self.forms[d.first : d.last])) == "whole_name"
        return name or self._year(d) or self._clock(d) or self.labelled(d) or self.coded(d) or self._not_meant(d)

    def _year(self, d: Draft) -> bool:
        if not d.bare or "," in self.forms[d.number.first]:
            return False
        if d.digits and d.upper is None and not d.modifier and d.tail and self.forms[d.last - 2] == "-":
            return d.value < 2100  # ২৪-এর, ১৭৮৯-এর
        return (self.role(d.last) == "year" and d.value > 9) or (
            d.digits and 1800 <= d.value <= 2100 and d.upper is None
        )

    def _clock(self, d: Draft) -> bool:
        start, end = self.starts[d.first], self.ends[d.number.last - 1]
        if _IN_CLOCK.match(self.folded, max(0, start - 2)) or _IN_CLOCK.match(self.folded, end - 1):
            return True
        told = "clock" in (self.role(d.first - 1), self.role(d.first - 2)) and not d.unit
        hour = told or self.role(d.last) == "clock_after" or d.tail in ("টায়", "টায়ও")
        written = self.role(d.first - 1) == "clock" and "." in self.forms[d.first]  # রাত ৮.৩০ মিনিটে
        minutes = d.unit == "minute" and (written or self.forms[d.first - 1] in ("টা", "টার"))
        return minutes or (hour and d.value <= 24 and d.tail.startswith("টা"))

    def labelled(self, d: Draft) -> bool:
        """৬ নম্বর ওয়ার্ড, পর্ব ৩, ৭১ টিভি; but a rank or marks (তালিকার ২৭ নম্বরে, ১০০ নম্বরের পরীক্ষা) are figures."""
        if not d.bare:
            return False
        before, after = self.role(d.first - 1), self.role(d.last)
        ranks = "rank" in (before, self.role(d.last + 1), self.role(d.last + 2))
        if ranks and self.forms[d.last] in ("নম্বরে", "নম্বরেই", "নম্বরের"):
            d.kind = "count" if self.forms[d.last].endswith("র") else "ordinal"
            return False
        seat = self.forms[d.last].startswith("আসন") and self.forms[d.first - 1] in self.places and d.value <= 20
        beside = (
            seat
            or "label" in (before, after)
            or (d.digits and self.roles.get(self.forms[d.first - 1]) == "label_before")
        )
        return beside or after == "name" or (d.kind == "ordinal" and self.forms[d.last].startswith("আলো"))

    def coded(self, d: Draft) -> bool:
        """Numbers in names (জি-২০), phone numbers, list numbers, versions and dates like ১৩.০৭.২০২৫."""
        start, end, form = self.starts[d.first], self.ends[d.number.last - 1], self.forms[d.number.first]
        before = self.folded[max(0, start - 12) : start]
        if d.digits:
            if _CODE.search(before) or (not d.unit and not d.classified and _NAME.search(before)):
                return True
            glued = self.folded[end : end + 1].isalpha() and len(self.forms[d.number.last]) < 3
            phone = len(form) > 9 and form.isdecimal() and not d.classified
            part = d.bare and self.forms[d.last] == ")" and _PART.search(before)  # ৯৫ (১) অনুচ্ছেদ
            if not d.unit and (glued or phone or part or _ZERO.match(form)):
                return True
        if (
            d.bare and not d.modifier and self.forms[d.last] in (".", ")", "।") and _LINE.search(before)
        ):  # ২. and এক. number a list
            return True
        return bool(_LATIN.match(self.folded, end)) and self.forms[d.first - 1] != "-"

    def _not_meant(self, d: Draft) -> bool:
        """নয় "is not", বার "times", আধ without a unit, a bound form without its classifier."""
        if d.number.role in ("doubtful", "bound", "half"):
            return d.tail.startswith("বার") or not (d.unit or d.classified or d.upper is not None)
        if d.number.role == "ordinal":
            return d.tail in ("ে", "ত", "েই")
        if d.tail.startswith("দলীয়"):  # চারদলীয় জোট is a name
            return True
        word, alone = self.forms[d.first], d.last - d.first == 1
        if word == "শূন্য" and alone:  # শূন্য আসন, পদটি শূন্য ছিল
            return bool({self.role(d.first - 1), self.role(d.last)} & {"vacant", "age_link"})
        if word == "লক্ষ" and alone and self.forms[d.last].startswith(("কর", "রাখ")):
            return True
        return word in ("শত", "সহস্র", "শ", "শো") and alone and not d.classified and not d.modifier

    def counted_one(self, found: list[Draft], k: int) -> bool:
        """Whether এক, একটি, একজন is "one", not "a": with a unit, of a group, in a list of counts, or of the harmed."""
        d = found[k]
        if d.digits or d.unit or d.kind == "ordinal" or d.modifier or d.upper is not None or d.number.scale > 1:
            return True
        whose = self.role(d.first - 2 if self.forms[d.first - 1] == "মধ্যে" else d.first - 1)
        return whose == "one_after" or self._harmed(d) or self._listed(found, k)

    def _harmed(self, d: Draft) -> bool:
        beside = [self.role(i) for i in (d.first - 1, d.last, d.last + 1, d.last + 2)]
        return "one" in beside and not d.tail.startswith(("টি", "টা"))

    def _listed(self, found: list[Draft], k: int) -> bool:
        """Another count in the same clause: চারটির একটি; ২টি মনিটর ও একটি ল্যাপটপ."""
        for other in found[max(0, k - 1) : k] + found[k + 1 : k + 2]:
            first, second = sorted((found[k], other), key=lambda x: x.first)
            between = self.forms[first.last : second.first]
            apart = len(between) > 5 or {"।", "?", "!", ";"} & {*between}
            bare = other.value == 1 and not other.digits and not self._harmed(other)  # "a" too; not এক ছেলে ও এক মেয়ে
            if apart or other.kind != "count" or (bare and ("," in between or len(between) > 3)):
                continue
            one_thing, things = (d.tail.startswith(("টি", "টা")) for d in (found[k], other))
            counts = things if one_thing else other.classified or other.number.role == "cardinal"
            of = first is other and GENITIVE.fullmatch(between[-1] if between else other.tail)
            loose = found[k].tail or self._harmed(other)  # a bare এক: only right before the second number
            joined = {",", "ও", "এবং", "আর"} & {*(between if loose else between[-1:])}
            if joined or (of and counts and len(between) < 3):
                return True
        return False
