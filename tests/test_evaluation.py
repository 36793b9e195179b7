"""Scores against keys that were worked out by hand, and against what scores must be for any rows."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from helpers import evaluation
from helpers.corpus import CorpusError
from helpers.evaluation import overlap, pairs, score_all

FIGURE = {
    "doc": "a", "start": "0", "end": "10", "kind": "count", "low": "6000", "high": "6000", "modifier": "exact",
    "unit": "person", "counted": "উত্তর কোরীয় সেনা", "event": "killed", "status": "asserted", "claimant": "দক্ষিণ কোরিয়া",
}  # fmt: skip


def figure(**other):
    return FIGURE | {k: str(v) for k, v in other.items()}


def score(name, key, table, *more):
    """Each line's name → its numbers: (P, R, F1, hits, in the key, found) or (share, hits, of)."""
    lines = {}
    for line in evaluation.MEASURES[name](key, table, *more):
        words = line[38:].replace("(", "").replace(")", "").replace(",", "").split()
        lines[line[:38].strip()] = tuple(float(w) for w in words if w[0].isdigit())
    return lines


def test_figures_by_hand():
    """Of three numbers asked two are found, one of them with another value; one more is found where none is asked."""
    key = [figure(), figure(start=20, end=25, low=3, high=3, event="", claimant=""), figure(start=40, end=45)]
    key.append(figure(start=60, end=65, where="furniture"))
    found = [
        figure(counted="সেনার", claimant="দক্ষিণ কোরিয়ার"),  # a case ending is no mistake
        figure(start=20, end=25, low=4, high=4, event="", claimant=""),
        figure(start=60, end=65),  # of the furniture: wrongly found
        figure(doc="b"),  # of a document that nobody asked for
    ]
    told = score("figures", key, found)
    assert told["number found (span)"] == (0.667, 0.667, 0.667, 2, 3, 3)
    assert told["number read right (span + value)"][-3:] == (1, 3, 3)
    assert told["of those, counted"] == (1.0, 1, 1)
    assert told["event named"][-3:] == (1, 2, 2)
    assert told["claimant named"][-3:] == (1, 2, 2)
    assert told["whole row"][-3:] == (1, 3, 3)
    assert told["whole row, where event or claimant"] == (0.5, 1, 2)


def test_open_bounds_and_blank_fields_agree_only_with_their_like():
    key = [figure(low=10000, high="", claimant="")]
    assert score("figures", key, [figure(low="10000.0", high="", claimant="")])["whole row"][-3:] == (1, 1, 1)
    assert score("figures", key, [figure(low=10000, high=10000, claimant="")])["number read right (span + value)"][
        -3:
    ] == (0, 1, 1)
    assert score("figures", key, [figure(low=10000, high="")])["whole row"][-3:] == (0, 1, 1)


def test_dates_by_hand():
    key = [
        {"doc": "a", "start": "0", "end": "10", "value": "2025-07-12T22:23:16"},
        {"doc": "a", "start": "30", "end": "40", "value": "2025-03"},
    ]
    found = [key[0] | {"value": "2025-07-12T22:23"}, key[1] | {"start": "36", "value": "2025-03"}]
    told = score("dates", key, found)
    assert told["date found (span)"][-3:] == (2, 2, 2)
    assert told["date resolved (span + value)"][-3:] == (2, 2, 2)
    assert score("dates", key, [key[0] | {"value": "2025-07-13"}])["date resolved (span + value)"][-3:] == (0, 2, 1)


def entity(doc, name, names, kind="PER", **more):
    return {"doc": doc, "entity": name, "names": names, "type": kind} | more


def test_entities_by_hand():
    key = [
        entity("a", "Kim", "কিম জং উন|কিম"),
        entity("b", "Kim", "কিম জং-উন"),
        entity("a", "Kursk", "কুরস্ক", "LOC"),
        entity("a", "Agency", "এপি", "ORG", where="furniture"),
    ]
    found = [
        entity("a", "e1", "কিম জং উনের"),
        entity("b", "e1", "কিম জং-উন"),
        entity("a", "e2", "কুরস্ক", "ORG"),
        entity("a", "e3", "এপি", "ORG"),  # of the furniture: neither right nor wrong
        entity("a", "e4", "তারা"),
    ]
    told = score("entities", key, found)
    assert told["entity found in a document"][-3:] == (3, 3, 4)
    assert told["entity found with its type"][-3:] == (2, 3, 4)
    assert told["PER"][-3:] == (2, 2, 3)
    assert told["LOC"][-3:] == (0, 1, 0)
    assert told["same entity across documents"][-3:] == (1, 1, 1)
    assert told["spelled differently, joined"] == (0.0, 0, 0)
    apart = [*found[:1], entity("b", "e9", "কিম জং-উন")]
    assert score("entities", key, apart)["same entity across documents"][-3:] == (0, 1, 0)


def test_removed_by_hand():
    key = [{"doc": "a", "start": "0", "end": "10"}, {"doc": "b", "start": "0", "end": "10"}]
    found = [{"doc": "a", "start": "5", "end": "15"}, {"doc": "c", "start": "0", "end": "10"}]
    assert score("removed", key, found)["characters removed"] == (0.25, 0.25, 0.25, 5, 20, 20)


def test_comparisons_by_hand():
    claims = [
        {"claim": f"c{i}", "doc": d, "start": str(s), "end": str(s + 5)}
        for i, (d, s) in enumerate([("a", 100), ("b", 500), ("b", 900)])
    ]
    key = [
        {"doc_a": "a", "start_a": "100", "doc_b": "b", "start_b": "505", "relation": "agrees", "what": "first"},
        {"doc_a": "b", "start_a": "905", "doc_b": "a", "start_b": "110", "relation": "differs", "what": "second"},
    ]
    found = [
        {"claim_a": "c1", "claim_b": "c0", "relation": "agrees"},
        {"claim_a": "c0", "claim_b": "c2", "relation": "revises"},
    ]
    *wrong, right = evaluation.score_comparisons(key, found, claims)
    assert wrong == ["  second: revises, should be differs"]
    assert right.endswith("share 0.500  (1 of 2)")


SPAN = st.tuples(st.integers(0, 50), st.integers(1, 20)).map(
    lambda s: {"doc": "a", "start": str(s[0]), "end": str(s[0] + s[1])}
)


@given(SPAN, SPAN)
def test_overlap_is_a_share(a, b):
    assert overlap(a, a) == 1
    assert overlap(a, b) == overlap(b, a)
    assert 0 <= overlap(a, b) <= 1


@given(st.lists(SPAN, max_size=6), st.lists(SPAN, max_size=6))
def test_pairs_are_one_to_one(key, found):
    made = pairs(key, found, lambda _k, _f: True)
    assert len({id(k) for k, _ in made}) == len({id(f) for _, f in made}) == len(made)


@pytest.mark.parametrize("name", ["figures", "dates", "entities", "removed"])
def test_a_key_is_right_by_itself(name):
    """The seeds' keys as tables: whatever is not furniture is found, and nothing that is asked for is wrong."""
    key = evaluation.read_rows(ROOT / "tests" / "gold" / f"seeds_{name}.csv")
    own = [r for r in key if r.get("where") != "furniture"] if name != "removed" else key
    for label, numbers in score(name, key, own).items():
        asked = numbers[-2] if len(numbers) > 3 else numbers[-1]
        assert numbers[0] in (1.0, 0.0 if not asked else 1.0), label


def test_a_prefix_without_keys_is_said(tmp_path):
    with pytest.raises(CorpusError, match="no key begins so"):
        score_all(str(tmp_path / "none_"), tmp_path)


def test_cells_of_any_length_and_marks_at_the_front(tmp_path):
    path = tmp_path / "k.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["doc", "text"], [" ক ", "খ" * 200_000]])
    assert evaluation.read_rows(path) == [{"doc": "ক", "text": "খ" * 200_000}]
