"""What all pictures share: font, colours, a title, labels that cover nothing, and a description for who cannot see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import count, product
from pathlib import Path

import fontpkg_hind_siliguri
import matplotlib
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

COLOURS = ("#0072B2", "#C45500", "#00614A", "#9C4178", "#5B5B5B")  # told apart by the colour-blind
MARKS = "osD^v"  # one for each of them, told apart in grey
QUIET = "#555555"
_ACROSS, _UP = {-1: "right", 0: "center", 1: "left"}, {-1: "top", 0: "center", 1: "bottom"}
HALO = [withStroke(linewidth=2.5, foreground="white")]
FONTS = Path(fontpkg_hind_siliguri.__file__).parent / "files"  # Bengali, Latin and digits in one
STYLE = Path(__file__).with_name("templates") / "pictures.mplstyle"
if tuple(int(n) for n in matplotlib.__version__.split(".")[:2]) < (3, 11):
    raise ImportError(f"matplotlib {matplotlib.__version__} cannot shape Bengali; install matplotlib 3.11 or later")


@dataclass(frozen=True, repr=False)
class Picture:
    """A figure, a name for its file, and what it shows in words."""

    name: str
    figure: Figure
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_png_(self) -> bytes:
        return self.png(110)

    def png(self, dpi: int = 160) -> bytes:
        """The picture with its description inside; the same bytes for the same picture."""
        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None, "Description": self.alt})
        return buffer.getvalue()


def save(pictures: Iterable[Picture], folder: Path) -> list[Path]:
    """Writes each picture as NAME.png into a folder that then holds no others; the second of a name as NAME-2.png."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    paths: list[Path] = []
    for picture in pictures:
        names = (f"{picture.name}-{n}.png" if n > 1 else f"{picture.name}.png" for n in count(1))
        paths.append(next(path for name in names if (path := folder / name) not in paths))
        paths[-1].write_bytes(picture.png())
    return paths


@cache
def _add_fonts() -> None:
    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


def canvas(title: str, subtitle: str, height: float = 6.0, **margins: float) -> tuple[Figure, Axes]:
    """An empty picture, 9.6 inches wide, with a title and what its marks mean; `margins` as of subplots_adjust."""
    _add_fonts()
    plt.style.use(STYLE)
    figure, axes = plt.subplots(figsize=(9.6, height))
    plt.close(figure)  # it is shown where its Picture is, once
    figure.subplots_adjust(**{"left": 0.13, "right": 0.78, "top": 1 - 1.05 / height, "bottom": 0.75 / height} | margins)
    figure.text(0.02, 1 - 0.18 / height, title, fontsize=17, weight="bold", va="top")
    figure.text(0.02, 1 - 0.6 / height, subtitle, fontsize=11.5, color=QUIET, va="top")
    return figure, axes


def write_beside(
    axes: Axes,
    text: str,
    low: tuple[float, float],
    high: tuple[float, float],
    colour: str,
    taken: list[Bbox],
    *,
    below: bool = False,
    gap: float = 0,
    bold: bool = False,
) -> None:
    """Writes a label above, below or beside a mark from `low` to `high`, in the first place where it covers nothing.

    `taken` are the boxes that must not be covered; the label's own is added. Where there is no
    place, nothing is written.
    """
    up = -1 if below else 1
    sides = [(0, up), (1, 0), (-1, 0), (0, -up), (1, 1), (-1, 1), (1, -1), (-1, -1)]
    for step, (x, y) in product((8, 22, 36), sides):
        at, offset = (low if y < 0 else high), (x * (gap + step), y * (gap + step))
        note = axes.annotate(text, at, offset, textcoords="offset points", ha=_ACROSS[x], va=_UP[y], color=colour,
                             fontsize=11, weight="bold" if bold else "normal", path_effects=HALO)  # fmt: skip
        if fits(axes, note, taken):
            if step > 8:  # far off: a thin line leads to it
                line = {"arrowstyle": "-", "color": colour, "lw": 0.7}
                axes.annotate("", at, offset, textcoords="offset points", arrowprops=line)
            return


def fits(axes: Axes, note: Text, taken: list[Bbox]) -> bool:
    """Whether a text lies within the axes and covers none of the boxes, to which it is then added; else it goes."""
    box = note.get_window_extent().padded(2)
    free = axes.bbox.contains(*box.min) and axes.bbox.contains(*box.max) and not any(box.overlaps(t) for t in taken)
    if free:
        taken.append(box)
    else:
        note.remove()
    return free
