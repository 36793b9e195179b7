"""The `khobor` command."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .article import Settings
from .corpus import CorpusError
from .lexicon import BUILTIN, Lexicon, LexiconError
from .pipeline import Options, build
from .run import RunError, locked, report, staged


def main(argv: list[str] | None = None) -> int:
    """Runs the command; a user's mistake is one line and exit code 2, a failed run 1."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except (CorpusError, LexiconError) as error:
        return _complain(str(error), 2)
    except RunError as error:
        return _complain(str(error), 1)
    except OSError as error:
        return _complain(f"{error.filename or args.command}: {error.strerror or error}", 1)
    except KeyboardInterrupt:
        return _complain("stopped; the last good output is still in place", 130)


def _complain(message: str, code: int) -> int:
    print(f"khobor: {message}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="khobor", description="Reads Bengali news as data.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("corpus", type=Path, help="a folder of .txt or .html files, or a .jsonl, .csv or .parquet file")
    common.add_argument("--jobs", type=int, default=0, metavar="N", help="worker processes; 0 (default) chooses")
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
    one.add_argument("--keep", type=int, default=0, metavar="N", help="earlier outputs to keep beside")
    one.set_defaults(run=_report)
    two = commands.add_parser("tables", parents=[common], help="the tables alone")
    two.add_argument("--out", type=Path, required=True)
    two.set_defaults(run=_tables)
    three = commands.add_parser("score", help="scores tables against answer keys")
    three.add_argument("keys", help="a prefix: gold/seeds_ names gold/seeds_figures.csv and so on")
    three.add_argument("tables", type=Path)
    three.set_defaults(run=_score)
    return parser


def _columns(told: str) -> dict[str, str]:
    pairs = [p.split("=", 1) for p in told.split(",") if p]
    if any(len(p) != 2 or not p[1] for p in pairs):
        raise argparse.ArgumentTypeError(f"{told!r} is not of the form text=COLUMN,date=COLUMN")
    return {k.strip(): v.strip() for k, v in pairs}


def _settings(args: argparse.Namespace) -> Settings:
    if args.lexicon and not args.lexicon.is_dir():
        raise LexiconError(f"{args.lexicon}: no such folder; --lexicon takes a folder of CSV files")
    if args.ner == "bnlp" and not (args.ner_model and args.ner_sha256):
        raise CorpusError(
            "--ner bnlp needs --ner-model PATH and --ner-sha256 HASH: a pickle is opened only when it is yours"
        )
    lexicon = Lexicon(args.lexicon) if args.lexicon else BUILTIN
    ner = "own" if args.ner == "crf" else args.ner
    return Settings(lexicon, ner, args.ner_model, args.ner_sha256)


def _report(args: argparse.Namespace) -> int:
    out = args.out or Path("build") / (args.corpus.resolve().name.split(".")[0] or "corpus")
    options = Options(args.jobs, args.scheduler, columns=args.columns)
    page = report(args.corpus, out, _settings(args), options, args.language, args.keep, args.log_format)
    print(page)
    return 0


def _tables(args: argparse.Namespace) -> int:
    settings = _settings(args)
    with locked(args.out), staged(args.out, keep_others=True) as stage:
        options = Options(args.jobs, args.scheduler, args.out / "cache", args.columns)
        counts = build(args.corpus, stage, settings, options)
    print(" ".join(f"{name}={n}" for name, n in counts.items()))
    return 0


def _score(args: argparse.Namespace) -> int:
    from .evaluation import score_all

    lines = score_all(args.keys, args.tables)
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
