"""Scores tables against an answer key, by the measures that the README reports: precision, recall, F1, shares.

Two annotators are compared in the same way: one's rows as the key, the other's as the table. Rows are lists of dicts of
strings as csv.DictReader gives them; offsets are characters.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

from .corpus import CorpusError

Row = dict[str, str]
_WORD = re.compile(r"[\u0980-\u09ff]+|[A-Za-z0-9]+")
_SAME = ("kind", "modifier", "unit", "event", "status")


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
            raise CorpusError(
                f"{table}: not there; name the tables folder that `khobor tables` or `khobor report` wrote"
            )
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


def pairs(key: Sequence[Row], found: Sequence[Row], accept: Callable[[Row, Row], bool]) -> list[tuple[Row, Row]]:
    """One-to-one pairs of rows whose spans meet and that `accept`, the widest overlap first."""
    near = [(i, j) for i, k in enumerate(key) for j, f in enumerate(found) if _meets(k, f) and accept(k, f)]
    near.sort(key=lambda ij: (-overlap(key[ij[0]], found[ij[1]]), ij))
    keys: set[int] = set()
    rows: set[int] = set()
    made = []
    for i, j in near:
        if i not in keys and j not in rows:
            keys.add(i)
            rows.add(j)
            made.append((key[i], found[j]))
    return made


def _number(a: str, b: str) -> bool:
    if not a or not b:
        return a == b
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)), abs(float(b)))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).replace("\u200c", "").replace("\u200d", ""))


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
    if field in _SAME:
        return key[field] == found[field]
    return (_same_noun if field == "counted" else _same_claimant)(key[field], found[field])


def _any(_key: Row, _found: Row) -> bool:
    return True


def score_figures(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Numbers found, read right, and each field of theirs."""
    asked, found = _asked(key), _by_doc(table)
    docs = sorted(asked)
    n_key, n_found = sum(len(asked[d]) for d in docs), sum(len(found[d]) for d in docs)
    in_docs = [f for d in docs for f in found[d]]

    def right(k: Row, f: Row) -> bool:
        return _number(k["low"], f["low"]) and _number(k["high"], f["high"])

    made = [p for d in docs for p in pairs(asked[d], found[d], right)]
    spans = sum(len(pairs(asked[d], found[d], _any)) for d in docs)
    lines = [_line("number found (span)", spans, n_found, n_key)]
    lines.append(_line("number read right (span + value)", len(made), n_found, n_key))
    lines += [
        _share(f"  of those, {x}", sum(_agrees(x, *p) for p in made), len(made))
        for x in ("kind", "modifier", "unit", "counted")
    ]
    core = sum(all(_agrees(x, *p) for x in ("kind", "unit", "counted")) for p in made)
    lines.append(_line("value + kind + unit + counted", core, n_found, n_key))
    for x, blank, label in (
        ("event", "", "event named"),
        ("status", "asserted", "status other than asserted"),
        ("claimant", "", "claimant named"),
    ):
        hit = sum(k[x] != blank and f[x] != blank and _agrees(x, k, f) for k, f in made)
        told = sum(k[x] != blank for d in docs for k in asked[d])
        lines.append(_line(label, hit, sum(f[x] != blank for f in in_docs), told))
    whole = [p for p in made if all(_agrees(x, *p) for x in (*_SAME, "counted", "claimant"))]
    lines.append(_line("whole row", len(whole), n_found, n_key))
    said = sum(bool(k["event"] or k["claimant"]) for d in docs for k in asked[d])
    return [
        *lines,
        _share("whole row, where event or claimant", sum(bool(k["event"] or k["claimant"]) for k, _ in whole), said),
    ]


def score_dates(key: Sequence[Row], table: Sequence[Row]) -> list[str]:
    """Dates found, and resolved; seconds do not count."""
    asked, found = _asked(key), _by_doc(table)

    def minute(value: str) -> str:
        return re.sub(r"(T\d\d:\d\d):\d\d.*$", r"\1", value)

    n_key, n_found = sum(map(len, asked.values())), sum(len(found[d]) for d in asked)
    spans = sum(len(pairs(rows, found[d], _any)) for d, rows in asked.items())
    right = sum(
        len(pairs(rows, found[d], lambda k, f: minute(k["value"]) == minute(f["value"]))) for d, rows in asked.items()
    )
    return [
        _line("date found (span)", spans, n_found, n_key),
        _line("date resolved (span + value)", right, n_found, n_key),
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
    named = typed = n_found = 0
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    link: dict[tuple[str, str], str] = {}
    for d in sorted(asked):
        rows = [
            f
            for f in found[d]
            if not any(_same_entity(k, f) for k in furniture[d]) or any(_same_entity(k, f) for k in asked[d])
        ]
        seen.update(f["type"] for f in rows)
        n_found += len(rows)
        free = list(rows)
        for k in asked[d]:
            best = sorted((f for f in free if _same_entity(k, f)), key=lambda f: f["type"] != k["type"])
            if best:
                free = [f for f in free if f is not best[0]]
                named += 1
                typed += best[0]["type"] == k["type"]
                right[k["type"]] += best[0]["type"] == k["type"]
                link[d, k["entity"]] = best[0]["entity"]
    told = Counter(k["type"] for rows in asked.values() for k in rows)
    n_key = told.total()
    lines = [
        _line("entity found in a document", named, n_found, n_key),
        _line("entity found with its type", typed, n_found, n_key),
    ]
    lines += [_line(f"  {t}", right[t], seen[t], told[t]) for t in ("PER", "LOC", "ORG")]
    return [*lines, *_joined(asked, link)]


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
    at = {c["claim"]: (c["doc"], _span(c)[0] // 40) for c in claims}
    exact: dict[frozenset[tuple[str, int]], str] = {}
    near: dict[frozenset[tuple[str, int]], str] = {}
    for r in table:
        if r["claim_a"] in at and r["claim_b"] in at:
            (da, a), (db, b) = at[r["claim_a"]], at[r["claim_b"]]
            exact[frozenset([(da, a), (db, b)])] = r["relation"]
            for i in (-1, 0, 1):
                for j in (-1, 0, 1):
                    near.setdefault(frozenset([(da, a + i), (db, b + j)]), r["relation"])
    right, wrong = 0, []
    for r in key:
        where = frozenset([(r["doc_a"], int(r["start_a"]) // 40), (r["doc_b"], int(r["start_b"]) // 40)])
        got = exact.get(where, near.get(where, "not compared"))
        right += got == r["relation"]
        wrong += [f"  {r['what']}: {got}, should be {r['relation']}"] * (got != r["relation"])
    return [*wrong, _share("comparisons right", right, len(key))]


MEASURES: dict[str, Callable[..., list[str]]] = {
    "figures": score_figures,
    "dates": score_dates,
    "entities": score_entities,
    "removed": score_removed,
    "comparisons": score_comparisons,
}
