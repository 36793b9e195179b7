"""Words that set a corpus apart: in more of its articles than in those of other news."""

from __future__ import annotations

import runpy
from collections import Counter, defaultdict
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

import pandas as pd

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .numerals import reader
from .script import Text, fold

_OTHER = 10_000  # articles that word_frequency.csv speaks of
_RARE = 1.0  # of so many articles, a word that it does not list


@cache
def stop_words(lexicon: Lexicon = BUILTIN) -> frozenset[str]:
    """bnlp's Bengali stop words, less those that count (হাজার) or name (উত্তর).

    Read from its file: importing bnlp takes seconds and reaches for the network.
    """
    home = find_spec("bnlp")
    assert home is not None
    words = runpy.run_path(str(Path(home.origin or "").parent / "corpus" / "_stopwords.py"))["bengali_stopwords"]
    keep = set(reader(lexicon).words) | {w for r in lexicon.rows("demonyms") for w in r["demonym"].split()}
    return frozenset(map(fold, words)) - keep


def keyness(sentences: pd.DataFrame, lexicon: Lexicon = BUILTIN, most: int = 80) -> pd.DataFrame:
    """The words that stand in more articles than other news lets expect: word, articles, expected, keyness.

    `sentences` is its table. Keyness is Dunning's log-likelihood, over articles and not over words, so that one article
    which repeats a word does not lift it. Forms of a word count as the shortest of them that the corpus holds.
    """
    usual = {r["stem"]: float(r["per_10000"]) for r in lexicon.rows("word_frequency")}
    articles: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for doc, text in zip(sentences["doc"], sentences["text"], strict=True):
        for word in (t.form for t in Text(text).tokens):
            if "\u0985" <= word[0] <= "\u09b9" and len(word) > 1 and word not in stop_words(lexicon):
                articles[word].add(doc)
                times[word] += 1
    forms: dict[str, list[str]] = defaultdict(list)
    for word in sorted(times):
        forms[min((s for s in stems(word) if s in times), key=len)].append(word)
    n = sentences["doc"].nunique()
    rows = []
    for word, group in forms.items():
        held = len(set().union(*(articles[w] for w in group)))
        expected = max(usual.get(stem, _RARE) for stem in {stems(w)[-1] for w in group}) / _OTHER * n
        if held > max(1, expected):
            likely = 2 * held * log(held / expected)
            rows.append((word, held, sum(times[w] for w in group), round(expected, 2), round(likely, 1)))
    table = pd.DataFrame(rows, columns=["word", "articles", "times", "expected", "keyness"])
    return (
        table.sort_values(["keyness", "times", "word"], ascending=[False, False, True], kind="stable")
        .head(most)
        .reset_index(drop=True)
    )
