"""The tables' columns, and how they are written and read: the contract with whoever uses them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS: dict[str, list[str]] = {
    name: columns.split()
    for name, columns in {
        "documents": "doc path sha256 outlet title byline published published_from credit story echo_of n_chars warnings",
        "sentences": "doc sentence start end part text",
        "removed": "doc start end rule text",
        "mentions": "doc start end surface name type entity found_by",
        "entities": "doc entity type name_en names wikidata country lat lon",
        "joins": "a b type score evidence decision name_a name_b",
        "dates": "doc start end surface value precision anchor",
        "figures": "doc start end surface kind low high modifier unit counted event status claimant claimant_entity cue via"
        " as_of sentence as_of_from part_of measure scope place claimant_group",
        "quotes": "doc start end surface speaker cue direct",
        "claims": "claim story measure doc start end low high claimant claimant_group as_of as_of_from part_of"
        " modifier status scope place unit surface counted",
        "comparisons": "claim_a claim_b relation note",
    }.items()
}
CSV_ROWS = 200_000  # above this a table is Parquet alone: nobody opens such a CSV by hand
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
            data[column] = data[column].fillna("").astype(str)
    return data


class Writer:
    """Writes one table, in parts where it is long: Parquet row groups, and CSV as long as it has fewer than CSV_ROWS rows."""

    def __init__(self, name: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.name, self.rows = name, 0
        self.parquet, self.csv = folder / f"{name}.parquet", folder / f"{name}.csv"
        self._file: pq.ParquetWriter | None = None

    def add(self, rows: Iterable[dict[str, Any]] | pd.DataFrame) -> None:
        """Appends rows."""
        data = frame(self.name, rows)
        table = pa.Table.from_pandas(data, preserve_index=False).replace_schema_metadata(None)
        if self._file is None:
            self._file = pq.ParquetWriter(self.parquet, table.schema, compression="zstd")
        self._file.write_table(table)
        if self.rows < CSV_ROWS:
            data.to_csv(self.csv, mode="a" if self.rows else "w", header=not self.rows, index=False, lineterminator="\n",
                        float_format="%.12g", encoding="utf-8")  # fmt: skip
        self.rows += len(data)

    def close(self) -> None:
        """Finishes the files; a table without rows has its header."""
        if self._file is None:
            self.add([])
        assert self._file
        self._file.close()
        if self.rows >= CSV_ROWS:
            self.csv.unlink(missing_ok=True)


def write(name: str, data: Iterable[dict[str, Any]] | pd.DataFrame, folder: Path) -> int:
    """Writes a whole table; the number of its rows."""
    writer = Writer(name, folder)
    writer.add(data)
    writer.close()
    return writer.rows


def read(folder: Path, name: str) -> pd.DataFrame:
    """A table as written; raises FileNotFoundError with what to do where it is missing."""
    path = Path(folder) / "tables" / f"{name}.parquet"
    if not path.exists():
        raise FileNotFoundError(f"{path}: not there; run the notebook before this one, or `khobor tables`, first")
    return frame(name, pd.read_parquet(path))
