"""Number expressions: every way of writing a number reads back as that number."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from num2words import num2words

from helpers.lexicon import BUILTIN
from helpers.quantities import find_quantities
from helpers.script import bengali_digits

NUMBERS = st.one_of(*(st.integers(2, 10**k) for k in range(1, 10)))
BEHIND = (
    "",
    " জন",
    " জনের",
    "টি",
    "টির",
    "টিতে",
    " টাকা",
    " টাকার",
    " শতাংশ",
    " দিনের",
    " জনকে",
    " টন",
    " কিলোমিটারও",
)
ENDINGS = st.sampled_from(BEHIND)
MISSPELT = {35, 37, 44, 66}  # by num2words


def value(text: str) -> list[Decimal | None]:
    found = find_quantities(text)
    assert all(q.low == q.high for q in found)
    return [q.low for q in found]


def grouped(n: int, western: bool) -> str:
    """১২,৩৪,৫৬৭ or 1,234,567."""
    if western or n < 1000:
        return f"{n:,}"
    head, tail = divmod(n, 1000)
    parts = []
    while head:
        head, part = divmod(head, 100)
        parts.append(f"{part:02}" if head else str(part))
    return ",".join([*reversed(parts), f"{tail:03}"])


def composed(n: int, digits: bool) -> str:
    """Groups by কোটি, লাখ, হাজার: coefficients in digits, or in words with শ for the hundreds."""
    parts = []
    for scale, word in ((10**7, "কোটি"), (10**5, "লাখ"), (1000, "হাজার")):
        if part := n // scale:
            parts.append(f"{bengali_digits(str(part)) if digits else num2words(part, lang='bn')} {word}")
            n %= scale
    if n >= 100 and not digits:
        parts.append(num2words(n // 100, lang="bn") + "শ")
        n %= 100
    if n:
        parts.append(bengali_digits(str(n)) if digits else num2words(n, lang="bn"))
    return " ".join(parts)


def spellable(n: int) -> bool:
    """Whether num2words spells it right, and it does not end on নয়, which needs something behind it."""
    return not {n % 100, n // 1000 % 100, n // 10**5 % 100, n // 10**7 % 100} & MISSPELT


@given(NUMBERS, ENDINGS)
def test_words(n: int, ending: str) -> None:
    if spellable(n) and (ending or n % 100 != 9):
        assert value(num2words(n, lang="bn") + ending) == [n]


@given(NUMBERS, ENDINGS)
@example(2345, "টি")
def test_digits_and_groupings(n: int, ending: str) -> None:
    texts = {grouped(n, western=True), grouped(n, western=False), str(n)}
    for text in sorted(texts):
        if ending or "," in text or not (n in (109, 333, 999) or 1799 < n < 2101 or n >= 10**9):  # a call, a year
            assert value(text + ending) == value(bengali_digits(text) + ending) == [n]


@given(NUMBERS, ENDINGS)
def test_composed(n: int, ending: str) -> None:
    if n > 2100 or ending:
        assert value(composed(n, digits=True) + ending) == [n]
    if spellable(n) and (ending or n % 100 != 9):
        assert value(composed(n, digits=False) + ending) == [n]


@given(st.integers(1, 99_99_999))
@example(1_10_000)
def test_a_scale_multiplies_all_that_is_below_it(n: int) -> None:
    assert value(f"{composed(n, digits=True)} কোটি টাকা") == [n * 10**7]


@given(NUMBERS, ENDINGS, st.sampled_from("\u200c\u200d\u200b\ufeff"), st.data())
def test_writing_changes_no_value(n: int, ending: str, invisible: str, data: st.DataObject) -> None:
    text = composed(n, digits=True) + (ending or " জন")
    at = data.draw(st.integers(0, len(text)))
    old = text.replace("য়", "\u09df").replace("ড়", "\u09dc").replace("ঢ়", "\u09dd")
    forms = (text[:at] + invisible + text[at:], old, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD")))
    for form in forms:
        assert value(form) == value(text) == [n]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("১ কোটি ২০ লাখ", "12000000"),
        ("ছয় হাজার ৮০২", "6802"),
        ("৪ হাজার ৭০০", "4700"),
        ("২ লাখ কোটি", "2000000000000"),
        ("১ হাজার ৩৯১ কোটি", "13910000000"),
        ("৭ লাখ ৯৭ হাজার কোটি", "7970000000000"),
        ("২২ লাখ নয় হাজার", "2209000"),
        ("২শ’ ৪৪ কোটি", "2440000000"),
        ("১৩ দশমিক শূন্য ৫", "13.05"),
        ("০ দশমিক শূন্য শূন্য ৩", "0.003"),
        ("দেড়শ", "150"),
        ("দেড় কোটি", "15000000"),
        ("আড়াই হাজার", "2500"),
        ("সাড়ে তিন লাখ", "350000"),
        ("সাড়ে তিনশ", "350"),
        ("সোয়া দুই কোটি", "22500000"),
        ("সোয়া লাখ", "125000"),
        ("পৌনে এক কোটি", "7500000"),
        ("অর্ধকোটি", "5000000"),
        ("তিনশ’ কোটি", "3000000000"),
        ("৩ মিলিয়ন", "3000000"),
        ("আড়াই বিলিয়ন", "2500000000"),
        ("৩.৫", "3.5"),
        ("৩৩ দশমিক ১৪", "33.14"),
        ("পাঁচ দশমিক ছয়", "5.6"),
        ("দশমিক ০৫", "0.05"),
        ("শূন্য দশমিক ৫", "0.5"),
        ("১,২৯,০৪০", "129040"),
        ("১২৩,৪৫৬,৭৮৯", "123456789"),
        ("সাড়ে ১২ হাজার", "12500"),
        ("একশ নয় জন", "109"),
        ("বাহান্ন", "52"),
        ("বায়ান্ন", "52"),
        ("দেড় ডজন", "18"),
        ("কো\u200cটি", "10000000"),
        ("৫শ’ টাকা", "500"),
        ("দুই\nহাজার", "2000"),
    ],
)
def test_values_are_exact(text: str, number: str) -> None:
    assert value(text) == [Decimal(number)]


@pytest.mark.parametrize("text", ["১,২,৩৪", "১.২.৩", "১২৩৪৫৬৭৮৯০১২৩৪৫৬৭৮৯"])
def test_no_number(text: str) -> None:
    assert find_quantities(text) == []


NOISE = st.sampled_from(
    [*"১২৯05.,-/()%’'\n \u200c\u09df\ud800া্", "হাজার ", "হাজার", "লাখ ", "এক", "সাড়ে ", "দশমিক ", "শ", "টি", "কয়েক ", "আধা "]
)

WORDS = st.sampled_from([w for name in ("numbers", "units", "modifiers", "not_figures") for w in BUILTIN.words(name)])


@settings(deadline=None)
@given(st.lists(st.tuples(st.one_of(WORDS, NOISE), st.sampled_from(["", " ", "-", "\n"])), max_size=30))
def test_no_company_of_words_raises(said: list[tuple[str, str]]) -> None:
    text = "".join(map("".join, said))
    for q in find_quantities(text):
        assert q.low is None or q.high is None or q.low <= q.high
        assert 0 <= q.start < q.end <= len(text)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(NOISE, max_size=40).map("".join)))
@example("১" * 20_000)
@example("হাজার " * 2_000)
@example("কোটি " * 2_000)
@example("ট্রিলিয়ন হাজার ট্রিলিয়ন ছেচল্লিশ লাখ কোটি")
@example("(" * 20_000)
@example("সাড়ে")
def test_never_raises_and_slices(text: str) -> None:
    end = 0
    for q in find_quantities(text):
        assert end <= q.start < q.end <= len(text)
        assert text[q.start : q.end].strip() == text[q.start : q.end] != ""
        end = q.end
