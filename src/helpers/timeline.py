"""Claims over time: who said how many, when. A range is drawn as a range, and what nobody has said is left open."""

from collections.abc import Mapping
from math import nan
from textwrap import fill, shorten
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, num2date
from matplotlib.ticker import LogLocator
from matplotlib.transforms import Bbox

from .canvas import COLOURS, MARKS, Picture, canvas, write_beside
from .claims import days_of
from .labels import day, figure, in_words, label, measure_label

_EPOCH = 719_163  # the ordinal of 1970-01-01, from which matplotlib counts days


def busiest(claims: pd.DataFrame, most: int = 2) -> list[tuple[str, str]]:
    """The story and measure of the pictures worth drawing: those of most voices, and of these the furthest apart."""
    dated = claims[(claims["modifier"] != "vague") & (claims["as_of"] != "")]
    by = dated.groupby(["story", "measure"])
    groups, bounds = by.agg(voices=("claimant_group", "nunique"), n=("claim", "size")), by[["low", "high"]]
    groups["apart"] = bounds.max().max(axis=1) / bounds.min().min(axis=1).clip(lower=1)
    order = groups[groups["n"] > 1].sort_values(["voices", "apart"], ascending=False, kind="stable")
    return [(str(story), str(measure)) for story, measure in order.index[:most]]


def claims_over_time(
    claims: pd.DataFrame, story: str, measure: str, language: str = "bn", names: Mapping[str, str] | None = None
) -> Picture:
    """A story's claims of one measure by date: bounds as bars, an arrow where one is open, a colour and mark by voice.

    `names` says what to call a story: the title of the document whose name it bears. Vague amounts are not drawn.
    """
    wanted = claims[(claims["story"] == story) & (claims["measure"] == measure) & (claims["modifier"] != "vague")]
    drawn = _read(wanted, language)
    often = drawn["claimant_group"].value_counts()[: len(COLOURS) - 1].index.sort_values()
    drawn["look"] = often.get_indexer(pd.Index(drawn["claimant_group"]))  # -1 is the last: where no other is left
    said, key = measure_label(measure, language), label("p_claims_sub", language)
    about = shorten((names or {}).get(story, ""), 55, placeholder=" …")
    figure, axes = canvas(label("p_claims", language, measure=said), f"{key} · {about}" if about else key)
    _axes(axes, drawn, language)
    rows: list[Any] = list(drawn.itertuples())
    taken = [_draw(axes, c, COLOURS[c.look], MARKS[c.look]) for c in rows]
    for c, mark in zip(rows, taken.copy(), strict=True):
        write_beside(axes, c.figure, mark, COLOURS[c.look], taken)
    last: Any = drawn.drop_duplicates("look", keep="last").sort_values("top", ascending=False, kind="stable")
    for c in last.itertuples():
        name = fill(c.who if c.look >= 0 else label("other_voices", language), 24, max_lines=3, placeholder=" …")
        axes.plot([], [], MARKS[c.look], color=COLOURS[c.look], label=name)
    axes.legend(*axes.get_legend_handles_labels(), loc="center left", bbox_to_anchor=(1, 0.5), labelcolor="linecolor")
    alt = "; ".join(f"{c.when}: {c.who} {c.figure}" for c in rows)
    return Picture(f"claims_{measure.replace(':', '_')}", figure, f"{said}. {alt}")


def _read(claims: pd.DataFrame, language: str) -> pd.DataFrame:
    """The claims with a date, earliest first: of a voice and day the greatest. Of an interval its end counts.

    They have more columns: those of `in_words`, and as they are drawn from `foot` to `top`, `open` upwards (1),
    downwards (-1) or not, the days from `first` to `last`, and where it stands: `x`.
    """
    low, high = claims["low"], claims["high"]
    openness = high.isna().astype(int) - low.isna()
    days = [days_of(value.split("/")[-1]) or (nan, nan) for value in claims["as_of"]]
    claims = in_words(claims, language).assign(foot=low.fillna(high), top=high.fillna(low), open=openness)
    claims[["first", "last"]] = pd.DataFrame(days, claims.index, ["first", "last"], float) - _EPOCH
    greatest = claims.sort_values("top", ascending=False, kind="stable")
    once = greatest.drop_duplicates(["claimant_group", "as_of", "scope"])
    return once.assign(x=(once["first"] + once["last"]) // 2).dropna(subset="x").sort_values(["x", "claim"])


def _axes(axes: Axes, drawn: pd.DataFrame, language: str) -> None:
    """The axes of numbers and of days; claims of one day are moved side by side, but never far from it."""
    values = [v for v in (*drawn["foot"], *drawn["top"]) if v > 0] or [1]
    axes.set_ylim(0, max(values) * 1.35)
    if max(values) / min(values) > 8:
        axes.set(yscale="log", ylim=(min(values) / 1.6, max(values) * 2.2))
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.minorticks_off()
    axes.yaxis.set_major_formatter(lambda v, _: figure(v, language))
    low, high = (drawn["x"].min(), drawn["x"].max()) if len(drawn) else (0, 0)
    pad = max(4.0, (high - low) * 0.12)
    axes.set_xlim(low - pad, high + pad)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=7, interval_multiples=False))
    axes.xaxis.set_major_formatter(lambda t, _: "\n".join(day(str(num2date(t).date()), language).rsplit(" ", 1)))
    axes.xaxis.set_visible(len(drawn) > 0)
    span = high - low + 2 * pad
    crowd = drawn.groupby(drawn["x"] // (span / 24))["x"]
    of = crowd.transform("size")
    drawn["x"] += (crowd.cumcount() - (of - 1) / 2) * span / (8 * of).clip(lower=24)


def _draw(axes: Axes, c: Any, colour: str, mark: str) -> Bbox:
    """Draws one claim: its voice's mark where its bounds are, a bar between them, an arrow where one is open; a thin
    line as long as the month or year that the text names. Returns the box that it fills."""
    if c.first < c.last:
        axes.plot([c.first, c.last], [c.foot] * 2, color=colour, lw=1.2, alpha=0.7, zorder=1)
    [line] = axes.plot([c.x] * 2, [c.foot, c.top], marker=mark, color=colour, lw=6)
    if not c.open:
        return line.get_window_extent()
    arrow = {"arrowstyle": "<|-", "color": colour, "lw": 2.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
    note = axes.annotate("", (c.x, c.foot), (0, 34 * c.open), textcoords="offset points", arrowprops=arrow)
    return Bbox.union([line.get_window_extent(), note.get_window_extent()])
