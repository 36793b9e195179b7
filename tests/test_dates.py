"""Date expressions: tables of examples, and properties that hold for any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.dates import find_dates, publication_date

SUNDAY = "2025-07-13"
EXAMPLES = [
    ("১২ই জুলাই ২০২৫ ১০:২৩:১৬ অপরাহ্ন", "2025-07-12T22:23:16"),
    ("রবিবার (১৩ জুলাই)", "2025-07-13"),
    ("০০৩০ ঘণ্টা, মার্চ ২০, ২০২৪", "2024-03-20T00:30"),
    ("23 Feb 2020 08:44 PM BdST", "2020-02-23T20:44"),
    ("১৩.০৭.২৫", "2025-07-13"),
    ("১২-১৫ জুলাই", "2025-07-12/2025-07-15"),
    ("২০২৪ সালের জুনে", "2024-06"),
    ("নব্বইয়ের দশকে", "1990/1999"),
    ("২০২৫-২৬ অর্থবছর", "2025-07/2026-06"),
    ("১ জানুয়ারি থেকে ১৩ আগস্ট", "2025-01-01/2025-08-13"),
    ("গত শনিবার", "2025-07-12"),
    ("গত বছরের অক্টোবরে", "2024-10"),
    ("রাত সাড়ে ১২টায়", "2025-07-14T00:30"),
    ("১লা বৈশাখ ১৪৩২", "2025-04-14"),
    ("৩০ আশ্বিন ১৪৩২ বঙ্গাব্দ", "2025-10-15"),
]


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_reads(text: str, value: str) -> None:
    assert [t.value for t in find_dates(text, SUNDAY)] == [value]


@pytest.mark.parametrize("text", ["২০২৪ টাকা", "২০২০ জন", "১৮ জন নিহত", "শনি গ্রহ", "জুলাই অভ্যুত্থান"])
def test_is_no_date(text: str) -> None:
    assert find_dates(text, SUNDAY) == []


def test_nothing_fixes_it() -> None:
    assert [(t.value, t.precision, t.anchor) for t in find_dates("গত শনিবার")] == [("", "none", "none")]


def test_publication_date() -> None:
    assert publication_date("শিরোনাম\nপ্রকাশ : ১৬ ডিসেম্বর ২০২৫, ১৪:৫০\n\nকথা।") == ("2025-12-16T14:50", "text")
    assert publication_date("কথা", "১৩ জুলাই ২০২৫") == ("2025-07-13", "metadata")
    assert publication_date("কথা।") == ("", "none")


PARTS = st.sampled_from(
    ["গত ", "৯৯৯ ", "বছর ", "আগে ", "জুলাই ", "২০২৪", "-", "থেকে ", "বৈশাখ ", "\ud800", "া", "টা ", "(", "৯"]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(PARTS).map("".join)), st.sampled_from(["", SUNDAY, "0001-01-01", "9999-12-31"]))
def test_never_raises_and_slices(text: str, published: str) -> None:
    for t in find_dates(text, published):
        assert 0 <= t.start < t.end <= len(text)
    publication_date(text)
