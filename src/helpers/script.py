"""Bengali script: a form of the text in which equal words are equal strings, and the way back to the stored text."""

import re
import sys
from bisect import bisect_left
from functools import cached_property
from unicodedata import normalize

BENGALI_DIGITS = "০১২৩৪৫৬৭৮৯"
LETTERS = "\u0980-\u09e3\u09f0\u09f1\u09fc\u09fe"  # letters and signs of Bengali words; no digit, no danda, no ৳

_TO_ASCII = str.maketrans(BENGALI_DIGITS, "0123456789")
_TO_BENGALI = str.maketrans("0123456789", BENGALI_DIGITS)

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_APOSTROPHES = "’ʼ´`"
# What is written in several ways → its one form; what has none here is invisible and goes.
_FORM = {
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
    **dict.fromkeys("‐‑‒–−", "-"),
    **{letter: normalize("NFC", letter) for letter in "\u09dc\u09dd\u09df"},  # two characters for one
    "৷": "।",
}
_ALONE = "".join(_FORM) + _INVISIBLE  # whatever they stand beside
_FORM |= {"\u09c7\u09be": "\u09cb", "\u09c7\u09d7": "\u09cc", "\u0985\u09be": "\u0986"}  # typed in two halves
_FORM |= dict.fromkeys(_APOSTROPHES, "'") | {"^": "্ব"}  # ^ between consonants: what old converters made of the ব-ফলা
# One set of characters first, so that the engine leaps from one of them to the next; then what each must stand beside.
_EDIT = re.compile(
    f"[{_ALONE}\u09c7\u0985^{_APOSTROPHES}](?:(?<=[{_ALONE}])|(?<=\u09c7)[\u09be\u09d7]|(?<=\u0985)\u09be"
    f"|(?<=[ক-হ]\\^)(?=[ক-হ])|(?<=[{LETTERS}][{_APOSTROPHES}])(?=[{LETTERS}]))"
)
_WORD = rf"[{LETTERS}]+(?:'[{LETTERS}]+)*|[০-৯0-9]+(?:[.,][০-৯0-9]+)*|[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)*"
WORD = re.compile(_WORD + r"|[^\W_]")
_TOKEN = re.compile(rf"{_WORD}|\S")
_BEYOND = 8  # empty tokens behind the last, so that a look past either end of a text finds nothing


def fold(text: str) -> str:
    """The normal form for matching: NFC (so য় is two characters), no invisible characters, plain spaces and hyphens.

    >>> fold("কো\u200cটি") == "কোটি"
    True
    """
    return _EDIT.sub(lambda m: _FORM.get(m[0], ""), text)


def ascii_digits(text: str) -> str:
    """The text with Bengali digits as ASCII digits."""
    return text.translate(_TO_ASCII)


def bengali_digits(text: str) -> str:
    """The text with ASCII digits as Bengali digits."""
    return text.translate(_TO_BENGALI)


def tokens(folded: str) -> list[str]:
    """Numbers, words and single marks in order."""
    return _TOKEN.findall(folded)


class Text:
    """An article's text as stored (`raw`), its normal form (`folded`), and the way from one to the other.

    Grammars match on `folded` or the tokens of `cut`; what they give to anybody else are offsets into `raw`, by `span`.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._starts: list[int] = []  # folded offset → where that character begins in `raw`
        pieces, done = [], 0
        for m in _EDIT.finditer(raw):
            form = _FORM.get(m[0], "")
            pieces += [raw[done : m.start()], form]
            self._starts += range(done, m.start())
            self._starts += [m.start()] * len(form)
            done = m.end()
        self._starts += range(done, len(raw) + 1)
        self.folded = "".join([*pieces, raw[done:]])

    def __len__(self) -> int:
        return len(self.folded)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into `raw` of `folded[start:end]`."""
        first, last = self._starts[start], self._starts[max(0, end - 1)]
        whole = _EDIT.match(self.raw, last)  # what may be several characters there
        behind = whole.end() if whole else last + 1
        return first, behind if start < end else first

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into `folded` of `raw[start:end]`: the way there, for spans that came from another reader."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    @cached_property
    def cut(self) -> tuple[list[str], list[int], list[int]]:
        """Numbers, words and single marks in order: their forms, their starts and their ends in `folded`.

        Behind the last stand a few empty ones that touch nothing: a look beyond either end of the text finds them.
        """
        found = list(_TOKEN.finditer(self.folded))
        forms, starts, ends = [m[0] for m in found], [m.start() for m in found], [m.end() for m in found]
        far = len(self.folded) + 9
        return forms + [""] * _BEYOND, starts + [far + 9] * _BEYOND, ends + [far] * _BEYOND

    def words(self, start: int = 0, end: int = sys.maxsize) -> list[str]:
        """The forms of the tokens that begin in `raw[start:end]`."""
        forms, starts, _ = self.cut
        start, end = self.folded_span(start, end)
        return forms[bisect_left(starts, start) : bisect_left(starts, end)]


def as_text(text: Text | str) -> Text:
    """The text, folded once: readers take a string or a Text."""
    return text if isinstance(text, Text) else Text(text)
