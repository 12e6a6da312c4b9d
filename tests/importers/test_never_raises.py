"""Whatever the bytes: an answer, the same each time, that a draft could store."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.importers.collecting import problems_at
from registry.importers.reading import read_import
from tests.factories.battery import BATTERY

README_DIR = Path(__file__).parent / "readmes"
READMES = [path.read_bytes() for path in sorted(README_DIR.glob("*.md"))]
FILE_NAMES = st.sampled_from(["", "README.md", "card.json", "card.yaml"])
# Bytes on which the meaning of a text turns.
MARKS = st.sampled_from([
    b"---\n", b"- ", b": ", b"&a ", b"*a", b"!!int ", b"{", b"[", b"]", b"}", b"'", b'"', b"$",
    b"\r", b"\0", b"\xc2\x85", b"<!--", b"```",
])  # fmt: skip
FIGURES = st.sampled_from([b"\xff", b"<sup>", b"10^", b"1e999 FLOPs", b"9" * 400, b"| 1.5T |"])
TRIES = settings(
    max_examples=1_000 if BATTERY else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def check(data: bytes, file_name: str) -> None:
    found = read_import(data, file_name=file_name)
    assert found == read_import(data, file_name=file_name)
    for finding in found.findings:
        assert not problems_at(finding.path, finding.value)


@TRIES
@given(st.binary(max_size=400), FILE_NAMES)
def test_arbitrary_bytes(data: bytes, file_name: str) -> None:
    check(data, file_name)


@TRIES
@given(st.text(max_size=400), st.booleans(), FILE_NAMES)
def test_arbitrary_text(text: str, is_in_front: bool, file_name: str) -> None:
    check((f"---\n{text}\n---\n" if is_in_front else text).encode(), file_name)


@TRIES
@given(
    st.sampled_from(READMES),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 8), MARKS | FIGURES), min_size=1, max_size=6
    ),
    FILE_NAMES,
)
def test_mutated_readmes(
    data: bytes, changes: list[tuple[float, int, bytes]], file_name: str
) -> None:
    for where, length, mark in changes:
        at = int(where * len(data))
        data = data[:at] + mark + data[at + length :]
    check(data, file_name)
