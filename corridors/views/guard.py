"""Who may ask, and what a browser may do with the answer: the outermost layer of the server.

A request whose Host or Origin is not one of ours is refused with 403: the default would let another site reach a
local atlas by rebinding its own name (DNS rebinding). The headers keep the map's frame apart from the page: it is
sandboxed into an origin of its own, may run the scripts of this server and may not connect to anything.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")

# The atlas is only read. Streamlit would also take uploads, and clients that drive the app without a browser.
METHODS = ("GET", "HEAD")
CLOSED = ("/_stcore/upload_file", "/_stcore/agent", "/_stcore/metrics")

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
}
# Streamlit's page styles itself inline, compiles WebAssembly for some of its widgets, and runs a component's script
# from a blob.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' blob: 'wasm-unsafe-eval' {inline}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# The sandbox takes the frame's origin away.
_FRAME_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'self' {inline}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


@lru_cache(maxsize=4)
def page_policy(page: str) -> str:
    """The policy for Streamlit's page."""
    return _PAGE_POLICY.format(inline=_inline(page))


@lru_cache(maxsize=2)
def frame_policy(page: str) -> str:
    """The policy for the page of the map's frame."""
    return _FRAME_POLICY.format(inline=_inline(page))


def _inline(page: str) -> str:
    """The inline scripts of a page, by their checksums: no other may run."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    sums = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{value}'" for value in sums)


def allowed_hosts() -> frozenset[str]:
    """Host names the server answers to: this machine's, and those in CORRIDOR_ATLAS_HOSTS, joined by commas."""
    named = os.environ.get("CORRIDOR_ATLAS_HOSTS", "")
    return frozenset(LOCAL_HOSTS) | {host.strip().lower() for host in named.split(",") if host.strip()}


class Guard:
    """ASGI middleware that refuses foreign requests and sets the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.hosts = allowed_hosts()
        self.policy = page_policy("")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if not self._ours(Headers(scope=scope), socket=scope["type"] == "websocket"):
            if scope["type"] == "http":
                await PlainTextResponse("this host is not served here", status_code=403)(scope, receive, send)
            else:  # refused before it is accepted, which the client sees as 403
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and scope["method"] not in METHODS:
            refused = PlainTextResponse(
                "the atlas is only read", status_code=405, headers={"allow": ", ".join(METHODS)}
            )
            await refused(scope, receive, send)
            return
        if any(path in scope["path"] for path in CLOSED):
            await PlainTextResponse("not found", status_code=404)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                headers.setdefault("content-security-policy", self.policy)  # pages bring their own
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

    def _ours(self, headers: Headers, *, socket: bool) -> bool:
        if _host(headers.get("host", "")) not in self.hosts:
            return False
        origin = headers.get("origin")
        if origin == "null":  # the sandboxed frame, which loads scripts; or anybody's, which must get no socket
            return not socket
        return origin is None or _host(origin.partition("://")[2]) in self.hosts


def _host(netloc: str) -> str:
    """The host of "host:port", lower-case, "" when there is none."""
    try:
        return (urlsplit(f"//{netloc}").hostname or "").lower()
    except ValueError:
        return ""
