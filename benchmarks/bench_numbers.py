"""Measures numbers and dates beside quantulum3, dateparser's search and one compiled regex pass, in one run.

    python benchmarks/bench_numbers.py [TEXT ...] [--lengths]

Text paths are arguments (default: the seeds). Every reader gets the same texts, one by one, after a warm-up on them;
the best of three passes counts. With --lengths the time is also measured from 1 kB to 10 MB and drawn to
build/time_by_length.png: the cost is a straight line. quantulum3 reads without its classifier, which makes it faster.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path

from helpers.dates import find_dates
from helpers.quantities import find_quantities

HOME = Path(__file__).parents[1]
FLOOR = re.compile(r"[0-9০-৯]+(?:[.,][0-9০-৯]+)*\s*(?:হাজার|লাখ|কোটি|শতাংশ|জন|টি|জানুয়ারি|ফেব্রুয়ারি|মার্চ|জুলাই|সাল)?")
LENGTHS = (*tuple(k * 10**n for n in range(3, 7) for k in (1, 3)), 10**7)
READERS: dict[str, Callable[[str], object]] = {
    "numbers": find_quantities,
    "dates": lambda text: find_dates(text, "2025-07-13"),
}


def seconds(read: Callable[[str], object], texts: list[str], passes: int = 3) -> float:
    """The shortest of some passes over the texts."""
    best = float("inf")
    for _ in range(passes):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return best


def others() -> dict[str, Callable[[str], object]]:
    """The readers of others, and the floor: one pass of one regular expression."""
    from dateparser.search import search_dates
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    return {
        "quantulum3": parser.parse,
        "dateparser": lambda text: search_dates(text, languages=["bn"]),
        "one regex": lambda text: list(FLOOR.finditer(text)),
    }


def draw(whole: str) -> None:
    """Time against length, both readers, as a table and a picture."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(figsize=(7, 5))
    for name, read in READERS.items():
        times = []
        for length in LENGTHS:
            text = (whole * (length // len(whole) + 1))[:length]
            times.append(seconds(read, [text], 1 if length >= 10**6 else 3))
            print(f"{name:8s} {length:>12,} characters {times[-1]:9.4f} s, {times[-1] / length * 1e6:.3f} per million")
        axes.loglog(LENGTHS, times, marker="o", label=name)
    axes.loglog(LENGTHS, [n * times[-1] / LENGTHS[-1] for n in LENGTHS], "k:", label="in proportion to length")
    axes.set(xlabel="length of the text (characters)", ylabel="time (seconds)", title="Time against length")
    axes.legend()
    (HOME / "build").mkdir(exist_ok=True)
    plt.savefig(HOME / "build" / "time_by_length.png", dpi=150)


def main() -> None:
    """Prints the rates, and with --lengths the cost at each length."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("texts", nargs="*", type=Path, default=sorted((HOME / "seeds").glob("*.txt")))
    told.add_argument("--lengths", action="store_true")
    args = told.parse_args()
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in args.texts]
    total = sum(map(len, texts))
    rates = {name: total / seconds(read, texts) for name, read in (READERS | others()).items()}
    print(f"{total:,} characters in {len(texts)} texts")
    for name, rate in rates.items():
        print(f"{name:12s} {rate:12,.0f} characters per second")
    print(f"numbers: {rates['numbers'] / rates['quantulum3']:.0f} times quantulum3")
    print(f"dates:   {rates['dates'] / rates['dateparser']:.0f} times dateparser")
    if args.lengths:
        draw("\n".join(texts))


if __name__ == "__main__":
    main()
