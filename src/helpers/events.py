"""What happened to those that a number counts, and how certain that is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from .endings import stems
from .lexicon import Lexicon
from .quantities import Quantity

if TYPE_CHECKING:
    from .nouns import Noun, Phrases

REACH = 25  # tokens behind a number in which its verb is looked for
_TAIL = (
    "(?:া|ানো|ানোর|াতে|াতেও|াবে|াবেন|ায়|ান|াচ্ছে|াচ্ছেন|াল|ালো|ালেন|াত|াতো|িয়ে|িয়েছে|িয়েছেন|িয়েছিল|িয়েছিলেন|েছে|েছেন|েছিল|েছিলেন"
    "|ে|েন|বে|বেন|ছে|ছেন|ছিল|ছিলেন|ল|লো|লেন|তে|লে|ার|ওয়া|ওয়ার|ওয়ায়|য়|ন|য়ে|য়েছে|য়েছেন|য়েছিল|ব|বো|নোর)(?:ও|ই|ন)?"
)
_FUTURE = re.compile("(?:.+(?:বে|বেন|ব|বো)|হবে|হবেন)")
_HARM = {"killed", "injured"}
_CONFIRMED = ("নিশ্চিত",)


@dataclass(frozen=True, slots=True)
class Event:
    """An event word of the lexicon at some token."""

    name: str
    of: str  # people things money vote measure weapon any
    end: int  # the token behind it


@dataclass(frozen=True)
class Events:
    """The lexicon's event and status words, by their first token."""

    words: dict[str, list[tuple[tuple[str, ...], str, str]]]
    verbs: list[tuple[tuple[str, ...], re.Pattern[str], str, str]]
    statuses: list[tuple[tuple[str, ...], str, str]]

    def at(self, i: int, p: Phrases) -> Event | None:
        """The longest event word that begins at token i."""
        best: Event | None = None
        for pattern, stem, name, of in self.verbs:
            end = i + len(pattern)
            if all(p.form(i + k) == w for k, w in enumerate(pattern)) and stem.fullmatch(p.form(end)):
                best = max(filter(None, (best, Event(name, of, end + 1))), key=lambda e: e.end)
        for stem_ in stems(p.form(i).removesuffix("সহ")):
            for rest, name, of in self.words.get(stem_, ()):
                end = i + 1 + len(rest)
                told = all(p.form(i + 1 + k) == w or (k == len(rest) - 1 and w in stems(p.form(i + 1 + k))) for k, w in enumerate(rest))
                if told and (best is None or end > best.end):
                    best = Event(name, of, end)
        return best

    def of(self, q: Quantity, noun: Noun, behind: bool, p: Phrases) -> str:
        """The event of a number, "" where its sentence tells none."""
        if q.kind in ("duration", "age"):
            return ""
        for event in self._candidates(q, noun, behind, p):
            name = self._fits(event, q, noun, p)
            if name:
                return name
        return ""

    def _candidates(self, q: Quantity, noun: Noun, behind: bool, p: Phrases) -> Iterator[Event]:
        """Events in the order in which a reader would take them: in the noun phrase, right before the number, then behind."""
        first, end = p.span(q)
        for i in range(noun.first, noun.end):
            if event := self.at(i, p):
                yield event
        if q.kind == "ordinal" or (q.kind == "measure" and q.unit in ("mm", "cm", "m", "km", "°C")):
            return
        if event := self._right_before(first, p):
            yield event
        _, case = p.case(q)
        case = noun.case if noun.words and behind else case
        if case == "locative" or (case == "genitive" and q.kind == "count" and not self._genitive(noun.end if behind else end, p)):
            return
        yield from self._behind(noun.end if noun.words and behind else end, p)

    def _genitive(self, i: int, p: Phrases) -> bool:
        """২৪ জনের মৃত্যু, ৪ জনের শরীরে সংক্রমণ, ৫ জনের প্রাণ গেছে: the event is theirs."""
        return any(self.at(k, p) for k in range(i, i + 5) if all(p.role(j) in ("", "skip") for j in range(i, k)))

    def _right_before(self, first: int, p: Phrases) -> Event | None:
        """নিহত ৮, আহত হয়েছেন ৫ জন, মৃতের সংখ্যা ১২, আটক সাতজন: an event word with no more than its verb after it."""
        i = first - 1
        while i >= 0 and first - i < 7 and (p.role(i) in ("verb", "skip") or p.form(i) in p.words.links or p.form(i) == ":"):
            if event := self.at(i, p):
                return event
            i -= 1
        if p.form(i).startswith("সংখ্যা"):
            i -= 1
        for k in (i, i - 1):
            event = self.at(k, p) if p.role(k) not in ("mark", "number") else None
            if event and event.end == i + 1:
                return event
        if p.form(i + 1).startswith("সংখ্যা"):  # আক্রান্ত মোট রোগীর সংখ্যা
            return next((e for k in range(i, max(i - 6, -1), -1) if p.role(k) != "mark" and (e := self.at(k, p))), None)
        return None

    def _behind(self, i: int, p: Phrases) -> Iterator[Event]:
        """The events behind a number, up to the end of its clause; other numbers of a list are passed over."""
        for k in range(i, i + REACH):
            if event := self.at(k, p):
                yield self._both(event, p)
                if p.role(event.end) == "verb":
                    return
                continue
            role, form = p.role(k), p.form(k)
            if role == "verb" and p.words.roles.get(form) != "verb":
                return
            if form in ("।", "?", "!", ";", "") or (form == "যার" or form == "যাদের"):
                return

    def _both(self, event: Event, p: Phrases) -> Event:
        """নিহত ও আহত, মারা গেছেন বা আহত হয়েছেন: killed and injured in one number are casualties."""
        if event.name not in _HARM:
            return event
        k = event.end
        while p.role(k) == "verb" and k < event.end + 3:
            k += 1
        other = self.at(k + 1, p) if p.role(k) == "and" else None
        return Event("casualties", event.of, other.end) if other and {other.name, event.name} == _HARM else event

    def _fits(self, event: Event, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event's name where it can befall what is counted, else ""."""
        people = p.of_people(noun, q)
        if event.name == "sent":
            return "" if q.kind in ("percent", "ordinal") else "deployed" if people else "supplied"
        if event.of == "people":
            return event.name if q.kind in ("count", "ordinal") and people is not False else ""
        if event.of == "money":
            return event.name if q.kind in ("money", "percent") else ""
        if event.of == "things":
            return event.name if not people and q.kind in ("count", "measure", "money") else ""
        if event.of == "vote":
            return event.name if noun.words and "ভোট" in noun.words else ""
        return event.name if event.of == "any" or event.of == q.kind else ""

    def status(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """asserted, estimated, planned or denied."""
        first, end = p.span(q)
        if q.kind in ("ordinal", "age") or (q.kind == "measure" and q.unit == "mm"):
            return "asserted"
        ahead = self._clause_end(end, p)
        last_verb = next((p.form(k) for k in range(ahead - 1, end - 1, -1) if p.role(k) == "verb"), "")
        for k in range(max(0, first - 4), first):
            for word, status, where in self.statuses:
                if where in ("before", "any") and self._told(word, k, p) and not self._mark_between(k, first, p):
                    return status
        for k in range(end, ahead):
            if p.form(k) in _CONFIRMED:
                return "asserted"
            for word, status, where in self.statuses:
                if where in ("after", "any") and self._told(word, k, p):
                    return status
            if p.role(k) == "verb" and _FUTURE.fullmatch(p.form(k)) and p.form(k) not in ("হতে", "সবে"):
                return "planned"
        return "planned" if _FUTURE.fullmatch(last_verb) else "asserted"

    def _mark_between(self, k: int, first: int, p: Phrases) -> bool:
        return any(p.role(j) == "mark" for j in range(k, first))

    def _told(self, word: tuple[str, ...], k: int, p: Phrases) -> bool:
        return all(p.form(k + n) == w or (n == len(word) - 1 and (w in stems(p.form(k + n)) or p.form(k + n).startswith(w) and len(w) > 3)) for n, w in enumerate(word))

    def _clause_end(self, i: int, p: Phrases) -> int:
        """The token at which the sentence of token i ends, or another clause with a number of its own begins."""
        for k in range(i, i + 2 * REACH):
            if p.form(k) in ("।", "?", "!", "") or p.form(k) in ("যার", "যাদের", "তবে", "কিন্তু"):
                return k
        return i + 2 * REACH


@cache
def events_of(lexicon: Lexicon) -> Events:
    """The lexicon's events, compiled."""
    words: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    verbs = []
    for r in lexicon.rows("events"):
        *head, last = r["word"].split()
        if last.endswith("~"):
            verbs.append((tuple(head), re.compile(re.escape(last[:-1]) + _TAIL), r["event"], r["of"]))
        else:
            first, *rest = [*head, last]
            words.setdefault(first, []).append((tuple(rest), r["event"], r["of"]))
    statuses = [(tuple(r["word"].replace("~", "").split()), r["status"], r["where"]) for r in lexicon.rows("statuses")]
    return Events(words, verbs, statuses)
