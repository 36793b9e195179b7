"""Stories against a plain average linkage, and copies."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from conftest import article
from helpers import stories
from helpers.stories import assign, sketch

TERMS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 9), min_size=1, max_size=5)


def sketched(terms):
    return {"terms": "|".join(f"{w}:{n:.2f}" for w, n in terms.items()), "minhash": ""}


def partition(labels):
    return {frozenset(i for i, x in enumerate(labels) if x == label) for label in labels}


@settings(max_examples=200, deadline=None)
@given(st.lists(TERMS, min_size=2, max_size=9))
def test_clusters_are_those_of_average_linkage(documents):
    """As scipy has them from all pairs; where two joins are equally good either may come first: those are left out."""
    words = sorted({w for d in documents for w in d})
    vectors = np.array([[d.get(w, 0) for w in words] for d in documents], float)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    likeness = vectors @ vectors.T
    likeness[likeness < stories.ALIKE / 2] = 0
    far = 1 - likeness[np.triu_indices(len(documents), 1)]
    tree = linkage(np.maximum(far, 0), "average")
    heights = np.sort(tree[:, 2])
    if len(set(np.round(far, 9))) < len(far) or np.any(np.abs(heights - (1 - stories.ALIKE)) < 1e-9):
        return
    expected = partition(fcluster(tree, 1 - stories.ALIKE, "distance"))
    assert partition(stories._stories([sketched(d) for d in documents], [""] * len(documents))) == expected


def test_bands_do_not_show(monkeypatch):
    documents = [sketch(article(n).split()) for n in range(20)]
    dates = [f"2024-0{1 + n % 9}-01" for n in range(20)]
    whole = stories._stories(documents, dates)
    monkeypatch.setattr(stories, "BAND", 1)
    assert stories._stories(documents, dates) == whole


def test_only_the_likest_are_kept(monkeypatch):
    monkeypatch.setattr(stories, "NEAREST", 2)
    matrix = stories._likeness([sketched({"a": 5, "b": n}) for n in range(1, 8)], [2024.0] * 7)
    assert matrix.nnz < 7 * 6
    assert abs(matrix - matrix.T).nnz == 0


def test_copies_are_echoes_and_one_story():
    texts = [article(1), article(2), article(1) + "\nশেষ কথা।", article(1)]
    story, echo = assign(
        ["d", "b", "c", "a"], [sketch(t.split()) for t in texts], ["2024-01-01", "", "2024-01-02", "2024-01-03"]
    )
    assert echo == ["", "", "d", "d"]
    assert story[0] == story[2] == story[3] == "d"


@pytest.mark.parametrize("n", [0, 1, 2])
def test_few_or_empty_documents(n):
    assert assign([str(i) for i in range(n)], [sketch([])] * n, [""] * n) == ([str(i) for i in range(n)], [""] * n)


def test_equal_articles_are_one_story_however_many():
    documents = [sketched({"a": 1, "b": 2, "c": 3})] * 100
    assert len(set(stories._stories(documents, [""] * 100))) == 1
