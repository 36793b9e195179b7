"""What is new since the last run: the claims of two outputs side by side."""

from pathlib import Path

import pandas as pd

from . import tables

_ORDER = ["story", "measure", "doc", "start"]
_VALUE = ["low", "high", "modifier", "status", "as_of", "claimant_group", "place", "scope"]


def changes(before: Path | str, now: Path | str) -> pd.DataFrame:
    """The claims that are new, revised or gone in the output folder `now` against the output folder `before`.

    Columns: `kind` (new, revised, gone; in that order), those of the claims table (of a claim that is gone, as it was),
    and for one that is revised `was_low` and `was_high`. A claim is the same where document, measure, the words of the
    figure and claimant are: its place may have moved. Revised is what an article now says, or is now read, otherwise,
    and what a new claim says otherwise than an earlier one of the same voice (its latest). Without an earlier output
    there is nothing to compare and the table is empty.
    """
    columns = ["kind", *tables.COLUMNS["claims"], "was_low", "was_high"]
    if not before or not (Path(before) / "tables" / "claims.parquet").exists():
        return pd.DataFrame(columns=columns)
    old, new = (tables.read(Path(folder), "claims").sort_values(_ORDER) for folder in (before, now))
    # A claim is known by these, with its number among its like.
    gone, fresh, again = _paired(old, new, ["doc", "measure", "surface", "claimant"])
    gone, fresh, rewritten = _paired(gone, fresh, ["doc", "measure", "claimant"])
    outdone = _outdone(fresh, new, tables.read(Path(now), "comparisons"))
    fresh = fresh[~fresh["claim"].isin(outdone["claim"])]
    revised = pd.concat([again, rewritten, outdone]).sort_values(_ORDER)
    found = pd.concat({"new": fresh, "revised": revised, "gone": gone}, names=["kind"])
    return found.reset_index("kind").reindex(columns=columns).reset_index(drop=True)


def _paired(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> list[pd.DataFrame]:
    """The claims of either that have no like in the other, and the new ones whose like had other values."""
    old, new = (t.assign(nth=t.groupby(key).cumcount()).set_index([*key, "nth"]) for t in (old, new))
    both = new.index.intersection(old.index, sort=False)
    was, now = old.loc[both, _VALUE], new.loc[both]
    other = (was != now[_VALUE]) & (was.notna() | now[_VALUE].notna())
    revised = now.assign(was_low=was["low"], was_high=was["high"])[other.any(axis=1)]
    return [t.reset_index() for t in (old.drop(both), new.drop(both), revised)]


def _outdone(fresh: pd.DataFrame, new: pd.DataFrame, comparisons: pd.DataFrame) -> pd.DataFrame:
    """The fresh claims that revise one of an earlier run, with the bounds of the latest such."""
    pairs = comparisons[(comparisons["relation"] == "revises") & ~comparisons["claim_a"].isin(fresh["claim"])]
    was = new[["claim", "as_of", "low", "high"]].add_prefix("was_")
    pairs = pairs.merge(was, left_on="claim_a", right_on="was_claim").sort_values(["was_as_of", "was_claim"])
    pairs = pairs.drop_duplicates("claim_b", keep="last")[["claim_b", "was_low", "was_high"]]
    return fresh.merge(pairs, left_on="claim", right_on="claim_b").drop(columns="claim_b")
