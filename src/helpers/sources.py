"""The noun phrase of a source: where it begins and ends, what its head is, and in which case it stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from .endings import stems
from .gazetteer import gazetteer
from .lexicon import Lexicon
from .reading import Reading

_NOMINATIVE = frozenset("|ই|ও|টি|টিও|টিই|রা|েরা|রাও|েরাও|রাই|য়েরা|গণ|গুলো|গুলোও|গুলি".split("|"))
_GENITIVE = frozenset("র|ের|এর|য়ের|দের|েদের|টির|গুলোর|গুলির|েরও|রও|রই|েরই|দেরও".split("|"))
_OBLIQUE = ("কে", "দের", "তে", "য়ে")
_PLURAL = ("রা", "েরা", "য়েরা", "দের", "েদের", "গণ", "গুলো", "গুলি")
_REACH = 14  # tokens that the noun phrase of a source may have before its head
_ROLES = {"adjective": "person", "kind": "body"}
_JOINS = ("ও", "এবং")
_COMMON = 250  # of 10,000 articles; a word in more of them is no part of an unknown name
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
    nouns: dict[str, str]  # head word → role
    modifiers: frozenset[str]
    references: dict[str, str]
    documents: frozenset[str]
    determiners: frozenset[str]
    adjectives: frozenset[str]
    indefinite: frozenset[str]
    countries: frozenset[str]
    common: frozenset[str]  # words that are no unknown names
    names: frozenset[str]
    adverbs: frozenset[str]
    kinds: frozenset[str]  # of bodies, with a name behind: রাজনৈতিক দল ইউএসডিপি


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    nouns = {phrase.split()[-1]: "person" for phrase in lexicon.words("titles")}
    for row in lexicon.rows("source_nouns"):
        if row["role"] not in ("modifier", "document", "determiner", "indefinite", "adverb"):
            nouns[row["word"].split()[-1]] = _ROLES.get(row["role"], row["role"])
    adjectival = ("modifier", "determiner", "adjective", "indefinite")
    modifiers = {r["word"] for r in lexicon.rows("source_nouns") if r["role"] in adjectival}
    modifiers |= set(lexicon.words("demonyms"))
    modifiers |= {w for name in ("titles", "org_fields") for phrase in lexicon.words(name) for w in phrase.split()}
    modifiers |= {w for phrase in lexicon.words("source_nouns") for w in phrase.split()[:-1]}
    return _Grammar(
        nouns,
        frozenset(modifiers),
        {r["word"]: r["stands_for"] for r in lexicon.rows("references")},
        frozenset(lexicon.words("source_nouns", role="document")),
        frozenset(lexicon.words("source_nouns", role="determiner")),
        frozenset(lexicon.words("source_nouns", role="adjective")),
        frozenset(lexicon.words("source_nouns", role="indefinite")),
        frozenset(k.entity for k in gazetteer(lexicon).by_id.values() if k.kind == "country"),
        frozenset(r["stem"] for r in lexicon.rows("word_frequency") if int(r["per_10000"]) >= _COMMON),
        frozenset(lexicon.words("name_words")),
        frozenset(lexicon.words("source_nouns", role="adverb")),
        frozenset(lexicon.words("source_nouns", role="kind")),
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
        starts = [t.start for t in self.tokens]
        self.at = lambda offset: bisect_left(starts, offset)  # the first token that begins at or behind a folded offset
        self.quoted: frozenset[int] = frozenset()  # tokens inside quotations, where the article's own subjects do not stand
        self.names: dict[int, _Head] = {}  # by last token
        for m in reading.mentions:
            start, end = self.text.folded_span(m.start, m.end)
            first, last = self.at(start), self.at(end) - 1
            role = {"PER": "person", "ORG": "body"}.get(m.type, "state" if m.entity in self.grammar.countries else "")
            if last < first:
                continue
            bare = start + len(m.name) if self.text.folded.startswith(m.name, start) else end
            head = self.nouns(last)
            if head and m.type == "ORG" and head.role in ("media", "body"):
                role = head.role
            case = _case(self.text.folded[bare : self.tokens[last].end])
            if last not in self.names or self.names[last].first > first:
                self.names[last] = _Head(first, bare, role, m.name.split()[-1], case, m.entity)
        self.dates: set[int] = {
            i
            for d in reading.dates
            for start, end in [self.text.folded_span(d.start, d.end)]
            for i in range(self.at(start), self.at(end))
        }
        self.names = dict(self._whole(last, head) for last, head in self.names.items())

    def _whole(self, last: int, head: _Head) -> tuple[int, _Head]:
        """A person's name with the unknown word on each side that the reader of names has left out."""
        if head.role != "person":
            return last, head
        first = head.first - 1 if head.first and self._strange(head.first - 1) else head.first
        behind = self.forms[last + 1] if last + 1 < len(self.forms) else ""
        if head.case == "nominative" and len(behind) > 2 and behind[-1] != "র" and self._strange(last + 1):
            last, head = last + 1, replace(head, bare=self.tokens[last + 1].end, stem=self.forms[last + 1])
        return last, replace(head, first=first)

    def nouns(self, i: int) -> _Head | None:
        """The common noun at token i, where it can be a source."""
        token = self.tokens[i]
        for stem in stems(token.form):
            if role := self.grammar.nouns.get(stem):
                ending = token.form[len(stem) :]
                if stem in self.grammar.adjectives and not ending.startswith(_PLURAL):
                    return None  # স্থানীয় is none, স্থানীয়রা are
                bare = len(token.form.rstrip("ওই")) if stem in self.grammar.adjectives else len(stem)
                return _Head(i, token.start + bare, role, stem, _case(ending), plural=ending.startswith(_PLURAL))
        return None

    def head(self, i: int) -> _Head | None:
        """The name or noun that ends at token i."""
        found = self.names.get(i)
        return found if found and found.role else self.nouns(i) if not found else None

    def reference(self, i: int, cases: tuple[str, ...]) -> Source | None:
        """A pronoun or সংস্থাটি at token i."""
        form = self.forms[i]
        for stem in stems(form):
            role = self.grammar.references.get(stem, "document")
            if role != "document" and (stem == form or _case(form[len(stem) :]) in cases):
                return Source(i, i, stem, role, stem, refers=True)
        return None

    def source(self, head: _Head, last: int, low: int) -> Source:
        """The whole noun phrase of a head: a person's name alone, else all that belongs to it from token `low` on."""
        first, proper = head.first, bool(head.entity and head.role == "person")
        if not proper:
            first = self.left(head.first, low, bool(head.entity))
            if first == head.first and head.role == "body" and not head.entity:
                first = self.left(self._unknown(first, low), low)
        return Source(first, last, self.name(first, head.bare), head.role, head.stem, head.entity, False, head.plural, proper)

    def left(self, i: int, low: int, proper: bool = False) -> int:
        """Where the noun phrase whose head begins at token i begins: genitives, adjectives, names, brackets, lists.

        What a proper name is (সংবাদমাধ্যম এনডিটিভি) is no part of it.
        """
        low, joined = max(low, i - _REACH), False
        while i > low:
            form, name = self.forms[i - 1], self.names.get(i - 1)
            if i - 1 in self.dates:
                break
            if name:
                if name.case == "other" and not joined:
                    break
                i = max(name.first, low)
            elif form == ")" and self._bracket(i - 1, low) < i - 1:
                i = self._bracket(i - 1, low)
            elif (form in _JOINS or (form == "," and joined)) and i - 2 >= low and self._joins(i - 2):
                joined, i = True, i - 1
            elif proper and (noun := self.nouns(i - 1)) and noun.case == "nominative":
                break
            elif form in self.grammar.modifiers or self._attribute(i - 1):
                i -= 1
            else:
                break
        while i < len(self.forms) and self.forms[i] in (",", *_JOINS):
            i += 1
        return i

    def _unknown(self, first: int, low: int) -> int:
        """Where up to two unknown words before a body's bare kind begin: [মিলিটারি সাউদার্ন] কমান্ড."""
        begin = first
        while begin > low and first - begin < 2 and self._strange(begin - 1):
            begin -= 1
        return begin

    def _joins(self, i: int) -> bool:
        return i in self.names or self.forms[i] in self.grammar.modifiers or self.nouns(i) is not None

    def _attribute(self, i: int) -> bool:
        """A noun of the lexicon in the genitive or bare (হাসপাতালের ডিন, পুলিশ সুপার), or any word in the genitive."""
        noun = self.nouns(i)
        if noun:
            return noun.case == "genitive" or (noun.case == "nominative" and not noun.plural)
        form = self.forms[i]
        return len(form) > 3 and form.endswith(("ের", "য়ার", "ার", "ীর", "ির")) and self.reference(i, ("genitive",)) is None

    def name(self, first: int, end: int) -> str:
        start, pieces, depth = self.tokens[first].start, [], 0
        for i in range(first, len(self.tokens)):  # without what stands in brackets
            token = self.tokens[i]
            if token.start >= end:
                break
            if token.form == "(":
                pieces.append(self.text.raw[slice(*self.text.span(start, token.start))])
                depth = 1
            elif token.form == ")" and depth:
                start, depth = token.end, 0
        if not depth:
            pieces.append(self.text.raw[slice(*self.text.span(start, end))])
        return " ".join(" ".join(pieces).split())

    def titled(self) -> Iterator[tuple[frozenset[str], Source]]:
        """The persons whom the article introduces with a title, in order, each with the words of the title."""
        for last, head in sorted(self.names.items()):
            if head.role == "person" and (words := self.title(head.first)):
                yield words, self.source(head, last, 0)

    def title(self, first: int) -> frozenset[str]:
        """The words before a person's name that begins at token `first`: title, office, place."""
        return self.words(self.left(first, 0), first)

    def words(self, first: int, last: int) -> frozenset[str]:
        """The words of a noun phrase, endings off, without determiners and marks."""
        stem = (self.names[i].stem if i in self.names else self.stem(i) for i in range(first, last) if self.forms[i][0].isalpha())
        return frozenset(w for w in stem if w not in self.grammar.determiners)

    def subject(
        self, low: int, high: int, honorific: bool, *, unknown: bool = False, far: bool = False
    ) -> Source | None:
        """The nominative noun phrase nearest before token `high`; a person before a verb that honours, if there is one.

        `unknown`: the words at the end may be a name that nobody knows. `far`: not only in the last clause.
        """
        found, i = None, high
        if unknown:
            while high > low and self.forms[high - 1] == ")" and self._bracket(high - 1, low) < high - 1:
                high = i = self._bracket(high - 1, low)
        while i > low:
            i -= 1
            if self.forms[i] == ")":
                i = self._bracket(i, low)
                continue
            if self.forms[i] in ("।", ";", ":") or (self.forms[i] == "," and found and not far):
                break
            here = self.at_token(i, low, ("nominative",)) if i not in self.quoted else None
            if here is None:
                continue
            if (here.role in ("person", "media") or here.head in self.grammar.kinds) and not here.entity and not here.plural and not here.refers:
                here = self._named(here, i, high, unknown) or here
            if unknown and here.last < high - 1:
                return None  # more than a subject stands behind the verb
            person = here.role in ("person", "group") or here.plural
            if honorific == person or here.role == "group":
                return here
            found = found or here
        return found

    def _bracket(self, i: int, low: int) -> int:
        """Where the bracket opens that closes at token i; i itself where none does."""
        return next((k for k in range(i, max(low, i - 12) - 1, -1) if self.forms[k] == "("), i)

    def _named(self, noun: Source, i: int, high: int, unknown: bool) -> Source | None:
        """The unknown name behind a title (ওসি তাপস দাস) or a word for the press (সম্প্রচারমাধ্যম আরটিএ)."""
        i += 1
        while i < high and self.forms[i] == "(" and ")" in self.forms[i : min(high, i + 12)]:
            i = self.forms.index(")", i) + 1
        end = i
        while end < high and end - i < 4 and self._strange(end):
            end += 1
        if end == i or (unknown and end < high and self.forms[end] != "("):
            return None
        return replace(noun, first=i, last=end - 1, name=self.name(i, self.tokens[end - 1].end), proper=noun.role == "person")

    def _strange(self, i: int) -> bool:
        """A word that may be an unknown name's: no word of the lexicon, no common word, in no case that a subject has not."""
        form = self.forms[i]
        if form in self.grammar.names or (form + "." in self.grammar.names) or (form == "." and i > 0 and form + self.forms[i - 1] in self.grammar.names):
            return True
        if not form[0].isalpha() or i in self.dates or i in self.names or self.nouns(i) or self.document(i) or form in self.grammar.modifiers:
            return False
        if form in self.grammar.adverbs or (len(form) > 3 and form.endswith("ে")):
            return False
        plain = [st for st in stems(form) if len(st) > 3 or len(st) > len(form) - 2]
        return not form.endswith((*_OBLIQUE, "ছেন", "ছে")) and not any(
            st in self.grammar.common or st in self.grammar.references for st in plain
        )

    def stranger(self, low: int, high: int, behind: bool = False) -> Source | None:
        """An unknown name right before the verb at token `high`, or, `behind` the verb, all that ends before `high`."""
        last = high - 1
        while not behind and last > low and high - last < _ADVERBS and not self._strange(last):
            if self.forms[last] not in self.grammar.adverbs and last not in self.dates and not self.forms[last].endswith(_OBLIQUE):
                return None
            last -= 1
        first = last + 1
        while first > low and last - first < 4 and self._strange(first - 1):
            first -= 1
        if not any(len(form) > 2 for form in self.forms[first : last + 1]):
            return None  # nothing, or initials
        return Source(first, last, self.name(first, self.tokens[last].end), "person", self.forms[last], proper=True)

    def owner(self, low: int, high: int, cases: tuple[str, ...] = ("genitive", "nominative")) -> Source | None:
        """The noun phrase that ends right before token `high`, in one of the cases."""
        i = high - 1
        while i > low and self.forms[i] in self.grammar.modifiers and not self.head(i):
            i -= 1  # ডিসমিসল্যাবের [একটি] প্রতিবেদনে
        if i < low:
            return None
        if self.forms[i] == ")":
            i = self._bracket(i, low) - 1
        return self.at_token(i, low, cases) if i >= low else None

    def at_token(self, i: int, low: int, cases: tuple[str, ...]) -> Source | None:
        """The source whose head is token i, in one of the cases: a noun phrase, a name, a pronoun, সংস্থাটি."""
        head = self.head(i)
        found = self.source(head, i, low) if head and head.case in cases else None
        return found if found and (found.first < i or head.entity) else self.reference(i, cases) or found

    def stem(self, i: int) -> str:
        """The word at token i without ending, where the lexicon of sources knows it."""
        known = (self.grammar.documents, self.grammar.nouns, self.grammar.modifiers)
        return next((st for st in stems(self.forms[i]) if any(st in table for table in known)), self.forms[i])

    def document(self, i: int) -> bool:
        """Token i names what a source writes or says."""
        return any(s in self.grammar.documents for s in stems(self.forms[i]))


def _case(ending: str) -> str:
    return "nominative" if ending in _NOMINATIVE else "genitive" if ending in _GENITIVE else "other"
