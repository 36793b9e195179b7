"""Sentences by Bengali ends (। | ? ! and the line's end), and which part of an article each belongs to."""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .lexicon import BUILTIN, Lexicon
from .patterns import compiled
from .script import Text, as_text

TERMINAL = re.compile(r"[।॥?!|.…][\s’”»\"')\]]*$")  # how a line of prose ends
SAID = re.compile(r"\S(?:.*\S)?", re.DOTALL)  # what stands there without the space around it
# A long line that goes on in the next
_BROKEN = re.compile(r"\n[^\n]{40,130}[^\s।॥?!|.…](?<![।॥?!|.…][’”»\"')\]])(?=[ \r]*\n\S)")
_TITLE = 150  # characters; a title is shorter


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; offsets into the stored text."""

    start: int
    end: int
    part: str  # headline dateline subheading body caption


def lines(folded: str) -> list[tuple[int, int]]:
    """The lines that hold anything, without the space around them; offsets into the folded text."""
    return [m.span() for m in re.finditer(r"[^\s](?:[^\n\r]*[^\s])?", folded)]


def is_dateline(line: str, lexicon: Lexicon = BUILTIN) -> bool:
    """Whether a line (folded) says when and nothing else: `প্রকাশ : ১৬ ডিসেম্বর ২০২৫`, `2025-12-22T18:48:51`."""
    return len(line) < 120 and compiled(lexicon).one["dateline"].fullmatch(line) is not None


@functools.lru_cache(maxsize=2)  # cleaning and sentences ask for the same text, one after the other
def _ends(text: Text, lexicon: Lexicon) -> frozenset[int]:
    """Where sentences end: offsets into the folded text."""
    folded, one = text.folded, compiled(lexicon).one
    found = [m for m in one["end"].finditer(folded) if m["item"] is None]
    if len(_BROKEN.findall(folded)) >= max(4, 0.3 * folded.count("\n")):  # lines end for width only, behind the title
        body = lines(folded)[1][1] + 1
        found = [m for m in found if m[0] != "\n" or m.start() < body or folded[m.end() : m.end() + 1].isspace()]
    return frozenset(m.end() for m in found).union(at for m in one["stamps"].finditer(folded) for at in m.span())


def split(text: Text, lexicon: Lexicon = BUILTIN, gone: Iterable[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """Sentences outside the spans that are `gone`; offsets into the folded text."""
    folded, ends = text.folded, {0, len(text), *_ends(text, lexicon)}
    kept = bytearray(b"\1") * len(text)
    for start, end in gone:
        ends |= {start, end}
        kept[start:end] = bytes(end - start)
    found = (SAID.search(folded, s, e) for s, e in pairwise(sorted(ends)) if kept[s])
    return [m.span() for m in found if m]


def find_sentences(text: Text | str, removed: Iterable[Any] = (), lexicon: Lexicon = BUILTIN) -> list[Sentence]:
    """The article's sentences in order; none overlaps a `removed` span (start, end) or lacks any letter."""
    text = as_text(text)
    folded, whole, one = text.folded, set(lines(text.folded)), compiled(lexicon).one
    spans = split(text, lexicon, (text.folded_span(r.start, r.end) for r in removed))
    spans = [(s, e) for s, e in spans if re.search(r"\w", folded[s:e])]
    if title := _title(folded, spans):
        spans = [(spans[0][0], title), *(span for span in spans if span[0] >= title)]
    found: list[Sentence] = []
    for span in spans:
        line, alone, part = folded[slice(*span)], span in whole, "body"
        if span[1] == title:
            part = "headline"
        elif is_dateline(line, lexicon) and (alone or one["stamps"].fullmatch(line)):
            part = "dateline"
        elif alone and span != spans[-1] and len(line) < 80 and not TERMINAL.search(line) and ":" not in line:
            part = "subheading" if any(sentence.part == "body" for sentence in found) else "body"
        found.append(Sentence(*text.span(*span), part))
    return found


def _title(folded: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where the first line that is left ends, if it is a title: short, ends like no sentence and more follows; or 0."""
    start = spans[0][0] if spans else 0
    end = next((e for (_, e), (s, _) in pairwise(spans) if folded[e:s].strip(" ")), 0)
    begins = folded[:start].rstrip(" ")[-1:] in "\n\r"  # else it is what is left of a line that begins with furniture
    return end if begins and end <= start + _TITLE and folded[end - 1 : end] not in "।|" else 0
