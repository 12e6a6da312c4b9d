"""When the name of a lab passes for that of another one.

Stricter than ``names.normalized_name``, under which two labs can never share a name: here legal
forms count for nothing, and one letter more or less is a resemblance. An editor may find that two
labs are two all the same.
"""

from __future__ import annotations

import re
from functools import lru_cache

from registry.rules.names import normalized_name

# Legal forms as they stand at the end of a name; with and without dots, see ``_words``.
_LEGAL_FORMS_TEXT = """
ab ag as asa bv co company corp corporation ev gmbh holding holdings inc incorporated kg kk
kabushiki kaisha limited llc llp ltd nv oy oyj pbc plc pte pty sa sarl sas se spa srl ug
"""
_LEGAL_FORMS = frozenset(_LEGAL_FORMS_TEXT.split())
# Japanese, Chinese and Korean forms stand before or after the name, without a space.
_JOINED_FORMS = re.compile(
    "株式会社|合同会社|有限会社|（株）|\\(株\\)|股份有限公司|有限责任公司|有限公司|주식회사"
)
_SPACES = re.compile(r"[\s,;]+")
# In shorter names one letter is a large part: Meta and Beta are two words.
SHORTEST_COMPARED = 6


@lru_cache(maxsize=4096)
def core_name(name: str) -> str:
    """Return the normal form of a name without "The" and legal forms; never shown to anyone.

    A name that is nothing but such words keeps them.
    """
    words = _words(name)
    while len(words) > 1 and _bare(words[-1]) in _LEGAL_FORMS:
        words.pop()
    if len(words) > 1 and words[0].casefold() == "the":
        del words[0]
    return normalized_name("".join(words)) or normalized_name(name)


def resembles(one: str, other: str) -> bool:
    """Whether a reader could take one name for the other."""
    first, second = core_name(one), core_name(other)
    if not first or not second:
        return False
    return first == second or (
        min(len(first), len(second)) >= SHORTEST_COMPARED and _is_one_slip_apart(first, second)
    )


def _words(name: str) -> list[str]:
    return _SPACES.split(_JOINED_FORMS.sub(" ", name).strip(" ,;\t\r\n"))


def _bare(word: str) -> str:
    """A word without the dots and slashes of abbreviations: "S.A." and "A/S" are legal forms."""
    return word.replace(".", "").replace("/", "").casefold()


def _is_one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter was added, left out, replaced or swapped with its neighbour."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    rest, longer = short[start:], long[start:]
    if len(short) < len(long):
        return rest == longer[1:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == longer[1:] or swapped == longer
