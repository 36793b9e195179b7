"""Small corpora of invented articles: what every test of the frame reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import tables

ROOT = Path(__file__).parents[1]
PLACES = ("রাজশাহী", "খুলনা", "বরিশাল", "সিলেট", "রংপুর")


def article(number: int) -> str:
    """An invented report; the number makes it another one."""
    place, day = PLACES[number % len(PLACES)], 1 + number % 27
    dead, hurt = 3 + number % 5, 20 + number
    return (
        f"{place}তে বাস উল্টে নিহত {dead}\n\n"
        f"{place}, {day} মার্চ ২০২৪: {place} শহরের কাছে একটি বাস উল্টে {dead} জন নিহত হয়েছেন। "
        f"পুলিশ সুপার আবদুল করিম জানিয়েছেন, অন্তত {hurt} জন আহত হয়েছেন।\n"
        f"হাসপাতালের পরিচালক বলেন, “আহত {hurt + 4} জনকে ভর্তি করা হয়েছে।” এর মধ্যে {dead} জনের অবস্থা গুরুতর।\n"
        f"আরও পড়ুন: অন্য জেলায় দুর্ঘটনা\nএ ঘটনায় {number + 1} লাখ টাকা ক্ষতি হয়েছে বলে জানান তিনি।\n"
    )


def write_corpus(folder: Path, numbers: range) -> Path:
    """A folder with one article for each number."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in numbers:
        (folder / f"{n:03}.txt").write_text(article(n), encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Relative path → bytes of every file of a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def command(*args: object, env: dict[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[str]:
    """The khobor command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "helpers.cli", *map(str, args)],
        capture_output=True,
        text=True,
        env=environment(**(env or {})),
        **more,
    )


def environment(**more: str) -> dict[str, str]:
    """The environment for a process that shall import this checkout."""
    return os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "0"} | more


@pytest.fixture
def corpus(tmp_path):
    """Twelve invented articles in a folder."""
    return write_corpus(tmp_path / "corpus", range(12))


def write_table(name, data, folder):
    """Writes a whole table as a run does; the number of its rows."""
    with tables.Writer(name, folder) as writer:
        writer.add(tables.table(name, data))
    return writer.rows
