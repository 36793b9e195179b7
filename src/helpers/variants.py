"""One name, many spellings: how alike two spellings sound, and which entities of a corpus are therefore one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from .gazetteer import Known, gazetteer
from .lexicon import Lexicon, LexiconError, read_csv
from .script import fold
from .spelling import slug, sound, transliterate, words
from .tables import COLUMNS

JOIN_COLUMNS = ["a", "b", "type", "score", "evidence", "decision", "name_a", "name_b"]
USER = "the user's list"
_PROPOSE = 0.8  # two names of which every word sounds at least this much alike are shown to the user


def similarity(a: str, b: str) -> float:
    """How alike two names sound, 0 to 1: the least alike of their words; 0 where the number of words differs."""
    left, right = words(a), words(b)
    if not left or len(left) != len(right):
        return 0.0
    return min(fuzz.ratio(sound(x), sound(y)) for x, y in zip(left, right, strict=True)) / 100


@dataclass
class _Entity:
    """An entity before joining: what the articles call it."""

    type: str
    names: Counter[str]
    docs: set[str]
    known: bool

    @property
    def count(self) -> int:
        return sum(self.names.values())

    @property
    def full(self) -> str:
        """Its longest name, of these the most frequent."""
        return min(self.names, key=lambda n: (-len(words(n)), -self.names[n], n))


@dataclass(frozen=True, slots=True)
class Alias:
    """A user's word on two names: join them, or keep them apart."""

    a: str
    b: str
    decision: str


class Joined(NamedTuple):
    """What `join` returns; `ids` leads from (document, id within it) to the id within the corpus."""

    mentions: pd.DataFrame
    entities: pd.DataFrame
    joins: pd.DataFrame
    ids: dict[tuple[str, str], str]


def aliases(folder: Path) -> list[Alias]:
    """What aliases.csv in the corpus's folder says (columns a, b, decision); nothing where there is no such file.

    Raises LexiconError where a column is missing or a decision is neither join nor apart.
    """
    path = folder / "aliases.csv"
    if not path.exists():
        return []
    found = []
    for n, row in enumerate(read_csv(path), 2):
        if not {"a", "b", "decision"} <= row.keys() or row["decision"] not in ("join", "apart"):
            raise LexiconError(f"{path}, line {n}: needs a, b and a decision that is join or apart")
        found.append(Alias(row["a"], row["b"], row["decision"]))
    return found


def join(mentions: pd.DataFrame, decided: Sequence[Alias], lexicon: Lexicon) -> Joined:
    """Gives one entity one id in the whole corpus, and says by what evidence.

    `mentions` has the columns doc, name, type, entity (the ids that each article gave); `decided` is the user's word,
    on names or ids. Entities that the lexicon knows keep their ids and are joined to each other only by the user. A
    person's single name is joined only within its article: its id ends in the article's name.
    """
    known = gazetteer(lexicon).by_id
    mentions = mentions.copy()
    local = list(zip(mentions["doc"], mentions["entity"], strict=True))
    mentions["entity"] = _own_ids(mentions, known.keys())
    mentions["entity"] = _parted(mentions, decided)
    found: dict[str, _Entity] = {}
    for doc, name, kind, entity in mentions[["doc", "name", "type", "entity"]].itertuples(index=False):
        e = found.setdefault(entity, _Entity(kind, Counter(), set(), entity in known))
        e.names[name] += 1
        e.docs.add(doc)
    proposals = sorted(_proposals(found, decided), key=lambda p: (p["evidence"] != USER, -p["score"], p["a"], p["b"]))
    root = _united(found, proposals)
    mentions["entity"] = [root[e] for e in mentions["entity"]]
    ids = dict(zip(local, mentions["entity"], strict=True))
    return Joined(mentions, _entity_rows(mentions, known), pd.DataFrame(proposals, columns=JOIN_COLUMNS), ids)


def _parted(mentions: pd.DataFrame, decided: Sequence[Alias]) -> list[str]:
    """The ids, where the user keeps two names of one entity apart: the second name becomes its own."""
    ids = list(mentions["entity"])
    for a, b in ((fold(d.a), fold(d.b)) for d in decided if d.decision == "apart"):
        both = {e for e, n in zip(ids, mentions["name"], strict=True) if n == a}
        ids = [f"{e}.{slug(b)}" if n == b and e in both else e for e, n in zip(ids, mentions["name"], strict=True)]
    return ids


def _united(found: Mapping[str, _Entity], proposals: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Each entity's id after joining: never two that the user keeps apart, also not by way of a third."""
    apart = [(p["a"], p["b"]) for p in proposals if p["decision"] == "apart"]
    root = {e: e for e in found}
    members = {e: [e] for e in found}
    for p in proposals:
        if p["decision"] != "join":
            continue
        ends = {root[p["a"]], root[p["b"]]}
        kept, *dropped = sorted(ends, key=lambda e: (not found[e].known, -found[e].count, e))
        for drop in dropped:
            if not any({root[a], root[b]} == ends for a, b in apart):
                members[kept] += members.pop(drop)
                root |= dict.fromkeys(members[kept], kept)
    return root


def _entity_rows(mentions: pd.DataFrame, known: Mapping[str, Known]) -> pd.DataFrame:
    """The table `entities`: one row for an entity in an article, its names as the article writes them."""
    longest: dict[str, str] = {}
    for entity, name in zip(mentions["entity"], mentions["name"], strict=True):
        longest[entity] = min((longest.get(entity, name), name), key=lambda n: (-len(words(n)), -len(n), n))
    rows = []
    for (doc, entity), group in mentions.groupby(["doc", "entity"], sort=True):
        counts, k = Counter(group["name"]), known.get(entity)
        name_en = k.name_en if k else _english(longest[entity])
        names = "|".join(sorted(counts, key=lambda n: (-counts[n], n)))
        row = {"doc": doc, "entity": entity, "type": group["type"].iloc[0], "name_en": name_en, "names": names}
        more = {"wikidata": k.wikidata, "country": k.country, "lat": k.lat, "lon": k.lon} if k else {}
        rows.append(row | more)
    return pd.DataFrame(rows, columns=COLUMNS["entities"])


def _english(name: str) -> str:
    return name if name.isascii() else transliterate(name).title()


def _own_ids(mentions: pd.DataFrame, known: Collection[str]) -> list[str]:
    """A person whom an article only ever calls by one word is a person of that article; a type is part of an id."""
    rows = list(mentions[["doc", "name", "type", "entity"]].itertuples(index=False))
    full = {(doc, e, kind) for doc, name, kind, e in rows if kind != "PER" or e in known or len(words(name)) > 1}
    first: dict[str, str] = {}
    for _, _, kind, e in rows:
        first.setdefault(e, kind)
    own = [e if (doc, e, kind) in full else f"{e}.{doc}" for doc, _, kind, e in rows]
    return [
        e if first.get(e, kind) == kind else f"{e}.{kind.lower()}" for e, (_, _, kind, _) in zip(own, rows, strict=True)
    ]


def _proposals(found: Mapping[str, _Entity], decided: Sequence[Alias]) -> Iterator[dict[str, Any]]:
    """Pairs of entities of one type that sound alike, or that the user has decided on."""
    told = {frozenset((fold(d.a), fold(d.b))): d.decision for d in decided}
    blocks: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    by_name: dict[str, str] = {}
    for entity, e in sorted(found.items()):
        for name in e.names:
            by_name.setdefault(fold(name), entity)
        if "." not in entity:
            for name in sorted({n for n in e.names if len(words(n)) > 1} or {e.full}):
                parts = words(name)
                blocks[e.type, len(parts), "".join(_bones(p)[:2] for p in parts)].append(entity)
    pairs = {tuple(sorted(p)) for group in blocks.values() for p in combinations(sorted(set(group)), 2)}
    for names in told:
        ends = sorted({by_name.get(n, n) for n in names} & found.keys())
        pairs |= {tuple(ends)} if len(ends) == 2 else set()
    for a, b in sorted(pairs):
        left, right = found[a], found[b]
        user = {
            told[k] for n in (*left.names, a) for m in (*right.names, b) if (k := frozenset((fold(n), fold(m)))) in told
        }
        name_a, name_b, score = max(
            (
                (n, m, similarity(n, m))
                for n in sorted(left.names)
                for m in sorted(right.names)
                if len(words(n)) == len(words(m)) == max(len(words(left.full)), 1)
            ),
            key=lambda x: x[2],
            default=(left.full, right.full, 0.0),
        )
        if not user and score < _PROPOSE:
            continue
        evidence = USER if user else "the same sound" if score == 1 else "a similar sound"
        join_them = (
            user == {"join"} if user else score == 1 and not (left.known and right.known) and left.type == right.type
        )
        yield dict(
            zip(
                JOIN_COLUMNS,
                (
                    a,
                    b,
                    left.type,
                    round(score, 3),
                    evidence,
                    "join" if join_them else "apart" if user else "proposed",
                    name_a,
                    name_b,
                ),
                strict=True,
            )
        )


def _bones(word: str) -> str:
    """The consonants of a word as it sounds: two spellings of a name rarely differ in the first two."""
    return re.sub("[^ক-হং]", "", sound(word)) or sound(word)


def _root(parent: dict[str, str], entity: str) -> str:
    while entity in parent:
        entity = parent[entity]
    return entity
