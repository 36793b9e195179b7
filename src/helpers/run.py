"""papermill over the notebooks, one after the other, and an output folder that is whole or the last good one."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from tqdm import tqdm

from . import tables
from .article import Settings
from .pipeline import Options

NOTEBOOKS = ("01_cleaning", "02_entities", "03_figures", "04_visualization", "05_report")
HOME = Path(__file__).resolve().parents[2] / "notebooks"
_VERSIONS = ("khobor", "pandas", "pyarrow", "matplotlib", "papermill", "bnlp-toolkit")


class RunError(RuntimeError):
    """A run that did not come to its end; the message says where it stopped and what is kept."""


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Holds the output folder; a second run on it is refused, not mixed in."""
    out.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out.parent / f".{out.name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RunError(f"{out}: another run is writing there; wait for it, or name another --out") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def staged(out: Path, keep_others: bool = False, keep: int = 0) -> Iterator[Path]:
    """A folder beside `out` that takes its place when all went well; what a killed run left is swept first.

    `keep_others` leaves what the run does not write (the cache, a report) where it is; `keep` earlier outputs stay beside
    as NAME.1 (the newest), NAME.2, …
    """
    for left in out.parent.glob(f".{out.name}.stage-*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{out.name}.stage-", dir=out.parent))
    stage.chmod(0o755)
    try:
        yield stage
        _into_place(stage, out, keep_others, keep)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _into_place(stage: Path, out: Path, keep_others: bool, keep: int) -> None:
    if not out.exists():
        stage.rename(out)
        return
    if keep_others:
        for new in sorted(stage.iterdir()):
            old = out / new.name
            aside = out.parent / f".{out.name}.stage-{uuid.uuid4().hex}"
            if old.exists():
                old.rename(aside)
            new.rename(old)
        return
    if (out / "cache").exists():
        (out / "cache").rename(stage / "cache")
    for n in range(keep, 0, -1):
        older, newer = out.parent / f"{out.name}.{n}", out if n == 1 else out.parent / f"{out.name}.{n - 1}"
        if newer.exists():
            shutil.rmtree(older, ignore_errors=True)
            newer.rename(older)
    aside = out.parent / f".{out.name}.stage-{uuid.uuid4().hex}"
    if out.exists():
        out.rename(aside)
    stage.rename(out)
    shutil.rmtree(aside, ignore_errors=True)


def report(
    corpus: Path, out: Path, settings: Settings, options: Options, language: str, keep: int = 0, log: str = "text"
) -> Path:
    """Runs the notebooks over the corpus and writes `out`: report.html, notebooks/, tables/, run.json; returns the page.

    Raises RunError when a notebook fails: its half-run copy is then kept as `out`.failed.ipynb.
    """
    from .corpus import read_corpus
    from .page import write_page

    corpus, out = Path(corpus).resolve(), Path(out).resolve()
    next(iter(read_corpus(corpus, options.columns, settings.lexicon)))  # fail at once and kindly where nothing is there
    with locked(out), staged(out, keep=keep) as stage:
        parameters = _parameters(corpus, stage, settings, options, language, out / "cache")
        if (out / "tables" / "claims.parquet").exists():
            parameters["before"] = str(out)
        for name in tqdm(NOTEBOOKS, disable=not sys.stderr.isatty(), desc="notebooks", leave=False):
            _say(log, "running", name)
            _execute(name, stage, parameters, out)
        write_page(stage, stage / "report.html", language)
        _run_json(stage, settings, language)
    return out / "report.html"


def _parameters(corpus: Path, stage: Path, s: Settings, o: Options, language: str, cache: Path) -> dict[str, Any]:
    told = {"corpus": str(corpus), "out": str(stage), "language": language, "jobs": o.jobs, "scheduler": o.scheduler}
    lexicon, model = (str(Path(p).resolve()) if p else "" for p in (s.lexicon.overlay, s.ner_model))  # from any folder
    more = {"lexicon": lexicon, "ner": s.ner, "ner_model": model, "ner_sha256": s.ner_sha256}
    return told | more | {"columns": dict(o.columns), "cache": str(cache), "before": ""}


def _say(log: str, what: str, name: str) -> None:
    if not sys.stderr.isatty():
        print(json.dumps({"event": what, "notebook": name}) if log == "json" else f"{what} {name}", file=sys.stderr)


def _execute(name: str, stage: Path, parameters: dict[str, Any], out: Path) -> None:
    """One notebook through a real kernel; what it leaves behind is stripped of times and paths."""
    os.environ.pop("MPLBACKEND", None)  # agg leaves no pictures in a notebook
    os.environ.setdefault("PYTHONHASHSEED", "0")
    here = str(Path(__file__).resolve().parents[1])  # the kernel runs this package, also where it is not installed
    os.environ["PYTHONPATH"] = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    import papermill
    from papermill.exceptions import PapermillException

    logging.getLogger("papermill").setLevel(logging.ERROR)
    source, target = HOME / f"{name}.ipynb", stage / "notebooks" / f"{name}.ipynb"
    if not source.exists():
        raise RunError(f"{source}: not there; install khobor from its checkout (pip install -e .)")
    target.parent.mkdir(exist_ok=True)
    known = papermill.inspect_notebook(str(source))
    if wrong := sorted(set(parameters) - set(known)):
        raise RunError(f"{name}: has no parameter {', '.join(wrong)}; it has {', '.join(sorted(known))}")
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters,
            kernel_name="python3",
            progress_bar=False,
            log_output=False,
            cwd=str(HOME),
        )
    except (PapermillException, RuntimeError) as error:
        kept = out.parent / f"{out.name}.failed.ipynb"
        if target.exists():
            shutil.copy(target, kept)
        raise RunError(
            f"{name}: {_where(error)}; the half-run notebook is {kept}; the last good output is in place"
        ) from error
    _strip(target, parameters, out)


def _where(error: Exception) -> str:
    cell = getattr(error, "exec_count", None)
    said = f"{getattr(error, 'ename', type(error).__name__)}: {getattr(error, 'evalue', error)}"
    return (
        f"cell {cell} failed ({' '.join(said.split())[:300]})"
        if cell
        else f"the kernel stopped ({' '.join(said.split())[:300]})"
    )


def _strip(path: Path, parameters: dict[str, Any], out: Path) -> None:
    """The same run twice must give the same bytes: no times, no ids by chance, no staging folder."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"].pop("papermill", None)
    notebook["metadata"].get("language_info", {}).pop("version", None)
    for i, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell-{i:02}"
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if k in ("tags", "slideshow")}
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    for key, plain in (("out", out), ("cache", out / "cache")):
        text = text.replace(
            json.dumps(parameters[key], ensure_ascii=False)[1:-1], Path(os.path.relpath(plain)).as_posix()
        )
    text = text.replace(
        json.dumps(parameters["corpus"], ensure_ascii=False)[1:-1],
        Path(os.path.relpath(parameters["corpus"])).as_posix(),
    )
    text = text.replace(f'before = \\"{parameters["before"]}\\"', 'before = \\"\\"')  # the first run has none
    path.write_text(text + "\n", encoding="utf-8")


def _run_json(stage: Path, settings: Settings, language: str) -> None:
    """What was run on what: versions, parameters, the hash of each input, and how much was found."""
    documents = tables.read(stage, "documents")
    counts = {
        p.stem: len(tables.read(stage, p.stem))
        for p in sorted((stage / "tables").glob("*.parquet"))
        if p.stem in tables.COLUMNS
    }
    told = {
        "versions": {name: version(name) for name in _VERSIONS},
        "parameters": {"language": language, "ner": settings.ner, "lexicon": settings.lexicon.fingerprint},
        "inputs": dict(zip(documents["path"], documents["sha256"], strict=True)),
        "counts": counts,
    }
    (stage / "run.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
