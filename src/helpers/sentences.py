"""Sentences by Bengali ends (। | ? ! and the line's end), and which part of an article each belongs to."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from .lexicon import BUILTIN, Lexicon
from .script import LETTERS, Text, as_text

TERMINAL = re.compile(r"[।॥?!|.…][\s’”»\"')\]]*$")  # how a line of prose ends
_TITLE = 150  # characters; a title is shorter
SAID = re.compile(r"\S(?:.*\S)?", re.DOTALL)  # what stands there without the space around it


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; offsets into the stored text."""

    start: int
    end: int
    part: str  # headline dateline subheading body caption


class _Grammar(NamedTuple):
    end: re.Pattern[str]  # where a sentence ends, with the quotation marks behind it; `item`: or the number of an item
    dateline: re.Pattern[str]  # a whole line that says when
    stamp: re.Pattern[str]  # the same inside a line: প্রকাশ: ১৪ ডিসেম্বর ২০২৫ | ১৭:৫৪ | আপডেট: …


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; spaces in them of any width."""
    return "|".join(re.escape(w).replace(r"\ ", r"\s*") for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"


@functools.cache
def date_pattern(lexicon: Lexicon = BUILTIN) -> str:
    """A pattern for a day as pages print it, with or without the clock: `১৬ ডিসেম্বর ২০২৫, ১৪:৫০`."""
    month = alternatives(lexicon.words("datelines", kind="month"))
    clock = r"(?:\s*[,|]?\s*[0-9০-৯]{1,2}[:.][0-9০-৯]{2}(?::[0-9০-৯]{2})?(?:\s*(?:এএম|পিএম|[AaPp][Mm]))?)?"
    return rf"[0-9০-৯]{{1,2}}\s*(?:{month}),?\s*[0-9০-৯]{{4}}{clock}"


@functools.cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    words = lambda kind: alternatives(lexicon.words("abbreviations", kind=kind))  # noqa: E731
    item = r"^[ ]{0,9}\(?[0-9০-৯]{1,3}।"
    mark = rf"[।॥?!][।॥?!.]*+|(?<=[{LETTERS}’”)])\|(?!\|)"
    close = rf"(?: ?[’”»]|[\"'](?![{LETTERS}\w])|[)\]])*+"
    goes_on = rf"(?<=[’”»\"'])\s{{0,9}}(?:[,;—–-]|(?:{words('goes_on')})(?![{LETTERS}]))"
    line = rf"[\n\r](?!(?<=[0-9০-৯.,]\n)\s*(?:{words('number_goes_on')})(?![{LETTERS}]))"
    when = alternatives(r["word"] for r in lexicon.rows("datelines") if r["kind"] not in ("ago", "print"))
    stamp = rf"(?:{alternatives(lexicon.words('datelines', kind='stamp'))})\s*[:ঃ]\s*(?:{date_pattern(lexicon)})"
    return _Grammar(
        re.compile(rf"(?P<item>{item})|(?:{mark}){close}(?!{goes_on})|{line}", re.MULTILINE),
        re.compile(rf"(?=.*[0-9০-৯])(?:(?:{when})(?![{LETTERS}])|[0-9০-৯]+(?:ই|লা|রা|ঠা|শে)?|[\s,|:()/.।ঃT+-])+"),
        re.compile(rf"{stamp}(?:[\s|,।]*{stamp})*"),
    )


def lines(folded: str) -> list[tuple[int, int]]:
    """The lines that hold anything, without the space around them; offsets into the folded text."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\n\r]*[^\s])?", folded)]


def is_dateline(line: str, lexicon: Lexicon = BUILTIN) -> bool:
    """Whether a line (folded) says when and nothing else: `প্রকাশ : ১৬ ডিসেম্বর ২০২৫`, `2025-12-22T18:48:51`."""
    return len(line) < 120 and _grammar(lexicon).dateline.fullmatch(line) is not None


def _wrapped(folded: str) -> bool:
    """Whether lines are broken for width only: many, long and of much the same length, end within a sentence."""
    spans = lines(folded)
    ends = [(s, e) for (s, e), (t, _) in pairwise(spans[2:]) if e - s >= 40 and folded.count("\n", e, t) == 1]
    long = [e - s for s, e in ends if not TERMINAL.search(folded, e - 8, e)]
    return len(long) >= max(4, 0.3 * len(spans)) and pstdev(long) <= 0.3 * fmean(long)


@functools.lru_cache(maxsize=2)  # cleaning and sentences ask for the same text, one after the other
def _ends(text: Text, lexicon: Lexicon) -> frozenset[int]:
    """Where sentences end: offsets into the folded text."""
    folded, grammar = text.folded, _grammar(lexicon)
    found = [m for m in grammar.end.finditer(folded) if m.lastgroup is None]
    if _wrapped(folded):  # behind title and date line
        body = lines(folded)[1][1] + 1
        found = [m for m in found if m[0] != "\n" or m.start() < body or folded[m.end() : m.end() + 1].isspace()]
    stamps = (at for m in grammar.stamp.finditer(folded) for at in m.span())
    return frozenset(stamps).union(m.end() for m in found)


def split(text: Text, lexicon: Lexicon = BUILTIN, cuts: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Sentences as offsets into the folded text; `cuts` are further offsets where one ends or begins."""
    folded = text.folded
    ends = sorted({0, *_ends(text, lexicon), *cuts, len(folded)})
    found = (SAID.search(folded, s, e) for s, e in pairwise(ends))
    return [m.span() for m in found if m]


def find_sentences(text: Text | str, removed: Iterable[Any] = (), lexicon: Lexicon = BUILTIN) -> list[Sentence]:
    """The article's sentences in order; none overlaps a `removed` span (start, end) or lacks any letter."""
    text = as_text(text)
    gone, cuts = bytearray(len(text)), set()
    for start, end in (text.folded_span(r.start, r.end) for r in removed):
        gone[start:end] = b"\1" * (end - start)
        cuts |= {start, end}
    kept = [(s, e) for s, e in split(text, lexicon, cuts) if not gone[s] and re.search(r"\w", text.folded[s:e])]
    if title := _title(text.folded, kept):
        kept = [title] + [span for span in kept if span[0] >= title[1]]
    parts = _parts(text.folded, kept, title is not None, lexicon)
    return [Sentence(*text.span(s, e), part) for (s, e), part in zip(kept, parts, strict=True)]


def _parts(folded: str, kept: Sequence[tuple[int, int]], titled: bool, lexicon: Lexicon) -> list[str]:
    """The part of the article that each sentence is."""
    whole = set(lines(folded))
    parts: list[str] = []
    for span in kept:
        line, alone = folded[slice(*span)], span in whole
        heads = alone and "body" in parts and len(line) < 80 and not TERMINAL.search(line) and ":" not in line
        if titled and not parts:
            parts.append("headline")
        elif is_dateline(line, lexicon) and (alone or _grammar(lexicon).stamp.fullmatch(line)):
            parts.append("dateline")
        else:
            parts.append("subheading" if heads else "body")
    if parts and parts[-1] == "subheading":
        parts[-1] = "body"  # it heads nothing
    return parts


def _title(folded: str, kept: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The first line that is left, where it is short, ends like no sentence and more follows."""
    if len(kept) < 2 or folded[: kept[0][0]].rstrip(" ")[-1:] not in ("", "\n", "\r", "\ufeff"):
        return None  # one sentence, or what is left of a line that begins with furniture
    (start, end), more = kept[0], 1
    while more < len(kept) and folded[end : kept[more][0]].strip(" ") == "":
        end, more = kept[more][1], more + 1
    whole = more < len(kept) and end - start <= _TITLE and not re.search(r"[।|]$", folded[start:end])
    return (start, end) if whole else None
