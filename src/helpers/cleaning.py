"""Which characters of a document are article, and which are page furniture or repetition."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .lexicon import BUILTIN, Lexicon
from .patterns import Grammar, compiled
from .repeats import on_topic, repeated, shortest
from .script import Text, as_text, fold
from .sentences import SAID, TERMINAL, Sentence, find_sentences, is_dateline, lines, split

__all__ = ["Removed", "Sentence", "find_credit", "find_removed", "find_sentences"]

_Lines = Sequence[tuple[int, int]]

_RULES = ("", *"share readmore caption advert section byline initials source foreign repeat residue".split())  # noqa: SIM905
_EDGE = " \t:;,|•●■*#>«»-–—_~=+.।…()[]"  # what may stand around a line of furniture
_HEADLINE = 200  # characters that a linked headline, or two, may have
_CAPTION = 260  # characters
_FOOT = 700  # characters at the end, where the foot of the page may stand
_WHOLE = 600  # characters; a shorter copy may be the lead, given again before the article
_BY_CHANCE = 50  # characters; articles may share a shorter sentence and have nothing else in common


@dataclass(frozen=True, slots=True)
class Removed:
    """A span that is not article, and the rule that says so; offsets into the stored text."""

    start: int
    end: int
    rule: str  # one of _RULES


class _Marks:
    """A rule for each character of the folded text; what is marked already keeps its rule."""

    def __init__(self, text: Text) -> None:
        self.text, self.folded, self.rules = text, text.folded, bytearray(len(text.folded))

    def add(self, start: int, end: int, rule: str) -> None:
        """Marks what is not marked yet."""
        self.rules[start:end] = self.rules[start:end].replace(b"\0", bytes([_RULES.index(rule)]))

    def spans(self) -> list[tuple[int, int]]:
        """What is marked, without the space around it."""
        runs = (SAID.search(self.folded, *m.span()) for m in re.finditer(rb"([^\0])\1*", self.rules))
        return [m.span() for m in runs if m]


def find_removed(text: Text | str, common_lines: Collection[str] = (), lexicon: Lexicon = BUILTIN) -> list[Removed]:
    """The spans that are not article, in order; `common_lines` are what CommonLines found the outlet's to share."""
    text = as_text(text)
    grammar, marks, rows = compiled(lexicon), _Marks(text), lines(text.folded)
    _mark_lines(marks, rows, grammar)
    asks = grammar.one["ask"].search(text.folded) is not None
    for where, start in ("any", 0), ("foot", max(0, len(text) - _FOOT)), ("asked", 0 if asks else len(text)):
        for rule, pattern in grammar.places[where]:
            for m in pattern.finditer(text.folded, start):
                marks.add(*m.span("mark" if "mark" in pattern.groupindex else 0), rule)
    pieces = split(text, lexicon, marks.spans())
    _mark_common(marks, pieces, rows, frozenset(map(fold, common_lines)), lexicon)
    _mark_credits(marks, pieces, grammar)
    _mark_repeats(marks, split(text, lexicon, marks.spans()))
    _mark_foreign(marks, rows, grammar)
    return [Removed(*text.span(s, e), _RULES[marks.rules[s]]) for s, e in marks.spans()]


def _mark_lines(marks: _Marks, rows: _Lines, grammar: Grammar) -> None:
    """Lines that are furniture as a whole, and copies of these and of the title."""
    folded, title = marks.folded, ""
    said: dict[str, str] = {}  # a line → the rule for its copies
    long = [i for i, (s, e) in enumerate(rows) if e - s > (60 if TERMINAL.search(folded, e - 8, e) else 200)]
    first, last = (long[0], long[-1]) if long else (len(rows), -1)
    for i, (start, end) in enumerate(rows):
        line = folded[start:end]
        edge = (title or i + 1 < first) and not first <= i <= last  # the line above the text is its title
        holds = {"line": True, "edge line": edge, "foot line": i > last or i >= max(2, len(rows) - 4)}
        known = [known for where in holds if holds[where] and len(line) <= 160 for known in grammar.places[where]]
        rule = said.get(line) or next((rule for rule, known in known if known.fullmatch(line.strip(_EDGE))), "")
        if rule == "caption":  # its switch (ক্যাপশন লুকান) stands below caption and credit
            for above in rows[max(0, i - 2) : i]:
                said[folded[slice(*above)]] = rule
                marks.add(*above, rule)
        marks.add(start, end, rule)
        title = title or ("" if rule else line)
        said[line] = rule or ("repeat" if line == title and len(line) > 12 else "")


def _mark_common(marks: _Marks, pieces: _Lines, rows: _Lines, common: frozenset[str], lexicon: Lexicon) -> None:
    """What other articles of the outlet have, too: lines, long sentences, short ones behind such; no background."""
    whole, shared = set(rows), False
    theirs = {piece for piece in pieces if marks.folded[slice(*piece)].strip(" ।\t") in common}
    own = {word for piece in pieces if theirs and piece not in theirs for word in shortest(marks.folded[slice(*piece)])}
    for s, e in pieces[1:]:  # the first is always its own
        line, alone, long = marks.folded[s:e], (s, e) in whole, e - s >= _BY_CHANCE
        shared = (s, e) in theirs and (alone or shared or long) and not (long and on_topic(line, own, lexicon))
        if shared and not is_dateline(line, lexicon):
            marks.add(s, e, "section" if alone else "foreign")


def _mark_credits(marks: _Marks, pieces: _Lines, grammar: Grammar) -> None:
    """Photo credits and the captions before them."""
    folded, starts = marks.folded, [0, *(s for s, _ in pieces)]
    for m in grammar.one["credit"].finditer(folded):
        at = bisect_right(starts, m.start()) - 1
        start, before = starts[at], starts[max(0, at - 1)]
        word = m["bare"] is not None and m.start() != start and folded[m.start() - 1] not in "(["
        if word or any(marks.rules[slice(*m.span())]):
            continue
        told = grammar.one["verb"].search(folded, before, start) or "\n" in folded[before:start]
        if not told and not folded[start : m.start()].strip():
            start = before  # behind a sentence that tells the news the credit would be of that
        marks.add(start if m.start() - start <= _CAPTION else m.start(), m.end(), "caption")


def _mark_repeats(marks: _Marks, pieces: _Lines) -> None:
    """Second copies; and other articles behind a body that stands twice as a whole."""
    runs = repeated(marks.text, pieces)
    for span in runs:
        marks.add(*span, "repeat")
    if runs and runs[-1][1] - runs[-1][0] >= max(_WHOLE, 0.8 * runs[-1][0]):
        marks.add(runs[-1][1], len(marks.folded), "foreign")


def _mark_foreign(marks: _Marks, rows: _Lines, grammar: Grammar) -> None:
    """What stands behind the end: headlines of other articles under a list's title or in a run, authors, tags."""
    folded = marks.folded
    left = [(s, e) for s, e in rows if not marks.rules[s:e].strip(b"\0")]
    last = max((i for i, (s, e) in enumerate(left) if "।" in folded[s:e] or e - s > _HEADLINE), default=len(left))
    tail, listed = left[last + 1 :], False
    heads = [(s, e) for s, e in tail if re.match(r"(?!\S{1,3}[.)]\s|[*•-])\S+(\s+\S+){3}", folded[s:e])]  # no items
    run = len(heads) > max(1, len(tail) / 2)
    for s, e in tail:
        listed = listed or grammar.one["list"].fullmatch(folded[s:e].strip(_EDGE)) is not None
        told = re.search(r"[:=?!]", folded[s:e]) or grammar.one["verb"].search(folded, s, e)
        if listed or ((run or len(tail) < 3) and not told):
            byline = not listed and grammar.one["role"].search(folded, s, e)
            marks.add(s, e, "byline" if byline else "foreign" if listed or run else "section")


def find_credit(text: Text | str, removed: Iterable[Removed], lexicon: Lexicon = BUILTIN) -> str:
    """Agencies and photo credits that the removed spans name, in order, parted by `; `."""
    text, marker = as_text(text), compiled(lexicon).one["marker"]
    words = [fold(text.raw[r.start : r.end]) for r in removed if r.rule in ("caption", "source")]
    names = [w[m.end() :].strip(_EDGE) for w in words if (m := marker.search(w))]
    return "; ".join(filter(None, dict.fromkeys(names)))
