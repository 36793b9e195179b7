"""Scores tables against an answer key, by the measures that the README reports: precision, recall, F1, shares.

Two annotators are compared in the same way: one's rows as the key, the other's as the table. Rows are lists of dicts of
strings as csv.DictReader gives them; offsets are characters.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from itertools import combinations, product
from math import inf, isclose
from pathlib import Path

from .corpus import CorpusError
from .script import fold

Row = dict[str, str]
Pair = tuple[Row, Row]
Measure = Callable[..., list[str]]
Test = Callable[[Row, Row], float]
Named = tuple[str, str]  # a document and an entity in it
_WORD = re.compile(r"[\u0980-\u09ff]+|[A-Za-z0-9]+")
_SECONDS = re.compile(r"(T\d\d:\d\d):\d\d.*$")
_FIELDS = ("kind", "modifier", "unit", "event", "status", "counted", "claimant")


def read_rows(path: Path) -> list[Row]:
    """A CSV file as dicts of stripped strings."""
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def score_all(prefix: str, folder: Path) -> list[str]:
    """The lines for every key whose name begins with the prefix; raises CorpusError where there is none."""
    folder = folder / "tables" if (folder / "tables").is_dir() else folder
    lines: list[str] = []
    keys = {name: Path(f"{prefix}{name}.csv") for name in MEASURES}
    for name in (name for name, key in keys.items() if key.exists()):
        table = folder / f"{name}.csv"
        if not table.exists():
            raise CorpusError(f"{table}: not there; name the folder that `khobor tables` or `khobor report` wrote")
        more = [read_rows(folder / "claims.csv")] if name == "comparisons" else []
        lines += [f"{name}:", *(f"  {line}" for line in MEASURES[name](read_rows(keys[name]), read_rows(table), *more))]
    if not lines:
        raise CorpusError(f"{prefix}: no key begins so; there should be {prefix}figures.csv or the like")
    return lines


def _line(name: str, hit: Sized, found: Sized, asked: Sized) -> str:
    p, r = (len(hit) / len(of) if of else 0.0 for of in (found, asked))
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return f"{name:38s} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({len(hit)} of {len(asked)} in the key, {len(found)} found)"


def _share(name: str, hit: Sized, of: Sized) -> str:
    return f"{name:38s} share {len(hit) / len(of) if of else 0:.3f}  ({len(hit)} of {len(of)})"


def _asked(key: Sequence[Row], table: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The key without the rows that stand in furniture, and the table's rows of the documents that the key knows."""
    docs = {k["doc"] for k in key}
    return [k for k in key if k.get("where") != "furniture"], [f for f in table if f["doc"] in docs]


def _those(test: Callable[[Row], object], *tables: Iterable[Row]) -> list[list[Row]]:
    """The rows of each table for which the test holds."""
    return [[row for row in rows if test(row)] for rows in tables]


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
    near.sort(key=lambda pair: worth(*pair), reverse=True)
    made = []
    while near:
        made.append(near[0])
        near = [(k, f) for k, f in near if k is not made[-1][0] and f is not made[-1][1]]
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

    right, unsure = whole(*_FIELDS), _those(lambda row: row["status"] != "asserted", whole("status"), found, asked)
    return [
        _line("number found (span)", pairs(asked, found), found, asked),
        _line("number read right (span + value)", made, found, asked),
        *(_share(f"  of those, {x}", whole(x), made) for x in ("kind", "modifier", "unit", "counted")),
        _line("value + kind + unit + counted", whole("kind", "unit", "counted"), found, asked),
        _line("event named", *_those(lambda row: row["event"], whole("event"), found, asked)),
        _line("status other than asserted", *unsure),
        _line("claimant named", *_those(lambda row: row["claimant"], whole("claimant"), found, asked)),
        _line("whole row", right, found, asked),
        _share("whole row, where event or claimant", *_those(lambda r: r["event"] or r["claimant"], right, asked)),
    ]


def _same_date(key: Row, found: Row) -> bool:
    return _meets(key, found) and _SECONDS.sub(r"\1", key["value"]) == _SECONDS.sub(r"\1", found["value"])


def score_dates(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Dates found, and resolved; seconds do not count."""
    asked, found = _asked(key, table)
    told = {"date found (span)": _meets, "date resolved (span + value)": _same_date}
    return [_line(label, pairs(asked, found, same), found, asked) for label, same in told.items()]


def _names(row: Row) -> list[list[str]]:
    return [_words(n) for n in row["names"].split("|") if n.strip()]


def _same_name(key: list[str], found: list[str]) -> bool:
    """Word by word; a found word may carry a case ending that the key leaves off."""
    near = (f.startswith(k) and len(f) - len(k) <= 3 for k, f in zip(key, found, strict=False))
    return len(key) == len(found) and all(near)


def _same_entity(key: Row, found: Row) -> bool:
    """At least half of the found row's names are names of the key's entity."""
    names = _names(found)
    return bool(names) and 2 * sum(any(_same_name(k, f) for k in _names(key)) for f in names) >= len(names)


def _in_article(found: Row, key: Iterable[Row]) -> bool:
    """A name that stands in furniture alone is neither right nor wrong."""
    return {k.get("where") == "furniture" for k in key if _same_entity(k, found)} != {True}


def _joined(entities: Mapping[Named, str]) -> set[tuple[Named, Named]]:
    """Those that are one entity in two documents."""
    near = combinations(sorted(entities), 2)
    return {(a, b) for a, b in near if a[0] != b[0] and entities[a] == entities[b]}


def score_entities(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Names found in a document, with their type, and joined across documents."""
    asked, found = _asked(key, table)
    found = [f for f in found if _in_article(f, [k for k in key if k["doc"] == f["doc"]])]
    made = pairs(asked, found, _same_entity, lambda k, f: k["type"] == f["type"])
    typed = [k for k, f in made if k["type"] == f["type"]]
    should = _joined({(k["doc"], k["entity"]): k["entity"] for k in asked})
    did = _joined({(k["doc"], k["entity"]): f["entity"] for k, f in made})
    names = {(k["doc"], k["entity"]): {" ".join(n) for n in _names(k)} for k in asked}
    apart = {(a, b) for a, b in should if names[a].isdisjoint(names[b])}

    def of(kind: str) -> list[list[Row]]:
        return _those(lambda row: row["type"] == kind, typed, found, asked)

    return [
        _line("entity found in a document", made, found, asked),
        _line("entity found with its type", typed, found, asked),
        *(_line(f"  {kind}", *of(kind)) for kind in ("PER", "LOC", "ORG")),
        _line("same entity across documents", should & did, did, should),
        _share("  spelled differently, joined", apart & did, apart),
    ]


def score_removed(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Characters marked as no part of the article, in every document of either."""
    k, f = ({(r["doc"], i) for r in rows for i in range(*_span(r))} for rows in (key, table))
    return [_line("characters removed", k & f, f, k)]


def _apart(a: tuple[str, int], b: tuple[str, int]) -> float:
    """Characters between two places in one document."""
    return abs(a[1] - b[1]) if a[0] == b[0] else inf


def score_comparisons(key: Sequence[Row], table: Sequence[Row], claims: Sequence[Row]) -> list[str]:
    """Comparisons of two claims, named by document and place (within 40 characters), in either order."""
    at = {c["claim"]: (c["doc"], _span(c)[0]) for c in claims}
    made = [(at[f["claim_a"]], at[f["claim_b"]], f["relation"]) for f in table]
    made += [(b, a, relation) for a, b, relation in made]
    wrong = []
    for row in key:
        a, b = ((row[f"doc_{x}"], int(row[f"start_{x}"])) for x in "ab")
        near = [(max(_apart(a, c), _apart(b, d)), relation) for c, d, relation in made]
        far, got = min(near, default=(inf, ""))
        got = got if far <= 40 else "not compared"
        if got != row["relation"]:
            wrong.append(f"  {row['what']}: {got}, should be {row['relation']}")
    return [*wrong, _share("comparisons right", key[len(wrong) :], key)]


_ALL: tuple[Measure, ...] = (score_figures, score_dates, score_entities, score_removed, score_comparisons)
MEASURES = {measure.__name__.removeprefix("score_"): measure for measure in _ALL}
