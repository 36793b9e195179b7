"""Case endings, classifiers and emphatic ই/ও: what a Bengali word may carry behind its stem."""

from __future__ import annotations

from functools import lru_cache

_EMPHATIC = ("ই", "ও")
_CASES = (
    *("'এর", "'কে", "'তে", "'র", "'য়", "সহ"),
    *("য়ের", "েরও", "ের", "এর", "কে", "েতে", "তে", "য়ে", "রে", "র", "য়", "ে", "এ"),
)
_PLURALS = (
    "গুলোর",
    "গুলির",
    "গুলোকে",
    "গুলোতে",
    "গুলো",
    "গুলি",
    "গুলা",
    "সমূহ",
    "েদের",
    "দের",
    "েরা",
    "রা",
    "টির",
    "টিকে",
    "টিতে",
    "টি",
    "টার",
    "টা",
)
_SIGNS = "\u0981-\u0983\u09bc-\u09cd\u09d7"


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The word itself and every form of it with endings taken off, least taken off first.

    Which one is right only a dictionary can say (নেপাল must not become নেপা): the caller looks them up in order.

    >>> stems("রাশিয়াকে")
    ('রাশিয়াকে', 'রাশিয়া')
    """
    found = [word]
    for layer in (_EMPHATIC, _CASES, _PLURALS):
        for form in list(found):
            for ending in layer:
                stem = form[: -len(ending)]
                if form.endswith(ending) and len(stem) >= 2 and not stem.endswith("্") and stem not in found:
                    found.append(stem)
    return tuple(found)
