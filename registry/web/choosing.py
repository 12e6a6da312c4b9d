"""Several things chosen by id in an address, such as ``?id=a/b&id=c/d``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from registry.rules.problems import shown
from registry.rules.words import listed, small_number
from registry.web.parameters import address
from registry.web.view_models.asking import Refusal
from registry.web.view_models.shared import Link

NAME = "id"
MAXIMUM = 4


@dataclass(frozen=True, slots=True)
class Missing:
    """Why an id cannot be compared, and the nearest one that can, empty without any."""

    status: int
    text: str
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The ids that can be shown, and what has to be said about the others."""

    ids: tuple[str, ...]
    refusal: Refusal | None = None


def asked_ids(query: QueryDict) -> list[str]:
    """The ids of an address as they are written there; an empty field of a form is none."""
    return [text for value in query.getlist(NAME) if (text := value.strip())]


def choose(
    path: str,
    asked: Sequence[str],
    known: Mapping[str, object],
    missing: Callable[[str], Missing],
    noun: str,
) -> Choice:
    """Check ids: too many, named twice, or not among the ``known``.

    The refusal leads to the nearest address that has none of these faults.
    """
    once = list(dict.fromkeys(asked))
    faults = {text: missing(text) for text in once[:MAXIMUM] if text not in known}
    sentences = [fault.text for fault in faults.values()]
    statuses = [fault.status for fault in faults.values()]
    twice = [text for text, times in Counter(asked).items() if times > 1]
    if twice:
        sentences.insert(0, f"{listed([shown(text) for text in twice[:MAXIMUM]])} is named twice.")
        statuses.insert(0, 400)
    if len(once) > MAXIMUM:
        sentences.insert(
            0,
            f"{small_number(len(once)).capitalize()} {noun}s are named; at most "
            f"{small_number(MAXIMUM)} can stand side by side.",
        )
        statuses.insert(0, 400)
    ids = tuple(text for text in once if text in known)[:MAXIMUM]
    if not sentences:
        return Choice(ids)
    mended = [text if text in known else faults[text].nearest for text in once[:MAXIMUM]]
    nearest = list(dict.fromkeys(filter(None, mended)))
    link = Link(listed(nearest), path_of(path, nearest)) if nearest else None
    return Choice(ids, Refusal(statuses[0], " ".join(sentences), link))


def path_of(path: str, ids: Sequence[str]) -> str:
    return address(path, [(NAME, text) for text in ids])
