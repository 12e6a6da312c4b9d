"""Characters that cannot be seen, or that reorder what can."""

from __future__ import annotations

import re

# Joiners, direction marks and soft hyphens: prose of some languages needs them, no name does.
_TYPOGRAPHIC = "\u00ad\u061c\u200c\u200d\u200e\u200f"
_NEVER = (
    "\x80-\x9f"  # C1 controls
    "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2800\u3164\uffa0"  # blanks that pass for letters
    "\u2028\u2029\u202a-\u202e\u2060-\u206f"  # separators, bidi overrides and isolates
    "\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f"  # marks and tags
)
_HIDDEN_IN_PROSE = re.compile(f"[{_NEVER}]")
_HIDDEN_IN_NAME = re.compile(f"[{_NEVER}{_TYPOGRAPHIC}\t\n\r]")


def hidden_character(text: str, *, is_name: bool) -> str | None:
    """Return the first character of ``text`` that must not be there; names allow fewer."""
    match = (_HIDDEN_IN_NAME if is_name else _HIDDEN_IN_PROSE).search(text)
    return match[0] if match else None
