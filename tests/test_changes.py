import pandas as pd
import pytest

from conftest import write_table
from helpers import tables
from helpers.changes import changes

CLAIM = {
    "claim": "a:10", "story": "a", "measure": "killed:person", "doc": "a", "start": 10, "end": 15, "low": 6.0,
    "high": 6.0,
    "claimant": "পুলিশ", "claimant_group": "police", "as_of": "2024-05-06", "modifier": "exact", "status": "asserted",
    "surface": "৬ জন", "sentence": 0,
}  # fmt: skip
NAN = float("nan")


def output(folder, *claims, revises=()):
    rows = pd.DataFrame([CLAIM | c for c in claims], columns=tables.COLUMNS["claims"])
    write_table("claims", rows, folder / "tables")
    pairs = [{"claim_a": a, "claim_b": b, "relation": "revises", "note": ""} for a, b in revises]
    write_table("comparisons", pairs, folder / "tables")
    return folder


def compared(tmp_path, old, new):
    found = changes(output(tmp_path / "old", *old), output(tmp_path / "new", *new))
    return [(r.kind, r.doc, r.surface, r.was_low) for r in found.itertuples()]


SECOND = {"doc": "b", "claim": "b:10", "surface": "৯ জন", "low": 9.0, "high": 9.0}
CASES = {
    "nothing": ([{}], [{}], []),
    "the first run": ([], [{}], [("new", "a", "৬ জন", NAN)]),
    "one more": ([{}], [{}, SECOND], [("new", "b", "৯ জন", NAN)]),
    "one less": ([{}, SECOND], [SECOND], [("gone", "a", "৬ জন", NAN)]),
    "moved": ([{}], [{"start": 50, "end": 55, "claim": "a:50"}], []),
    "another number": ([{}], [{"surface": "৭ জন", "low": 7.0, "high": 7.0}], [("revised", "a", "৭ জন", 6.0)]),
    "read differently": ([{}], [{"low": 5.0}], [("revised", "a", "৬ জন", 6.0)]),
    "open bounds": ([{"high": NAN}], [{"high": NAN}], []),
    "another claimant": ([{}], [{"claimant": "মন্ত্রী"}], [("new", "a", "৬ জন", NAN), ("gone", "a", "৬ জন", NAN)]),
    "said twice": ([{}, {"start": 90}], [{}, {"start": 90}], []),
    "said once more": ([{}], [{}, {"start": 90}], [("new", "a", "৬ জন", NAN)]),
    "one of two revised": (
        [{}, {"start": 90, "surface": "৮ জন", "low": 8.0, "high": 8.0}],
        [{}, {"start": 90, "surface": "১০ জন", "low": 10.0, "high": 10.0}],
        [("revised", "a", "১০ জন", 8.0)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_new(tmp_path, case):
    old, new, expected = CASES[case]
    assert str(compared(tmp_path, old, new)) == str(expected)  # as text, where NaN is NaN


def test_without_an_earlier_output_there_is_nothing_to_compare(tmp_path):
    output(tmp_path / "new", {})
    for before in ("", tmp_path / "nowhere", tmp_path):
        found = changes(before, tmp_path / "new")
        assert len(found) == 0
        assert list(found) == ["kind", *tables.COLUMNS["claims"], "was_low", "was_high"]


def test_both_empty(tmp_path):
    assert compared(tmp_path, [], []) == []


def test_a_new_claim_that_revises_an_earlier_one(tmp_path):
    """Of two earlier figures of the same voice the latest is the one that was revised; new among new is just new."""
    third = SECOND | {"doc": "c", "claim": "c:10", "as_of": "2024-05-08", "low": 12.0, "high": NAN, "surface": "১২ জন"}
    second = SECOND | {"as_of": "2024-05-07"}
    old = output(tmp_path / "old", {}, second)
    new = output(tmp_path / "new", {}, second, third, revises=[("a:10", "b:10"), ("b:10", "c:10"), ("a:10", "c:10")])
    found = changes(old, new)
    assert [(r.kind, r.claim, r.low, r.was_low) for r in found.itertuples()] == [("revised", "c:10", 12.0, 9.0)]
    found = changes(output(tmp_path / "none"), new)
    assert list(found["kind"]) == ["new"] * 3
