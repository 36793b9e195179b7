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

REACH = 25  # tokens before or behind a number in which its verb is looked for
NEAR = 10  # tokens before or behind it in which a word of certainty is about it
_NUMBER_OF = ("সংখ্যা", "পরিমাণ", "পরিমান")
_SIZES = {"mm", "cm", "m", "km", "km²", "°C", "ft", "inch"}  # how large things are, not how many


class Vocabulary:
    """The rows of a lexicon file whose words (the last one with any ending, or a verb's stem~) stand at a token."""

    def __init__(self, rows: Iterable[Row], tail: str) -> None:
        self.rows: dict[str, list[tuple[list[str], str, re.Pattern[str] | None, Row]]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: -row["word"].count(" ")):  # the longest are tried first
            *head, last = row["word"].split()
            verb = re.compile(re.escape(last[:-1]) + tail) if last.endswith("~") else None
            # the first of several words bears no ending
            self.rows[head[0] if head else last[:2]].append((head, last, verb, row))

    def at(self, i: int, p: Phrases) -> tuple[Row, int] | None:
        """The longest row that begins at token i, and where it ends."""
        for head, last, verb, row in (*self.rows.get(p.form(i), ()), *self.rows.get(p.form(i)[:2], ())):
            end = i + len(head)
            if p.forms[i:end] == head and (verb.fullmatch(p.form(end)) if verb else last in stems(p.form(end))):
                return row, end + 1
        return None

    def among(self, first: int, end: int, p: Phrases) -> Iterator[tuple[Row, int]]:
        """The rows that begin in tokens[first:end], one behind the other, and where each ends."""
        while first < end:
            if found := self.at(first, p):
                yield found
            first = found[1] if found else first + 1


class Events:
    """The events and the words of certainty of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        tail = words_of(lexicon).tail
        self.events = Vocabulary(lexicon.rows("events"), tail)
        self.statuses = Vocabulary(lexicon.rows("statuses"), tail)
        self.wounds = re.compile("|".join(lexicon.words("events", event="injured", part="state")))
        self.roles = {row["word"]: row["role"].split() for row in lexicon.rows("clause_words")}
        endings = [(row["ending"], row["tense"]) for row in lexicon.rows("verb_endings") if row["tense"]]
        # not করে, গিয়ে, পৌঁছে
        self.finite = re.compile(f".+(?:{'|'.join(ending for ending, _ in endings)})(?<![^ছব]ে)(?<!ঁছে)ও?")
        stems_, future = lexicon.words("verb_stems"), "|".join(e for e, tense in endings if tense == "future")
        self.future = re.compile(f"(?:{'|'.join(stems_)}|হ|দে|নে|খা|পার)[াই]?(?:{future})ন?[ওই]?")  # not জবাবে, ডুবে

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
        changed = any(self.role(k, p, "changed") for k in range(p.told(first), first))  # কমেছে ৫ টাকা
        return changed or self.role(end, p, "change") or (q.kind == "money" and p.form(first - 2) == "প্রতি")

    def _fitting(self, row: Row, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event's name where it can befall what is counted, else ""."""
        people, cases = p.of_people(noun, q), (noun.case, p.case(q)[1])
        beast = p.words.kind(noun.text.rpartition(" ")[2]) == "animals" and row["event"] in ("killed", "infected")
        persons = q.kind == "count" and (people or (people is None and not noun.text))
        fits = {
            "persons": persons,
            "patients": persons and "object" not in cases,  # ৩ জনকে শনাক্ত করা: they are known
            "people": q.kind in ("count", "ordinal") and (people is not False or beast),
            "things": q.kind in ("measure", "money") or (q.kind == "count" and not people and not persons),
            "money": q.kind == "money" or (q.kind == "percent" and not noun.behind and noun.case == "genitive"),
            "sum": q.kind == "money" and not (noun and noun.behind),
            "price": q.kind == "money" and p.case(q)[1] == "locative",
            "any": row["event"] != "-",
            "vote": noun.text.rpartition(" ")[2].startswith("ভোট"),
        }
        whom = row["event"] == "sent" and ("object" in cases or (noun.behind and noun.case == "genitive"))
        unburnt = row["part"] == "place" and "locative" not in cases  # দোতলা ভবনে আগুন
        if whom or unburnt or not fits.get(row["of"], row["of"] == q.kind):
            return ""
        return row["event"] if row["event"] != "sent" else "deployed" if people else "supplied"

    def _candidates(self, q: Quantity, noun: Noun, p: Phrases) -> Iterator[Row]:
        """Events as a reader takes them: in the noun phrase, behind the number, then before it."""
        if noun.case == "genitive" and (outcome := self.events.at(noun.end, p)):
            yield outcome[0]  # ৩ আক্রান্তের মৃত্যু: what comes of it says more
        yield from (row for row, _ in self.events.among(noun.first, noun.end, p))
        if q.kind != "ordinal" and q.unit not in _SIZES:
            predicate = self._predicate(q, noun, p)
            first = p.span(q.start, q.end)[0]
            said = self._before(first, predicate, p) if predicate or noun.case != "locative" else ()
            behind = self._behind(predicate, p) if predicate else ()
            # মৃতের সংখ্যা ৫ এবং আহতের সংখ্যা ৮
            yield from (*said, *behind) if p.form(p.told(first)).endswith(_NUMBER_OF) else (*behind, *said)

    def _predicate(self, q: Quantity, noun: Noun, p: Phrases) -> int:
        """Where what is said of the number begins; 0 where it belongs to another noun: ৫ জনের বাড়ি, ৫ শহরে, ৫ দোকান থেকে.

        An event may be that of the genitive: ২৪ জনের মৃত্যু, ৪ জনের শরীরে সংক্রমণ, ৫ জনের প্রাণ গেছে.
        """
        case, i = p.end(q, noun)
        if p.role(i) in ("mark", "and") and case == "genitive":  # ৫ জনের ও খুলনায় ২ জনের মৃত্যু
            i = next((k + 1 for k in range(i, i + 5) if p.form(k).endswith("জনের")), i)
        # ৫ আরোহীর সবাই নিহত, ৩ জনের ঘটনাস্থলেই মৃত্যু; not ৬ ভবনের প্রতিটি তলার কাচ ভাঙা
        near = 5 if p.role(i) in ("", "skip", "number", "stop" if p.of_people(noun, q) else "") else 1
        theirs = q.kind == "money" or any(self.events.among(i, i + near, p))
        burnt = (found := self.events.at(i, p)) and found[0]["part"] == "place"  # ১০টি বাসে আগুন
        aside = {"locative": not burnt, "genitive": not theirs}.get(case, False) or self.role(i, p, "source")
        return 0 if aside else i

    def _before(self, first: int, predicate: int, p: Phrases) -> Iterator[Row]:
        """The nearest event before a number that is said of it, behind a list too: নিহত হয়েছেন ঢাকায় ৩ জন, খুলনায় ২ জন.

        It stands right there (নিহত ৮, মৃতের সংখ্যা ১২), or its verb is the clause's (আহত হয়েছেন উভয় পক্ষের ৫ জন), or it
        comes first of two (আক্রান্ত হয়ে ভর্তি ৫ জন).
        """
        i = p.told(first)
        begin = first - len(self._clause(range(first - 1, first - REACH, -1), p))
        aside = p.words.case(p.form(i))[1] in ("genitive", "with", "locative")  # তাকে হত্যায় ৩ আসামিকে
        near = i - 6 if p.form(i).endswith(_NUMBER_OF) else i + aside
        last = predicate and p.role(predicate) in ("mark", "and")
        for row, end in reversed([*self.events.among(begin, first, p)]):
            verb = p.role(end) == "verb" or row["word"].endswith("~")
            if end > near or (last and verb) or self.role(end, p, "befallen"):
                yield row
                if row["part"] != "who":
                    return

    def _behind(self, i: int, p: Phrases) -> Iterator[Row]:
        """The events behind a number up to the end of its clause; other numbers of a list are passed over."""
        for row, end in self.events.among(i, i + len(self._clause(range(i, i + REACH), p)), p):
            theirs = "verb" in (p.role(end), p.role(end - 1)) or "," not in p.forms[i:end]
            if theirs and not p.form(end).endswith(_NUMBER_OF):  # not ৫০ জন রোগী এবং মৃতের সংখ্যা ২
                yield row

    def status(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """asserted, estimated, planned or denied, by the words near the number and by its clause's verb; else ""."""
        (first, end), (case, _) = p.span(q.start, q.end), p.end(q, noun)
        around = (*range(noun.first, noun.end), *range(first - 1, first - 1 - NEAR * (not p.ends(first)), -1))
        ahead = takewhile(lambda k: not p.ends(k), around)
        before = min(self._said(ahead, {"before", "any", q.kind}, p), key="estimated".__ne__, default="")
        rank = q.kind in ("ordinal", "age") and before != "estimated"
        # ৫ টন চাল কেনার প্রস্তাব, ৬ শ্রমিকের মৃত্যু হতে পারে
        told = p.words.roles.get(noun.text.rpartition(" ")[2]) == "pred" or self._predicate(q, noun, p)
        owner = q.kind in ("count", "measure") and case == "genitive" and q.modifier != "range" and not told
        ago = q.kind == "duration" and p.form(end).startswith("আগে") and not p.form(first - 1).endswith("র")
        if rank or before == "estimated" or owner or ago or self.role(first - 1, p, "these"):
            return "asserted" if rank else before or "asserted"  # ৫ দেশের নেতারা, এই ৫ জন যাবেন; ২ ঘণ্টা আগে: they are there
        start = max(end, noun.end)
        clause, here = self._clause(range(start, start + REACH), p), p.form(start)
        said = self._said(clause[:NEAR], {"after", "any", "deadline" if here.startswith("মধ্যে") else q.kind}, p)
        behind = next(said, "") or self._told(clause, q, p)
        if not behind and p.case(q)[0] not in TIMES:  # its verb is before it: চলবে ১২ দিন
            behind = self._told(range(p.told(first), first), q, p)
        return before if before and behind in ("", "asserted") else behind

    def _clause(self, tokens: range, p: Phrases) -> list[int]:
        """The tokens up to where the sentence or the clause ends: before কিন্তু, at হলে, at ঈদের পর."""

        def ends(k: int) -> bool:
            when = k > tokens[0] and p.role(k) == "when" and p.words.case(p.form(k - 1))[1] == "genitive"
            # not that of another: ৫ লাখ, জিতলে ৯ লাখ টাকা পাবে
            given = p.role(k) == "verb" and re.fullmatch(".*[^ব]লেও?", p.form(k)) and "," not in p.forms[tokens[0] : k]
            return bool(when or given or p.ends(k) or self.role(k, p, "clause"))

        return list(takewhile(lambda k: not ends(k), tokens))

    def _said(self, tokens: Iterable[int], where: set[str], p: Phrases) -> Iterator[str]:
        """What the words of certainty among some tokens say of a number that stands at one of these places."""
        for k in tokens:
            if found := self.statuses.at(k, p):
                places = {*found[0]["where"].split()}
                named = p.role(k - 1) == "verb" or p.words.roles.get(p.words.case(p.form(k - 1))[0]) == "pred"
                yet = named and p.form(k - 1).endswith(("র", "তে"))  # করার, বিক্রির; বাড়াতে দুই পক্ষের সমঝোতা
                yet = yet or any(p.role(j) == "verb" and p.form(j).endswith("তে") for j in range(k - 6, k - 1))
                if places & where or ("deed" in places and "after" in where and yet):
                    yield found[0]["status"]

    def _told(self, clause: Iterable[int], q: Quantity, p: Phrases) -> str:
        """planned where the first finite verb is in the future, else asserted; "" where there is none.

        A duty (জমা দিতে হবে) is a plan of a time alone.
        """
        k = next((k for k in clause if p.role(k) == "verb" and self.finite.fullmatch(p.form(k))), -1)
        # ৫ বছরের অভিজ্ঞতা থাকতে হবে
        duty = p.form(k - 1).endswith(("থাকতে", "হতে") if q.kind == "duration" else "তে") and p.form(k).startswith("হ")
        plan = self.future.fullmatch(p.form(k)) and not (duty or p.form(k + 1) == "না")
        return "" if k < 0 else "planned" if plan else "asserted"


events_of = cache(Events)
