import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.entities import NoTagger, find_mentions


def names(text: str) -> list[tuple[str, str]]:
    return [(m.name, m.type) for m in find_mentions(text, tagger=NoTagger())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # people: what announces them
        ("ওসি বিল্লাল জমাদ্দার বলেন, তদন্ত চলছে।", [("বিল্লাল জমাদ্দার", "PER")]),
        ("সভায় ডা. মো. তানজির হাওলাদার বক্তব্য দেন।", [("মো. তানজির হাওলাদার", "PER")]),
        ("প্রেসিডেন্ট আলভারো মেনদোজা গতকাল পদত্যাগ করেন।", [("আলভারো মেনদোজা", "PER")]),
        ("নৌপরিবহনমন্ত্রী শাকিলুর রহমান জানান, ফেরি বন্ধ।", [("শাকিলুর রহমান", "PER")]),
        ("ওসি (তদন্ত) রফিকুল ইসলামকে বদলি করা হয়।", [("রফিকুল ইসলাম", "PER")]),
        ("এ কে এম ফজলে মাওলা সভাপতিত্ব করেন।", [("এ কে এম ফজলে মাওলা", "PER")]),
        ("লোকমান উদ্দিনের বাড়িতে হামলা হয়।", [("লোকমান উদ্দিন", "PER")]),
        ("পুকুরে ডুবে ঝিলমিক (৩) ও রাহাত (৪) মারা গেছে।", [("ঝিলমিক", "PER"), ("রাহাত", "PER")]),  # the age
        ("আসামি কবির হোসেন ওরফে কুট্টুসকে ধরা হয়।", [("কবির হোসেন", "PER"), ("কুট্টুস", "PER")]),
        ("গভর্নর আন্তন বিলেকের বলেছেন, হামলা হয়নি।", [("আন্তন বিলেকের", "PER")]),  # the subject has no case ending
        ("মন্ত্রী পাওলো বেরন্তে গেছেন। বেরন্তের সফর চলছে।", [("পাওলো বেরন্তে", "PER"), ("বেরন্তে", "PER")]),
        ("কামাল হোসেন, আলাউদ্দিন ও সেলিম মিয়া", [("কামাল হোসেন", "PER"), ("আলাউদ্দিন", "PER"), ("সেলিম মিয়া", "PER")]),
        ("মনমোহন সিং সরকারের পতন হয়।", [("মনমোহন সিং", "PER")]),  # a government
        ("কামাল সরকার বলেন, ভয় নেই।", [("কামাল সরকার", "PER")]),
        ("সভাপতি মো: কলিম উল্লাহ্ আসেন।", [("মো: কলিম উল্লাহ্", "PER")]),  # a colon for a dot, a hasanta at the end
        ("আসাদ সৈকতের নেতৃত্বে মিছিল হয়।", [("আসাদ সৈকত", "PER")]),  # no beach
        ("ঝুমঝুমকা শেখ হাসিনা বলেন, ভয় নেই।", [("শেখ হাসিনা", "PER")]),  # no first name of hers
        ("কবির নায়েকের বাড়িতে আগুন লাগে।", [("কবির নায়েক", "PER")]),  # a title that is a surname, too
        ("নিহত কামাল উদ্দিন ঝিলমিকার ছেলে।", [("কামাল উদ্দিন ঝিলমিকা", "PER")]),  # whose
        ("তিনি সুমনের মেয়ে, তাঁর স্ত্রী সালমা।", [("সুমন", "PER"), ("সালমা", "PER")]),
        ("সভায় রিসার্চ অ্যাসিস্ট্যান্ট কামাল হোসেন ছিলেন।", [("কামাল হোসেন", "PER")]),
        # places
        ("খুলনা ও বরিশাল বিভাগে বৃষ্টি হবে।", [("খুলনা", "LOC"), ("বরিশাল", "LOC")]),
        ("বিআরটিএ ভবনে আগুন লাগে।", [("বিআরটিএ ভবন", "LOC")]),
        ("বিকেলে কেন্দ্রীয় কৃষি জাদুঘরে মেলা বসে।", [("কেন্দ্রীয় কৃষি জাদুঘর", "LOC")]),
        ("বুয়েটের কেন্দ্রীয় মসজিদে জানাজা হয়।", [("বুয়েটের কেন্দ্রীয় মসজিদ", "LOC"), ("বুয়েট", "ORG")]),
        ("ভোলা ১ আসনে ভোট স্থগিত, ঢাকার ৫ আসনে হয়নি।", [("ভোলা ১", "LOC"), ("ঢাকা", "LOC")]),
        ("ঝুমঝুমছড়িতে আগুন লাগে।", [("ঝুমঝুমছড়ি", "LOC")]),  # no verb
        ("বুয়েট কেন্দ্রীয় মসজিদে জানাজা হয়।", [("বুয়েট কেন্দ্রীয় মসজিদ", "LOC"), ("বুয়েট", "ORG")]),
        ("বনানী ডিওএইচএসের একটি বাসা", [("বনানী ডিওএইচএস", "LOC")]),
        ("রহমত মার্কেটে আগুন, সচিবালয়ে বৈঠক", [("রহমত মার্কেট", "LOC"), ("সচিবালয়", "LOC")]),
        ("মিরপুর জাতীয় চিড়িয়াখানা বন্ধ।", [("মিরপুর জাতীয় চিড়িয়াখানা", "LOC")]),
        ("সাভার জাতীয় স্মৃতিসৌধে ফুল দেন।", [("সাভার", "LOC"), ("জাতীয় স্মৃতিসৌধ", "LOC")]),  # two that are known
        ("রোমানিয়ার সঙ্গে চুক্তি হয়েছে।", [("রোমানিয়া", "LOC")]),
        ("উত্তর কোরিয়া এ দাবি অস্বীকার করেছে।", [("উত্তর কোরিয়া", "LOC")]),
        ("কাঁঠালগাড়া গ্রামের একটি বাড়িতে আগুন লাগে।", [("কাঁঠালগাড়া", "LOC")]),
        ("শ্যামকান্দিপুরে বাস উল্টে যায়।", [("শ্যামকান্দিপুর", "LOC")]),
        ("দক্ষিণ কেরানীগঞ্জে অভিযান চলে।", [("দক্ষিণ কেরানীগঞ্জ", "LOC")]),
        ("ঢাকা-৮ আসনে ভোট স্থগিত।", [("ঢাকা-৮", "LOC")]),
        ("ঢাকা-যশোর মহাসড়কে বাস উল্টে যায়।", [("ঢাকা-যশোর মহাসড়ক", "LOC")]),
        ("মদন উপজেলায় বন্যা হয়েছে।", [("মদন", "LOC")]),
        ("চীনফেরত যাত্রীদের পরীক্ষা হয়।", [("চীন", "LOC")]),
        ("মালি, নাইজার ও ঘানায় খরা চলছে।", [("মালি", "LOC"), ("নাইজার", "LOC"), ("ঘানা", "LOC")]),  # a list is witness
        ("বাগানের মালি ও তার ছেলে", []),
        # organisations
        ("মেট্রো স্পিনিং লিমিটেডের লোকসান বেড়েছে।", [("মেট্রো স্পিনিং লিমিটেড", "ORG")]),
        ("তিনি বাংলাদেশ শর্ট ফিল্ম ফোরামের সদস্য।", [("বাংলাদেশ শর্ট ফিল্ম ফোরাম", "ORG")]),
        ("জনতা ব্যাংক পিএলসির শাখা বন্ধ।", [("জনতা ব্যাংক পিএলসি", "ORG")]),
        ("র‍্যাব তাঁকে আটক করে।", [("র‍্যাব".replace("\u200d", ""), "ORG")]),
        ("র্যাব তাঁকে আটক করে।", [("র্যাব", "ORG")]),
        ("কাঁঠালগাড়া উচ্চ বিদ্যালয়ের মাঠে সভা হয়।", [("কাঁঠালগাড়া উচ্চ বিদ্যালয়", "ORG")]),
        ("KCNA এ খবর দিয়েছে।", [("KCNA", "ORG")]),
        ("(রয়টার্স) ও “বিবিসি” জানায়", [("রয়টার্স", "ORG"), ("বিবিসি", "ORG")]),
        ("ঝুমঝুমকা ব্যাংকের পরিচালক বলেন", [("ঝুমঝুমকা ব্যাংক", "ORG")]),
        ("তিনি গণযোগাযোগ ও সাংবাদিকতা বিভাগে পড়েন।", [("গণযোগাযোগ ও সাংবাদিকতা বিভাগ", "ORG")]),
        ("উত্তরা পশ্চিম থানায় মামলা হয়েছে।", [("উত্তরা পশ্চিম থানা", "ORG")]),
        ("স্বাস্থ্য দপ্তর সতর্ক করেছে।", [("স্বাস্থ্য দপ্তর", "ORG")]),
        ("খুলনা সওজের দল কাজ করছে।", [("খুলনা সওজ", "ORG"), ("খুলনা", "LOC")]),  # its branch there
        ("যুক্তরাজ্য বিএনপির সভা", [("যুক্তরাজ্য বিএনপি", "ORG"), ("যুক্তরাজ্য", "LOC")]),
        ("মামলায় ইসরায়েল আন্তর্জাতিক বিচার আদালতে", [("ইসরায়েল", "LOC"), ("আন্তর্জাতিক বিচার আদালত", "ORG")]),
        ("জামায়াত-শিবিরের মিছিল", [("জামায়াত", "ORG"), ("শিবির", "ORG")]),
        ("সিলেট বাস ও ট্রাক শ্রমিক ইউনিয়নের ধর্মঘট।", [("সিলেট বাস ও ট্রাক শ্রমিক ইউনিয়ন", "ORG")]),
        ("ঝুমঝুমকা ইউনিয়ন বিএনপির সভা", [("ঝুমঝুমকা ইউনিয়ন বিএনপি", "ORG")]),
        ("বাসদের কেন্দ্রীয় কমিটির সভা", [("বাসদের কেন্দ্রীয় কমিটি", "ORG"), ("বাসদ", "ORG")]),
        ("জাসদের কেন্দ্রীয় কার্যালয়ে সভা", [("জাসদের কেন্দ্রীয় কার্যালয়", "ORG"), ("জাসদ", "ORG")]),
        ("নেপাল ‘এ’ দলের খেলা", [("নেপাল ‘এ’ দল", "ORG")]),
        ("মামলা যাবে বিচার দ্রুত বিচার ট্রাইব্যুনালে।", [("দ্রুত বিচার ট্রাইব্যুনাল", "ORG")]),
        ("অন্তর্বর্তী সরকারের মেয়াদ শেষ হচ্ছে।", [("অন্তর্বর্তী সরকার", "ORG")]),
        # the country counts too in the name of its force
        ("বাংলাদেশ কোস্টগার্ডের জাহাজ।", [("বাংলাদেশ কোস্টগার্ড", "ORG"), ("বাংলাদেশ", "LOC")]),
        ("নেপাল সেনাবাহিনীর মহড়া।", [("নেপাল সেনাবাহিনী", "ORG"), ("নেপাল", "LOC")]),
        ("আহতরা নরসিংদী ১০০ শয্যাবিশিষ্ট হাসপাতালে।", [("নরসিংদী ১০০ শয্যাবিশিষ্ট হাসপাতাল", "ORG")]),
        ("সিলেট ট্রাক শ্রমিক ইউনিয়নের ধর্মঘট।", [("সিলেট ট্রাক শ্রমিক ইউনিয়ন", "ORG")]),
        # one word behind a name and a comma; initials of one letter
        ("কামাল হোসেন, ঝিলমিক ও সেলিম মিয়া", [("কামাল হোসেন", "PER"), ("ঝিলমিক", "PER"), ("সেলিম মিয়া", "PER")]),
        ("আ হ ম ফজলে মাওলা সভাপতিত্ব করেন।", [("আ হ ম ফজলে মাওলা", "PER")]),
        ("তপন হালদার সভায় ছিলেন।", [("তপন হালদার", "PER")]),  # no river হালদা
        # wards by number, towns of an upazila, buildings and roads
        ("পৌর এলাকার ৭ নম্বর ওয়ার্ডে ভোট।", [("৭ নম্বর ওয়ার্ড", "LOC")]),
        ("মেহেরপুর সদর উপজেলায় বোমা ফাটে।", [("মেহেরপুর সদর উপজেলা", "LOC")]),
        ("নাটোর পৌরসভার মেয়র", [("নাটোর পৌরসভা", "LOC")]),
        ("সেখানে রাজস্ব ভবনে সভা হয়।", [("রাজস্ব ভবন", "LOC")]),
        ("হোকাইডোতে ঝড়।", [("হোকাইডো", "LOC")]),  # of হোক্কাইডো in another spelling
        # a court, stacks of nouns before the head of a union
        ("সাইবার ট্রাইব্যুনালে মামলা হয়।", [("সাইবার ট্রাইব্যুনাল", "ORG")]),
        ("জাতীয় মৎস্যজীবী সমিতির সভা", [("জাতীয় মৎস্যজীবী সমিতি", "ORG")]),
        ("ইউরোপীয় ইউনিয়নভুক্ত দেশ", [("ইউরোপীয় ইউনিয়ন", "ORG")]),
        # the last word of a name where something ends it; a place in whose, and one that a branch stands in
        ("কামাল উদ্দিন ঝিলমিক, সেলিম মিয়া ও অন্যরা", [("কামাল উদ্দিন ঝিলমিক", "PER"), ("সেলিম মিয়া", "PER")]),
        ("ঢাকার সাইবার ট্রাইব্যুনালে", [("ঢাকা", "LOC"), ("সাইবার ট্রাইব্যুনাল", "ORG")]),
        # none
        ("কোটা আন্দোলনের পর সভা হয়।", []),
        ("রমনা থানার (ওসি) বদলি হয়েছেন।", [("রমনা থানা", "ORG")]),  # a title in brackets
        ("কোপা আমেরিকা আর লা লিগা শেষ; পুলিশ হেফাজত থেকে পালিয়েছে।", []),  # cups and custody
        ("বাজারগুলোতে ভিড় ছিল।", []),
        ("কোনো ব্যাংককে ছাড় দেওয়া হবে না।", []),
        ("সংসদ সদস্য ও পুলিশ সুপার আসেন।", []),
        ("তিস্তা এক্সপ্রেসের যাত্রীরা এশিয়া কাপের খেলা দেখছিলেন।", []),  # a train, a cup
        ("মদন কথা রাখেনি।", []),  # may be a town
        ("একটি শহরের দুইরকম গল্প আছে।", []),
        ("ফরাসি বার্তা সংস্থা এ খবর দিয়েছে।", []),
        ("আহতদের জরুরি বিভাগে নেওয়া হয়।", []),
        ("মূল্যস্ফীতি কমানোর হাতিয়ার এটি।", []),
        ("চাপ কম হলেও কাজ চলবে।", []),
        ("তাদের নেতা তার সঙ্গে দেখা করেন।", []),
        ("প্রেসিডেন্ট নির্বাচনে ভোট গ্রহণ শেষ।", []),
        ("সরকার ও পুলিশ এ বিষয়ে কিছু বলেনি।", []),
        ("প্রধানমন্ত্রী বলেন, আমরা প্রস্তুত।", []),
        ("12345 — ???", []),
        ("", []),
    ],
)
def test_names(text, found):
    assert names(text) == found


def test_a_country_inside_an_organisation_counts_too():
    found = names("ইসরায়েলের সেনাবাহিনী তা স্বীকার করেছে।")
    assert ("ইসরায়েলের সেনাবাহিনী", "ORG") in found
    assert ("ইসরায়েল", "LOC") in found


def test_the_country_of_a_ministry_stands_beside_it():
    found = names("রাশিয়ার প্রতিরক্ষা মন্ত্রণালয় জানায়")
    assert found == [("রাশিয়া", "LOC"), ("প্রতিরক্ষা মন্ত্রণালয়", "ORG")]


def entities(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for m in find_mentions(text, tagger=NoTagger()):
        found.setdefault(m.entity, set()).add(m.name)
    return found


def test_a_surname_alone_is_the_person_of_the_article():
    assert {"কিম জং উন", "কিম"} in entities("কিম জং উন সভায় ছিলেন। পরে কিম চলে যান।").values()
    text = "মন্ত্রী তৌফিক জমাদ্দার সভায় ছিলেন। পরে জমাদ্দার বলেন, সব ঠিক আছে।"
    assert {"তৌফিক জমাদ্দার", "জমাদ্দার"} in entities(text).values()


def test_one_name_is_enough_where_it_was_introduced():
    text = "নিহত শিশু ঝিলমিক (৩) স্থানীয়। ঝিলমিকের মা কাঁদছেন। বিদ্রোহীরা ঝুংকাদি শহরে ঢোকে। ঝুংকাদিতে কারফিউ চলছে।"
    assert [sorted(n) for n in entities(text).values()] == [["ঝিলমিক"], ["ঝুংকাদি"]]
    assert len(names(text)) == 4


def test_another_name_behind_orofe_is_the_same_person():
    text = "মো. কবির হোসেন ওরফে কুট্টুস গ্রেপ্তার হয়েছে। কবির হোসেনকে আদালতে নেওয়া হয়। কুট্টুস কিছু বলেনি।"
    assert list(entities(text).values()) == [{"মো. কবির হোসেন", "কবির হোসেন", "কুট্টুস"}]


def test_an_abbreviation_in_brackets_is_its_long_form():
    text = "গতকাল ঝুমঝুমকা ব্যাংক (ঝুব্যালি) জানায়। ঝুব্যালি আরও বলে, কাজ চলবে।"
    assert {"ঝুমঝুমকা ব্যাংক", "ঝুব্যালি"} in entities(text).values()


def test_a_known_person_keeps_the_id_under_an_honorific():
    found = entities("দেশনেত্রী বেগম খালেদা জিয়া অসুস্থ। খালেদা জিয়ার চিকিৎসা চলছে।")
    assert list(found) == ["khaleda_zia"]


def test_case_endings_make_no_second_entity():
    assert len(entities("রাশিয়ার দাবি, রাশিয়াকে ছাড়া রাশিয়ায় কিছু হবে না।")) == 1


def test_the_place_of_a_branch_counts_too():
    found = names("নওগাঁ জেলা বিএনপির সভা হয়।")
    assert found == [("নওগাঁ জেলা বিএনপি", "ORG"), ("নওগাঁ", "LOC")]


def test_the_tail_of_a_longer_name_is_the_same_body():
    found = entities("যশোর জেনারেল হাসপাতালে আগুন লাগে। জেনারেল হাসপাতালের রোগীরা নিরাপদ।")
    assert {"যশোর জেনারেল হাসপাতাল", "জেনারেল হাসপাতাল"} in found.values()


class OneName:
    """A tagger that takes the whole sentence for one organisation."""

    def tag(self, sentences):
        return [[(0, len(s), "ORG", 9.0)] for s in sentences]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("কেন্দ্রীয় সামরিক কমিশনের", "কেন্দ্রীয় সামরিক কমিশন"),  # words of the language, and a head
        ("কেজিবিটিএর", "কেজিবিটিএ"),  # BTA, not BT
        ("ঝুমঝুমকা ব্যুরোর", "ঝুমঝুমকা ব্যুরো"),
        ("ঝুমঝুমকা ইসলামাবাদের", "ঝুমঝুমকা ইসলামাবাদ"),
        ("ঝুমঝুমকা মন্ত্রণালয়ে ঝুমঝুমকা মন্ত্রণালয়ের", "ঝুমঝুমকা মন্ত্রণালয়ে ঝুমঝুমকা মন্ত্রণালয়"),  # not ‑লয়ে
    ],
)
def test_an_organisation_loses_its_case_ending_only(text, name):
    assert [m.name for m in find_mentions(text, tagger=OneName()) if m.type == "ORG"] == [name]


class Eager:
    """A tagger that takes every single word for an organisation."""

    def __init__(self, score):
        self.score = score

    def tag(self, sentences):
        return [[(i, i + 1, "ORG", self.score) for i in range(len(s))] for s in sentences]


def test_a_weak_guess_at_one_word_is_not_enough():
    assert find_mentions("মাকড়তলি আজ কথা রাখেনি।", tagger=Eager(1.0)) == []
    assert [m.name for m in find_mentions("ঝুমঝুমকা আজ কথা রাখেনি।", tagger=Eager(9.0))] == ["ঝুমঝুমকা"]


class Firm:
    """A tagger that takes words of a sentence, the first ones, for one name."""

    def __init__(self, length, score, first=0, kind="ORG"):
        self.found = [(first, first + length, kind, score)]

    def tag(self, sentences):
        return [self.found for _ in sentences]


@pytest.mark.parametrize(
    ("text", "length", "score", "found"),
    [
        ("আজ কথা রাখেনি।", 1, 9.0, []),  # a word of the language alone
        ("আজ কথা রাখেনি।", 2, 1.0, []),
        ("আজ কথা রাখেনি।", 2, 9.0, []),
        ("ঝুমঝুমকা কথা রাখেনি।", 2, 1.0, ["ঝুমঝুমকা কথা"]),
        ("আজ (কথা) রাখেনি।", 3, 9.0, []),  # a bracket is no part of a name
    ],
)
def test_a_taggers_name_needs_two_witnesses(text, length, score, found):
    assert [m.name for m in find_mentions(text, tagger=Firm(length, score))] == found


def test_a_film_is_no_organisation_and_a_title_begins_another_person():
    assert find_mentions("‘ঝুমঝুমকা কথা’ ছবিটি চলছে।", tagger=Firm(2, 9.0, first=1)) == []
    found = find_mentions("কামাল ঝুমঝুমকা ডা. সেলিম মিয়া আসেন।", tagger=Firm(6, 9.0, kind="PER"))
    assert [m.name for m in found] == ["কামাল ঝুমঝুমকা", "সেলিম মিয়া"]


text = st.text(alphabet="অআকখগরশহমনতদালিীুেোয়়্ংঁ০১5 A-().,।:'\n\u200d\ud800", max_size=80) | st.text(max_size=60)


@settings(max_examples=150)
@given(text)
def test_any_text_has_spans_that_cut_out_their_names(raw):
    taken = -1
    for m in find_mentions(raw, tagger=NoTagger()):
        assert 0 <= m.start < m.end <= len(raw)
        assert raw[m.start : m.end].strip()
        assert m.type in ("PER", "LOC", "ORG")
        assert m.name
        assert m.entity
        assert m.start >= taken or m.type in ("LOC", "ORG")
        taken = m.start


@given(
    st.sampled_from(["ঢাকা", "রহমান", "(", "মো.", "প্রেসিডেন্ট", "থানা", "-", "শেখ হাসিনা", "৭", "আর"]).map(lambda w: f"{w} ")
)
def test_repeated_words_never_raise(word):
    find_mentions(word * 300, tagger=NoTagger())
