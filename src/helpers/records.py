"""The rows of a table: JSON lines, CSV and Parquet, one at a time, those that are broken with a reason."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain, zip_longest
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from .encoding import guess

MAX_CHARACTERS = 20_000_000  # of one line: a thousand times the longest article
KINDS = (".csv", ".jsonl", ".ndjson", ".parquet", ".tsv")

Rows = Iterator[tuple[Mapping[str, Any] | None, str]]


class CorpusError(ValueError):
    """A corpus that cannot be read at all; the message says what is wrong, where, and what to do."""


def kind(path: Path) -> str:
    """The table's kind by its ending, `.gz` aside; empty for other files."""
    ending = Path(path.name.removesuffix(".gz")).suffix.lower()
    return ending if ending in KINDS else ""


def read_rows(path: Path) -> Rows:
    """Each row as column → cell with an empty reason, or a broken row (or None) and why it is broken."""
    if kind(path) == ".parquet":
        return _parquet(path)
    try:
        with _open(path) as file:
            encoding, note = guess(file.read(100_000))
    except (OSError, EOFError) as error:
        raise CorpusError(f"{path}: {error}") from error
    if not encoding:
        raise CorpusError(f"{path}: {note.removeprefix('not read: ')}")
    return _with_skipped(_jsonl if kind(path) in (".jsonl", ".ndjson") else partial(_csv, path), path, encoding)


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _with_skipped(parse: Callable[[Iterator[str]], Rows], path: Path, encoding: str) -> Rows:
    skipped: list[str] = []
    for row in parse(_lines(path, encoding, skipped)):
        yield from ((None, skipped.pop(0)) for _ in list(skipped))
        yield row
    yield from ((None, why) for why in skipped)


def _lines(path: Path, encoding: str, skipped: list[str]) -> Iterator[str]:
    """The lines of a text file, with the reasons for those left out; never more of one in memory than the limit."""
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    with io.TextIOWrapper(_open(path), encoding, errors) as file:
        try:
            while line := file.readline(MAX_CHARACTERS):
                if len(line) < MAX_CHARACTERS or line[-1] == "\n":
                    yield line.removeprefix("\ufeff")
                    continue
                while line and line[-1] != "\n":
                    line = file.readline(MAX_CHARACTERS)
                skipped.append(f"a line above {MAX_CHARACTERS:,} characters")
        except (OSError, EOFError) as error:  # a broken .gz ends where it breaks
            skipped.append(f"the file cannot be read further ({error})")


def _jsonl(lines: Iterator[str]) -> Rows:
    for line in filter(str.strip, lines):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield None, f"broken JSON ({str(error)[:80]})"
        else:
            yield (row, "") if isinstance(row, dict) else (None, "a line that is no JSON object")


def _csv(path: Path, lines: Iterator[str]) -> Rows:
    csv.field_size_limit(MAX_CHARACTERS)
    whole = (line.replace("\0", "") for line in lines)
    head = next(filter(str.strip, whole), "")
    reader = csv.reader(chain([head], whole), delimiter=max(",\t;|", key=head.count), strict=True)
    names: list[str] = []
    cells: list[str] | None = []
    while cells is not None:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            cells = []
            yield None, f"broken CSV ({error}): a quotation mark that is not closed?"
        if cells and not names:
            names = [name.strip() for name in cells]
        elif cells:
            odd = len(cells) < len(names) or any(cells[len(names) :])
            why = f"a row with {len(cells)} cells where {len(names)} should be; quotation marks missing?" if odd else ""
            yield dict(zip_longest(names, cells[: len(names)], fillvalue="")), why
    if not any(names):
        raise CorpusError(f"{path}: the first line names no columns")


def _parquet(path: Path) -> Rows:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=64):
                yield from ((row, "") for row in batch.to_pylist())
    except (pa.ArrowException, OSError, ValueError) as error:
        raise CorpusError(f"{path}: not a Parquet file that can be read ({str(error)[:100]})") from error
