"""What a number counts, what happened to them, how certain: sentences written for the purpose."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.article import Settings, _read, read_article
from helpers.corpus import Document
from helpers.figures import find_figures
from helpers.script import fold


def read(text, published=""):
    reading = _read(Document("a", "a.txt", text, "", published=published), Settings(), ())
    return find_figures(reading)


def told(text):
    return [(fold(f.counted), f.event, f.status) for f in read(text)]


ONE = [  # sentence, counted, event, status of its one number
    ("বাজারে ৬টি দোকান দখলের অভিযোগ উঠেছে।", "দোকান", "", "asserted"),  # what is done with them is not counted
    ("জেলায় ৪টি সেতু নির্মাণের কাজ চলছে।", "সেতু", "", "asserted"),
    ("বাজারে ৩০ ধরনের মাছ মেলে।", "মাছ", "", "asserted"),
    ("বছরে ৮ বার তেলের দাম বদল হয়েছে।", "তেলের দাম বদল", "", "asserted"),  # the deed
    ("আসামি দুজনের বাড়ি একই গ্রামে।", "আসামি", "", "asserted"),
    ("ঘাটে একজন নারী বসে ছিলেন। তাঁর বয়স ৬০ বছর।", "নারী", "", "asserted"),
    ("দলকে জিতিয়েছেন ২৫ বছর বয়সী এই বোলার।", "বোলার", "", "asserted"),
    ("মোড়ের দুর্ঘটনায় তিনজন শ্রমিক নিহত হয়েছেন।", "শ্রমিক", "killed", "asserted"),
    ("ঝড়ে ১২ জন মারা গেছেন।", "", "killed", "asserted"),
    ("বাসটি উল্টে আহত হয়েছেন ২৭ যাত্রী।", "যাত্রী", "injured", "asserted"),
    ("লঞ্চডুবিতে নিহত ৯", "", "killed", "asserted"),
    ("মৃতের সংখ্যা দাঁড়িয়েছে ৪১ জনে।", "মৃত", "killed", "asserted"),
    ("জ্বরে আক্রান্ত রোগীর সংখ্যা এখন ৩ হাজার ২০০।", "আক্রান্ত রোগী", "infected", "asserted"),
    ("এ ঘটনায় পাঁচ যুবককে গ্রেপ্তার করেছে পুলিশ।", "যুবক", "arrested", "asserted"),
    ("নদীতে এখনো ৬ জেলে নিখোঁজ রয়েছেন।", "জেলে", "missing", "asserted"),
    ("বন্যায় ২০ হাজার মানুষ বাস্তুচ্যুত হয়েছে।", "মানুষ", "displaced", "asserted"),
    ("আগুন থেকে ১১ জনকে জীবিত উদ্ধার করা হয়েছে।", "", "rescued", "asserted"),
    ("সীমান্তে ৩ হাজার সেনা পাঠিয়েছে দেশটি।", "সেনা", "deployed", "asserted"),
    ("সীমান্তে ৪০টি ট্যাংক পাঠিয়েছে দেশটি।", "ট্যাংক", "supplied", "asserted"),
    ("আগামী মাসে ৫০০ সেনা পাঠাবে দেশটি।", "সেনা", "deployed", "planned"),
    ("সম্ভবত ৮০ জন সৈন্য নিহত হয়েছে।", "সৈন্য", "killed", "estimated"),
    ("হামলায় ৩০ জন নিহত হয়েছে বলে আশঙ্কা করা হচ্ছে।", "", "killed", "estimated"),
    ("সংঘর্ষে ১৫ জন মারা গেছেন বা আহত হয়েছেন।", "", "casualties", "asserted"),
    ("গত মাসে প্রতিষ্ঠানটির নিট মুনাফা হয়েছে ৪২ কোটি টাকা।", "নিট মুনাফা", "earned", "asserted"),
    ("সেতু নির্মাণে ৭ কোটি টাকা ব্যয় হয়েছে।", "ব্যয়", "spent", "asserted"),
    ("তিনি ৯ হাজার ৪০০ ভোট পেয়ে জিতেছেন।", "ভোট", "voted", "asserted"),
    ("বৈঠকে দুই দেশের মন্ত্রীরা ছিলেন।", "দেশ", "", "asserted"),
    ("জেলার ১৪টি স্কুল বন্ধ ঘোষণা করা হয়েছে।", "স্কুল", "", "asserted"),
    ("গুদাম থেকে ৩০ লিটার ভেজাল তেল জব্দ করা হয়।", "ভেজাল তেল", "", "asserted"),
    ("কারখানার উৎপাদন ২০ শতাংশ বেড়েছে।", "উৎপাদন", "", "asserted"),
    ("আজ তাপমাত্রা ছিল ১১ ডিগ্রি সেলসিয়াস।", "তাপমাত্রা", "", "asserted"),
    ("পরিচয় শনাক্ত হয়েছে ৬ জনের।", "", "", "asserted"),
    ("উদ্ধারকারীরা ১৯ জনের লাশ পেয়েছেন।", "লাশ", "killed", "asserted"),
    ("পঞ্চম জাতীয় সম্মেলন শুরু হয়েছে।", "জাতীয় সম্মেলন", "", "asserted"),
    ("শহরের দুই মসজিদের সামনে সভা হয়।", "মসজিদ", "", "asserted"),
    ("বাজারে চালের দাম বেড়ে ৭২ টাকা হয়েছে।", "চালের দাম", "", "asserted"),
    ("জুলাই মাসে রেমিট্যান্স এসেছে ২৪০ কোটি ডলার।", "রেমিট্যান্স", "earned", "asserted"),
    ("টিকিটের মূল্য নির্ধারণ করা হয়েছে ৩০০ টাকা।", "টিকিটের মূল্য", "", "asserted"),
    ("সেখানে ৫০ কেজি ওজনের বোমা পাওয়া যায়।", "বোমা", "", "asserted"),
    ("গতকাল ৪০ মালিকদের সঙ্গে বৈঠক হয়।", "মালিক", "", "asserted"),
    ("মিছিলে কয়েক হাজার ছাত্র-জনতা অংশ নেয়।", "ছাত্র-জনতা", "", "asserted"),
    ("সেখানে ১২ আহত ফিলিস্তিনি চিকিৎসা নিচ্ছেন।", "আহত ফিলিস্তিনি", "injured", "asserted"),
    ("আমরা তিনটি আসন হারাব।", "আসন", "lost", "planned"),
    ("তিনি স্বাভাবিকভাবে ৫ কেজি চাল কেনেন।", "চাল", "", "asserted"),
    ("অভিযানে গ্রেপ্তার ৭", "", "arrested", "asserted"),
    ("মাঠে দুপক্ষের সমর্থকেরা জড়ো হন।", "পক্ষ", "", "asserted"),
    ("পাশেই ছয়তলা বাড়ি আছে।", "তলা", "", "asserted"),
    ("হোটেলের পঞ্চম তলায় আগুন লাগে।", "তলা", "", "asserted"),
    ("তৃতীয় দফার বৈঠক শেষ হয়েছে।", "বৈঠক", "", "asserted"),
    ("সফরের তৃতীয় দিন বৃষ্টি নামে।", "দিন", "", "asserted"),
    ("কৃষিঋণের ৯ কোটি টাকা ফেরত আসেনি।", "কৃষিঋণ", "", "asserted"),
    ("জেলা পরিষদ ৬ কোটি টাকা ব্যয়ে সেতুটি বানিয়েছে।", "সেতু", "spent", "asserted"),
    ("মামলায় ৪০ জনকে আসামি করা হয়েছে।", "আসামি", "", "asserted"),
    ("শ্রমিকদের মধ্যে ছুটি পেয়েছেন ১৩ জন।", "শ্রমিক", "", "asserted"),
    ("নাবিকদের একজনের খোঁজ মেলেনি।", "নাবিক", "missing", "asserted"),
    ("স্টেশনে তিন ঘণ্টা অপেক্ষা করেন তাঁরা।", "অপেক্ষা", "", "asserted"),
    ("আবেদনের সময়সীমা ১৫ দিন।", "আবেদনের সময়সীমা", "", "asserted"),
    ("মঞ্চে ৪টি শূন্য চেয়ার ছিল।", "শূন্য চেয়ার", "", "asserted"),
    ("চার দফা দাবি মেনে নেওয়ার পর আমরা ফিরে যাব।", "দাবি", "", "asserted"),
    ("সেখানে ৬ জন শ্রমিকের মৃত্যু হতে পারে।", "শ্রমিক", "killed", "estimated"),
    ("ঘটনাস্থলেই মারা যান বাসে থাকা চারজন।", "", "killed", "asserted"),
    ("তাকে হত্যায় তিন আসামিকে কারাদণ্ড দেন আদালত।", "আসামি", "", "asserted"),
    ("ডিজেলের দাম লিটারপ্রতি ১০৫ টাকা।", "ডিজেলের দাম", "", "asserted"),
    ("বাকি ৬ জন হাসপাতালে যান।", "", "", "asserted"),
    ("দেশটিতে প্রায় ৪০০ বাংলাদেশি শ্রমিক আটকা পড়েছেন।", "বাংলাদেশি শ্রমিক", "missing", "asserted"),
    # what a measure is of, and what only measures it
    ("বন্দরে ৩ মিটার উঁচু ঢেউ দেখা গেছে।", "ঢেউ", "", "asserted"),
    ("অভিযানে ৬ কোটি টাকা মূল্যের ইয়াবা জব্দ করা হয়।", "ইয়াবা", "", "asserted"),
    ("গ্রামটি থানা থেকে ৪ কিলোমিটার উত্তরে।", "", "", "asserted"),
    ("দেশে খেলাপি ঋণের হার ৯ শতাংশ।", "খেলাপি ঋণের হার", "", "asserted"),
    ("গত মাসে রপ্তানির পরিমাণ ছিল ৩০ কোটি ডলার।", "রপ্তানি", "supplied", "asserted"),
    ("ট্রেনটির গতি ঘণ্টায় ৯০ কিলোমিটার।", "ট্রেনটির গতি", "", "asserted"),
    # who has a sum, what was done with it
    ("প্রতিটি দল পেয়েছে ৪০ লাখ টাকা।", "", "earned", "asserted"),
    ("গ্রাহকেরা ৮ কোটি টাকা জমা দেন।", "", "", "asserted"),
    # when it was
    ("বিনিয়োগ গত বছর ৬ শতাংশ বেড়েছে।", "বিনিয়োগ", "", "asserted"),
    # what a sum is compared with, what it is given as, what was done with so much
    ("তাঁকে পুরস্কার হিসেবে ৩ লাখ টাকা দেওয়া হয়।", "পুরস্কার", "", "asserted"),
    ("গত সপ্তাহে হাটে বিক্রি হয়েছে মাত্র ৪০ হাজার টাকা।", "বিক্রি", "", "asserted"),
    ("ওই সড়কে ৭০ ভাগ কাজ হয়েছে।", "কাজ", "", "asserted"),
    ("কারখানায় উৎপাদন দৈনিক ২০ টন।", "উৎপাদন", "produced", "asserted"),
    ("তেলের সরবরাহ আরও ৩০ টন বাড়বে।", "সরবরাহ", "", "planned"),
    ("সুদের হার ৬ শতাংশের ঘরে আছে।", "সুদের হার", "", "asserted"),
    ("দোকানে ২১ ক্যারেটের প্রতি ভরি রুপা নেই।", "রুপা", "", "asserted"),
    ("দোকানে প্রতি ভরি (১১ গ্রাম) রুপা আছে।", "রুপা", "", "asserted"),
    ("দেশে সোনার মজুত বর্তমানে ১৪ টন।", "মজুত", "", "asserted"),
    ("আবেদনের ফি এবার ৩০০ টাকা।", "ফি", "", "asserted"),
    ("মাঠে দুই দলই সমান তালে খেলেছে।", "দল", "", "asserted"),
    ("গত মাসে সিরিজের প্রথম ওয়ানডেতে বৃষ্টি হয়।", "ওয়ানডে", "", "asserted"),
    ("সেতুর দুই পাশে গাছ আছে।", "পাশ", "", "asserted"),
    ("এতে তিন কারণে দেরি হয়।", "কারণ", "", "asserted"),
    # a deed, a place or a means behind the noun
    ("রাতে ৪টি কম্পন অনুভূত হয়েছে।", "কম্পন", "", "asserted"),
    ("সেখানে ১৫ জন জ্বর নিয়ে ভর্তি আছেন।", "", "", "asserted"),
    ("জেলায় ১১ জন জ্বরে আক্রান্ত রোগী আছেন।", "জ্বরে আক্রান্ত রোগী", "infected", "asserted"),
    ("রোগটি ৪০টি দেশ ও অঞ্চলে দেখা গেছে।", "দেশ ও অঞ্চল", "", "asserted"),
    ("অভিধানে ৫০ হাজার শব্দের অর্থ আছে।", "শব্দ", "", "asserted"),
    ("ঢাকার তিন সদস্যবিশিষ্ট কমিটি কাজ করছে।", "সদস্য", "", "asserted"),
    ("সেখানে ৭৫ জন জ্বর আক্রান্ত হয়ে ভর্তি আছেন।", "", "infected", "asserted"),
    ("আলু এখন ৬০ টাকা কেজি দরে বিক্রি হচ্ছে।", "আলু", "", "asserted"),
    # the noun before its number
    ("ওই মামলায় আসামি ১৪ জন।", "আসামি", "", "asserted"),
    ("ভর্তির আবেদন জমা পড়েছে ৯ হাজার ২০০টি।", "আবেদন", "", "asserted"),
    ("দেশে এখন এজেন্ট রয়েছে ১২ হাজার ৩০০।", "এজেন্ট", "", "asserted"),
    ("ঢাকার জনসংখ্যা হবে ৩ কোটি।", "জনসংখ্যা", "", "planned"),
    ("সেদিন ৯ জন প্রার্থী মনোনয়নপত্র জমা দেন।", "প্রার্থী", "", "asserted"),
    ("সভায় ১২ জন শপথ নিয়েছেন।", "", "", "asserted"),
    ("ঝড়ে প্রাণ হারিয়েছেন ১১ জন।", "", "killed", "asserted"),
    ("মা ও মেয়ে দুজনই সুস্থ আছেন।", "মেয়ে", "", "asserted"),
    # a limit of time is of what follows, a time gone by is not
    ("সাত দিনের মধ্যে সেতুর নকশা জমা দিতে হবে।", "সেতুর নকশা", "", "planned"),
    ("দলটি গত পাঁচ বছরের মধ্যে সবচেয়ে দুর্বল।", "", "", "asserted"),
    ("এই আয় ছয় বছরের মধ্যে সর্বোচ্চ।", "", "", "asserted"),
    ("সেতুটি দুই দিনের জন্য বন্ধ থাকবে।", "", "", "planned"),
    ("স্বাধীনতার ৫০ বছরেও সেতুটি হয়নি।", "স্বাধীনতা", "", "asserted"),
    ("অগ্নিকাণ্ডের তিন দিন পর তিনি ফেরেন।", "", "", "asserted"),
    ("ভিডিওটি দুই বছর আগের।", "ভিডিও", "", "asserted"),
    ("আদালত তাঁকে তিন দিনের রিমান্ডে পাঠান।", "রিমান্ড", "", "asserted"),
    # words that elsewhere are no nouns; one word with a hyphen; -টা closes the phrase
    ("তামিম ৩১ বলে ফিরে যান।", "বল", "", "asserted"),
    ("প্রথম গোলটা অনেকের মনে আছে।", "গোল", "", "asserted"),
    # how much, and which: no words of the noun
    ("তিনি ৪০ কোটি টাকার সমপরিমাণ সোনা এনেছেন।", "সোনা", "", "asserted"),
    ("পরে ১২ সেকেন্ডের ওই গানটি মুছে ফেলা হয়।", "গান", "", "asserted"),
    ("কম্পনটি রিখটার স্কেলে ৫ মাত্রার ছিল।", "কম্পন", "", "asserted"),
    ("প্রকল্পটির ব্যয় হতে পারে ৩০ কোটি টাকা।", "ব্যয়", "spent", "estimated"),
    ("গত মাসে সার আসার পরিমাণ ছিল ৫০ কোটি টাকা।", "সার", "", "asserted"),
    ("ওই দোকান থেকে ৯ কোটি টাকার চেক পাওয়া যায়।", "চেক", "", "asserted"),
    # a deed, a name or the harmed alone is no noun; a sum that stands alone is of the deed
    ("রাতে আরও তিনটি ধ্বংস হয়ে গেছে।", "", "lost", "asserted"),
    ("তাঁদের দুজন ঢাকা মেডিকেল কলেজ হাসপাতালে আছেন।", "", "", "asserted"),
    ("তাদের একজন আন্দোলন চলাকালে আহত হন।", "", "injured", "asserted"),
    ("দুর্ঘটনায় নিহতের সংখ্যা বেড়ে ১৭ জনে দাঁড়িয়েছে।", "", "killed", "asserted"),
    ("ব্যাংকের ৩০ কোটি টাকা আত্মসাৎ", "আত্মসাৎ", "lost", "asserted"),
    ("সেখানে রাবার বুলেট ৪০ রাউন্ড ছিল।", "রাবার বুলেট", "", "asserted"),
    ("জোয়ারে উপকূলের ৪০টি গ্রাম প্লাবিত হয়েছে।", "গ্রাম", "", "asserted"),
    ("আট দিনের মধ্যে ঢাকায় সভা হবে।", "", "", "planned"),
    # several nouns, and one that the sentence ends with
]


@pytest.mark.parametrize(("sentence", "counted", "event", "status"), ONE)
def test_one_number(sentence, counted, event, status):
    assert told(sentence) == [(fold(counted), event, status)]


def test_numbers_of_a_list_share_the_verb():
    assert [e for _, e, _ in told("ওই ঘটনায় তিন নারী, দুই শিশু ও এক যুবক নিহত হন।")] == ["killed"] * 3


def test_each_number_has_its_own_verb():
    assert [e for _, e, _ in told("হামলায় ৫ সেনা নিহত ও ৭ জন আহত হয়েছেন।")] == ["killed", "injured"]
    assert [e for _, e, _ in told("নিহত ৫, আহত ১০")] == ["killed", "injured"]


def test_the_same_people_go_on():
    assert told("হামলায় ৫ সেনা নিহত হয়। আহত হয়েছে আরও ৯ জন।")[1][:2] == (fold("সেনা"), "injured")


def test_sums_that_are_joined_share_their_noun():
    assert [c for c, _, _ in told("আমানত কমেছে ৩০ কোটি টাকা বা ৯ শতাংশ।")] == [fold("আমানত")] * 2
    assert [c for c, _, _ in told("দৈনিক মজুরি ১২০ টাকা থেকে বাড়িয়ে ১৭০ টাকা করা হয়।")] == [fold("দৈনিক মজুরি")] * 2


SHARED = [  # a sentence and what all its numbers count
    ("তাঁর বিরুদ্ধে ৭ কোটি টাকা আত্মসাতের মামলা হয়েছে।", [""]),
    ("সিলেটে ৩ ইঞ্চি, ভোলায় ২ ইঞ্চি ও ফেনীতে ৫ ইঞ্চি বৃষ্টি হয়েছে।", ["বৃষ্টি"] * 3),
    ("মাঠে ছিলেন সেনাবাহিনীর ৭০ জন এবং নৌবাহিনীর ৩০ জন কর্মকর্তা।", ["কর্মকর্তা"] * 2),
    ("অংশগ্রহণ এখন ২০ শতাংশ, পরে ৩০ শতাংশ।", ["অংশগ্রহণ"] * 2),
    ("গত মাসে রেমিট্যান্স এসেছে ২৪০ কোটি ডলার। আগের মাসে এসেছিল ২১০ কোটি ডলার।", ["রেমিট্যান্স"] * 2),
    ("দেশে রেমিট্যান্স এসেছে ২৪০ কোটি ডলার, যা আগের চেয়ে ৭ শতাংশ বেশি।", ["রেমিট্যান্স"] * 2),
    ("বন্দরে কনটেইনার এসেছে ৩ লাখ ২০ হাজার। আগের বছর এসেছিল ২ লাখ ৯০ হাজার।", ["কনটেইনার"] * 2),
    ("ওই ব্যাংকের ৫ কোটি (৫০ মিলিয়ন) ডলারের ঋণ বাতিল হয়।", ["ঋণ"] * 2),
    ("তদন্ত দল ২০টি ঘর দেখে। ৭টি ভেঙে ফেলা হবে।", ["ঘর"] * 2),
    ("বন্দরে ৪ মিটার (১৩ ফুট) উঁচু ঢেউ দেখা গেছে।", ["ঢেউ"] * 2),
    ("সিরিজের প্রথম দুই ম্যাচে তারা জেতে।", ["ম্যাচ", "ম্যাচ"]),
    ("মাসের প্রথম ১২ দিনে দেশে বৃষ্টি হয়নি।", ["১২ দিন", ""]),
    ("দলটি চার ম্যাচের মাত্র দুটি জিতেছে।", ["ম্যাচ"] * 2),
    ("১২ জন শ্রমিক দুটি ঘরে থাকতেন। ৩ জন এখন ঢাকায়।", ["শ্রমিক", "ঘর", "শ্রমিক"]),
    ("গ্রামে চার কিশোর নিখোঁজ হয়। দুজনকে পরে ঢাকায় দেখা যায়।", ["কিশোর", "কিশোর"]),
    ("লিটন মারেন ৩টি চার ও ২টি ছক্কা।", ["চার", "ছক্কা"]),
    ("দলটি সেখানে দুটি চার দিনের ম্যাচ খেলবে।", ["", "ম্যাচ"]),
    ("মেলায় ৬০ জন শিল্পী এসেছেন। ঢাকা থেকে ৯ জন, সিলেট থেকে ৭ জন।", ["শিল্পী"] * 3),
    ("বন্দরে চাল এসেছে। ওই চালের মধ্যে ৩০ টন খুলনায় ও অবশিষ্ট ৮ টন যশোরে যাবে।", ["চাল"] * 2),
    ("সাত বছরের এক শিশু আহত হয়েছে।", ["শিশু"] * 2),
]


@pytest.mark.parametrize(("text", "counted"), SHARED)
def test_numbers_of_one_list_share_their_noun(text, counted):
    assert [c for c, _, _ in told(text)] == [fold(c) for c in counted]


def test_a_part_knows_its_whole():
    whole, part = read("সেখানে ৪০০ সেনা হতাহত হয়েছে, যার মধ্যে ৬০ জন নিহত।")
    assert (whole.event, part.event, fold(part.counted)) == ("casualties", "killed", fold("সেনা"))
    assert part.part_of == whole.quantity.start


def test_the_last_named_are_parted():
    assert [f.event for f in read("জেলায় ৭০ জনের নমুনা নেওয়া হয়। এর মধ্যে ৫ জনের করোনা শনাক্ত হয়েছে। তাঁদের ২ জন ছাত্র।")] == [
        "",
        "infected",
        "infected",
    ]


def test_what_is_contained_is_a_part():
    child, people = read("দুর্ঘটনায় দুই শিশুসহ ৮ জন মারা গেছেন।")
    assert (child.event, child.part_of, people.part_of) == ("killed", people.quantity.start, None)


def test_whose_age():
    (girl,) = read("রহিমা খাতুনের চার বছরের মেয়ে হাসপাতালে আছে।")
    assert (girl.quantity.kind, fold(girl.counted)) == ("age", fold("মেয়ে"))
    figures = read("নিহতরা হলেন সালমা আক্তার (৩৪) ও ২০ বছর বয়সী কলেজছাত্র।")
    assert [(f.quantity.kind, fold(f.counted)) for f in figures] == [
        ("age", fold("সালমা আক্তার")),
        ("age", fold("কলেজছাত্র")),
    ]


def test_when_it_was():
    (figure,) = read("২০২৪ সালের মে মাসে ৩০ জন মারা যান।", "2025-01-10")
    assert (figure.as_of, figure.as_of_from) == ("2024-05", "text")
    (figure,) = read("গত মে মাস থেকে দেশটি ৩০ জন সেনা পাঠিয়েছে।", "2025-07-10")
    assert (figure.as_of, figure.as_of_from) == ("2025-05/2025-07-10", "text")
    (figure,) = read("ওই মাসে ৩০ জন মারা যান।")
    assert (figure.as_of, figure.as_of_from) == ("", "text")  # nothing fixes that month
    (figure,) = read("এতে ৩০ জন মারা যান।", "2025-07-10")
    assert (figure.as_of, figure.as_of_from) == ("", "published")


def test_a_date_that_names_something_else_is_not_the_numbers():
    (figure,) = read("২০১৩-১৪ কপোতাক্ষ অভিযানের পর এবার ৫ হাজার সেনা পাঠানো হয়েছে।", "2025-07-10")
    assert figure.as_of_from == "published"


@pytest.mark.parametrize(
    "text",
    ["", "১", "জন", "৫ জন জন", "নিহত", "৫ (", "যার মধ্যে ৫", "৫\n\n৫", "তাদের একজন", "দ্বিতীয়টি", "৫ সেনা" + " ও" * 2_000],
)
def test_scraps_raise_nothing(text):
    figures = read(text)
    assert {f.part_of for f in figures} <= {None, *(f.quantity.start for f in figures)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "৫",
                "জন",
                "নিহত",
                "ও",
                "সেনা",
                ",",
                "।",
                "যার",
                "মধ্যে",
                "হয়েছে",
                "কোটি",
                "টাকা",
                "(",
                ")",
                "\n",
                "আহত",
                "থেকে",
                "২০২৪",
                "মে",
            ]
        ),
        max_size=25,
    )
)
def test_any_order_of_words_is_read(words):
    text = " ".join(words)
    rows = read_article(Document("a", "a.txt", text, ""))["figures"]
    assert all(text[r["start"] : r["end"]] == r["surface"] for r in rows)
    assert {r["part_of"] for r in rows} <= {"", *(str(r["start"]) for r in rows)}
