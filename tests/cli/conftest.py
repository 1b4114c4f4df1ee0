"""The command line as a test types it: one line in, and its exit code, output and complaint back."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from aidtrack import cli

LIST = Path(__file__).parents[2] / "aidtrack" / "cases" / "data" / "recipients-2021-08-14.xlsx"
PASSWORD = "gao-lac-mi-tom-2021"


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int
    out: str
    complaint: str

    @property
    def told(self) -> Any:
        """The JSON on standard output, which holds nothing else."""
        return json.loads(self.out)


Line = Callable[..., Answer]


@pytest.fixture
def type_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Line:
    """`type_line("people", "list", at="…", database="…", sent="…")` runs `aidtrack people list`."""
    monkeypatch.setenv("AIDTRACK_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("AIDTRACK_LANGUAGE", "en")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words: str | Path, at: str = "", database: str = "", sent: str = "") -> Answer:
        if at:
            monkeypatch.setenv("AIDTRACK_CLOCK", at)
        if database:
            monkeypatch.setenv("DATABASE_URL", database)
        monkeypatch.setattr("sys.stdin", io.StringIO(sent))
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def line(type_line: Line, database_url: str) -> Line:
    """The command line on a database with places and goods and nobody in it, on 13 August 2021."""
    type_line("settings", at="2021-08-13T08:00", database=database_url)
    return type_line


@pytest.fixture
def add_person(line: Line) -> Callable[..., None]:
    """`add_person("0953 000 001", "volunteer", "2021:01")`; without a place everywhere."""

    def add(phone: str, role: str, *wards: str) -> None:
        places = [word for ward in wards for word in ("--ward", ward)] or ["--everywhere"]
        who = ["--name", f"{role} {phone[-3:]}", "--role", role]
        added = line("people", "add", phone, *who, *places, "--password-stdin", sent=f"{PASSWORD}\n")
        assert added.code == 0, added.complaint

    return add


@pytest.fixture
def on_demo(type_line: Line, databases: Any, database_kind: str) -> Any:
    """The command line on a copy of the demo, on 15 August 2021, 08:00."""
    url = databases.demo(database_kind)
    type_line("settings", at="2021-08-15T08:00", database=url)
    yield type_line
    databases.drop(url)


def commands(at: click.Context | None = None) -> Iterator[click.Context]:
    """Every command of the command line, each in its place."""
    at = at or click.Context(cli.group, info_name="aidtrack", **cli.group.context_settings)
    yield at
    if isinstance(at.command, click.Group):
        for name, command in at.command.commands.items():
            yield from commands(click.Context(command, parent=at, info_name=name))


def one_sentence(answer: Answer) -> str:
    """The complaint, which is one line, and the only thing that was said."""
    assert answer.out == ""
    lines = answer.complaint.splitlines()
    assert len(lines) == 1 and lines[0].strip(), answer.complaint
    return lines[0]
