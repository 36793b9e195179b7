"""Scores on articles that were annotated before anything was run on them and before any rule had seen them.

    python benchmarks/bench_accuracy.py CORPUS.jsonl.gz [FOLDER]

The keys lie in `benchmarks/keys/`: the `mended` sets then served to mend rules and to teach the name model, the
`served` to mend rules alone, so their scores flatter. Nobody has looked at what is wrong in the `locked` articles. The
`wide` sets have figures and dates, no names. All articles belong to their outlets and are taken by their ids out of the
corpus, those of the `recent` sets (a page's text, with what is no article in it) out of a folder of text files; both
may be named in the environment, too: CORPUS and RECENT.
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
SETS = ("mended_", "served_", "wide_served_", "recent_served_", "locked_", "wide_locked_", "recent_locked_")


def rows_of(key: Path) -> list[dict[str, str]]:
    with key.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check(key: Path, texts: dict[str, str]) -> None:
    """A row whose characters are not where it says would count as missed, whatever is found: there must be none."""
    for row in rows_of(key):
        if "surface" in row and texts[row["doc"]][int(row["start"]) : int(row["end"])] != row["surface"]:
            sys.exit(f"{key}: {row['surface']} does not stand at {row['start']} of {row['doc']}")


def take(docs: set[str], source: Path, target: Path) -> Path:
    """A corpus of these articles alone; ends the program where the source does not hold them all."""
    if source.is_dir():
        target.mkdir()
        found = [path for path in sorted(source.glob("*.txt")) if path.stem in docs]
        for path in found:
            (target / path.name).write_bytes(path.read_bytes())
    else:
        target = target.with_suffix(".jsonl")
        with gzip.open(source, "rt", encoding="utf-8") as file:
            found = [line for line in file if any(f'"{doc}"' in line[:100] for doc in docs)]
        target.write_text("".join(found), encoding="utf-8")
    if len(found) < len(docs):
        sys.exit(f"{source}: holds {len(found)} of the {len(docs)} articles of the keys")
    return target


def texts_of(corpus: Path, out: Path) -> dict[str, str]:
    """What the offsets of the keys mean: doc → text."""
    if corpus.is_dir():
        return {path.stem: path.read_bytes().decode() for path in corpus.glob("*.txt")}
    told = pd.read_parquet(out / "texts" / "texts.parquet")
    return dict(zip(told["doc"], told["text"], strict=True))


def main() -> None:
    told = [*sys.argv[1:], *(os.environ.get(name, "") for name in ("CORPUS", "RECENT")[len(sys.argv) - 1 :])]
    for name in SETS:
        source = told[name.startswith("recent")]
        if not source:
            print(f"{name.rstrip('_')} set: no corpus named, not scored")
            continue
        keys = sorted(KEYS.glob(f"{name}*.csv"))
        docs = {row["doc"] for key in keys for row in rows_of(key)}
        with tempfile.TemporaryDirectory() as place:
            out = Path(place, "out")
            corpus = take(docs, Path(source), Path(place, "articles"))
            build(corpus, out, options=Options(jobs=1))
            for key in keys:
                check(key, texts_of(corpus, out))
            print(f"== {name.rstrip('_')} set, {len(docs)} articles", flush=True)
            khobor(["score", str(KEYS / name), str(out / "tables")])


if __name__ == "__main__":
    main()
