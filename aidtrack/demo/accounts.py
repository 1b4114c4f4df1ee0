"""The demo's accounts: random passwords, kept where only the owner of the files reads them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from aidtrack.demo.cast import CAST, Player
from aidtrack.languages import say_in
from aidtrack.people import queries as people
from aidtrack.rights import ROLE_LABELS, Role
from aidtrack.sentences import N_
from aidtrack.settings import Settings

SYLLABLES = (
    "ba",
    "ca",
    "chu",
    "dua",
    "gao",
    "hoa",
    "la",
    "lua",
    "mai",
    "may",
    "na",
    "nho",
    "que",
    "sen",
    "tre",
    "voi",
)
"""Words without marks, easy to type on any phone: five of them and four digits make 33 bits."""


@dataclass(frozen=True)
class Account:
    """An account with its published password."""

    role: str
    phone: str
    password: str
    name: str


def new_password() -> str:
    """A random password that can be read out."""
    words = "-".join(secrets.choice(SYLLABLES) for _ in range(5))
    return f"{words}-{secrets.randbelow(9000) + 1000}"


def keep(settings: Settings, passwords: Mapping[str, str]) -> None:
    """Write the published accounts into `var/demo-accounts` (0600)."""
    path = settings.make_var() / "demo-accounts"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        for player in _shown():
            file.write(f"{player.role.value}\t{player.phone}\t{passwords[player.key]}\t{player.name}\n")


def kept(settings: Settings) -> list[Account]:
    """The published accounts, while they exist."""
    path = settings.var / "demo-accounts"
    if not path.exists() or not people.demo_accounts_exist():
        return []
    return [Account(*row.split("\t")) for row in path.read_text(encoding="utf-8").splitlines()]


def lines(settings: Settings) -> Iterator[str]:
    """What the screen says of the accounts while they exist."""
    shown = kept(settings)
    if shown:
        yield say_in(settings.language, N_("Demo accounts (this machine only):"))
    for one in shown:
        label = say_in(settings.language, ROLE_LABELS[Role(one.role)])
        yield f"  {label:<18} {one.phone}   {one.password}   {one.name}"


def _shown() -> list[Player]:
    return [player for player in CAST if player.shown]
