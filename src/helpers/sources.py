"""The noun phrase of a source: where it begins and ends, what its head is, and in which case it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

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
_NAME = 4  # words that an unknown name may have
_CLAUSE = 6  # words that an unknown subject may have
_ADVERBS = 6  # words that may stand between an unknown subject and its verb


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what says it: tokens first … last of the text, the head at `last`."""

    first: int
    last: int
    end: int  # folded offset where its case ending begins
    role: str  # person body media document state; of a reference what it stands for; "" says nothing
    head: str  # the head word's stem, for what refers back to it
    name: str = ""  # as the text has it, case ending off
    case: str = "nominative"  # nominative genitive other
    entity: str = ""
    refers: bool = False  # a pronoun, সংস্থাটি, or nothing but what a document is called: to be resolved
    plural: bool = False
    proper: bool = False  # a person's name


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: one for each lexicon
class _Grammar:
    heads: dict[str, str]  # head word → role
    references: dict[str, str]
    words: dict[str, frozenset[str]]  # the lexicon of source nouns by role
    agents: tuple[str, ...]  # how nouns for people end: মিছিল[কারী]
    countries: frozenset[str]


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    rows = lexicon.rows("source_nouns")
    words = {role: frozenset(lexicon.words("source_nouns", role=role)) for role in {r["role"] for r in rows}}
    heads = {phrase.split()[-1]: "person" for phrase in lexicon.words("titles")}
    for role in ("media", "person", "adjective", "body", "kind"):
        heads |= {phrase.split()[-1]: _ROLES.get(role, role) for phrase in sorted(words[role])}
    attributes = [*lexicon.words("titles"), *lexicon.words("org_fields"), *lexicon.words("demonyms")]
    attributes += [r["word"].rpartition(" ")[0] for r in rows]
    words["modifier"] |= words["determiner"] | words["adjective"] | words["indefinite"]
    words["modifier"] |= {word for phrase in attributes for word in phrase.split()}
    words["document"] = frozenset(phrase.split()[-1] for phrase in words["document"])
    common = (r["stem"] for r in lexicon.rows("word_frequency") if int(r["per_10000"]) >= _COMMON)
    words["common"] = frozenset(common)  # words that are no unknown names
    words["name"] = frozenset(part for word in lexicon.words("name_words") for part in (word, word.rstrip(".")))
    words["verb"] = frozenset(w.split()[0] for role in ("say", "noun") for w in lexicon.words("speech", role=role))
    references = {r["word"]: r["stands_for"] for r in lexicon.rows("references")}
    countries = frozenset(k.entity for k in gazetteer(lexicon).by_id.values() if k.kind == "country")
    return _Grammar(heads, references, words, tuple(sorted(words["agent"])), countries)


@lru_cache(200_000)
def _noun_of(form: str, grammar: _Grammar) -> tuple[str, str, int, str, bool] | None:
    """Of a word that can be a source: stem, role, how many characters are without case ending, case, whether plural."""
    for stem in stems(form):
        agent = stem.endswith(grammar.agents) and stem not in grammar.words["modifier"]
        if role := grammar.heads.get(stem, "person" if agent else ""):
            ending, bare = form[len(stem) :], len(stem)
            plural = ending.startswith(_PLURAL)
            if stem in grammar.words["adjective"]:  # স্থানীয় is no source, স্থানীয়রা are
                if not plural:
                    return None
                bare = len(form.rstrip("ওই")) if _case(ending) == "nominative" else len(stem)
            return stem, role, bare, _case(ending), plural
    return None


class Sources:
    """The tokens of an article and who among them can be a source."""

    def __init__(self, reading: Reading) -> None:
        self.text, self.tokens = reading.text, reading.text.tokens
        self.grammar = _grammar(reading.lexicon)
        self.words = self.grammar.words
        self.forms = [t.form for t in self.tokens]
        self._starts = [t.start for t in self.tokens]
        self.quoted: frozenset[int] = frozenset()  # tokens in quotations, where no subject of the article's own stands
        self.dates = {i for d in reading.dates for i in range(*self._span(d.start, d.end))}
        self.nouns = {i: noun for i in range(len(self.tokens)) if (noun := self._noun(i))}
        self.names: dict[int, Source] = {}  # by last token
        for m in reading.mentions:
            first, end = self._span(m.start, m.end)
            role = {"PER": "person", "ORG": "body"}.get(m.type, "state" if m.entity in self.grammar.countries else "")
            if end > first and (end - 1 not in self.names or self.names[end - 1].first > first):
                start = self.tokens[first].start
                known = self.text.folded.startswith(m.name, start)
                bare = start + len(m.name) if known else self.tokens[end - 1].end
                case = _case(self.text.folded[bare : self.tokens[end - 1].end])
                stem, proper = m.name.split()[-1], role == "person"
                self.names[end - 1] = Source(first, end - 1, bare, role, stem, "", case, m.entity, proper=proper)
        people = [(name.entity, self.name(name.first, name.end)) for name in self.names.values() if name.proper]
        self._full = dict(sorted(people, key=lambda x: x[1].count(" ")))  # by entity: [শওকত আজিজ] রাসেল
        self._named = self._covered()
        for name in list(self.names.values()):
            if name.proper and name.first and self.forms[name.first - 1] != "." and self._strange(name.first - 1):
                self.names[name.last] = replace(name, first=name.first - 1)
        self._named = self._covered()
        for head in (*self.names.values(), *(noun for i, noun in self.nouns.items() if i not in self._named)):
            if extended := self._extended(head):
                self.names[extended.last] = extended

    def _covered(self) -> set[int]:
        return {i for name in self.names.values() for i in range(name.first, name.last + 1)}

    def at(self, offset: int) -> int:
        """The first token that begins at an offset into the folded text or behind it."""
        return bisect_left(self._starts, offset)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        start, end = self.text.folded_span(start, end)
        return self.at(start), self.at(end)

    def _noun(self, i: int) -> Source | None:
        """The common noun at token i, where it can be a source."""
        if not (found := _noun_of(self.tokens[i].form, self.grammar)):
            return None
        stem, role, bare, case, plural = found
        return Source(i, i, self.tokens[i].start + bare, role, stem, "", case, plural=plural)

    def _extended(self, head: Source) -> Source | None:
        """A person's name with the unknown words behind, or the unknown name behind a title or kind of body.

        ওসি [তাপস দাস], সম্প্রচারমাধ্যম [আরটিএ]; not a word that belongs to the next: কান্নাজড়িত কণ্ঠে.
        """
        named = head.proper if head.entity else head.role in ("person", "media") or head.head in self.words["kind"]
        last = self._run(head.last + 1) - 1
        while last > head.last and len(self.forms[last]) == 1:
            last -= 1
        if not named or head.plural or head.case != "nominative" or last == head.last or not self._over(last + 1):
            return None
        first, proper = head.first if head.proper else head.last + 1, head.role == "person"
        return replace(head, first=first, last=last, end=self.tokens[last].end, head=self.forms[last], proper=proper)

    def _run(self, first: int) -> int:
        """Where the words of an unknown name that may begin at a token end."""
        end = first
        while end < len(self.forms) and end - first < _NAME and self._strange(end):
            end += 1
        return end

    def _over(self, i: int) -> bool:
        """A name may end before token i: there the verb, a mark, a listener or an adverb stands."""
        if i >= len(self.forms) or i in self.dates:
            return True
        form = self.forms[i]
        known = form in self.words["adverb"] or form in self.words["verb"]
        return known or not form[0].isalpha() or form.endswith(_OBLIQUE)

    def _strange(self, i: int) -> bool:
        """A word that may be an unknown name's: unknown, not common, in no case that a subject has not."""
        form = self.forms[i]
        if i in self._named or i in self.dates:
            return False
        if form in self.words["name"] or (form == "." and i > 0 and self.forms[i - 1] in self.words["name"]):
            return True
        if not form[0].isalpha() or self._known(i) or self.document(i) or form in self.words["adverb"]:
            return False
        if form.endswith((*_OBLIQUE, *_VERBAL, *_OWNING)) or (len(form) > 3 and form.endswith("ে")):
            return False
        plain = (st for st in stems(form) if len(st) > 3 or len(st) > len(form) - 2)
        return not any(st in self.words["common"] or st in self.grammar.references for st in plain)

    def document(self, i: int) -> bool:
        """Token i names what a source writes or says."""
        return any(s in self.words["document"] for s in stems(self.forms[i]))

    def at_token(self, i: int, low: int, cases: tuple[str, ...] = ("nominative",)) -> Source | None:
        """The source whose head is token i, in one of the cases: a noun phrase, a name, a pronoun, সংস্থাটি."""
        head = self.names.get(i) or self.nouns.get(i)
        found = self._phrase(head, low) if head and head.role and head.case in cases else None
        if found and (found.first < i or found.entity or found.proper):
            return found
        return self._reference(i, cases) or found

    def _reference(self, i: int, cases: tuple[str, ...]) -> Source | None:
        for stem in stems(self.forms[i]):
            role = self.grammar.references.get(stem, "document")
            case = "genitive" if stem.endswith("র") else _case(self.forms[i][len(stem) :])  # তার
            if role != "document" and case in cases:
                return Source(i, i, 0, role, stem, stem, refers=True)
        return None

    def _phrase(self, head: Source, low: int) -> Source:
        """The whole noun phrase of a head: a person's name alone, else all that belongs to it from token `low` on."""
        first = head.first
        if not head.proper:
            first = self.left(first, low, head.last in self.names)
        if first == head.last and head.role == "body" and first in self.nouns and not head.entity:
            first = self._field(first, low)
        name = self.name(first, head.end)
        return replace(head, first=first, name=name if " " in name else self._full.get(head.entity, name))

    def left(self, i: int, low: int, proper: bool = False) -> int:
        """Where the noun phrase whose head begins at token i begins: genitives, adjectives, names, brackets, lists.

        What a proper name is (সংবাদমাধ্যম এনডিটিভি) is no part of it.
        """
        low, joined = max(low, i - _REACH), False
        while i > low and i - 1 not in self.dates:
            form, name = self.forms[i - 1], self.names.get(i - 1)
            noun = None if name else self.nouns.get(i - 1)
            if name:
                if name.case == "other" and not joined:
                    break
                i = max(name.first, low)
            elif form == ")" and self._bracket(i - 1, low) < i - 1:
                i = self._bracket(i - 1, low)
            elif (form in _JOINS or (form == "," and joined)) and i - 2 >= low and self._known(i - 2):
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
        return form[0].isalpha() and not oblique and form not in self.words["adverb"] and form not in _JOINS

    def _belongs(self, i: int, noun: Source | None) -> bool:
        """An adjective, a noun that owns the head (হাসপাতালের ডিন) or stands bare (পুলিশ সুপার), a word in the genitive."""
        form = self.forms[i]
        if form in self.words["modifier"] or (form == "-" and self.tokens[i].start == self.tokens[i - 1].end):
            return True
        if noun:
            return noun.case == "genitive" or (noun.case == "nominative" and not noun.plural)
        genitive = len(form) > 3 and form.endswith(("ের", "ার", "ীর", "ির", "দের"))
        return genitive and self._reference(i, ("genitive",)) is None

    def _bracket(self, i: int, low: int) -> int:
        """Where the bracket opens that closes at token i; i itself where none does."""
        if self.forms[i] != ")":
            return i
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
        for _, name in sorted(self.names.items()):
            if name.proper and (words := self.content(self.left(name.first, 0), name.first)):
                yield words, self._phrase(name, 0)

    def content(self, first: int, end: int) -> frozenset[str]:
        """The words of a noun phrase, endings off, without determiners and marks."""
        words = {self.names[i].head if i in self.names else self.stem(i) for i in range(first, end)}
        return frozenset(w for w in words if w[0].isalpha() and w not in self.words["determiner"])

    def _known(self, i: int) -> bool:
        return i in self.names or i in self.nouns or self.forms[i] in self.words["modifier"]

    def stem(self, i: int) -> str:
        """The word at token i without ending, where the lexicon of sources knows it."""
        known = (self.words["document"], self.grammar.heads, self.words["modifier"])
        return next((st for st in stems(self.forms[i]) if any(st in table for table in known)), self.forms[i])

    def subject(self, low: int, high: int, honorific: bool, unknown: bool = False) -> Source | None:
        """The nominative noun phrase nearest before token `high`; a person before a verb that honours, if there is one.

        `unknown`: it ends there, and may be a name that nobody knows.
        """
        found, i = None, high
        while i > low:
            i = self._bracket(i - 1, low)
            if self.forms[i] in ("।", ";", ":") or (self.forms[i] == "," and found):
                break
            here = self.at_token(i, low) if i not in self.quoted else None
            listener = self.names.get(i) or self.nouns.get(i)
            if listener and listener.role == "person" and listener.case == "other":  # [প্রধান উপদেষ্টা] ইউনূসকে
                i = listener.first
                while i - 1 in self.nouns:
                    i -= 1
            if here is None:
                continue
            if unknown:  # or more than a subject stands behind the verb
                return here if here.last == high - 1 else None
            if here.role == "group" or honorific == (here.role == "person" or here.plural):
                return here
            found = found or here
        return found

    def stranger(self, low: int, high: int, behind: bool = False) -> Source | None:
        """An unknown name right before the verb at token `high`, or, `behind` the verb, all that ends before `high`."""
        last = high - 1
        while not behind and last > low and high - last < _ADVERBS:
            form = self.forms[last]
            if len(form) > 1 and self._strange(last):
                break
            if form not in self.words["adverb"] and last not in self.dates and not form.endswith(_OBLIQUE):
                return None
            last -= 2 if form == "করে" else 1  # with what it does: [বিলাপ] করে
        first = last + 1
        while first > low and last - first < _NAME and self._strange(first - 1):
            first -= 1
        if not any(len(form) > 2 for form in self.forms[first : last + 1]):
            return None  # nothing, or initials
        return self._unknown(first, last, self.forms[last], "person")

    def _unknown(self, first: int, last: int, stem: str, role: str = "body") -> Source:
        end = self.tokens[last].start + len(stem)
        return Source(first, last, end, role, stem, self.name(first, end), proper=role == "person")

    def clause(self, low: int, high: int) -> Source | None:
        """All that stands before the verb at token `high`, where it is short and can be nothing but its subject."""
        while low < high and (low in self.dates or self.forms[low] in self.words["adverb"]):
            low += 1
        last = high - 1
        if last > low:
            last = min(last, self._bracket(last, low) - (self.forms[last] == ")"))
        inner = self.forms[low : last + 1]
        if not 0 < len(inner) <= _CLAUSE or not self.plain(last) or len(inner[-1]) < 3:
            return None
        if any(not f[0].isalpha() or f.endswith((*_OBLIQUE, *_VERBAL)) or f in self.grammar.references for f in inner):
            return None
        return self._unknown(low, last, self.forms[last])

    def owner(self, low: int, high: int, cases: tuple[str, ...] = ("genitive", "nominative")) -> Source | None:
        """The noun phrase that ends right before token `high`, in one of the cases."""
        i = high - 1
        between = self.words["modifier"] | self.words["given"]
        while i > low and self.forms[i] in between and i not in self.names and i not in self.nouns:
            i -= 1  # ডিসমিসল্যাবের [একটি] প্রতিবেদনে, পুলিশের [দেওয়া] তথ্যমতে
        return self.at_token(i, low, cases) if i >= low else None

    def stranger_owner(self, low: int, high: int, known: bool) -> Source | None:
        """A noun in the genitive right before token `high` that is nothing else; `known`: it may be a common one."""
        i = high - 1
        owned = [st for st in stems(self.forms[i])[1:] if _case(self.forms[i][len(st) :]) == "genitive"]
        stem = min(owned, key=len, default="")
        if len(stem) < 3 or i < low or i in self.dates or stem in self.words["modifier"] or self.document(i):
            return None
        if not known and (stem in self.words["common"] or not self.forms[i].endswith("ের")):
            return None
        return self._unknown(self.left(i, low), i, stem)

    def vague(self, low: int, cue: int) -> Source | None:
        """স্থানীয় সূত্রে: sources that nobody owns, with the adjective that is all that is said of them."""
        first = self.left(cue, low)
        return self._unknown(first, cue, self.stem(cue)) if first < cue else None


def _case(ending: str) -> str:
    return "nominative" if _NOMINATIVE.fullmatch(ending) else "genitive" if _GENITIVE.fullmatch(ending) else "other"
