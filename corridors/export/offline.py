"""One HTML file that holds the whole atlas and asks nobody for anything; and the folder to publish it in.

The map's script, style and data are the live map's own. The page adds a panel with all evidence, a search box and the
address's hash as the home of what the visitor sees (`assets/offline.js`). A content policy in the page itself allows
the scripts that are in it, by their hashes, and no request of any kind.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict
from typing import Any

from corridors import cards, payload, style
from corridors.export import content, rows
from corridors.export.progress import Tell, silent, within
from corridors.load import read_asset, read_leaflet
from corridors.markup import escape
from corridors.model import Atlas
from corridors.selection import Selection, facet_outcome, visible
from corridors.urlstate import encode


def page(atlas: Atlas, selection: Selection, link: str, date: str, *, preview: str = "") -> bytes:
    """The offline page, opened at a selection. `preview` is the address of a picture for link previews."""
    scripts = [
        _leaflet(),
        _inline(payload.script(atlas), data=True),
        _inline(f"window.CORRIDOR_OFFLINE={_json(_extra(atlas, selection, link, date))};", data=True),
        _inline(read_asset("atlas.js")),
        _inline(read_asset("offline.js")),
    ]
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )
    css = re.sub(r"url\(images/[^)]*\)", "none", read_leaflet("leaflet.css").decode())  # controls that are not used
    css = f"{css}\n{read_asset('atlas.css')}\n{read_asset('offline.css')}".replace("</", "<\\/")
    described = escape(atlas.meta.subtitle)
    title = escape(atlas.meta.title)
    picture = f'<meta property="og:image" content="{escape(preview)}">\n' if preview else ""
    body = "".join(f"<script>{script}</script>\n" for script in scripts)
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<title>{title}</title>\n<meta name="description" content="{described}">\n'
        f'<meta property="og:title" content="{title}">\n<meta property="og:description" content="{described}">\n'
        f'<meta property="og:type" content="website">\n{picture}'
        f'<link rel="icon" href="data:,">\n<style>{css}</style></head>\n'
        '<body><main id="co-map" aria-label="Map"><div id="map_div"></div></main>\n'
        '<aside id="co-panel" aria-label="Evidence"></aside>\n'
        f"<noscript>{title} needs JavaScript, which is in this file, to draw its map.</noscript>\n"
        f"{body}</body></html>\n"
    ).encode("utf-8", "replace")


def publish(atlas: Atlas, date: str, *, link: str = "", tell: Tell = silent) -> dict[str, bytes]:
    """Files by path for any web server: the page as index.html, the data, a picture for link previews.

    `link` is the address where the folder will stand, if it is known: link previews need it in full.
    """
    from corridors.export import parts, sheet, tables  # noqa: PLC0415
    from corridors.export.pdf import png  # noqa: PLC0415

    view = Selection()
    home = link or "index.html"
    base = f"{link.rstrip('/')}/" if link else ""
    tell(0.0, "Drawing the sheet")
    document = sheet.compose(atlas, parts.of_sheet(atlas, view, home), date, "16:9").pdf(atlas)
    data = tables.everything(atlas, view, home, date, within(tell, 0.5, 0.9))
    tell(0.9, "Putting the page together")
    return {
        "index.html": page(atlas, view, home, date, preview=f"{base}preview.png"),
        "preview.png": png(document, 0, (1280, 720), 96),
        "sheet.pdf": document,
        **{f"data/{name}": content for name, content in data.items()},
    }


def _extra(atlas: Atlas, selection: Selection, link: str, date: str) -> dict[str, Any]:
    """What the panel needs beyond the map's payload: every card in full, and how the file came to be."""
    return {
        "start": encode(selection, atlas) | ({"only": "1"} if selection.facets else {}),
        "only": facet_outcome(selection, atlas),
        "roles": style.ROLES,
        "cards": {record.id: _card(cards.card(record, atlas)) for record in atlas.records},
        "undrawn": [
            {"id": record.id, "claim": style.CLAIMS[record.claim]["label"]}
            for record in visible(Selection(), atlas)
            if rows.layer(record) == "undrawn"
        ],
        "sources": [cards.citation(source) for source in atlas.sources],
        "dates": content.dates(atlas, date),
        "licences": content.licences(atlas),
        "link": link,
        "notice": _NOTICE,
    }


def _card(view: cards.Card) -> dict[str, Any]:
    return asdict(view)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _inline(script: str, *, data: bool = False) -> str:
    """A script as it can stand inside an HTML element.

    In data, `<` stands in texts only and becomes its escape: "<!--" with "<script" would swallow the rest of the page.
    """
    if data:
        for character, written in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
            script = script.replace(character, written)
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--").replace("\r\n", "\n").replace("\r", "\n")


def _leaflet() -> str:
    """Leaflet with its notice, without the pointer to a file that is not here."""
    return _inline(re.sub(r"//# sourceMappingURL=\S+\s*$", "", read_leaflet("leaflet.js").decode()))


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode("utf-8", "replace")).digest()).decode()


_NOTICE = re.sub(
    r"\s+",
    " ",
    """The map is drawn by Leaflet, (c) 2010-2022 Vladimir Agafonkin, (c) 2010-2011 CloudMade. All rights reserved.
    Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
    following conditions are met: 1. Redistributions of source code must retain the above copyright notice, this list of
    conditions and the following disclaimer. 2. Redistributions in binary form must reproduce the above copyright
    notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided
    with the distribution. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS
    OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A
    PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT,
    INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
    SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY
    THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN
    ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.""",
)
