"""The `khobor` command."""

from __future__ import annotations

import argparse
from pathlib import Path

from .pipeline import read_tables
from .tables import write


def main() -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="khobor")
    commands = parser.add_subparsers(dest="command", required=True)
    tables = commands.add_parser("tables")
    tables.add_argument("corpus", type=Path)
    tables.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    write(read_tables(args.corpus), args.out / "tables")
    return 0
