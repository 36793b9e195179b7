"""What the finders of names share: the words of an article, a candidate, and the lexicon compiled for looking up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from .cleaning import Sentence
from .endings import stems
from .gazetteer import Known, gazetteer, name_tokens
from .lexicon import BUILTIN, Lexicon, Row
from .script import Text
from .spelling import letters, sound, transliterate, words

ALIAS = ("ওরফে", "ওরফ")  # between two names of one person
SURE_ENDINGS = ("দের", "ের", "কে", "সহ")  # র behind another vowel may be a part of the name (হাওলাদার)
_LETTERS = re.compile("[\u0985-\u09ce\u09dc-\u09e1]['\u0980-\u09ce\u09d7-\u09e3]{2,}")
_KNOWN_WORDS = (
    *("word_frequency", "common_words", "not_names", "months", "weekdays", "numbers", "units", "time_words"),
    *("titles", "org_heads", "org_fields", "demonyms"),
)
Phrase = tuple[tuple[str, ...], Row]


@dataclass(slots=True)
class Span:
    """A candidate: tokens first … end - 1 of the article; `last` is its last token without case ending."""

    first: int
    end: int
    type: str
    last: str
    found_by: str
    known: Known | None = None
    kind: str = ""  # of its head: ministry, force …
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a word may be for the finders of names, whatever stands around it."""

    role: str  # in a person's name
    stem: str  # the word without case ending, where it has a role
    heads: list[str]  # the heads of organisations and places that it may be
    place: str  # the place that its ending tells of
    begins: bool  # a name of the lexicon may begin with it


class Grammar:
    """The lexicon compiled: phrases as token tuples with their rows, by first or last token, the longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        titles = lexicon.rows("titles")
        self.names = gazetteer(lexicon)
        self.kinds = {r["kind"]: r["names"].split() for r in lexicon.rows("org_kinds")}
        self.heads = _phrases(lexicon.rows("org_heads"), "head", -1)
        self.fields = _phrases(lexicon.rows("org_fields"), "field", -1)
        self.titles = _phrases((r for r in titles if r["title"][0] != "-"), "title", 0)
        nations, demonyms = self.names.nations, lexicon.rows("demonyms")
        self.demonyms = {name_tokens(r["demonym"]): nations.get(r["country"]) for r in demonyms}
        self.name_words = {name_tokens(r["word"])[0]: r["where"] for r in lexicon.rows("name_words")}
        self.org_words = {r["word"]: r["kind"].split() for r in lexicon.rows("org_words")}
        self.not_names = frozenset(lexicon.words("not_names"))
        # the first words of fields of work: what begins with one names no organisation without its country
        self.field_words = frozenset(forms[0] for rows in self.fields.values() for forms, _ in rows)
        self.common = frozenset(f for t in _KNOWN_WORDS for w in lexicon.words(t) for f in w.replace("-", " ").split())
        self.place_endings = tuple(lexicon.words("name_endings", marks="place"))
        no_names = [r["ending"] for r in lexicon.rows("name_endings") if r["marks"] != "place"]
        self._no_names = tuple(no_names + [r["title"][1:] for r in titles if r["title"][0] == "-"])
        self.same = {w: r["word"] for r in lexicon.rows("spellings") for w in r["same"].split("|")}  # one name's words
        self.mark: Callable[[str], Mark] = lru_cache(50_000)(self._mark)

    def _mark(self, form: str) -> Mark:
        bare = form.rstrip("্")  # উল্লাহ্
        role, stem = self._role(bare)
        heads = [s for s in self.names.forms(form) if s in self.heads and not form.startswith(s + "গুল")]
        places = (s for s in stems(form) if role == "u" and len(s) > 5 and s.endswith(self.place_endings))
        begins = form in self.names.longer or self.names.match([form], 0, 1) is not None
        return Mark(role, form if stem == bare else stem, heads, next(places, ""), begins)

    def _role(self, form: str) -> tuple[str, str]:
        """What a word may be in a person's name, and the word without case ending.

        a f g l d i c w as in name_words.csv, u for a word that the suite does not know, "" for a word that is no name.
        """
        if form in self.name_words:
            return self.name_words[form], form
        if form in self.common:
            return "", form
        for stem in stems(form)[1:]:
            if self.name_words.get(stem, "i") not in "aic":
                return self.name_words[stem], stem
        if not _LETTERS.fullmatch(form) or any(map(self._is_word, stems(form))):
            return "", form
        return "u", form

    def _is_word(self, stem: str) -> bool:
        """Whether the suite knows a word, or knows by its ending that it is one of the language."""
        known = self.names.names.get((stem,))
        ends = stem.endswith(self._no_names) and not stem.removesuffix("তে").endswith(self.place_endings)  # রামছড়িতে
        return stem in self.common or (known is not None and not known.weak) or ends


def _phrases(rows: Iterable[Row], column: str, at: int) -> dict[str, list[Phrase]]:
    """The rows by token `at` of their phrases; one without an English name has its Latin letters."""
    found: dict[str, list[Phrase]] = {}
    for row in sorted(rows, key=lambda r: -len(name_tokens(r[column]))):
        forms, name_en = name_tokens(row[column]), row.get("name_en") or transliterate(row[column])
        found.setdefault(forms[at], []).append((forms, row | {"name_en": name_en}))
    return found


@cache
def grammar(lexicon: Lexicon = BUILTIN) -> Grammar:
    """The grammar of names."""
    return Grammar(lexicon)


def names_of(mentions: Iterable[Any], lexicon: Lexicon = BUILTIN) -> list[dict[str, str | int]]:
    """The names of an article (of what has entity, type and name), each once: what comparing the names of a corpus
    needs of it. `n` is how often it stands there, `heard` and `roles` as `heard` tells them."""
    counts = Counter((m.entity, m.type, m.name) for m in mentions)
    return [
        {"entity": entity, "type": kind, "name": name, "n": n} | heard(name, kind, lexicon)
        for (entity, kind, name), n in counts.items()
    ]


@lru_cache(50_000)
def heard(name: str, kind: str, lexicon: Lexicon = BUILTIN) -> dict[str, str]:
    """The words of a name as they sound, a person's without মো. and the like before it; and of each word of a person's
    name its role, in capitals where it also spells Latin letters, - for none."""
    known, parts = grammar(lexicon), words(name)
    roles = [known.mark(w).role or "-" for w in parts] if kind == "PER" else []
    first = next((i for i, role in enumerate(roles) if role != "a"), max(len(roles) - 1, 0))
    told = [role.upper() if letters(w) else role for role, w in zip(roles, parts, strict=False)]
    return {"heard": " ".join([sound(known.same.get(w, w)) for w in parts[first:]]), "roles": "".join(told[first:])}


class Words:
    """The words of an article and where its sentences begin and end; tight hyphens are left out (পিয়ং-ইয়ং)."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], known: Grammar) -> None:
        self.text, self.grammar = text, known
        forms, starts, ends = text.cut
        kept = [i for i, f in enumerate(forms) if f != "-" or not ends[i - 1] == starts[i] == starts[i + 1] - 1]
        self.forms, self.starts = [forms[i] for i in kept], [starts[i] for i in kept]
        spans = [text.folded_span(s.start, s.end) for s in sentences]
        self.sentences = [(bisect_left(self.starts, start), bisect_left(self.starts, end)) for start, end in spans]
        self.seen = frozenset(self.forms)
        self.marks = [known.mark(form) for form in self.forms]

    def form(self, i: int) -> str:
        """Word i; "" beyond the ends."""
        return self.forms[i] if 0 <= i < len(self.forms) else ""

    def title(self, i: int) -> tuple[int, str]:
        """The title that begins at word i: how many words, and what it announces (titles.csv); 0 for none."""
        rows = self.grammar.titles.get(self.forms[i], ())
        return next(((len(t), r["announces"]) for t, r in rows if tuple(self.forms[i : i + len(t)]) == t), (0, ""))

    def part(self, i: int, kind: str) -> bool:
        """Whether word i is a word of this kind in names of organisations (org_words.csv)."""
        return kind in self.grammar.org_words.get(self.form(i), ())

    def joined(self, i: int) -> bool:
        """Whether a hyphen that is no word of its own stands before word i."""
        return i > 0 and self.text.folded[self.starts[i] - 1] == "-"

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Where words first … end - 1 stand in the stored text."""
        return self.text.span(self.starts[first], self.starts[end - 1] + len(self.forms[end - 1]))

    def name(self, span: Span) -> str:
        """A name as written, its case ending off."""
        last = self.forms[span.end - 1]
        end = self.starts[span.end - 1] + len(span.last if last.startswith(span.last) else last)
        return " ".join(self.text.folded[self.starts[span.first] : end].split())

    def key(self, span: Span) -> tuple[str, ...]:
        """A name as its words sound."""
        return tuple(sound(f) for f in (*self.forms[span.first : span.end - 1], span.last) if f != ".")

    def whose(self, i: int) -> bool:
        """Whether word i is in the genitive because of the word behind it: টুক্কার ছেলে."""
        return self.forms[i].endswith("র") and self.part(i + 1, "owned")

    def stem(self, i: int) -> str:
        """Word i, an unknown name's last, without its case ending, where the article, the lexicon, the ending or the
        word behind it tells."""
        form, heads, parts = self.forms[i], self.grammar.heads, self.grammar.name_words
        if form in parts or form in heads or self.form(i + 1) == ")":
            return form
        shorter = sorted((s for s in stems(form)[1:] if len(s) > 2), key=len, reverse=True)
        known = (s for s in shorter if s in heads or s in parts or (s,) in self.grammar.names.names or letters(s)[1:])
        told = (s for s in shorter if s in self.seen or form[len(s) :] in SURE_ENDINGS)
        return next(known, next(told, form[:-1] if self.whose(i) else form))
