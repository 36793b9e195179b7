"""Sentences by Bengali ends (। | ? ! and the line's end), and which part of an article each belongs to."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, pstdev
from typing import NamedTuple, Protocol

from .lexicon import BUILTIN, Lexicon
from .script import LETTERS, Text, as_text

TERMINAL = re.compile(r"[।॥?!|.…][\s’”»\"')\]]*$")  # how a line of prose ends
_TITLE = 150  # characters; a title is shorter
_BEFORE = re.compile(rf"[{LETTERS}A-Za-z.:]*$")
_SAID = re.compile(r"\S(?:.*\S)?", re.DOTALL)


class _Span(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; offsets into the stored text."""

    start: int
    end: int
    part: str  # headline dateline subheading body caption


class _Grammar(NamedTuple):
    end: re.Pattern[str]  # a mark that may end a sentence, with the quotation marks behind it
    short: frozenset[str]  # words whose full stop ends nothing
    goes_on: re.Pattern[str]  # behind a closing quotation mark: the sentence is not over
    number: re.Pattern[str]  # behind a line break: the number is not over
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
    close = rf"(?: ?[’”»]|[\"'](?![{LETTERS}\w])|[)\]])*"
    stop = rf"(?<=[{LETTERS}a-z])\.(?=[’”\s]|\Z)"
    pipe = rf"(?<=[{LETTERS}’”)])\|(?!\|)"
    when = alternatives(r["word"] for r in lexicon.rows("datelines") if r["kind"] not in ("ago", "print"))
    stamp = rf"(?:{alternatives(lexicon.words('datelines', kind='stamp'))})\s*[:ঃ]\s*(?:{date_pattern(lexicon)})"
    return _Grammar(
        re.compile(rf"(?:[।॥?!][।॥?!.]*|{pipe}|{stop}){close}"),
        frozenset(lexicon.words("abbreviations", kind="abbreviation")),
        re.compile(rf"\s*(?:[,;—–-]|(?:{words('goes_on')})(?![{LETTERS}]))"),
        re.compile(rf"\s*(?:{words('number_goes_on')})(?![{LETTERS}])"),
        re.compile(rf"(?=.*[0-9০-৯])(?:(?:{when})(?![{LETTERS}])|[0-9০-৯]+(?:ই|লা|রা|ঠা|শে)?|[\s,|:()/.।ঃT+-])+"),
        re.compile(rf"{stamp}(?:[\s|,।]*{stamp})*"),
    )


def lines(folded: str) -> list[tuple[int, int]]:
    """The lines that hold anything, without the space around them; offsets into the folded text."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\n\r]*[^\s])?", folded)]


def is_dateline(line: str, lexicon: Lexicon = BUILTIN) -> bool:
    """Whether a line (folded) says when and nothing else: `প্রকাশ : ১৬ ডিসেম্বর ২০২৫`, `2025-12-22T18:48:51`."""
    return len(line) < 120 and _grammar(lexicon).dateline.fullmatch(line) is not None


def _wrapped(folded: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """Ends of lines that were broken for width only.

    In a hard-wrapped text many lines end in the middle of a sentence, and these are long and of much the same length;
    headlines and list items are few, short or uneven.
    """
    open_ends = {}
    for (s, e), (t, _) in pairwise(spans[2:]):
        if folded.count("\n", e, t) == 1 and not re.search(r"[।॥?!|…][\s’”»\"')\]]*$", folded[max(s, e - 8) : e]):
            open_ends[e] = e - s
    long = [n for n in open_ends.values() if n >= 40]
    if len(long) < 4 or len(long) < 0.3 * len(spans) or pstdev(long) > 0.3 * fmean(long):
        return set()
    return set(open_ends)


@functools.lru_cache(maxsize=2)  # cleaning and sentences ask for the same text, one after the other
def _ends(text: Text, lexicon: Lexicon) -> frozenset[int]:
    """Where sentences end: offsets into the folded text."""
    folded, spans, grammar = text.folded, lines(text.folded), _grammar(lexicon)
    found: list[int] = []
    for m in grammar.end.finditer(folded):
        mark = m[0]
        before = _BEFORE.search(folded[max(0, m.start() - 25) : m.start()])
        word = before[0] if before else ""
        if mark[0] == "." and (word in grammar.short or len(word) < 3 or "." in word):
            continue
        if mark[0] == "।" and re.search(r"(?:^|\n)\s*[(]?[0-9০-৯]{1,3}$", folded[max(0, m.start() - 8) : m.start()]):
            continue  # ১। opens an item of a list
        if mark[-1] in "’”»\"'" and grammar.goes_on.match(folded, m.end(), m.end() + 30):
            continue
        found.append(m.end())
    for m in grammar.stamp.finditer(folded):
        found += m.span()
    wrapped = _wrapped(folded, spans)
    for i, ((_, e), (t, _)) in enumerate(pairwise(spans)):
        broken_number = i > 0 and folded[e - 1] in "0123456789০১২৩৪৫৬৭৮৯.," and grammar.number.match(folded, t, t + 20)
        if e not in wrapped and not broken_number:
            found.append(e)
    return frozenset(found)


def split(text: Text, lexicon: Lexicon = BUILTIN, cuts: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Sentences as offsets into the folded text; `cuts` are further offsets where one ends or begins."""
    folded = text.folded
    ends = sorted({0, *_ends(text, lexicon), *cuts, len(folded)})
    found = (_SAID.search(folded, s, e) for s, e in pairwise(ends))
    return [m.span() for m in found if m]


def find_sentences(text: Text | str, removed: Sequence[_Span] = (), lexicon: Lexicon = BUILTIN) -> list[Sentence]:
    """The article's sentences in order; none overlaps a removed span, and what holds no letter or digit is none."""
    text = as_text(text)
    gone = sorted(text.folded_span(r.start, r.end) for r in removed)
    cuts = {at for span in gone for at in span}
    kept, i = [], 0
    for s, e in split(text, lexicon, cuts):
        while i < len(gone) and gone[i][1] <= s:
            i += 1
        if (i == len(gone) or gone[i][0] >= e) and re.search(r"\w", text.folded[s:e]):
            kept.append((s, e))
    title = _title(text.folded, kept)
    if title:
        kept = [title] + [span for span in kept if span[0] >= title[1]]
    parts = _parts(text.folded, kept, title is not None, lexicon)
    return [Sentence(*text.span(s, e), part) for (s, e), part in zip(kept, parts, strict=True)]


def _parts(folded: str, kept: Sequence[tuple[int, int]], titled: bool, lexicon: Lexicon) -> list[str]:
    """The part of the article that each sentence is."""
    whole = set(lines(folded))
    parts: list[str] = []
    for span in kept:
        line, alone = folded[slice(*span)], span in whole
        if titled and not parts:
            part = "headline"
        elif is_dateline(line, lexicon) and (alone or _grammar(lexicon).stamp.fullmatch(line)):
            part = "dateline"
        elif alone and "body" in parts and len(line) < 80 and not TERMINAL.search(line) and ":" not in line:
            part = "subheading"
        else:
            part = "body"
        parts.append(part)
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
