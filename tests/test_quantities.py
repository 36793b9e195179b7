"""Quantities: modifiers, ranges, units, ages, and what is no figure; sentences of our own."""

from decimal import Decimal

import pytest

from helpers.dates import find_dates
from helpers.entities import Mention
from helpers.quantities import Quantity, find_quantities, settle


def shown(text: str) -> list[tuple[str, str, str, str, str, str]]:
    """Surface, low, high, modifier, kind and unit of what is found."""
    bound = lambda v: "" if v is None else f"{v.normalize():f}"  # noqa: E731
    return [
        (text[q.start : q.end], bound(q.low), bound(q.high), q.modifier, q.kind, q.unit) for q in find_quantities(text)
    ]


MODIFIERS = [
    ("চার পাঁচ জন দাঁড়িয়ে", "চার পাঁচ জন", "4", "5", "range"),
    ("দুই তিন হাজার মানুষ", "দুই তিন হাজার", "2000", "3000", "range"),
    ("মাইনাস ৭ ডিগ্রি সেলসিয়াস", "মাইনাস ৭ ডিগ্রি সেলসিয়াস", "-7", "-7", "exact"),
    ("নদীতে প্রায় ৫০ জন যাত্রী ছিলেন", "প্রায় ৫০ জন", "50", "50", "about"),
    ("আনুমানিক দুই হাজার গাছ", "আনুমানিক দুই হাজার", "2000", "2000", "about"),
    ("৩০ জনের মতো শ্রমিক", "৩০ জনের মতো", "30", "30", "about"),
    ("অন্তত তিনজন মারা গেছেন", "অন্তত তিনজন", "3", "", "at_least"),
    ("কমপক্ষে ১২টি ঘর", "কমপক্ষে ১২টি", "12", "", "at_least"),
    ("ন্যূনতম ৫ হাজার টাকা", "ন্যূনতম ৫ হাজার টাকা", "5000", "", "at_least"),
    ("২০ জনেরও বেশি আহত", "২০ জনেরও বেশি", "20", "", "more_than"),
    ("হাজারের অধিক পরিবার", "হাজারের অধিক", "1000", "", "more_than"),
    ("মৃতের সংখ্যা ৪০০ ছাড়িয়েছে", "৪০০ ছাড়িয়েছে", "400", "", "more_than"),
    ("দুই সহস্রাধিক ঘর", "দুই সহস্রাধিক", "2000", "", "more_than"),
    ("১০০-এর বেশি আবেদন", "১০০-এর বেশি", "100", "", "more_than"),
    ("অন্তত ২০০ জনেরও বেশি", "অন্তত ২০০ জনেরও বেশি", "200", "", "more_than"),
    ("১৫ শতাংশের কম ভোট", "১৫ শতাংশের কম", "", "15", "less_than"),
    ("সর্বোচ্চ ১০ জন যেতে পারবেন", "সর্বোচ্চ ১০ জন", "", "10", "up_to"),
    ("৩ দিন পর্যন্ত", "৩ দিন পর্যন্ত", "", "3", "up_to"),
    ("চার-পাঁচ জন যুবক", "চার-পাঁচ জন", "4", "5", "range"),
    ("১০,০০০-১২,০০০ টাকা", "১০,০০০-১২,০০০ টাকা", "10000", "12000", "range"),
    ("দুই থেকে আড়াই লাখ মানুষ", "দুই থেকে আড়াই লাখ", "200000", "250000", "range"),
    ("৫০০ থেকে ১ হাজার টাকা", "৫০০ থেকে ১ হাজার টাকা", "500", "1000", "range"),
    ("ছয় মাস থেকে এক বছর", "ছয় মাস থেকে এক বছর", "6", "12", "range"),
    ("৫ বা ৬ জন", "৫ বা ৬ জন", "5", "6", "range"),
    ("২০–২৫টি নৌকা", "২০–২৫টি", "20", "25", "range"),
    ("হাজার হাজার মানুষ", "হাজার হাজার", "1000", "", "vague"),
    ("শত শত দোকান", "শত শত", "100", "", "vague"),
    ("হাজার হাজার কোটি টাকা", "হাজার হাজার কোটি টাকা", "10000000000", "", "vague"),
    ("কয়েক শ কোটি ডলার", "কয়েক শ কোটি ডলার", "1000000000", "", "vague"),
    ("শতাধিক আহত", "শতাধিক", "100", "", "vague"),
    ("অর্ধশতাধিক ঘর", "অর্ধশতাধিক", "50", "", "vague"),
    ("কয়েক লাখ টাকা", "কয়েক লাখ টাকা", "100000", "", "vague"),
    ("কয়েকশ মানুষ", "কয়েকশ", "100", "", "vague"),
    ("কয়েক শ মানুষ", "কয়েক শ", "100", "", "vague"),
    ("লাখো মানুষ", "লাখো", "100000", "", "vague"),
    ("শতাধিক কোটি টাকা", "শতাধিক কোটি টাকা", "1000000000", "", "vague"),
    ("কমপক্ষে দেড় শতাধিক", "কমপক্ষে দেড় শতাধিক", "150", "", "more_than"),
    ("বছর দশেক আগে", "বছর দশেক", "10", "10", "about"),
    ("জনা পাঁচেক লোক", "জনা পাঁচেক", "5", "5", "about"),
    ("দু-একজন লোক", "দু-একজন", "1", "2", "range"),
    ("তিন অর্থবছরে", "তিন", "3", "3", "exact"),
    ("দলের সর্বোচ্চ ২৮ রান", "২৮", "28", "28", "exact"),
    ("এক ডজন", "এক ডজন", "12", "12", "exact"),
    ("এক ডজনের বেশি", "এক ডজনের বেশি", "12", "", "more_than"),
    ("অর্ধশত ঘর", "অর্ধশত", "50", "50", "exact"),
    ("দাম ৩ টাকা বেশি", "৩ টাকা", "3", "3", "exact"),
    ("৪০ শতাংশের একটু ওপরে", "৪০ শতাংশের একটু ওপরে", "40", "", "more_than"),
    ("২০ জনের বেশি নয়", "২০ জনের বেশি", "", "20", "up_to"),
    ("৮ ঘণ্টার বেশি কাজ করানো যাবে না", "৮ ঘণ্টার বেশি", "", "8", "up_to"),
    ("১০ জনের কম হবে না", "১০ জনের কম", "10", "", "at_least"),
    ("১০ জনের বেশি এসেছে। তারা কথা বলে না", "১০ জনের বেশি", "10", "", "more_than"),
    ("ইতিহাসের সর্বোচ্চ ৯০ কোটি টাকা", "৯০ কোটি টাকা", "900000000", "900000000", "exact"),
    ("মৌসুমের সর্বনিম্ন ৮ ডিগ্রি সেলসিয়াস", "৮ ডিগ্রি সেলসিয়াস", "8", "8", "exact"),
    ("দিনে সর্বোচ্চ ৮ ঘণ্টা", "সর্বোচ্চ ৮ ঘণ্টা", "", "8", "up_to"),
    ("হাজারখানেক মানুষ", "হাজারখানেক", "1000", "1000", "about"),
    ("ডজনখানেক টাকা", "ডজনখানেক টাকা", "12", "12", "about"),
    ("প্রায় ৩ ঘণ্টা ১০ মিনিট", "প্রায় ৩ ঘণ্টা ১০ মিনিট", "190", "190", "about"),
]


@pytest.mark.parametrize(("text", "surface", "low", "high", "modifier"), MODIFIERS)
def test_modifiers(text: str, surface: str, low: str, high: str, modifier: str) -> None:
    assert [row[:4] for row in shown(text)] == [(surface, low, high, modifier)]


KINDS = [
    ("৫০০ টাকা", "500", "money", "BDT"),
    ("৳ ২৫০", "250", "money", "BDT"),
    ("$৭৫", "75", "money", "USD"),
    ("৩ হাজার মার্কিন ডলার", "3000", "money", "USD"),
    ("১০ লাখ রুপি", "1000000", "money", "INR"),
    ("২০ ইউরো", "20", "money", "EUR"),
    ("৫ টাকা ২১ পয়সা", "5.21", "money", "BDT"),
    ("৪৫ শতাংশ", "45", "percent", "percent"),
    ("৩.৫%", "3.5", "percent", "percent"),
    ("শতকরা ৮০ ভাগ", "80", "percent", "percent"),
    ("এক-তৃতীয়াংশ", "33.33", "percent", "percent"),
    ("তিন-চতুর্থাংশ", "75", "percent", "percent"),
    ("অর্ধেক", "50", "percent", "percent"),
    ("১৫২ মিমি", "152", "measure", "mm"),
    ("আধা কিলোমিটার", "0.5", "measure", "km"),
    ("৩০ মেট্রিক টন", "30", "measure", "tonne"),
    ("৪০ মণ", "40", "measure", "maund"),
    ("দুই একর", "2", "measure", "acre"),
    ("পাঁচ বিঘা", "5", "measure", "bigha"),
    ("৩৮.২ ডিগ্রি সেলসিয়াস", "38.2", "measure", "°C"),
    ("১১ দিনের", "11", "duration", "day"),
    ("২৪ ঘণ্টা", "24", "duration", "hour"),
    ("দেড় বছর", "1.5", "duration", "year"),
    ("আধঘণ্টা", "0.5", "duration", "hour"),
    ("দু’দিন", "2", "duration", "day"),
    ("৩৫ বছর বয়সী", "35", "age", "year"),
    ("১৭ বছরের তরুণ", "17", "age", "year"),
    ("তাঁর বয়স ছিল ৭১", "71", "age", "year"),
    ("বয়স প্রায় ৪০ বছর", "40", "age", "year"),
    ("করিম মিয়া (৩৬)", "36", "age", "year"),
    ("ষাটোর্ধ্ব বৃদ্ধ", "60", "age", "year"),
    ("৩ মাস বয়সী শিশু", "3", "age", "month"),
    ("ষষ্ঠ", "6", "ordinal", ""),
    ("৩য়", "3", "ordinal", ""),
    ("১২তম", "12", "ordinal", ""),
    ("২১তম আসরে", "21", "ordinal", ""),
    ("৬৩ জনের", "63", "count", ""),
    ("দুই দেশ", "2", "count", ""),
    ("একজন নিহত", "1", "count", ""),
    ("মৃত্যু হয়েছে একজনের", "1", "count", ""),
    ("আহতদের মধ্যে এক শিশু ছিল", "1", "count", ""),
    ("এর মধ্যে একটি ইউনিট চালু", "1", "count", ""),
    ("দুবার চেষ্টা করেন", "2", "count", ""),
    ("ঘটনার একদিন পর", "1", "duration", "day"),
    ("আগুন লাগে ৯ তলায়", "9", "ordinal", ""),
    ("২ ঘণ্টা ৫ মিনিট", "125", "duration", "minute"),
    ("৫ ফুট ৬ ইঞ্চি", "66", "measure", "inch"),
    ("৬ দশমিক ২ মাত্রার ভূকম্পন", "6.2", "measure", "magnitude"),
    ("রিখটার স্কেলে মাত্রা ছিল ৫ দশমিক ৩", "5.3", "measure", "magnitude"),
    ("শনাক্তের হার ছিল ৭ দশমিক ২৫।", "7.25", "percent", "percent"),
    ("দল টানা ৪ হার দেখেছে", "4", "count", ""),
    ("তিন কার্যদিবসের মধ্যে", "3", "duration", "day"),
    ("দুই মাসব্যাপী মেলা", "2", "duration", "month"),
    ("ভাড়া হয়েছে দ্বিগুণ", "2", "count", ""),
    ("তিন জোড়া জুতা", "6", "count", ""),
    ("দুদেশের বৈঠক", "2", "count", ""),
    ("সাত পারসেন্ট ভোট", "7", "percent", "percent"),
    ("শতকরা ৩০ ভাগ মানুষ", "30", "percent", "percent"),
    ("বন্দিদের একজন।", "1", "count", ""),
    ("৪ বছরের এক কন্যাশিশু", "4", "age", "year"),
    ("৪ বছরের এক প্রকল্প", "4", "duration", "year"),
    ("৫ মিলিয়ন কানাডিয়ান ডলার", "5000000", "money", "CAD"),
    ("২০ দশমিক ৫ ভাগে নেমেছে", "20.5", "percent", "percent"),
    ("হাফ ডজন মামলা", "6", "count", ""),
]


@pytest.mark.parametrize(("text", "low", "kind", "unit"), KINDS)
def test_kinds_and_units(text: str, low: str, kind: str, unit: str) -> None:
    assert [(row[1], row[4], row[5]) for row in shown(text)] == [(low, kind, unit)]


NO_FIGURES = [
    "২০২৪ সালে",
    "১৯৭১-এর স্মৃতি",
    "’৭১-এর চেতনা",
    "রাত ১২টায়",
    "সকাল ১০টা ৪৫ মিনিটে",
    "দুপুর ২টার দিকে",
    "১০:৩০",
    "মোবাইল ০১৭১২৩৪৫৬৭৮",
    "৬ নম্বর ওয়ার্ড",
    "৪১ ওয়ার্ডের কাউন্সিলর",
    "ধানমন্ডি ৩২ নম্বরে ফুল",
    "পৃষ্ঠা ১২",
    "৫৭ ধারা",
    "৩০২, ৩৪ ও ১০৯ ধারায় মামলা",
    "বিধি ২৫ অনুযায়ী",
    "৩০২/৩৪ ধারায়",
    "৫, ৬ ও ৭ নম্বর ওয়ার্ডে",
    "রংপুর-৪ ও ৬ আসনে",
    "৪৬ ব্যাটালিয়নের সদস্য",
    "সংবিধানের ৯৫ (১) অনুচ্ছেদ",
    "আইনের ৮(ক) ধারা",
    "একটি হোটেলে, যেখানে এক অতিথি এলেন",
    "রাত সাড়ে ১২টায়",
    "রাত ৮.৩০ মিনিটে",
    "একদিন তিনি বললেন",
    "শূন্য আসনে উপনির্বাচন",
    "পর্ব ৩",
    "জি-২০ সম্মেলন",
    "কোভিড-১৯",
    "এম ৯০",
    "এফ-১৬",
    "F-16",
    "৭১ টিভি",
    "১২ দলীয় জোট",
    "৯৯৯",
    "কথা শেষ। ২. নতুন কথা",
    "এটি একটি প্রতিবেদন",
    "একজন নারী, একজন পুরুষ, একজন শিশু",
    "এ কথা সত্য নয়",
    "নয় বরং",
    "লক্ষ্য পূরণ",
    "লক্ষ করা যায়",
    "ঢাকা বিভাগ",
    "আটক",
    "কুড়িগ্রামে",
    "আড়াইহাজারের",
    "একাত্তরের দিনগুলি",
    "আধা সামরিক",
    "করিম নামে এক যাত্রী নিহত হন",
    "শাখায় নম্বর ১২, গেট ৩",
    "২৪ এর গণঅভ্যুত্থান",
    "আমাদের মধ্যে এক ধরনের ভয়",
]


SHARED = [  # what is said once, at the end of a list or behind a bracket
    ("আয় ২০ কোটি ও ব্যয় ৩০ কোটি টাকা", ["money BDT"] * 2),
    ("মে মাসে ৭ কোটি, জুনে ৮ কোটি এবং জুলাইয়ে ৯ কোটি ডলার", ["money USD"] * 3),
    ("৫, ১০ ও ২০ টাকার নোট", ["money BDT"] * 3),
    ("ঘরে ৭, ১৩ ঘণ্টা পরে", ["count ", "duration hour"]),
    ("প্রায় ৪ বিলিয়ন (৪০০ কোটি) মার্কিন ডলার", ["money USD"] * 2),
    ("ফি ৫০০ থেকে বাড়িয়ে ৬০০ টাকা", ["money BDT"] * 2),
    ("পুরুষ ৪৫ দশমিক ৫ এবং নারী ৫৪ শতাংশ", ["percent percent"] * 2),
    ("৫ লাখ মানুষ ও ২ কোটি টাকা", ["count ", "money BDT"]),
    ("৫ লাখ, মানুষ মরে। ২ কোটি টাকা", ["count ", "money BDT"]),
    ("৩ ভাই, ২০ টাকা", ["count ", "money BDT"]),
]


@pytest.mark.parametrize(("text", "expected"), SHARED)
def test_a_unit_said_once_holds_for_its_list(text: str, expected: list[str]) -> None:
    assert [f"{row[4]} {row[5]}" for row in shown(text)] == expected


def test_a_bound_behind_a_restatement_holds_for_both() -> None:
    assert [row[3] for row in shown("তিন মিটার (১০ ফুট) পর্যন্ত")] == ["up_to", "up_to"]
    assert [row[3] for row in shown("২ মিটার বা ৬ ফুটের বেশি")] == ["more_than", "more_than"]
    assert [row[3] for row in shown("৫ জন, ৬ জনের বেশি")] == ["exact", "more_than"]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_is_no_figure(text: str) -> None:
    assert settle(find_quantities(text), find_dates(text), []) == []


def test_numbers_side_by_side() -> None:
    assert [row[0] for row in shown("তিনি ৪টি চার ও ২টি ছক্কা মারেন")] == ["৪টি", "২টি"]
    assert [row[0] for row in shown("প্রথম দুই ম্যাচে হার")] == ["প্রথম", "দুই"]


def test_lists_of_one() -> None:
    assert [row[0] for row in shown("চারটি গাড়ি ও একটি নৌকা")] == ["চারটি", "একটি"]
    assert [row[0] for row in shown("এক ছেলে ও এক মেয়ে")] == ["এক", "এক"]
    assert [row[0] for row in shown("শনিবার এক বিজ্ঞপ্তিতে বলা হয়, দাম বেড়েছে ৫০ টাকা")] == ["৫০ টাকা"]


def test_scores_are_two_counts() -> None:
    assert [row[1] for row in shown("২-১ গোলে জয়")] == ["2", "1"]
    assert [row[1] for row in shown("১-২ গোলে হার")] == ["1", "2"]


def test_settle_gives_way_to_dates_but_keeps_durations() -> None:
    text = "গত ২৪ ঘণ্টায় ৩ জন, ১২ জুলাই"
    assert [text[q.start : q.end] for q in settle(find_quantities(text), find_dates(text, "2025-07-13"), [])] == [
        "২৪ ঘণ্টায়",
        "৩ জন",
    ]


def test_a_lexicon_of_ones_own(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from helpers.lexicon import Lexicon

    (tmp_path / "units.csv").write_text("word,unit,kind,part\nদাগ,dag,measure,1\n", encoding="utf-8")
    assert find_quantities("৩ দাগ", Lexicon(tmp_path)) == [
        Quantity(0, 5, "measure", Decimal(3), Decimal(3), "exact", "dag")
    ]


def test_years_right_before_a_name_are_an_age() -> None:
    text = "৩৪ বছরের কামাল ও ১২ বছরের কাজ"
    at = text.index("কামাল")
    name = Mention(at, at + len("কামাল"), "কামাল", "PER", "", "")
    assert [q.kind for q in settle(find_quantities(text), [], [name], text)] == ["age", "duration"]
    text = "১৫ বছর কামাল সেখানে"
    at = text.index("কামাল")
    name = Mention(at, at + len("কামাল"), "কামাল", "PER", "", "")
    assert [q.kind for q in settle(find_quantities(text), [], [name], text)] == ["duration"]
