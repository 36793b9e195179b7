"""Names: people, places and organisations in an article, the variants of one name under one entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .cleaning import Sentence, find_sentences
from .endings import stems
from .lexicon import BUILTIN, Lexicon
from .names import ALIAS, Span, Words, grammar
from .organisations import find_organisations
from .persons import LISTS, find_persons
from .script import Text, as_text, ascii_digits
from .spelling import slug
from .tagger import built_in

_SURE = 3.0  # log odds, from which on a tagger is believed about a single word
Key = tuple[str, tuple[str, ...]]  # type and words as they sound: equal for what is one name


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
    return [
        Mention(*words.span(s.first, s.end), words.name(s), s.type, entity, s.found_by)
        for s, entity in zip(spans, _entities(words, spans), strict=True)
    ]


def _known(words: Words) -> Iterator[Span]:
    """The names that the lexicon knows; ঢাকা-৮ and র‍্যাব-১১ are entities of their own."""
    forms, names = words.forms, words.grammar.names
    for first, end in words.sentences:
        j = first
        for i in range(first, end):
            if i < j or not words.marks[i].begins or not (found := names.match(forms, i, end)):
                continue
            j, last, known = found
            inner = names.match(forms, i, j - 1) if known.type == "ORG" and j > i + 1 else None
            if inner and inner[2].kind == "country":
                yield Span(i, inner[0], "LOC", inner[1], "lexicon", inner[2])  # ইসরায়েলের in ইসরায়েলের সেনাবাহিনী
            seat = known.type == "LOC" and last == forms[j - 1] and words.form(j + 1).startswith("আসন")  # ভোলা ১ আসনে
            number = j < end and forms[j].isdigit() and len(forms[j]) < 3 and (seat or words.joined(j))
            if number and known.kind not in ("country", "continent", "sea"):
                own, name_en = slug(f"{known.entity} {forms[j]}"), f"{known.name_en}-{ascii_digits(forms[j])}"
                j, last, known = j + 1, forms[j], replace(known, entity=own, name_en=name_en, weak=False)
            kind = next((row["kind"] for _, row in words.grammar.heads.get(last, ())), "")
            yield Span(i, j, known.type, last, "lexicon", known, kind)


def _tagged(words: Words, tagger: Tagger) -> Iterator[Span]:
    """The tagger's names that are believed, a person's title and the last word's case ending off."""
    sentences = [(a, z) for a, z in words.sentences if any(mark.role or mark.heads for mark in words.marks[a:z])]
    found = tagger.tag([words.forms[first:end] for first, end in sentences])
    for (first, _), names in zip(sentences, found, strict=True):
        for i, j, kind, score in names:
            begin, end = first + i, first + j
            # of what a title ends with, too: মহানগর [হাকিম খায়রুল আমিন]
            while kind == "PER" and 0 < (n := max(words.title(begin)[0], words.title(begin - 1)[0] - 1)) < end - begin:
                begin += n
            if kind == "PER":  # a title ends it: সুমন মিত্র ডা. রতন দাস
                end = next((k for k in range(begin + 2, end) if words.title(k)[0] > 1), end)
            named = any(mark.role for mark in words.marks[begin:end])
            quoted = kind == "ORG" and {words.form(begin - 1), words.form(end)} <= set("‘’“”'\"")  # a film, a book
            # two of these: a further word, a word that may be a name's, a sure tagger
            if (j - i - 1) + named + (score >= _SURE) > 1 and not quoted and "(" not in words.forms[begin:end]:
                yield Span(begin, end, kind, words.stem(end - 1), getattr(tagger, "found_by", "model"))


def _settled(words: Words, spans: Sequence[Span]) -> list[Span]:
    """The spans that stay where several overlap: the longest, and a place in an organisation's name.

    A name of the lexicon that is also a word needs a witness: a pattern, the tagger or a list with a sure name in it.
    """
    told = {(i, s.type) for s in spans if s.found_by != "lexicon" for i in range(s.first, s.end)}
    firm = [s for s in spans if s.known and not s.known.weak]
    told |= {(s.end, s.type) for s in firm if words.form(s.end)[1:] and words.joined(s.end)}  # জামায়াত-শিবির
    near = {(i, s.type) for s in firm for i in (s.first - 2, s.end + 1)}
    beside = [(s, *at) for s in spans for at in ((s.first - 1, s.first), (s.end, s.end - 1))]  # বুরকিনা ফাসো, মালি
    listed = [s for s, mark, place in beside if words.form(mark) in LISTS and (place, s.type) in near]
    told |= {(i, s.type) for s in listed for i in range(s.first, s.end)}
    kept: list[Span] = []
    taken: dict[int, Span] = {}
    # the longest first, of two of one length the lexicon's; last a tagger's that holds a known place or organisation
    held = {s.first for s in spans if s.known and s.type != "PER" and s.end - s.first > 1}
    behind = [s.found_by not in ("lexicon", "pattern") and not held.isdisjoint(range(s.first, s.end)) for s in spans]
    for _, span in sorted(zip(behind, spans, strict=True), key=lambda x: (x[0], x[1].first - x[1].end)):
        places = range(span.first, span.end)
        sure = not (span.known and span.known.weak) or all((i, span.type) in told for i in places)
        if sure and all(i not in taken or _nested(words, span, taken[i]) for i in places):
            kept.append(span)
            taken.update((i, span) for i in places if i not in taken)
    return [s for s in kept if s.type]


def _nested(words: Words, inner: Span, outer: Span) -> bool:
    """What the lexicon knows counts inside another name, too, where that says whose it is: গাজার সিভিল ডিফেন্স."""
    inside = "inside" in words.grammar.kinds.get(outer.kind, ())  # কুষ্টিয়া সওজ, বাংলাদেশ সেনাবাহিনী
    whose = inner.type == "LOC" != outer.type and inner.last != words.forms[inner.end - 1]
    return inner.known is not None and outer.type != "PER" and inner.end != outer.end and (inside or whose)


def _again(words: Words, spans: Sequence[Span]) -> Iterator[Span]:
    """What the article has introduced: a word of a person's name, a place again, an abbreviation from brackets."""
    alone: dict[str, str] = {}
    for span in spans:
        forms = [*words.forms[span.first : span.end - 1], span.last]
        for form in forms if span.type == "PER" or len(forms) == 1 else ():
            if words.grammar.mark(form).role in ("f", "l", "d", "u") and form not in words.grammar.not_names:
                alone.setdefault(form, span.type)
        bracket, short, closed = map(words.form, range(span.end, span.end + 3))
        if span.type == "ORG" and bracket + closed == "()" and short[:1].isalpha() and not words.title(span.end + 1)[0]:
            alone[short] = "ORG"
    begin = tuple(alone)
    again = {form: s for form in words.seen if form.startswith(begin) for s in stems(form) if s in alone}
    covered = {i for s in spans for i in range(s.first, s.end)}
    for i in (i for first, end in (words.sentences if again else ()) for i in range(first, end) if i not in covered):
        if stem := again.get(words.forms[i]):
            yield Span(i, i + 1, alone[stem], stem, "pattern")


def _entities(words: Words, spans: Sequence[Span]) -> list[str]:
    """The id of each span: of the lexicon, of the longest name in the article that holds its words, or its own."""
    keys = [(s.type, words.key(s)) for s in spans]
    ids: dict[Key, str] = {}
    for span, key in zip(spans, keys, strict=True):
        if span.known or key not in ids:
            ids[key] = span.known.entity if span.known else slug(span.name_en or words.name(span))
    known = {key for span, key in zip(spans, keys, strict=True) if span.known}
    ends = {span.end: key for span, key in zip(spans, keys, strict=True)}
    for span, key in zip(spans, keys, strict=True):
        before, mark = ends.get(span.first - 1), words.form(span.first - 1)
        short = mark == "(" and words.form(span.end) == ")" and key[0] == "ORG"  # in brackets behind its long form
        if before and before[0] == key[0] and (short or mark in ALIAS):
            one, other = (key, before) if key in known and before not in known else (before, key)
            ids[other] = ids[one]
    holding: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key, word in ((k, word) for k in ids for word in k[1]):
        holding[key[0], word].append(key)
    for key in sorted(ids.keys() - known, key=lambda k: (-len(k[1]), k)):
        longer = [k for k in holding[(key[0], *key[1][-1:])] if set(key[1]) < set(k[1])]
        same = {ids[k] for k in longer if key[0] == "PER" or k[1][-len(key[1]) :] == key[1]}  # অভিবাসন ব্যুরো: a tail
        if len(same) == 1:
            ids[key] = same.pop()
    return [ids[key] for key in keys]
