"""The built-in name tagger: a small window network on numpy alone; `tools/train_ner.py` makes its model.

A word is the sum of learned vectors: its own, its beginning, its endings, its shape. Three layers look at a word with
its neighbours, the last one says which of seven labels it has. All weights are whole numbers of eight bits and all
values between the layers are rounded to whole numbers, so small that float32 adds them without error in any order: the
same words get the same names on every machine and in any batch.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from .endings import stems

MODEL = Path(__file__).with_name("models") / "ner.npz"
LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
WIDTH = 8  # features of a word
MARGIN = 1.0  # how far a name's label must stand above "no name", in natural-log odds
_BATCH = 1024  # tokens in one go: what fits the processor's cache
_THREADS = ThreadpoolController()
_INPUT_MAX, _HIDDEN_MAX = 255, 127

Found = tuple[int, int, str, float]
Array = NDArray[np.float32]


def features(form: str, vocabulary: dict[str, int], buckets: int) -> list[int]:
    """The rows of the table that a word is the sum of: WIDTH of them, the last row of the table (zeros) for none."""
    none = len(vocabulary) + buckets
    stem = next((s for s in stems(form)[1:] if s in vocabulary), None)
    word = vocabulary.get(form, vocabulary[stem] if stem else none)
    kind = "b" if "\u0980" <= form[0] <= "\u09ff" else "l" if form[0].isalpha() else "m"
    parts = ["shape" + kind + str(min(len(form), 9)), "<" + form[:2], "<" + form[:4]]
    parts += [form[-2:] + ">", form[-3:] + ">", form[-4:] + ">", "=" + (stem or form)]
    if form[0].isdigit():
        parts = ["digits", f"d{len(form)}"]
    hashed = [len(vocabulary) + zlib.crc32(p.encode("utf-8", "surrogatepass")) % buckets for p in parts]
    return [word, *hashed, *[none] * (WIDTH - 1 - len(hashed))]


class NameTagger:
    """Finds names in tokens. Words are remembered, as articles repeat them; the memory is emptied when it is full."""

    def __init__(self, path: Path = MODEL, margin: float = MARGIN, memory: int = 100_000) -> None:
        with np.load(path, allow_pickle=False) as file:
            model = dict(file)
        self.vocabulary = {word: i for i, word in enumerate(bytes(model["words"]).decode().split())}
        self.table = model["table"]
        parts, count = ("weights", "scale", "bias"), sum(name.startswith("weights") for name in model)
        self.layers = [[model[f"{part}{i}"].astype(np.float32) for part in parts] for i in range(count)]
        self.margin, self._memory = margin, memory
        self._vectors: dict[str, Array] = {}

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """The names of each sentence, in order: first token, end token, type, log odds against no name."""
        forms = [form for sentence in sentences for form in ("", *sentence)] + [""]
        with _THREADS.limit(limits=1, user_api="blas"):  # more cost more than they bring; processes share the work
            logits = np.concatenate([self._logits_of(forms, at) for at in range(0, len(forms), _BATCH)])
        logits[:, 0] += self.margin
        best = logits.argmax(1).tolist()
        sure = (logits.max(1) - logits[:, 0] + self.margin).round(3)
        ends = accumulate((len(sentence) + 1 for sentence in sentences), initial=0)
        parts = [slice(end + 1, end + 1 + len(sentence)) for sentence, end in zip(sentences, ends, strict=False)]
        return [spans([LABELS[k] for k in best[p]], sure[p]) if any(best[p]) else [] for p in parts]

    def _logits_of(self, forms: list[str], at: int) -> Array:
        """Of a part that begins `at`: a sentence of any length fits into memory; each layer sees one further."""
        reach = len(self.layers)
        first = max(0, at - reach)
        part = forms[first : at + _BATCH + reach]
        self._learn(part)
        gaps = [i for i, form in enumerate(part) if not form]
        x = np.concatenate([self._vectors[form] for form in part]).reshape(len(part), -1)
        for i, (weights, scale, bias) in enumerate(self.layers[:-1]):
            y = (_window(x) @ weights) * scale + bias
            np.maximum(np.rint(y, out=y), 0, out=y)
            y += x if i else 0
            x = np.minimum(y, _HIDDEN_MAX, out=y)
            x[gaps] = 0
        weights, scale, bias = self.layers[-1]
        return ((x @ weights) * scale + bias)[at - first :][:_BATCH]

    def _learn(self, forms: list[str]) -> None:
        """Remembers the vectors of words; "", zeros, is the gap between sentences."""
        if not 0 < len(self._vectors) <= self._memory:
            self._vectors = {"": np.zeros(self.table.shape[1], np.float32)}
        if new := list(dict.fromkeys(form for form in forms if form not in self._vectors)):
            buckets = len(self.table) - 1 - len(self.vocabulary)
            index = np.array([features(form, self.vocabulary, buckets) for form in new])
            added = self.table[index].sum(1, dtype=np.int32).clip(-_INPUT_MAX, _INPUT_MAX).astype(np.float32)
            self._vectors.update(zip(new, added, strict=True))


def _window(x: Array) -> Array:
    """Each row with the row before and the row behind it."""
    wide = np.zeros((len(x), 3, x.shape[1]), np.float32)
    wide[1:, 0], wide[:, 1], wide[:-1, 2] = x[:-1], x, x[1:]
    return wide.reshape(len(x), -1)


def spans(labels: Sequence[str], sure: Sequence[float] | Array) -> list[Found]:
    """Labels of words, such as B-PER, to names; one that continues nothing begins a name."""
    found: list[Found] = []
    for i, label in ((i, label) for i, label in enumerate(labels) if label != "O"):
        part, _, kind = label.partition("-")
        if part in "IEM" and found and found[-1][1:3] == (i, kind):
            found[-1] = (found[-1][0], i + 1, kind, min(found[-1][3], float(sure[i])))
        elif kind in ("PER", "LOC", "ORG"):
            found.append((i, i + 1, kind, float(sure[i])))
    return found


@cache
def built_in() -> NameTagger:
    """The tagger that comes with the package, read once per process."""
    return NameTagger()
