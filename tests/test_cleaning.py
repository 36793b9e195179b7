import csv
import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import find_credit, find_removed, find_sentences
from helpers.repeats import CommonLines

RUNS = int(os.environ.get("KHOBOR_FUZZ", "60"))
ROOT = Path(__file__).parents[1]
A = "বন্যার পানিতে জেলার বারোটি ইউনিয়নের প্রায় সব কাঁচা সড়ক তলিয়ে গেছে বলে জানিয়েছে উপজেলা প্রশাসন।"
B = "আশ্রয়কেন্দ্রে গতকাল রাত পর্যন্ত চার হাজার দুই শ মানুষ উঠেছেন, তাঁদের অর্ধেকই শিশু ও বৃদ্ধ।"
C = "আবহাওয়া অফিস বলেছে, আগামী তিন দিন উজানে ভারী বৃষ্টি হতে পারে এবং নদীর পানি আরও বাড়বে।"


def removed(text, common=()):
    return [(text[r.start : r.end], r.rule) for r in find_removed(text, common)]


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "seeds").glob("*.txt")))
def test_seeds(name):
    with (ROOT / "tests/gold/seeds_removed.csv").open(encoding="utf-8", newline="") as file:
        key = {(int(r["start"]), int(r["end"]), r["rule"]) for r in csv.DictReader(file) if r["doc"] == name}
    text = (ROOT / f"seeds/{name}.txt").read_bytes().decode()
    assert {(r.start, r.end, r.rule) for r in find_removed(text)} == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # prompts with another article's headline
        (f"নদীর পানি বাড়ছে\n\n{A}\n\nআরও পড়ুন\n\nপাহাড়ধসে নিহত চার\n\n\n\n{B}", ["আরও পড়ুন\n\nপাহাড়ধসে নিহত চার"]),
        (f"নদীর পানি বাড়ছে\n\n{A} আরও পড়ুনপাহাড়ধসে নিহত চার১২ মে ২০২৪ {B}", ["আরও পড়ুনপাহাড়ধসে নিহত চার১২ মে ২০২৪"]),
        (
            f"নদীর পানি বাড়ছে\n\n{A} আরো পড়ুন: পাহাড়ধসে নিহত চার, সড়ক বন্ধ৩ ঘণ্টা আগে{B}",
            ["আরো পড়ুন: পাহাড়ধসে নিহত চার, সড়ক বন্ধ৩ ঘণ্টা আগে"],
        ),
        (f"নদীর পানি বাড়ছে\n\n{A} আরও পড়ুন আরও পড়ুন পাহাড়ধসে নিহত চার\n\n{B}", ["আরও পড়ুন আরও পড়ুন পাহাড়ধসে নিহত চার"]),
        (
            f"নদীর পানি বাড়ছে\n\n{A} আরো পড়ুন: পাহাড়ধসে নিহত চারজনের দাফন সম্পন্ন তিনি বলেন, আমরা যাব। {B}",
            ["আরো পড়ুন: পাহাড়ধসে নিহত চারজনের দাফন সম্পন্ন"],
        ),
        (f"নদীর পানি বাড়ছে\n\n{A} আরও পড়ুন: এদিকে ত্রাণ এসেছে সামান্য। {B}", ["আরও পড়ুন:"]),
        (f"নদীর পানি বাড়ছে\n\nশিক্ষক বললেন, বইটি আরও পড়ুন এবং ভাবুন। {B}", []),
        # captions and credits
        (f"নদীর পানি বাড়ছে\n\nপানিবন্দী একটি পরিবার। ছবি: সংগৃহীত\n\n{A}", ["পানিবন্দী একটি পরিবার। ছবি: সংগৃহীত"]),
        (f"নদীর পানি বাড়ছে\n\n{A} নৌকায় ঘর ছাড়ছে একটি পরিবার (ছবি: রয়টার্স) {B}", ["নৌকায় ঘর ছাড়ছে একটি পরিবার (ছবি: রয়টার্স)"]),
        (f"নদীর পানি বাড়ছে\n\nনৌকায় ঘর ছাড়ছে একটি পরিবারছবি: প্রথম আলো{A}", ["নৌকায় ঘর ছাড়ছে একটি পরিবারছবি: প্রথম আলো"]),
        (f"নদীর পানি বাড়ছে\n\n{A} ডুবে থাকা সেতু। ফাইল ছবি। {B}", ["ডুবে থাকা সেতু। ফাইল ছবি।"]),
        (f"নদীর পানি বাড়ছে\n\n{A} তিনি ছবি-ভিডিও দেখান। {B}", []),
        # what stands at the end
        (f"নদীর পানি বাড়ছে\n\n{A} {B}\n\nএমআর/এসকে", ["এমআর/এসকে"]),
        (f"নদীর পানি বাড়ছে\n\n{A} {B} ঢাকা/রতন/এম", ["ঢাকা/রতন/এম"]),
        (f"নদীর পানি বাড়ছে\n\n{A} {B} সূত্র: রয়টার্স", ["সূত্র: রয়টার্স"]),
        (f"নদীর পানি বাড়ছে\n\n{A}\n{B}\n{C}\nসূত্র : বিবিসি ও এএফপি", ["সূত্র : বিবিসি ও এএফপি"]),
        (f"নদীর পানি বাড়ছে\n\n{A} পুলিশ সূত্র: ২ জন আটক। {B}", []),
        (f"নদীর পানি বাড়ছে\n\n{A}\n{B}\n{C}\nলেখক: অর্থনীতির শিক্ষক", ["লেখক: অর্থনীতির শিক্ষক"]),
        (f"নদীর পানি বাড়ছে\n\n{A}\n{B}\n{C}\nই-মেইল: desk@example.com", ["ই-মেইল: desk@example.com"]),
        (
            f"নদীর পানি বাড়ছে\n\n{A}\n{B}\n{C}\n\nসর্বাধিক পঠিত\nবাস খাদে, নিহত ৯\nদাম কমল পেঁয়াজের বাজারে\n১২ মে ২০২৪",
            ["সর্বাধিক পঠিত", "বাস খাদে, নিহত ৯", "দাম কমল পেঁয়াজের বাজারে", "১২ মে ২০২৪"],
        ),
        (
            f"নদীর পানি বাড়ছে\n\n{A}\n{B}\n{C}\nলঞ্চডুবিতে নিখোঁজ আরও সাত\nপাহাড়ে আবার গোলাগুলি শুরু",
            ["লঞ্চডুবিতে নিখোঁজ আরও সাত", "পাহাড়ে আবার গোলাগুলি শুরু"],
        ),
        # the head of the page
        (f"জাতীয়\n\nনদীর পানি বাড়ছে\n\nনিজস্ব প্রতিবেদক\n\n{A}", ["জাতীয়", "নিজস্ব প্রতিবেদক"]),
        (f"নদীর পানি বাড়ছে\n\nফেনী প্রতিনিধি || {A}", ["ফেনী প্রতিনিধি", "||"]),
        (f"নদীর পানি বাড়ছে\n\nফেসবুক টুইটার হোয়াটসঅ্যাপ\n\n{A}\n\nবিজ্ঞাপন\n\n{B}", ["ফেসবুক টুইটার হোয়াটসঅ্যাপ", "বিজ্ঞাপন"]),
        (f"নদীর পানি বাড়ছে\n\n{A} <br/>&nbsp;{B}", ["<br/>&nbsp;"]),
        # the head of a page in one line with the text
        (
            f"নদীর পানি বাড়ছে\n\nনৌকায় ঘর ছাড়ছে একটি পরিবার -নিজস্ব প্রকাশ: ১২ মে ২০২৪ | ১০:৩০ {A}",
            ["নৌকায় ঘর ছাড়ছে একটি পরিবার -নিজস্ব"],
        ),
        (f"নদীর পানি বাড়ছে\n\n{A} {B} প্রকাশ: ১২ মে ২০২৪\n\n{C}", []),
        # a prompt whose headlines are lost, and one with a colon whose headline is glued to a sentence
        (f"নদীর পানি বাড়ছে\n\n{A} আরও পড়ুন জেলা প্রশাসক বলেন, ত্রাণ আসছে। এসময় {B}", ["আরও পড়ুন"]),
        (f"নদীর পানি বাড়ছে\n\n{A} আরও পড়ুন: পাহাড়ধসে চারজন নিহত {B}", ["আরও পড়ুন: পাহাড়ধসে চারজন নিহত"]),
        # prompts, and who signs
        (f"নদীর পানি বাড়ছে\n\n{A} {B} আমাদের নিউজ এলার্ট পেতে চান? হ্যাঁ না", ["আমাদের নিউজ এলার্ট পেতে চান? হ্যাঁ না"]),
        (f"নদীর পানি বাড়ছে\n\n{A} আমাদের ফেসবুক পেজে লাইক দিন। {B}", ["আমাদের ফেসবুক পেজে লাইক দিন"]),
        (f"নদীর পানি বাড়ছে\n\n{A} {B} সংবাদ বিজ্ঞপ্তি", ["সংবাদ বিজ্ঞপ্তি"]),
        (f"নদীর পানি বাড়ছে\n\n{A} {B} গ্রন্থনা : সুমনা হক", ["গ্রন্থনা : সুমনা হক"]),
        (f"নদীর পানি বাড়ছে\n\n{A} {B} এমআর/এসকে/", ["এমআর/এসকে/"]),
        # the article itself
        (f"প্রতিনিধি পাঠাচ্ছে কমিশন\n২ মে ২০২৪\n\n{A}\n\nবিপাকে কৃষক\n\n{B}", []),
        (f"ফেসবুক বন্ধ\n\nফেসবুক, ইউটিউব ও টিকটক বন্ধ রয়েছে। {A}", []),
        ("", []),
    ],
)
def test_furniture(text, expected):
    assert [found for found, _ in removed(text)] == expected


def test_doubled_body():
    text = f"পানি বাড়ছে নদীতে\n\n{A} {B} {C} {A} {B} {C}"
    assert removed(text) == [(f"{A} {B} {C}", "repeat")]


def test_doubled_body_with_glued_sentences_and_tags_between():
    text = (
        f"পানি বাড়ছে\n\nপানিবন্দী মানুষছবি: বাসস{A}{B}প্রথম আলোর খবর পেতে গুগল নিউজ চ্যানেল ফলো করুনজেলা থেকে আরও পড়ুনবন্যানদী {A} {B}"
    )
    kept = [text[s.start : s.end] for s in find_sentences(text, find_removed(text))]
    assert kept == ["পানি বাড়ছে", A, B]


def test_blocks_doubled_one_by_one_and_small_differences():
    near = A.replace("প্রায় সব", "প্রায়  সব").replace("জানিয়েছে", "জানায়")
    text = f"পানি বাড়ছে\n\n{A} {B} {near} {B} {C}"
    assert removed(text) == [(f"{near} {B}", "repeat")]


def test_first_copy_is_where_most_words_are():
    said = "উপজেলা নির্বাহী কর্মকর্তা সুমনা হক বলেন, ত্রাণ পৌঁছাতে আরও দুই দিন লাগবে।"
    text = f"ত্রাণ\n\nউপজেলা নির্বাহী কর্মকর্তা সুমনা হক এলাকা ঘুরেছেন। {A} {said} {B} {said}"
    assert removed(text) == [(said, "repeat")]


def test_a_caption_and_its_copy_need_no_end_of_sentence():
    caption = "২০০৪ সালের বন্যায় নৌকায় ত্রাণ নিয়ে যাচ্ছেন গ্রামের কয়েকজন তরুণ"
    text = f"পানি\n\n২০০৪ সালের বন্যায় নৌকায় ঘুরেছেন তাঁরা। {caption} {caption} {B}"
    assert removed(text) == [(caption, "repeat")]
    assert removed("পানি\n\nবাঁধ চাই, বাঁচতে চাই, বাঁধ চাই, বাঁচতে চাই স্লোগান দেন তাঁরা।") == []


def test_short_sentences_are_repeats_where_most_of_the_text_stands_twice():
    short = "নৌকা চলছে না কোথাও।"
    assert removed(f"পানি\n\n{A} {A} {B} {B} {short} {short}") == [(A, "repeat"), (B, "repeat"), (short, "repeat")]
    assert removed(f"পানি\n\n{A} {B} {short} {C} {short}") == []


def test_around_a_body_that_stands_twice_as_a_whole():
    body = " ".join(f"{n} নম্বর {s}" for n, s in enumerate([A, B, C, A.replace("বন্যা", "বৃষ্টি"), B, C, A], 1))
    other = "অন্য শহরে লঞ্চডুবিতে নয়জন মারা গেছেন।"
    text = f"পানি বাড়ছে নদীতে\n\n{body} {body} {other}"
    assert removed(text) == [(body, "repeat"), (other, "foreign")]
    lead = f"{A} {B}"
    assert removed(f"পানি বাড়ছে নদীতে\n\n{lead} {lead} {C} {other}") == [(lead, "repeat")]


def test_the_form_of_a_notice_is_no_repeat():
    post = "বেতন স্কেল: বাইশ হাজার থেকে তেপান্ন হাজার ষাট টাকা মাসে, ভাতা আলাদা।"
    assert removed(f"নিয়োগ\n\n১। সহকারী\n{post}\n২। প্রহরী\n{post}\n{A}") == []


def test_what_only_resembles_stays():
    other = B.replace("চার হাজার", "পাঁচ হাজার")
    assert removed(f"পানি বাড়ছে\n\n{B} {other}") == []
    assert removed("১২ জন নিহত\n\nনদীতে ১২ জন নিহত। তিনি এসেছেন। পরে তিনি এসেছেন।") == []
    digits = "শহরে আজ মোট ১২৩ জন রোগী ভর্তি হয়েছেন এবং তাঁদের সবাই এখন ভালো আছেন।"
    assert removed(f"রোগী\n\n{digits} {digits.replace('১২৩', '১৩২')}") == []


def test_title_echoed_in_the_lead_is_no_repeat():
    title = "বন্যায় জেলার বারোটি ইউনিয়নের সব কাঁচা সড়ক এখন পানির নিচে তলিয়ে আছে"
    assert removed(f"{title}\n\n{title}। {B}") == []


def test_title_given_again_with_the_body():
    text = f"পানি বাড়ছে সব নদীতে\n\n{A} {B}\n\nপানি বাড়ছে সব নদীতে\n\n{A} {B}"
    assert removed(text) == [("পানি বাড়ছে সব নদীতে", "repeat"), (f"{A} {B}", "repeat")]


def test_title_that_many_documents_share_stays():
    assert removed(f"আজকের আবহাওয়া\n\n{A}", {"আজকের আবহাওয়া"}) == []


def test_common_lines():
    common = CommonLines()
    for i in range(20):
        common.add(f"খবর {i}\n\n{A}\n\nআমাদের কাগজ সবার আগে\n\n২ মে ২০২৪", "ক")
    common.add("একা একটি লাইন", "খ")
    assert common.of("ক") >= {"আমাদের কাগজ সবার আগে", A.strip("।")}
    assert common.of("খ") == common.of("গ") == frozenset()
    text = f"নতুন খবর\n\n{B}\n\nআমাদের কাগজ সবার আগে\n\n২ মে ২০২৪\n\n{C}"
    assert removed(text, common.of("ক")) == [("আমাদের কাগজ সবার আগে", "section")]


def test_common_lines_need_more_documents_where_the_outlet_is_unknown_and_stay_small():
    common = CommonLines(limit=100)
    for i in range(9):
        common.add("একই লাইন\n" + "\n".join(f"লাইন {i} {n}" for n in range(90)))
    assert common.of("") == frozenset()
    assert sum(len(c) for c in common._counts.values()) <= 100
    for _ in range(9):
        common.add("একই লাইন")
    assert common.of("") == {"একই লাইন"}


def test_short_common_sentences_are_foreign_beside_foreign_ones():
    short = "সেখানে এখন শুধু জল।"
    assert removed(f"নতুন খবর\n\n{B} {A} {short}", {A.strip("।"), short.strip("।")}) == [
        (A, "foreign"),
        (short, "foreign"),
    ]
    assert removed(f"নতুন খবর\n\n{B} {short} {C}", {short.strip("।")}) == []


def test_credit():
    text = f"নদীর পানি বাড়ছে\n\nপানিবন্দী পরিবার। ছবি: রয়টার্স\n\n{A}\n\n{B}\n\n{C} সূত্র: বিবিসি"
    assert find_credit(text, find_removed(text)) == "রয়টার্স; বিবিসি"
    assert find_credit(A, []) == ""


PIECES = [
    A,
    B,
    C,
    "আরও পড়ুন",
    "ছবি: ",
    "সূত্র: ",
    "বিজ্ঞাপন",
    "||",
    "<b>",
    "১২ মে ২০২৪",
    "\n",
    "\n\n",
    " ",
    "ক/খ",
    "ফলো করুন",
    "থেকে আরও পড়ুন",
]


@settings(max_examples=RUNS, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=25).map("".join))
def test_spans_are_true_in_order_and_apart_from_sentences(text):
    found = find_removed(text)
    spans = [(r.start, r.end) for r in found]
    assert all(0 <= s < e <= len(text) for s, e in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(s.end <= r.start or s.start >= r.end for s in find_sentences(text, found) for r in found)


def test_long_and_odd_texts_are_survived():
    for text in (
        "১" * 300_000,
        "[(" * 100_000,
        "ছবি: " * 40_000,
        "আরও পড়ুন " * 20_000,
        "ক/" * 100_000,
        "<a" * 100_000,
        "ক " * 100_000,
        "ক\n" * 60_000,
        f"{A} " * 2_000,
        "\ud800" * 9,
    ):
        find_removed(text)


def test_background_that_an_outlet_adds_to_each_report_is_article():
    background = "চরপুর নদীতে প্রথম কুমির ধরা পড়ে জেলেদের জালে, সেটিকে পরে চিড়িয়াখানায় পাঠানো হয়।"
    teaser = "রাজধানীর পরীবাগে নাট্যশালার মঞ্চে বেহালা বাজালেন তিন প্রজন্মের শিল্পী ও তাঁদের শিষ্যরা।"
    text = f"নদীতে আবার কুমির\n\nচরপুরে জেলেদের জালে একটি কুমির আটকা পড়েছে। চিড়িয়াখানার লোকজন এসেছেন। {background} {teaser}"
    common = {line.strip("।") for line in (background, teaser)}
    assert removed(text, common) == [(teaser, "foreign")]
