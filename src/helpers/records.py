"""The rows of a table: JSON lines, CSV and Parquet, one at a time, those that are broken with a reason."""

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .encoding import guess

MAX_CHARACTERS = 20_000_000  # of one line: a thousand times the longest article
KINDS = (".csv", ".jsonl", ".ndjson", ".parquet", ".tsv")

Rows = Iterator[tuple[Mapping[str, Any], str]]


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what is wrong, where, and what to do."""


def kind(path: Path) -> str:
    """The table's kind by its ending, `.gz` aside; empty for other files."""
    ending = Path(path.name.removesuffix(".gz")).suffix.lower()
    return ending if ending in KINDS else ""


def read_rows(path: Path) -> Rows:
    """Each row as column → cell with an empty reason, or what there is of a broken row and why it is broken.

    Raises CorpusError where there is no first row; a file that breaks later, as a .gz that is cut, ends there.
    """
    skipped: list[str] = []
    reader = {".parquet": _parquet, ".jsonl": _jsonl, ".ndjson": _jsonl}.get(kind(path), _csv)
    begun = False
    try:
        for row in reader(path, skipped):
            yield from (({}, skipped.pop(0)) for _ in list(skipped))
            yield row
            begun = True
    except (OSError, EOFError, zlib.error, csv.Error, pa.ArrowException, ValueError) as error:
        if not begun:
            raise CorpusError(f"{path}: {str(error)[:200]}") from error
        skipped.append(f"the file cannot be read further ({str(error)[:100]})")
    yield from (({}, why) for why in skipped)


def _lines(path: Path, skipped: list[str]) -> Iterator[str]:
    """The lines of a text file, with the reasons for those left out; never more of one in memory than the limit."""
    goes_on = False
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as raw:
        encoding, note = guess(raw.read(100_000))
        if not encoding:
            raise ValueError(note.removeprefix("not read: "))
        raw.seek(0)
        file = io.TextIOWrapper(raw, encoding, "surrogateescape" if encoding == "utf-8" else "replace")
        while line := file.readline(MAX_CHARACTERS):
            begins, goes_on = not goes_on, len(line) == MAX_CHARACTERS and line[-1] != "\n"
            if begins and goes_on:
                skipped.append(f"a line above {MAX_CHARACTERS:,} characters")
            elif begins:
                yield line.removeprefix("\ufeff")


def _jsonl(path: Path, skipped: list[str]) -> Rows:
    for line in filter(str.strip, _lines(path, skipped)):
        try:
            row = json.loads(line)
            yield (row, "") if isinstance(row, dict) else ({}, "a line that is no JSON object")
        except (ValueError, RecursionError) as error:
            yield {}, f"broken JSON ({str(error)[:80]})"


def _csv(path: Path, skipped: list[str]) -> Rows:
    csv.field_size_limit(MAX_CHARACTERS)
    lines = _lines(path, skipped)
    head = next(filter(str.strip, lines), "")
    rows = csv.DictReader(chain([head], lines), delimiter=max(",\t;|", key=head.count), strict=True)
    if not any(rows.fieldnames or ()):
        raise ValueError("the first line names no columns")
    while True:
        try:
            row: dict[Any, Any] = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield {}, f"broken CSV ({error}): a quotation mark that is not closed?"
        else:
            more = row.pop(None, [])
            n = len(more) + sum(cell is not None for cell in row.values())
            odd = any(more) or n < len(row)
            yield row, f"a row with {n} cells where {len(row)} should be; quotation marks missing?" if odd else ""


def _parquet(path: Path, _: list[str]) -> Rows:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=64):
            yield from ((row, "") for row in batch.to_pylist())
