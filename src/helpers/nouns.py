"""The noun phrase that a number counts: behind the number, before it, or left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .endings import stems
from .lexicon import Lexicon
from .quantities import Quantity
from .reading import Reading

LONGEST = 7  # words of a noun phrase
# Endings of finite and future verbs, of infinitives and of conditionals; nouns that end so are in noun_classes.csv.
_VERB = re.compile(
    ".{2,}(?:ছে|ছেন|ছি|ছিল|ছিলেন|ছিলাম|ছিলো|বেন|বে|লেন|লাম|তেন|ানো|ানোর|িয়ে|াচ্ছে|াতে|চ্ছে|চ্ছেন|েনি|েননি|েনা|নি)(?:ন|ও|ই)?"
)
_GENITIVE = re.compile("(.{2,}[া-ৌক-হ়ংৎঁ]?)(?:ের|য়ের)|(.{2,}[িীুূেো])র|(.+)'র")
_OBJECT = re.compile("(.{2,}?)(?:দেরকে|েদের|দের|কে|গুলোকে|টিকে)(?:ও|ই)?")
_LOCATIVE = re.compile("(.{2,}[া])য়(?:ও|ই)?|(.{2,}[িীুূোে])তে(?:ও|ই)?|(.{3,}[ক-হ়])ে(?:ও|ই)?|(.{2,}[ক-হ়])েতে")
_WITH = re.compile("(.{2,})সহ")
_PLURAL = re.compile("(.{2,}?)(?:গুলো|গুলি|সমূহ|েরা|রা|টি|টা)(?:র|ও|ই|তে)?")
_NUMBER_CASE = re.compile(".*?(?:(জন|টি|টা|খানা))?(ের|র|এর|কে|তে|ে|য়)?(?:ও|ই)?")
_PERSON = re.compile(".+(?:কারী|বাসী|জীবী|কর্মী|প্রার্থী|চালক|নেতা|মন্ত্রী|শিল্পী|বন্দি|বন্দী|ধারী|প্রত্যাশী|পন্থী|কর্তা)")


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun phrase: its words, ending off; tokens[first:end]; its case, and whether it stands before."""

    words: tuple[str, ...] = ()
    first: int = 0
    end: int = 0
    case: str = ""  # "" genitive object locative with

    @property
    def text(self) -> str:
        """The phrase as `counted` has it."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Words:
    """What the lexicon knows of words around a number."""

    roles: dict[str, str]
    kinds: dict[str, str]
    links: frozenset[str]

    def role(self, form: str) -> str:
        """and, with, skip, part, stop or verb; "" for what may belong to a noun phrase."""
        if form in self.roles:
            return self.roles[form]
        if not form or not (form[0].isalnum() or form == "-") or form[0].isdigit():
            return "mark"
        return "verb" if _VERB.fullmatch(form) and not self.kind(form) else ""

    def kind(self, form: str) -> str:
        """people, things, vessel …: what noun_classes.csv or the word's ending says it is."""
        found = next((self.kinds[s] for s in stems(form) if s in self.kinds), "")
        return found or ("people" if any(_PERSON.fullmatch(s) for s in stems(form)) else "")


@cache
def words_of(lexicon: Lexicon) -> Words:
    """The lexicon's words, compiled."""
    roles = {r["word"]: r["role"] for r in lexicon.rows("function_words")}
    links = frozenset(lexicon.words("function_words", link="1"))
    return Words(roles, {r["noun"]: r["kind"] for r in lexicon.rows("noun_classes")}, links)


def case_of(form: str, words: Words) -> tuple[str, str]:
    """A noun without its ending, and the case that the ending shows.

    >>> case_of("সেনাকে", words_of(BUILTIN))
    ('সেনা', 'object')
    """
    if form in words.kinds:
        return form, ""
    for pattern, case in ((_WITH, "with"), (_OBJECT, "object"), (_GENITIVE, "genitive"), (_LOCATIVE, "locative")):
        if m := pattern.fullmatch(form):
            return _bare(next(g for g in m.groups() if g), words), case
    if form.endswith("র") and form[:-1] in words.kinds:
        return form[:-1], "genitive"
    return _bare(form, words), ""


def _bare(form: str, words: Words) -> str:
    m = _PLURAL.fullmatch(form)
    if form in words.kinds or not m:
        return form
    return m[1] if len(m[1]) > 2 or m[1] in words.kinds else form


class Phrases:
    """Finds the noun phrases of an article's numbers."""

    def __init__(self, reading: Reading, free: Sequence[Quantity]) -> None:
        self.text, self.tokens = reading.text, reading.text.tokens
        self.words = words_of(reading.lexicon)
        self.starts = [t.start for t in self.tokens]
        self.numbers = {self.at(q.start): q for q in free}
        names = [m for m in reading.mentions if m.type in ("PER", "ORG")]
        self.names = {self.at(m.start): self.at(m.end) for m in names}
        self.people = {self.at(m.start): self.at(m.end) for m in names if m.type == "PER"}
        self.days = {self.at(d.start) for d in reading.dates}

    def at(self, offset: int) -> int:
        """The first token that begins at or behind an offset into the stored text."""
        return bisect_left(self.starts, self.text.folded_span(offset, offset)[0])

    def role(self, i: int) -> str:
        """What token i is to a noun phrase; "number" and "name" as well as the lexicon's roles."""
        if not 0 <= i < len(self.tokens):
            return "mark"
        if i in self.numbers or i in self.days:
            return "number"
        if "\n" in self.text.folded[self.tokens[i - 1].end : self.tokens[i].start] and i:
            return "mark"
        return self.words.role(self.form(i))

    def form(self, i: int) -> str:
        """The form of token i; "" beyond the ends."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def span(self, q: Quantity) -> tuple[int, int]:
        """The tokens of a quantity."""
        return self.at(q.start), self.at(q.end)

    def case(self, q: Quantity) -> tuple[str, str]:
        """Classifier and case that the number itself carries: (জন, genitive) of ২৪ জনের."""
        last = self.form(self.at(q.end) - 1)
        m = _NUMBER_CASE.fullmatch(last)
        if not m or not m[2]:
            return (m[1] or "" if m else ""), ""
        if q.modifier in ("more_than", "less_than") or (q.kind == "count" and not m[1] and not last[0].isdigit()):
            return m[1] or "", ""
        return m[1] or "", {"কে": "object", "ের": "genitive", "র": "genitive", "এর": "genitive"}.get(m[2], "locative")

    def behind(self, q: Quantity) -> Noun:
        """The noun phrase that follows a number; an empty one where none does."""
        classifier, case = self.case(q)
        i = self.at(q.end)
        if case and q.kind in ("count", "ordinal"):
            return self._bodies(i) if case == "genitive" else Noun(case=case)
        through = q.kind in ("money", "percent", "measure", "duration") or self._loose(q)
        while self.role(i) == "skip":
            i += 1
        if self.role(i) == "and" or (q.kind == "duration" and self.form(i) in ("সময়", "বয়সী")):
            i += self.form(i) == "বয়সী"
        return self._phrase(i, through)

    def _loose(self, q: Quantity) -> bool:
        """৪১ রাউন্ড পিস্তলের গুলি: a measure word lets a genitive stand before what is counted."""
        return self.form(self.at(q.end) - 1) in ("রাউন্ড", "কপি", "পিস", "দফা", "বার")

    def _bodies(self, i: int) -> Noun:
        """৩০ জনের লাশ: bodies are what is counted."""
        form, _ = case_of(self.form(i), self.words)
        is_body = form in ("লাশ", "মরদেহ", "মৃতদেহ", "দেহাবশেষ")
        return Noun((form,), i, i + 1, "genitive") if is_body else Noun(case="genitive")

    def _phrase(self, first: int, through: bool) -> Noun:
        """The longest run of words from `first` on that can be one noun phrase."""
        found: list[tuple[int, str, str]] = []
        i = first
        while i < first + LONGEST + 2:
            if self.form(i) == "-" and found and self._noun_at(i + 1):
                i += 1
                continue
            if self.role(i) == "and" and found and not found[-1][2] and self._noun_at(i + 1):
                i += 1
                continue
            if not self._noun_at(i) or (i in self.names and found):
                break
            if i in self.people:
                break
            form, case = case_of(self.form(i), self.words)
            found.append((i, form, case))
            i += 1
            if case and not (case == "genitive" and through and self._noun_at(i)):
                break
        return self._trimmed(found, i)

    def _noun_at(self, i: int) -> bool:
        return self.role(i) == "" and self.form(i) != "-"

    def _trimmed(self, found: list[tuple[int, str, str]], end: int) -> Noun:
        """Without what belongs to the verb: of a phrase that names people what follows them, else the noun of করা or হওয়া."""
        if not found:
            return Noun()
        people = [k for k, (i, _, _) in enumerate(found) if self.words.kind(self.form(i)) == "people"]
        if people and not found[-1][2]:
            found = found[: people[-1] + 1]
        elif len(found) > 1 and not found[-1][2] and self.role(end) == "verb":
            found = found[:-1]
        last = found[-1]
        text = tuple(self.form(i) for i in range(found[0][0], last[0]) if self.form(i) != "-")
        return Noun((*text, last[1]), found[0][0], last[0] + 1, last[2])

    def before(self, q: Quantity) -> Noun:
        """The noun phrase that stands before its number: চ্যানেল চারটি, আয়ের ২৬ শতাংশ, সৈন্যের সংখ্যা ৩ হাজার."""
        i = self.at(q.start) - 1
        while self.form(i) in self.words.links or self.form(i) == ":":
            i -= 1
        if self.form(i).startswith("সংখ্যা"):
            i -= 1
            return self._head_at(i)
        classifier, _ = self.case(q)
        if q.kind in ("duration", "ordinal") or (q.kind == "count" and classifier not in ("টি", "টা")):
            return Noun()
        noun = self._head_at(i)
        return noun if noun.case != "locative" and noun.case != "object" else Noun()

    def _head_at(self, i: int) -> Noun:
        """The noun phrase whose last word is token i."""
        if not self._noun_at(i):
            return Noun()
        form, case = case_of(self.form(i), self.words)
        first = i
        while first > i - 3 and self._noun_at(first - 1) and first - 1 not in self.names:
            if case_of(self.form(first - 1), self.words)[1]:
                break
            first -= 1
        return Noun((*(self.form(k) for k in range(first, i)), form), first, i + 1, case)

    def of_people(self, noun: Noun, q: Quantity) -> bool | None:
        """Whether people are counted; None where nothing tells."""
        if noun.words:
            kind = self.words.kind(noun.words[-1])
            if kind:
                return kind == "people"
        classifier, _ = self.case(q)
        if classifier == "জন":
            return True
        return False if classifier in ("টি", "টা", "খানা") else None

    def person(self, q: Quantity) -> str:
        """Whose age a number is: the name before it in its sentence or, behind বয়সী, the one that follows."""
        i = self.at(q.end)
        if self.form(i - 1) == "বয়সী" and self.form(self.at(q.start) - 1) != "(":
            if i in self.people:
                return " ".join(t.form for t in self.tokens[i : self.people[i]])
            return self._phrase(i, False).text
        first = self.at(q.start)
        near = [s for s in self.people if s < first and not any(self.form(k) in ("।", "?") for k in range(s, first))]
        if self.form(first - 1) == "(":
            noun = [self.form(k) for k in range(max(0, first - 5), first - 1)]
            return " ".join(t.form for t in self.tokens[near[-1] : self.people[near[-1]]]) if near and first - near[-1] < 8 else " ".join(noun[-2:])
        return " ".join(t.form for t in self.tokens[near[-1] : self.people[near[-1]]]) if near else ""

    def partitive(self, q: Quantity) -> bool:
        """Whether words before the number say that it is a part: যার মধ্যে, এর মধ্যে, তাদের মধ্যে, ২৪ জনের মধ্যে."""
        i = self.at(q.start) - 1
        for k in range(i, max(-1, i - 7), -1):
            if self.role(k) == "mark" and self.form(k) != ",":
                return False
            if self.role(k) == "part":
                return True
        return False
