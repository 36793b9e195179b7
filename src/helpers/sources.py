"""The noun phrase of a source: where it begins and ends, what its head is, and in which case it stands."""

import re
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import compress
from typing import NamedTuple

from .endings import stems
from .lexicon import Lexicon
from .reading import Reading

_MARKS = ("রা", "েরা", "য়েরা", "দের", "েদের", "গণ", "গুলো", "গুলি", "টি")
_NOMINATIVE, _GENITIVE = re.compile("(?:টি|রা|েরা|য়েরা|গণ|গুলো|গুলি)?[ইও]?"), re.compile("র[ইও]*$")
_STRANGE = ("কে", "েন", "ছে", "ছিল", "ে", "ের", "দের")  # no name ends so, but a verb or a case
_BRACKET = re.compile(r"\([^()।\n]{0,80}\)")
_ROLES = {"PER": "person", "ORG": "body", "LOC": "state"}  # মস্কো speaks for its state
_REACH = 14  # tokens that the noun phrase of a source may have before its head
_COMMON = 250  # of 10,000 articles; a word in more of them is no part of an unknown name
_NAME = 4  # words that an unknown name may have


class Source(NamedTuple):
    """Who or what says it: tokens first … last of the text, the head at `last`."""

    first: int
    last: int
    end: int  # folded offset where its case ending begins
    role: str  # person body media document state; of a reference what it stands for; "" says nothing
    head: str  # the head word's stem, for what refers back to it
    name: str = ""  # as the text has it, case ending off
    case: str = "nominative"  # nominative genitive other
    entity: str = ""
    refers: bool = False  # a pronoun, সংস্থাটি, or nothing but what a document is called: to be resolved
    marked: bool = False  # plural, or with টি: not who has a title, but some of them, or who spoke last


Roles = dict[str, frozenset[str]]  # words of a lexicon by their role


def by_role(lexicon: Lexicon, name: str) -> Roles:
    """The words of a lexicon's file that has a column `role`."""
    return {role: frozenset(lexicon.words(name, role=role)) for role in {r["role"] for r in lexicon.rows(name)}}


@cache
def _grammar(lexicon: Lexicon) -> tuple[dict[str, str], dict[str, str], Roles]:
    """Head words with their role, words that refer with what they stand for, and the nouns of sources by role."""
    words, titles = by_role(lexicon, "source_nouns"), lexicon.words("titles")
    words["person"] = words["person"].union(words["adjective"], titles)
    heads = {phrase.split()[-1]: role for role in ("media", "person", "body") for phrase in words[role]}
    parts = " ".join([*titles, *lexicon.words("org_fields"), *lexicon.words("demonyms")]).replace(":", "").split()
    words["modifier"] = words["modifier"].union(words["determiner"], words["indefinite"], parts) - words["join"]
    often = (row["stem"] for row in lexicon.rows("word_frequency") if int(row["per_10000"]) >= _COMMON)
    words["common"] = words["join"].union(often)
    return heads, {r["word"]: r["stands_for"] for r in lexicon.rows("references")}, words


@lru_cache(50_000)
def _noun(form: str, lexicon: Lexicon) -> Source | None:
    """A word that can be a source, as if the text were this word."""
    heads, references, words = _grammar(lexicon)
    for stem in (*stems(form), form.removesuffix("মতে")):  # সূত্রমতে
        ending, refers = form[len(stem) :], stem in references
        made = stem.endswith(tuple(words["agent"]))  # মিছিল|কারী
        if role := references.get(stem) or heads.get(stem) or ("person" if made else ""):
            marked, adjective = ending.startswith(_MARKS), stem in words["adjective"]
            if adjective and not (marked or ending.endswith("র")):
                return None  # স্থানীয় is no source, স্থানীয়রা are
            case = "genitive" if refers and stem not in heads and stem.endswith("র") else _case(ending)  # তার
            end = len(form if adjective and marked else stem)
            return Source(0, 0, end, role, stem, "", case, "", refers or ending.startswith("টি"), marked)
    return None


def _case(ending: str) -> str:
    return "nominative" if _NOMINATIVE.fullmatch(ending) else "genitive" if _GENITIVE.search(ending) else "other"


class Sources:
    """The tokens of an article, but for what stands in brackets, and who among them can be a source."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self._known, _, self.words = _grammar(reading.lexicon)
        plain = _BRACKET.sub(lambda m: " " * len(m[0]), self.text.folded)
        outside = [plain[start : start + 1] != " " for start in self.text.cut[1]]
        self.forms = list(compress(self.text.cut[0], outside))
        self.starts, self.ends = (list(compress(column, outside)) for column in self.text.cut[1:])
        for date in reading.dates:  # no words: somebody may speak right before or behind one
            first, end = map(self.at, self.text.folded_span(date.start, date.end))
            self.forms[first:end] = [""] * (end - first)
        nouns = {form: noun for form in set(self.forms) if (noun := _noun(form, reading.lexicon))}
        known = ((i, nouns[form]) for i, form in enumerate(self.forms) if form in nouns)
        self.heads = {i: noun._replace(first=i, last=i, end=self.starts[i] + noun.end) for i, noun in known}
        for mention in reversed(reading.mentions):  # the longest of those that end together
            first, end = map(self.at, self.text.folded_span(mention.start, mention.end))
            if first < end:
                stop, role = min(self.starts[first] + len(mention.name), self.ends[end - 1]), _ROLES[mention.type]
                case, head = _case(self.text.folded[stop : self.ends[end - 1]]), mention.name.split()[-1]
                self.heads[end - 1] = Source(first, end - 1, stop, role, head, "", case, mention.entity)
        people = [head for head in self.heads.values() if head.entity and head.role == "person"]
        # [শওকত আজিজ] রাসেল: the longest last
        self._full = {x.entity: self.name(x.first, x.end) for x in sorted(people, key=lambda x: x.last - x.first)}

    def at(self, offset: int) -> int:
        """The first token that begins at an offset into the folded text or behind it."""
        return bisect_left(self.starts, offset)

    def name(self, first: int, end: int) -> str:
        """The text from token `first` to a folded offset, as it is stored, without what stands in brackets."""
        return " ".join(_BRACKET.sub(" ", self.text.raw[slice(*self.text.span(self.starts[first], end))]).split())

    def stem(self, i: int) -> str:
        """The word at token i without ending, where the lexicon of sources knows it."""
        return next((s for s in stems(self.forms[i]) if s in self._known or s in self.words["document"]), self.forms[i])

    def document(self, i: int) -> bool:
        """Token i names what a source writes or says."""
        return self.forms[i] != "হিসেবে" and not self.words["document"].isdisjoint(stems(self.forms[i]))

    def source(self, i: int, low: int, cases: tuple[str, ...] = ("nominative",)) -> Source | None:
        """The source whose head is token i, in one of the cases (() any): a noun phrase, a name, a pronoun, সংস্থাটি."""
        head = self.heads.get(i)
        if head is None or (cases and head.case not in cases):
            return None
        first = self.left(head.first, low, proper=head.entity > "")
        if head.entity and head.role == "person":  # of what stands before a name, only those who say it with him
            before = (self.heads.get(k) for k in range(first, head.first) if self.forms[k + 1] in self.words["join"])
            first = next((x.first for x in before if x and x.entity and x.role == "person"), head.first)
        most = max(low, first - _NAME if head.role in ("body", "media") else first)
        while most < first and self.strange(first - 1):  # [জনশক্তি রপ্তানি] ব্যুরো
            first = self.left(first - 1, low)
        for k in range(max(low, first - 1), i):  # [রাজু] নামে এক যুবক
            if self.forms[k] in ("নামে", "নামের") and (who := self.heads.get(k - 1) or self.stranger(low, k)):
                return who._replace(name=self.name(who.first, who.end))
        name = self.name(first, head.end)
        name = name if " " in name else self._full.get(head.entity, name)
        refers = head.refers and (first == i or head.head not in self._known or head.marked)
        return head._replace(first=first, name=name, refers=refers)

    def left(self, i: int, low: int, proper: bool = False) -> int:
        """Where the noun phrase whose head begins at token i begins: genitives, adjectives, names, lists.

        What a proper name is (সংবাদমাধ্যম এনডিটিভি) is no part of it.
        """
        low, joins = max(low, i - _REACH), self.words["join"]
        while i > low:
            joined = self.forms[i - 1] in joins
            listed = joined and self.strange(i - 2)  # [ওয়ার্ড], থানা ও ইউনিট
            before = i - 2 if listed else self._before(i - joined, proper and not joined)
            if before == i - joined:
                break
            i, joins = before, joins | {","} if joined else joins
        return max(i, low)

    def _before(self, i: int, proper: bool) -> int:
        """Where what belongs to a noun at token i and stands right before it begins; i where nothing does.

        An adjective, a noun that owns it (হাসপাতালের ডিন) or stands bare (পুলিশ সুপার), a word in the genitive.
        """
        form, noun, words = self.forms[i - 1], self.heads.get(i - 1), self.words["modifier"]
        # [ড.] আবদুল করিম, [কো-]অর্ডিনেশন সেন্টার, [ডা:] আবদুল করিম
        glued = form in (".", "-", ":")[: 2 + (self.forms[i - 2] in words)] and self.ends[i - 2] == self.starts[i - 1]
        if glued or form in words:
            return i - 1 - glued
        if noun:  # সংস্থা X: not of the name X, but X-এর সংস্থা is
            bare = noun.case == "nominative" and not (noun.refers or proper)
            return noun.first if bare or noun.case == "genitive" else i
        return i - (len(form) > 3 and form.endswith("র"))

    def subject(self, low: int, high: int, honorific: bool) -> Source | None:
        """The nominative noun phrase nearest before token `high`; before a verb that honours, if possible, a person."""
        near = [found for i in reversed(range(low, high)) if (found := self.source(i, low))]
        return max(near, key=lambda source: honorific == (source.role == "person"), default=None)

    def stranger(self, low: int, high: int, ending: str = "") -> Source | None:
        """An unknown name right before token `high`, whose last word has this case ending."""
        first = high
        while first > max(low, high - _NAME) and self.strange(first - 1, ending if first == high else ""):
            first -= 1
        last, end = high - 1, self.ends[high - 1] - len(ending)
        return Source(first, last, end, "person", self.forms[last], self.name(first, end)) if first < high else None

    def strange(self, i: int, ending: str = "") -> bool:
        """A word that may be an unknown name's: with no other ending, known to no lexicon, not common."""
        form, noun = self.forms[i].removesuffix(ending), i in self.heads and not self.heads[i].entity
        known = noun or not form[:1].isalpha() or form.endswith(_STRANGE) or form in self.words["modifier"]
        return not known and self.forms[i].endswith(ending) and self.words["common"].isdisjoint(stems(form))

    def introduced(self) -> list[tuple[int, frozenset[str]]]:
        """Who is named, in order: the last token of each name, and its words with those of the titles before it."""
        return [(i, self.content(self.left(x.first, 0), i + 1)) for i, x in sorted(self.heads.items()) if x.entity]

    def content(self, first: int, end: int) -> frozenset[str]:
        """The words of a noun phrase, endings off."""
        return frozenset(stem for form in self.forms[first:end] for stem in stems(form))
