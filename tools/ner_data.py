"""Reads the annotated name data that the tagger learns from, and repairs what is wrong with it."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from helpers.cleaning import find_removed
from helpers.endings import stems
from helpers.lexicon import BUILTIN
from helpers.names import Words, grammar
from helpers.script import Text, fold
from helpers.sentences import find_sentences

UNKNOWN = "?"  # the label of a word of which nobody can tell whether it is a name: nothing is learned from it
LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
_TYPES = {"PERSON": "PER", "PER": "PER", "GPE": "LOC", "LOC": "LOC", "ORG": "ORG"}
_SPLITS = [
    r"\S+",
    r"[^\s।,;:?!‘’“”\"'()]+|\S",
    r"[^\s।,;:?!‘’“”\"'()-]+|\S",
    r"[^\s।,;:?!‘’“”\"'().]+|\S",
    r"[^\W_]+|\S",
]


class DataError(ValueError):
    """Training data that cannot be used; the message names file, line and remedy."""


class Sentence(NamedTuple):
    """Words and their labels; every label is one of LABELS or UNKNOWN."""

    forms: tuple[str, ...]
    labels: tuple[str, ...]


def spans(labels: tuple[str, ...] | list[str]) -> list[tuple[int, int, str]]:
    """The names that labels mark: first word, end word, type."""
    found: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        part, _, kind = label.partition("-")
        if part == "I" and found and found[-1][1] == i and found[-1][2] == kind:
            found[-1] = (found[-1][0], i + 1, kind)
        elif kind:
            found.append((i, i + 1, kind))
    return found


def labelled(size: int, names: list[tuple[int, int, str]]) -> tuple[str, ...]:
    """The way back: labels of names."""
    labels = ["O"] * size
    for first, end, kind in names:
        labels[first:end] = ["B-" + kind] + ["I-" + kind] * (end - first - 1)
    return tuple(labels)


def _retokenized(words: list[str], labels: list[str]) -> Sentence:
    """Words of another splitting as our tokens, without tight hyphens; a label goes on over all tokens of its word."""
    forms: list[str] = []
    ours: list[str] = []
    for word, label in zip(words, labels, strict=True):
        parts = Text(word).words()
        parts = [p for i, p in enumerate(parts) if p != "-" or i in (0, len(parts) - 1)]
        forms += parts
        ours += [label if i == 0 else label.replace("B-", "I-") for i in range(len(parts))]
    names = [(a, b, k) for a, b, k in spans(ours)]
    for i, (a, b, k) in enumerate(names):  # marks at the ends of a name belong to no name
        while a < b and not forms[a][0].isalnum():
            a += 1
        while a < b and not forms[b - 1][0].isalnum():
            b -= 1
        names[i] = (a, b, k)
    return Sentence(tuple(forms), labelled(len(forms), [n for n in names if n[0] < n[1]]))


def split(sentences: Iterable[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """What a model learns from, and the last tenth, which it is judged on (neighbours are of one article)."""
    known = list(sentences)
    cut = len(known) * 9 // 10
    return known[:cut], known[cut:]


def read_banglakit(folder: Path) -> Iterator[Sentence]:
    """Sentences whose words can be split so that there is a tag for each."""
    for _, (sentence, tags) in _json_lines(folder / "banglakit" / "main.jsonl"):
        for pattern in _SPLITS:
            words = re.findall(pattern, sentence)
            if len(words) == len(tags):
                yield _retokenized(words, [_bio(t) for t in tags])
                break


def _bio(tag: str) -> str:
    part, _, kind = tag.partition("-")
    return f"{'B' if part in 'BU' else 'I'}-{_TYPES[kind]}" if kind in _TYPES else "O"


def read_neon(folder: Path) -> Iterator[Sentence]:
    """Headlines, each once; PERs side by side are one name; demonyms and common nouns are none. A danda ends them."""
    demonyms, common = set(BUILTIN.words("demonyms")), set(BUILTIN.words("not_names")) | set(BUILTIN.words("titles"))
    seen = set()
    path = folder / "neon-p" / "Dataset_label_data.txt"
    for block in re.split(r"\n\s*\n", _read(path)):
        pairs = [line.split() for line in block.splitlines() if len(line.split()) == 2]
        if not pairs or (key := tuple(w for w, _ in pairs)) in seen:
            continue
        seen.add(key)
        labels: list[str] = []
        for _, tag in pairs:
            part, _, kind = tag.partition("-")
            label = f"{'B' if part == 'B' else 'I'}-{_TYPES[kind]}" if kind in _TYPES else "O"
            if label == "B-PER" and labels and labels[-1].endswith("PER"):
                label = "I-PER"
            labels.append(label)
        sentence = _retokenized([w for w, _ in pairs] + ["।"], [*labels, "O"])
        names = []
        for a, b, k in spans(sentence.labels):
            alone = set(stems(sentence.forms[a])) if b - a == 1 else set()
            if not (alone & common or (alone & demonyms and sentence.forms[a] in demonyms)):
                names.append((a, b, k))
        yield Sentence(sentence.forms, labelled(len(sentence.forms), names))


def read_keys(keys: Iterable[Path], texts: dict[str, str], never: Collection[str] = ()) -> Iterator[Sentence]:
    """The sentences of articles whose names are told, every place of each name marked; `texts` by the keys' `doc`.

    Articles of `never` are left out.

    The longest name counts where one stands in another; a name's last word may carry endings.
    """
    names: dict[str, dict[tuple[str, ...], str]] = {}
    for row in (row for key in keys for row in _rows(key)):
        for name in row["names"].split("|"):
            names.setdefault(row["doc"], {})[_loose(Text(name).words())] = row["type"]
    for doc, known in ((doc, known) for doc, known in names.items() if doc not in never):
        if doc not in texts:
            raise DataError(f"{doc}: a key names it, but it is no article of the corpus")
        text = Text(texts[doc])
        words = Words(text, find_sentences(text, find_removed(text)), grammar())
        longest_first = sorted(known.items(), key=lambda item: -len(item[0]))
        for first, end in words.sentences:
            forms, found, at = words.forms[first:end], [], 0
            while at < len(forms):
                name, kind = next(((n, k) for n, k in longest_first if _stands(n, forms, at)), ((), ""))
                if kind:
                    found.append((at, at + len(name), kind))
                at += len(name) or 1
            yield Sentence(tuple(forms), labelled(len(forms), found))


def docs_of(keys: Iterable[Path]) -> set[str]:
    """The articles of keys."""
    return {row["doc"] for key in keys for row in _rows(key)}


def _rows(key: Path) -> list[dict[str, str]]:
    if not key.exists():
        raise DataError(f"{key}: not found; it lists the names of annotated articles")
    with key.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _loose(forms: list[str]) -> tuple[str, ...]:
    """A name's words without its hyphens."""
    return tuple(form for form in forms if form != "-")


def _stands(name: tuple[str, ...], forms: list[str], at: int) -> bool:
    """Whether a name begins at a word; its last word may carry endings."""
    *before, last = name
    there = forms[at : at + len(name)]
    return bool(there) and len(there) == len(name) and there[:-1] == before and last in stems(there[-1])


def read_news(path: Path) -> Iterator[tuple[str, str]]:
    """The ids and the texts of a .jsonl.gz of articles."""
    if not path.exists():
        raise DataError(f"{path}: not found; --news names a .jsonl.gz with a column text")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["id"], f"{row.get('title', '')}\n\n{row['text']}"


def _read(path: Path) -> str:
    if not path.exists():
        raise DataError(f"{path}: not found; --data names the folder that holds banglakit/ and neon-p/")
    return fold(path.read_text(encoding="utf-8"))


def _json_lines(path: Path) -> Iterator[tuple[int, list]]:
    for number, line in enumerate(_read(path).splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise DataError(f"{path}:{number}: not JSON ({error})") from error
