"""What speaks for two names of a corpus being one: their sound, letters and parts, and who is named beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import NamedTuple

from rapidfuzz import fuzz

from .lexicon import Lexicon
from .names import grammar
from .spelling import letters, sound, words

SURE = 0.95  # from this score on two entities are joined; below, they are shown to the user
_PROPOSE = 0.8  # two names of which every word sounds at least this much alike are shown
_NEAR = 4  # neighbours in the order of sounds that a name is compared with
_FEW = 0.003  # of the articles, in which an entity may be named that tells who stands beside it
_LOOK = 50  # articles of one name that are looked at for who else is named in them
_RARE = 4  # names that hold a word, below which the word tells who is meant
_TELLS = 2.5  # telling words, from which on a name tells who is meant
_SMALL = 300  # articles, below which two people of one name are not to be expected
_MANY = 50  # people who share a word of their names, from which on the word tells nothing


@dataclass
class Entity:
    """An entity before joining: what the articles call it, in which of them, and whether the lexicon knows it."""

    type: str
    names: Counter[str]
    docs: set[str]
    known: bool

    @property
    def count(self) -> int:
        """How often it is named."""
        return sum(self.names.values())

    @property
    def full(self) -> str:
        """Its longest name, of these the most frequent."""
        return min(self.names, key=lambda n: (-len(words(n)), -self.names[n], n))


class Proposal(NamedTuple):
    """Two entities that may be one: by what evidence, by which of their names, and how sure (0 to 1)."""

    a: str
    b: str
    score: float
    evidence: str
    name_a: str
    name_b: str


def similarity(a: str, b: str) -> float:
    """How alike two names sound, 0 to 1: the least alike of their words; 0 where the number of words differs."""
    return _alike([sound(w) for w in words(a)], [sound(w) for w in words(b)])


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    return min((fuzz.ratio(x, y) for x, y in zip(a, b, strict=True)), default=0.0) / 100 if len(a) == len(b) else 0.0


def proposals(found: Mapping[str, Entity], lexicon: Lexicon) -> Iterator[Proposal]:
    """Pairs of entities of one type that may be one, the best evidence first; in near-linear time, as each name meets
    only those of its own sound, its rarest word or its place in the order of sounds.
    """
    names = _Names(found, lexicon)
    yield from names.of_one_sound()
    yield from names.of_parts()
    yield from names.of_similar_sound()


@cache
def _spellings(lexicon: Lexicon) -> dict[str, str]:
    """Words of names that are one though they sound different → the first of them."""
    return {w: r["word"] for r in lexicon.rows("spellings") for w in r["same"].split("|")}


class Words:
    """The words of the names of a corpus: as they sound, and whether a person's name of them tells who is meant."""

    def __init__(self, people: Iterable[str], articles: int, lexicon: Lexicon) -> None:
        self.grammar, self.same, self.few = grammar(lexicon), _spellings(lexicon), articles < _SMALL
        self.holders: Counter[str] = Counter()  # word, as it sounds → people's names that hold it
        for sounds in {self.sounds(name, "PER") for name in people}:
            self.holders.update(set(sounds))

    def sounds(self, name: str, kind: str) -> tuple[str, ...]:
        """The words of a name as they sound; a person's without মো. and the like before it."""
        parts = words(name)
        while kind == "PER" and len(parts) > 1 and self.grammar.role(parts[0])[0] == "a":
            parts = parts[1:]
        return tuple(sound(self.same.get(w, w)) for w in parts)

    def tells(self, name: str) -> bool:
        """Whether a person's name is hardly shared by two: words that tell, or one that few other names hold.

        Words like রহমান count half. In a corpus of few articles any two words tell.
        """
        roles = [(self.grammar.role(w)[0], w) for w in words(name)]
        several = sum(role != "" and role in "fldguw" for role, _ in roles)
        own = any(role == "u" and self.holders[sound(self.same.get(w, w))] < _RARE for role, w in roles)
        initials = any(role in ("i", "c") and letters(w) for role, w in roles)
        weight = several - sum(role == "g" for role, _ in roles) / 2 + initials
        return several > 1 and (own or self.few or weight >= _TELLS)


class _Names:
    """The names by which entities may be joined, as their words sound; and who is named beside whom."""

    def __init__(self, found: Mapping[str, Entity], lexicon: Lexicon) -> None:
        self.found = found
        docs = {d for e in found.values() for d in e.docs}
        self.words = Words((n for e in found.values() if e.type == "PER" for n in e.names), len(docs), lexicon)
        self.named: dict[str, dict[str, tuple[str, ...]]] = {}
        self.people: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)  # word → entity → its longest name
        for entity, e in sorted(found.items()):
            own = self.named[entity] = {n: s for n in sorted(e.names) if (s := self.words.sounds(n, e.type))}
            if e.type == "PER":  # a part of a name tells less than the whole
                longest = max(map(len, own.values()), default=0)
                self.named[entity] = {n: s for n, s in own.items() if len(s) == longest > 1}
                for sounds in self.named[entity].values():
                    for word in sounds:
                        self.people[word][entity] = sounds
        self.size, self.beside = len(docs), {d: set[str]() for d in docs}
        for entity, e in found.items():
            if 1 < len(e.docs) <= max(3, _FEW * self.size):
                for doc in e.docs:
                    self.beside[doc].add(entity)

    def _company(self, entity: str) -> set[str]:
        return set().union(*(self.beside[d] for d in sorted(self.found[entity].docs)[:_LOOK])) - {entity}

    def _in_company(self, a: str, b: str) -> bool:
        """Whether both are named beside entities so rare that chance would hardly bring it about.

        Each counts by the logarithm of its rarity; more is asked of a larger corpus, and of names with more articles.
        """
        docs_a, docs_b = self.found[a].docs, self.found[b].docs
        if docs_a & docs_b:
            return False  # an article that names both knows them apart
        shared = sum(log(self.size / len(self.found[e].docs)) for e in self._company(a) & self._company(b))
        many = log(min(_LOOK, len(docs_a)) * min(_LOOK, len(docs_b)))
        return shared > 0 and shared >= 1.8 * log(self.size) + 2 * many

    def of_one_sound(self) -> Iterator[Proposal]:
        """Entities with a name that sounds the same, spaces aside; and abbreviations of the same letters."""
        blocks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for entity, names in self.named.items():
            kind = self.found[entity].type
            for name, sounds in names.items():
                spelled = letters(name) if kind == "ORG" else ""
                blocks[kind, spelled if len(spelled) > 2 else "".join(sounds)].setdefault(entity, name)
        for (kind, key), block in sorted(blocks.items()):
            long = {e for e in block if len(words(self.found[e].full)) > 1 == len(words(block[e]))}
            order = sorted(block, key=lambda e: (not self.found[e].known, e not in long, -self.found[e].count, e))
            several = len(long) > 1 or sum(self.found[e].known for e in block) > 1
            evidence = "the same letters" if key.isascii() else "the same sound"
            if kind == "PER":
                order = [e for e in order if self.words.tells(block[e])]
                if len(order) < len(block):
                    yield from self._of_common_name(block)
            for one, other in ((order[0], e) for e in order[1:]):
                sure = kind == "PER" or one in long or self._of_its_own(block[one], block[other])
                if kind == "LOC" and not self.found[one].known:  # two villages
                    sure = self._in_company(one, other)
                yield Proposal(one, other, _PROPOSE if several or not sure else 1.0, evidence, block[one], block[other])

    def _of_common_name(self, block: Mapping[str, str]) -> Iterator[Proposal]:
        """People of a name that many share: one only where both are named beside the same others."""
        last: dict[str, str] = {}  # who stands beside → the last of the block that it stands beside
        for entity in sorted(block):
            near = {last[e]: None for e in sorted(self._company(entity)) if e in last}
            for other in list(near)[:_NEAR]:
                if self._in_company(other, entity):
                    yield Proposal(other, entity, SURE, "the same company", block[other], block[entity])
            last |= dict.fromkeys(self._company(entity), entity)

    def _of_its_own(self, a: str, b: str) -> bool:
        """Whether two spellings name one thing: not স্বরাষ্ট্র মন্ত্রণালয়, which every country has."""
        return a != b and not any(words(n)[0] in self.words.grammar.field_words for n in (a, b))

    def of_parts(self) -> Iterator[Proposal]:
        """A person's name and the one longer name that holds its words in their order, both named beside others."""
        for entity, names in self.named.items():
            for name, sounds in names.items() if self.found[entity].type == "PER" else ():
                others = min((self.people[w] for w in sounds), key=len)
                longer = [e for e, s in others.items() if len(others) < _MANY and _within(sounds, s)]
                if longer and (self.words.tells(name) or len(longer) == 1):
                    one = min(longer, key=lambda e: (-self.found[e].count, e))
                    sure = len({others[e] for e in longer}) == 1 and self._in_company(entity, one)
                    yield Proposal(
                        entity, one, SURE if sure else _PROPOSE, "a part of the name", name, self.found[one].full
                    )

    def of_similar_sound(self) -> Iterator[Proposal]:
        """Names next to each other in the order of their sounds, forwards or backwards, that sound nearly the same."""
        ordered: dict[tuple[str, int], list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        for entity, names in self.named.items():
            for name, sounds in names.items():
                told = self.found[entity].type != "PER" or self.words.tells(name)
                if told and len("".join(sounds)) > 3 and not letters(name):
                    both = [(sounds, name, entity), (sounds[::-1], name, entity)]
                    ordered[self.found[entity].type, len(sounds)] += both if len(sounds) > 1 else both[:1]
        for rows in ordered.values():
            rows.sort()
            for i, (sounds, name, entity) in enumerate(rows):
                for other, name_b, entity_b in rows[i + 1 : i + 1 + _NEAR]:
                    score = _alike(sounds, other)
                    if entity != entity_b and score >= _PROPOSE:
                        yield Proposal(entity, entity_b, round(min(score, 0.9), 3), "a similar sound", name, name_b)


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether the words of one name stand in the longer other in their order, its first or its last among them."""
    rest = iter(long)
    inside = len(short) < len(long) and all(any(w == x for x in rest) for w in short)
    return inside and (short[0] == long[0] or short[-1] == long[-1])
