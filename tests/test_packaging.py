"""The wheel: everything that the product needs travels in it; what is installed from it runs and stops."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Sequence
from configparser import ConfigParser
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]
TRAVELS = ("aidtrack", "migrations", "templates")
STARTS_WITHIN = 60.0
STOPS_WITHIN = 20.0

pytestmark = pytest.mark.xdist_group("wheel")  # built once


def travellers() -> set[str]:
    """Every file of the product, named as in the wheel."""
    names = set()
    for folder in TRAVELS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                names.add(name if folder == "aidtrack" else f"aidtrack/{name}")
    return names


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the sources, so that no older build leaks into it."""
    home = tmp_path_factory.mktemp("wheel")
    for folder in TRAVELS:
        shutil.copytree(ROOT / folder, home / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, home)
    said([sys.executable, "-c", "from setuptools import build_meta as b; b.build_wheel('dist')"], home)
    (found,) = (home / "dist").glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `aidtrack` of a fresh environment with the wheel in it; the libraries are lent by ours."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    said([sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel], home)
    (packages,) = home.glob("lib/python*/site-packages")
    lenders = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "lent.pth").write_text("\n".join(lenders) + "\n")  # our own checkout is no part of this
    return home / "bin" / "aidtrack"


def test_the_list_of_packages_names_every_folder_of_the_product() -> None:
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    listed = config["options"]["packages"].split()
    folders = {path.parent.relative_to(ROOT) for path in (ROOT / "aidtrack").rglob("*.py")}
    modules = {".".join(folder.parts) for folder in folders}
    assert set(listed) == modules | {"aidtrack.templates", "aidtrack.migrations"}
    assert listed == sorted(listed)


def test_every_folder_with_python_says_that_it_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "aidtrack").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_every_file_of_the_product_is_in_the_wheel_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    assert inside == travellers()


def test_the_wheel_carries_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name.partition("/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        assert "licenses/LICENSE" in names
        assert "aidtrack = aidtrack.cli:main" in archive.read(names["entry_points.txt"]).decode()


def test_what_is_installed_is_the_wheel_and_not_this_checkout(installed: Path, tmp_path: Path) -> None:
    told = said([installed.parent / "python", "-c", "import aidtrack; print(aidtrack.__file__)"], tmp_path)
    assert Path(told.strip()).is_relative_to(installed.parents[1])


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_from_an_empty_folder_and_stops_with_its_worker(
    installed: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    port = free_port()
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [installed, "serve", "--port", str(port)],
            cwd=tmp_path,
            env=clean(),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        assert answer(server, port) == 200, (tmp_path / "log").read_text()
        assert (tmp_path / "var" / "aidtrack.sqlite3").is_file()
        assert (tmp_path / "var" / "secret.key").stat().st_mode & 0o777 == 0o600
        workers = psutil.Process(server.pid).children(recursive=True)
        assert any("work" in worker.cmdline() for worker in workers), "serve started no worker"
        end(server, ending)
        assert server.wait(STOPS_WITHIN) == 0, (tmp_path / "log").read_text()
        assert psutil.wait_procs(workers, timeout=1)[1] == [], "a worker outlived its server"
        assert "Traceback" not in (tmp_path / "log").read_text()
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def said(command: Sequence[str | Path], where: Path) -> str:
    """What a command printed; the test fails with its complaint if it fails."""
    done = subprocess.run(command, cwd=where, env=clean(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def end(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """As a supervisor ends it, or as Ctrl-C does, which the whole group hears."""
    if how is signal.SIGINT:
        os.killpg(server.pid, how)
    else:
        server.send_signal(how)


def answer(server: subprocess.Popen[bytes], port: int) -> int:
    """The status of the first page, as soon as there is one; 0 if the server ended or took too long."""
    patience = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < patience:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
                return int(page.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    return 0


def clean() -> dict[str, str]:
    """An environment that says nothing about the product."""
    kept = ("PATH", "HOME", "LANG", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
