"""Every `--help` is said in the reader's language, down to the last option and placeholder."""

from __future__ import annotations

import re

import click
import pytest

from aidtrack.cli.session import language
from aidtrack.cli.spoken_help import SpokenCommand
from tests.cli.conftest import Line, commands

TYPED = re.compile(r"“.*?”|`.*?`|\[[a-z0-9_|]+\]|\{[a-z|\s-]+\}|--[a-z-]+|AIDTRACK_\w+|rice=\S+")
"""What everybody types in the same words, whatever they speak."""
LISTED = re.compile(r"^  [a-z-]+  ", re.M)
"""The name of a command at the beginning of its line."""
ENGLISH = re.compile(
    r"\b(the|this|is|of|by|default|such|as|required|usage|options?|commands?|show|file|phone|code|text|integer"
    r"|name|day|args|trip|stop|from|number|good|amount|count|edition|a|and|message|exit|print)\b",
    re.I,
)
"""Words that no Vietnamese sentence has, outside of what is typed as it stands."""

ALL = [context.command_path.split()[1:] for context in commands()]


def test_every_command_speaks_and_every_option_says_what_it_is_for() -> None:
    for context in commands():
        assert isinstance(context.command, SpokenCommand) and context.command.help, context.command_path
        for option in context.command.get_params(context):
            if isinstance(option, click.Option) and not option.hidden:
                assert option.help, f"{context.command_path} {option.opts}"


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_vietnamese_first_and_english_when_asked(
    type_line: Line, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("AIDTRACK_LANGUAGE", "vi")
    answer = type_line(*words, "--help")
    told = TYPED.sub("", LISTED.sub("", answer.out.replace(" ".join(["aidtrack", *words]), "", 1)))
    assert answer.code == 0 and answer.out.startswith("Cách dùng:")
    assert not ENGLISH.search(told), f"{ENGLISH.search(told)} in {answer.out}"
    monkeypatch.setenv("AIDTRACK_LANGUAGE", "en")
    english = type_line(*words, "--help").out
    [command] = [one.command for one in commands() if one.command_path.split()[1:] == words]
    assert english.startswith("Usage:")
    assert english.split("\n\n", 1)[1].split()[: len(about := (command.help or "").split())] == about


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "de_DE.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8", "AIDTRACK_LANGUAGE": "vi"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "AIDTRACK_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_language_is_the_one_set_then_the_machines_then_vietnamese(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], spoken: str
) -> None:
    for name in ("AIDTRACK_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken
