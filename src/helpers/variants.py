"""One name across articles: entities that the evidence says are one get one id, and the user has the last word."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from .evidence import SURE, Entity, Proposal, Words, proposals
from .gazetteer import Known, gazetteer
from .lexicon import Lexicon, LexiconError, read_csv
from .script import fold
from .spelling import slug, transliterate, words
from .tables import COLUMNS

JOIN_COLUMNS = ["a", "b", "type", "score", "evidence", "decision", "name_a", "name_b"]
USER = "the user's list"


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
    person whose name in an article is one word, or common in a large corpus, has an id that ends in the article's name.
    """
    known = gazetteer(lexicon).by_id
    mentions = mentions.copy()
    local = list(zip(mentions["doc"], mentions["entity"], strict=True))
    mentions["entity"] = _own_ids(mentions, known.keys(), lexicon)
    mentions["entity"] = _parted(mentions, decided)
    found: dict[str, Entity] = {}
    for doc, name, kind, entity in mentions[["doc", "name", "type", "entity"]].itertuples(index=False):
        e = found.setdefault(entity, Entity(kind, Counter(), set(), entity in known))
        e.names[name] += 1
        e.docs.add(doc)
    order = lambda p: (p["evidence"] != USER, -p["score"], p["a"], p["b"])  # noqa: E731
    rows = sorted(_decided(found, decided, lexicon), key=order)
    root = _united(found, rows)
    mentions["entity"] = [root[e] for e in mentions["entity"]]
    ids = dict(zip(local, mentions["entity"], strict=True))
    return Joined(mentions, _entity_rows(mentions, known), pd.DataFrame(rows, columns=JOIN_COLUMNS), ids)


def _parted(mentions: pd.DataFrame, decided: Sequence[Alias]) -> list[str]:
    """The ids, where the user keeps two names of one entity apart: the second name becomes its own."""
    ids = list(mentions["entity"])
    for a, b in ((fold(d.a), fold(d.b)) for d in decided if d.decision == "apart"):
        both = {e for e, n in zip(ids, mentions["name"], strict=True) if n == a}
        ids = [f"{e}.{slug(b)}" if n == b and e in both else e for e, n in zip(ids, mentions["name"], strict=True)]
    return ids


def _united(found: Mapping[str, Entity], proposals: Sequence[Mapping[str, Any]]) -> dict[str, str]:
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
                moved = members.pop(drop)
                members[kept] += moved
                root |= dict.fromkeys(moved, kept)
    return root


def _entity_rows(mentions: pd.DataFrame, known: Mapping[str, Known]) -> pd.DataFrame:
    """The table `entities`: one row for an entity in an article, its names as the article writes them."""
    longest: dict[str, str] = {}
    for entity, name in zip(mentions["entity"], mentions["name"], strict=True):
        longest[entity] = min((longest.get(entity, name), name), key=lambda n: (-len(words(n)), -len(n), n))
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    kinds: dict[str, str] = {}
    for doc, entity, name, kind in mentions[["doc", "entity", "name", "type"]].itertuples(index=False):
        groups[doc, entity][name] += 1
        kinds.setdefault(entity, kind)
    rows = []
    for (doc, entity), counts in sorted(groups.items()):
        k = known.get(entity)
        name_en = k.name_en if k else _english(longest[entity])
        names = "|".join(sorted(counts, key=lambda n: (-counts[n], n)))
        row: dict[str, Any] = {"doc": doc, "entity": entity, "type": kinds[entity], "name_en": name_en, "names": names}
        more: dict[str, Any] = {"wikidata": k.wikidata, "country": k.country, "lat": k.lat, "lon": k.lon} if k else {}
        rows.append(row | more)
    return pd.DataFrame(rows, columns=COLUMNS["entities"])


def _english(name: str) -> str:
    return name if name.isascii() else transliterate(name).title()


def _own_ids(mentions: pd.DataFrame, known: Collection[str], lexicon: Lexicon) -> list[str]:
    """A person whose names in an article do not tell who is meant is of that article; a type is part of an id."""
    rows = list(mentions[["doc", "name", "type", "entity"]].itertuples(index=False))
    names = Words((n for _, n, kind, _ in rows if kind == "PER"), mentions["doc"].nunique(), lexicon)
    tells = {n: names.tells(n) for n in {n for _, n, kind, e in rows if kind == "PER" and e not in known}}
    full = {(doc, e, kind) for doc, name, kind, e in rows if kind != "PER" or e in known or tells[name]}
    first: dict[str, str] = {}
    for _, _, kind, e in rows:
        first.setdefault(e, kind)
    own = [(e if first[e] == kind else f"{e}.{kind.lower()}", (doc, e, kind)) for doc, _, kind, e in rows]
    return [e if key in full else f"{e}.{key[0]}" for e, key in own]


def _decided(found: Mapping[str, Entity], decided: Sequence[Alias], lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """The rows of the table of joins: what the user says, then what the names say; a pair once."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for entity, e in sorted(found.items()):
        for name in sorted({fold(n) for n in e.names} | {entity}):
            by_name[name].append(entity)
    seen: set[frozenset[str]] = set()
    for alias in decided:
        for a in by_name.get(fold(alias.a), ()):
            for b in by_name.get(fold(alias.b), ()):
                if a != b and frozenset((a, b)) not in seen:
                    seen.add(frozenset((a, b)))
                    yield _row(found, Proposal(a, b, 1.0, USER, found[a].full, found[b].full), alias.decision)
    for p in proposals(found, lexicon):
        if p.a != p.b and frozenset((p.a, p.b)) not in seen:
            seen.add(frozenset((p.a, p.b)))
            sure = p.score >= SURE and not (found[p.a].known and found[p.b].known)
            yield _row(found, p, "join" if sure else "proposed")


def _row(found: Mapping[str, Entity], p: Proposal, decision: str) -> dict[str, Any]:
    a, b, name_a, name_b = (p.a, p.b, p.name_a, p.name_b) if p.a < p.b else (p.b, p.a, p.name_b, p.name_a)
    row = (a, b, found[a].type, p.score, p.evidence, decision, name_a, name_b)
    return dict(zip(JOIN_COLUMNS, row, strict=True))
