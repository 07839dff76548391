"""Looks at every frame that the browser paints around filter changes: is there one without lines on the map?"""

from __future__ import annotations

import base64
import io
from typing import Any

from PIL import Image, ImageDraw

from benchmarks.data import Case
from benchmarks.drive import Missing, Session
from benchmarks.interact import CHOICES, steps
from benchmarks.programs import FURNITURE

SECONDS_AFTER = 2.0
CONTROL_SECONDS = 6.0  # the control is slower; a busy machine makes it slower still
CHANGES = 3
SATURATED = 60  # lines have strong colours; land, sea and borders are pale (largest minus smallest channel, of 255)
SHARE = 0.3  # a frame with fewer coloured pixels than this share of the poorer end state counts as blank


def check(session: Session, case: Case) -> dict[str, Any]:
    """Films `CHANGES` filter changes 2 s each; counts frames, and those without lines."""
    session.load()
    session.settle()
    found: dict[str, Any] = {"frames": 0, "blank": 0, "least_share": 1.0, "counts": []}
    try:
        phases: frozenset[int] = frozenset()
        for choice in steps(case, CHANGES):
            phases ^= {choice}
            counts = _one(session, choice, case.shown(phases))
            ends = min(counts[0], counts[-1])
            shares = [count / ends if ends else 0.0 for count in counts]
            found["counts"].append(counts)  # so that a blank frame can be told from an empty end state
            found["frames"] += len(counts)
            found["blank"] += sum(share < SHARE for share in shares)
            found["least_share"] = min(found["least_share"], *shares)
    finally:
        session.close()
    return found


def _one(session: Session, choice: int, expected: int) -> list[int]:
    """Coloured pixels on the map in each painted frame around one filter change."""
    program = session.program
    frame = session.frame_for(program.pill_in)
    box = frame.locator(program.pill).nth(CHOICES.index(choice)).bounding_box()
    if box is None:
        raise Missing(f"{program.key}: no pill to press")
    area, masks = _map_area(session)
    images: list[bytes] = [session.page.screenshot()]

    def keep(event: dict[str, Any]) -> None:
        images.append(base64.b64decode(event["data"]))
        session.cdp.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    session.arm([{"name": "set", "where": "map", "test": "count", "selector": program.line, "count": expected}])
    session.cdp.on("Page.screencastFrame", keep)
    session.cdp.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    session.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    session.page.wait_for_timeout(300)
    session.page.mouse.down()
    session.page.mouse.up()
    # Nothing is asked of the page while it is filmed: the answers would wait behind the frames' acknowledgements.
    session.page.wait_for_timeout((SECONDS_AFTER if program.key == "OURS" else CONTROL_SECONDS) * 1000)
    session.cdp.send("Page.stopScreencast")
    session.cdp.remove_listener("Page.screencastFrame", keep)
    session.wait(["set"])
    images.append(session.page.screenshot())
    masks += _map_area(session)[1]
    return [_coloured(image, area, masks) for image in images]


Box = tuple[float, float, float, float]


def _map_area(session: Session) -> tuple[Box, list[Box]]:
    """The map's rectangle on the page and those of the panels that lie over it, in CSS pixels."""
    frame = session.map_frame()
    left, top = session.offset(frame)
    rectangles = frame.evaluate(
        "names => names.map(n => [...document.querySelectorAll(n)].map(e => { const r = e.getBoundingClientRect();"
        " return [r.left, r.top, r.right, r.bottom]; })).flat()",
        [".leaflet-container", *FURNITURE],
    )
    placed = [(left + a, top + b, left + c, top + d) for a, b, c, d in rectangles]
    return placed[0], placed[1:]


def _coloured(png: bytes, area: Box, masks: list[Box]) -> int:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    draw = ImageDraw.Draw(image)
    for mask in masks:
        if mask[2] > mask[0] and mask[3] > mask[1]:
            draw.rectangle(mask, fill=(255, 255, 255))
    hue = image.crop((int(area[0]), int(area[1]), int(area[2]), min(int(area[3]), image.height))).convert("HSV")
    # Saturation times value is the largest minus the smallest channel.
    _, saturation, value = hue.split()
    pairs = zip(saturation.tobytes(), value.tobytes(), strict=True)
    return sum(s * v > SATURATED * 255 for s, v in pairs)
