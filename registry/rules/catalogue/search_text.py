"""The form in which text is searched: compatibility forms and case folded, spaces single.

Applied alike to what is stored and to what is asked, so that full-width letters, half-width kana
and accents written in two ways find each other on every database.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """The searchable form of ``text``."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def joined(texts: Iterable[str]) -> str:
    """Several texts as one, each once, on lines of their own: no word is found across two."""
    return "\n".join(dict.fromkeys(filter(None, map(folded, texts))))
