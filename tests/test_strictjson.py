"""The JSON reader: what it refuses, what it warns about, and how it says where."""

from __future__ import annotations

import json

import pytest

from corridors.gate.faultlist import PER_RECORD
from corridors.gate.singlefile import judge
from corridors.gate.strictjson import MAX_BYTES, MAX_DEPTH, parse

REFUSED = [
    (b"", "", "an empty file"),
    (b" \n\t", "", "an empty file"),
    (b"\xef\xbb\xbf", "", "an empty file"),
    (b'{"a": 1} x', "", "'x' in line 1, column 10"),
    (b'{"a": 1,\n}', "", "line 2, column 1"),
    (b"[1, 2", "", "the end of the file in line 1"),
    (b"{'a': 1}", "", "in line 1, column 2"),
    (b"[1] // comment", "", "'// comment'"),
    (b"[01]", "", "in line 1"),
    (b'["\t"]', "", "in line 1"),
    (b"\xff\xfe[\x00]\x00", "", "not UTF-8 in line 1"),
    (b'[1,\n"\xe9"]', "", "not UTF-8 in line 2"),
    (b'["\xed\xa0\x80"]', "", "not UTF-8"),
    (b"NaN", "", "'NaN'"),
    (b'{"a": [0, -Infinity]}', "a[1]", "'-Infinity'"),
    (b'{"a b": {"c": 1e400}}', "['a b'].c", "'1e400'"),
    (b"[-1e999]", "[0]", "'-1e999'"),
    (b"[1" + b"0" * 400 + b"]", "[0]", "'1000"),
    (b"[-1" + b"0" * 5000 + b"]", "[0]", "'-1000"),
    (b"[" + b"9" * 309 + b"]", "[0]", "'9999"),
    (b'{"a": [{"b": 1, "c": 2, "b": 3}]}', "a[0].b", "the name 'b' more than once"),
    (b'{"a": NaN, "a": 1}', "a", "more than once"),
    (b'{"a": {"b": 1, "b": 2}, "a": 1}', "a", "more than once"),
    (b'["ok", "\\ud800 x"]', "[1]", "half a surrogate pair"),
    (b'{"\\uDFAA": 0}', "['\\udfaa']", "half a surrogate pair in a name"),
    (b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "", "nested 101 deep"),
    (b"[" * 100_000, "", "nested 100,000 deep"),
    (b'[{"":' * 50_000, "", "nested 100,000 deep"),
    (b'"' + b"[" * 100_000, "", "line 1, column 1"),
]

ACCEPTED = [
    b"null",
    b' {"a": [1, -0, 1.5e300, 1E-400, true, "\\ud83d\\ude00", "\xf0\x9f\x98\x80"]} \r\n',
    b"[" * MAX_DEPTH + b"]" * MAX_DEPTH,
    b'["' + b"[" * 1000 + b'\\"' + b"{" * 1000 + b'"]',
    b'{"": 1, " ": 2, "a": {"a": {"a": 1}}}',
    b"[123123123123123123123123123123]",
    b'["\\u0000", "\\uffff"]',
]


@pytest.mark.parametrize(("data", "field", "found"), REFUSED, ids=lambda value: repr(value)[:40])
def test_refused_with_its_place(data: bytes, field: str, found: str) -> None:
    faults = [fault for fault in parse(data, file="f.json").faults if fault.level == "invalid"]
    assert [fault.field for fault in faults][:1] == [field]
    assert found in faults[0].found
    assert all(fault.file == "f.json" and fault.wanted for fault in faults)


@pytest.mark.parametrize("data", ACCEPTED, ids=lambda value: repr(value)[:40])
def test_accepted_and_read_as_python_reads_it(data: bytes) -> None:
    parsed = parse(data, file="f.json")
    assert parsed.readable
    assert parsed.faults == []
    assert parsed.document == json.loads(data)


def test_byte_order_mark_is_a_warning() -> None:
    parsed = parse(b"\xef\xbb\xbf{}", file="f.json")
    assert parsed.document == {}
    assert [fault.level for fault in parsed.faults] == ["warn"]


def test_too_many_bytes_are_not_read() -> None:
    parsed = parse(b" " * (MAX_BYTES + 1), file="f.json")
    assert not parsed.readable
    assert "bytes" in parsed.faults[0].found


def test_duplicates_may_be_a_warning() -> None:
    parsed = parse(b'{"a": 1, "a": 2}', file="f.json", duplicates="warn")
    assert parsed.document == {"a": 2}
    assert [(fault.level, fault.field) for fault in parsed.faults] == [("warn", "a")]


def test_all_faults_at_once_and_in_file_order() -> None:
    parsed = parse(b'{"a": NaN, "b": [1e999], "c": {"d": 1, "d": 2}}', file="f.json")
    assert [fault.field for fault in parsed.faults] == ["a", "b[0]", "c.d"]


def test_a_runaway_list_is_cut_and_says_so() -> None:
    parsed = parse(b"[" + b"NaN," * 999 + b"NaN]", file="f.json")
    assert len(parsed.faults) == PER_RECORD + 1
    assert "950 more" in parsed.faults[-1].found


def test_a_warning_that_is_cut_does_not_hide_a_refusal() -> None:
    many = ", ".join(f'{{"n{index}": 1, "n{index}": 2}}' for index in range(200))
    faults = parse(f"[{many}, NaN]".encode(), file="f.json", duplicates="warn").faults
    assert [fault.field for fault in faults if fault.level == "invalid"] == ["[200]"]


def test_a_refused_number_is_reported_once() -> None:
    judged = judge(b'{"type": "Point", "coordinates": [NaN, 1]}', path="f.geojson")
    assert [(fault.field, fault.found) for fault in judged.faults] == [("coordinates[0]", "'NaN'")]


def test_the_two_entries_differ_about_duplicates() -> None:
    data = b'{"type": "Point", "coordinates": [1, 2], "x": 1, "x": 1}'
    assert judge(data, path="f").verdict == "invalid"
    assert judge(data, path="f", as_json=True).verdict == "warn"


def test_judgement_as_dict_is_what_the_command_prints() -> None:
    judged = judge(b"[]", path="a/b.geojson").as_dict()
    assert list(judged) == ["path", "verdict", "faults"]
    assert judged["path"] == "a/b.geojson"
    assert judged["verdict"] == "invalid"
    assert json.loads(json.dumps(judged))["faults"][0]["found"] == "an empty list"
