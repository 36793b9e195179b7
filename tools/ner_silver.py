"""More to learn from: names that annotators left out, and news that nobody has annotated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from helpers.cleaning import find_removed, find_sentences
from helpers.endings import stems
from helpers.entities import NoTagger, Tagger, find_mentions
from helpers.script import Text
from helpers.sentences import Sentence as Span
from helpers.tagger import NameTagger
from ner_data import UNKNOWN, Sentence, labelled, spans

Names = list[tuple[int, int, str, str]]  # the last: found by lexicon, pattern or model
Data = list[Sentence]


def with_added(sentence: Sentence, names: Iterable[tuple]) -> Sentence:
    """The sentence with those names that touch none of its own."""
    own = spans(sentence.labels)
    for first, end, kind, *_ in names:
        if all(end <= a or b <= first for a, b, _ in own):
            own.append((first, end, kind))
    return Sentence(sentence.forms, labelled(len(sentence.forms), own))


def by_rules(sentence: Sentence) -> Names:
    """What lexicon and patterns find in a sentence."""
    text = Text(" ".join(sentence.forms))
    return _names(text, [(0, len(text.raw))], NoTagger())[0][1]


def repaired(data: Data, train: Callable[[Data], Tagger], sure: float, folds: int = 4) -> Data:
    """Each part of the data with the names added that rules and a tagger trained on the other parts find in it."""
    out: Data = []
    for i in range(folds):
        first, end = len(data) * i // folds, len(data) * (i + 1) // folds
        part = data[first:end]
        found = train(data[:first] + data[end:]).tag([s.forms for s in part])
        for sentence, names in zip(part, found, strict=True):
            sentence = with_added(sentence, by_rules(sentence))
            out.append(with_added(sentence, [n for n in names if n[3] >= sure]))
    return out


def news_sentences(texts: Iterable[str], tagger: NameTagger, sure: float, doubtful: float) -> Data:
    """Sentences of articles as rules, lexicon and the tagger read them, where the tagger agrees with itself.

    The tagger is asked for names from log odds `sure` on; what else it takes for one from `doubtful` on is UNKNOWN.
    """
    read = []
    tagger.margin = sure
    for raw in texts:
        text = Text(raw)
        where = find_sentences(text, find_removed(text))
        read += _names(text, [(s.start, s.end) for s in where], tagger)
    seen: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for forms, names in read:
        seen.update(stems(f)[-1] for f in forms)
        named.update(stems(f)[-1] for a, b, *_ in names for f in forms[a:b])
    read = [(forms, names) for forms, names in read if 3 <= len(forms) <= 80]
    tagger.margin = doubtful
    out = []
    for (forms, names), guessed in zip(read, tagger.tag([forms for forms, _ in read]), strict=True):
        kept = [n for n in names if n[3] != "model" or n[1] - n[0] > 1 or _mostly(stems(forms[n[0]])[-1], named, seen)]
        labels = list(labelled(len(forms), [n[:3] for n in kept]))
        for a, b, *_ in guessed:
            if set(labels[a:b]) == {"O"}:
                labels[a:b] = [UNKNOWN] * (b - a)
        out.append(Sentence(tuple(forms), tuple(labels)))
    return out


def _mostly(word: str, named: Counter[str], seen: Counter[str]) -> bool:
    """A word that is part of names at least every second time; guesses at other words alone are mostly wrong."""
    return 2 * named[word] >= seen[word]


def _names(text: Text, where: Sequence[tuple[int, int]], tagger: Tagger) -> list[tuple[list[str], Names]]:
    """For each sentence its words, without tight hyphens, and the outermost names in it."""
    mentions = find_mentions(text, [Span(a, b, "body") for a, b in where], tagger=tagger)
    mentions = sorted((*text.folded_span(m.start, m.end), m.type, m.found_by) for m in mentions)
    out, at = [], 0
    forms, starts, ends = text.cut
    for start, end in sorted(text.folded_span(a, b) for a, b in where):
        while starts[at] < start:
            at += 1
        inside = []
        while starts[at] < end:
            if forms[at] != "-" or not (at and ends[at - 1] == starts[at] and ends[at] == starts[at + 1]):
                inside.append(at)
            at += 1
        names: Names = []
        for a, b, kind, by in (m for m in mentions if start <= m[0] < end):
            covered = [i for i, k in enumerate(inside) if a <= starts[k] < b]
            if covered and (not names or names[-1][1] <= covered[0]):
                names.append((covered[0], covered[-1] + 1, kind, by))
        out.append(([forms[k] for k in inside], names))
    return out
