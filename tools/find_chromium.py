"""Finds a Chromium for the browser tests, or gets one, or says what to do. Prints its path.

In this order: the variable CHROMIUM, a browser on the system, Debian's package where this user may install one,
Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
HELP = """No Chromium was found, and none could be installed. The browser tests need one. Either
  - install Chromium or Google Chrome (Debian, Ubuntu: sudo apt-get install chromium), or
  - set the variable CHROMIUM to the path of one, and run the tests again."""


def installed() -> str | None:
    """Path of a browser that is here already."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or next((path for path in ELSEWHERE if Path(path).is_file()), None) or downloaded()


def downloaded() -> str | None:
    """Path of a browser that Playwright downloaded earlier."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this step needs a test dependency

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install() -> None:
    """Tries Debian's package, then Playwright's download. Failure of both shows in `installed`."""
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and os.geteuid() == 0:
        package = ["apt-get", "install", "-y", "-qq", "chromium", "fonts-dejavu-core"]
        attempts = [["apt-get", "update", "-qq"], package, *attempts]
    for command in attempts:
        print("+", " ".join(command), file=sys.stderr, flush=True)
        subprocess.run(command, check=False, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        if installed():
            return


def main() -> int:
    """Prints the path of a Chromium; 1 when there is none to be had."""
    if installed() is None:
        install()
    path = installed()
    print(path or HELP, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
