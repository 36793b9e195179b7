"""What only a whole corpus shows of documents: which tell one story, and which are copies of one text.

The map step makes a small sketch of each article (its most telling words, the least hashes of its word sequences); the
reduce step compares sketches, never texts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import hypot, log
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix, tril

from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .repeats import RAREST, rarity

TERMS = 60  # telling words kept of an article
SHINGLE = 5  # words in a row that copies share
HASHES = 64  # shingles kept of an article: those of the least hashes, so of equal texts the same
COPY = 0.5  # share of shingles above which one text is a copy of another
ALIKE = 0.3  # cosine of two articles of one story
FADING = 0.9  # of the likeness, for each year between two articles
BAND = 4_000_000  # pairs of articles that are looked at together
_MIX = np.array([pow(0x9E3779B97F4A7C15, i, 2**64) for i in range(1, SHINGLE + 1)], np.uint64)  # golden ratio, odd

Sketch = Mapping[str, bytes]


def sketch(forms: Iterable[str], lexicon: Lexicon = BUILTIN) -> dict[str, bytes]:
    """What `assign` needs of an article: hashes of its telling words with their weights (a unit vector), and the least
    hashes of its shingles (the bottom-k sketch of A. Broder, "On the resemblance and containment of documents", 1997).
    """
    words = [_word(form) for form in forms if form[0].isalnum()]
    counts = Counter([stem for _, stem in words if stem])
    known = rarity(lexicon)
    weights = {w: (1 + log(n)) * known.get(w, RAREST) for w, n in counts.items()}
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


@lru_cache(50_000)
def _word(form: str) -> tuple[int, str]:
    """The hash of a word, and its stem where it may tell of a story."""
    return _hash(form), stems(form)[-1] if "\u0985" <= form[0] <= "\u09b9" and len(form) > 1 else ""


def assign(docs: Sequence[str], sketches: Sequence[Sketch], dates: Sequence[str]) -> tuple[list[str], list[str]]:
    """Story and original of each document: (story, echo_of), both in the order of `docs`.

    As news comes in, each joins the story that it is likest to on average, so no later article changes an earlier
    story; it bears the name of its first document. `echo_of` is the earliest document that has the same text, or "".
    `dates` are ISO 8601 or "". Days are weak evidence: what happened years apart must be more alike to be one story.
    Articles that are hardly alike count as not at all, so the work is that of the likenesses.
    """
    order = sorted(range(len(docs)), key=lambda i: (dates[i] or "9999", docs[i]))
    names, when = ([told[i] for i in order] for told in (docs, dates))
    sketches = [sketches[i] for i in order]
    shingles = [np.frombuffer(s["shingles"], "<u4") for s in sketches]
    first: list[int] = []  # of the story of each
    echo: list[str] = []
    size: Counter[int] = Counter()
    for i, near in enumerate(_near(sketches, when)):
        sums: dict[int, float] = defaultdict(float)
        for other, _, faded in near:
            sums[first[other]] += faded
        mean, likest = max(((s / size[story], story) for story, s in sums.items()), default=(0, i))
        first.append(likest if mean >= ALIKE else i)
        size[first[i]] += 1
        alike = (other for other, likeness, _ in near if likeness >= COPY)  # who shares wording shares telling words
        shared, copy = max(((_shared(shingles[i], shingles[j]), -j) for j in alike), default=(0, 0))
        echo.append("" if shared < COPY else echo[-copy] or names[-copy])
    back = np.argsort(order)
    return [names[first[i]] for i in back], [echo[i] for i in back]


def _near(sketches: Sequence[Sketch], dates: Sequence[str]) -> Iterator[list[tuple[int, float, float]]]:
    """For each document the earlier ones that are at all like it, how alike they are, and that faded by the years."""
    words = np.frombuffer(b"".join(s["words"] for s in sketches), "<u4")
    weights = np.frombuffer(b"".join(s["weights"] for s in sketches), "<f4").astype(float)
    ends = np.cumsum([0, *(len(s["words"]) // 4 for s in sketches)])
    known, columns = np.unique(words, return_inverse=True)
    vectors = csr_matrix((weights, columns, ends), shape=(len(sketches), len(known)))
    months = np.array([d[:7] or "NaT" for d in dates], "datetime64[M]")
    step = max(1, BAND // max(1, len(sketches)))
    for begin in range(0, len(sketches), step):
        band = vectors[begin : begin + step] @ vectors[: begin + step].T
        band.data[band.data < ALIKE / 2] = 0
        band.eliminate_zeros()
        band = tril(band, begin - 1, "csr")
        band.sort_indices()
        later = np.repeat(np.arange(begin, begin + band.shape[0]), np.diff(band.indptr))
        # The years between the two; of some the year is not known.
        apart = np.nan_to_num(np.abs(months[band.indices] - months[later]) / np.timedelta64(12, "M"))
        near = list(zip(*(a.tolist() for a in (band.indices, band.data, band.data * FADING**apart)), strict=True))
        yield from (near[first:last] for first, last in pairwise(band.indptr))


def _shared(a: np.ndarray, b: np.ndarray) -> float:
    """The share of shingles that two texts have in common, estimated from their sketches."""
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both / max(1, len(a) + len(b) - both)
