"""The folder of the photos: files that only their owner reads, under names that nobody can guess.

A photo and its thumbnail are two files side by side; the table tells which are there.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from aidtrack.cases.photos import Photo
from aidtrack.errors import NotFound
from aidtrack.sentences import N_

_NAME = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(r"[0-9a-f]{32}(\.s)?\.jpg")


def new_name() -> str:
    """A name for a photo."""
    return secrets.token_hex(16)


def keep(folder: Path, name: str, photo: Photo) -> None:
    """Write a photo and its thumbnail."""
    write(folder, f"{name}.jpg", photo.jpeg)
    write(folder, f"{name}.s.jpg", photo.thumbnail)


def write(folder: Path, file_name: str, data: bytes) -> None:
    """One file of the folder, whole or not at all; ValueError for a name that is none of ours."""
    if not _FILE.fullmatch(file_name):
        raise ValueError(f"{file_name!r} is no photo's name")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".{secrets.token_hex(8)}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
    fresh.replace(folder / file_name)


def read(folder: Path, name: str, *, small: bool = False) -> bytes:
    """A photo's JPEG, or its thumbnail's; NotFound if it was erased."""
    if not _NAME.fullmatch(name):
        raise NotFound(N_("There is no such photo."))
    try:
        return (folder / f"{name}{'.s' if small else ''}.jpg").read_bytes()
    except OSError:
        raise NotFound(N_("The file of this photo is not there any more.")) from None


def erase(folder: Path, name: str) -> None:
    """Take both files away, if they are there."""
    for ending in (".jpg", ".s.jpg"):
        (folder / f"{name}{ending}").unlink(missing_ok=True)


def files(folder: Path) -> Iterator[Path]:
    """All files of photos, sorted by name."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.iterdir()) if _FILE.fullmatch(path.name))
