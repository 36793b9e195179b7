"""Names: people, places and organisations in an article, the variants of one name under one entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from .cleaning import Sentence, find_sentences
from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .names import ALIAS, Span, Words, grammar
from .organisations import find_organisations
from .persons import find_persons
from .script import Text, as_text, ascii_digits
from .spelling import slug, sound
from .tagger import built_in

_SURE = 3.0  # log odds, from which on a tagger is believed about a single word
_RANK = {"lexicon": 0, "pattern": 1}  # of two names of one length the lexicon's stays, a tagger's goes


class Tagger(Protocol):
    """Anything that finds names in tokens: ours, or one that the user brings."""

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int, str, float]]]:
        """For each sentence its names: first token, end token, type, score."""
        return [[] for _ in sentences]


class NoTagger(Tagger):
    """Finds nothing: rules and lexicon alone."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text; start and end are offsets into the stored text."""

    start: int
    end: int
    name: str  # folded, case ending off
    type: str  # PER LOC ORG
    entity: str  # id within this article, equal for all variants of one name; the corpus step may join further
    found_by: str  # lexicon model pattern bnlp user


def find_mentions(
    text: Text | str, sentences: Sequence[Sentence] = (), lexicon: Lexicon = BUILTIN, tagger: Tagger | None = None
) -> list[Mention]:
    """The names of an article in order, without overlap except for a place inside an organisation's name.

    `tagger` takes the place of the built-in model; `NoTagger()` is for rules and lexicon alone. Names of the lexicon
    and of patterns stand before a tagger's.
    """
    text = as_text(text)
    words = Words(text, sentences or find_sentences(text, (), lexicon), grammar(lexicon))
    spans = [*_known(words), *find_persons(words)]
    spans += find_organisations(words, spans)
    spans = _settled(words, [*spans, *_tagged(words, tagger or built_in())])
    spans = sorted([*spans, *_again(words, spans)], key=lambda s: (s.first, -s.end))
    ids = _entities(words, spans)
    return [
        Mention(*words.span(s.first, s.end), words.name(s), s.type, entity, s.found_by)
        for s, entity in zip(spans, ids, strict=True)
    ]


def _known(words: Words) -> Iterator[Span]:
    """The names that the lexicon knows; ঢাকা-৮ and র‍্যাব-১১ are entities of their own."""
    forms, names = words.forms, words.grammar.names
    for first, end in words.sentences:
        i = first
        while i < end:
            mark = words.marks[i]
            found = names.match(forms, i, end) if forms[i] in names.longer else None
            if found is None or found[0] == i + 1:
                found = (i + 1, *mark.known) if mark.known else None
            if found is None:
                i += 1
                continue
            j, last, known = found
            if known.weak and known.type == "LOC":  # বিশ্বনাথ উপজেলা: what kind of place stands behind it
                told = (row["kind"] for s in stems(words.form(j)) for _, row in words.grammar.heads.get(s, ()))
                known = replace(known, weak={"admin", "place"}.isdisjoint(told))
            span = Span(i, j, known.type, last, "lexicon", known)
            number = j < end and forms[j].isdigit() and len(forms[j]) < 3
            if number and words.joined(j) and known.kind not in ("country", "continent", "sea"):
                own, name_en = slug(f"{known.entity} {forms[j]}"), f"{known.name_en}-{ascii_digits(forms[j])}"
                j, span.end, span.last = j + 1, j + 1, forms[j]
                span.known = replace(known, entity=own, name_en=name_en, weak=False)
            yield span
            for stop in range(i + 1, min(i + 3, j) if known.type == "ORG" else i):
                inner = names.match(forms, i, stop)
                if inner and inner[0] == stop and inner[2].kind == "country" and forms[stop - 1] != inner[1]:
                    yield Span(i, stop, "LOC", inner[1], "lexicon", inner[2])  # ইসরায়েলের in ইসরায়েলের সেনাবাহিনী
            i = j


def _tagged(words: Words, tagger: Tagger) -> Iterator[Span]:
    """The tagger's names that are believed: at one word only where it is sure."""
    named = [(a, z) for a, z in words.sentences if any(mark.role or mark.heads for mark in words.marks[a:z])]
    found = tagger.tag([words.forms[first:end] for first, end in named]) if named else []
    for (first, _), names in zip(named, found, strict=True):
        for i, j, kind, score in names:
            span = Span(first + i, first + j, kind, "", getattr(tagger, "found_by", "model"))
            if not _trim(words, span):
                continue
            if span.end - span.first > 1 or score >= _SURE:
                yield span


def _trim(words: Words, span: Span) -> bool:
    """Takes a person's titles and the last word's case ending off; says whether a name is left."""
    forms, grammar = words.forms, words.grammar
    if span.type == "PER":
        while (length := words.title(span.first)[0]) and span.first + length < span.end:
            span.first += length
    span.last = words.stem(forms[span.end - 1])
    headed = span.type == "ORG" and span.end - span.first > 2 and span.last in grammar.heads
    return headed or any(grammar.role(form)[0] for form in forms[span.first : span.end])


def _settled(words: Words, spans: Sequence[Span]) -> list[Span]:
    """The spans that stay where several overlap: the longest, and a country in an organisation's name.

    A name of the lexicon that is also a word needs the tagger's word, or another name of its own in the article.
    """
    tags = {(i, s.type) for s in spans if s.found_by not in _RANK for i in range(s.first, s.end)}
    named = {s.known.entity for s in spans if s.known and not s.known.weak}
    kept: list[Span] = []
    taken: dict[int, Span] = {}
    for span in sorted(spans, key=lambda s: (s.first - s.end, _RANK.get(s.found_by, 2), s.first)):
        places = range(span.first, span.end)
        weak = span.known and span.known.weak and span.known.entity not in named
        if weak and not all((i, span.type) in tags for i in places):
            continue
        if all(i not in taken or _nested(span, taken[i], words.grammar.kinds) for i in places):
            kept.append(span)
            for i in places:
                taken.setdefault(i, span)
    return kept


def _nested(inner: Span, outer: Span, kinds: Mapping[str, Sequence[str]]) -> bool:
    """A place in an organisation's name counts too, where the name says whose it is: গাজার সিভিল ডিফেন্স."""
    whose = inner.known and inner.type == "LOC" and outer.type == "ORG" and inner.end < outer.end
    allowed = kinds.get(outer.kind, ())
    if inner.known and inner.known.kind == "country":
        return bool(whose and (outer.known or "whose" in allowed))
    return bool(whose and "inside" in allowed)


def _again(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """What the article has introduced: a word of a person's name, a place again, an abbreviation from brackets."""
    alone: dict[str, Span] = {}
    for span in spans:
        forms = [*words.forms[span.first : span.end - 1], span.last]
        for form in forms if span.type == "PER" or (len(forms) == 1 and not span.known) else ():
            if words.grammar.role(form)[0] in ("f", "l", "d", "u") and len(form) > 2:
                alone.setdefault(form, span)
        short = words.bracketed(span)
        if span.type == "ORG" and short[:1].isalpha() and 1 < len(short) < 12:
            alone[short] = span
    begin = tuple(alone.keys() - words.grammar.not_names)
    again = {form: next((s for s in stems(form) if s in begin), "") for form in words.seen if form.startswith(begin)}
    covered = {i for s in spans for i in range(s.first, s.end)} if again else set()
    for first, end in words.sentences if again else ():
        for i in range(first, end):
            stem = again.get(words.forms[i])
            if stem and i not in covered:
                yield Span(i, i + 1, alone[stem].type, stem, "pattern")


def _entities(words: Words, spans: Sequence[Span]) -> list[str]:
    """The id of each span: of the lexicon, of the longest name in the article that holds its words, or its own."""
    keys = [(s.type, words.key(s)) for s in spans]
    ids: dict[tuple[str, tuple[str, ...]], str] = {}
    for span, key in zip(spans, keys, strict=True):
        if span.known or key not in ids:
            ids[key] = span.known.entity if span.known else slug(span.name_en or words.name(span))
    known = {key for span, key in zip(spans, keys, strict=True) if span.known}
    people = {key: set(key[1]) for key in sorted(ids, key=lambda k: (len(k[1]), k)) if key[0] == "PER"}
    for key, parts in people.items():
        longer = [k for k, more in people.items() if parts < more]
        if key not in known and len({ids[k] for k in longer}) == 1:
            ids[key] = ids[longer[0]]
    for short in ids:  # অভিবাসন ব্যুরো is ফিলিপাইনের অভিবাসন ব্যুরো
        tails = {ids[k] for k in ids if k[0] == short[0] != "PER" and k != short and k[1][-len(short[1]) :] == short[1]}
        if len(tails) == 1 and len(short[1]) > 1 and short not in known:
            ids[short] = tails.pop()
    for (span, key), (other, name) in pairwise(zip(spans, keys, strict=True)):
        if other.first == span.end + 1 and words.forms[span.end] in ALIAS and name not in known:
            ids[name] = ids[key]
    for span, key in zip(spans, keys, strict=True):  # an abbreviation in brackets is its long form
        short = ("ORG", (sound(words.bracketed(span)),))
        if span.type == "ORG" and short in ids:
            ids[short] = ids[key] = ids[key] if span.known else ids[short]
    return [ids[key] for key in keys]
