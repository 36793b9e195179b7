"""papermill over the notebooks, one after the other, and an output folder that is whole or the last good one."""

from __future__ import annotations

import ctypes
import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from filelock import FileLock, Timeout
from pyarrow.parquet import read_metadata
from tqdm import tqdm

from . import tables
from .article import Settings
from .pipeline import Options, check

NOTEBOOKS = ("01_cleaning", "02_entities", "03_figures", "04_visualization", "05_report")
HOME = Path(__file__).resolve().parents[2] / "notebooks"
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2
_VERSIONS = ("khobor", "pandas", "pyarrow", "matplotlib", "papermill", "bnlp-toolkit")


class RunError(RuntimeError):
    """A run that did not come to its end; the message says where it stopped and what is kept."""


def cache_of(out: Path) -> Path:
    """Where the articles that runs into `out` have read are kept: beside it, so that no run has to move them."""
    return out.parent / f".{out.name}.cache"


def _may_replace(out: Path, corpus: Path) -> None:
    out, corpus = out.resolve(), corpus.resolve()
    if out == corpus or corpus in out.parents or out in corpus.parents:
        raise RunError(f"{out}: the output must lie beside the corpus, neither in it nor around it; name another --out")
    if out.exists() and not (out.is_dir() and ((out / "tables").is_dir() or not any(out.iterdir()))):
        raise RunError(f"{out}: is there, and no output of khobor; name another --out")


@contextmanager
def staged(out: Path, corpus: Path, keep_others: bool = False, keep: int = 0) -> Iterator[Path]:
    """A folder beside `out` that takes its place, in one step, when all went well.

    What a killed run left is swept first. `keep_others` leaves what the run does not write (a report) where it is;
    `keep` earlier outputs stay beside as NAME.1 (the newest), NAME.2, … Raises RunError where `out` is no folder that a
    run may replace, and where another run is writing there.
    """
    _may_replace(out, corpus)
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(out.parent / f".{out.name}.lock").acquire(timeout=0)
    except Timeout:
        raise RunError(f"{out}: another run is writing there; wait for it, or name another --out") from None
    with lock:
        for left in sorted(out.parent.glob(f".{out.name}.stage-*")):
            if left.name.endswith("-old") and not out.exists():  # killed between two steps, where there is no one step
                left.rename(out)
            shutil.rmtree(left, ignore_errors=True)
        with TemporaryDirectory(prefix=f".{out.name}.stage-", dir=out.parent, ignore_cleanup_errors=True) as name:
            stage = Path(name)
            stage.chmod(0o755)
            yield stage
            _into_place(stage, out, keep_others, keep)


def _into_place(stage: Path, out: Path, keep_others: bool, keep: int) -> None:
    if not out.exists():
        stage.rename(out)
        return
    if keep_others:
        ours = {"texts", *os.listdir(stage)}
        for other in (path for path in out.iterdir() if path.name not in ours):
            (shutil.copytree if other.is_dir() else shutil.copy2)(other, stage / other.name)
    _swap(stage, out)  # from here on `stage` is the earlier output
    for n in range(1, keep + 1):
        kept = out.parent / f"{out.name}.{n}"
        if kept.exists():
            _swap(stage, kept)
        elif stage.exists():
            stage.rename(kept)


def _swap(new: Path, old: Path) -> None:
    """Puts `new` in the place of `old`, and `old` in the place of `new`.

    On Linux in one step, so that nobody ever finds neither; elsewhere the next run makes good a kill between the steps.
    """
    with suppress(OSError, AttributeError):
        if ctypes.CDLL(None).renameat2(_HERE, os.fsencode(new), _HERE, os.fsencode(old), _EXCHANGE) == 0:
            return
    aside = new.with_name(f"{new.name}-old")
    old.rename(aside)
    new.rename(old)
    aside.rename(new)


def report(
    corpus: Path, out: Path, settings: Settings, options: Options, language: str, keep: int = 0, log: str = "text"
) -> Path:
    """Runs the notebooks over the corpus; writes report.html, notebooks/, tables/, run.json to `out`; returns the page.

    Raises CorpusError where there is nothing to read, RunError when a notebook fails: its half-run copy is then kept as
    `out`.failed.ipynb.
    """
    from .page import write_page

    corpus, out = corpus.resolve(), out.resolve()
    check(corpus, settings, options)
    lexicon, model = (str(Path(p).resolve()) if p else "" for p in (settings.lexicon.overlay, settings.ner_model))
    with staged(out, corpus, keep=keep) as stage:
        parameters: dict[str, Any] = {"corpus": str(corpus), "out": str(stage), "language": language}
        parameters |= {"lexicon": lexicon, "ner": settings.ner, "ner_model": model, "ner_sha256": settings.ner_sha256}
        parameters |= {"jobs": options.jobs, "scheduler": options.scheduler, "columns": dict(options.columns)}
        parameters |= {"cache": str(cache_of(out)), "before": str(out)}
        _check_notebooks(parameters)
        for name in tqdm(NOTEBOOKS, disable=None, desc="notebooks", leave=False):
            if not sys.stderr.isatty():
                say(log, "running", name)
            _execute(name, stage, parameters, out)
        write_page(stage, stage / "report.html", language, out.name)
        _run_json(stage, settings, language)
    _failed(out).unlink(missing_ok=True)
    return out / "report.html"


def _failed(out: Path) -> Path:
    return out.parent / f"{out.name}.failed.ipynb"


def say(log: str, event: str, what: str) -> None:
    """A line of the log on stderr: plain, or JSON with the time."""
    told = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, "what": what}
    plain = f"khobor: {what}" if event == "failed" else f"{event} {what}"
    print(json.dumps(told, ensure_ascii=False) if log == "json" else plain, file=sys.stderr)


def _check_notebooks(parameters: dict[str, Any]) -> None:
    """Papermill only warns of a parameter that a notebook does not have, and then runs it on its default."""
    import papermill

    for name in NOTEBOOKS:
        if not (source := HOME / f"{name}.ipynb").exists():
            raise RunError(f"{source}: not there; install khobor from its checkout (pip install -e .)")
        known = papermill.inspect_notebook(str(source))
        if wrong := sorted(set(parameters) - set(known)):
            raise RunError(f"{name}: has no parameter {', '.join(wrong)}; it has {', '.join(sorted(known))}")


def _execute(name: str, stage: Path, parameters: dict[str, Any], out: Path) -> None:
    """One notebook through a real kernel; what it leaves behind is stripped of times and paths."""
    os.environ.pop("MPLBACKEND", None)  # agg leaves no pictures in a notebook
    os.environ.setdefault("PYTHONHASHSEED", "0")
    here = str(Path(__file__).resolve().parents[1])  # the kernel runs this package, also where it is not installed
    os.environ["PYTHONPATH"] = os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])])
    import papermill
    from papermill.exceptions import PapermillException
    from traitlets.config import Config

    for talker in ("papermill", "traitlets"):  # what they have to say is said by the error
        logging.getLogger(talker).setLevel(logging.CRITICAL)
    quiet = Config()  # else the kernel warns in the log: of its sockets, and now and then of the interrupt that ends it
    quiet.KernelManager.transport_encryption = "auto"
    quiet.NotebookClient.extra_arguments = ["--log-level=50"]
    quiet.NotebookClient.shutdown_kernel = "immediate"  # it has nothing left to say and waits for half a second
    target = stage / "notebooks" / f"{name}.ipynb"
    target.parent.mkdir(exist_ok=True)
    how = {"kernel_name": "python3", "progress_bar": False, "log_output": False, "cwd": str(HOME), "config": quiet}
    try:
        papermill.execute_notebook(str(HOME / target.name), str(target), parameters, **how)
    except (PapermillException, RuntimeError) as error:
        if target.exists():
            shutil.copy(target, _failed(out))
        said = f"{getattr(error, 'ename', type(error).__name__)}: {getattr(error, 'evalue', error)}"
        cell = getattr(error, "exec_count", None)
        where = f"cell {cell} failed" if cell else "the kernel stopped"
        kept = f"the half-run notebook is {_failed(out)}; the last good output is in place"
        raise RunError(f"{name}: {where} ({' '.join(said.split())[:300]}); {kept}") from error
    _strip(target, parameters, out)


def _strip(path: Path, parameters: dict[str, Any], out: Path) -> None:
    """The same run twice must give the same bytes: no times, no ids by chance, no staging folder."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"].pop("papermill", None)
    notebook["metadata"].get("language_info", {}).pop("version", None)
    for i, cell in enumerate(notebook["cells"]):
        cell["id"] = f"cell-{i:02}"
        cell["metadata"] = {k: v for k, v in cell["metadata"].items() if k in ("tags", "slideshow")}
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    plain = {"out": out, "cache": cache_of(out), "corpus": Path(parameters["corpus"]), "before": out}
    for key, path_ in plain.items():
        written = json.dumps(parameters[key], ensure_ascii=False)[1:-1]
        text = text.replace(written, Path(os.path.relpath(path_)).as_posix())
    path.write_text(text + "\n", encoding="utf-8")


def _run_json(stage: Path, settings: Settings, language: str) -> None:
    """What was run on what: versions, parameters, the hash of each input, and how much was found."""
    documents = tables.read(stage, "documents")
    told = {
        "versions": {name: version(name) for name in _VERSIONS},
        "parameters": {"language": language, "ner": settings.ner, "lexicon": settings.lexicon.fingerprint},
        "inputs": dict(zip(documents["path"], documents["sha256"], strict=True)),
        "counts": {p.stem: read_metadata(p).num_rows for p in (stage / "tables").glob("*.parquet")},
    }
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (stage / "run.json").write_text(text + "\n", encoding="utf-8")
