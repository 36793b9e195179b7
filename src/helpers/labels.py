"""What a reader sees: labels in Bengali or English, numbers in its digits and groups, dates in words."""

from __future__ import annotations

from functools import cache
from math import isnan

from babel.numbers import format_compact_decimal, format_decimal

from .lexicon import BUILTIN
from .script import bengali_digits


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


def _digits(text: str, language: str) -> str:
    return bengali_digits(text) if language == "bn" else text


def number(value: float, language: str) -> str:
    """The number with its groups: ১,২৯,০৪০ in Bengali, 129,040 in English; at most two decimals."""
    return _digits(format_decimal(round(value, 2), locale=language), language)


def short(value: float, language: str) -> str:
    """The number in its largest scale, for an axis: ৪০ হাজার, ১.২ কোটি; 40 thousand, 12 million."""
    if value < 1000:
        return number(value, language)
    return _digits(format_compact_decimal(value, format_type="long", locale=language, fraction_digits=2), language)


def bounds(low: float, high: float, modifier: str, language: str) -> str:
    """The figure as said: প্রায় ১৩,০০০; ১০,০০০–১২,০০০; ১০,০০০-এর বেশি."""
    shown = [number(x, language) for x in (low, high) if not isnan(x)]
    if modifier == "range" and low < high:
        return "–".join(shown)
    if not shown or modifier in ("exact", "range"):
        return "".join(shown[:1])
    word = label(modifier, language)
    return f"{shown[0]}{word}" if word.startswith("-") else f"{word} {shown[0]}"


def day(value: str, language: str) -> str:
    """An ISO 8601 date in words: ২৮ এপ্রিল ২০২৫; intervals by their ends, clock times left out."""
    if not value:
        return label("undated", language)
    if "/" in value:
        return "–".join(day(v, language) for v in value.split("/"))
    year, *month_and_day = value[:10].split("-")
    words = [label(f"month_{m}", language) for m in month_and_day[:1]] + [year]
    return _digits(" ".join([*(d.lstrip("0") for d in month_and_day[1:]), *words]), language)
