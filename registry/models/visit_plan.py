"""Which links of which live cards the evidence checker visits next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import QuerySet

from registry.models.cards import ModelCard
from registry.models.gradings import Grading
from registry.models.visits import EvidenceVisit
from registry.rules.documents import Document
from registry.rules.plausibility.check import check_sources
from registry.rules.plausibility.evidence import SOURCE_CHECKS
from registry.rules.plausibility.results import result_to_row
from registry.rules.visits.due import is_due
from registry.rules.visits.findings import findings
from registry.rules.visits.links import Link, links

CARDS_AT_ONCE = 100
# A card with more links than any honest one has waits its turn for the rest, run by run.
MOST_LINKS_OF_A_CARD = 200


@dataclass(frozen=True)
class CardPlan:
    """What to do about one card.

    ``due`` are the links to visit, each with the excerpts that its page should hold; ``oldest`` is
    the oldest visit among them, None where one was never visited. ``is_behind`` says that its
    grading does not tell yet what is known, because a link was visited for another card.
    """

    card: ModelCard
    due: Mapping[Link, frozenset[str]]
    oldest: datetime | None
    is_behind: bool


def card_plans(
    cards: QuerySet[ModelCard], *, now: datetime, older_than: timedelta
) -> Iterator[CardPlan]:
    """The plans of those of ``cards`` for which there is something to do, in their order."""
    live = cards.filter(live_version__isnull=False).select_related(
        "release", "live_version__content", "current_grading"
    )
    rows = live.iterator(chunk_size=CARDS_AT_ONCE)
    while group := list(islice(rows, CARDS_AT_ONCE)):
        documents = [card.live_version.content.document() for card in group if card.live_version]
        wanted = [links(document) for document in documents]
        keys = {link.key for of_card in wanted for link in of_card}
        newest = EvidenceVisit.objects.newest(keys)
        known = EvidenceVisit.objects.telling().newest(keys)
        for card, document, of_card in zip(group, documents, wanted, strict=True):
            every = (
                (link, excerpts)
                for link, excerpts in of_card.items()
                if is_due(newest.get(link.key), excerpts, now=now, older_than=older_than)
            )
            due = dict(islice(every, MOST_LINKS_OF_A_CARD))
            is_behind = _is_behind(card.current_grading, document, known)
            if due or is_behind:
                yield CardPlan(card, due, _oldest(due, newest), is_behind)


def _oldest(due: Mapping[Link, object], newest: Mapping[str, EvidenceVisit]) -> datetime | None:
    visits = [newest.get(link.key) for link in due]
    times = [visit.visited_at for visit in visits if visit is not None]
    return min(times, default=None) if len(times) == len(visits) else None


def _is_behind(
    grading: Grading | None, document: Document, known: Mapping[str, EvidenceVisit]
) -> bool:
    results = check_sources(document, findings(document, known))
    told = [row for row in grading.plausibility if row["check"] in SOURCE_CHECKS] if grading else []
    # What editors let stand is no result.
    return [{**row, "accepted": ""} for row in told] != [
        result_to_row(result) | {"accepted": ""} for result in results
    ]
