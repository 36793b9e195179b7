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
from math import inf
from pathlib import Path

from .corpus import CorpusError
from .script import fold

Row = dict[str, str]
_WORD = re.compile(r"[\u0980-\u09ff]+|[A-Za-z0-9]+")
_SAME = ("kind", "modifier", "unit", "event", "status")
_NAMED = (("event", "", "event named"), ("status", "asserted", "status other than asserted"),
          ("claimant", "", "claimant named"))  # fmt: skip


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


def _by_doc(rows: Iterable[Row]) -> dict[str, list[Row]]:
    docs: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        docs[row["doc"]].append(row)
    return docs


def _asked(key: Sequence[Row]) -> dict[str, list[Row]]:
    """The key's documents, without the rows that stand in furniture."""
    return {d: [r for r in rows if r.get("where") != "furniture"] for d, rows in _by_doc(key).items()}


def _span(row: Row) -> tuple[int, int]:
    return int(float(row["start"])), int(float(row["end"]))


def overlap(a: Row, b: Row) -> float:
    """Shared characters over all that the two spans cover, 0 to 1."""
    (s, e), (t, f) = _span(a), _span(b)
    return max(0, min(e, f) - max(s, t)) / (max(e, f) - min(s, t))


def _meets(key: Row, found: Row) -> bool:
    (s, e), (t, f) = _span(key), _span(found)
    return s <= t < f <= e or overlap(key, found) >= 1 / 3


def _any(_key: Row, _found: Row) -> bool:
    return True


def pairs(key: Sequence[Row], found: Sequence[Row], accept: Callable[[Row, Row], bool] = _any) -> list[tuple[Row, Row]]:
    """One-to-one pairs of rows whose spans meet and that `accept`, the widest overlap first."""
    near = [(i, j) for i, k in enumerate(key) for j, f in enumerate(found) if _meets(k, f) and accept(k, f)]
    near.sort(key=lambda ij: (-overlap(key[ij[0]], found[ij[1]]), ij))
    made: dict[int, int] = {}
    for i, j in near:
        if i not in made and j not in made.values():
            made[i] = j
    return [(key[i], found[j]) for i, j in made.items()]


def _number(a: str, b: str) -> bool:
    if not a or not b:
        return a == b
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)), abs(float(b)))


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _stem(a: str, b: str) -> bool:
    """Whether one word is the other plus a case ending of at most four characters."""
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= 2 and long.startswith(short) and len(long) - len(short) <= 4)


def _shared(a: str, b: str) -> float:
    wa, wb = _words(a), _words(b)
    if not wa or not wb:
        return float(wa == wb)
    hits = sum(any(_stem(x, y) for y in wb) for x in wa) + sum(any(_stem(x, y) for y in wa) for x in wb)
    return hits / (len(wa) + len(wb))


def _same_noun(a: str, b: str) -> bool:
    """The head noun, which is the last word in Bengali, agrees, or two thirds of the words do."""
    if not a or not b:
        return a == b
    wa, wb = _words(a), _words(b)
    return bool(wa and wb and _stem(wa[-1], wb[-1])) or _shared(a, b) >= 2 / 3


def _same_claimant(a: str, b: str) -> bool:
    return _shared(a, b) >= 2 / 3 if a and b else a == b


def _agrees(field: str, key: Row, found: Row) -> bool:
    compare = {"counted": _same_noun, "claimant": _same_claimant}.get(field, str.__eq__)
    return compare(key[field], found[field])


def score_figures(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Numbers found, read right, and each field of theirs."""
    asked, found = _asked(key), _by_doc(table)
    every, rows = [k for d in asked for k in asked[d]], [f for d in asked for f in found[d]]
    sizes = len(rows), len(every)

    def right(k: Row, f: Row) -> bool:
        return _number(k["low"], f["low"]) and _number(k["high"], f["high"])

    def whole(*fields: str) -> list[tuple[Row, Row]]:
        return [p for p in made if all(_agrees(x, *p) for x in fields)]

    made = [p for d in asked for p in pairs(asked[d], found[d], right)]
    lines = [
        _line("number found (span)", sum(len(pairs(asked[d], found[d])) for d in asked), *sizes),
        _line("number read right (span + value)", len(made), *sizes),
        *(_share(f"  of those, {x}", len(whole(x)), len(made)) for x in ("kind", "modifier", "unit", "counted")),
        _line("value + kind + unit + counted", len(whole("kind", "unit", "counted")), *sizes),
    ]
    for x, blank, label in _NAMED:
        hit = sum(k[x] != blank != f[x] for k, f in whole(x))
        lines.append(_line(label, hit, sum(f[x] != blank for f in rows), sum(k[x] != blank for k in every)))
    full = whole(*_SAME, "counted", "claimant")
    said = [bool(k["event"] or k["claimant"]) for k in every]
    hit = sum(bool(k["event"] or k["claimant"]) for k, _ in full)
    return [
        *lines,
        _line("whole row", len(full), *sizes),
        _share("whole row, where event or claimant", hit, sum(said)),
    ]


def score_dates(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Dates found, and resolved; seconds do not count."""
    asked, found = _asked(key), _by_doc(table)
    sizes = sum(len(found[d]) for d in asked), sum(map(len, asked.values()))

    def same(k: Row, f: Row) -> bool:
        a, b = (re.sub(r"(T\d\d:\d\d):\d\d.*$", r"\1", row["value"]) for row in (k, f))
        return a == b

    return [
        _line("date found (span)", sum(len(pairs(asked[d], found[d])) for d in asked), *sizes),
        _line("date resolved (span + value)", sum(len(pairs(asked[d], found[d], same)) for d in asked), *sizes),
    ]


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
    asked, found = _asked(key), _by_doc(table)
    furniture = _by_doc(k for k in key if k.get("where") == "furniture")
    told = Counter(k["type"] for rows in asked.values() for k in rows)
    right, seen = Counter[str](), Counter[str]()
    link: dict[tuple[str, str], str] = {}
    for d in sorted(asked):

        def stands(f: Row, where: dict[str, list[Row]], d: str = d) -> bool:
            return any(_same_entity(k, f) for k in where[d])

        free = [f for f in found[d] if stands(f, asked) or not stands(f, furniture)]
        seen.update(f["type"] for f in free)
        for k in asked[d]:
            best = min((f for f in free if _same_entity(k, f)), key=lambda f: f["type"] != k["type"], default=None)
            if best:
                free = [f for f in free if f is not best]
                right[k["type"]] += best["type"] == k["type"]
                link[d, k["entity"]] = best["entity"]
    return [
        _line("entity found in a document", len(link), seen.total(), told.total()),
        _line("entity found with its type", right.total(), seen.total(), told.total()),
        *(_line(f"  {t}", right[t], seen[t], told[t]) for t in ("PER", "LOC", "ORG")),
        *_joined(asked, link),
    ]


def _joined(asked: dict[str, list[Row]], link: dict[tuple[str, str], str]) -> list[str]:
    every = [(d, k["entity"], {" ".join(n) for n in _names(k)}) for d in sorted(asked) for k in asked[d]]
    same = [(a, b) for a, b in combinations(every, 2) if a[1] == b[1] and a[0] != b[0]]

    def joined(a: tuple[str, str, set[str]], b: tuple[str, str, set[str]]) -> bool:
        return a[:2] in link and link.get(a[:2]) == link.get(b[:2])

    made = sum(link[a] == link[b] for a, b in combinations(sorted(link), 2) if a[0] != b[0])
    apart = [(a, b) for a, b in same if not a[2] & b[2]]
    return [
        _line("same entity across documents", sum(joined(a, b) for a, b in same), made, len(same)),
        _share("  spelled differently, joined", sum(joined(a, b) for a, b in apart), len(apart)),
    ]


def score_removed(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Characters marked as no part of the article, in every document of either."""
    asked, found = _by_doc(key), _by_doc(table)
    hit = n_found = n_key = 0
    for d in sorted({*asked, *found}):
        k, f = ({i for r in rows[d] for i in range(*_span(r))} for rows in (asked, found))
        hit, n_found, n_key = hit + len(k & f), n_found + len(f), n_key + len(k)
    return [_line("characters removed", hit, n_found, n_key)]


def score_comparisons(key: Sequence[Row], table: Sequence[Row], claims: Sequence[Row]) -> list[str]:
    """Comparisons of two claims, named by document and place (within 40 characters), in either order."""
    at = {c["claim"]: (c["doc"], _span(c)[0]) for c in claims}

    def away(row: Row, a: str, b: str) -> float:
        """Characters between the places of a key's row and those of two claims."""
        starts = [(claim, row[f"doc_{x}"], int(row[f"start_{x}"])) for claim, x in ((a, "a"), (b, "b"))]
        return max(abs(at[c][1] - start) if c in at and at[c][0] == doc else inf for c, doc, start in starts)

    right, wrong = 0, []
    for row in key:
        sides = [("claim_a", "claim_b"), ("claim_b", "claim_a")]
        near = [(away(row, found[a], found[b]), found["relation"]) for found in table for a, b in sides]
        far, got = min(near, default=(inf, ""))
        got = got if far <= 40 else "not compared"
        right += got == row["relation"]
        wrong += [f"  {row['what']}: {got}, should be {row['relation']}"] * (got != row["relation"])
    return [*wrong, _share("comparisons right", right, len(key))]


MEASURES: dict[str, Callable[..., list[str]]] = {
    "figures": score_figures,
    "dates": score_dates,
    "entities": score_entities,
    "removed": score_removed,
    "comparisons": score_comparisons,
}
