import os
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cleaning import Removed, find_sentences
from helpers.sentences import is_dateline

RUNS = int(os.environ.get("KHOBOR_FUZZ", "60"))


def sentences(text, removed=()):
    return [text[s.start : s.end] for s in find_sentences(text, removed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("নদীতে পানি বেড়েছে। মানুষ আশ্রয় নিয়েছে।", ["নদীতে পানি বেড়েছে।", "মানুষ আশ্রয় নিয়েছে।"]),
        ("সেতু ভেঙেছে।আমরা হেঁটে গেছি।", ["সেতু ভেঙেছে।", "আমরা হেঁটে গেছি।"]),
        ("সেতু ভেঙেছে৷ পথ বন্ধ| কে দেখবে? কেউ না!", ["সেতু ভেঙেছে৷", "পথ বন্ধ|", "কে দেখবে?", "কেউ না!"]),
        (
            "ড. মো. করিম ও মি. দাস ৩.৫ কিমি. হেঁটেছেন। পরে ফেরেন।",
            ["ড. মো. করিম ও মি. দাস ৩.৫ কিমি. হেঁটেছেন।", "পরে ফেরেন।"],
        ),
        ("এ. কে. এম. রহিম এলেন। লে. কর্নেল (অব.) সেন গেলেন।", ["এ. কে. এম. রহিম এলেন।", "লে. কর্নেল (অব.) সেন গেলেন।"]),
        ("তিনি বলেন, ‘আমরা যাব।’ তারপর চলে যান।", ["তিনি বলেন, ‘আমরা যাব।’", "তারপর চলে যান।"]),
        ("তিনি বলেন, “আমরা যাব। ” তারপর যান।", ["তিনি বলেন, “আমরা যাব। ”", "তারপর যান।"]),
        ('"কে এল?" প্রশ্ন করেন তিনি। কেউ বলেনি।', ['"কে এল?" প্রশ্ন করেন তিনি।', "কেউ বলেনি।"]),
        ("‘এখনই চাই।’—যোগ করেন তিনি। বেলা ১১টা।", ["‘এখনই চাই।’—যোগ করেন তিনি।", "বেলা ১১টা।"]),
        ("দুই দল। 'আমরা একা,' বললেন তিনি।", ["দুই দল।", "'আমরা একা,' বললেন তিনি।"]),
        ("১। পানি পান করুন।\n২। বিশ্রাম নিন।", ["১। পানি পান করুন।", "২। বিশ্রাম নিন।"]),
        ("তারা ভাবছেন... পরে জানাবেন। শেষ।", ["তারা ভাবছেন... পরে জানাবেন।", "শেষ।"]),
        ("কথা শেষ\n\nআবার কথা।", ["কথা শেষ", "আবার কথা।"]),
        ("শহরের খবর\n\nসেখানে মোট ২৮\nহাজার লোক থাকে। আর না।", ["শহরের খবর", "সেখানে মোট ২৮\nহাজার লোক থাকে।", "আর না।"]),
        ("", []),
        (" \n\t—\n", []),
    ],
)
def test_ends(text, expected):
    assert sentences(text) == expected


WRAPPED = """বাঁধ ভেঙে তিন গ্রাম পানির নিচে
২ মে ২০২৪

প্রবল বৃষ্টির পর গতকাল ভোরে নদীর বাঁধ ভেঙে তিনটি গ্রাম পানিতে ডুবে
গেছে। স্থানীয় লোকজন রাতেই উঁচু সড়কে আশ্রয় নেন এবং সেখানেই তাঁরা এখন
পর্যন্ত আছেন। প্রশাসন বলছে, দুর্গত মানুষের জন্য শুকনা খাবার ও পানি
পাঠানো হয়েছে। তবে অনেকেই কিছু পাননি বলে অভিযোগ করেছেন এবং তাঁরা দ্রুত
সহায়তা চান।
"""


def test_hard_wrapped_lines_are_joined():
    found = find_sentences(WRAPPED)
    assert [s.part for s in found] == ["headline", "dateline", "body", "body", "body", "body"]
    assert WRAPPED[found[2].start : found[2].end].endswith("ডুবে\nগেছে।")


def test_lists_are_not_taken_for_hard_wrapping():
    text = "ফলাফল প্রকাশ\n\nবিজয়ীরা হলেন:\nরহিম উদ্দিন\nকরিম আলী\nসালমা বেগম\nজন দাস\nরুমা সেন\n"
    assert len(sentences(text)) == 7


def test_parts():
    text = "বন্যায় ক্ষতি\n১২ জুন ২০২৪, ১০:৩০\n\nপানি বাড়ছে। মানুষ ঘর ছেড়েছে।\n\nত্রাণ কম\n\nখাবার নেই।\n\nশেষ কথা"
    assert [s.part for s in find_sentences(text)] == [
        "headline",
        "dateline",
        "body",
        "body",
        "subheading",
        "body",
        "body",
    ]
    assert [s.part for s in find_sentences("কী হলো? কেন হলো?\n\nকেউ জানে না।")] == ["headline", "body"]
    assert [s.part for s in find_sentences("একটাই বাক্য।")] == ["body"]


def test_stamp_inside_a_line_ends_a_sentence():
    text = "শিরোনাম এখানে\n\nপ্রকাশ: ২ মে ২০২৪ | ১২:২৯ | আপডেট: ৩ মে ২০২৪ | ০০:০৫ গ্রামে পানি ঢুকেছে।"
    assert [s.part for s in find_sentences(text)] == ["headline", "dateline", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "2025-12-22T18:48:51+06:00",
        "প্রকাশ : ১৬ ডিসেম্বর ২০২৫, ১৪:৫০",
        "08:36 AM, December 2025, Thursday",
        "২১৫২ ঘণ্টা, মার্চ ২৭, ২০২৪",
        "19 Feb 2020 11:14 PM BdST",
        "শনিবার ১২ই জুলাই ২০২৫ ১০:২৩:১৬ অপরাহ্ন",
    ],
)
def test_datelines(line):
    assert is_dateline(line)


@pytest.mark.parametrize("line", ["মার্চে ২৭ জন নিহত", "শনিবার", "১২ জন গ্রেপ্তার", "প্রকাশ: জানুয়ারি মাসে", ""])
def test_no_datelines(line):
    assert not is_dateline(line)


def test_removed_spans_are_left_out():
    text = "শিরোনাম\n\nপানি বাড়ছে। আরও পড়ুন অন্য খবর ঘর ভেঙেছে। শেষ।"
    start = text.index("আরও")
    end = text.index(" ঘর")
    assert sentences(text, [Removed(start, end, "readmore")]) == ["শিরোনাম", "পানি বাড়ছে।", "ঘর ভেঙেছে।", "শেষ।"]


@settings(max_examples=RUNS, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("।৷|?!.‘’“”\"' \n\r১2কয\u09dfো\u09cd\u200cমোড।"), st.characters()),
        max_size=200,
    )
)
def test_sentences_are_in_order_and_lose_no_letter(text):
    found = find_sentences(text)
    spans = [(s.start, s.end) for s in found]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = {i for s, e in spans for i in range(s, e)}
    assert not [c for i, c in enumerate(text) if i not in covered and c.isalnum() and "\u0980" <= c <= "\u09f1"]


def test_long_and_odd_texts_are_survived():
    for text in (
        "১" * 1_000_000,
        "(" * 1_000_000,
        "।" * 1_000_000,
        "ক." * 500_000,
        "\n" * 1_000_000,
        "\ud800" * 1000,
        "’" * 300_000,
    ):
        find_sentences(text)
