"""Streamlit's own page, scripts and styles, from memory.

A first visit asks for some sixty scripts of Streamlit, each of which it reads from disk in a thread, unpacked; that is
a good part of the wait for the map. Here each is read and packed once. The page itself goes out with our style, so that
nothing is ever seen without it, and with the names of those parts of Streamlit that it will need, which the browser
would otherwise find out step by step.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from mimetypes import guess_type
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, file_util

from corridors import markup
from corridors.load import read, read_asset
from corridors.views.kept import Kept, answer, keep

STYLES = ("page.css", "print.css")
PACKED = (".js", ".css")  # fonts and pictures are packed already
PARTS = ("ComponentInstance", "ButtonGroup", "Html")  # what the start page draws beside plain layout
_IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


class Shell:
    """ASGI middleware in front of Streamlit's own routes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.base = f"/{config.get_option('server.baseUrlPath') or ''}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers for Streamlit's page, scripts and styles; passes on the rest."""
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith(self.base):
            path = scope["path"][len(self.base) :]
            asked = Headers(scope=scope)
            if path == "/":
                await answer(page(), asked, for_good=False)(scope, receive, send)
                return
            if path in _names() and "range" not in asked:
                await answer(_file(path), asked)(scope, receive, send)
                return
        await self.app(scope, receive, send)


@cache
def page() -> Kept:
    """Streamlit's page with our additions to its head, and the skip link first of all that the Tab key reaches."""
    plain = read(_root() / "index.html").decode()
    wanted: dict[str, None] = {}
    for part in PARTS:
        for found in (_root() / "static" / "js").glob(f"{part}.*.js"):
            names = [found.name, *_IMPORT.findall(read(found).decode())]
            wanted.update((name, None) for name in names if name not in plain)
    links = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in wanted)
    style = "".join(f"<style>{read_asset(name)}</style>" for name in STYLES)
    made = plain.replace("</head>", f"{links}{style}</head>", 1).replace("<body>", f"<body>{markup.skip_link()}", 1)
    return keep(made.encode(), "text/html; charset=utf-8")


def _root() -> Path:
    return Path(file_util.get_static_dir())


@cache
def _names() -> frozenset[str]:
    """Addresses of Streamlit's scripts and styles. They hold a checksum, so what is behind one never changes."""
    return frozenset(f"/static/{kind[1:]}/{path.name}" for kind in PACKED for path in _root().glob(f"static/*/*{kind}"))


@lru_cache(maxsize=128)
def _file(path: str) -> Kept:
    return keep(read(_root() / path.lstrip("/")), f"{guess_type(path)[0]}; charset=utf-8")
