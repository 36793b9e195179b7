"""The network of the name tagger and its training, in numpy: word vectors, forward, backward, Adam, export.

The shapes are those of `helpers.tagger`: a word is the sum of WIDTH rows of a table; a window layer, residual window
layers, and a layer of labels. Everything is seeded; on one machine the same data give the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helpers.tagger import WIDTH, NameTagger, features
from ner_data import LABELS, UNKNOWN, Sentence

_SMOOTHING = 0.1  # of a word's truth, shared by all labels: annotators err
_LONG = (
    3,
    6,
    7,
)  # features that tell which word it is: long beginning and end, stem; of an unseen word they are chance
_INPUT_STEP = 1 / 48  # what one unit of the exported input is worth


@dataclass(frozen=True)
class Shape:
    """How large the network is."""

    dims: int = 64
    hidden: int = 96
    residual: int = 2
    buckets: int = 12_288
    words: int = 26_000


def vocabulary(texts: Iterable[Sequence[str]], size: int, least: int = 5) -> list[str]:
    """The most frequent words that hold a letter, most frequent first."""
    counts = Counter(w for forms in texts for w in forms if w[0].isalpha() or len(w) == 1)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [w for w, n in ranked[:size] if n >= least]


def word_vectors(texts: Iterable[Sequence[str]], words: Sequence[str], dims: int, contexts: int = 1500) -> np.ndarray:
    """Vectors of words by what stands one and two places before and behind them: singular vectors of positive
    pointwise mutual information, found by random projection."""
    ids = {w: i + 1 for i, w in enumerate(words)}
    line = np.array([i for forms in texts for i in (0, 0, *(ids.get(w, 0) for w in forms))])
    contexts = min(contexts, len(words))
    blocks = []
    for shift in (-2, -1, 1, 2):
        other = np.roll(line, shift)
        near = (line > 0) & (other > 0) & (other <= contexts)
        pairs = (line[near] - 1) * contexts + other[near] - 1
        n = np.bincount(pairs, minlength=len(words) * contexts).astype(np.float32).reshape(len(words), contexts)
        column = n.sum(0) ** 0.75
        share = n / np.maximum(n.sum(1, keepdims=True), 1) / (column / max(column.sum(), 1) + 1e-12)
        blocks.append(np.log(np.maximum(share, 1)))
    ppmi = np.concatenate(blocks, 1)
    left = ppmi @ np.random.default_rng(1).standard_normal((ppmi.shape[1], dims + 16), np.float32)
    for _ in range(3):
        left, _ = np.linalg.qr(left)
        left = ppmi @ (ppmi.T @ left)
    left, _ = np.linalg.qr(left)
    u, s, _ = np.linalg.svd(left.T @ ppmi, full_matrices=False)
    vectors = np.zeros((len(words), dims), np.float32)
    vectors[:, : len(s)] = ((left @ u) * np.sqrt(s))[:, :dims]
    return vectors / (np.sqrt((vectors**2).mean(1, keepdims=True)) + 1e-6) * 0.25


class Network:
    """Parameters by name; `table` holds the words' vectors, then the buckets', then zeros."""

    def __init__(self, shape: Shape, words: Sequence[str], vectors: np.ndarray, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self.shape, self.words, self.ids = shape, list(words), {w: i for i, w in enumerate(words)}
        self.none = len(words) + shape.buckets
        normal = lambda *size, scale: (rng.standard_normal(size) * scale).astype(np.float32)  # noqa: E731
        table = np.concatenate([vectors, normal(shape.buckets + 1, shape.dims, scale=0.05)]).astype(np.float32)
        table[-1] = 0
        self.p: dict[str, np.ndarray] = {"table": table}
        sizes = [(3 * shape.dims, shape.hidden), *[(3 * shape.hidden, shape.hidden)] * shape.residual]
        for i, (a, b) in enumerate([*sizes, (shape.hidden, len(LABELS))]):
            self.p[f"w{i}"] = normal(a, b, scale=(2 / a) ** 0.5 * (1 if i == 0 else 0.5))
            self.p[f"b{i}"] = np.zeros(b, np.float32)
        self.last = len(sizes)
        self._features: dict[str, list[int]] = {}

    def rows(self, forms: Iterable[str]) -> np.ndarray:
        """The rows of the table for each word."""
        known = self._features
        out = []
        for form in forms:
            if form not in known:
                known[form] = features(form, self.ids, self.shape.buckets)
            out.append(known[form])
        return np.array(out, np.int64).reshape(-1, WIDTH)

    def forward(self, x: np.ndarray, word: np.ndarray, drop: Callable[[np.ndarray], np.ndarray]) -> list[np.ndarray]:
        """Input and what each layer makes of it; the last are the logits. Gaps between sentences stay zero."""
        out = [x]
        for i in range(self.last):
            y = np.maximum(_window(out[-1]) @ self.p[f"w{i}"] + self.p[f"b{i}"], 0) * word
            out.append(drop(y) if i == 0 else out[-1] + drop(y))
        out.append(out[-1] @ self.p[f"w{self.last}"] + self.p[f"b{self.last}"])
        return out

    def backward(self, out: list[np.ndarray], d: np.ndarray, word: np.ndarray) -> tuple[dict, np.ndarray]:
        """Gradients of the weights and of the input, from those of the logits."""
        grads = {f"w{self.last}": out[-2].T @ d, f"b{self.last}": d.sum(0)}
        d = d @ self.p[f"w{self.last}"].T
        for i in reversed(range(self.last)):
            y = out[i + 1] - out[i] if i else out[i + 1]
            keep = self.scale[i] * (y > 0) * word
            dy = d * keep
            grads[f"w{i}"], grads[f"b{i}"] = _window(out[i]).T @ dy, dy.sum(0)
            wide = (dy @ self.p[f"w{i}"].T).reshape(len(d), 3, -1)
            back = wide[:, 1].copy()
            back[:-1] += wide[1:, 0]
            back[1:] += wide[:-1, 2]
            d = back + d if i else back
        return grads, d * word

    def train(self, data: Sequence[Sentence], epochs: int, rate: float = 2e-3, batch: int = 600,
              dropout: float = 0.2, unknown: float = 0.2, seed: int = 2) -> None:  # fmt: skip
        """Adam; the rate falls to zero. `unknown`: how often a word is
        made to look as one that was never seen."""
        rng = np.random.default_rng(seed)
        adam = _Adam(self.p, rate)
        steps = sum(len(s.forms) + 1 for s in data) * epochs // batch + epochs
        step = 0
        self.scale = [np.float32(1 / (1 - dropout))] * self.last
        keep = lambda y: y * (rng.random(y.shape, np.float32) >= dropout) * self.scale[0]  # noqa: E731
        for _ in range(epochs):
            for part in _batches(data, rng.permutation(len(data)), batch):
                forms, gold, weight = _flat(part)
                unique, inverse = np.unique(np.array(forms, object), return_inverse=True)
                rows = self.rows(unique[1:])
                unseen = np.flatnonzero((rng.random(len(rows)) < unknown) & [form[0].isalpha() for form in unique[1:]])
                rows[unseen, 0] = self.none
                rows[np.ix_(unseen, _LONG)] = len(self.words) + rng.integers(
                    0, self.shape.buckets, (len(unseen), len(_LONG))
                )
                rows = np.concatenate([np.full((1, WIDTH), self.none), rows])
                word = (inverse > 0)[:, None].astype(np.float32)
                vectors = self.p["table"][rows].sum(1)
                mask = (rng.random((len(forms), self.shape.dims), np.float32) >= dropout) * self.scale[0]
                out = self.forward(vectors[inverse] * mask, word, keep)
                d = _loss_gradient(out[-1], gold, weight)
                grads, dx = self.backward(out, d, word)
                grads["table"] = _by_row(_add_by(inverse, dx * mask, len(unique)), rows, self.none)
                step += 1
                adam.step(grads, max(0.02, 1 - step / steps))

    def export(self, path: Path, sample: Sequence[Sequence[str]]) -> None:
        """Writes whole numbers of eight bits; how far the hidden values reach is taken from sample sentences."""
        forms = [f for s in sample for f in ("", *s)] + [""]
        unique, inverse = np.unique(np.array(forms, object), return_inverse=True)
        rows = np.concatenate([np.full((1, WIDTH), self.none), self.rows(unique[1:])])
        word = (inverse > 0)[:, None].astype(np.float32)
        out = self.forward(self.p["table"][rows].sum(1)[inverse], word, lambda y: y)
        step = float(np.quantile(np.concatenate([o[inverse > 0] for o in out[1:-1]]), 0.9995)) / 127
        model = {"words": np.frombuffer("\n".join(self.words).encode(), np.uint8)}
        model["table"] = np.rint(self.p["table"] / _INPUT_STEP).clip(-127, 127).astype(np.int8)
        for i in range(self.last + 1):
            w, b = self.p[f"w{i}"], self.p[f"b{i}"]
            unit = np.maximum(np.abs(w).max(0), 1e-9) / 127
            into, outof = (_INPUT_STEP if i == 0 else step), (1 if i == self.last else step)
            model[f"weights{i}"] = np.rint(w / unit).astype(np.int8)
            model[f"scale{i}"] = (unit * into / outof).astype(np.float32)
            model[f"bias{i}"] = (b / outof).astype(np.float32)
        with path.open("wb") as file:
            np.savez_compressed(file, **model)

    def tagger(self, path: Path, sample: Sequence[Sequence[str]]) -> NameTagger:
        """The exported tagger."""
        self.export(path, sample)
        return NameTagger(path)


class _Adam:
    def __init__(self, params: dict[str, np.ndarray], rate: float) -> None:
        self.p, self.rate, self.t = params, rate, 0
        self.m = {k: np.zeros_like(v) for k, v in params.items()}
        self.v = {k: np.zeros_like(v) for k, v in params.items()}

    def step(self, grads: dict, factor: float) -> None:
        self.t += 1
        rate = self.rate * factor * (1 - 0.999**self.t) ** 0.5 / (1 - 0.9**self.t)
        for name, grad in grads.items():
            at, g = grad if isinstance(grad, tuple) else (slice(None), grad)
            m = self.m[name][at] * 0.9 + 0.1 * g
            v = self.v[name][at] * 0.999 + 0.001 * g * g
            self.m[name][at], self.v[name][at] = m, v
            self.p[name][at] -= np.float32(rate) * m / (np.sqrt(v) + 1e-8)


def _window(x: np.ndarray) -> np.ndarray:
    wide = np.zeros((len(x), 3, x.shape[1]), np.float32)
    wide[1:, 0], wide[:, 1], wide[:-1, 2] = x[:-1], x, x[1:]
    return wide.reshape(len(x), -1)


def _loss_gradient(logits: np.ndarray, gold: np.ndarray, weight: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(1, keepdims=True))
    target = np.full_like(e, _SMOOTHING / len(LABELS))
    target[np.arange(len(gold)), gold] += 1 - _SMOOTHING
    return (e / e.sum(1, keepdims=True) - target) * (weight / max(weight.sum(), 1e-6))[:, None]


def _batches(data: Sequence, order: np.ndarray, size: int) -> Iterable[list]:
    part, n = [], 0
    for i in order.tolist():
        part.append(data[i])
        n += len(data[i].forms) + 1
        if n >= size:
            yield part
            part, n = [], 0
    if part:
        yield part


def _flat(part: list[Sentence]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words with "" around sentences, the numbers of their labels, what each weighs: nothing where it is unknown."""
    forms = [form for sentence in part for form in ("", *sentence.forms)] + [""]
    labels = [label for sentence in part for label in (UNKNOWN, *sentence.labels)] + [UNKNOWN]
    gold = np.array([0 if label == UNKNOWN else LABELS.index(label) for label in labels])
    return forms, gold, np.array([label != UNKNOWN for label in labels], np.float32)


def _add_by(index: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """Sums of the values with one index, for index 0 … size - 1, all of which occur."""
    order = np.argsort(index, kind="stable")
    starts = np.searchsorted(index[order], np.arange(size))
    return np.add.reduceat(values[order], starts, axis=0)


def _by_row(grads: np.ndarray, rows: np.ndarray, none: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows of the table that occur, and the gradients of each; the row of zeros learns nothing."""
    at, index = np.unique(rows, return_inverse=True)
    word = np.repeat(np.arange(len(rows)), rows.shape[1])
    total = _add_by(index.ravel(), grads[word], len(at))
    return at[at != none], total[at != none]
