"""One name, many spellings: how alike two spellings sound, and which entities of a corpus are therefore one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from .gazetteer import Known, gazetteer
from .lexicon import Lexicon, LexiconError, read_csv
from .names import grammar
from .script import fold
from .spelling import letters, slug, sound, transliterate, words
from .tables import COLUMNS

JOIN_COLUMNS = ["a", "b", "type", "score", "evidence", "decision", "name_a", "name_b"]
USER = "the user's list"
_PROPOSE = 0.8  # two names of which every word sounds at least this much alike are shown to the user
_NEAR = 4  # neighbours in the order of sounds that a name is compared with
_SURE = 0.95  # from this score on two entities are joined
_FEW = 0.003  # of the articles, in which an entity may be named that tells who stands beside it
_LOOK = 50  # articles of one name that are looked at for who else is named in them


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
    proposals = sorted(
        _proposals(found, decided, lexicon), key=lambda p: (p["evidence"] != USER, -p["score"], p["a"], p["b"])
    )
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


@cache
def _spellings(lexicon: Lexicon) -> tuple[dict[str, str], frozenset[str]]:
    """Words of names that are one though they sound different → the first of them; and what may stand before a name."""
    same = {w: r["word"] for r in lexicon.rows("spellings") for w in r["same"].split("|")}
    return same, frozenset(w.rstrip(".") for w in lexicon.words("name_words", where="a"))


def _sounds(name: str, kind: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words of a name as they sound; a person's without মো. and the like before it."""
    same, before = _spellings(lexicon)
    parts = words(name)
    while kind == "PER" and len(parts) > 2 and parts[0] in before:
        parts = parts[1:]
    return tuple(sound(same.get(w, w)) for w in parts)


Proposal = tuple[str, str, float, str, str, str]  # two entities, score, evidence, a name of each


def _proposals(found: Mapping[str, _Entity], decided: Sequence[Alias], lexicon: Lexicon) -> Iterator[dict[str, Any]]:
    """Pairs of entities that the user has decided on, or that by their names may be one; each name meets few others."""
    told = {frozenset((fold(d.a), fold(d.b))): d.decision for d in decided}
    by_name: dict[str, list[str]] = defaultdict(list)
    named: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)  # entity → its names that may tell, as they sound
    for entity, e in sorted(found.items()):
        for name in sorted({fold(n) for n in e.names} | {entity}):
            by_name[name].append(entity)
        if "." not in entity:
            sounds = {n: _sounds(n, e.type, lexicon) for n in sorted(e.names)}
            named[entity] = {n: s for n, s in sounds.items() if s and (e.type != "PER" or len(s) > 1)}
    seen: set[tuple[str, str]] = set()
    for pair, decision in told.items():
        a, b = min(pair), max(pair)
        for x, y in ((x, y) for x in by_name.get(a, ()) for y in by_name.get(b, ()) if x != y):
            seen.add((min(x, y), max(x, y)))
            yield _row(found, (x, y, 1.0, USER, found[x].full, found[y].full), decision)
    role = grammar(lexicon).role

    def unusual(name: str) -> bool:
        """Whether a word of the name is none of the names that many people share."""
        return any(role(w)[0] == "u" for w in words(name))

    beside = _Company(found, unusual)
    for proposal in (*_same(found, named, beside, unusual), *_shorter(found, named, beside), *_similar(found, named)):
        a, b, score = proposal[:3]
        if a == b or (min(a, b), max(a, b)) in seen:
            continue
        seen.add((min(a, b), max(a, b)))
        sure = score >= _SURE and not (found[a].known and found[b].known)
        yield _row(found, proposal, "join" if sure else "proposed")


class _Company:
    """Who is named beside whom: what tells two people of one common name apart."""

    def __init__(self, found: Mapping[str, _Entity], unusual: Callable[[str], bool]) -> None:
        self.found = found
        self.size = len({d for e in found.values() for d in e.docs})
        self.in_doc: dict[str, set[str]] = defaultdict(set)  # article → those beside whom few people are named
        for entity, e in found.items():
            if 1 < len(e.docs) <= max(3, _FEW * self.size) and (e.type != "PER" or e.known or unusual(e.full)):
                for doc in e.docs:
                    self.in_doc[doc].add(entity)

    def tells(self, a: str, b: str) -> bool:
        """Whether both are named beside entities so rare that chance would hardly bring it about.

        Each counts by the logarithm of its rarity; more is asked of a larger corpus, and of names with more articles.
        """
        if self.found[a].docs & self.found[b].docs:
            return False  # an article that names both knows them apart
        docs = [sorted(self.found[e].docs)[:_LOOK] for e in (a, b)]
        left, right = (set().union(*(self.in_doc[d] for d in some)) for some in docs)
        shared = sum(log(self.size / len(self.found[e].docs)) for e in (left & right) - {a, b})
        return shared > 0 and shared >= log(self.size) + 2 * log(len(docs[0]) * len(docs[1]))


def _row(found: Mapping[str, _Entity], proposal: Proposal, decision: str) -> dict[str, Any]:
    a, b, score, evidence, name_a, name_b = proposal
    if a > b:
        a, b, name_a, name_b = b, a, name_b, name_a
    return dict(zip(JOIN_COLUMNS, (a, b, found[a].type, score, evidence, decision, name_a, name_b), strict=True))


Named = Mapping[str, Mapping[str, tuple[str, ...]]]


def _same(
    found: Mapping[str, _Entity], named: Named, beside: _Company, unusual: Callable[[str], bool]
) -> Iterator[Proposal]:
    """Entities with a name that sounds the same, spaces and hyphens aside; and abbreviations of the same letters."""
    blocks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entity, names in named.items():
        for name, sounds in names.items():
            spelled = letters(name) if found[entity].type == "ORG" else ""
            blocks[found[entity].type, spelled if len(spelled) > 2 else "".join(sounds)].setdefault(entity, name)
    for (kind, key), block in sorted(blocks.items()):
        long = [e for e in block if len(words(found[e].full)) > len(words(block[e]))]
        ends = sorted(block, key=lambda e: (not found[e].known, e not in long, -found[e].count, e))
        one = ends[0]
        several = len(long) > 1 or sum(found[e].known for e in ends) > 1
        for other in ends[1:]:
            if kind == "PER":
                sure = unusual(block[other]) or beside.tells(one, other)
            else:  # what two articles call the same and yet know apart is two (স্বরাষ্ট্র মন্ত্রণালয়), save an abbreviation
                sure = fold(block[one]) != fold(block[other]) or one in long
            evidence = "the same letters" if key.isascii() else "the same sound"
            yield one, other, _PROPOSE if several or not sure else 1.0, evidence, block[one], block[other]


def _people(found: Mapping[str, _Entity], named: Named) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each word of people's names, whose it is: entity → the words of its longest name, as they sound."""
    people: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for entity, names in named.items():
        if names and found[entity].type == "PER":
            sounds = max(names.values(), key=lambda s: (len(s), s))
            for word in sounds:
                people[word][entity] = sounds
    return people


def _shorter(found: Mapping[str, _Entity], named: Named, beside: _Company) -> Iterator[Proposal]:
    """A person's name and the one longer name that holds its words in their order, both named beside a third."""
    people = _people(found, named)
    for entity, sounds in sorted({e: s for row in people.values() for e, s in row.items()}.items()):
        others = min((people[w] for w in sounds), key=len)
        longer = (
            [e for e, s in others.items() if len(s) > len(sounds) and _within(sounds, s)] if len(others) < 50 else []
        )
        if longer:
            one = min(longer, key=lambda e: (-found[e].count, e))
            sure = len({others[e] for e in longer}) == 1 and beside.tells(entity, one)
            score = _SURE if sure else _PROPOSE
            yield entity, one, score, "a part of the name", found[entity].full, found[one].full


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of one name stand in the other in their order, its first or its last among them."""
    rest = iter(long)
    return all(any(w == x for x in rest) for w in short) and (short[0] == long[0] or short[-1] == long[-1])


def _similar(found: Mapping[str, _Entity], named: Named) -> Iterator[Proposal]:
    """Names next to each other in the order of their sounds that sound nearly the same, word by word."""
    ordered: dict[tuple[str, int], list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for entity, names in named.items():
        for name, sounds in names.items():
            if len("".join(sounds)) > 3 and not letters(name):
                ordered[found[entity].type, len(sounds)] += [(sounds, name, entity), (sounds[::-1], name, entity)]
    for rows in ordered.values():
        rows.sort()
        for i, (sounds, name, entity) in enumerate(rows):
            for other, name_b, entity_b in rows[i + 1 : i + 1 + _NEAR]:
                alike = [fuzz.ratio(x, y) / 100 for x, y in zip(sounds, other, strict=True)]
                if entity != entity_b and min(alike) >= _PROPOSE:
                    yield entity, entity_b, round(min(min(alike), 0.9), 3), "a similar sound", name, name_b
