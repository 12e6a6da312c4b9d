"""Whether a text for the public tells who a referee is, or what was said in confidence.

Texts are compared as words without case, accents and punctuation, so "J. Núñez" is found in
"j nunez" and in "J-NUNEZ", and the name Li is not found in "line". Scripts without spaces between
words are compared character by character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from registry.rules.pointer import join_pointer

# A sentence of a note is looked for from these sizes on: "I agree." says nothing of its writer.
SHORTEST_SENTENCE_WORDS = 4
SHORTEST_SENTENCE_LETTERS = 12
# Shorter local parts, such as "info", are words of every text.
SHORTEST_CERTAIN_LOCAL_PART = 6
# They part no word: O'Brien is OBrien.
_APOSTROPHES = frozenset("'’‘ʼʹ`´")
_SENTENCE_END = re.compile(r"[.!?;。！？；\r\n]+")
# Letters that Unicode does not take apart into a plain one and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


class LeakKind(StrEnum):
    NAME = "name"
    PART_OF_NAME = "part of a name"
    EMAIL = "e-mail address"
    LOCAL_PART = "part of an e-mail address"
    AFFILIATION = "affiliation"
    ORCID = "ORCID"
    NOTE = "confidential note"


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must not appear. ``whose`` names the person to the editor, who knows.

    What is not ``certain`` can be chance, such as a family name that is a word; somebody looks.
    """

    kind: LeakKind
    text: str
    whose: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret found at a place of the file (RFC 6901). For editors only: it quotes the secret."""

    pointer: str
    secret: Secret

    @property
    def words(self) -> str:
        doubt = "" if self.secret.certain else "possibly "
        return f"{self.pointer}: {doubt}the {self.secret.kind} of {self.secret.whose}"


def secrets_of_person(
    whose: str,
    *,
    names: Iterable[str] = (),
    emails: Iterable[str] = (),
    affiliations: Iterable[str] = (),
    orcid: str = "",
) -> tuple[Secret, ...]:
    """All that could tell who somebody is."""
    return (
        *(secret for name in names for secret in _of_name(name, whose)),
        *(secret for email in emails for secret in _of_email(email, whose)),
        *(Secret(LeakKind.AFFILIATION, one, whose) for one in affiliations),
        *(Secret(LeakKind.ORCID, text, whose) for text in (orcid, orcid.replace("-", ""))),
    )


def secrets_of_note(whose: str, note: str) -> tuple[Secret, ...]:
    """The sentences of a confidential note that are long enough to be known again."""
    sentences = dict.fromkeys(sentence.strip() for sentence in _SENTENCE_END.split(note))
    return tuple(
        Secret(LeakKind.NOTE, sentence, whose)
        for sentence in sentences
        if len(_words(sentence)) >= SHORTEST_SENTENCE_WORDS
        or sum(map(len, _words(sentence))) >= SHORTEST_SENTENCE_LETTERS
    )


def find_leaks(file: Any, secrets: Iterable[Secret]) -> tuple[Leak, ...]:
    """The secrets in the texts and keys of JSON data, in the order of the file.

    Where something of a person is found for certain, what could be chance is not told as well.
    """
    sought: dict[tuple[str, str], Secret] = {}
    for secret in secrets:
        if words := _words(secret.text):
            sought.setdefault((f" {' '.join(words)} ", secret.whose), secret)
    leaks: list[Leak] = []
    for pointer, text in _texts(file, ()):
        hay = f" {' '.join(_words(text))} "
        found = [secret for (needle, _), secret in sought.items() if needle in hay]
        sure = {secret.whose for secret in found if secret.certain}
        leaks += [Leak(pointer, one) for one in found if one.certain or one.whose not in sure]
    return tuple(leaks)


def _of_name(name: str, whose: str) -> Iterator[Secret]:
    words = _words(name)
    for order in (words, words[-1:] + words[:-1]):
        yield Secret(LeakKind.NAME, " ".join(order), whose)
        yield Secret(LeakKind.NAME, "".join(order), whose)
    # Any part may be the family name, by which "Doe, J." is found too.
    for word in words:
        if len(word) > 1:
            yield Secret(LeakKind.PART_OF_NAME, word, whose, certain=False)


def _of_email(email: str, whose: str) -> Iterator[Secret]:
    yield Secret(LeakKind.EMAIL, email, whose)
    local = email.partition("@")[0].partition("+")[0]
    certain = len(local) >= SHORTEST_CERTAIN_LOCAL_PART
    yield Secret(LeakKind.LOCAL_PART, local, whose, certain=certain)


def _texts(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield join_pointer(place), value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield join_pointer((*place, key)), key
            yield from _texts(entry, (*place, key))
    elif isinstance(value, list):
        for at, entry in enumerate(value):
            yield from _texts(entry, (*place, at))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text in the form in which they are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFKD", folded).translate(_PLAIN)
    return tuple("".join(map(_compared, apart)).split())


def _compared(character: str) -> str:
    if character in _APOSTROPHES:
        return ""
    match unicodedata.category(character):
        case "Mn" | "Me" | "Cf":
            # Accents, and characters that cannot be seen: they part no word.
            return ""
        case "Lo":
            # Letters without case: most of these scripts write no spaces, so each is a word.
            return f" {character} "
        case category:
            return character if category[0] in "LN" else " "
