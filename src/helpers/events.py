"""What happened to those that a number counts, and how certain that is said to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile

from .endings import stems
from .lexicon import Lexicon, Row
from .nouns import TIMES, Noun, Phrases, words_of
from .quantities import Quantity

REACH = 25  # tokens behind a number in which its verb is looked for
NEAR = 8  # tokens behind it in which a word like "plan" is about it
_DUTY = re.compile(".+তে[ইও]?")  # before a future it tells a duty, no plan: দিতে হবে
_CONDITION = re.compile(".*[^ব]লেও?")
_PARTICIPLE = re.compile(".*[^ছব]ে")
_AMOUNTS = ("সংখ্যা", "পরিমাণ", "পরিমান")
_HARM = {"killed", "injured"}
_SIZES = {"mm", "cm", "m", "km", "km²", "°C", "ft", "inch"}  # how large things are, not how many


class Vocabulary:
    """The rows of a lexicon file whose words (the last one with any ending, or a verb's stem~) stand at a token."""

    def __init__(self, rows: Iterable[Row], tail: str) -> None:
        self.rows: dict[str, list[tuple[list[str], str, re.Pattern[str] | None, Row]]] = defaultdict(list)
        for row in rows:
            *head, last = row["word"].split()
            verb = re.compile(re.escape(last[:-1]) + tail) if last.endswith("~") else None
            self.rows[row["word"][:2]].append((head, last, verb, row))

    def at(self, i: int, p: Phrases) -> tuple[Row, int] | None:
        """The longest row that begins at token i, and where it ends."""
        found = None
        for head, last, verb, row in self.rows.get(p.form(i)[:2], ()):
            end = i + len(head)
            fits = verb.fullmatch(p.form(end)) if verb else last in stems(p.form(end))
            if fits and all(p.form(i + k) == w for k, w in enumerate(head)) and (not found or end >= found[1]):
                found = row, end + 1
        return found


class Events:
    """The events and the words of certainty of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        tail = words_of(lexicon).tail
        self.events = Vocabulary(lexicon.rows("events"), tail)
        self.statuses = Vocabulary(lexicon.rows("statuses"), tail)
        self.roles = {row["word"]: row["role"].split() for row in lexicon.rows("clause_words")}
        endings = [(row["ending"], row["tense"]) for row in lexicon.rows("verb_endings") if row["tense"]]
        self.finite = re.compile(f".+(?:{'|'.join(ending for ending, _ in endings)})ও?")
        stems_, future = lexicon.words("verb_stems"), "|".join(e for e, tense in endings if tense == "future")
        self.future = re.compile(f"(?:{'|'.join(stems_)}|হ|দে|নে|খা)[াই]?(?:{future})ন?[ওই]?")  # not জবাবে, ডুবে

    def role(self, i: int, p: Phrases, role: str) -> bool:
        """Whether clause_words.csv gives the word at token i a role."""
        return role in self.roles.get(p.form(i), ())

    def of(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event of a number, "" where its sentence tells none."""
        if q.kind in ("duration", "age") or p.case(q)[0] in TIMES or self.changes(q, p):
            return ""
        told = sorted(self._candidates(q, noun, p), key=lambda row: row["part"] == "who")  # ৫ শরণার্থী নিহত
        return next((name for row in told if (name := self._fitting(row, q, noun, p))), "")

    def changes(self, q: Quantity, p: Phrases) -> bool:
        """Whether a number is no total: the difference of two (৫ কোটি টাকা বেশি) or a rate (প্রতি ডলার ১২২ টাকা)."""
        first, end = p.span(q.start, q.end)
        ahead = range(p.told(first), first if p.case(q)[1] != "locative" else 0)  # কমেছে ৫ টাকা, but: কমেছে ৫ টাকায়
        differs = self.role(end, p, "change") or any(self.role(k, p, "changed") for k in ahead)
        return differs or (q.kind == "money" and p.form(first - 2) == "প্রতি")

    def _fitting(self, row: Row, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event's name where it can befall what is counted, else ""."""
        people = p.of_people(noun, q)
        things = q.kind == "count" and not people and (noun.text or people is False)
        fits = {
            "persons": q.kind == "count" and (people or (people is None and not noun.text)),
            "people": q.kind in ("count", "ordinal") and people is not False,
            "things": q.kind in ("measure", "money") or things,
            "money": q.kind == "money" or (q.kind == "percent" and not noun.behind and noun.case == "genitive"),
            "vote": noun.text.rpartition(" ")[2].startswith("ভোট") and noun.case != "genitive",
            "any": row["event"] != "-",
        }
        if not fits.get(row["of"], row["of"] == q.kind):
            return ""
        if row["event"] != "sent":
            known = row["event"] == "infected" and "object" in (noun.case, p.case(q)[1])  # একজনকে শনাক্ত করা হয়েছে
            return "" if known else row["event"]
        people = bool(people) and q.kind != "money"  # people sent are deployed, things supplied
        whom = (noun.behind and noun.case == "genitive") or noun.case == "object"
        return "" if whom else "deployed" if people else "supplied"  # whom something is sent to is neither

    def _candidates(self, q: Quantity, noun: Noun, p: Phrases) -> Iterator[Row]:
        """Events as a reader takes them: in the noun phrase, behind the number, then before it."""
        if noun.case == "genitive" and (outcome := self.events.at(noun.end, p)):
            yield outcome[0]  # ৩ আক্রান্তের মৃত্যু: what comes of it says more
        named = [found for i in range(noun.first, noun.end) if (found := self.events.at(i, p))]
        yield from (row for row, _ in named)
        first, predicate = p.span(q.start, q.end)[0], self._predicate(q, noun, p)
        if q.kind != "ordinal" and q.unit not in _SIZES:
            yield from self._behind(predicate, p) if predicate else ()
            yield from self._before(first, predicate, p) if predicate or noun.case != "locative" else ()

    def _predicate(self, q: Quantity, noun: Noun, p: Phrases) -> int:
        """Where what is said of the number begins; 0 where it belongs to another noun: ৫ জনের বাড়ি, ৫ শহরে, ৫ দোকান থেকে.

        An event may be that of the genitive: ২৪ জনের মৃত্যু, ৪ জনের শরীরে সংক্রমণ, ৫ জনের প্রাণ গেছে.
        """
        case, i = p.end(q, noun)
        theirs = q.kind == "money" or any(self.events.at(k, p) for k in range(i, i + (1 if p.role(i) else 5)))
        burnt = (found := self.events.at(i, p)) and found[0]["part"] == "place"  # ১০টি বাসে আগুন
        aside = (case == "locative" and not burnt) or self.role(i, p, "source") or (case == "genitive" and not theirs)
        return 0 if aside else i

    def _before(self, first: int, predicate: int, p: Phrases) -> Iterator[Row]:
        """The nearest event before a number that is said of it, behind a list too: নিহত হয়েছেন ঢাকায় ৩ জন, খুলনায় ২ জন.

        It stands right there (নিহত ৮, মৃতের সংখ্যা ১২), or its verb is the clause's (আহত হয়েছেন উভয় পক্ষের ৫ জন), or it
        comes first of two (আক্রান্ত হয়ে ভর্তি ৫ জন).
        """
        i = p.told(first)
        if self.role(i + 1, p, "change") and p.role(i) == "number":  # আয় ৮ শতাংশ বেড়ে দাঁড়িয়েছে ৯ কোটি
            i = p.told(next(k for k in range(i, -2, -1) if p.role(k) != "number") + 1)
        amount, case = p.form(i).endswith(_AMOUNTS), p.words.case(p.form(i))[1]
        last = predicate and (p.ends(predicate) or p.role(predicate) in ("mark", "and"))
        for k in range(first - 1, first - REACH, -1):
            if p.ends(k) or self.role(k, p, "clause"):
                return
            if found := self.events.at(k, p):
                wider = (wide for j in (k - 2, k - 1) if (wide := self.events.at(j, p)) and wide[1] >= found[1])
                row, end = next(wider, found)  # প্রাণ হারিয়েছেন, not হারিয়েছেন
                verb = p.role(end) == "verb" or (row["word"].endswith("~") and self.finite.fullmatch(p.form(end - 1)))
                there = end > i + (case in ("genitive", "with", "locative")) or (amount and k > i - 7)
                if there or (last and verb) or (predicate and self.role(end, p, "befallen")):
                    yield self._both(row, end, p)
                    if row["part"] != "who":
                        return

    def _behind(self, i: int, p: Phrases) -> Iterator[Row]:
        """The events behind a number up to the end of its clause; other numbers of a list are passed over."""
        k = i
        while k < i + REACH and not p.ends(k) and p.form(k) not in ("তাকে", "তাঁকে"):  # ৫ জন তাকে হত্যা করে: they did it
            if not (found := self.events.at(k, p)):
                k += 1
                continue
            row, k = found
            if "verb" in (p.role(k), p.role(k - 1)) or "," not in map(p.form, range(i, k)):
                yield self._both(row, k, p)

    def _both(self, row: Row, k: int, p: Phrases) -> Row:
        """নিহত ও আহত, মারা গেছেন বা আহত হয়েছেন: killed and injured in one number are casualties."""
        while p.role(k) == "verb":
            k += 1
        other = self.events.at(k + 1, p) if p.role(k) == "and" else None
        return row | {"event": "casualties"} if other and {other[0]["event"], row["event"]} == _HARM else row

    def status(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """asserted, estimated, planned or denied: by the words around the number and its clause's verb.

        সম্ভবত ৫ জন; and what a clause with যে or a comma reports as an estimate: ধারণা করেছিল যে.
        """
        if q.kind in ("ordinal", "age"):
            return "asserted"
        (first, end), before = p.span(q.start, q.end), ""
        around = (*range(noun.first, noun.end), *range(first - 1, first - REACH, -1))
        for k in takewhile(lambda k: not p.ends(k), around):
            row = self._said(k, p)
            near = first - k <= 4 and {"before", "any", q.kind} & {*row.get("where", "").split()}
            reported = row.get("status") == "estimated" and {"যে", ","} & {p.form(j) for j in range(k + 1, k + 4)}
            if near or reported:
                before = row["status"]
                break
        end = max(end, noun.end)
        case = p.end(q, noun)[0]
        owner = q.kind == "count" and case == "genitive" and not self._predicate(q, noun, p)
        if before == "estimated" or owner or self.role(first - 1, p, "these"):
            return before or "asserted"  # ৫ দেশের নেতারা, এই ৫ জন যাবেন: they are there
        behind = self._status_behind(end, q, p)
        if not behind and case != "genitive" and p.case(q)[0] not in TIMES:  # its verb is before it: চলবে ১২ দিন
            behind = next((s for k in range(p.told(first), first) if (s := self._future(k, q, p))), "")
        return before if behind in ("", "asserted") and before else behind or "asserted"

    def _status_behind(self, start: int, q: Quantity, p: Phrases) -> str:
        """What the clause behind a number says of it; "" where neither a word nor a verb of its own does."""
        kind = "deadline" if p.form(start).startswith("মধ্যে") else q.kind
        past, told = q.kind == "duration" and p.words.role(p.form(start)) == "when", ""  # ৩ মাস পর সিদ্ধান্ত
        for k in range(start, start + REACH):
            after = k > start and p.role(k) == "when" and p.form(k - 1).endswith("র")  # ঈদের পর
            if after or p.ends(k) or self.role(k, p, "clause"):
                break
            deed, verb = self._deed(k - 1, p), p.role(k) == "verb"
            clause = (
                p.role(k - 2) == "verb" if p.form(k - 1) == "বলে" else k < start + NEAR
            )  # a report, else an opinion
            row = self._said(k, p) if clause or deed else {}
            where = [] if past and row.get("status") == "planned" else row.get("where", "").split()
            near = "after" in where or "any" in where or (kind in where and (kind != "money" or k < start + 2))
            if near or (deed and "deed" in where):
                return row["status"]
            if verb and self.finite.fullmatch(p.form(k)) and not _PARTICIPLE.fullmatch(p.form(k)):
                told = told or self._future(k, q, p) or "asserted"  # কিনেছেন একটি ঘর পাবেন বলে: the first holds
            ends = self.finite.fullmatch(p.form(k)) and (p.form(k + 1) in (",", ";") or p.role(k + 1) == "and")
            if verb and (ends or _CONDITION.fullmatch(p.form(k))):
                return told or "asserted"  # what follows is another clause: হলে, গেছে,
        return told

    def _deed(self, k: int, p: Phrases) -> bool:
        """Whether token k names what is (yet) to be done: করার, বিক্রির."""
        named = p.words.roles.get(p.words.case(p.form(k))[0]) == "pred"
        return p.form(k).endswith("র") and (named or p.role(k) == "verb")

    def _said(self, k: int, p: Phrases) -> Row:
        """The word of certainty at token k; an empty row where none is."""
        return (self.statuses.at(k, p) or ({},))[0]

    def _future(self, k: int, q: Quantity, p: Phrases) -> str:
        """planned where a future stands at token k, else ""; a duty (জমা দিতে হবে) says so of a time alone."""
        duty = q.kind != "duration" and _DUTY.fullmatch(p.form(k - 1)) and p.form(k).startswith(("হ", "পার"))
        return "planned" if p.role(k) == "verb" and self.future.fullmatch(p.form(k)) and not duty else ""


events_of = cache(Events)
