import random
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.entities import NoTagger, find_mentions
from helpers.script import Text
from helpers.tagger import LABELS, MODEL, NameTagger, built_in

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from ner_data import UNKNOWN, DataError, Sentence, docs_of, labelled, read_banglakit, read_keys, spans  # noqa: E402
from ner_net import Network, Shape, vocabulary, word_vectors  # noqa: E402
from ner_silver import news_sentences  # noqa: E402

SENTENCES = [
    "গতকাল জেলা শহরে এক সভায় আবদুল করিম মোল্লা এ কথা জানান ।",
    "মন্ত্রী সুফিয়া খাতুন বলেন , সেতুর কাজ আগামী মাসে শেষ হবে ।",
    "ভারতের প্রধানমন্ত্রী নরেন্দ্র মোদি শনিবার টোকিওতে পৌঁছেছেন ।",
    "বৃষ্টিতে রাস্তা ডুবে গেছে , তবে কেউ আহত হননি ।",
    "রাজশাহী বিশ্ববিদ্যালয়ের শিক্ষক নাজমুল হাসান তালুকদার গবেষণাটি করেছেন ।",
]
TOY = [
    ("করিম ঢাকায় গেলেন", ("B-PER", "B-LOC", "O")),
    ("রহিম মিয়া বাড়ি গেলেন", ("B-PER", "I-PER", "O", "O")),
    ("সোনালী ব্যাংক ঢাকায়", ("B-ORG", "I-ORG", "B-LOC")),
    ("বাড়ি থেকে গেলেন রহিম", ("O", "O", "O", "B-PER")),
]


def forms_of(text):
    return Text(text).words()


def names(text):
    forms = forms_of(text)
    return {(" ".join(forms[a:b]), kind) for a, b, kind, _ in built_in().tag([forms])[0]}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (SENTENCES[0], {("আবদুল করিম মোল্লা", "PER")}),
        (SENTENCES[1], {("সুফিয়া খাতুন", "PER")}),
        (SENTENCES[2], {("ভারতের", "LOC"), ("নরেন্দ্র মোদি", "PER"), ("টোকিওতে", "LOC")}),
        (SENTENCES[3], set()),
        (SENTENCES[4], {("রাজশাহী বিশ্ববিদ্যালয়ের", "ORG"), ("নাজমুল হাসান তালুকদার", "PER")}),
    ],
)
def test_names_in_plain_sentences(sentence, expected):
    assert names(sentence) == expected


def test_what_rules_do_not_know_comes_from_the_model():
    text = "ওই রাতে জর্জেস সেফেরিস একা ছিলেন।"
    by = {m.name: m.found_by for m in find_mentions(text)}
    assert by.get("জর্জেস সেফেরিস") == "model"
    assert find_mentions(text, tagger=NoTagger()) == []


def test_same_names_in_any_batch():
    tagger = built_in()
    sentences = [forms_of(s) for s in SENTENCES] * 700  # more than one batch
    order = list(range(len(sentences)))
    random.Random(3).shuffle(order)
    alone = [NameTagger().tag([s])[0] for s in sentences[:5]]
    together = tagger.tag([sentences[i] for i in order])
    assert together == [alone[i % 5] for i in order]


def test_a_full_memory_changes_nothing():
    sentences = [forms_of(s) for s in SENTENCES]
    small = NameTagger(memory=3)
    assert [small.tag([s])[0] for s in sentences * 2] == built_in().tag(sentences) * 2


WORDS = st.text(min_size=1, max_size=12) | st.sampled_from(" ".join(SENTENCES).split())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12), max_size=6))
def test_any_words_give_spans_within_bounds(sentences):
    found = built_in().tag(sentences)
    assert len(found) == len(sentences)
    for forms, spans_ in zip(sentences, found, strict=True):
        ends = [0, *(end for _, end, _, _ in spans_)]
        for (first, end, kind, score), before in zip(spans_, ends, strict=False):
            assert before <= first < end <= len(forms)
            assert kind in {"PER", "LOC", "ORG"}
            assert np.isfinite(score)


def test_lone_surrogates_empty_words_and_empty_sentences():
    assert built_in().tag([]) == []
    assert built_in().tag([[], ["\ud800"], ["", "ঢাকা"]])[0] == []


def test_all_sums_are_exact_in_float32():
    """The largest sum that a layer can reach stays below 2**24, so order and rounding cannot matter."""
    tagger = built_in()
    for i, (weights, _, _) in enumerate(tagger.layers):
        largest = 255 if i == 0 else 127
        assert np.array_equal(weights, np.rint(weights))
        assert np.abs(weights).sum(0).max() * largest < 2**24


def test_model_is_small_and_holds_no_pickle():
    assert MODEL.stat().st_size <= 5_000_000
    with np.load(MODEL, allow_pickle=False) as file:
        assert all(file[name].dtype != object for name in file.files)


def toy_model(path):
    data = [Sentence(tuple(s.split()), labels) for s, labels in TOY] * 30
    shape = Shape(dims=16, hidden=24, residual=1, buckets=64, words=50)
    texts = [s.forms for s in data]
    words = vocabulary(texts, shape.words)
    network = Network(shape, words, word_vectors(texts, words, shape.dims))
    network.train(data, epochs=8, rate=1e-2, batch=60)
    network.export(path, texts)
    return NameTagger(path)


def test_training_twice_gives_the_same_bytes_and_learns(tmp_path):
    tagger = toy_model(tmp_path / "a.npz")
    toy_model(tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    for sentence, labels in TOY:
        found = tagger.tag([sentence.split()])[0]
        assert [n[:3] for n in found] == spans(labels)


def test_nothing_is_learned_from_a_word_whose_label_is_unknown():
    data = [Sentence(tuple(s.split()), labels) for s, labels in TOY] * 30
    hidden = [Sentence(s.forms, (UNKNOWN,) * len(s.forms)) for s in data]
    networks = [Network(Shape(16, 24, 1, 64, 50), [], np.zeros((0, 16), np.float32)) for _ in range(2)]
    networks[0].train(hidden, epochs=2)
    assert all(np.array_equal(networks[0].p[name], networks[1].p[name]) for name in networks[1].p)
    networks[0].train([*data, *hidden], epochs=2)
    assert not np.array_equal(networks[0].p["w0"], networks[1].p["w0"])


KEY = """doc,entity,type,name_en,names,where
a,sufia,PER,,সুফিয়া খাতুন|সুফিয়া,article
a,bank,ORG,,সোনালী ব্যাংক,article
a,sonali,LOC,,সোনালী,article
"""
TAUGHT = "সুফিয়া খাতুন গেলেন\n\nগতকাল সোনালী ব্যাংকের সামনে সুফিয়াকে দেখা যায়। সোনালীতে বৃষ্টি নামে।"


def test_every_place_of_a_name_in_a_key_is_taught(tmp_path):
    (tmp_path / "key.csv").write_text(KEY, encoding="utf-8")
    told = list(read_keys([tmp_path / "key.csv"], {"a": TAUGHT, "b": "আর কিছু নেই।"}))
    names = {(" ".join(s.forms[a:b]), kind) for s in told for a, b, kind in spans(s.labels)}
    assert names == {
        ("সুফিয়া খাতুন", "PER"),
        ("সুফিয়াকে", "PER"),
        ("সোনালী ব্যাংকের", "ORG"),
        ("সোনালীতে", "LOC"),
    }
    with pytest.raises(DataError, match="a: a key names it"):
        list(read_keys([tmp_path / "key.csv"], {}))
    with pytest.raises(DataError, match="not found"):
        list(read_keys([tmp_path / "none.csv"], {}))


def test_articles_that_scores_are_told_of_are_taught_nowhere():
    keys = ROOT / "benchmarks" / "keys"
    never = set((keys / "never_taught.txt").read_text(encoding="utf-8").split())
    unseen = docs_of([*keys.glob("served_*.csv"), *keys.glob("locked_*.csv")])
    taught = docs_of([*keys.glob("mended*_entities.csv"), keys / "taught_entities.csv"])
    assert never
    assert unseen
    assert taught
    assert not taught & unseen
    rows = (keys / "taught_entities.csv").read_text(encoding="utf-8").splitlines()
    doc = rows[1].split(",")[0]
    assert list(read_keys([keys / "taught_entities.csv"], {}, docs_of([keys / "taught_entities.csv"]))) == []
    with pytest.raises(DataError, match=doc):
        list(read_keys([keys / "taught_entities.csv"], {}, never))


class Guess:
    """Takes the first word of each sentence for a person: so sure."""

    margin = 1.0

    def __init__(self, sure):
        self.sure = sure

    def tag(self, sentences):
        return [[(0, 1, "PER", self.sure)] if self.sure >= self.margin else [] for _ in sentences]


@pytest.mark.parametrize(("sure", "label"), [(4.0, UNKNOWN), (-1.0, UNKNOWN), (-9.0, "O")])
def test_what_only_the_tagger_takes_for_a_name_is_not_taught_as_none(sure, label):
    (sentence,) = news_sentences(["হঠাৎ সবাই বাড়ি ফিরে যান।"], Guess(sure), 1.0, -2.0)
    assert sentence.labels == (label, *["O"] * (len(sentence.forms) - 1))


@given(st.lists(st.sampled_from(LABELS), max_size=12))
def test_labels_and_spans_are_two_ways_to_say_the_same(labels):
    found = spans(labels)
    assert spans(labelled(len(labels), found)) == found


def test_missing_training_data_is_named(tmp_path):
    with pytest.raises(DataError, match=r"main\.jsonl: not found"):
        list(read_banglakit(tmp_path))


def test_long_sentences_are_read_in_parts_that_do_not_show(monkeypatch):
    words = "পুলিশ সুপার আবদুল করিম বরিশাল থেকে ঢাকায় এসে বাংলাদেশ ব্যাংকের গভর্নর আহসান মনসুরকে জানান"
    sentence = (words.split() * 9)[:130]
    whole = built_in().tag([sentence, sentence[:7]])
    assert whole[0]
    for part in (1, 2, 7, 64, 131):
        monkeypatch.setattr("helpers.tagger._BATCH", part)
        assert built_in().tag([sentence, sentence[:7]]) == whole
