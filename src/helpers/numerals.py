"""Number expressions: which value, exactly, a run of digits and number words names.

The grammar is that of Bengali arithmetic: a coefficient (digits, or a word from 0 to 99, shifted by সাড়ে, সোয়া or পৌনে),
the scales behind it (হাজার, লাখ, কোটি), and further groups below the last scale (৪ হাজার ৭০০, ১ কোটি ২০ লাখ).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .patterns import compiled
from .script import Text, ascii_digits

MAX_DIGITS = 18  # longer runs are codes, no numbers
LARGEST = 10**18  # the largest scale, as লাখ কোটি is 10**12
PATTERNS = compiled(BUILTIN).one
_BELOW = ("shift", "digits", "cardinal", "whole", "doubtful", "bound", "half")  # what may stand below a scale
_COEFFICIENTS = _BELOW[1:]
_ONE = Decimal(1)


class Word(NamedTuple):
    """A number word with what is glued behind it; or a number expression, as one word."""

    value: Decimal
    role: str  # a role of numbers.csv (of the first word), or digits, more (২ সহস্রাধিক), approx, over
    tail: str = ""  # classifier and endings glued to the last word
    scale: Decimal = _ONE  # what the coefficient is multiplied by: of দেড়শ, 100


class Reader:
    """The number words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.words = {r["word"]: (Decimal(r["value"]), r["role"]) for r in lexicon.rows("numbers")}
        self.longest = max(map(len, self.words))
        self.scales = [(word, value) for word, (value, role) in self.words.items() if role == "scale"]
        rows = lexicon.rows("number_endings")
        self.endings = {(r["ending"], behind): r["role"] for r in rows for behind in r["behind"].split()}
        self.durations = set(lexicon.words("units", kind="duration"))  # দু'দিন
        self.read = lru_cache(50_000)(self._read)

    def _read(self, form: str) -> Word | None:
        """The number that a form says, alone or with an ending, None where it says none."""
        if (plain := ascii_digits(form))[:1].isdecimal():
            fits = len(plain) <= MAX_DIGITS and PATTERNS["grouped"].fullmatch(plain)
            return Word(Decimal(plain.replace(",", "")), "digits") if fits else None
        for end in range(min(len(form), self.longest), 0, -1) if len(form) < 50 else ():
            value, role = self.words.get(form[:end], (_ONE, ""))
            rest = form[end:]
            if (role == "never" and not rest) or (role == "name" and PATTERNS["number tail"].fullmatch(rest)):
                return None
            if role not in ("", "never", "name") and (word := self._glued(value, role, rest)):
                return word
        return None

    def _glued(self, value: Decimal, role: str, rest: str) -> Word | None:
        """A number word with `rest` glued to it: a scale (দেড়শ), a unit of time, an ending."""
        if (rest, role) in self.endings:
            return Word(value, self.endings[rest, role])
        bare = rest.removeprefix("'")
        for scale, of in self.scales if role in (*_COEFFICIENTS, "scale") else ():
            if bare.startswith(scale) and (word := self._glued(of, "scale", bare[len(scale) :])):
                said = "cardinal" if word.role == "scale" else "vague" if role == "half" else "more"
                return Word(of * value, said, word.tail, of)
        if role in ("cardinal", "bound", "half") and self.durations.intersection(stems(bare)):
            return Word(value, "cardinal", rest)
        m = PATTERNS["number tail"].fullmatch(rest)
        ends = m and (m["classifier"] if role == "bound" else role not in ("half", "shift", "several", "point"))
        return Word(value, role, rest) if ends or not rest else None


reader = cache(Reader)


class Numbers:
    """The tokens of a text, beyond either end empty forms, and the number expressions among them."""

    def __init__(self, text: Text, lexicon: Lexicon) -> None:
        self.folded = text.folded
        self.forms, self.starts, self.ends = text.cut
        self.words = list(map(reader(lexicon).read, self.forms))

    def next(self, i: int) -> bool:
        """Whether token i stands right behind token i-1: at most white space between, with at most one line break."""
        a, b = self.ends[i - 1], self.starts[i]
        return a == b or ((gap := self.folded[a:b]).isspace() and gap.count("\n") <= 1)

    def word(self, i: int) -> Word | None:
        """The number word that follows as token i, if it does."""
        return self.words[i] if self.next(i) else None

    def numeral(self, i: int) -> tuple[Word, int] | None:
        """The number expression that begins at token i, and the token behind it; or None.

        Said twice (হাজার হাজার) or behind কয়েক or শতাধিক, the magnitude alone is known.
        """
        first, after = self.words[i], self.word(i + 1)
        twice = bool(first and after and first.role == "scale" and (first.value, first.tail) == (after.value, ""))
        parts, tail, j, role, scale = self._groups(i + twice)
        short = role == "scale" and parts == [100] and self.forms[i][:2] != "শত"  # শ is a hundred only behind a number
        if not parts or short or (scale == 1 and role in ("several", "shift")):
            return None
        if twice or role in ("several", "vague"):
            role = "vague"
        elif scale > 1 and role != "more":
            role = "lone" if role == "scale" and self.forms[i][:2] != "শত" else "scale"
        glued = PATTERNS["digits tail"].fullmatch(self.forms[j])
        if glued and role == "digits" and self.starts[j] == self.ends[j - 1]:
            role, tail, j = "ordinal" if glued["ordinal"] else role, glued[0], j + 1
        return Word(sum(parts, Decimal(0)), role, tail.removeprefix("'"), scale), j

    def _groups(self, i: int) -> tuple[list[Decimal], str, int, str, Decimal]:
        """Coefficients and scales: their sums, the ending, the next token, the first one's role and scale.

        A scale multiplies what was said below it: ১ কোটি ২০ লাখ, ১ হাজার ৩৯১ কোটি.
        """
        word, j, role, tail, lead, limit = self.words[i], i, "", "", _ONE, Decimal(LARGEST)
        parts: list[Decimal] = []
        while word:
            more = bool(parts) and word.role == "vague"  # ২ সহস্রাধিক
            if more or word.role in ("scale", "group"):
                if (parts and parts[-1] >= word.value) or sum(parts) * word.value >= LARGEST:
                    break
                j, limit, below = j + 1, word.value, sum(part for part in parts if part < word.value)
                parts = [part for part in parts if part >= limit] + [(below or 1) * limit]
            else:
                denies = word.role == "doubtful" and not (word.tail or self.forms[j + 1][:1].isalpha())  # ১০ হাজার নয়,
                found = self._coefficient(j)
                if not found or found[0].value >= limit or (parts and (denies or word.role not in _BELOW)):
                    break
                word, j = found
                limit = word.scale if word.scale > 1 else Decimal(0)
                lead = lead if parts else word.value / word.scale
                parts.append(word.value)
            tail, role = word.tail, "more" if more else role or word.role
            j += limit == 100 and self.forms[j] in ("’", "'") and self.starts[j] == self.ends[j - 1]  # ৫শ’ টাকা
            word = None if tail or more else self.word(j)
        return parts, tail, j, role, parts[0] / lead if parts and lead else _ONE

    def _coefficient(self, i: int) -> tuple[Word, int] | None:
        """A number below the scales, as one word, and the next token."""
        word, after = self.words[i], self.word(i + 1)
        if word is None or word.role == "point":
            return self._decimals(i)
        if word.role == "shift":  # সাড়ে তিন, সাড়ে তিনশ; সোয়া লাখ
            base = after if after and after.role in _COEFFICIENTS else None
            value = base.value + word.value * base.scale if base else 1 + word.value
            return (base or word)._replace(value=value), i + 1 + bool(base)
        if after and after.role == "point" and not word.tail and (point := self._decimals(i + 1)):
            return word._replace(value=word.value + point[0].value, tail=point[0].tail), point[1]
        return word, i + 1

    def _decimals(self, i: int) -> tuple[Word, int] | None:
        """দশমিক ৮২২, দশমিক শূন্য ৫: the point, as token i, and what stands behind it."""
        said, j, last = "", i + 1, None
        while (word := self.word(j)) and word.role in ("digits", "cardinal", "doubtful") and len(said) < MAX_DIGITS:
            said += re.sub("[.,]", "", ascii_digits(self.forms[j])) if word.role == "digits" else str(int(word.value))
            j, last = j + 1, word
        return (Word(Decimal(f"0.{said}"), "digits", last.tail), j) if last else None
