"""Number expressions: which value, exactly, a run of digits and number words names.

The grammar is that of Bengali arithmetic: a coefficient (digits, or a word from 0 to 99, shifted by সাড়ে, সোয়া or পৌনে),
the scales behind it (হাজার, লাখ, কোটি), and further groups below the last scale (৪ হাজার ৭০০, ১ কোটি ২০ লাখ).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .script import Text, ascii_digits

MAX_DIGITS = 18  # longer runs are codes, no numbers
LARGEST = 10**18  # the largest scale, as লাখ কোটি is 10**12
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{2})*,[0-9]{3}")
# What may stand glued behind a number word: classifier, case ending, emphatic ই/ও, in this order.
_CLASSIFIER = "টি|টা|টো|টে|টুকু|খানা|খানি|খান|জনা|জন|গুণ|গুন|বার|পক্ষীয়|দফা"
_CASE = "সহ|েরও|য়ের|ের|এর|র|কে|েতে|তে|য়ে|য়|ে|এ|েই|েও"
TAIL = re.compile(rf"'?(?P<classifier>{_CLASSIFIER})?(?P<case>{_CASE})?(?P<emphatic>ই|ও)?")
_GLUED = re.compile(rf"(?P<ordinal>তম|ম|য়|র্থ|ষ্ঠ|st|nd|rd|th)?{TAIL.pattern}")  # to digits
_COEFFICIENTS = ("digits", "cardinal", "whole", "doubtful", "bound", "half")
_SCALES = ("scale", "group")
_ALONE = ("fraction", "more", "ordinal", "approx", "over")  # nothing goes on behind them
_ENDINGS = [  # glued to a word of one of the roles, it makes it another
    (re.compile("(?:া|ো)?ধিক(?:ের|জন)?"), _SCALES, "vague"),
    (re.compile("(?:য়)?েক"), ("cardinal", "bound"), "approx"),  # বছর দশেক, ঘণ্টা দুয়েক
    (re.compile("োর্ধ্?ব?"), ("cardinal",), "over"),  # ষাটোর্ধ্ব বৃদ্ধ
    (re.compile("োর্ধ্?ব?"), ("scale",), "more"),
    (re.compile(rf"তম(?:{_CASE})?"), ("cardinal", "scale"), "ordinal"),
]
_GROWN = {"several": "vague", "half": "vague"}  # কয়েকশ, অর্ধশতাধিক; but দেড়শতাধিক is "more than"
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Word:
    """A number word with what is glued behind it."""

    value: Decimal
    role: str  # a role of numbers.csv, or digits, more, approx, over
    tail: str = ""
    scale: Decimal = _ONE  # of দেড়শ, 100


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number expression: the tokens from first to before last, its value, and how it was said."""

    first: int
    last: int
    value: Decimal
    role: str  # digits cardinal doubtful bound half scale ordinal vague fraction approx over more (২ সহস্রাধিক)
    scale: Decimal  # what the coefficient is multiplied by (1 where no scale was said)
    coefficient: Decimal
    tail: str  # classifier and endings glued to the last word


class Reader:
    """The number words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words = {r["word"]: (Decimal(r["value"]), r["role"]) for r in lexicon.rows("numbers")}
        self.longest = max(map(len, self.words))
        self.scales = [(word, value) for word, (value, role) in self.words.items() if role == "scale"]
        self.durations = set(lexicon.words("units", kind="duration"))  # দু'দিন
        self.read = lru_cache(100_000)(self._read)

    def _read(self, form: str) -> Word | None:
        """The number that a form says, alone or with an ending, None where it says none."""
        if form[:1].isdecimal():
            return self._digits(form)
        for end in range(min(len(form), self.longest), 0, -1) if len(form) < 50 else ():
            value, role = self.words.get(form[:end], (_ONE, ""))
            rest = form[end:]
            if (role == "never" and not rest) or (role == "name" and TAIL.fullmatch(rest)):
                return None
            if role not in ("", "never", "name") and (word := self._glued(value, role, rest)):
                return word
        return None

    @staticmethod
    def _digits(form: str) -> Word | None:
        plain = ascii_digits(form)
        whole, _, fraction = plain.partition(".")
        if len(plain) > MAX_DIGITS or "." in fraction or "," in fraction or not _GROUPED.fullmatch(whole):
            return None
        return Word(Decimal(plain.replace(",", "")), "digits")

    def _glued(self, value: Decimal, role: str, rest: str) -> Word | None:
        """A number word with `rest` glued to it: a scale (দেড়শ), a unit of time, an ending."""
        for ending, behind, said in _ENDINGS:
            if role in behind and ending.fullmatch(rest):
                return Word(value, said)
        bare = rest.removeprefix("'")
        for scale, of in self.scales if role in (*_COEFFICIENTS, "several", "scale") else ():
            if bare.startswith(scale) and (word := self._glued(of, "scale", bare[len(scale) :])):
                said = "cardinal" if word.role == "scale" and role != "several" else _GROWN.get(role, "more")
                return Word(of * value, said, word.tail, of)
        if role in ("cardinal", "bound", "half") and self.durations.intersection(stems(bare)):
            return Word(value, "cardinal", rest)
        m = TAIL.fullmatch(rest)
        ends = m and (m["classifier"] if role == "bound" else role not in ("half", "shift", "several", "point"))
        return Word(value, role, rest) if ends or not rest else None


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
        self.words = list(map(reader(lexicon).read, self.forms))

    def word(self, i: int) -> Word | None:
        """The number word that follows as token i, if it does."""
        return self.words[i] if self.next(i) else None

    def numeral(self, i: int) -> Numeral | None:
        """The number expression that begins at token i, or None.

        Said twice (হাজার হাজার) or behind কয়েক or শতাধিক, the magnitude alone is known.
        """
        first, after = self.words[i], self.word(i + 1)
        if first is None or (first.role == "point" and self.forms[i] != "দশমিক"):
            return None
        twice = bool(after and first.role == "scale" and (first.value, first.tail) == (after.value, ""))
        parts, last, j, role, lead = self._groups(i + twice)
        scale = parts[0] / lead if parts and lead else _ONE
        if (
            not parts
            or (scale == 1 and role == "several")
            or (role == "scale" and parts == [100] and self.forms[i][:2] != "শত")
        ):
            return None
        if twice or role in ("several", "vague"):
            role = "vague"
        elif scale > 1 and role != "more":
            role = "scale"
        tail, glued = last.tail, _GLUED.fullmatch(self.forms[j])
        if glued and role == "digits" and self.starts[j] == self.ends[j - 1]:
            role, tail, j = "ordinal" if glued["ordinal"] else role, glued[0], j + 1
        return Numeral(i, j, sum(parts, Decimal(0)), role, scale, lead, tail)

    def _groups(self, i: int) -> tuple[list[Decimal], Word, int, str, Decimal]:
        """Coefficients and scales: their sums, the last word, the next token, the first one's role and coefficient."""
        word, j, role, lead, limit = self.words[i], i, "", _ONE, Decimal(LARGEST)
        parts: list[Decimal] = []
        last = Word(_ONE, "")
        while word:
            more = bool(parts) and word.role == "vague"  # ২ সহস্রাধিক
            if more or word.role in _SCALES:
                if not _multiply(parts, word.value):
                    break
                j, limit = j + 1, word.value
            else:
                found = self._coefficient(j)
                if not found or found[0] >= limit or (parts and not self._goes_on(*found[1:])):
                    break
                value, j, word = found
                limit = word.scale if word.scale > 1 else Decimal(0)
                lead = lead if parts else value / word.scale
                parts.append(value)
            last, role = word, "more" if more else role or word.role
            j += limit == 100 and self.forms[j] in ("’", "'") and self.starts[j] == self.ends[j - 1]  # ৫শ’ টাকা
            word = None if word.tail or more or word.role in _ALONE else self.word(j)
        return parts, last, j, role, lead

    def _goes_on(self, end: int, word: Word) -> bool:
        """Whether a coefficient before token `end` can stand behind a scale; নয় "is not" stands before a pause."""
        if word.role in ("doubtful", "bound"):
            return bool(word.tail) or (word.role == "doubtful" and self.forms[end][:1].isalpha())
        return word.role in _COEFFICIENTS

    def _coefficient(self, i: int) -> tuple[Decimal, int, Word] | None:
        """A number below the scales: (value, next token, last word)."""
        word, after = self.words[i], self.word(i + 1)
        if word is None or word.role == "point":
            return self._decimals(i)
        if word.role == "shift":
            if after is None or after.role not in ("digits", "cardinal", "doubtful", "scale"):
                return None
            if after.role == "scale":  # সোয়া লাখ, পৌনে কোটি
                return 1 + word.value, i + 1, word
            return after.value + word.value * after.scale, i + 2, after
        decimals = self._decimals(i + 1) if after and after.role == "point" and not word.tail else None
        if decimals:
            return word.value + decimals[0], decimals[1], replace(word, tail=decimals[2].tail)
        return word.value, i + 1, word

    def _decimals(self, i: int) -> tuple[Decimal, int, Word] | None:
        """দশমিক ৮২২, দশমিক শূন্য ৫: the point, as token i, and what stands behind it."""
        said, j, last = "", i + 1, None
        while (word := self.word(j)) and word.role in ("digits", "cardinal", "doubtful") and len(said) < MAX_DIGITS:
            said += re.sub("[.,]", "", ascii_digits(self.forms[j])) if word.role == "digits" else str(int(word.value))
            j, last = j + 1, word
            if word.value or word.tail:
                break
        return (Decimal(f"0.{said}"), j, replace(last, role="digits")) if last else None


def _multiply(parts: list[Decimal], scale: Decimal) -> bool:
    """A scale multiplies what was said below it: ১ কোটি ২০ লাখ, ১ হাজার ৩৯১ কোটি. False where it cannot."""
    if (parts and parts[-1] >= scale) or sum(parts) * scale >= LARGEST:
        return False
    below = Decimal(0)
    while parts and parts[-1] < scale:
        below += parts.pop()
    parts.append((below or 1) * scale)
    return True
