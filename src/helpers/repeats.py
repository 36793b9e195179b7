"""What is said twice: sentences within one article, and lines that many articles of one outlet share."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from itertools import groupby
from math import log

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .script import WORD, Text

_RUN = 4  # words that must stand before in the same order
_SENTENCE = 9  # words; shorter sentences may come twice in an article that nobody doubled
_FORM = re.compile(r"[^:।]{1,30}:\s")  # of a notice: each post has its own বেতন: …
_LINE = re.compile(r"\s*+([^।\n\r]{3,399}[^।\s])")  # one, or a sentence of one; longer ones hardly come again
_TELLING = 3  # weight of a word that one in twenty articles holds
RAREST = 5.5  # the weight of a word that hardly any article holds
_TITLE = re.compile(r"\s*+[^\n\r]{1,149}[\n\r](?=\s*\S)")  # which a lead may echo


def repeated(text: Text, sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Second copies of sentences, joined where they follow each other; offsets into the folded text.

    A long sentence counts alone if no word differs; a run of sentences may differ in a few words, never in a number.
    Where a third of the text stands twice, short sentences count, too. What stands twice in a row, as a caption and its
    copy, counts wherever its sentences end.
    """
    title = _TITLE.match(text.folded)
    body = title.end() if title else 0
    words = [word for word in zip(*text.cut, strict=True) if word[0][:1].isalnum() and word[1] >= body]
    forms, starts = [form for form, _, _ in words], [at for _, at, _ in words]
    last: dict[tuple[str, ...], int] = {}
    again = bytearray(len(forms))
    found = [(0, 0)]
    for i, window in enumerate(zip(*(forms[k:] for k in range(_RUN)), strict=False)):
        n = i - last.get(window, i)
        last[window] = i
        if n >= _RUN:
            again[i : i + _RUN] = b"\1" * _RUN
        if n >= _SENTENCE and starts[i] >= found[-1][1] and forms[i - n : i] == forms[i : i + n]:
            found.append((starts[i], words[i + n - 1][2]))
    least = _RUN if again.count(1) > len(forms) / 3 else _SENTENCE

    def copied(span: tuple[int, int]) -> bool:
        first, end = bisect_left(starts, span[0]), bisect_left(starts, span[1])
        new = [forms[i] for i in range(first, end) if not again[i]]
        return len(new) <= 0.2 * (end - first) and not any(form[0].isdigit() for form in new)

    for copy, group in groupby(sentences, copied):
        run = list(group)
        begin, end = bisect_left(starts, run[0][0]), bisect_left(starts, run[-1][1])
        form = all(_FORM.match(text.folded, *span) for span in run)
        if copy and not form and end - begin >= least and (len(run) > 1 or again.count(0, begin, end) == 0):
            found.append((run[0][0], run[-1][1]))
    return found[1:]


@cache
def rarity(lexicon: Lexicon = BUILTIN) -> dict[str, float]:
    """How telling a stem is, by how many of 10,000 articles of other news hold it; one that is not here has RAREST."""
    return {r["stem"]: min(RAREST, log(10_000 / float(r["per_10000"]))) for r in lexicon.rows("word_frequency")}


def shortest(line: str) -> set[str]:
    """The words of a line, all endings off."""
    return {stems(word)[-1] for word in WORD.findall(line)}


def on_topic(line: str, article: Collection[str], lexicon: Lexicon = BUILTIN) -> bool:
    """Whether an article (its `shortest` words) speaks of what the line says: it uses a third of its telling words.

    So does background that an outlet adds to each report on one thing; teasers of other articles hardly do (0.2).
    """
    weights = {stem: rarity(lexicon).get(stem, RAREST) for stem in shortest(line)}
    told = {stem: weight for stem, weight in weights.items() if weight > _TELLING}
    return sum(weight for stem, weight in told.items() if stem in article) > sum(told.values()) / 3


class CommonLines:
    """Lines and sentences that many documents of one outlet share: counted in a first pass, in bounded memory.

    A line counts once for a document. `limit` is the number of lines counted for an outlet (by their hashes: most come
    once, and are not kept); when it is passed, the rarest are dropped, so a line that comes often stays. Documents of
    unknown outlet are counted together, and a line must then come three times as often.
    """

    def __init__(self, least: int = 5, limit: int = 50_000) -> None:
        self.least, self.limit = least, limit
        self._counts: dict[str, Counter[int]] = defaultdict(Counter)
        self._often: dict[str, dict[int, str]] = defaultdict(dict)  # the lines of those that `least` documents share
        self._documents: Counter[str] = Counter()

    def add(self, text: str, outlet: str = "") -> None:
        """Counts the lines of one document, as they are stored: what an outlet repeats it repeats letter by letter."""
        self._documents[outlet] += 1
        counts, lines = self._counts[outlet], {hash(line): line for line in _LINE.findall(text)}
        counts.update(lines.keys())
        self._often[outlet] |= {key: line for key, line in lines.items() if counts[key] == self.least}
        while len(counts) > self.limit:
            rarest = min(counts.values())
            self._counts[outlet] = counts = Counter({key: n for key, n in counts.items() if n > rarest})

    def of(self, outlet: str = "") -> frozenset[str]:
        """The outlet's lines that at least `least` documents and one in twenty share, without their dandas.

        The words of a form, in notices and recipes, come now and then; furniture comes often.
        """
        times = 1 if outlet else 3
        bar = max(self.least * times, self._documents[outlet] * times / 20)
        return frozenset(line for key, line in self._often[outlet].items() if self._counts[outlet][key] >= bar)
