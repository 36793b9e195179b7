"""Scores on articles that were annotated before anything was run on them and before any rule had seen them.

    python benchmarks/bench_accuracy.py CORPUS.jsonl.gz

The keys lie in `benchmarks/keys/`: the `mended` sets then served to mend rules and to teach the name model, the
`served` to mend rules alone, so their scores flatter. Nobody has looked at what is wrong in the `locked` articles. All
belong to their outlets and are taken by their ids out of the corpus, which is the argument, or what CORPUS names in the
environment.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import tempfile
from pathlib import Path

import pandas as pd

from helpers.cli import main as khobor
from helpers.pipeline import Options, build

KEYS = Path(__file__).with_name("keys")


def rows_of(key: Path) -> list[dict[str, str]]:
    with key.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check(key: Path, texts: dict[str, str]) -> None:
    """A row whose characters are not where it says would count as missed, whatever is found: there must be none."""
    for row in rows_of(key):
        if "start" in row and texts[row["doc"]][int(row["start"]) : int(row["end"])] != row["surface"]:
            sys.exit(f"{key}: {row['surface']} does not stand at {row['start']} of {row['doc']}")


def main() -> None:
    corpus = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CORPUS")
    if not corpus:
        print("no corpus named (CORPUS=file.jsonl.gz): the blind keys are not scored")
        return
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        lines = file.readlines()
    for name in ("mended_", "served_", "locked_"):
        keys = sorted(KEYS.glob(f"{name}*.csv"))
        docs = {row["doc"] for key in keys for row in rows_of(key)}
        told = [line for line in lines if any(f'"{doc}"' in line[:100] for doc in docs)]
        if len(told) < len(docs):
            sys.exit(f"{corpus}: holds {len(told)} of the {len(docs)} articles of the keys")
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            (folder / "articles.jsonl").write_text("".join(told), encoding="utf-8")
            build(folder / "articles.jsonl", folder / "out", options=Options(jobs=1))
            told = pd.read_parquet(folder / "out" / "texts" / "texts.parquet")
            for key in keys:
                check(key, dict(zip(told["doc"], told["text"], strict=True)))
            print(f"== {name.rstrip('_')} set, {len(docs)} articles", flush=True)
            khobor(["score", str(KEYS / name), str(folder / "out" / "tables")])


if __name__ == "__main__":
    main()
