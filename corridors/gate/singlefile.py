"""The verdict on one file's bytes: GeoJSON by RFC 7946, or plain JSON. Opens nothing.

Two entries, because the two standards differ about names used twice in an object:

    GeoJSON (the default)    refused; RFC 7946 section 12 asks for I-JSON (RFC 7493), which forbids them
    plain JSON (`as_json`)   warned about; RFC 8259 says they SHOULD be unique
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corridors.faults import Fault
from corridors.gate.rfc7946 import check_geojson
from corridors.gate.strictjson import parse

Verdict = Literal["valid", "warn", "invalid"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one file. "warn" is accepted: it breaks no MUST."""

    path: str
    faults: tuple[Fault, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst level among the faults, "valid" without any."""
        levels = {fault.level for fault in self.faults}
        return "invalid" if "invalid" in levels else "warn" if "warn" in levels else "valid"

    def as_dict(self) -> dict[str, object]:
        """The judgement as JSON-ready values, as `check --json` prints it."""
        return {
            "path": self.path,
            "verdict": self.verdict,
            "faults": [fault.as_dict() for fault in self.faults],
        }


def judge(data: bytes, *, path: str, as_json: bool = False) -> Judgement:
    """Judge the bytes of a file as GeoJSON, or as plain JSON. `path` is the name to show; never raises."""
    parsed = parse(data, file=path, duplicates="warn" if as_json else "refuse")
    faults = list(parsed.faults)
    if parsed.readable and not as_json:
        said = {fault.field for fault in faults if fault.field}  # a refused number would be reported twice
        faults += [fault for fault in check_geojson(parsed.document, file=path) if fault.field not in said]
    return Judgement(path, tuple(faults))
