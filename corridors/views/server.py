"""What the server offers beside Streamlit's own routes, and the headers that it sets on every answer."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corridors.faults import AtlasError
from corridors.views.service import release

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "SAMEORIGIN",
}


async def _asset(request: Request) -> Response:
    """A file of the current release; its name holds a digest, so a browser may keep it for good."""
    try:
        current = release()
    except AtlasError:
        return PlainTextResponse("the atlas's data is broken; see the page", status_code=503)
    name = request.path_params["name"]
    if request.path_params["release"] != current.name or name not in current.files:
        return PlainTextResponse("not found", status_code=404)
    body, kind = current.files[name]
    return Response(body, headers={"content-type": kind, "cache-control": "public, max-age=31536000, immutable"})


class _Headers:
    """Adds the fixed headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


ROUTES = [Route("/atlas/{release}/{name}", _asset)]
MIDDLEWARE = [Middleware(_Headers)]
