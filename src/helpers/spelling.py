"""How a name is spelled: its Latin letters, its id, and a key that is equal for spellings that sound alike."""

from __future__ import annotations

import re
from functools import lru_cache

from .script import Text, fold

_VOWEL_SIGNS = dict(zip("ািীুূৃেৈোৌ", ["a", "i", "i", "u", "u", "ri", "e", "oi", "o", "ou"], strict=True))
_VOWELS = dict(zip("অআইঈউঊঋএঐওঔ", ["o", "a", "i", "i", "u", "u", "ri", "e", "oi", "o", "ou"], strict=True))
_CONSONANTS = {
    **dict(zip("কখগঘঙচছজঝঞ", ["k", "kh", "g", "gh", "ng", "ch", "chh", "j", "jh", "n"], strict=True)),
    **dict(zip("টঠডঢণতথদধন", ["t", "th", "d", "dh", "n", "t", "th", "d", "dh", "n"], strict=True)),
    **dict(zip("পফবভমযরলশষসহ", ["p", "f", "b", "bh", "m", "j", "r", "l", "sh", "sh", "s", "h"], strict=True)),
    "য়": "y",
    "ড়": "r",
    "ঢ়": "rh",
}
_MARKS = {"ং": "ng", "ঃ": "h", "ঁ": "", "ৎ": "t"}
_UNIT = re.compile(r"[যডঢ]়|.", re.DOTALL)

# Letters that Bengali writes in two ways for one sound, in the order in which they are replaced.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("য়(?=[া-ৌ])", ""),
        ("[ডঢ]়", "র"),
        ("্য(?=া)|[ঁঃ়'.]", ""),
        ("[শষছ]", "স"),
        ("ণ", "ন"),
        ("[যঝ]", "জ"),
        ("[ডঢ]", "দ"),
        ("[ঙঞ]গ?|ংগ", "ং"),
        ("[ৎথটঠ]", "ত"),
        ("ফ", "প"),
        ("[ইঈী]", "ি"),
        ("[উঊূ]", "ু"),
        ("(?<=.)[ওঅো]", ""),
        ("এ", "ে"),
        ("আ", "া"),
        (r"(.)্\1", r"\1"),
        ("্", ""),
    )
]
_LETTERS = {
    "ডব্লিউ": "w",
    "ওয়াই": "y",
    "এইচ": "h",
    "এক্স": "x",
    "কিউ": "q",
    "জেড": "z",
    "এফ": "f",
    "এল": "l",
    "এম": "m",
    "এন": "n",
    "এস": "s",
    "আই": "i",
    "আর": "r",
    "ইউ": "u",
    "বি": "b",
    "সি": "c",
    "ডি": "d",
    "জি": "g",
    "জে": "j",
    "কে": "k",
    "পি": "p",
    "টি": "t",
    "ভি": "v",
    "এ": "a",
    "ই": "e",
    "ও": "o",
}
_LETTER = re.compile("|".join(_LETTERS))


def transliterate(name: str) -> str:
    """A Bengali name in Latin letters, sound by sound; Latin letters and digits stay.

    >>> transliterate("করিম")
    'korim'
    """
    units = _UNIT.findall(fold(name))
    out: list[str] = []
    for i, unit in enumerate(units):
        after = units[i + 1] if i + 1 < len(units) else ""
        if unit in _CONSONANTS:
            inherent = after in _CONSONANTS and not (i and units[i - 1] in _VOWEL_SIGNS and i + 2 < len(units))
            out.append(_CONSONANTS[unit] + ("o" if inherent else ""))
        else:
            out.append(
                _VOWEL_SIGNS.get(unit, _VOWELS.get(unit, _MARKS.get(unit, unit if unit.isascii() else _digit(unit))))
            )
    return "".join(out)


def _digit(unit: str) -> str:
    return str("০১২৩৪৫৬৭৮৯".index(unit)) if unit in "০১২৩৪৫৬৭৮৯" else ""


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
    return "" if _LETTER.sub("", name) else _LETTER.sub(lambda m: _LETTERS[m[0]], name)


def words(name: str) -> list[str]:
    """The words of a name: no marks, no hyphens."""
    return [t.form for t in Text(name).tokens if t.form[0].isalnum()]
