"""What only a whole corpus shows of documents: which tell one story, and which are copies of one text.

The map step makes a small sketch of each article (its most telling words, the least hashes of its word sequences); the
reduce step compares sketches, never texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from math import hypot, log
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from .endings import stems
from .lexicon import BUILTIN, Lexicon

TERMS = 60  # telling words kept of an article
SHINGLE = 5  # words in a row that copies share
HASHES = 64  # shingles kept of an article: those of the least hashes, so of equal texts the same
COPY = 0.5  # share of shingles above which one text is a copy of another
ALIKE = 0.3  # cosine of two articles of one story
FADING = 0.9  # of the likeness, for each year between two articles
BAND = 4_000_000  # pairs of articles that are looked at together
RAREST = 5.5  # the weight of a word that hardly any article holds
_MIX = np.array([pow(0x9E3779B97F4A7C15, i, 2**64) for i in range(1, SHINGLE + 1)], np.uint64)  # golden ratio, odd

Sketch = Mapping[str, bytes]


def sketch(forms: Iterable[str], lexicon: Lexicon = BUILTIN) -> dict[str, bytes]:
    """What `assign` needs of an article: hashes of its telling words with their weights (a unit vector), and the least
    hashes of its shingles (the bottom-k sketch of A. Broder, "On the resemblance and containment of documents", 1997).
    """
    words = [_word(form) for form in forms if form[0].isalnum()]
    counts = Counter([stem for _, stem in words if stem])
    rarity = _rarity(lexicon)
    weights = {w: (1 + log(n)) * rarity.get(w, RAREST) for w, n in counts.items()}
    terms = sorted(weights, key=lambda w: (-weights[w], w))[:TERMS]
    length = hypot(*(weights[w] for w in terms))
    ids = np.array([number for number, _ in words], np.uint64)
    ends = max(1, len(ids) - SHINGLE + 1)
    shingles = np.unique(sum(ids[k : k + ends] * mix for k, mix in enumerate(_MIX[: len(ids)])) >> np.uint64(32))
    return {
        "words": np.array([_hash(w) for w in terms], "<u4").tobytes(),
        "weights": np.array([weights[w] / length for w in terms], "<f4").tobytes(),
        "shingles": shingles[:HASHES].astype("<u4").tobytes(),
    }


def _hash(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


@lru_cache(100_000)
def _word(form: str) -> tuple[int, str]:
    """The hash of a word, and its stem where it may tell of a story."""
    return _hash(form), stems(form)[-1] if "\u0985" <= form[0] <= "\u09b9" and len(form) > 1 else ""


@cache
def _rarity(lexicon: Lexicon) -> dict[str, float]:
    return {r["stem"]: min(RAREST, log(10_000 / float(r["per_10000"]))) for r in lexicon.rows("word_frequency")}


def assign(docs: Sequence[str], sketches: Sequence[Sketch], dates: Sequence[str]) -> tuple[list[str], list[str]]:
    """Story and original of each document: (story, echo_of), both in the order of `docs`.

    A story bears the name of its first document; `echo_of` is the earliest document that has the same text, or "".
    `dates` are ISO 8601 or "".
    """
    order = sorted(range(len(docs)), key=lambda i: (dates[i] or "9999", docs[i]))
    told = _told([sketches[i] for i in order], [dates[i] for i in order])
    names = [docs[i] for i in order]
    found = {
        doc: (names[first], "" if echo is None else names[echo]) for doc, (first, echo) in zip(names, told, strict=True)
    }
    return [found[doc][0] for doc in docs], [found[doc][1] for doc in docs]


def _told(sketches: Sequence[Sketch], dates: Sequence[str]) -> Iterator[tuple[int, int | None]]:
    """The first document of each one's story and the one that it copies, as news comes in: each joins the story that it
    is likest to on average.

    So no later article changes an earlier story. Days are weak evidence: what happened years apart must be more alike
    to be one story. Articles that are hardly alike count as not at all, so the work is that of the likenesses.
    """
    vectors, years = _vectors(sketches), np.array([_year(d) for d in dates])
    shingles = [np.frombuffer(s["shingles"], "<u4") for s in sketches]
    story: list[int] = []
    echo: list[int | None] = []
    size: Counter[int] = Counter()
    step = max(1, BAND // max(1, len(sketches)))
    for begin in range(0, len(sketches), step):
        for i, (others, alike) in enumerate(_near(vectors, begin, begin + step), begin):
            apart = np.abs(years[others] - years[i])
            faded = alike * FADING ** np.where(apart >= 0, apart, 0)  # of some the year is not known
            sums: Counter[int] = Counter()
            for other, likeness in zip(others, faded, strict=True):
                sums[story[other]] += likeness
            mean, first = max(((s / size[first], first) for first, s in sums.items()), default=(0, i))
            story.append(first if mean >= ALIKE else i)
            size[story[i]] += 1
            near = others[alike >= COPY]  # what shares so much wording shares its telling words
            shared, copy = max(((_shared(shingles[i], shingles[j]), -j) for j in near), default=(0, 0))
            echo.append(None if shared < COPY else -copy if echo[-copy] is None else echo[-copy])
    return zip(story, echo, strict=True)


def _near(vectors: csr_matrix, begin: int, end: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each of a band of documents the earlier ones that are at all like it, and how alike they are."""
    band = csr_matrix(vectors[begin:end] @ vectors[:end].T)
    for i, (first, last) in enumerate(pairwise(band.indptr), begin):
        others, alike = band.indices[first:last], band.data[first:last]
        near = np.flatnonzero((others < i) & (alike >= ALIKE / 2))
        near = near[np.argsort(others[near])]
        yield others[near], alike[near]


def _shared(a: np.ndarray, b: np.ndarray) -> float:
    """The share of shingles that two texts have in common, estimated from their sketches."""
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both / max(1, len(a) + len(b) - both)


def _year(date: str) -> float:
    """The date as a year with its fraction; NaN where there is none."""
    return float(date[:4]) + (int(date[5:7] or 1) - 1) / 12 if date else float("nan")


def _vectors(sketches: Sequence[Sketch]) -> csr_matrix:
    """A row for each document, a column for each telling word."""
    words = np.frombuffer(b"".join(s["words"] for s in sketches), "<u4")
    weights = np.frombuffer(b"".join(s["weights"] for s in sketches), "<f4").astype(float)
    ends = np.cumsum([0, *(len(s["words"]) // 4 for s in sketches)])
    known, columns = np.unique(words, return_inverse=True)
    return csr_matrix((weights, columns, ends), shape=(len(sketches), len(known)))
