"""bnlp's own name recogniser behind our switch: its tokens and features, a model that the user vouches for."""

import hashlib
import os
import pickle
import tempfile
from collections.abc import Sequence
from functools import cache
from itertools import chain, islice
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
        with tempfile.TemporaryDirectory(
            prefix="khobor-"
        ) as empty:  # stops bnlp's import from downloading NLTK's punkt
            (Path(empty) / "tokenizers" / "punkt").mkdir(parents=True)
            os.environ["NLTK_DATA"] = os.pathsep.join(filter(None, [os.environ.get("NLTK_DATA", ""), empty]))
            from bnlp.tokenizer.basic import BasicTokenizer
            from bnlp.utils.utils import features
        self._tokenize, self._features = BasicTokenizer(), features
        try:
            self._model: Any = pickle.loads(data)  # the very bytes that were hashed
        except Exception as error:  # a pickle may fail in any way
            raise ModelError(f"{path}: is no model of bnlp's CRFTaggerTrainer ({type(error).__name__})") from error

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Found]]:
        """For each sentence its names: first token, end token, type, score."""
        return [self._names(s) if s else [] for s in sentences]

    def _names(self, forms: Sequence[str]) -> list[Found]:
        """bnlp splits more finely than we do (১০:২৩, হ'ল): a word's label is the first that its parts have."""
        parts = [self._tokenize(form) or [form] for form in forms]
        pieces = list(chain(*parts))
        labels = iter(self._model.predict([[self._features(pieces, k) for k in range(len(pieces))]])[0])
        told = [[label for label in islice(labels, len(word)) if label != "O"] for word in parts]
        return spans([[*names, "O"][0] for names in told], [1.0] * len(forms))


bnlp_tagger = cache(BnlpTagger)  # the user's model, opened once per process
