"""Who is let in, what may be asked, and what every answer carries: the guard before an app that says yes."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from corridors.views.guard import Guard


async def _yes(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("yes")(scope, receive, send)


def ask(
    path: str = "/", *, method: str = "GET", kind: str = "http", host: str = "localhost:8501", origin: str | None = None
) -> list[Message]:
    headers = [(b"host", host.encode())] + ([(b"origin", origin.encode())] if origin is not None else [])
    scope: dict[str, Any] = {"type": kind, "path": path, "method": method, "headers": headers, "extensions": {}}
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    with ThreadPoolExecutor(1) as fresh:  # Playwright, which runs in this one, keeps its loop for itself
        fresh.submit(asyncio.run, Guard(_yes)(scope, receive, send)).result()
    return sent


def status(**asked: Any) -> int:
    return int(ask(**asked)[0]["status"])


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:80", "[::1]:8501", "LOCALHOST"])
def test_our_own_names_are_served(host: str) -> None:
    assert status(host=host) == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "localhost@evil.example", "[", "10.0.0.1"]
)
def test_other_names_are_not(host: str) -> None:
    assert status(host=host) == 403
    assert ask(host=host, kind="websocket")[0]["type"] == "websocket.close"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://localhost.evil.example", "", "http://[", "file://", "localhost"]
)
def test_a_foreign_page_gets_nothing(origin: str) -> None:
    assert status(origin=origin) == 403
    assert ask(origin=origin, kind="websocket")[0]["type"] == "websocket.close"


def test_our_page_gets_a_socket_and_a_sandboxed_frame_gets_none() -> None:
    assert ask(kind="websocket", origin="http://localhost:8501")[0]["type"] == "websocket.accept"
    assert status(origin="null") == 200, "the map's frame loads its scripts"
    assert ask(kind="websocket", origin="null")[0]["type"] == "websocket.close", "any site can have such a frame"


def test_named_hosts_are_served_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert status(host="atlas.example") == 403
    monkeypatch.setenv("CORRIDOR_ATLAS_HOSTS", "atlas.example, other.example")
    assert status(host="Atlas.example:443", origin="https://atlas.example") == 200
    assert status(host="localhost") == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_the_atlas_is_only_read(method: str) -> None:
    assert status(method=method) == 405


@pytest.mark.parametrize(
    "path",
    ["/_stcore/upload_file/a/b", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/base/_stcore/metrics"],
)
def test_what_nobody_needs_is_closed(path: str) -> None:
    assert status(path=path) == 404


def test_every_answer_carries_the_headers() -> None:
    headers = dict(ask()[0]["headers"])
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"referrer-policy"] == b"no-referrer"
    assert b"frame-ancestors 'self'" in headers[b"content-security-policy"]
    assert b"unsafe-inline'" not in headers[b"content-security-policy"].split(b"script-src")[1].split(b";")[0]
