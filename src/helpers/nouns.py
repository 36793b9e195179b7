"""The noun phrase that a number counts: behind the number, before it, or left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile

from .declined import SEVERAL
from .endings import stems
from .lexicon import Lexicon
from .numerals import PATTERNS
from .quantities import Quantity
from .reading import Reading

TIMES = ("বার", "দফা", "গুণ")  # classifiers of what happened, not of things
REACH = 13  # tokens before a number in which its noun is looked for
_COUNTS = ("count", "ordinal")
SUMS = {"money", "percent", "measure"}
_OWNERS = ("people", "group", "body")  # who has a sum, and is none


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun phrase, its ending off; tokens[first:end]; the case that its last word showed."""

    text: str = ""
    first: int = 0
    end: int = 0
    case: str = ""  # "" genitive object locative with
    behind: bool = True

    def __bool__(self) -> bool:
        return bool(self.text)


class Words:
    """What the lexicon knows of the words around a number."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.roles = {r["word"]: r["role"] for r in lexicon.rows("function_words")}
        classes = {r["noun"]: r["kind"] for r in lexicon.rows("noun_classes")}
        self.kinds = classes | {w: "group" for w in lexicon.words("demonyms") if classes.get(w) != "things"}  # not চেক
        self.people = tuple(word[1:] for word in self.kinds if word.startswith("~"))  # what nouns of people end in
        self.links, self.balls = (frozenset(lexicon.words("function_words", link=link)) for link in ("1", "ball"))
        # of what there may be so much money: আয়, ঋণ, দাম
        self.sums = {*lexicon.words("noun_classes", kind="sum"), *lexicon.words("noun_classes", **{"class": "value"})}
        self.whole = {*self.kinds, *lexicon.words("whole_nouns")}  # the র of সরকার is no ending
        # states: event words that name no thing (নিহত, আটক)
        self.bodies, self.states = (frozenset(lexicon.words("events", part=part)) for part in ("body", "state"))
        none = {*_COUNTS, "গ্রাম"}  # a village; behind a number it is read as a weight already
        self.units = {r["word"]: r["kind"] for r in lexicon.rows("units") if none.isdisjoint((r["word"], r["kind"]))}
        self.numbers = {*lexicon.words("numbers"), *self.units} - {*lexicon.words("not_figures", role="whole_name")}
        self.tail = _ending(lexicon)  # what may stand behind a verb's stem
        stem = "|".join(lexicon.words("verb_stems"))
        self.verb = re.compile(f".+[^্]{_ending(lexicon, shows='1')}|(?:{stem}){_ending(lexicon, shows='stem')}")

    @lru_cache(50_000)  # noqa: B019 (a process has one lexicon, or two)
    def role(self, form: str) -> str:
        """and, with, skip, part, this, side, pred, stop, verb or mark; "" for a word of a noun phrase."""
        if form in self.roles or form.endswith(("প্রতি", "ভাবে")):  # লিটারপ্রতি
            return self.roles.get(form, "skip")
        verb = self.verb.fullmatch(form) and not self.kind(form)
        return "mark" if not form[:1].isalpha() else "verb" if verb else ""

    @lru_cache(50_000)  # noqa: B019
    def kind(self, form: str) -> str:
        """people, things, vessel …: what noun_classes.csv or the word's ending says it is."""
        known = (self.kinds[s] for s in stems(form) if s in self.kinds)
        return next(known, "people" if any(s.endswith(self.people) for s in stems(form)) else "")

    @lru_cache(50_000)  # noqa: B019
    def case(self, form: str) -> tuple[str, str]:
        """A noun without its ending, and the case that the ending shows."""
        known = next((stem for stem in stems(form) if stem in self.whole), "")
        ending = PATTERNS["noun case"].search(form, len(known))
        bare = known or PATTERNS["noun plural"].sub("", form[: ending.start()] if ending else form)
        return bare, (ending and ending.lastgroup) or ""


def _ending(lexicon: Lexicon, **where: str) -> str:
    return f"(?:{'|'.join(lexicon.words('verb_endings', **where))})(?:ন|ও|ই)?"


words_of = cache(Words)


class Phrases:
    """The noun phrases of an article's numbers; all positions are those of tokens."""

    def __init__(self, reading: Reading, quantities: Sequence[Quantity]) -> None:
        self.text, self.words = reading.text, words_of(reading.lexicon)
        self.forms, self.starts, self.stops = reading.text.cut
        before = (self.text.folded[stop:start] for stop, start in zip([0, *self.stops], self.starts, strict=False))
        self._ends = [form in {"।", "?", "!"} or "\n" in gap for form, gap in zip(self.forms, before, strict=True)]
        spans = [self.span(q.start, q.end) for q in quantities]
        self.numbers = {i for first, end in spans for i in range(first, end)}
        self.dated = {i for d in reading.dates for i in range(*self.span(d.start, d.end))}
        self.taken = self.numbers | self.dated
        inside = [(a, b) for a, b in spans if (self.form(a - 1), self.form(b)) == ("(", ")")]
        # ৩ মিটার (১০ ফুট) পর্যন্ত ঢেউ, ভরি (১১ গ্রাম) সোনা
        self.past = {i for a, b in inside if a - 2 in self.numbers or self.unit(a - 2) for i in range(a - 1, b + 1)}
        self.names = {i: m for m in reading.mentions for i in range(*self.span(m.start, m.end))}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """First token and end token of a quantity, date or name of the stored text."""
        a, b = self.text.folded_span(start, end)
        return bisect_left(self.starts, a), bisect_left(self.starts, b)

    def form(self, i: int) -> str:
        """The form of token i; "" beyond the ends."""
        return self.forms[i] if 0 <= i < len(self.forms) else ""

    def unit(self, i: int) -> str:
        """What token i is a unit of: money, measure, duration …; "" for none."""
        return next((self.words.units[stem] for stem in stems(self.form(i)) if stem in self.words.units), "")

    def ends(self, i: int) -> bool:
        """Whether token i closes a sentence or begins a line."""
        return not 0 <= i < len(self._ends) or self._ends[i]

    def role(self, i: int) -> str:
        """What token i is to a noun phrase: the lexicon's role, "number" also for dates, "" for a word of it."""
        return "number" if i in self.taken else "mark" if self.ends(i) else self.words.role(self.form(i))

    def case(self, q: Quantity) -> tuple[str, str]:
        """Classifier and case that the number itself carries: (জন, genitive) of ২৪ জনের; "all" of দুজনই."""
        last = self.form(self.span(q.start, q.end)[1] - 1)
        m = None if last in self.words.numbers else PATTERNS["case of number"].fullmatch(last)
        classifier = m[1] or "" if m and q.kind in _COUNTS else ""
        return classifier, (m and classifier not in TIMES and m.lastgroup) or ""  # so many times: what follows has it

    def end(self, q: Quantity, noun: Noun) -> tuple[str, int]:
        """The case of a number and its noun, and the token behind them."""
        return (noun.case, noun.end) if noun and noun.behind else (self.case(q)[1], self.span(q.start, q.end)[1])

    def behind(self, q: Quantity) -> Noun:
        """The noun phrase that follows a number; one without words where none does."""
        (classifier, case), (first, end) = self.case(q), self.span(q.start, q.end)
        if q.kind in _COUNTS and (glued := PATTERNS["noun in number"].match(self.form(end - 1))):
            return Noun(glued[1], end - 1, end, case)
        limit = q.kind == "duration" and case == "genitive" and self.form(end) in ("মধ্যে", "মধ্যেই", "জন্য")
        within = limit and self.form(first - 1) not in ("গত", "বিগত") and not self.form(end + 1).startswith("সর্ব")
        # প্রথম ১৪ দিন
        last = next((k for k in range(end, end + REACH) if q.kind == "count" or not {k, k + 1} <= self.numbers), end)
        word, kind = self._noun(end, last + 1), self.words.kind(self.form(end))
        dead = case == "genitive" and classifier and word.text in self.words.bodies  # ৩০ জনের লাশ
        made = case == "object" and kind == "people" and self.role(end + 1) == "verb"  # ৬ জনকে আসামি করা হয়
        lasts = q.kind == "duration" and self.form(end) == "সময়"
        # তৃতীয় দিন, দুই পাশে, তিন কারণে
        side = q.kind in _COUNTS and classifier != "জন" and (self.role(end) == "side" or self.unit(last) == "duration")
        stop = next((k for k in range(end, end + REACH) if self.ends(k) or self.role(k) == "verb"), end)
        # দুজনই সাবেক মন্ত্রী।
        are = case == "all" and q.kind == "count" and q.low != 1 and self.ends(stop) and not self.role(stop - 1)
        if dead or made or lasts or side or (are and not self.words.case(self.form(stop - 1))[1]):
            return self._ending_at(stop - 1) if are else word
        its = case not in ("", "all") and (classifier or (q.kind == "duration" and case != "genitive"))
        # ৭ দিনের মধ্যে জবাব; not গত ৭ দিনের মধ্যে সর্বোচ্চ
        start = next((k for k in range(end + within, end + REACH) if not self._passed(k, q)), end + REACH)
        noun = self._phrase(start, q, within)
        own = noun and not (its or self._foreign(noun, q) or (within and noun.case in ("locative", "object")))
        return replace(noun, first=end, end=end if within else noun.end, behind=not within) if own else Noun()

    def _passed(self, i: int, q: Quantity) -> bool:
        """Whether token i is no word of the noun behind a number, nor its end: ৫ কোটি (৫০ মিলিয়ন) ডলারের আয়."""
        over = q.kind == "ordinal" and i in self.numbers  # প্রথম দুই ম্যাচ
        this = self.case(q)[1] == "genitive" and self.role(i) == "this"  # ৬ মাত্রার ওই ভূমিকম্প
        aside = self.role(i) == "skip" or self.form(i) in ("পর্যন্ত", "করে")
        return i in self.past or self.unit(i) in ("money", "measure") or over or this or aside

    def _foreign(self, noun: Noun, q: Quantity) -> bool:
        """Whether what stands behind a number is none of its own: a place, a means, an owner, a deed."""
        kind, (classifier, case) = self.words.kind(self.form(noun.end - 1)), self.case(q)
        if q.kind in _COUNTS:  # ৫ জন হাসপাতালে, ৫ জন জ্বর নিয়ে, ৫ জন জ্বরে আক্রান্ত হয়ে
            governed = self.role(noun.end) == "post" or self.form(noun.end) in self.words.states
            theirs = noun.case == "locative" or kind in ("things", "body") or (governed and not (noun.case or kind))
            other = kind not in ("people", "group") and (noun.first in self.names or self.partitive(q))
            return classifier == "জন" and (theirs or other)
        act = q.kind == "money" and noun.case and not kind and self.words.roles.get(noun.text) == "pred"  # টাকা পাচারের
        # রোগীর ৪০ শতাংশই শিশু
        owner = (kind in _OWNERS and q.kind in ("money", "duration")) or (q.kind, case) == ("percent", "all")
        # ১০ মিটার উত্তরে, ৫ শতাংশের ঘরে
        place = noun.case == "locative" and not {"measure": kind, "duration": case, "percent": not case}.get(q.kind, 1)
        return act or owner or place or all(i in self.names for i in range(noun.first, noun.end))

    def _phrase(self, first: int, q: Quantity, within: bool = False) -> Noun:
        """The longest run of words from `first` on that can be one noun phrase: up to the first case ending.

        What only measures is left out (৫০ কেজি ওজনের বোমা, ৩ মিটার উঁচু ঢেউ); a genitive that tells what sort goes on.
        """
        i = first = first + self.measured(first)
        # তিনটি আবেদন, ৫ দিনের রিমান্ডে
        deed = self.role(i) == "pred" or (self.case(q)[1] == "genitive" and self.form(i) in self.words.states)
        i += q.kind in (*_COUNTS, "duration") and self.case(q)[0] != "জন" and not within and deed
        deeds = self.case(q)[0] == "বার"  # ৫০ বার তেলের দাম সমন্বয় করা হয়
        while i < first + 7 and self._goes_on(i, first) and (i == first or not self._closes(i - 1, within or deeds)):
            i += 1
        i += deeds and self.role(i) == "pred"
        return self._noun(first, self._trimmed(first, i, q))

    def _trimmed(self, first: int, end: int, q: Quantity) -> int:
        """Where a phrase ends without what belongs to the verb: nothing stays behind people, no place behind things.

        Nor does what is done with them: ৩টি দোকান দখলের অভিযোগ, ৬টি দল আসন সমঝোতার ভিত্তিতে.
        """
        form, classifier = self.form(end - 1), self.case(q)[0]
        done = self.words.roles.get(self.words.case(form)[0]) == "pred" and not self.words.kind(form)
        deed = done and end - first > 1 and q.kind in (*_COUNTS, "measure") and classifier not in ("জন", *TIMES)
        end -= deed
        last = next((k for k in range(first, end) if self.role(k) == "and"), end) - 1
        *kinds, head = (self.words.kind(self.form(k)) for k in range(min(first, last), last + 1))
        place = self.words.case(self.form(last))[1] == "locative"
        known = [k for k, kind in enumerate(kinds, first + 1) if kind == "people" or (kind and (place or deed))]
        other = head != "people" and (place or (q.kind != "money" and head != "group"))  # not প্রবাসী আয়
        return known[-1] if known and other else end

    def _closes(self, i: int, within: bool) -> bool:
        """Whether the case ending of token i ends its phrase; not in উত্তর কোরিয়ার সৈন্য, জ্বরে আক্রান্ত রোগী."""
        (bare, case), kind = self.words.case(self.form(i)), self.words.kind(self.form(i))
        if case == "genitive" and self.role(i + 1) != "and":
            return not (within or kind in ("sort", "dimension") or (i in self.names and self.names[i].type == "LOC"))
        case = case or (kind if bare != self.form(i) else "")  # দুই দলই হেরেছে, প্রথম গোলটা অনেকে
        return case != "" and (case != "locative" or kind != "" or self.form(i + 1) not in self.words.states)

    def _goes_on(self, i: int, first: int) -> bool:
        """Whether a phrase that began at `first` takes in token i."""
        i += i > first and self.role(i) == "and"
        return self._noun_at(i) and (i == first or i not in self.names or self.names[i] is self.names.get(i - 1))

    def measured(self, i: int) -> bool:
        """Whether token i only says what is measured of the noun behind it: উচ্চতার, মাত্রার, উঁচু."""
        kind = self.words.kind(self.form(i))
        return kind == "extent" or (kind in ("dimension", "sort") and self.words.case(self.form(i))[1] == "genitive")

    def _noun(self, first: int, end: int, behind: bool = True) -> Noun:
        """The noun phrase of some tokens, the ending of the last one off."""
        if first >= end or not self.form(end - 1):
            return Noun()
        last, case = self.words.case(self.form(end - 1))
        return Noun(self.text.folded[self.starts[first] : self.starts[end - 1]] + last, first, end, case, behind)

    def _noun_at(self, i: int) -> bool:
        """Whether token i can be a word of a noun phrase."""
        form, role, after = self.form(i), self.role(i), self.role(i + 1)
        tight = form == "-" and i - 1 not in self.taken and self.stops[i - 1] + 1 == self.starts[i + 1]
        if form in self.words.states or tight:
            return not after  # ছাত্র-জনতা
        said = after == "pred" or self.form(i + 1).startswith(("জান", "মনে"))  # ১২ বলে জানা গেছে
        cricket = form in self.words.balls and i - 1 in self.numbers and i not in self.taken and not said
        known = (role == "pred" and after not in ("verb", "pred")) or (not role and form not in self.words.numbers)
        return known or cricket

    def before(self, q: Quantity) -> Noun:
        """The noun phrase that stands before its number: চ্যানেল চারটি, আয়ের ২৬ শতাংশ, সৈন্যের সংখ্যা ৩ হাজার."""
        classifier, (first, end) = self.case(q)[0], self.span(q.start, q.end)
        i = self.told(first)
        form, kind = self.form(i), self.words.kind(self.form(i))
        if form in ("সংখ্যা", "পরিমাণ"):
            return self._ending_at(self.told(i), nominal=q.kind != "count" or not self.form(i - 1).endswith("হতের"))
        if form.endswith("সংখ্যা"):
            return Noun(form if kind else form.removesuffix("সংখ্যা"), i, i + 1, "genitive", False)  # জনসংখ্যা
        owner = i in self.names or (q.kind in ("money", "duration") and kind in _OWNERS)  # who paid it
        noun = Noun() if owner else self._ending_at(i, nominal=q.kind in SUMS)
        stands = noun.case in ("", "genitive") and (kind == "dimension" or q.kind in SUMS)  # মেয়াদ ১২ দিন
        there = not classifier and self.form(first - 1) in self.words.links and self.role(end) in ("mark", "and")
        if q.kind == "duration" and not stands:  # স্বাধীনতার ৫৪ বছরেও, ছবিটি দুই মাস আগের; not হত্যার ৩ দিন পর
            stands = self.role(end) != "when" if noun.case == "genitive" else there or self.form(end) == "আগের"
        if q.kind == "count":
            people = classifier == "জন" and kind in ("people", "group") and not self.role(i) and form != "মৃত্যু"
            stands = not noun.case and (people or there or classifier not in ("", "জন", *TIMES))  # আসামি ১৪ জনের
        deed = q.kind in ("percent", "measure") and self.role(end) == "pred"  # ৮০ ভাগ কাজ হয়েছে
        return noun if noun and stands else self._several(q) or self._topic(q) or self._noun(end, end + deed)

    def _topic(self, q: Quantity) -> Noun:
        """The sum that its sentence has named already: আয় গত মাসে ৫ কোটি; not ঋণ নিয়ে ৫ কোটি."""
        near = takewhile(lambda k: not self.ends(k), range(self.span(q.start, q.end)[0] - 1, -1, -1))
        sums = (k for k in near if self.words.case(self.form(k))[0] in self.words.sums and self.role(k + 1) != "post")
        return self._ending_at(next(sums, -1), nominal=True) if q.kind in ("money", "percent") else Noun()

    def _several(self, q: Quantity) -> Noun:
        """That of which a number is a part: আহতদের একজন, আহতদের মধ্যে মারা গেছেন ৫ জন, গমের মধ্যে ৩ টন."""
        first, one = self.span(q.start, q.end)[0], q.kind == "count"
        near = takewhile(lambda k: not self.ends(k), range(first - 1, max(-1, first - REACH), -1))
        among = (k for k in near if self.form(k).endswith("র") and q.kind != "duration" and self.role(k + 1) == "part")
        directly = one and self.form(first - 1).endswith(SEVERAL)
        whole = self._ending_at(first - 1 if directly else next(among, -1), nominal=True)
        return replace(whole, first=whole.end, case="")

    def told(self, first: int) -> int:
        """The last token before a number that is neither its verb nor beside the point: আয় (ইপিএস) দাঁড়িয়েছে মাত্র ৫ টাকা."""
        return next((i for i in range(first - 1, first - REACH, -1) if not self._beside(i)), first - REACH)

    def _beside(self, i: int) -> bool:
        """Whether token i may stand between a noun and its number: a link, a verb, a word in brackets."""
        role, form, light = self.role(i), self.form(i), self.form(i + 1).startswith(("কর", "হ", "পড", "পা"))
        verb = role in ("verb", "skip") or (light and (role == "pred" or form == "হতে"))  # জমা পড়ে, হতে পারে
        each = self.unit(i) == "measure" and not self.words.kind(form)  # চাল প্রতি কেজি ৬০ টাকা; not মাত্রা
        return verb or each or i in self.dated or form in self.words.links or "(" in (form, self.form(i - 1))

    def _ending_at(self, i: int, nominal: bool = False) -> Noun:
        """The noun phrase whose last word is token i, with at most two words before it; a rate with what it is of.

        A word like নিহত is a noun where it can be nothing else (`nominal`): মৃতের সংখ্যা.
        """
        form, case = self.form, self.words.case
        state = case(form(i))[0] in self.words.states and not nominal
        if i in self.taken or state or self.words.role(form(i)) not in ("", "pred"):  # it may begin a line
            return Noun()
        k = i - 1 - (self.words.kind(form(i)) == "dimension" and case(form(i - 1))[1] == "genitive")  # শনাক্তের হার
        fit = [self._noun_at(j) and case(form(j))[0] == form(j) and not self.ends(j + 1) for j in (k, k - 1)]
        return self._noun(k + 1 - fit[0] - all(fit), i + 1, False)

    def person(self, q: Quantity) -> str:
        """Whose age a number is: for a genitive or বয়সী who follows, else who is named before it, or is told of."""
        (first, end), names, form = self.span(q.start, q.end), self.names, self.form
        i = next((k for k in range(end, end + REACH) if self.role(k) not in ("number", "skip", "this")), end)
        # ৬ বছরের এই মেয়ে; not করিম নামের ৬ বছর বয়সী শিশু
        follows = form(end - 1).endswith(("ের", "বয়সী", "বয়সি")) and form(first - 1) not in ("নামের", "নামে")
        if follows and (after := self._phrase(i, q)):
            return names[i].name if i in names and names[i].type == "PER" else after.text
        near = range(first - 1, first - REACH, -1)
        told = (k for k in near if self.words.kind(form(k)) == "people" and not form(k).startswith("মৃত্যু"))
        named = (k for k in near if (k in names and names[k].type == "PER") or form(k + 1) == "(")
        who = next(named, next(told, -1))  # একজন নারী। তাঁর বয়স
        return names[who].name if who in names else self._ending_at(who).text

    def of_people(self, noun: Noun, q: Quantity) -> bool | None:
        """Whether people are counted; None where nothing tells."""
        kind = self.words.kind(noun.text.rpartition(" ")[2])
        return kind in ("people", "group") if kind else {"": None, "জন": True}.get(self.case(q)[0], False)

    def partitive(self, q: Quantity) -> bool:
        """Whether words before the number say that it is a part: যার মধ্যে, তাদের মধ্যে, তাঁদের একজন."""
        first = self.span(q.start, q.end)[0]
        return self.role(first - 1) == "whose" or any(self.role(k) == "part" for k in range(first - 7, first))
