"""Gathers the faults of one file, record by record, and keeps a runaway list readable.

A file with a million broken positions must be told in a page, and its verdict must not depend on what is cut:
so "invalid" and "warn" are counted apart, and a line of the same level says how many were left out.
"""

from __future__ import annotations

from collections import Counter

from corridors.faults import Fault, Level

PER_RECORD = 50
PER_FILE = 1000


class FaultList:
    """Add faults with `add`; name the record they belong to with `start`; take them with `finish`."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._record = ""
        self._faults: list[Fault] = []
        self._in_record: Counter[Level] = Counter()
        self._in_file: Counter[Level] = Counter()

    def start(self, record: str) -> None:
        """The faults from here on belong to `record` ("" for the file itself)."""
        self._close()
        self._record = record

    def add(self, path: str, found: str, wanted: str, remedy: str = "", level: Level = "invalid") -> None:
        """Note one fault. `path` is the JSON path from the top of the file."""
        self._in_record[level] += 1
        if self._in_record[level] <= PER_RECORD:
            self._append(Fault(self._file, self._record, path, found, wanted, remedy, level))

    def finish(self) -> list[Fault]:
        """All faults, in file order, with the lines that say how many were left out."""
        self.start("")
        for level, count in self._in_file.items():
            if count > PER_FILE:
                self._faults.append(self._more(count - PER_FILE, level))
        return self._faults

    def _close(self) -> None:
        for level, count in self._in_record.items():
            if count > PER_RECORD:
                self._append(self._more(count - PER_RECORD, level))
        self._in_record.clear()

    def _append(self, fault: Fault) -> None:
        self._in_file[fault.level] += 1
        if self._in_file[fault.level] <= PER_FILE:
            self._faults.append(fault)

    def _more(self, count: int, level: Level) -> Fault:
        return Fault(self._file, self._record, "", f"{count:,} more faults", "none", "mend the ones above first", level)
