"""Where Chromium is; `python -m tests.browser.chromium` installs it if there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def of_the_machine() -> str | None:
    """The path of a browser that is installed and starts; the variable CHROMIUM decides if it is set."""
    if wanted := os.environ.get("CHROMIUM"):
        return wanted if _starts(wanted) else None
    candidates = [*filter(None, map(shutil.which, NAMES)), str(ON_A_MAC)]
    return next(filter(_starts, candidates), None)


def of_playwright() -> str | None:
    """The path of the browser that Playwright downloaded, if it did and it starts."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def flags() -> list[str]:
    """How to start it: calling nobody, and without its sandbox only where root leaves no choice."""
    quiet = ("background-networking", "component-update", "sync", "default-apps")
    return [f"--disable-{part}" for part in quiet] + (["--no-sandbox"] if os.geteuid() == 0 else [])


def install() -> None:
    """Debian's package where we may install it, else Playwright's copy; RuntimeError if neither works."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = "install --yes --no-install-recommends chromium-headless-shell fonts-noto-core"
        for command in ("update", install):
            subprocess.run(["apt-get", "--quiet", *command.split()], env=environment, check=False)
        if of_the_machine():  # Ubuntu's package is only a pointer to another store
            return
    with_libraries = ["--with-deps"] if os.geteuid() == 0 and shutil.which("apt-get") else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], check=False)
    if not of_playwright():
        raise RuntimeError(
            "Chromium could not be installed. Install it yourself (Debian: apt-get install chromium "
            "fonts-noto-core; Fedora: dnf install chromium), or set CHROMIUM to the path of a Chrome."
        )


def _starts(path: str) -> bool:
    try:
        told = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def main() -> int:
    """Make sure that there is a browser; 1 and a sentence if there cannot be one."""
    if os.environ.get("CHROMIUM") and not of_the_machine():
        print("CHROMIUM is set, but what it names does not start.", file=sys.stderr)
        return 1
    if of_the_machine() or of_playwright():
        return 0
    try:
        install()
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
