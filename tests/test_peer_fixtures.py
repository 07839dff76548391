"""Every file of other projects' suites (../shared/fixtures) against the gate, by its own project's verdict.

Where sources disagree RFC 7946 decides: MUST is invalid, SHOULD a warning. "valid" means accepted, so a
warning will do. What differs from the manifest on purpose stands in DEVIATIONS with its reason, and nowhere
else.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from corridors.gate.singlefile import Verdict, judge

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT.parent / "shared" / "fixtures"
MANIFEST = FIXTURES / "manifest.json"

DEVIATIONS: dict[str, tuple[Verdict, str]] = {
    "geojsonhint/bad__geometrycollection_nested.geojson": (
        "warn",
        "RFC 7946 section 3.1.8: implementations SHOULD avoid nested GeometryCollections; the peer refuses them",
    ),
    "geojsonhint/bad__geometrycollection_single.geojson": (
        "warn",
        "RFC 7946 section 3.1.8: a collection of a single part SHOULD be avoided; the peer refuses it",
    ),
}
ACCEPTED: dict[str, set[Verdict]] = {
    "valid": {"valid", "warn"},
    "warn": {"warn"},
    "invalid": {"invalid"},
    "json-accept": {"valid", "warn"},
    "json-reject": {"invalid"},
    "json-either": {"valid", "warn", "invalid"},
    "strings-round-trip": {"valid"},
}


def cases() -> list[dict[str, Any]]:
    return list(json.loads(MANIFEST.read_text("utf-8"))["cases"]) if MANIFEST.exists() else []


def verdict(name: str) -> Verdict:
    plain = not name.startswith(("geojsonhint/", "geojson-schema/"))
    return judge((FIXTURES / name).read_bytes(), path=name, as_json=plain).verdict


def test_the_fixtures_are_there() -> None:
    if not MANIFEST.exists():
        message = "the peer fixtures (../shared/fixtures) are not on this machine"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    assert len(cases()) >= 400
    assert set(DEVIATIONS) <= {case["file"] for case in cases()}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["file"])
def test_peer_file(case: dict[str, Any]) -> None:
    name = case["file"]
    assert hashlib.sha256((FIXTURES / name).read_bytes()).hexdigest() == case["sha256"]
    expected = {DEVIATIONS[name][0]} if name in DEVIATIONS else ACCEPTED[case["verdict"]]
    assert verdict(name) in expected


@pytest.mark.parametrize("name", [name for name in DEVIATIONS if MANIFEST.exists()])
def test_every_deviation_still_deviates(name: str) -> None:
    theirs = next(case["verdict"] for case in cases() if case["file"] == name)
    assert verdict(name) not in ACCEPTED[theirs]
    assert "RFC" in DEVIATIONS[name][1]
