"""The rows of a table: JSON lines, CSV and Parquet, one at a time, those that are broken with a reason."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from itertools import chain, zip_longest
from pathlib import Path
from typing import IO, Any

from .encoding import guess

MAX_CHARACTERS = 20_000_000  # of one line: a thousand times the longest article
KINDS = (".csv", ".jsonl", ".ndjson", ".parquet", ".tsv")

Rows = Iterator[tuple[Mapping[str, Any] | None, str]]


class TableError(ValueError):
    """A table that cannot be opened."""


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
        raise TableError(str(error)) from error
    if not encoding:
        raise TableError(note.removeprefix("not read: "))
    return (_csv if kind(path) in (".csv", ".tsv") else _jsonl)(path, encoding)


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]


def _lines(path: Path, encoding: str) -> Iterator[tuple[str, str]]:
    """The lines of a text file, or "" and why not; never more of a line in memory than the limit."""
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    with io.TextIOWrapper(_open(path), encoding, errors) as file:
        try:
            while line := file.readline(MAX_CHARACTERS):
                if len(line) < MAX_CHARACTERS or line[-1] == "\n":
                    yield line.removeprefix("\ufeff"), ""
                    continue
                while line and line[-1] != "\n":
                    line = file.readline(MAX_CHARACTERS)
                yield "", f"a line above {MAX_CHARACTERS:,} characters"
        except (OSError, EOFError) as error:  # a broken .gz ends where it breaks
            yield "", f"the file cannot be read further ({error})"


def _jsonl(path: Path, encoding: str) -> Rows:
    for line, why in _lines(path, encoding):
        if why:
            yield None, why
        elif line.strip():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield None, f"broken JSON ({str(error)[:80]})"
                continue
            yield (row, "") if isinstance(row, dict) else (None, "a line that is no JSON object")


def _csv(path: Path, encoding: str) -> Rows:
    csv.field_size_limit(MAX_CHARACTERS)
    skipped: list[str] = []

    def whole() -> Iterator[str]:
        for line, why in _lines(path, encoding):
            if why:
                skipped.append(why)
            else:
                yield line.replace("\0", "")

    source = whole()
    head = next(source, "")
    reader = csv.reader(chain([head], source), delimiter=max(",\t;|", key=head.count), strict=True)
    names: list[str] = []
    cells: list[str] | None = []
    while cells is not None:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            cells = []
            skipped.append(f"broken CSV ({error}): a quotation mark that is not closed?")
        yield from ((None, skipped.pop(0)) for _ in list(skipped))
        if cells and not names:
            names = [name.strip() for name in cells]
        elif cells:
            odd = len(cells) < len(names) or any(cells[len(names) :])
            why = f"a row with {len(cells)} cells where {len(names)} should be; quotation marks missing?" if odd else ""
            yield dict(zip_longest(names, cells[: len(names)], fillvalue="")), why
    if not any(names):
        raise TableError("the first line names no columns")


def _parquet(path: Path) -> Rows:
    import pyarrow.parquet  # half a second that other corpora need not wait
    from pyarrow import ArrowException

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=64):
                yield from ((row, "") for row in batch.to_pylist())
    except (ArrowException, OSError, ValueError) as error:
        raise TableError(f"not a Parquet file that can be read ({str(error)[:100]})") from error
