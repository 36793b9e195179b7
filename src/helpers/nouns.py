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
JOINED = 2  # words that "and" may add to one
# Endings of finite, future and non-finite verbs; nouns that end so are in noun_classes.csv.
_VERB = re.compile(
    ".+[^্](?:ছে|ছেন|ছি|ছিল|ছিলেন|ছিলাম|ছিলো|বেন|বে|লেন|লাম|তেন|ানো|ানোর|িয়ে|াচ্ছে|াতে|চ্ছে|চ্ছেন|েনি|েননি|েনা|নি)(?:ন|ও|ই)?"
)
_CASES = (
    (re.compile("(.{2,})সহ"), "with"),
    (re.compile("(.{2,}?)(?:দেরকে|েদের|দের|কে|গুলোকে|টিকে)(?:ও|ই)?"), "object"),
    (re.compile("(.{2,}[া-ৌক-হ়ংৎঁ]?)(?:ের|য়ের)|(.{2,}[িীুূেো])র|(.+)'র"), "genitive"),
    (re.compile("(.{2,}া)য়(?:ও|ই)?|(.{2,}[িীুূেো])তে(?:ও|ই)?|(.{2,}[ক-হ়])ে(?:ও|ই)?|(.{2,}[ক-হ়])েতে"), "locative"),
)
_PLURAL = re.compile("(.{2,}?)(?:গুলো|গুলি|সমূহ|েরা|(?<!্)রা|টি|টা)(?:ও|ই)?")
_NUMBER_CASE = re.compile(".*?(জন|টি|টা|টো|খানা|পিস|কপি|রাউন্ড|বার|দফা|গুণ)?(ের|র|এর|কে|তে|ে|য়)?(ও|ই)?")
_PERSON = re.compile(".+(?:কারী|বাসী|জীবী|কর্মী|প্রার্থী|চালক|নেতা|মন্ত্রী|শিল্পী|বন্দি|বন্দী|ধারী|প্রত্যাশী|পন্থী|কর্তা)")
_THINGS = {"টি", "টা", "টো", "খানা", "পিস", "কপি", "রাউন্ড", "বার", "দফা", "গুণ"}
_GENITIVES = {"ের", "র", "এর"}
_STOPS = {"।", "?", "!", ""}


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun phrase: its words, ending off; tokens[first:end]; the case that its last word showed."""

    words: tuple[str, ...] = ()
    first: int = 0
    end: int = 0
    case: str = ""  # "" genitive object locative with
    behind: bool = True

    @property
    def text(self) -> str:
        """The phrase as `counted` has it."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Words:
    """What the lexicon knows of the words around a number."""

    roles: dict[str, str]
    kinds: dict[str, str]
    links: frozenset[str]
    demonyms: frozenset[str]
    in_ar: frozenset[str]  # nouns whose র is no ending: সরকার
    events: frozenset[str]  # event words that are no noun of a thing: নিহত, আটক

    def role(self, form: str) -> str:
        """and, with, skip, part, pred, stop, verb or mark; "" for what may belong to a noun phrase."""
        if form in self.roles:
            return self.roles[form]
        if not form or not (form[0].isalnum() or form == "-") or form[0].isdigit():
            return "mark"
        return "verb" if _VERB.fullmatch(form) and not self.kind(form) else ""

    def kind(self, form: str) -> str:
        """people, things, vessel …: what noun_classes.csv or the word's ending says it is."""
        found = next((self.kinds[s] for s in stems(form) if s in self.kinds), "")
        return found or ("people" if any(_PERSON.fullmatch(s) for s in stems(form)) else "")

    def case(self, form: str) -> tuple[str, str]:
        """A noun without its ending, and the case that the ending shows."""
        if form in self.kinds:
            return form, ""
        for pattern, case in _CASES:
            if m := pattern.fullmatch(form):
                return self._bare(next(g for g in m.groups() if g)), case
        if form.endswith("ার") and len(form) > 3 and form not in self.in_ar:
            return form[:-1], "genitive"
        return self._bare(form), ""

    def _bare(self, form: str) -> str:
        m = _PLURAL.fullmatch(form)
        if form in self.kinds or not m:
            bare = form.removesuffix("ও")
            return bare if bare != form and ("ক" <= bare[-1:] <= "হ" or self.kind(bare)) else form
        return m[1] if len(m[1]) > 2 or m[1] in self.kinds else form


@cache
def words_of(lexicon: Lexicon) -> Words:
    """The lexicon's words, compiled."""
    return Words(
        {r["word"]: r["role"] for r in lexicon.rows("function_words")},
        {r["noun"]: r["kind"] for r in lexicon.rows("noun_classes")},
        frozenset(lexicon.words("function_words", link="1")),
        frozenset(lexicon.words("demonyms")),
        frozenset(lexicon.words("nouns_in_ar")),
        frozenset(lexicon.words("events", part="state")),
    )


class Phrases:
    """The noun phrases of an article's numbers; all positions are those of tokens."""

    def __init__(self, reading: Reading, quantities: Sequence[Quantity]) -> None:
        self.text, self.tokens = reading.text, reading.text.tokens
        self.words = words_of(reading.lexicon)
        self.starts = [t.start for t in self.tokens]
        spans = [(q.start, q.end) for q in quantities] + [(d.start, d.end) for d in reading.dates]
        self.taken = {i for start, end in spans for i in range(*self.span(start, end))}
        names = [(m.type, self.span(m.start, m.end)) for m in reading.mentions]
        self.names = {first: (kind, end) for kind, (first, end) in names}
        self.people = {end: first for kind, (first, end) in names if kind == "PER"}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First token and end token of a span of the stored text."""
        a, b = self.text.folded_span(start, end)
        return bisect_left(self.starts, a), bisect_left(self.starts, b)

    def form(self, i: int) -> str:
        """The form of token i; "" beyond the ends."""
        return self.tokens[i].form if 0 <= i < len(self.tokens) else ""

    def ends(self, i: int) -> bool:
        """Whether token i closes a sentence or begins a line."""
        form = self.form(i)
        return form in _STOPS or "\n" in self.text.folded[self.tokens[i - 1].end if i else 0 : self.tokens[i].start]

    def role(self, i: int) -> str:
        """What token i is to a noun phrase: the lexicon's role, "number" also for dates, "" for a word of it."""
        if i in self.taken:
            return "number"
        return "mark" if self.ends(i) else self.words.role(self.form(i))

    def case(self, q: Quantity) -> tuple[str, str]:
        """Classifier and case that the number itself carries: (জন, genitive) of ২৪ জনের; "all" of দুজনই."""
        last = self.form(self.span(q.start, q.end)[1] - 1)
        m = _NUMBER_CASE.fullmatch(last)
        if (
            not m
            or q.modifier in ("more_than", "less_than")
            or (q.kind in ("count", "ordinal") and not m[1] and not last[0].isdigit())
        ):
            return "", ""
        classifier = (m[1] or "") if q.kind in ("count", "ordinal") else ""
        if classifier in ("বার", "দফা", "গুণ"):
            return classifier, ""
        if classifier and m[3] == "ই":
            return classifier, "all"
        return classifier, "" if not m[2] else "object" if m[2] == "কে" else "genitive" if m[
            2
        ] in _GENITIVES else "locative"

    def behind(self, q: Quantity) -> Noun:
        """The noun phrase that follows a number; one without words where none does."""
        classifier, case = self.case(q)
        i = self.span(q.start, q.end)[1]
        if case == "genitive" and q.kind == "count" and classifier:  # ৩০ জনের লাশ: bodies are what is counted
            form, _ = self.words.case(self.form(i))
            is_body = form in ("লাশ", "মরদেহ", "মৃতদেহ", "দেহাবশেষ")
            return Noun((form,), i, i + 1, case) if is_body else Noun(case=case)
        if case in ("object", "locative", "genitive") and (classifier or (case == "locative" and q.kind == "duration")):
            return Noun(case=case)
        if q.kind == "ordinal" and re.search("বার(?:ের)?$", self.form(i - 1)):  # প্রথমবারের মতো
            return Noun()
        while (self.words.roles.get(self.form(i)) == "skip" or self.form(i) == "করে") and self.role(i + 1) in (
            "",
            "skip",
            "pred",
        ):
            i += 1
        through = q.kind in ("money", "percent", "measure") or classifier in ("রাউন্ড", "কপি", "পিস")
        noun = self._phrase(i, through, q.kind == "ordinal", classifier in _THINGS)
        loose = q.kind == "duration" and (i in self.names or (noun.case == "locative" and not case))
        return Noun() if loose else noun

    def _phrase(self, first: int, through: bool = False, states: bool = True, things: bool = False) -> Noun:
        """The longest run of words from `first` on that can be one noun phrase; `through`: genitives in it go on."""
        found: list[tuple[int, str, str]] = []
        i, joined = first, 0
        while len(found) < LONGEST:
            if self.form(i) == "-" and found and self._noun_at(i + 1):
                i += 1
                continue
            if self.role(i) == "and" and found and not found[-1][2] and not joined and self._joins(i + 1):
                i, joined = i + 1, len(found)
                continue
            kind, end = self.names.get(i, ("", 0))
            if (
                kind == "LOC"
                and not found
                and not self.ends(i)
                and self.words.case(self.form(end - 1))[1] == "genitive"
                and self._noun_at(end)
            ):
                found += [(k, self.form(k), "") for k in range(i, end)]  # উত্তর কোরিয়ার সৈন্য
                i = end
                continue
            single = not found and things and self.role(i) == "pred"  # তিনটি আবেদন করেছি
            if not (self._noun_at(i) or single) or (kind and (found or kind != "ORG")):
                break
            if not states and self.form(i) in self.words.events:
                break
            form, case = self.words.case(self.form(i))
            found.append((i, form, case))
            i += 1
            if case and not (case == "genitive" and through and self._noun_at(i)):
                break
        return self._trimmed(found)

    def _joins(self, i: int) -> bool:
        """Whether the words from i on may be a second noun of the phrase: few, and no list or clause of their own."""
        k = i
        while self._noun_at(k) and k not in self.names and not self.words.case(self.form(k))[1] and k - i <= JOINED:
            k += 1
        k += self._noun_at(k) and k not in self.names
        return i < k <= i + JOINED and self.role(k) not in ("and", "mark", "number") and k not in self.names

    def _noun_at(self, i: int) -> bool:
        """Whether token i can be a word of a noun phrase."""
        role = self.role(i)
        return (role == "" or (role == "pred" and self.role(i + 1) not in ("verb", "pred"))) and self.form(i) != "-"

    def _trimmed(self, found: list[tuple[int, str, str]]) -> Noun:
        """The phrase without what belongs to the verb: nothing follows people, and a noun before করা is the verb's."""
        if not found:
            return Noun()
        kinds = [self.words.kind(self.form(i)) for i, _, _ in found]
        people = [k for k, kind in enumerate(kinds) if kind == "people"]
        adjective = people and found[people[-1]][1] in self.words.demonyms
        known = [k for k, kind in enumerate(kinds[:-1]) if kind] if found[-1][2] == "locative" else []
        if people and not adjective:
            found = found[: people[-1] + 1]
        elif known:
            found = found[: known[-1] + 1]
        last = found[-1]
        text = tuple(self.form(i) for i in range(found[0][0], last[0]) if self.form(i) != "-")
        return Noun((*text, last[1]), found[0][0], last[0] + 1, last[2])

    def before(self, q: Quantity) -> Noun:
        """The noun phrase that stands before its number: চ্যানেল চারটি, আয়ের ২৬ শতাংশ, সৈন্যের সংখ্যা ৩ হাজার."""
        i = first = self.span(q.start, q.end)[0] - 1
        while self.form(i) in self.words.links or self.form(i) in (":", ")") or self._bracketed(i):
            i -= 1
        if self.form(i).endswith("সংখ্যা"):
            ahead = self.form(i).removesuffix("সংখ্যা")
            return Noun((ahead,), i, i + 1, "genitive", False) if ahead else self._ending_at(i - 1)
        glued = q.kind == "count" and self.case(q)[0] in ("টি", "টা") and (i == first or self.form(first) == "মোট")
        if glued or q.kind in ("percent", "measure") or (q.kind == "money" and self.case(q)[1] != "genitive"):
            noun = self._ending_at(i)
            return noun if noun.case in ("", "genitive") else Noun()
        return Noun()

    def _bracketed(self, i: int) -> bool:
        """Token i stands in the brackets of an abbreviation: আয় (ইপিএস) দাঁড়িয়েছে."""
        return self.form(i) == "(" or (self.form(i - 1) == "(" and self.form(i + 1) == ")")

    def _ending_at(self, i: int) -> Noun:
        """The noun phrase whose last word is token i, with at most two words before it."""
        if self.role(i) not in ("", "pred") or self.form(i) == "-":
            return Noun()
        form, case = self.words.case(self.form(i))
        if form in self.words.events:  # মৃতের সংখ্যা: that they are dead is no noun
            return Noun()
        first = i
        while first > i - 3 and self._adjective(first - 1):
            first -= 1
        return Noun((*(self.form(k) for k in range(first, i)), form), first, i + 1, case, False)

    def _adjective(self, i: int) -> bool:
        """Whether token i may stand in a noun phrase before its noun."""
        return self.role(i) == "" and not self.words.case(self.form(i))[1] and self.form(i) not in self.words.events

    def person(self, q: Quantity) -> str:
        """Whose age a number is: the name before its bracket, behind বয়সী, before বয়স, or the last one named."""
        first, end = self.span(q.start, q.end)
        name = lambda a, b: " ".join(self.form(k) for k in range(a, b))  # noqa: E731
        if self.form(first - 1) == "(":
            if first - 1 in self.people:
                return name(self.people[first - 1], first - 1)
            a = first - 1
            while (
                a > first - 5
                and (self._noun_at(a - 1) or self.form(a - 1) in (".", "ওরফে"))
                and not self.words.kind(self.form(a - 1))
            ):
                if self.form(a - 1).endswith("ের"):
                    break
                a -= 1
            last = self.words.case(self.form(first - 2))
            return " ".join(
                filter(None, (name(a, first - 2), last[0] if last[1] == "object" else self.form(first - 2)))
            )
        if self.form(end - 1).startswith("বয়সী") or self.form(end - 1).startswith("বয়সি"):
            whom = next((b for b, a in self.people.items() if a == end), 0)
            return name(end, whom) if whom else self._phrase(end).text
        k = first - 1
        while k > first - 12 and not self.ends(k):
            if self.form(k).startswith("বয়স"):
                return self._ending_at(k - 1).text
            if k + 1 in self.people:
                return name(self.people[k + 1], k + 1)
            k -= 1
        return self._phrase(end).text

    def of_people(self, noun: Noun, q: Quantity) -> bool | None:
        """Whether people are counted; None where nothing tells."""
        kind = self.words.kind(noun.words[-1]) if noun.words else ""
        classifier = self.case(q)[0]
        if kind or not classifier:
            return kind == "people" if kind else None
        return classifier not in _THINGS

    def partitive(self, q: Quantity) -> bool:
        """Whether words before the number say that it is a part: যার মধ্যে, তাদের মধ্যে, তাঁদের একজন."""
        first = self.span(q.start, q.end)[0]
        if self.form(first - 1) in ("তাদের", "তাঁদের", "এদের", "সেগুলোর", "এগুলোর", "যাদের", "যাঁদের"):
            return True
        for k in range(first - 1, max(-1, first - 8), -1):
            if self.role(k) == "mark" and self.form(k) != ",":
                return False
            if self.role(k) == "part":
                return True
        return False
