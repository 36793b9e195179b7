import math

import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import write_table
from helpers import tables
from helpers.pipeline import build

# What the README promises: these come first, under these names.
CONTRACT = {
    "documents": "doc path sha256 outlet title byline published published_from credit story echo_of n_chars warnings",
    "sentences": "doc sentence start end part text",
    "removed": "doc start end rule text",
    "mentions": "doc start end surface name type entity found_by",
    "entities": "doc entity type name_en names",
    "dates": "doc start end surface value precision anchor",
    "figures": "doc start end surface kind low high modifier unit counted event status claimant claimant_entity cue via"
    " as_of sentence",
    "quotes": "doc start end surface speaker cue direct",
    "claims": "claim story measure doc start end low high claimant claimant_group as_of as_of_from part_of",
    "comparisons": "claim_a claim_b relation note",
}
DATE = {"doc": "ক", "start": 0, "end": 3, "surface": "৩\n", "value": "2024", "precision": "year", "anchor": "self"}


@pytest.fixture
def built(corpus, tmp_path):
    build(corpus, tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_those_that_were_promised(built, name):
    promised = CONTRACT[name].split()
    assert list(tables.read(built, name))[: len(promised)] == promised
    header = (built / "tables" / f"{name}.csv").read_text(encoding="utf-8").split("\n")[0].split(",")
    assert header[: len(promised)] == promised


@pytest.mark.parametrize("name", [*CONTRACT, "joins"])
def test_csv_and_parquet_hold_the_same(built, name):
    parquet = tables.read(built, name)
    text = pd.read_csv(built / "tables" / f"{name}.csv", keep_default_na=False, dtype=str)
    assert len(text) == len(parquet)
    for column in parquet:
        if parquet[column].dtype == float:
            numbers = [float(x) if x else math.nan for x in text[column]]
            pd.testing.assert_series_equal(parquet[column], pd.Series(numbers, dtype=float), check_names=False)
        else:
            assert list(text[column]) == [str(x) for x in parquet[column]]


def test_a_table_without_rows_has_its_header(tmp_path):
    assert write_table("quotes", [], tmp_path / "tables") == 0
    assert (tmp_path / "tables" / "quotes.csv").read_text() == ",".join(tables.COLUMNS["quotes"]) + "\n"
    assert list(tables.read(tmp_path, "quotes")) == tables.COLUMNS["quotes"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=12), st.integers(1, 5))
def test_parts_do_not_show(tmp_path_factory, batches, part):
    """However the rows come, and whether at once or in batches, the CSV is the same."""
    rows = [DATE | {"start": i} for i in range(sum(batches))]
    folder = tmp_path_factory.mktemp("t")
    write_table("dates", rows, folder / "whole" / "tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "PART_ROWS", part)
        with tables.Writer("dates", folder / "parts" / "tables") as writer:
            for n in batches:
                writer.add(tables.table("dates", [rows.pop(0) for _ in range(n)]))
        assert writer.rows == sum(batches)
    whole, parts = folder / "whole", folder / "parts"
    assert (whole / "tables" / "dates.csv").read_bytes() == (parts / "tables" / "dates.csv").read_bytes()
    pd.testing.assert_frame_equal(tables.read(whole, "dates"), tables.read(parts, "dates"))


def test_long_tables_have_no_csv_and_lie_in_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "CSV_ROWS", 10)
    monkeypatch.setattr(tables, "PART_ROWS", 4)
    for n, there in ((9, True), (10, False), (11, False)):
        write_table("dates", [DATE] * n, tmp_path / "tables")
        assert (tmp_path / "tables" / "dates.csv").exists() is there
        assert pq.ParquetFile(tmp_path / "tables" / "dates.parquet").num_row_groups == -(-n // 4)


def test_a_missing_table_says_what_to_run(tmp_path):
    with pytest.raises(FileNotFoundError, match="khobor tables"):
        tables.read(tmp_path, "claims")
