"""How a name is spelled: its Latin letters, its id, and a key that is equal for spellings that sound alike."""

from __future__ import annotations

import re
from functools import lru_cache

from .lexicon import BUILTIN
from .script import WORD, ascii_digits, fold

_LATIN = {row["letter"]: row["latin"] for row in BUILTIN.rows("letters")}
_DOTTED = [(letter, latin) for letter, latin in _LATIN.items() if len(letter) > 1]
_PLAIN = str.maketrans({letter: latin for letter, latin in _LATIN.items() if len(letter) == 1})
_SIGNS = "".join(BUILTIN.words("letters", kind="sign"))
# a consonant before another has an o, behind a vowel sign only at the end of the name
_OPEN = re.compile(f"(?m)[ক-হ]়?(?=[ক-হ])(?:(?<![{_SIGNS}][ক-হ])(?<![{_SIGNS}][ক-হ]়)|(?=[ক-হ]়?$))")
_SOUNDS = [(re.compile(row["letters"]), row["sound"]) for row in BUILTIN.rows("sounds")]
_SPELLED = {row["name"]: row["letter"] for row in BUILTIN.rows("latin_letters")}
_SPELLING = re.compile("|".join(sorted(_SPELLED, key=len, reverse=True)))


def transliterate(name: str) -> str:
    """A Bengali name, or several, each in a line of its own, in Latin letters, sound by sound; Latin letters and digits
    stay.

    >>> transliterate("করিম")
    'korim'
    """
    latin = _OPEN.sub(lambda m: m[0] + "o", ascii_digits(fold(name)))
    for letter, sounds in _DOTTED:
        latin = latin.replace(letter, sounds)
    return latin.translate(_PLAIN).encode("ascii", "ignore").decode()


def slug(name: str) -> str:
    """A readable id: lower-case ASCII words joined by _.

    >>> slug("Cox's Bazar")
    'coxs_bazar'
    """
    latin = transliterate(name).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "_", latin).strip("_") or "unnamed"


@lru_cache(50_000)
def sound(word: str) -> str:
    """The word as it sounds: equal for spellings that differ only where Bengali has several letters for one sound.

    >>> sound("ল্যাভরভ") == sound("লাভরভ")
    True
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def letters(name: str) -> str:
    """The Latin letters that an abbreviation spells, in Bengali or in Latin; "" where it spells none.

    >>> letters("কেসিএনএ") == letters("KCNA") == "kcna"
    True
    """
    name = re.sub("[-. ]", "", name)
    if name.isascii():
        return name.lower() if name.isupper() and name.isalpha() else ""
    return "" if _SPELLING.sub("", name) else _SPELLING.sub(lambda m: _SPELLED[m[0]], name)


@lru_cache(50_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a folded name: no marks, no hyphens."""
    return tuple(WORD.findall(name))
