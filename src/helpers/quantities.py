"""Quantities: a number with its modifiers, classifier and unit, and what looks like one but is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .dates import Timex
from .declined import ENDS, LISTED, Draft, Judge
from .endings import stems
from .entities import Mention
from .lexicon import BUILTIN, Lexicon
from .numerals import PATTERNS
from .script import Text, as_text

_SIGNS = {"$", "৳", "€", "£", "₹", "¥", "Tk", "BDT", "USD", "Rs", "শতকরা"}
_KINDS = {"ordinal": ("ordinal", ""), "fraction": ("percent", "percent"), "over": ("age", "year")}
_SAID = {"vague": "vague", "lone money": "vague", "more": "more_than", "over": "more_than", "approx": "about"}
_SPAN = ("থেকে", "হতে", "-", "/", "বা", "কিংবা", "অথবা", "—")
_LISTING = {*_SPAN, ",", "(", "ও", "এবং", "আর"}
_FROM = {"more_than": "at_least", "less_than": "up_to"}
_DENIED = {"more_than": "up_to", "less_than": "at_least"}
_HEADS = {"age": ("age", "year", 110), "rate": ("percent", "percent", 100), "magnitude": ("measure", "magnitude", 10)}
# How many of the second unit make one of the first.
_SMALLER = {"year month": 12, "day hour": 24, "hour minute": 60, "minute second": 60, "ft inch": 12, "kg g": 1000}


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


def find_quantities(text: Text | str, lexicon: Lexicon = BUILTIN) -> list[Quantity]:
    """All number expressions of a text, in order and without overlap; see `settle` for dates and names."""
    text = as_text(text)
    return [_quantity(text, d) for d in _Scan(text, lexicon).read()]


def _quantity(text: Text, d: Draft) -> Quantity:
    modifier = "range" if d.upper is not None else d.modifier or _SAID.get(f"{d.number.role} {d.kind}", "exact")
    low = None if modifier in ("less_than", "up_to") else d.value
    high = None if modifier in ("more_than", "at_least", "vague") else d.value if d.upper is None else d.upper
    return Quantity(*text.span(text.cut[1][d.first], text.cut[2][d.last - 1]), d.kind, low, high, modifier, d.unit)


class _Scan(Judge):
    """One pass over the tokens."""

    def read(self) -> list[Draft]:
        """The drafts that stand."""
        found: list[Draft] = []
        done, label = 0, False
        for i in [i for i, word in enumerate(self.words) if word]:
            if i < done or (draft := self._draft(i)) is None:
                continue
            if draft.kind != "ordinal":
                self._range(draft)
                self._after(draft)
                self._age(draft)
            # ৯ চারে, ২টি ছয়; not প্রথম চার, একটি চার সদস্যের দল
            four = draft.value in (4, 6) and (draft.tail == "ে" or self.roles.get(self.forms[draft.last]) == "alone")
            four = four and draft.bare and not draft.digits and found != [] and found[-1].kind == "count"
            known = found and found[-1].last == i and (four or self._completes(found[-1], draft))
            # রংপুর-৪ ও ৬ আসনে: a label goes for the whole list
            label = self.labelled(draft) or (label and draft.bare and done < i and {*self.forms[done:i]} <= LISTED)
            if not (known or label or self.declined(draft)):
                self._share(found, draft)
                self._before(draft, done)
                found.append(draft)
            done = draft.last
        return [d for k, d in enumerate(found) if d.value != 1 or self.counted_one(found, k)]

    def _draft(self, i: int) -> Draft | None:
        """The number at token i with its unit or classifier."""
        if (found := self.numeral(i)) is None:
            return None
        number, last = found
        kind, unit = _KINDS.get(number.role, ("count", ""))
        draft = Draft(i, last, number, number.value, None, kind, unit, _SAID.get(number.role, ""), number.tail)
        if kind == "count":
            self._unit(draft)
        sign = self.folded[self.ends[i - 2] * (i > 1) : self.starts[i]]
        if sign.strip() == "মাইনাস" or sign + draft.unit == " -°C":  # -৭ ডিগ্রি; not ৫-৭ ডিগ্রি
            draft.value, draft.first = -draft.value, draft.first - 1
        return draft

    def _unit(self, d: Draft) -> None:
        """Takes the unit or the classifier, and an ending that stands apart, into the draft."""
        before, here, then = self.forms[d.first - 1], *self.forms[d.last : d.last + 2]
        if d.tail:
            self._as_unit(d, d.tail)
        elif (d.number.role == "approx" or before in _SIGNS) and self.next(d.first) and self._as_unit(d, before):
            d.first -= 1  # বছর দশেক, জনা বিশেক, $৭৫
        elif then == "." and self._as_unit(d, self.forms[d.last + 2], here):  # কি.মি.
            d.last += 3 + (self.forms[d.last + 3] == ".")
        elif self.next(d.last):
            two = self.next(d.last + 1) and self._as_unit(d, then, "" if here == "-" else here + " ")  # এক-তৃতীয়াংশ
            d.last += 2 if two else self._as_unit(d, here)
        # ঘণ্টায় ২০ কিলোমিটার; not ৩ ঘণ্টায় ২০ কিলোমিটার
        hours = [i for i in range(d.first - 8, d.first) if self.forms[i] in ("ঘণ্টায়", "ঘন্টায়") and not self.words[i - 1]]
        d.unit += "/h" if hours and d.unit in ("km", "mile") else ""
        apart = d.last + (self.forms[d.last] == "-")
        if self.next(d.last) and self.next(apart) and PATTERNS["ending apart"].fullmatch(self.forms[apart]):
            d.tail, d.last = self.forms[apart], apart + 1  # ১০০-এর, ১০০ এর

    def _as_unit(self, d: Draft, word: str, before: str = "") -> bool:
        """Whether a word, behind another, is a unit or, without a name, a classifier; then the draft has it."""
        stem = next((stem for stem in stems(word) if before + stem in self.units), "")
        if not stem:
            return False
        row = self.units[before + stem]
        d.kind, d.unit, d.classified = row["kind"], row["unit"], row["kind"] == "count"
        d.tail = word if d.classified else word[len(stem) :]
        d.value = round(d.value * Decimal(row["part"]), 2) if row["part"] != "1" else d.value
        return True

    @staticmethod
    def _completes(whole: Draft, d: Draft) -> bool:
        """৫ টাকা ২১ পয়সা, ১০ মিনিট ২৬ সেকেন্ড: a part of the same quantity, told in the smaller unit."""
        times = _SMALLER.get(f"{whole.unit} {d.unit}", int(whole.unit == d.unit != ""))
        if d.value >= times or whole.kind != d.kind or whole.upper is not None or d.upper is not None:
            return False
        whole.value, whole.unit = whole.value * times + d.value, d.unit
        whole.modifier, whole.last, whole.tail = d.modifier or whole.modifier, d.last, d.tail
        return True

    def _share(self, found: list[Draft], d: Draft) -> None:
        """What is said once, at the end of a list or behind a bracket, holds for its members (২ বা ৩ কোটি টাকা).

        A magnitude or a fraction counts nothing by itself and waits for its unit: ১৮ বিলিয়ন, আফ্রিকায় ২ বিলিয়ন ডলার.
        """
        if self.forms[d.first - 1] == "(" and self.forms[d.last] == ")":
            last, d.last = d.last, d.last + 1
            self._unit(d)
            self._after(d)
            d.last = last
        for a in reversed([a for a in found if a.kind != "ordinal" and (d.kind != "ordinal" or a.number.scale == 1)]):
            link = self.forms[a.last : d.first]
            waits = a.value % 1 != 0 or (a.number.scale > 1 and d.kind in ("money", "measure"))
            # ৩ ও প্রায় ৪ কোটি, ৩ ও ঢাকায় ৪ কোটি; not ৩ হাজার ও হার ৪ শতাংশ
            far = 6 if waits else 1 + any(w in self.modifiers or w.endswith(("ে", "য়", "ও")) for w in link[1:])
            if not 0 < len(link) <= far or link[0] not in _LISTING or ENDS & {*link}:
                return
            a.modifier = a.modifier or (d.modifier if link[0] in ("বা", "(") else "")
            if a.kind != "count" or a.classified or a.tail or a.upper or d.kind == "count":
                return
            a.kind, a.unit, d = d.kind, d.unit, a

    def _range(self, d: Draft) -> None:
        """A second number behind থেকে, a hyphen, a slash or বা: a range where it is the larger one."""
        beside = d.bare and d.number.role == "cardinal" and bool(self.word(d.last))  # চার পাঁচ জন
        linked = self.forms[d.last] in _SPAN and self.next(d.last + 1)
        if d.modifier or not (self.next(d.last) and (beside or linked)):
            return
        other, low = self._draft(d.last + linked), d.value
        if other is None or (beside and other.bare):
            return
        if times := _SMALLER.get(f"{other.unit} {d.unit}"):  # ছয় মাস থেকে এক বছর: in the smaller unit
            other.value, other.unit = other.value * times, d.unit
        if d.number.scale == 1 and low < other.number.value / other.number.scale:
            low *= other.number.scale  # দুই থেকে আড়াই লাখ
        if self.forms[d.last] in ("-", "বা") and not d.digits and d.number.scale == 1:  # দু-একজন, চার বা দুই বছর
            low, other.value = sorted((low, other.value))
        # দোকান দুটি থেকে ৯ লাখ টাকা, ১২টা থেকে কয়েক হাজার শ্রমিক
        unlike = (d.unit or d.classified) and (other.unit, other.classified) != (d.unit, d.classified)
        if low >= other.value or unlike or self.role(other.last) == "score":
            return
        d.value, d.upper, d.last, d.tail = low, other.value, other.last, other.tail
        d.kind, d.unit, d.classified = other.kind, other.unit, other.classified or d.classified

    def _after(self, d: Draft) -> None:
        """The modifier behind: -এরও বেশি only behind a genitive, পর্যন্ত and ছাড়িয়ে behind anything."""
        genitive = PATTERNS["genitive"].fullmatch(d.tail) is not None
        from_here = self.forms[d.last] in _LISTING and self.forms[d.last + 1] in ("তার", "এর")  # ১৮ বা তার বেশি
        last = d.last + 2 * from_here
        last += (genitive or from_here) and self.role(last) == "degree"
        modifier, where = self.modifiers.get(self.forms[last], ("", "before"))
        if self.next(d.last) and (where == "after" or (where == "genitive" and (genitive or from_here))):
            denied = {"না", "নয়", "নন"} & {*self.forms[last + 1 : last + 5]}  # বেশি হতে পারবে না
            said = _FROM if from_here else _DENIED if denied else {}
            d.modifier, d.last = said.get(modifier, modifier), last + 1

    def _age(self, d: Draft) -> None:
        """৩৪ বছর বয়সী, ১৭ বছরের তরুণ, বয়স ৩৫ বছর; (৩৬) behind a name."""
        i, after = d.first - 1, self.role(d.last + (self.role(d.last) == "article"))  # ১৭ বছরের এক তরুণ
        while i > d.first - 4 and (self.role(i) in ("age_link", "one_after") or self.forms[i] in self.modifiers):
            i -= 1
        named = d.bare and PATTERNS["in brackets"].fullmatch(" ".join(self.forms[d.first - 2 : d.last + 1]))
        kind, unit, most = _HEADS.get("age" if named else self.roles.get(self.forms[i], ""), ("", "", 0))
        person = after == "person" and PATTERNS["genitive"].fullmatch(d.tail)
        aged = self.role(d.last) in ("age", "aged")
        if d.kind == "duration" and (aged or (d.unit == "year" and (kind == "age" or person))):
            d.kind, d.last = "age", d.last + (aged and self.next(d.last))
        elif d.bare and 0 < d.value <= most:
            d.kind, d.unit = kind, unit

    def _before(self, d: Draft, done: int) -> None:
        """The modifier in front, nearest first: অন্তত, প্রায়; of two the bound outweighs "about"."""
        while d.first > done and self.next(d.first):
            i = d.first - 1 - (self.forms[d.first - 1] in ("আরও", "আরো"))  # অন্তত আরও ৫ জন
            modifier, where = self.modifiers.get(self.forms[i], ("", ""))
            record = self.role(d.last) == "record" or self.roles.get(self.forms[i - 1]) == "set" or d.unit == "°C"
            if where != "before" and (where != "extreme" or record):
                return  # সর্বোচ্চ ২৮ রান, ইতিহাসের সর্বোচ্চ: the highest so far bounds nothing
            d.modifier = modifier if d.modifier in ("", "about") else d.modifier
            d.first = i


def settle(found: Sequence[Quantity], dates: Sequence[Timex], names: Sequence[Mention]) -> list[Quantity]:
    """The quantities that stand beside dates and names.

    A date or a name beats a number; but গত ২৪ ঘণ্টা is a duration and, as it places something in time, an interval too.
    """
    fixed = {at for t in dates if t.precision in ("week", "minute", "second") for at in range(t.start, t.end)}
    fixed |= {at for name in names for at in range(name.start, name.end)}
    barred = {True: fixed, False: fixed | {at for t in dates for at in range(t.start, t.end)}}
    return [q for q in found if barred[q.kind == "duration" and q.unit != "minute"].isdisjoint(range(q.start, q.end))]
