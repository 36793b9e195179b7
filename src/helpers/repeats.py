"""What is said twice: sentences within one article, and lines that many articles of one outlet share."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from .script import Text, as_text
from .sentences import lines

_SHINGLE = 4  # words that must be equal before two places are compared
_PLACES = 4  # that a run of words is compared with: the first ones
_SENTENCE = 9  # words; shorter sentences may come twice in an article that nobody doubled
_LABEL = re.compile(r"[^:।]{1,30}:\s")
_BY_CHANCE = 50  # characters; articles may share a shorter sentence and have nothing else in common
_TITLE = 150  # characters; a lead may echo the title


def first_places(text: Text) -> dict[int, int]:
    """For each word that comes again among the same words: its offset → where it stood first (offsets into folded)."""
    rows = lines(text.folded)
    body = rows[0][1] if len(rows) > 1 and rows[0][1] - rows[0][0] < _TITLE else 0
    words = [t for t in text.tokens if t.start >= body and t.form[0].isalnum()]
    forms = [t.form for t in words]
    windows = list(zip(*(forms[k:] for k in range(_SHINGLE)), strict=False))
    first: dict[tuple[str, ...], int] = {}
    again: dict[int, list[int]] = {}  # where a run stood first → all places where it began
    found: dict[int, int] = {}
    i = 0
    while i < len(windows):
        j = first.setdefault(windows[i], i)
        if j + _SHINGLE > i:
            i += 1
            continue
        places = again.setdefault(j, [j])
        n, j = max((_common(forms, j, i), j) for j in places)
        if len(places) < _PLACES:
            places.append(i)
        if i and j and forms[j - 1].endswith(forms[i - 1]):
            found[words[i - 1].start] = words[j - 1].start  # glued to what stood before it in the first copy
        if i + n < len(forms) and forms[j + n].startswith(forms[i + n]):
            n += 1
        found |= {words[i + k].start: words[j + k].start for k in range(n)}
        i += n
    return found


def _common(forms: Sequence[str], j: int, i: int) -> int:
    """How many words from `i` on are those from `j` on."""
    n = 0
    while i + n < len(forms) and forms[i + n] == forms[j + n]:
        n += 1
    return n


def repeated(text: Text, sentences: Sequence[tuple[int, int]], first: dict[int, int]) -> list[tuple[int, int]]:
    """Second copies of sentences, joined where they follow each other; offsets into the folded text.

    A long sentence counts alone if no word differs; a run of sentences may differ in a few words, never in a number.
    Where a third of the text stands twice, short sentences count, too.
    """
    tokens = [t for t in text.tokens if t.form[0].isalnum()]
    least = _SHINGLE if len(first) > len(tokens) / 3 else _SENTENCE
    starts = [t.start for t in tokens]
    found: list[tuple[int, int]] = []
    run: list[tuple[int, int, int, int]] = []  # start, end, words, words that came before

    def close() -> None:
        total, equal = sum(r[2] for r in run), sum(r[3] for r in run)
        bar = 1.0 if len(run) == 1 else 0.9 if len(run) == 2 else 0.8
        form = all(_LABEL.match(text.folded, r[0], r[1]) for r in run)  # of a notice: each post has its own বেতন: …
        if not form and total >= least and equal >= bar * total:
            found.append((run[0][0], run[-1][1]))
        run.clear()

    for s, e in sentences:
        words = tokens[bisect_left(starts, s) : bisect_left(starts, e)]
        shifts = [(t.start - first[t.start]) // 64 for t in words if t.start in first]
        # the words of one copy lie at one distance from the words of the other
        main = Counter(shifts).most_common(1)[0][0] if shifts else 0
        same = sum(abs(shift - main) <= 1 for shift in shifts)
        numbers = any(t.form[0].isdigit() and t.start not in first for t in words)
        if words and same >= 0.8 * len(words) and not numbers:
            run.append((s, e, len(words), same))
        elif words:
            close()
    close()
    return found


def shared(sentences: Sequence[str], common: Collection[str]) -> list[bool]:
    """Which of the sentences other articles have, too: long ones, and short ones beside another."""
    keys = [shared_key(s) for s in sentences]
    found = [False, *(key in common for key in keys), False]
    return [
        f and (len(k) >= _BY_CHANCE or a or b) for k, a, f, b in zip(keys, found, found[1:], found[2:], strict=False)
    ]


def shared_key(sentence: str) -> str:
    """What a sentence is counted under; "" for one that is too short or too long to be looked for."""
    bare = sentence.strip(" ।\t")
    return bare if 15 <= len(bare) <= 400 else ""


class CommonLines:
    """Lines and long sentences that many documents of one outlet share: counted in a first pass, in bounded memory.

    A line counts once for a document. `limit` is the number of lines kept for an outlet; when it is passed, the rarest
    are dropped, so a line that comes often stays. Documents of unknown outlet are counted together, and a line must
    then come three times as often.
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
        rows = [text.folded[s:e] for s, e in lines(text.folded)]
        whole = {row for row in rows if 4 <= len(row) <= 300}
        counts.update(whole | {key for row in rows for part in row.split("।") if (key := shared_key(part))})
        while len(counts) > self.limit:
            rarest = min(counts.values())
            self._counts[outlet] = counts = Counter({line: n for line, n in counts.items() if n > rarest})

    def of(self, outlet: str = "") -> frozenset[str]:
        """The outlet's lines (folded) that at least `least` documents and one in twenty share.

        The words of a form, in notices and recipes, come now and then; furniture comes often.
        """
        times = 1 if outlet else 3
        bar = max(self.least * times, self._documents[outlet] * times / 20)
        return frozenset(line for line, n in self._counts[outlet].items() if n >= bar)
