"""What makes two figures comparable: an event with a class of counted nouns, scope and place, and whose voice it is."""

from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from .endings import stems
from .figures import Figure
from .gazetteer import gazetteer, name_tokens
from .lexicon import Lexicon
from .names import grammar
from .reading import Reading
from .script import fold

# Events that befall people: without a noun, people are meant (৬৩ জন প্রাণ হারিয়েছেন).
HARM = {"casualties", "killed", "injured"}  # near events: casualties holds both others
BEFALL_PEOPLE = HARM | {"missing", "displaced", "infected", "arrested", "recovered", "rescued"}
_LOCATIVE = ("ে", "য়", "তে", "েতে", "এ", "য়ে")
_COLUMNS = ("measure", "scope", "place", "claimant_group")
_REACH = 50  # letters before a number in which its scope may be told


def measure(reading: Reading, figure: Figure) -> dict[str, str]:
    """The columns measure, scope, place and claimant_group of a figure, empty where it cannot be compared.

    `measure` is event:class, `scope` added, total or "", `place` an entity, `claimant_group` the state, organisation or
    person that speaks, "" for the article's own voice.
    """
    noun_class = class_of(figure.counted, reading.lexicon) or ("person" if figure.event in BEFALL_PEOPLE else "")
    if not (figure.event and noun_class) or figure.quantity.kind not in ("count", "money", "measure"):
        return dict.fromkeys(_COLUMNS, "")
    told = (f"{figure.event}:{noun_class}:{figure.quantity.unit}".rstrip(":"), _scope(reading, figure))
    of_whom = (_place(reading, figure), voice(figure.claimant, figure.claimant_entity, reading))
    return dict(zip(_COLUMNS, (*told, *of_whom), strict=True))


@cache
def _words(lexicon: Lexicon) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Nouns with their class and kind, and words of scope."""
    classes = {r["noun"]: (r["class"], r["kind"]) for r in lexicon.rows("noun_classes")}
    return classes, {r["word"]: r["scope"] for r in lexicon.rows("scopes")}


def class_of(counted: str, lexicon: Lexicon) -> str:
    """The class of a counted noun phrase: that of its last word, the head in Bengali, else that word itself.

    A vessel in front (কন্টেইনার গোলাবারুদ) is what is counted, as in "a crate of".
    """
    known, words = _words(lexicon)[0], fold(counted).split() or [""]
    found = [next((known[s] for s in stems(w) if s in known), ("", "")) for w in (*words, " ".join(words[-2:]))]
    return next((c for c, kind in found if kind == "vessel"), "") or found[-1][0] or found[-2][0] or words[-1]


def _scope(reading: Reading, figure: Figure) -> str:
    """Whether the number counts those added or all so far, by the words of its clause."""
    scopes, words, q = _words(reading.lexicon)[1], reading.text.words, figure.quantity
    clause = takewhile(lambda word: word[0].isalpha(), reversed(words(max(0, q.start - _REACH), q.start)))
    return next((scopes[w] for w in (*clause, *words(q.end, q.end + _REACH)[:2]) if w in scopes), "")


def _place(reading: Reading, figure: Figure) -> str:
    """The nearest place before the number in its sentence that stands in the locative (গাজায়)."""
    near = [m for m in reading.before(reading.mentions, figure.quantity.start) if m.type == "LOC"]
    there = [m.entity for m in near if fold(reading.text.raw[m.start : m.end]).removeprefix(m.name) in _LOCATIVE]
    return there[-1] if there else ""


def voice(claimant: str, entity: str, reading: Reading) -> str:
    """The claimant group: the state whose office or media it is or that it names, media apart; else who or what it is.

    An organisation that the lexicon knows and that is no state's (হামাস, রয়টার্স) speaks for itself.
    """
    if not claimant:
        return ""
    words, names = name_tokens(claimant), gazetteer(reading.lexicon)
    known = names.by_id.get(entity)
    if known and known.type == "ORG":
        state = names.nations.get(known.country) if known.voice else None
        states, media = state.entity if state else "", known.voice == "media"
    else:
        states = "+".join(sorted(set(_states_in(words, reading.lexicon))))
        media = any(class_of(w, reading.lexicon) == "media" for w in words)
    return states + ":media" * media if states else entity or " ".join(words)


def _states_in(words: tuple[str, ...], lexicon: Lexicon) -> Iterator[str]:
    """The countries that a claimant names, demonyms included."""
    names, demonyms, i = gazetteer(lexicon), grammar(lexicon).demonyms, 0
    while i < len(words):
        end, _, known = names.match(words, i, len(words)) or (i + 1, "", None)
        for size in (1, 2):
            if i + size >= end and (nation := demonyms.get(words[i : i + size])):
                end, known = i + size, nation
        if known and known.kind == "country":
            yield known.entity
        i = end
