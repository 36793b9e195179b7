"""Which characters of a document are article, and which are page furniture or repetition."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from .furniture import EDGE, END, HEADLINE, Grammar
from .furniture import grammar as compiled
from .lexicon import BUILTIN, Lexicon
from .repeats import first_places, repeated, shared
from .script import Text, as_text
from .sentences import TERMINAL, Sentence, find_sentences, is_dateline, lines, split

__all__ = ["Removed", "Sentence", "find_credit", "find_removed", "find_sentences"]

_Lines = Sequence[tuple[int, int]]

_CAPTION = 260
_WHOLE = 600  # characters; a shorter copy may be the lead, given again before the article


@dataclass(frozen=True, slots=True)
class Removed:
    """A span that is not article, and the rule that says so; offsets into the stored text."""

    start: int
    end: int
    rule: str  # share readmore caption advert section byline initials source foreign repeat residue


class _Marks:
    """The spans marked so far, in folded offsets; what is marked already keeps its rule."""

    def __init__(self, folded: str) -> None:
        self.folded, self.taken = folded, bytearray(len(folded))
        self.found: list[tuple[int, int, str]] = []

    def add(self, start: int, end: int, rule: str) -> None:
        while start < end:
            begin = self.taken.find(0, start, end)
            if begin < 0:
                return
            start = self.next(begin, end)
            left = begin + len(self.folded[begin:start]) - len(self.folded[begin:start].lstrip())
            right = left + len(self.folded[left:start].rstrip())
            if left < right:
                self.taken[left:right] = b"\1" * (right - left)
                self.found.append((left, right, rule))

    def next(self, start: int, end: int) -> int:
        """Where the next marked span begins, or `end`."""
        at = self.taken.find(1, start, end)
        return end if at < 0 else at

    def free(self, start: int, end: int) -> bool:
        return self.taken.find(1, start, end) < 0

    def pieces(self, text: Text, lexicon: Lexicon) -> list[tuple[int, int]]:
        """Sentences between what is marked."""
        cuts = {at for s, e, _ in self.found for at in (s, e)}
        return [(s, e) for s, e in split(text, lexicon, cuts) if self.free(s, e)]


def find_removed(text: Text | str, common_lines: Collection[str] = (), lexicon: Lexicon = BUILTIN) -> list[Removed]:
    """The spans that are not article, in order; `common_lines` are what CommonLines found the outlet's to share."""
    text = as_text(text)
    grammar, marks, rows, first = compiled(lexicon), _Marks(text.folded), lines(text.folded), first_places(text)
    _mark_lines(marks, rows, frozenset(common_lines), grammar, lexicon)
    _mark_inline(marks, grammar)
    _mark_linked(marks, rows, first, grammar)
    pieces = marks.pieces(text, lexicon)
    told = [marks.folded[s:e] for s, e in pieces]
    for span, foreign in [*zip(pieces, shared(told, common_lines), strict=True)][1:]:  # the first is always its own
        if foreign:
            marks.add(*span, "foreign")
    _mark_credits(marks, pieces, grammar, lexicon)
    _mark_head(marks, rows, grammar)
    _mark_ends(marks, pieces, rows, grammar, lexicon)
    _mark_repeats(text, marks, rows, first, lexicon)
    _mark_foreign(marks, rows, grammar)
    return [Removed(*text.span(s, e), rule) for s, e, rule in sorted(marks.found)]


def _prose(folded: str, rows: _Lines) -> tuple[int, int]:
    """The first and the last line that are sentences; before and behind them stand title, furniture and lists."""
    prose = [i for i, (s, e) in enumerate(rows) if e - s > 200 or (e - s > 60 and TERMINAL.search(folded[e - 8 : e]))]
    return (prose[0], prose[-1]) if prose else (len(rows), -1)


def _mark_lines(marks: _Marks, rows: _Lines, common: frozenset[str], grammar: Grammar, lexicon: Lexicon) -> None:
    """Lines that are furniture as a whole, and their copies."""
    first, last = _prose(marks.folded, rows)
    told = [marks.folded[s:e] for s, e in rows]
    said: dict[str, str] = {}  # a line → the rule for its copies
    title = ""
    for i, ((s, e), line) in enumerate(zip(rows, told, strict=True)):
        bare, outside, late = line.strip(EDGE), not first <= i <= last, i > last or i >= max(2, len(rows) - 4)
        below = bool(title) or i + 1 < first  # the line above the text is its title, whatever it says
        kinds = [rule for rule in (said.get(line), grammar.whole.get(bare)) if rule]
        if line in common and below and not is_dateline(line, lexicon):
            kinds.append("section")
        if not kinds and e - s <= 160:
            kinds += [
                k for k, p in grammar.words.items() if (k == "share" or (outside and below)) and p.fullmatch(bare)
            ]
            kinds += [k for k, p in grammar.begins.items() if late and p.match(line)]
            if title and outside and e - s <= 60 and grammar.one["byline"].fullmatch(bare):
                kinds.append("byline")
        if not kinds:
            said[line] = "repeat" if not title and e - s > 12 else ""
            title = title or line
            continue
        rule, above = kinds[0], i
        if rule == "caption" and line not in said:  # its switch (ক্যাপশন লুকান) stands below caption and credit
            while above > 0 and i - above < 3 and marks.folded.count("\n", rows[above - 1][1], rows[above][0]) == 1:
                above -= 1
        elif rule == "share" and 1 < i <= first + 1 and is_dateline(told[i - 2], lexicon):
            above = i - 1  # a picture stands between the date and the share bar
        for k in range(above, i):
            marks.add(*rows[k], "caption")
            said[told[k]] = said[told[k]] or "caption"
        marks.add(s, e, rule)
        said[line] = rule


def _mark_inline(marks: _Marks, grammar: Grammar) -> None:
    """Furniture inside a line, and the foot of the page."""
    folded = marks.folded
    foot = max(len(folded) * 3 // 4, len(folded) - 700) if len(folded) > 400 else 0
    if m := grammar.one["tail"].search(folded, foot):
        marks.add(m.start(), len(folded), "foreign")
    asks = grammar.one["ask"].search(folded)
    for rule, pattern in grammar.inline:
        for m in pattern.finditer(folded) if asks or rule != "share" else ():
            marks.add(*m.span(), rule)


def _mark_head(marks: _Marks, rows: _Lines, grammar: Grammar) -> None:
    """What stands before the date or a bar inside a line: reporters and, below a title, pictures and sections."""
    folded = marks.folded
    for k, (s, e) in enumerate(rows[: _prose(folded, rows)[0] + 1]):
        m = grammar.one["opener"].search(folded, s, min(e, s + _CAPTION * 2))
        if not m or (m[0] == "||" and m.start() - s > 60):
            continue
        start = max(s, m.start() - 60, marks.taken.rfind(1, s, m.start()) + 1)
        if by := grammar.one["before"].search(folded[start : m.start()]):
            marks.add(start + by.start(), m.start(), "byline")
        if k and m.start() - s < e - m.end():  # else the date closes the text
            marks.add(s, m.start(), "caption" if m.start() - s > 60 else "byline")


def _mark_linked(marks: _Marks, rows: _Lines, first: dict[int, int], grammar: Grammar) -> None:
    """`আরও পড়ুন` with the headline (and its date) behind it or on the next line; `জেলা থেকে আরও পড়ুন` with tags."""
    folded = marks.folded
    ends, again = [e for _, e in rows], sorted(first)
    for m in grammar.one["readmore"].finditer(folded):
        row = bisect_left(ends, m.end())
        line_start, line_end = rows[row][0], marks.next(m.end(), ends[row])
        before = folded[line_start : m.start()].rstrip()
        if named := grammar.one["named"].search(before[-60:]):
            k = bisect_left(again, m.end() + 1)
            copy = again[k] if k < len(again) and again[k] <= m.end() + 150 else line_end
            marks.add(line_start + len(before) - len(named[0]), min(copy, line_end), "section")
        elif (
            before
            and before[-1] not in END
            and m[0][-1] not in ":ঃ>"
            and marks.free(line_start + len(before) - 1, m.start())
            and not grammar.one["linked"].match(folded, m.end(), line_end)
        ):
            continue  # plain words: go on reading
        elif line_end - m.end() < 3:
            marks.add(m.start(), line_end, "readmore")
            while row + 1 < len(rows) and _is_headline(folded[slice(*rows[row + 1])]):
                row += 1
                marks.add(*rows[row], "readmore")
                if row + 1 < len(rows) and folded.count("\n", rows[row][1], rows[row + 1][0]) > 1:
                    break  # an empty line ends the list
        else:
            marks.add(m.start(), _headline_end(folded, m.end(), line_end, grammar), "readmore")


def _is_headline(line: str) -> bool:
    return 12 <= len(line) <= HEADLINE and not re.search(r"[।|]", line)


def _headline_end(folded: str, start: int, line_end: int, grammar: Grammar) -> int:
    """Where linked headlines that begin at `start` end: at a date, at the line's end, or where a sentence sets in."""
    if m := grammar.one["linked"].match(folded, start, line_end):
        return m.end()
    stop = folded.find("।", start, line_end)  # no headline has one
    if line_end - start <= HEADLINE and stop < 0:
        return line_end
    if folded[start - 1] not in ":ঃ>":
        return start  # the headlines are lost, the next sentence follows at once
    limit = min(stop if stop > 0 else line_end, start + HEADLINE)
    if m := grammar.one["starter"].search(folded, start, limit):
        return m.start() if m.start() - start > 14 else start
    closing = list(grammar.one["headline_end"].finditer(folded, start, limit))
    return closing[-1].end() if closing else start


def _mark_credits(marks: _Marks, pieces: _Lines, grammar: Grammar, lexicon: Lexicon) -> None:
    """Photo credits and the captions before them."""
    starts = [s for s, _ in pieces]
    for marker in grammar.one["marker"].finditer(marks.folded):
        m = grammar.one["credit"].match(marks.folded, marker.start())
        at = bisect_left(starts, marker.start() + 1) - 1
        if m and at >= 0 and marks.free(m.start(), m.end("marker")):
            start = _caption_start(marks.folded, m.start(), pieces[max(0, at - 1) : at + 1], grammar, lexicon)
            marks.add(start, marks.next(m.start(), m.end()), "caption")


def _caption_start(folded: str, credit: int, pieces: _Lines, grammar: Grammar, lexicon: Lexicon) -> int:
    """Where the caption begins whose credit stands at `credit`, in or at the start of the last of the pieces."""
    start = pieces[-1][0] if credit - pieces[-1][0] <= _CAPTION else credit
    for s, e in pieces[-2:-1]:
        # behind a whole sentence the credit speaks of it; before a sentence may stand the name of who is shown
        told = grammar.one["verb" if not folded[start:credit].strip() else "verbs"].search(folded, s, e)
        near = "\n" not in folded[e:start] and e - s <= (80 if folded[start:credit].strip() else 160)
        if (
            near
            and not told
            and not is_dateline(folded[s:e], lexicon)
            and not grammar.one["before"].search(folded[s:e])
        ):
            start = s
    return start


def _mark_ends(marks: _Marks, pieces: _Lines, rows: _Lines, grammar: Grammar, lexicon: Lexicon) -> None:
    """Desk initials and source lines, which stand at the end of the article or of a line."""
    folded, last = marks.folded, _prose(marks.folded, rows)[1]
    for s, e in rows[max(0, min(last, len(rows) - 6)) :]:
        end = marks.taken.rfind(0, s, e) + 1
        m = grammar.one["initials"].search(folded, max(s, len(folded[:end].rstrip()) - 45), end)
        behind = m and (m.start() == s or re.search(r"[।?!’”\"')০-৯0-9]\s*$", folded[s : m.start()]))
        if m and behind and not is_dateline(folded[s:end], lexicon):
            marks.add(*m.span(), "initials")
    for s, e in pieces:
        if not (m := grammar.one["source"].match(folded, s, e)):
            continue
        name = grammar.one["credited"].match(folded, m.end() + (folded[m.end() : m.end() + 1] == " "), e)
        if e - s > 60 and TERMINAL.search(folded[s:e]):
            e = name.end() if name else s  # the next sentence is glued to it
        if e - s <= (60 if m[0].startswith("খবর") else 250):
            marks.add(s, e, "source")
    if len(rows) > 1 and pieces and marks.free(*pieces[-1]):
        s, e = pieces[-1]
        if grammar.one["links"].fullmatch(folded, s, e):
            marks.add(s, e, "foreign")  # headlines with their dates, glued to the end
        elif e - s <= HEADLINE and grammar.one["signed"].fullmatch(folded, s, e):
            marks.add(s, e, "byline")
        for s, e in pieces[-3:]:
            if e - s <= 140 and grammar.begins["byline"].match(folded, s, e):
                marks.add(s, e, "byline")


def _mark_repeats(text: Text, marks: _Marks, rows: _Lines, first: dict[int, int], lexicon: Lexicon) -> None:
    """Second copies; and where the whole body stands twice, who wrote it before, and other articles behind."""
    pieces = marks.pieces(text, lexicon)
    runs = repeated(text, pieces, first)
    for span in runs:
        marks.add(*span, "repeat")
    body = [(s, e) for s, e in pieces if s > rows[0][1]] if len(rows) > 1 else pieces
    for start, end in runs[-1:]:
        copied = sum(e - s for s, e in body if e <= start)
        behind = sum(e - s for s, e in body if s >= end)
        if end - start >= max(_WHOLE, 0.9 * copied, behind / 2):
            marks.add(end, len(marks.folded), "foreign")
            begin, copy = body[0][0], first.get(start, 0)
            if copy - begin <= 45 and " " in marks.folded[begin:copy].strip():
                marks.add(begin, copy, "byline")


def _mark_foreign(marks: _Marks, rows: _Lines, grammar: Grammar) -> None:
    """Headlines of other articles behind the end: under a list's title, or in a run; and authors and tags."""
    folded, role = marks.folded, grammar.one["role"]
    left = [(s, e) for s, e in rows if marks.next(s, e) > s]
    prose = [i for i, (s, e) in enumerate(left) if "।" in folded[s:e] or e - s > HEADLINE]
    last = prose[-1] if prose else len(left)
    heads = [k for k, (s, e) in enumerate(left) if folded[s:e].strip(EDGE) in grammar.lists]
    for s, e in next((left[k:] for k in heads if k > min(last, len(left) // 3)), []):
        if _is_headline(folded[s:e]) or e - s < 40 or folded[s:e].endswith(("...", "…")):
            marks.add(s, e, "foreign")
    tail = [(s, e) for s, e in left[last + 1 :] if marks.free(s, e)]
    headlines = [(s, e) for s, e in tail if e - s <= 150 and len(folded[s:e].split()) >= 4]
    items = [1 for s, e in tail if re.match(r"[*•০-৯0-9-]+\s|\S{1,2}[.)]|[^:]{1,20}[:=]", folded[s:e])]
    authors = [(s, e) for s, e in tail if role.search(folded[s:e])]
    if len(headlines) > 1 and len(items) <= len(tail) / 2 <= len(headlines):
        for s, e in tail:
            marks.add(s, e, "byline" if authors == tail else "foreign")
    elif len(tail) < 3:
        for s, e in tail:
            plain = not re.search(r"[:,=?!]", folded[s:e]) and not grammar.one["verb"].search(folded, s, e)
            if e - s <= 160 and (s, e) in authors:
                marks.add(s, e, "byline")
            elif last > 1 and e - s <= 70 and plain:
                marks.add(s, e, "section")


def find_credit(text: Text | str, removed: Iterable[Removed], lexicon: Lexicon = BUILTIN) -> str:
    """Agencies and photo credits that the removed spans name, in order, parted by `; `."""
    text, names, one = as_text(text), [], compiled(lexicon).one
    for r in removed:
        if r.rule in ("caption", "source"):
            words = text.folded[slice(*text.folded_span(r.start, r.end))]
            marker = one["credit" if r.rule == "caption" else "source"].search(words)
            names.append(words[marker.end("marker") :].strip(EDGE) if marker else "")
    return "; ".join(name for name in dict.fromkeys(names) if name)
