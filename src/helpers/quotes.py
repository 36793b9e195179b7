"""Quotations: where they begin and end, also where a mark is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONGEST = 3000  # characters; a mark further away closes nothing
_MARK = re.compile(r"(?P<double>[“”„\"«»])|(?P<single>[‘’'])")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; start and end are offsets into the stored text."""

    start: int
    end: int
    speaker: str
    cue: str
    direct: bool  # a whole saying; else words of somebody inside the reporter's sentence


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    kind: str
    opens: bool
    closes: bool


def quotations(folded: str) -> list[tuple[int, int]]:
    """The outermost quotations, in order, as offsets into folded text.

    A mark opens by what stands around it, whatever its shape (বলেন, ”আমরা). A quotation without its end goes to the next
    paragraph that opens with a mark, as speeches are set, else to the next mark or the end of its line: nothing behind
    it is spoilt.
    """
    marks = [_mark(folded, m) for m in _MARK.finditer(folded)]
    spans: list[tuple[int, int]] = []
    for i, mark in enumerate(marks):
        if mark.opens and (not spans or spans[-1][1] <= mark.at):
            spans.append((mark.at, _end(folded, marks, i)))
    return spans


def _mark(folded: str, m: re.Match[str]) -> _Mark:
    before, after = folded[m.start() - 1 : m.start()], folded[m.end() : m.end() + 1]
    free = before == "" or before.isspace() or before in "(,—–-:;“‘"
    bound = after == "" or after.isspace() or after in ",.।?!;:)—–-”’|"
    shape = m[0] in "“‘„"
    opens = m[0] == "“" or (free and (not bound or shape or before not in ("", "\n")))
    return _Mark(m.start(), m.lastgroup or "", opens, not free or (bound and not shape))


def _end(folded: str, marks: list[_Mark], i: int) -> int:
    mark = marks[i]
    line = folded.find("\n", mark.at)
    line = len(folded) if line < 0 else line
    for other in marks[i + 1 : i + 40]:
        if other.at - mark.at > _LONGEST:
            break
        doubled = folded[mark.at : other.at].strip("'‘") == ""  # ‘‘ and '‘ are one mark
        if other.kind != mark.kind or doubled or not (other.opens or other.closes):
            continue
        at_line = other.at > line and folded[folded.rfind("\n", 0, other.at) + 1 : other.at].strip() == ""
        if other.opens and at_line:
            return mark.at + len(folded[mark.at : other.at].rstrip())  # the next paragraph of a speech
        if other.closes:
            return other.at + 1
        line = min(line, other.at)
        break
    return mark.at + len(folded[mark.at : line].rstrip())
