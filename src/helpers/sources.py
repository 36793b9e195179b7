"""The noun phrase of a source: where it begins and ends, what its head is, and in which case it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from .endings import stems
from .gazetteer import gazetteer
from .lexicon import Lexicon
from .reading import Reading

_PLURAL = ("রা", "েরা", "য়েরা", "দের", "েদের", "গণ", "গুলো", "গুলি")
_NOMINATIVE = re.compile("(?:টি|রা|েরা|য়েরা|গণ|গুলো|গুলি)?[ইও]?")
_GENITIVE = re.compile("(?:র|ের|এর|য়ের|দের|েদের|টির|গুলোর|গুলির)[ইও]?")
_OBLIQUE = ("কে", "দের", "তে", "য়ে")
_VERBAL = ("লেন", "বেন", "ছেন", "তেন", "ছে", "ছিল")
_OWNING = ("ের", "ড়ার", "লার")  # a genitive; in ার alone many a name ends
_JOINS = ("ও", "এবং")
_ROLES = {"adjective": "person", "kind": "body"}  # as which they are read
_REACH = 14  # tokens that the noun phrase of a source may have before its head
_COMMON = 250  # of 10,000 articles; a word in more of them is no part of an unknown name
_CLAUSE = 6  # words that an unknown subject may have
_ADVERBS = 6  # words that may stand between an unknown subject and its verb


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what says it: tokens first … last of the text, the head at `last`."""

    first: int
    last: int
    name: str  # as the text has it, case ending off
    role: str  # person body media document state; of a reference what it stands for
    head: str  # the head word's stem, for what refers back to it
    entity: str = ""
    refers: bool = False  # a pronoun, সংস্থাটি, or nothing but what a document is called: to be resolved
    plural: bool = False
    proper: bool = False  # a person's name


@dataclass(frozen=True)
class _Grammar:
    heads: dict[str, str]  # head word → role
    modifiers: frozenset[str]  # what may stand before a head
    references: dict[str, str]
    words: dict[str, frozenset[str]]  # the lexicon of source nouns by role
    agents: tuple[str, ...]  # how nouns for people end: মিছিল[কারী]
    countries: frozenset[str]
    common: frozenset[str]  # words that are no unknown names
    names: frozenset[str]
    say: frozenset[str]  # verbs of saying


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    rows = lexicon.rows("source_nouns")
    words = {role: frozenset(lexicon.words("source_nouns", role=role)) for role in {r["role"] for r in rows}}
    heads = {phrase.split()[-1]: "person" for phrase in lexicon.words("titles")}
    for role in ("media", "person", "adjective", "body", "kind"):
        heads |= {phrase.split()[-1]: _ROLES.get(role, role) for phrase in sorted(words[role])}
    modifiers = words["modifier"] | words["determiner"] | words["adjective"] | words["indefinite"]
    modifiers |= {*lexicon.words("demonyms"), *(w for r in rows for w in r["word"].split()[:-1])}
    modifiers |= {w for name in ("titles", "org_fields") for phrase in lexicon.words(name) for w in phrase.split()}
    return _Grammar(
        heads,
        modifiers,
        {r["word"]: r["stands_for"] for r in lexicon.rows("references")},
        words,
        tuple(sorted(words["agent"])),
        frozenset(k.entity for k in gazetteer(lexicon).by_id.values() if k.kind == "country"),
        frozenset(r["stem"] for r in lexicon.rows("word_frequency") if int(r["per_10000"]) >= _COMMON),
        frozenset(part for word in lexicon.words("name_words") for part in (word, word.rstrip("."))),
        frozenset(w.split()[0] for role in ("say", "noun") for w in lexicon.words("speech", role=role)),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """A word or name that can be a source: its tokens, where its case ending begins (folded offset), role and case."""

    first: int
    bare: int
    role: str
    stem: str
    case: str  # nominative genitive other
    entity: str = ""
    plural: bool = False


class Sources:
    """The tokens of an article and who among them can be a source."""

    def __init__(self, reading: Reading) -> None:
        self.text, self.grammar = reading.text, _grammar(reading.lexicon)
        self.tokens = reading.text.tokens
        self.forms = [t.form for t in self.tokens]
        self._starts = [t.start for t in self.tokens]
        self.quoted: frozenset[int] = frozenset()  # tokens in quotations, where no subject of the article's own stands
        self.dates = {i for d in reading.dates for i in range(*self._span(d.start, d.end))}
        self.names: dict[int, _Head] = {}  # by last token
        for m in reading.mentions:
            first, end = self._span(m.start, m.end)
            role = {"PER": "person", "ORG": "body"}.get(m.type, "state" if m.entity in self.grammar.countries else "")
            if end > first and (end - 1 not in self.names or self.names[end - 1].first > first):
                start, noun = self.tokens[first].start, self.noun(end - 1)
                known = self.text.folded.startswith(m.name, start)
                bare = start + len(m.name) if known else self.tokens[end - 1].end
                case = _case(self.text.folded[bare : self.tokens[end - 1].end])
                role = "media" if role == "body" and noun and noun.role == "media" else role
                self.names[end - 1] = _Head(first, bare, role, m.name.split()[-1], case, m.entity)
        self.names = dict(self._whole(last, head) for last, head in self.names.items())

    def at(self, offset: int) -> int:
        """The first token that begins at an offset into the folded text or behind it."""
        return bisect_left(self._starts, offset)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        start, end = self.text.folded_span(start, end)
        return self.at(start), self.at(end)

    def _whole(self, last: int, head: _Head) -> tuple[int, _Head]:
        """A person's name with the unknown word on each side that the reader of names has left out."""
        if head.role != "person":
            return last, head
        before = head.first - 1
        first = before if before >= 0 and self.forms[before] != "." and self._strange(before) else head.first
        end = last + 1
        while head.case == "nominative" and end < len(self.forms) and end - last < 4 and self._strange(end):
            end += 1
        if end > last + 1 and len(self.forms[end - 1]) > 2 and self._over(end, len(self.forms)):
            last, head = end - 1, replace(head, bare=self.tokens[end - 1].end, stem=self.forms[end - 1])
        return last, replace(head, first=first)

    def noun(self, i: int) -> _Head | None:
        """The common noun at token i, where it can be a source."""
        token = self.tokens[i]
        for stem in stems(token.form):
            agent = stem.endswith(self.grammar.agents) and stem not in self.grammar.modifiers
            if role := self.grammar.heads.get(stem, "person" if agent else ""):
                ending, bare = token.form[len(stem) :], token.start + len(stem)
                plural = ending.startswith(_PLURAL)
                if stem in self.grammar.words["adjective"]:  # স্থানীয় is no source, স্থানীয়রা are
                    if not plural:
                        return None
                    bare = token.start + len(token.form.rstrip("ওই") if _case(ending) == "nominative" else stem)
                return _Head(i, bare, role, stem, _case(ending), plural=plural)
        return None

    def document(self, i: int) -> bool:
        """Token i names what a source writes or says."""
        return any(s in self.grammar.words["document"] for s in stems(self.forms[i]))

    def at_token(self, i: int, low: int, cases: tuple[str, ...] = ("nominative",)) -> Source | None:
        """The source whose head is token i, in one of the cases: a noun phrase, a name, a pronoun, সংস্থাটি."""
        name = self.names.get(i)
        head = (name if name.role else None) if name else self.noun(i)
        found = self._phrase(head, i, low) if head and head.case in cases else None
        if head and found and (found.first < i or head.entity):
            return found
        return self._reference(i, cases) or found

    def _reference(self, i: int, cases: tuple[str, ...]) -> Source | None:
        for stem in stems(self.forms[i]):
            role = self.grammar.references.get(stem, "document")
            if role != "document" and (stem == self.forms[i] or _case(self.forms[i][len(stem) :]) in cases):
                return Source(i, i, stem, role, stem, refers=True)
        return None

    def _phrase(self, head: _Head, last: int, low: int) -> Source:
        """The whole noun phrase of a head: a person's name alone, else all that belongs to it from token `low` on."""
        first, proper = head.first, bool(head.entity and head.role == "person")
        if not proper:
            first = self.left(head.first, low, bool(head.entity))
        if first == last and head.role == "body" and not head.entity:
            first = self._field(first, low)
        name = self.name(first, head.bare)
        return Source(first, last, name, head.role, head.stem, head.entity, False, head.plural, proper)

    def left(self, i: int, low: int, proper: bool = False) -> int:
        """Where the noun phrase whose head begins at token i begins: genitives, adjectives, names, brackets, lists.

        What a proper name is (সংবাদমাধ্যম এনডিটিভি) is no part of it.
        """
        low, joined = max(low, i - _REACH), False
        while i > low and i - 1 not in self.dates:
            form, name = self.forms[i - 1], self.names.get(i - 1)
            noun = None if name else self.noun(i - 1)
            if name:
                if name.case == "other" and not joined:
                    break
                i = max(name.first, low)
            elif form == ")" and self._bracket(i - 1, low) < i - 1:
                i = self._bracket(i - 1, low)
            elif form == "-" and i - 2 >= low and self.tokens[i - 1].start == self.tokens[i - 2].end:
                i -= 1  # হামাস-নিয়ন্ত্রিত
            elif (form in _JOINS or (form == "," and joined)) and i - 2 >= low and self._joins(i - 2):
                joined, i = True, i - 1
            elif (proper and noun and noun.case == "nominative") or not self._belongs(i - 1, noun):
                break
            else:
                i -= 1
        while i < len(self.forms) and self.forms[i] in (",", *_JOINS):
            i += 1
        return i

    def _field(self, head: int, low: int) -> int:
        """Where up to two words before a body's bare kind begin, if a name or the clause's edge is before them.

        [যাত্রী কল্যাণ] সমিতি, যুক্তরাষ্ট্রের [মিলিটারি সাউদার্ন] কমান্ড.
        """
        for first in (head - 1, head - 2):
            if first < low or not self.plain(first):
                break
            before = self.names.get(first - 1)
            if first == low or self.forms[first - 1] in (",", ":") or first - 1 in self.dates or before:
                return self.left(first, low) if before and before.case == "genitive" else first
        return head

    def plain(self, i: int) -> bool:
        """A word that may stand bare before a noun: no case that shows, no verb, no adverb."""
        form = self.forms[i]
        oblique = form.endswith((*_OBLIQUE, "ে", "য়", "ছেন", "র"))
        return form[0].isalpha() and not oblique and form not in self.grammar.words["adverb"] and form not in _JOINS

    def _joins(self, i: int) -> bool:
        return i in self.names or self.forms[i] in self.grammar.modifiers or self.noun(i) is not None

    def _belongs(self, i: int, noun: _Head | None) -> bool:
        """An adjective, a noun that owns the head (হাসপাতালের ডিন) or stands bare (পুলিশ সুপার), a word in the genitive."""
        form = self.forms[i]
        if form in self.grammar.modifiers:
            return True
        if noun:
            return noun.case == "genitive" or (noun.case == "nominative" and not noun.plural)
        genitive = len(form) > 3 and form.endswith(("ের", "ার", "ীর", "ির", "দের"))
        return genitive and self._reference(i, ("genitive",)) is None

    def _bracket(self, i: int, low: int) -> int:
        """Where the bracket opens that closes at token i; i itself where none does."""
        return next((k for k in range(i, max(low, i - 12) - 1, -1) if self.forms[k] == "("), i)

    def name(self, first: int, end: int) -> str:
        """The text from token `first` to a folded offset, as it is stored, without what stands in brackets."""
        pieces, start = [], self.tokens[first].start
        for token in self.tokens[first : self.at(end)]:
            if token.form == "(":
                pieces.append((start, token.start))
            elif token.form == ")":
                start = token.end
        return " ".join(" ".join(self.text.raw[slice(*self.text.span(*p))] for p in (*pieces, (start, end))).split())

    def titled(self) -> Iterator[tuple[frozenset[str], Source]]:
        """The persons whom the article introduces with a title, in order, each with the words of the title."""
        for last, head in sorted(self.names.items()):
            if head.role == "person" and (words := self.title(head.first)):
                yield words, self._phrase(head, last, 0)

    def title(self, first: int) -> frozenset[str]:
        """The words before a person's name that begins at token `first`: title, office, place."""
        return self.words(self.left(first, 0), first)

    def words(self, first: int, end: int) -> frozenset[str]:
        """The words of a noun phrase, endings off, without determiners and marks."""
        words = {self.names[i].stem if i in self.names else self.stem(i) for i in range(first, end)}
        return frozenset(w for w in words if w[0].isalpha() and w not in self.grammar.words["determiner"])

    def stem(self, i: int) -> str:
        """The word at token i without ending, where the lexicon of sources knows it."""
        known = (self.grammar.words["document"], self.grammar.heads, self.grammar.modifiers)
        return next((st for st in stems(self.forms[i]) if any(st in table for table in known)), self.forms[i])

    def subject(self, low: int, high: int, honorific: bool, unknown: bool = False, far: bool = False) -> Source | None:
        """The nominative noun phrase nearest before token `high`; a person before a verb that honours, if there is one.

        `unknown`: it ends there, and may be a name that nobody knows. `far`: not only in the last clause.
        """
        found, i = None, high
        while unknown and i > low and self._bracket(i - 1, low) < i - 1 and self.forms[i - 1] == ")":
            high = i = self._bracket(i - 1, low)
        while i > low:
            i -= 1
            if self.forms[i] == ")":
                i = self._bracket(i, low)
                continue
            if self.forms[i] in ("।", ";", ":") or (self.forms[i] == "," and found and not far):
                break
            here = self.at_token(i, low) if i not in self.quoted else None
            if here is None:
                continue
            here = self._named(here, high, unknown)
            if unknown:  # or more than a subject stands behind the verb
                return here if here.last == high - 1 else None
            if here.role == "group" or honorific == (here.role == "person" or here.plural):
                return here
            found = found or here
        return found

    def _named(self, noun: Source, high: int, unknown: bool) -> Source:
        """With the unknown name behind a title (ওসি তাপস দাস) or a kind of body (সম্প্রচারমাধ্যম আরটিএ)."""
        kind = noun.role in ("person", "media") or noun.head in self.grammar.words["kind"]
        if not kind or noun.entity or noun.plural or noun.refers:
            return noun
        i = noun.last + 1
        if i < high and self.forms[i] == "(" and ")" in self.forms[i : min(high, i + 12)]:
            i = self.forms.index(")", i) + 1
        end = i
        while end < high and end - i < 4 and self._strange(end):
            end += 1
        while end > i and len(self.forms[end - 1]) == 1:
            end -= 1
        if end == i or (unknown and end < high and self.forms[end] != "("):
            return noun
        if end == i + 1 and not self._over(end, high):
            return noun  # a word that belongs to the next: কান্নাজড়িত কণ্ঠে
        name = self.name(i, self.tokens[end - 1].end)
        return replace(noun, first=i, last=end - 1, name=name, proper=noun.role == "person")

    def _over(self, i: int, high: int) -> bool:
        """A name may end before token i: there the verb, a mark, a listener or an adverb stands."""
        if i >= high or i in self.dates:
            return True
        form = self.forms[i]
        known = form in self.grammar.words["adverb"] or form in self.grammar.say
        return known or not form[0].isalpha() or form.endswith(_OBLIQUE)

    def stranger(self, low: int, high: int, behind: bool = False, role: str = "person") -> Source | None:
        """An unknown name right before the verb at token `high`, or, `behind` the verb, all that ends before `high`."""
        last = high - 1
        while not behind and last > low and high - last < _ADVERBS:
            form = self.forms[last]
            if len(form) > 1 and self._strange(last):
                break
            if form not in self.grammar.words["adverb"] and last not in self.dates and not form.endswith(_OBLIQUE):
                return None
            last -= 1
        first = last + 1
        while first > low and last - first < 4 and self._strange(first - 1):
            first -= 1
        if not any(len(form) > 2 for form in self.forms[first : last + 1]):
            return None  # nothing, or initials
        return Source(first, last, self.name(first, self.tokens[last].end), role, self.forms[last], proper=True)

    def clause(self, low: int, high: int) -> Source | None:
        """All that stands before the verb at token `high`, where it is short and can be nothing but its subject."""
        while low < high and (low in self.dates or not self._plain_start(low)):
            low += 1
        last = high - 1
        if last > low and self.forms[last] == ")":
            last = self._bracket(last, low) - 1
        inner = self.forms[low : last + 1]
        if not 0 < len(inner) <= _CLAUSE or not self.plain(last) or len(inner[-1]) < 3:
            return None
        if any(not f[0].isalpha() or f.endswith((*_OBLIQUE, *_VERBAL)) or f in self.grammar.references for f in inner):
            return None
        return Source(low, last, self.name(low, self.tokens[last].end), "body", self.stem(last))

    def _plain_start(self, i: int) -> bool:
        return self.forms[i][0].isalpha() and self.forms[i] not in self.grammar.words["adverb"]

    def _strange(self, i: int) -> bool:
        """A word that may be an unknown name's: unknown, not common, in no case that a subject has not."""
        form, words = self.forms[i], self.grammar.words
        if form in self.grammar.names or (form == "." and i > 0 and self.forms[i - 1] in self.grammar.names):
            return True
        if not form[0].isalpha() or i in self.dates or i in self.names or self.noun(i) or self.document(i):
            return False
        if form in self.grammar.modifiers or form in words["adverb"] or (len(form) > 3 and form.endswith("ে")):
            return False
        plain = [st for st in stems(form) if len(st) > 3 or len(st) > len(form) - 2]
        return not form.endswith((*_OBLIQUE, *_VERBAL, *_OWNING)) and not any(
            st in self.grammar.common or st in self.grammar.references for st in plain
        )

    def owner(self, low: int, high: int, cases: tuple[str, ...] = ("genitive", "nominative")) -> Source | None:
        """The noun phrase that ends right before token `high`, in one of the cases."""
        i = high - 1
        while i > low and self.forms[i] in self.grammar.modifiers and i not in self.names and not self.noun(i):
            i -= 1  # ডিসমিসল্যাবের [একটি] প্রতিবেদনে
        if i >= low and self.forms[i] == ")":
            i = self._bracket(i, low) - 1
        return self.at_token(i, low, cases) if i >= low else None

    def vague(self, low: int, cue: int) -> Source | None:
        """স্থানীয় সূত্রে: sources that nobody owns, with the adjective that is all that is said of them."""
        first = self.left(cue, low)
        stem = self.stem(cue)
        name = self.name(first, self.tokens[cue].start + len(stem))
        return Source(first, cue, name, "body", stem) if first < cue else None

    def stranger_owner(self, high: int, certain: bool = False) -> Source | None:
        """An unknown name in the genitive right before token `high`; any noun where what follows makes it a source."""
        i = high - 1
        if self.forms[i] == ")" and self._bracket(i, 0) < i:
            i = self._bracket(i, 0) - 1
        if i < 0:
            return None
        owned = [st for st in stems(self.forms[i])[1:] if _case(self.forms[i][len(st) :]) == "genitive"]
        stem = min(owned, key=len, default="")
        odd = i in self.dates or (not certain and (i in self.names or self.grammar.common & {self.forms[i], stem}))
        if len(stem) < 3 or odd or stem in self.grammar.modifiers or self.noun(i) or self.document(i):
            return None
        first = self.left(i, max(0, i - _REACH)) if certain else i
        return Source(first, i, self.name(first, self.tokens[i].start + len(stem)), "body", stem)


def _case(ending: str) -> str:
    return "nominative" if _NOMINATIVE.fullmatch(ending) else "genitive" if _GENITIVE.fullmatch(ending) else "other"
