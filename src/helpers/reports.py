"""Reports: the ways Bengali tells who says something, each with its source and the stretch of text that is said."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from .lexicon import Lexicon
from .quotes import quotations
from .reading import Reading
from .script import LETTERS
from .sentences import alternatives
from .sources import Source, Sources

_MOST = 60  # verbs of saying that are read in one sentence
_LONGEST = 4000  # characters of a sentence that are read
_CONTENT = 10  # letters behind a verb of saying that are more than its subject
_ADJACENT = 4  # tokens between a subject and its verb, where something without a comma follows
_TITLE = 7  # tokens that whoever speaks in a headline may have
_SHORT = 3  # tokens before a verb without a subject: পরে আরও বলেন
_LOCATIVE = ("ে", "তে", "য়")
_NEAR = 30  # characters between এ তথ্য and its verb
_SENDER = 12  # tokens between a document and its owner: স্বাস্থ্য অধিদপ্তর থেকে পাঠানো নিয়মিত সংবাদ বিজ্ঞপ্তিতে
_START = rf"(?<![{LETTERS}])"
_PHRASES = {  # roles whose words are looked for in the text, and what may stand before them
    **dict.fromkeys(("that", "participle", "act", "anaphor"), _START),
    "background": r"[\s“\"'‘]*",
    "leaning": r"\s*",
    "narrated": r"\S*\s+(?:\S+\s+)?",
}


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lexicon of speech, compiled."""

    cue: re.Pattern[str]
    credit: re.Pattern[str]
    phrase: dict[str, re.Pattern[str]]  # by role
    words: dict[str, frozenset[str]]  # single words by role


@dataclass(slots=True)
class Report:
    """One act of saying; offsets into the folded text. Its source may still be a pronoun."""

    start: int
    end: int
    source: Source
    low: int  # what is said: low … high
    high: int
    goes_on: bool = False  # it opens what is said, so the sentences behind may go on with it
    leans: bool = False  # … but only with those that lean on it: এর মধ্যে …
    looks_back: bool = False  # এ তথ্য: it covers the sentences before
    passes_on: bool = False  # X-এর বরাত দিয়ে: whoever says so in the sentence is its relay
    relay: str = ""
    said: bool = True  # with বলে, যে or a comma; else announced or asked for in one clause


@cache
def grammar(lexicon: Lexicon) -> Grammar:
    """The compiled grammar of speech of a lexicon."""
    roles = {r["role"] for r in lexicon.rows("speech")}
    words = {role: frozenset(lexicon.words("speech", role=role)) for role in roles}
    any_of = lambda *roles: alternatives(w for role in roles for w in lexicon.words("speech", role=role))  # noqa: E731
    end = rf"(?![{LETTERS}])"
    say = rf"(?P<say>(?:{any_of('say')}){end}|(?:{any_of('weak')})(?=\s*,|\s+যে{end}))"
    feel = rf"(?:{any_of('feeling')})[ওই]?\s+(?:{any_of('express')})[ওই]?\s+"
    noun = rf"(?P<noun>(?:{feel}|(?:{any_of('noun')})[ওই]?\s+)(?:{any_of('light')}){end})"
    passive = rf"(?P<passive>(?:{any_of('passive')})[ওই]?\s+(?:{any_of('aux')}){end})"
    post = rf"(?P<post>(?:{any_of('post', 'relay')}){end})"
    nominal = rf"(?P<nominal>(?:{any_of('nominal')}){end}(?=\s*[,:ঃ-]|\s+যে{end}|\s+হলো))"
    return Grammar(
        re.compile(f"{_START}(?:{passive}|{noun}|{say}|{post}|{nominal})"),
        re.compile(rf"(?:{any_of('credit')})(?P<colon>\s*[:ঃ-]\s*|\s+)(?P<who>[^।:\n]{{2,60}}?)[\s।.]*"),
        {role: re.compile(rf"{before}(?:{any_of(role)})(?:[ইও]|টি)?{end}") for role, before in _PHRASES.items()},
        words,
    )


class Reports:
    """Finds the reports of each sentence. Verbs of saying inside a quotation are the speaker's, not the article's."""

    def __init__(self, reading: Reading) -> None:
        self.folded, self.grammar = reading.text.folded, grammar(reading.lexicon)
        self.words, self.sources = self.grammar.words, Sources(reading)
        self.quotes = quotations(self.folded)
        self._quote_starts = [start for start, _ in self.quotes]
        at = self.sources.at
        self.sources.quoted = frozenset(i for start, end in self.quotes for i in range(at(start), at(end)))
        self.unsourced = False  # the last sentence has such a verb and no report: an account ends there

    def quoted(self, at: int) -> tuple[int, int] | None:
        """The quotation around an offset."""
        i = bisect_right(self._quote_starts, at) - 1
        return self.quotes[i] if i >= 0 and at < self.quotes[i][1] else None

    def of(self, start: int, end: int) -> list[Report]:
        """The reports of the sentence folded[start:end], in order."""
        found: list[Report] = []
        self.unsourced, low, end = False, start, min(end, start + _LONGEST)
        for m in islice(self.grammar.cue.finditer(self.folded, start, end), _MOST):
            if self.quoted(m.start()) or self._participle(m, end):
                continue
            report = self._report(m, low, end)
            acts = self.grammar.phrase["act"].match(m[0]) and self._behind(m.end(), end)
            if report and acts:  # ঘোষণা করেছে does what it names, and says only a result that follows
                told = self.sources.forms[self.sources.at(m.start()) - 1] in self.words["result"]
                said = Report(m.start(), m.end(), report.source, m.start(), m.end(), goes_on=True, said=False)
                report = said if told else None
            if report:
                found.append(report)
                low = m.end()
            elif acts or m.lastgroup == "say" or m[0].split()[0] in self.words["known"]:
                self.unsourced = True
        for post, say in pairwise(list(found)):
            if post.passes_on and not say.source.refers:
                say.relay, say.source, say.low = say.source.name, post.source, say.low if say.goes_on else start
                found.remove(post)
        return found

    def headline(self, start: int, end: int) -> list[Report]:
        """… : X, as headlines tell whose words they are."""
        colon = self.folded.rfind(":", start, end)
        s = self.sources
        low, high = s.at(colon + 1), s.at(end)
        if colon < 0 or not 0 < high - low < _TITLE or self.quoted(colon):
            return []
        source = s.subject(low, high, False, unknown=True) or s.stranger(low, high, True)
        return [Report(colon, colon + 1, source, start, colon)] if source else []

    def _participle(self, m: re.Match[str], end: int) -> bool:
        """উল্লেখ করে and the like, unless finite: with a comma, যে or no other verb of saying behind."""
        open_ended = self.grammar.phrase["participle"].match(m[0]) and self._behind(m.end(), end)
        return bool(open_ended and self.grammar.cue.search(self.folded, m.end(), end))

    def _report(self, m: re.Match[str], low: int, end: int) -> Report | None:
        if m.lastgroup in ("post", "nominal"):
            return self._post(m, low, end)
        return self._passive(m, low, end) if m.lastgroup == "passive" else self._active(m, low, end)

    def _post(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """X-এর মতে, X অনুযায়ী, X-এর আশঙ্কা, …: what follows is what X says; at a sentence's end, what went before."""
        first, cue, after = (self.sources.at(offset) for offset in (low, m.start(), m.end()))
        source = self._owner(first, cue)
        if source is None and cue > first and m[0].split()[0] in self.words["voice"]:
            source = self.sources.stranger_owner(first, cue, True) or self.sources.vague(first, cue)
        if source is None:
            return None
        back = self.grammar.phrase["anaphor"].match(self.folded, m.end() + 1, end) is not None  # সূত্রে এ তথ্য জানা গেছে
        opens = not back and self._opens(m.end(), end)
        span = (m.end(), end) if opens else (low, m.start())
        told = self.sources.forms[after : after + 1]  # X সূত্রে [জানা যায়]
        leans = m.lastgroup == "post" and not any(f in self.words["known"] | self.words["seen"] for f in told)
        relays = m[0] in self.words["relay"]
        return Report(m.start(), m.end(), source, *span, opens or not leans, leans, back, relays)

    def _owner(self, low: int, high: int) -> Source | None:
        """Who stands right before token `high`, or whose document it is: ডিসমিসল্যাবের [এক প্রতিবেদন] অনুযায়ী."""
        s, i = self.sources, high
        while i > low and s.document(i - 1):
            i -= 1
        if i == high:
            return s.owner(low, high)
        if any(f in s.words["indefinite"] for f in s.forms[max(low, i - 1) : i]):
            return None  # বিভিন্ন খবরে
        return self._sender(low, i) or s.stranger_owner(low, i, False) or self._document(low, i, high)

    def _sender(self, low: int, high: int) -> Source | None:
        """The owner of the document that begins at token `high`: a genitive, or somebody with থেকে or কর্তৃক behind."""
        s = self.sources
        for i in range(high - 1, max(low, high - _SENDER) - 1, -1):
            if s.forms[i] in (",", "।", ";", "‘", "“") or s.forms[i] in self.words["that"]:
                break
            cases = ("genitive", "nominative") if s.forms[i + 1] in self.words["sender"] else ("genitive",)
            if found := s.owner(low, i + 1, cases):
                return found
        return None

    def _document(self, low: int, first: int, high: int) -> Source:
        """A document that stands for its author (মামলার অভিযোগ, আর্থিক প্রতিবেদন), or a bare one, which refers back."""
        s = self.sources
        last, determiners = high - 1, s.words["determiner"]
        head = s.stem(last)
        begin = s.left(first, low)
        while begin < first and s.forms[begin] in determiners:
            begin += 1
        if begin == first > low and s.plain(first - 1) and s.forms[first - 1] not in determiners | self.words["that"]:
            begin -= 1  # [আয়কর] নথিতে
        bare = all(f in determiners for f in s.forms[begin:first]) and head not in s.words["record"]
        bare = bare and not any(f.endswith("র") for f in s.forms[first:last])
        name = s.name(begin, s.tokens[last].start + len(head))
        return Source(begin, last, 0, "document", s.stem(first), name, refers=bare)

    def _passive(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """X-এর প্রতিবেদনে বলা হয়েছে, X-এর পক্ষ থেকে জানানো হয়: the document's owner or the sender."""
        s = self.sources
        first, senders = s.at(low), self.words["sender"]
        behind = self._behind(m.end(), end)
        if behind and s.document(behind - 1):  # … বলে উল্লেখ করা হয় X-এর প্রতিবেদনে
            source = self._owner(s.at(m.end()), behind)
            return Report(m.start(), m.end(), source, low, m.start()) if source else None
        for i in range(s.at(m.start()) - 1, first - 1, -1):
            form = s.forms[i]
            if form in ("।", ";"):
                break
            if s.document(i):
                if form.endswith(_LOCATIVE) or s.forms[i + 1] in senders:
                    source = self._owner(first, i + 1)
                    report = self._spoken(m, source, low, end) if source else None
                    if source and report:  # a bulletin is told to its end
                        report.goes_on |= source.role != "media" and i > first
                    return report
            elif s.grammar.references.get(form) == "document":
                return self._spoken(m, Source(i, i, 0, "document", form, refers=True), low, end)
            elif form in senders and m[0].split()[0] not in self.words["seen"] and (source := s.owner(first, i)):
                return self._spoken(m, source, low, end)
        return None

    def _active(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """X … বলেছেন; … বলে জানিয়েছে X; … বলে X জানিয়েছে; এ তথ্য জানান X."""
        s = self.sources
        honorific, says = m[0].endswith("ন"), m.lastgroup == "say"
        first, cue, after = (s.at(offset) for offset in (low, m.start(), m.end()))
        what = s.forms[cue - 1] if cue > first else ""
        talks = what == "কথা" and m[0].startswith("বল") and not self._anaphor(low, m)
        if talks or (says and what in self.words["greeting"]):
            return None
        thats = list(self.grammar.phrase["that"].finditer(self.folded, low, m.start()))
        that = thats[-1] if thats else None
        start = s.at(that.end()) if that else first
        behind, opens = self._behind(m.end(), end), self._opens(m.end(), end)
        before = s.subject(first, s.at(that.start()) if that else cue, honorific)
        if behind and not that and before and before.last < cue - _ADJACENT:
            before = None
        near = before and not that and honorific == (before.role == "person")  # নেতারা আরও বলেন …
        source = s.subject(start, cue, honorific) if that else None
        if source is None and behind and not near:
            source = s.subject(after, behind, honorific, unknown=True) or s.stranger(after, behind, behind=True)
            source = source or (s.clause(after, behind) if that else None)
        if source is None and not (that and behind):
            source = before
        if source is None and says and cue > first and s.document(cue - 1) and not honorific:
            source = None if self._anaphor(low, m) else self._owner(first, cue)  # জরিপ বলছে
        if says and honorific and not (source and (source.role in ("person", "group") or source.plural)):
            source = s.stranger(start, cue - (s.forms[cue - 1] == ",")) or source
        if source is None and not that and says and self.folded.startswith(",", m.end()):
            source = s.clause(first, cue)
        if source is None and first <= cue <= first + _SHORT and says and opens:
            source = Source(first, first, 0, "person", "", refers=True)  # আরও বলেন, …: whoever spoke last
        return self._spoken(m, source, low, end, that.start() if that else None) if source else None

    def _behind(self, start: int, end: int) -> int:
        """The token up to which the subject may stand behind the verb; 0 where what is said stands there."""
        rest = self.folded[start:end]
        if re.match(rf"\s*(?:[,:;“‘\"'—–-]|যে(?![{LETTERS}]))", rest) or not re.search(rf"[{LETTERS}]", rest):
            return 0
        stop = re.search(r"[,;।|]", rest)
        return self.sources.at(start + (stop.start() if stop else len(rest)))

    def _opens(self, start: int, end: int) -> bool:
        """What is said stands behind: after a comma or a mark, or more than a subject."""
        content = len(re.findall(f"[{LETTERS}০-৯0-9]", self.folded[start:end]))
        return content > _CONTENT or (content > 0 and re.match(r"\s*[,:“‘\"']", self.folded[start:end]) is not None)

    def _anaphor(self, low: int, m: re.Match[str]) -> bool:
        """এ তথ্য and the like stand right before the verb."""
        return self.grammar.phrase["anaphor"].search(self.folded, max(low, m.start() - _NEAR), m.end()) is not None

    def _spoken(self, m: re.Match[str], source: Source, low: int, end: int, that: int | None = None) -> Report:
        """What is said: the clause before, where বলে or a subject behind the verb tells so, else what follows."""
        s = self.sources
        behind = s.tokens[source.last].start >= m.end()
        back, told = self._anaphor(low, m), m.start()  # told: where what is said ends
        if back and that is None:  # not the circumstances of saying so
            told = low
        if behind or that is not None or not self._opens(m.end(), end):
            return Report(m.start(), m.end(), source, low, told, looks_back=back, said=that is not None)
        before = self.grammar.phrase["participle"].search(self.folded, low, m.start())
        return Report(m.start(), m.end(), source, low if before else m.end(), end, goes_on=True, looks_back=back)
