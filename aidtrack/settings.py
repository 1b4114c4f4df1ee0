"""Everything that a deployment may set, read once from the environment, frozen, refused if unsafe."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path

from aidtrack.clock import moment_of
from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Settings:
    """The settings, each with the environment variable that sets it (see `aidtrack settings`)."""

    database_url: str = field(default="", metadata={"env": "DATABASE_URL"})
    var: Path = field(default=Path("var"), metadata={"env": "AIDTRACK_VAR"})
    bind: str = field(default="127.0.0.1", metadata={"env": "AIDTRACK_BIND"})
    port: int = field(default=8000, metadata={"env": "PORT"})
    edition: str = field(default="", metadata={"env": "AIDTRACK_EDITION"})
    secret_key: str = field(default="", metadata={"env": "AIDTRACK_SECRET_KEY"}, repr=False)
    language: str = field(default="vi", metadata={"env": "AIDTRACK_LANGUAGE"})
    clock: str = field(default="", metadata={"env": "AIDTRACK_CLOCK"})
    issuer: str = field(default="BAN TỔ CHỨC CỨU TRỢ", metadata={"env": "AIDTRACK_ISSUER"})
    youth_union: bool = field(default=False, metadata={"env": "AIDTRACK_YOUTH_UNION"})
    citizen_id_title: str = field(default="CCCD", metadata={"env": "AIDTRACK_CITIZEN_ID_TITLE"})
    verification_days: int = field(default=90, metadata={"env": "AIDTRACK_VERIFICATION_DAYS"})
    reservation_days: int = field(default=7, metadata={"env": "AIDTRACK_RESERVATION_DAYS"})
    photo_days: int = field(default=90, metadata={"env": "AIDTRACK_PHOTO_DAYS"})
    deadlines: str = field(default="", metadata={"env": "AIDTRACK_DEADLINES"})
    sample_above: int = field(default=20, metadata={"env": "AIDTRACK_SAMPLE_ABOVE"})
    session_days: int = field(default=7, metadata={"env": "AIDTRACK_SESSION_DAYS"})
    link_hours: int = field(default=72, metadata={"env": "AIDTRACK_LINK_HOURS"})
    trusted_proxies: int = field(default=0, metadata={"env": "AIDTRACK_TRUSTED_PROXIES"})
    limits_storage: str = field(default="memory://", metadata={"env": "AIDTRACK_LIMITS_STORAGE"})
    hosts: str = field(default="", metadata={"env": "AIDTRACK_HOSTS"})
    requests_per_address: int = field(default=60, metadata={"env": "AIDTRACK_REQUESTS_PER_ADDRESS"})
    requests_per_phone: int = field(default=10, metadata={"env": "AIDTRACK_REQUESTS_PER_PHONE"})
    requests_per_ward: int = field(default=200, metadata={"env": "AIDTRACK_REQUESTS_PER_WARD"})
    code_tries: int = field(default=300, metadata={"env": "AIDTRACK_CODE_TRIES"})
    request_days: int = field(default=30, metadata={"env": "AIDTRACK_REQUEST_DAYS"})

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; RuleBroken names the variable whose value cannot be used."""
        environ = os.environ if environ is None else environ
        found: dict[str, object] = {}
        for setting in fields(cls):
            name = setting.metadata["env"]
            if (text := environ.get(name, "").strip()) != "":
                found[setting.name] = _read(name, text, type(setting.default))
        settings = cls(**found)  # type: ignore[arg-type]
        settings._refuse_nonsense()
        return replace(settings, database_url=settings._placed_url())

    def _placed_url(self) -> str:
        """The database's address; a file without a leading slash lies below the current folder."""
        if not self.on_sqlite:
            return self.database_url
        file = self.database_url.removeprefix("sqlite:///") or str(self.var / "aidtrack.sqlite3")
        return f"sqlite:///{Path(file).absolute()}"

    def _refuse_nonsense(self) -> None:
        if self.edition not in ("", "2021", "2025"):
            raise RuleBroken(N_("AIDTRACK_EDITION must be 2021 or 2025, not “{found}”."), found=self.edition)
        if self.language not in ("vi", "en"):
            raise RuleBroken(N_("AIDTRACK_LANGUAGE must be vi or en, not “{found}”."), found=self.language)
        if not 0 <= self.port < 65536:
            raise RuleBroken(N_("PORT must lie between 1 and 65535, not {found}."), found=self.port)
        if self.database_url and not self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise RuleBroken(N_("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://."))
        if ("?" in self.database_url and self.on_sqlite) or ":memory:" in self.database_url:
            raise RuleBroken(N_("DATABASE_URL must name a file, such as sqlite:////srv/aidtrack.sqlite3."))
        if self.clock:
            _ = self.fixed_clock

    @property
    def on_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return not self.database_url.startswith("postgresql")

    def make_var(self) -> Path:
        """The folder for keys, files and the queue, made for its owner alone."""
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.var

    @property
    def photos(self) -> Path:
        """The folder of the photos; whoever writes the first one makes it."""
        return self.var / "photos"

    def listed(self) -> dict[str, str | int | bool]:
        """All settings by their variables, for everybody's eyes: no key, no password in an address."""
        rows = {one.metadata["env"]: getattr(self, one.name) for one in fields(self)}
        rows["AIDTRACK_SECRET_KEY"] = "***" if self.secret_key else ""
        return {
            name: _without_password(str(it)) if isinstance(it, (str, Path)) else it
            for name, it in rows.items()
        }

    @property
    def private(self) -> bool:
        """Whether only this machine can reach the deployment: SQLite and a loopback address."""
        return self.on_sqlite and self.bind in LOOPBACK

    @property
    def fixed_clock(self) -> datetime | None:
        """The moment at which tests hold business time, if they do."""
        if not self.clock:
            return None
        try:
            return moment_of(self.clock)
        except ValueError:
            raise RuleBroken(N_("AIDTRACK_CLOCK must be a moment such as 2021-08-15T08:00.")) from None

    def with_secret(self) -> Settings:
        """These settings with a secret key: the given one, or, on a private deployment, one kept in
        `var/secret.key` (0600). RuleBroken where a key must be given and is not."""
        if self.secret_key:
            if len(self.secret_key) < 16:
                raise RuleBroken(N_("AIDTRACK_SECRET_KEY is too short: give at least 16 characters."))
            return self
        if not self.private:
            raise RuleBroken(
                N_("AIDTRACK_SECRET_KEY must be given where others can reach the server, and on PostgreSQL.")
            )
        return replace(self, secret_key=_kept_key(self.make_var() / "secret.key"))


def _read(name: str, text: str, kind: type) -> object:
    if kind is bool:
        if text.lower() not in ("0", "1", "no", "yes", "false", "true"):
            raise RuleBroken(N_("{name} must be 1 or 0, not “{found}”."), name=name, found=text)
        return text.lower() in ("1", "yes", "true")
    if kind is int:
        if not text.isdecimal():
            raise RuleBroken(N_("{name} must be a whole number, not “{found}”."), name=name, found=text)
        return int(text)
    return Path(text) if issubclass(kind, Path) else text


def _without_password(address: str) -> str:
    hidden = re.sub(r"(://[^/@:]*:)[^/]*(?=@)", r"\1***", address)
    return re.sub(r"(?i)([?&](?:ssl)?password=)[^&]*", r"\1***", hidden)


def _kept_key(path: Path) -> str:
    """The key in a file that only its owner reads; made the first time, never half-written."""
    if not path.exists():
        fresh = path.with_suffix(f".{secrets.token_hex(8)}")  # no two makers share it, threads neither
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:  # another process was quicker: its key is the key
            fresh.unlink()
        else:
            fresh.unlink()
    return path.read_text().strip()
