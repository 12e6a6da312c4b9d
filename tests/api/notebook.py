"""Running a page of the documentation like a notebook: its blocks in order, in one namespace.

A block marked ``python`` is run; the block marked ``text`` behind it, if there is one, is what it
prints. ``RECORD=1`` writes what is printed now into the page instead of comparing it.
"""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import Any

BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<printed>.*?)^```\n)?", re.S | re.M
)


@dataclass(frozen=True)
class Run:
    """How a page should read after all its blocks ran."""

    text: str
    blocks: int


def run(text: str) -> Run:
    """Run all blocks of ``text``."""
    namespace: dict[str, Any] = {}
    blocks = 0

    def written_anew(block: re.Match[str]) -> str:
        nonlocal blocks
        blocks += 1
        code, output = block["code"], io.StringIO()
        with redirect_stdout(output):
            exec(compile(code, f"block {blocks}", "exec"), namespace)  # noqa: S102 - our own page
        printed = output.getvalue()
        shown = f"\n```text\n{printed}```\n" if printed else ""
        return f"```python\n{code}```\n{shown}"

    return Run(BLOCK.sub(written_anew, text), blocks)
