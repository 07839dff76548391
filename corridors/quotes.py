"""Where a quotation stands in its source text.

The text files carry marks that no reader of the article saw (Markdown links, escaped dollars, underline tags,
emphasis asterisks, page breaks). `normalise` drops exactly those and remembers where each character came from, so
that a quotation can be matched strictly and still be placed at its offset in the file. Nothing here opens a file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_MARK = re.compile(
    r"(?P<link>\[(?P<label>[^\[\]]*)\]\([^()\s]*\))"
    r"|(?P<dollar>\\\$)"
    r"|(?P<tag></?u>)"
    r"|(?P<stars>\*+)"
    r"|(?P<space>\s+)"
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_LIGATURES = {"ff", "fi", "fl", "ffi", "ffl"}  # what the copies lose; a word is never supplied


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text as quotations are matched against it. `offsets[i]` is where `text[i]` stands in the raw text."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, length: int) -> tuple[int, int]:
        """Raw half-open character range of `length` normalised characters from `start`."""
        return self.offsets[start], self.offsets[start + length - 1] + 1

    def before(self, offset: int) -> str:
        """The part of the text that stands before the raw `offset`."""
        return self.text[: bisect_left(self.offsets, offset)]


@lru_cache(maxsize=32)  # a text is asked for once a quotation; a run meets five of them
def normalise(raw: str, start: int = 0, end: int | None = None) -> Normalised:
    """`raw[start:end]` with links as their text, `\\$` as `$`, no `<u>` tags or asterisks, single spaces, in NFC.

    Offsets count characters of the whole `raw`, not of the slice; a slice beyond its ends is cut to it.
    """
    characters: list[str] = []
    offsets: list[int] = []

    def put(piece: str, offset: int) -> None:
        if piece == " " and characters and characters[-1] == " ":
            return
        characters.append(piece)
        offsets.append(offset)

    def scan(left: int, right: int) -> None:
        position = left
        while position < right:
            match = _MARK.match(raw, position, right)
            if match is None:
                put(raw[position], position)
                position += 1
                continue
            if match["link"]:
                scan(*match.span("label"))
            elif match["dollar"]:
                put("$", match.end() - 1)
            elif match["space"]:
                put(" ", position)
            position = match.end()

    scan(max(start, 0), len(raw) if end is None else min(end, len(raw)))
    return _compose(characters, offsets)


def _compose(characters: list[str], offsets: list[int]) -> Normalised:
    """NFC, done per base character with its combining marks so that every result keeps an offset."""
    text: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(characters):
        stop = index + 1
        while stop < len(characters) and unicodedata.combining(characters[stop]):
            stop += 1
        composed = unicodedata.normalize("NFC", "".join(characters[index:stop]))
        text.append(composed)
        places.extend([offsets[index]] * len(composed))
        index = stop
    return Normalised("".join(text), tuple(places))


def locate(quote: str, raw: str, ranges: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    """Raw half-open range of the quotation's first occurrence inside one of `ranges`, or None."""
    for start, end in ranges:
        body = normalise(raw, start, end)
        found = body.text.find(quote)
        if found >= 0 and quote:
            return body.span(found, len(quote))
    return None


def paragraph_at(raw: str, offset: int) -> int:
    """Number of the block, counted from 1 over blocks separated by blank lines, that holds the raw `offset`."""
    lead = len(raw) - len(raw.lstrip())
    return 1 + sum(1 for gap in _BLANK_LINE.finditer(raw, lead) if gap.end() <= offset)


def words(text: str) -> int:
    """Number of words, as runs between white space."""
    return len(text.split())


def covered_words(raw: str, ranges: tuple[tuple[int, int], ...], spans: list[tuple[int, int]]) -> tuple[int, int]:
    """How many of the article's words the raw `spans` cover, overlaps counted once, and how many it has in all."""
    covered = total = 0
    for start, end in ranges:
        body = normalise(raw, start, end)
        for word in re.finditer(r"\S+", body.text):
            left, right = body.span(word.start(), word.end() - word.start())
            total += 1
            covered += any(a <= left and right <= b for a, b in spans)
    return covered, total


def repair_fault(raw: str, shown: str) -> str | None:
    """Why a repair is more than a repair, or None when it only fills a gap.

    What stands outside the brackets of `shown` must be `raw` itself, spaces apart: a lost ligature leaves a space
    ("o ending" for "o[ff]ending"), and nothing else may be added, dropped or changed, a whole word least of all.
    """
    supplied = _BRACKETED.findall(shown)
    if not supplied:
        return "no [brackets] in what is shown"
    if not _LIGATURES.issuperset(supplied):
        return f"in the brackets stands {', '.join(supplied)}, not a lost ligature ({', '.join(sorted(_LIGATURES))})"
    kept = "".join(_BRACKETED.sub("", shown).split())
    if kept != "".join(raw.split()):
        return f"outside the brackets stands {kept!r}, not {raw!r}"
    return None


def repaired(quote: str, repairs: tuple[tuple[str, str], ...]) -> str:
    """The quotation as it is shown: each (raw, shown) pair applied."""
    for raw, shown in repairs:
        quote = quote.replace(raw, shown)
    return quote
