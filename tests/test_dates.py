"""Date expressions: tables of examples, and properties that hold for any text."""

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.dates import find_dates, publication_date
from helpers.lexicon import BUILTIN
from helpers.script import bengali_digits

SUNDAY = "2025-07-13"
MONTHS = ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"]
EXAMPLES = [
    ("১২ই জুলাই ২০২৫ ১০:২৩:১৬ অপরাহ্ন", "2025-07-12T22:23:16"),
    ("রবিবার (১৩ জুলাই)", "2025-07-13"),
    ("০০৩০ ঘণ্টা, মার্চ ২০, ২০২৪", "2024-03-20T00:30"),
    ("23 Feb 2020 08:44 PM BdST", "2020-02-23T20:44"),
    ("27 ফেব্রুয়ারী ২০২৪", "2024-02-27"),
    ("২১শে ফেব্রুয়ারি ১৯৫২", "1952-02-21"),
    ("১৩.০৭.২৫", "2025-07-13"),
    ("১৩/০৭/২০২৫", "2025-07-13"),
    ("2024/08/13", "2024-08-13"),
    ("২০২৪.৮.১৩", "2024-08-13"),
    ("2025-07-13T10:22:16+06:00", "2025-07-13T10:22:16"),
    ("১২-১৫ জুলাই", "2025-07-12/2025-07-15"),
    ("১২ ও ১৩ জুলাই", "2025-07-12/2025-07-13"),
    ("১১, ১২ ও ১৩ জুলাই", "2025-07-11/2025-07-13"),
    ("১৪ জুলাই'র", "2025-07-14"),
    ("একুশে ফেব্রুয়ারি ২০২৪", "2024-02-21"),
    ("পহেলা মে ২০২৪", "2024-05-01"),
    ("২০২৪ সালের জুনে", "2024-06"),
    ("২০২৪-এর ৫ আগস্ট", "2024-08-05"),
    ("২০২৪ সালের জুন-জুলাইয়ে", "2024-06/2024-07"),
    ("৭১ সালে", "1971"),
    ("’৯০-এর গণঅভ্যুত্থান", "1990"),
    ("একাত্তরের কথা", "1971"),
    ("১৯৫০-৫৩ সালে", "1950/1953"),
    ("নব্বইয়ের দশকে", "1990/1999"),
    ("১৯৬০-এর দশকে", "1960/1969"),
    ("২০২৫-২৬ অর্থবছর", "2025-07/2026-06"),
    ("২০২৫-২৬ অর্থবর্ষে", "2025-04/2026-03"),
    ("চলতি অর্থবছরে", "2025-07/2026-06"),
    ("গত আর্থিক বছরে", "2024-07/2025-06"),
    ("১ জানুয়ারি থেকে ১৩ আগস্ট", "2025-01-01/2025-08-13"),
    ("গত শনিবার", "2025-07-12"),
    ("গতকাল শনিবার", "2025-07-12"),
    ("গত কাল", "2025-07-12"),
    ("আগামী রোববার", "2025-07-20"),
    ("গত বছরের অক্টোবরে", "2024-10"),
    ("আগামী ১২ ফেব্রুয়ারি", "2026-02-12"),
    ("এই মাসে", "2025-07"),
    ("চলতি মাসের ৫ তারিখে", "2025-07-05"),
    ("গত মাসের ২৮ তারিখ", "2025-06-28"),
    ("গত সপ্তাহে", "2025-06-30/2025-07-06"),
    ("গত সপ্তাহের বুধবার", "2025-07-02"),
    ("আগামী সপ্তাহের সোমবার সকাল ৯টায়", "2025-07-14T09:00"),
    ("রাত ১১টা ৫ মিনিট ৯ সেকেন্ডে", "2025-07-13T23:05:09"),
    ("চলতি বছরের মে বা জুন মাসে", "2025-05/2025-06"),
    ("২৪ এর ৫ আগস্ট", "2024-08-05"),
    ("৭১ এর মুক্তিযুদ্ধ", "1971"),
    ("১০৩৩ খ্রিষ্টাব্দে", "1033"),
    ("২ মার্চ, ২০২৪ ৫ জন", "2024-03-02"),
    ("মার্চে মেলা হবে।", "2026-03"),
    ("মার্চের মধ্যে মেলা বসবে।", "2026-03"),
    ("মার্চে মেলা হয়েছে।", "2025-03"),
    ("মার্চের মেলা ভালো হবে।", "2025-03"),
    ("মার্চে তিনি বলেছেন, মেলা হবে।", "2025-03"),
    ("বুধবার ক্লাস শুরু হবে।", "2025-07-16"),
    ("বুধবার ক্লাস শুরু হয়েছে।", "2025-07-09"),
    ("তবে মার্চে তিনি এলেন।", "2025-03"),
    ("মার্চে মেলা হওয়ার কথা রয়েছে।", "2026-03"),
    ("আগামী দুই মাসে", "2025-07-13/2025-09-13"),
    ("গত ২৪ ঘণ্টায়", "2025-07-12/2025-07-13"),
    ("তিন বছর আগে", "2022"),
    ("গত মৌসুমে", "2024/2025"),
    ("রাত সাড়ে ১২টায়", "2025-07-14T00:30"),
    ("দুপুর ২টায়", "2025-07-13T14:00"),
    ("দুপুর আড়াইটার দিকে", "2025-07-13T14:30"),
    ("শনিবার দিবাগত রাত দেড়টায়", "2025-07-13T01:30"),
    ("শনিবার রাত প্রায় ১১টায়", "2025-07-12T23:00"),
    ("ভোর আনুমানিক সাড়ে ৫টায়", "2025-07-13T05:30"),
    ("রাত ৮.৩০ মিনিটে", "2025-07-13T20:30"),
    ("আজ সকাল সাড়ে নয়টায়", "2025-07-13T09:30"),
    ("বিকেল ৪টা ১০ মিনিটে", "2025-07-13T16:10"),
    ("১লা বৈশাখ ১৪৩২", "2025-04-14"),
    ("৩০ আশ্বিন ১৪৩২ বঙ্গাব্দ", "2025-10-15"),
    ("৮ ফাল্গুন ১৩৫৮", "1952-02-21"),
    ("১৯৮৯ সালের ১ বৈশাখ", "1989-04-14"),
    ("গতকাল রোববার", "2025-07-13"),
    ("২৮ ডিসেম্বর", "2024-12-28"),
    ("২০ নভেম্বর", "2025-11-20"),
    ("পহেলা বৈশাখের মেলা", "2025-04-14"),
]


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_reads(text: str, value: str) -> None:
    assert [t.value for t in find_dates(text, SUNDAY)] == [value]


CARRIED = [
    ("২০১৯ সালের ৪ মার্চ শুরু হয়ে শেষ হয় ২৫ মে।", ["2019-03-04", "2019-05-25"]),
    ("২০১৯ সালের ৪ মার্চ শুরু হয়। শেষ ২৫ মে।", ["2019-03-04", "2025-05-25"]),
    ("১২ জুলাই বৈঠক হয়। ওই দিন রাতে চুক্তি।", ["2025-07-12", "2025-07-12"]),
    ("২০১৭ সালে বিয়ে। ওই বছরের মে মাসে যাত্রা।", ["2017", "2017-05"]),
    ("গতকাল শনিবার জুন মাসের হিসাব এল।", ["2025-07-12", "2025-06"]),
    ("আজ বিকেলে ১৫ আগস্টের ছুটি নিয়ে কথা হবে।", ["2025-07-13", "2025-08-15"]),
    ("গতকাল সন্ধ্যায় (১২ জুলাই)", ["2025-07-12", "2025-07-12"]),
    ("শুক্র ও শনিবার", ["2025-07-11/2025-07-12"]),
    ("পশ্চিমবঙ্গে ১ বৈশাখ ১৪৩২", ["2025-04-15"]),
    ("২০২১ সালের ১৫ জুলাই মেলা বসে। আবার ১৫ জুলাই বসবে।", ["2021-07-15", "2025-07-15"]),
]


@pytest.mark.parametrize(("text", "values"), CARRIED)
def test_reads_in_company(text: str, values: list[str]) -> None:
    found = [t.value for t in find_dates(text, SUNDAY)]
    assert found == values or found == [v for value in values for v in value.split("/")]


NO_DATES = [
    "২০২৪ টাকা",
    "২০২০ জন",
    "১৮ জন নিহত",
    "শনি গ্রহ",
    "জুলাই অভ্যুত্থান",
    "জুলাই সনদ",
    "জুলাই জাতীয় সনদ",
    "মে দিবসে",
    "জুনে ১৭৫২টি",
]


@pytest.mark.parametrize("text", NO_DATES[:-2])
def test_is_no_date(text: str) -> None:
    assert find_dates(text, SUNDAY) == []


def test_a_month_is_not_given_a_count_for_a_year() -> None:
    assert [t.value for t in find_dates("জুনে ১৭৫২টি", SUNDAY)] == ["2025-06"]


@pytest.mark.parametrize("text", ["গত শনিবার", "১২ জুলাই", "৫ রমজান ১৪৪৬", "৩১ জুন ২০২৪", "আগামী কয়েক দিনে"])
def test_nothing_fixes_it(text: str) -> None:
    assert [(t.value, t.precision, t.anchor) for t in find_dates(text)] == [("", "none", "none")]


def test_publication_date() -> None:
    assert publication_date("শিরোনাম\nপ্রকাশ : ১৬ ডিসেম্বর ২০২৫, ১৪:৫০\n\nকথা।") == ("2025-12-16T14:50", "text")
    glued = "শিরোনাম\n\nপ্রকাশ: ১৭ ডিসেম্বর ২০২৫ | ১৫:৪৭ | আপডেট: ১৭ ডিসেম্বর ২০২৫ | ১৮:০৪ " + "আজ সভা বসেছে এই শহরে। " * 5
    assert publication_date(glued) == ("2025-12-17T15:47", "text")
    assert publication_date("কথা", "১৩ জুলাই ২০২৫") == ("2025-07-13", "metadata")
    assert publication_date("কথা", "কবে যেন") == ("", "none")
    assert publication_date("কথা।") == ("", "none")


def test_publication_date_is_inferred_where_one_year_fits() -> None:
    story = "শিরোনাম\nরোববার (১৩ জুলাই) সভা হয়। ২০২৫ সালের জুনেও হয়েছিল।"
    assert publication_date(story) == ("2025-07-13", "inferred")


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)), st.sampled_from([0, 1]))
def test_every_way_of_writing_a_day(day: date, bengali: int) -> None:
    month, figures = MONTHS[day.month - 1], (str, bengali_digits)[bengali]
    d, y, m = figures(str(day.day)), figures(str(day.year)), figures(f"{day.month:02}")
    for text in (
        f"{d} {month} {y}",
        f"{d} {month}, {y}",
        f"{y} সালের {d} {month}",
        f"{month} {d}, {y}",
        f"{figures(f'{day.day:02}')}/{m}/{y}",
        f"{y}-{m}-{figures(f'{day.day:02}')}",
    ):
        assert [t.value for t in find_dates(f"সভা {text} হয়।")] == [str(day)]


@given(st.sampled_from(EXAMPLES), st.sampled_from("\u200c\u200d\u200b\ufeff"), st.data())
def test_writing_changes_no_value(row: tuple[str, str], invisible: str, data: st.DataObject) -> None:
    text, value = row
    at = data.draw(st.integers(0, len(text)))
    old = text.replace("য়", "\u09df").replace("ড়", "\u09dc").replace("ঢ়", "\u09dd")
    forms = (text[:at] + invisible + text[at:], old, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")))
    for form in forms:
        assert [t.value for t in find_dates(form, SUNDAY)] == [value]


NOISE = ["গত ", "৯৯৯ ", "বছর ", "আগে ", "জুলাই ", "২০২৪", "-", "থেকে ", "বৈশাখ ", "\ud800", "া", "টা ", "(", "৯", "দশক "]
NOISE += ["কাল ", "তারিখ ", "-এর ", "সাড়ে ", "১২", ":", "/", ".", "রাত ", "সোমবার ", "ও ", "চলতি ", "অর্থবছর ", "’", "ফাল্গুন "]
NOISE += [
    w + space for name in ("time_words", "months", "weekdays") for w in BUILTIN.words(name) for space in ("", " ")
]
ANCHORS = st.sampled_from(["", SUNDAY, "0001-01-01", "9999-12-31", "2024-02-29T10:00"])


@settings(deadline=None, max_examples=500)
@given(st.one_of(st.text(), st.lists(st.sampled_from(NOISE)).map("".join)), ANCHORS)
@example("গত দুই মৌসুমে", SUNDAY)
@example("(" * 20_000, SUNDAY)
@example("১" * 20_000, SUNDAY)
@example("গত " * 2_000, SUNDAY)
def test_never_raises_and_slices(text: str, published: str) -> None:
    end = 0
    for t in find_dates(text, published):
        assert end <= t.start < t.end <= len(text)
        end = t.end
    publication_date(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("সকাল ৯টা থেকে সাড়ে ৯টার মধ্যে", "2025-07-13T09:00/2025-07-13T09:30"),
        ("রাত ৮টা থেকে ১০টা", "2025-07-13T20:00/2025-07-13T22:00"),
        ("সেই বছরের ৩০ মে", ""),
    ],
)
def test_what_stands_together(text: str, value: str) -> None:
    assert [t.value for t in find_dates(text, SUNDAY)] == [value]
