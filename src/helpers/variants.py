"""One name, many spellings: how alike two spellings sound, and which entities of a corpus are therefore one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from .script import Text, fold

_JOIN_COLUMNS = ["a", "b", "type", "score", "evidence", "decision", "name_a", "name_b"]
_PROPOSE = 0.8  # two names of which every word sounds at least this much alike are shown to the user
_VOWEL_SIGNS = dict(zip("ািীুূৃেৈোৌ", ["a", "i", "i", "u", "u", "ri", "e", "oi", "o", "ou"], strict=True))
_VOWELS = dict(zip("অআইঈউঊঋএঐওঔ", ["o", "a", "i", "i", "u", "u", "ri", "e", "oi", "o", "ou"], strict=True))
_CONSONANTS = {
    **dict(zip("কখগঘঙচছজঝঞ", "k kh g gh ng ch chh j jh n".split(), strict=True)),
    **dict(zip("টঠডঢণতথদধন", "t th d dh n t th d dh n".split(), strict=True)),
    **dict(zip("পফবভমযরলশষসহ", "p f b bh m j r l sh sh s h".split(), strict=True)),
    **{"য়": "y", "ড়": "r", "ঢ়": "rh"},
}
_MARKS = {"ং": "ng", "ঃ": "h", "ঁ": "", "ৎ": "t"}
_UNIT = re.compile(r"[যডঢ]়|.", re.DOTALL)

# Letters that Bengali writes in two ways for one sound, in the order in which they are replaced.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("্য(?=া)|়|[ঁ্ঃ'.]", ""),
        ("[শষছ]", "স"),
        ("ণ", "ন"),
        ("য(?!়)|ঝ", "জ"),
        ("[ঢড]", "র"),
        ("[ঙঞ]গ?|ংগ", "ং"),
        ("ৎ|থ|ট|ঠ", "ত"),
        ("ফ", "প"),
        ("[ইঈী]|ি", "ি"),
        ("[উঊূ]|ু", "ু"),
        ("[ওঅ]|ো", "ো"),
        ("এ", "ে"),
        ("আ", "া"),
        (r"(.)\1+", r"\1"),
    )
]


def transliterate(name: str) -> str:
    """A Bengali name in Latin letters, sound by sound; Latin letters and digits stay.

    >>> transliterate("করিম")
    'korim'
    """
    units = _UNIT.findall(fold(name))
    out: list[str] = []
    for i, unit in enumerate(units):
        after = units[i + 1] if i + 1 < len(units) else ""
        if unit in _CONSONANTS:
            inherent = after in _CONSONANTS and not (i and units[i - 1] in _VOWEL_SIGNS and i + 2 < len(units))
            out.append(_CONSONANTS[unit] + ("o" if inherent else ""))
        else:
            out.append(_VOWEL_SIGNS.get(unit, _VOWELS.get(unit, _MARKS.get(unit, unit if unit.isascii() else _digit(unit)))))
    return "".join(out)


def _digit(unit: str) -> str:
    return str("০১২৩৪৫৬৭৮৯".index(unit)) if unit in "০১২৩৪৫৬৭৮৯" else ""


def slug(name: str) -> str:
    """A readable id: lower-case ASCII words joined by _.

    >>> slug("Cox's Bazar")
    'coxs_bazar'
    """
    latin = transliterate(name).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "_", latin).strip("_") or "unnamed"


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """The word as it sounds: equal for spellings that differ only where Bengali has several letters for one sound.

    >>> sound("ল্যাভরভ") == sound("লাভরভ")
    True
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def words(name: str) -> list[str]:
    """The words of a name: no marks, no hyphens."""
    return [t.form for t in Text(name).tokens if t.form[0].isalnum()]


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


class Joined(NamedTuple):
    """What `join` returns; `joins` has the columns a, b, type, score, evidence, decision, and each row's two names."""

    mentions: pd.DataFrame
    entities: pd.DataFrame
    joins: pd.DataFrame


def join(mentions: pd.DataFrame, aliases: Iterable[Mapping[str, str]] = (), known: Mapping[str, str] | None = None) -> Joined:
    """Gives one entity one id in the whole corpus, and says by what evidence.

    `mentions` has the columns doc, name, type, entity (the ids that each article gave). `aliases` holds the user's
    rows a, b, decision (join or apart); a and b are names or ids. `known` maps the ids of the lexicon to English names:
    these entities keep their ids and are joined to each other only by the user. A person's single name is joined only
    within its article: its id ends in the article's name.
    """
    known = known or {}
    mentions = mentions.copy()
    mentions["entity"] = _own_ids(mentions, known)
    found: dict[str, _Entity] = {}
    for doc, name, kind, entity in mentions[["doc", "name", "type", "entity"]].itertuples(index=False):
        e = found.setdefault(entity, _Entity(kind, Counter(), set(), entity in known))
        e.names[name] += 1
        e.docs.add(doc)
    decided = {frozenset((fold(r["a"]), fold(r["b"]))): r["decision"] for r in aliases}
    proposals = sorted(_proposals(found, decided), key=lambda p: (-p["score"], p["a"], p["b"]))
    parent: dict[str, str] = {}
    for p in proposals:
        if p["decision"] == "join":
            roots = _root(parent, p["a"]), _root(parent, p["b"])
            keep, drop = sorted(roots, key=lambda e: (not found[e].known, -found[e].count, e))
            if keep != drop:
                parent[drop] = keep
    mentions["entity"] = [_root(parent, e) for e in mentions["entity"]]
    return Joined(mentions, entity_rows(mentions, known), pd.DataFrame(proposals, columns=_JOIN_COLUMNS))


def entity_rows(mentions: pd.DataFrame, known: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The table `entities`: doc, entity, type, name_en, names (all that the article writes, the most frequent first)."""
    english: dict[str, str] = dict(known or {})
    for entity, group in mentions.groupby("entity", sort=True):
        if entity not in english:
            longest = min(group["name"], key=lambda n: (-len(words(n)), n))
            english[str(entity)] = longest if longest.isascii() else transliterate(longest).title()
    rows = []
    for (doc, entity, kind), group in mentions.groupby(["doc", "entity", "type"], sort=True):
        counts = Counter(group["name"])
        names = "|".join(sorted(counts, key=lambda n: (-counts[n], n)))
        rows.append((doc, entity, kind, english[entity], names))
    return pd.DataFrame(rows, columns=["doc", "entity", "type", "name_en", "names"])


def _own_ids(mentions: pd.DataFrame, known: Mapping[str, str]) -> list[str]:
    """A person whom an article only ever calls by one word is a person of that article; a type is part of an id."""
    rows = list(mentions[["doc", "name", "type", "entity"]].itertuples(index=False))
    full = {(doc, e, kind) for doc, name, kind, e in rows if kind != "PER" or e in known or len(words(name)) > 1}
    first: dict[str, str] = {}
    for _, _, kind, e in rows:
        first.setdefault(e, kind)
    own = [e if (doc, e, kind) in full else f"{e}.{doc}" for doc, _, kind, e in rows]
    return [e if first.get(e, kind) == kind else f"{e}.{kind.lower()}" for e, (_, _, kind, _) in zip(own, rows, strict=True)]


def _proposals(found: Mapping[str, _Entity], decided: Mapping[frozenset[str], str]) -> Iterator[dict[str, object]]:
    """Pairs of entities of one type that sound alike, or that the user has decided on."""
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
    for names in decided:
        ends = sorted({by_name.get(n, n) for n in names} & found.keys())
        pairs |= {tuple(ends)} if len(ends) == 2 else set()
    for a, b in sorted(pairs):
        left, right = found[a], found[b]
        user = {decided[k] for n in (*left.names, a) for m in (*right.names, b) if (k := frozenset((fold(n), fold(m)))) in decided}
        name_a, name_b, score = max(
            ((n, m, similarity(n, m)) for n in sorted(left.names) for m in sorted(right.names) if len(words(n)) == len(words(m)) == max(len(words(left.full)), 1)),
            key=lambda x: x[2],
            default=(left.full, right.full, 0.0),
        )
        if not user and score < _PROPOSE:
            continue
        evidence = "the user's list" if user else "the same sound" if score == 1 else "a similar sound"
        join_them = user == {"join"} if user else score == 1 and not (left.known and right.known) and left.type == right.type
        yield dict(zip(_JOIN_COLUMNS, (a, b, left.type, round(score, 3), evidence, "join" if join_them else "apart" if user else "proposed", name_a, name_b), strict=True))


def _bones(word: str) -> str:
    """The consonants of a word as it sounds: two spellings of a name rarely differ in the first two."""
    return re.sub("[^ক-হং]", "", sound(word)) or sound(word)


def _root(parent: dict[str, str], entity: str) -> str:
    while entity in parent:
        entity = parent[entity]
    return entity
