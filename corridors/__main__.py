"""`python -m corridors`: the atlas's rules and exports without the app."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from corridors.check import check_atlas
from corridors.export import command as exporting
from corridors.faults import AtlasError, Fault, FaultsError, MissingData
from corridors.gate.singlefile import Judgement, judge
from corridors.load import DATA, read, read_folder
from corridors.verify import verify


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status is 0 when all is well, 1 when something is invalid."""
    parser = argparse.ArgumentParser(prog="python -m corridors", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    checking = commands.add_parser("check", help="check an atlas folder, or single GeoJSON files by RFC 7946")
    checking.add_argument("paths", nargs="*", type=Path, default=[DATA], help="folders and files (default: data)")
    checking.add_argument("--json", action="store_true", help="print the verdicts as JSON")
    checking.add_argument("--plain-json", action="store_true", help="judge files as plain JSON, not as GeoJSON")

    checking.add_argument(
        "--geography", action="store_true", help="hold every segment against the cartographer's rules"
    )
    checking.add_argument("--reference", type=Path, help="with --geography: a FlatGeobuf of railways to compare with")

    verifying = commands.add_parser("verify", help="hold every quotation against the source texts")
    verifying.add_argument("--texts", type=Path, required=True, help="folder with the source texts")
    verifying.add_argument("--data", type=Path, default=DATA, help="the atlas folder (default: data)")

    exporting.add_parser(commands)

    given = parser.parse_args(arguments)
    if given.command == "check" and given.reference and not given.geography:
        parser.error("--reference needs --geography")
    if given.command == "check" and given.geography and given.json:
        parser.error("--geography prints tables; leave out --json")
    try:
        if given.command == "check" and given.geography:
            return _geography(given.paths, given.reference)
        if given.command == "check":
            return _check(given.paths, as_json=given.json, plain=given.plain_json)
        if given.command == "verify":
            return _verify(given.data, given.texts)
        return exporting.run(given)
    except FaultsError as error:
        _print(error.faults)
        return 1
    except AtlasError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _check(paths: Sequence[Path], *, as_json: bool, plain: bool) -> int:
    judgements = [_judge(path, plain=plain) for path in paths]
    if as_json:
        print(json.dumps([item.as_dict() for item in judgements], ensure_ascii=False, indent=1))
    else:
        for item in judgements:
            print(f"{item.verdict}: {item.path}")
            _print(item.faults)
    return 1 if any(item.verdict == "invalid" for item in judgements) else 0


def _judge(path: Path, *, plain: bool) -> Judgement:
    """A folder is an atlas, anything else one file."""
    try:
        if not path.is_dir():
            return judge(read(path), path=str(path), as_json=plain)
        check_atlas(read_folder(path))
    except FaultsError as error:
        return Judgement(str(path), error.faults)
    except MissingData as error:
        return Judgement(str(path), (Fault(str(path), "", "", str(error), "a file or folder that can be read"),))
    return Judgement(str(path), ())


def _geography(folders: Sequence[Path], reference: Path | None) -> int:
    """Prints the measurements as Markdown tables, then the faults."""
    from corridors import geography, geotables, railways  # noqa: PLC0415  (only this needs NumPy and pyproj)

    tracks = railways.lines(read(reference)) if reference else None
    status = 0
    for folder in folders:
        atlas = check_atlas(read_folder(folder))
        faults, rows = geography.examine(atlas)
        print(geotables.measurements(rows))
        if tracks is not None:
            more, shares = railways.compare(atlas, tracks)
            faults.extend(more)
            print("\n" + geotables.railways(shares, rows, atlas.segments))
        print()
        _print(faults)
        print(f"{folder}: {len(rows)} segments, {len(faults)} faults")
        status = 1 if faults else status
    return status


def _verify(data: Path, texts: Path) -> int:
    atlas = check_atlas(read_folder(data))
    faults, shares = verify(atlas, read_folder(texts, tuple(source.text_file for source in atlas.sources)))
    print(f"{'source':36} passages   words quoted of all    share   limit")
    for share in shares:
        counts = f"{share.passages:8} {share.quoted:8,} of {share.words:6,}"
        print(f"{share.source:36} {counts} {share.share:12.1%} {share.limit:7.0%}")
    stances: dict[str, int] = {}
    for passage in atlas.passages:
        stances[passage.stance] = stances.get(passage.stance, 0) + 1
    print("by stance: " + ", ".join(f"{stance} {count}" for stance, count in sorted(stances.items())))
    _print(faults)
    print(f"{len(atlas.passages)} passages, {len(faults)} faults")
    return 1 if faults else 0


def _print(faults: Sequence[Fault]) -> None:
    for fault in faults:
        print(f"  {fault}")


def _whole(arguments: Sequence[str] | None = None) -> int:
    """`main`, with what it printed brought out: a reader that has gone, such as `head`, is no fault; a full disk is."""
    try:
        status = main(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        status = 0
    except OSError as error:
        print(f"error: the output cannot be written ({error.strerror or error})", file=sys.stderr)
        status = 1
    else:
        return status
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still to be written has no reader
    return status


if __name__ == "__main__":
    sys.exit(_whole())
