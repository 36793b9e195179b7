"""Scores tables against an answer key, by the measures that the README reports: precision, recall, F1, shares.

Two annotators are compared in the same way: one's rows as the key, the other's as the table. Rows are lists of dicts of
strings as csv.DictReader gives them; offsets are characters.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from math import inf, isclose
from pathlib import Path

from .corpus import CorpusError
from .script import fold

Row = dict[str, str]
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
    for name, measure in MEASURES.items():
        key, table = Path(f"{prefix}{name}.csv"), folder / f"{name}.csv"
        if not key.exists():
            continue
        if not table.exists():
            raise CorpusError(f"{table}: not there; name the folder that `khobor tables` or `khobor report` wrote")
        more = [read_rows(folder / "claims.csv")] if name == "comparisons" else []
        lines += [f"{name}:", *(f"  {line}" for line in measure(read_rows(key), read_rows(table), *more))]
    if not lines:
        raise CorpusError(f"{prefix}: no key begins so; there should be {prefix}figures.csv or the like")
    return lines


def _line(name: str, hit: int, found: int, asked: int) -> str:
    p, r = hit / found if found else 0.0, hit / asked if asked else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return f"{name:38s} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({hit} of {asked} in the key, {found} found)"


def _share(name: str, hit: int, of: int) -> str:
    return f"{name:38s} share {hit / of if of else 0:.3f}  ({hit} of {of})"


def _asked(key: Sequence[Row], table: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The key without the rows that stand in furniture, and the table's rows of the documents that the key knows."""
    docs = {k["doc"] for k in key}
    return [k for k in key if k.get("where") != "furniture"], [f for f in table if f["doc"] in docs]


def _by_doc(rows: Iterable[Row]) -> dict[str, list[Row]]:
    docs: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        docs[row["doc"]].append(row)
    return docs


def _span(row: Row) -> tuple[int, int]:
    return int(float(row["start"])), int(float(row["end"]))


def overlap(a: Row, b: Row) -> float:
    """Shared characters over all that the two spans cover, 0 to 1."""
    (s, e), (t, f) = _span(a), _span(b)
    return max(0, min(e, f) - max(s, t)) / (max(e, f) - min(s, t))


def _meets(key: Row, found: Row) -> bool:
    (s, e), (t, f) = _span(key), _span(found)
    return s <= t < f <= e or overlap(key, found) >= 1 / 3


def pairs(
    key: Sequence[Row], found: Sequence[Row], accept: Callable[[Row, Row], bool] = lambda *_: True
) -> list[tuple[Row, Row]]:
    """One-to-one pairs of a document's rows whose spans meet and that `accept`, the widest overlap first."""
    rows = _by_doc(found)
    near = [(k, f) for k in key for f in rows[k["doc"]] if _meets(k, f) and accept(k, f)]
    asked, answered = set[int](), set[int]()
    made = []
    for k, f in sorted(near, key=lambda pair: -overlap(*pair)):
        if id(k) not in asked and id(f) not in answered:
            asked.add(id(k))
            answered.add(id(f))
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
    bounds = [(key[x], found[x]) for x in ("low", "high")]
    return all(a == b or (a and b and isclose(float(a), float(b), rel_tol=1e-6, abs_tol=1e-6)) for a, b in bounds)


def score_figures(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Numbers found, read right, and each field of theirs."""
    asked, found = _asked(key, table)
    sizes = len(found), len(asked)
    made = pairs(asked, found, _same_value)

    def whole(*fields: str) -> list[Row]:
        return [k for k, f in made if all(_agrees(x, k, f) for x in fields)]

    lines = [
        _line("number found (span)", len(pairs(asked, found)), *sizes),
        _line("number read right (span + value)", len(made), *sizes),
        *(_share(f"  of those, {x}", len(whole(x)), len(made)) for x in ("kind", "modifier", "unit", "counted")),
        _line("value + kind + unit + counted", len(whole("kind", "unit", "counted")), *sizes),
    ]
    for x, blank in (("event", ""), ("status", "asserted"), ("claimant", "")):
        label = f"{x} other than {blank}" if blank else f"{x} named"
        lines.append(_line(label, *(sum(r[x] != blank for r in rows) for rows in (whole(x), found, asked))))
    lines.append(_line("whole row", len(whole(*_FIELDS)), *sizes))
    hit, of = (sum(bool(k["event"] or k["claimant"]) for k in rows) for rows in (whole(*_FIELDS), asked))
    return [*lines, _share("whole row, where event or claimant", hit, of)]


def score_dates(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Dates found, and resolved; seconds do not count."""
    asked, found = _asked(key, table)
    resolved = pairs(asked, found, lambda k, f: _SECONDS.sub(r"\1", k["value"]) == _SECONDS.sub(r"\1", f["value"]))
    told = {"date found (span)": pairs(asked, found), "date resolved (span + value)": resolved}
    return [_line(label, len(made), len(found), len(asked)) for label, made in told.items()]


def _names(row: Row) -> list[list[str]]:
    return [_words(n) for n in row["names"].split("|") if n.strip()]


def _same_name(key: list[str], found: list[str]) -> bool:
    """Word by word; a found word may carry a case ending that the key leaves off."""
    return len(key) == len(found) and all(
        f.startswith(k) and len(f) - len(k) <= 3 for k, f in zip(key, found, strict=True)
    )


def _same_entity(key: Row, found: Row) -> bool:
    """At least half of the found row's names are names of the key's entity."""
    names = _names(found)
    return bool(names) and 2 * sum(any(_same_name(k, f) for k in _names(key)) for f in names) >= len(names)


def score_entities(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Names found in a document, with their type, and joined across documents."""
    asked, _ = _asked(key, table)
    keys, found = _by_doc(key), _by_doc(table)
    free: dict[str, list[Row]] = {}
    for d, rows in keys.items():  # a name that stands in furniture alone is neither right nor wrong
        where = [{k.get("where") == "furniture" for k in rows if _same_entity(k, f)} for f in found[d]]
        free[d] = [f for f, furniture in zip(found[d], where, strict=True) if furniture != {True}]
    told, seen = Counter(k["type"] for k in asked), Counter(f["type"] for rows in free.values() for f in rows)
    right = Counter[str]()
    link: dict[tuple[str, str], str] = {}
    for k in asked:
        near = [f for f in free[k["doc"]] if _same_entity(k, f)]
        if near:
            best = min(near, key=lambda f: f["type"] != k["type"])
            free[k["doc"]].remove(best)
            right[k["type"]] += best["type"] == k["type"]
            link[k["doc"], k["entity"]] = best["entity"]
    ours = [((k["doc"], k["entity"]), {" ".join(n) for n in _names(k)}) for k in asked]
    same = [(a, b, m & n) for (a, m), (b, n) in combinations(ours, 2) if a[1] == b[1] and a[0] != b[0]]
    apart = [(a, b) for a, b, shared in same if not shared]
    made = sum(link[a] == link[b] for a, b in combinations(link, 2) if a[0] != b[0])

    def joined(a: tuple[str, str], b: tuple[str, str]) -> bool:
        return a in link and link[a] == link.get(b)

    return [
        _line("entity found in a document", len(link), seen.total(), told.total()),
        _line("entity found with its type", right.total(), seen.total(), told.total()),
        *(_line(f"  {t}", right[t], seen[t], told[t]) for t in ("PER", "LOC", "ORG")),
        _line("same entity across documents", sum(joined(a, b) for a, b, _ in same), made, len(same)),
        _share("  spelled differently, joined", sum(joined(a, b) for a, b in apart), len(apart)),
    ]


def score_removed(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Characters marked as no part of the article, in every document of either."""
    k, f = ({(r["doc"], i) for r in rows for i in range(*_span(r))} for rows in (key, table))
    return [_line("characters removed", len(k & f), len(f), len(k))]


def score_comparisons(key: Sequence[Row], table: Sequence[Row], claims: Sequence[Row]) -> list[str]:
    """Comparisons of two claims, named by document and place (within 40 characters), in either order."""
    at = {c["claim"]: (c["doc"], _span(c)[0]) for c in claims}

    def away(row: Row, a: str, b: str) -> float:
        """Characters between the places of a key's row and those of two claims."""
        starts = [(claim, row[f"doc_{x}"], int(row[f"start_{x}"])) for claim, x in ((a, "a"), (b, "b"))]
        return max(abs(at[c][1] - start) if c in at and at[c][0] == doc else inf for c, doc, start in starts)

    wrong = []
    for row in key:
        sides = [(found, found["claim_a"], found["claim_b"]) for found in table]
        near = [(away(row, *ends), f["relation"]) for f, a, b in sides for ends in ((a, b), (b, a))]
        far, got = min(near, default=(inf, ""))
        if far > 40 or got != row["relation"]:
            wrong.append(f"  {row['what']}: {got if far <= 40 else 'not compared'}, should be {row['relation']}")
    return [*wrong, _share("comparisons right", len(key) - len(wrong), len(key))]


MEASURES: dict[str, Callable[..., list[str]]] = {
    "figures": score_figures,
    "dates": score_dates,
    "entities": score_entities,
    "removed": score_removed,
    "comparisons": score_comparisons,
}
