"""What the suite knows of Bengali: CSV files that a linguist edits, read once, with a user's own laid over them."""

import csv
import hashlib
import io
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from .script import fold

HOME = Path(__file__).with_name("lexicon")
Row = dict[str, str]


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True)
class Lexicon:
    """A folder of CSV files, and one more laid over it (`overlay`).

    A row's first column is what it is about. A row of the overlay takes the place of our rows about the same thing,
    or is added. Cells are folded (see `script.fold`), so they match the folded text. Compiled grammars are kept for
    each Lexicon by `functools.cache`, as it is hashable.
    """

    overlay: Path | None = None

    @cache  # noqa: B019 (a process has one lexicon, or two)
    def rows(self, name: str) -> list[Row]:
        """The rows of `name`.csv as dicts of strings; the column `comment` is for people."""
        ours = read_csv(HOME / f"{name}.csv")
        theirs = self.overlay / f"{name}.csv" if self.overlay else None
        added = read_csv(theirs) if theirs and theirs.exists() else []
        if added and (missing := ours[0].keys() - added[0].keys() - {"comment"}):
            missed = ", ".join(sorted(missing))
            raise LexiconError(f"{theirs}: column {missed} is missing; ours has {', '.join(ours[0])}")
        key = next(iter(ours[0]))
        replaced = {r[key] for r in added}
        return [r for r in ours if r[key] not in replaced] + added

    def words(self, name: str, **where: str) -> list[str]:
        """The first column of the rows whose other columns are as given."""
        return [next(iter(r.values())) for r in self.rows(name) if all(r[k] == v for k, v in where.items())]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all files, ours and the overlay's: a part of the key of everything that is cached."""
        digest = hashlib.sha256()
        for folder in filter(None, (HOME, self.overlay)):
            for path in sorted(folder.glob("*.csv")):
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()


def read_csv(path: Path) -> list[Row]:
    """The rows of a CSV file, folded. Raises LexiconError where it is none."""
    try:
        return list(csv.DictReader(io.StringIO(fold(path.read_bytes().decode("utf-8-sig")), newline=""), restval=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(f"{path}: not a UTF-8 CSV file ({error}); save it as CSV in UTF-8") from error


BUILTIN = Lexicon()
