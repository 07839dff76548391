"""How far an export is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TextIO

Tell = Callable[[float, str], None]  # the share that is done, 0 to 1, and what is being made
WIDE: Final = 24  # characters of the bar


def silent(_: float, __: str) -> None:
    """For those who do not wait."""


def within(tell: Tell, low: float, high: float) -> Tell:
    """For a part of the work, from the share `low` to the share `high` of all of it."""
    return lambda share, words: tell(low + (high - low) * share, words)


class Bar:
    """A bar on a terminal, drawn over itself and wiped at the end; nothing at all where nobody watches."""

    def __init__(self, out: TextIO) -> None:
        self._out = out if out.isatty() else None

    def __enter__(self) -> Tell:
        return self._draw

    def __exit__(self, *_: object) -> None:
        if self._out:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _draw(self, share: float, words: str) -> None:
        if self._out:
            full = round(WIDE * min(1.0, max(0.0, share)))
            # What is made is named in data, which must not move the cursor.
            shown = "".join(sign for sign in words if sign.isprintable())[:60]
            self._out.write(f"\r\x1b[K[{'#' * full}{'·' * (WIDE - full)}] {share:4.0%} {shown}")
            self._out.flush()
