"""What only a whole corpus shows of documents: which tell one story, and which are copies of one text.

The map step makes a small sketch of each article (its most telling words, a MinHash of its word sequences); the reduce
step compares sketches, never texts.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from heapq import heapify, heappop, heappush
from itertools import islice
from math import log
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix, vstack

from .endings import stems
from .lexicon import BUILTIN, Lexicon

TERMS = 60  # telling words kept of an article
SHINGLE = 5  # words in a row that copies share
PERMUTATIONS = 64
COPY = 0.5  # share of shingles above which one text is a copy of another
ALIKE = 0.3  # cosine of two articles of one story
FADING = 0.9  # of the likeness, for each year between two articles
NEAREST = 128  # articles that one is compared with: the likest
BAND = 4_000_000  # pairs of articles that are looked at together
RAREST = 5.5  # the weight of a word that hardly any article holds

Sketch = Mapping[str, str]


def sketch(forms: Iterable[str], lexicon: Lexicon = BUILTIN) -> dict[str, str]:
    """What `assign` needs of an article, given its tokens: `terms` ("stem:weight|…") and `minhash` (hexadecimal)."""
    words = [form for form in forms if form[0].isalnum()]
    counts = Counter(stems(w)[-1] for w in words if "\u0985" <= w[0] <= "\u09b9" and len(w) > 1)
    rarity = _rarity(lexicon)
    weights = {w: (1 + log(n)) * rarity.get(w, RAREST) for w, n in counts.items()}
    terms = sorted(weights, key=lambda w: (-weights[w], w))[:TERMS]
    from datasketch import MinHash  # late, as it takes half a second and most notebooks read no article

    hashed = MinHash(num_perm=PERMUTATIONS, scheme="affine32", hashfunc=crc32)
    windows = zip(*(islice(words, i, None) for i in range(min(SHINGLE, len(words)))), strict=False)
    hashed.update_batch([w.encode("utf-8", "replace") for w in {" ".join(w) for w in windows}])
    return {
        "terms": "|".join(f"{w}:{weights[w]:.2f}" for w in terms),
        "minhash": hashed.hashvalues.astype("<u4").tobytes().hex() if words else "",
    }


@cache
def _rarity(lexicon: Lexicon) -> dict[str, float]:
    return {r["stem"]: min(RAREST, log(10_000 / float(r["per_10000"]))) for r in lexicon.rows("word_frequency")}


def assign(docs: Sequence[str], sketches: Sequence[Sketch], dates: Sequence[str]) -> tuple[list[str], list[str]]:
    """Story and original of each document: (story, echo_of), both in the order of `docs`.

    A story bears the name of its first document; `echo_of` is the earliest document that has the same text, or "".
    `dates` are ISO 8601 or "".
    """
    order = sorted(range(len(docs)), key=lambda i: (dates[i] or "9999", docs[i]))
    return [docs[first] for first in _stories(sketches, dates)], _echoes(docs, sketches, order)


def _echoes(docs: Sequence[str], sketches: Sequence[Sketch], order: Sequence[int]) -> list[str]:
    from datasketch import MinHash, MinHashLSH  # late, as above

    lsh = MinHashLSH(threshold=COPY, num_perm=PERMUTATIONS)
    originals: dict[int, MinHash] = {}
    echo = [""] * len(docs)
    for i in order:
        if not sketches[i]["minhash"]:
            continue
        values = np.frombuffer(bytes.fromhex(sketches[i]["minhash"]), dtype="<u4")
        mine = MinHash(num_perm=PERMUTATIONS, scheme="affine32", hashvalues=values)
        near = {j: alike for j in lsh.query(mine) if (alike := mine.jaccard(originals[j])) >= COPY}
        if near:
            echo[i] = docs[min(near, key=lambda j: (-near[j], docs[j]))]
        else:  # only originals are kept, so an echo never names another echo
            originals[i] = mine
            lsh.insert(i, mine)
    return echo


def _stories(sketches: Sequence[Sketch], dates: Sequence[str]) -> list[int]:
    """The first document of each one's story: average-linkage clusters of the articles whose telling words agree.

    Days are weak evidence: what happened years apart must be more alike to be one story. Only what is alike at all is
    looked at, so the work and the memory are those of the likenesses, not of all pairs.
    """
    matrix = _likeness(sketches, [_year(d) for d in dates])
    lists = matrix.tolil()
    sums = [
        dict(zip(*row, strict=True)) for row in zip(lists.rows, lists.data, strict=True)
    ]  # of two clusters' likeness
    members = [[i] for i in range(len(sketches))]
    heap = [(-s, i, j) for i, row in enumerate(sums) for j, s in row.items() if i < j and s >= ALIKE]
    heapify(heap)
    while heap:
        alike, i, j = heappop(heap)
        if not members[i] or not members[j] or -alike != sums[i][j] / (len(members[i]) * len(members[j])):
            continue  # since then one of the two has been joined to another
        members[i] += members[j]
        members[j] = []
        for k, s in sums[j].items():
            sums[k].pop(j)
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0.0) + s
        sums[j] = {}
        for k, s in sums[i].items():
            mean = s / (len(members[i]) * len(members[k]))
            if mean >= ALIKE:
                heappush(heap, (-mean, min(i, k), max(i, k)))
    first = {m: i for i, cluster in enumerate(members) for m in cluster}  # a cluster keeps the place of its first
    return [first[m] for m in range(len(sketches))]


def _year(date: str) -> float:
    """The date as a year with its fraction; NaN where there is none."""
    return float(date[:4]) + (int(date[5:7] or 1) - 1) / 12 if date else float("nan")


def _likeness(sketches: Sequence[Sketch], years: Sequence[float]) -> csr_matrix:
    """Cosines of the documents' telling words, those far below ALIKE left out; a symmetric sparse matrix."""
    columns: dict[str, int] = {}
    rows, words, values = array("q"), array("q"), array("d")
    for i, s in enumerate(sketches):
        for word, weight in (t.rsplit(":", 1) for t in s["terms"].split("|") if t):
            rows.append(i)
            words.append(columns.setdefault(word, len(columns)))
            values.append(float(weight))
    norms = np.sqrt(np.bincount(rows, np.square(values), minlength=1))
    shape = len(sketches), max(1, len(columns))
    matrix = csr_matrix((np.array(values) / norms[np.array(rows)], (rows, words)), shape=shape)
    when = np.array(years)
    bands = []
    step = max(1, BAND // max(1, len(sketches)))
    for i in range(0, len(sketches), step):
        band = (matrix[i : i + step] @ matrix.T).tocoo()
        apart = np.nan_to_num(np.abs(when[i + band.row] - when[band.col]))
        band.data *= FADING**apart
        near = (band.data >= ALIKE / 2) & (i + band.row != band.col)
        row, col, alike = band.row[near], band.col[near], band.data[near]
        order = np.lexsort((col, -alike, row))
        rank = np.arange(len(order)) - np.searchsorted(row[order], row[order])
        keep = order[rank < NEAREST]
        bands.append(csr_matrix((alike[keep], (row[keep], col[keep])), shape=band.shape))
    if not bands:
        return csr_matrix((0, 0))
    found = csr_matrix(vstack(bands))
    return csr_matrix(found.maximum(found.T))
