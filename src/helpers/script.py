"""Bengali script: a form of the text in which equal words are equal strings, and the way back to the stored text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, compress
from operator import sub
from typing import NamedTuple
from unicodedata import normalize

BENGALI_DIGITS = "০১২৩৪৫৬৭৮৯"
LETTERS = "\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe"  # letters and signs of Bengali words; no digit, no danda, no ৳

_TO_ASCII = str.maketrans(BENGALI_DIGITS, "0123456789")
_TO_BENGALI = str.maketrans("0123456789", BENGALI_DIGITS)

# One character for one: the offsets stay.
_EVEN = {
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
    **dict.fromkeys("‐‑‒–−", "-"),
    "৷": "।",
}
_UNEVEN = re.compile(f"[{''.join(_EVEN)}]")
# Other lengths: NFC writes \u09df as two characters and \u09c7\u09be as one; invisible characters go; and ^ between
# consonants, a residue of old converters, is the ব-ফলা that it stood for.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_APOSTROPHES = "’ʼ´`"
_ODD = {"^": "্ব", "\u0985\u09be": "\u0986", **dict.fromkeys(_APOSTROPHES, "'")}
# One set of characters first, so that the engine leaps from one of them to the next; then what each must stand beside.
_EDIT = re.compile(
    f"[\u09dc\u09dd\u09df\u09c7\u0985{_INVISIBLE}^{_APOSTROPHES}]"
    "(?:(?<=[\u09dc\u09dd\u09df])|(?<=\u09c7)[\u09be\u09d7]|(?<=\u0985)\u09be"
    f"|(?P<gone>(?<=[{_INVISIBLE}])[{_INVISIBLE}]*)|(?<=[ক-হ]\\^)(?=[ক-হ])|(?<=[{LETTERS}][{_APOSTROPHES}])(?=[{LETTERS}]))"
)
_WORD = rf"[{LETTERS}]+(?:'[{LETTERS}]+)*|[০-৯0-9]+(?:[.,][০-৯0-9]+)*|[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*"
WORD = re.compile(_WORD + r"|[^\W_]")
_TOKEN = re.compile(rf"\s+|{_WORD}|\S")
_BEYOND = 8  # empty tokens behind the last, so that a look past either end of a text finds nothing


def _replacement(found: re.Match[str]) -> str:
    return "" if found["gone"] is not None else _ODD.get(found[0]) or normalize("NFC", found[0])


def _even(text: str) -> str:
    return _UNEVEN.sub(lambda m: _EVEN[m[0]], text)


def fold(text: str) -> str:
    """The normal form for matching: NFC (so য় is two characters), no invisible characters, plain spaces and hyphens.

    >>> fold("কো\u200cটি") == "কোটি"
    True
    """
    return _EDIT.sub(_replacement, _even(text))


def ascii_digits(text: str) -> str:
    """The text with Bengali digits as ASCII digits."""
    return text.translate(_TO_ASCII)


def bengali_digits(text: str) -> str:
    """The text with ASCII digits as Bengali digits."""
    return text.translate(_TO_BENGALI)


class Token(NamedTuple):
    """A number, a word or a single mark; start and end are offsets into the folded text."""

    start: int
    end: int
    form: str


class Text:
    """An article's text as stored (`raw`), its normal form (`folded`), and the way from one to the other.

    Grammars match on `folded` or `tokens`; what they return to anybody else are offsets into `raw`, by `span`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._at, self._to, self._wide = [0], [0], {}  # folded offset → raw offset from there on; ends of wide letters
        pieces: list[str] = []
        even, done, length = _even(raw), 0, 0
        for m in _EDIT.finditer(even):
            new = _replacement(m)
            pieces += [even[done : m.start()], new]
            length += m.start() - done
            for _ in new:
                self._at.append(length)
                self._to.append(m.start())
                self._wide[length] = m.end()
                length += 1
            self._at.append(length)
            self._to.append(m.end())
            done = m.end()
        self.folded = "".join([*pieces, even[done:]])

    def __len__(self) -> int:
        return len(self.folded)

    def _raw_start(self, offset: int) -> int:
        i = bisect_right(self._at, offset) - 1
        return self._to[i] + offset - self._at[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into `raw` of `folded[start:end]`."""
        first = self._raw_start(start)
        return first, first if start >= end else self._wide.get(end - 1, self._raw_start(end - 1) + 1)

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into `folded` of `raw[start:end]`: the way there, for spans that came from another reader."""
        return self._folded_at(start), self._folded_at(end)

    def _folded_at(self, raw: int) -> int:
        i = bisect_left(self._to, raw)
        i -= self._to[i : i + 1] != [raw]
        return min(self._at[i] + raw - self._to[i], *self._at[i + 1 : i + 2], len(self.folded))

    @cached_property
    def cut(self) -> tuple[list[str], list[int], list[int]]:
        """Numbers, words and single marks in order: their forms, their starts and their ends in `folded`.

        Behind the last stand a few empty ones that touch nothing: a look beyond either end of the text finds them.
        """
        runs = _TOKEN.findall(self.folded)
        said = [not run.isspace() for run in runs]
        forms, ends = list(compress(runs, said)), list(compress(accumulate(map(len, runs)), said))
        starts = list(map(sub, ends, map(len, forms)))
        far = len(self.folded) + 9
        return forms + [""] * _BEYOND, starts + [far + 9] * _BEYOND, ends + [far] * _BEYOND

    def words(self, start: int, end: int) -> list[str]:
        """The forms of the tokens that begin in `raw[start:end]`."""
        forms, starts, _ = self.cut
        start, end = self.folded_span(start, end)
        return forms[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def tokens(self) -> list[Token]:
        """The same as tuples, without the empty ones."""
        forms, starts, ends = self.cut
        return list(map(Token, starts[:-_BEYOND], ends, forms))


def as_text(text: Text | str) -> Text:
    """The text, folded once: readers take a string or a Text."""
    return text if isinstance(text, Text) else Text(text)
