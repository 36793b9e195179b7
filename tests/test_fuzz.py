"""Article → rows on texts that nobody would write: no exception, and every span is true.

KHOBOR_FUZZ sets the number of inputs (default 150); 100,000 take some hours.
"""

import os
import random
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT, article
from helpers import tables
from helpers.article import read_article
from helpers.corpus import CorpusError, Document, read_corpus
from helpers.lexicon import BUILTIN

RUNS = int(os.environ.get("KHOBOR_FUZZ", "150"))
FUZZ = settings(max_examples=RUNS, deadline=None, suppress_health_check=list(HealthCheck))

# What grammars look for, broken off anywhere.
CHARACTERS = "০১২৩৪৫৬৭৮৯0123456789।৷॥|?!:;,.-–—'’‘“”\"()[]{}<>/\\%৳$€*#@&^~=+_ \n\r\t"
SIGNS = "\u00a0\u00ad\u200b\u200c\u200d\u200e\u202e\ufeff\u09bc\u09d7\u09dc\u09dd\u09dfািীুূৃেৈোৌ্ংঃঁৎকখজনরলশসহ"
WORDS = """
হাজার লাখ লক্ষ কোটি শত দেড় আড়াই সাড়ে পৌনে সোয়া এক দুই ছয় নয় দশ শূন্য দশমিক শতাংশ ভাগ গুণ জন টি টা খানা
প্রায় অন্তত কমপক্ষে সর্বোচ্চ বেশি কম থেকে পর্যন্ত মধ্যে অধিক সহস্রাধিক কয়েক হাজার-হাজার ২০২৪-০৫-০৬ ১০:২৩:১৬ ১,২৯,০৪০
নিহত আহত হতাহত মৃত্যু নিখোঁজ আক্রান্ত মোতায়েন সেনা সৈন্য মানুষ ব্যক্তি শিশু নারী টাকা ডলার কেজি টন কিলোমিটার ৭-৮ ২/৩
জানুয়ারি মার্চ এপ্রিল জুলাই বৈশাখ শ্রাবণ সোমবার শুক্রবার গত আগামী গতকাল আজ সাল বছর মাস সপ্তাহ দিন ঘণ্টা মিনিট ৯.২০ 12%
পুলিশ মন্ত্রী প্রেসিডেন্ট সংস্থা রয়টার্স জানিয়েছে বলেন বলেছেন দাবি বরাত দিয়ে সূত্র মতে অনুযায়ী তিনি তারা নিজেরা উভয়ই
ঢাকা রাশিয়া ইউক্রেন উত্তর কোরিয়া কিম জং উন ভ্লাদিমির পুতিন শেখ মো. ড. বাংলাদেশ ব্যাংক ের কে তে দের য়ের -এর টির জনের
আরও পড়ুন: ছবি: সংগৃহীত প্রকাশ: আপডেট টগল ক্যাপশন Facebook বিজ্ঞাপন এএফপি/এসএ যার এদের বাকি আরো সহ যোগ
"""
LEXICONS = "numbers units modifiers not_figures time_words months weekdays speech source_nouns references titles events"
WORDS += " ".join(word for name in LEXICONS.split() for word in BUILTIN.words(name))
PIECES = [*CHARACTERS, *SIGNS, *WORDS.split()]
BENGALI = st.characters(min_codepoint=0x0980, max_codepoint=0x09FF)
WILD = st.text(st.one_of(BENGALI, st.characters(), st.sampled_from("\ud800\udfff\x00\x85\u2028")), max_size=200)
WORDY = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", " ", "\n"])), max_size=60).map(
    lambda parts: "".join(a + b for a, b in parts)
)
SEEDS = [p.read_bytes().decode() for p in sorted((ROOT / "seeds").glob("*.txt"))] + [article(n) for n in range(5)]


@st.composite
def spoiled(draw):
    """A piece of a real article with something cut out, doubled, swapped or put in."""
    text = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + draw(st.integers(20, 1500))]
    for _ in range(draw(st.integers(1, 6))):
        i, n = draw(st.integers(0, len(text))), draw(st.integers(0, 40))
        piece = draw(st.one_of(st.just(""), st.sampled_from(PIECES), st.just(text[i : i + n] * 2), WILD))
        text = text[:i] + piece + text[i + n * draw(st.integers(0, 1)) :]
    return text


TEXTS = st.one_of(WILD, WORDY, spoiled())
DATES = st.sampled_from(["", "2024-05-06", "2024-02-29T23:59", "0001-01-01", "9999-12-31"])
WHOLE = {
    "figures": "surface",
    "dates": "surface",
    "mentions": "surface",
    "quotes": "surface",
    "sentences": "text",
    "removed": "text",
}


def check(document, common=()):
    rows = read_article(document, None, common)
    text, removed = document.text, []
    for name, column in WHOLE.items():
        for row in rows[name]:
            start, end = row["start"], row["end"]
            assert 0 <= start < end <= len(text), (name, row)
            assert text[start:end] == row[column], (name, row)
    for row in rows["removed"]:
        removed.append((row["start"], row["end"]))
    assert removed == sorted(removed)
    assert all(a[1] <= b[0] for a, b in pairwise(removed)), "removed spans overlap"
    for name in ("figures", "dates", "mentions"):
        for row in rows[name]:
            assert not any(s < row["end"] and row["start"] < e for s, e in removed), (name, row, "of a removed span")
    for row in rows["figures"]:
        low, high = row["low"], row["high"]
        assert low is None or high is None or low <= high, row
        assert -1 <= row["sentence"] < max(1, len(rows["sentences"])), row
        assert not row["part_of"] or any(int(row["part_of"]) == whole["start"] for whole in rows["figures"]), row
    for name, table in rows.items():
        assert all(r["doc"] == document.doc for r in table)
        assert name == "sketches" or len(tables.frame(name, table)) == len(table)
    return rows


@FUZZ
@given(TEXTS, DATES)
@example("", "")
@example("\ud800", "")
@example("১২\ud800 জন", "")
@example("০" * 5000, "")
@example("(" * 3000 + ")" * 3000, "")
@example("“" * 3000, "")
@example("হাজার " * 800, "")
@example("১ জন, " * 800, "2024-05-06")
@example("্" * 3000, "")
@example("ক\n" * 1500, "")
@example("নিহত ১। " * 400, "")
def test_any_text_gives_true_rows(text, published):
    check(Document("ক", "ক.txt", text, "", published=published))


@FUZZ
@given(TEXTS)
def test_reading_is_pure(text):
    document = Document("ক", "ক.txt", text, "")
    assert read_article(document) == read_article(document)


@settings(max_examples=max(10, RUNS // 5), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=600) | TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass")),
    st.sampled_from(["txt", "html", "jsonl", "csv"]),
)
def test_any_bytes_are_read_or_refused(tmp_path_factory, raw, ending):
    """From the file on the disk: what a reader makes of any bytes is an article with true rows, or a reason."""
    path = Path(tmp_path_factory.mktemp("f", numbered=True)) / f"a.{ending}"
    path.write_bytes({"jsonl": b'{"text": "', "csv": b"text\n"}.get(ending, b"") + raw)
    try:
        documents = list(read_corpus(path))
    except CorpusError:
        return
    for document in documents:
        assert document.readable or document.text == ""
        check(document)


def test_one_long_article_is_read_in_a_straight_line():
    """A megabyte of ordinary sentences does not take the square of its length: it would not end in this test's time."""
    chance = random.Random(1)
    text = "\n".join(article(chance.randrange(10**6)) for _ in range(400))
    assert len(check(Document("ক", "ক.txt", text, ""))["figures"]) > 1000
