"""Where referees disagree, how an editor settles it, and how often they agree.

A dispute is shown and settled by name and reason; it is never averaged away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registry.rules.documents import Document
from registry.rules.errors import Refused
from registry.rules.grading.assessment import Ruling
from registry.rules.grading.verdicts import combine
from registry.rules.review.binding import claim_hash
from registry.rules.review.verdicts import JUDGING, VERDICT_LABELS, Verdict
from registry.rules.standard import Standard

Verdicts = Mapping[str, Sequence[Verdict]]
SHORTEST_REASON = 20
TWO = 2


@dataclass(frozen=True, slots=True)
class Adjudication:
    """An editor's signed ruling on a disputed item. It holds for the claim with this hash only."""

    item: str
    claim_hash: str
    ruling: Verdict
    editor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of the items with two or more judging verdicts, those on which all of them are the same."""

    identical: int
    compared: int

    @property
    def share(self) -> Fraction | None:
        """From 0 to 1; None where nothing can be compared."""
        return Fraction(self.identical, self.compared) if self.compared else None


def disputed_items(verdicts: Verdicts, standard: Standard) -> tuple[str, ...]:
    """The items on which verdicts are two steps apart, or one of them says contradicted."""
    return tuple(item for item, given in verdicts.items() if combine(given, standard).disputed)


def open_disputes(
    verdicts: Verdicts,
    adjudications: Iterable[Adjudication],
    document: Document,
    standard: Standard,
) -> tuple[str, ...]:
    """The disputed items that no editor has settled for the claims of this document."""
    settled = rulings(adjudications, document, standard)
    return tuple(item for item in disputed_items(verdicts, standard) if item not in settled)


def rulings(
    adjudications: Iterable[Adjudication], document: Document, standard: Standard
) -> dict[str, Ruling]:
    """The rulings in force, by item, as an ``Assessment`` takes them.

    In the order in which they were made: of two on the same claim, the later one is in force.
    """
    return {
        one.item: Ruling(one.ruling, one.editor, one.reason)
        for one in adjudications
        if (item := standard.item_by_id.get(one.item))
        and claim_hash(document, item.claim) == one.claim_hash
    }


def check_adjudication(
    adjudication: Adjudication, verdicts: Verdicts, document: Document, standard: Standard
) -> None:
    """Raise ``Refused`` for a ruling on no dispute, on another text, or without a reason."""
    item = standard.item_by_id.get(adjudication.item)
    if item is None or item.id not in disputed_items(verdicts, standard):
        raise Refused(
            f"{adjudication.item}: found no dispute. Expected an item on which referees disagree."
        )
    if claim_hash(document, item.claim) != adjudication.claim_hash:
        raise Refused(f"{item.title} ({item.id}): the claim changed since. Look at it again.")
    if adjudication.ruling not in JUDGING:
        found = VERDICT_LABELS[adjudication.ruling].lower()
        expected = ", ".join(VERDICT_LABELS[verdict].lower() for verdict in JUDGING)
        raise Refused(
            f"Ruling: found “{found}”, which settles nothing. Expected one of: {expected}."
        )
    if not adjudication.editor.strip():
        raise Refused("Editor: found nothing. A ruling is signed with the editor's name.")
    if len(adjudication.reason.strip()) < SHORTEST_REASON:
        raise Refused(
            f"Reason: found {len(adjudication.reason.strip())} characters, expected at least "
            f"{SHORTEST_REASON}. The reason is published with the ruling."
        )


def agreement(verdicts: Verdicts) -> Agreement:
    """How often referees said the same; abstentions say nothing."""
    judged = [[one for one in given if one in JUDGING] for given in verdicts.values()]
    compared = [given for given in judged if len(given) >= TWO]
    return Agreement(sum(len(set(given)) == 1 for given in compared), len(compared))
