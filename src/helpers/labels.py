"""What a reader sees: labels in Bengali or English, numbers in its digits and groups, dates in words."""

from __future__ import annotations

from functools import cache
from math import isclose, isnan

from babel.numbers import format_decimal

from .lexicon import BUILTIN
from .script import bengali_digits

_SCALES = {
    "bn": ((10**7, "crore"), (10**5, "lakh"), (1000, "thousand")),
    "en": ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")),
}


@cache
def _labels() -> dict[str, dict[str, str]]:
    """What labels.csv says, else of a class or a unit the first word that stands for it."""
    found = {r["key"]: r for r in BUILTIN.rows("labels")}
    for name, key in (("noun_classes", "class"), ("units", "unit")):
        for row in BUILTIN.rows(name):
            found.setdefault(row[key], {"bn": next(iter(row.values())), "en": row[key].replace("_", " ")})
    return found


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


def _scaled(value: float, language: str) -> tuple[int, str]:
    size, word = next(((size, word) for size, word in _SCALES[language] if value >= size), (1, ""))
    return size, f"{number(value / size, language)} {label(word, language)}".strip()


def short(value: float, language: str) -> str:
    """The number in its largest scale, for an axis: ৪০ হাজার, ১.২ কোটি; 40 thousand, 12 million."""
    return _scaled(value, language)[1]


def figure(value: float, language: str) -> str:
    """The number as a newspaper prints it: ১৩,০০০, but ৬৩৮ কোটি where that says all of it; 13,000, but 1.5 million."""
    size, words = _scaled(value, language)
    exact = size > 1000 and isclose(round(value / size, 2) * size, value, rel_tol=0, abs_tol=0.005)
    return words if exact else number(value, language)


def bounds(low: float, high: float, modifier: str, language: str) -> str:
    """The figure as said: প্রায় ১৩,০০০; ১০,০০০–১২,০০০; ১০,০০০-এর বেশি."""
    shown = [figure(x, language) for x in (low, high) if not isnan(x)]
    if modifier == "range" and low < high:
        return "–".join(shown)
    if not shown or modifier in ("exact", "range"):
        return "".join(shown[:1])
    word = label(modifier, language)
    if word.startswith("-এর") and "ক" <= shown[0][-1] <= "হ":  # লাখের, but কোটির and ১০,০০০-এর
        return f"{shown[0]}ে{word[2:]}"
    if word.startswith("-এর") and not shown[0][-1].isdigit():
        return f"{shown[0]}{word[2:]}"
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
