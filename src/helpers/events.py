"""What happened to those that a number counts, and how certain that is said to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .endings import stems
from .lexicon import Lexicon, Row
from .nouns import TIMES, Noun, Phrases, words_of
from .quantities import Quantity

REACH = 25  # tokens behind a number in which its verb is looked for
_FINITE = re.compile(".+(?:ছে|ছেন|ছিল|ছিলেন|ন|য়|ল|লো)|হয়")
_INFINITIVE = re.compile(".+তে[ইও]?")
_CONDITION = re.compile(".+[^ব]লেও?")
_HARM = {"killed", "injured"}
_RELATIVE = {"যার", "যাদের", "যাঁদের", "তবে", "কিন্তু"}
_SIZES = {"mm", "cm", "m", "km", "km²", "°C", "ft", "inch"}  # how large things are, not how many


class Event(NamedTuple):
    """An event word of the lexicon."""

    name: str
    of: str  # people things money vote measure any
    end: int  # the token behind it


class Vocabulary:
    """The rows of a lexicon file whose words (the last one with any ending, or a verb's stem~) stand at a token."""

    def __init__(self, rows: list[Row], tail: str) -> None:
        self.rows: dict[str, list[tuple[list[str], re.Pattern[str] | None, Row]]] = {}
        for row in rows:
            *head, last = row["word"].split()
            verb = re.compile(re.escape(last[:-1]) + tail) if last.endswith("~") else None
            self.rows.setdefault(row["word"][:2], []).append(([*head, last], verb, row))

    def at(self, i: int, p: Phrases) -> Iterator[tuple[Row, int]]:
        """The rows that begin at token i, and where each ends."""
        for (*head, last), verb, row in self.rows.get(p.form(i)[:2], ()):
            form = p.form(i + len(head))
            if all(p.form(i + k) == w for k, w in enumerate(head)) and (
                verb.fullmatch(form) if verb else last in stems(form)
            ):
                yield row, i + len(head) + 1


class Events:
    """The lexicon's event and status words."""

    def __init__(self, lexicon: Lexicon) -> None:
        tail = words_of(lexicon).tail
        self.events = Vocabulary(lexicon.rows("events"), tail)
        self.statuses = Vocabulary(lexicon.rows("statuses"), tail)

    def at(self, i: int, p: Phrases) -> Event | None:
        """The longest event word that begins at token i."""
        found = [Event(row["event"], row["of"], end) for row, end in self.events.at(i, p)]
        return max(found, key=lambda e: e.end, default=None)

    def of(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event of a number, "" where its sentence tells none."""
        if q.kind in ("duration", "age") or p.case(q)[0] in TIMES:
            return ""
        return next((name for event in self._candidates(q, noun, p) if (name := _fitting(event, q, noun, p))), "")

    def _candidates(self, q: Quantity, noun: Noun, p: Phrases) -> Iterator[Event]:
        """Events as a reader takes them: in the noun phrase, right before the number, then behind."""
        yield from filter(None, (self.at(i, p) for i in range(noun.first, noun.end)))
        if _ranks_or_sizes(q):
            return
        first = p.span(q.start, q.end)[0]
        told = self._right_before(first, p)
        if told and (told.end == first or any(_FINITE.fullmatch(p.form(k)) for k in range(told.end, first))):
            yield told
        end = self._predicate(q, noun, p)
        if end is not None:
            yield from self._behind(end, p)
        if told:
            yield told  # আক্রান্ত হয়ে আরও ৫ জনের মৃত্যু: what comes of it says more

    def _predicate(self, q: Quantity, noun: Noun, p: Phrases) -> int | None:
        """Where what is said of the number begins; None where it belongs to another noun: ৫ জনের বাড়ি, ৫ শহরে.

        An event may be that of the genitive: ২৪ জনের মৃত্যু, ৪ জনের শরীরে সংক্রমণ, ৫ জনের প্রাণ গেছে.
        """
        case, i = p.end(q, noun)
        words = (k for k in range(i, i + 5) if all(p.role(j) in ("", "skip") for j in range(i, k)))
        own = not noun.text and q.kind in ("money", "percent", "measure")  # ৫ কোটি টাকায় উন্নীত হবে
        theirs = case == "genitive" and (q.kind == "money" or any(self.at(k, p) for k in words))
        return i if own or theirs or case not in ("locative", "genitive") else None

    def _right_before(self, first: int, p: Phrases) -> Event | None:
        """নিহত ৮, আহত হয়েছেন ৫ জন, মৃতের সংখ্যা ১২, চাপা পড়ে থাকা হাজারো: an event word with no more than its verb after it."""
        i = p.told(first)
        if event := next((e for k in range(first - 1, i, -1) if (e := self.at(k, p))), None):
            return event
        of_number = p.form(i).endswith("সংখ্যা")  # মৃতের সংখ্যা, আক্রান্ত মোট রোগীর সংখ্যা
        reach = range(i, max(i - 7, -1), -1) if of_number else range(max(i - 2, 0), i + 1)
        events = [e for k in reach if p.role(k) not in ("mark", "number") and (e := self.at(k, p))]
        if not of_number and p.words.case(p.form(i))[1] in ("genitive", "with", "locative"):
            return None
        return next((e for e in events if of_number or e.end > i), None)

    def _behind(self, i: int, p: Phrases) -> Iterator[Event]:
        """The events behind a number up to the end of its clause; other numbers of a list are passed over."""
        k = i
        while k < i + REACH and not p.ends(k) and p.form(k) not in _RELATIVE:
            if event := self.at(k, p):
                predicate = p.role(event.end) == "verb" or p.role(event.end - 1) == "verb"
                if predicate or not any(p.form(j) in (",", "—", ";") for j in range(i, k)):
                    yield self._both(event, p)
                k = event.end
            elif p.role(k) == "verb" and p.words.roles.get(p.form(k)) != "verb":
                return  # a finite verb that is no event: the clause has told what happened
            else:
                k += 1

    def _both(self, event: Event, p: Phrases) -> Event:
        """নিহত ও আহত, মারা গেছেন বা আহত হয়েছেন: killed and injured in one number are casualties."""
        k = event.end
        while p.role(k) == "verb" and k < event.end + 3:
            k += 1
        other = self.at(k + 1, p) if p.role(k) == "and" else None
        return event._replace(name="casualties") if other and {other.name, event.name} == _HARM else event

    def status(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """asserted, estimated, planned or denied: by the words around the number and the verb of its clause."""
        if _ranks_or_sizes(q) or q.kind == "age":
            return "asserted"
        first, end = p.span(q.start, q.end)
        inside = (row for k in range(noun.first, noun.end) for row, _ in self.statuses.at(k, p))
        told = next((row["status"] for row in inside if row["where"] in ("any", q.kind)), "")
        if told := told or self._status_before(q, first, p):
            return told
        start = self._predicate(q, noun, p) if q.kind != "duration" else max(end, noun.end)
        return self._status_behind(q, start, p) if start is not None else "asserted"

    def _status_before(self, q: Quantity, first: int, p: Phrases) -> str:
        """সম্ভবত ৫ জন; and what a clause with যে or a comma reports as an estimate: ধারণা করেছিল যে."""
        for k in range(first - 1, max(-1, first - REACH), -1):
            if p.ends(k):
                return ""
            for row, _ in self.statuses.at(k, p):
                near = first - k <= 4 and row["where"] in ("before", "any", q.kind)
                reported = any(p.form(j) in ("যে", ",") for j in range(k + 1, k + 4)) and row["where"] != "before"
                if near or (reported and row["status"] == "estimated"):
                    return row["status"]
        return ""

    def _status_behind(self, q: Quantity, end: int, p: Phrases) -> str:
        for k in range(end, end + REACH):
            if p.ends(k) or p.form(k) in _RELATIVE:
                break
            for row, _ in self.statuses.at(k, p):
                if row["where"] in ("after", "any", q.kind) and (row["status"] != "planned" or k - end < 7):
                    return row["status"]
            if p.role(k) != "verb":
                continue
            if p.words.future.fullmatch(p.form(k)):  # দিতে হবে is a duty, no plan
                return "asserted" if _INFINITIVE.fullmatch(p.form(k - 1)) else "planned"
            if _CONDITION.fullmatch(p.form(k)) or p.role(k + 1) == "when" or p.form(k + 1) == ",":
                break  # what follows is another clause: হলে, যাওয়ার পর, গেছে,
        return "asserted"


def _ranks_or_sizes(q: Quantity) -> bool:
    return q.kind == "ordinal" or (q.kind == "measure" and q.unit in _SIZES)


def _fitting(event: Event, q: Quantity, noun: Noun, p: Phrases) -> str:
    """The event's name where it can befall what is counted, else ""."""
    people = p.of_people(noun, q)
    if event.name == "sent":  # people sent are deployed, things supplied; whom something is sent to is neither
        theirs = (noun.behind and noun.case == "genitive") or (noun.case == "object" and people)
        return "" if q.kind in ("percent", "ordinal") or theirs else "deployed" if people else "supplied"
    fits = {
        "people": q.kind in ("count", "ordinal") and people is not False,
        "things": q.kind in ("measure", "money")
        or (q.kind == "count" and not people and (noun.text or people is False)),
        "money": q.kind == "money" or (q.kind == "percent" and not noun.behind and noun.case == "genitive"),
        "vote": q.kind != "ordinal" and "ভোট" in noun.text,
        "any": True,
    }
    return event.name if event.name != "-" and fits.get(event.of, event.of == q.kind) else ""


events_of = cache(Events)
