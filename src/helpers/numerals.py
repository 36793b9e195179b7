"""Number expressions: which value, exactly, a run of digits and number words names.

The grammar is that of Bengali arithmetic: a coefficient (digits, or a word from 0 to 99, shifted by সাড়ে, সোয়া or পৌনে),
the scales behind it (হাজার, লাখ, কোটি), and further groups below the last scale (৪ হাজার ৭০০, ১ কোটি ২০ লাখ).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from .lexicon import BUILTIN, Lexicon
from .script import Text, ascii_digits

MAX_DIGITS = 18  # longer runs are codes, no numbers
LARGEST = 10**18  # the largest scale, as লাখ কোটি is 10**12
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{2})*,[0-9]{3}")
# What may stand glued behind a number word: classifier, case ending, emphatic ই/ও, in this order.
_CLASSIFIER = "টি|টা|টো|টে|টুকু|খানা|খানি|খান|জনা|জন|গুণ|গুন|বার|পক্ষীয়|দলীয়|দফা"
_CASE = "সহ|েরও|য়ের|ের|এর|র|কে|েতে|তে|য়ে|য়|ে|এ|েই|েও"
TAIL = re.compile(rf"'?(?P<classifier>{_CLASSIFIER})?(?P<case>{_CASE})?(?P<emphatic>ই|ও)?")
_ORDINAL = re.compile(rf"(?:তম|ম|য়|র্থ|ষ্ঠ|st|nd|rd|th)(?:{_CLASSIFIER})?(?:{_CASE})?(?:ই|ও)?")
_MORE = re.compile(r"(?:া|ো)?ধিক(?:ের|জন)?")
_ALONE = {"half_of_all": "fraction", "more": "vague", "exceeded": "more", "ordinal": "ordinal", "vague": "vague"}
_ALONE |= {"approx": "approx", "over": "over"}
_COEFFICIENTS = ("digits", "cardinal", "whole", "doubtful", "bound", "half")
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Word:
    """A number word with what is glued behind it."""

    value: Decimal
    role: str  # a role of numbers.csv, or digits
    tail: str = ""
    scale: Decimal = _ONE  # of দেড়শ, 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number expression: the tokens from first to before last, its value, and how it was said."""

    first: int
    last: int
    value: Decimal
    role: str  # digits cardinal doubtful bound scale ordinal vague fraction approx over more (২ সহস্রাধিক)
    scale: Decimal  # the largest scale said (1 where none)
    coefficient: Decimal  # what stood before it
    tail: str  # classifier and endings glued to the last word


class Reader:
    """The number words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        rows = lexicon.rows("numbers")
        self.words = {r["word"]: (Decimal(r["value"] if r["role"] != "point" else 0), r["role"]) for r in rows}
        self.longest = max(map(len, self.words))
        self.scales = [(w, value) for w, (value, role) in self.words.items() if role == "scale"]
        self.units = set(lexicon.words("units"))
        self.glued = set(lexicon.words("units", kind="duration"))  # দু'দিন; but কুড়িগ্রাম is a place
        self.read = lru_cache(100_000)(self._read)

    def _read(self, form: str) -> Word | None:
        """The number that a form says, alone or with an ending, None where it says none."""
        if len(form) >= 50:
            return None
        return self._digits(form) if form[:1].isdecimal() else self._spoken(form)

    @staticmethod
    def _digits(form: str) -> Word | None:
        plain = ascii_digits(form)
        whole, _, fraction = plain.partition(".")
        if len(plain) > MAX_DIGITS or "." in fraction or "," in fraction or not _GROUPED.fullmatch(whole):
            return None
        return Word(Decimal(plain.replace(",", "")), "digits")

    def _spoken(self, form: str) -> Word | None:
        if form in self.words:
            value, role = self.words[form]
            return None if role in ("never", "name") else Word(value, role)
        for end in range(min(len(form) - 1, self.longest), 0, -1):
            value, role = self.words.get(form[:end], (_ONE, "never"))
            if role == "name" and TAIL.fullmatch(form[end:]):
                return None
            if role not in ("never", "name") and (word := self._glued(value, role, form[end:])):
                return word
        return None

    def _glued(self, value: Decimal, role: str, rest: str) -> Word | None:
        """A number word with `rest` glued to it: a tail, a unit, a scale (দেড়শ), -াধিক."""
        bare = rest.removeprefix("'")
        if _MORE.fullmatch(rest):
            return Word(value, "more" if role in ("scale", "group") else "point")
        if role in (*_COEFFICIENTS, "several", "scale"):
            for scale, of in self.scales:
                left = bare[len(scale) :]
                more = _MORE.fullmatch(left)
                if not bare.startswith(scale) or not (more or TAIL.fullmatch(left)):
                    continue
                if role == "several":
                    return Word(of, "vague", left)
                if more:
                    return Word(of * value, "vague" if role == "half" else "exceeded")
                return Word(of * value, "cardinal", left, of)
        if role == "scale" and rest in ("ো", "'খানেক", "খানেক"):
            return Word(value, "vague")
        if role in ("cardinal", "bound") and rest in ("েক", "য়েক"):  # বছর দশেক, ঘণ্টা দুয়েক
            return Word(value, "approx")
        if rest in ("োর্ধ্ব", "োর্ধ"):  # ষাটোর্ধ্ব বৃদ্ধ; হাজারোর্ধ্ব
            return Word(value, "over" if role == "cardinal" else "exceeded")
        if rest.startswith("তম") and _ORDINAL.fullmatch(rest):
            return Word(value, "ordinal", rest)
        if role in ("cardinal", "bound", "half") and self.is_unit(bare, self.glued):
            return Word(value, "cardinal", rest)
        m = TAIL.fullmatch(rest)
        if not m or role in ("half", "shift", "several", "point") or (role == "bound" and not m["classifier"]):
            return None
        return Word(value, role, rest)

    def is_unit(self, form: str, units: set[str]) -> bool:
        """Whether the form is one of the units with any ending."""
        return any(form[:n] in units and TAIL.fullmatch(form[n:]) for n in range(2, min(len(form), 9) + 1))


@cache
def reader(lexicon: Lexicon = BUILTIN) -> Reader:
    """The reader of a lexicon."""
    return Reader(lexicon)


class Tokens:
    """The tokens of a text; a look beyond either end finds an empty form."""

    def __init__(self, text: Text) -> None:
        self.folded = text.folded
        self.forms, self.starts, self.ends = text.cut

    def next(self, i: int) -> bool:
        """Whether token i stands right behind token i-1: at most white space between, with at most one line break."""
        a, b = self.ends[i - 1], self.starts[i]
        return a == b or ((gap := self.folded[a:b]).isspace() and gap.count("\n") <= 1)


class Numbers(Tokens):
    """The tokens of a text and the number expressions among them."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        super().__init__(text)
        self.reader = reader(lexicon)
        self.words = list(map(self.reader.read, self.forms))

    def word(self, i: int) -> Word | None:
        """The number word that follows as token i, if it does."""
        return self.words[i] if self.next(i) else None

    def numeral(self, i: int) -> Numeral | None:
        """The number expression that begins at token i, or None."""
        first, after = self.words[i], self.word(i + 1)
        if first is None or first.role == "part":
            return None
        if first.role == "point":
            return self._decimals(i) if self.forms[i] == "দশমিক" else None
        said_twice = after and first.role == "scale" and (first.value, first.tail) == (after.value, "")
        several = first.role in ("several", "more", "vague") and self._scale(i + 1)
        if (said_twice or several) and (rest := self._groups(i + 1)):
            # হাজার হাজার, কয়েক হাজার, শতাধিক কোটি: the magnitude alone is known
            value = rest.value * (first.value if first.role in ("more", "vague") else 1)
            return Numeral(i, rest.last, value, "vague", rest.scale, _ONE, rest.tail)
        if role := _ALONE.get(first.role):
            return Numeral(i, i + 1, first.value, role, _ONE, first.value, first.tail)
        if first.role == "several" or (first.role == "scale" and first.value == 100 and self.forms[i][:2] != "শত"):
            return None
        return self._fraction(i, first) or self._groups(i)

    def _fraction(self, i: int, first: Word) -> Numeral | None:
        """এক-তৃতীয়াংশ as percent."""
        j = i + 2 if self.forms[i + 1] == "-" else i + 1
        part = self.words[j] if self.starts[j] - self.ends[i] <= 2 else None
        if not part or part.role != "part":
            return None
        return Numeral(i, j + 1, round(first.value * 100 / part.value, 2), "fraction", _ONE, first.value, part.tail)

    def _coefficient(self, i: int) -> tuple[Decimal, int, Word] | None:
        """A number below the scales: (value, next token, last word)."""
        word = self.words[i]
        if word is None or word.role not in (*_COEFFICIENTS, "shift"):
            return None
        if word.role == "shift":
            base = self.word(i + 1)
            if base is None or base.role not in ("digits", "cardinal", "doubtful", "scale"):
                return None
            if base.role == "scale":  # সোয়া লাখ, পৌনে কোটি
                return 1 + word.value, i + 1, word
            return base.value + word.value * base.scale, i + 2, base
        point = self.word(i + 1)
        if point and point.role == "point" and not word.tail and (decimals := self._decimals(i + 1)):
            return word.value + decimals.value, decimals.last, Word(decimals.value, word.role, decimals.tail)
        return word.value, i + 1, word

    def _decimals(self, i: int) -> Numeral | None:
        """দশমিক ৮২২, দশমিক শূন্য ৫: what stands behind the point, and the point itself, as token i."""
        zeros, j = "", i + 1
        while (word := self.word(j)) and not word.value and self.word(j + 1) and len(zeros) < 9:
            zeros, j = zeros + "0", j + 1
        if (
            not word
            or word.role not in ("digits", "cardinal", "doubtful")
            or word.scale != 1
            or word.value != int(word.value)
        ):
            return None
        said = ascii_digits(self.forms[j]) if word.role == "digits" else str(int(word.value))
        value = Decimal(f"0.{zeros}" + said.replace(",", "").partition(".")[0])
        return Numeral(i, j + 1, value, "digits", _ONE, value, word.tail)

    def _groups(self, i: int) -> Numeral | None:
        """Coefficients and scales; a scale multiplies what was said below it (১ কোটি ২০ লাখ, ১ হাজার ৩৯১ কোটি)."""
        group = self._coefficient(i) or self._bare(i)
        if group is None:
            return None
        value, j, word = group
        role, scale, lead = word.role, word.scale, value / word.scale
        parts: list[Decimal] = []
        tail = ""
        limit = Decimal(LARGEST)
        while group and group[0] < limit:
            value, end, word = group
            if parts and word.role == "doubtful" and not (word.tail or self._scale(end) or self._counting(end)):
                break
            sums, last = [*parts, value], word.scale
            end += self._marked(end, last)
            while not word.tail and role != "more" and (after := self._scale(end)) and sums[-1] * after.value < LARGEST:
                below = sums.pop()
                while sums and sums[-1] < after.value:
                    below += sums.pop()
                scale *= 1 if sums else after.value
                sums.append(below * after.value)
                role = "more" if after.role == "more" else role
                word, last = after, after.value
                end += 1 + self._marked(end + 1, last)
            if sums[1:] and sums[-1] >= limit:
                break
            parts, j, limit, tail = sums, end, last, word.tail
            done = tail or last == 1 or role == "more" or not self.next(j)
            group = None if done else self._coefficient(j)
        total, glued = sum(parts, Decimal(0)), self.forms[j]
        if scale == 1 and role == "digits" and self.starts[j] == self.ends[j - 1]:
            ordinal = _ORDINAL.fullmatch(glued)
            if ordinal or TAIL.fullmatch(glued):
                return Numeral(i, j + 1, total, "ordinal" if ordinal else role, scale, lead, glued)
        return Numeral(i, j, total, "scale" if scale > 1 and role != "more" else role, scale, lead, tail)

    def _bare(self, i: int) -> tuple[Decimal, int, Word] | None:
        """A scale without a coefficient, as token i: (value, next token, word)."""
        word = self.words[i]
        scale = word and word.role in ("scale", "group")
        return (word.value, i + 1, replace(word, scale=word.value)) if word and scale else None

    def _scale(self, i: int) -> Word | None:
        """The scale that follows as token i."""
        word = self.word(i)
        return word if word and word.role in ("scale", "group", "more") else None

    def _marked(self, i: int, scale: Decimal) -> bool:
        """Whether token i is the mark of a hundred cut short, within a number: ৫শ’ টাকা."""
        return scale == 100 and self.forms[i] in ("’", "'") and self.starts[i] == self.ends[i - 1] and self.next(i + 1)

    def _counting(self, i: int) -> bool:
        """Whether a classifier or a unit follows as token i: একশ নয় জন."""
        m = TAIL.fullmatch(self.forms[i]) if self.next(i) else None
        return bool(m and m["classifier"]) or (self.next(i) and self.reader.is_unit(self.forms[i], self.reader.units))
