"""Measures find_dates beside dateparser's search and beside one compiled regex pass, on the same text in one run.

    python benchmarks/bench_dates.py [TEXT ...] [--lengths]

Text paths are arguments (default: the seeds). With --lengths the time is also measured from 1 kB to 10 MB: seconds per
megabyte stay level where the cost is a straight line.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path

from helpers.dates import find_dates

SEEDS = Path(__file__).parents[1] / "seeds"
FLOOR = re.compile(r"[0-9০-৯]{1,4}\s*(?:জানুয়ারি|ফেব্রুয়ারি|মার্চ|জুলাই|সাল)")
LENGTHS = (10**3, 10**4, 10**5, 10**6, 10**7)


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Characters per second of one warm pass over the texts."""
    read(texts[0][:200])
    start = time.perf_counter()
    for text in texts:
        read(text)
    return sum(map(len, texts)) / (time.perf_counter() - start)


def main() -> None:
    """Prints the rates, and with --lengths the cost at each length."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, default=sorted(SEEDS.glob("*.txt")))
    parser.add_argument("--lengths", action="store_true")
    told = parser.parse_args()
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in told.texts]
    from dateparser.search import search_dates

    ours = rate(lambda text: find_dates(text, "2025-07-13"), texts)
    theirs = rate(lambda text: search_dates(text, languages=["bn"]), texts)
    floor = rate(lambda text: list(FLOOR.finditer(text)), texts)
    print(f"{sum(map(len, texts)):,} characters in {len(texts)} texts")
    print(f"find_dates   {ours:12,.0f} characters/s")
    print(f"dateparser   {theirs:12,.0f} characters/s   (find_dates is {ours / theirs:.1f} times as fast)")
    print(f"one regex    {floor:12,.0f} characters/s")
    whole = "\n".join(texts)
    for length in LENGTHS if told.lengths else ():
        text = (whole * (length // len(whole) + 1))[:length]
        print(f"{length:>12,} characters: {length / rate(find_dates, [text]) / length * 1e6:8.3f} s per million")


if __name__ == "__main__":
    main()
