"""What a reader sees: labels in Bengali or English, numbers in its digits and groups, dates in words."""

from __future__ import annotations

from functools import cache
from math import isnan

from .lexicon import BUILTIN
from .script import bengali_digits

_STEPS = ((10**7, "কোটি", "crore"), (10**5, "লাখ", "lakh"), (1000, "হাজার", "thousand"))
_WESTERN = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_MONTHS = {
    "bn": ["জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন", "জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {r["key"]: r for r in BUILTIN.rows("labels")}


def label(key: str, language: str, **filled: object) -> str:
    """The label of a key, its braces filled; a key that has none is its own label. `language` is bn or en."""
    text = _labels().get(key, {}).get(language, key)
    shown = {k: number(v, language) if isinstance(v, int | float) else v for k, v in filled.items()}
    return text.format(**shown) if filled else text


def measure_label(measure: str, language: str) -> str:
    """event:class:unit as words: সেনা নিহত; soldiers killed; cost (taka)."""
    event, noun, *unit = [label(part, language) for part in (measure + ":").split(":")]
    words = " ".join(dict.fromkeys(filter(None, (noun, event))))
    return f"{words} ({unit[0]})" if unit and unit[0] else words


def number(value: float, language: str) -> str:
    """The number with its groups: ১,২৯,০৪০ in Bengali, 129,040 in English; at most two decimals."""
    sign, value = ("-" if value < 0 else ""), abs(round(float(value), 2))
    whole, _, decimals = f"{value:.2f}".rstrip("0").rstrip(".").partition(".")
    if language == "en":
        return f"{sign}{int(whole):,}" + (f".{decimals}" if decimals else "")
    head, tail = whole[:-3], whole[-3:]
    groups = [head[max(0, i - 2) : i] for i in range(len(head), 0, -2)][::-1]
    return bengali_digits(sign + ",".join([*groups, tail]) + (f".{decimals}" if decimals else ""))


def short(value: float, language: str) -> str:
    """The number in its largest scale, for an axis: ৪০ হাজার, ১.২ কোটি; 40 thousand, 12 million."""
    steps = [(size, bn if language == "bn" else "") for size, bn, _ in _STEPS] if language == "bn" else list(_WESTERN)
    for size, word in steps:
        if value >= size:
            return f"{number(value / size, language)} {word}"
    return number(value, language)


def bounds(low: float, high: float, modifier: str, language: str) -> str:
    """The figure as said: প্রায় ১৩,০০০; ১০,০০০–১২,০০০; ১০,০০০-এর বেশি."""
    shown = [number(x, language) for x in (low, high) if not isnan(x)]
    if modifier == "range" and low < high:
        return "–".join(shown)
    if not shown:
        return ""
    if modifier in ("exact", "range"):
        return shown[0]
    word = label(modifier, language)
    return f"{shown[0]}{word}" if word.startswith("-") else f"{word} {shown[0]}"


def day(value: str, language: str) -> str:
    """An ISO 8601 date in words: ২৮ এপ্রিল ২০২৫; intervals by their ends, clock times left out."""
    if not value:
        return label("undated", language)
    if "/" in value:
        return "–".join(day(v, language) for v in value.split("/"))
    parts = value[:10].split("-")
    words = [
        *([str(int(parts[2]))] if len(parts) > 2 else []),
        *([_MONTHS[language][int(parts[1]) - 1]] if len(parts) > 1 else []),
    ]
    text = " ".join([*words, parts[0]])
    return bengali_digits(text) if language == "bn" else text
