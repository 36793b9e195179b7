"""What the finders of names share: the words of an article, a candidate, and the lexicon compiled for looking up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from .cleaning import Sentence
from .endings import stems
from .gazetteer import Gazetteer, Known, gazetteer, name_tokens
from .lexicon import BUILTIN, Lexicon
from .script import Text, Token
from .spelling import sound, transliterate

SURE_ENDINGS = ("দের", "িয়ার", "ের", "কে")  # র behind another vowel may be a part of the name (হাওলাদার)
# Endings of verbs and of adjectives: a word that has one is no name, however rare.
_ENDINGS_OF_WORDS = re.compile(
    ".+(?:ছেন|ছে|ছি|লেন|বেন|ছিল|ছিলেন|ানো|াতে|িতে|িয়ে|লে|বে|কারী|বাহী|দাতা|ভাবে|তম|(?:বিষয়ক|জনিত|মূলক|যুক্ত|সহ|প্রাপ্ত|সংলগ্ন|াধীন"
    "|ধীন|মুখী|গামী|বাসী|কৃত|বাদী|সংগ্রাম|বিধ্বস্ত|গ্রস্ত|হীন|শীল|ভিত্তিক|কেন্দ্রিক|সংক্রান্ত|পন্থী|বিদ|ীয়|ায়িত|াত্মক|তাবাদ)(?:রা|দের|কে|ের|ে)?)"
)
_REMEMBERED = 200_000  # words whose role is kept
_FIRST_NAME = re.compile(".{3,}(?:ুর|ুল|[ুউ]দ্দ[িী]ন|[ুউ]জ্জামান|[ুউ]ল্লাহ|ুন্নাহার|ুন্নে[ছস]া)")
_LETTERS = re.compile("[\u0985-\u09ce\u09dc-\u09e1]['\u0980-\u09ce\u09d7-\u09e3]{2,}")


@dataclass(slots=True)
class Span:
    """A candidate: tokens first … end - 1 of the article; `last` is its last token without case ending."""

    first: int
    end: int
    type: str
    last: str
    found_by: str
    known: Known | None = None
    base: Known | None = None  # the country in an organisation's name
    kind: str = ""  # of its head: ministry, force …
    name_en: str = ""


Phrases = dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]


@dataclass(frozen=True)
class Grammar:
    """The lexicon compiled: phrases as token tuples with their rows, by first or last token, the longest first."""

    names: Gazetteer
    heads: Phrases  # by last token
    fields: Phrases  # by last token
    titles: Phrases  # by first token
    demonyms: dict[tuple[str, ...], Known | None]
    name_words: dict[str, str]  # a f g l d i c w, see name_words.csv
    not_names: frozenset[str]
    common: frozenset[str]  # words of the language
    place_endings: tuple[str, ...]
    title_endings: dict[str, str]  # what each announces
    _roles: dict[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def field_words(self) -> frozenset[str]:
        """The first words of fields of work: what begins with one names no organisation without its country."""
        return frozenset(forms[0] for rows in self.fields.values() for forms, _ in rows)

    def role(self, form: str) -> tuple[str, str]:
        """What a word may be in a person's name, and the word without case ending.

        a f g l d i c w as in name_words.csv, u for a word that the suite does not know, "" for a word that is no name.
        """
        if form not in self._roles:
            if len(self._roles) > _REMEMBERED:
                self._roles.clear()
            self._roles[form] = self._role(form)
        return self._roles[form]

    def _role(self, form: str) -> tuple[str, str]:
        if form in self.name_words:
            return self.name_words[form], form
        if form in self.common:
            return "", form
        for stem in (form.rstrip("্"), *stems(form)[1:]):  # উল্লাহ্
            if self.name_words.get(stem, "i") not in "aic" and form not in self.not_names:
                return self.name_words[stem], stem
        if not self.unknown(form):
            return "", form
        return "f" if _FIRST_NAME.fullmatch(form) and not form.endswith(self.place_endings) else "u", form

    def unknown(self, form: str) -> bool:
        """Whether it is a Bengali word, and none that the lexicon or the language's frequent words hold."""
        if not _LETTERS.fullmatch(form) or _ENDINGS_OF_WORDS.fullmatch(form):
            return False
        forms = (*stems(form), form[1:]) if form[0] == "অ" else stems(form)  # অপ্রয়োজনে
        titles = tuple(self.title_endings)
        return not any(s in self.common or s in self.names.single or s.endswith(titles) for s in forms)


def _phrases(rows: Iterable[dict[str, str]], column: str, at: int) -> Phrases:
    found: Phrases = {}
    for row in rows:
        forms = name_tokens(row[column])
        found.setdefault(forms[at], []).append((forms, row))
    for same in found.values():
        same.sort(key=lambda r: -len(r[0]))
    return found


@cache
def grammar(lexicon: Lexicon = BUILTIN) -> Grammar:
    """The grammar of names."""
    names = gazetteer(lexicon)
    demonyms = {name_tokens(r["demonym"]): names.nations.get(r["country"]) for r in lexicon.rows("demonyms")}
    heads, fields = _phrases(lexicon.rows("org_heads"), "head", -1), _phrases(lexicon.rows("org_fields"), "field", -1)
    titles = _phrases((r for r in lexicon.rows("titles") if r["title"][0] != "-"), "title", 0)
    rows = lexicon.rows("titles")
    title_endings = {r["title"][1:]: r["announces"] for r in rows if r["title"][0] == "-"}
    not_names = frozenset(lexicon.words("not_names"))
    single = {t for table in (heads, fields, titles) for rows in table.values() for forms, _ in rows for t in forms}
    words = {w for name in ("months", "weekdays", "numbers", "units", "time_words") for w in lexicon.words(name)}
    common = {
        *lexicon.words("word_frequency"),
        *lexicon.words("common_words"),
        *not_names,
        *single,
        *words,
        *(d[0] for d in demonyms),
    }
    name_words = {name_tokens(r["word"])[0]: r["where"] for r in lexicon.rows("name_words")}
    return Grammar(
        names, heads, fields, titles, demonyms, name_words, not_names, frozenset(common),
        tuple(lexicon.words("place_endings")), title_endings,
    )  # fmt: skip


class Words:
    """The words of an article, sentence after sentence; tight hyphens are left out (পিয়ং-ইয়ং is পিয়ং ইয়ং)."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], known: Grammar) -> None:
        self.text, self.grammar = text, known
        every = text.tokens
        starts = [t.start for t in every]
        self.tokens: list[Token] = []
        self.sentences: list[tuple[int, int]] = []
        for sentence in sentences:
            start, end = text.folded_span(sentence.start, sentence.end)
            first = len(self.tokens)
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                tight = 0 < i < len(every) - 1 and every[i - 1].end == every[i].start == every[i + 1].start - 1
                if every[i].form != "-" or not tight:
                    self.tokens.append(every[i])
            self.sentences.append((first, len(self.tokens)))
        self.forms = [t.form for t in self.tokens]
        self.seen = frozenset(self.forms)

    def form(self, i: int) -> str:
        """Word i; "" beyond the ends."""
        return self.forms[i] if 0 <= i < len(self.forms) else ""

    def title(self, i: int) -> tuple[int, str]:
        """The title that begins at word i: how many words, and what it announces (titles.csv); 0 for none."""
        if found := self.phrase(self.grammar.titles, i):
            return found[0], found[1]["announces"]
        if not self.forms[i].endswith(tuple(self.grammar.title_endings)):
            return 0, ""
        return next((1, a) for ending, a in self.grammar.title_endings.items() if self.forms[i].endswith(ending))

    def joined(self, i: int) -> bool:
        """Whether a hyphen that is no word of its own stands before word i."""
        return i > 0 and self.text.folded[self.tokens[i].start - 1] == "-"

    def phrase(self, table: Phrases, i: int) -> tuple[int, dict[str, str]] | None:
        """The longest phrase of the table that begins at word i: its length and its row."""
        for forms, row in table.get(self.forms[i], ()):
            if tuple(self.forms[i : i + len(forms)]) == forms:
                return len(forms), row
        return None

    def bracketed(self, span: Span) -> str:
        """The one word in brackets behind a name: বর্ডার গার্ড বাংলাদেশ (বিজিবি)."""
        return self.form(span.end + 1) if self.form(span.end) == "(" and self.form(span.end + 2) == ")" else ""

    def key(self, span: Span) -> tuple[str, ...]:
        """A name as its words sound."""
        return tuple(sound(f) for f in (*self.forms[span.first : span.end - 1], span.last) if f != ".")

    def stem(self, form: str, kind: str) -> str:
        """An unknown name's last word without its case ending, where the article or the grammar of endings tells."""
        known = self.grammar.name_words
        if form in known:
            return form
        for stem in stems(form)[1:]:
            if stem in known or (len(stem) > 2 and stem in self.seen):
                return stem
        if len(form) > 4 and form[-1] in "ইও" and "ক" <= form[-2] <= "হ":
            return form[:-1]  # only, too: no name ends so
        for ending in SURE_ENDINGS + (("ে", "য়", "তে") if kind == "LOC" else ()):
            stem = form[: -len(ending)]
            if form.endswith(ending) and len(stem) > 2:
                return stem + ("িয়া" if ending == "িয়ার" else "")
        return form


def english(row: dict[str, str], column: str) -> str:
    """A row's English, its transliteration otherwise."""
    return row["name_en"] or transliterate(row[column])
