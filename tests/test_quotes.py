"""Quotations: their spans, also where marks are missing or of another shape, and who speaks in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.article import Settings, _read
from helpers.attribution import attribute
from helpers.corpus import Document
from helpers.quotes import Quote, quotations
from helpers.script import fold


def quotes(text: str) -> list[Quote]:
    return attribute(_read(Document("t", "", text, ""), Settings(), ()), [])[1]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("তিনি বলেন, “আমরা যাব।” পরে যান।", ["“আমরা যাব।”"]),
        ("তিনি বলেন, ‘আমরা যাব’। পরে যান।", ["‘আমরা যাব’"]),
        ('তিনি বলেন, "আমরা যাব।" পরে যান।', ['"আমরা যাব।"']),
        ("তিনি বলেন, ”আমরা যাব।” পরে যান।", ["”আমরা যাব।”"]),  # the wrong shape in front
        ("তিনি বলেন, ” আমরা যাব।” পরে যান।", ["” আমরা যাব।”"]),
        ("তিনি বলেন, “ওরা ‘এগারো’ দেখেছি।” পরে যান।", ["“ওরা ‘এগারো’ দেখেছি।”"]),  # one in another
        ("তিনি বলেন, ‘‘আমরা যাব।’’ পরে যান।", ["‘‘আমরা যাব।’’"]),  # doubled
        ("দু'দিন পরে ‘ঢাকা’ গেলেন।", ["‘ঢাকা’"]),  # an apostrophe
        ("তিনি বলেন, “আমরা যাব।\nপরে গেলেন “ঢাকা”।", ["“আমরা যাব।", "“ঢাকা”"]),  # never closed
        ("তিনি বলেন, “আমরা যাব।\n“আমরা থাকব।” পরে যান।", ["“আমরা যাব।", "“আমরা থাকব।”"]),  # a speech's paragraphs
        ("আমরা যাব।” পরে যান।", []),  # never opened
        ("", []),
    ],
)
def test_where_quotations_begin_and_end(text: str, inside: list[str]) -> None:
    folded = fold(text)
    assert [folded[start:end] for start, end in quotations(folded)] == [fold(q) for q in inside]


@pytest.mark.parametrize(
    ("text", "speaker", "direct"),
    [
        ("মেয়র আবদুল করিম বলেন, ‘আমরা চারটি সেতু চাই।’", "আবদুল করিম", True),
        ("‘আমরা চারটি সেতু চাই,’ বলেন মেয়র আবদুল করিম।", "আবদুল করিম", True),
        ("মেয়র আবদুল করিম এসেছিলেন। তিনি বলেন, ‘আমরা চারটি সেতু চাই।’", "আবদুল করিম", True),
        ("মেয়র আবদুল করিম বলেন, শহর ‘এক নতুন দিনের’ পথে।", "আবদুল করিম", False),
        ("দেয়ালে লেখা ছিল ‘আমরা চারটি সেতু চাই’।", "", False),
    ],
)
def test_speaker(text: str, speaker: str, direct: bool) -> None:
    (quote,) = quotes(text)
    assert (fold(quote.speaker), quote.direct) == (fold(speaker), direct)


def test_words_at_a_distance_are_no_quotation() -> None:
    assert quotes("সবচেয়ে ‘অদ্ভুত জিনিস’ তিনি দেখেছেন।") == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="কখ া।,\n “”‘’\"'«»()", max_size=80))
def test_quotations_are_ordered_and_apart(text: str) -> None:
    spans = quotations(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[start] in "“”„\"«»‘’'" for start, _ in spans)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for quote in quotes(text):
        assert 0 <= quote.start < quote.end <= len(text)
        assert quote.cue in text
