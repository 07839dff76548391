"""What the server holds in memory after an ordinary visit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from drive import start


def test_a_click_on_the_map_needs_no_pandas(tmp_path: Path, open_view: Callable[..., Any]) -> None:
    server = start(tmp_path / "log.txt")
    try:
        seen = open_view()
        seen.open(server.url)
        seen.click_line("tapi")
        seen.page.locator('.st-key-panel article[data-record="tapi"]').wait_for()
        held = Path(f"/proc/{server.process.pid}/maps").read_text(encoding="utf-8")
        assert "/shapely/" in held  # it can be told from this what has been loaded
        assert "/pandas/" not in held
    finally:
        server.process.kill()
        server.process.wait(20)
