"""Stories against the same in plain words, and copies."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import article
from helpers import stories
from helpers.stories import assign, sketch

TERMS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(1, 9), min_size=1, max_size=5)


def unit(terms):
    length = np.linalg.norm(list(terms.values()))
    return {w: n / length for w, n in terms.items()}


def sketched(terms):
    words, weights = np.array([ord(w) for w in terms], "<u4"), np.array([*unit(terms).values()], "<f4")
    return {"words": words.tobytes(), "weights": weights.tobytes(), "shingles": b""}


def grouped(sketches, dates):
    """The number of the first document of each one's story; without a date they come in the order that is given."""
    names = [f"{n:03}" for n in range(len(sketches))]
    return [int(first) for first in assign(names, sketches, dates)[0]]


def likeness(a, b):
    return sum(n * unit(b).get(w, 0) for w, n in unit(a).items())


def near(a, b):
    """Equal but for the four bytes that a weight is kept in."""
    return abs(a - b) < 1e-6


@settings(max_examples=200, deadline=None)
@given(st.lists(TERMS, max_size=9))
@example([{"a": 1, "b": 1}, {"a": 1, "b": 1, "c": 1, "d": 1}, {"a": 3, "c": 5, "d": 6, "e": 7, "f": 9}])
def test_each_joins_the_story_that_it_is_likest_to(documents):
    """As told in plain words; where two stories are equally good, or a bound is met, either may be meant: left out."""
    members = {}
    found = grouped([sketched(d) for d in documents], [""] * len(documents))
    for i, (d, first) in enumerate(zip(documents, found, strict=True)):
        alike = [likeness(d, other) for other in documents[:i]]
        counted = [0 if n < stories.ALIKE / 2 else n for n in alike]
        means = {s: np.mean([counted[j] for j in others]) for s, others in members.items()}
        best = sorted(means.values(), reverse=True)
        if any(near(n, stories.ALIKE / 2) for n in alike) or any(near(m, stories.ALIKE) for m in best):
            return
        if len(best) > 1 and near(*best[:2]):
            return
        assert first == (max(means, key=means.get) if best and best[0] > stories.ALIKE else i)
        members.setdefault(first, []).append(i)


def test_what_is_years_apart_must_be_more_alike():
    alike = [sketched({"a": 5, "b": 2, "c": n}) for n in (3, 9)]
    assert grouped(alike, ["2024-05-01", "2024-06-01"]) == [0, 0]
    assert grouped(alike, ["2004-05-01", "2024-06-01"]) == [0, 1]
    assert grouped(alike, ["2024-06-01", ""]) == [0, 0]


def test_bands_do_not_show(monkeypatch):
    documents = [sketch(article(n).split()) for n in range(20)]
    dates = [f"2024-0{1 + n % 9}-01" for n in range(20)]
    whole = grouped(documents, dates)
    monkeypatch.setattr(stories, "BAND", 1)
    assert grouped(documents, dates) == whole


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
    assert len(set(grouped(documents, [""] * 100))) == 1
