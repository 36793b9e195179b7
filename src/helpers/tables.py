"""The tables' columns, and how they are written and read: the contract with whoever uses them."""

from __future__ import annotations

import hashlib
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.csv import CSVWriter, WriteOptions

from .corpus import Document

COLUMNS: dict[str, list[str]] = {
    name: columns.split()
    for name, columns in {
        "documents": "doc path sha256 outlet title byline published published_from credit story echo_of n_chars"
        " warnings",
        "sentences": "doc sentence start end part text",
        "removed": "doc start end rule text",
        "mentions": "doc start end surface name type entity found_by",
        "entities": "doc entity type name_en names wikidata country lat lon",
        "joins": "a b type score evidence decision name_a name_b",
        "dates": "doc start end surface value precision anchor",
        "figures": "doc start end surface kind low high modifier unit counted event status claimant claimant_entity cue"
        " via as_of sentence as_of_from part_of measure scope place claimant_group",
        "quotes": "doc start end surface speaker cue direct",
        "claims": "claim story measure doc start end low high claimant claimant_group as_of as_of_from part_of"
        " modifier status scope place unit surface counted sentence",
        "comparisons": "claim_a claim_b relation note",
        "sketches": "doc words weights shingles",  # passed from map to reduce, as the next
        "names": "doc entity type name n heard roles",
        "keys": "doc key",  # what the rows of a cached article depend on
        "texts": "doc text",
    }.items()
}
CSV_ROWS = 100_000  # above this a table is Parquet alone: nobody opens such a CSV by hand
PART_ROWS = 2_000  # of a table that are in memory at a time while it is written
AHEAD = 16  # parts of a table that wait to be written: few where articles are read, more where they were kept
_TYPES = dict.fromkeys(("start", "end", "sentence", "n_chars", "n"), pa.int64())
_TYPES |= dict.fromkeys(("low", "high", "score", "lat", "lon"), pa.float64())
_TYPES |= dict.fromkeys(("words", "weights", "shingles"), pa.large_binary())
_PLAIN = WriteOptions(quoting_header="none")
_BEHIND = ThreadPoolExecutor(1)  # Arrow needs no Python while it writes
SCHEMAS = {n: pa.schema([(c, _TYPES.get(c, pa.large_string())) for c in columns]) for n, columns in COLUMNS.items()}


def table(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pa.Table:
    """The table of that name in the contract's order: int64, float64 and text; empty cells are null or ""."""
    if isinstance(rows, pd.DataFrame):
        cells = [rows[c] if c in rows else [None] * len(rows) for c in COLUMNS[name]]
    else:
        rows = list(rows)
        cells = [[row.get(c) for row in rows] for c in COLUMNS[name]]
    return pa.Table.from_arrays(list(map(_column, cells, SCHEMAS[name].types)), schema=SCHEMAS[name])


def _column(cells: Sequence[Any] | pd.Series, kind: pa.DataType) -> pa.Array:
    if isinstance(cells, pd.Series) and cells.dtype == "str":  # has been in a table before
        return pc.fill_null(pa.array(cells, kind), "")
    if kind != pa.large_string():
        return pa.array(cells, kind, from_pandas=True)
    told = ["" if cell is None or cell != cell else str(cell) for cell in cells]
    try:
        return pa.array(told, kind)
    except UnicodeEncodeError:  # half a character (a lone surrogate) has no UTF-8: ? in its place
        return pa.array([cell.encode("utf-8", "replace").decode() for cell in told], kind)


def frame(name: str, rows: Iterable[Mapping[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """The same as a DataFrame; empty cells are NaN or ""."""
    return table(name, rows).to_pandas()


class Writer:
    """Writes one table in parts, so that a long one never lies in memory: Parquet row groups of `part` rows, and, where
    it has fewer than CSV_ROWS rows, CSV beside it. Its files are finished where its `with` block is."""

    def __init__(self, name: str, folder: Path, csv: bool = True, part: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.rows, self._part, path, schema = 0, part or PART_ROWS, folder / f"{name}.parquet", SCHEMAS[name]
        short = [column for column in schema.names if column != "text"]  # of a text there is hardly a second
        self._file = pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=short)
        self._csv_path = path.with_suffix(".csv")
        self._csv = CSVWriter(self._csv_path, schema, write_options=_PLAIN) if csv else None
        self._waiting = schema.empty_table()
        self._written: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                if len(self._waiting) or not self.rows:  # a table without rows has its header
                    self._write(self._waiting)
                for part in self._written:
                    part.result()
                self._file.close()
        finally:
            wait(self._written)
            self._file.is_open = False  # on a full disk it would complain when nobody listens any more
            if self._csv:
                self._csv.close()

    def add(self, rows: pa.Table) -> None:
        """Appends rows; they are written when there are enough of them."""
        self.rows += len(rows)
        self._waiting = pa.concat_tables([self._waiting, rows])
        while len(self._waiting) >= self._part:
            self._write(self._waiting[: self._part])
            self._waiting = self._waiting[self._part :]

    def _write(self, rows: pa.Table) -> None:
        """Has a part written while the next ones are made; raises what befell an earlier one."""
        if len(self._written) == AHEAD:
            self._written.popleft().result()
        self._written.append(_BEHIND.submit(self._put, rows))

    def _put(self, rows: pa.Table) -> None:
        rows = rows.combine_chunks()  # so that how the rows came does not show in the file
        self._file.write_table(rows)
        if self._csv and self.rows >= CSV_ROWS:
            self._csv.close()
            self._csv_path.unlink()
            self._csv = None
        elif self._csv:
            empty = [pc.if_else(pc.equal(c, ""), None, c) if c.type == pa.large_string() else c for c in rows.columns]
            self._csv.write_table(pa.table(empty, schema=rows.schema))


class Spool:
    """What waits in a file without a name (only this process can open it), not in memory, until all of it is there."""

    def __init__(self, stack: ExitStack) -> None:
        self._file, self._rows = stack.enter_context(TemporaryFile()), list[pa.Table]()  # noqa: SIM115
        self.count = 0  # parts

    def add(self, part: Any) -> None:
        """Appends a document, or rows of a table."""
        pickle.dump(part, self._file, pickle.HIGHEST_PROTOCOL)
        self.count += 1

    def add_rows(self, rows: pa.Table) -> None:
        """Appends rows of a table, many at a time: each part that is read again costs its time."""
        self._rows.append(rows)
        if sum(map(len, self._rows)) >= PART_ROWS:
            self._put_rows()

    def _put_rows(self) -> None:
        self.add(pa.concat_tables(self._rows).combine_chunks())
        self._rows.clear()

    def __iter__(self) -> Iterator[Any]:
        if self._rows:
            self._put_rows()
        self._file.seek(0)
        return (pickle.load(self._file) for _ in range(self.count))


def keep_texts(folder: Path, as_files: bool, stack: ExitStack) -> Callable[[Sequence[Document]], None]:
    """What keeps the texts that offsets mean, of documents that are no plain text file in UTF-8.

    Pages and files in other encodings each become `folder`/DOC.txt, to be opened beside the table. The rows of a table
    go into one `folder`/texts.parquet: there may be millions of them, and their ids are no file names.
    """
    if not as_files:
        # A text is longer than a row: fewer of them are in memory at a time.
        writer = stack.enter_context(Writer("texts", folder, csv=False, part=100))
        return lambda documents: writer.add(table("texts", [vars(d) for d in documents if d.text]))

    def keep(documents: Sequence[Document]) -> None:
        for document in documents:
            raw = document.text.encode("utf-8")
            if raw and hashlib.sha256(raw).hexdigest() != document.sha256:
                path = folder / f"{document.doc}.txt"
                try:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(raw)
                except OSError:  # its name is too long or taken by a folder; where the disk is full this fails, too
                    (folder / f"{hashlib.sha256(document.doc.encode()).hexdigest()}.txt").write_bytes(raw)

    return keep


def read(folder: Path, name: str) -> pd.DataFrame:
    """A table as written; raises FileNotFoundError with what to do where it is missing."""
    path = Path(folder) / "tables" / f"{name}.parquet"
    if not path.exists():
        raise FileNotFoundError(f"{path}: not there; run the notebook before this one, or `khobor tables`, first")
    return pd.read_parquet(path).reindex(columns=COLUMNS[name])
