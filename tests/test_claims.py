"""How two claims relate: one story with each relation, told in both orders, and stories that must not be compared."""

import itertools
from datetime import date
from math import inf

import pytest

from helpers import tables
from helpers.claims import NOTES, Claim, days_of, relate
from helpers.pipeline import build

FERRY = """{place}ে ফেরি দুর্ঘটনা
{day}
{place}ের কালিন্দী নদীতে যাত্রীবাহী ফেরি সোনার তরী ডুবে যায়।
ফেরিটি রাতের ঝড়ে চরে আটকে উল্টে পড়ে। নদীবন্দরের ডুবুরি দল সোনার তরী ফেরির উদ্ধারকাজ চালাচ্ছে।
{claims}
ফেরির মালিক ও সারেং পলাতক। কালিন্দী নদীবন্দর কর্তৃপক্ষ ফেরিডুবির তদন্ত কমিটি করেছে।
"""
MARKET = """চরপুর বাজারে আগুন
২ মে ২০২৪
চরপুর কাপড়ের বাজারে গভীর রাতে আগুন লাগে। শাড়ি, লুঙ্গি আর সুতার দোকান পুড়ে ছাই হয়ে যায়। দমকলের আটটি গাড়ি আগুন নেভায়।
দমকল বিভাগ জানিয়েছে, আগুনে {n} জন নিহত হয়েছেন।
বাজার সমিতির নেতারা বৈদ্যুতিক তারের গোলযোগকে দায়ী করেছেন।
"""
BORDER = """সীমান্তে গোলাগুলি
২ মে ২০২৪
উত্তর সীমান্তের পাহাড়ি চৌকিতে ভোরে দুই বাহিনীর গোলাগুলি হয়। কামান ও মর্টার ব্যবহার করেছে তারা। পাহাড়ি গ্রামের লোকজন সরে গেছে।
সেনাবাহিনী জানিয়েছে, গোলাগুলিতে {n} জন নিহত হয়েছেন।
দুই দেশের কূটনীতিকেরা বৈঠকে বসার কথা বলেছেন।
"""
RELATIONS = {  # relation: what the first and the second article say, and on which days
    "agrees": ("পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।", "হাসপাতাল কর্তৃপক্ষ জানিয়েছে, কমপক্ষে ১৮ জন নিহত হয়েছেন।", "same"),
    "differs": ("পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।", "হাসপাতাল কর্তৃপক্ষ জানিয়েছে, ৫৬ জন নিহত হয়েছেন।", "same"),
    "repeats": ("পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।", "ফেরিডুবিতে ২০ জন নিহত হয়েছেন বলে জানিয়েছে পুলিশ।", "same"),
    "revises": ("পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।", "পুলিশ জানিয়েছে, ৩১ জন নিহত হয়েছেন।", "later"),
    "incomparable": ("পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।", "হাসপাতাল কর্তৃপক্ষ জানিয়েছে, ২৬ জন হতাহত হয়েছেন।", "same"),
}


def corpus(folder, articles):
    folder.mkdir()
    for name, text in articles.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def compared(tmp_path, articles):
    build(corpus(tmp_path / "in", articles), tmp_path / "out")
    claims = tables.read(tmp_path / "out", "claims").set_index("claim")
    pairs = tables.read(tmp_path / "out", "comparisons")
    return [(claims.loc[a, "doc"], claims.loc[b, "doc"], r) for a, b, r, _ in pairs.itertuples(index=False)], claims


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("relation", RELATIONS)
def test_each_relation_in_both_orders(tmp_path, relation, swapped):
    first, second, day = RELATIONS[relation]
    days = ("২ মে ২০২৪", "৯ মে ২০২৪" if day == "later" else "২ মে ২০২৪")
    articles = [FERRY.format(place="চরপুর", day=d, claims=c) for d, c in zip(days, (first, second), strict=True)]
    found, _ = compared(tmp_path, dict(zip("ba" if swapped else "ab", articles, strict=True)))
    assert [r for *_, r in found] == [relation]
    if relation == "revises":  # the older one comes first, whatever the file is called
        assert found[0][:2] == (("b", "a") if swapped else ("a", "b"))


def test_a_part_and_its_whole(tmp_path):
    text = FERRY.format(place="চরপুর", day="২ মে ২০২৪", claims="পুলিশ জানিয়েছে, ৪০ যাত্রী হতাহত হয়েছেন, যার মধ্যে ৯ জন নিহত।")
    found, _ = compared(tmp_path, {"a": text})
    assert found == [("a", "a", "part_of")]


def test_stories_with_one_measure_stay_apart(tmp_path):
    ferry = FERRY.format(place="চরপুর", day="২ মে ২০২৪", claims="পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।")
    articles = {"a": ferry, "b": MARKET.format(n="৫"), "c": BORDER.format(n="৯")}
    found, claims = compared(tmp_path, articles)
    assert found == []
    assert sorted(claims["measure"]) == ["killed:person"] * 3
    assert claims["story"].nunique() == 3


def test_a_near_copy_is_no_second_witness(tmp_path):
    text = FERRY.format(place="চরপুর", day="২ মে ২০২৪", claims="পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন।")
    found, _ = compared(tmp_path, {"a": text, "b": text.replace("পলাতক", "আত্মগোপনে")})
    assert [r for *_, r in found] == ["repeats"]
    documents = tables.read(tmp_path / "out", "documents").set_index("doc")
    assert list(documents["echo_of"]) == ["", "a"]


def test_a_headline_and_its_line_are_one_claim(tmp_path):
    claims = "ফেরিডুবিতে ২০ জন নিহত হয়েছেন। উদ্ধারকর্মীরা রাতভর কাজ করেছেন। এতে অন্তত ২০ জন নিহত হন।"
    found, _ = compared(tmp_path, {"a": FERRY.format(place="চরপুর", day="২ মে ২০২৪", claims=claims)})
    assert [r for *_, r in found] == ["repeats"]


def test_two_accounts_within_one_article(tmp_path):
    claims = "পুলিশ জানিয়েছে, ২০ জন নিহত হয়েছেন। তবে স্থানীয় বাসিন্দারা জানিয়েছেন, ৪৫ জন নিহত হয়েছেন।"
    found, _ = compared(tmp_path, {"a": FERRY.format(place="চরপুর", day="২ মে ২০২৪", claims=claims)})
    assert [r for *_, r in found] == ["differs"]


def claim(**changes):
    base = {
        "claim": "a:1", "story": "s", "doc": "a", "echo_of": "", "event": "killed", "noun_class": "person",
        "low": 10.0, "high": 10.0, "claimant": "পুলিশ", "voice": "police", "as_of": "2024-05-02",
    }  # fmt: skip
    told = base | changes
    return Claim(**({"published": told["as_of"]} | told))


OTHER = {"claim": "b:1", "doc": "b"}
PAIRS = [  # what the second claim changes, the relation, the reason
    ({"voice": "hospital", "low": 10.5, "high": 10.5, "modifier": "about"}, "agrees", "overlap"),
    ({"voice": "hospital", "low": 12.0, "high": 12.0, "modifier": "about"}, "differs", "apart"),
    ({"voice": "hospital", "low": 8.0, "high": inf, "modifier": "more_than"}, "agrees", "overlap"),
    ({"voice": "hospital", "low": -inf, "high": 9.0, "modifier": "less_than"}, "differs", "apart"),
    ({"voice": "hospital", "low": 900.0, "high": 900.0}, "incomparable", "scale"),
    ({"voice": "hospital", "low": 14.0, "high": 14.0, "as_of": "2024-05-09"}, "incomparable", "grown"),
    ({"voice": "hospital", "low": 4.0, "high": 4.0, "as_of": "2024-05-09"}, "incomparable", "days"),
    ({"voice": "hospital", "low": 4.0, "high": 4.0, "as_of": "2024-05-03"}, "differs", "apart_days"),
    ({"voice": "hospital", "as_of": "2024-05-09"}, "agrees", "overlap"),
    ({"voice": "hospital", "as_of": "2024-08-09"}, "incomparable", "days"),
    ({"as_of": "2024-05-09", "low": 400.0, "high": 400.0}, "incomparable", "scale"),
    ({"voice": "hospital", "as_of": "", "low": 4.0, "high": 4.0}, "incomparable", "undated"),
    ({"voice": "hospital", "as_of": ""}, "agrees", "overlap"),
    ({"voice": "hospital", "low": 4.0, "high": 4.0, "as_of": "", "as_of_from": "text"}, "incomparable", "undated"),
    ({"voice": "hospital", "place": "khulna", "low": 4.0, "high": 4.0}, "differs", "apart"),
    ({"noun_class": "child", "low": 4.0, "high": 4.0}, "incomparable", "class"),
    ({"voice": "hospital", "noun_class": "child"}, "agrees", "overlap"),
    ({"status": "planned"}, "incomparable", "status"),
    ({"scope": "added", "low": 3.0, "high": 3.0}, "incomparable", "scope"),
    ({"low": 12.0, "high": 12.0}, "incomparable", "two_counts"),
    ({"low": 12.0, "high": 12.0, "as_of": "2024-05-09"}, "revises", "later"),
]


@pytest.mark.parametrize(("changes", "relation", "reason"), PAIRS)
def test_relations_hold_both_ways(changes, relation, reason):
    a, b = claim(), claim(**OTHER | changes)
    assert relate(a, b) == relate(b, a) == (relation, reason)
    assert reason in NOTES


SO_FAR = {"as_of": "2024", "as_of_from": "text"}
MANY = {"low": 600.0, "high": 600.0, "noun_class": "soldier"}
TIMES = [  # what both claims change, what the second changes besides, the relation, the reason
    ({"event": "arrested"}, {"low": 4.0, "high": 4.0, "as_of": "2024-05-03"}, "incomparable", "days"),
    ({"scope": "added"}, {"low": 4.0, "high": 4.0, "as_of": "2024-05-03"}, "incomparable", "days"),
    (
        SO_FAR | {"published": "2024-05-02"},
        {"low": 14.0, "high": 14.0, "published": "2024-05-30"},
        "incomparable",
        "grown",
    ),
    (SO_FAR | {"published": "2024-05-02"}, {"low": 9.0, "high": 9.0, "published": "2024-05-30"}, "differs", "apart"),
    (MANY, {"low": 500.0, "high": 500.0, "as_of": "2024-09"}, "differs", "apart_days"),
    (MANY, {"low": 900.0, "high": 900.0, "as_of": "2024-09"}, "incomparable", "grown"),
    (MANY, {"low": 6000.0, "high": inf, "as_of": "2024-09"}, "differs", "apart_days"),
    (
        {"places": frozenset({"khulna"})},
        {"places": frozenset({"dhaka"}), "low": 9.0, "high": 9.0},
        "incomparable",
        "place",
    ),
    (
        {"places": frozenset({"khulna"})},
        {"places": frozenset({"dhaka", "khulna"}), "low": 9.0, "high": 9.0},
        "differs",
        "apart",
    ),
    ({"as_of": "", "places": frozenset("abc")}, {"low": 9.0, "high": 9.0}, "differs", "apart"),
    ({"as_of": "", "places": frozenset("ab")}, {"low": 9.0, "high": 9.0}, "incomparable", "undated"),
    ({"places": frozenset({"khulna"})}, {"place": "dhaka", "low": 9.0, "high": 9.0}, "incomparable", "place"),
    # the sick are counted by area: one that names none is of the whole country
    (
        {"event": "infected", "places": frozenset({"dhaka"})},
        {"place": "dhaka", "low": 9.0, "high": 9.0},
        "incomparable",
        "place",
    ),
    ({"places": frozenset({"dhaka"})}, {"place": "dhaka", "low": 9.0, "high": 9.0}, "differs", "apart"),
]


@pytest.mark.parametrize(("both", "changes", "relation", "reason"), TIMES)
def test_only_what_is_of_one_time_and_place_differs(both, changes, relation, reason):
    a, b = claim(**both), claim(**OTHER | {"voice": "hospital"} | both | changes)
    assert relate(a, b) == relate(b, a) == (relation, reason)


def test_about_has_no_leeway_towards_a_range():
    about = claim(modifier="about")
    exact, ranged = ({"voice": "hospital", "low": 10.5, "high": high} for high in (10.5, 12.0))
    assert relate(about, claim(**OTHER | exact)) == ("agrees", "overlap")
    assert relate(about, claim(**OTHER | ranged | {"modifier": "range"})) == ("differs", "apart")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-05T10:00", "2024-02-05", "2024-02-05"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-10/2025-07-13", "2024-10-01", "2025-07-13"),
    ],
)
def test_days_of_a_date(value, first, last):
    assert days_of(value) == (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal())
    assert days_of("") is days_of("soon") is None


def test_other_measures_do_not_bear_on_each_other():
    others = [
        {"event": "arrested"},
        {"noun_class": "ship", "event": "lost"},
        {"noun_class": "soldier", "event": "deployed"},
    ]
    for changes in others:
        assert relate(claim(), claim(**OTHER | changes)) is None


def test_sums_need_one_stretch_of_time():
    money = {"event": "earned", "noun_class": "remittance:USD"}
    may = {"as_of": "2024-05", "as_of_from": "text"}
    june = {"as_of": "2024-06", "as_of_from": "text"}
    one = claim(**money | may)
    assert relate(one, claim(**OTHER | money | june | {"voice": "bank", "low": 99.0, "high": 99.0})) is None
    assert relate(one, claim(**OTHER | money | may | {"voice": "bank", "low": 99.0, "high": 99.0}))[0] == "differs"


def test_every_pair_has_one_relation():
    claims = [claim(**OTHER | c) for c, *_ in PAIRS]
    for a, b in itertools.permutations(claims, 2):
        found = relate(a, b)
        assert found is None or (
            found[0] in {"part_of", "incomparable", "repeats", "revises", "agrees", "differs"} and found[1] in NOTES
        )
