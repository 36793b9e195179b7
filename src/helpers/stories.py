"""What only a whole corpus shows of documents: which tell one story, and which are copies of one text.

The map step makes a small sketch of each article (its most telling words, a MinHash of its word sequences); the reduce
step compares sketches, never texts.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise
from math import hypot, log
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix

from .endings import stems
from .lexicon import BUILTIN, Lexicon

TERMS = 60  # telling words kept of an article
SHINGLE = 5  # words in a row that copies share
PERMUTATIONS = 64
COPY = 0.5  # share of shingles above which one text is a copy of another
ALIKE = 0.3  # cosine of two articles of one story
FADING = 0.9  # of the likeness, for each year between two articles
BAND = 4_000_000  # pairs of articles that are looked at together
RAREST = 5.5  # the weight of a word that hardly any article holds

Sketch = Mapping[str, str]


def sketch(forms: Iterable[str], lexicon: Lexicon = BUILTIN) -> dict[str, str]:
    """What `assign` needs of an article: `terms` ("stem:weight|…", a unit vector) and `minhash` (hexadecimal)."""
    from datasketch import MinHash  # late, as it takes half a second and most notebooks read no article

    words = [form for form in forms if form[0].isalnum()]
    counts = Counter(stems(w)[-1] for w in words if "\u0985" <= w[0] <= "\u09b9" and len(w) > 1)
    rarity = _rarity(lexicon)
    weights = {w: (1 + log(n)) * rarity.get(w, RAREST) for w, n in counts.items()}
    terms = sorted(weights, key=lambda w: (-weights[w], w))[:TERMS]
    length = hypot(*(weights[w] for w in terms))
    hashed = MinHash(num_perm=PERMUTATIONS, scheme="affine32", hashfunc=crc32)
    windows = zip(*(islice(words, i, None) for i in range(min(SHINGLE, len(words)))), strict=False)
    hashed.update_batch([w.encode("utf-8", "replace") for w in {" ".join(w) for w in windows}])
    return {
        "terms": "|".join(f"{w}:{weights[w] / length:.4f}" for w in terms),
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
    hashes = np.array([np.frombuffer(bytes.fromhex(s["minhash"] or "00" * 4 * PERMUTATIONS), "<u4") for s in sketches])
    story: list[int] = []
    echo: list[int | None] = []
    size: Counter[int] = Counter()
    step = max(1, BAND // max(1, len(sketches)))
    for begin in range(0, len(sketches), step):
        band = csr_matrix(vectors[begin : begin + step] @ vectors[: begin + step].T)
        band.sort_indices()
        for i, (start, end) in enumerate(pairwise(band.indptr), begin):
            others, alike = band.indices[start:end], band.data[start:end]
            near = (others < i) & (alike >= ALIKE / 2)
            others, alike = others[near], alike[near]
            faded = alike * FADING ** np.nan_to_num(np.abs(years[others] - years[i]))
            sums: Counter[int] = Counter()
            for other, likeness in zip(others, faded, strict=True):
                sums[story[other]] += likeness
            mean, first = max(((s / size[first], first) for first, s in sums.items()), default=(0, i))
            story.append(first if mean >= ALIKE else i)
            size[story[i]] += 1
            shared = (hashes[others] == hashes[i]).mean(axis=1)
            copy = others[shared.argmax()] if shared.max(initial=0) >= COPY else None
            echo.append(copy if copy is None or echo[copy] is None else echo[copy])
    return zip(story, echo, strict=True)


def _year(date: str) -> float:
    """The date as a year with its fraction; NaN where there is none."""
    return float(date[:4]) + (int(date[5:7] or 1) - 1) / 12 if date else float("nan")


def _vectors(sketches: Sequence[Sketch]) -> csr_matrix:
    """A row for each document, a column for each telling word."""
    columns: dict[str, int] = {}
    words, weights, ends = array("q"), array("d"), [0]
    for s in sketches:
        for word, weight in (t.rsplit(":", 1) for t in s["terms"].split("|") if t):
            words.append(columns.setdefault(word, len(columns)))
            weights.append(float(weight))
        ends.append(len(words))
    return csr_matrix((weights, words, ends), shape=(len(sketches), len(columns)))
