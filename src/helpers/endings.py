"""Case endings, classifiers and emphatic ই/ও: what a Bengali word may carry behind its stem."""

from __future__ import annotations

from functools import lru_cache

from .lexicon import BUILTIN

_LAYERS: list[dict[str, list[str]]] = []  # the endings by their last letter
for _layer in ("emphatic", "case", "plural"):
    _LAYERS.append({})
    for _ending in BUILTIN.words("endings", layer=_layer):
        _LAYERS[-1].setdefault(_ending[-1], []).append(_ending)


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, ...]:
    """The word itself and every form of it with endings taken off, least taken off first.

    Which one is right only a dictionary can say (নেপাল must not become নেপা): the caller looks them up in order.

    >>> stems("রাশিয়াকে")
    ('রাশিয়াকে', 'রাশিয়া')
    """
    found = [word]
    for layer in _LAYERS:
        for form in list(found):
            for ending in layer.get(form[-1:], ()):
                stem = form[: -len(ending)]
                if form.endswith(ending) and len(stem) >= 2 and not stem.endswith("্") and stem not in found:
                    found.append(stem)
    return tuple(found)
