"""What makes two figures comparable: an event with a class of counted nouns, scope and place, and whose voice it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .endings import stems
from .figures import Figure
from .gazetteer import gazetteer, name_tokens
from .lexicon import Lexicon
from .names import grammar
from .reading import Reading
from .script import Token, fold

# Events that befall people: without a noun, people are meant (৬৩ জন প্রাণ হারিয়েছেন).
BEFALL_PEOPLE = {
    "killed",
    "injured",
    "casualties",
    "missing",
    "arrested",
    "displaced",
    "infected",
    "recovered",
    "rescued",
}
COMPARED = {"count", "money", "measure"}
_LOCATIVE = ("ে", "য়", "তে", "েতে", "এ", "য়ে")
_REACH = 8  # tokens before a number in which its scope may be told


@dataclass(frozen=True, slots=True)
class Measure:
    """`name` is event:class ("" where the figure cannot be compared), `scope` added, total or "", `place` an entity."""

    name: str = ""
    scope: str = ""
    place: str = ""
    group: str = ""  # the state, organisation or person that speaks; "" for the article's own voice


def measure(reading: Reading, figure: Figure) -> Measure:
    """The measure of a figure."""
    if not figure.event or figure.quantity.kind not in COMPARED:
        return Measure()
    noun_class = class_of(figure.counted, reading.lexicon)
    if not noun_class and figure.event in BEFALL_PEOPLE:
        noun_class = "person"
    if not noun_class:
        return Measure()
    unit = f":{figure.quantity.unit}" if figure.quantity.unit else ""
    return Measure(
        f"{figure.event}:{noun_class}{unit}",
        _scope(reading, figure),
        _place(reading, figure),
        voice(figure.claimant, figure.claimant_entity, reading),
    )


@cache
def _classes(lexicon: Lexicon) -> dict[str, tuple[str, str]]:
    return {r["noun"]: (r["class"], r["kind"]) for r in lexicon.rows("noun_classes")}


def class_of(counted: str, lexicon: Lexicon) -> str:
    """The class of a counted noun phrase: that of its last word, the head in Bengali, else that word itself.

    A vessel in front (কন্টেইনার গোলাবারুদ) is what is counted, as in "a crate of".
    """
    known = _classes(lexicon)
    words = fold(counted).split()
    if not words:
        return ""
    classes = [next((known[s] for s in stems(w) if s in known), ("", "")) for w in words]
    if len(words) > 1 and (compound := known.get(" ".join((words[-2], stems(words[-1])[0])))):
        return compound[0]
    vessel = next((c for c, kind in classes if kind == "vessel"), "")
    return vessel or classes[-1][0] or stems(words[-1])[0]


@cache
def _scopes(lexicon: Lexicon) -> dict[str, str]:
    return {r["word"]: r["scope"] for r in lexicon.rows("scopes")}


def _scope(reading: Reading, figure: Figure) -> str:
    """Whether the number counts those added or all so far, by the words of its clause."""
    known = _scopes(reading.lexicon)
    start, end = reading.text.folded_span(figure.quantity.start, figure.quantity.end)
    tokens = reading.text.tokens
    first = bisect_left(tokens, start, key=lambda t: t.start)
    after = tokens[bisect_left(tokens, end, key=lambda t: t.start) :][:2]
    found = [known[t.form] for t in (*_clause_before(tokens, first), *after) if t.form in known]
    return found[0] if found else ""


def _clause_before(tokens: list[Token], first: int) -> list[Token]:
    """The tokens before a number, nearest first, up to a mark or another number."""
    clause = []
    for token in reversed(tokens[max(0, first - _REACH) : first]):
        if not token.form[0].isalpha():
            break
        clause.append(token)
    return clause


def _place(reading: Reading, figure: Figure) -> str:
    """The nearest place before the number in its sentence that stands in the locative (গাজায়)."""
    at = figure.quantity.start
    i = bisect_right(reading.sentence_starts, at) - 1
    begin = reading.sentences[i].start if i >= 0 else 0
    raw = reading.text.raw
    near = [m for m in reading.mentions if m.type == "LOC" and begin <= m.start < at]
    there = [m for m in near if fold(raw[m.start : m.end]).removeprefix(m.name) in _LOCATIVE]
    return there[-1].entity if there else ""


def voice(claimant: str, entity: str, reading: Reading) -> str:
    """The claimant group: the state whose office or media it is or that it names, media apart; else who or what it is.

    An organisation that the lexicon knows and that is no state's (হামাস, রয়টার্স) speaks for itself.
    """
    if not claimant:
        return ""
    words, names = name_tokens(claimant), gazetteer(reading.lexicon)
    known = names.by_id.get(entity)
    if known and known.type == "ORG":
        state = names.nations.get(known.country)
        if not known.voice or state is None:
            return entity
        return state.entity + (":media" if known.voice == "media" else "")
    states = sorted(set(_states_in(words, reading.lexicon)))
    if states:
        return "+".join(states) + (":media" if any(class_of(w, reading.lexicon) == "media" for w in words) else "")
    return entity or " ".join(stems(w)[0] for w in words)


def _states_in(words: tuple[str, ...], lexicon: Lexicon) -> Iterator[str]:
    """The countries that a claimant names, demonyms included."""
    names, demonyms, i = gazetteer(lexicon), grammar(lexicon).demonyms, 0
    while i < len(words):
        end, _, known = names.match(words, i, len(words)) or (i + 1, "", None)
        for size in (2, 1):
            if (nation := demonyms.get(words[i : i + size])) and i + size >= end:
                end, known = i + size, nation
                break
        if known and known.kind == "country":
            yield known.entity
        i = end
