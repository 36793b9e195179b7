"""Measures `khobor tables` on a corpus: articles per second, memory as the corpus grows, and what a second run costs.

    python benchmarks/bench_pipeline.py [CORPUS.jsonl.gz] [--articles N] [--profile]

Every run is a process of its own, started as a user would; the seconds are the whole command's, its start with them.
The corpus is the argument, or what CORPUS names in the environment, or the seeds told over and over with other numbers.
"""

from __future__ import annotations

import argparse
import cProfile
import gzip
import json
import os
import pstats
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import psutil

SEEDS = Path(__file__).parents[1] / "seeds"
GROWTH = (1, 4, 16)


def seeds() -> Iterator[dict[str, str]]:
    """The seeds again and again, each time with other numbers, so that no two articles are the same."""
    texts = [p.read_bytes().decode() for p in sorted(SEEDS.glob("*.txt"))]
    for n in range(10**6):
        shift = str.maketrans("০১২৩৪৫৬৭৮৯", "".join("০১২৩৪৫৬৭৮৯"[(i + n) % 10] for i in range(10)))
        yield {"text": re.sub("[০-৯]", lambda m, s=shift: m[0].translate(s), texts[n % 5]) + f"\n{n}"}


def rows(path: Path | None) -> Iterator[dict[str, object]]:
    if path is None:
        yield from seeds()
    else:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def write(path: Path, articles: list[dict[str, object]], times: int = 1) -> Path:
    """The articles as a .jsonl.gz, `times` over; each copy says its number, so that it is another article."""
    text_of = max(articles[0], key=lambda k: len(str(articles[0][k])))
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        for n in range(times):
            for i, row in enumerate(articles):
                more = {"id": f"{n}-{i}", text_of: f"{row[text_of]}\n({n})"} if n else {"id": f"{n}-{i}"}
                file.write(json.dumps(row | more, ensure_ascii=False) + "\n")
    return path


def run(corpus: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Seconds of the command, and the most memory (MB) that it and its workers held at one time."""
    args = [sys.executable, "-m", "helpers.cli", "tables", str(corpus), "--out", str(out), "--jobs", str(jobs)]
    start = time.perf_counter()
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    if process.wait():
        sys.exit(f"the run over {corpus} failed")
    took = time.perf_counter() - start
    watcher.join()
    return took, peak[0]


def _watch(pid: int, peak: list[float]) -> None:
    try:
        parent = psutil.Process(pid)
        while parent.is_running() and parent.status() != psutil.STATUS_ZOMBIE:
            family = [parent, *parent.children(recursive=True)]
            peak[0] = max(peak[0], sum(p.memory_info().rss for p in family) / 1e6)
            time.sleep(0.05)
    except psutil.NoSuchProcess:
        pass


def profile(corpus: Path, folder: Path) -> None:
    """The functions in which one process spends its time."""
    from helpers.pipeline import Options, build

    watch = cProfile.Profile()
    watch.runcall(build, corpus, folder, None, Options(jobs=1))
    pstats.Stats(watch).sort_stats("tottime").print_stats(25)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path, default=os.environ.get("CORPUS") or None)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--profile", action="store_true", help="name the hot spots instead")
    told = parser.parse_args()
    articles = list(islice(rows(Path(told.corpus) if told.corpus else None), told.articles))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        corpus = write(folder / "corpus.jsonl.gz", articles)
        if told.profile:
            profile(corpus, folder / "out")
            return
        n, one = len(articles), run(corpus, folder / "one", 1)[0]
        print(f"{n} articles, one process     {one:7.1f} s  {n / one:6.1f} articles/s", flush=True)
        two = run(corpus, folder / "two", 2)[0]
        print(
            f"{n} articles, two processes   {two:7.1f} s  {n / two:6.1f} articles/s  {one / two / 2:.2f} of linear",
            flush=True,
        )
        again = run(corpus, folder / "one", 1)[0]
        write(folder / "corpus.jsonl.gz", [*articles, articles[0] | {"id": "new", "title": "আরেকটি"}])
        more = run(corpus, folder / "one", 1)[0]
        print(f"again, nothing new            {again:7.1f} s  {again / one:6.1%} of the first", flush=True)
        print(f"again, one new article        {more:7.1f} s  {more / one:6.1%} of the first", flush=True)
        for times in GROWTH:
            part = articles[: max(1, n // GROWTH[-1])]
            took, peak = run(write(folder / "grown.jsonl.gz", part, times), folder / f"grown{times}", 1)
            print(f"{times:2}x {len(part)} articles            {took:7.1f} s  {peak:6.0f} MB at most", flush=True)
            shutil.rmtree(folder / f"grown{times}")


if __name__ == "__main__":
    main()
