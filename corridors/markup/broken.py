"""What stands on the page when records have faults: a notice beside the map, or a page instead of it."""

from __future__ import annotations

from collections.abc import Sequence

from corridors.faults import Fault
from corridors.markup import escape


def left_out(faults: Sequence[Fault]) -> str:
    """The notice that records are left out, which unfolds into the list of what is wrong with them."""
    count = len({(fault.file, fault.record) for fault in faults})
    items = "".join(
        f"<li><strong>{escape(' · '.join(part for part in (fault.file, fault.record, fault.field) if part))}</strong>"
        f"<br>Found: {escape(fault.found)}<br>Wanted: {escape(fault.wanted)}"
        f"{f'<br>Remedy: {escape(fault.remedy)}' if fault.remedy else ''}</li>"
        for fault in faults
    )
    said = f"{count} record{' has' if count == 1 else 's have'} faults and {'is' if count == 1 else 'are'} left out."
    return (
        f'<details class="ca-notice ca-leftout"><summary role="alert">This atlas is not complete: {said} '
        f"Show what is wrong.</summary><ul>{items}</ul></details>"
    )


def fault_page(faults: Sequence[Fault]) -> str:
    """The page that stands in for the map when the data is broken."""
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(cell)}</td>" for cell in (f.level, f.file, f.record, f.field, f.found, f.wanted, f.remedy)
        )
        + "</tr>"
        for f in faults
    )
    heads = "".join(f"<th>{name}</th>" for name in ("", "File", "Record", "Field", "Found", "Wanted", "Remedy"))
    return (
        f'<section class="ca-card"><h2>The atlas cannot open: its data has {len(faults)} '
        f"fault{'s' * (len(faults) != 1)}</h2><p>Mend these and reload the page. Nothing is shown until all of the "
        f'data is sound.</p><table class="ca-faults"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )
