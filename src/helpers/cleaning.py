"""Which characters of a document are article, and which are page furniture or repetition."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .lexicon import BUILTIN, Lexicon
from .script import LETTERS, Text, as_text
from .sentences import TERMINAL, Sentence, alternatives, find_sentences, is_dateline, lines, split

__all__ = ["CommonLines", "Removed", "Sentence", "find_credit", "find_removed", "find_sentences"]

_SHINGLE = 4  # words that must be equal before two places are compared
_SENTENCE = 9  # words; shorter sentences may come twice in an article that nobody doubled
_HEADLINE = 200  # characters that a linked headline, or two, may have
_EDGE = " \t\u200b:;,|•●■*#>»«-–—_~=+.।…()[]"
_END = "।॥?!’”\"')|\n"
_DIGITS = "[0-9০-৯]"


@dataclass(frozen=True, slots=True)
class Removed:
    """A span that is not article, and the rule that says so; offsets into the stored text."""

    start: int
    end: int
    rule: str  # share readmore caption advert section byline initials source foreign repeat residue


class _Grammar(NamedTuple):
    whole: dict[str, str]  # a line, its edges off → rule
    word_lines: dict[str, re.Pattern[str]]  # rule → a line of nothing but such words
    begins: dict[str, re.Pattern[str]]  # rule → a short line that begins so
    byline: re.Pattern[str]
    inline: list[tuple[str, re.Pattern[str]]]
    tail: re.Pattern[str]
    prompt: re.Pattern[str]
    readmore: re.Pattern[str]
    linked: re.Pattern[str]  # what closes a linked headline: its date or its age
    starter: re.Pattern[str]
    headline_end: re.Pattern[str]
    lists: frozenset[str]
    credit: re.Pattern[str]
    credited: re.Pattern[str]
    source: re.Pattern[str]
    verb: re.Pattern[str]
    initials: re.Pattern[str]


@functools.cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    rows = lexicon.rows("furniture")
    some = lambda match, rule="": [r["phrase"] for r in rows if r["match"] == match and rule in ("", r["rule"])]  # noqa: E731
    any_of = lambda match, rule="": alternatives(some(match, rule))  # noqa: E731
    time = lambda kind: alternatives(lexicon.words("datelines", kind=kind))  # noqa: E731
    clock = rf"(?:\s*[,|]?\s*{_DIGITS}{{1,2}}[:.]{_DIGITS}{{2}}(?:\s*(?:এএম|পিএম|AM|PM))?)?"
    date = rf"{_DIGITS}{{1,2}}\s*(?:{time('month')}),?\s*{_DIGITS}{{4}}{clock}"
    rules = lambda match: sorted({r["rule"] for r in rows if r["match"] == match})  # noqa: E731
    run = rf"(?:{any_of('word', 'share')}|{any_of('credited')})"
    bar = rf"(?:{any_of('ask')})(?:\s+{run}(?![{LETTERS}]))+"
    inline = [(rule, re.compile(any_of("inline", rule))) for rule in rules("inline")]
    inline += [
        ("share", re.compile(bar)),
        ("section", re.compile(rf"(?:{any_of('tail_phrase')})\s*$")),
        ("section", re.compile(rf"(?:{time('print')})\s*[:ঃ]\s*{date}")),
        (
            "section",
            re.compile(rf"(?m)^[ \t]*ঢাকা\s+(?:{time('weekday')}),\s*{date}(?=.{{0,300}}(?:{time('stamp')})\s*:)"),
        ),
        ("byline", re.compile(rf"[^\n।|]{{0,30}}(?:{any_of('end', 'byline')})(?=\s*(?:\|\||(?:{time('stamp')})\s*:))")),
        ("advert", re.compile(r"googletag\.[^\n]{0,300}|\(adsbygoogle[^\n]{0,200}")),
        ("residue", re.compile(r"\|\||</?[A-Za-z][^<>\n]{0,300}>|&(?:[a-z]{2,6}|#\d{1,6});|\{\{[^{}\n]{0,200}\}\}")),
        ("residue", re.compile(r"\[/?(?:caption|embed|gallery|video|audio)\b[^\]\n]{0,200}\]|pic\.twitter\.com/\w+")),
    ]
    part = rf"[{LETTERS}A-Za-z.]{{1,14}}"
    letters = rf"(?:{any_of('letter')}){{2,7}}"
    return _Grammar(
        {r["phrase"].strip(_EDGE): r["rule"] for r in rows if r["match"] == "line"},
        {
            k: re.compile(rf"(?:(?:{any_of('word', k)}|{run if k == 'share' else '(?!)'})(?:[\s,;:|/•>-]+|$))+")
            for k in rules("word")
        },
        {k: re.compile(rf"[\s*#•●]*(?:{any_of('start', k)})") for k in rules("start")},
        re.compile(rf"(?:[^\n।?!:]{{0,45}}[\s,])?(?:{any_of('end')})(?:\s*[,(|-]\s*[^\n।]{{2,30}})?"),
        inline,
        re.compile(any_of("tail")),
        re.compile(rf"(?=.{{0,150}}(?:{any_of('channel')})).{{0,150}}(?:{any_of('ask')})[।!\s]*"),
        re.compile(rf"(?:{any_of('readmore')})[:ঃ]?(?:\s*(?:{any_of('readmore')})[:ঃ]?)*"),
        re.compile(rf"[^।\n]{{3,{_HEADLINE}}}?(?:{date}|{_DIGITS}{{1,3}}\s*(?:{time('ago')}))"),
        re.compile(rf"(?<=\s)(?:{any_of('sentence_start')})(?![{LETTERS}])"),
        re.compile(rf"(?:(?<=\s)|(?<=-))(?:{any_of('headline_end')})(?=\s)"),
        frozenset(p.strip(_EDGE) for p in some("list")),
        re.compile(rf"[(\[]?(?:{any_of('credit')})"),
        re.compile(rf"(?:{any_of('credited')})(?:\s*(?:/|,|ও|এবং)\s*(?:{any_of('credited')}))?"),
        re.compile(rf"(?:{any_of('source')})"),
        re.compile(rf"(?:{any_of('speech')})[{re.escape(_END)}\s]*$"),
        re.compile(rf"(?:(?:{part}[ ])?{part}(?:/{part}){{1,3}}|/{part}|{letters})\s*$"),
    )


class _Marks:
    """The spans marked so far, in folded offsets; what is marked already keeps its rule."""

    def __init__(self, text: Text) -> None:
        self.text, self.taken, self.found = text, bytearray(len(text.folded)), []

    def add(self, start: int, end: int, rule: str) -> None:
        folded, at = self.text.folded, start
        while at < end:
            begin = self.taken.find(0, at, end)
            if begin < 0:
                return
            stop = self.taken.find(1, begin, end)
            at = stop = end if stop < 0 else stop
            while begin < stop and folded[begin].isspace():
                begin += 1
            while stop > begin and folded[stop - 1].isspace():
                stop -= 1
            if begin < stop:
                self.taken[begin:stop] = b"\1" * (stop - begin)
                self.found.append((begin, stop, rule))

    def free(self, start: int, end: int) -> bool:
        return self.taken.find(1, start, end) < 0

    def cuts(self) -> list[int]:
        return [at for s, e, _ in self.found for at in (s, e)]

    def next(self, start: int, end: int) -> int:
        """Where the next marked span begins, or `end`."""
        at = self.taken.find(1, start, end)
        return end if at < 0 else at


def find_removed(text: Text | str, common_lines: Collection[str] = (), lexicon: Lexicon = BUILTIN) -> list[Removed]:
    """The spans that are not article, in order; `common_lines` are folded lines that many documents of the outlet share."""
    text = as_text(text)
    grammar, marks, rows = _grammar(lexicon), _Marks(text), lines(text.folded)
    source = _sources(text, rows)
    _mark_lines(marks, rows, frozenset(common_lines), grammar, lexicon)
    _mark_inline(marks, grammar)
    _mark_linked(marks, rows, source, grammar)
    pieces = split(text, lexicon, marks.cuts())
    _mark_credits(marks, pieces, grammar)
    _mark_ends(marks, pieces, rows, grammar)
    _mark_repeats(marks, split(text, lexicon, marks.cuts()), source)
    _mark_foreign(marks, rows, grammar)
    return [Removed(*text.span(s, e), rule) for s, e, rule in sorted(marks.found)]


def _prose(folded: str, rows: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The first and the last line that are sentences; before and behind them stand title, furniture and lists."""
    prose = [i for i, (s, e) in enumerate(rows) if e - s > 200 or (e - s > 60 and TERMINAL.search(folded[e - 8 : e]))]
    return (prose[0], prose[-1]) if prose else (len(rows), -1)


def _mark_lines(
    marks: _Marks, rows: Sequence[tuple[int, int]], common: frozenset[str], grammar: _Grammar, lexicon: Lexicon
) -> None:
    """Lines that are furniture as a whole."""
    folded = marks.text.folded
    first, last = _prose(folded, rows)
    titled = False
    for i, (s, e) in enumerate(rows):
        line = folded[s:e]
        bare, outside, late = line.strip(_EDGE), not first <= i <= last, i > last or i >= max(2, len(rows) - 4)
        rule = grammar.whole.get(bare, "")
        if line in common and not is_dateline(line, lexicon):
            rule = rule or "section"
        elif e - s <= 160 and not rule:
            short = outside and e - s <= 90
            rule = next((k for k, p in grammar.word_lines.items() if (k == "share" or short) and p.fullmatch(bare)), "")
            rule = rule or next((k for k, p in grammar.begins.items() if late and p.match(line)), "")
            if not rule and titled and outside and e - s <= 60 and grammar.byline.fullmatch(bare):
                rule = "byline"
            if not rule and grammar.prompt.fullmatch(line):
                rule = "share"
        if rule:
            marks.add(s, e, rule)
            if rule == "caption":
                _mark_caption_block(marks, rows, i)
        titled = titled or not rule


def _mark_caption_block(marks: _Marks, rows: Sequence[tuple[int, int]], i: int) -> None:
    """A caption's switch (ক্যাপশন লুকান) stands under caption and credit, and the credit may come again behind it."""
    folded = marks.text.folded
    above = i
    while above > 0 and i - above < 3 and folded.count("\n", rows[above - 1][1], rows[above][0]) == 1:
        above -= 1
    for k in range(above, i):
        marks.add(*rows[k], "caption")
    said = {folded[s:e] for s, e in rows[above:i]}
    if i + 1 < len(rows) and folded[slice(*rows[i + 1])] in said:
        marks.add(*rows[i + 1], "caption")


def _mark_inline(marks: _Marks, grammar: _Grammar) -> None:
    """Furniture inside a line, and the foot of the page."""
    folded = marks.text.folded
    foot = max(len(folded) * 3 // 4, len(folded) - 700) if len(folded) > 400 else 0
    if m := grammar.tail.search(folded, foot):
        marks.add(m.start(), len(folded), "foreign")
    for rule, pattern in grammar.inline:
        for m in pattern.finditer(folded):
            marks.add(*m.span(), rule)


def _mark_linked(marks: _Marks, rows: Sequence[tuple[int, int]], source: dict[int, int], grammar: _Grammar) -> None:
    """`আরও পড়ুন` with the headline (and its date) behind it or on the next line."""
    folded = marks.text.folded
    starts, ends = [s for s, _ in rows], [e for _, e in rows]
    for m in grammar.readmore.finditer(folded):
        row = bisect_left(ends, m.end())
        line_start, line_end = starts[row], marks.next(m.end(), ends[row])
        before = folded[line_start : m.start()].rstrip()
        named = re.search(r"(?:^|(?<=[।?!’”\n])|(?<=করুন))[^।\n]{2,40}থেকে$", before[-60:])
        if named or (m.start() and not marks.free(m.start() - 1, m.start())):
            begin = m.start() - (len(named[0]) if named else 0) - (m.start() - line_start - len(before))
            copy = next((at for at in sorted(source) if m.end() < at <= m.end() + 150), line_end)
            if named or copy < line_end:
                marks.add(max(begin, line_start), min(copy, line_end), "section")
                continue
        elif before and before[-1] not in _END and not grammar.linked.match(folded, m.end(), line_end):
            continue  # plain words: go on reading
        if line_end - m.end() < 3:
            marks.add(m.start(), line_end, "readmore")
            if row + 1 < len(rows) and (nxt := rows[row + 1]) and _is_headline(folded[slice(*nxt)]):
                marks.add(*nxt, "readmore")
        else:
            marks.add(m.start(), _headline_end(folded, m.end(), line_end, grammar), "readmore")


def _is_headline(line: str) -> bool:
    return 12 <= len(line) <= _HEADLINE and not re.search(r"[।|]$", line)


def _headline_end(folded: str, start: int, line_end: int, grammar: _Grammar) -> int:
    """Where the linked headlines end that begin at `start`: at a date, at the line's end, or where a sentence sets in."""
    if m := grammar.linked.match(folded, start, line_end):
        return m.end()
    rest = folded[start:line_end]
    if len(rest) <= _HEADLINE and not re.search(r"।", rest):
        return line_end
    m = grammar.starter.search(folded, start, min(line_end, start + _HEADLINE))
    if m and m.start() - start > 14:
        return m.start()
    if m:
        return start  # the sentence follows at once, nothing is linked
    closing = list(grammar.headline_end.finditer(folded, start, min(line_end, start + _HEADLINE * 3 // 4)))
    return closing[-1].end() if closing else start


def _mark_credits(marks: _Marks, pieces: Sequence[tuple[int, int]], grammar: _Grammar) -> None:
    """Photo credits and the captions before them."""
    folded = marks.text.folded
    starts = [s for s, _ in pieces]
    for m in grammar.credit.finditer(folded):
        at = bisect_left(starts, m.start() + 1) - 1
        if at < 0 or not marks.free(*m.span()):
            continue
        start, end = pieces[at]
        end = _credit_end(folded, m, end, grammar)
        if end < 0:
            continue
        caption = start if m.start() - start <= 260 else m.start()
        alone = at and folded[start : m.start()].strip() == ""
        for back in (at - 1, at - 2) if alone else (at - 1,):
            if back < 0 or "\n" in folded[pieces[back][1] : caption] or not marks.free(*pieces[back]):
                break
            s, e = pieces[back]
            near = e - s <= (160 if back == at - 1 and alone else 80)
            if not near or grammar.verb.search(folded[s:e]):
                break
            caption = s
            if not alone:
                break
        marks.add(caption, end, "caption")


def _credit_end(folded: str, m: re.Match[str], piece_end: int, grammar: _Grammar) -> int:
    """Where the name behind a credit's marker ends; -1 if the marker is a word of the text."""
    limit = folded.find("\n", m.end())
    limit = len(folded) if limit < 0 else limit
    begin = m.end() + len(re.match(r"[\s:/-]*", folded[m.end() : limit])[0])  # type: ignore[index]
    name = grammar.credited.match(folded, begin, limit)
    if name:
        end = name.end()
    elif m[0][0] in "([":
        end = folded.find(")", begin, begin + 60)
    elif m[0][-1] not in ":ঃ-–,":
        lone = m.start() == 0 or folded[: m.start()].rstrip(" ")[-1:] in _END
        end = m.end() if lone and (begin >= limit or folded[begin] in "।)" or lone and begin > m.end()) else -1
    elif min(limit, piece_end) - begin <= 60 and m[0][-1] in ":ঃ,":
        end = min(limit, piece_end)
    elif m[0][-1] in ":ঃ":
        words = re.match(r"(?:\S+\s+){0,1}\S+", folded[begin : min(limit, begin + 60)])
        end = begin + len(words[0]) if words else -1
    else:
        end = -1
    while 0 <= end < limit and folded[end] in ")]।":
        end += 1
    return end


def _mark_ends(
    marks: _Marks, pieces: Sequence[tuple[int, int]], rows: Sequence[tuple[int, int]], grammar: _Grammar
) -> None:
    """Desk initials and source lines, which stand at the end of the article or of a line."""
    folded = marks.text.folded
    _, last = _prose(folded, rows)
    for s, e in reversed(rows[max(0, min(last, len(rows) - 6)) :]):
        end = marks.taken.rfind(0, s, e) + 1
        m = grammar.initials.search(folded, max(s, len(folded[:end].rstrip()) - 45), end)
        if (
            m
            and (m.start() == s or re.search(r"[।?!’”\"')০-৯0-9]\s*$", folded[s : m.start()]))
            and end - s > len(m[0].split())
        ):
            marks.add(*m.span(), "initials")
    for s, e in pieces:
        m = grammar.source.match(folded, s, e)
        stop = marks.next(s, e)
        if m and stop - s <= (60 if m[0].startswith("খবর") else 160):
            marks.add(s, stop, "source")


def _sources(text: Text, rows: Sequence[tuple[int, int]]) -> dict[int, int]:
    """For each word that comes again with its neighbours: its offset → where it stood first (offsets into folded)."""
    after = rows[0][1] if len(rows) > 1 and rows[0][1] - rows[0][0] < 150 else 0  # a lead may echo the title
    words = [t for t in text.tokens if t.start >= after and t.form[0].isalnum()]
    forms = [t.form for t in words]
    first: dict[tuple[str, ...], int] = {}
    found: dict[int, int] = {}
    i = 0
    while i + _SHINGLE <= len(forms):
        j = first.setdefault(tuple(forms[i : i + _SHINGLE]), i)
        if j + _SHINGLE > i:
            i += 1
            continue
        if i and j and forms[j - 1].endswith(forms[i - 1]):
            found[words[i - 1].start] = words[j - 1].start  # glued to what stood before it
        n = 0
        while i + n < len(forms) and j + n < i and forms[i + n] == forms[j + n]:
            found[words[i + n].start] = words[j + n].start
            n += 1
        if i + n < len(forms) and forms[j + n].startswith(forms[i + n]):
            found[words[i + n].start] = words[j + n].start
        i += n
    return found


def _mark_repeats(marks: _Marks, pieces: Sequence[tuple[int, int]], source: dict[int, int]) -> None:
    """Sentences that the article has given already: a long one alone, shorter ones in a run."""
    folded, run = marks.text.folded, []
    tokens = [t for t in marks.text.tokens if t.form[0].isalnum()]
    starts = [t.start for t in tokens]
    for s, e in [*pieces, (len(folded), len(folded))]:
        words = tokens[bisect_left(starts, s) : bisect_left(starts, e)]
        again = [t for t in words if t.start in source]
        # the words of one copy lie at one distance from the words of the other
        shift, same = Counter((t.start - source[t.start]) // 64 for t in again).most_common(1)[0] if again else (0, 0)
        same += sum((t.start - source[t.start]) // 64 in (shift - 1, shift + 1) for t in again)
        new = [t for t in words if t.start not in source]
        if words and same >= 0.8 * len(words) and not any(t.form[0].isdigit() for t in new) and marks.free(s, e):
            run.append((s, e, len(words), same))
            continue
        if words or s == len(folded):
            total, equal = sum(r[2] for r in run), sum(r[3] for r in run)
            if total >= _SENTENCE and (equal == total or (equal >= 0.95 * total and len(run) > 1) or len(run) > 2):
                marks.add(run[0][0], run[-1][1], "repeat")
            run = []


def _mark_foreign(marks: _Marks, rows: Sequence[tuple[int, int]], grammar: _Grammar) -> None:
    """Headlines of other articles behind the end: under a list's title, or a run of them; and the tags there."""
    folded = marks.text.folded
    left = [i for i, (s, e) in enumerate(rows) if marks.next(s, e) > s]
    ended = [n for n, i in enumerate(left) if TERMINAL.search(folded[max(rows[i][0], rows[i][1] - 8) : rows[i][1]])]
    last = max([_prose(folded, [rows[i] for i in left])[1], *ended])
    for k, i in enumerate(left):
        if k > len(left) // 3 and folded[slice(*rows[i])].strip(_EDGE) in grammar.lists:
            for s, e in (rows[n] for n in left[k:]):
                if _is_headline(folded[s:e]) or e - s < 40:
                    marks.add(s, e, "foreign")
            break
    tail = [rows[i] for i in left[last + 1 :] if marks.free(*rows[i])] if last >= 2 else []
    tail = [(s, e) for s, e in tail if not re.search(r"[:,=]|^[\s*•০-৯0-9]", folded[s:e])]
    long = [r for r in tail if len(folded[slice(*r)].split()) >= 4]
    for s, e in tail:
        if len(long) > 1 and (s, e) in long:
            marks.add(s, e, "foreign")
        elif len(long) < 2 and e - s <= 60:
            marks.add(s, e, "section")


def find_credit(text: Text | str, removed: Iterable[Removed], lexicon: Lexicon = BUILTIN) -> str:
    """Agencies and photo credits that the removed spans name, in order, parted by `; `."""
    text, names = as_text(text), []
    grammar = _grammar(lexicon)
    for r in removed:
        words = text.folded[slice(*text.folded_span(r.start, r.end))]
        marker = (grammar.credit if r.rule == "caption" else grammar.source).search(words)
        if r.rule in ("caption", "source") and marker and (name := words[marker.end() :].strip(_EDGE)):
            names.append(name)
    return "; ".join(dict.fromkeys(names))


class CommonLines:
    """Lines that many documents of one outlet share: counted in a first pass, in bounded memory.

    A line counts once for a document. `limit` is the number of lines kept for an outlet; when it is passed, those
    seen once are dropped, so a line that comes often stays. An outlet that is not known is counted as one of its own,
    with a bar that is three times as high.
    """

    def __init__(self, least: int = 5, limit: int = 50_000) -> None:
        self.least, self.limit = least, limit
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._documents: Counter[str] = Counter()

    def add(self, text: Text | str, outlet: str = "") -> None:
        """Counts the lines of one document."""
        text = as_text(text)
        self._documents[outlet] += 1
        counts = self._counts[outlet]
        counts.update({text.folded[s:e] for s, e in lines(text.folded) if 4 <= e - s <= 300})
        while len(counts) > self.limit:
            least = min(counts.values())
            for line in [line for line, n in counts.items() if n == least]:
                del counts[line]

    def of(self, outlet: str = "") -> frozenset[str]:
        """The outlet's lines that at least `least` documents and one in fifty share."""
        times = 1 if outlet else 3
        bar = max(self.least * times, self._documents[outlet] * times / 50)
        return frozenset(line for line, n in self._counts[outlet].items() if n >= bar)
