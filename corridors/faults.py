"""What is wrong with a piece of input, said so that a non-programmer can mend it.

    AtlasError
    ├── FaultsError     the input broke rules; holds every fault that was found
    └── MissingData     a file or folder that must be there is not

Every reader of input gathers `Fault`s and raises once, so that nobody has to mend, run and mend again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["invalid", "warn"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule.

    `file` is the name as the user gave it, `record` the record's id ("" for the file itself), `field` the JSON
    path inside the record ("geometry.coordinates[3]"), `found` and `wanted` are short phrases, `remedy` says what
    to do when `wanted` does not already say it. `level` is "warn" for what RFC 7946 says SHOULD be otherwise.
    """

    file: str
    record: str
    field: str
    found: str
    wanted: str
    remedy: str = ""
    level: Level = "invalid"

    def __str__(self) -> str:
        where = " · ".join(part for part in (self.file, self.record, self.field) if part)
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{self.level}: {where}: found {self.found}; wanted {self.wanted}{remedy}"

    def as_dict(self) -> dict[str, str]:
        """The fault as plain JSON-ready strings."""
        return asdict(self)


class AtlasError(Exception):
    """Anything this package raises on purpose."""


class MissingData(AtlasError):
    """A file or folder that must be there is not."""


class FaultsError(AtlasError):
    """The input broke rules. `faults` holds all of them, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def clip(value: object, limit: int = 80) -> str:
    """A value as it is shown in a message: its repr, cut to `limit` characters."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
