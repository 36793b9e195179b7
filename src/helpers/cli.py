"""The `khobor` command."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path
from typing import NoReturn

from .article import Settings
from .bnlp_tagger import ModelError
from .corpus import CorpusError
from .evaluation import score_all
from .lexicon import BUILTIN, HOME, Lexicon, LexiconError
from .pipeline import Options, ReadError, build, check
from .run import RunError, cache_of, report, say, staged

_FIELDS = ("text", "title", "published", "date", "outlet", "byline", "doc")


def main(argv: list[str] | None = None) -> int:
    """Runs the command; a user's mistake is one line and exit code 2, a failed run 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a log in any encoding, any file name
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    args, odd = _parser().parse_known_args(argv)
    if odd:
        there = [option for action in args.parser._actions for option in action.option_strings]
        args.parser.error(f"{' '.join(odd)}: no such option; there are {', '.join(there)}")
    try:
        args.run(args)
        return 0
    except (CorpusError, LexiconError, ModelError) as error:
        why, code = str(error), 2
    except (RunError, ReadError) as error:
        why, code = str(error), 1
    except OSError as error:
        said = error.strerror or " ".join(str(error).split())[:200]
        why, code = f"{error.filename or args.command}: {said}; what was there stays as it was", 1
    except KeyboardInterrupt:
        why, code = "stopped; the last good output is still in place", 130
    say(getattr(args, "log_format", "text"), "failed", why)
    return code


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"khobor: {message}; `{self.prog} --help` says more\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="khobor", description="Reads Bengali news as data.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = _Parser(add_help=False)
    common.add_argument("corpus", type=Path, help="a folder of .txt or .html files, or a .jsonl, .csv or .parquet file")
    common.add_argument("--jobs", type=_count, default=0, metavar="N", help="worker processes; 0 (default) chooses")
    common.add_argument("--scheduler", default="", metavar="ADDRESS", help="a running Dask scheduler, tcp://…")
    common.add_argument("--lexicon", type=Path, metavar="DIR", help="a folder of CSV files laid over ours")
    common.add_argument("--ner", choices=["crf", "own", "bnlp"], default="own", help="who finds names")
    common.add_argument("--ner-model", default="", metavar="PATH")
    common.add_argument("--ner-sha256", default="", metavar="HASH")
    common.add_argument("--columns", type=_columns, default={}, metavar="text=…,date=…", help="a table's columns")
    common.add_argument("--log-format", choices=["text", "json"], default="text")
    one = commands.add_parser("report", parents=[common], help="tables, five executed notebooks and report.html")
    one.add_argument("--out", type=Path, help="default: build/NAME")
    one.add_argument("--language", choices=["bn", "en"], default="bn")
    one.add_argument("--keep", type=_count, default=0, metavar="N", help="earlier outputs to keep beside")
    two = commands.add_parser("tables", parents=[common], help="the tables alone")
    two.add_argument("--out", type=Path, required=True)
    three = commands.add_parser("score", help="scores tables against answer keys")
    three.add_argument("keys", help="a prefix: gold/seeds_ names gold/seeds_figures.csv and so on")
    three.add_argument("tables", type=Path)
    for command, run in (one, _report), (two, _tables), (three, _score):
        command.set_defaults(run=run, parser=command)
    return parser


def _count(told: str) -> int:
    if not told.isdecimal():
        raise argparse.ArgumentTypeError(f"{told!r} is not a whole number from 0 up")
    return int(told)


def _columns(told: str) -> dict[str, str]:
    pairs = [p.split("=", 1) for p in told.split(",") if p]
    if any(len(p) != 2 or not p[1] for p in pairs):
        raise argparse.ArgumentTypeError(f"{told!r} is not of the form text=COLUMN,date=COLUMN")
    if wrong := [p[0] for p in pairs if p[0].strip() not in _FIELDS]:
        raise argparse.ArgumentTypeError(f"{', '.join(wrong)} is no field; there are {', '.join(_FIELDS)}")
    return {k.strip(): v.strip() for k, v in pairs}


def _settings(args: argparse.Namespace) -> Settings:
    if args.ner == "bnlp" and not (args.ner_model and args.ner_sha256):
        raise ModelError("--ner bnlp needs --ner-model FILE and --ner-sha256 HASH: a pickle is opened when you know it")
    lexicon = _lexicon(args.lexicon) if args.lexicon else BUILTIN
    settings = Settings(lexicon, args.ner, args.ner_model, args.ner_sha256.lower())
    settings.tagger()
    return settings


def _lexicon(folder: Path) -> Lexicon:
    """The user's folder laid over ours, each file looked at before hours are spent on reading."""
    lexicon, ours = Lexicon(folder.resolve()), sorted(p.stem for p in HOME.glob("*.csv"))
    theirs = sorted(p.stem for p in folder.glob("*.csv"))
    if not theirs:
        raise LexiconError(f"{folder}: no folder with CSV files; --lexicon takes one, with files named like ours")
    for name in theirs:
        if name not in ours:
            raise LexiconError(f"{folder / name}.csv: none of ours has that name; there are {', '.join(ours)}")
        lexicon.rows(name)
    return lexicon


def _report(args: argparse.Namespace) -> None:
    out = args.out or Path("build") / (args.corpus.resolve().name.split(".")[0] or "corpus")
    options = Options(args.jobs, args.scheduler, columns=args.columns)
    print(report(args.corpus, out, _settings(args), options, args.language, args.keep, args.log_format))


def _tables(args: argparse.Namespace) -> None:
    settings, out = _settings(args), args.out.resolve()
    options = Options(args.jobs, args.scheduler, cache_of(out), args.columns)
    check(args.corpus, settings, options)
    with staged(out, args.corpus, keep_others=True) as stage:
        counts = build(args.corpus, stage, settings, options)
    print(" ".join(f"{name}={n}" for name, n in counts.items()))


def _score(args: argparse.Namespace) -> None:
    print("\n".join(score_all(args.keys, args.tables)))


if __name__ == "__main__":
    sys.exit(main())
