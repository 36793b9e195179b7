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

from .tagger import Found, spans


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
        """bnlp splits more finely than we do (১০:২৩, হ'ল): a word's label is the first that its parts have."""
        parts = [self._tokenize(form) or [form] for form in forms]
        pieces = [piece for word in parts for piece in word]
        labels = iter(self._model.predict([[self._features(pieces, k) for k in range(len(pieces))]])[0])
        told = [[next(labels) for _ in word] for word in parts]
        return spans([next((label for label in word if label != "O"), "O") for word in told], [1.0] * len(forms))


def _bnlp() -> tuple[Any, Any]:
    """bnlp's tokenizer and features; an empty folder named punkt stops its import from downloading NLTK's."""
    with tempfile.TemporaryDirectory(prefix="khobor-") as empty:
        (Path(empty) / "tokenizers" / "punkt").mkdir(parents=True)
        os.environ["NLTK_DATA"] = os.pathsep.join(filter(None, [os.environ.get("NLTK_DATA", ""), empty]))
        from bnlp.tokenizer.basic import BasicTokenizer
        from bnlp.utils.utils import features
    return BasicTokenizer(), features


@cache
def bnlp_tagger(path: str, sha256: str) -> BnlpTagger:
    """The user's model, opened once per process."""
    return BnlpTagger(path, sha256)
