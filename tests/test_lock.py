"""What is installed is what was locked: versions with checksums for everything, and an audit that admits ignorance."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import audit

PAIRS = [
    ("requirements", "requirements"),
    ("requirements", "requirements-dev"),
    ("requirements-dev", "requirements-dev"),
    ("requirements-tools", "requirements-tools"),
]


@pytest.mark.parametrize(("wanted", "lock"), PAIRS)
def test_each_requirement_is_locked_as_it_is_asked_for(wanted: str, lock: str, root: Path) -> None:
    held = audit.entries((root / f"{lock}.lock").read_text(encoding="utf-8"))
    pinned = {(audit.canonicalize_name(item.name), str(item.specifier)) for item, _ in held}
    lines = (root / f"{wanted}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        asked, _, reason = line.partition("#")
        if asked.strip() and not asked.startswith("-r"):
            item = Requirement(asked)
            assert (audit.canonicalize_name(item.name), str(item.specifier)) in pinned, f"{line}: run `make lock`"
            assert reason.strip(), f"{line}: say why it is here"


@pytest.mark.parametrize("lock", ["requirements", "requirements-dev", "requirements-tools"])
def test_a_lock_names_one_version_and_checksums_and_no_host(lock: str, root: Path) -> None:
    text = (root / f"{lock}.lock").read_text(encoding="utf-8")
    assert "://" not in text
    for item, sums in audit.entries(text):
        assert re.fullmatch(r"==[\w.]+", str(item.specifier)), item
        assert sums, item
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in sums), item


def test_both_locks_hold_the_same_versions(root: Path) -> None:
    run, dev = (audit.locked((root / name).read_text("utf-8")) for name in ("requirements.lock", audit.LOCKS[0]))
    assert run.items() <= dev.items()
    assert {"starlette", "numpy", "jinja2", "protobuf"} <= run.keys(), "indirect ones too"


def test_what_is_installed_here_is_what_is_locked(root: Path) -> None:
    lock = audit.locked((root / audit.LOCKS[0]).read_text(encoding="utf-8"))
    unlocked = " is installed and not locked"  # a developer's own tools do no harm to the tests
    assert [line for line in audit.differences(lock, audit.here()) if not line.endswith(unlocked)] == []


def test_every_kind_of_difference_is_told() -> None:
    lock, installed = {"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1", "pip": "9"}
    assert audit.differences(lock, installed) == [
        "b is installed as 2, locked as 1",
        "c 1 is locked and not installed",
        "d 1 is installed and not locked",
    ]


def test_what_the_service_did_not_answer_for_is_not_sound() -> None:
    """pip-audit itself says "no known vulnerabilities" when it was told nothing about anything."""
    report = {
        "dependencies": [
            {"name": "a", "skip_reason": "not found"},
            {"name": "b", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]},
            {"name": "c", "version": "1", "vulns": []},
        ]
    }
    assert audit.judged(report) == (["b 1: CVE-1, mended in 2"], ["a"])


@pytest.mark.parametrize(
    ("known", "unknown", "status"), [([], "", 0), (["a 1: CVE-1"], "", 1), ([], "no network", 2), (["x"], "y", 1)]
)
def test_the_status_tells_sound_from_unknown(
    known: list[str], unknown: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "ask", lambda *_: (known, unknown))
    monkeypatch.setattr(audit, "differences", lambda *_: [])
    assert audit.main([]) == status
    assert ("NOT AUDITED" in capsys.readouterr().err) is bool(unknown)


def test_a_service_out_of_reach_is_unknown(tmp_path: Path) -> None:
    found, why = audit.ask(Path(sys.executable), [tmp_path / "none.lock"])
    assert found == []
    assert why
