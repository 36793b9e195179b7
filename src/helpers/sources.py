"""The noun phrase of a source: where it begins and ends, what its head is, and in which case it stands."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from .endings import stems
from .gazetteer import gazetteer
from .lexicon import Lexicon
from .reading import Reading

_NOMINATIVE = frozenset("|ই|ও|টি|টিও|টিই|রা|েরা|রাও|েরাও|রাই|য়েরা|গণ|গুলো|গুলোও|গুলি".split("|"))
_GENITIVE = frozenset("র|ের|এর|য়ের|দের|েদের|টির|গুলোর|গুলির|েরও|রও|রই|েরই|দেরও".split("|"))
_REACH = 14  # tokens that the noun phrase of a source may have before its head
_JOINS = ("ও", "এবং")


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


@dataclass(frozen=True)
class _Grammar:
    nouns: dict[str, str]  # head word → role
    modifiers: frozenset[str]
    references: dict[str, str]
    documents: frozenset[str]
    countries: frozenset[str]


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    nouns = {word: "person" for phrase in lexicon.words("titles") for word in phrase.split()[-1:]}
    for row in lexicon.rows("source_nouns"):
        if row["role"] not in ("modifier", "document"):
            nouns[row["word"].split()[-1]] = row["role"]
    modifiers = {*lexicon.words("source_nouns", role="modifier"), *lexicon.words("demonyms")}
    modifiers |= {w for name in ("titles", "org_fields") for phrase in lexicon.words(name) for w in phrase.split()}
    return _Grammar(
        nouns,
        frozenset(modifiers),
        {r["word"]: r["stands_for"] for r in lexicon.rows("references")},
        frozenset(lexicon.words("source_nouns", role="document")),
        frozenset(k.entity for k in gazetteer(lexicon).by_id.values() if k.kind == "country"),
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
        self.dates = {
            i
            for d in reading.dates
            for start, end in [self.text.folded_span(d.start, d.end)]
            for i in range(self.at(start), self.at(end))
        }

    def nouns(self, i: int) -> _Head | None:
        """The common noun at token i, where it can be a source."""
        token = self.tokens[i]
        for stem in stems(token.form):
            if role := self.grammar.nouns.get(stem):
                ending = token.form[len(stem) :]
                return _Head(i, token.start + len(stem), role, stem, _case(ending), plural=ending[:1] in "রেদগ" and ending != "ের" and ending != "র" and ending != "")
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
        first = head.first
        if not (head.entity and head.role == "person"):
            first = self._left(head.first, low)
        return Source(first, last, self._name(first, head.bare), head.role, head.stem, head.entity, plural=head.plural)

    def _left(self, i: int, low: int) -> int:
        """Where the noun phrase whose head begins at token i begins: genitives, adjectives, names, brackets, lists."""
        low, joined = max(low, i - _REACH), False
        while i > low:
            form, name = self.forms[i - 1], self.names.get(i - 1)
            if i - 1 in self.dates:
                break
            if name:
                if name.case == "other" and not joined:
                    break
                i = max(name.first, low)
            elif form == ")" and "(" in self.forms[max(low, i - 8) : i]:
                i = max(k for k in range(max(low, i - 8), i) if self.forms[k] == "(")
            elif (form in _JOINS or (form == "," and joined)) and i - 2 >= low and self._joins(i - 2):
                joined, i = True, i - 1
            elif form in self.grammar.modifiers or self._attribute(i - 1):
                i -= 1
            else:
                break
        while i < len(self.forms) and self.forms[i] in (",", *_JOINS):
            i += 1
        return i

    def _joins(self, i: int) -> bool:
        return i in self.names or self.forms[i] in self.grammar.modifiers or self.nouns(i) is not None

    def _attribute(self, i: int) -> bool:
        """A noun of the lexicon in the genitive or bare (হাসপাতালের ডিন, পুলিশ সুপার), or any word in the genitive."""
        noun = self.nouns(i)
        if noun:
            return noun.case == "genitive" or (noun.case == "nominative" and not noun.plural)
        form = self.forms[i]
        return len(form) > 3 and form.endswith(("ের", "য়ার", "ার", "ীর", "ির")) and self.reference(i, ("genitive",)) is None

    def _name(self, first: int, end: int) -> str:
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

    def subject(self, low: int, high: int, honorific: bool | None = None) -> Source | None:
        """The nominative noun phrase nearest before token `high`; a person before a verb that honours, if there is one."""
        found = None
        for i in range(high - 1, low - 1, -1):
            if self.forms[i] in ("।", ";", ":") or (self.forms[i] == "," and found):
                break
            here = self.at_token(i, low, ("nominative",))
            if here is None:
                continue
            person = here.role in ("person", "group") or here.plural
            if honorific is None or honorific == person or here.role == "group":
                return here
            found = found or here
        return found

    def owner(self, low: int, high: int, cases: tuple[str, ...] = ("genitive", "nominative")) -> Source | None:
        """The noun phrase that ends right before token `high`, in one of the cases."""
        i = high - 1
        while i > low and self.forms[i] in self.grammar.modifiers and not self.head(i):
            i -= 1  # ডিসমিসল্যাবের [একটি] প্রতিবেদনে
        if i < low:
            return None
        if self.forms[i] == ")" and "(" in self.forms[max(low, i - 8) : i]:
            i = max(k for k in range(max(low, i - 8), i) if self.forms[k] == "(") - 1
        return self.at_token(i, low, cases) if i >= low else None

    def at_token(self, i: int, low: int, cases: tuple[str, ...]) -> Source | None:
        """The source whose head is token i, in one of the cases: a noun phrase, a name, a pronoun, সংস্থাটি."""
        head = self.head(i)
        found = self.source(head, i, low) if head and head.case in cases else None
        return found if found and (found.first < i or head.entity) else self.reference(i, cases) or found

    def document(self, i: int) -> bool:
        """Token i names what a source writes or says."""
        return any(s in self.grammar.documents for s in stems(self.forms[i]))


def _case(ending: str) -> str:
    return "nominative" if ending in _NOMINATIVE else "genitive" if ending in _GENITIVE else "other"
