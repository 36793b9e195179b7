"""What cleaning keeps and loses, ours beside trafilatura alone and beside a plain line-by-line baseline.

    python benchmarks/bench_cleaning.py [PAGES] [--texts FOLDER --removed KEY.csv]

PAGES is a folder of saved pages (NAME.html), some with what a reader should get out of them (NAME.gold.txt). FOLDER
holds article texts, of which the key tells the spans that are not article. A sentence of the article counts as lost
where the kept text does not hold it, one that is kept as furniture where the article does not hold it. The baseline
keeps lines of forty letters or more that end as a sentence does. All may also be named in the environment (PAGES, TEXTS
and REMOVED).
"""

from __future__ import annotations

import argparse
import csv
import os
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import lxml.html
import trafilatura

from helpers.cleaning import find_removed
from helpers.pages import read_page
from helpers.script import fold
from helpers.sentences import TERMINAL

_END = re.compile(r"(?<=[।॥?!|])|\n")
Keeper = Callable[[str], str]


def sentences(text: str) -> list[str]:
    """What a reader compares: sentences of at least four words, without the space around and within them."""
    pieces = (" ".join(piece.split()) for piece in _END.split(fold(text)))
    return [piece for piece in pieces if piece.count(" ") > 2]


def by_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if len(line) >= 40 and TERMINAL.search(line.strip()))


def ours(text: str) -> str:
    kept, last = "", 0
    for span in find_removed(text):
        kept, last = kept + text[last : span.start] + "\n", span.end
    return kept + text[last:]


def visible(html: str) -> str:
    nodes = lxml.html.document_fromstring(html).xpath(
        "//body//text()[not(parent::script|parent::style|parent::noscript)]"
    )
    return "\n".join(map(str, nodes))


def compared(name: str, told: list[tuple[str, str]], keepers: dict[str, Keeper]) -> None:
    """One line for each way of keeping: sentences lost of those of the articles, sentences kept that are none."""
    print(f"== {name}: {len(told)}")
    for way, keep in keepers.items():
        lost = there = furniture = twice = 0
        for source, article in told:
            kept, wanted = sentences(keep(source)), sentences(article)
            flat, whole = " ".join(kept), " ".join(wanted)
            there += len(wanted)
            lost += sum(s not in flat for s in wanted)
            furniture += sum(s not in whole for s in kept)
            twice += len(kept) - len(set(kept)) - (len(wanted) - len(set(wanted)))
        print(f"{way:34} lost {lost:4} of {there:5}   furniture kept {furniture:4}   kept twice {max(twice, 0):4}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=Path, default=os.environ.get("PAGES"))
    parser.add_argument("--texts", type=Path, default=os.environ.get("TEXTS"))
    parser.add_argument("--removed", type=Path, default=os.environ.get("REMOVED"))
    told = parser.parse_args()
    if told.pages:
        golden = sorted(Path(told.pages).glob("*.gold.txt"))
        pages = [
            (p.with_name(p.name.replace(".gold.txt", ".html")).read_text("utf-8"), p.read_text("utf-8")) for p in golden
        ]
        ways: dict[str, Keeper] = {
            "the page's lines": lambda html: by_lines(visible(html)),
            "trafilatura": lambda html: trafilatura.extract(html, include_comments=False) or "",
            "ours (pages, then cleaning)": lambda html: ours(read_page(html).text),
        }
        compared("saved pages", pages, ways)
    if told.texts and told.removed:
        spans = defaultdict(list)
        for row in csv.DictReader(Path(told.removed).read_text("utf-8").splitlines()):
            spans[row["doc"]].append((int(row["start"]), int(row["end"])))
        texts = []
        for doc, furniture in sorted(spans.items()):
            text = article = (Path(told.texts) / f"{doc}.txt").open(encoding="utf-8", newline="").read()
            for start, end in sorted(furniture, reverse=True):
                article = article[:start] + "\n" + article[end:]
            texts.append((text, article))
        compared("texts with keys", texts, {"all of it": str, "its lines": by_lines, "ours": ours})
    if not (told.pages or told.texts):
        print("no pages named (PAGES=folder): what cleaning keeps and loses is not compared")


if __name__ == "__main__":
    main()
