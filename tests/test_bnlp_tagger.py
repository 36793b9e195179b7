"""bnlp's own recogniser, on a model that bnlp's own trainer makes here."""

import hashlib
import subprocess
import sys

import pytest

from helpers.article import Settings, read_article
from helpers.bnlp_tagger import BnlpTagger, ModelError
from helpers.corpus import Document

TAGGED = [
    [("মন্ত্রী", "O"), ("রফিক", "B-PER"), ("হাসান", "I-PER"), ("গতকাল", "O"), ("বললেন", "O")],
    [("সচিব", "O"), ("সালমা", "B-PER"), ("হাসান", "I-PER"), ("ঢাকায়", "B-LOC"), ("গেলেন", "O")],
    [("আজ", "O"), ("বৃষ্টি", "O"), ("হবে", "O")],
] * 8


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Trained in a process of its own: importing bnlp reaches for the network, which the test must not."""
    path = tmp_path_factory.mktemp("bnlp") / "ner.pkl"
    (path.parent / "nltk" / "tokenizers" / "punkt").mkdir(parents=True)
    code = f"""
from bnlp.token_classification.token_classification_trainer import CRFTaggerTrainer
tagged = {TAGGED!r}
CRFTaggerTrainer().train({str(path)!r}, tagged, tagged)
"""
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        env={"NLTK_DATA": str(path.parent / "nltk"), "PATH": ""},
    )
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_names_are_found_with_its_tokens(model):
    found = BnlpTagger(*map(str, model)).tag([["মন্ত্রী", "রফিক", "হাসান", "গতকাল", "বললেন"], []])
    assert found == [[(1, 3, "PER", 1.0)], []]


def test_the_switch_is_used(model):
    text = "মন্ত্রী রফিক হাসান গতকাল বললেন।"
    rows = read_article(
        Document("a", "a.txt", text, ""), Settings(ner="bnlp", ner_model=str(model[0]), ner_sha256=model[1])
    )
    assert [(m["surface"], m["found_by"]) for m in rows["mentions"] if m["type"] == "PER"] in (
        [("রফিক হাসান", "bnlp")],
        [("রফিক হাসান", "pattern")],  # our grammar knows the words too; it stands before
    )


def test_a_pickle_with_another_hash_is_not_opened(tmp_path):
    evil = tmp_path / "evil.pkl"
    evil.write_bytes(b"cos\nsystem\n(S'touch " + str(tmp_path / "ran").encode() + b"'\ntR.")
    with pytest.raises(ModelError, match="is not opened"):
        BnlpTagger(str(evil), "0" * 64)
    assert not (tmp_path / "ran").exists()


def test_a_model_that_is_not_there_is_said(tmp_path):
    with pytest.raises(ModelError, match=r"none\.pkl"):
        BnlpTagger(str(tmp_path / "none.pkl"), "0" * 64)
