"""Pictures: claims over time, what the numbers are about, who is named with whom, where, and what was left out.

Each function takes tables and returns a Picture: a matplotlib figure with a sentence for those who cannot see it. Colours
are told apart by the colour-blind, names stand beside what they name, and no midpoint is invented for a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import isfinite, isnan
from pathlib import Path
from typing import Any

import fontpkg_hind_siliguri
import matplotlib
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from .labels import bounds, day, label, measure_label, number, short

COLOURS = ("#0072B2", "#C45500", "#00614A", "#9C4178", "#5B5B5B")
INK, QUIET, LINE = "#1F1F1F", "#555555", "#DDDDDD"
MARKS = {"PER": ("o", COLOURS[0]), "LOC": ("s", COLOURS[2]), "ORG": ("D", COLOURS[3])}
_SHAPES = tuple(int(n) for n in matplotlib.__version__.split(".")[:2])
if _SHAPES < (3, 11):
    raise ImportError(f"matplotlib {matplotlib.__version__} cannot shape Bengali; install matplotlib 3.11 or later")


@dataclass(frozen=True)
class Picture:
    """A figure, a name for its file, and what it shows in a sentence."""

    name: str
    figure: Figure
    alt: str

    def save(self, folder: Path) -> Path:
        """Writes NAME.png, the same bytes for the same picture."""
        path = folder / f"{self.name}.png"
        self.figure.savefig(path, dpi=160, metadata={"Software": None})
        return path

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", dpi=110, metadata={"Software": None})
        return buffer.getvalue()


def use_style() -> None:
    """Sets the font, which holds Bengali, Latin and digits, and quiet axes."""
    for path in sorted((Path(fontpkg_hind_siliguri.__file__).parent / "files").glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    plt.rcParams.update(
        {"font.family": "Hind Siliguri", "font.sans-serif": ["Hind Siliguri"], "text.parse_math": False, "text.hinting": "none",
         "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.edgecolor": QUIET,
         "axes.grid": True, "axes.axisbelow": True, "grid.color": LINE, "axes.grid.axis": "y", "ytick.left": False,
         "font.size": 12, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "axes.unicode_minus": False,
         "figure.dpi": 100, "svg.hashsalt": "khobor"}
    )  # fmt: skip


def _canvas(title: str, subtitle: str, width: float = 9.6, height: float = 6.0) -> tuple[Figure, Axes]:
    use_style()
    figure, axes = plt.subplots(figsize=(width, height))
    plt.close(figure)  # it is shown where its Picture is, once
    figure.subplots_adjust(left=0.1, right=0.78, top=1 - 1.05 / height, bottom=0.75 / height)
    figure.text(0.02, 1 - 0.18 / height, title, fontsize=17, weight="bold", va="top")
    figure.text(0.02, 1 - 0.6 / height, subtitle, fontsize=11.5, color=QUIET, va="top")
    return figure, axes


def _when(value: str) -> date | None:
    try:
        last = value.split("/")[-1][:10]
        return date.fromisoformat(last + {4: "-01-01", 7: "-01"}.get(len(last), ""))
    except ValueError:
        return None


def claims_over_time(claims: pd.DataFrame, measure: str, language: str = "bn", names: dict[str, str] | None = None) -> Picture:
    """The claims of one measure by date: bounds as bars, an arrow where one is open, coloured and named by claimant."""
    rows = [r for r in claims[(claims["measure"] == measure) & (claims["modifier"] != "vague")].to_dict("records")]
    rows = sorted(({**r, "at": _when(r["as_of"])} for r in rows if _when(r["as_of"])), key=lambda r: (r["at"], r["claim"]))
    groups = list(dict.fromkeys(r["claimant_group"] for r in rows))
    colour = {g: COLOURS[min(i, len(COLOURS) - 1)] for i, g in enumerate(groups)}
    said = measure_label(measure, language)
    figure, axes = _canvas(label("p_claims", language, measure=said), label("p_claims_sub", language))
    values = [v for r in rows for v in (r["low"], r["high"]) if not isnan(v) and v > 0]
    wide = bool(values) and max(values) / min(values) > 8
    if wide:
        axes.set_yscale("log")
    axes.set_ylim(*((min(values) / 1.7, max(values) * 1.9) if wide else (0, max(values, default=1) * 1.35)))
    taken: dict[tuple[date, str], int] = {}
    placed: list[tuple[float, float]] = []
    for r in rows:
        _bar(axes, r, colour[r["claimant_group"]], _shift(r, rows, taken), wide, language, placed)
    _name_groups(axes, rows, colour, language, names or {})
    _date_axis(axes, rows, language)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: short(v, language)))
    if wide:
        axes.yaxis.set_major_locator(LogLocator(10, (1, 2, 5)))
        axes.yaxis.set_minor_formatter(NullFormatter())
    alt = "; ".join(
        f"{day(r['as_of'], language)}: {_voice(r, names or {}, language)} {bounds(r['low'], r['high'], r['modifier'], language)}" for r in rows
    )
    return Picture("claims_" + measure.replace(":", "_"), figure, f"{said}. {alt}")


def _shift(row: dict[str, Any], rows: list[dict[str, Any]], taken: dict[tuple[date, str], int]) -> float:
    """Days to the side for claims of one day, so that no bar hides another."""
    days = [r["at"].toordinal() for r in rows]
    step = max(1.0, (max(days) - min(days)) / 60)
    same = [r["claim"] for r in rows if abs(r["at"].toordinal() - row["at"].toordinal()) < step]
    return (same.index(row["claim"]) - (len(same) - 1) / 2) * step


def _bar(
    axes: Axes, r: dict[str, Any], colour: str, shift: float, log: bool, language: str, placed: list[tuple[float, float]]
) -> None:
    """One claim: a dot, a bar, or a bar's foot with an arrow; its numbers beside it, above or below what is there."""
    x = r["at"].toordinal() + shift
    low, high = r["low"], r["high"]
    bottom, top = axes.get_ylim()
    span = lambda share, v: v * (top / bottom) ** share if log else v + share * (top - bottom)  # noqa: E731
    if isnan(high) or isnan(low):
        known, sign = (low, 1) if isnan(high) else (high, -1)
        axes.plot([x - 0.001, x], [known, known], color=colour, marker="_", markersize=13, markeredgewidth=4)
        axes.annotate("", (x, span(sign * 0.1, known)), (x, known), arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2.4})
        edge = span(0.1 if sign > 0 else 0.0, known)
    elif low == high:
        axes.plot(x, low, "o", color=colour, markersize=9, markeredgecolor="white")
        edge = high
    else:
        axes.plot([x, x], [low, high], color=colour, lw=9, solid_capstyle="butt")
        edge = high
    y = span(0.03, edge)
    while any(abs(x - a) < (axes_width(axes) * 0.13) and abs(_place(axes, y) - _place(axes, b)) < 0.055 for a, b in placed):
        y = span(0.02, y)
    placed.append((x, y))
    axes.text(x, y, bounds(low, high, r["modifier"], language), color=colour, ha="center", va="bottom", fontsize=11)


def axes_width(axes: Axes) -> float:
    """Days that the axes will show."""
    days = [line.get_xdata()[-1] for line in axes.lines]
    return max(30.0, float(max(days) - min(days)) * 1.2)


def _place(axes: Axes, y: float) -> float:
    """Height on the axes, 0 to 1."""
    return float(axes.transAxes.inverted().transform(axes.transData.transform((0, y)))[1])


def _voice(row: dict[str, Any], names: dict[str, str], language: str) -> str:
    return str(row["claimant"] or names.get(row["claimant_group"]) or label("own_voice", language))


def _name_groups(axes: Axes, rows: list[dict[str, Any]], colour: dict[str, str], language: str, names: dict[str, str]) -> None:
    """Names at the right, each at the height of its last claim, pushed apart where they would touch."""
    last = {r["claimant_group"]: r for r in rows}
    heights = sorted((_place(axes, r["high"] if not isnan(r["high"]) else r["low"]), g) for g, r in last.items())
    at, floor = [], 0.02
    for height, group in heights:
        floor = max(height, floor)
        at.append((floor, group))
        floor += 0.1
    spill = max(0.0, at[-1][0] - 0.95) if at else 0.0
    for height, group in at:
        text = _wrapped(_voice(last[group], names, language), 22)
        axes.text(1.015, height - spill, text, color=colour[group], weight="bold", fontsize=11, va="center", transform=axes.transAxes,
                  linespacing=1.0)  # fmt: skip


def _wrapped(text: str, width: int) -> str:
    from textwrap import wrap

    return "\n".join(wrap(text, width)[:3])


def _date_axis(axes: Axes, rows: list[dict[str, Any]], language: str) -> None:
    days = sorted({r["at"].toordinal() for r in rows})
    if not days:
        axes.set_xticks([])
        return
    pad = max(20.0, (days[-1] - days[0]) * 0.1)
    axes.set_xlim(days[0] - pad, days[-1] + pad)
    first, last = date.fromordinal(int(days[0] - pad)), date.fromordinal(int(days[-1] + pad))
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13) if first <= date(y, m, 1) <= last]
    if len(months) < 2:
        axes.set_xticks(days, [day(str(date.fromordinal(d)), language) for d in days])
        return
    step = -(-len(months) // 6)
    shown = months[::step]
    axes.set_xticks([m.toordinal() for m in shown], [day(str(m)[:7], language).replace(" ", "\n") for m in shown])


def events(figures: pd.DataFrame, language: str = "bn") -> Picture:
    """How many numbers speak of each event."""
    counts = figures.loc[figures["event"] != "", "event"].value_counts().sort_index().sort_values(kind="stable")[-12:]
    figure, axes = _canvas(label("p_events", language), label("p_events_sub", language), height=1.9 + 0.34 * max(3, len(counts)))
    figure.subplots_adjust(left=0.16, right=0.95)
    axes.barh([label(e, language) for e in counts.index], counts.to_numpy(), color=COLOURS[0], height=0.62)
    for i, n in enumerate(counts):
        axes.text(n + counts.max() * 0.01, i, number(n, language), va="center")
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    alt = ", ".join(f"{label(e, language)} {number(n, language)}" for e, n in counts[::-1].items())
    return Picture("events", figure, f"{label('p_events', language)}: {alt}")


def furniture(documents: pd.DataFrame, removed: pd.DataFrame, language: str = "bn", most: int = 20) -> Picture:
    """Characters of article and of each kind of furniture, for the documents with most of it."""
    spans = removed.assign(n=removed["end"] - removed["start"]).pivot_table(index="doc", columns="rule", values="n", aggfunc="sum", fill_value=0)
    total = documents.set_index("doc")["n_chars"]
    share = spans.sum(axis=1).reindex(total.index, fill_value=0).sort_values(kind="stable")[-most:]
    figure, axes = _canvas(label("p_furniture", language), label("p_furniture_sub", language), height=2.2 + 0.36 * max(3, len(share)))
    figure.subplots_adjust(left=0.2, right=0.95)
    names = [_wrapped(str(d), 22).split("\n")[0] for d in share.index]
    axes.barh(names, share.to_numpy(), color=COLOURS[1], height=0.62)
    for i, (doc, n) in enumerate(share.items()):
        percent = number(100 * n / max(1, total[doc]), language)
        axes.text(n + max(1, share.max()) * 0.01, i, f"{number(n, language)} ({percent}%)", va="center")
    axes.set_xlim(0, max(1, share.max()) * 1.25)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: number(v, language)))
    axes.grid(visible=False)
    return Picture("furniture", figure, f"{label('p_furniture', language)}: {number(int(share.sum()), language)} {label('characters', language)}")


def network(mentions: pd.DataFrame, sentences: pd.DataFrame, language: str = "bn", most: int = 16) -> Picture:
    """Names that stand in one sentence: the most named, joined by how often they do."""
    known = _display(mentions, language)
    count = mentions.groupby("entity").size()
    top = count.sort_index().sort_values(ascending=False, kind="stable")[:most]
    graph = nx.Graph()
    graph.add_nodes_from(top.index)
    for together in _together(mentions[mentions["entity"].isin(top.index)], sentences):
        for a, b in combinations(sorted(together), 2):
            graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    graph.remove_nodes_from(list(nx.isolates(graph)))
    figure, axes = _canvas(label("p_network", language), label("p_network_sub", language), height=7)
    figure.subplots_adjust(left=0.03, right=0.97, bottom=0.03)
    axes.axis("off")
    place = nx.spring_layout(graph, k=1.9, iterations=300, seed=3, weight=None) if len(graph) else {}
    heaviest = max((d["weight"] for *_, d in graph.edges(data=True)), default=1)
    for a, b, d in graph.edges(data=True):
        (xa, ya), (xb, yb) = place[a], place[b]
        axes.plot([xa, xb], [ya, yb], color="#B9C0C7", lw=0.8 + 6 * d["weight"] / heaviest, zorder=1, alpha=0.7)
    for node, (x, y) in place.items():
        mark, colour = MARKS[known[node][1]]
        axes.scatter(x, y, s=60 + 520 * top[node] / top.max(), marker=mark, color=colour, edgecolor="white", zorder=2)
        axes.annotate(known[node][0], (x, y), (0, -9 - 9 * (top[node] / top.max())), textcoords="offset points", ha="center", va="top",
                      color=colour, weight="bold", fontsize=10.5, zorder=3,
                      bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.6})  # fmt: skip
    axes.margins(0.12)
    for i, (kind, (mark, colour)) in enumerate(MARKS.items()):
        figure.text(0.62 + 0.13 * i, 0.965, f"{ {'o': '●', 's': '■', 'D': '◆'}[mark] }", color=colour, family="DejaVu Sans", fontsize=10)
        figure.text(0.645 + 0.13 * i, 0.965, label(kind, language), color=colour, weight="bold")
    alt = ", ".join(f"{known[a][0]}–{known[b][0]} ({number(d['weight'], language)})" for a, b, d in sorted(
        graph.edges(data=True), key=lambda e: (-e[2]["weight"], e[0], e[1]))[:8])  # fmt: skip
    return Picture("network", figure, f"{label('p_network', language)}: {alt}")


def _display(mentions: pd.DataFrame, language: str) -> dict[str, tuple[str, str]]:
    """Entity → the name that is written most often, and its type."""
    counted = mentions.groupby(["entity", "type", "name"]).size().reset_index(name="n")
    best = counted.sort_values(["n", "name"], ascending=[False, True], kind="stable").drop_duplicates("entity")
    return {e: (n, t) for e, t, n in zip(best["entity"], best["type"], best["name"], strict=True)}


def _together(mentions: pd.DataFrame, sentences: pd.DataFrame) -> list[set[str]]:
    """The entities of each sentence that names two or more."""
    ordered = sentences.sort_values(["doc", "start"])
    placed = pd.merge_asof(
        mentions.sort_values("start"), ordered[["doc", "start", "sentence"]].sort_values("start"), on="start", by="doc"
    )
    sets = placed.groupby(["doc", "sentence"])["entity"].agg(set)
    return [s for s in sets if len(s) > 1]


def places(entities: pd.DataFrame, mentions: pd.DataFrame, language: str = "bn") -> Picture:
    """Where the places are that the corpus names: longitude and latitude, the most named with their names."""
    known = entities.dropna(subset=["lat", "lon"]).drop_duplicates("entity").set_index("entity")
    count = mentions[mentions["entity"].isin(known.index)].groupby("entity").size().sort_index()
    names = _display(mentions, language)
    figure, axes = _canvas(label("p_map", language), label("p_map_sub", language), height=6.2)
    figure.subplots_adjust(left=0.04, right=0.98)
    axes.grid(axis="both")
    top = set(count.sort_values(ascending=False, kind="stable")[:14].index)
    written: list[tuple[float, float]] = []
    for entity, n in count.sort_values(ascending=False, kind="stable").items():
        x, y = known.loc[entity, "lon"], known.loc[entity, "lat"]
        axes.scatter(x, y, s=25 + 400 * n / count.max(), color=COLOURS[2], alpha=0.65, edgecolor="white")
        crowded = any(abs(x - a) < 12 and abs(y - b) < 4 for a, b in written)
        if entity in top and isfinite(x) and not crowded:
            axes.annotate(names[str(entity)][0], (x, y), (7, 5), textcoords="offset points", color=COLOURS[2], weight="bold")
            written.append((x, y))
    axes.set_aspect(1.2)
    axes.margins(0.12)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{number(v, language)}°"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{number(v, language)}°"))
    alt = ", ".join(f"{names[str(e)][0]} ({number(n, language)})" for e, n in count.sort_values(ascending=False, kind="stable")[:10].items())
    return Picture("places", figure, f"{label('p_map', language)}: {alt}")
