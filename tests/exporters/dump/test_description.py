"""What is written about the dump is true of it, and the code in it runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DESCRIPTION = (Path(__file__).parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", DESCRIPTION, re.S)

pytestmark = pytest.mark.django_db


def test_every_file_is_described(starter_dump: Path) -> None:
    rows = re.findall(r"^\| (`[a-z].*?) \|", DESCRIPTION.partition("## Files")[2], re.M)
    described = {name for row in rows for name in re.findall(r"`(.*?)`", row)}
    assert described == {path.name for path in starter_dump.iterdir()}


@pytest.mark.parametrize("block", BLOCKS, ids=["cards", "pandas", "hashes"])
def test_the_code_runs(
    block: str,
    starter_dump: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(starter_dump)
    exec(compile(block, "docs/exports.md", "exec"), {})  # noqa: S102 - our own description
    printed = capsys.readouterr().out
    if "print(" in block:
        assert "DeepSeek-R1" in printed
        assert "evidenced" in printed


def test_the_check_finds_a_changed_byte(
    starter_dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in starter_dump.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "changes.csv.gz").write_bytes(b"other")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError, match=r"changes\.csv\.gz"):
        exec(compile(BLOCKS[-1], "docs/exports.md", "exec"), {})  # noqa: S102 - our own
