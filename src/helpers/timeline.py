"""Claims over time: who said how many, when. A range is drawn as a range, and what nobody has said is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import isnan
from textwrap import shorten, wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from matplotlib.transforms import Bbox

from .canvas import COLOURS, Picture, canvas, write_beside
from .labels import bounds, day, label, measure_label, short

OTHERS = COLOURS[-1]  # the colour of the voices for which no colour is left
ARROW = 34  # points that an open bound points upwards or downwards


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim as it is drawn; `first` and `last` are days as ordinals."""

    group: str
    voice: str
    low: float
    high: float
    modifier: str
    as_of: str
    first: int
    last: int
    shift: float = 0.0  # days to the side, so that no bar hides another

    @property
    def x(self) -> float:
        return (self.first + self.last) // 2 + self.shift

    @property
    def foot(self) -> float:
        return self.high if isnan(self.low) else self.low

    @property
    def top(self) -> float:
        return self.low if isnan(self.high) else self.high

    def told(self, language: str) -> str:
        return bounds(self.low, self.high, self.modifier, language)


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
    """A story's claims of one measure by date: bounds as bars, an arrow where one is open, coloured and named by voice.

    `names` says what to call a story: the title of the document whose name it bears. Vague amounts are not drawn.
    """
    wanted = claims[(claims["story"] == story) & (claims["measure"] == measure) & (claims["modifier"] != "vague")]
    drawn = _apart(_read(wanted, language))
    often = Counter(c.group for c in drawn).most_common(len(COLOURS) - 1)
    colour = dict(zip(sorted(g for g, _ in often), COLOURS, strict=False))
    said, key = measure_label(measure, language), label("p_claims_sub", language)
    about = shorten((names or {}).get(story, ""), 55, placeholder=" …")
    figure, axes = canvas(label("p_claims", language, measure=said), f"{key} · {about}" if about else key)
    _number_axis(axes, drawn, language)
    _date_axis(axes, drawn, language)
    taken = [_mark(axes, c, colour.get(c.group, OTHERS)) for c in drawn]
    for c in drawn:
        shade, below = colour.get(c.group, OTHERS), isnan(c.high)
        write_beside(axes, c.told(language), (c.x, c.foot), (c.x, c.top), shade, taken, below=below)
    _name_voices(axes, drawn, colour, language)
    alt = "; ".join(f"{day(c.as_of, language)}: {c.voice} {c.told(language)}" for c in drawn)
    return Picture(f"claims_{measure.replace(':', '_')}", figure, f"{said}. {alt}")


def _read(claims: pd.DataFrame, language: str) -> list[_Claim]:
    """The claims with a date, earliest first."""
    found = []
    for r in claims.sort_values("claim", kind="stable").to_dict("records"):
        if period := _period(r["as_of"]):
            voice = r["claimant"] or label("own_voice", language)
            found.append(_Claim(r["claimant_group"], voice, r["low"], r["high"], r["modifier"], r["as_of"], *period))
    return sorted(found, key=lambda c: c.x)


def _period(value: str) -> tuple[int, int] | None:
    """First and last day of an ISO 8601 date, as ordinals; of an interval, its end: so far the number had come."""
    last = value.split("/")[-1][:10]
    try:
        first = date.fromisoformat(last + {4: "-01-01", 7: "-01"}.get(len(last), ""))
    except ValueError:
        return None
    return first.toordinal(), first.toordinal() + {4: 364, 7: 29}.get(len(last), 0)


def _reach(claims: Sequence[_Claim]) -> tuple[float, float]:
    """The days at both ends of the axis."""
    days = [(c.first + c.last) // 2 for c in claims] or [0]
    pad = max(4.0, (max(days) - min(days)) * 0.12)
    return min(days) - pad, max(days) + pad


def _apart(claims: Sequence[_Claim]) -> list[_Claim]:
    """The claims, those of about one day side by side."""
    first, last = _reach(claims)
    step = (last - first) / (50 if last - first > 60 else 24)
    shifted = []
    for i, c in enumerate(claims):
        same = [j for j, other in enumerate(claims) if abs(other.x - c.x) < step]
        shifted.append(replace(c, shift=(same.index(i) - (len(same) - 1) / 2) * step))
    return shifted


def _number_axis(axes: Axes, claims: Sequence[_Claim], language: str) -> None:
    values = [v for c in claims for v in (c.foot, c.top) if v > 0]
    if values and max(values) / min(values) > 8:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_ylim(min(values) / 2, max(values) * 2.2)
    else:
        axes.set_ylim(0, max(values, default=1) * 1.35)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: short(v, language)))


def _date_axis(axes: Axes, claims: Sequence[_Claim], language: str) -> None:
    days = sorted({(c.first + c.last) // 2 for c in claims})
    if not days:
        axes.set_xticks([])
        return
    start, end = _reach(claims)
    axes.set_xlim(start, end)
    first, last = date.fromordinal(int(start)), date.fromordinal(int(end))
    years = range(first.year, last.year + 1)
    months = [m for y in years for m in (date(y, n, 1) for n in range(1, 13)) if first <= m <= last]
    if len(months) > 1:
        shown = [m.toordinal() for m in months[:: -(-len(months) // 6)]]
        texts = [day(date.fromordinal(d).isoformat()[:7], language).replace(" ", "\n") for d in shown]
    else:
        shown = days[:1]
        shown += [d for a, d in pairwise(days) if d - a >= (end - start) / 6]
        texts = [day(date.fromordinal(d).isoformat(), language) for d in shown]
    axes.set_xticks(shown, texts)


def _mark(axes: Axes, c: _Claim, colour: str) -> Bbox:
    """Draws one claim: a dot, a bar, or a foot with an arrow; a thin line as long as the month or year that the text
    names. Returns the box that it fills."""
    up, down = ARROW * isnan(c.high), ARROW * isnan(c.low)
    if c.first < c.last:
        axes.plot([c.first, c.last], [(c.foot + c.top) / 2] * 2, color=colour, lw=1.2, alpha=0.7, zorder=1)
    if up or down:
        arrow = {"arrowstyle": "<|-", "color": colour, "lw": 2.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.plot([c.x], [c.foot], color=colour, marker="_", markersize=15, markeredgewidth=4)
        axes.annotate("", (c.x, c.foot), (0, up - down), textcoords="offset points", arrowprops=arrow)
    elif c.low == c.high:
        axes.plot([c.x], [c.low], "o", color=colour, markersize=10, markeredgecolor="white")
    else:
        axes.plot([c.x, c.x], [c.low, c.high], color=colour, lw=9, solid_capstyle="butt")
    (x, bottom), (_, top) = axes.transData.transform([(c.x, c.foot), (c.x, c.top)])
    return Bbox([[x - 9, bottom - 7 - 1.4 * down], [x + 9, top + 7 + 1.4 * up]])


@dataclass
class _Name:
    """A voice's name at the right: where its last claim is, where the name stands, and half of the room it needs."""

    text: str
    colour: str
    x: float
    start: float
    at: float
    half: float


def _name_voices(axes: Axes, claims: Sequence[_Claim], colour: Mapping[str, str], language: str) -> None:
    """Names at the right, each led to from its last claim, and pushed apart by as much as their lines need."""
    last = {c.group if c.group in colour else "": c for c in claims}
    names = []
    for group, c in last.items():
        ends = axes.transData.transform([(c.x, c.foot), (c.x, c.top)])[:, 1]
        height = float(axes.transAxes.inverted().transform((0, ends.mean()))[1])
        lines = wrap(c.voice if group else label("other_voices", language), 24, max_lines=3, placeholder=" …")
        shade, half = colour.get(group, OTHERS), 0.027 * (1 + len(lines))
        names.append(_Name("\n".join(lines), shade, c.x, height, height, half))
    names.sort(key=lambda n: (n.at, n.text))
    for _ in range(60):  # those that touch push each other apart, half the way each
        for below, above in pairwise(names):
            push = max(0.0, below.at + below.half + above.half - above.at) / 2
            below.at, above.at = below.at - push, above.at + push
        for n in names:
            n.at = min(max(n.at, n.half - 0.1), 1.04 - n.half)
    across, right = axes.get_xaxis_transform(), axes.get_xlim()[1]
    for n in names:
        axes.plot([n.x, right], [n.start, n.at], color=n.colour, lw=1, ls=":", transform=across, zorder=0.5)
        axes.text(1.015, n.at, n.text, color=n.colour, weight="bold", fontsize=11, va="center", linespacing=1.0,
                  transform=axes.transAxes)  # fmt: skip
