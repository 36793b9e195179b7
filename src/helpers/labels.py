"""What a reader sees: labels in Bengali or English, numbers in its digits and groups, dates in words."""

from functools import cache
from math import isclose, isnan

import pandas as pd
from babel.numbers import format_decimal

from .lexicon import BUILTIN
from .script import bengali_digits

_SCALES = {"bn": ((10**7, "crore"), (10**5, "lakh")), "en": ((10**9, "billion"), (10**6, "million"))}


@cache
def _labels() -> dict[str, dict[str, str]]:
    """What labels.csv says, of a note also by its English; else of a class or a unit the first word for it."""
    rows = BUILTIN.rows("labels")
    found = {r["key"]: r for r in rows} | {r["en"]: r for r in rows if r["key"].startswith("n_")}
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
    event, noun, *unit = [part and label(part, language) for part in (measure + ":").split(":")]
    words = " ".join(dict.fromkeys(filter(None, (noun, event))))
    return f"{words} ({unit[0]})" if unit and unit[0] else words


def number(value: float, language: str) -> str:
    """The number with its groups: ১,২৯,০৪০ in Bengali, 129,040 in English; at most two decimals."""
    written = format_decimal(round(value, 2), locale=language)
    return bengali_digits(written) if language == "bn" else written


def figure(value: float, language: str) -> str:
    """The number as a newspaper prints it: ১৩,০০০, but ৬৩৮ কোটি where that says all of it; 13,000, but 1.5 million."""
    size, word = next((scale for scale in _SCALES[language] if value >= scale[0]), (1, ""))
    exact = isclose(round(value / size, 2) * size, value, rel_tol=0, abs_tol=0.005)
    return f"{number(value / size, language)} {label(word, language)}" if word and exact else number(value, language)


def bounds(low: float, high: float, modifier: str, language: str) -> str:
    """The figure as said: প্রায় ১৩,০০০; ১০,০০০–১২,০০০; ১০,০০০-এর বেশি."""
    said = "–".join(dict.fromkeys(figure(x, language) for x in (low, high) if not isnan(x)))
    if not said or modifier in ("exact", "range"):
        return said
    told = label(modifier, language, figure=said)
    return told.replace("লাখ-এর", "লাখের").replace("কোটি-এর", "কোটির")  # digits alone keep the hyphen


def day(value: str, language: str) -> str:
    """An ISO 8601 date in words: ২৮ এপ্রিল ২০২৫; intervals by their ends, clock times left out."""
    if not value:
        return label("undated", language)
    if "/" in value:
        return "–".join(day(v, language) for v in value.split("/"))
    year, *rest = value[:10].split("-")
    words = " ".join([*(d.lstrip("0") for d in rest[1:]), *(label(f"month_{m}", language) for m in rest[:1]), year])
    return bengali_digits(words) if language == "bn" else words


def in_words(claims: pd.DataFrame, language: str) -> pd.DataFrame:
    """The claims with what a reader sees of them: `what` is counted, `figure`, `who` says so, and of `when`."""
    own, said = label("own_voice", language), claims[["low", "high", "modifier"]].to_numpy()
    whose = claims[["claimant", "claimant_group", "doc"]].to_numpy()
    return claims.assign(
        what=[measure_label(measure, language) for measure in claims["measure"]],
        figure=[bounds(low, high, modifier, language) for low, high, modifier in said],
        who=[c or f"{own} {group.removeprefix('voice of ').removeprefix(doc)}".strip() for c, group, doc in whose],
        when=[day(value, language) for value in claims["as_of"]],
    )
