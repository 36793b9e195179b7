"""Case endings, classifiers and emphatic ই/ও: what a Bengali word may carry behind its stem."""

from functools import lru_cache

from .lexicon import BUILTIN

_LAYERS = [tuple(BUILTIN.words("endings", layer=layer)) for layer in ("emphatic", "case", "plural")]


@lru_cache(50_000)
def stems(word: str) -> tuple[str, ...]:
    """The word itself and every form of it with endings taken off, least taken off first.

    Which one is right only a dictionary can say (নেপাল must not become নেপা): the caller looks them up in order.

    >>> stems("রাশিয়াকে")
    ('রাশিয়াকে', 'রাশিয়া')
    """
    found = [word]
    for layer in _LAYERS:
        for form in list(found):
            for ending in layer if form.endswith(layer) else ():
                stem = form.removesuffix(ending)
                if len(stem) >= 2 and not stem.endswith("্") and stem not in found:
                    found.append(stem)
    return tuple(found)
