"""Names: people, places and organisations in an article, the variants of one name under one entity."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from .cleaning import Sentence, find_sentences
from .endings import stems
from .gazetteer import Gazetteer, Known, gazetteer, name_tokens
from .lexicon import BUILTIN, Lexicon
from .script import Text, Token, as_text, ascii_digits
from .spelling import slug, sound, transliterate
from .tagger import built_in

_SURE_ENDINGS = ("দের", "িয়ার", "ের", "কে", "সহ")  # র behind another vowel may be a part of the name (হাওলাদার)
_NO_NAME = (  # ends of plurals and of adjectives
    *("দের", "গুলো", "গুলোর", "গুলোতে", "গুলি", "গুলির", "গুলিতে"),
    *("বিরোধী", "পন্থী", "ভিত্তিক", "কেন্দ্রিক", "ব্যাপী", "জুড়ে", "বশত"),
)
_BREAKS = frozenset("()[]{}‘’“”\"',;:।|/?!")  # no name goes on over them
_SIDES = frozenset(("উত্তর", "দক্ষিণ", "পূর্ব", "পশ্চিম", "মধ্য", "চর"))  # of a village
_TYPES = ("PER", "LOC", "ORG")
_PRIORITY = {"lexicon": 0, "pattern": 1, "model": 2, "bnlp": 2}


class Tagger(Protocol):
    """Anything that finds names in tokens: ours, or one that the user brings."""

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str, float]]]:
        """For each sentence its names: first token, end token, type, score."""
        ...


class NoTagger:
    """Finds nothing: rules and lexicon alone."""

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str, float]]]:
        """No names."""
        return [[] for _ in sentences]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text; start and end are offsets into the stored text."""

    start: int
    end: int
    name: str  # folded, case ending off
    type: str  # PER LOC ORG
    entity: str  # id within this article, equal for all variants of one name; the corpus step may join further
    found_by: str  # lexicon model pattern bnlp user


@dataclass(slots=True)
class _Span:
    """A candidate: tokens first … end - 1 of the article; `last` is its last token without case ending."""

    first: int
    end: int
    type: str
    last: str
    found_by: str
    known: Known | None = None
    base: Known | None = None  # the country in an organisation's name
    kind: str = ""  # of its head: ministry, force …
    name_en: str = ""


@dataclass(frozen=True)
class _Grammar:
    """The lexicon, compiled: phrases as token tuples by their first token, the longest first."""

    names: Gazetteer
    heads: dict[str, list[tuple[tuple[str, ...], dict[str, str]]]]  # by last token
    fields: dict[str, list[tuple[tuple[str, ...], str]]]  # by last token
    titles: dict[str, list[tuple[str, ...]]]
    demonyms: dict[tuple[str, ...], Known | None]
    name_words: dict[str, str]  # a f l g, see name_words.csv
    not_names: frozenset[str]
    settlements: frozenset[str]  # গ্রাম …
    common: frozenset[str]  # words that no name is alone, as far as the lexicon knows


@cache
def _grammar(lexicon: Lexicon) -> _Grammar:
    names = gazetteer(lexicon)
    nations = {k.country: k for k in names.by_id.values() if k.kind == "country"}
    heads: dict = {}
    for row in lexicon.rows("org_heads"):
        forms = name_tokens(row["head"])
        heads.setdefault(forms[-1], []).append((forms, row))
    fields: dict = {}
    for row in lexicon.rows("org_fields"):
        forms = name_tokens(row["field"])
        fields.setdefault(forms[-1], []).append((forms, row["name_en"] or transliterate(row["field"])))
    titles: dict = {}
    for word in lexicon.words("titles"):
        forms = name_tokens(word)
        titles.setdefault(forms[0], []).append(forms)
    own = {r["word"] for r in lexicon.rows("name_words")}
    for table in (heads, fields):
        for rows in table.values():
            rows.sort(key=lambda r: -len(r[0]))
    for rows in titles.values():
        rows.sort(key=lambda r: -len(r))
    return _Grammar(
        names=names,
        heads=heads,
        fields=fields,
        titles=titles,
        demonyms={name_tokens(r["demonym"]): nations.get(r["country"]) for r in lexicon.rows("demonyms")},
        name_words={name_tokens(r["word"])[0]: r["where"] for r in lexicon.rows("name_words")},
        not_names=frozenset(lexicon.words("not_names")),
        settlements=frozenset(lexicon.words("org_heads", kind="settlement")),
        common=frozenset(
            w
            for table in ("not_names", "titles", "demonyms", "word_frequency", "org_heads")
            for w in lexicon.words(table)
            if w not in own and w not in names.single
        ),
    )


def find_mentions(
    text: Text | str,
    sentences: Sequence[Sentence] = (),
    lexicon: Lexicon = BUILTIN,
    tagger: Tagger | None = None,
) -> list[Mention]:
    """The names of an article in order, without overlap except for a place inside an organisation's name.

    `tagger` takes the place of the built-in model; `NoTagger()` is for rules and lexicon alone. Names of the lexicon
    and of patterns stand before a tagger's.
    """
    text = as_text(text)
    article = _Article(text, sentences or find_sentences(text, (), lexicon), _grammar(lexicon))
    spans = [*article.known(), *article.persons(), *article.settlements()]
    spans += article.organisations(spans)
    spans += article.tagged(tagger or built_in(), spans)
    spans = article.settled(spans)
    spans = article.settled([*spans, *article.again(spans)])
    return article.mentions(spans)


class _Article:
    """The tokens of an article, and what each step finds in them."""

    def __init__(self, text: Text, sentences: Sequence[Sentence], grammar: _Grammar) -> None:
        self.text, self.grammar = text, grammar
        all_tokens = text.tokens
        starts = [t.start for t in all_tokens]
        self.tokens: list[Token] = []  # without tight hyphens
        self.sentences: list[tuple[int, int]] = []
        for sentence in sentences:
            start, end = text.folded_span(sentence.start, sentence.end)
            first = len(self.tokens)
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                if all_tokens[i].form != "-" or not self._tight(i, all_tokens):
                    self.tokens.append(all_tokens[i])
            self.sentences.append((first, len(self.tokens)))
        self.forms = [t.form for t in self.tokens]
        self.seen = frozenset(self.forms)

    @staticmethod
    def _tight(i: int, tokens: Sequence[Token]) -> bool:
        return 0 < i < len(tokens) - 1 and tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start

    def known(self) -> Iterator[_Span]:
        """The names that the lexicon knows; ঢাকা-৮ and র‍্যাব-১১ are entities of their own."""
        for first, end in self.sentences:
            forms, i = self.forms[first:end], 0
            while i < len(forms):
                found = self.grammar.names.match(forms, i)
                if found is None:
                    i += 1
                    continue
                j, last, known = found
                span = _Span(first + i, first + j, known.type, last, "lexicon", known)
                if j < len(forms) and known.kind != "country" and self._numbered(first + j):
                    number = forms[j]
                    j, span.end, span.last = j + 1, first + j + 1, number
                    span.known = replace(
                        known,
                        entity=slug(f"{known.entity} {number}"),
                        name_en=f"{known.name_en}-{ascii_digits(number)}",
                        weak=False,
                    )
                yield span
                i = j

    def _numbered(self, i: int) -> bool:
        """Token i is a number behind a tight hyphen."""
        return self.forms[i].isdigit() and len(self.forms[i]) < 3 and self.text.folded[self.tokens[i].start - 1] == "-"

    def organisations(self, spans: Sequence[_Span]) -> Iterator[_Span]:
        """Head words with what they need before them: [country or place] [field of work] head."""
        ends = {s.end: s for s in sorted(spans, key=lambda s: s.end - s.first)}  # the longest that ends there
        for first, end in self.sentences:
            for k in range(first, end):
                for stem in stems(self.forms[k]):
                    if span := self._headed(first, k, stem, ends):
                        yield span
                        break

    def _headed(self, first: int, k: int, stem: str, ends: dict[int, _Span]) -> _Span | None:
        for forms, row in self.grammar.heads.get(stem, ()):
            at = k - len(forms) + 1
            if at < first or tuple(self.forms[at:k]) != forms[:-1]:
                continue
            begin, fields = self._fields(first, at)
            base, country, case = self._base(first, begin, ends)
            if _makes_name(row, fields, base, country, case) and not self._known_within(begin, k + 1, ends):
                of_its_own = row["kind"] in ("ministry", "body") and case == "genitive"  # রাশিয়ার [পররাষ্ট্র মন্ত্রণালয়]
                start = begin if of_its_own or (base is None and case == "") else self._base_start
                words = [country.name_en if country else "", *fields, row["name_en"] or transliterate(row["head"])]
                if base and not country:
                    words[0] = base.known.name_en if base.known else transliterate(base.last)
                name_en = " ".join(w for w in words if w)
                return _Span(start, k + 1, row["type"], forms[-1], "pattern", None, country, row["kind"], name_en)
        return None

    def _known_within(self, first: int, end: int, ends: dict[int, _Span]) -> bool:
        """An organisation that the lexicon knows fills the words: the name before it is another's."""
        return end in ends and ends[end].type == "ORG" and ends[end].first >= first and ends[end].known is not None

    def _fields(self, first: int, at: int) -> tuple[int, list[str]]:
        """Where the words of a field of work that end before token `at` begin, and their English."""
        found: list[str] = []
        while at > first:
            for forms, english in self.grammar.fields.get(self.forms[at - 1], ()):
                if at - len(forms) >= first and tuple(self.forms[at - len(forms) : at]) == forms:
                    at -= len(forms)
                    found.insert(0, english)
                    break
            else:
                break
        return at, found

    def _base(self, first: int, at: int, ends: dict[int, _Span]) -> tuple[_Span | None, Known | None, str]:
        """The name before token `at`: its span, its country, and how it stands: bare, in a case, as adjective."""
        span = ends.get(at)
        self._base_start = at
        for size in (2, 1):
            key = tuple(self.forms[at - size : at])
            if at - size >= first and key in self.grammar.demonyms and (span is None or span.first >= at - size):
                self._base_start = at - size
                return None, self.grammar.demonyms[key], "adjective"
        if span is None:
            return None, None, ""
        self._base_start = span.first
        country = span.known if span.known and span.known.kind == "country" else None
        bare = span.last == self.forms[at - 1]
        return span, country, "bare" if bare else "genitive" if self.forms[at - 1].endswith("র") else "other"

    def settlements(self) -> Iterator[_Span]:
        """An unknown word before গ্রাম or ইউনিয়ন is the name of one."""
        for first, end in self.sentences:
            for k in range(first + 1, end):
                word = self.forms[k - 1]
                if (
                    len(word) > 2
                    and word[0].isalpha()
                    and not word.endswith("ের")
                    and not self.grammar.settlements.isdisjoint(stems(self.forms[k]))
                    and self.grammar.common.isdisjoint(stems(word))
                ):
                    begin = k - 2 if k - 2 >= first and self.forms[k - 2] in _SIDES else k - 1
                    yield _Span(begin, k, "LOC", word, "pattern")

    def persons(self) -> Iterator[_Span]:
        """Runs of words that are parts of names; one unknown word may stand between (মো. তরিফুল নেওয়াজ কবীর)."""
        roles = self.grammar.name_words
        for first, end in self.sentences:
            i = first
            while i < end:
                run = self._run(i, end) if self.forms[i] in roles else []
                kinds = [roles[stem] for _, stem in run]
                if (
                    len(run) >= 2
                    and kinds[-1] not in "ai"
                    and kinds[0] != "w"
                    and ({"f", "l"} & set(kinds) or kinds[0] in "ai")
                ):
                    yield _Span(i, run[-1][0] + 1, "PER", run[-1][1], "pattern")
                    i = run[-1][0]
                i += 1

    def _run(self, i: int, end: int) -> list[tuple[int, str]]:
        """The name words from token i on: token and word without case ending; the run ends with the first ending."""
        roles, j, gap = self.grammar.name_words, i, False
        run: list[tuple[int, str]] = []
        while j < end:
            stem = next((s for s in stems(self.forms[j]) if s in roles), None)
            if stem is None:
                if self.forms[j] == "." and run and run[-1][0] == j - 1 and roles[run[-1][1]] in "ai":
                    j += 1
                    continue
                if gap or len(run) == 0 or roles[run[-1][1]] == "i" or not self._nameless(j):
                    break
                gap = True
            else:
                run.append((j, stem))
                if stem != self.forms[j]:
                    break
            j += 1
        return run

    def _nameless(self, j: int) -> bool:
        """A word that may be an unknown part of a name: a word that the lexicon does not know to be something else."""
        form, grammar = self.forms[j], self.grammar
        return (
            form[0].isalpha()
            and len(form) > 2
            and form not in grammar.not_names
            and form not in grammar.titles
            and form not in grammar.heads
        )

    def tagged(self, tagger: Tagger, others: Sequence[_Span] = ()) -> list[_Span]:
        """The tagger's names. What the lexicon knows does not join them: পুতিন কিম is two, কিম পিয়ংইয়ংয়ে ends early."""
        known = {s.first: s for s in others if s.known and not s.known.weak and s.end - s.first == 1}
        found: list[tuple[_Span, float]] = []
        votes: defaultdict[tuple[str, str], float] = defaultdict(float)
        tagged = tagger.tag([self.forms[first:end] for first, end in self.sentences])
        for (first, last), names in zip(self.sentences, tagged, strict=True):
            for i, j, kind, score in names:
                span = _Span(first + i, first + j, kind, "", "model")
                if j - i > 1 and all(k in known for k in range(span.first, span.end)):
                    continue
                if kind == "PER":
                    while span.end - span.first > 1 and span.first in known:
                        span.first += 1
                    while span.end - span.first > 1 and span.end - 1 in known and known[span.end - 1].type != "PER":
                        span.end -= 1
                if trimmed := self._trimmed(self._grown(span, first, last)):
                    found.append((trimmed, score))
                    votes[trimmed.last, trimmed.type] += score
        for span, _ in found:
            if span.end - span.first == 1:  # one word is of one type in one article
                span.type = max((t for t in _TYPES if (span.last, t) in votes), key=lambda t: votes[span.last, t])
        return [span for span, _ in found]

    def _grown(self, span: _Span, begin: int, end: int) -> _Span:
        """A person's name with the words beside it that are parts of names; begin and end are the sentence's."""
        roles, whole = self.grammar.name_words, lambda form: self._stem(form, "PER") == form
        while span.type == "PER" and span.first > begin and roles.get(self.forms[span.first - 1], "i") in "afg":
            span.first -= 1
        while span.type == "PER" and span.end < end and whole(self.forms[span.end - 1]):
            stem = next((s for s in stems(self.forms[span.end]) if roles.get(s, "i") in "fgl"), None)
            if stem is None:
                break
            span.end += 1
        return span

    def _trimmed(self, span: _Span) -> _Span | None:
        """A tagger's span without titles, marks at its ends and case ending; None for no name."""
        while span.first < span.end and not self.forms[span.first][0].isalnum():
            span.first += 1
        while span.type == "PER" and span.first < span.end:
            title = next(
                (
                    t
                    for t in self.grammar.titles.get(self.forms[span.first], ())
                    if tuple(self.forms[span.first : span.first + len(t)]) == t
                ),
                (),
            )
            if not title or span.first + len(title) >= span.end:
                break
            span.first += len(title)
        for i in range(span.first, span.end):
            if self.forms[i] in _BREAKS:
                span.end = i
                break
        while span.first < span.end and not self.forms[span.end - 1][0].isalnum():
            span.end -= 1
        if span.first >= span.end or (span.end - span.first == 1 and len(self.forms[span.first]) == 1):
            return None
        span.last = self._stem(self.forms[span.end - 1], span.type)
        alone = span.end - span.first == 1
        form = self.forms[span.first]
        if alone and (form.endswith(_NO_NAME) or not self.grammar.common.isdisjoint(stems(form))):
            return None
        return span

    def _stem(self, form: str, kind: str) -> str:
        """The last word of an unknown name without its case ending, where the article or the endings tell."""
        words = self.grammar.name_words
        if form in words:
            return form
        for stem in stems(form)[1:]:
            if stem in words or (len(stem) > 2 and stem in self.seen):
                return stem
        for ending in _SURE_ENDINGS + (("ে", "য়", "তে") if kind == "LOC" else ()):
            stem = form[: -len(ending)]
            if form.endswith(ending) and len(stem) > 2:
                return stem + ("িয়া" if ending == "িয়ার" else "")
        return form

    def settled(self, spans: Sequence[_Span]) -> list[_Span]:
        """The spans that stay where several overlap: the longest sensible one, and a country within an organisation."""
        tagged = [(s.first, s.end, s.type) for s in spans if s.found_by == "model"]
        witnessed = [s for s in spans if not (s.known and s.known.weak) or self._witness(s, tagged)]
        kept: list[_Span] = []
        taken: dict[int, _Span] = {}
        for span in sorted(witnessed, key=lambda s: (s.first - s.end, _PRIORITY[s.found_by], s.first)):
            over = {id(taken[i]): taken[i] for i in range(span.first, span.end) if i in taken}
            if not over or (len(over) == 1 and _nested(span, next(iter(over.values())))):
                kept.append(span)
                taken |= {i: taken.get(i, span) for i in range(span.first, span.end)}
        return sorted(kept, key=lambda s: (s.first, -s.end))

    def _witness(self, span: _Span, tagged: Sequence[tuple[int, int, str]]) -> bool:
        """A name that is also a word needs the tagger's word, or the head of a place behind it."""
        if any(f <= span.first and span.end <= e and t == span.type for f, e, t in tagged):
            return True
        after = self.forms[span.end] if span.end < len(self.forms) else ""
        return span.type == "LOC" and any(
            r["type"] == "LOC" for s in stems(after) for f, r in self.grammar.heads.get(s, ()) if len(f) == 1
        )

    def again(self, spans: Sequence[_Span]) -> Iterator[_Span]:
        """Names that the article has introduced: surnames and first names alone, abbreviations from brackets."""
        alone: dict[str, _Span] = {}
        for span in spans:
            forms = self.forms[span.first : span.end]
            if span.type == "PER" and len(forms) > 1:
                for form in (forms[0], span.last):
                    if self.grammar.name_words.get(form, "l") in "fl" and len(form) > 2:
                        alone.setdefault(form, span)
            if (
                span.type == "ORG"
                and self.forms[span.end : span.end + 1] == ["("]
                and self.forms[span.end + 2 : span.end + 3] == [")"]
            ):
                short = self.forms[span.end + 1]
                if short[0].isalpha() and len(short) > 1 and len(short) < 12:
                    alone[short] = span
        covered = {i for s in spans for i in range(s.first, s.end)}
        for first, end in self.sentences:
            for i in range(first, end):
                stem = next((s for s in stems(self.forms[i]) if s in alone), None) if i not in covered else None
                if stem is not None and stem not in self.grammar.not_names:
                    yield _Span(i, i + 1, alone[stem].type, stem, "pattern")

    def mentions(self, spans: Sequence[_Span]) -> list[Mention]:
        """The spans as mentions, the variants of one name under one entity."""
        ids = _entities(self, spans)
        found = []
        for span, entity in zip(spans, ids, strict=True):
            start = self.tokens[span.first].start
            last = self.tokens[span.end - 1]
            cut = len(span.last) if last.form.startswith(span.last) else len(last.form)
            name = " ".join(self.text.folded[start : last.start + cut].split())
            where = self.text.span(start, last.end)
            found.append(Mention(*where, name, span.type, entity, span.found_by))
        return found

    def key(self, span: _Span) -> tuple[str, ...]:
        """A name as its words sound."""
        return tuple(sound(f) for f in (*self.forms[span.first : span.end - 1], span.last) if f != ".")


def _makes_name(row: dict[str, str], fields: list[str], base: _Span | None, country: Known | None, case: str) -> bool:
    """Whether a head with these words before it names somebody: আদালত does not, স্বাস্থ্য মন্ত্রণালয় does."""
    kind, nation = row["kind"], country is not None or case == "adjective"
    if kind in ("admin", "settlement"):
        return False
    if kind in ("place", "site"):
        return (
            base is not None
            and case == "bare"
            and not fields
            and base.type in (("LOC", "PER") if kind == "place" else ("LOC",))
        )
    if kind == "ministry" and fields and row["name_en"] in ("ministry", "department"):
        return case != "other"
    if row["name_en"] == "authority" and not fields:
        return False
    if nation and case in ("adjective", "genitive"):
        return bool(fields) or (
            kind in ("force", "agency")
            and (case == "adjective" or row["name_en"] not in ("government", "administration", "police"))
        )
    if base is None or case != "bare":
        return False
    if base.type == "LOC":
        return row["name_en"] != "administration"
    return kind in ("school", "hospital", "body", "company")


def _nested(inner: _Span, outer: _Span) -> bool:
    """A place in an organisation's name counts too, where the name says whose it is: গাজার সিভিল ডিফেন্স."""
    if inner.type != "LOC" or outer.type != "ORG" or inner.known is None or inner.end >= outer.end:
        return False
    return inner.known.kind == "country" and (outer.kind in ("force", "agency", "ministry") or outer.known is not None)


def _entities(article: _Article, spans: Sequence[_Span]) -> list[str]:
    """The id of each span: of the lexicon, of the longest name in the article that holds its words, or its own."""
    keys = [article.key(s) for s in spans]
    full: dict[tuple[str, tuple[str, ...]], str] = {}
    for span, key in zip(spans, keys, strict=True):
        words = (*article.forms[span.first : span.end - 1], span.last)
        own = span.known.entity if span.known else slug(span.name_en or transliterate(" ".join(words)))
        if span.known or (span.type, key) not in full:
            full[span.type, key] = own
    people = [(set(key), key, entity) for (kind, key), entity in full.items() if kind == "PER"]
    for words_, key, _ in sorted(people, key=lambda p: len(p[1])):
        longer = {e for w, k, e in people if len(k) > len(key) and words_ < w}
        if len(longer) == 1:
            full["PER", key] = longer.pop()
    for span, key in zip(spans, keys, strict=True):  # an abbreviation in brackets is its long form
        if (
            span.type == "ORG"
            and article.forms[span.end : span.end + 1] == ["("]
            and article.forms[span.end + 2 : span.end + 3] == [")"]
        ):
            short = ("ORG", (sound(article.forms[span.end + 1]),))
            if short in full:
                full[short] = full["ORG", key] = full[short] if not span.known else full["ORG", key]
    return [full[s.type, k] for s, k in zip(spans, keys, strict=True)]
