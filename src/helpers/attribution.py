"""Who says it: the reports of a text (subject, verb of saying, what is said), carried over while an account goes on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from .figures import Figure, with_claimant
from .lexicon import Lexicon
from .reading import Reading
from .script import LETTERS
from .sentences import alternatives
from .sources import Source, Sources

_CONTENT = 10  # letters behind a verb of saying that are more than its subject


@dataclass(frozen=True, slots=True)
class _Grammar:
    cue: re.Pattern[str]
    that: re.Pattern[str]
    participle: re.Pattern[str]
    anaphor: re.Pattern[str]
    background: re.Pattern[str]
    credit: re.Pattern[str]


@dataclass(slots=True)
class Report:
    """One act of saying in a sentence; offsets into the folded text, source unresolved."""

    start: int
    end: int
    kind: str  # say passive post
    source: Source | None
    low: int  # what is said: low … high
    high: int
    goes_on: bool = False  # it opens what is said, so the sentences behind may go on with it
    looks_back: bool = False  # এ তথ্য: it covers the sentences before
    relay: str = ""


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    any_of = lambda *roles: alternatives(w for role in roles for w in lexicon.words("speech", role=role))  # noqa: E731
    end, start = rf"(?![{LETTERS}])", rf"(?<![{LETTERS}])"
    say = rf"(?P<say>(?:{any_of('say')}){end}|(?:{any_of('weak')})(?=\s*,|\s+যে{end}))"
    noun = rf"(?P<noun>(?:{any_of('noun')})(?:[ওই]|টি)?\s+(?:(?:প্রকাশ|ব্যক্ত|পোষণ)\s+)?(?:{any_of('light')}){end})"
    passive = rf"(?P<passive>(?:{any_of('passive')})[ওই]?\s+(?:{any_of('aux')}){end})"
    post = rf"(?P<post>(?:{any_of('post')}){end})"
    nominal = rf"(?P<nominal>(?:{any_of('nominal')}){end}(?=\s*[,:ঃ-]|\s+যে{end}|\s+হলো))"
    return _Grammar(
        re.compile(f"{start}(?:{passive}|{noun}|{say}|{post}|{nominal})"),
        re.compile(rf"{start}(?:{any_of('that')}){end}"),
        re.compile(rf"{start}(?:{any_of('participle')}){end}"),
        re.compile(rf"{start}(?:{any_of('anaphor')})(?:[ইও]|টি)?{end}"),
        re.compile(rf"[\s“\"'‘]*(?:{any_of('background')}){end}"),
        re.compile(rf"(?:{any_of('credit')})\s*[:ঃ-]?\s*(?P<who>[^।:,\n]{{2,60}}?)(?:ের|র|য়ের)?\s*[।.]?"),
    )


class Reports:
    """Finds the reports of each sentence."""

    def __init__(self, reading: Reading) -> None:
        self.folded, self.grammar = reading.text.folded, _grammar(reading.lexicon)
        self.sources = Sources(reading)

    def of(self, start: int, end: int) -> list[Report]:
        """The reports of the sentence folded[start:end], in order."""
        found: list[Report] = []
        done = start
        for m in self.grammar.cue.finditer(self.folded, start, end):
            kind = m.lastgroup or ""
            read = {"post": self._post, "nominal": self._post, "passive": self._passive}.get(kind, self._active)
            report = read(m, done, end)
            if report:
                found.append(report)
                done = m.end()
        return _bounded(found, start)

    def _post(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """X-এর মতে, X অনুযায়ী, X-এর আশঙ্কা, …: what follows is what X says; at a sentence's end, what went before."""
        at = self.sources.at
        source = self._owner(at(low), at(m.start()), m["nominal"] is None)
        if source is None:
            return None
        last = not self._more(m.end(), end)
        return Report(m.start(), m.end(), "post", source, low if last else m.end(), m.start() if last else end)

    def _owner(self, low: int, high: int, bare: bool = True) -> Source | None:
        """Whose document or word it is that ends before token `high`."""
        s = self.sources
        i = high
        while i > low and s.document(i - 1):
            i -= 1
        while i > low and i < high and s.forms[i - 1] in s.grammar.modifiers and not s.head(i - 1):
            i -= 1
        while i > low and s.forms[i - 1] in ("থেকে", "কর্তৃক", "পক্ষ", "পাঠানো", "প্রকাশিত", "দেওয়া", "দেয়া", "নিয়মিত"):
            i -= 1
        source = s.owner(low, i, ("genitive", "nominative") if bare or i < high else ("genitive",))
        if source is None and i < high:
            last = high - 1
            first = s._left(last, low)
            name = s._name(first, s.tokens[last].end)
            return Source(first, last, name, "document", s.forms[last], refers=first == last)
        return source

    def _passive(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """X-এর প্রতিবেদনে বলা হয়েছে, X-এর পক্ষ থেকে জানানো হয়: the document's owner or the sender."""
        s = self.sources
        first, cue = s.at(low), s.at(m.start())
        source: Source | None = None
        for i in range(cue - 1, first - 1, -1):
            if s.forms[i] in ("।", ";"):
                break
            if s.document(i) or s.forms[i] in ("থেকে", "সূত্রে", "মাধ্যমে"):
                source = self._owner(first, i + 1)
                if source:
                    break
            if s.grammar.references.get(s.forms[i]) == "document":
                source = Source(i, i, "", "document", s.forms[i], refers=True)
                break
        if source is None:
            return None
        return self._spoken(m, source, low, end, "passive")

    def _active(self, m: re.Match[str], low: int, end: int) -> Report | None:
        """X … বলেছেন; … বলে জানিয়েছে X; … বলে X জানিয়েছে."""
        s = self.sources
        honorific = m[0].endswith("ন")
        first, cue, stop = s.at(low), s.at(m.start()), s.at(end)
        that = None
        for that in self.grammar.that.finditer(self.folded, low, m.start()):
            pass
        source = s.subject(s.at(that.end()), cue, honorific) if that else None
        behind = self._behind(m.end(), end)
        if source is None and behind:
            source = s.subject(s.at(m.end()), behind, honorific)
        if source is None:
            source = s.subject(first, s.at(that.start()) if that else cue, honorific)
        if source is None:
            return None
        return self._spoken(m, source, low, end, "say", that.start() if that else None)

    def _behind(self, start: int, end: int) -> int:
        """The token up to which the subject stands behind the verb; 0 where what is said stands there."""
        rest = self.folded[start:end]
        if re.match(rf"\s*(?:[,:;“‘\"'—–-]|যে(?![{LETTERS}]))", rest) or not re.search(rf"[{LETTERS}]", rest):
            return 0
        stop = re.search(r"[,;।|]", rest)
        return self.sources.at(start + (stop.start() if stop else len(rest)))

    def _more(self, start: int, end: int) -> bool:
        return len(re.findall(f"[{LETTERS}]", self.folded[start:end])) > _CONTENT

    def _spoken(self, m: re.Match[str], source: Source, low: int, end: int, kind: str, that: int | None = None) -> Report:
        """What is said: the clause before, where বলে or a subject behind the verb tells so, else what follows."""
        s = self.sources
        inside = s.tokens[source.last].start >= m.end()
        back = self.grammar.anaphor.search(self.folded, low, end) is not None
        after = s.tokens[source.last].end if inside else m.end()
        opens = not inside and that is None and self._more(after, end)
        if opens:
            said = None
            for said in self.grammar.participle.finditer(self.folded, low, m.start()):
                pass
            return Report(m.start(), m.end(), kind, source, low if said else m.end(), end, True, back)
        return Report(m.start(), m.end(), kind, source, low, m.start(), False, back)


def _bounded(found: list[Report], start: int) -> list[Report]:
    """Reports of one sentence: one that passes on another (বরাত দিয়ে) names its relay."""
    for post, say in zip(found, found[1:], strict=False):
        if post.kind == "post" and say.source and post.source and say.kind == "say" and not say.source.refers:
            say.relay = say.source.name
            say.source = post.source
            say.low = min(say.low, start) if not say.goes_on else say.low
    return found


class _Telling:
    """The sentences in order: who spoke last, and whose account goes on."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.reports = reading, Reports(reading)
        self.sources = self.reports.sources
        self.spans = [reading.text.folded_span(s.start, s.end) for s in reading.sentences]
        self.spoken: list[Source] = []  # resolved, the last one last
        self.said: list[tuple[int, int, Report]] = []  # low, high, report with its source resolved
        self._tell()

    def _tell(self) -> None:
        current: Report | None = None
        end_before, uncovered = 0, []
        for (start, end), sentence in zip(self.spans, self.reading.sentences, strict=True):
            new_paragraph = "\n" in self.reports.folded[end_before:start]
            end_before = end
            found = [r for r in self.reports.of(start, end) if self._resolve(r)]
            if sentence.part == "headline":
                self.said += [(r.low, r.high, r) for r in found]
                continue
            if found:
                if any(r.looks_back for r in found):
                    back = next(r for r in found if r.looks_back)
                    self.said += [(s, e, back) for s, e in uncovered]
                    uncovered = []
                self.said += [(r.low, r.high, r) for r in found]
                current = next((r for r in found if r.goes_on), None)
                if not any(r.looks_back for r in found):
                    uncovered = []
                continue
            if current and not new_paragraph and not self.reports.grammar.background.match(self.reports.folded, start, end):
                self.said.append((start, end, current))
                continue
            current = None
            uncovered.append((start, end))

    def _resolve(self, report: Report) -> bool:
        source = report.source
        if source is None:
            return False
        if source.refers:
            source = self._antecedent(source)
            if source is None:
                return False
        report.source = source
        self.spoken.append(source)
        return True

    def _antecedent(self, reference: Source) -> Source | None:
        kinds = {
            "person": ("person",),
            "group": ("person", "body", "media", "state"),
            "body": ("body", "media"),
            "state": ("state",),
            "document": ("body", "media", "person", "document"),
        }[reference.role]
        return next((s for s in reversed(self.spoken) if s.role in kinds), None)


def attribute(reading: Reading, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with claimant, claimant_entity, cue and via filled in where the article names a source."""
    telling = _Telling(reading)
    return [_claimed(reading, telling, f) for f in figures]


def _claimed(reading: Reading, telling: _Telling, figure: Figure) -> Figure:
    at, _ = reading.text.folded_span(figure.quantity.start, figure.quantity.end)
    over = [(high - low, i) for i, (low, high, _) in enumerate(telling.said) if low <= at < high]
    if not over:
        return figure
    report = telling.said[min(over)[1]][2]
    cue = reading.text.raw[slice(*reading.text.span(report.start, report.end))]
    return with_claimant(
        figure, claimant=report.source.name, claimant_entity=report.source.entity, cue=cue, via=report.relay
    )


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation; start and end are offsets into the stored text."""

    start: int
    end: int
    speaker: str
    cue: str
    direct: bool


def find_quotes(reading: Reading) -> list[Quote]:
    """The article's quotations in order, each with its speaker where the text names one."""
    return []
