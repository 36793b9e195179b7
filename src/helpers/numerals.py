"""Number expressions: which value, exactly, a run of digits and number words names.

The grammar is that of Bengali arithmetic: a coefficient (digits, or a word from 0 to 99, shifted by সাড়ে, সোয়া or পৌনে),
the scales behind it (হাজার, লাখ, কোটি), and further groups below the last scale (৪ হাজার ৭০০, ১ কোটি ২০ লাখ).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from .lexicon import BUILTIN, Lexicon
from .script import Token, ascii_digits

MAX_DIGITS = 18  # longer runs are codes, no numbers
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{2})*,[0-9]{3}")
# What may stand glued behind a number word: classifier, case ending, emphatic ই/ও, in this order.
_CLASSIFIER = "টি|টা|টো|টে|টুকু|খানা|খানি|খান|জনা|জন|গুণ|গুন|বার|পক্ষীয়|দলীয়|কোটি|দফা"
_CASE = "েরও|য়ের|ের|এর|র|কে|েতে|তে|য়ে|য়|ে|এ|েই|েও"
TAIL = re.compile(rf"'?(?P<classifier>{_CLASSIFIER})?(?P<case>{_CASE})?(?P<emphatic>ই|ও)?")
_ORDINAL = re.compile(rf"(?:তম|ম|য়|র্থ|ষ্ঠ|st|nd|rd|th)(?:{_CLASSIFIER})?(?:{_CASE})?(?:ই|ও)?")
_MORE = re.compile(r"(?:া|ো)?ধিক(?:ের|জন)?")


@dataclass(frozen=True, slots=True)
class Word:
    """A number word with what is glued behind it."""

    value: Decimal
    role: str  # a role of numbers.csv, or digits
    tail: str = ""
    scale: Decimal = Decimal(1)  # of দেড়শ, 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number expression: tokens[first:last], its value, and how it was said."""

    first: int
    last: int
    value: Decimal
    role: str  # digits cardinal doubtful bound scale ordinal vague fraction more (২ সহস্রাধিক)
    scale: Decimal  # the largest scale said (1 where none)
    coefficient: Decimal  # what stood before it
    tail: str  # classifier and endings glued to the last word


@cache
def _words(lexicon: Lexicon) -> dict[str, tuple[Decimal, str]]:
    return {
        r["word"]: (Decimal(r["value"]) if r["role"] != "point" else Decimal(0), r["role"])
        for r in lexicon.rows("numbers")
    }


_COEFFICIENTS = ("digits", "cardinal", "whole", "doubtful", "bound", "half")


class Reader:
    """Reads number words by one lexicon; keeps what it has seen, as a text says the same words again and again."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words = _words(lexicon)
        self.longest = max(map(len, self.words))
        self.scales = [(w, x) for w, x in self.words.items() if x[1] == "scale"]
        self.units = {r["word"] for r in lexicon.rows("units") if r["kind"] == "duration"}
        self.seen: dict[str, Word | None] = {}

    def word(self, form: str) -> Word | None:
        """The number that a token says, alone or with an ending; None where it says none."""
        if form not in self.seen:
            if len(self.seen) > 100_000:  # a text of nothing but new words must not fill the memory
                self.seen.clear()
            self.seen[form] = self._digits(form) if form[0] in "0123456789০১২৩৪৫৬৭৮৯" else self._spoken(form)
        return self.seen[form]

    def _digits(self, form: str) -> Word | None:
        plain = ascii_digits(form)
        whole, _, fraction = plain.partition(".")
        if len(plain) > MAX_DIGITS or "." in fraction or "," in fraction or not _GROUPED.fullmatch(whole):
            return None
        return Word(Decimal(plain.replace(",", "")), "digits")

    def _spoken(self, form: str) -> Word | None:
        if form in self.words:
            value, role = self.words[form]
            return None if role == "never" else Word(value, role)
        for end in range(min(len(form) - 1, self.longest), 0, -1):
            if form[:end] not in self.words:
                continue
            value, role = self.words[form[:end]]
            found = None if role == "never" else self._glued(value, role, form[end:])
            if found:
                return found
        return None

    def _glued(self, value: Decimal, role: str, rest: str) -> Word | None:
        """A number word with `rest` glued to it: a tail, a unit, a scale (দেড়শ), -াধিক."""
        bare = rest.removeprefix("'")
        if _MORE.fullmatch(rest):
            return Word(value, "more" if role in ("scale", "group") else "point")
        if role in _COEFFICIENTS or role == "several":
            for scale, (of, _) in self.scales:
                if bare.startswith(scale) and (_MORE.fullmatch(left := bare[len(scale) :]) or TAIL.fullmatch(left)):
                    if role == "several":
                        return Word(of, "vague", left)
                    if _MORE.fullmatch(left):
                        return Word(of * value, "vague" if role == "half" else "exceeded")
                    return Word(of * value, "cardinal", left, of)
        if role == "scale" and rest in ("ো", "'খানেক", "খানেক"):
            return Word(value, "vague")
        if rest.startswith("তম") and _ORDINAL.fullmatch(rest):
            return Word(value, "ordinal", rest)
        if role in ("cardinal", "bound") and self._is_unit(bare):
            return Word(value, "cardinal", rest)
        m = TAIL.fullmatch(rest)
        if not m or role in ("half", "shift", "several", "point") or (role == "bound" and not m["classifier"]):
            return None
        return Word(value, role, rest)

    def _is_unit(self, form: str) -> bool:
        return any(form[:n] in self.units and TAIL.fullmatch(form[n:]) for n in range(2, min(len(form), 9) + 1))


@cache
def reader(lexicon: Lexicon = BUILTIN) -> Reader:
    """The reader of a lexicon."""
    return Reader(lexicon)


def joined(folded: str, a: Token, b: Token) -> bool:
    """Whether two tokens are one expression's: nothing but white space between them, at most one line break."""
    gap = folded[a.end : b.start]
    return not gap or (gap.isspace() and gap.count("\n") <= 1)


def read_numeral(folded: str, tokens: Sequence[Token], i: int, words: Reader) -> Numeral | None:
    """The number expression that begins at token i, or None."""
    first = words.word(tokens[i].form)
    if first is None:
        return None
    if first.role in ("ordinal", "vague", "more", "exceeded", "half_of_all", "part"):
        return _single(i, first)
    if first.role == "several":
        return _several(folded, tokens, i, words)
    if fraction := _fraction(folded, tokens, i, words, first):
        return fraction
    return _groups(folded, tokens, i, words)


def _single(i: int, word: Word) -> Numeral | None:
    role = {"half_of_all": "fraction", "more": "vague", "exceeded": "more"}.get(word.role, word.role)
    return None if role == "part" else Numeral(i, i + 1, word.value, role, Decimal(1), word.value, word.tail)


def _several(folded: str, tokens: Sequence[Token], i: int, words: Reader) -> Numeral | None:
    """কয়েক হাজার: the magnitude alone is known."""
    if i + 1 < len(tokens) and joined(folded, tokens[i], tokens[i + 1]):
        after = words.word(tokens[i + 1].form)
        if after and after.role in ("scale", "group"):
            scaled = _groups(folded, tokens, i + 1, words)
            if scaled:
                return Numeral(i, scaled.last, scaled.value, "vague", scaled.scale, Decimal(1), scaled.tail)
    return None


def _fraction(folded: str, tokens: Sequence[Token], i: int, words: Reader, first: Word) -> Numeral | None:
    """এক-তৃতীয়াংশ as percent."""
    j = i + 1 if i + 1 < len(tokens) and tokens[i + 1].form != "-" else i + 2
    if j >= len(tokens) or tokens[j].start - tokens[i].end > 2:
        return None
    part = words.word(tokens[j].form)
    if not part or part.role != "part":
        return None
    return Numeral(i, j + 1, round(first.value * 100 / part.value, 2), "fraction", Decimal(1), first.value, part.tail)


def _coefficient(folded: str, tokens: Sequence[Token], i: int, words: Reader) -> tuple[Decimal, int, Word] | None:
    """A number below the scales: (value, next token, last word)."""
    word = words.word(tokens[i].form)
    if word is None:
        return None
    follows = lambda j: j < len(tokens) and joined(folded, tokens[j - 1], tokens[j])  # noqa: E731
    if word.role == "shift":
        base = words.word(tokens[i + 1].form) if follows(i + 1) else None
        if base is None or base.role not in ("digits", "cardinal", "doubtful", "scale"):
            return None
        if base.role == "scale":  # সোয়া লাখ, পৌনে কোটি
            return 1 + word.value, i + 1, word
        return base.value + word.value, i + 2, base
    if word.role == "half":  # only of a scale; আধা ঘণ্টা is the unit's affair
        return word.value, i + 1, word
    if word.role not in ("digits", "cardinal", "whole", "doubtful", "bound"):
        return None
    j = i + 1
    if follows(j + 1) and follows(j) and not word.tail and words.words.get(tokens[j].form, (0, ""))[1] == "point":
        digits = words.word(tokens[j + 1].form)
        if digits and digits.role in ("digits", "cardinal") and digits.value == int(digits.value):
            text = ascii_digits(tokens[j + 1].form) if digits.role == "digits" else str(digits.value)
            return word.value + Decimal(f"0.{text}"), j + 2, digits
    return word.value, j, word


def _groups(folded: str, tokens: Sequence[Token], i: int, words: Reader) -> Numeral | None:
    """Coefficients and their scales, from the largest scale down."""
    total, limit = Decimal(0), None
    top, lead, j, role, tail = Decimal(1), Decimal(1), i, "", ""
    while j < len(tokens) and (j == i or joined(folded, tokens[j - 1], tokens[j])):
        group = _group(folded, tokens, j, words)
        if group is None:
            break
        value, scale, coefficient, end, word = group
        if limit is not None and word.role == "doubtful" and not word.tail:
            break
        if limit is None:
            top, lead, role = scale, coefficient, word.role
        if limit is not None and scale > top and coefficient < limit:  # ১ হাজার ৩৯১ কোটি: the larger scale is of both
            total, top = (total + coefficient) * scale, scale
        elif limit is not None and value >= limit:
            break
        else:
            total += value
        j, tail, limit = end, word.tail, scale
        if tail or scale == 1 or word.role == "more":
            role = "more" if word.role == "more" else role
            break
    if j == i:
        return None
    if top == 1 and role == "digits" and j < len(tokens) and tokens[j].start == tokens[j - 1].end:
        glued = tokens[j].form
        if _ORDINAL.fullmatch(glued):
            return Numeral(i, j + 1, total, "ordinal", top, lead, glued)
        if TAIL.fullmatch(glued):
            return Numeral(i, j + 1, total, role, top, lead, glued)
    return Numeral(i, j, total, "scale" if top > 1 and role != "more" else role, top, lead, tail)


def _group(
    folded: str, tokens: Sequence[Token], i: int, words: Reader
) -> tuple[Decimal, Decimal, Decimal, int, Word] | None:
    """One coefficient with the scales behind it: (value, scale, coefficient, next token, last word)."""
    found = _coefficient(folded, tokens, i, words)
    if found is None:
        bare = words.word(tokens[i].form)
        if bare is None or bare.role not in ("scale", "group") or tokens[i].form[:2] in ("শ", "শো", "শে", "শর"):
            return None
        coefficient, j, word = Decimal(1), i, Word(Decimal(1), "scale")
    else:
        coefficient, j, word = found
        coefficient /= word.scale
    scale = word.scale
    while j < len(tokens) and not word.tail and (j == i or joined(folded, tokens[j - 1], tokens[j])):
        after = words.word(tokens[j].form)
        if after is None or after.role not in ("scale", "group", "more"):
            break
        if scale > 1 and after.value < scale and after.value < 10**5:
            break
        scale, word, j = scale * after.value, after, j + 1
        if word.role == "more":
            break
    return None if word.role in ("half", "shift") else (coefficient * scale, scale, coefficient, j, word)
