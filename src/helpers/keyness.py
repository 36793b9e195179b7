"""Words that set a corpus apart: in more of its articles than in those of other news."""

import runpy
from functools import cache
from importlib.metadata import distribution

import numpy as np
import pandas as pd

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .numerals import reader
from .script import Text, fold

_RARE = 1.0  # of so many articles, a word that it does not list


@cache
def stop_words(lexicon: Lexicon = BUILTIN) -> frozenset[str]:
    """bnlp's Bengali stop words, less those that count (হাজার) or name (উত্তর).

    Read from its file: importing bnlp takes seconds and reaches for the network.
    """
    file = distribution("bnlp-toolkit").locate_file("bnlp/corpus/_stopwords.py")
    words = runpy.run_path(str(file))["bengali_stopwords"]
    keep = set(reader(lexicon).words) | {w for r in lexicon.rows("demonyms") for w in r["demonym"].split()}
    return frozenset(map(fold, words)) - keep


def keyness(sentences: pd.DataFrame, lexicon: Lexicon = BUILTIN, most: int = 80) -> pd.DataFrame:
    """The words that stand in more articles than other news lets expect: word, articles, expected, keyness.

    `sentences` is its table. Keyness is Dunning's log-likelihood, over articles and not over words, so that one article
    which repeats a word does not lift it. Forms of a word count as the shortest of them that the corpus holds.
    """
    usual = {r["stem"]: float(r["per_10000"]) for r in lexicon.rows("word_frequency")}
    told = zip(sentences["doc"], sentences["text"], strict=True)
    words = pd.DataFrame([(doc, form) for doc, text in told for form in Text(text).words()], columns=["doc", "form"])
    words = words[words["form"].str.match("[\u0985-\u09b9].") & ~words["form"].isin(stop_words(lexicon))]
    forms = {w: stems(w) for w in words["form"].unique()}
    words["word"] = words["form"].map({w: min((s for s in known if s in forms), key=len) for w, known in forms.items()})
    words["usual"] = words["form"].map({w: usual.get(known[-1], _RARE) for w, known in forms.items()})
    by_word = words.groupby("word", as_index=False)
    table = by_word.agg(articles=("doc", "nunique"), times=("doc", "size"), expected=("usual", "max"))
    table["expected"] *= sentences["doc"].nunique() / 10_000  # articles that word_frequency.csv speaks of
    table = table[table["articles"] > table["expected"].clip(lower=1)]
    table["keyness"] = (2 * table["articles"] * np.log(table["articles"] / table["expected"])).round(1)
    order = table.sort_values(["keyness", "times", "word"], ascending=[False, False, True], kind="stable")
    return order.round({"expected": 2}).head(most).reset_index(drop=True)
