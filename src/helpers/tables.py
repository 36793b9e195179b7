"""The tables' columns, and how they are written and read: the contract with whoever uses them."""

from __future__ import annotations

import errno
import hashlib
import math
from array import array
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

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
    }.items()
}
_KEPT = COLUMNS | {"sketches": ["doc", "terms", "minhash"]}  # passed from map to reduce, never written
CSV_ROWS = 200_000  # above this a table is Parquet alone: nobody opens such a CSV by hand
TEXT_BYTES = 20_000_000  # the same of texts
PART_ROWS = 20_000  # of a table that are in memory at a time while it is written
_WHOLE = {"start", "end", "sentence", "n_chars"}
_FLOATS = {"low", "high", "score", "lat", "lon"}


def frame(name: str, rows: Iterable[dict[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """The table of that name: int64, float64 and str columns in the contract's order, empty cells as "" or NaN."""
    data = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=COLUMNS[name])
    data = data.reindex(columns=COLUMNS[name]).copy()
    for column in data:
        if column in _WHOLE:
            data[column] = data[column].astype("int64")
        elif column in _FLOATS:
            data[column] = data[column].astype("float64")
        else:
            data[column] = data[column].astype(object).fillna("").astype(str)
    return data


class _File:
    """A Parquet file that is finished where its `with` block is, and let go of where that fails."""

    _file: pq.ParquetWriter | None = None

    def close(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self.close()
        finally:
            if self._file and self._file.is_open:  # on a full disk it would complain when nobody listens any more
                with suppress(OSError):
                    self._file.close()
                self._file.is_open = False


class Writer(_File):
    """Writes one table in parts, so that a long one never lies in memory: Parquet row groups of PART_ROWS rows, and CSV
    as long as it has fewer than CSV_ROWS rows."""

    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.rows = name, 0
        self.parquet, self.csv = folder / f"{name}.parquet", folder / f"{name}.csv"
        self._waiting: list[dict[str, Any]] = []

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Appends rows; they are written when there are enough of them."""
        self._waiting += rows
        while len(self._waiting) >= PART_ROWS:
            self.put(frame(self.name, self._waiting[:PART_ROWS]))
            del self._waiting[:PART_ROWS]

    def put(self, data: pd.DataFrame) -> None:
        """Writes a part as it is."""
        table = pa.Table.from_pandas(data, preserve_index=False).replace_schema_metadata(None)
        if self._file is None:
            self._file = pq.ParquetWriter(self.parquet, table.schema, compression="zstd")
        self._file.write_table(table)
        if self.rows < CSV_ROWS:
            head, mode = not self.rows, "a" if self.rows else "w"
            data.to_csv(self.csv, mode=mode, header=head, index=False, lineterminator="\n", float_format="%.12g")  # type: ignore[call-overload]
        self.rows += len(data)

    def close(self) -> None:
        """Finishes the files; a table without rows has its header."""
        if self._waiting or self._file is None:
            self.put(frame(self.name, self._waiting))
        assert self._file
        self._file.close()
        if self.rows >= CSV_ROWS:
            self.csv.unlink(missing_ok=True)


class Collector:
    """Keeps a table in memory as columns in which equal strings are one object: a tenth of what rows take."""

    def __init__(self, name: str) -> None:
        self.name = name
        kinds = {**dict.fromkeys(_WHOLE, "q"), **dict.fromkeys(_FLOATS, "d")}
        self._columns: dict[str, Any] = {c: array(kinds[c]) if c in kinds else [] for c in _KEPT[name]}
        self._known: dict[str, str] = {}

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Appends rows."""
        for row in rows:
            for column, cells in self._columns.items():
                cell = row.get(column)
                if isinstance(cells, array):
                    cells.append(math.nan if cell is None else cell)
                else:
                    text = "" if cell is None else str(cell)
                    cells.append(self._known.setdefault(text, text))

    def frame(self) -> pd.DataFrame:
        """All rows, the strings as Python objects."""
        return pd.DataFrame(
            {c: np.asarray(v, dtype=None if isinstance(v, array) else object) for c, v in self._columns.items()}
        )


class Texts(_File):
    """What the offsets mean, for documents that are no plain text file in UTF-8.

    Pages and files in other encodings each become `folder`/DOC.txt, to be opened beside the table. The rows of a table
    go into one `folder`/texts.parquet (doc, text): there may be millions of them, and their ids are no file names.
    """

    def __init__(self, folder: Path, as_files: bool) -> None:
        self.folder, self.as_files, self._size = folder, as_files, 0
        self._waiting: list[dict[str, str]] = []

    def add(self, document: Document) -> None:
        """Keeps the text of a document, if it is needed."""
        raw = document.text.encode("utf-8")
        if not raw or hashlib.sha256(raw).hexdigest() == document.sha256:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.as_files:
            self._path(document.doc).write_bytes(raw)
            return
        self._waiting.append({"doc": document.doc, "text": document.text})
        self._size += len(raw)
        if self._size > TEXT_BYTES:
            self._put()

    def _path(self, doc: str) -> Path:
        """DOC.txt; a name that is too long, or is taken by a folder, is cut and told apart by its hash."""
        path = self.folder / f"{doc}.txt"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_dir():
                return path
        except OSError as error:
            if error.errno not in (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR):
                raise
        return self.folder / f"{hashlib.sha256(doc.encode()).hexdigest()}.txt"

    def _put(self) -> None:
        if self._file is None:
            schema = pa.schema([("doc", pa.string()), ("text", pa.string())])
            self._file = pq.ParquetWriter(self.folder / "texts.parquet", schema, compression="zstd")
        self._file.write_table(pa.Table.from_pylist(self._waiting, schema=self._file.schema))
        self._waiting, self._size = [], 0

    def close(self) -> None:
        """Finishes the file."""
        if self._waiting:
            self._put()
        if self._file:
            self._file.close()


def write(name: str, data: Iterable[dict[str, Any]] | pd.DataFrame, folder: Path) -> int:
    """Writes a whole table; the number of its rows."""
    whole = data if isinstance(data, pd.DataFrame) else frame(name, data)
    with Writer(name, folder) as writer:
        for start in range(0, max(1, len(whole)), PART_ROWS):
            writer.put(frame(name, whole.iloc[start : start + PART_ROWS]))
    return writer.rows


def read(folder: Path, name: str) -> pd.DataFrame:
    """A table as written; raises FileNotFoundError with what to do where it is missing."""
    path = Path(folder) / "tables" / f"{name}.parquet"
    if not path.exists():
        raise FileNotFoundError(f"{path}: not there; run the notebook before this one, or `khobor tables`, first")
    return frame(name, pd.read_parquet(path))
