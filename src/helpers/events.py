"""What happened to those that a number counts, and how certain that is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .endings import stems
from .lexicon import Lexicon
from .nouns import Noun, Phrases
from .quantities import Quantity

REACH = 25  # tokens behind a number in which its verb is looked for
_TAIL = (
    "(?:া|ানো|ানোর|াতে|াতেও|াবে|াবেন|ায়|ান|াচ্ছে|াচ্ছেন|াল|ালো|ালেন|াত|াতো|িয়ে|িয়েছে|িয়েছেন|িয়েছিল|িয়েছিলেন|েছে|েছেন|েছিল|েছিলেন"
    "|ে|েন|বে|বেন|ছে|ছেন|ছিল|ছিলেন|ল|লো|লেন|তে|লে|ার|ওয়া|ওয়ার|ওয়ায়|য়|ন|য়ে|য়েছে|য়েছেন|য়েছিল|ব|বো|নোর)(?:ও|ই|ন)?"
)
_FINITE = re.compile(".+(?:ছে|ছেন|ছিল|ছিলেন|ন|য়|ল|লো)|হয়")
_FUTURE = re.compile(".+[^্](?:বে|বেন|ব|বো)|হবে|হবেন")
_INFINITIVE = re.compile(".+তে(?:ই|ও)?")
_HARM = {"killed", "injured"}
_RELATIVE = {"যার", "যাদের", "যাঁদের", "তবে", "কিন্তু"}
_SIZES = {"mm", "cm", "m", "km", "km²", "°C", "ft", "inch"}  # how large things are, not how many

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """An event word of the lexicon: tokens first … end - 1."""

    name: str
    of: str  # people things money vote measure any
    first: int
    end: int


@dataclass(frozen=True)
class Events:
    """The lexicon's event and status words."""

    words: dict[str, list[tuple[Phrase, str, str]]]  # by their first word: the others, event, of
    verbs: dict[str, list[tuple[Phrase, re.Pattern[str], str, str]]]  # by their first word, or two letters of the stem
    statuses: dict[str, list[tuple[Phrase, str, str]]]  # by their first word

    def at(self, i: int, p: Phrases) -> Event | None:
        """The longest event word that begins at token i."""
        found = [Event("", "", i, i)]
        form = p.form(i)
        for head, stem, name, of in (*self.verbs.get(form, ()), *self.verbs.get(form[:2], ())):
            end = i + len(head)
            if all(p.form(i + k) == w for k, w in enumerate(head)) and stem.fullmatch(p.form(end)):
                found.append(Event(name, of, i, end + 1))
        for stem_ in stems(form.removesuffix("সহ")):
            for rest, name, of in self.words.get(stem_, ()):
                if _told(rest, i + 1, p):
                    found.append(Event(name, of, i, i + 1 + len(rest)))
        best = max(found, key=lambda e: e.end)
        return best if best.name else None

    def of(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event of a number, "" where its sentence tells none."""
        if q.kind == "duration":
            return ""
        return next((name for event in self._candidates(q, noun, p) if (name := _fitting(event, q, noun, p))), "")

    def _candidates(self, q: Quantity, noun: Noun, p: Phrases) -> Iterator[Event]:
        """Events as a reader takes them: in the noun phrase, right before the number, then behind."""
        first, end = p.span(q.start, q.end)
        yield from filter(None, (self.at(i, p) for i in range(noun.first, noun.end)))
        if q.kind == "ordinal" or (q.kind == "measure" and q.unit in _SIZES):
            return
        told = self._right_before(first, p)
        if told and (told.end == first or _FINITE.fullmatch(p.form(first - 1)) or _FINITE.fullmatch(p.form(first - 2))):
            yield told
        case = noun.case if noun.words and noun.behind else p.case(q)[1]
        end = noun.end if noun.words and noun.behind else end
        if case != "locative" and (case != "genitive" or q.kind not in ("count", "percent") or self._theirs(end, p)):
            yield from self._behind(end, p)
        if told:
            yield told  # আক্রান্ত হয়ে আরও ৫ জনের মৃত্যু: what comes of it says more

    def _theirs(self, i: int, p: Phrases) -> bool:
        """২৪ জনের মৃত্যু, ৪ জনের শরীরে সংক্রমণ, ৫ জনের প্রাণ গেছে: the event is that of the genitive."""
        return any(self.at(k, p) for k in range(i, i + 5) if all(p.role(j) in ("", "skip") for j in range(i, k)))

    def _right_before(self, first: int, p: Phrases) -> Event | None:
        """নিহত ৮, আহত হয়েছেন ৫ জন, মৃতের সংখ্যা ১২, চাপা পড়ে থাকা হাজারো: an event word with no more than its verb after it."""
        i = first - 1
        while (
            i > first - 7
            and not p.ends(i + 1)
            and (p.role(i) in ("verb", "skip") or p.form(i) in p.words.links or p.form(i) in (":", ","))
        ):
            if event := self.at(i, p):
                return event
            i -= 1
        i -= p.form(i) == ")"
        of_number = p.form(i).endswith("সংখ্যা")
        for k in range(i - of_number - 2, i - of_number + 1):
            event = self.at(k, p) if p.role(k) not in ("mark", "number") else None
            if event and event.end > i - of_number:
                genitive = p.form(k).endswith("র") and p.role(event.end) != "verb"
                return event if of_number or not (genitive or p.form(k).endswith("সহ")) else None
        if of_number:  # আক্রান্ত মোট রোগীর সংখ্যা
            clause = range(i - 1, max(i - 6, -1), -1)
            return next((e for k in clause if p.role(k) not in ("mark", "number") and (e := self.at(k, p))), None)
        return None

    def _behind(self, i: int, p: Phrases) -> Iterator[Event]:
        """The events behind a number up to the end of its clause; other numbers of a list are passed over."""
        k = i
        while k < i + REACH and not p.ends(k) and p.form(k) not in _RELATIVE:
            if event := self.at(k, p):
                predicate = p.role(event.end) == "verb" or p.role(event.end - 1) == "verb"
                if predicate or not any(p.form(j) in (",", "—", ";") for j in range(i, k)):
                    yield self._both(event, p)
                if predicate:
                    return
                k = event.end
            elif p.role(k) == "verb" and p.words.roles.get(p.form(k)) != "verb":
                return  # a finite verb that is no event: the clause has told what happened
            else:
                k += 1

    def _both(self, event: Event, p: Phrases) -> Event:
        """নিহত ও আহত, মারা গেছেন বা আহত হয়েছেন: killed and injured in one number are casualties."""
        if event.name not in _HARM:
            return event
        k = event.end
        while p.role(k) == "verb" and k < event.end + 3:
            k += 1
        other = self.at(k + 1, p) if p.role(k) == "and" else None
        return (
            Event("casualties", event.of, event.first, other.end)
            if other and {other.name, event.name} == _HARM
            else event
        )

    def status(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """asserted, estimated, planned or denied: by the words around the number and the verb of its clause."""
        first, end = p.span(q.start, q.end)
        if q.kind in ("ordinal", "age") or (q.kind == "measure" and q.unit in _SIZES):
            return "asserted"
        if told := self._status_before(q, first, p):
            return told
        case = noun.case if noun.words and noun.behind else p.case(q)[1]
        if (
            q.kind != "duration"
            and case in ("genitive", "locative")
            and not (case == "genitive" and self._theirs(end, p))
        ):
            return "asserted"
        return self._status_behind(q, noun.end if noun.words and noun.behind else end, p)

    def _statuses(self, k: int, p: Phrases) -> Iterator[tuple[str, str]]:
        """The statuses that begin at token k, and where they must stand."""
        for stem in stems(p.form(k)):
            for rest, status, where in self.statuses.get(stem, ()):
                if (stem == p.form(k) or not rest) and _told(rest, k + 1, p):
                    yield status, where

    def _status_before(self, q: Quantity, first: int, p: Phrases) -> str:
        """সম্ভবত ৫ জন; and what a clause with যে or a comma reports as an estimate: ধারণা করেছিল যে."""
        before = {"before", "any", "money" if q.kind == "money" else "any"}
        for k in range(first - 1, max(-1, first - REACH), -1):
            if p.ends(k):
                return ""
            for status, where in self._statuses(k, p):
                near = first - k <= 4 and where in before
                reported = (
                    status == "estimated"
                    and where != "before"
                    and any(p.form(j) in ("যে", ",") for j in range(k + 1, k + 4))
                )
                if near or reported:
                    return status
        return ""

    def _status_behind(self, q: Quantity, end: int, p: Phrases) -> str:
        k, after = end, {"after", "any", "money" if q.kind == "money" else "any"}
        while k < end + REACH and not p.ends(k) and p.form(k) not in _RELATIVE:
            if p.form(k) == "নিশ্চিত":
                return "asserted"
            for status, where in self._statuses(k, p):
                if where in after and (status != "planned" or k - end < 7):
                    return status
            if re.search("[^ব]লেও?$", p.form(k)) and p.role(k) == "verb":
                return "asserted"  # থাকলেও, হলে: what follows is another clause
            if p.role(k) == "verb" and _FUTURE.fullmatch(p.form(k)):
                must = _INFINITIVE.fullmatch(p.form(k - 1))  # দিতে হবে is a duty, no plan
                return "asserted" if must else "planned"
            k += 1
        return "asserted"


def _told(words: Phrase, i: int, p: Phrases) -> bool:
    """Whether the words stand at token i, the last one with any ending."""
    return all(p.form(i + n) == w or (n == len(words) - 1 and w in stems(p.form(i + n))) for n, w in enumerate(words))


def _fitting(event: Event, q: Quantity, noun: Noun, p: Phrases) -> str:
    """The event's name where it can befall what is counted, else ""."""
    people = p.of_people(noun, q)
    if event.name == "sent":  # people sent are deployed, things supplied; whom something is sent to is neither
        to_them = noun.case == "object" and people
        return "" if q.kind in ("percent", "ordinal") or to_them else "deployed" if people else "supplied"
    fits = {
        "people": q.kind in ("count", "ordinal") and people is not False,
        "things": q.kind in ("count", "measure", "money") and not people,
        "money": q.kind == "money" or (q.kind == "percent" and not noun.behind and noun.case == "genitive"),
        "vote": "ভোট" in noun.words,
        "any": True,
    }
    return event.name if event.name != "-" and fits.get(event.of, event.of == q.kind) else ""


@cache
def events_of(lexicon: Lexicon) -> Events:
    """The lexicon's events, compiled."""
    words: dict[str, list[tuple[Phrase, str, str]]] = {}
    verbs: dict[str, list[tuple[Phrase, re.Pattern[str], str, str]]] = {}
    for r in lexicon.rows("events"):
        first, *rest = r["word"].split()
        if r["word"].endswith("~"):
            *head, last = [first, *rest]
            verb = re.compile(re.escape(last[:-1]) + _TAIL)
            verbs.setdefault(first if head else last[:2], []).append((tuple(head), verb, r["event"], r["of"]))
        else:
            words.setdefault(first, []).append((tuple(rest), r["event"], r["of"]))
    statuses: dict[str, list[tuple[Phrase, str, str]]] = {}
    for r in lexicon.rows("statuses"):
        first, *rest = r["word"].split()
        statuses.setdefault(first, []).append((tuple(rest), r["status"], r["where"]))
    return Events(words, verbs, statuses)
