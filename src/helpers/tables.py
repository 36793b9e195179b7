"""The tables' columns, and how they are written and read: the contract with whoever uses them."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Self

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
        "sketches": "doc terms minhash",  # passed from map to reduce
        "texts": "doc text",
    }.items()
}
CSV_ROWS = 200_000  # above this a table is Parquet alone: nobody opens such a CSV by hand
PART_ROWS = 20_000  # of a table that are in memory at a time while it is written
TEXTS = 500  # the same of texts
_WHOLE = {"start", "end", "sentence", "n_chars"}
_FLOATS = {"low", "high", "score", "lat", "lon"}


def frame(name: str, rows: Iterable[dict[str, Any]] | pd.DataFrame) -> pd.DataFrame:
    """The table of that name: int64, float64 and str columns in the contract's order, empty cells as "" or NaN."""
    data = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=COLUMNS[name], dtype=object)
    data = data.reindex(columns=COLUMNS[name]).copy()
    for column in data:
        if column in _WHOLE:
            data[column] = data[column].astype("int64")
        elif column in _FLOATS:
            data[column] = data[column].astype("float64")
        else:
            cells = data[column].astype(object).fillna("")
            try:
                data[column] = cells.astype(str)
            except UnicodeEncodeError:  # half a character (a lone surrogate) has no UTF-8: ? in its place
                data[column] = cells.map(lambda cell: str(cell).encode("utf-8", "replace").decode()).astype(str)
    return data


class Writer:
    """Writes one table in parts, so that a long one never lies in memory: Parquet row groups of `part` rows, and CSV
    as long as it has fewer than CSV_ROWS rows. Its files are finished where its `with` block is."""

    def __init__(self, name: str, folder: Path, csv: bool = True, part: int = 0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.rows, self.part = name, 0, part or PART_ROWS
        self.parquet, self.csv = folder / f"{name}.parquet", folder / f"{name}.csv" if csv else None
        self._file: pq.ParquetWriter | None = None
        self._waiting: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None and (self._waiting or self._file is None):  # a table without rows has its header
                self.put(frame(self.name, self._waiting))
            if kind is None and self._file:
                self._file.close()
        finally:
            if self._file and self._file.is_open:  # on a full disk it would complain when nobody listens any more
                with suppress(OSError):
                    self._file.close()
                self._file.is_open = False
        if self.csv and self.rows >= CSV_ROWS:
            self.csv.unlink(missing_ok=True)

    def add(self, rows: Iterable[dict[str, Any]]) -> None:
        """Appends rows; they are written when there are enough of them."""
        self._waiting += rows
        while len(self._waiting) >= self.part:
            self.put(frame(self.name, self._waiting[: self.part]))
            del self._waiting[: self.part]

    def put(self, data: pd.DataFrame) -> None:
        """Writes a part as it is."""
        table = pa.Table.from_pandas(data, preserve_index=False).replace_schema_metadata(None)
        if self._file is None:
            self._file = pq.ParquetWriter(self.parquet, table.schema, compression="zstd")
        self._file.write_table(table)
        if self.csv and self.rows < CSV_ROWS:
            with self.csv.open("a" if self.rows else "w", encoding="utf-8", newline="") as file:
                data.to_csv(file, header=not self.rows, index=False, lineterminator="\n", float_format="%.12g")
        self.rows += len(data)


def keep_texts(folder: Path, as_files: bool, stack: ExitStack) -> Callable[[Document], None]:
    """What keeps the texts that offsets mean, of documents that are no plain text file in UTF-8.

    Pages and files in other encodings each become `folder`/DOC.txt, to be opened beside the table. The rows of a table
    go into one `folder`/texts.parquet: there may be millions of them, and their ids are no file names.
    """
    if not as_files:
        writer = stack.enter_context(Writer("texts", folder, csv=False, part=TEXTS))
        return lambda document: writer.add([{"doc": document.doc, "text": document.text}] if document.text else [])

    def keep(document: Document) -> None:
        raw = document.text.encode("utf-8")
        if raw and hashlib.sha256(raw).hexdigest() != document.sha256:
            _text_path(folder, document.doc).write_bytes(raw)

    return keep


def _text_path(folder: Path, doc: str) -> Path:
    """DOC.txt; a name that is too long, or is taken by a folder, is cut and told apart by its hash."""
    path = folder / f"{doc}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_dir():
            return path
    except OSError as error:
        if error.errno not in (errno.ENAMETOOLONG, errno.EEXIST, errno.ENOTDIR):
            raise
    return folder / f"{hashlib.sha256(doc.encode()).hexdigest()}.txt"


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
