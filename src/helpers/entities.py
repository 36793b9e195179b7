"""Names: people, places and organisations in an article, the variants of one name under one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .cleaning import Sentence, find_sentences
from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .names import Span, Words, grammar
from .organisations import find_organisations
from .persons import find_persons
from .script import Text, as_text, ascii_digits
from .spelling import slug, sound, transliterate
from .tagger import built_in

_SURE = 3.0  # log odds, from which on a tagger is believed about a word that nothing else speaks for
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
    spans += tagged(words, tagger or built_in())
    spans = _settled(words, spans)
    spans = _settled(words, [*spans, *_again(words, spans)])
    ids = _entities(words, spans)
    return [_mention(words, span, entity) for span, entity in zip(spans, ids, strict=True)]


def _known(words: Words) -> Iterator[Span]:
    """The names that the lexicon knows; ঢাকা-৮ and র‍্যাব-১১ are entities of their own."""
    forms = words.forms
    for i, end in words.sentences:
        while i < end:
            found = words.grammar.names.match(forms, i, end)
            if found is None or (found[0] == i + 1 and forms[i] in words.grammar.not_names):
                i += 1
                continue
            j, last, known = found
            span = Span(i, j, known.type, last, "lexicon", known)
            if j < end and known.kind != "country" and forms[j].isdigit() and len(forms[j]) < 3 and words.joined(j):
                own, name_en = slug(f"{known.entity} {forms[j]}"), f"{known.name_en}-{ascii_digits(forms[j])}"
                j, span.end, span.last = j + 1, j + 1, forms[j]
                span.known = replace(known, entity=own, name_en=name_en, weak=False)
            yield span
            inner = words.grammar.names.match(forms, i, j - 1) if known.type == "ORG" else None
            if inner and inner[2].kind == "country" and forms[inner[0] - 1] != inner[1]:
                yield Span(i, inner[0], "LOC", inner[1], "lexicon", inner[2])  # ইসরায়েলের in ইসরায়েলের সেনাবাহিনী
            i = j


def tagged(words: Words, tagger: Tagger) -> list[Span]:
    """The tagger's names."""
    guesses = []
    found = tagger.tag([words.forms[first:end] for first, end in words.sentences])
    for (first, _), names in zip(words.sentences, found, strict=True):
        for i, j, kind, score in names:
            if span := _trimmed(words, Span(first + i, first + j, kind, "", getattr(tagger, "found_by", "model"))):
                guesses.append((span, score))
    often = Counter(span.last for span, _ in guesses)
    return [span for span, score in guesses if _believed(words, span, score >= _SURE or often[span.last] > 1)]


def _believed(words: Words, span: Span, witnessed: bool) -> bool:
    """Whether a guess is taken: at one word only where it is a person's name, or unknown and guessed again."""
    if span.end - span.first > 1:
        return True
    role = words.grammar.role(words.forms[span.first])[0]
    if role in ("f", "l", "g"):
        span.type = "PER"
        return True
    return role == "u" and witnessed


def _trimmed(words: Words, span: Span) -> Span | None:
    """A tagger's span without the titles before a person and the marks at its ends, up to a bracket and without what is
    no surname, its case ending off; None for no name."""
    forms = words.forms
    span.end = next((i for i in range(span.first, span.end) if forms[i] in "()[]"), span.end)
    while span.first < span.end and not forms[span.end - 1][0].isalnum():
        span.end -= 1
    while span.first < span.end and (length := _before_name(words, span)):
        span.first += length
    while span.type == "PER" and span.end - span.first > 1 and _no_surname(words, span.end - 1):
        span.end -= 1  # কিম পিয়ংইয়াংয়ের
    if span.first >= span.end:
        return None
    span.last = words.stem(words.forms[span.end - 1], span.type)
    return None if _common(words, span) else span


def _before_name(words: Words, span: Span) -> int:
    """How many words at its beginning are a mark or a person's title."""
    if not words.forms[span.first][0].isalnum():
        return 1
    length = words.grammar.title(words.forms, span.first)[0] if span.type == "PER" else 0
    return length if span.first + length < span.end else 0


def _no_surname(words: Words, i: int) -> bool:
    """Whether word i is a place or an organisation that the lexicon knows, or stands in the locative."""
    known = words.grammar.names.match(words.forms, i, i + 1)
    locative = words.forms[i].endswith(("ে", "তে", "য়")) and words.grammar.role(words.forms[i])[0] in ("u", "")
    return locative or (known is not None and known[2].type != "PER")


def _common(words: Words, span: Span) -> bool:
    """Whether the words hold another's name or can be no name: what a tagger guesses there is no name."""
    known = words.grammar.names.match(words.forms, span.first, span.end)
    if known and known[2].type == "PER" and known[0] < span.end:
        return True
    headed = span.type == "ORG" and span.end - span.first > 2 and span.last in words.grammar.heads
    return not headed and not any(words.grammar.role(form)[0] for form in words.forms[span.first : span.end])


def _settled(words: Words, spans: Sequence[Span]) -> list[Span]:
    """The spans that stay where several overlap: the longest sensible one, and a country in an organisation's name."""
    tags = [(s.first, s.end, s.type) for s in spans if s.found_by in ("model", "bnlp")]
    witnessed = [s for s in spans if not (s.known and s.known.weak) or _witness(words, s, tags)]
    kept: list[Span] = []
    taken: dict[int, Span] = {}
    for span in sorted(witnessed, key=lambda s: (s.first - s.end, _PRIORITY[s.found_by], s.first)):
        over = {id(taken[i]): taken[i] for i in range(span.first, span.end) if i in taken}
        if not over or (len(over) == 1 and _nested(span, next(iter(over.values())))):
            kept.append(span)
            taken |= {i: taken.get(i, span) for i in range(span.first, span.end)}
    return sorted(kept, key=lambda s: (s.first, -s.end))


def _witness(words: Words, span: Span, tags: Sequence[tuple[int, int, str]]) -> bool:
    """A name that is also a word needs the tagger's word, or the head of a place behind it."""
    if any(f <= span.first and span.end <= e and t == span.type for f, e, t in tags):
        return True
    heads = (h for s in stems(words.form(span.end)) for h in words.grammar.heads.get(s, ()))
    return span.type == "LOC" and any(row["type"] == "LOC" for forms, row in heads if len(forms) == 1)


def _nested(inner: Span, outer: Span) -> bool:
    """A place in an organisation's name counts too, where the name says whose it is: গাজার সিভিল ডিফেন্স."""
    if inner.type != "LOC" or outer.type != "ORG" or inner.known is None or inner.end >= outer.end:
        return False
    return inner.known.kind == "country" and (outer.kind in ("force", "agency", "ministry") or outer.known is not None)


def _again(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """Names that the article has introduced: a person's surname or first name alone, an abbreviation from brackets."""
    alone: dict[str, Span] = {}
    for span in spans:
        if span.type == "PER" and span.end - span.first > 1:
            for form in (words.forms[span.first], span.last):
                if (
                    words.grammar.name_words.get(form, "" if form in words.grammar.common else "l") in ("f", "l", "d")
                    and len(form) > 2
                ):
                    alone.setdefault(form, span)
        short = words.bracketed(span)
        if span.type == "ORG" and short[:1].isalpha() and 1 < len(short) < 12:
            alone[short] = span
    covered = {i for s in spans for i in range(s.first, s.end)}
    for first, end in words.sentences:
        for i in range(first, end):
            stem = next((s for s in stems(words.forms[i]) if s in alone), None) if i not in covered else None
            if stem is not None and stem not in words.grammar.not_names:
                yield Span(i, i + 1, alone[stem].type, stem, "pattern")


def _mention(words: Words, span: Span, entity: str) -> Mention:
    start, last = words.tokens[span.first].start, words.tokens[span.end - 1]
    cut = len(span.last) if last.form.startswith(span.last) else len(last.form)
    name = " ".join(words.text.folded[start : last.start + cut].split())
    return Mention(*words.text.span(start, last.end), name, span.type, entity, span.found_by)


def _entities(words: Words, spans: Sequence[Span]) -> list[str]:
    """The id of each span: of the lexicon, of the longest name in the article that holds its words, or its own."""
    keys = [words.key(s) for s in spans]
    full: dict[tuple[str, tuple[str, ...]], str] = {}
    for span, key in zip(spans, keys, strict=True):
        name = " ".join((*words.forms[span.first : span.end - 1], span.last))
        own = span.known.entity if span.known else slug(span.name_en or transliterate(name))
        if span.known or (span.type, key) not in full:
            full[span.type, key] = own
    known = {key: s.known.entity for s, key in zip(spans, keys, strict=True) if s.known and s.type == "PER"}
    people = sorted((set(k), k) for kind, k in full if kind == "PER")
    for parts, key in sorted(people, key=lambda p: (len(p[1]), p[1])):
        longer = [k for more, k in people if parts < more]
        if key in known:  # জননেত্রী শেখ হাসিনা
            full |= {("PER", k): known[key] for k in longer if k not in known and len(key) > 1}
        elif len({full["PER", k] for k in longer}) == 1:
            full["PER", key] = full["PER", longer[0]]
    for span, key in zip(spans, keys, strict=True):  # an abbreviation in brackets is its long form
        short = ("ORG", (sound(words.bracketed(span)),))
        if span.type == "ORG" and short in full:
            full[short] = full["ORG", key] = full["ORG", key] if span.known else full[short]
    return [full[s.type, k] for s, k in zip(spans, keys, strict=True)]
