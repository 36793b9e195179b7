"""Claims over time: who said how many, when. A range is drawn as a range, and what nobody has said is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from textwrap import fill, shorten
from types import SimpleNamespace

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num, num2date
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from matplotlib.transforms import Bbox

from .canvas import COLOURS, MARKS, Picture, canvas, write_beside
from .claims import days_of
from .labels import bounds, day, figure, label, measure_label


def busiest(claims: pd.DataFrame, most: int = 2) -> list[tuple[str, str]]:
    """The story and measure of the pictures worth drawing: those of most voices, and of these the furthest apart."""
    dated = claims[(claims["modifier"] != "vague") & (claims["as_of"] != "")]
    dated = dated.assign(least=dated["low"].fillna(dated["high"]), greatest=dated["high"].fillna(dated["low"]))
    groups = dated.groupby(["story", "measure"]).agg(
        voices=("claimant_group", "nunique"), n=("claim", "size"), least=("least", "min"), greatest=("greatest", "max")
    )
    groups["apart"] = groups["greatest"] / groups["least"].clip(lower=1)
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
    often = sorted(group for group, _ in Counter(c.group for c in drawn).most_common(len(COLOURS) - 1))
    looks = dict(zip(often, zip(COLOURS, MARKS, strict=True), strict=False))
    rest = COLOURS[-1], MARKS[-1]  # of the voices for which no colour is left
    said, key = measure_label(measure, language), label("p_claims_sub", language)
    about = shorten((names or {}).get(story, ""), 55, placeholder=" …")
    figure, axes = canvas(label("p_claims", language, measure=said), f"{key} · {about}" if about else key)
    _axes(axes, drawn, language)
    taken = [_draw(axes, c, *looks.get(c.group, rest)) for c in drawn]
    for c, mark in zip(drawn, taken.copy(), strict=True):
        write_beside(axes, c.told, mark, looks.get(c.group, rest)[0], taken)
    last = {c.group if c.group in looks else "": c for c in drawn}
    shown = []
    for group, c in sorted(last.items(), key=lambda named: -float(named[1].top)):
        colour, mark = looks.get(group, rest)
        name = fill(c.voice if group else label("other_voices", language), 24, max_lines=3, placeholder=" …")
        shown.append(Line2D([], [], color=colour, marker=mark, lw=0, label=name))
    axes.legend(handles=shown, loc="center left", bbox_to_anchor=(1, 0.5), labelcolor="linecolor")
    alt = "; ".join(f"{c.when}: {c.voice} {c.told}" for c in drawn)
    return Picture(f"claims_{measure.replace(':', '_')}", figure, f"{said}. {alt}")


def _read(claims: pd.DataFrame, language: str) -> list[SimpleNamespace]:
    """The claims with a date, earliest first: of a voice and day the greatest. Of an interval its end counts.

    Each has the columns of its row, and as it is drawn: the `group` and `voice`, what is `told` and `when`, from `foot`
    to `top`, `open` upwards (1), downwards (-1) or not, the days from `first` to `last`, and where it stands: `x`.
    """
    claims = claims.assign(foot=claims["low"].fillna(claims["high"]), top=claims["high"].fillna(claims["low"]))
    claims = claims.assign(
        open=claims["high"].isna().astype(int) - claims["low"].isna(), group=claims["claimant_group"]
    )
    once = claims.sort_values("top", ascending=False, kind="stable").drop_duplicates(["group", "as_of", "scope"])
    found = []
    for row in once.sort_values("claim", kind="stable").to_dict("records"):
        c = SimpleNamespace(**{str(name): value for name, value in row.items()})
        if period := days_of(c.as_of.split("/")[-1]):
            c.first, c.last = (float(date2num(date.fromordinal(d))) for d in period)
            outlet = c.group.removeprefix("voice of ").removeprefix(c.doc)
            c.voice = c.claimant or f"{label('own_voice', language)} {outlet}".strip()
            c.told, c.when = bounds(c.low, c.high, c.modifier, language), day(c.as_of, language)
            c.x = (c.first + c.last) // 2
            found.append(c)
    return sorted(found, key=lambda c: float(c.x))


def _axes(axes: Axes, claims: Sequence[SimpleNamespace], language: str) -> None:
    """The axes of numbers and of days; claims of one day are moved side by side, but never far from it."""
    values = [v for c in claims for v in (c.foot, c.top) if v > 0] or [1]
    if max(values) / min(values) > 8:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_ylim(min(values) / 1.6, max(values) * 2.2)
    else:
        axes.set_ylim(0, max(values) * 1.35)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: figure(v, language)))
    days = [c.x for c in claims] or [0]
    pad = max(4.0, (max(days) - min(days)) * 0.12)
    axes.set_xlim(min(days) - pad, max(days) + pad)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=3, maxticks=7, interval_multiples=False))
    on_axis = FuncFormatter(lambda t, _: "\n".join(day(str(num2date(t).date()), language).rsplit(" ", 1)))
    axes.xaxis.set_major_formatter(on_axis)
    axes.xaxis.set_visible(bool(claims))
    span = max(days) - min(days) + 2 * pad
    for _, crowd in groupby(claims, key=lambda c: c.x // (span / 24)):
        same = list(crowd)
        for i, c in enumerate(same):
            c.x += (i - (len(same) - 1) / 2) * span / max(24, 8 * len(same))


def _draw(axes: Axes, c: SimpleNamespace, colour: str, mark: str) -> Bbox:
    """Draws one claim: its voice's mark where its bounds are, a bar between them, an arrow where one is open; a thin
    line as long as the month or year that the text names. Returns the box that it fills."""
    if c.first < c.last:
        axes.plot([c.first, c.last], [c.foot] * 2, color=colour, lw=1.2, alpha=0.7, zorder=1)
    [line] = axes.plot(
        [c.x] * 2, [c.foot, c.top], marker=mark, color=colour, lw=6, markersize=10, markeredgecolor="white"
    )
    if not c.open:
        return line.get_window_extent()
    arrow = {"arrowstyle": "<|-", "color": colour, "lw": 2.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
    note = axes.annotate("", (c.x, c.foot), (0, 34 * c.open), textcoords="offset points", arrowprops=arrow)
    return Bbox.union([line.get_window_extent(), note.get_window_extent()])
