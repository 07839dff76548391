"""`make audit`: is what is installed what the lock says, and is anything in the lock known to be vulnerable?

The first question is answered on this machine. For the second pip-audit asks a service; what it did not answer for
counts as unknown, never as sound. Status: 0 sound, 1 something is wrong, 2 nothing is wrong but the service did not
answer for everything.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-dev.lock", "requirements-tools.lock")  # the first holds requirements.lock
TOOLS_PYTHON = ROOT / ".venv" / "tools" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
INSTALLERS = {"pip", "setuptools", "wheel"}  # come with a virtual environment and are not the project's


def entries(text: str) -> list[tuple[Requirement, list[str]]]:
    """The requirements of a lock, whatever system they are for, each with its checksums."""
    made = []
    for block in text.replace("\\\n", " ").splitlines():
        line = block.partition("#")[0].strip()
        if line:
            wanted, *sums = line.split("--hash=")
            made.append((Requirement(wanted), [item.strip() for item in sums]))
    return made


def locked(text: str) -> dict[str, str]:
    """Version by name of what a lock holds for this Python and system."""
    return {
        canonicalize_name(wanted.name): next(iter(wanted.specifier)).version
        for wanted, _ in entries(text)
        if wanted.marker is None or wanted.marker.evaluate()
    }


def here() -> dict[str, str]:
    """Version by name of what is installed for the Python that runs this."""
    return {canonicalize_name(item.name): item.version for item in distributions()}


def differences(lock: Mapping[str, str], installed: Mapping[str, str]) -> list[str]:
    """In words: what is missing, of another version, or installed without being locked."""
    found = []
    for name in sorted(lock.keys() | installed.keys()):
        if name not in installed:
            found.append(f"{name} {lock[name]} is locked and not installed")
        elif name not in lock and name not in INSTALLERS:
            found.append(f"{name} {installed[name]} is installed and not locked")
        elif name in lock and lock[name] != installed[name]:
            found.append(f"{name} is installed as {installed[name]}, locked as {lock[name]}")
    return found


def judged(report: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """From pip-audit's report: known vulnerabilities in words, and the names that the service said nothing about."""
    known, silent = [], []
    for item in report["dependencies"]:
        if "skip_reason" in item:  # pip-audit itself would count this as well
            silent.append(str(item["name"]))
        for one in item.get("vulns", ()):
            mended = " or ".join(one["fix_versions"]) or "no version yet"
            known.append(f"{item['name']} {item['version']}: {one['id']}, mended in {mended}")
    return known, silent


def ask(python: Path, locks: list[Path]) -> tuple[list[str], str]:
    """Known vulnerabilities, and in words why the answer is not whole ("" when it is)."""
    files = [part for lock in locks for part in ("-r", str(lock))]
    command = [str(python), "-m", "pip_audit", *files, "--require-hashes", "--disable-pip", "--format=json"]
    done = subprocess.run([*command, "--progress-spinner=off"], capture_output=True, text=True, check=False)
    try:
        known, silent = judged(json.loads(done.stdout))
    except (json.JSONDecodeError, KeyError):
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return [], f"pip-audit could not ask it: {last.partition(':')[0]}"
    return known, f"it knows nothing of {len(silent)} packages, such as {silent[0]}" if silent else ""


def main(arguments: list[str] | None = None) -> int:
    """Prints what was found; the status is the module's."""
    parser = argparse.ArgumentParser(prog="python tools/audit.py", description=__doc__)
    parser.add_argument("--python", type=Path, default=TOOLS_PYTHON, help="a Python that has pip-audit")
    parser.add_argument("--offline", action="store_true", help="only compare what is installed with the lock")
    options = parser.parse_args(arguments)
    lock = locked((ROOT / LOCKS[0]).read_text(encoding="utf-8"))
    wrong = differences(lock, here())
    print(f"{len(lock)} packages are locked for this Python; what is installed differs in {len(wrong)}.")
    unknown = ""
    if not options.offline:
        known, unknown = ask(options.python, [ROOT / name for name in LOCKS])
        print(f"Known vulnerabilities: {len(known)}.")
        wrong += known
        if unknown:
            print(f"NOT AUDITED: the vulnerability service did not answer for everything; {unknown}.", file=sys.stderr)
    for line in wrong:
        print(f"  {line}")
    return 1 if wrong else 2 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
