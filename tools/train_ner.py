"""Trains the name tagger: annotated data and unlabelled news → src/helpers/models/ner.npz.

    python tools/train_ner.py --data NER [--news ARTICLES.jsonl.gz] --out src/helpers/models/ner.npz

NER holds banglakit/ and neon-p/ (see src/helpers/models/README.md); the news are articles with columns id and text, by
default ../corpora/bulk.jsonl.gz beside NER, those among them that `benchmarks/keys` annotates. Kept from training are
the last tenth of the annotated data, and all articles that scores are told of: the served and the locked keys, and
never_taught.txt.
It needs nothing that the package does not need, takes about five minutes of one processor, and gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # one order of additions
os.environ["OPENBLAS_NUM_THREADS"] = "1"

from helpers.script import Text
from helpers.tagger import NameTagger
from ner_data import DataError, Sentence, docs_of, read_banglakit, read_keys, read_neon, read_news, split
from ner_net import Network, Shape, vocabulary, word_vectors
from ner_silver import news_sentences, repaired

ROOT = Path(__file__).parents[1]
KEYS = ROOT / "benchmarks" / "keys"
_SURE = 1.0  # log odds that a name must have to be taught on
_DOUBTFUL = -1.5  # … and from which on a word may be a name: it is not taught on at all


def main() -> int:
    """Reads the command line and trains; 2 and a message for data that are missing or broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with banglakit/ and neon-p/")
    parser.add_argument("--news", type=Path, help="unlabelled articles, .jsonl.gz")
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    args = parser.parse_args()
    news = args.news or args.data.resolve().parent / "corpora" / "bulk.jsonl.gz"
    try:
        train(args.data, news, args.out)
    except (DataError, OSError) as error:
        print(f"train_ner: {error}", file=sys.stderr)
        return 2
    return 0


def train(data: Path, news: Path, out: Path) -> None:
    """The recipe: vectors, repair, a first tagger, news labelled by it and by rules, the tagger taught on them."""
    banglakit, _ = split(read_banglakit(data))
    neon, _ = split(read_neon(data))
    scored = [*sorted(KEYS.glob("served_*.csv")), *sorted(KEYS.glob("locked_*.csv"))]
    unseen = docs_of(scored) | set((KEYS / "never_taught.txt").read_text().split())
    articles = {name: text for name, text in read_news(news) if name not in unseen}
    taught = [*sorted(KEYS.glob("mended*_entities.csv")), KEYS / "taught_entities.csv"]
    ours = list(read_keys(taught, articles, unseen))
    keyed = docs_of(taught)
    unlabelled = [text for name, text in articles.items() if name not in keyed]
    say(f"{len(ours)} + {len(banglakit)} + {len(neon)} annotated sentences, {len(unlabelled)} articles")
    texts = [Text(article).words() for article in articles.values()]
    shape = Shape()
    words = vocabulary(texts, shape.words)
    vectors = word_vectors(texts, words, shape.dims)
    say(f"vectors of {len(words)} words")

    def fitted(sentences: Sequence[Sentence], epochs: int, path: Path) -> NameTagger:
        network = Network(shape, words, vectors)
        network.train(sentences, epochs)
        network.export(path, [s.forms for s in sentences[:2000]])
        return NameTagger(path)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ner.npz"
        gold = repaired(banglakit, lambda rest: fitted([*ours * 3, *rest, *neon], 4, path), _SURE)
        say("annotated data repaired")
        tagger = fitted([*ours * 6, *gold * 2, *neon], 5, path)
        silver = news_sentences(unlabelled[::2], tagger, _SURE, _DOUBTFUL)
        say(f"{len(silver)} sentences of news labelled")
        fitted([*silver, *ours * 10, *gold * 3, *neon], 3, path)
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(path.read_bytes())
    say(f"{out}: {out.stat().st_size:,} bytes, sha256 {hashlib.sha256(out.read_bytes()).hexdigest()}")


def say(line: str) -> None:
    """Progress, with the processor time so far."""
    print(f"{time.process_time():6.0f} s  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
