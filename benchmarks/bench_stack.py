"""One core: an article read whole by Khobor, and by the stack that a user would otherwise put together.

    python benchmarks/bench_stack.py [CORPUS.jsonl.gz] [--articles N]

The stack is bnlp's name tagger (its tokenizer, features and trainer; the CRF is trained here, on the names that Khobor
finds in the same texts, since bnlp brings no model), dateparser's search in Bengali and quantulum3 without its
classifier. Ours does more: it also cleans, splits sentences, resolves dates, finds claimants and joins names. The
corpus is the argument, or what CORPUS names in the environment, or the seeds.
"""

from __future__ import annotations

import argparse
import gc
import os
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from bnlp.tokenizer.basic import BasicTokenizer
from bnlp.utils.utils import features, transform_to_dataset
from sklearn_crfsuite import CRF

from bench_numbers import others
from bench_pipeline import rows, seeds
from helpers.article import read_article
from helpers.corpus import Document
from helpers.entities import find_mentions


def trained(texts: list[str], words: Callable[[str], list[str]]) -> CRF:
    """bnlp's CRF, as its trainer makes it; a word that begins one of our mentions is a name of that type."""
    told = []
    for text in texts:
        kinds = {text[m.start : m.end].split()[0]: m.type for m in find_mentions(text)}
        told.append([(w, f"S-{kinds[w]}" if w in kinds else "O") for w in words(text)])
    crf = CRF()
    crf.fit(*transform_to_dataset([t for t in told if t]))
    return crf


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Characters per second of processor time, after a warm-up on one text."""
    read(texts[0])
    gc.set_threshold(100_000)  # as `khobor tables` does
    start = time.process_time()
    for text in texts:
        read(text)
    return sum(map(len, texts)) / (time.process_time() - start)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=os.environ.get("CORPUS") or None)
    parser.add_argument("--articles", type=int, default=2000)
    told = parser.parse_args()
    source = rows(Path(told.corpus)) if told.corpus else islice(seeds(), 5)
    texts = [str(row["text"]) for row in islice(source, told.articles)]
    words, other = BasicTokenizer().tokenize, others()
    crf = trained(texts[:50], words)

    def names(text: str) -> object:
        forms = words(text)
        return crf.predict([[features(forms, i) for i in range(len(forms))]])

    parts = {"bnlp's names": names, "dateparser": other["dateparser"], "quantulum3": other["quantulum3"]}
    rates = {name: rate(read, texts) for name, read in parts.items()}
    ours = rate(lambda text: read_article(Document("x", "x.txt", text, "")), texts)
    stack = 1 / sum(1 / r for r in rates.values())
    print(f"{len(texts)} articles, {sum(map(len, texts)):,} characters, one core, characters per second")
    for name, value in (rates | {"the stack": stack, "Khobor, all of it": ours}).items():
        print(f"  {name:20s} {value:12,.0f}")
    print(f"Khobor is {ours / stack:.1f} times as fast as the stack")


if __name__ == "__main__":
    main()
