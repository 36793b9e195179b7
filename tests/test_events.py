"""What befell those that a number counts, and how certain that is: sentences written for the purpose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.lexicon import BUILTIN
from test_figures import read


def events(text):
    return [f.event for f in read(text)]


def statuses(text):
    return [f.status for f in read(text)]


BEFORE = [  # sentence, the events of its numbers
    ("সেতু ভেঙে প্রাণ হারিয়েছেন ৮ জন।", ["killed"]),
    ("ঝড়ে প্রাণ হারায় দুই গ্রামের ২০ জন বাসিন্দা।", ["", "killed"]),
    ("হাটে আহত হয়েছেন উভয় পক্ষের অর্ধশতাধিক।", ["injured"]),
    ("নিহত হয়েছেন ঢাকায় ৩ জন, খুলনায় ২ জন ও সিলেটে ১ জন।", ["killed"] * 3),
    ("জ্বরে আক্রান্ত হয়ে জেলার দুই হাসপাতালে ভর্তি হয়েছেন ৩১ জন।", ["", "infected"]),
    ("আহত হয়ে সদর হাসপাতালে চিকিৎসা নিচ্ছেন ১৪ জন।", ["injured"]),
    ("নিহত মাহমুদ আলীর তিন ছেলে বিদেশে থাকেন।", [""]),
    ("নিহতদের মধ্যে ৪ কৃষক ও ২ দোকানি ছিলেন।", ["killed", "killed"]),
    ("সুস্থ হয়েছেন ৯ জন। তাঁদের মধ্যে ঢাকায় ৫ জন ও ঢাকার বাইরে ৪ জন।", ["recovered"] * 3),
    ("জ্বরে একজনের মৃত্যু, হাসপাতালে ভর্তি ৭০ জন।", ["killed", ""]),
    ("দুই দোকানিকে নোটিস পাঠায় সিটি করপোরেশন।", [""]),
    ("তালিকায় ৯টি ব্যাংক আছে, যাদের অনেক টাকা লুট হয়েছে।", [""]),
    ("জেলা কারাগারে ২ জন কারাবন্দীর মৃত্যু হয়েছে।", ["killed"]),
    ("ডাকাতেরা তিন দোকান থেকে মালামাল লুট করেছে।", [""]),
    ("মারা যাওয়া করোনা রোগীর সংখ্যা দাঁড়াল ১৫ জনে।", ["killed"]),
    ("জুলাইয়ে প্রবাসী আয়ের পরিমাণ ছিল ২৪০ কোটি ডলার।", ["earned"]),
    ("লোকসানের পরিমাণ ৭ কোটি টাকা।", ["lost"]),
    ("আহত হন চালক, সহকারী, আরোহীসহ আরও পাঁচজন।", ["injured"]),
    ("গ্রেপ্তার করা হয়েছে চালক, সহকারীসহ তিনজনকে।", ["arrested"]),
    ("এক যুবককে আটক করেন মালিক, কর্মচারীসহ ২০ জন।", ["arrested", ""]),
]
BEHIND = [
    ("গ্রামে ১৩ পুলিশ সদস্যকে পিটিয়ে হত্যা করা হয়েছে।", ["killed"]),
    ("তিন ভাইকে ডেকে নিয়ে কুপিয়ে জখম করেছে দুর্বৃত্তরা।", ["injured"]),
    ("৫ দুর্বৃত্ত তাকে কুপিয়ে হত্যা করে।", [""]),
    ("৭ জন আক্রান্তের মৃত্যু হয়েছে।", ["killed"]),
    ("মাসে ৪ করোনা রোগীর মৃত্যু হলো।", ["killed"]),
    ("আগুন থেকে ৬ জনকে আহত অবস্থায় উদ্ধার করা হয়েছে।", ["rescued"]),
    ("সীমান্তে ১২টি ট্যাংক মোতায়েন করা হয়েছে।", ["supplied"]),
    ("সীমান্তে ১২ হাজার সেনা মোতায়েন করা হয়েছে।", ["deployed"]),
    ("সুস্থ হয়ে ৭০ জন রোগী হাসপাতাল থেকে ছাড়পত্র পেয়েছেন।", ["recovered"]),
    ("হ্রদে ডুবে যাওয়া ট্রলারের ৯ জনের খোঁজ চলছে।", ["missing"]),
    ("উপকূল থেকে ৫০ হাজার মানুষকে সরে যাওয়ার নির্দেশ দেওয়া হয়।", ["displaced"]),
    ("দুই বছরে শহরে ৮৭টি হত্যাকাণ্ড ঘটেছে।", ["", "killed"]),
    ("ফুটেজ দেখে ৩ জনকে শনাক্ত করেছে পুলিশ।", [""]),
    ("বাজারে এক দোকানিকে নির্মমভাবে হত্যা করে ডাকাতেরা।", ["killed"]),
    ("তাঁর দুই সহযোগী সাইফুল ইসলাম (৩৭) ও আমির হোসেন (৪৭) আটক হন।", ["arrested", "", ""]),
    ("মাঠে ৮ জন কাজ করার সময় বজ্রপাতে এক কৃষকের মৃত্যু হয়।", ["", "killed"]),
    ("গত এক দিনে ৩ জনের করোনা শনাক্ত হয়েছে।", ["", "infected"]),
]
RANKS = [
    ("দেশে প্রথম করোনা শনাক্ত হয় মার্চে।", ["infected"]),
    ("রোগটিতে প্রথম একজনের মৃত্যু হয় এপ্রিলে।", ["killed", "killed"]),
    ("সপ্তম শ্রেণির ছাত্রী নিহত হয়েছে।", [""]),
    ("দ্বিতীয় দিনে সংঘর্ষে নিহত হন ৫ জন।", ["", "killed"]),
]
SUMS = [
    ("প্রবাসীরা পাঠিয়েছেন ২৮ কোটি ডলার।", ["supplied"]),
    ("নলটি মিনিটে ৬ লিটার হারে পানি ছিটায়।", [""]),
    ("সফরে দলটির সাড়ে ৪ কোটি টাকা ব্যয়ের সীমা ছিল।", [""]),
    ("দেশটি ৯০ কোটি ডলারের অস্ত্র বিক্রি করেছে।", ["supplied"]),
    ("কোম্পানিটি ৩০ লাখ গাড়ি বিক্রি করেছে।", [""]),
    ("ব্যাংকের ৩ কোটি টাকা আত্মসাতের অভিযোগে মামলা হয়েছে।", ["lost"]),
    ("ভাড়া বাবদ ২ কোটি টাকা পরিশোধ করেছে প্রতিষ্ঠানটি।", ["spent"]),
    ("নভেম্বরে রেমিট্যান্স এসেছে ২০০ কোটি ডলার। আগের মাসে এসেছিল ১৮০ কোটি ডলার।", ["earned", "earned"]),
    ("এবার আয় ৯ কোটি টাকা, যা আগের বছরের চেয়ে ২ কোটি টাকা বেশি।", ["earned", ""]),
]


@pytest.mark.parametrize(("sentence", "expected"), BEFORE + BEHIND + RANKS + SUMS)
def test_events(sentence, expected):
    assert events(sentence) == expected


STATUS = [  # sentence, the status of its one number
    ("এ পরীক্ষা চলবে ১২ দিন।", "planned"),
    ("প্রতি আসনে লড়বেন ৬৮ জন প্রার্থী।", "planned"),
    ("রাস্তা সারাতে লাগবে ১৫ দিন।", "planned"),
    ("পরীক্ষা নেওয়া হবে দুই শিফটে।", "planned"),
    ("আবেদনের সঙ্গে ২০০ টাকা জমা দিতে হবে।", "asserted"),
    ("প্রার্থীর ৩ বছরের অভিজ্ঞতা থাকতে হবে।", "asserted"),
    ("দোকানটি তিন দিন বন্ধ রাখতে হবে।", "planned"),
    ("রোবটটি ২ মিটার ওপরে উড়তে পারে।", "asserted"),
    ("আদায় হয়েছে লক্ষ্যমাত্রার ৮৯ শতাংশ।", "asserted"),
    ("এই দুই পরিচালক দায়িত্ব নেবেন।", "asserted"),
    ("গত মাসে ৯ কোটি ডলারের ঋণ অনুমোদনের পর কাজ শুরু হয়েছে।", "asserted"),
    ("সফরে তিনটি ম্যাচ হওয়ার কথা ছিল।", "planned"),
    ("রাজস্ব আয়ের লক্ষ্যমাত্রা দেওয়া হয় ৫ লাখ কোটি টাকা।", "planned"),
    ("আগামী ৭২ ঘণ্টার মধ্যে জবাব চেয়েছে কমিশন।", "planned"),
    ("আগামী ৩ দিনে আরও বৃষ্টি হতে পারে।", "estimated"),
    ("দোষীদের ২৪ ঘণ্টার মধ্যে গ্রেপ্তারের দাবি জানিয়েছেন তাঁরা।", "planned"),
    ("২ ঘণ্টা আগে মুখপাত্র এ দাবি করেন।", "asserted"),
    ("ধসে পড়া ভবনটির নিচে ৪০ জন শ্রমিক তিন তলার সিঁড়ির পাশের ঘরে আটকা পড়েছেন বলে ধারণা করা হচ্ছে।", "estimated"),
    ("নদীতে ১২টি ডলফিন মারা যাওয়ার ঘটনা খুবই উদ্বেগজনক বলে মনে করছেন গবেষকেরা।", "asserted"),
    ("হয়ত ৩০০ জন আসবেন।", "estimated"),
    ("বছর শেষে দাম ৯০ ডলার হবে বলে পূর্বাভাস দিয়েছে ব্যাংকটি।", "estimated"),
    ("মেলায় ৪০টি দোকান বসবে বলে জানান তিনি।", "planned"),
    ("ঢেউ তিন মিটার (১০ ফুট) পর্যন্ত উঁচু হতে পারে।", "estimated"),
    ("ঢেউ ৩ মিটার পর্যন্ত উঁচু হতে পারে।", "estimated"),
    ("৫ দেশের নেতারা সম্মেলনে যাবেন।", "asserted"),
    ("সাংবাদিকদের প্রশ্নের জবাবে তিনি ৫টি কারণ বলেন।", "asserted"),
    ("১৬ জন জেলেসহ ট্রলারটি ডুবে যায়।", "asserted"),
    ("প্রকল্পে ৯ কোটি টাকা বরাদ্দ রাখা হয়েছে।", "planned"),
]


@pytest.mark.parametrize(("sentence", "expected"), STATUS)
def test_status(sentence, expected):
    assert statuses(sentence)[0] == expected


def test_every_row_says_whom_and_what():
    """A row whose `of` no number can have would never be read."""
    kinds = {"persons", "people", "things", "money", "vote", "weapon", "any", "measure", "percent"}
    assert {row["of"] for row in BUILTIN.rows("events")} <= kinds
    assert {row["part"] for row in BUILTIN.rows("events")} <= {"", "state", "body", "who", "place"}
    wheres = {"before", "after", "any", "deed", "payment", "money", "duration", "deadline"}
    assert {where for row in BUILTIN.rows("statuses") for where in row["where"].split()} == wheres


WORDS = [
    "নিহত",
    "হয়েছেন",
    "৫ জন",
    "ও",
    ",",
    "আহত",
    "প্রাণ",
    "হারিয়েছেন",
    "প্রথম",
    "সংখ্যা",
    "বলে",
    "ধারণা",
    "হবে",
    "।",
    "\n",
    "তাকে",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_order_of_words_has_known_values(words):
    names = {row["event"] for row in BUILTIN.rows("events")} - {"-", "sent"} | {
        "",
        "casualties",
        "deployed",
        "supplied",
    }
    for figure in read(" ".join(words)):
        assert figure.event in names
        assert figure.status in {"asserted", "estimated", "planned", "denied"}
