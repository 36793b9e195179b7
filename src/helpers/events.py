"""What happened to those that a number counts, and how certain that is said to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count, takewhile

from .endings import stems
from .lexicon import Lexicon, Row
from .nouns import TIMES, Noun, Phrases, words_of
from .quantities import Quantity

REACH = 25  # tokens behind a number in which its verb is looked for
NEAR = 10  # tokens behind it in which a word like "plan" is about it
_DUTY = re.compile(".+তে[ইও]?")  # before a future it tells a duty, no plan: দিতে হবে
_CONDITION = re.compile(".+[^ব]লেও?")
_CHANGES = {"বেশি", "কম", "বেড়ে", "কমে", "বৃদ্ধি", "হ্রাস", "বেড়েছে", "কমেছে"}


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
        endings = [(row["ending"], row["tense"]) for row in lexicon.rows("verb_endings") if row["tense"]]
        self.finite = re.compile(f"(?!.+(?:ভাবে|িয়ে)$).+(?:{'|'.join(ending for ending, _ in endings)})ও?")
        stems_, future = lexicon.words("verb_stems"), "|".join(e for e, tense in endings if tense == "future")
        self.future = re.compile(f"(?:{'|'.join(stems_)}|হ|দে|নে|খা)[াই]?(?:{future})ন?[ওই]?")  # not জবাবে, ডুবে

    def of(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event of a number, "" where its sentence tells none."""
        if q.kind in ("duration", "age") or p.case(q)[0] in TIMES or self.changes(q, p):
            return ""
        told = sorted(self._candidates(q, noun, p), key=lambda row: row["part"] == "who")  # ৫ শরণার্থী নিহত
        return next((name for row in told if (name := self._fitting(row, q, noun, p))), "")

    def changes(self, q: Quantity, p: Phrases) -> bool:
        """Whether a number is no total but the difference of two: ৫ কোটি টাকা বেশি."""
        return p.form(p.span(q.start, q.end)[1]) in _CHANGES

    def _fitting(self, row: Row, q: Quantity, noun: Noun, p: Phrases) -> str:
        """The event's name where it can befall what is counted, else ""."""
        people = p.of_people(noun, q)
        things = q.kind == "count" and not people and (noun.text or people is False)
        own = noun.behind and not noun.case and row["word"] == noun.text.rpartition(" ")[2]  # ৭টি খুন
        fits = {
            "people": q.kind in ("count", "ordinal") and (people is not False or own),
            "things": q.kind in ("measure", "money") or things,
            "money": q.kind == "money" or (q.kind == "percent" and not noun.behind and noun.case == "genitive"),
            "vote": noun.text.rpartition(" ")[2].startswith("ভোট"),
            "any": row["event"] != "-",
        }
        if not fits.get(row["of"], row["of"] == q.kind):
            return ""
        if row["event"] != "sent":
            return row["event"]
        whom = (noun.behind and noun.case == "genitive") or noun.case == "object"
        return "" if whom else "deployed" if people else "supplied"  # people and things; whom they are sent to: neither

    def _candidates(self, q: Quantity, noun: Noun, p: Phrases) -> Iterator[Row]:
        """Events as a reader takes them: in the noun phrase, behind the number, then before it."""
        if noun.case == "genitive" and (outcome := self.events.at(noun.end, p)):
            yield outcome[0]  # ৩ আক্রান্তের মৃত্যু: what comes of it says more
        yield from (found[0] for i in range(noun.first, noun.end) if (found := self.events.at(i, p)))
        (first, end), predicate = p.span(q.start, q.end), self._predicate(q, noun, p)
        if q.kind == "ordinal":  # দেশে প্রথম করোনা শনাক্ত হয়, প্রথম ৩ জনের মৃত্যু: the death or case that was the first
            after = next(i for i in count(end) if p.role(i) not in ("number", "skip"))
            yield from self._behind(after, p, 4) if q.low == 1 else ()
        elif q.unit not in ("mm", "cm", "m", "km", "km²", "°C", "ft", "inch"):  # how large things are, not how many
            yield from self._behind(predicate, p) if predicate else ()
            yield from self._before(first, predicate, p)

    def _predicate(self, q: Quantity, noun: Noun, p: Phrases) -> int:
        """Where what is said of the number begins; 0 where it belongs to another noun: ৫ জনের বাড়ি, ৫ শহরে, ৫ দোকান থেকে.

        An event may be that of the genitive: ২৪ জনের মৃত্যু, ৪ জনের শরীরে সংক্রমণ, ৫ জনের প্রাণ গেছে.
        """
        case, i = p.end(q, noun)
        theirs = q.kind == "money" or any(self.events.at(k, p) for k in range(i, i + (1 if p.role(i) else 5)))
        aside = case == "locative" or p.form(i) in ("থেকে", "হতে", "দিয়ে") or (case == "genitive" and not theirs)
        return 0 if aside else i

    def _before(self, first: int, predicate: int, p: Phrases) -> Iterator[Row]:
        """The nearest event before a number that is said of it, behind a list too: নিহত হয়েছেন ঢাকায় ৩ জন, খুলনায় ২ জন.

        It stands right there (নিহত ৮, মৃতের সংখ্যা ১২), or its verb
        is the clause's (আহত হয়েছেন উভয় পক্ষের ৫ জন), or it comes first of two (আক্রান্ত হয়ে ভর্তি ৫ জন).
        """
        i, verb = p.told(first), first
        amount, case = p.form(i).endswith(("সংখ্যা", "পরিমাণ", "পরিমান")), p.words.case(p.form(i))[1]
        last = predicate and (p.ends(predicate) or p.role(predicate) in ("mark", "and"))
        for k in takewhile(lambda k: not p.ends(k), range(first - 1, first - REACH, -1)):
            found = self.events.at(k, p)
            if verb == first and (found or p.role(k) == "verb") and self.finite.fullmatch(p.form(k)):
                verb = k
            if found:
                wider = (wide for j in (k - 2, k - 1) if (wide := self.events.at(j, p)) and wide[1] >= found[1])
                row, end = next(wider, found)  # প্রাণ হারিয়েছেন, not হারিয়েছেন
                told = last and end - 1 <= verb and all(p.role(m) == "verb" for m in range(end, verb + 1))
                there = end > i + (case in ("genitive", "with", "locative")) or (amount and k > i - 7)
                if there or told or (predicate and p.form(end) in ("হয়ে", "হয়েই", "মধ্যে")):
                    yield row
                    if row["part"] != "who":
                        return

    def _behind(self, i: int, p: Phrases, reach: int = REACH) -> Iterator[Row]:
        """The events behind a number up to the end of its clause; other numbers of a list are passed over."""
        k = i
        while k < i + reach and not p.ends(k):
            if found := self.events.at(k, p):
                row, k = found
                if "verb" in (p.role(k), p.role(k - 1)) or "," not in map(p.form, range(i, k)):
                    found_so = row["event"] == "injured" and p.form(k) == "অবস্থায়"  # আহত অবস্থায় উদ্ধার
                    yield row | {"part": "who"} if found_so else row
                continue
            end = max(k + 1, p.names.get(k, ("", 0))[1])
            said = p.words.roles.get(p.form(k)) != "verb" or p.form(end) == ","
            told = said and p.role(k) == "verb" and k not in p.names and self.finite.fullmatch(p.form(k))
            if told or p.form(k) in ("তাকে", "তাঁকে"):
                return  # a finite verb that is no event has told what happened; ২০ জন তাকে হত্যা করে: they did it
            k = end

    def status(self, q: Quantity, noun: Noun, p: Phrases) -> str:
        """asserted, estimated, planned or denied: by the words around the number and the verb of its clause.

        সম্ভবত ৫ জন; and what a clause with যে or a comma reports as an estimate: ধারণা করেছিল যে.
        """
        if q.kind in ("ordinal", "age"):
            return "asserted"
        first, end = p.span(q.start, q.end)
        around = takewhile(lambda k: not p.ends(k), (*range(noun.first, noun.end), *range(first - 1, first - 5, -1)))
        whole = q.kind == "percent" and p.form(first - 1).endswith("র")  # লক্ষ্যমাত্রার ৮৯ শতাংশ
        rows = (self._said(k, p) for k in around if not (whole and k == first - 1))
        before = next((row["status"] for row in rows if row.get("where") in ("before", "any", q.kind)), "asserted")
        end = max(end, noun.end)
        owner = q.kind == "count" and p.end(q, noun)[0] == "genitive" and not self._predicate(q, noun, p)
        if before == "estimated" or owner or p.form(first - 1) in ("এ", "এই", "ওই", "সেই"):
            return before  # ৫ দেশের নেতারা, এই ৫ জন যাবেন: they are there
        behind = self._status_behind(end, q, p)
        if behind == "asserted" and (p.ends(end) or p.role(end) in ("mark", "and")):
            planned = (self._future(k, q, p) for k in range(p.told(first), first))
            behind = next((status for status in planned if status != behind), behind)
        return before if behind == "asserted" else behind  # চলবে ১২ দিন

    def _status_behind(self, start: int, q: Quantity, p: Phrases) -> str:
        kind = "deadline" if p.form(start).startswith("মধ্যে") else "money" if q.kind == "percent" else q.kind
        for k in range(start, start + REACH):
            after = k > start and p.role(k) == "when" and p.form(k - 1).endswith("র")  # ঈদের পর
            if after or p.ends(k) or p.form(k) in ("যে", "যা"):
                break
            where = (row := self._said(k, p)).get("where") if k < start + NEAR else ""
            if where in ("after", "any") or (where == kind and (where != "money" or k < start + 2)):
                return row["status"]
            if p.role(k) == "verb" and self.future.fullmatch(p.form(k)):
                row = self._said(k + 2, p) if p.form(k + 1) == "বলে" else {}  # হবে বলে ধারণা
                return row.get("status") or self._future(k, q, p)
            ends = self.finite.fullmatch(p.form(k)) and (p.form(k + 1) in (",", ";") or p.role(k + 1) == "and")
            if p.role(k) == "verb" and (ends or _CONDITION.fullmatch(p.form(k))):
                break  # what follows is another clause: হলে, গেছে,
        return "asserted"

    def _said(self, k: int, p: Phrases) -> Row:
        """The word of certainty at token k, an empty row where none is or what it tells of has come: অনুমোদনের পর."""
        found = self.statuses.at(k, p)
        return found[0] if found and p.form(found[1]) != "পর" else {}

    def _future(self, k: int, q: Quantity, p: Phrases) -> str:
        """planned where a future stands at token k; a duty (জমা দিতে হবে) says so of a time alone."""
        time = q.kind == "duration" and (p.case(q)[1] != "genitive" or p.form(p.span(q.start, q.end)[1]) == "মধ্যে")
        duty = not time and _DUTY.fullmatch(p.form(k - 1)) and p.form(k).startswith(("হ", "পার"))  # থাকতে হবে
        return "planned" if p.role(k) == "verb" and self.future.fullmatch(p.form(k)) and not duty else "asserted"


events_of = cache(Events)
