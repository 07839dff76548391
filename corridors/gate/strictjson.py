"""Bytes to a JSON value, or everything that is wrong with them. Opens no file and never raises on bad input.

RFC 8259 decides what is JSON. Where it leaves a choice, this reader is strict:

    not UTF-8, so UTF-16 too                 refused (RFC 8259 section 8.1: MUST be UTF-8)
    byte order mark                          warned about and skipped (a writer MUST NOT add one)
    NaN, Infinity, -Infinity                 refused: not JSON, though Python's reader takes them
    a number beyond the range of a double    refused: it would turn into infinity in the browser
    half a surrogate pair (`"\\ud800"`)      refused: no character, and UTF-8 cannot hold it
    a name twice in one object               `duplicates` decides: by RFC 8259 they SHOULD differ ("warn");
                                             our own rule is to refuse, readers disagree which one counts
    over 32 MiB, or deeper than 100 levels   refused before parsing, so that nothing exhausts the process
"""

from __future__ import annotations

import json
import re
from array import array
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from corridors.faults import Fault, Level, clip
from corridors.gate.faultlist import FaultList
from corridors.gate.jsonoddities import Hooks, find_places

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_DEPTH: Final = 100

_BOM: Final = b"\xef\xbb\xbf"
_STRING: Final = re.compile(rb'"[^"]*"?')  # the last one may be left open
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_NOT_MARKS: Final = bytes(byte for byte in range(256) if byte not in b'"[]{}')
_STEP: Final = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # as signed bytes: +1 opens a level, -1 closes it

Duplicates = Literal["refuse", "warn"]


class Parsed(NamedTuple):
    """What was read: `document` is None when not `readable`. A refused number stands in it as NaN."""

    document: object
    faults: list[Fault]
    readable: bool


def parse(data: bytes, *, file: str, duplicates: Duplicates = "refuse") -> Parsed:
    """Read one JSON text. `file` is the name to show in faults; nothing is opened.

    Everything that can be told apart is reported at once; a syntax error ends the reading, for what follows
    it means nothing.
    """
    faults = FaultList(file)
    text = _text(data, faults)
    if text is None:
        return Parsed(None, faults.finish(), readable=False)
    hooks = Hooks()
    try:
        document: object = json.loads(
            text,
            object_pairs_hook=hooks.members,
            parse_float=hooks.number,
            parse_int=hooks.integer,
            parse_constant=hooks.refuse,
        )
    except json.JSONDecodeError as error:
        rest = text[error.pos : error.pos + 30].split("\n")[0]
        found = clip(rest) if rest else "the end of the line" if error.pos < len(text) else "the end of the file"
        wanted = error.msg[0].lower() + error.msg[1:]
        faults.add("", f"{found} in line {error.lineno}, column {error.colno}", f"JSON ({wanted})")
    except RecursionError:  # only a text that is not JSON at all hides its depth from _depth
        faults.add("", "brackets nested too deep", f"at most {MAX_DEPTH} levels")
    else:
        has_surrogates = _SURROGATE_ESCAPE.search(text) is not None
        level: Level = "invalid" if duplicates == "refuse" else "warn"
        find_places(document, hooks, faults, surrogates=has_surrogates, duplicates=level)
        return Parsed(document, faults.finish(), readable=True)
    return Parsed(None, faults.finish(), readable=False)


def _text(data: bytes, faults: FaultList) -> str | None:
    """The text of a file that is small, shallow and UTF-8; None with the fault noted if it is not."""
    if len(data) > MAX_BYTES:
        remedy = "split the file, or simplify its lines"
        faults.add("", f"{len(data):,} bytes", f"at most {MAX_BYTES:,} bytes", remedy)
        return None
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
        faults.add("", "a byte order mark before the text", "none", "save as UTF-8 without BOM", "warn")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        faults.add("", f"bytes that are not UTF-8 in line {line}", "UTF-8 text", "save the file as UTF-8")
        return None
    if not text.strip(" \t\r\n"):
        faults.add("", "an empty file", "a JSON value")
        return None
    if (depth := _depth(data)) > MAX_DEPTH:
        faults.add("", f"brackets nested {depth:,} deep", f"at most {MAX_DEPTH} levels")
        return None
    return text


def _depth(data: bytes) -> int:
    """The deepest nesting of brackets outside strings; never too low for a text that is JSON."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return 0  # cannot be deeper than there are brackets
    # Without escapes every quote opens or closes a string; two quotes side by side then change nothing about
    # what is inside a string and what is not.
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"").translate(None, _NOT_MARKS).replace(b'""', b"")
    brackets = _STRING.sub(b"", bare).translate(_STEP)
    return max(accumulate(array("b", brackets)), default=0)
