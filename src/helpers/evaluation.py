"""Scores tables against an answer key, by the measures that the README reports: precision, recall, F1, shares.

Two annotators are compared in the same way: one's rows as the key, the other's as the table. Rows are lists of dicts of
strings as csv.DictReader gives them; offsets are characters.
"""

import re
from collections.abc import Callable, Iterable, Sequence, Sized
from itertools import combinations, product
from math import inf, isclose
from pathlib import Path

import pandas as pd

from .corpus import CorpusError
from .script import fold

Row = dict[str, str]
Pair = tuple[Row, Row]
Measure = Callable[..., list[str]]
Test = Callable[[Row, Row], float]
_WORD = re.compile(r"[\u0980-\u09ff]+|[A-Za-z0-9]+")
_SECONDS = re.compile(r"(T\d\d:\d\d):\d\d.*$")
_TYPES = ("PER", "LOC", "ORG")
_FIELDS = ("kind", "modifier", "unit", "event", "status", "counted", "claimant")


def read_rows(path: Path) -> list[Row]:
    """A CSV file as dicts of stripped strings; raises CorpusError where there is none."""
    if not path.exists():
        raise CorpusError(f"{path}: not there; name the folder that `khobor tables` or `khobor report` wrote")
    table = pd.read_csv(path, dtype=str, na_filter=False, encoding="utf-8-sig")
    return table.apply(lambda column: column.str.strip()).to_dict("records")


def score_all(prefix: str, folder: Path) -> list[str]:
    """The lines for every key whose name begins with the prefix; raises CorpusError where there is none."""
    folder = folder / "tables" if (folder / "tables").is_dir() else folder
    lines: list[str] = []
    for name, measure in MEASURES.items():
        if (key := Path(f"{prefix}{name}.csv")).exists():
            needed = [name, "claims"] if name == "comparisons" else [name]
            rows = [read_rows(path) for path in (key, *(folder / f"{table}.csv" for table in needed))]
            lines += [f"{name}:", *(f"  {line}" for line in measure(*rows))]
    if not lines:
        raise CorpusError(f"{prefix}: no key begins so; there should be {prefix}figures.csv or the like")
    return lines


def _line(name: str, hit: Sized, found: Sized, asked: Sized) -> str:
    p, r = len(hit) / max(len(found), 1), len(hit) / max(len(asked), 1)
    f1 = 2 * p * r / (p + r) if hit else 0.0
    return f"{name:38s} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({len(hit)} of {len(asked)} in the key, {len(found)} found)"


def _share(name: str, hit: Sized, of: Sized) -> str:
    return f"{name:38s} share {len(hit) / max(len(of), 1):.3f}  ({len(hit)} of {len(of)})"


def _asked(key: Sequence[Row], table: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The key without the rows that stand in furniture, and the table's rows of the documents that the key knows."""
    docs = {k["doc"] for k in key}
    return [k for k in key if k.get("where") != "furniture"], [f for f in table if f["doc"] in docs]


def _span(row: Row) -> tuple[int, int]:
    return int(float(row["start"])), int(float(row["end"]))


def overlap(a: Row, b: Row) -> float:
    """Shared characters over all that the two spans cover, 0 to 1."""
    (s, e), (t, f) = _span(a), _span(b)
    return max(0, min(e, f) - max(s, t)) / (max(e, f) - min(s, t))


def _meets(key: Row, found: Row) -> bool:
    (s, e), (t, f) = _span(key), _span(found)
    return s <= t < f <= e or overlap(key, found) >= 1 / 3


def pairs(key: Iterable[Row], found: Iterable[Row], same: Test = _meets, worth: Test = overlap) -> list[Pair]:
    """One-to-one pairs of a document's rows that are the same, those of the greatest worth first."""
    near = [(k, f) for k, f in product(key, found) if k["doc"] == f["doc"] and same(k, f)]
    made: list[Pair] = []
    for k, f in sorted(near, key=lambda pair: worth(*pair), reverse=True):
        if all(k is not a and f is not b for a, b in made):
            made.append((k, f))
    return made


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stem(a: str, b: str) -> bool:
    """Whether one word is the other plus a case ending of at most four characters."""
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= 2 and long.startswith(short) and len(long) - len(short) <= 4)


def _agrees(field: str, key: Row, found: Row) -> bool:
    """Nouns and claimants agree where two thirds of their words do, nouns also by their head: the last in Bengali."""
    a, b = _words(key[field]), _words(found[field])
    if field not in ("counted", "claimant") or not (a and b):
        return key[field] == found[field]
    same = sum(any(_stem(x, y) for y in b) for x in a) + sum(any(_stem(x, y) for y in a) for x in b)
    return same / (len(a) + len(b)) >= 2 / 3 or (field == "counted" and _stem(a[-1], b[-1]))


def _same_value(key: Row, found: Row) -> bool:
    bounds = [[float(row[x] or inf) for x in ("low", "high")] for row in (key, found)]
    return _meets(key, found) and all(isclose(a, b, rel_tol=1e-6, abs_tol=1e-6) for a, b in zip(*bounds, strict=True))


def score_figures(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Numbers found, read right, and each field of theirs."""
    asked, found = _asked(key, table)
    made = pairs(asked, found, _same_value)

    def whole(*fields: str) -> list[Row]:
        return [k for k, f in made if all(_agrees(x, k, f) for x in fields)]

    def told(field: str, blank: str = "") -> list[list[Row]]:
        return [[row for row in rows if row[field] != blank] for rows in (whole(field), found, asked)]

    said = [[row for row in rows if row["event"] or row["claimant"]] for rows in (whole(*_FIELDS), asked)]
    return [
        _line("number found (span)", pairs(asked, found), found, asked),
        _line("number read right (span + value)", made, found, asked),
        *(_share(f"  of those, {x}", whole(x), made) for x in ("kind", "modifier", "unit", "counted")),
        _line("value + kind + unit + counted", whole("kind", "unit", "counted"), found, asked),
        _line("event named", *told("event")),
        _line("status other than asserted", *told("status", "asserted")),
        _line("claimant named", *told("claimant")),
        _line("whole row", whole(*_FIELDS), found, asked),
        _share("whole row, where event or claimant", *said),
    ]


def _same_date(key: Row, found: Row) -> bool:
    return _meets(key, found) and _SECONDS.sub(r"\1", key["value"]) == _SECONDS.sub(r"\1", found["value"])


def score_dates(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Dates found, and resolved; seconds do not count."""
    asked, found = _asked(key, table)
    told = {"date found (span)": _meets, "date resolved (span + value)": _same_date}
    return [_line(label, pairs(asked, found, same), found, asked) for label, same in told.items()]


def _names(row: Row) -> list[str]:
    return [" ".join(_words(name)) for name in row["names"].split("|") if name.strip()]


def _same_entity(key: Row, found: Row) -> bool:
    """At least half of the found row's names are names of the key's entity, or these with case endings."""
    known = [re.compile(re.sub(r"(\S+)", r"\1\\S{0,3}", name)) for name in _names(key)]
    same = [any(name.fullmatch(called) for name in known) for called in _names(found)]
    return bool(same) and 2 * sum(same) >= len(same)


def score_entities(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Names found in a document, with their type, and joined across documents.

    A name that stands in furniture alone is neither right nor wrong.
    """
    asked, found = _asked(key, table)
    where = [{k.get("where") for k in key if k["doc"] == f["doc"] and _same_entity(k, f)} for f in found]
    found = [f for f, parts in zip(found, where, strict=True) if parts != {"furniture"}]
    made = pairs(asked, found, _same_entity, lambda k, f: k["type"] == f["type"])
    typed = [k for k, f in made if k["type"] == f["type"]]
    kinds = {t: [[row for row in rows if row["type"] == t] for rows in (typed, found, asked)] for t in _TYPES}
    names = {(k["doc"], k["entity"]): set(_names(k)) for k in asked}
    of = {(k["doc"], k["entity"]): f["entity"] for k, f in made}
    across = [(a, b) for a, b in combinations(sorted(names), 2) if a[0] != b[0]]
    should = {(a, b) for a, b in across if a[1] == b[1]}
    did = {(a, b) for a, b in across if a in of and of[a] == of.get(b)}
    apart = {(a, b) for a, b in should if names[a].isdisjoint(names[b])}
    return [
        _line("entity found in a document", made, found, asked),
        _line("entity found with its type", typed, found, asked),
        *(_line(f"  {t}", *rows) for t, rows in kinds.items()),
        _line("same entity across documents", should & did, did, should),
        _share("  spelled differently, joined", apart & did, apart),
    ]


def score_removed(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Characters marked as no part of the article, in every document of either."""
    k, f = ({(r["doc"], i) for r in rows for i in range(*_span(r))} for rows in (key, table))
    return [_line("characters removed", k & f, f, k)]


def score_comparisons(key: Sequence[Row], table: Sequence[Row], claims: Sequence[Row]) -> list[str]:
    """Comparisons of two claims, named by document and place (within 40 characters), in either order."""
    at = {c["claim"]: (c["doc"], _span(c)[0]) for c in claims}
    orders = (("claim_a", "claim_b"), ("claim_b", "claim_a"))
    told = [(at[f[a]], at[f[b]], f["relation"]) for f in table for a, b in orders]
    wrong = []
    for row in key:
        docs, a, b = (row["doc_a"], row["doc_b"]), int(row["start_a"]), int(row["start_b"])
        far = [(max(abs(a - x), abs(b - y)), relation) for (c, x), (d, y), relation in told if (c, d) == docs]
        got = min((near for near in far if near[0] <= 40), default=(0, "not compared"))[1]
        if got != row["relation"]:
            wrong.append(f"  {row['what']}: {got}, should be {row['relation']}")
    return [*wrong, _share("comparisons right", key[len(wrong) :], key)]


_ALL: tuple[Measure, ...] = (score_figures, score_dates, score_entities, score_removed, score_comparisons)
MEASURES = {measure.__name__.removeprefix("score_"): measure for measure in _ALL}
