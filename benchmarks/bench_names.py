"""Name recognition: our tagger, and bnlp's features in bnlp's trainer, on the same split of the open data.

    python benchmarks/bench_names.py --data NER [--news ARTICLES.jsonl.gz]

NER holds banglakit/ and neon-p/; the environment's NER and CORPUS stand for the options. The last tenth of each was
kept from the committed model. Scores are strict: a name is right with its first word, last word and type. Speed is that
of tagging words already split, on one thread; with --news also that of the whole reader of names, rules and joins
included, beside bnlp's on the same texts.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from bnlp.tokenizer.basic import BasicTokenizer
from bnlp.utils.utils import features, transform_to_dataset
from sklearn_crfsuite import CRF

from helpers.entities import find_mentions
from helpers.tagger import built_in
from ner_data import Sentence, read_banglakit, read_neon, read_news, spans, split

Found = list[list[tuple[int, int, str]]]


def scores(found: Found, truth: Sequence[Sentence]) -> str:
    """Strict precision, recall and F1 of the names, for each type and all."""
    right, guessed, wanted = Counter(), Counter(), Counter()
    for names, sentence in zip(found, truth, strict=True):
        ours, theirs = set(names), set(spans(sentence.labels))
        for counter, some in ((right, ours & theirs), (guessed, ours), (wanted, theirs)):
            counter.update([kind for *_, kind in some] + ["all"] * len(some))
    out = []
    for kind in ("PER", "LOC", "ORG", "all"):
        p, r = right[kind] / max(guessed[kind], 1), right[kind] / max(wanted[kind], 1)
        out.append(f"{kind} {2 * p * r / max(p + r, 1e-9):.3f} (P {p:.2f} R {r:.2f})")
    return "  ".join(out)


def speed(read: Callable[[], object], characters: int, seconds: float = 3) -> str:
    """Characters a second of processor time, over as many rounds as fill the time."""
    began, rounds = time.process_time(), 0
    while time.process_time() - began < seconds:
        read()
        rounds += 1
    return f"{characters * rounds / (time.process_time() - began):,.0f} characters a second"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("NER") or None)
    parser.add_argument("--news", type=Path, default=os.environ.get("CORPUS") or None)
    args = parser.parse_args()
    if not args.data:
        print("no annotated data given (--data, or NER in the environment): nothing is measured")
        return
    parts = {"banglakit": split(read_banglakit(args.data)), "neon-p": split(read_neon(args.data))}
    train = [list(zip(*s, strict=True)) for seen, _ in parts.values() for s in seen]
    crf = CRF()  # as bnlp's CRFTaggerTrainer makes it
    crf.fit(*transform_to_dataset(train))

    def theirs(sentences: Sequence[Sentence]) -> Found:
        features, _ = transform_to_dataset([[(form, "") for form in s.forms] for s in sentences])
        return [spans(labels) for labels in crf.predict(features)]

    def ours(sentences: Sequence[Sentence]) -> Found:
        return [[name[:3] for name in names] for names in built_in().tag([s.forms for s in sentences])]

    for name, (_, kept) in parts.items():
        print(f"{name}: {len(kept)} sentences that no model has seen")
        print("  bnlp's features  ", scores(theirs(kept), kept))
        print("  ours             ", scores(ours(kept), kept))
    kept = [s for _, rest in parts.values() for s in rest]
    size = sum(len(f) + 1 for s in kept for f in s.forms)
    print("bnlp's features  ", speed(lambda: theirs(kept), size))
    print("ours             ", speed(lambda: ours(kept), size))
    if args.news:
        texts = [text for _, text in itertools.islice(read_news(args.news), 1000)]
        find_mentions(texts[-1])  # lexicon and model are read once, as bnlp's model is
        size, words = sum(map(len, texts)), BasicTokenizer().tokenize

        def tag(forms: list[str]) -> object:
            return crf.predict([[features(forms, i) for i in range(len(forms))]])

        print(f"{len(texts)} articles, from their text:")
        print("bnlp: tokens, features, CRF          ", speed(lambda: [tag(words(text)) for text in texts], size))
        print("ours: rules, lexicon, tagger, joins  ", speed(lambda: [find_mentions(text) for text in texts], size))


if __name__ == "__main__":
    main()
