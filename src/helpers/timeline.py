"""Claims over time: who said how many, when. A range is drawn as a range, and what nobody has said is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import inf, isnan
from textwrap import shorten, wrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num, num2date
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from matplotlib.transforms import Bbox

from .canvas import COLOURS, MARKS, Picture, canvas, write_beside
from .claims import days_of
from .labels import bounds, day, figure, label, measure_label

ARROW = 34  # points that an open bound points upwards or downwards


@dataclass(slots=True)
class _Claim:
    """A claim as it is drawn: the days that it speaks of, in matplotlib's count, and where it stands: `x`."""

    group: str
    voice: str
    told: str
    when: str
    low: float
    high: float
    first: float
    last: float
    x: float

    @property
    def foot(self) -> float:
        return self.high if isnan(self.low) else self.low

    @property
    def top(self) -> float:
        return self.low if isnan(self.high) else self.high


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
    often = Counter(c.group for c in drawn).most_common(len(COLOURS) - 1)
    looks = dict(zip(sorted(g for g, _ in often), zip(COLOURS, MARKS, strict=True), strict=False))
    rest = COLOURS[-1], MARKS[-1]  # of the voices for which no colour is left
    said, key = measure_label(measure, language), label("p_claims_sub", language)
    about = shorten((names or {}).get(story, ""), 55, placeholder=" …")
    figure, axes = canvas(label("p_claims", language, measure=said), f"{key} · {about}" if about else key)
    _number_axis(axes, drawn, language)
    _date_axis(axes, drawn, language)
    taken = [_draw(axes, c, *looks.get(c.group, rest)) for c in drawn]
    for c in drawn:
        shade, _ = looks.get(c.group, rest)
        write_beside(axes, c.told, (c.x, c.foot), (c.x, c.top), shade, taken, below=isnan(c.high))
    last = {c.group if c.group in looks else "": c for c in drawn}
    others = label("other_voices", language)
    _name_voices(axes, [(c.voice if g else others, c, looks.get(g, rest)) for g, c in last.items()])
    alt = "; ".join(f"{c.when}: {c.voice} {c.told}" for c in drawn)
    return Picture(f"claims_{measure.replace(':', '_')}", figure, f"{said}. {alt}")


def _read(claims: pd.DataFrame, language: str) -> list[_Claim]:
    """The claims with a date, earliest first: of a voice and day the greatest. Of an interval its end counts."""
    greatest = claims["high"].fillna(claims["low"]).sort_values(ascending=False, kind="stable").index
    once = claims.loc[greatest].drop_duplicates(["claimant_group", "as_of", "scope"])
    found = []
    for r in once.sort_values("claim", kind="stable").to_dict("records"):
        if period := days_of(r["as_of"].split("/")[-1]):
            first, last = (float(date2num(date.fromordinal(d))) for d in period)
            outlet = r["claimant_group"].removeprefix("voice of ").removeprefix(r["doc"])
            voice = r["claimant"] or f"{label('own_voice', language)} {outlet}".strip()
            told = bounds(r["low"], r["high"], r["modifier"], language)
            when, x = day(r["as_of"], language), (first + last) // 2
            found.append(_Claim(r["claimant_group"], voice, told, when, r["low"], r["high"], first, last, x))
    return _apart(sorted(found, key=lambda c: c.x))


def _apart(claims: list[_Claim]) -> list[_Claim]:
    """The claims, those of about one day side by side, but never far from their day."""
    days = [c.x for c in claims]
    first, last = _reach(claims)
    step = (last - first) / (50 if last - first > 60 else 24)
    for c, x in zip(claims, days, strict=True):
        same = [i for i, other in enumerate(days) if abs(other - x) < step]
        order = same.index(claims.index(c)) - (len(same) - 1) / 2
        c.x += order * min(step, (last - first) / 8 / len(same))
    return claims


def _reach(claims: Sequence[_Claim]) -> tuple[float, float]:
    """The days at both ends of the axis."""
    days = [c.x for c in claims] or [0]
    pad = max(4.0, (max(days) - min(days)) * 0.12)
    return min(days) - pad, max(days) + pad


def _number_axis(axes: Axes, claims: Sequence[_Claim], language: str) -> None:
    values = [v for c in claims for v in (c.foot, c.top) if v > 0]
    if values and max(values) / min(values) > 8:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5) if max(values) < 10_000 * min(values) else (1,)))
        axes.yaxis.set_minor_formatter(NullFormatter())
        axes.set_ylim(min(values) / 1.6, max(values) * 2.2)
    else:
        axes.set_ylim(0, max(values, default=1) * 1.35)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: figure(v, language)))


def _date_axis(axes: Axes, claims: Sequence[_Claim], language: str) -> None:
    """Days, or months where the claims span several, named in the language; nothing where there is no claim."""
    start, end = _reach(claims)
    ticks = AutoDateLocator(minticks=3, maxticks=8).tick_values(num2date(start), num2date(end))
    shown = [t for t, after in pairwise([*ticks, inf]) if start <= t <= end and after - t > (end - start) / 10]
    dates = [num2date(t).date() for t in shown]
    names = [day(d.isoformat()[: 7 if d.day == 1 else 10], language).rsplit(" ", 1) for d in dates]
    axes.set(xlim=(start, end), xticks=shown if claims else [])
    axes.set_xticklabels(["\n".join(name) for name in names] if claims else [])


def _middle(axes: Axes, c: _Claim) -> float:
    """Half way up the claim, as the axis has it."""
    return (c.foot * c.top) ** 0.5 if axes.get_yscale() == "log" else (c.foot + c.top) / 2


def _draw(axes: Axes, c: _Claim, colour: str, mark: str) -> Bbox:
    """Draws one claim: its voice's mark where its bounds are, a bar between them, an arrow where one is open; a thin
    line as long as the month or year that the text names. Returns the box that it fills."""
    up, down = ARROW * isnan(c.high), ARROW * isnan(c.low)
    if c.first < c.last:
        axes.plot([c.first, c.last], [_middle(axes, c)] * 2, color=colour, lw=1.2, alpha=0.7, zorder=1)
    if up or down:
        arrow = {"arrowstyle": "<|-", "color": colour, "lw": 2.6, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14}
        axes.annotate("", (c.x, c.foot), (0, up - down), textcoords="offset points", arrowprops=arrow)
    axes.plot([c.x, c.x], [c.foot, c.top], marker=mark, color=colour, lw=6, markersize=10, markeredgecolor="white")
    (x, bottom), (_, top) = axes.transData.transform([(c.x, c.foot), (c.x, c.top)])
    return Bbox([[x - 9, bottom - 7 - 1.4 * down], [x + 9, top + 7 + 1.4 * up]])


def _height(axes: Axes, c: _Claim) -> float:
    """Its middle as a share of the picture's height."""
    return float(axes.transAxes.inverted().transform(axes.transData.transform((c.x, _middle(axes, c))))[1])


def _name_voices(axes: Axes, voices: Sequence[tuple[str, _Claim, tuple[str, str]]]) -> None:
    """The voices at the right with colour and mark, each led to from its last claim, none upon another."""
    rows = sorted(((_height(axes, c), name, c, look) for name, c, look in voices), key=lambda row: row[:2])
    texts = [wrap(name, 24, max_lines=3, placeholder=" …") for _, name, *_ in rows]
    half = [0.027 * (1 + len(lines)) for lines in texts]
    at = [height for height, *_ in rows]
    for i in range(len(rows)):  # those that touch go up, and down again from the top
        at[i] = max(at[i], at[i - 1] + half[i - 1] + half[i] if i else half[i] - 0.1)
    for i in reversed(range(len(rows))):
        at[i] = min(at[i], at[i + 1] - half[i + 1] - half[i] if i + 1 < len(rows) else 1.04 - half[i])
    across, right = axes.get_xaxis_transform(), axes.get_xlim()[1]
    for (height, _, c, (colour, mark)), y, lines in zip(rows, at, texts, strict=True):
        axes.plot([c.x, right], [height, y], color=colour, lw=1, ls=":", transform=across, zorder=0.5)
        axes.plot([1.02], [y], mark, color=colour, transform=axes.transAxes, clip_on=False)
        axes.text(1.04, y, "\n".join(lines), color=colour, weight="bold", fontsize=11, va="center", linespacing=1.0,
                  transform=axes.transAxes)  # fmt: skip
