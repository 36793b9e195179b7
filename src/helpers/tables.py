"""The tables' columns, and how they are written and read: the contract with whoever uses them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

COLUMNS = {
    "documents": "doc path sha256 outlet title byline published published_from credit story echo_of n_chars warnings",
    "sentences": "doc sentence start end part text",
    "removed": "doc start end rule text",
    "mentions": "doc start end surface name type entity found_by",
    "entities": "doc entity type name_en names",
    "dates": "doc start end surface value precision anchor",
    "figures": "doc start end surface kind low high modifier unit counted event status claimant claimant_entity cue via as_of sentence"
    " as_of_from part_of",
    "quotes": "doc start end surface speaker cue direct",
    "claims": "claim story measure doc start end low high claimant claimant_group as_of as_of_from part_of",
    "comparisons": "claim_a claim_b relation note",
}
NUMBERS = {"start", "end", "sentence", "n_chars"}
FLOATS = {"low", "high"}


def frame(name: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """The table of that name; int64, float64 and str columns, empty cells as "" or NaN."""
    data = pd.DataFrame(list(rows), columns=COLUMNS[name].split())
    for column in data:
        if column in NUMBERS:
            data[column] = data[column].fillna(-1).astype("int64")
        elif column in FLOATS:
            data[column] = data[column].astype("float64")
        else:
            data[column] = data[column].fillna("").astype(str)
    return data


def write(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    """Each table as Parquet, and as CSV below 200,000 rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in tables.items():
        data.to_parquet(folder / f"{name}.parquet", index=False)
        if len(data) < 200_000:
            data.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n", float_format="%.12g")
