"""What is wrong with a command as it was typed, in our own sentences: the library knows only English."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchCommand, NoSuchOption

from aidtrack.cli.spoken_help import placeholder
from aidtrack.sentences import N_, Sentence
from aidtrack.sentences import say as sentence

TOO_MANY = "Got unexpected extra argument"
"""How the library begins when more words were typed than a command takes; it has no class for it."""


def in_words(wrong: click.ClickException) -> Sentence | str:
    """The trouble with its remedy; what our commands found out themselves is a sentence already."""
    typed = wrong.ctx.command_path if isinstance(wrong, click.UsageError) and wrong.ctx else "aidtrack"
    help_at = f"{typed} --help"
    match wrong:
        case NoSuchCommand(command_name=name):
            return _unknown(
                N_("There is no command “{name}”. {near}“{help}” lists all."), name, wrong, help_at
            )
        case NoSuchOption(option_name=name):
            return _unknown(
                N_("There is no option “{name}”. {near}“{help}” lists all."), name, wrong, help_at
            )
        case MissingParameter(param=param):
            return sentence(
                N_("{what} is missing. “{help}” shows how it is given."), what=_name(param), help=help_at
            )
        case BadOptionUsage(option_name=name):
            return sentence(
                N_("{what} is not used so. “{help}” shows how it is given."), what=name, help=help_at
            )
        case click.BadParameter(param=param) if param is not None:
            return sentence(
                "{what}{found}: {wanted}",
                what=_name(param),
                found=_found(wrong.message),
                wanted=_wanted(param.type, help_at),
            )
    said = " ".join(wrong.format_message().split())
    if said.startswith(TOO_MANY):
        return sentence(
            N_("There are more words than this command takes. “{help}” shows which."), help=help_at
        )
    return said


def _unknown(template: str, name: str, wrong: NoSuchCommand | NoSuchOption, help_at: str) -> Sentence:
    near: Iterable[str] = wrong.possibilities or ()
    meant = sentence(N_("Do you mean {near}? "), near=" / ".join(near)) if near else ""
    return sentence(template, name=name, near=meant, help=help_at)


def _name(param: click.Parameter | None) -> str:
    """An option by its long name, an argument by the capitals that the help shows."""
    if param is None:
        return "?"
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return placeholder((param.name or "").upper())


def _found(message: str) -> str:
    """What was typed, which the library quotes at the beginning."""
    quoted = re.match(r"(?P<mark>['\"])(?P<typed>.*?)(?P=mark) is ", message)
    return f" “{quoted['typed']}”" if quoted else ""


def _wanted(kind: click.ParamType[Any], help_at: str) -> Sentence:
    """What a parameter of a kind takes."""
    match kind:
        case click.Choice():
            return sentence(N_("write one of {choices}."), choices=[str(one) for one in kind.choices])
        case click.IntRange(min=least, max=most) if least is not None and most is not None:
            numbers = {"least": str(least), "most": str(most)}
            return sentence(N_("write a whole number from {least} to {most}."), **numbers)
        case click.IntRange(min=least) if least is not None:
            return sentence(N_("write a whole number, at least {least}."), least=str(least))
    if kind is click.INT:
        return sentence(N_("write a whole number."))
    return sentence(N_("this cannot be read. “{help}” shows how it is given."), help=help_at)
