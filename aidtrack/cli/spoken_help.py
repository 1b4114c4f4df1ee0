"""Help in the reader's language: the library knows only English, and prints what was written at the start.

Docstrings of commands and the `help` of options are the keys of the catalogue, and are said when shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from inspect import cleandoc

import click

from aidtrack.cli.session import say
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence

CAPITALS: Mapping[str, str] = {
    "PHONE": N_("PHONE"),
    "FILE": N_("FILE"),
    "NAME": N_("NAME"),
    "EDITION:CODE": N_("EDITION:CODE"),
    "GOOD=AMOUNT": N_("GOOD=AMOUNT"),
    "GOOD=COUNT": N_("GOOD=COUNT"),
    "CODE": N_("CODE"),
    "CODES": N_("CODES"),
    "TRIP": N_("TRIP"),
    "STOP": N_("STOP"),
    "FROM TO": N_("FROM TO"),
    "DAY": N_("DAY"),
    "TEXT": N_("TEXT"),
    "INTEGER RANGE": N_("NUMBER"),
    "INTEGER": N_("NUMBER"),
    "OPTIONS": N_("OPTIONS"),
    "COMMAND": N_("COMMAND"),
    "ARGS": N_("WORDS"),
}
"""What stands in capitals for the words that somebody is to type."""

_IN_CAPITALS = re.compile(r"[A-Z]+(?:[ :=][A-Z]+)?")


def placeholder(text: str) -> str:
    """Capitals such as PHONE or [OPTIONS] in the reader's language; what is no such word stays."""
    return _IN_CAPITALS.sub(lambda found: say(CAPITALS.get(found[0], found[0])), text)


class SpokenCommand(click.Command):
    """A command whose help is said in the language of the command line."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is typed."""
        pieces = " ".join(placeholder(piece) for piece in self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say(N_("Usage:")) + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command does."""
        click.Command.format_help_text(_said(self), ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What the command does, in the line of a list."""
        return click.Command.get_short_help_str(_said(self), limit)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with what it is for."""
        shown = [one for one in self.get_params(ctx) if isinstance(one, click.Option) and not one.hidden]
        with formatter.section(say(N_("Options"))):
            formatter.write_dl([(placeholder(one.get_help_spec(ctx)), _about(one, ctx)) for one in shown])


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands."""

    command_class = SpokenCommand
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        super().format_options(ctx, formatter)
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        room = formatter.width - 6 - max(len(name) for name, _ in found)
        with formatter.section(say(N_("Commands"))):
            formatter.write_dl([(name, one.get_short_help_str(room)) for name, one in found if one])


def _said(command: click.Command) -> click.Command:
    """A command with its help translated."""
    twin = copy(command)
    twin.help = say(cleandoc(command.help)) if command.help else None
    return twin


def _about(option: click.Option, ctx: click.Context) -> str:
    """What an option is for, and in brackets what it takes."""
    extra = option.get_help_extra(ctx)
    notes = []
    if "default" in extra:
        notes.append(say(sentence(N_("by default {value}"), value=extra["default"])))
    if "range" in extra:
        notes.append(extra["range"])
    if "required" in extra:
        notes.append(say(N_("required")))
    said = say(option.help) if option.help else ""
    return f"{said}  [{'; '.join(notes)}]".strip() if notes else said
