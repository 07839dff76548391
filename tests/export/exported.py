"""What the export tests share: hostile texts, a link and a date, and finding what overlaps or runs off a page."""

from __future__ import annotations

from corridors.export.scene import Box, Page, Text

LINK = "https://atlas.example/?phase=3&data=0"
DATE = "2026-11-22"
PAYLOADS = (
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    '" onmouseover="window.pwned=1" x="',
    "{{ 7 * 7 }}{% if %}",
    "${window.pwned=1}",
    "`;window.pwned=1;`",
    "</script><svg onload=window.pwned=1>\\u003cb\\ <!-- <script>",
    "=HYPERLINK(\"x\")&'<b>' ]]> \\input{x} %s",
    "+cmd|' /C calc'!A0 -- \u202eevil\u202c Ω Ж",
)


def squeezed(text: str) -> str:
    """The text without any white space, which line breaks change."""
    return "".join(text.split())


def said(pages: tuple[Page, ...], *roles: str) -> str:
    """All text of some roles in reading order, without white space."""
    return squeezed("".join(text.text for page in pages for text in page.texts() if text.role in roles))


def outside(page: Page, margin: float) -> list[Text]:
    """Texts that come closer to the page's edge than its margin (points)."""
    return [
        text
        for text in page.texts()
        if text.box[0] < margin - 0.5 or text.box[2] > page.width - margin + 0.5
        or text.box[1] < margin - 3 or text.box[3] > page.height - margin + 3
    ]  # fmt: skip


def collisions(page: Page, slack: float = 0.7) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes overlap by more than `slack` points both ways."""
    texts = sorted(page.texts(), key=lambda text: text.box[1])
    found = []
    for index, text in enumerate(texts):
        for other in texts[index + 1 :]:
            if other.box[1] >= text.box[3]:
                break
            if _overlap(text.box, other.box, slack):
                found.append((f"{text.role}: {text.text}", f"{other.role}: {other.text}"))
    return found


def _overlap(a: Box, b: Box, slack: float) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > slack and min(a[3], b[3]) - max(a[1], b[1]) > slack
