"""Pictures: what they say, that their labels cover nothing, and that the same tables give the same bytes."""

import warnings
from datetime import date
from io import BytesIO
from itertools import combinations
from math import nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.dates import date2num
from matplotlib.text import Annotation
from PIL import Image

from helpers import canvas, charts, tables, timeline
from helpers.canvas import MARKS
from helpers.keyness import keyness, stop_words
from helpers.labels import bounds, day, figure, measure_label, number
from helpers.script import ascii_digits


def claim(n, low, high, modifier, who, group, when, measure="killed:person", story="s"):
    return {
        "claim": f"d{n}:0",
        "story": story,
        "measure": measure,
        "doc": f"d{n}",
        "start": 0,
        "sentence": 0,
        "end": 2,
        "low": low,
        "high": high,
        "modifier": modifier,
        "claimant": who,
        "claimant_group": group,
        "as_of": when,
    }


CLAIMS = tables.frame(
    "claims",
    pd.DataFrame(
        [
            claim(1, 10, 12, "range", "পুলিশ", "police", "2024-03-01"),
            claim(2, 10, 12, "range", "পুলিশ", "police", "2024-03-02"),
            claim(3, 15, nan, "more_than", "সদর হাসপাতালের তত্ত্বাবধায়ক ও ফায়ার সার্ভিসের উপপরিচালক", "hospital", "2024-03-02"),
            claim(4, nan, 40, "up_to", "", "voice of x", "2024-03"),
            claim(5, 14, 14, "about", "জেলা প্রশাসক", "dc", "2024-03-09"),
            claim(6, 100, nan, "vague", "", "voice of y", "2024-03-09"),
            claim(7, 3, 3, "exact", "পুলিশ", "police", "", "injured:person"),
        ]
    ),
)


def mentions(*names):
    rows = [
        {
            "doc": "d",
            "start": 10 * i,
            "end": 10 * i + 5,
            "surface": n,
            "name": n,
            "type": t,
            "entity": e,
            "found_by": "lexicon",
        }
        for i, (n, t, e) in enumerate(names)
    ]
    return tables.frame("mentions", rows)


NAMES = mentions(("ঢাকা", "LOC", "dhaka"), ("করিম", "PER", "k"), ("আবদুল করিম", "PER", "k"), ("ঢাকা", "LOC", "dhaka"))
SENTENCES = tables.frame(
    "sentences",
    [
        {"doc": "d", "sentence": 0, "start": 0, "end": 15, "part": "body", "text": "ঢাকা করিম"},
        {"doc": "d", "sentence": 1, "start": 18, "end": 60, "part": "body", "text": "আবদুল করিম ঢাকা"},
    ],
)
ENTITIES = tables.frame(
    "entities",
    [
        {"doc": "d", "entity": "dhaka", "type": "LOC", "name_en": "Dhaka", "names": "ঢাকা", "lat": 23.7, "lon": 90.4},
        {
            "doc": "d",
            "entity": "k",
            "type": "PER",
            "name_en": "Abdul Karim",
            "names": "করিম|আবদুল করিম",
            "lat": nan,
            "lon": nan,
        },
    ],
)


def all_pictures(language):
    figures = pd.DataFrame({"event": ["killed", "killed", "", "spent"]})
    return [
        timeline.claims_over_time(CLAIMS, "s", "killed:person", language, {"s": "নদীতে নৌকাডুবি"}),
        charts.events(figures, language),
        charts.network(NAMES, SENTENCES, ENTITIES, language),
        charts.places(ENTITIES, NAMES, language),
        charts.words(keyness(SENTENCES), language),
    ]


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_same_tables_give_the_same_bytes_and_no_glyph_is_missing(language):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        first, second = ([p.png for p in all_pictures(language)] for _ in range(2))
    assert first == second


def test_a_picture_tells_those_who_cannot_see_it():
    picture = timeline.claims_over_time(CLAIMS, "s", "killed:person", "en")
    assert picture.alt.startswith("people killed. 1 March 2024: পুলিশ 10–12; ")
    assert "more than 15" in picture.alt
    assert "the article's own voice x up to 40" in picture.alt
    assert "100" not in picture.alt  # vague magnitudes are not drawn
    with Image.open(BytesIO(picture.png)) as image:
        assert image.text["Description"] == picture.alt
        assert "Software" not in image.text


def numbers_of(picture):
    axes = picture.figure.axes[0]
    picture.figure.draw_without_rendering()
    return [t for t in axes.texts if isinstance(t, Annotation) and t.get_text()], axes


def test_every_claim_has_its_number_and_none_covers_another():
    notes, axes = numbers_of(timeline.claims_over_time(CLAIMS, "s", "killed:person", "en"))
    assert sorted(n.get_text() for n in notes) == sorted(["10–12", "10–12", "more than 15", "up to 40", "about 14"])
    boxes = [n.get_window_extent() for n in notes]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    names = axes.get_legend().get_texts()
    assert len(names) == 4
    assert not any(a.overlaps(b) for a, b in combinations([t.get_window_extent().padded(-1) for t in names], 2))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 28),
            st.integers(1, 10**7),
            st.integers(0, 3),
            st.sampled_from(["exact", "range", "more_than", "up_to"]),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_numbers_never_cover_each_other(told):
    rows = []
    for i, (on, low, group, modifier) in enumerate(told):
        high = {"exact": low, "range": 2 * low, "more_than": nan, "up_to": low}[modifier]
        rows.append(
            claim(
                i, nan if modifier == "up_to" else low, high, modifier, f"কণ্ঠ {group}", f"g{group}", f"2024-05-{on:02}"
            )
        )
    notes, _ = numbers_of(timeline.claims_over_time(tables.frame("claims", pd.DataFrame(rows)), "s", "killed:person"))
    boxes = [n.get_window_extent() for n in notes]
    assert notes
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_two_voices_of_one_name_and_number():
    rows = [claim(n, 7, 7, "exact", "পুলিশ", f"police {n}", "2024-05-01") for n in range(7)]
    _, axes = numbers_of(timeline.claims_over_time(tables.frame("claims", pd.DataFrame(rows)), "s", "killed:person"))
    names = axes.get_legend().get_texts()
    assert [t.get_text() for t in names].count("পুলিশ") == 4
    assert "অন্যান্য কণ্ঠ" in [t.get_text() for t in names]
    assert not any(a.overlaps(b) for a, b in combinations([t.get_window_extent().padded(-1) for t in names], 2))


def test_a_crowd_stays_near_its_day():
    rows = [claim(n, n + 1, n + 1, "exact", "", f"g{n}", "2024-05-01" if n else "2026-05-01") for n in range(60)]
    picture = timeline.claims_over_time(tables.frame("claims", pd.DataFrame(rows)), "s", "killed:person", "en")
    axes = picture.figure.axes[0]
    first, last = axes.get_xlim()
    marks = [x for line in axes.lines if line.get_marker() in MARKS for x in line.get_xdata() if x > 2]
    day_ = date2num(date(2024, 5, 1))
    assert len(marks) >= 60
    assert all(abs(x - day_) < (last - first) / 8 for x in marks if x < (first + last) / 2)


def test_of_a_voice_and_day_the_greatest_is_drawn():
    rows = [claim(n, n, n, "exact", "পুলিশ", "police", "2024-05-01") for n in (3, 9, 5)]
    picture = timeline.claims_over_time(tables.frame("claims", pd.DataFrame(rows)), "s", "killed:person", "en")
    assert picture.alt == "people killed. 1 May 2024: পুলিশ 9"


def test_the_busiest_measures_are_those_of_most_voices():
    assert timeline.busiest(CLAIMS) == [("s", "killed:person")]


def test_empty_tables_draw_empty_pictures():
    empty = {name: tables.frame(name, []) for name in tables.COLUMNS}
    drawn = [
        timeline.claims_over_time(empty["claims"], "s", "killed:person"),
        charts.events(empty["figures"]),
        charts.network(empty["mentions"], empty["sentences"], empty["entities"]),
        charts.places(empty["entities"], empty["mentions"]),
        charts.words(keyness(empty["sentences"])),
    ]
    assert timeline.busiest(empty["claims"]) == []
    assert [p.png[:4] for p in drawn] == [b"\x89PNG"] * 5


def test_saving_leaves_only_what_was_saved(tmp_path):
    (tmp_path / "old.png").write_bytes(b"")
    saved = canvas.save([charts.events(pd.DataFrame({"event": ["killed"]}))] * 3, tmp_path)
    assert [p.name for p in saved] == ["01_events.png", "02_events.png", "03_events.png"]
    assert set(tmp_path.iterdir()) == set(saved)


def test_network_calls_a_person_by_the_full_name():
    notes, _ = numbers_of(charts.network(NAMES, SENTENCES, ENTITIES))
    assert {n.get_text() for n in notes} == {"ঢাকা", "আবদুল করিম"}
    assert "ঢাকা–আবদুল করিম (২)" in charts.network(NAMES, SENTENCES, ENTITIES).alt


@pytest.mark.parametrize(
    ("low", "high", "modifier", "bn", "en"),
    [
        (13000, 13000, "about", "প্রায় ১৩,০০০", "about 13,000"),
        (10000, 12000, "range", "১০,০০০–১২,০০০", "10,000–12,000"),
        (10000, nan, "more_than", "১০,০০০-এর বেশি", "more than 10,000"),
        (nan, 500, "up_to", "সর্বোচ্চ ৫০০", "up to 500"),
        (600, 600, "exact", "৬০০", "600"),
        (7, 7, "range", "৭", "7"),
        (10, 12, "about", "প্রায় ১০–১২", "about 10–12"),
        (10**7, nan, "more_than", "১ কোটির বেশি", "more than 10 million"),
        (nan, 2 * 10**5, "less_than", "২ লাখের কম", "less than 200,000"),
        (nan, nan, "exact", "", ""),
    ],
)
def test_bounds_in_words(low, high, modifier, bn, en):
    assert (bounds(low, high, modifier, "bn"), bounds(low, high, modifier, "en")) == (bn, en)


@pytest.mark.parametrize(
    ("value", "bn", "en"),
    [
        (129040, "১,২৯,০৪০", "129,040"),
        (0, "০", "0"),
        (-1234.5, "-১,২৩৪.৫", "-1,234.5"),
        (10**7, "১,০০,০০,০০০", "10,000,000"),
    ],
)
def test_numbers_have_the_groups_of_the_language(value, bn, en):
    assert (number(value, "bn"), number(value, "en")) == (bn, en)


@pytest.mark.parametrize(
    ("measure", "bn", "en"),
    [
        ("killed:soldier", "সেনা নিহত", "soldiers killed"),
        ("voted:vote", "ভোট", "votes cast"),
        ("spent:cost:BDT", "ব্যয় (টাকা)", "cost spent (taka)"),
        ("unheard:of", "of unheard", "of unheard"),
    ],
)
def test_measures_in_words(measure, bn, en):
    assert (measure_label(measure, "bn"), measure_label(measure, "en")) == (bn, en)


def test_words_for_axes_dates_and_measures():
    assert (figure(12_000_000, "bn"), figure(12_000_000, "en")) == ("১.২ কোটি", "12 million")
    assert (day("2025-04-28", "bn"), day("2024-06/2025-06", "en")) == ("২৮ এপ্রিল ২০২৫", "June 2024–June 2025")


def test_keyness_finds_the_story_and_leaves_out_small_words():
    texts = ["নৌকাডুবির পর ডুবুরিরা নদীতে তল্লাশি চালায়।", "ডুবুরিদের দাবি, নৌকাডুবি ঘটে রাতে এবং তাদের ডাকা হয় পরে।"]
    table = pd.DataFrame({"doc": ["a", "b"], "text": texts})
    key = keyness(table)
    assert "নৌকাডুবি" in set(key["word"])
    assert "এবং" not in set(key["word"])
    assert key["keyness"].is_monotonic_decreasing
    assert stop_words() & {"হাজার", "কোটি", "উত্তর", "দুই"} == set()
    assert "এবং" in stop_words()


def test_large_numbers_in_words_where_these_say_all_of_it():
    told = {6_380_000_000: "৬৩৮ কোটি", 150_000: "১.৫ লাখ", 129_040: "১,২৯,০৪০", 13_000: "১৩,০০০", 1_234_567: "১২,৩৪,৫৬৭"}
    assert {n: figure(n, "bn") for n in told} == told
    assert (figure(6_380_000_000, "en"), figure(150_000, "en")) == ("6.38 billion", "150,000")


@given(st.integers(0, 10**13), st.sampled_from(["bn", "en"]))
def test_a_figure_loses_nothing(value, language):
    scales = {"কোটি": 10**7, "লাখ": 10**5, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    digits, _, word = ascii_digits(figure(value, language)).replace(",", "").partition(" ")
    assert round(float(digits) * scales.get(word, 1)) == value


def test_a_class_without_a_label_is_called_by_its_first_word():
    assert measure_label("supplied:gas:ft3", "bn") == "গ্যাস সরবরাহ (ঘনফুট)"
    assert measure_label("supplied:police_station", "en") == "police station supplied"
