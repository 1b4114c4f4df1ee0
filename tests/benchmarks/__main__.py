"""`python -m tests.benchmarks [NAME…] [--json FILE]`: the figures that the issues ask for, as table and JSON.

Every module beside this one that has a function `figures()` takes part; naming some runs only those.
The table goes to standard error, the JSON to standard output. Exit code 1 if a figure misses what is asked.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib import import_module
from os import cpu_count
from pathlib import Path

from tests.benchmarks.figure import Figure

HERE = Path(__file__).parent


def modules(named: Sequence[str] = ()) -> list[str]:
    """The names of the benchmark modules; ValueError names one that does not exist."""
    found = sorted(module.name for module in pkgutil.iter_modules([str(HERE)]))
    there = [name for name in found if hasattr(import_module(f"tests.benchmarks.{name}"), "figures")]
    for name in named:
        if name not in there:
            raise ValueError(f"There is no benchmark {name}; there are: {', '.join(there) or 'none yet'}.")
    return list(named) or there


def measure(names: Iterable[str]) -> list[Figure]:
    """The figures of the modules, one after the other, so that none disturbs another."""
    return [figure for name in names for figure in import_module(f"tests.benchmarks.{name}").figures()]


def table(figures: Sequence[Figure]) -> str:
    """The figures in aligned columns, with what is asked and whether it is kept."""
    rows = [("figure", "measured", "asked", "")]
    rows += [(one.name, one.shown(one.value), one.bound(), one.verdict()) for one in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        f"{name:<{widths[0]}}  {measured:>{widths[1]}}  {asked:>{widths[2]}}  {verdict}".rstrip()
        for name, measured, asked, verdict in rows
    )


def report(figures: Sequence[Figure]) -> str:
    """The figures as JSON, with the machine that they were measured on."""
    machine = {"python": platform.python_version(), "system": platform.platform(), "cores": cpu_count()}
    rows = [{**asdict(figure), "kept": figure.kept()} for figure in figures]
    return json.dumps({"machine": machine, "figures": rows}, ensure_ascii=False, indent=2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if something misses its mark, 2 if a name is wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("names", nargs="*", help="the benchmarks to run; all if none is named")
    asked.add_argument("--json", type=Path, help="also write the JSON to this file")
    given = asked.parse_args(arguments)
    try:
        figures = measure(modules(given.names))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(report(figures))
    print(table(figures), file=sys.stderr)
    if given.json:
        given.json.write_text(report(figures) + "\n")
    return 0 if all(figure.kept() for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
