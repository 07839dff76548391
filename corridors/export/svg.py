"""Scene -> SVG. Text stays text; the characters in use travel along as embedded fonts."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterable

from corridors.export import fonts
from corridors.export.scene import Clip, Item, Link, Page, Shape, Text, showable
from corridors.markup import escape

_FAMILY = {"sans": "Source Sans Pro", "serif": "Source Serif Pro"}


def svg(page: Page) -> bytes:
    """One page as a file that needs nothing else."""
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
        f'width="{_n(page.width)}pt" height="{_n(page.height)}pt" viewBox="0 0 {_n(page.width)} {_n(page.height)}" '
        'role="img" aria-labelledby="title desc" xml:lang="en">\n'
        f'<title id="title">{_text(page.title)}</title>\n<desc id="desc">{_text(page.description)}</desc>\n'
        f"<style>{_styles(page)}</style>\n"
    ]
    counter = iter(range(1, 10_000))
    for item in page.items:
        out.extend(_item(item, counter))
    out.append("</svg>\n")
    return "".join(out).encode()


def _styles(page: Page) -> str:
    used: dict[str, set[str]] = defaultdict(set)
    for text in page.texts():
        used[text.face].update(showable(text.text))
    rules = ["text{white-space:pre;font-kerning:none;font-variant-ligatures:none}"]
    for name in sorted(used):
        data = base64.b64encode(fonts.face(name).subset(frozenset(used[name]))).decode()
        family, _, variant = name.partition("-")
        weight = "600" if variant == "bold" else "400"
        slant = "italic" if variant == "italic" else "normal"
        rules.append(
            f'@font-face{{font-family:"ca-{name}";src:url(data:font/woff;base64,{data}) format("woff");'
            f"font-weight:{weight};font-style:{slant}}}"
            f'.{name}{{font-family:"ca-{name}","{_FAMILY[family]}",{"serif" if family == "serif" else "sans-serif"};'
            f"font-weight:{weight};font-style:{slant}}}"
        )
    return "".join(rules)


def _item(item: Item, counter: Iterable[int]) -> Iterable[str]:
    if isinstance(item, Shape):
        yield _shape(item)
    elif isinstance(item, Text):
        yield _line(item)
    elif isinstance(item, Link):
        left, top, right, bottom = item.box
        address = escape(item.address)
        yield (
            f'<a href="{address}" xlink:href="{address}"><rect x="{_n(left)}" y="{_n(top)}" '
            f'width="{_n(right - left)}" height="{_n(bottom - top)}" fill="#fff" fill-opacity="0"/></a>\n'
        )
    elif isinstance(item, Clip):
        name = f"clip{next(iter(counter))}"
        left, top, right, bottom = item.box
        yield (
            f'<clipPath id="{name}"><rect x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" '
            f'height="{_n(bottom - top)}"/></clipPath>\n<g clip-path="url(#{name})">\n'
        )
        for inner in item.items:
            yield from _item(inner, counter)
        yield "</g>\n"


def _shape(item: Shape) -> str:
    path = "".join(
        "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in ring) + ("Z" if item.closed else "") for ring in item.rings
    )
    style = f'fill="{item.fill or "none"}"'
    if item.fill and len(item.rings) > 1:
        style += ' fill-rule="evenodd"'
    if item.opacity < 1:
        style += f' fill-opacity="{_n(item.opacity)}"' if item.fill else ""
        style += f' stroke-opacity="{_n(item.opacity)}"' if item.stroke else ""
    if item.stroke:
        style += f' stroke="{item.stroke}" stroke-width="{_n(item.width)}" stroke-linejoin="round"'
        style += ' stroke-linecap="round"' if item.round else ""
        style += f' stroke-dasharray="{" ".join(map(_n, item.dash))}"' if item.dash else ""
    return f'<path d="{path}" {style}/>\n'


def _line(item: Text) -> str:
    halo = (
        f' stroke="{item.halo}" stroke-width="{_n(item.size * 0.26)}" stroke-linejoin="round" paint-order="stroke"'
        if item.halo
        else ""
    )
    length = fonts.width(item.text, item.face, item.size)
    # The length is stated so that a program without the embedded font still keeps the line in its place.
    fitted = f' textLength="{_n(length)}" lengthAdjust="spacingAndGlyphs"' if len(item.text) > 1 else ""
    return (
        f'<text class="{item.face}" x="{_n(item.x)}" y="{_n(item.y)}" font-size="{_n(item.size)}" '
        f'fill="{item.colour}"{halo}{fitted} xml:space="preserve">{_text(item.text)}</text>\n'
    )


def _text(text: str) -> str:
    return escape(showable(text))


def _n(number: float) -> str:
    """A number with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
