"""How a name is spelled: its Latin letters, its id, and a key that is equal for spellings that sound alike."""

from __future__ import annotations

import re
from functools import lru_cache

from .lexicon import BUILTIN
from .script import Text, ascii_digits, fold

_LATIN = {row["letter"]: row["latin"] for row in BUILTIN.rows("letters")}
_CONSONANTS = frozenset(BUILTIN.words("letters", kind="consonant"))
_SIGNS = frozenset(BUILTIN.words("letters", kind="sign"))
_UNIT = re.compile(r"[যডঢ]়|.", re.DOTALL)
_SOUNDS = [(re.compile(row["letters"]), row["sound"]) for row in BUILTIN.rows("sounds")]
_LETTERS = {row["name"]: row for row in BUILTIN.rows("latin_letters")}
_LETTER = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_HEARD = {row["letter"]: row["heard"] for row in _LETTERS.values()}


def transliterate(name: str) -> str:
    """A Bengali name in Latin letters, sound by sound; Latin letters and digits stay.

    >>> transliterate("করিম")
    'korim'
    """
    units = _UNIT.findall(ascii_digits(fold(name)))
    out: list[str] = []
    for before, unit, after in zip(["", *units], units, [*units[1:], ""], strict=False):
        out.append(_LATIN.get(unit, unit if unit.isascii() else ""))
        if unit in _CONSONANTS and after in _CONSONANTS:
            last_but_one = len(out) + 1 == len(units)
            out[-1] += "o" if last_but_one or before not in _SIGNS else ""
    return "".join(out)


def slug(name: str) -> str:
    """A readable id: lower-case ASCII words joined by _.

    >>> slug("Cox's Bazar")
    'coxs_bazar'
    """
    latin = transliterate(name).lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "_", latin).strip("_") or "unnamed"


@lru_cache(maxsize=100_000)
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
    return "" if _LETTER.sub("", name) else _LETTER.sub(lambda m: _LETTERS[m[0]]["letter"], name)


def may_begin(word: str, letter: str) -> bool:
    """Whether a word of English in Bengali script may begin with this Latin letter.

    >>> may_begin("অ্যাসোসিয়েশন", "a")
    True
    """
    return transliterate(word)[:1] in _HEARD.get(letter, letter)


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name: no marks, no hyphens."""
    return tuple(t.form for t in Text(name).tokens if t.form[0].isalnum())
