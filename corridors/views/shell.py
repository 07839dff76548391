"""Streamlit's own files, from memory, and notice of what its page will ask for next.

A first visit asks for some sixty scripts of Streamlit, each of which it reads from disk in a thread, unpacked; that is
a good part of the wait for the map. Here each is read and packed once. A `Link` header tells the browser at once which
parts of Streamlit the page will need, which it would otherwise find out step by step.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, file_util

from corridors.load import read
from corridors.views.kept import Kept, answer, keep

PACKED = (".js", ".css")  # fonts and pictures are packed already
PARTS = ("ComponentInstance", "ButtonGroup", "Html")  # what the start page draws beside plain layout
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


class Shell:
    """ASGI middleware in front of Streamlit's own routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.base = f"/{config.get_option('server.baseUrlPath') or ''}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for Streamlit's scripts and styles; announces what its page needs; passes on the rest."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(self.base):
            await self.app(scope, receive, send)
            return
        path = scope["path"][len(self.base) :]
        asked = Headers(scope=scope)
        if path in _names() and "range" not in asked:
            await answer(_file(path), asked)(scope, receive, send)
            return

        async def announced(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message)["link"] = page_link()
            await send(message)

        await self.app(scope, receive, announced if path in {"", "/"} else send)


@cache
def page_link() -> str:
    """The parts of Streamlit that its page loads only once it knows that it needs them."""
    page = read(_root() / "index.html").decode()
    wanted: dict[str, None] = {}
    for part in PARTS:
        for found in (_root() / "static" / "js").glob(f"{part}.*.js"):
            names = [found.name, *_IMPORT.findall(read(found).decode())]
            wanted.update((name, None) for name in names if name not in page)
    return ", ".join(f"<./static/js/{name}>; rel=modulepreload; crossorigin" for name in wanted)


def _root() -> Path:
    return Path(file_util.get_static_dir())


@cache
def _names() -> frozenset[str]:
    """Addresses of Streamlit's scripts and styles. They hold a checksum, so what is behind one never changes."""
    return frozenset(f"/static/{kind[1:]}/{path.name}" for kind in PACKED for path in _root().glob(f"static/*/*{kind}"))


@lru_cache(maxsize=128)
def _file(path: str) -> Kept:
    return keep(read(_root() / path.lstrip("/")), f"{guess_type(path)[0]}; charset=utf-8")
