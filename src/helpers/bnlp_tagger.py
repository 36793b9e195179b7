"""bnlp's own name recogniser behind our switch: its tokens and features, a model that the user vouches for."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

Found = tuple[int, int, str, float]


class ModelError(ValueError):
    """A model that is not opened; the message says why."""


class BnlpTagger:
    """A CRF trained by bnlp's CRFTaggerTrainer with labels such as B-PER, I-ORG or S-LOC."""

    found_by = "bnlp"

    def __init__(self, path: str, sha256: str) -> None:
        """Reads the pickle at `path`, if its SHA-256 is the one given; raises ModelError otherwise."""
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise ModelError(f"{path}: {error.strerror}") from error
        if (found := hashlib.sha256(data).hexdigest()) != sha256.lower():
            raise ModelError(f"{path}: its SHA-256 is {found}, not {sha256}; it is not opened")
        self._tokenize, self._features = _bnlp()
        try:
            self._model: Any = pickle.loads(data)  # the very bytes that were hashed
        except Exception as error:  # a pickle may fail in any way
            raise ModelError(f"{path}: is no model of bnlp's CRFTaggerTrainer ({type(error).__name__})") from error

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """For each sentence its names: first token, end token, type, score."""
        return [self._names(list(s)) if s else [] for s in sentences]

    def _names(self, forms: list[str]) -> list[Found]:
        """bnlp splits more finely than we do (১০:২৩, হ'ল): a label of one of its tokens is that of ours around it."""
        pieces: list[str] = []
        owner: list[int] = []
        for i, form in enumerate(forms):
            parts = self._tokenize(form) or [form]
            pieces += parts
            owner += [i] * len(parts)
        labels = self._model.predict([[self._features(pieces, k) for k in range(len(pieces))]])[0]
        found: list[Found] = []
        for i, label in zip(owner, labels, strict=True):
            part, _, kind = label.partition("-")
            if kind not in ("PER", "LOC", "ORG"):
                continue
            if part in "IEM" and found and found[-1][1] in (i, i + 1) and found[-1][2] == kind:
                found[-1] = (found[-1][0], i + 1, kind, 1.0)
            elif not found or found[-1][1] <= i:
                found.append((i, i + 1, kind, 1.0))
        return found


def _bnlp() -> tuple[Any, Any]:
    """bnlp's tokenizer and features; an empty folder named punkt stops its import from downloading NLTK's."""
    empty = Path(tempfile.mkdtemp(prefix="khobor-"))
    (empty / "tokenizers" / "punkt").mkdir(parents=True)
    os.environ["NLTK_DATA"] = os.pathsep.join(filter(None, [os.environ.get("NLTK_DATA", ""), str(empty)]))
    try:
        from bnlp.tokenizer.basic import BasicTokenizer
        from bnlp.utils.utils import features
    finally:
        for folder in (empty / "tokenizers" / "punkt", empty / "tokenizers", empty):
            folder.rmdir()
    return BasicTokenizer(), features


@cache
def bnlp_tagger(path: str, sha256: str) -> BnlpTagger:
    """The user's model, opened once per process."""
    return BnlpTagger(path, sha256)
